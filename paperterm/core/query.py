"""Turning what the reader typed into a Query, and telling which entries it holds for.

Lives here: the little language of filters (`year:2020-2023 venue:ACL kind:repo has:code "exact words" -not words`).
Must not: read files or remember anything. Every string is a valid query, because it is parsed at every keystroke
and half-typed filters must not flash errors: what is no filter is a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from paperterm.core.model import Document, LinkKind, Paper
from paperterm.core.text import fold
from paperterm.core.venue import venue_name

_TERM = re.compile(r'(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))')
_YEARS = re.compile(r"(\d{4})?(-|\.\.)?(\d{4})?")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: `name` is a filter's name or empty for words, `wanted` is folded text."""

    name: str
    wanted: str
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions that must all hold; no terms hold for everything."""

    terms: tuple[Term, ...] = ()

    def holds_for(self, document: Document, paper: Paper) -> bool:
        """Whether `paper` of `document` meets every term."""
        return all(_FILTERS[term.name](document, paper, term.wanted) != term.is_excluded for term in self.terms)


def parse_query(typed: str) -> Query:
    """The query that `typed` means; unknown `name:` prefixes are taken as words."""
    terms: list[Term] = []
    for match in _TERM.finditer(typed):
        sign, name, exact, word = match.groups()
        wanted = exact if exact is not None else word
        if name and (name not in _FILTERS or (name == "year" and not _YEARS.fullmatch(wanted))):
            name, wanted = "", f"{name}:{wanted}"
        if wanted := fold(wanted):
            terms.append(Term(name or "", wanted, bool(sign)))
    return Query(tuple(terms))


def unknown_filters(typed: str) -> tuple[str, ...]:
    """The names in `typed` that look like filters and are none, such as `venu` in `venu:acl`."""
    names = (match[2] for match in _TERM.finditer(typed) if match[2])
    return tuple(dict.fromkeys(name for name in names if name not in _FILTERS and name not in ("http", "https")))


def filter_names() -> tuple[str, ...]:
    """The names of all filters."""
    return tuple(sorted(filter(None, _FILTERS)))


def _has_words(document: Document, paper: Paper, wanted: str) -> bool:
    texts = (paper.title, *paper.authors, paper.venue or "", *paper.tags, *paper.section, *paper.group, document.name)
    if any(wanted in fold(text) for text in texts):
        return True
    return any(wanted in fold(note.text) for note in paper.notes) or any(
        wanted in fold(link.url) for link in paper.links
    )


def _has_year(document: Document, paper: Paper, wanted: str) -> bool:
    match = _YEARS.fullmatch(wanted)
    if paper.year is None or not match:
        return False
    first, is_range, last = match.groups()
    if not is_range:
        return bool(first) and paper.year == int(first)
    return int(first or 0) <= paper.year <= int(last or 9999)


def _has_venue(document: Document, paper: Paper, wanted: str) -> bool:
    return paper.venue is not None and wanted in fold(f"{paper.venue} {venue_name(paper.venue)}")


def _has(document: Document, paper: Paper, wanted: str) -> bool:
    if wanted == "notes":
        return bool(paper.notes)
    if wanted == "code":
        return any(link.kind is LinkKind.CODE for link in paper.links)
    return any(link.kind == wanted for link in paper.links)


_FILTERS: dict[str, Callable[[Document, Paper, str], bool]] = {
    "": _has_words,
    "year": _has_year,
    "has": _has,
    "kind": lambda document, paper, wanted: paper.kind == wanted,
    "venue": _has_venue,
    "topic": lambda document, paper, wanted: any(wanted in fold(text) for text in (*paper.section, *paper.group)),
    "tag": lambda document, paper, wanted: any(wanted == fold(tag) for tag in paper.tags),
    "author": lambda document, paper, wanted: any(wanted in fold(author) for author in paper.authors),
    "file": lambda document, paper, wanted: wanted in fold(document.name),
}

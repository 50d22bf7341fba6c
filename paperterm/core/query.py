"""Turning what the reader typed into a Query, and telling which entries it holds for.

Lives here: the little language of filters and words, and which texts of an entry are searched. `Query.holds_for` is the
plain truth that an index must agree with.
Must not: read files or remember anything. Every string is a valid query, because it is parsed at every keystroke
and half-typed filters must not flash errors: what is no filter is a word, and a filter without a value no condition.

| typed | holds for an entry |
| --- | --- |
| `contrastive learn` | with both, in any order; the end of each may be missing, in titles its beginning too |
| `"few shot"` | with these words side by side, whole |
| `+` | with this sign in its title |
| `year:2021` `year:2020-2023` `year:2020..` `year:-2019` `year:202` `year:none` | of these years |
| `venue:ACL` `topic:…` `tag:…` `author:…` `file:…` `kind:repo` `has:code` | as its name says |
| `is:unread` `is:reading` `is:read` `is:bookmarked` | by what the reader said of it, else the notes |
| `venue:acl,emnlp` | with any of the values |
| `-survey` `-kind:repo` | without it |

A typed word is searched as `words` puts it, token after token, within one text: a title, a note, a link's address.
Full-width forms count as their plain forms, curly quotes as straight ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from paperterm.core.marks import all_tags, is_bookmarked, status_of
from paperterm.core.model import LinkKind, Paper, Status
from paperterm.core.targets import pdf_url
from paperterm.core.text import fold
from paperterm.core.venue import venue_name
from paperterm.core.words import BETWEEN, words, words_of_all

_PLAIN_FORMS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x201C: '"', 0x201D: '"'}
_TERM = re.compile(
    r'(?P<sign>-?)(?:(?P<name>[A-Za-z]+):(?P<value>(?:"[^"]*"?|[^\s"])*)|"(?P<exact>[^"]*)(?P<closed>"?)|(?P<word>\S+))'
)
_VALUE = re.compile(r'(?:"[^"]*"?|[^,"])+')
_YEARS = re.compile(r"(\d{1,4})?(?:(-|–|\.\.?)(\d{1,4})?)?")
_LAST_YEAR = 9999


class Term(NamedTuple):
    """One condition.

    `name` is a filter's name, or empty for words. A filter has `values`, at least one, folded, any of which will do.
    For words `normal` is the normal form of what was typed, or empty where that has neither letter nor digit;
    `typed` is what was typed, folded, and never empty. `start` and `end` tell where in the whole it was typed.
    """

    name: str
    typed: str
    normal: str = ""
    values: tuple[str, ...] = ()
    is_exact: bool = False
    is_excluded: bool = False
    start: int = 0
    end: int = 0

    @property
    def tokens(self) -> tuple[str, ...]:
        """The tokens that must follow each other in a text."""
        return tuple(self.normal.split())

    @property
    def is_prefix(self) -> bool:
        """Whether the last token may be but the beginning of one."""
        return not self.is_exact

    @property
    def needle(self) -> str:
        """What must occur in the normal form of a text between two blanks."""
        return f" {self.normal} " if self.is_exact else f" {self.normal}"

    def is_in_title(self, title: str) -> bool:
        """Whether a title, as written, holds the words, `is_excluded` aside."""
        if not self.normal:
            return self.typed in fold(title)
        normal = words(title)
        return self.needle in f" {normal} " if self.is_exact else self.normal in normal

    def is_in(self, name: str, paper: Paper, text: str = "") -> bool:
        """Whether it holds for `paper` of the document `name` with that `text`, `is_excluded` aside."""
        known = self.without_reading(name, paper)
        return self.needle in _searched(name, paper, text) if known is None else known

    def without_reading(self, name: str, paper: Paper) -> bool | None:
        """Whether it holds, if that can be told without the texts that take long to put into their normal form."""
        if self.name:
            return any(_FILTERS[self.name](name, paper, value) for value in self.values)
        return True if self.is_in_title(paper.title) else None if self.normal else False


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions that must all hold; no terms hold for everything. `typed` is what was typed, in plain forms."""

    terms: tuple[Term, ...] = ()
    typed: str = ""

    def holds_for(self, name: str, paper: Paper, text: str = "") -> bool:
        """Whether `paper` of the document `name` meets every term.

        `text` is the document's; without it, what the entry says beside its notes, links and fields is not searched.
        """
        told = [(term, term.without_reading(name, paper)) for term in self.terms]
        if any(known is term.is_excluded for term, known in told):
            return False
        left = [term for term, known in told if known is None]
        searched = _searched(name, paper, text) if left else ""
        return all((term.needle in searched) != term.is_excluded for term in left)

    @property
    def wanted_words(self) -> tuple[Term, ...]:
        """The words that an entry must hold, which are those that can be shown where they stand."""
        return tuple(term for term in self.terms if not term.name and not term.is_excluded)


def parse_query(typed: str) -> Query:
    """The query that `typed` means; unknown `name:` prefixes are taken as words."""
    plain = typed.translate(_PLAIN_FORMS)
    return Query(tuple(term for match in _TERM.finditer(plain) for term in _terms(match)), plain)


def _terms(match: re.Match[str]) -> Iterator[Term]:
    """The term that a part of the typed text means, if it is any."""
    is_excluded, (start, end) = bool(match["sign"]), match.span()
    name, value = (match["name"] or "").lower(), match["value"] or ""
    if name in _FILTERS and (name != "year" or _are_years(value)):
        values = tuple(filter(None, (fold(part.replace('"', "")) for part in _VALUE.findall(value))))
        if values:
            yield Term(name, fold(value), values=values, is_excluded=is_excluded, start=start, end=end)
        return
    typed, is_exact = _words_typed(match)
    if fold(typed).strip('-"'):
        yield Term("", fold(typed), words(typed), (), is_exact, is_excluded, start, end)


def _words_typed(match: re.Match[str]) -> tuple[str, bool]:
    """What is to be found, and whether just so; quotes are not until they are closed."""
    if match["exact"] is not None:
        return match["exact"], bool(match["closed"])
    if match["word"] is not None:
        return match["word"], False
    value = match["value"]
    return f"{match['name']}:{value}".replace('"', ""), len(value) > 1 and value[0] == value[-1] == '"'


def _are_years(value: str) -> bool:
    return all(year_range(fold(part.replace('"', ""))) for part in _VALUE.findall(value))


def unknown_filters(typed: str) -> tuple[str, ...]:
    """The names in `typed` that look like filters and are none, such as `venu` in `venu:acl`."""
    names = (match["name"] for match in _TERM.finditer(typed.translate(_PLAIN_FORMS)) if match["name"])
    return tuple(
        dict.fromkeys(name for name in names if name.lower() not in _FILTERS and name not in ("http", "https"))
    )


def filter_names() -> tuple[str, ...]:
    """The names of all filters."""
    return tuple(sorted(_FILTERS))


def fts_phrase(term: Term) -> str:
    """The words of `term` as an expression of SQLite's FTS5, for a table of normal forms with tokenize='ascii'.

    Only for terms with a normal form. Tokens hold no ASCII punctuation, so that nothing typed can be a syntax error.
    """
    return f'"{term.normal}"' + "*" * term.is_prefix


# The texts that are searched


def head_parts(paper: Paper) -> tuple[str, ...]:
    """What identifies the entry: title, authors, venue (as written and by its one name), year, tags, place."""
    venue = paper.venue or ""
    normal = venue_name(venue) if venue else ""
    year = str(paper.year) if paper.year is not None else ""
    parts = (
        *(paper.title, *paper.authors, venue, "" if normal == venue else normal, year),
        *(*paper.tags, *paper.section, *paper.group),
    )
    return tuple(filter(None, parts))


def note_parts(paper: Paper, text: str = "") -> tuple[str, ...]:
    """Notes, what else the entry holds (as Markdown, given its document's `text`), and the values of its fields."""
    parts = (
        *(note.text for note in paper.notes),
        *(span.of(text) for span in paper.rest),
        *(field.value for field in paper.fields),
    )
    return tuple(filter(None, parts))


def link_parts(name: str, paper: Paper) -> tuple[str, ...]:
    """Labels and addresses of the entry's links, and the name of its document."""
    return tuple(filter(None, (*(part for link in paper.links for part in (link.label, link.url)), name)))


def head_words(paper: Paper) -> str:
    """The normal form of `head_parts`, to be searched and indexed; no phrase occurs across two parts."""
    return words_of_all(head_parts(paper))


def body_words(name: str, paper: Paper, text: str = "") -> str:
    """The normal form of `note_parts` and `link_parts`, to be searched and indexed; no phrase occurs across two."""
    return words_of_all((*note_parts(paper, text), *link_parts(name, paper)))


def _searched(name: str, paper: Paper, text: str) -> str:
    return f" {head_words(paper)}{BETWEEN}{body_words(name, paper, text)} "


# The filters


def year_range(value: str) -> tuple[int, int] | None:
    """The first and the last year meant by a value of `year:`, else None; (0, 0), which no entry has, for `none`.

    A year half typed means all that begin so: `202` the 2020s.
    """
    if value and "none".startswith(value):
        return 0, 0
    match = _YEARS.fullmatch(value)
    if not value or not match:
        return None
    first, sign, last = match.groups()
    if not sign:
        last = first
    elif not first and not last:
        return 1, _LAST_YEAR
    return max(int(first.ljust(4, "0")), 1) if first else 1, int(last.ljust(4, "9")) if last else _LAST_YEAR


def _has_year(name: str, paper: Paper, wanted: str) -> bool:
    first, last = year_range(wanted) or (0, 0)
    return first <= (paper.year or 0) <= last


@lru_cache(maxsize=4096)
def is_venue(venue: str, wanted: str) -> bool:
    """Whether `wanted` begins at a word of `venue`, as written or by its one name, or is another name of it."""
    normal = venue_name(venue)
    token = words(wanted)
    if token and f" {token}" in f" {words(venue)}{BETWEEN}{words(normal)}":
        return True
    return fold(venue_name(wanted)) == fold(normal)


def _has(name: str, paper: Paper, wanted: str) -> bool:
    return any(_CONTENTS[content](paper) for content in meant_contents(wanted))


def _is(name: str, paper: Paper, wanted: str) -> bool:
    meant = meant_states(wanted)
    return status_of(paper) in meant or (BOOKMARKED in meant and is_bookmarked(paper))


def _meant(wanted: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """The value that was typed, or all those of which the beginning was."""
    return (wanted,) if wanted in values else tuple(value for value in values if value.startswith(wanted))


def _has_link(kind: LinkKind) -> Callable[[Paper], bool]:
    return lambda paper: any(link.kind is kind for link in paper.links)


def contents(paper: Paper) -> tuple[str, ...]:
    """What `has:` may ask for and `paper` has."""
    kinds = {link.kind for link in paper.links}
    linked = [str(kind) for kind in LinkKind if kind in kinds] if kinds else []
    return (*linked, *(name for name, is_there in _OTHER_CONTENTS.items() if is_there(paper)))


def meant_contents(wanted: str) -> tuple[str, ...]:
    """What a value of `has:` asks for, any of which will do."""
    return _meant(wanted, tuple(_CONTENTS))


def meant_states(wanted: str) -> tuple[str, ...]:
    """The reading states that a value of `is:` asks for, any of which will do."""
    return _meant(wanted, _STATES)


BOOKMARKED = "bookmarked"
_STATES = (*map(str, Status), BOOKMARKED)
_OTHER_CONTENTS: dict[str, Callable[[Paper], bool]] = {
    "notes": lambda paper: bool(paper.notes),
    "links": lambda paper: bool(paper.links),
    "authors": lambda paper: bool(paper.authors),
    "tags": lambda paper: bool(paper.tags),
    "venue": lambda paper: bool(paper.venue),
    "year": lambda paper: paper.year is not None,
    "pdf": lambda paper: pdf_url(paper) is not None,
}
_CONTENTS = {**{str(kind): _has_link(kind) for kind in LinkKind}, **_OTHER_CONTENTS}

_FILTERS: dict[str, Callable[[str, Paper, str], bool]] = {
    "year": _has_year,
    "has": _has,
    "is": _is,
    "kind": lambda name, paper, wanted: paper.kind.startswith(wanted),
    "venue": lambda name, paper, wanted: paper.venue is not None and is_venue(paper.venue, wanted),
    "topic": lambda name, paper, wanted: any(wanted in fold(text) for text in (*paper.section, *paper.group)),
    "tag": lambda name, paper, wanted: any(wanted == fold(tag) for tag in all_tags(paper)),
    "author": lambda name, paper, wanted: any(wanted in fold(author) for author in paper.authors),
    "file": lambda name, paper, wanted: wanted in fold(name),
}

"""The headings of a document, the groups below them, and what both say about the entries under them.

Lives here: the stack of headings while a document is walked; section, group, topic, year and region of a place in it.
Must not: read entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paperterm.core.model import Heading, Kind, Span
from paperterm.core.parse import vocabulary
from paperterm.core.parse.fields import (
    clean_title,
    is_year_heading,
    published,
    strip_icons,
    word_count,
    year_of_heading,
)

GROUP_LEVEL = 7
_SOCIETIES = ("IEEE ", "ACM ", "USENIX ", "International Conference ")
_DATED_ACRONYM = re.compile(r"([A-Z]{2,}[A-Za-z]{0,6})[ -]?(?:['’]\d\d|(?:19|20)\d\d)")
_FEW_WORDS = 3


class Outline:
    """Headings and groups in document order; the stack holds the ones that are open."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.regions: dict[int | None, tuple[Kind | None, bool]] = {}
        self.listing: dict[int | None, bool] = {}
        self._open: list[int] = []

    @property
    def current(self) -> int | None:
        """The innermost open heading or group."""
        return self._open[-1] if self._open else None

    @property
    def depth(self) -> int:
        """The level of the innermost open heading or group, 0 for none."""
        return self.headings[self._open[-1]].level if self._open else 0

    @property
    def is_title_open(self) -> bool:
        """Whether nothing but the first heading, of level 1, is open."""
        return self._open == [0] and self.headings[0].level == 1

    def enter(self, text: str, level: int, span: Span, *, is_group: bool = False) -> int:
        """Open a heading of `level`, closing all that it ends."""
        self.close(level)
        self.headings.append(Heading(text, level, span, self.current, is_group))
        self._open.append(len(self.headings) - 1)
        return self._open[-1]

    def close(self, level: int) -> None:
        """Close every open heading and group of `level` or deeper."""
        while self._open and self.headings[self._open[-1]].level >= level:
            self._open.pop()

    def chain(self, index: int | None) -> Iterator[Heading]:
        """The heading at `index` and the ones it stands under, innermost first."""
        while index is not None:
            yield self.headings[index]
            index = self.headings[index].parent


@dataclass(frozen=True, slots=True)
class Place:
    """What the headings above an entry say of it."""

    section: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    topic: str | None = None
    year: int | None = None
    venue: str | None = None


class Places:
    """What the finished outline says about the entries under each of its headings; `title` is the document's."""

    def __init__(self, outline: Outline, title: Heading | None) -> None:
        self._outline = outline
        self._title = title
        self._known: dict[int | None, Place] = {}

    def at(self, index: int | None) -> Place:
        """The place under the heading at `index`."""
        if index not in self._known:
            self._known[index] = self._place(list(self._outline.chain(index)))
        return self._known[index]

    def _place(self, chain: Sequence[Heading]) -> Place:
        """Section and group outermost first; topic and year from the innermost heading that has one."""
        outer = [head for head in reversed(chain) if head.text]
        section = tuple(head.text for head in outer if not head.is_group and head is not self._title)
        group = tuple(head.text for head in outer if head.is_group)
        topics = (head.text for head in chain if head is not self._title and _is_topic(head.text))
        named = [*chain, self._title] if self._title and self._title not in chain else chain
        years = (year for head in named if head and (year := year_of_heading(head.text)) is not None)
        heads = (head for head in chain if head is not self._title)
        venues = (venue for head in heads if (venue := _venue(head.text) or self._venue_beside(head)))
        return Place(section, group, next(topics, None), next(years, None), next(venues, None))

    def _venue_beside(self, head: Heading) -> str | None:
        """The venue nobody has heard of that a heading names beside ones that name known venues: `ACMM 2022`."""
        match = _DATED_ACRONYM.fullmatch(head.text)
        if match is None:
            return None
        beside = [other for other in self._outline.headings if (other.parent, other.level) == (head.parent, head.level)]
        return match[1] if sum(_venue(other.text) is not None for other in beside) > 1 else None


def _venue(text: str) -> str | None:
    """The venue that a heading is nothing but the name of (`CVPR 2020`, `NeurIPS`, `IEEE Folding 2020`)."""
    found = published(text) if len(text) < 60 else None
    if not found or not found.whole or not found.venue:
        return None
    if found.venue not in vocabulary.VENUES:
        return found.venue if found.year is not None and found.venue.startswith(_SOCIETIES) else None
    return found.venue if found.year is not None or found.venue not in vocabulary.TOPICS_TOO else None


def _is_topic(text: str) -> bool:
    return bool(text) and not is_year_heading(text) and not vocabulary.kind_word(text)


def document_title(headings: Sequence[Heading]) -> Heading | None:
    """The file's only level-1 heading, if it is no kind word but a list's and stands before the others."""
    first = [head for head in headings if head.level == 1]
    if len(first) != 1 or is_year_heading(first[0].text):
        return None
    if vocabulary.kind_word(first[0].text) and not vocabulary.names_list(first[0].text):
        return None
    if any(head.level == 2 for head in headings[: headings.index(first[0])]):
        return None
    return first[0]


def heading_text(plain: str) -> str:
    """A heading as shown: no icons, no `#` links, no trailing colon; its number stays."""
    return clean_title(plain.replace("¶", " ")) or " ".join(strip_icons(plain).split())


def region_of(outline: Outline) -> tuple[Kind | None, bool]:
    """The kind of entries the open headings announce, and whether the innermost one announces no list at all."""
    known = outline.regions.get(outline.current)
    if known is None:
        first = outline.headings[0] if outline.headings else None
        known = outline.regions[outline.current] = _region(list(outline.chain(outline.current)), first)
    return known


def _region(chain: Sequence[Heading], first: Heading | None) -> tuple[Kind | None, bool]:
    told = next((head for head in chain if not head.is_group or is_year_heading(head.text)), None)
    if any(vocabulary.is_no_list(head.text) for head in chain if head is told or head is chain[0] or head.is_group):
        return None, True
    if any(vocabulary.is_about(head.text) for head in chain):
        return None, True
    for head in chain:
        kind = None if is_year_heading(head.text) else vocabulary.region_kind(head.text)
        is_short = head is not first and word_count(head.text) <= _FEW_WORDS
        is_title = head.level == 1 and head.parent is None and not (is_short or vocabulary.kind_word(head.text))
        if kind and (not is_title or (kind is Kind.PAPER and head is chain[0])):
            return kind, False
    return None, False


def says_papers(outline: Outline) -> bool:
    """Whether the innermost heading that announces entries says `Papers`, `Books` or the like and nothing else."""
    known = outline.listing.get(outline.current)
    if known is None:
        kinds = (head.text for head in outline.chain(outline.current) if vocabulary.region_kind(head.text))
        said = next(kinds, "")
        known = vocabulary.kind_word(said) is Kind.PAPER or vocabulary.says_books(said)
        outline.listing[outline.current] = known
    return known

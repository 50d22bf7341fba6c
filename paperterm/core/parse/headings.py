"""The headings of a document, the groups below them, and what both say about the entries under them.

Lives here: the stack of headings while a document is walked; section, group, topic, year and region of a place in it.
Must not: read entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paperterm.core.model import Heading, Kind, Span
from paperterm.core.parse import vocabulary
from paperterm.core.parse.fields import clean_title, is_year_heading, strip_icons, year_of_heading

GROUP_LEVEL = 7


class Outline:
    """Headings and groups in document order; the stack holds the ones that are open."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self._open: list[int] = []

    @property
    def current(self) -> int | None:
        """The innermost open heading or group."""
        return self._open[-1] if self._open else None

    @property
    def depth(self) -> int:
        """The level of the innermost open heading or group, 0 for none."""
        return self.headings[self._open[-1]].level if self._open else 0

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


class Places:
    """What the finished outline says about each of its headings; `title` is the one that is the document's."""

    def __init__(self, outline: Outline, title: Heading | None, fallback: str | None) -> None:
        self._outline = outline
        self._title = title
        self._fallback = fallback

    def section(self, index: int | None) -> tuple[str, ...]:
        """Heading texts, outermost first, without the document's title."""
        chain = [head for head in self._outline.chain(index) if not head.is_group and head is not self._title]
        return tuple(head.text for head in reversed(chain) if head.text)

    def group(self, index: int | None) -> tuple[str, ...]:
        """The texts of bold lines and bullets that act as headings, outermost first."""
        return tuple(head.text for head in reversed([*self._outline.chain(index)]) if head.is_group)

    def topic(self, index: int | None) -> str | None:
        """The innermost heading or group that names neither a year nor a kind."""
        for head in self._outline.chain(index):
            if head is not self._title and not is_year_heading(head.text) and not vocabulary.kind_word(head.text):
                return head.text or None
        return None

    def year(self, index: int | None) -> int | None:
        """The year that the nearest heading with one states, else the document's title."""
        for head in self._outline.chain(index):
            year = year_of_heading(head.text)
            if year is not None:
                return year
        texts = [self._title.text] if self._title else [self._fallback or ""]
        return year_of_heading(texts[0])


def document_title(headings: Sequence[Heading]) -> Heading | None:
    """The file's only level-1 heading, if it is no kind word and stands before the others."""
    first = [head for head in headings if head.level == 1]
    if len(first) != 1 or vocabulary.kind_word(first[0].text) or is_year_heading(first[0].text):
        return None
    return first[0]


def heading_text(plain: str) -> str:
    """A heading as shown: no icons, no `#` links, no trailing colon; its number stays."""
    return clean_title(plain.replace("¶", " ")) or " ".join(strip_icons(plain).split())


def region_of(outline: Outline) -> tuple[Kind | None, bool]:
    """The kind of entries the open headings announce, and whether the innermost one announces no list at all."""
    kind: Kind | None = None
    for number, head in enumerate(outline.chain(outline.current)):
        if number == 0 and vocabulary.is_no_list(head.text):
            return None, True
        kind = None if is_year_heading(head.text) else vocabulary.region_kind(head.text)
        if head.level == 1 and head.parent is None and kind is not Kind.PAPER and not vocabulary.kind_word(head.text):
            kind = None
        if kind:
            break
    return kind, False

"""The block structure of a document, every character of it traceable to the source.

Lives here: blocks (headings, paragraphs, lists, tables …) as a tree, and the mapping of their text to offsets of the
unmodified source. Must not: know what a paper, a title or a link is.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import ClassVar, NamedTuple

from paperterm.core.model import Span

BULLET = -1
"""The `level` of lists and items without numbers."""

_CELL_END = re.compile(r"(?<!\\)\|")


class Choice:
    """One of a few names, as a member of an Enum is: its subclasses declare theirs.

    No Enum, because Python 3.11 takes a function call for each look at a member, and to read one entry takes hundreds.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __init_subclass__(cls) -> None:
        for name in cls.__annotations__:
            setattr(cls, name, cls(name))

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


class BlockKind(Choice):
    """What a block is; SUMMARY and CLOSE are the caption and the end of a collapsible part."""

    HEADING: ClassVar[BlockKind]
    PARAGRAPH: ClassVar[BlockKind]
    LIST: ClassVar[BlockKind]
    ITEM: ClassVar[BlockKind]
    TABLE: ClassVar[BlockKind]
    ROW: ClassVar[BlockKind]
    QUOTE: ClassVar[BlockKind]
    CODE: ClassVar[BlockKind]
    HTML: ClassVar[BlockKind]
    RULE: ClassVar[BlockKind]
    SUMMARY: ClassVar[BlockKind]
    CLOSE: ClassVar[BlockKind]


class Prose(NamedTuple):
    """Raw inline content and where each of its lines starts in the source.

    `origins` are pairs (position in `text`, offset in the source), ascending in both.
    """

    text: str = ""
    origins: Sequence[tuple[int, int]] = ()

    def source(self, position: int) -> int:
        """The offset in the source of the character at `position` of the text."""
        origins = self.origins
        if len(origins) == 1:
            return origins[0][1] + position - origins[0][0]
        at = max(bisect_right(origins, (position, sys.maxsize)) - 1, 0)
        return origins[at][1] + position - origins[at][0]

    def span(self, start: int, end: int) -> Span:
        """The source span of `text[start:end]`."""
        if len(self.origins) == 1:
            position, offset = self.origins[0]
            shift = offset - position
            return Span(start + shift, max(start, end) + shift)
        first = self.source(start)
        return Span(first, max(first, self.source(end - 1) + 1 if end > start else first))

    def slice(self, start: int, end: int) -> Prose:
        """The prose of `text[start:end]`."""
        first = bisect_right(self.origins, start, key=lambda pair: pair[0])
        after = bisect_left(self.origins, end, key=lambda pair: pair[0])
        inner = [(pos - start, offset) for pos, offset in self.origins[first:after]]
        return Prose(self.text[start:end], [(0, self.source(start)), *inner])


def prose_at(text: str, offset: int) -> Prose:
    """The prose of one line that starts at source offset `offset`; there are thousands of them."""
    return tuple.__new__(Prose, (text, ((0, offset),)))


EMPTY_PROSE = Prose("", ((0, 0),))


@dataclass(slots=True)
class Block:
    """One block. `start` and `end` are source offsets, without the line break at the end.

    `level` is a heading's 1..6, a list's first number or BULLET, an item's own number or BULLET.
    `cells` are a row's; the first row of a table is its header when `level` of the table is 1.
    """

    kind: BlockKind
    start: int
    end: int
    prose: Prose = EMPTY_PROSE
    level: int = 0
    children: list[Block] = field(default_factory=list)
    cells: list[Prose] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """The source span of the block."""
        return Span(self.start, max(self.start, self.end))

    def head(self) -> Block | None:
        """The paragraph (or heading) an item, or another block with children, starts with."""
        if self.children and self.children[0].kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            return self.children[0]
        return None


class View:
    """Lines of the source as Markdown is to see them: parts may be hidden, indentation removed.

    Always true: line `i` of `lines` is, hidden characters aside, the source from offset `offsets[i]` on.
    """

    __slots__ = ("_positions", "lines", "offsets")

    def __init__(self, lines: list[str], offsets: list[int]) -> None:
        self.lines = lines
        self.offsets = offsets
        self._positions: list[int] = []

    @property
    def text(self) -> str:
        """What the Markdown parser gets."""
        return "\n".join(self.lines)

    def source(self, position: int) -> int:
        """The source offset of the character at `position` of `text`."""
        if not self._positions:
            lengths = (len(line) + 1 for line in self.lines)
            self._positions = list(accumulate(lengths, initial=0))[:-1]
        line = max(bisect_right(self._positions, position) - 1, 0)
        return self.offsets[line] + min(position - self._positions[line], len(self.lines[line]))

    def last_filled(self, first: int, after: int) -> int:
        """The last line in first..after that is not blank, or `first`."""
        last = min(after, len(self.lines)) - 1
        while last > first and not self.lines[last].strip():
            last -= 1
        return last

    def bounds(self, first: int, after: int) -> tuple[int, int]:
        """Source offsets of the text on the lines first..after, outer blanks aside."""
        if first >= len(self.lines):
            end = self.offsets[-1] + len(self.lines[-1]) if self.lines else 0
            return end, end
        last = first if after == first + 1 else self.last_filled(first, after)
        line = self.lines[first]
        start = self.offsets[first] + len(line) - len(line.lstrip())
        end = self.offsets[last] + len(self.lines[last].rstrip())
        return start, end if end > start else start

    def prose(self, content: str, first: int) -> Prose:
        """`content`, found line by line from line `first` on, with its origins."""
        if "\n" not in content:
            return prose_at(content, self._found(content, first))
        origins, position = [], 0
        for number, line in enumerate(content.split("\n"), first):
            origins.append((position, self._found(line, number)))
            position += len(line) + 1
        return Prose(content, origins)

    def part(self, content: str, first: int) -> View:
        """The view on `content`, which starts on line `first`."""
        lines = content.split("\n")
        return View(lines, [self._found(line, number) for number, line in enumerate(lines, first)])

    def _found(self, content: str, number: int) -> int:
        if number >= len(self.lines):
            return self.offsets[-1] + len(self.lines[-1]) if self.lines else 0
        line = self.lines[number]
        if line.endswith(content):
            return self.offsets[number] + len(line) - len(content)
        at = line.find(content)
        return self.offsets[number] + (at if at >= 0 else len(line) - len(line.lstrip()))


def row_cells(line: str, offset: int) -> list[Prose]:
    """The cells of a pipe table's row that starts at source offset `offset`."""
    body = line.lstrip(" \t>")
    offset += len(line) - len(body)
    body = body.rstrip()
    if body.startswith("|"):
        body, offset = body[1:], offset + 1
    if body.endswith("|") and not body.endswith("\\|"):
        body = body[:-1]
    cells, start = [], 0
    for end in [*(match.start() for match in _CELL_END.finditer(body)), len(body)]:
        cell = body[start:end]
        lead = len(cell) - len(cell.lstrip())
        cells.append(prose_at(cell.strip(), offset + start + lead))
        start = end + 1
    return cells


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    """All of `blocks` and what is in them, in document order."""
    pending = list(reversed(blocks))
    while pending:
        block = pending.pop()
        yield block
        pending.extend(reversed(block.children))

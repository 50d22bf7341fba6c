"""Finding text in lines, across their soft wraps.

Lives here: comparing as `core.text.fold` does, and telling where in the lines that is.
Must not: know what the lines show.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from paperterm.core.render.lines import Line
from paperterm.core.text import fold

Place = tuple[int, int, int]
"""Index of a line, and the half-open range of characters of its `text`."""


def places(lines: Sequence[Line], wanted: str) -> Iterator[tuple[Place, ...]]:
    """Where `wanted` stands in `lines`, without overlap: each time one place for every line that holds a part of it."""
    folded = fold(wanted)
    if not folded:
        return
    for first, last in _paragraphs(lines):
        yield from _places_in(lines, first, last, folded)


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The ranges of lines that belong together."""
    first = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or lines[index].joint is None:
            yield first, index
            first = index


def _places_in(lines: Sequence[Line], first: int, last: int, folded: str) -> Iterator[tuple[Place, ...]]:
    text, starts = _unwrapped(lines, first, last)
    if folded not in fold(text):
        return
    plain, origins = _folded(text)
    at = plain.find(folded)
    while at >= 0:
        end = at + len(folded)
        start, stop = origins[at], origins[end - 1] + 1
        yield tuple(_split(lines, starts, first, start, _with_marks(text, stop)))
        at = plain.find(folded, end)


def _unwrapped(lines: Sequence[Line], first: int, last: int) -> tuple[str, list[int]]:
    """The text of some lines as one, and where in it each line's own text starts."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for line in lines[first:last]:
        joint = line.joint or ""
        lead = "" if starts else line.text[: line.lead]
        parts += [joint if starts else "", lead + line.body]
        length += len(parts[-2])
        starts.append(length)
        length += len(parts[-1])
    return "".join(parts), starts


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """`text` folded but for blanks at its ends, and for each character the place in `text` it comes from."""
    if text.isascii() and "  " not in text:
        return text.lower(), range(len(text))
    chars: list[str] = []
    origins: list[int] = []
    for at, char in enumerate(text):
        for plain in _folded_char(char):
            if plain != " " or not chars or chars[-1] != " ":
                chars.append(plain)
                origins.append(at)
    return "".join(chars), origins


@lru_cache(maxsize=4096)
def _folded_char(char: str) -> str:
    plain = unicodedata.normalize("NFKD", char).casefold()
    return "".join(" " if part.isspace() else part for part in plain if not unicodedata.combining(part))


def _with_marks(text: str, stop: int) -> int:
    """`stop`, behind the combining marks that belong to the character before it."""
    while stop < len(text) and unicodedata.combining(text[stop]):
        stop += 1
    return stop


def _split(lines: Sequence[Line], starts: Sequence[int], first: int, start: int, stop: int) -> Iterator[Place]:
    """The places of the characters from `start` to `stop` of the unwrapped text."""
    number = bisect_right(starts, start) - 1
    while number < len(starts) and starts[number] < stop:
        line = lines[first + number]
        shift = starts[number] - (line.lead if number else 0)
        begin, end = max(start, starts[number]) - shift, min(stop - shift, len(line.text))
        if begin < end:
            yield first + number, begin, end
        number += 1

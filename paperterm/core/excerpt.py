"""A line with marked ranges, cut to the cells there are for it, so that a mark is seen.

Lives here: text as runs, each marked or not, every run safe to show.
Must not: know what is marked, or style it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paperterm.core.cells import cell_width, shortened
from paperterm.core.text import safe

Run = tuple[str, bool]
"""Text that is safe to show, and whether it is marked."""


def runs(text: str, ranges: Iterable[tuple[int, int]]) -> list[Run]:
    """`text` as runs; `ranges` are its marked ones, ascending and apart."""
    made: list[Run] = []
    at = 0
    for start, end in ranges:
        made += [(safe(text[at:start]), False), (safe(text[start:end]), True)]
        at = end
    made.append((safe(text[at:]), False))
    return [run for run in made if run[0]]


def width_of(line: Iterable[Run]) -> int:
    """How many cells the runs fill."""
    return sum(cell_width(text) for text, _ in line)


def cut(line: Sequence[Run], width: int) -> list[Run]:
    """As much of the beginning as fits into `width` cells, with … where something is missing."""
    if width_of(line) <= width:
        return list(line)
    kept: list[Run] = []
    room = width - 1
    for text, is_marked in line:
        if cell_width(text) > room:
            kept.append((shortened(text, room, mark=""), is_marked))
            break
        kept.append((text, is_marked))
        room -= cell_width(text)
    return [*kept, ("…", False)] if width > 0 else []


def excerpt(text: str, ranges: Sequence[tuple[int, int]], width: int) -> list[Run]:
    """`text` in at most `width` cells, from its beginning, or from a little before the first mark if that is far on."""
    start = _start(text, ranges[0], width) if ranges else 0
    if not start:
        return cut(runs(text, ranges), width)
    moved = [(first - start, end - start) for first, end in ranges]
    return cut([("…", False), *runs(text[start:], moved)], width)


def _start(text: str, mark: tuple[int, int], width: int) -> int:
    """Where to begin so that the mark is within `width` cells: at a word if one begins near."""
    first, end = mark
    if cell_width(safe(text[:end])) < width:
        return 0
    start = max(first - width // 3, 0)
    blank = text.find(" ", start, first)
    return blank + 1 if blank >= 0 else start

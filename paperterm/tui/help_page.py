"""The help as lines: what is needed first comes first, in as many columns as fit, a screen at a time.

Lives here: which keys are told together, and laying them out.
Must not: know Textual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from paperterm.core.cells import cell_width, shortened
from paperterm.core.render.lines import Line, Role, Run, shown
from paperterm.core.text import fold
from paperterm.tui.actions import COPIES, Keymap, joined_keys

_COLUMN, _GAP = 38, 2
_WIDEST_KEYS = 9

# What a first hour needs: actions that belong together, and what their first keys do.
_FIRST = (
    (("down", "up"), "next, previous row"),
    (("open_row", "to_tree"), "read the paper; back"),
    (("next_paper", "previous_paper"), "next, previous paper"),
    (("toggle_fold", "fold_all", "unfold_all"), "fold; fold, unfold all"),
    (("search",), "search the library"),
    (("filter",), "show only what matches"),
    (("find", "find_next", "find_previous"), "find here; next, previous"),
    (("order",), "group by year, topic …"),
    (("open_code", "open_paper", "links"), "open code, paper, any link"),
    (("copy_citation",), "copy the citation"),
    (("copy",), "copy something else"),
    (("read", "bookmark", "bookmarks"), "read; queue it; the queue"),
    (("edit",), "edit in your editor"),
    (("palette",), "find anything by its words"),
    (("settings",), "settings, also of keys"),
    (("back", "quit"), "back out; quit"),
)
_PAIRS = {
    ("down", "up"): "Next, previous row or line",
    ("half_down", "half_up"): "Half a page down, up",
    ("page_down", "page_up"): "A page down, up",
    ("first", "last"): "To the top, to the bottom",
    ("next_paper", "previous_paper"): "Next, previous paper",
    ("next_section", "previous_section"): "First paper of the next, of this section",
    ("fold_all", "unfold_all"): "Fold, unfold everything",
    ("notes_down", "notes_up"): "Scroll the notes from anywhere",
    ("scroll_left", "scroll_right"): "Scroll what is wide sideways",
    ("find_next", "find_previous"): "Next, previous place found",
    ("history_back", "history_forward"): "Back to before a jump, and forward",
    ("narrower", "wider"): "Narrower, wider tree",
}


@dataclass(frozen=True, slots=True)
class Row:
    """Some keys and what they do; without keys it is a heading, without either a blank line."""

    keys: str = ""
    says: str = ""


def rows(keymap: Keymap, typed: str = "") -> list[Row]:
    """Everything that has a key, by topic, what is needed first on top; with `typed` words what holds them all."""
    if words := fold(typed).split():
        found = [row for row in _everything(keymap) if row.keys and all(word in _told(row) for word in words)]
        return list(dict.fromkeys(found))
    return [*_block("Most of what is needed", _first(keymap)), *_everything(keymap)]


def _told(row: Row) -> str:
    return fold(f"{row.keys} {row.says}")


def _block(title: str, inside: Sequence[Row]) -> list[Row]:
    return [Row(says=title), *inside, Row()] if inside else []


def _first(keymap: Keymap) -> list[Row]:
    told = ((" ".join(filter(None, map(keymap.shown, names))), says) for names, says in _FIRST)
    return [Row(keys, says) for keys, says in told if keys]


def _everything(keymap: Keymap) -> Iterator[Row]:
    for topic, actions in groupby(keymap.actions, key=lambda action: action.topic):
        inside = list(_paired(keymap, [action.name for action in actions]))
        if topic == "Copy" and (prefix := keymap.shown("copy")):
            inside += [Row(f"{prefix} {letter}", f"Copy {says}") for letter, _, says in COPIES]
        yield from _block(topic, inside)


def _paired(keymap: Keymap, names: Sequence[str]) -> Iterator[Row]:
    seconds = {second for _, second in _PAIRS}
    for name in names:
        pair = next((pair for pair in _PAIRS if pair[0] == name), None)
        if pair is not None and all(map(keymap.keys, pair)):
            yield Row(joined_keys(keymap.keys(pair[0]) + keymap.keys(pair[1])), _PAIRS[pair])
        elif keymap.keys(name) and not (name in seconds and keymap.keys(_first_of(name))):
            yield Row(joined_keys(keymap.keys(name)), keymap.named(name).says)


def _first_of(second: str) -> str:
    return next(pair[0] for pair in _PAIRS if pair[1] == second)


# Laying out


@dataclass(frozen=True, slots=True)
class Cell:
    """A line of a column: keys and words, or a heading."""

    keys: str
    says: str
    is_heading: bool = False


def lines(told: Sequence[Row], width: int, height: int, most_columns: int) -> list[Line]:
    """The rows as lines of `width` cells, in columns: full screens of `height`, one below the other."""
    drawn = []
    for cells in pages(told, width, height, most_columns):
        room = column_width(width, len(cells)) + _GAP
        drawn.append(Line(tuple(run for cell in cells for run in _runs(cell, room))))
    return drawn


def _runs(cell: Cell, room: int) -> tuple[Run, Run, Run]:
    gap = max(room - cell_width(cell.keys) - cell_width(cell.says), 0)
    says = shown(cell.says, *((Role.HEADING,) if cell.is_heading else ()))
    return Run(cell.keys, (Role.KEY,)), says, Run(" " * gap)


def pages(told: Sequence[Row], width: int, height: int, most_columns: int) -> list[list[Cell]]:
    """Lines of cells, one for each column, each `column_width` wide: full screens of `height`, one below the other."""
    count = max(1, min(most_columns, width // _COLUMN))
    columns = _filled(told, column_width(width, count), max(height, 4))
    told_lines: list[list[Cell]] = []
    for first in range(0, len(columns), count):
        page = columns[first : first + count]
        is_last = first + count >= len(columns)
        tall = max(map(len, page)) if is_last else max(height, 4)
        page = [[*column, *[Cell("", "")] * (tall - len(column))] for column in page]
        told_lines += [list(line) for line in zip_longest(*page, fillvalue=Cell("", ""))]
    return told_lines


def column_width(width: int, count: int) -> int:
    """How wide each of `count` columns is."""
    return max((width - _GAP * (count - 1)) // count, 1)


def _key_widths(told: Sequence[Row]) -> Iterator[int]:
    """For each row how wide the keys beside and below it are, up to the next blank line."""
    for _, block in groupby(told, key=lambda row: row == Row()):
        inside = list(block)
        yield from [min(max(cell_width(row.keys) for row in inside), _WIDEST_KEYS)] * len(inside)


def _filled(told: Sequence[Row], width: int, height: int) -> list[list[Cell]]:
    columns: list[list[Cell]] = [[]]
    for at, (row, keys) in enumerate(zip(told, _key_widths(told), strict=True)):
        cells = _cells(row, keys, width)
        with_next = 2 if not row.keys and row.says and at + 1 < len(told) else 0
        if len(columns[-1]) + len(cells) + with_next > height:
            columns.append([])
        if row.keys or row.says or columns[-1]:
            columns[-1] += cells
    return columns


def _cells(row: Row, keys: int, width: int) -> list[Cell]:
    if not row.keys:
        return [Cell("", shortened(row.says, width), is_heading=True)]
    room = max(width - keys - 3, 8)
    says = list(_wrapped(row.says.split(), room))
    name = shortened(row.keys, max(width - 2, 1))
    if cell_width(name) > keys:
        return [Cell(f" {name}", ""), *(Cell(" " * (keys + 1), f"  {line}") for line in says)]
    padded = name + " " * (keys - cell_width(name))
    return [Cell(f" {padded if at == 0 else ' ' * keys}", f"  {line}") for at, line in enumerate(says)]


def _wrapped(words: Iterable[str], room: int) -> Iterator[str]:
    line = ""
    for word in words:
        if line and cell_width(line) + 1 + cell_width(word) > room:
            yield line
            line = ""
        line = shortened(f"{line} {word}" if line else word, room)
    yield line

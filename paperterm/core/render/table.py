"""Tables: columns as wide as they must be, or rows as lists of `column: value` where there is no room.

Must not: know how a cell's content is laid out (it is told).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from paperterm.core.cells import cell_width
from paperterm.core.render.lines import Line, Role, Run
from paperterm.core.render.tree import Block, Shape
from paperterm.core.render.wrap import wrap

LayOut = Callable[[Block, int], list[Line]]
Grid = list[list[Block]]
Drawn = list[list[list[Line]]]

_GAP = 2
_UNLIMITED = 100_000
# Words longer than this are broken, and if need be those longer than that; where that does not fit, rows become lists.
_LONGEST_WORDS = (12, 8)
_NARROWEST = 8
_MOST_COLUMNS = 200


def table_lines(table: Block, width: int, lay_out: LayOut) -> list[Line]:
    """The lines of `table`; every cell is in them."""
    before = [line for part in _strays(table) for line in lay_out(part, width)]
    grid = _grid(table)
    if not grid:
        return before
    drawn = [[lay_out(cell, _UNLIMITED) for cell in row] for row in grid]
    needs = [[max(map(_width_of, lines), default=0) for lines in row] for row in drawn]
    widths = _fitted([max(column) for column in zip(*needs, strict=True)], drawn, width + table.extra)
    if not widths:
        return before + _as_lists(grid, drawn, width, lay_out)
    for cells, lines, need in zip(grid, drawn, needs, strict=True):
        for column, room in enumerate(widths):
            if need[column] > room:
                lines[column] = lay_out(cells[column], room)
    return before + _as_columns(grid, drawn, widths)


def _strays(table: Block) -> Iterator[Block]:
    """What stands in a table but in none of its cells, such as a caption."""
    loose = [child for child in table.children if not (isinstance(child, Block) and child.shape is Shape.ROW)]
    if loose:
        yield Block(Shape.GROUP, loose)
    for row in _rows(table):
        outside = [child for child in row.children if not (isinstance(child, Block) and child.shape is Shape.CELL)]
        if outside:
            yield Block(Shape.GROUP, outside)


def _rows(table: Block) -> list[Block]:
    return [child for child in table.children if isinstance(child, Block) and child.shape is Shape.ROW]


def _grid(table: Block) -> Grid:
    """The cells by row and column, each spanning one where it starts and leaving the others it spans empty."""
    grid: Grid = []
    hanging: dict[int, int] = {}
    for row in _rows(table):
        cells: list[Block] = []
        for cell in row.children:
            if isinstance(cell, Block) and cell.shape is Shape.CELL:
                _fill_hanging(cells, hanging)
                _place(cell, cells, hanging)
        _fill_hanging(cells, hanging)
        grid.append(cells)
    columns = max(map(len, grid), default=0)
    return [cells + [_nothing() for _ in range(columns - len(cells))] for cells in grid if cells]


def _fill_hanging(cells: list[Block], hanging: dict[int, int]) -> None:
    while hanging.get(len(cells), 0) > 0:
        hanging[len(cells)] -= 1
        cells.append(_nothing())


def _place(cell: Block, cells: list[Block], hanging: dict[int, int]) -> None:
    columns, rows = cell.span if len(cells) < _MOST_COLUMNS else (1, 1)
    for number in range(columns):
        if rows > 1:
            hanging[len(cells)] = rows - 1
        cells.append(_nothing() if number else cell)


def _nothing() -> Block:
    return Block(Shape.CELL)


def _width_of(line: Line) -> int:
    return sum(cell_width(run.text) for run in line.runs)


def _fitted(natural: Sequence[int], drawn: Drawn, width: int) -> list[int] | None:
    """Widths for the columns that fit into `width` together, narrow ones as they are; None if there are none."""
    room = width - _GAP * (len(natural) - 1)
    if sum(natural) <= room:
        return list(natural)
    if len(natural) > _MOST_COLUMNS:
        return None
    columns = [*zip(*drawn, strict=True)]
    floors = (
        [max((_least(cell, most) for cell in column), default=0) for column in columns] for most in _LONGEST_WORDS
    )
    least = next((floor for floor in floors if sum(floor) <= room), None)
    if least is None:
        return None
    limit = bisect_right(range(width + 1), room, key=lambda limit: sum(_limited(natural, least, limit))) - 1
    widths = _limited(natural, least, limit)
    for column in range(len(widths)):
        if widths[column] < natural[column] and sum(widths) < room:
            widths[column] += 1
    return widths


def _limited(natural: Sequence[int], least: Sequence[int], limit: int) -> list[int]:
    return [min(need, max(floor, limit)) for need, floor in zip(natural, least, strict=True)]


def _least(cell: Sequence[Line], longest_word: int) -> int:
    """How narrow a cell may become."""
    return max((_least_of_word(word, longest_word) for line in cell for word in line.text.split()), default=0)


def _least_of_word(word: str, longest: int) -> int:
    return min(len(word), longest) if word.isascii() else min(cell_width(word), _NARROWEST)


def _as_columns(grid: Grid, blocks: Drawn, widths: Sequence[int]) -> list[Line]:
    is_airy = any(len(cell) > 1 for row in blocks for cell in row)
    lines: list[Line] = []
    for number, (row, cells) in enumerate(zip(grid, blocks, strict=True)):
        lines.extend(_row_lines(row, cells, widths))
        is_head = all(cell.is_header for cell in row if cell.children) and number == 0 and len(grid) > 1
        if is_head and any(cell.is_header for cell in row):
            lines.append(_underline(widths))
        elif is_airy and number + 1 < len(grid):
            lines.append(Line())
    return lines


def _row_lines(row: Sequence[Block], cells: Sequence[list[Line]], widths: Sequence[int]) -> Iterator[Line]:
    for number in range(max(map(len, cells), default=0) or 1):
        runs: list[Run] = []
        owed = 0
        for cell, lines, width in zip(row, cells, widths, strict=True):
            line = lines[number] if number < len(lines) else Line()
            spare = max(0, width - _width_of(line))
            left = _left_share(cell.align, spare) if len(lines) == 1 else 0
            if owed + left and line.runs:
                runs.append(Run(" " * (owed + left)))
            runs.extend(line.runs)
            owed = spare - left + _GAP if line.runs else owed + width + _GAP
        yield Line(tuple(runs))


def _left_share(align: str, spare: int) -> int:
    return spare if align == "right" else spare // 2 if align == "center" else 0


def _underline(widths: Sequence[int]) -> Line:
    text = (" " * _GAP).join("─" * width for width in widths)
    return Line((Run(text, (Role.RULE,)),), lead=len(text))


def _as_lists(grid: Grid, drawn: Drawn, width: int, lay_out: LayOut) -> list[Line]:
    """Each row as its cells, one below the other, each after the name of its column."""
    names = [" ".join(line.text for line in cell) for cell in drawn[0]]
    has_names = any(cell.is_header for cell in grid[0]) and len(grid) > 1
    lines: list[Line] = []
    for row in grid[1:] if has_names else grid:
        if lines:
            lines.append(Line())
        for name, cell in zip(names, row, strict=True):
            lines.extend(_named(name if has_names else "", lay_out(cell, width), width))
    return lines


def _named(name: str, lines: list[Line], width: int) -> list[Line]:
    if not lines or not name:
        return lines
    label = Run(f"{name}: ", (Role.LABEL,))
    first = lines[0]
    if _width_of(first) + cell_width(label.text) <= width:
        return [Line((label, *first.runs), first.joint), *lines[1:]]
    return [*wrap([Run(f"{name}:", (Role.LABEL,))], width), *lines]

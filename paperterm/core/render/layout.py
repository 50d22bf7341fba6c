"""The tree of blocks as lines of a given width.

Lives here: indents, gutters, bars and blank lines; one function for each shape of block.
Must not: know Markdown, HTML or papers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from paperterm.core.cells import cell_width
from paperterm.core.render.highlight import highlighted
from paperterm.core.render.lines import Line, Role, Run
from paperterm.core.render.table import table_lines
from paperterm.core.render.tree import ALIGNED, Block, Shape
from paperterm.core.render.wrap import Flow, wrap

EMPTY = Line()
_RULE = "─"
_BAR = "│ "
_LONGEST_RULE = 40
# An indent that would leave the text fewer cells than this is not drawn.
_NARROWEST = 12
# These stand apart from their neighbours by a blank line.
_APART = frozenset((Shape.HEADING, Shape.QUOTE, Shape.CODE, Shape.FORMULA, Shape.RULE, Shape.DETAILS, Shape.TABLE))
_BETWEEN_CELLS = " │ "
_FORMULA_INDENT = 4


def lay_out(block: Block, width: int) -> list[Line]:
    """The lines of what `block` holds; only those of code are wider than `width`."""
    lines: list[Line] = []
    before: Block | Flow | None = None
    for child in block.children:
        added = wrap(child, width) if isinstance(child, list) else _LAYOUTS.get(child.shape, lay_out)(child, width)
        if not added:
            continue
        if block.align and block.shape in ALIGNED and (isinstance(child, list) or child.shape is Shape.TABLE):
            added = _aligned(added, width, block.align, as_one=not isinstance(child, list))
        if before is not None and _parts(before, child):
            lines.append(EMPTY)
        lines.extend(added)
        before = child
    return lines


def _aligned(lines: Sequence[Line], width: int, align: str, *, as_one: bool) -> list[Line]:
    """`lines` set in the middle or at the right, each for itself or all as one."""
    spare = [max(0, width - cell_width(line.text)) for line in lines]
    if as_one:
        spare = [min(spare, default=0)] * len(spare)
    share = {"center": 2, "middle": 2, "right": 1}.get(align)
    return (
        [with_lead(line, Run(" " * (blank // share))) for line, blank in zip(lines, spare, strict=True)]
        if share
        else [*lines]
    )


def hanging(lines: Sequence[Line], mark: Run) -> list[Line]:
    """`lines` with `mark` before the first and as many blanks before the others."""
    rest = Run(" " * cell_width(mark.text))
    return [with_lead(line, rest if number else mark) for number, line in enumerate(lines)]


def with_lead(line: Line, run: Run) -> Line:
    """`line` with `run` before it, as no part of its text; blanks before nothing are left out."""
    if not run.text or (not line.runs and run.text.isspace()):
        return line
    return Line((run, *line.runs), line.joint, line.lead + len(run.text), line.trail)


def _parts(before: Block | Flow, after: Block | Flow) -> bool:
    """Whether a blank line stands between the two."""
    if isinstance(before, list) or isinstance(after, list):
        other = after if isinstance(before, list) else before
        return isinstance(other, Block) and other.shape in _APART
    if Shape.SUMMARY in (before.shape, after.shape):
        return False
    shapes = (before.shape, after.shape)
    if shapes == (Shape.POINT, Shape.POINT):
        return _is_loose(before) or _is_loose(after)
    if before.shape in _APART or after.shape in _APART:
        return True
    if Shape.LIST in shapes:
        return not (before.is_tight and before.shape is Shape.PARAGRAPH)
    return Shape.PARAGRAPH in shapes and not (before.is_tight or after.is_tight)


def _is_loose(point: Block) -> bool:
    return any(
        isinstance(child, Block) and child.shape is Shape.PARAGRAPH and not child.is_tight for child in point.children
    )


def room_for(indent: int, width: int) -> int:
    """The cells of an indent that leaves room for text: all of `indent`, or none."""
    return indent if width - indent >= _NARROWEST else 0


def _point(block: Block, width: int) -> list[Line]:
    return _marked(Run(f"{block.mark} ", (Role.NUMBER,)), block, width)


def _footnote(block: Block, width: int) -> list[Line]:
    return _marked(Run(f"{block.mark} ", (Role.LABEL,)), block, width)


def _marked(mark: Run, block: Block, width: int) -> list[Line]:
    """A block that hangs on its mark; where there is no room for that, it stands below it."""
    indent = room_for(cell_width(mark.text), width)
    lines = lay_out(block, width - indent)
    if indent:
        return hanging(lines or [EMPTY], mark)
    return [*wrap([mark], width), *lines]


def _list(block: Block, width: int) -> list[Line]:
    """Numbers of one list are set flush right, so that its texts are flush left."""
    points = [child for child in block.children if isinstance(child, Block) and child.shape is Shape.POINT]
    widest = max((cell_width(point.mark) for point in points), default=0)
    for point in points:
        blanks = " " * (widest - cell_width(point.mark))
        point.mark = blanks + point.mark if point.mark[:1].isdigit() else point.mark + blanks
    return lay_out(block, width)


def _quote(block: Block, width: int) -> list[Line]:
    indent = room_for(len(_BAR), width)
    lines = lay_out(block, width - indent)
    bar = Run(_BAR, (Role.RULE,))
    return [with_lead(line, bar) for line in lines] if indent else lines


def _meaning(block: Block, width: int) -> list[Line]:
    indent = room_for(len("  "), width)
    return hanging(lay_out(block, width - indent), Run(" " * indent))


def _code(block: Block, width: int) -> list[Line]:
    """Code is never wrapped, for a wrapped line reads as two."""
    roles = block.roles or (Role.CODE,)
    lines = _code_lines(block.text)
    coloured = highlighted("\n".join(lines), block.language) if block.language and roles == (Role.CODE,) else None
    if coloured is not None:
        return [Line(tuple(Run(text, (*roles, role) if role else roles) for text, role in line)) for line in coloured]
    return [Line((Run(line, roles),)) if line else EMPTY for line in lines]


def _code_lines(text: str) -> list[str]:
    lines = text.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return lines


def _formula(block: Block, width: int) -> list[Line]:
    indent = room_for(_FORMULA_INDENT, width)
    lines = [line for text in block.text.split("\n") for line in wrap([Run(text, block.roles)], width - indent)]
    return [with_lead(line, Run(" " * indent)) for line in lines]


def _loose_row(block: Block, width: int) -> list[Line]:
    """A row of a table that is drawn as none: its cells side by side where that fits, else below each other."""
    cells = [lay_out(child, width) for child in block.children if isinstance(child, Block)]
    full = [cell for cell in cells if cell]
    if len(full) < len(block.children) or any(len(cell) > 1 for cell in full):
        return lay_out(block, width) if block.shape is Shape.GROUP else [line for cell in full for line in cell]
    runs: list[Run] = []
    for cell in full:
        runs += [Run(_BETWEEN_CELLS, (Role.RULE,))] * bool(runs) + list(cell[0].runs)
    return wrap(runs, width)


def _rule(block: Block, width: int) -> list[Line]:
    return [rule(min(width, _LONGEST_RULE))]


def rule(width: int) -> Line:
    """A horizontal line."""
    return Line((Run(_RULE * width, (Role.RULE,)),), lead=width)


def _table(block: Block, width: int) -> list[Line]:
    return table_lines(block, width, lay_out)


_LAYOUTS: Mapping[Shape, Callable[[Block, int], list[Line]]] = {
    Shape.POINT: _point,
    Shape.LIST: _list,
    Shape.QUOTE: _quote,
    Shape.MEANING: _meaning,
    Shape.FOOTNOTE: _footnote,
    Shape.CODE: _code,
    Shape.FORMULA: _formula,
    Shape.ROW: _loose_row,
    Shape.RULE: _rule,
    Shape.TABLE: _table,
}

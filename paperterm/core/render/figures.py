"""Pictures that stand on lines of their own: a caption, and below it room for the picture.

Lives here: which lines are such pictures, what their captions say, and the room that is kept before anything is
decoded, so that nothing moves when it is.
Must not: look at files (it is told what each picture is), or draw.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from paperterm.core.cells import cell_width, ending
from paperterm.core.picture import MOST_ROWS, Picture, Size, cells_for
from paperterm.core.render.lines import Line, Role, Run
from paperterm.core.text import safe

See = Callable[[str], Picture]
"""What the picture is that a note names by a path or a URL."""

_BEGINNING, _END = "[image: ", "]"


class Figure(NamedTuple):
    """A picture with room below its caption: `cells` wide and high, behind `indent` cells.

    `source` is what its note calls it.
    """

    source: str
    picture: Picture
    cells: Size
    indent: int


class Row(NamedTuple):
    """One row of cells of a figure."""

    figure: Figure
    number: int


def with_figures(
    lines: Sequence[Line], width: int, see: See, most_rows: int = MOST_ROWS
) -> tuple[list[Line], dict[int, Row]]:
    """`lines` with captions in place of the images that stand alone, and rows for those that can be shown.

    The rows are told by the index of their line.
    """
    made: list[Line] = []
    rows: dict[int, Row] = {}
    at = 0
    while at < len(lines):
        source = _only_image(lines[at]) if lines[at].joint is None else None
        if source is None:
            made.append(lines[at])
            at += 1
            continue
        end = at + 1
        while end < len(lines) and lines[end].joint is not None and _only_image(lines[end]) == source:
            end += 1
        name = "".join(f"{line.joint or ''}{line.body}" for line in lines[at:end])
        _add_figure(
            made, rows, lines[at], name.removeprefix(_BEGINNING).removesuffix(_END), source, Size(width, most_rows), see
        )
        at = end
    return made, rows


def _only_image(line: Line) -> str | None:
    """The image whose caption is all that the line says."""
    column, found = 0, None
    for run in line.runs:
        if column >= line.lead:
            if run.image is None or run.link is not None or found not in (None, run.image):
                return None
            found = run.image
        column += len(run.text)
    return found


def _add_figure(
    made: list[Line], rows: dict[int, Row], first: Line, name: str, source: str, most: Size, see: See
) -> None:
    lead = _lead(first)
    indent = sum(cell_width(run.text) for run in lead)
    picture = see(source)
    room = most.width - indent
    made.append(Line((*lead, _caption(name, picture, source, room)), lead=first.lead))
    cells = cells_for(picture.size, room, most.height) if picture.size and picture.trouble is None else None
    if cells is None:
        return
    figure = Figure(source, picture, cells, indent)
    below = tuple(run if Role.RULE in run.roles else Run(" " * cell_width(run.text)) for run in lead)
    for number in range(cells.height):
        rows[len(made)] = Row(figure, number)
        made.append(Line(below, lead=sum(len(run.text) for run in below)))


def _lead(line: Line) -> list[Run]:
    column, lead = 0, []
    for run in line.runs:
        if column < line.lead:
            lead.append(run)
        column += len(run.text)
    return lead


def _caption(name: str, picture: Picture, source: str, room: int) -> Run:
    """`╭ assets/glm-1.png ─ 812×420 ─ Enter to view ╮`, its name cut from the left where there is no room."""
    size = f"{picture.size.width}×{picture.size.height}" if picture.size else ""
    hint = picture.trouble or ("Enter fetches it" if picture.is_remote else "Enter to view")
    rest = "".join(f" ─ {part}" for part in (size, hint) if part)
    spare = max(room - cell_width(rest) - len("╭  ╮"), 1)
    return Run(f"╭ {ending(safe(name), spare)}{safe(rest)} ╮", (Role.IMAGE,), None, source)

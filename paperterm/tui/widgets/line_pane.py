"""A pane of lines that are made for its width: statistics, help.

Must not: know what the lines say.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Offset, Size
from textual.reactive import Reactive
from textual.strip import Strip

from paperterm.core.render.lines import Line, Role
from paperterm.tui.widgets.lines import LinesPane


class LinePane(LinesPane, can_focus=False):
    """Lines of runs, drawn for the width there is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--heading", "lines--quiet", "lines--bar", "lines--strong"}
    _NAMES: ClassVar = {
        Role.HEADING: "lines--heading",
        Role.FACT: "lines--quiet",
        Role.LABEL: "lines--quiet",
        Role.NUMBER: "lines--bar",
        Role.STRONG: "lines--strong",
        Role.KEY: "lines--strong",
    }

    def __init__(self) -> None:
        super().__init__()
        self._make: Callable[[int, int], Sequence[Line]] = lambda width, height: ()
        self._lines: Sequence[Line] = ()

    # More or fewer lines change the scroll bar, not the layout of the screen.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def watch_virtual_size(self, size: Size) -> None:
        """Let the scroll bar follow."""
        self._refresh_scrollbars()
        self._scroll_update(size)

    def show(self, make: Callable[[int, int], Sequence[Line]]) -> None:
        """Show the lines that `make` makes for a width and a height."""
        self._make = make
        self.on_resize()

    def on_resize(self) -> None:
        """Draw for another width."""
        region = self.scrollable_content_region
        self._lines = self._make(region.width, region.height) if region.width > 0 else ()
        self.virtual_size = Size(region.width, len(self._lines))
        self.forget_lines()
        self.refresh()

    def pointed(self) -> Offset:
        """Where on the screen the first line in sight begins."""
        return self.content_region.offset

    def line_key(self, y: int) -> Hashable:
        """The line, and how wide it is."""
        return y + self.line_offset.y, self.line_width

    def draw_line(self, y: int) -> Strip:
        """The line `y` below the top."""
        index, plain = y + self.line_offset.y, self.rich_style
        runs = self._lines[index].runs if index < len(self._lines) else ()
        styles = {role: self.get_component_rich_style(name) for role, name in self._NAMES.items()}
        segments = [Segment(run.text, styles.get(run.roles[0], plain) if run.roles else plain) for run in runs]
        return Strip(segments).crop_extend(0, max(self.line_width, 0), plain)

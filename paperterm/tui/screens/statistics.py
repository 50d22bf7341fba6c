"""The library from afar: counts and plots of what the tree shows.

Must not: count or draw; the library and the core do.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import ModalScreen
from textual.strip import Strip

from paperterm.core import wording
from paperterm.core.render.lines import Line, Role
from paperterm.core.statistics import Statistics, drawn
from paperterm.library import Library
from paperterm.tui.actions import menu_key
from paperterm.tui.latest import Latest
from paperterm.tui.typeahead import pass_on
from paperterm.tui.widgets.bars import KeyHint, KeysBar, TitleBar
from paperterm.tui.widgets.lines import LinesPane

# So often, in seconds, it is looked whether more was read.
_LOOK_EVERY = 0.5
_HINTS = (KeyHint("↓ ↑ PgDn PgUp", "scroll", "pagedown"), KeyHint("Esc", "close", "escape"))
# Rows that the plots and what is said above them take: the lists get the rest of the window.
_ROWS_AROUND_LISTS, _FEWEST_LISTED = 15, 5


class LinePane(LinesPane, can_focus=False):
    """Lines of runs, drawn for the width there is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"plot--heading", "plot--quiet", "plot--bar", "plot--strong"}
    _NAMES: ClassVar = {
        Role.HEADING: "plot--heading",
        Role.FACT: "plot--quiet",
        Role.LABEL: "plot--quiet",
        Role.NUMBER: "plot--bar",
        Role.STRONG: "plot--strong",
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


class StatisticsScreen(ModalScreen[None]):
    """Shows the statistics of `library`, counted in a worker, and again while more of it is read."""

    BLANK = True

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self._title, self._pane, self._bar = TitleBar(), LinePane(), KeysBar(_HINTS)
        self._asking: Latest[int, Statistics] = Latest(self, lambda _: library.statistics(), self._take)
        self._edition = -1

    def compose(self) -> ComposeResult:
        """What this is, the plots, the keys."""
        yield self._title
        yield self._pane
        yield self._bar

    def on_mount(self) -> None:
        """Begin to count."""
        self._title.tell(self._library.name, "statistics")
        self._count()
        self.set_interval(_LOOK_EVERY, self._count)

    def _count(self) -> None:
        """Count what there is, unless that was counted."""
        if self._edition != self._library.edition and not self._asking.is_pending:
            self._edition = self._library.edition
            self._asking.ask(self._edition)

    def _take(self, _: int, counted: Statistics) -> None:
        facts = ["statistics"]
        if self._library.unread:
            facts.append(f"{wording.counted(self._library.unread, 'file')} still to be read")
        if counted.typed:
            facts.append(f"filter: {wording.shortened(counted.typed, 40)}")
        self._title.tell(self._library.name, " · ".join(facts))

        def make(width: int, height: int) -> Sequence[Line]:
            return drawn(counted, width, max(height - _ROWS_AROUND_LISTS, _FEWEST_LISTED))

        self._pane.show(make)

    def on_key(self, event: events.Key) -> None:
        """Scroll or close."""
        if pass_on(event, self):
            return
        event.stop()
        event.prevent_default()
        self._do(menu_key(event.key, event.character, "jkgGq#"))

    def _do(self, key: str) -> None:
        page = max(self._pane.size.height - 1, 1)
        steps = {"j": 1, "down": 1, "k": -1, "up": -1, "space": page, "pagedown": page, "pageup": -page}
        steps |= {"g": -10_000, "home": -10_000, "G": 10_000, "end": 10_000}
        if key in ("escape", "q", "enter", "#"):
            self.dismiss(None)
        elif key in steps:
            self._pane.scroll_relative(y=steps[key], animate=False)

    def on_keys_bar_clicked(self, event: KeysBar.Clicked) -> None:
        """A click on a key is the key."""
        self._do(event.action)

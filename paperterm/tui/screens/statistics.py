"""The library from afar: counts and plots of what the tree shows.

Must not: count or draw; the library and the core do.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from paperterm.core import wording
from paperterm.core.render.lines import Line
from paperterm.core.statistics import Statistics, drawn
from paperterm.library import Library
from paperterm.tui.actions import menu_key
from paperterm.tui.latest import Latest
from paperterm.tui.typeahead import pass_on
from paperterm.tui.widgets.bars import KeyHint, KeysBar, TitleBar
from paperterm.tui.widgets.line_pane import LinePane

# So often, in seconds, it is looked whether more was read.
_LOOK_EVERY = 0.5
_HINTS = (KeyHint("↓ ↑ PgDn PgUp", "scroll", "pagedown"), KeyHint("Esc", "close", "escape"))
# Rows that the plots and what is said above them take: the lists get the rest of the window.
_ROWS_AROUND_LISTS, _FEWEST_LISTED = 15, 5


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

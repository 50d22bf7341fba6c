"""The keys in force: what is needed first on top, everything below; typing narrows it.

Must not: know what an action does; the table of actions says it.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import ModalScreen
from textual.strip import Strip

from paperterm.core.cells import cell_width
from paperterm.core.text import safe
from paperterm.tui.actions import Keymap, key_name
from paperterm.tui.help_page import Cell, Row, column_width, pages, rows
from paperterm.tui.typeahead import pass_on
from paperterm.tui.widgets.bars import KeyHint, KeysBar, TitleBar
from paperterm.tui.widgets.lines import LinesPane

_HINTS = (
    KeyHint("a … z", "type to find", ""),
    KeyHint("↓ ↑ PgDn PgUp", "scroll", "pagedown"),
    KeyHint("Esc", "close", "escape"),
)
_MOST_CHARACTERS = 40


class HelpPane(LinesPane, can_focus=False):
    """Rows of keys and words, in columns."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"help--heading", "help--key"}

    def __init__(self) -> None:
        super().__init__()
        self._told: list[Row] = []
        self._lines: list[list[Cell]] = []

    # More or fewer lines change the scroll bar, not the layout of the screen.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def watch_virtual_size(self, size: Size) -> None:
        """Let the scroll bar follow."""
        self._refresh_scrollbars()
        self._scroll_update(size)

    def show(self, told: list[Row]) -> None:
        """Show these rows from the top."""
        self._told = told
        self._lay_out()
        self.scroll_to(0, 0, animate=False, immediate=True)

    def on_resize(self) -> None:
        """In as many columns as fit now."""
        self._lay_out()

    def _lay_out(self) -> None:
        region = self.scrollable_content_region
        most = 1 if self.app.has_class("-plain") else 4
        self._lines = pages(self._told, region.width, region.height, most) if region.width > 0 else []
        self.virtual_size = Size(region.width, len(self._lines))
        self.forget_lines()
        self.refresh()

    def line_key(self, y: int) -> Hashable:
        """The line, and how wide it is."""
        return y + self.line_offset.y, self.line_width

    def draw_line(self, y: int) -> Strip:
        """The line `y` below the top."""
        index, plain = y + self.line_offset.y, self.rich_style
        segments: list[Segment] = []
        if index < len(self._lines):
            line = self._lines[index]
            width = column_width(self.line_width, len(line))
            for cell in line:
                segments += self._segments(cell, width, plain)
        return Strip(segments).crop_extend(0, max(self.line_width, 0), plain)

    def _segments(self, cell: Cell, width: int, plain: Style) -> list[Segment]:
        heading, key = (self.get_component_rich_style(f"help--{name}") for name in ("heading", "key"))
        gap = " " * max(width - cell_width(cell.keys) - cell_width(cell.says) + 2, 0)
        says = Segment(safe(cell.says), heading if cell.is_heading else plain)
        return [Segment(cell.keys, key), says, Segment(gap, plain)]


class HelpScreen(ModalScreen[None]):
    """One screen that teaches."""

    BLANK = True

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self._typed = ""
        self._title, self._pane, self._bar = TitleBar(), HelpPane(), KeysBar(_HINTS)

    def compose(self) -> ComposeResult:
        """What is typed, the keys, the keys of this screen."""
        yield self._title
        yield self._pane
        yield self._bar

    def on_mount(self) -> None:
        """Show everything."""
        self._narrow("")

    def _narrow(self, typed: str) -> None:
        self._typed = typed[:_MOST_CHARACTERS]
        found = rows(self._keymap, self._typed)
        self._title.tell(f"keys: {self._typed}▏" if self._typed else "keys", "" if self._typed else "type to find one")
        self._pane.show(found or [Row(says="No key does that. The palette (Ctrl+P) knows papers too.")])

    def on_key(self, event: events.Key) -> None:
        """Scroll, narrow, close."""
        if pass_on(event, self):
            return
        event.stop()
        event.prevent_default()
        self._do(key_name(event.key, event.character), event.character or "")

    def _do(self, key: str, character: str = "") -> None:
        page = max(self._pane.size.height - 1, 1)
        steps = {"down": 1, "up": -1, "pagedown": page, "pageup": -page, "home": -10_000, "end": 10_000}
        if key in ("escape", "enter", "f1") or (key == "?" and not self._typed):
            self._close(key)
        elif key in steps or (key == "space" and not self._typed):
            self._pane.scroll_relative(y=steps.get(key, page), animate=False)
        elif key == "backspace":
            self._narrow(self._typed[:-1])
        elif character and character.isprintable():
            self._narrow(self._typed + character)

    def _close(self, key: str) -> None:
        """Esc first gives up what was typed."""
        if key == "escape" and self._typed:
            self._narrow("")
        else:
            self.dismiss(None)

    def on_keys_bar_clicked(self, event: KeysBar.Clicked) -> None:
        """A click on a key is the key."""
        self._do(event.action)

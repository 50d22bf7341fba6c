"""The keys in force: what is needed first on top, everything below; typing narrows it.

Must not: know what an action does; the table of actions says it.
"""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from paperterm.tui.actions import Keymap, key_name
from paperterm.tui.help_page import Row, lines, rows
from paperterm.tui.typeahead import pass_on
from paperterm.tui.widgets.bars import KeyHint, KeysBar, TitleBar
from paperterm.tui.widgets.line_pane import LinePane

_HINTS = (
    KeyHint("a … z", "type to find", ""),
    KeyHint("↓ ↑ PgDn PgUp", "scroll", "pagedown"),
    KeyHint("Esc", "close", "escape"),
)
_MOST_CHARACTERS, _MOST_COLUMNS = 40, 4


class HelpScreen(ModalScreen[None]):
    """One screen that teaches."""

    BLANK = True

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self._typed = ""
        self._title, self._pane, self._bar = TitleBar(), LinePane(), KeysBar(_HINTS)

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
        found = found or [Row(says="No key does that. The palette (Ctrl+P) knows papers too.")]
        most = 1 if self.app.has_class("-plain") else _MOST_COLUMNS
        self._pane.show(lambda width, height: lines(found, width, height, most))
        self._pane.scroll_to(0, 0, animate=False, immediate=True)

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

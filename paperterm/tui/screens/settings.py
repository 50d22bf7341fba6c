"""The settings in force, explained; a key opens the file in the editor.

Must not: change a setting itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import events

from paperterm.tui.actions import menu_key
from paperterm.tui.screens.text import TextScreen

_EDITS = ("e", ",")


class SettingsScreen(TextScreen):
    """Shows the `lines` of a settings file; its result is whether the file is to be edited."""

    closing = "e edits the file · Esc closes"

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("Settings", list(_parts(lines)))

    def on_key(self, event: events.Key) -> None:
        """Edit, or what every text does."""
        if self.is_current and menu_key(event.key, event.character, _EDITS) in _EDITS:
            event.stop()
            event.prevent_default()
            self.dismiss(True)
        else:
            super().on_key(event)


def _parts(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(style, text) of each line: explanations are quiet, what the file says is strong."""
    for line in lines:
        style = "$foreground 65%" if line.startswith("# ") else "bold"
        yield style, f"{line}\n"

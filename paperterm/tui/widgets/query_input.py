"""The input for what is searched: of a bounded length, safe to paste into, completed with Tab.

Imported when a search or a filter is first opened: the input widget costs time that the start should not pay.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from paperterm.core.completion import completed
from paperterm.core.text import safe

MOST_CHARACTERS = 500


class QueryInput(Input):
    """One line of text, cut where it gets longer than anybody types; `typed` is told of every change."""

    def __init__(
        self,
        placeholder: str,
        value: str = "",
        typed: Callable[[str], None] | None = None,
        completed: Callable[[str], str] = completed,
    ) -> None:
        self._tell_typed = typed
        self._completed = completed
        super().__init__(
            value=value[:MOST_CHARACTERS],
            placeholder=placeholder,
            compact=True,
            select_on_focus=False,
            max_length=MOST_CHARACTERS,
        )
        self.cursor_blink = False

    # A longer text scrolls; the layout of the screen is the same.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def watch_virtual_size(self, size: Size) -> None:
        """Scroll with the text."""
        self._scroll_update(size)

    def watch_value(self, value: str) -> None:
        """Tell at once what is typed: one painting shows it together with what came of it."""
        if self._tell_typed is not None:
            self._tell_typed(value)

    def restricted(self) -> None:
        """What does not fit any more is left out, without a bell."""

    def type_text(self, text: str) -> None:
        """Put `text` where the cursor is, in place of what is selected, as far as there is room."""
        start, end = sorted(self.selection)
        room = MOST_CHARACTERS - len(self.value) + end - start
        self.replace(safe(text)[: max(room, 0)], start, end)

    def on_paste(self, event: events.Paste) -> None:
        """Several lines become one; nothing in them acts on the terminal."""
        event.stop()
        event.prevent_default()
        self.type_text(" ".join(event.text[: 4 * MOST_CHARACTERS].split()))

    def complete(self) -> None:
        """Complete the word before the cursor, if that is at the end."""
        if self.cursor_position == len(self.value):
            self.value = self._completed(self.value)[:MOST_CHARACTERS]
            self.cursor_position = len(self.value)

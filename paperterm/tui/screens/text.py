"""A text to read or to select by mouse: help, problems, what could not be copied."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from paperterm.core.text import safe
from paperterm.tui.actions import menu_key
from paperterm.tui.typeahead import pass_on
from paperterm.tui.widgets.bars import PlainTitle


class TextScreen(ModalScreen[bool]):
    """Shows `parts`, (style, text) pairs one below the other, until a key closes it (False). Text is never markup."""

    closing = "Esc closes"

    def __init__(self, title: str, parts: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._parts = parts

    def compose(self) -> ComposeResult:
        """A box that scrolls."""
        with VerticalScroll() as box:
            box.border_title = safe(self._title).replace("[", r"\[")
            box.border_subtitle = self.closing
            yield PlainTitle(self._title)
            yield Static(Content.assemble(*((safe(text, keep_lines=True), style) for style, text in self._parts)))

    def on_mount(self) -> None:
        """Keys scroll the box."""
        self.query_one(VerticalScroll).focus()

    def on_key(self, event: events.Key) -> None:
        """Scroll with the reader's own keys; close with any of the usual ones."""
        if pass_on(event, self):
            return
        key = menu_key(event.key, event.character, "jkgGq?")
        box = self.query_one(VerticalScroll)
        steps = {"j": 1, "down": 1, "k": -1, "up": -1, "space": 10, "pagedown": 10, "pageup": -10}
        if key in ("escape", "q", "enter", "?", "f1"):
            self.dismiss(False)
        elif key in steps:
            box.scroll_relative(y=steps[key], animate=False)
        elif key in ("g", "home"):
            box.scroll_home(animate=False)
        elif key in ("G", "end"):
            box.scroll_end(animate=False)
        else:
            return
        event.stop()
        event.prevent_default()

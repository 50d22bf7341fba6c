"""From the frame that stands on the terminal to the live screen, and the frame that the next start shows.

Lives here: what is neither drawn nor obeyed before the live screen looks like the frame; taking the frame.
Must not: know what is shown, or where frames are kept.
"""

from __future__ import annotations

from typing import NamedTuple

from textual.app import App
from textual.events import Event, Key, Paste
from textual.screen import Screen


class Frame(NamedTuple):
    """What a screen looks like: each row as text and colours, for the terminal it is shown on."""

    columns: int
    rows: tuple[str, ...]
    names: frozenset[str]
    """The documents that are shown in it."""
    edition: int
    """The library's, when it was taken."""


def rows_of(screen: Screen[None]) -> tuple[str, ...]:
    """The rows of a screen as they are written to the terminal, without what only passes by."""
    for toasts in screen.query("ToastRack"):
        if toasts.display and toasts.children:
            toasts.display = False
            screen._refresh_layout()
    console = screen.app.console
    return tuple(strip.render(console) for strip in screen._compositor.render_strips())


class Entrance:
    """Shut while the frame stands in for the screen: nothing is drawn, and what is typed waits."""

    def __init__(self, app: App[None], *, is_shut: bool) -> None:
        self._app = app
        self._typed: list[Event] = []
        self._keeps_keys = is_shut
        self._ready: Screen[None] | None = None
        self.is_shut = is_shut

    def keeps(self, event: Event) -> bool:
        """Whether `event` waits until it can be obeyed."""
        if self._keeps_keys and isinstance(event, (Key, Paste)):
            self._typed.append(event)
            if self._ready is not None:
                self.open(self._ready)
            return True
        return False

    def open_for_keys(self, screen: Screen[None]) -> None:
        """Open as soon as anything is typed: the screen can obey, though it may not look like the frame yet."""
        self._ready = screen
        if self._typed:
            self.open(screen)

    def open(self, screen: Screen[None]) -> None:
        """Draw the whole screen over the frame, and have obeyed what was typed."""
        if self.is_shut:
            self.is_shut = False
            screen.refresh()
            self._app.call_later(self._let_in)

    async def _let_in(self) -> None:
        """In the application's own turn, so that no key overtakes another."""
        self._keeps_keys = False
        for event in self._typed:
            await self._app.on_event(event)

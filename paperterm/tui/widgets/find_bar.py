"""The line in which the reader types what to find, or what to filter by.

Imported when `/` or `f` is first pressed: the input widget costs time that the start should not pay.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from textual import events
from textual.widgets import Input

from paperterm.tui.typeahead import pass_on
from paperterm.tui.widgets.query_input import QueryInput


class FindBar(QueryInput):
    """An input that tells each text typed, and whether it was left with Enter (True) or Esc.

    What `keys` name is done with what is typed by then.
    """

    def __init__(
        self,
        placeholder: str,
        typed: Callable[[str], None],
        left: Callable[[bool, str], Awaitable[None]],
        *,
        value: str = "",
        completed: Callable[[str], str] | None = None,
        keys: Mapping[str, Callable[[str], Awaitable[None]]] | None = None,
    ) -> None:
        super().__init__(placeholder, value, completed=completed or str)
        self._typed, self._left, self._keys = typed, left, keys or {}
        self._is_left = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what was typed."""
        event.stop()
        if not self._is_left:
            self._typed(event.value)

    async def on_key(self, event: events.Key) -> None:
        """Enter keeps what was found, Esc gives up; every other key is the input's."""
        if pass_on(event, self.screen):
            return
        if event.key in ("enter", "escape"):
            event.stop()
            event.prevent_default()
            self._is_left = True
            await self._left(event.key == "enter", self.value)
        elif (do := self._keys.get(event.key)) is not None:
            event.stop()
            event.prevent_default()
            await do(self.value)
        elif event.key == "tab":
            event.stop()
            event.prevent_default()
            self.complete()

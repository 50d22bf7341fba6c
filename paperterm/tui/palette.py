"""The command palette's list: every action of the table, found by its words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from paperterm.tui.actions import Action
from paperterm.tui.screens.reading import ReadingScreen

_NEEDS_A_KEY = ("note", "palette", "back")


class ActionCommands(Provider):
    """Actions of the reading screen below the palette."""

    def _rows(self) -> Iterator[tuple[Action, str, Callable[[], Awaitable[None]]]]:
        """(action, quiet words, what does it) of everything that makes sense without a key."""
        screen = self.screen
        if isinstance(screen, ReadingScreen):
            for action in screen.keymap.actions:
                if action.name not in _NEEDS_A_KEY:
                    hint = f"{action.topic}  {screen.keymap.shown(action.name)}"
                    yield action, hint, partial(screen.do, action.name)

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for action, hint, do in self._rows():
            yield DiscoveryHit(action.says, do, help=hint)

    async def search(self, query: str) -> Hits:
        """What matches the words typed."""
        matcher = self.matcher(query)
        for action, hint, do in self._rows():
            score = matcher.match(f"{action.says} {action.name.replace('_', ' ')}")
            if score > 0:
                yield Hit(score, matcher.highlight(action.says), do, text=action.says, help=hint)

"""What is typed over the last frame is obeyed as soon as the screen can."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import SimpleNamespace

import pytest
from textual.events import Event, Key

from paperterm.tui.entrance import Entrance


class Doors:
    """An entrance, what was drawn, and what was obeyed once the application had its turn."""

    def __init__(self) -> None:
        self.obeyed: list[Event] = []
        self.drawn = 0
        self._later: list[Callable[[], Awaitable[None]]] = []
        app = SimpleNamespace(call_later=self._later.append, on_event=self._obey)
        self.screen = SimpleNamespace(refresh=self._draw)
        self.entrance = Entrance(app, is_shut=True)

    async def _obey(self, event: Event) -> None:
        self.obeyed.append(event)

    def _draw(self) -> None:
        self.drawn += 1

    async def turn(self) -> None:
        for later in self._later:
            await later()


@pytest.mark.parametrize("typed_first", [True, False])
async def test_a_key_opens_as_soon_as_the_paper_of_the_frame_is_selected(typed_first: bool) -> None:
    doors, key = Doors(), Key("j", "j")
    if typed_first:
        assert doors.entrance.keeps(key)
        assert doors.entrance.is_shut
    doors.entrance.open_for_keys(doors.screen)
    assert doors.entrance.is_shut is not typed_first
    if not typed_first:
        assert doors.entrance.keeps(key)
    assert not doors.entrance.is_shut
    await doors.turn()
    assert (doors.drawn, doors.obeyed) == (1, [key])
    assert not doors.entrance.keeps(Key("k", "k"))


async def test_without_a_key_the_frame_stays_until_the_screen_looks_like_it() -> None:
    doors = Doors()
    doors.entrance.open_for_keys(doors.screen)
    assert doors.entrance.is_shut
    doors.entrance.open(doors.screen)
    await doors.turn()
    assert (doors.drawn, doors.obeyed) == (1, [])

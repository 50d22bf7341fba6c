"""Keys typed faster than screens open: `y` `r` in one burst must reach the menu that `y` opens.

The framework hands a key to whatever has the focus when it arrives; by the time it is dealt with, another screen may
be on top.
"""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.screen import Screen
from textual.widget import Widget

Result = TypeVar("Result")


def pass_on(event: events.Key, screen: Screen[Result]) -> bool:
    """Hand `event`, which came to `screen`, to the screen that is on top by now; False when `screen` is."""
    top = screen.app.screen
    if top is screen:
        return False
    hand_over(event, top)
    return True


def hand_over(event: events.Key, widget: Widget) -> None:
    """Let `widget` deal with `event` as if it had been pressed there."""
    event.stop()
    event.prevent_default()
    widget.post_message(events.Key(event.key, event.character))

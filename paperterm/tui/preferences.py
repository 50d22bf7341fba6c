"""What the reader's settings mean for the screen.

Must not: read settings, or know Textual.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from paperterm.core.outline import Order
from paperterm.core.picture import Way
from paperterm.core.wording import Told
from paperterm.tui.actions import Keymap


@dataclass(frozen=True, slots=True)
class Preferences:
    """`theme` None: the usual one; `theme_place` is where it was chosen, as messages begin. `tree_width` 0: fitting the
    window. `styles`: the reader's own .tcss files.

    `is_plain`: nothing but lines of text, the terminal's cursor on the selected one. `greetings`: what is wrong.
    """

    keymap: Keymap = field(default_factory=Keymap)
    theme: str | None = None
    theme_place: str = ""
    order: Order = Order.DOCUMENT
    tree_width: int = 0
    ascii_only: bool = False
    pictures: Way = Way.BLOCKS
    is_plain: bool = False
    styles: tuple[Path, ...] = ()
    greetings: tuple[Told, ...] = ()


class Configuration(Protocol):
    """The reader's settings file."""

    def load(self) -> Preferences:
        """What it says now."""

    def described(self) -> Sequence[str]:
        """Every option, with what is in force."""

    def editor(self) -> Callable[[], Told | None] | Told:
        """What edits the file, which is there then, and says what went wrong; or why it cannot."""

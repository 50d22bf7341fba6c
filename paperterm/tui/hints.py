"""`F`: a letter or two over each link and picture in sight; typing them goes there.

Lives here: which letters, and what was typed of them so far.
Must not: open anything (the desk does), or draw (the notes pane does).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from paperterm.core.render.page import Target
from paperterm.core.wording import Told, shortened
from paperterm.tui.widgets.notes_pane import NotesPane

# The home row first; letters that no finger has to look for.
_LETTERS = "fjdksalghrueiwoqptyvncmxbz"


class Reader(Protocol):
    """What the hints ask of the screen."""

    def tell(self, told: Told) -> None:
        """Say what happened."""

    def tell_position(self, text: str | None) -> None:
        """Say something at the right of the footer, or the position again."""


class Hints:
    """The letters over what can be gone to, while they are shown."""

    def __init__(self, reader: Reader, notes: NotesPane, go: Callable[[Target], None]) -> None:
        self._reader, self._notes, self._go = reader, notes, go
        self._typed = ""
        self._targets: dict[str, Target] = {}

    @property
    def is_on(self) -> bool:
        """Whether the next key is a hint's."""
        return bool(self._targets) and self._notes.has_hints

    def action_hints(self) -> None:
        """Show letters over the links and pictures in sight."""
        targets = self._notes.targets_in_sight()
        if targets:
            self.show(targets)
        else:
            self._reader.tell(Told("No link and no picture is in sight here."))

    def show(self, targets: Sequence[Target]) -> None:
        """Show letters over these."""
        self._typed = ""
        self._targets = dict(zip(hint_letters(len(targets)), targets, strict=False))
        self._show()

    def take(self, key: str) -> bool:
        """A key pressed: whether it was for the hints. Any other than theirs ends them."""
        if not self.is_on:
            return False
        typed = self._typed[:-1] if key == "backspace" else self._typed + key.lower()
        if typed in self._targets:
            target = self._targets[typed]
            self.leave()
            self._go(target)
        elif any(letters.startswith(typed) for letters in self._targets):
            self._typed = typed
            self._show()
        else:
            self.leave()
        return True

    def leave(self) -> None:
        """Show none."""
        if self._targets:
            self._targets = {}
            self._notes.show_hints({}, "")
            self._reader.tell_position(None)

    def _show(self) -> None:
        self._notes.show_hints(self._targets, self._typed)
        left = [target for letters, target in self._targets.items() if letters.startswith(self._typed)]
        told = shortened(left[0].url, 50) if len(left) == 1 else f"{len(left)} to choose from, Esc for none"
        self._reader.tell_position(told)


def hint_letters(count: int) -> Sequence[str]:
    """Letters for `count` places, one each where they suffice, else one or two; none begins another.

    There are none for more places than pairs of letters: no screen holds so many.
    """
    size = len(_LETTERS)
    single = min(count, size) if count <= size else max((size * size - count) // (size - 1), 0)
    codes = [*_LETTERS[:single], *(first + second for first in _LETTERS[single:] for second in _LETTERS)]
    return tuple(codes[:count])

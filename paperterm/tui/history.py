"""Where the reader has been: the places before and after each jump.

Must not: go anywhere.
"""

from __future__ import annotations

from collections.abc import Callable

from paperterm.library import Place

_MOST = 200


class History:
    """Places with the reader at one of them, as in a browser: a jump forgets what lay ahead."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = 0

    def jumped(self, origin: Place | None, to: Place) -> None:
        """The reader was at `origin` and is at `to` now."""
        if origin is None or origin == to:
            return
        self._places = [*self._places[: self._at], origin, to][-_MOST:]
        self._at = len(self._places) - 1

    def step(self, step: int, here: Place | None, go: Callable[[Place], bool]) -> bool:
        """Go one place back (-1) or ahead (1), past those that `go` cannot reach; whether it went anywhere.

        Where the reader strayed to since the last jump, `here`, is where the way back leads.
        """
        at = self._at + step
        while 0 <= at < len(self._places):
            if self._places[at] != here and go(self._places[at]):
                if here is not None:
                    self._places[self._at] = here
                self._at = at
                return True
            at += step
        return False

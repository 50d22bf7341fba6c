"""`S`, `D`, `H` and `L`: to a paper found anywhere in the library, and back.

Lives here: what was searched last, and where the reader has been.
Must not: search, or move the cursor itself; searcher and screen do.
"""

from __future__ import annotations

from typing import Protocol

from textual.app import App

from paperterm.core.wording import Told
from paperterm.library import Library, Place
from paperterm.tui.history import History
from paperterm.tui.searcher import Searcher


class Traveller(Protocol):
    """What a jump asks of the screen."""

    @property
    def app(self) -> App[None]:
        """The application."""

    @property
    def place(self) -> Place | None:
        """Where the reader is."""

    def go_to(self, place: Place) -> bool:
        """Show the entry there, whatever hides it; False if it is gone."""

    def tell(self, told: Told) -> None:
        """Say what happened."""


class Jumps:
    """The actions that leave a place for another."""

    def __init__(self, traveller: Traveller, library: Library, searcher: Searcher) -> None:
        self._traveller, self._library, self._searcher = traveller, library, searcher
        self._history = History()
        self._typed = ""
        self._found: Place | None = None

    def action_search(self) -> None:
        """Search the whole library."""
        from paperterm.tui.screens.search import Found, SearchScreen

        def left(found: Found | None) -> None:
            if found is None:
                return
            self._typed = found.typed
            if found.place is not None:
                self._found = found.place
                self.jump(found.place)

        screen = SearchScreen(self._searcher, self._library.total, self._typed, self._found)
        self._traveller.app.push_screen(screen, left)

    def action_duplicates(self) -> None:
        """Show the works that are told several times."""
        from paperterm.tui.screens.duplicates import DuplicatesScreen

        def left(place: Place | None) -> None:
            if place is not None:
                self.jump(place)

        self._traveller.app.push_screen(DuplicatesScreen(self._searcher), left)

    def jump(self, place: Place) -> None:
        """Go to a paper, remembering where the reader was."""
        origin = self._traveller.place
        if self._traveller.go_to(place):
            self._history.jumped(origin, place)
        else:
            self._traveller.tell(Told("That paper is gone from its file."))

    def action_history_back(self) -> None:
        """Where the reader was before the last jump."""
        self._step(-1, "There is nothing to go back to.")

    def action_history_forward(self) -> None:
        """Where the reader came back from."""
        self._step(1, "There is nothing to go forward to.")

    def _step(self, step: int, otherwise: str) -> None:
        if not self._history.step(step, self._traveller.place, self._traveller.go_to):
            self._traveller.tell(Told(otherwise))

"""Pictures of the selected paper: in its page, and one on the whole screen.

Lives here: which picture is meant, and what is said of one that cannot be shown.
Must not: decode or paint.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from textual.app import App

from paperterm.core.picture import MOST_ROWS, Picture, Way
from paperterm.core.render.page import Target
from paperterm.core.wording import Told, as_sentence, shortened
from paperterm.library import Library
from paperterm.tui.hints import Hints
from paperterm.tui.painter import Painter
from paperterm.tui.widgets.notes_pane import NotesPane


class Reader(Protocol):
    """What viewing asks of the screen."""

    @property
    def app(self) -> App[None]:
        """The application."""

    def names_shown(self) -> frozenset[str]:
        """The documents that the page is of."""

    def tell(self, told: Told) -> None:
        """Say what happened."""


class Viewing:
    """The pictures on the page that `notes` shows."""

    def __init__(self, reader: Reader, library: Library, notes: NotesPane, hints: Hints, way: Way) -> None:
        self._reader, self._library, self._notes, self._hints = reader, library, notes, hints
        self._painter: Painter | None = None
        self.use(way)

    def use(self, way: Way) -> None:
        """Show pictures another way from now on."""
        self._way = way
        self.leave()
        self._painter = None
        self._notes.paint = None if way is Way.OFF else lambda picture, cells: self._paints().rows(picture, cells)

    def _paints(self) -> Painter:
        if self._painter is None:
            self._painter = Painter(self._reader.app, self._library.album, self._way)
            self._painter.listeners.append(self._notes.pictures_painted)
        return self._painter

    @property
    def rows(self) -> int:
        """How high a picture of the page may be, so that its caption and a line of text are in sight with it."""
        return max(min(self._notes.size.height - 3, MOST_ROWS), 4)

    def look(self, name: str, source: str) -> Picture:
        """What the picture is that a document names; none is to be shown where pictures are off."""
        picture = self._library.album.look(name, source)
        is_off = self._way is Way.OFF and picture.trouble is None
        return picture._replace(trouble="pictures are off") if is_off else picture

    def choose(self, targets: Sequence[Target]) -> None:
        """View the only one of some pictures, or let the reader choose."""
        if len({target.url for target in targets}) == 1:
            self.view(targets[0].url)
        elif targets:
            self._hints.show(targets)
        else:
            self._reader.tell(Told("No picture is in sight here."))

    def view(self, source: str) -> None:
        """The picture that a document of the page names `source`, on the whole screen."""
        found = [self.look(name, source) for name in sorted(self._reader.names_shown())]
        picture = next((each for each in found if each.trouble is None), found[0] if found else None)
        if picture is None:
            return
        if picture.trouble is not None:
            self._reader.tell(Told(f"{shortened(source, 60)}: {as_sentence(picture.trouble, capital=False)}"))
            return
        from paperterm.tui.screens.picture import PictureScreen
        from paperterm.tui.sixel import cell_size

        cell = cell_size(getattr(self._reader.app._driver, "fileno", -1)) if self._way is Way.SIXEL else None
        self._reader.app.push_screen(PictureScreen(source, picture, self._library.album, self._paints(), cell=cell))

    def leave(self) -> None:
        """Have the terminal forget what it was sent."""
        if self._painter is not None:
            self._painter.leave()

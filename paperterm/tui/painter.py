"""Pictures as rows of cells, made beside the screen.

Lives here: which pictures are wanted, which are painted already, and both ways of painting.
Must not: decode (its album has that done), or know where on the page a picture stands.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.strip import Strip

from paperterm.core.picture import Album, Picture, Raster, Size, Way
from paperterm.tui import kitty

Rows = Sequence[Strip]
Result = TypeVar("Result")

# A page that is only passed by is not worth a process.
_PAUSE_S = 0.12
# The pictures wanted last; those of a page that has gone are wanted no more.
_MOST_WAITING = 4
_MOST_PAINTED = 12
_UPPER = "▀"


class Painter:
    """Paints pictures, all in one `way`; `listeners` are called whenever one is painted."""

    def __init__(self, app: App[None], album: Album, way: Way) -> None:
        self._app, self._album = app, album
        self.way = way
        self.listeners: list[Callable[[], object]] = []
        self._painted: OrderedDict[tuple[str, Size], Rows] = OrderedDict()
        self._waiting: OrderedDict[tuple[str, Size], Picture] = OrderedDict()
        self._is_working = False
        self._last = 0

    def rows(self, picture: Picture, cells: Size) -> Rows | None:
        """The picture in so many cells; None while it is still to be painted."""
        key = (picture.path, cells)
        if (rows := self._painted.get(key)) is not None:
            self._painted.move_to_end(key)
            return rows
        self._waiting[key] = picture
        self._waiting.move_to_end(key)
        while len(self._waiting) > _MOST_WAITING:
            self._waiting.popitem(last=False)
        if not self._is_working:
            self._is_working = True
            self._app.run_worker(self._work(), name="pictures")
        return None

    def leave(self) -> None:
        """Have the terminal forget the pictures that it was sent."""
        self.send("".join(kitty.forgotten(number + 1) for number in range(self._last)))

    def send(self, sequence: str) -> None:
        """Write to the terminal what the framework knows nothing of."""
        if sequence and self._app._driver is not None:
            self._app._driver.write(sequence)

    async def _work(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(_PAUSE_S)
                key, picture = self._waiting.popitem()
                cells = key[1]
                if self.way is Way.KITTY:
                    png = await beside(lambda: self._album.as_png(picture, _pixels(cells)))  # noqa: B023
                    rows = self._sent(png, cells) if isinstance(png, bytes) else _said(png)
                else:
                    raster = await beside(lambda: self._album.decoded(picture, Size(cells.width, 2 * cells.height)))  # noqa: B023
                    rows = tuple(blocks(raster)) if isinstance(raster, Raster) else _said(raster)
                self._keep(key, rows)
        finally:
            self._is_working = False

    def _sent(self, png: bytes, cells: Size) -> Rows:
        """The cells where the terminal shows the picture, which it is sent."""
        self._last += 1
        self.send(kitty.sent(png, self._last, cells))
        return tuple(kitty.strips(self._last, cells))

    def _keep(self, key: tuple[str, Size], rows: Rows) -> None:
        self._painted[key] = rows
        while len(self._painted) > _MOST_PAINTED:
            self._painted.popitem(last=False)
        for tell in tuple(self.listeners):
            tell()


def blocks(raster: Raster) -> Iterator[Strip]:
    """Rows of half cells: the upper half of each in the colour of one pixel, the lower in that of the one below."""
    width, height = raster.size
    for top in range(0, height, 2):
        segments: list[Segment] = []
        for (upper, lower), cells in groupby(zip(_row(raster, top), _row(raster, top + 1), strict=True)):
            segments.append(Segment(_UPPER * len(list(cells)), _style(upper, lower)))
        yield Strip(segments, width)


def _row(raster: Raster, row: int) -> list[bytes | None]:
    width, height = raster.size
    start = 3 * width * row
    return [raster.pixels[at : at + 3] if row < height else None for at in range(start, start + 3 * width, 3)]


@lru_cache(maxsize=2048)
def _style(upper: bytes | None, lower: bytes | None) -> Style:
    return Style(color=_colour(upper), bgcolor=_colour(lower))


def _colour(rgb: bytes | None) -> Color | None:
    return Color.from_rgb(*rgb) if rgb else None


def _pixels(cells: Size) -> Size:
    return Size(cells.width * kitty.CELL.width, cells.height * kitty.CELL.height)


def _said(reason: str | None) -> Rows:
    return (Strip([Segment(f"cannot be shown: {reason or 'broken'}")]),)


async def beside(work: Callable[[], Result]) -> Result | None:
    """What `work` returns, done in a thread that nobody waits for at the end; None where it fails."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result | None] = loop.create_future()

    def finish(result: Result | None) -> None:
        if not future.done():
            future.set_result(result)

    def run() -> None:
        result: Result | None = None
        try:
            result = work()
        finally:
            with suppress(RuntimeError):  # the screen has gone
                loop.call_soon_threadsafe(finish, result)

    threading.Thread(target=run, name="picture", daemon=True).start()
    return await future

"""The pictures that a library's notes name: what they are, and decoded ones; where there is none, why.

Must not: draw, or fetch anything that the reader did not ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from paperterm.core.picture import Picture, Raster, Size
from paperterm.store.pictures import NotShownError, Pictures


class Gallery:
    """The pictures below `paths`; `path_of` tells the file of a document by its name."""

    def __init__(self, paths: Sequence[Path], path_of: Callable[[str], Path | None]) -> None:
        self._pictures = Pictures(paths)
        self._path_of = path_of

    def look(self, name: str, source: str) -> Picture:
        """What the picture is that the document `name` names by `source`; nothing is decoded or fetched."""
        return self._pictures.look(self._path_of(name), source)

    def decoded(self, picture: Picture, most: Size) -> Raster | str:
        """The picture in at most so many pixels, or why not; for a worker."""
        try:
            return self._pictures.decoded(picture, most)
        except NotShownError as reason:
            return str(reason)

    def as_png(self, picture: Picture, most: Size) -> bytes | str:
        """The same as a PNG file."""
        try:
            return self._pictures.as_png(picture, most)
        except NotShownError as reason:
            return str(reason)

    def as_sixel(self, picture: Picture, most: Size) -> bytes | str:
        """The same as what a sixel terminal draws, without the sequence around it."""
        try:
            return self._pictures.as_sixel(picture, most)
        except NotShownError as reason:
            return str(reason)

    def fetched(self, picture: Picture) -> Picture:
        """A remote picture that the reader asked for, with its size; or why it cannot be had. For a worker."""
        try:
            return self._pictures.fetch(picture.path)
        except NotShownError as reason:
            return picture._replace(trouble=str(reason))

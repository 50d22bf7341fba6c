"""Pictures in notes: how large one is by its first bytes, and how many cells it fills.

Lives here: the headers of the four formats that are shown, and the arithmetic of cells.
Must not: open or decode anything.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, Protocol

# A picture of more pixels is not decoded: so many take up to 300 MB. JPEG's decoder makes large ones smaller at once.
_MOST_PIXELS = 20_000_000
_MOST_PIXELS_OF = {b"\xff\xd8\xff": 36_000_000, b"RIFF": 14_000_000}

HEADER_BYTES = 256 * 1024
"""So much of a file tells its size, whatever a camera wrote before it."""

MOST_ROWS = 24
"""A picture of a page is no higher than so many lines."""

_LEAST_PIXELS = 16
# JPEG's markers that hold the size, and those that have no length behind them.
_FRAMES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
_BARE = frozenset((0x01, *range(0xD0, 0xD9)))


class Size(NamedTuple):
    """A width and a height: of a picture in pixels, or of the cells it fills."""

    width: int
    height: int


CELL = Size(8, 16)
"""What a cell of the page is taken to measure in pixels."""


# Names in TERM and TERM_PROGRAM.
_WITH_KITTY = frozenset(("xterm-kitty", "xterm-ghostty", "ghostty"))
_WITH_SIXEL = frozenset(("foot", "foot-extra", "mlterm", "contour", "wezterm", "iterm.app"))


class Way(StrEnum):
    """How pictures are shown: in their own pixels, as cells with two colours each, or by their captions alone.

    Sixel shows pixels on the whole screen, and cells in a page: what it draws does not scroll with the text.
    """

    KITTY = "kitty"
    SIXEL = "sixel"
    BLOCKS = "blocks"
    OFF = "off"


def way_here(environment: Mapping[str, str]) -> Way:
    """The best way that a terminal with this environment, and all between it and the program, surely knows.

    The terminal itself is not asked: its answer might come late, and be taken for keys.
    """
    if any(environment.get(name) for name in ("TMUX", "STY", "ZELLIJ")):
        return Way.BLOCKS
    names = {environment.get("TERM", "").lower(), environment.get("TERM_PROGRAM", "").lower()}
    if environment.get("KITTY_WINDOW_ID") or not names.isdisjoint(_WITH_KITTY):
        return Way.KITTY
    return Way.BLOCKS if names.isdisjoint(_WITH_SIXEL) else Way.SIXEL


class Picture(NamedTuple):
    """A picture named in notes, as far as its first bytes tell.

    `path` is its file, or its address on the web. `size` None: not known. `trouble` is why it is not shown, in a few
    words; None if it can be. `is_remote`: it must be fetched first.
    """

    path: str
    size: Size | None = None
    trouble: str | None = None
    is_remote: bool = False


class Raster(NamedTuple):
    """A decoded picture: rows of red, green and blue bytes from the top left on."""

    size: Size
    pixels: bytes


class Album(Protocol):
    """Where pictures come from. All but `look` take long: for a worker."""

    def look(self, name: str, source: str) -> Picture:
        """What the picture is that the document `name` names by `source`; nothing is decoded or fetched."""

    def decoded(self, picture: Picture, most: Size) -> Raster | str:
        """The picture in at most so many pixels, or why not."""

    def as_png(self, picture: Picture, most: Size) -> bytes | str:
        """The same as a PNG file, or why not."""

    def as_sixel(self, picture: Picture, most: Size) -> bytes | str:
        """The same as what a sixel terminal draws, without the sequence around it, or why not."""

    def fetched(self, picture: Picture) -> Picture:
        """A remote picture that the reader asked for, with its size or its trouble."""


def picture_size(header: bytes) -> Size | None:
    """The size of a PNG, JPEG, GIF or WebP picture by its first bytes; None for anything else."""
    try:
        if header.startswith(b"\x89PNG\r\n\x1a\n") and header[12:16] == b"IHDR":
            found = struct.unpack(">II", header[16:24])
        elif header[:6] in (b"GIF87a", b"GIF89a"):
            found = struct.unpack("<HH", header[6:10])
        elif header.startswith(b"\xff\xd8\xff"):
            return _jpeg_size(header)
        elif header[:4] == b"RIFF" and header[8:12] == b"WEBP":
            found = _webp_size(header)
        else:
            return None
    except struct.error:
        return None
    return Size(*found) if min(found) > 0 else None


def most_pixels(header: bytes) -> int:
    """How many pixels a picture may have to be decoded, by its first bytes."""
    return next((most for start, most in _MOST_PIXELS_OF.items() if header.startswith(start)), _MOST_PIXELS)


def _jpeg_size(header: bytes) -> Size | None:
    at = 2
    while at + 9 <= len(header):
        if header[at] != 0xFF:
            return None
        marker = header[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _BARE:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", header[at + 5 : at + 9])
            return Size(width, height) if width and height else None
        else:
            at += 2 + max(int.from_bytes(header[at + 2 : at + 4], "big"), 2)
    return None


def _webp_size(header: bytes) -> tuple[int, int]:
    kind = header[12:16]
    if kind == b"VP8X":
        width, more, height, most = struct.unpack("<HBHB", header[24:30])
        return 1 + (width | more << 16), 1 + (height | most << 16)
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", header[21:25])
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", header[26:30])
    return width & 0x3FFF, height & 0x3FFF


def cells_for(size: Size, columns: int, rows: int = MOST_ROWS, cell: Size = CELL) -> Size | None:
    """The cells a picture fills, in at most so many columns and rows, a cell taken for so many pixels; never enlarged.

    None for one too small to be anything but an ornament.
    """
    if min(size) < _LEAST_PIXELS or columns < 2 or rows < 1:
        return None
    share = min(1.0, columns * cell.width / size.width, rows * cell.height / size.height)
    width = max(1, min(columns, round(size.width * share / cell.width)))
    return Size(width, max(1, min(rows, round(size.height * share / cell.height))))

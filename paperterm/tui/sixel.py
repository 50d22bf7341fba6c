"""A picture drawn once in its own pixels, on terminals that know sixel.

Must not: ask the terminal anything. How large a cell is, the system knows from it, or nobody does.
"""

from __future__ import annotations

import contextlib
import re

from paperterm.core.picture import Size

_SIZE = re.compile(rb'"1;1;(\d+);(\d+)')


def cell_size(terminal: int) -> Size | None:
    """A cell of the terminal open as file `terminal`, in pixels; None where that is not known."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import fcntl
        import struct
        import termios

        rows, columns, width, height = struct.unpack("HHHH", fcntl.ioctl(terminal, termios.TIOCGWINSZ, bytes(8)))
        if min(rows, columns, width, height) > 0:
            return Size(width // columns, height // rows)
    return None


def drawn_size(sixel: bytes) -> Size | None:
    """How many pixels it draws, as it says itself."""
    found = _SIZE.match(sixel)
    return Size(int(found[1]), int(found[2])) if found else None


def drawn(sixel: bytes, column: int, row: int) -> str:
    """What draws a picture with its upper left corner in a cell of the screen, the cursor left where it was."""
    return f"\x1b7\x1b[{row + 1};{column + 1}H\x1bP0;1q{sixel.decode('ascii')}\x1b\\\x1b8"

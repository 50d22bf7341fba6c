"""The frame that a library was last left with, kept to be shown at once the next time.

Lives here: which frame fits a command line, a terminal and the files on the disk; its file, and what may stand in it.
Must not: import what the interpreter has not loaded by itself, because the frame is to be there before anything is
imported; or let out of a file in the cache folder anything but text and colours.
"""

from __future__ import annotations

import os
import stat
import sys
import time

import paperterm

Stamped = tuple[int, int, int]
"""(time of the last change in ns, size, inode) of a file."""

Mark = tuple[str, Stamped | None]
"""A path, and the stamp that it must have for a frame to be shown; None: nothing may be there, or an empty file."""

_MAGIC = b"paperterm frame 1"
_MOST_BYTES = 400_000
_MOST_HEADER = 50_000
_MOST_MARKS = 400
_MOST_FRAMES = 50
_SURE_AFTER_NS = 2_000_000_000
# What decides colours, widths of characters, and where things lie.
_DECIDING = (
    *("TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "TERM_PROGRAM", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "LANG"),
    *("UNICODE_VERSION", "HOME"),
)
_DECIDING_PREFIXES = ("TEXTUAL_", "XDG_", "LC_")
# Control characters, and those that turn the direction of what follows.
_ACTING = frozenset(
    chr(code)
    for codes in (range(0x20), range(0x7F, 0xA0), range(0x2028, 0x202F), range(0x2066, 0x206A))
    for code in codes
)


class Slot:
    """The place of one frame: `asked` is all that decides it but files; `columns` and `rows` are its size."""

    def __init__(self, folder: str, asked: str, columns: int, rows: int) -> None:
        self.folder = folder
        self.columns = columns
        self.rows = rows
        self._asked = f"{columns}\0{rows}\0{asked}".encode("utf-8", "surrogateescape")
        self.path = os.path.join(folder, f"{_checksum(self._asked)}.frame")

    def load(self) -> list[str] | None:
        """The rows of the frame; None where there is none, something has changed, or it is in any doubt."""
        try:
            lines = _parts(_contents(self.path), self._asked)
            marks, rows = _read(lines)
        except (OSError, ValueError):
            return None
        if len(rows) != self.rows or not all(map(is_harmless, rows)) or not all(map(_holds, marks)):
            return None
        return rows

    def save(self, columns: int, rows: list[str], marks: list[Mark]) -> bool:
        """Keep a frame of that width, with at least one mark; False where it cannot be kept or would not be shown."""
        body = _written(rows, marks)
        is_right = (columns, len(rows)) == (self.columns, self.rows) and all(map(is_harmless, rows))
        if not is_right or len(body) > _MOST_BYTES or len(marks) > _MOST_MARKS:
            return False
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            _put(self.path, b"\n".join((_MAGIC, self._asked.hex().encode(), _checksum(body).encode(), body)))
            _sweep(self.folder)
        except OSError:
            return False
        return True


def slot_for(words: list[str], environment: dict[str, str], columns: int, rows: int) -> Slot | None:
    """The slot for the paths `words` in a terminal of that size; None where no frame is kept: with options.

    The name of a command is a path here at which no frame was ever kept.
    """
    folder = frames_folder(environment)
    if folder is None or environment.get("COLUMNS") or environment.get("LINES"):
        return None
    if any(word[:1] in ("", "-") for word in words):
        return None
    paths = words or [os.curdir]
    try:
        places = [part for path in paths for part in (os.path.basename(os.path.abspath(path)), os.path.realpath(path))]
    except (OSError, ValueError):
        return None
    chosen = [f"{name}={environment[name]}" for name in sorted(environment) if _decides(name)]
    return Slot(folder, "\0".join((paperterm.__version__, str(len(words)), *places, *chosen)), columns, rows)


def frames_folder(environment: dict[str, str], system: str = sys.platform) -> str | None:
    """The folder of all frames, in the cache folder that `places` names; None where there is none or none is known.

    Told apart here as well, because the module that knows all systems takes longer to import than the rest of a start.
    """
    if system == "win32":
        return None
    cache, home = environment.get("XDG_CACHE_HOME", ""), environment.get("HOME", "")
    if not os.path.isabs(cache):
        if not os.path.isabs(home):
            return None
        cache = f"{home.rstrip('/')}/{'Library/Caches' if system == 'darwin' else '.cache'}"
    return os.path.join(cache, "paperterm", "frames")


def mark_of(path: str) -> Mark:
    """The mark of what is at `path` now; an empty file says as much as none."""
    try:
        status = os.stat(path)
    except OSError:
        return path, None
    if stat.S_ISREG(status.st_mode) and not status.st_size:
        return path, None
    return path, (status.st_mtime_ns, status.st_size, status.st_ino)


def is_sure(mark: Mark, now: int | None = None) -> bool:
    """Whether another change would show in the mark: it would not if it followed the last one at once."""
    _, stamped = mark
    return stamped is None or (time.time_ns() if now is None else now) - stamped[0] > _SURE_AFTER_NS


def is_harmless(row: str) -> bool:
    """Whether a row of a frame is nothing but text and colours."""
    text, *pieces = row.split("\x1b[")
    for piece in pieces:
        style, end, following = piece.partition("m")
        if not end or style.strip("0123456789;"):
            return False
        text += following
    return text.isprintable() or _ACTING.isdisjoint(text)


def _decides(name: str) -> bool:
    return name in _DECIDING or name.startswith(_DECIDING_PREFIXES)


def _holds(mark: Mark) -> bool:
    return mark_of(mark[0]) == mark


# The file: a line of magic, what was asked, a checksum of all that follows; the marks; an empty line; the rows.


def _contents(path: str) -> bytes:
    """The bytes of a file that is ours. Raises OSError, ValueError for one that is not, or too large."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if os.fstat(handle).st_uid != os.getuid():
            raise ValueError(path)
        contents = bytearray()
        while len(contents) <= _MOST_BYTES + _MOST_HEADER and (part := os.read(handle, _MOST_BYTES)):
            contents += part
    finally:
        os.close(handle)
    return bytes(contents)


def _parts(contents: bytes, asked: bytes) -> bytes:
    """What follows the checksum. Raises ValueError where it is wrong or something else was asked for."""
    magic, wanted, checksum, body = contents.split(b"\n", 3)
    if magic != _MAGIC or wanted != asked.hex().encode() or checksum != _checksum(body).encode():
        raise ValueError(magic)
    return body


def _read(body: bytes) -> tuple[list[Mark], list[str]]:
    head, separator, frame = body.decode().partition("\n\n")
    lines = head.split("\n")
    if not separator or len(lines) > _MOST_MARKS:
        raise ValueError(head)
    return [_mark(line) for line in lines], frame.split("\n")


def _mark(line: str) -> Mark:
    path, *numbers = line.split(" ")
    name = os.fsdecode(bytes.fromhex(path))
    if not numbers:
        return name, None
    changed, size, inode = map(int, numbers)
    return name, (changed, size, inode)


def _written(rows: list[str], marks: list[Mark]) -> bytes:
    head = [" ".join((os.fsencode(path).hex(), *map(str, stamped or ()))) for path, stamped in marks]
    return "\n".join((*head, "", *rows)).encode("utf-8", "surrogateescape")


def _checksum(data: bytes) -> str:
    import zlib

    return f"{zlib.crc32(data):08x}"


def _put(path: str, contents: bytes) -> None:
    """Make `contents` the file at `path`, for its owner alone; nobody ever sees half of it."""
    temporary = f"{path}.{os.getpid()}"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(contents)
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise


def _sweep(folder: str) -> None:
    """Delete all but the latest frames."""
    with os.scandir(folder) as entries:
        found = sorted((entry.stat(follow_symlinks=False).st_mtime_ns, entry.path) for entry in entries)
    for _, path in found[:-_MOST_FRAMES]:
        os.unlink(path)

"""Pictures below the folders that are open, and from the web.

Lives here: which file a note means, whether it may be read, and having it decoded by a process of its own, whose
memory and time are limited.
Must not: fetch anything by itself, or decode in this process: what is in a picture's file is a stranger's.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from paperterm.core.picture import HEADER_BYTES, Picture, Raster, Size, most_pixels, picture_size

MOST_BYTES = 30_000_000
_TIME_LIMIT_S = 6
_REMEMBERED = 256
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
_NEEDS_EXTRA = "pictures need paperterm[images]"


class NotShownError(Exception):
    """A picture cannot be had; its text says why, in a few words."""


class Pictures:
    """The pictures below `roots`: folders, or files whose folders are meant."""

    def __init__(self, roots: Sequence[Path], *, can_decode: bool | None = None) -> None:
        self._roots = [_real(root if root.is_dir() else root.parent) for root in roots]
        self._can_decode = find_spec("PIL") is not None if can_decode is None else can_decode
        self._looked: OrderedDict[tuple[str, int, int], Picture] = OrderedDict()
        self._fetched: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def look(self, note: Path | None, source: str) -> Picture:
        """The picture that the note file means by `source`, a path or a URL."""
        scheme = _SCHEME.match(source)
        if scheme or source.startswith("//"):
            return _of_scheme(scheme[1].lower() if scheme else "", source)
        if _is_svg(source):
            return Picture(source, trouble="SVG, not drawn")
        found = self._below(note, source.partition("#")[0].partition("?")[0])
        return found if isinstance(found, Picture) else self._look_at(found, source)

    def _below(self, note: Path | None, source: str) -> Path | Picture:
        """The file itself, if it lies below a folder that is open, symbolic links followed."""
        if note is None or "\0" in source:
            return Picture(source, trouble="not found")
        folder = _real(note).parent
        root = next((root for root in self._roots if folder.is_relative_to(root)), folder)
        real = _real(root / source.lstrip("/") if source.startswith("/") else folder / source)
        return real if real.is_relative_to(root) else Picture(source, trouble="outside the open folder")

    def _look_at(self, real: Path, source: str) -> Picture:
        try:
            state = real.stat()
        except (OSError, ValueError):
            return Picture(source, trouble="not found")
        key = (str(real), state.st_mtime_ns, state.st_size)
        if key not in self._looked:
            self._looked[key] = self._judge(str(real), state)
            while len(self._looked) > _REMEMBERED:
                self._looked.popitem(last=False)
        return self._looked[key]

    def _judge(self, real: str, state: os.stat_result) -> Picture:
        if not stat.S_ISREG(state.st_mode):
            return Picture(real, trouble="no file")
        if state.st_size > MOST_BYTES:
            return Picture(real, trouble=f"too large to show: {state.st_size // 1_000_000} MB")
        try:
            return self._judge_header(real, _bytes_of(real, HEADER_BYTES))
        except NotShownError as reason:
            return Picture(real, trouble=str(reason))

    def _judge_header(self, path: str, header: bytes) -> Picture:
        size = picture_size(header)
        if size is None:
            is_svg = b"<svg" in header[:1000].lower()
            return Picture(path, trouble="SVG, not drawn" if is_svg else "no picture that is shown here")
        if size.width * size.height > most_pixels(header):
            return Picture(path, size, "too many pixels to show")
        return Picture(path, size, None if self._can_decode else _NEEDS_EXTRA)

    def decoded(self, picture: Picture, most: Size) -> Raster:
        """The picture in at most so many pixels, its shape kept; NotShownError where that is not to be had.

        May take seconds: for a worker.
        """
        head, _, pixels = self._run(picture, "rgb", most).partition(b"\n")
        try:
            width, height = map(int, head.split())
        except ValueError:
            raise NotShownError("broken") from None
        if len(pixels) != 3 * width * height:
            raise NotShownError("broken")
        return Raster(Size(width, height), pixels)

    def as_png(self, picture: Picture, most: Size) -> bytes:
        """The same as a PNG file."""
        return self._run(picture, "png", most)

    def as_sixel(self, picture: Picture, most: Size) -> bytes:
        """The same as what a sixel terminal draws; nothing but printable ASCII."""
        data = self._run(picture, "sixel", most)
        if not data.isascii() or not data.decode("ascii").isprintable():
            raise NotShownError("broken")
        return data

    def fetch(self, url: str) -> Picture:
        """Have a picture from the web; only ever when the reader asked for it. For a worker."""
        from paperterm.store.fetching import fetched

        with self._lock:
            data = self._fetched.get(url)
        if data is None:
            data = fetched(url)
            with self._lock:
                self._fetched[url] = data
                while sum(map(len, self._fetched.values())) > MOST_BYTES:
                    self._fetched.popitem(last=False)
        return self._judge_header(url, data[:HEADER_BYTES])._replace(is_remote=True)

    def _run(self, picture: Picture, form: str, most: Size) -> bytes:
        with self._lock:
            data = self._fetched.get(picture.path)
        data = _bytes_of(picture.path, MOST_BYTES) if data is None else data
        size, limit = picture_size(data[:HEADER_BYTES]), most_pixels(data)
        if size is None or size.width * size.height > limit:
            raise NotShownError("changed since it was looked at")
        program = Path(__file__).with_name("picture_process.py")
        command = [sys.executable, "-P", str(program), form, str(most.width), str(most.height), str(limit)]
        try:
            ended = subprocess.run(command, input=data, capture_output=True, timeout=_TIME_LIMIT_S, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise NotShownError("takes too long to decode") from None
        except OSError:
            raise NotShownError("cannot be decoded here") from None
        if ended.returncode:
            raise NotShownError("broken")
        return ended.stdout


def _of_scheme(scheme: str, source: str) -> Picture:
    if scheme == "data":
        return Picture("embedded", trouble="embedded, not shown")
    if scheme not in ("http", "https"):
        return Picture(source, trouble="not shown from there")
    try:
        path = urlsplit(source).path
    except ValueError:
        return Picture(source, trouble="no address")
    return Picture(source, trouble="SVG, not drawn" if _is_svg(path) else None, is_remote=True)


def _is_svg(path: str) -> bool:
    return path.partition("?")[0].lower().endswith((".svg", ".svgz"))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _bytes_of(path: str, most: int) -> bytes:
    """The first `most` bytes of a regular file; never waits for a pipe or a device."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except (OSError, ValueError):
        raise NotShownError("cannot be read") from None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotShownError("no file")
        try:
            return file.read(most)
        except OSError:
            raise NotShownError("cannot be read") from None

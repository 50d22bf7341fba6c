"""Finding Markdown files and reading them, in any encoding.

Lives here: which files below the paths given are sources; tolerant reading behind one stat.
Must not: look at what a file says, write, or keep anything open. Nothing here ever waits for a pipe, device or socket.

A reason is a sentence without the path it is about; `str()` of its owner puts the (safe) path in front.
"""

from __future__ import annotations

import errno
import os
import stat as modes
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from paperterm.core.text import safe
from paperterm.store import ignore
from paperterm.store.decoding import decode, encode, is_text
from paperterm.store.naming import accompanies, is_markdown, natural_order, originals_elsewhere, translation_of

READ_LIMIT = 20_000_000
_IGNORE_LIMIT = 1_000_000
_NEVER_ENTERED = frozenset({"node_modules", "__pycache__", "site-packages", "venv", "virtualenv"})
_MARKS_OF_AN_ENVIRONMENT = frozenset({"pyvenv.cfg", "conda-meta"})
# Flags that other systems lack: do not wait for a pipe's writer, do not become a terminal, do not translate bytes.
_READ_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))

_REASONS = {
    errno.ENOENT: "there is no such file or folder; check the spelling, or whether it was moved",
    errno.ENOTDIR: "there is no such file or folder; a part of this path is a file, not a folder",
    errno.EACCES: "permission denied; give yourself the right to it, or open something else",
    errno.EPERM: "permission denied by the system; give this program access to it, or open something else",
    errno.ELOOP: "symbolic links lead in a circle here; open the file they were meant for",
    errno.ENAMETOOLONG: "this path is too long for the system; open a folder further down",
    errno.EISDIR: "this is a folder, not a file",
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.EDQUOT: "your disk quota is used up; free some space and try again",
    errno.EROFS: "this disk is read-only; copy the file to one that can be written",
    errno.EIO: "the disk could not be read; check that it is still connected",
}
_KINDS = (
    (modes.S_ISFIFO, "a named pipe"),
    (modes.S_ISSOCK, "a socket"),
    (modes.S_ISBLK, "a device"),
    (modes.S_ISCHR, "a device"),
)


class Source(NamedTuple):
    r"""A file to read: `path` is absolute; `name`, unique in a Found, is its POSIX path relative to the folder given.

    A name is always valid Unicode (bytes that are not UTF-8 appear as `\xff`), but may hold control characters.
    """

    path: Path
    name: str


class Omission(NamedTuple):
    """A path that is not read, and a sentence that says why."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{safe(str(self.path))}: {self.reason}"


class Translation(NamedTuple):
    """A file that is not read because it says the same in another language as the source named `original`."""

    path: Path
    name: str
    original: str


@dataclass(frozen=True, slots=True)
class Found:
    """What lies below the paths given.

    `sources` are in the order of the paths given, then natural order with README first in each folder.
    `problems` are paths that should have been read and cannot be; `left_out` ones that by rule are not.
    `stamps` are those of the sources seen on the way, by name.
    """

    sources: tuple[Source, ...] = ()
    problems: tuple[Omission, ...] = ()
    left_out: tuple[Omission, ...] = ()
    hidden: tuple[Translation, ...] = ()
    stamps: Mapping[str, Stamp] = field(default_factory=dict, compare=False)
    folder: Path | None = field(default=None, compare=False)

    def named(self, path: Path) -> str:
        """`path` as sources are named, if it lies below the folder that their names are relative to."""
        if self.folder is None or path == self.folder or not path.is_relative_to(self.folder):
            return str(path)
        return path.relative_to(self.folder).as_posix()


class Stamp(NamedTuple):
    """What tells one state of a file from another without reading it; equal stamps do not prove equal bytes."""

    mtime_ns: int
    size: int
    inode: int


class Reading(NamedTuple):
    """A file's text as it was at `stamp`, nothing normalised; `encode(encoding, text)` is its very bytes.

    A byte order mark is the text's first character.
    """

    text: str
    encoding: str
    bom: bool
    stamp: Stamp

    def digest(self) -> str:
        """A digest of the file's bytes, as `replace` wants it."""
        return digest_of(encode(self.encoding, self.text))


class Unreadable(Exception):  # noqa: N818 - it is a state of a file, and says so in `except Unreadable`
    """A file cannot be read as text; `reason` says why and what to do."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{safe(str(self.path))}: {self.reason}"


class TooLarge(Unreadable):
    """A file has `size` bytes, more than were to be read."""

    def __init__(self, path: Path, size: int, limit: int) -> None:
        megabytes = f"it has {size / 1e6:.1f} MB, more than the {limit / 1e6:g} MB that a file of notes may have"
        super().__init__(path, f"{megabytes}; split it into several")
        self.size = size


def find(
    paths: Sequence[Path],
    *,
    limit: int = 100_000,
    look_at: int = 2_000_000,
    depth: int | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Found:
    """The Markdown files that `paths` name or hold; a file named in `paths` counts whatever its ending.

    Names are relative to the one folder (or the file's own folder) given, with several paths to the nearest folder
    above them all. Stops at `limit` sources and after `look_at` directory entries, and says so; `depth` counts the
    levels of folders entered below each folder given (0: none); `is_cancelled` is asked once a folder.
    """
    given = [absolute(path) for path in paths]
    walk = _Walk(_shared_folder(given), limit, look_at, depth, is_cancelled)
    for path in given:
        walk.start(path)
    return walk.found()


def read(path: Path, *, limit: int = READ_LIMIT) -> Reading:
    """The text of a regular file of at most `limit` bytes, line ends untouched; raises Unreadable or TooLarge."""
    data, taken = read_bytes(path, limit)
    decoded = decode(data)
    if not is_text(decoded):
        raise Unreadable(path, "this is not text but binary; open the Markdown file it belongs to")
    return Reading(decoded.text, decoded.encoding, decoded.bom, taken)


def stamp(path: Path) -> Stamp:
    """The stamp of the file at `path`, following symbolic links; raises Unreadable when there is none."""
    return stamp_of(_status(path))


def reason_for(error: OSError | ValueError | RuntimeError) -> str:
    """A sentence for what the system said: what is the matter and what to do."""
    if not isinstance(error, OSError):
        return "this is not a path that the system can hold; check the spelling"
    said = (error.strerror or "the system gave no reason").lower()
    return _REASONS.get(error.errno or 0, f"the system says: {said}; mend that and try again")


# --- finding ---


class _Rules(NamedTuple):
    """The patterns of one .gitignore file, the depth of its folder, and the rules of the folders above."""

    patterns: tuple[ignore.Pattern, ...]
    depth: int
    above: _Rules | None

    def verdict(self, parts: Sequence[str], *, is_folder: bool) -> bool:
        """Whether the path of these parts is ignored: the innermost .gitignore that speaks of it decides."""
        rules: _Rules | None = self
        while rules is not None:
            said = ignore.verdict(rules.patterns, parts[rules.depth :], is_folder=is_folder)
            if said is not None:
                return said
            rules = rules.above
        return False


class _Folder(NamedTuple):
    """A folder still to be entered; `parts` lead to it from the folder given, whose real path is `root`."""

    path: Path
    root: str
    parts: tuple[str, ...]
    rules: _Rules | None


class _Link(NamedTuple):
    """A symbolic link to a file, to be read unless the file itself is a source."""

    path: Path
    target: Path


@dataclass(slots=True)
class _Walk:
    """One call of `find` while it goes on."""

    base: Path
    limit: int
    look_at: int
    depth: int | None
    is_cancelled: Callable[[], bool]
    stopped: bool = False
    sources: dict[Path, Source] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    stamps: dict[Path, Stamp] = field(default_factory=dict)
    links: dict[Path, Path] = field(default_factory=dict)
    problems: list[Omission] = field(default_factory=list)
    left_out: list[Omission] = field(default_factory=list)
    hidden: list[Translation] = field(default_factory=list)
    given: set[Path] = field(default_factory=set)

    def start(self, path: Path) -> None:
        """Take a path given: a folder is walked, a file is a source whatever its name."""
        try:
            mode = _status(path).st_mode
        except Unreadable as unreadable:
            self.problems.append(Omission(path, unreadable.reason))
            return
        if modes.S_ISDIR(mode):
            self.walk(_Folder(path, os.path.realpath(path), (), None))
        elif modes.S_ISREG(mode):
            self.links.pop(path, None)
            self.given.add(path)
            self.take(path)
        else:
            self.problems.append(Omission(path, _not_a_file(mode)))

    def walk(self, first: _Folder) -> None:
        """Everything below a folder in document order, by a stack: no depth of folders ends it."""
        stack: list[_Folder | Path | _Link] = [first]
        while stack and not self.stopped:
            here = stack.pop()
            if isinstance(here, _Folder):
                stack.extend(reversed(self.enter(here)))
            elif isinstance(here, _Link):
                self.links.setdefault(here.path, here.target)
                self.take(here.path)
            else:
                self.take(here)

    def take(self, path: Path) -> None:
        """Make `path` a source, once."""
        if path in self.sources:
            return
        if len(self.sources) >= self.limit:
            self.stop(path, f"more than {self.limit:,} Markdown files; open a smaller folder")
            return
        name = self.name_of(path)
        while name in self.names:
            name += "~"
        self.names.add(name)
        self.sources[path] = Source(path, name)

    def name_of(self, path: Path) -> str:
        """The path relative to the base, as valid Unicode."""
        name, base = path.as_posix(), self.base.as_posix().removesuffix("/") + "/"
        name = name.removeprefix(base)
        return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")

    def stop(self, path: Path, reason: str) -> None:
        """End the whole search, saying where and why."""
        self.stopped = True
        self.problems.append(Omission(path, reason))

    def enter(self, folder: _Folder) -> list[_Folder | Path | _Link]:
        """What is to be taken and entered in one folder, in document order."""
        if self.is_cancelled():
            self.stop(folder.path, "the search was stopped here")
            return []
        entries = self.entries(folder)
        names = {entry.name for entry in entries}
        if folder.parts and names & _MARKS_OF_AN_ENVIRONMENT:
            return []
        rules = self.rules(folder, names)
        markdown = [name for name in names if is_markdown(name) and not name.startswith(".")]
        ordered = sorted(entries, key=lambda entry: natural_order(entry.name))
        chosen = (self.choose(entry, folder, rules, markdown) for entry in ordered)
        return [choice for choice in chosen if choice is not None]

    def entries(self, folder: _Folder) -> list[os.DirEntry[str]]:
        """The directory's entries, as many as may still be looked at."""
        entries: list[os.DirEntry[str]] = []
        try:
            with os.scandir(folder.path) as listing:
                for entry in listing:
                    entries.append(entry)
                    if len(entries) >= self.look_at:
                        self.stop(folder.path, "too many files lie below the folder opened; open a smaller one")
                        break
        except OSError as error:
            self.problems.append(Omission(folder.path, reason_for(error)))
        self.look_at -= len(entries)
        return entries

    def rules(self, folder: _Folder, names: set[str]) -> _Rules | None:
        """The rules above together with the folder's own .gitignore."""
        if ".gitignore" not in names:
            return folder.rules
        try:
            data, _ = read_bytes(folder.path / ".gitignore", _IGNORE_LIMIT)
        except Unreadable as unreadable:
            self.problems.append(Omission(unreadable.path, unreadable.reason))
            return folder.rules
        patterns = ignore.parse(data.decode("utf-8", "surrogateescape"))
        return _Rules(patterns, len(folder.parts), folder.rules) if patterns else folder.rules

    def choose(
        self, entry: os.DirEntry[str], folder: _Folder, rules: _Rules | None, markdown: list[str]
    ) -> _Folder | Path | _Link | None:
        """What one directory entry leads to; what is not read but looks as if it should be is written down."""
        path, parts = folder.path / entry.name, (*folder.parts, entry.name)
        try:
            if entry.is_dir(follow_symlinks=False):
                return self.choose_folder(path, folder, parts, rules)
            if not is_markdown(entry.name):
                self.mention_link(entry, path, folder)
                return None
            if self.is_left_out(path, parts, rules, markdown):
                return None
            status = entry.stat()
            mode = status.st_mode
            if entry.is_symlink():
                return self.choose_link(path, folder, mode)
        except OSError as error:
            reason = "this symbolic link leads to nothing" if _is_broken_link(entry, error) else reason_for(error)
            self.problems.append(Omission(path, reason))
            return None
        if modes.S_ISREG(mode):
            self.stamps[path] = stamp_of(status)
            return path
        self.problems.append(Omission(path, _not_a_file(mode)))
        return None

    def choose_folder(
        self, path: Path, folder: _Folder, parts: tuple[str, ...], rules: _Rules | None
    ) -> _Folder | None:
        """The folder, unless it holds other things than notes, is ignored or lies too deep."""
        if path.name.startswith(".") or path.name in _NEVER_ENTERED:
            return None
        if self.depth is not None and len(parts) > self.depth:
            return None
        if rules is not None and rules.verdict(parts, is_folder=True):
            self.left_out.append(Omission(path, "a .gitignore file says to ignore this folder"))
            return None
        return _Folder(path, folder.root, parts, rules)

    def is_left_out(self, path: Path, parts: tuple[str, ...], rules: _Rules | None, markdown: list[str]) -> bool:
        """Whether a Markdown file is by rule not a source; if so, that is written down."""
        if path.name.startswith("."):
            reason = "its name begins with a dot"
        elif rules is not None and rules.verdict(parts, is_folder=False):
            reason = "a .gitignore file says to ignore it"
        elif company := accompanies(path.name):
            reason = f"this is {company}, not notes on papers"
        elif original := translation_of(path.name, markdown):
            named = self.name_of(path.with_name(original))
            self.hidden.append(Translation(path, self.name_of(path), named))
            return True
        else:
            return False
        self.left_out.append(Omission(path, reason))
        return True

    def choose_link(self, path: Path, folder: _Folder, mode: int) -> _Link | None:
        """The link, if it leads to a regular file below the folder given."""
        target = Path(os.path.realpath(path))
        if not target.is_relative_to(folder.root):
            self.problems.append(Omission(path, "this symbolic link leads out of the folder opened; open its target"))
        elif modes.S_ISREG(mode):
            return _Link(path, target)
        elif not modes.S_ISDIR(mode):
            self.problems.append(Omission(path, _not_a_file(mode)))
        return None

    def mention_link(self, entry: os.DirEntry[str], path: Path, folder: _Folder) -> None:
        """A linked folder is never entered: its files have their own place below, or lie outside and that is said."""
        with suppress(OSError):  # whatever else it is, its name does not say that it holds notes
            if entry.name.startswith(".") or not entry.is_symlink() or not entry.is_dir():
                return
            if not Path(os.path.realpath(path)).is_relative_to(folder.root):
                reason = "this symbolic link leads to a folder outside the one opened; open that folder too"
                self.problems.append(Omission(path, reason))

    def found(self) -> Found:
        """What was found in all."""
        if self.links:
            self.leave_links_out()
        self.hide_translations()
        stamps = {source.name: self.stamps[path] for path, source in self.sources.items() if path in self.stamps}
        return Found(
            tuple(self.sources.values()),
            tuple(self.problems),
            tuple(self.left_out),
            tuple(self.hidden),
            stamps,
            self.base,
        )

    def hide_translations(self) -> None:
        """Leave out what lies in a language's folder and says the same as another source; what was given stays."""
        names: dict[str, str] = {}
        for path, source in tuple(self.sources.items()):
            others = originals_elsewhere(source.name) if path not in self.given else []
            if others and not names:
                names = {other.name.casefold(): other.name for other in self.sources.values()}
            original = next((names[name] for other in others if (name := other.casefold()) in names), None)
            if original is not None:
                self.hidden.append(Translation(path, source.name, original))
                del self.sources[path]

    def leave_links_out(self) -> None:
        """Of several names for one file keep the one that is no link, else the first."""
        own = (source for path, source in self.sources.items() if path not in self.links)
        places = {os.path.realpath(source.path): source for source in own}
        for path, target in self.links.items():
            source = self.sources.get(path)
            if source is None or places.setdefault(str(target), source) is source:
                continue
            reason = f"this is a symbolic link to {safe(places[str(target)].name)}, which is read"
            self.left_out.append(Omission(path, reason))
            del self.sources[path]


def absolute(path: Path) -> Path:
    """`path` from the root on, without `..`; its own last part is not followed when it is a symbolic link."""
    with suppress(OSError, ValueError):
        if path.name in ("", ".."):
            return Path(os.path.realpath(path))
        return Path(os.path.realpath(path.parent), path.name)
    return path.absolute()


def _shared_folder(given: Sequence[Path]) -> Path:
    """The nearest folder above all that is given; of a single folder, itself."""
    folders = [str(path if _is_folder(path) else path.parent) for path in given]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # nothing given, or paths on different drives
        return Path(os.sep)


def _is_folder(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False


def _is_broken_link(entry: os.DirEntry[str], error: OSError) -> bool:
    return error.errno == errno.ENOENT and entry.is_symlink()


def _not_a_file(mode: int) -> str:
    kind = next((name for test, name in _KINDS if test(mode)), "something else")
    return f"this is {kind}, not a file; save what it holds to a file and open that"


# --- reading ---


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except (OSError, ValueError) as error:
        raise Unreadable(path, reason_for(error)) from error


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp in a stat result."""
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


def read_bytes(path: Path, limit: int) -> tuple[bytes, Stamp]:
    """The bytes of a regular file and the stamp from just before they were read."""
    check_regular(path, _status(path))  # before opening: opening some devices already does something
    try:
        handle = os.open(path, _READ_FLAGS)
        with os.fdopen(handle, "rb", buffering=0) as stream:
            status = os.fstat(handle)
            check_regular(path, status)
            data = b"".join(_chunks(stream.read, limit))
    except OSError as error:
        raise Unreadable(path, reason_for(error)) from error
    if max(len(data), status.st_size) > limit:
        raise TooLarge(path, max(len(data), status.st_size), limit)
    return data, stamp_of(status)


def _chunks(read_some: Callable[[int], bytes | None], limit: int) -> Iterator[bytes]:
    """What can be read, at most one byte more than `limit` (the file may grow meanwhile)."""
    left = limit + 1
    while left > 0 and (chunk := read_some(min(left, 1 << 20))):
        left -= len(chunk)
        yield chunk


def check_regular(path: Path, status: os.stat_result) -> None:
    """Raise Unreadable unless `status` is that of a regular file, the only kind that never makes its reader wait."""
    if modes.S_ISDIR(status.st_mode):
        raise Unreadable(path, _REASONS[errno.EISDIR])
    if not modes.S_ISREG(status.st_mode):
        raise Unreadable(path, _not_a_file(status.st_mode))


def digest_of(data: bytes) -> str:
    """32 hexadecimal digits that differ when the bytes do."""
    import hashlib  # takes 15 ms, which listing papers need not spend

    return hashlib.blake2b(data, digest_size=16).hexdigest()


def make_private(path: Path) -> None:
    """Make an empty file at `path` that its owner alone may read, where none is yet. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))

"""Noticing that files changed, whoever changed them.

Lives here: THE door to watchfiles, and the polling that takes over where the system reports nothing.
Must not: read what changed, or decide what follows from it.

Folders are watched, never single files: a file that is replaced as a whole is another file to the system.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from paperterm.store.files import Stamp, Unreadable, find, stamp
from paperterm.store.naming import is_markdown

OnChange = Callable[[frozenset[Path]], None]
_Report = tuple[frozenset[Path], bool]  # the paths that changed, and whether a folder watched itself went

_INTERVAL_S = 1.0
_ALERT_MS = 250  # how often a watcher looks whether its folders are still the same
_STEP_MS = 50  # how long a change waits for others to join it, and a watcher until it notices that it is to stop
_DEBOUNCE_MS = 400
# A poll may take one part in so many of the time.
_REST = 20
_REMOTE_FILE_SYSTEMS = (
    *("nfs", "cifs", "smb", "9p", "drvfs", "fuse.", "afs", "ceph", "lustre", "glusterfs", "gfs2", "ocfs2", "ncp"),
    *("coda", "davfs", "virtiofs", "vboxsf", "vmhgfs", "prl_fs"),
)


class Watch:
    """Calls `on_change` with the paths that changed, from threads of its own but never twice at once, until stopped.

    Of a folder: Markdown files, .gitignore files and folders below it, but for hidden ones. Of a file: that file.
    A folder's path stands for all that is in it; so does the path asked for when reports of it may have been lost.
    Paths begin as they were given, made absolute. Watching has begun when the constructor returns, which takes at
    most half a second.
    `polling`: look at the files every `interval_s` seconds (rarer where that takes long) instead of being told;
    that is also done below network mounts, where watchfiles is missing or fails, and once a folder is gone.
    """

    def __init__(
        self,
        paths: Iterable[Path],
        on_change: OnChange,
        *,
        polling: bool = False,
        interval_s: float = _INTERVAL_S,
        mounts: Path = Path("/proc/self/mountinfo"),
    ) -> None:
        self._paths = tuple(dict.fromkeys(path.absolute() for path in paths))
        self._on_change = on_change
        self._interval_s = interval_s
        self._stop = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._threads: list[threading.Thread] = []
        folders = [path for path in self._paths if path.is_dir()]
        files = [path for path in self._paths if path not in folders]
        for group, watched, recursive in (
            (folders, folders, True),
            (files, list(dict.fromkeys(path.parent for path in files)), False),
        ):
            if group:
                remote = polling or any(is_remote(folder, mounts) for folder in watched)
                self._begin(group, watched, recursive, remote)

    def stop(self) -> None:
        """Stop at once; `on_change` is not called any more when this returns, unless it is being called now."""
        self._stop.set()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(1)

    def _begin(self, asked: Sequence[Path], folders: Sequence[Path], recursive: bool, polling: bool) -> None:
        same = _identities(folders)
        reports = None if polling else self._native(folders, recursive)
        known = {} if reports is not None else self._snapshot(asked)

        def run() -> None:
            if reports is None:
                self._poll(asked, known)
            elif self._follow(reports, asked, folders, same):
                stamps = self._snapshot(asked)
                self._report(frozenset(asked))  # nobody knows what was missed
                self._poll(asked, stamps)

        thread = threading.Thread(target=run, daemon=True, name="watch")
        self._threads.append(thread)
        thread.start()

    def _native(self, folders: Sequence[Path], recursive: bool) -> Iterator[_Report] | None:
        """What the system reports, no paths when nothing happened for a while; None where it reports nothing."""
        reports = _reports(folders, recursive, self._stop)
        try:
            first = next(reports, None)  # only now is anything watched
        except (ImportError, OSError, RuntimeError):
            return None
        return _with_first(first, reports)

    def _follow(
        self,
        reports: Iterator[_Report],
        asked: Sequence[Path],
        folders: Sequence[Path],
        same: Sequence[tuple[int, int] | None],
    ) -> bool:
        """Pass on what the system reports; True when it stopped reporting and polling has to take over."""
        with suppress(OSError, RuntimeError):
            for changed, is_gone in reports:
                self._report(_wanted(changed, asked))
                if is_gone or _identities(folders) != same:
                    break
        return not self._stop.is_set()

    def _poll(self, asked: Sequence[Path], known: dict[Path, Stamp]) -> None:
        """Compare stamps with those `known` until stopped."""
        took = 0.0
        while not self._stop.wait(max(self._interval_s, took * _REST)):
            began = time.monotonic()
            now = self._snapshot(asked)
            took = time.monotonic() - began
            self._report(frozenset(path for path in known.keys() | now.keys() if known.get(path) != now.get(path)))
            known = now

    def _snapshot(self, asked: Sequence[Path]) -> dict[Path, Stamp]:
        stamps = {}
        for source in find(asked, is_cancelled=self._stop.is_set).sources:
            with suppress(Unreadable):
                stamps[source.path] = stamp(source.path)
        return stamps

    def _report(self, changed: frozenset[Path]) -> None:
        if changed and not self._stop.is_set():
            with self._one_at_a_time:
                self._on_change(changed)


def watch(paths: Iterable[Path], on_change: Callable[[], None]) -> Callable[[], None]:
    """Watch for those who look for themselves what changed; returns what stops it."""
    return Watch(paths, lambda changed: on_change()).stop


def is_remote(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> bool:
    """Whether `folder` is on a file system that others change without this system being told.

    Known on Linux only, from its table of mounts; what cannot be found out is taken for local.
    """
    if not sys.platform.startswith("linux"):
        return False
    kind, longest = "", -1
    with suppress(OSError, ValueError):
        real = os.path.realpath(folder)
        for line in mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            point, found = _mount(line)
            if len(point) >= longest and Path(real).is_relative_to(point):
                kind, longest = found, len(point)
    return kind.startswith(_REMOTE_FILE_SYSTEMS)


def _mount(line: str) -> tuple[str, str]:
    """(mount point, kind of file system) of a line of the table of mounts; ValueError if it is none."""
    before, _, after = line.partition(" - ")
    fields, kind = before.split(" "), after.partition(" ")[0]
    if len(fields) < 5 or not kind:
        raise ValueError(line)
    point = fields[4]
    for escaped, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(escaped, char)
    return point, kind


def _reports(folders: Sequence[Path], recursive: bool, stop: threading.Event) -> Iterator[_Report]:
    from watchfiles import Change
    from watchfiles import watch as changes_below

    watched = {str(folder) for folder in folders}
    for changes in changes_below(
        *folders,
        watch_filter=None,
        debounce=_DEBOUNCE_MS,
        step=_STEP_MS,
        stop_event=stop,
        rust_timeout=_ALERT_MS,
        yield_on_timeout=True,
        debug=False,
        raise_interrupt=False,
        recursive=recursive,
        ignore_permission_denied=True,
    ):
        is_gone = any(change is Change.deleted and path in watched for change, path in changes)
        yield frozenset(Path(path) for _, path in changes), is_gone


def _with_first(first: _Report | None, rest: Iterator[_Report]) -> Iterator[_Report]:
    if first is not None:
        yield first
    yield from rest


def _identities(folders: Sequence[Path]) -> list[tuple[int, int] | None]:
    """What mostly tells a folder from another one that has taken its name; None where there is none."""
    identities: list[tuple[int, int] | None] = []
    for folder in folders:
        try:
            status = folder.stat()
            identities.append((status.st_dev, status.st_ino))
        except (OSError, ValueError):
            identities.append(None)
    return identities


def _wanted(changed: Iterable[Path], asked: Sequence[Path]) -> frozenset[Path]:
    """Those of the paths `changed` that were asked for, named by the paths asked."""
    return frozenset(
        root / path.relative_to(real)
        for path in changed
        for root in asked
        for real in {root, Path(os.path.realpath(root))}
        if path.is_relative_to(real) and _matters(path, path.relative_to(real).parts)
    )


def _matters(path: Path, below: Sequence[str]) -> bool:
    """Whether notes can be concerned, by the parts of a path `below` the one asked for (none: it is that one)."""
    if not below:
        return True
    if any(part.startswith(".") for part in below[:-1]):
        return False
    if is_markdown(path.name) or path.name == ".gitignore":
        return not path.name.startswith("._")
    # What is gone may have been a folder; files that are no notes mostly have an ending.
    return not path.name.startswith(".") and (path.is_dir() or (path.suffix == "" and not path.exists()))

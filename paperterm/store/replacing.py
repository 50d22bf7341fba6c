"""Replacing a file as a whole, so that no crash can tear it.

Lives here: the temporary file beside it, its permissions, the rename, and sweeping up after killed processes.
Must not: know what is in a file.
"""

from __future__ import annotations

import os
import stat as modes
import sys
from contextlib import suppress
from pathlib import Path

from paperterm.core.text import safe
from paperterm.store.files import (
    READ_LIMIT,
    Stamp,
    Unreadable,
    check_regular,
    digest_of,
    read_bytes,
    reason_for,
    stamp_of,
)

_PREFIX, _ENDING = ".paperterm-", ".tmp"
_DAY_NS = 86_400 * 10**9
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_BINARY"))


class Unwritable(Exception):  # noqa: N818 - it is a state of a file, named like Unreadable
    """A file was not replaced and is as it was; `reason` says why and what to do."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{safe(str(self.path))}: {self.reason}"


class Changed(Unwritable):
    """A file was not replaced because its bytes are no longer the ones expected."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "another program changed this file meanwhile; look at it again, then repeat the change")


def replace(path: Path, data: bytes, *, expected: str | None = None) -> Stamp:
    """Make `data` the whole content of the file at `path`, or of the file it is a symbolic link to.

    At any instant the old or the new content is there, whole. Permissions, owner and attributes are kept as far as
    the system allows. With `expected` (a `Reading.digest()`) other bytes than those are never overwritten: Changed.
    Raises Unwritable when nothing was done; the stamp returned is the new one.
    """
    try:
        target = Path(os.path.realpath(path))
        return _replace(target, data, expected)
    except Unreadable as unreadable:
        raise Unwritable(path, unreadable.reason) from unreadable
    except (OSError, ValueError) as error:
        raise Unwritable(path, reason_for(error)) from error


def sweep(folder: Path) -> tuple[Path, ...]:
    """Delete what killed replacements left in `folder` (not below it); the paths deleted.

    A temporary file of a living process stays, unless it is older than a day.
    """
    swept = []
    with suppress(OSError, ValueError):
        for entry in sorted(folder.iterdir()):
            if _is_left_over(entry):
                entry.unlink(missing_ok=True)
                swept.append(entry)
    return tuple(swept)


def _replace(target: Path, data: bytes, expected: str | None) -> Stamp:
    old = _old_status(target)
    if old is not None and not _may_write(target):
        raise Unwritable(target, "this file is read-only; allow writing it and try again")
    temporary = target.with_name(_temporary_name())
    try:
        written = _write_new(temporary, data, old)
        _check_expected(target, expected)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _keep_folder(target.parent)
    return written


def _may_write(target: Path) -> bool:
    return os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _old_status(target: Path) -> os.stat_result | None:
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    check_regular(target, status)
    return status


def _check_expected(target: Path, expected: str | None) -> None:
    if expected is None:
        return
    try:
        data, _ = read_bytes(target, max(READ_LIMIT, target.stat().st_size))
    except FileNotFoundError as error:
        raise Changed(target) from error
    if digest_of(data) != expected:
        raise Changed(target)


def _write_new(temporary: Path, data: bytes, old: os.stat_result | None) -> Stamp:
    """Write a new file as safe on disk as the system makes it, with the permissions of the old one."""
    handle = os.open(temporary, _FLAGS, 0o666 if old is None else 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        if old is not None:
            _inherit(handle, old)
        os.fsync(handle)
        return stamp_of(os.fstat(handle))


def _inherit(handle: int, old: os.stat_result) -> None:
    if sys.platform == "win32":
        return
    new = os.fstat(handle)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        with suppress(PermissionError):  # only root may give files away; the content matters more
            os.fchown(handle, old.st_uid, old.st_gid)
    os.fchmod(handle, modes.S_IMODE(old.st_mode))


def _keep_folder(folder: Path) -> None:
    """Write the folder's new state to disk too, where the system can."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _temporary_name() -> str:
    """A short name (long ones leave no room) that says which process on which machine will rename it."""
    return f"{_PREFIX}{_machine()}-{os.getpid()}-{os.urandom(4).hex()}{_ENDING}"


def _machine() -> str:
    import platform
    import zlib

    return f"{zlib.crc32(os.fsencode(platform.node())):08x}"


def _is_left_over(path: Path) -> bool:
    if not (path.name.startswith(_PREFIX) and path.name.endswith(_ENDING)):
        return False
    fields = path.name.removeprefix(_PREFIX).removesuffix(_ENDING).split("-")
    if len(fields) != 3 or not fields[1].isdecimal() or not modes.S_ISREG(path.lstat().st_mode):
        return False
    return (fields[0] == _machine() and _is_dead(int(fields[1]))) or _age_ns(path) > _DAY_NS


def _age_ns(path: Path) -> int:
    import time

    return time.time_ns() - path.lstat().st_mtime_ns


def _is_dead(process: int) -> bool:
    """Whether no such process runs here; unknown on Windows, where asking would end it."""
    if sys.platform == "win32":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False

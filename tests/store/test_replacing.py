"""Replacing files whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from paperterm.store.files import read, stamp
from paperterm.store.replacing import Changed, Unwritable, replace, sweep

needs_posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions and links")


def test_the_new_bytes_are_there_and_nothing_else_is(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    assert replace(path, b"new\r\n\xff") == stamp(path)
    assert path.read_bytes() == b"new\r\n\xff"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_was_not_there_is_made(tmp_path: Path) -> None:
    replace(tmp_path / "a.md", b"new")
    assert (tmp_path / "a.md").read_bytes() == b"new"


@needs_posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_survives(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(mode)
    replace(path, b"new")
    assert path.stat().st_mode & 0o777 == mode


@needs_posix
def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere/real.md", tmp_path / "link.md"
    target.write_bytes(b"old")
    link.symlink_to(target)
    replace(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_the_longest_name_can_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 252 + ".md")
    path.write_bytes(b"old")
    replace(path, b"new")
    assert path.read_bytes() == b"new"


def test_bytes_other_than_those_expected_are_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    reading = read(path)
    path.write_bytes(b"new")
    os.utime(path, ns=(reading.stamp.mtime_ns, reading.stamp.mtime_ns))
    with pytest.raises(Changed, match="another program"):
        replace(path, b"mine", expected=reading.digest())
    assert path.read_bytes() == b"new"
    replace(path, b"mine", expected=read(path).digest())
    assert path.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_deleted_meanwhile_is_not_made_again_behind_its_owners_back(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    digest = read(path).digest()
    path.unlink()
    with pytest.raises(Changed):
        replace(path, b"mine", expected=digest)
    assert list(tmp_path.iterdir()) == []


@needs_posix
def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    for path in (tmp_path / "pipe.md", tmp_path, tmp_path / "gone/a.md", tmp_path / "a\0.md"):
        with pytest.raises(Unwritable):
            replace(path, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["pipe.md"]


def test_a_read_only_file_stays_as_it_is(ordinary: Path) -> None:
    path = ordinary / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(Unwritable, match="read-only"):
        replace(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_folder_that_takes_no_files_says_so(ordinary: Path) -> None:
    path = ordinary / "a.md"
    path.write_bytes(b"old")
    ordinary.chmod(0o500)
    with pytest.raises(Unwritable, match="permission denied"):
        replace(path, b"new")
    ordinary.chmod(0o700)
    assert path.read_bytes() == b"old"


@needs_posix
def test_what_a_killed_process_left_is_swept_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    program = (
        "import os, sys; from pathlib import Path; from paperterm.store import replacing;"
        "os.fsync = lambda handle: os.kill(os.getpid(), 9);"
        "replacing.replace(Path(sys.argv[1]), b'new')"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    (left_over,) = (other for other in tmp_path.iterdir() if other != path)
    alive = left_over.with_name(left_over.name.replace(left_over.name.split("-")[2], str(os.getpid())))
    alive.write_bytes(b"")
    (tmp_path / ".paperterm-notes.tmp").write_bytes(b"the reader's own")
    assert sweep(tmp_path) == (left_over,)
    assert path.read_bytes() == b"old"
    assert alive.exists()


def test_sweeping_a_folder_that_is_not_there_does_nothing(tmp_path: Path) -> None:
    assert sweep(tmp_path / "gone") == ()

"""Changes are noticed, by the system's reports and by polling alike."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from paperterm.store.watching import Watch, is_remote, watch

WAIT = 20.0  # seconds; far more than ever needed


class Ear:
    """Collects the paths reported; waits until all, or one, of those expected were."""

    def __init__(self) -> None:
        self._reports: Queue[frozenset[Path]] = Queue()
        self.heard: set[Path] = set()

    def __call__(self, changed: frozenset[Path]) -> None:
        self._reports.put(changed)

    def hears(self, *expected: Path) -> bool:
        return self.hears_until(lambda: self.heard.issuperset(expected))

    def hears_one_of(self, *expected: Path) -> bool:
        return self.hears_until(lambda: not self.heard.isdisjoint(expected))

    def hears_until(self, is_enough: Callable[[], bool]) -> bool:
        while not is_enough():
            try:
                self.heard |= self._reports.get(timeout=WAIT)
            except Empty:
                return False
        return True


Begin = Callable[..., Ear]


@pytest.fixture(params=["told", "polling"])
def begin(request: pytest.FixtureRequest) -> Iterator[Begin]:
    """Begins to watch paths in one of the two ways; stops in the end."""
    watches: list[Watch] = []

    def watching(*paths: Path) -> Ear:
        ear = Ear()
        watches.append(Watch(paths, ear, polling=request.param == "polling", interval_s=0.01))
        return ear

    yield watching
    for each in watches:
        each.stop()


def test_a_file_written_added_or_deleted_below_a_folder_is_reported(tmp_path: Path, begin: Begin) -> None:
    old, new, gone = tmp_path / "old.md", tmp_path / "sub/new.md", tmp_path / "gone.md"
    old.write_text("1")
    gone.write_text("1")
    (tmp_path / "sub").mkdir()
    ear = begin(tmp_path)
    old.write_text("22")
    new.write_text("1")
    gone.unlink()
    assert ear.hears(old, new, gone)


def test_a_new_folder_with_files_is_reported_by_its_name_or_theirs(tmp_path: Path, begin: Begin) -> None:
    ear = begin(tmp_path)
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/new.md").write_text("1")
    assert ear.hears_one_of(tmp_path / "a/b/new.md", tmp_path / "a", tmp_path / "a/b")


def test_a_file_replaced_as_a_whole_again_and_again_is_reported_each_time(tmp_path: Path, begin: Begin) -> None:
    path = tmp_path / "a.md"
    path.write_text("0")
    ear = begin(path)
    for number in range(3):
        (tmp_path / "temporary").write_text("x" * (number + 2))
        (tmp_path / "temporary").replace(path)
        assert ear.hears(path)
        assert ear.heard == {path}
        ear.heard.clear()


def test_only_what_was_asked_for_is_reported(tmp_path: Path, begin: Begin) -> None:
    notes, other = tmp_path / "notes.txt", tmp_path / "other.md"
    notes.write_text("1")
    ear = begin(notes)
    other.write_text("1")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/x.md").write_text("1")
    notes.write_text("22")
    assert ear.hears(notes)
    assert ear.heard == {notes}


def test_files_that_are_no_notes_are_not_reported(tmp_path: Path, begin: Begin) -> None:
    ear = begin(tmp_path)
    (tmp_path / ".git").mkdir()
    for name in (".git/index.md", "picture.png", ".a.md.swp", "a.md~"):
        (tmp_path / name).write_text("1")
    (tmp_path / "last.md").write_text("1")
    assert ear.hears(tmp_path / "last.md")
    assert ear.heard == {tmp_path / "last.md"}


def test_a_folder_that_is_deleted_and_made_again_is_watched_on(tmp_path: Path, begin: Begin) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("1")
    ear = begin(folder)
    (folder / "a.md").unlink()
    folder.rmdir()
    assert ear.hears_one_of(folder / "a.md", folder)
    folder.mkdir()
    (folder / "b.md").write_text("1")
    assert ear.hears_one_of(folder / "b.md", folder)
    ear.heard.clear()
    (folder / "b.md").write_text("22")
    (folder / "c.md").write_text("1")
    assert ear.hears_until(lambda: folder in ear.heard or {folder / "b.md", folder / "c.md"} <= ear.heard)


def test_a_file_that_does_not_exist_yet_is_reported_when_it_does(tmp_path: Path, begin: Begin) -> None:
    ear = begin(tmp_path / "new.md")
    (tmp_path / "new.md").write_text("1")
    assert ear.hears(tmp_path / "new.md")


def test_a_path_whose_folder_is_missing_is_no_reason_to_fail(tmp_path: Path, begin: Begin) -> None:
    ear = begin(tmp_path / "gone/new.md", Path("a\0b"))
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone/new.md").write_text("1")
    assert ear.hears(tmp_path / "gone/new.md")


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_paths_are_named_as_they_were_given(tmp_path: Path, begin: Begin) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    ear = begin(tmp_path / "link")
    (tmp_path / "real/a.md").write_text("1")
    assert ear.hears(tmp_path / "link/a.md")
    assert ear.heard == {tmp_path / "link/a.md"}


@pytest.mark.parametrize("polling", [True, False])
def test_nothing_is_reported_and_nothing_runs_after_the_stop(tmp_path: Path, polling: bool) -> None:
    reported: list[frozenset[Path]] = []
    before = threading.active_count()
    watching = Watch([tmp_path], reported.append, polling=polling, interval_s=3600)
    watching.stop()
    (tmp_path / "a.md").write_text("1")
    watching.stop()
    assert threading.active_count() == before
    assert reported == []


def test_a_watch_can_be_stopped_from_within_its_report(tmp_path: Path) -> None:
    stopped = threading.Event()
    watches: list[Watch] = []

    def stop(changed: frozenset[Path]) -> None:
        watches[0].stop()
        stopped.set()

    watches.append(Watch([tmp_path], stop))
    (tmp_path / "a.md").write_text("1")
    assert stopped.wait(WAIT)


def test_those_who_look_for_themselves_are_only_called(tmp_path: Path) -> None:
    called = threading.Event()
    stop = watch([tmp_path], called.set)
    (tmp_path / "a.md").write_text("1")
    assert called.wait(WAIT)
    stop()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux' table of mounts")
def test_network_mounts_are_known_from_the_table_of_mounts(tmp_path: Path) -> None:
    (tmp_path / "far away").mkdir()
    mounts = tmp_path / "mountinfo"
    table = f"""\
21 1 0:20 / / rw,relatime shared:1 - ext4 /dev/root rw
33 21 0:40 / {tmp_path}/far\\040away rw,relatime - nfs4 host:/x rw
34 33 0:41 / {tmp_path}/far\\040away/near rw - tmpfs none rw
"""
    mounts.write_text(table)
    assert is_remote(tmp_path / "far away/deep/folder", mounts)
    assert not is_remote(tmp_path / "far away/near/x", mounts)
    assert not is_remote(tmp_path, mounts)
    assert not is_remote(tmp_path, tmp_path / "no table")
    mounts.write_text("no table\n")
    assert not is_remote(tmp_path, mounts)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux' table of mounts")
def test_a_network_mount_is_polled(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text("33 21 0:40 / / rw,relatime - fuse.sshfs host:/x rw\n")
    folder = tmp_path / "notes"
    folder.mkdir()
    ear = Ear()
    watching = Watch([folder], ear, interval_s=0.01, mounts=mounts)
    (folder / "a.md").write_text("1")
    assert ear.hears(folder / "a.md")
    watching.stop()

"""The index keeps what was read, and whatever becomes of it, everything is still there to be read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from paperterm.library import Library
from paperterm.store.index import Index, index_path

PAPER = "- [A Paper About {0}](https://example.org/{0}) ICLR 2021\n  - 1. noted of {0}\n"


def written(folder: Path, count: int = 60) -> Path:
    """A library of so many files that it is worth keeping."""
    for number in range(count):
        (folder / f"{number}.md").write_text(PAPER.format(f"Number {number}"))
        os.utime(folder / f"{number}.md", (1_600_000_000, 1_600_000_000))
    return folder


def titles(library: Library) -> list[str]:
    return [entry.paper.title for entry in library.rows(0, library.count())]


def everything(count: int = 60) -> list[str]:
    return [f"A Paper About Number {number}" for number in range(count)]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    return written(tmp_path / "notes")


@pytest.fixture
def keep(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index"


def opened(notes: Path, keep: Path) -> Library:
    return Library([notes], keeps_in=keep).read_all()


def kept(keep: Path) -> Path:
    (path,) = keep.glob("*.sqlite3")
    return path


def test_what_was_kept_is_there_before_any_file_is_looked_at(notes: Path, keep: Path) -> None:
    opened(notes, keep).close()
    for path in notes.iterdir():
        path.rename(path.with_suffix(".gone"))
    library = Library([notes], keeps_in=keep)
    assert titles(library) == everything()
    assert library.unread == 0
    assert titles(library.read_all()) == []


@pytest.mark.skipif(os.name == "nt", reason="other permissions")
def test_nobody_else_may_read_what_is_kept_of_the_notes(notes: Path, keep: Path) -> None:
    library = opened(notes, keep)
    assert keep.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in keep.iterdir()} == {0o600}
    library.close()


def test_only_files_that_changed_are_read_again(notes: Path, keep: Path) -> None:
    opened(notes, keep).close()
    (notes / "7.md").write_text(PAPER.format("Something Else"))
    (notes / "8.md").unlink()
    (notes / "new.md").write_text(PAPER.format("News"))
    library = Library([notes], keeps_in=keep)
    arrivals = list(library.reading())
    assert sorted(arrival.name for arrival in arrivals) == ["7.md", "new.md"]
    library.take(arrivals)
    numbers = everything()
    assert titles(library) == [*numbers[:7], "A Paper About Something Else", *numbers[9:], "A Paper About News"]


def test_a_file_written_in_the_moment_it_was_read_is_read_again(notes: Path, keep: Path) -> None:
    (notes / "3.md").write_text(PAPER.format("Number 3"))
    opened(notes, keep).close()
    assert [arrival.name for arrival in Library([notes], keeps_in=keep).reading()] == ["3.md"]


def test_a_small_library_leaves_nothing_on_the_disk(tmp_path: Path, keep: Path) -> None:
    library = opened(written(tmp_path, 3), keep)
    assert titles(library) == everything(3)
    assert not keep.exists()


def test_a_reading_that_was_broken_off_is_taken_up_where_it_ended(notes: Path, keep: Path) -> None:
    library = Library([notes], keeps_in=keep)
    reading = library.reading()
    library.take([next(reading) for _ in range(10)])
    library.close()
    again = Library([notes], keeps_in=keep)
    assert len(list(again.reading())) == 50


def test_what_was_read_beyond_the_files_found_first_is_not_lost(tmp_path: Path, keep: Path) -> None:
    library = Library([written(tmp_path, 130)], keeps_in=keep)
    reading = library.reading()
    library.take([next(reading) for _ in range(120)])
    library.close()
    again = Library([tmp_path], keeps_in=keep)
    assert again.unread
    assert len(list(again.reading())) == 10


def test_many_files_that_changed_are_filed_before_the_screen_takes_them(tmp_path: Path, keep: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    library = opened(written(notes, 130), keep)
    for number in range(2, 130):
        (notes / f"{number}.md").write_text(PAPER.format(f"Other {number}"))
    (notes / "1.md").unlink()
    changes = library.changes()
    assert changes.is_any and not changes.arrivals
    library.take_changes(changes)
    others = [f"A Paper About Other {number}" for number in range(2, 130)]
    assert titles(library) == ["A Paper About Number 0", *others]


def overwrite(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def scramble(path: Path) -> None:
    with path.open("r+b") as stream:
        for at in range(4096, path.stat().st_size, 4096):
            stream.seek(at)
            stream.write(b"\xff" * 512)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE files (other)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("harm", [Path.unlink, overwrite, cut, scramble, empty, another])
def test_a_damaged_index_is_read_anew_and_loses_nothing(notes: Path, keep: Path, harm: Callable[[Path], None]) -> None:
    opened(notes, keep).close()
    for ending in ("-wal", "-shm"):
        Path(f"{kept(keep)}{ending}").unlink(missing_ok=True)
    harm(kept(keep))
    library = opened(notes, keep)
    assert titles(library) == everything()
    assert [entry.name for entry in library.listed('"number 7"')] == ["7.md"]
    library.close()
    assert titles(opened(notes, keep)) == everything()


def test_an_index_damaged_while_it_is_open_begins_again_in_memory_and_says_so(notes: Path, keep: Path) -> None:
    library = opened(notes, keep)
    library.refresh()
    with sqlite3.connect(kept(keep)) as other:
        other.execute("DROP TABLE told")
    assert titles(library) == everything()
    assert library.trouble is not None
    assert [aside.name for aside in library.asides()] == ["index"]


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may write anywhere")
def test_a_log_emptied_while_the_index_is_open_fails_no_search(notes: Path, keep: Path) -> None:
    library = opened(notes, keep)
    told: list[str] = []
    library.when_lost(lambda: told.append("lost"))
    for log in keep.rglob("*-wal"):
        log.write_bytes(b"")
    library.search().ranked("paper", lambda: True)
    assert told
    library.take_changes(library.changes(everything=True))
    assert titles(library) == everything()


def test_a_folder_that_cannot_be_written_keeps_nothing_and_says_so(notes: Path, keep: Path) -> None:
    keep.parent.mkdir()
    keep.parent.chmod(0o500)
    assert titles(opened(notes, keep)) == everything()


def test_where_no_folder_can_be_the_index_lies_in_memory_and_says_so(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    library = opened(notes, tmp_path / "file" / "index")
    assert titles(library) == everything()
    assert library.trouble is not None
    assert library.complaints() == ()  # nothing is wrong with the notes


def test_two_libraries_on_one_index_see_the_same(notes: Path, keep: Path) -> None:
    one, other = Library([notes], keeps_in=keep), Library([notes], keeps_in=keep)
    for arrival in one.reading():
        one.take([arrival])
        other.take([arrival])
    one.complete()
    other.refresh()
    one.refresh()
    assert titles(one) == titles(other) == everything()


def test_a_paper_replaced_by_another_window_is_gone_not_something_else(notes: Path, keep: Path) -> None:
    one, other = opened(notes, keep), opened(notes, keep)
    assert titles(one) == everything()
    (notes / "0.md").write_text(PAPER.format("Quite Another"))
    other.take_changes(other.changes())
    assert set(titles(one)) <= {*everything()}
    one.refresh()
    assert titles(one)[0] == "A Paper About Quite Another"


def test_a_full_disk_is_no_loss(notes: Path, keep: Path) -> None:
    library = Library([notes], keeps_in=keep)
    with sqlite3.connect(kept(keep)) as other:
        pages = other.execute("PRAGMA page_count").fetchone()[0]
    index = Index(index_path(keep, [notes]))
    index.ask(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages + 2}"))
    lost = []
    index.on_lost = lambda: lost.append(True)
    index.arrange([source.name for source in library.sources])
    for arrival in library.reading():
        index.keep([arrival])
    assert lost and index.trouble and "full" in index.trouble


def test_a_window_that_writes_keeps_no_other_from_opening(notes: Path, keep: Path) -> None:
    opened(notes, keep)
    with sqlite3.connect(kept(keep), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        index = Index(kept(keep))
        assert index.is_on_disk and len(index.documents()) == len(everything())
        other.execute("ROLLBACK")

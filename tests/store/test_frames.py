"""Frames for the next start: which one fits, and what may stand in the file of one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.store.frames import Mark, Slot, frames_folder, is_harmless, is_sure, mark_of, slot_for
from paperterm.store.places import places

if sys.platform == "win32":
    pytest.skip("no frames are kept on Windows", allow_module_level=True)

ROWS = ["\x1b[1;38;2;1;2;3mA Title\x1b[0m   ", "注意力　机制 é 👩‍🔬", ""]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path / "home"), "TERM": "xterm-256color"}


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.md"
    path.write_text("# Papers\n")
    return path


def slot(words: list[str], home: dict[str, str], columns: int = 80, rows: int = 3) -> Slot:
    found = slot_for(words, home, columns, rows)
    assert found is not None
    return found


@pytest.fixture
def kept(notes: Path, home: dict[str, str]) -> Slot:
    kept = slot([str(notes)], home)
    assert kept.save(80, ROWS, [mark_of(str(notes)), mark_of(str(notes.parent / "settings.toml"))])
    return kept


def test_what_was_kept_is_there_the_next_time(kept: Slot, notes: Path, home: dict[str, str]) -> None:
    assert slot([str(notes)], home).load() == ROWS
    assert slot([os.path.relpath(notes)], home).load() == ROWS


def test_only_its_owner_may_read_it(kept: Slot) -> None:
    assert Path(kept.path).stat().st_mode & 0o777 == 0o600
    assert Path(kept.folder).stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "change",
    [
        {"TERM": "xterm"},
        {"COLORTERM": "truecolor"},
        {"NO_COLOR": "1"},
        {"TEXTUAL_COLOR_SYSTEM": "256"},
        {"LC_ALL": "C"},
        {"XDG_CONFIG_HOME": "/elsewhere"},
    ],
)
def test_another_environment_has_another_frame(
    kept: Slot, notes: Path, home: dict[str, str], change: dict[str, str]
) -> None:
    assert slot([str(notes)], home | change).load() is None


def test_another_size_has_another_frame(kept: Slot, notes: Path, home: dict[str, str]) -> None:
    assert slot([str(notes)], home, columns=81).load() is None
    assert slot([str(notes)], home, rows=4).load() is None
    assert not slot([str(notes)], home, columns=81).save(80, ROWS, [])


def test_other_paths_have_another_frame(kept: Slot, notes: Path, home: dict[str, str], tmp_path: Path) -> None:
    other = tmp_path / "link.md"
    other.symlink_to(notes)
    for words in ([str(tmp_path)], [str(notes), str(notes)], [str(other)], []):
        assert slot(words, home).load() is None


@pytest.mark.parametrize("words", [["--config", "x"], ["-"], [""], ["--", "notes.md"], ["a\0b"]])
def test_with_options_there_is_none(home: dict[str, str], words: list[str]) -> None:
    assert slot_for(words, home, 80, 24) is None


def test_where_the_size_is_told_by_the_environment_there_is_none(notes: Path, home: dict[str, str]) -> None:
    assert slot_for([str(notes)], home | {"COLUMNS": "80"}, 80, 24) is None


def test_a_changed_file_has_no_frame(kept: Slot, notes: Path) -> None:
    status = notes.stat()
    notes.write_text("# Pipers\n")
    os.utime(notes, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert kept.load() is None


def test_a_replaced_file_has_no_frame(kept: Slot, notes: Path) -> None:
    status = notes.stat()
    other = notes.with_name("other")
    other.write_text("# Pipers\n")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(notes)
    assert kept.load() is None


def test_a_file_gone_or_come_leaves_no_frame(kept: Slot, notes: Path) -> None:
    settings = notes.parent / "settings.toml"
    settings.touch()
    assert kept.load() == ROWS
    settings.write_text("x = 1")
    assert kept.load() is None
    settings.unlink()
    assert kept.load() == ROWS
    notes.unlink()
    assert kept.load() is None


def test_a_change_may_follow_another_unseen_for_two_seconds() -> None:
    assert not is_sure(("a", (10**9, 1, 1)), now=2 * 10**9)
    assert is_sure(("a", (10**9, 1, 1)), now=4 * 10**9)
    assert is_sure(("a", None), now=0)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data.replace(b"Title", b"Tit\x07e"),
        lambda data: data.replace(b"frame 1", b"frame 2"),
        lambda data: data + b"x" * 1_000_000,
        lambda data: b"\xff" * 1000,
        lambda data: data.split(b"\n")[0],
    ],
)
def test_a_damaged_file_is_no_frame(kept: Slot, damage: object) -> None:
    path = Path(kept.path)
    assert callable(damage)
    path.write_bytes(damage(path.read_bytes()))
    assert kept.load() is None


def test_what_is_no_plain_file_is_no_frame(kept: Slot, tmp_path: Path) -> None:
    path = Path(kept.path)
    elsewhere = path.rename(tmp_path / "elsewhere")
    path.symlink_to(elsewhere)
    assert kept.load() is None
    path.unlink()
    os.mkfifo(path)
    assert kept.load() is None
    path.unlink()
    path.mkdir()
    assert kept.load() is None


@pytest.mark.parametrize(
    "row",
    [
        "\x1b[2J",
        "\x1b[1;1H",
        "\x1b[?25h",
        "\x1b[>1m",
        "\x1b[1",
        "\x1b]0;title\x07",
        "\x1bc",
        "a\x9b31m",
        "a\rb",
        "\t",
        "a\x7f",
        "\x1b[1m\x1b",
        "\u202ea",
        "\u2066a",
    ],
)
def test_a_row_that_acts_on_the_terminal_is_never_kept_or_shown(home: dict[str, str], row: str) -> None:
    assert not is_harmless(row)
    place = slot(["a"], home, rows=1)
    assert not place.save(80, [row], [("/not/there", None)])
    assert place.save(80, ["here"], [("/not/there", None)])
    path = Path(place.path)
    head, body = path.read_bytes().split(b"\n")[:2], path.read_bytes().split(b"\n", 3)[3]
    body = body.replace(b"here", row.encode())  # whoever can write the file can make its checksum too
    path.write_bytes(b"\n".join((*head, f"{zlib.crc32(body):08x}".encode(), body)))
    assert place.load() is None


@given(st.text(alphabet=st.sampled_from("\x1b\x9b[]0;19mHJ?\n\x07aé注 "), max_size=12))
def test_nothing_but_colours_is_left_of_a_harmless_row_without_its_text(row: str) -> None:
    left = re.sub(r"\x1b\[[0-9;]*m", "", row)
    assert is_harmless(row) == (re.search(r"[\x00-\x1f\x7f-\x9f]", left) is None)


def test_frames_that_are_too_large_are_not_kept(home: dict[str, str]) -> None:
    place = slot(["a"], home, rows=1)
    assert not place.save(80, ["x" * 1_000_000], [])
    marks: list[Mark] = [("/a", (1, 1, 1))] * 10_000
    assert not place.save(80, ["x"], marks)


def test_only_the_latest_are_kept(home: dict[str, str]) -> None:
    for number in range(60):
        assert slot([f"{number}.md"], home, rows=1).save(80, ["x"], [("/not/there", None)])
    assert len(list(Path(slot(["a"], home).folder).iterdir())) == 50
    assert slot(["59.md"], home, rows=1).load() == ["x"]


def test_where_nothing_can_be_written_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not slot(["a"], {"HOME": str(tmp_path / "file")}, rows=1).save(80, ["x"], [])


@pytest.mark.parametrize("cache", [None, "", "relative", "/a/cache", "/a/cache/"])
@pytest.mark.parametrize("home", ["/home/reader", "/"])
def test_the_folder_is_below_the_cache_folder_of_all_else(
    monkeypatch: pytest.MonkeyPatch, cache: str | None, home: str
) -> None:
    monkeypatch.setenv("HOME", home)
    if cache is None:
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", cache)
    folder = frames_folder(dict(os.environ))
    assert folder is not None and Path(folder) == places().cache / "frames"


def test_hardly_anything_is_imported_before_the_frame_is_shown() -> None:
    script = "import sys; known = set(sys.modules); import paperterm.start; print(*set(sys.modules) - known)"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert {name for name in shown.split() if not name.startswith("paperterm")} <= {"__future__"}

"""Stories in a real terminal: what was opened before is readable at once."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from tests.terminal import Terminal

PAPERTERM = [sys.executable, "-m", "paperterm"]
NOTES = """\
# Papers

- A First Study of Sparse Attention [[code]](https://github.com/a/one)
  1. 使用了稀疏注意力
- A Second Study of Dense Retrieval [[code]](https://github.com/a/two)
  1. what the second study found
"""
SHOWN = "使用了稀疏注意力".encode()
LAST = b"papers.md:3"
# The screen asks for the mouse as soon as it is there, which a frame never does.
LIVE = b"\x1b[?1000h"
GIVEN_BACK = b"\x1b[?1049l"


class Reader:
    """Somebody who opens the same notes again and again."""

    def __init__(self, folder: Path) -> None:
        self.notes = folder / "notes" / "papers.md"
        self.notes.parent.mkdir()
        self.write(NOTES)
        home = folder / "home"
        home.mkdir()
        self.settings = home / ".config" / "paperterm" / "settings.toml"
        self.frames = home / ".cache" / "paperterm" / "frames"
        self.env = {"HOME": str(home), "DISPLAY": "", "EDITOR": "", "VISUAL": ""}
        self.env |= {name: "" for name in os.environ if name.startswith("XDG_")}

    def write(self, text: str, *, seconds: int = 1_000_000_000) -> None:
        """The notes, long ago."""
        self.notes.write_text(text)
        for path in (self.notes, self.notes.parent):
            os.utime(path, (seconds, seconds))

    def open(self, *, columns: int = 100, path: Path | None = None, env: dict[str, str] | None = None) -> Terminal:
        command = [*PAPERTERM, str(path or self.notes.parent)]
        return Terminal(command, env=self.env | (env or {}), columns=columns)

    def sees_a_frame_first(self, *, columns: int = 100, path: Path | None = None) -> bool:
        """Whether the papers can be read before the screen is there."""
        with self.open(columns=columns, path=path) as terminal:
            terminal.wait_bytes(SHOWN)
            return LIVE not in terminal.raw[: terminal.raw.index(SHOWN)]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """One who has opened the notes before."""
    reader = Reader(tmp_path_factory.mktemp("reader"))
    with reader.open() as terminal:
        terminal.wait_bytes(SHOWN)
        terminal.pump_for(0.2)
        terminal.press("q")
        assert terminal.wait_exit() == 0
    return reader


def test_what_was_opened_before_is_readable_at_once_and_replaced_without_a_trace(reader: Reader) -> None:
    with reader.open(path=reader.notes.parent / ".." / "notes") as terminal:
        usual = terminal.settings()
        terminal.wait_bytes(SHOWN, LAST)
        assert LIVE not in terminal.raw
        seen = terminal.cells()
        terminal.press("j")  # the screen is not there yet
        terminal.wait_bytes(LIVE)
        terminal.wait_for("what the second study found")
        terminal.press("k")
        terminal.wait(lambda _: terminal.cells() == seen)
        assert terminal.raw.count(b"\x1b[?1049h") == 1
        assert b"\x1b[2J" not in terminal.raw
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.raw.count(GIVEN_BACK) == 1
        assert terminal.settings() == usual


def test_the_frame_of_another_size_or_of_what_has_changed_is_not_shown(reader: Reader) -> None:
    assert not reader.sees_a_frame_first(columns=90)
    reader.write(NOTES.replace("First", "Third"), seconds=1_000_000_001)
    assert not reader.sees_a_frame_first()
    reader.write(NOTES)
    assert reader.sees_a_frame_first()


def test_a_frame_that_somebody_has_put_something_into_is_not_shown(reader: Reader) -> None:
    (frame,) = reader.frames.iterdir()
    kept = frame.read_bytes()
    frame.write_bytes(kept.replace(b"First", b"F\x07\x1b]0;"))
    assert not reader.sees_a_frame_first()
    frame.write_bytes(kept)


def test_with_the_setting_off_no_frame_is_shown_or_kept(reader: Reader) -> None:
    (frame,) = reader.frames.iterdir()
    kept = frame.stat().st_mtime_ns
    reader.settings.parent.mkdir(parents=True)
    reader.settings.write_text("cached_frame = false\n")
    for path in (reader.settings, reader.settings.parent):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    with reader.open() as terminal:
        terminal.wait_bytes(SHOWN)
        assert terminal.raw.index(LIVE) < terminal.raw.index(SHOWN)
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert frame.stat().st_mtime_ns == kept
    shutil.rmtree(reader.settings.parent)


def _killed(terminal: Terminal) -> None:
    terminal.send(signal.SIGTERM)
    assert terminal.wait_exit() == -signal.SIGTERM


def _interrupted(terminal: Terminal) -> None:
    terminal.press("ctrl+c")
    assert terminal.wait_exit() == 130


@pytest.mark.parametrize("end", [_killed, _interrupted])
def test_whoever_ends_the_program_before_the_screen_is_there_gets_the_terminal_back(
    reader: Reader, end: Callable[[Terminal], None]
) -> None:
    with reader.open() as terminal:
        usual = terminal.settings()
        terminal.wait_bytes(SHOWN)
        assert terminal.settings() != usual
        end(terminal)
        assert LIVE not in terminal.raw
        assert terminal.raw.index(GIVEN_BACK) > terminal.raw.index(SHOWN)
        assert terminal.settings() == usual
        assert b"Traceback" not in terminal.raw


def test_where_the_program_fails_to_start_it_is_said_on_the_terminal_given_back(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "textual").mkdir()
    (tmp_path / "textual" / "__init__.py").write_text("raise ImportError('half installed')\n")
    with reader.open(env={"PYTHONPATH": str(tmp_path)}) as terminal:
        usual = terminal.settings()
        terminal.wait_bytes(SHOWN, b"half installed")
        assert terminal.raw.index(GIVEN_BACK) < terminal.raw.index(b"Traceback")
        assert terminal.wait_exit() == 1
        assert terminal.settings() == usual

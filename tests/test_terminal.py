"""Stories in a real terminal: the program as a user starts it, its bytes as a terminal receives them."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import sys
from pathlib import Path

import pytest

from tests.tui.stories import NOTES

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from tests.terminal import Terminal

PAPERTERM = [sys.executable, "-m", "paperterm"]

# What Textual itself writes: cursor, colours, modes, queries. Anything else came out of a note.
_OURS = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    rb"|\x1b\]22;[a-z]*(?:\x07|\x1b\\)"  # shape of the mouse pointer
    rb"|\x1bP[^\x1b]*\x1b\\|\x1b[=>78NOM]|\x1b\(B"
)


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment with a home of its own, no display, no clipboard."""
    folder = tmp_path / "home"
    folder.mkdir()
    own = {"HOME": str(folder), "DISPLAY": "", "WAYLAND_DISPLAY": "", "EDITOR": "", "VISUAL": "", "BROWSER": ""}
    return own | {name: "" for name in os.environ if name.startswith("XDG_")}


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "notes.md").write_text(NOTES)
    return folder


def test_launch_read_move_copy_quit(notes: Path, home: dict[str, str]) -> None:
    before = _state(notes)
    with Terminal([*PAPERTERM, str(notes)], env=home) as terminal:
        screen = terminal.wait_for("使用了自编码和自回归的方式进行预训练")
        assert "GLM-130B: An Open Bilingual Pre-trained Model" in screen
        terminal.press("j")
        terminal.wait_for("arxiv.org/abs/2305.10601")
        terminal.press("k", "y", "r")
        terminal.wait_for("Sent to the terminal")
        assert b"\x1b]52;c;aHR0cHM6Ly9naXRodWIuY29tL1RIVURNL0dMTS0xMzBC\x07" in terminal.raw
        terminal.press("/", "tree", "enter")
        terminal.wait_for("/tree  1/1")
        terminal.press("?")
        terminal.wait_for("Most of what is needed")
        terminal.press("escape", "q")
        assert terminal.wait_exit() == 0
        assert b"\x1b[?1049l" in terminal.raw
    assert _state(notes) == before


def _state(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_with_nothing_on_the_machine_the_sample_notes_open(tmp_path: Path, home: dict[str, str]) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with Terminal(PAPERTERM, env=home, cwd=empty) as terminal:
        terminal.wait_for("sample_notes")
        terminal.wait_for("by document")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_in_a_folder_with_papers_that_folder_opens(notes: Path, home: dict[str, str]) -> None:
    with Terminal(PAPERTERM, env=home, cwd=notes) as terminal:
        terminal.wait_for("GLM-130B")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_a_change_on_the_disk_arrives_by_itself(notes: Path, home: dict[str, str]) -> None:
    with Terminal([*PAPERTERM, str(notes)], env=home) as terminal:
        terminal.wait_for("GLM-130B")
        terminal.press("j")
        terminal.wait_for("arxiv.org/abs/2305.10601")
        text = NOTES.replace("2305.10601)", "2305.10601)\n  - 1. Something noted in another window")
        other = notes / "notes.md.new"
        other.write_text(text)
        other.replace(notes / "notes.md")
        terminal.wait_for("Something noted in another window")
        assert "arxiv.org/abs/2305.10601" in terminal.text()
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_e_opens_the_editor_at_the_line_and_comes_back_to_the_paper(
    notes: Path, home: dict[str, str], tmp_path: Path
) -> None:
    record = tmp_path / "argv"
    editor = tmp_path / "nvim"
    editor.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{record}"\nprintf "\\n- x\\n" >> "{notes}/notes.md"\n')
    editor.chmod(0o755)
    with Terminal([*PAPERTERM, str(notes)], env=home | {"EDITOR": str(editor)}) as terminal:
        terminal.wait_for("GLM-130B")
        terminal.press("j")
        terminal.wait_for("arxiv.org/abs/2305.10601")
        terminal.press("e")
        terminal.wait(lambda screen: record.exists() and "arxiv.org/abs/2305.10601" in screen)
        line = NOTES[: NOTES.index("- Tree")].count("\n") + 1
        assert record.read_text().split() == [f"+{line}", str(notes / "notes.md")]
        terminal.press("q")
        assert terminal.wait_exit() == 0


_CANARIES = "\x1b]52;c;RVZJTA==\x07\x1b]0;evil\x07\x1b[2J\x9b31m\x1bP1$r\x1b\\\x00\x7f\x1b[?1049l"
_HOSTILE = f"""\
# Head{_CANARIES}ing [/INST] [link=https://evil.example]

- A Study of Hostile Titles {_CANARIES} and [bold]of[/bold] Other Things [/x]
  - ACL [[code]](https://github.com/a/b%1b%5b31m) [[data{_CANARIES}]](https://e.org/{_CANARIES.replace(" ", "")})
  - <details><summary>notes{_CANARIES}</summary>
    1. entity &#27;]52;c;RVZJTA==&#7; &#x9b;31m &#155;31m {_CANARIES} <br>
    2. <https://e.org/%1b%5b31m> <img src="a{_CANARIES}.png" alt="{_CANARIES}">
    </details>

| a | b |
|---|---|
| {_CANARIES} | x |
"""


def test_no_byte_of_a_note_reaches_the_terminal_as_a_control_function(tmp_path: Path, home: dict[str, str]) -> None:
    folder = tmp_path / "dir\x1b]0;evil\x07[x]"
    folder.mkdir()
    (folder / "no\x1b[31mtes\x9b.md").write_text(_HOSTILE)
    with Terminal([*PAPERTERM, str(folder)], env=home, columns=160, rows=50) as terminal:
        terminal.wait_for("of[/bold]")
        for keys in (["/", "title", "enter"], ["y", "escape"], ["O", "escape"], ["M"], ["M"], ["!", "escape"], ["o"]):
            terminal.press(*keys)
            terminal.pump_for(0.3)
        for keys in (
            ["S", "title"],
            ["[/red]\x1b[200~\x9b31m\x07[b]\x1b[201~"],
            ["escape"],
            ["f", "title", "enter"],
            ["D"],
        ):
            terminal.press(*keys)
            terminal.pump_for(0.5)
        terminal.press("escape", "escape")
        terminal.press("escape", "escape", "q")
        terminal.wait_exit()
        raw = bytes(terminal.raw)
    left = _OURS.sub(b"", re.sub(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", _only_honest, raw))
    assert not re.findall(rb"[\x00-\x06\x0e-\x1f\x7f]|\xc2[\x80-\x9f]", left)
    assert b"evil\x07" not in raw
    assert b"RVZJTA==\x07" not in raw


def _only_honest(match: re.Match[bytes]) -> bytes:
    """A clipboard write is ours when what it holds is free of control characters."""
    import base64

    text = base64.b64decode(match[1]).decode()
    return b"" if not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text) else match[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\x01\x02" * 100, "could not be read"),
        (b"", "No papers in these files"),
        ("只有一句话，没有论文。\n".encode(), "No papers in these files"),
    ],
)
def test_a_file_without_papers_is_told_in_a_sentence(
    tmp_path: Path, home: dict[str, str], content: bytes, said: str
) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(content)
    with Terminal([*PAPERTERM, str(file)], env=home) as terminal:
        terminal.wait_for(said)
        terminal.press("j", "c", "o", "tab", "}", "q")
        assert terminal.wait_exit() == 0
        assert b"Traceback" not in terminal.raw


def test_an_empty_folder_says_what_to_do(tmp_path: Path, home: dict[str, str]) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    with Terminal([*PAPERTERM, str(folder)], env=home) as terminal:
        terminal.wait_for("paperterm PATH")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_two_thousand_files_open_and_answer_while_they_are_read(tmp_path: Path, home: dict[str, str]) -> None:
    for number in range(2000):
        (tmp_path / f"{number % 40}").mkdir(exist_ok=True)
        (tmp_path / f"{number % 40}" / f"list-{number}.md").write_text(
            f"# Topic {number}\n\n- A Paper About Number {number} [[code]](https://github.com/a/b{number})\n  1. note\n"
        )
    with Terminal([*PAPERTERM, str(tmp_path)], env=home) as terminal:
        terminal.wait_for("A Paper About Number")
        terminal.press("j", "j")
        terminal.wait_for("2,000 entries", seconds=60)
        terminal.press("q")
        assert terminal.wait_exit() == 0


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (1, 24), (5, 5), (80, 2)])
def test_the_smallest_windows_work(notes: Path, home: dict[str, str], columns: int, rows: int) -> None:
    with Terminal([*PAPERTERM, str(notes)], env=home, columns=columns, rows=rows) as terminal:
        terminal.wait(lambda screen: b"\x1b[?1049h" in terminal.raw)
        terminal.pump_for(1)
        terminal.press("j", "tab", "?", "escape", "q")
        assert terminal.wait_exit() == 0
        assert b"Traceback" not in terminal.raw


def test_sigterm_gives_the_terminal_back(notes: Path, home: dict[str, str]) -> None:
    with Terminal([*PAPERTERM, str(notes)], env=home) as terminal:
        terminal.wait_for("GLM-130B")
        terminal.send(signal.SIGTERM)
        terminal.wait_exit()
        assert b"\x1b[?1049l" in terminal.raw
        assert b"Traceback" not in terminal.raw

"""Stories in a real terminal of what is the reader's own: settings, commands, and terminals that show little."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.tui.stories import NOTES

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from tests.terminal import Terminal

PAPERTERM = [sys.executable, "-m", "paperterm"]
SETTINGS = """\
[commands.ask]
run = ["sh", "-c", 'printf "GOT %s\\\\n" "$1"; read answer', "sh", "{title}"]
keys = "C"
show = "suspend"
[commands.late]
run = 'printf "%s$PAPERTERM_YEAR" year'
shell = true
keys = "Q"
"""
_COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "notes.md").write_text(NOTES)
    return tmp_path / "notes"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "home").mkdir()
    return {"HOME": str(tmp_path / "home"), "XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": "", "XDG_DATA_HOME": ""}


def test_own_commands_get_the_terminal_and_edited_settings_are_followed(notes: Path, home: dict[str, str]) -> None:
    config = Path(home["HOME"]) / "config"
    config.mkdir()
    (config / "settings.toml").write_text(SETTINGS)
    (config / "own.tcss").write_text("TreePane {")
    editor = Path(home["HOME"]) / "edit"
    editor.write_text(
        '#!/bin/sh\nprintf "[keys]\\nquit = \\"Z\\"\\nnext_paper = \\"o\\"\\n" > "$1"\nrm "${1%/*}/own.tcss"\n'
    )
    editor.chmod(0o755)
    command = [*PAPERTERM, str(notes), "--config", str(config)]
    with Terminal(command, env={**home, "VISUAL": str(editor), "EDITOR": ""}) as terminal:
        terminal.wait_for("own.tcss:1: ")
        terminal.wait_for("使用了自编码和自回归的方式进行预训练")
        terminal.press("C")
        terminal.wait_for("GOT GLM-130B: An Open Bilingual Pre-trained Model")
        terminal.press("yes\r")
        terminal.wait_for("使用了自编码和自回归的方式进行预训练")
        terminal.press("Q")
        terminal.wait_for("late is done: year2023")
        terminal.press(",")
        terminal.wait_for("e edits the file")
        terminal.press("e")
        terminal.wait_for("open_code")
        terminal.press("q", "]")
        terminal.wait_for("arxiv.org/abs/2305.10601")
        terminal.press("Z")
        assert terminal.wait_exit() == 0


def test_without_colours_none_are_sent_and_the_selected_row_is_reversed(notes: Path, home: dict[str, str]) -> None:
    with Terminal([*PAPERTERM, str(notes)], env={**home, "NO_COLOR": "1"}) as terminal:
        terminal.wait_for("使用了自编码和自回归的方式进行预训练")
        terminal.press("j")
        terminal.wait_for("arxiv.org/abs/2305.10601")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert not _COLOUR.findall(bytes(terminal.raw))
        assert re.search(rb"\x1b\[7m[^\x1b]*Tree of Thoughts", bytes(terminal.raw))


def test_in_the_plain_mode_the_terminals_cursor_is_on_the_selected_row(notes: Path, home: dict[str, str]) -> None:
    with Terminal([*PAPERTERM, "--plain", str(notes)], env=home) as terminal:
        screen = terminal.wait_for("Tree of Thoughts").split("\n")
        terminal.press("j")
        row = next(y for y, line in enumerate(screen) if "Tree of Thoughts" in line)
        terminal.wait(lambda _: terminal.cursor == (0, row))
        assert terminal.raw.rfind(b"\x1b[?25h") > terminal.raw.rfind(b"\x1b[?25l")
        assert "▌" not in terminal.text()
        terminal.press("enter")
        terminal.wait_for("arxiv.org/abs/2305.10601")
        terminal.press("q")
        assert terminal.wait_exit() == 0

"""How an editor is started at a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperterm.store.editors import NoEditor, command

NOTES = Path("/notes/- a b+{line}.md")


def found(name: str) -> str | None:
    return None if "gone" in name else f"/bin/{Path(name).name}"


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        ("vim", ("/bin/vim", "+7", "{}")),
        ("nvim -R", ("/bin/nvim", "-R", "+7", "{}")),
        ("/usr/bin/vi", ("/bin/vi", "+7", "{}")),
        ("nano", ("/bin/nano", "+7", "{}")),
        ("emacsclient -t", ("/bin/emacsclient", "-t", "+7", "{}")),
        ("micro", ("/bin/micro", "+7", "{}")),
        ("kak", ("/bin/kak", "+7", "{}")),
        ("hx", ("/bin/hx", "{}:7")),
        ("helix", ("/bin/helix", "{}:7")),
        ("code", ("/bin/code", "--wait", "--goto", "{}:7")),
        ("code -w", ("/bin/code", "-w", "--goto", "{}:7")),
        ("codium --wait", ("/bin/codium", "--wait", "--goto", "{}:7")),
        ("cursor", ("/bin/cursor", "--wait", "--goto", "{}:7")),
        ("subl", ("/bin/subl", "--wait", "{}:7")),
        ("kate", ("/bin/kate", "--block", "--line", "7", "{}")),
        ("'my editor' --x", ("/bin/my editor", "--x", "{}")),
    ],
)
def test_each_editor_gets_the_line_in_its_own_form(editor: str, expected: tuple[str, ...]) -> None:
    words = tuple(word.replace("{}", str(NOTES)) for word in expected)
    assert command(NOTES, 7, {"EDITOR": editor}, found, "linux") == words


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        ("vim", ("/bin/vim", "{}")),
        ("hx", ("/bin/hx", "{}")),
        ("code", ("/bin/code", "--wait", "{}")),
        ("kate", ("/bin/kate", "--block", "{}")),
    ],
)
@pytest.mark.parametrize("line", [None, 0, -3])
def test_without_a_line_the_file_is_opened(editor: str, expected: tuple[str, ...], line: int | None) -> None:
    words = tuple(word.replace("{}", str(NOTES)) for word in expected)
    assert command(NOTES, line, {"EDITOR": editor}, found, "linux") == words


def test_a_relative_path_that_looks_like_an_option_is_none() -> None:
    answer = command(Path("-rf.md"), None, {"EDITOR": "vim"}, found, "linux")
    assert answer == ("/bin/vim", str(Path.cwd() / "-rf.md"))


def test_the_settings_go_before_visual_and_visual_before_editor() -> None:
    environment = {"VISUAL": "emacs", "EDITOR": "vim"}
    assert command(NOTES, 1, environment, found, "linux", "nano") == ("/bin/nano", "+1", str(NOTES))
    assert command(NOTES, 1, environment, found, "linux") == ("/bin/emacs", "+1", str(NOTES))
    assert command(NOTES, 1, {"VISUAL": " ", "EDITOR": "vim"}, found, "linux") == ("/bin/vim", "+1", str(NOTES))


def test_without_a_choice_the_first_common_editor_is_taken() -> None:
    assert command(NOTES, 1, {}, found, "linux") == ("/bin/nano", "+1", str(NOTES))
    assert command(NOTES, 1, {}, found, "win32") == ("/bin/notepad", str(NOTES.absolute()))


def test_on_windows_backslashes_are_no_escapes() -> None:
    answer = command(NOTES, 1, {"EDITOR": '"C:\\Program Files\\Vim\\vim.exe" -n'}, lambda name: name, "win32")
    assert answer == ("C:\\Program Files\\Vim\\vim.exe", "-n", "+1", str(NOTES.absolute()))


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"EDITOR": "gone-editor"}, "$EDITOR names gone-editor, which was not found"),
        ({"VISUAL": "'unclosed"}, "$VISUAL is 'unclosed, in which a quotation mark is not closed"),
        ({"EDITOR": "''"}, "$EDITOR names"),
        ({"EDITOR": "#"}, "which was not found"),
    ],
)
def test_what_is_wrong_with_the_choice_is_said(environment: dict[str, str], reason: str) -> None:
    answer = command(NOTES, 1, environment, lambda name: None, "linux")
    assert isinstance(answer, NoEditor)
    assert reason in answer.reason


def test_a_system_without_editors_says_what_to_set() -> None:
    answer = command(NOTES, 1, {}, lambda name: None, "linux")
    assert isinstance(answer, NoEditor)
    assert "set EDITOR" in answer.reason

"""The desktop: what is copied, opened and edited, and what is said about it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from paperterm.store.desktop import (
    Copying,
    CopyOutcome,
    Opening,
    OpenOutcome,
    Pyperclip,
    SystemDesktop,
    find_program,
    start_detached,
)
from paperterm.store.terminal_clipboard import request

DESK = {"DISPLAY": ":0", "TERM": "xterm"}
needs_tools = pytest.mark.skipif(sys.platform != "linux", reason="the clipboard programs of Linux desktops")


class Board:
    """A clipboard that remembers what was put there, or refuses."""

    def __init__(self, reason: str | None = None) -> None:
        self.reason = reason
        self.texts: list[str] = []

    def put(self, text: str) -> str | None:
        self.texts.append(text)
        return self.reason


class Starter:
    """Remembers what was started, or refuses."""

    def __init__(self, error: OSError | None = None) -> None:
        self.error = error
        self.commands: list[tuple[str, ...]] = []
        self.environments: list[Mapping[str, str]] = []

    def __call__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        if self.error:
            raise self.error
        self.commands.append(tuple(command))
        self.environments.append(environment)


def desktop(
    environment: Mapping[str, str], *, board: Board | None = None, start: Starter | None = None
) -> SystemDesktop:
    return SystemDesktop(
        environment,
        system="linux",
        which=lambda name: f"/bin/{name}",
        start=start or Starter(),
        clipboard=board or Board(),
    )


class TestCopying:
    def test_what_the_clipboard_holds_afterwards_is_copied(self) -> None:
        board, sent = Board(), list[str]()
        assert desktop(DESK, board=board).copy("a\nb", sent.append) == CopyOutcome(Copying.COPIED)
        assert (board.texts, sent) == (["a\nb"], [])

    def test_when_the_clipboard_fails_the_text_is_sent_to_the_terminal(self) -> None:
        sent: list[str] = []
        assert desktop(DESK, board=Board("broken")).copy("a", sent.append) == CopyOutcome(Copying.SENT)
        assert sent == [request("a", DESK)]

    def test_without_a_terminal_the_reason_is_said(self) -> None:
        assert desktop(DESK, board=Board("broken")).copy("a") == CopyOutcome(Copying.NOT_COPIED, "broken")

    @pytest.mark.parametrize(
        "environment",
        [
            {"TERM": "xterm"},
            {"TERM": "xterm", "SSH_CONNECTION": "x"},
            {"TERM": "xterm", "SSH_TTY": "x", "DISPLAY": ":0"},
        ],
    )
    def test_without_a_display_of_the_readers_own_only_the_terminal_is_asked(self, environment: dict[str, str]) -> None:
        board, sent = Board(), list[str]()
        assert desktop(environment, board=board).copy("a", sent.append) == CopyOutcome(Copying.SENT)
        assert board.texts == []

    def test_a_forwarded_display_is_the_readers_own(self) -> None:
        environment = {"SSH_CONNECTION": "x", "DISPLAY": "localhost:10.0"}
        assert desktop(environment).copy("a").what is Copying.COPIED

    def test_a_text_too_long_for_the_terminal_is_not_copied_and_that_is_said(self) -> None:
        sent: list[str] = []
        outcome = desktop({"TERM": "xterm"}).copy("a" * 60_000, sent.append)
        assert outcome.what is Copying.NOT_COPIED
        assert "60,000 characters" in outcome.reason
        assert sent == []

    def test_nothing_is_not_copied(self) -> None:
        assert desktop(DESK).copy("").what is Copying.NOT_COPIED

    def test_a_missing_clipboard_program_is_named(self) -> None:
        bare = SystemDesktop(DESK, system="linux", which=lambda name: None, clipboard=Board())
        assert "install wl-clipboard, xclip or xsel" in bare.copy("a").reason


class TestPyperclip:
    """The real pyperclip, with programs of our own in the place of xclip."""

    @pytest.fixture
    def tools(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
        monkeypatch.setenv("DISPLAY", ":0")
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        return tmp_path

    @staticmethod
    def install(tools: Path, script: str) -> None:
        program = tools / "xclip"
        program.write_text(f"#!/bin/sh\ncd {tools}\ncase $* in *-o*) out=1;; *) out=;; esac\n{script}\n")
        program.chmod(0o755)

    @needs_tools
    @pytest.mark.parametrize("text", ["a", "阅读\n笔记\t😀", "a\r\nb\n", "x" * 300_000])
    def test_a_text_that_is_there_afterwards_is_copied(self, tools: Path, text: str) -> None:
        self.install(tools, "if [ $out ]; then cat board; else cat > board; fi")
        assert Pyperclip(60).put(text) is None
        assert (tools / "board").read_bytes() == text.encode()

    @needs_tools
    def test_a_program_that_fails_noisily_is_not_seen_on_the_screen(
        self, tools: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        self.install(tools, "echo NOISE; echo NOISE >&2; cat > /dev/null; exit 1")
        assert "does not hold the text" in str(Pyperclip(60).put("a"))
        assert capfd.readouterr() == ("", "")

    @needs_tools
    def test_a_clipboard_with_other_content_afterwards_is_not_a_copy(self, tools: Path) -> None:
        self.install(tools, "if [ $out ]; then echo other; else cat > /dev/null; fi")
        assert "does not hold the text" in str(Pyperclip(60).put("a"))

    @needs_tools
    @pytest.mark.parametrize("script", ["mkfifo wait; read x < wait", "if [ $out ]; then mkfifo wait; cat wait; fi"])
    def test_a_program_that_hangs_is_ended_with_all_it_started(self, tools: Path, script: str) -> None:
        self.install(tools, f"echo $$ >> running; {script}")
        assert "did not answer" in str(Pyperclip(0.5).put("a"))
        for thread in threading.enumerate():
            if thread.name == "clipboard":
                thread.join(60)
        for process in (tools / "running").read_text().split():
            with pytest.raises(ProcessLookupError):
                os.kill(int(process), 0)

    @needs_tools
    def test_a_program_that_stays_behind_to_serve_the_text_is_no_hindrance(self, tools: Path) -> None:
        self.install(tools, "if [ $out ]; then cat board; rm -f wait; else cat > board; (read x < /dev/null) & fi")
        assert Pyperclip(60).put("a") is None

    @needs_tools
    def test_bytes_that_are_no_text_are_a_failure(self, tools: Path) -> None:
        self.install(tools, "if [ $out ]; then printf '\\377'; else cat > /dev/null; fi")
        assert "failed" in str(Pyperclip(60).put("a"))

    @needs_tools
    def test_no_mechanism_at_all_is_a_failure(self, tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tools))
        monkeypatch.delenv("DISPLAY")
        assert "failed" in str(Pyperclip(60).put("a"))


class TestOpening:
    def test_a_url_is_opened_with_exactly_one_argument(self) -> None:
        start = Starter()
        url = "https://example.org/?a=1&b='$(x)"
        assert desktop(DESK, start=start).open_url(url) == OpenOutcome(Opening.OPENED)
        assert start.commands == [("/bin/xdg-open", url)]

    def test_browsers_passed_over_are_not_offered_to_the_opener(self) -> None:
        start = Starter()
        desktop({**DESK, "BROWSER": "w3m"}, start=start).open_url("https://example.org")
        assert start.environments == [DESK]

    def test_what_is_not_opened_is_shown_with_the_reason(self) -> None:
        start = Starter()
        outcome = desktop(DESK, start=start).open_url("file:///etc/passwd")
        assert outcome == OpenOutcome(Opening.SHOWN, "only http, https and mailto links are opened")
        assert start.commands == []

    def test_a_program_that_does_not_start_is_named(self) -> None:
        outcome = desktop(DESK, start=Starter(OSError(13, "Permission denied"))).open_url("https://example.org")
        assert outcome == OpenOutcome(Opening.SHOWN, "xdg-open could not be started: Permission denied")

    @needs_tools
    def test_a_program_is_started_without_the_terminal(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        os.mkfifo(tmp_path / "answer")
        script = 'echo NOISE; read x || x=nothing; echo "$x $(ps -o sid= -p $$ | tr -d " ") $$ $A" > "$1/answer"'
        start_detached(["/bin/sh", "-c", script, "sh", str(tmp_path)], {"A": "1", "PATH": os.environ["PATH"]})
        heard, session, process, variable = (tmp_path / "answer").read_text().split()
        assert (heard, variable) == ("nothing", "1")
        assert session == process
        assert capfd.readouterr() == ("", "")


class TestEditing:
    def test_the_editor_of_the_settings_is_used(self) -> None:
        here = SystemDesktop({"EDITOR": "vim"}, editor="nano", system="linux", which=lambda name: f"/bin/{name}")
        assert here.editor_command(Path("/a.md"), 3) == ("/bin/nano", "+3", "/a.md")

    def test_running_an_editor_gives_its_exit_status(self) -> None:
        assert desktop(DESK).run_editor([sys.executable, "-c", "raise SystemExit(3)"]) == 3

    def test_an_editor_that_does_not_start_is_named(self, tmp_path: Path) -> None:
        said = desktop(DESK).run_editor([str(tmp_path / "gone")])
        assert said == "gone could not be started: No such file or directory"


@needs_tools
def test_programs_of_the_folder_that_is_open_are_never_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "xdg-open"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    assert find_program("xdg-open", ".") is None
    assert find_program("xdg-open", "") is None
    assert find_program("./xdg-open", "/bin") is None
    assert find_program("xdg-open", str(tmp_path)) == str(program)

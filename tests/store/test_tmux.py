"""tmux's paste buffer, with a tmux server of the test's own and with programs that stand in for tmux."""

from __future__ import annotations

import base64
import os
import select
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from paperterm.store.desktop import Copying, CopyOutcome, SystemDesktop
from paperterm.store.terminal_clipboard import request, request_through_tmux
from paperterm.store.tmux import Held, put

TMUX = shutil.which("tmux") or ""
needs_tmux = pytest.mark.skipif(not TMUX, reason="tmux is not installed")
needs_sh = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
IN_TMUX = {"TERM": "tmux-256color", "TMUX": "/nowhere/default,1,0", "PATH": os.defpath}
PASTE_BUFFER = "tmux's paste buffer"
TEXTS = ["a", "阅读\n笔记\t😀", "a\r\nb\n", "-x", "\x00\x1b[31m#{pane_id}", "x" * 300_000]


@pytest.fixture
def server() -> Iterator[Mapping[str, str]]:
    """The environment inside a tmux with its defaults; nobody looks at it, and it ends with the test."""
    named = [TMUX, "-L", f"paperterm-{uuid.uuid4().hex[:12]}", "-f", os.devnull]
    folder = tempfile.mkdtemp(dir="/tmp")  # a socket's path must be short
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "TMUX_TMPDIR": folder}
    subprocess.run([*named, "new-session", "-d", "cat"], env=environment, check=True)
    try:
        told = ["display-message", "-p", "#{socket_path},#{pid},0 #{pane_id}"]
        answer = subprocess.run([*named, *told], env=environment, check=True, capture_output=True, text=True).stdout
        inside, pane = answer.split()
        yield {**environment, "TERM": "tmux-256color", "TMUX": inside, "TMUX_PANE": pane}
    finally:
        subprocess.run([*named, "kill-server"], env=environment, check=False)
        shutil.rmtree(folder)


def pasted(environment: Mapping[str, str]) -> bytes:
    return subprocess.run([TMUX, "show-buffer"], env=dict(environment), check=True, capture_output=True).stdout


@contextmanager
def looking_at(environment: Mapping[str, str]) -> Iterator[int]:
    """A terminal that shows the tmux session; what is written to it is read from the descriptor."""
    terminal, inner = os.openpty()
    outside = {name: value for name, value in environment.items() if not name.startswith("TMUX")}
    socket = environment["TMUX"].split(",")[0]
    attach = [TMUX, "-S", socket, "attach"]
    client = subprocess.Popen(
        attach, stdin=inner, stdout=inner, stderr=inner, env={**outside, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    )
    os.close(inner)
    try:
        yield terminal
    finally:
        client.kill()
        client.wait()
        os.close(terminal)


def read_until(terminal: int, wanted: bytes, limit_s: float = 60) -> bytes:
    """What was written to the terminal so far, once `wanted` is in it; less if it does not come in time."""
    written = b""
    while wanted not in written and select.select([terminal], [], [], limit_s)[0]:
        written += os.read(terminal, 65_536)
    return written


def stand_in(folder: Path, script: str) -> str:
    """A program that writes down how it is called, and then does as `script` says."""
    program = folder / "tmux"
    program.write_text(f"#!/bin/sh\ncd {folder}\necho $* >> calls\n{script}\n")
    program.chmod(0o755)
    return str(program)


def calls(folder: Path) -> list[str]:
    return (folder / "calls").read_text().splitlines()


@needs_tmux
class TestRealTmux:
    @pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
    def test_the_paste_buffer_holds_the_very_text(self, server: Mapping[str, str], text: str) -> None:
        assert put(text.encode(), TMUX, server, limit_s=60) in (Held.PASSED_ON, Held.HERE)
        assert pasted(server) == text.encode()

    def test_a_copy_without_a_display_is_in_the_paste_buffer(self, server: Mapping[str, str]) -> None:
        sent: list[str] = []
        outcome = SystemDesktop(server, system="linux").copy("阅读笔记", sent.append)
        assert outcome == CopyOutcome(Copying.SENT, where=PASTE_BUFFER)
        assert pasted(server).decode() == "阅读笔记"
        assert sent == [request_through_tmux("阅读笔记")]

    def test_the_terminal_outside_is_asked_too(self, server: Mapping[str, str]) -> None:
        with looking_at(server) as terminal:
            read_until(terminal, b"\x1b[?1049h")
            if put("阅读笔记".encode(), TMUX, server, limit_s=60) is Held.HERE:
                pytest.skip("this tmux cannot pass a text on")
            asked = b"]52;;" + base64.b64encode("阅读笔记".encode())
            assert asked in read_until(terminal, asked)

    def test_a_text_too_long_for_terminals_is_in_the_paste_buffer_alone(self, server: Mapping[str, str]) -> None:
        sent: list[str] = []
        outcome = SystemDesktop(server, system="linux").copy("a" * 60_000, sent.append)
        assert outcome == CopyOutcome(Copying.COPIED, where=PASTE_BUFFER)
        assert pasted(server) == b"a" * 60_000
        assert sent == []

    def test_a_server_that_is_gone_holds_nothing(self, tmp_path: Path) -> None:
        environment = {**IN_TMUX, "TMUX": f"{tmp_path}/gone,1,0"}
        assert put(b"a", TMUX, environment, limit_s=60) is Held.NOT


@needs_sh
class TestStandIns:
    KEEPS = "case $1 in load-buffer) cat > buffer;; show-buffer) cat buffer;; esac"

    def test_a_text_is_passed_on_by_tmux_itself(self, tmp_path: Path) -> None:
        assert put(b"a\n", stand_in(tmp_path, self.KEEPS), IN_TMUX, limit_s=60) is Held.PASSED_ON
        assert calls(tmp_path) == ["load-buffer -w -", "show-buffer"]

    def test_an_old_tmux_that_cannot_pass_on_holds_the_text(self, tmp_path: Path) -> None:
        program = stand_in(tmp_path, f'[ "$2" = -w ] && exit 1\n{self.KEEPS}')
        assert put(b"a", program, IN_TMUX, limit_s=60) is Held.HERE
        assert calls(tmp_path) == ["load-buffer -w -", "load-buffer -", "show-buffer"]

    def test_a_paste_buffer_with_another_text_is_not_a_copy(self, tmp_path: Path) -> None:
        program = stand_in(tmp_path, "case $1 in load-buffer) cat > /dev/null;; show-buffer) echo other;; esac")
        assert put(b"a", program, IN_TMUX, limit_s=60) is Held.NOT

    def test_a_tmux_that_hangs_is_ended(self, tmp_path: Path) -> None:
        program = stand_in(tmp_path, "mkfifo wait; read x < wait")
        assert put(b"a", program, IN_TMUX, limit_s=0.2) is Held.NOT

    def test_a_noisy_failure_is_not_seen_on_the_screen(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        program = stand_in(tmp_path, "echo NOISE; echo NOISE >&2; exit 1")
        assert put(b"a", program, IN_TMUX, limit_s=60) is Held.NOT
        assert capfd.readouterr() == ("", "")

    def test_a_program_that_is_gone_holds_nothing(self, tmp_path: Path) -> None:
        assert put(b"a", str(tmp_path / "gone"), IN_TMUX, limit_s=60) is Held.NOT

    @pytest.mark.parametrize("program", [None, "/bin/false"])
    def test_without_a_tmux_that_answers_the_terminal_is_asked_as_ever(self, program: str | None) -> None:
        sent: list[str] = []
        outcome = SystemDesktop(IN_TMUX, system="linux", which=lambda _: program).copy("a", sent.append)
        assert outcome == CopyOutcome(Copying.SENT)
        assert sent == [request("a", IN_TMUX)]

    def test_what_tmux_passes_on_is_sent_even_where_nobody_writes_to_the_terminal(self, tmp_path: Path) -> None:
        program = stand_in(tmp_path, self.KEEPS)
        outcome = SystemDesktop(IN_TMUX, system="linux", which=lambda _: program).copy("a")
        assert outcome == CopyOutcome(Copying.SENT, where=PASTE_BUFFER)

    def test_outside_tmux_it_is_left_alone(self, tmp_path: Path) -> None:
        program = stand_in(tmp_path, self.KEEPS)
        SystemDesktop({"TERM": "xterm"}, system="linux", which=lambda _: program).copy("a", lambda _: None)
        assert not (tmp_path / "calls").exists()

"""The desktop around the terminal: clipboard, browser, editor, behind one protocol.

Lives here: THE door to pyperclip, and every program that PaperTerm starts for its reader.
Must not: decide what to copy or open, or claim more than is known to have happened.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from paperterm.store import editors, opening, running, terminal_clipboard, tmux
from paperterm.store.editors import NoEditor

SendToTerminal = Callable[[str], None]
Start = Callable[[Sequence[str], Mapping[str, str]], None]

_CLIPBOARD_LIMIT_S = 2.0
_ONE_AT_A_TIME = threading.Lock()  # pyperclip is one module for all threads


class Copying(StrEnum):
    """What became of a text that was to be copied."""

    COPIED = "copied"  # and read back, unchanged
    SENT = "sent"  # to the terminal, which never says what it did with it
    NOT_COPIED = "not copied"


class Opening(StrEnum):
    """What became of a URL that was to be opened."""

    OPENED = "opened"  # a program was started with it
    SHOWN = "shown"  # nothing was started: show it, so that it can be copied


class CopyOutcome(NamedTuple):
    """How copying ended; `reason` is a sentence where the text was not copied, else empty.

    `where` names what else than the desktop's clipboard holds the text, as was verified; else it is empty.
    """

    what: Copying
    reason: str = ""
    where: str = ""


class OpenOutcome(NamedTuple):
    """How opening ended; `reason` is a sentence where nothing was opened, else empty."""

    what: Opening
    reason: str = ""


class Desktop(Protocol):
    """What the program asks of the desktop. Nothing here raises."""

    def copy(self, text: str, send_to_terminal: SendToTerminal | None = None) -> CopyOutcome:
        """Put exactly `text` on the clipboard; may take some seconds, so call it from a worker.

        `send_to_terminal` writes to the terminal at once and unchanged; it is called at most once.
        """

    def open_url(self, url: str) -> OpenOutcome:
        """Open a web page or start a mail; returns as soon as a program was started, or was not."""

    def editor_command(self, path: Path, line: int | None = None) -> tuple[str, ...] | NoEditor:
        """The command that edits the file at the 1-based `line`."""

    def run_editor(self, command: Sequence[str]) -> int | str:
        """Run an editor in this terminal until it ends: its exit status, or a sentence why it did not start."""

    def run(self, order: running.Order, *, takes_terminal: bool) -> running.Ran:
        """Run a command of the reader's own until it ends, or its time is over; call it from a worker."""


class Clipboard(Protocol):
    """The desktop's clipboard, as far as it can be reached."""

    def put(self, text: str) -> str | None:
        """Put `text` there and read it back; a sentence if that failed, None if it is there."""


class SystemDesktop:
    """The desktop that `environment` describes: the real one, but for tests' arguments."""

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        *,
        editor: str = "",
        system: str = sys.platform,
        which: Callable[[str], str | None] | None = None,
        start: Start | None = None,
        clipboard: Clipboard | None = None,
    ) -> None:
        self._environment = environment
        self.editor = editor
        self._system = system
        self._which = which or (lambda name: find_program(name, environment.get("PATH")))
        self._start = start or start_detached
        self._clipboard = clipboard or Pyperclip()

    def copy(self, text: str, send_to_terminal: SendToTerminal | None = None) -> CopyOutcome:
        """See Desktop."""
        if not text:
            return CopyOutcome(Copying.NOT_COPIED, "there is nothing to copy")
        reason = self._cannot_reach_clipboard() or self._clipboard.put(text)
        if reason is None:
            return CopyOutcome(Copying.COPIED)
        refusal = terminal_clipboard.refusal(text, self._environment)
        send = None if refusal else send_to_terminal
        held = self._put_into_tmux(text, passes_on=not refusal)
        if held is not tmux.Held.NOT:
            return self._in_tmux(text, held, send)
        if send_to_terminal is None:
            return CopyOutcome(Copying.NOT_COPIED, reason)
        if send is None:
            return CopyOutcome(Copying.NOT_COPIED, f"{reason}; {refusal}")
        send(terminal_clipboard.request(text, self._environment))
        return CopyOutcome(Copying.SENT)

    def open_url(self, url: str) -> OpenOutcome:
        """See Desktop."""
        command = opening.command(url, self._environment, self._which, self._system)
        if isinstance(command, opening.NoOpener):
            return OpenOutcome(Opening.SHOWN, command.reason)
        # xdg-open would follow $BROWSER too, to the browsers that were passed over just now.
        environment = {name: value for name, value in self._environment.items() if name != "BROWSER"}
        try:
            self._start(command, environment)
        except (OSError, ValueError) as error:
            return OpenOutcome(Opening.SHOWN, _not_started(command, error))
        return OpenOutcome(Opening.OPENED)

    def editor_command(self, path: Path, line: int | None = None) -> tuple[str, ...] | NoEditor:
        """See Desktop."""
        return editors.command(path, line, self._environment, self._which, self._system, self.editor)

    def run_editor(self, command: Sequence[str]) -> int | str:
        """See Desktop."""
        try:
            return subprocess.run(list(command), check=False).returncode  # noqa: S603 - the reader's own editor
        except (OSError, ValueError) as error:
            return _not_started(command, error)

    def run(self, order: running.Order, *, takes_terminal: bool) -> running.Ran:
        """See Desktop."""
        return running.run(order, self._environment, self._which, takes_terminal=takes_terminal)

    def _put_into_tmux(self, text: str, *, passes_on: bool) -> tmux.Held:
        program = self._which("tmux") if self._environment.get("TMUX") else None
        if program is None:
            return tmux.Held.NOT
        return tmux.put(text.encode("utf-8", "replace"), program, self._environment, passes_on=passes_on)

    def _in_tmux(self, text: str, held: tmux.Held, send: SendToTerminal | None) -> CopyOutcome:
        """What is to be said of a text in tmux's paste buffer, after one more try to have it pass through tmux."""
        if send is not None:
            send(terminal_clipboard.request_through_tmux(text))
        was_sent = held is tmux.Held.PASSED_ON or send is not None
        return CopyOutcome(Copying.SENT if was_sent else Copying.COPIED, where="tmux's paste buffer")

    def _cannot_reach_clipboard(self) -> str | None:
        """Why the desktop's clipboard is not even tried: some tools hang without a display, or reach another desk."""
        environment, here = self._environment, self._which
        if self._system == "win32":
            return None
        forwarded = environment.get("DISPLAY", "").partition(":")[0] != ""
        if opening.is_remote(environment) and not forwarded:
            return "this is a remote session without a display"
        if self._system == "darwin":
            return None
        if opening.is_wsl(environment):
            tools = ("clip.exe", "powershell.exe")
            return None if all(map(here, tools)) else "the clipboard of Windows cannot be reached from here"
        if environment.get("WAYLAND_DISPLAY") and here("wl-copy") and here("wl-paste"):
            return None
        if not opening.has_display(environment):
            return "there is no display"
        if environment.get("DISPLAY") and any(map(here, ("xclip", "xsel"))):
            return None
        return "no clipboard program was found; install wl-clipboard, xclip or xsel"


class Pyperclip:
    """pyperclip, made safe: in a thread of its own, within `limit_s` seconds, its programs silent.

    It lets programs write onto the screen, waits for them without end and never looks at how they ended. So its
    way to start programs is replaced by one that silences them and can end them, and the clipboard is read back.
    """

    def __init__(self, limit_s: float = _CLIPBOARD_LIMIT_S) -> None:
        self._limit_s = limit_s

    def put(self, text: str) -> str | None:
        """See Clipboard."""
        programs = _SilentPrograms()
        ended: list[str | None] = []
        # A daemon: a call that hangs without a program involved cannot be ended, but must not keep us from quitting.
        attempt = threading.Thread(target=lambda: ended.append(_put(text, programs)), daemon=True, name="clipboard")
        with _ONE_AT_A_TIME:
            attempt.start()
            attempt.join(self._limit_s)
            answer = ended[0] if ended else f"the clipboard did not answer within {self._limit_s:g} seconds"
            programs.end()
            attempt.join(self._limit_s / 4)
        return answer


class _SilentPrograms:
    """Stands in for the module `subprocess` within pyperclip; has what its copy and paste functions use of it."""

    PIPE = subprocess.PIPE

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started: list[subprocess.Popen[bytes]] = []
        self._over = False

    def Popen(self, command: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:  # noqa: N802 - its name there
        """Start a program that cannot write onto the screen or be reached by the terminal's signals."""
        options = {"stdout": subprocess.DEVNULL, **options, "stderr": subprocess.DEVNULL, "start_new_session": True}
        with self._lock:
            if self._over:
                raise TimeoutError("too late")
            process: subprocess.Popen[bytes] = subprocess.Popen(command, **options)  # noqa: S603 - pyperclip's choice
            self._started.append(process)
        return process

    def end(self) -> None:
        """End what still runs, and start nothing more."""
        with self._lock:
            self._over = True
            for process in self._started:
                if process.poll() is None:
                    running.kill(process)


def _put(text: str, programs: _SilentPrograms) -> str | None:
    try:
        pyperclip = import_module("pyperclip")
        pyperclip.__dict__["subprocess"] = programs
        copy, paste = pyperclip.determine_clipboard()
        copy(text)
        there = paste() == text
    except (RuntimeError, OSError, ValueError, ArithmeticError, AssertionError, AttributeError, ImportError) as error:
        return f"the clipboard program failed ({type(error).__name__})"
    return None if there else "the clipboard does not hold the text afterwards"


def start_detached(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Start a program that neither sees nor touches the terminal; raises OSError if it cannot be started."""
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - a list, no shell
        list(command), stdin=nothing, stdout=nothing, stderr=nothing, env=dict(environment), start_new_session=True
    )
    threading.Thread(target=process.wait, daemon=True, name="opener").start()  # so that it leaves no zombie


def find_program(name: str, path: str | None = None) -> str | None:
    """The absolute path of a program; never one found relative to the folder that happens to be open."""
    import shutil

    found = shutil.which(name, path=path)
    return found if found and Path(found).is_absolute() else None


def _not_started(command: Sequence[str], error: OSError | ValueError) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else "it was not accepted"
    return f"{Path(command[0]).name} could not be started: {said}"

"""A real pseudo-terminal with the program in it, and the screen it draws.

Used by the stories that need a terminal and by the benchmarks. POSIX only.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    "ctrl+c": "\x03",
    "ctrl+p": "\x10",
}

_ESCAPE_S = 0.4


class _Screen(pyte.Screen):
    """A screen that ignores the few private sequences pyte has no word for."""

    def report_device_status(self, mode: int, **kwargs: bool) -> None:
        """Never answer: the program must not need an answer."""

    def set_margins(self, *args: int, **kwargs: bool) -> None:
        """Textual sets none."""


class Terminal:
    """Runs `command` in a terminal of `columns` × `rows`; `raw` is every byte it wrote."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 100,
        rows: int = 30,
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
        draws: bool = True,
    ) -> None:
        self.raw = bytearray()
        self.status: int | None = None
        self.columns, self.rows = columns, rows
        self._draws = draws
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0
        self.started = time.perf_counter()
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            if cwd is not None:
                os.chdir(cwd)
            os.execvpe(command[0], list(command), _environment(env))
        self.resize(columns, rows, draw=False)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def resize(self, columns: int, rows: int, *, draw: bool = True) -> None:
        """Another size."""
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if draw:
            self._screen.resize(rows, columns)

    def press(self, *keys: str) -> None:
        """Keys by name, or texts as they are, in one burst; only behind an Esc there is a pause (else it is Alt)."""
        burst = ""
        for key in keys:
            burst += KEYS.get(key, key)
            if key == "escape":
                os.write(self._terminal, burst.encode())
                burst = ""
                self.pump_for(_ESCAPE_S)
        os.write(self._terminal, burst.encode())

    def pump_for(self, seconds: float) -> None:
        """Take what the program writes for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self.status is None:
            self.pump(left)

    def send(self, signal_number: int) -> None:
        """A signal to the program."""
        os.kill(self._process, signal_number)

    def pump(self, seconds: float) -> bool:
        """Take what the program writes within `seconds`; False when nothing came."""
        if self.status is not None or not select.select([self._terminal], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:
            data = b""
        if not data:
            self._reap()
            return False
        self.raw += data
        return True

    def _reap(self) -> None:
        _, code = os.waitpid(self._process, 0)
        self.status = os.waitstatus_to_exitcode(code)

    def lines(self) -> list[str]:
        """The screen as it is now."""
        data = bytes(self.raw[self._fed :])
        self._fed = len(self.raw)
        self._stream.feed(_without_private(data))
        return [line.rstrip() for line in self._screen.display]

    @property
    def cursor(self) -> tuple[int, int]:
        """The column and row, from 0, where the terminal's cursor is."""
        return self._screen.cursor.x, self._screen.cursor.y

    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines())

    def cells(self) -> list[list[tuple[object, ...]]]:
        """The screen as it is now, with its colours."""
        self.lines()
        buffer = self._screen.buffer
        return [[tuple(buffer[row][column]) for column in range(self.columns)] for row in range(self.rows)]

    def settings(self) -> list[object]:
        """How the terminal treats what is typed (termios); equal lists are equal treatment."""
        return termios.tcgetattr(self._terminal)

    def wait(self, until: Callable[[str], bool], seconds: float = 20) -> str:
        """The screen once `until` holds for it; AssertionError with the screen when it never does."""
        end = time.monotonic() + seconds
        while not until(self.text()):
            if time.monotonic() > end or (self.status is not None and not until(self.text())):
                raise AssertionError(f"not on the screen (exit status {self.status}):\n{self.text()}")
            self.pump(0.1)
        return self.text()

    def wait_for(self, wanted: str, seconds: float = 20) -> str:
        """The screen once it holds `wanted`."""
        return self.wait(lambda screen: wanted in screen, seconds)

    def wait_bytes(self, *wanted: bytes, since: int = 0, seconds: float = 60) -> float:
        """The moment (perf_counter) when all of `wanted` had been written, looked for in `raw` from `since` on.

        Cheaper than `wait`, which draws the screen; TimeoutError with the screen when they never come.
        """
        end = time.perf_counter() + seconds
        missing = list(wanted)
        while missing := [text for text in missing if self.raw.find(text, since) < 0]:
            if time.perf_counter() > end or self.status is not None:
                raise TimeoutError(f"never written: {missing} (exit status {self.status})\n{self.text()}")
            self.pump(0.1)
        return time.perf_counter()

    def peak_memory(self) -> int | None:
        """The most bytes of memory the program has had at once, its own processes aside; None where not to be known."""
        try:
            status = Path(f"/proc/{self._process}/status").read_text()
        except OSError:
            return None
        return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")), None)

    def wait_exit(self, seconds: float = 20) -> int:
        """The exit status."""
        end = time.monotonic() + seconds
        while self.status is None and time.monotonic() < end:
            self.pump(0.1)
        assert self.status is not None, f"still running:\n{self.text()}"
        return self.status

    def end(self) -> None:
        """End the program if it still runs."""
        if self.status is None:
            os.kill(self._process, signal.SIGKILL)
            self._reap()
        os.close(self._terminal)


def _environment(own: dict[str, str] | None) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name not in ("LINES", "COLUMNS", "NO_COLOR", "TMUX")}
    return env | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | (own or {})


def _without_private(data: bytes) -> bytes:
    """`data` without the sequences (modes, queries) that pyte would print instead of obeying."""
    import re

    data = re.sub(rb"\x1b\[[<=>?][0-?]*[ -/]*[@-~]", b"", data)
    data = re.sub(rb"\x1b[P_^X].*?\x1b\\", b"", data, flags=re.S)
    return re.sub(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)", b"", data)

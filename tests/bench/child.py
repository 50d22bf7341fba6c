"""The program in a pseudo-terminal, timed by the bytes it writes; and what the system says about it.

Lives here: waiting for texts, for quiet, for idleness; memory. Must not: know what is measured, or draw the screen
while time is taken (`text()` draws it, for messages). Memory and idleness are known on Linux only.
"""

from __future__ import annotations

import os
import re
import time
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.terminal import Terminal

_STYLES = rb"(?:\x1b\[[0-9;:]*m)*"
_QUIET_S = 0.06
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def across_styles(*parts: bytes) -> re.Pattern[bytes]:
    """The parts one after the other, whatever colours begin and end between them."""
    return re.compile(_STYLES.join(parts))


class Child(Terminal):
    """A program under measurement. Moments are of `perf_counter`; `since` is a length of `raw`."""

    def __init__(self, command: Sequence[str], *, columns: int, rows: int, env: dict[str, str], cwd: Path) -> None:
        self._lengths: list[int] = []
        self._arrivals: list[float] = []
        super().__init__(command, columns=columns, rows=rows, env=env, cwd=cwd)

    def __enter__(self) -> Self:
        return self

    def pump(self, seconds: float) -> bool:
        """Take what the program writes within `seconds`, and remember when; False when nothing came."""
        if not super().pump(seconds):
            return False
        self._arrivals.append(time.perf_counter())
        self._lengths.append(len(self.raw))
        return True

    def moments(self, *wanted: bytes, since: int = 0, seconds: float = 60) -> dict[bytes, float]:
        """When each of `wanted` had been written; TimeoutError with the screen when one never is."""
        seen: dict[bytes, float] = {}
        end = time.perf_counter() + seconds
        while True:
            for text in wanted:
                if text not in seen and (at := self.raw.find(text, since)) >= 0:
                    seen[text] = self._arrived(at + len(text))
            if len(seen) == len(wanted):
                return seen
            self._must_run_until(end, [text for text in wanted if text not in seen])
            self.pump(0.1)

    def moment_of(self, pattern: re.Pattern[bytes], *, since: int, seconds: float = 60) -> float:
        """When something that matches had been written; TimeoutError with the screen when it never is."""
        end = time.perf_counter() + seconds
        while (moment := self.awaited(pattern, since=since, seconds=0.1)) is None:
            self._must_run_until(end, [pattern.pattern])
        return moment

    def awaited(self, pattern: re.Pattern[bytes], *, since: int, seconds: float) -> float | None:
        """When something that matches had been written; None when it is not by then."""
        end = time.perf_counter() + seconds
        while not (found := pattern.search(self.raw, since)):
            left = end - time.perf_counter()
            if left <= 0 or self.status is not None:
                return None
            self.pump(left)
        return self._arrived(found.end())

    def first_match(self, pattern: re.Pattern[bytes], since: int, default: float) -> float:
        """When the first of what was written by now and matches came; `default` when nothing does."""
        found = pattern.search(self.raw, since)
        return self._arrived(found.end()) if found else default

    def _arrived(self, length: int) -> float:
        """When `raw` had become so long."""
        return self._arrivals[bisect_left(self._lengths, length)]

    def _must_run_until(self, end: float, missing: Sequence[bytes]) -> None:
        if self.status is not None or time.perf_counter() > end:
            raise TimeoutError(f"never written: {missing} (exit status {self.status})\n{self.text()}")

    def key(self, key: str) -> tuple[int, float]:
        """Press it; (length of `raw` before, moment of the key)."""
        since, pressed = len(self.raw), time.perf_counter()
        self.press(key)
        return since, pressed

    def first_bytes(self, since: int, seconds: float = 20) -> float:
        """When anything was written after `since`."""
        end = time.perf_counter() + seconds
        while len(self.raw) == since:
            self._must_run_until(end, [b"anything"])
            self.pump(0.1)
        return self._arrived(since + 1)

    def painted(self, since: int, quiet: float = _QUIET_S) -> float:
        """When the last bytes before the next so long quiet were written."""
        self.first_bytes(since)
        self.settle(quiet)
        return self._arrivals[-1]

    def settle(self, quiet: float = 0.25) -> None:
        """Wait until nothing was written for so long."""
        while self.pump(quiet):
            pass

    def idle(self, seconds: float = 600, window: float = 0.6) -> float:
        """Wait until the program and its workers hardly compute any more; the moment when they stopped.

        TimeoutError when they never do.
        """
        end = time.perf_counter() + seconds
        stopped, before = time.perf_counter(), self._all_processor_time()
        calm = 0
        while calm < 3:
            self.pump_for(window)
            now = self._all_processor_time()
            if abs(now - before) <= 2 * _TICK_S + 0.02 * window:
                calm += 1
            else:
                calm, stopped = 0, time.perf_counter()
            before = now
            self._must_run_until(end, [b"(idleness)"])
        return stopped

    def processor_time(self) -> float:
        """Seconds that the process itself has computed, without its workers; to a hundredth."""
        return _processor_time(self._process)

    def _all_processor_time(self) -> float:
        return sum(_processor_time(process) for process in self._family())

    def _family(self) -> Iterable[int]:
        """The process and its workers."""
        yield self._process
        with suppress(OSError, ValueError):
            for task in Path(f"/proc/{self._process}/task").iterdir():
                yield from map(int, (task / "children").read_text().split())

    def memory(self) -> float:
        """Bytes of memory in use now, that of its workers included; 0 where it is not to be known."""
        return float(sum(_resident(process) for process in self._family()))

    def quit(self) -> float:
        """Press q; seconds until the prompt is back."""
        _, pressed = self.key("q")
        self.wait_exit()
        return time.perf_counter() - pressed


def _processor_time(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * _TICK_S


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0

"""Running a program that the reader's settings name.

Lives here: starting it, keeping what it prints, ending it when its time is over.
Must not: put a command together, or take a program from anywhere but absolute paths and PATH.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

Which = Callable[[str], str | None]

MOST_BYTES = 256 * 1024
"""Of what a program prints so much is kept: the end."""

# cmd.exe would read the arguments of these once more.
_READ_AGAIN = (".bat", ".cmd")


class Ran(NamedTuple):
    """How a program ended: its `status`, what it printed, or the `reason` why it did not run to its end."""

    status: int | None
    output: str = ""
    reason: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it did what it was to do, as far as it says."""
        return self.status == 0 and not self.reason


class Order(NamedTuple):
    """What is to be run: words, or a text for the shell; `variables` go over the environment's."""

    words: Sequence[str]
    variables: Mapping[str, str]
    folder: str = ""
    is_shell: bool = False
    limit_s: float = 600


def run(order: Order, environment: Mapping[str, str], which: Which, *, takes_terminal: bool = False) -> Ran:
    """Run a program until it ends, or is ended; never raises. Without the terminal it can neither read nor write it."""
    words = _resolved(order, which)
    if isinstance(words, Ran):
        return words
    folder = order.folder or None
    variables = {**environment, **order.variables}
    try:
        if takes_terminal:
            return Ran(subprocess.run(words, env=variables, cwd=folder, check=False).returncode)  # noqa: S603 - the reader's
        from tempfile import TemporaryFile  # what it imports costs time that the start should not pay

        with TemporaryFile() as printed:
            return _run_aside(words, variables, folder, order.limit_s, printed)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else "it was not accepted"
        return Ran(None, reason=f"{Path(words[0]).name} could not be started: {said}")


def _resolved(order: Order, which: Which) -> list[str] | Ran:
    if order.is_shell:
        shell = None if sys.platform == "win32" else which("sh")
        return [shell, "-c", order.words[0]] if shell else Ran(None, reason="there is no shell sh here")
    program = which(os.path.expanduser(order.words[0]))  # noqa: PTH111 - a name without a folder stays one
    if program is None:
        return Ran(None, reason=f"{order.words[0]} was not found; install it, or write its whole path")
    if sys.platform == "win32" and program.lower().endswith(_READ_AGAIN):
        return Ran(None, reason=f"{order.words[0]} is a script of cmd.exe, which would read its arguments as commands")
    return [program, *order.words[1:]]


def _run_aside(
    words: Sequence[str], variables: Mapping[str, str], folder: str | None, limit_s: float, printed: IO[bytes]
) -> Ran:
    # Into a file: a program that outlives this one can still print.
    process = subprocess.Popen(  # noqa: S603 - a list; what the reader's settings say
        list(words),
        stdin=subprocess.DEVNULL,
        stdout=printed,
        stderr=subprocess.STDOUT,
        env={"GIT_TERMINAL_PROMPT": "0", **variables},
        cwd=folder,
        start_new_session=True,
    )
    reason = ""
    try:
        process.wait(limit_s)
    except subprocess.TimeoutExpired:
        kill(process)
        reason = f"it was ended after {limit_s:g} seconds"
    return Ran(process.wait(), _end_of(printed), reason)


def _end_of(printed: IO[bytes]) -> str:
    size = printed.seek(0, os.SEEK_END)
    printed.seek(max(size - MOST_BYTES, 0))
    return printed.read(MOST_BYTES).decode("utf-8", "replace")


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a program that began a session of its own, and all that it started."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)  # it began a session, so whatever it started is in its group

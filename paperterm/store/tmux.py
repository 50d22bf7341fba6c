"""tmux's paste buffer: the clipboard of those who work in tmux.

Lives here: putting a text there, reading it back, and having tmux pass it on to the terminal outside.
Must not: decide whether it should go there, or take tmux's word for it.

By default tmux lets neither its own nor a wrapped OSC 52 through, but takes a text from its own program.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping
from enum import Enum

LIMIT_S = 2.0


class Held(Enum):
    """What became of a text that tmux was to hold."""

    NOT = "not"
    HERE = "in the paste buffer, and read back from there"
    PASSED_ON = "and also sent to the terminal outside, which never says what it did with it"


def put(
    text: bytes, program: str, environment: Mapping[str, str], *, passes_on: bool = True, limit_s: float = LIMIT_S
) -> Held:
    """Put `text` into the paste buffer of the tmux that `environment` tells of, within `limit_s` seconds."""
    tmux = _Tmux(program, environment, time.monotonic() + limit_s)
    # tmux before 3.2 does not know -w.
    was_passed_on = passes_on and tmux.run("load-buffer", "-w", "-", text=text) is not None
    if not was_passed_on and tmux.run("load-buffer", "-", text=text) is None:
        return Held.NOT
    if tmux.run("show-buffer") != text:
        return Held.NOT
    return Held.PASSED_ON if was_passed_on else Held.HERE


class _Tmux:
    """The program, to be run until `deadline` (of `time.monotonic`)."""

    def __init__(self, program: str, environment: Mapping[str, str], deadline: float) -> None:
        self._program = program
        self._environment = dict(environment)
        self._deadline = deadline

    def run(self, *arguments: str, text: bytes = b"") -> bytes | None:
        """What the command writes when it is given `text`, or None if it failed or did not end in time."""
        try:
            ended = subprocess.run(  # noqa: S603 - a list, no shell
                [self._program, *arguments],
                input=text,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                timeout=max(self._deadline - time.monotonic(), 0),
                check=True,
                start_new_session=True,  # out of reach of the terminal and its signals
            )
        except (OSError, ValueError, subprocess.SubprocessError):
            return None
        return ended.stdout

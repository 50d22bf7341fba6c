"""The last frame on the terminal, from before anything is imported until the screen is there.

Lives here: showing it, keeping the terminal from echoing what is typed meanwhile, and giving the terminal back whatever
happens. What is typed waits in the terminal for the screen.
Must not: know what is in the frame; import more than `frames` does before it is shown.
"""

from __future__ import annotations

import os
import sys

from paperterm.store.frames import Slot, slot_for

# The alternate screen without cursor and line wrap, as the screen itself has it; and back.
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"
_LEAVE = "\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"
_INPUT, _OUTPUT = 0, 2
_Attributes = list[int | list[bytes | int]]


class Preview:
    """What is shown before the program is loaded. `slot` is the place of the frame, None where none is kept."""

    def __init__(self, slot: Slot | None) -> None:
        self.slot = slot
        self.is_up = False
        self._before: _Attributes = []
        self._process = os.getpid()

    def show(self) -> None:
        """Show the frame if there is one that fits."""
        rows = self.slot.load() if self.slot is not None else None
        if rows is None:
            return
        import termios

        try:
            self._before = termios.tcgetattr(_INPUT)
            self.is_up = True
            self._watch_for_the_end()
            _silence()
            _write("".join((_ENTER, *(f"\x1b[{at};1H\x1b[0m{row}" for at, row in enumerate(rows, 1)), "\x1b[0m")))
        except (termios.error, OSError):
            self.close()
        except BaseException:
            self.close()
            raise

    def hand_over(self) -> _Attributes | None:
        """Leave the frame to the screen, which gives the terminal back: the attributes that it is to have then.

        None where no frame is up.
        """
        if not self.is_up:
            return None
        self.is_up = False
        return self._before

    def close(self) -> None:
        """Give the terminal back, unless the screen does."""
        if self.is_up:
            self.is_up = False
            self._restore()

    def _restore(self) -> None:
        import termios

        try:
            termios.tcsetattr(_INPUT, termios.TCSANOW, self._before)
            _write(_LEAVE)
        except (termios.error, OSError):  # the terminal is gone
            return

    def _watch_for_the_end(self) -> None:
        """Give the terminal back before a signal ends the program; the screen looks after that once it is there."""
        import signal

        def end(number: int, _: object) -> None:
            if os.getpid() == self._process:
                self._restore()
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, end)


def preview_for(words: list[str]) -> Preview:
    """The preview for a command line; one that shows nothing where there is no terminal that could show it."""
    try:
        is_terminal = all(map(os.isatty, (_INPUT, 1, _OUTPUT))) and sys.platform != "win32"
        if not is_terminal or os.environ.get("TERM") in (None, "", "dumb") or os.tcgetpgrp(_INPUT) != os.getpgrp():
            return Preview(None)
        columns, rows = os.get_terminal_size(1)
    except OSError:
        return Preview(None)
    return Preview(slot_for(words, dict(os.environ), columns, rows))


def _silence() -> None:
    """Let the terminal hand on keys as they are typed, and show none; Ctrl+C still interrupts."""
    import termios

    attributes = termios.tcgetattr(_INPUT)
    attributes[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    attributes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    attributes[6][termios.VMIN] = 1
    for stopping in (termios.VSUSP, termios.VQUIT):
        attributes[6][stopping] = bytes([os.fpathconf(_INPUT, "PC_VDISABLE")])
    termios.tcsetattr(_INPUT, termios.TCSANOW, attributes)


def _write(text: str) -> None:
    left = text.encode()
    while left:
        left = left[os.write(_OUTPUT, left) :]

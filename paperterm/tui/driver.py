"""The terminal's driver, which gives the prompt back at once.

The framework's own waits for the thread that reads keys, and that looks whether it is to end ten times a second only,
twice over: a fifth of a second at every end and before every editor. Here a pipe wakes it.
Where a frame stands in for the screen, the driver takes the terminal over as it is: nothing is cleared.
Must not: be imported where there are no POSIX terminals.
"""

from __future__ import annotations

import codecs
import os
import selectors
from collections.abc import Callable
from typing import Any

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

_CHUNK = 4096
# How long the beginning of a key's sequence is waited on for its end.
_TICK_S = 0.1
_ALTERNATE_SCREEN = "\x1b[?1049h"

HandOver = Callable[[], list[Any] | None]
"""Gives up the terminal; the attributes that it is to have in the end, or None where that was done before."""


class PromptDriver(LinuxDriver):
    """The framework's driver for POSIX terminals, its input thread ended without a wait."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._woken, self._wake = os.pipe()

    def disable_input(self) -> None:
        """Stop reading keys; returns when the thread that did has ended."""
        os.write(self._wake, b"\n")
        super().disable_input()
        os.read(self._woken, 1)

    def run_input_thread(self) -> None:
        """Hand on what is typed until somebody wakes this thread to end it."""
        parser = XTermParser(self._debug)
        decoder = codecs.getincrementaldecoder("utf-8")()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in selector.select(_TICK_S)}
                if self.fileno in ready:
                    data = os.read(self.fileno, _CHUNK)
                    if not data:  # the terminal is gone
                        selector.unregister(self.fileno)
                    for event in parser.feed(decoder.decode(data)) if data else ():
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)


def successor(hand_over: HandOver) -> type[PromptDriver]:
    """The driver that takes over from a frame on the alternate screen."""

    class Successor(PromptDriver):
        """Enters the alternate screen only where it has been left."""

        _is_there = True

        def start_application_mode(self) -> None:
            """Take the terminal over; later, after an editor for example, take it as any driver does."""
            start: Callable[[], object] = super().start_application_mode
            start()
            self._is_there = False
            if (before := hand_over()) is not None:
                self.attrs_before = before

        def write(self, data: str) -> None:
            """Write to the terminal, which clears its screen when it is told to show the one that it shows."""
            if not (self._is_there and data == _ALTERNATE_SCREEN):
                super().write(data)

    return Successor

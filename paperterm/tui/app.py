"""The application: one reading screen, its colours, and the thread that brings it what was read.

Must not: know actions or papers; the reading screen does.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.command import Provider
from textual.driver import Driver
from textual.filter import LineFilter

from paperterm.core.targets import clean
from paperterm.core.wording import Told
from paperterm.library import Arrival, Library
from paperterm.tui.actions import Keymap
from paperterm.tui.filters import AsciiFilter, ControlFilter
from paperterm.tui.screens.reading import ReadingScreen

# Each arrival lays the whole tree out anew: files are waited for this long, and the longer the more there are already.
_ARRIVALS_EVERY = 0.15
_ARRIVALS_SHARE = 0.25


def _palette() -> type[Provider]:
    from paperterm.tui.palette import ActionCommands

    return ActionCommands


def _collect_garbage() -> None:
    """From the first papers on; what start-up made stays anyway, and is never looked at again."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class PaperTermApp(App[None]):
    """Shows `library` until the reader quits. `styles` is the folder of .tcss files."""

    TITLE = "PaperTerm"
    COMMANDS: ClassVar = {_palette}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        library: Library,
        styles: Path,
        *,
        keymap: Keymap | None = None,
        theme: str | None = None,
        tree_width: int = 0,
        ascii_only: bool = False,
        greetings: tuple[Told, ...] = (),
        watches: bool = True,
    ) -> None:
        super().__init__(css_path=sorted(styles.glob("*.tcss")), watch_css=False)
        self.animation_level = "none"
        self._library = library
        self._greetings = greetings
        self._watches = watches
        self._is_leaving = False
        self._stop_watching: Callable[[], None] | None = None
        self._greetings += self._choose(theme)
        self._last_filters = (ControlFilter(), AsciiFilter(ascii_only))
        self.reading = ReadingScreen(library, keymap or Keymap(), tree_width=tree_width)

    def _choose(self, theme: str | None) -> tuple[Told, ...]:
        """Use `theme`, or tell which ones there are."""
        if theme is None:
            return ()
        if theme in self.available_themes:
            self.theme = theme
            return ()
        return (Told(f"There is no theme {theme}; there are {', '.join(self.available_themes)}.", is_trouble=True),)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The framework's filters, then ours."""
        return [*super().get_line_filters(), *(each for each in self._last_filters if each.enabled)]

    def get_driver_class(self) -> type[Driver]:
        """The framework's choice, or ours in place of the one for POSIX terminals."""
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from paperterm.tui.driver import PromptDriver

        return PromptDriver

    def get_default_screen(self) -> ReadingScreen:
        """The reading screen."""
        return self.reading

    def on_mount(self) -> None:
        """Begin to read, and to watch what was read."""
        self._library.send_through(self._send)
        self._end_on_signals()
        self.run_worker(self._read, thread=True, name="read")
        for told in self._greetings:
            self.reading.tell(told)

    def copy_to_clipboard(self, text: str) -> None:
        """What is copied out of a selection or an input goes the way of everything copied."""
        self.reading.desk.copy_text(clean(text))

    def _end_on_signals(self) -> None:
        """Give the terminal back when somebody else ends the program."""
        with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            loop = asyncio.get_running_loop()
            for name in ("SIGTERM", "SIGHUP"):
                number = getattr(signal, name)
                loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))

    def _send(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)

    def _read(self) -> None:
        """In a thread: pass on what was read, the first file at once, then more and more at a time."""
        waiting: list[Arrival] = []
        began, last = time.monotonic(), float("-inf")
        for arrival in self._library.reading():
            if self._is_leaving:
                return
            waiting.append(arrival)
            now = time.monotonic()
            if now - last > max(_ARRIVALS_EVERY, (now - began) * _ARRIVALS_SHARE):
                self._pass_on(waiting)
                waiting, last = [], now
        self._pass_on(waiting, is_all=True)
        if not self._library.unread:
            self._library.complete()
        while not self._is_leaving and self._library.index_words():
            pass
        if self._watches and not self._is_leaving:
            self._stop_watching = self._library.watch(self._files_changed)
            self._files_changed(None)  # what changed between reading and watching

    def _pass_on(self, arrivals: Sequence[Arrival], *, is_all: bool = False) -> None:
        self._library.keep(arrivals)
        self.reading.post_message(ReadingScreen.Arrived(is_all=is_all))
        self.reading.call_after_refresh(_collect_garbage)

    def _files_changed(self, paths: Iterable[Path] | None) -> None:
        """In the watching thread: read again what changed."""
        changes = self._library.changes(paths)
        if changes.is_any:
            self.reading.post_message(ReadingScreen.FilesChanged(changes))

    def on_unmount(self) -> None:
        """Stop reading and watching."""
        self._is_leaving = True
        self._library.close()
        if self._stop_watching is not None:
            self._stop_watching()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The palette lists what the reading screen does; above it, its key is free."""
        if action == "command_palette" and self.screen is not self.reading:
            return False
        return super().check_action(action, parameters)

    def action_help_quit(self) -> None:
        """Ctrl+C: neither quits nor does nothing."""
        self.notify("q quits.", markup=False)

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
from typing import Any, ClassVar

from rich.console import RenderableType
from textual.app import App
from textual.command import Provider
from textual.driver import Driver
from textual.events import Event
from textual.filter import LineFilter, Monochrome
from textual.screen import Screen

from paperterm.core.targets import clean
from paperterm.core.wording import Told
from paperterm.library import Arrival, Library
from paperterm.tui.entrance import Entrance, Frame, rows_of
from paperterm.tui.looks import Looks
from paperterm.tui.preferences import Configuration, Preferences
from paperterm.tui.screens.reading import ReadingScreen

# Each arrival lays the whole tree out anew: files are waited for this long, and the longer the more there are already.
_ARRIVALS_EVERY = 0.15
_ARRIVALS_SHARE = 0.25
# A frame of the last time stands in for the screen no longer than this.
_PATIENCE_S = 2.0


def _actions() -> type[Provider]:
    from paperterm.tui.palette import ActionCommands

    return ActionCommands


def _papers() -> type[Provider]:
    from paperterm.tui.palette import PaperCommands

    return PaperCommands


def _collect_garbage() -> None:
    """From the first papers on; what start-up made stays anyway, and is never looked at again."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class PaperTermApp(App[None]):
    """Shows `library` until the reader quits, as it is preferred. `styles` is the folder of .tcss files.

    Where a frame of the last time stands in for the screen, `hand_over` gives up the terminal. `last_frame` is the one
    for the next time.
    """

    TITLE = "PaperTerm"
    COMMANDS: ClassVar = {_actions, _papers}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        library: Library,
        styles: Path,
        preferences: Preferences | None = None,
        *,
        configuration: Configuration | None = None,
        watches: bool = True,
        hand_over: Callable[[], list[Any] | None] | None = None,
    ) -> None:
        super().__init__(css_path=sorted(styles.glob("*.tcss")), watch_css=False)
        self.animation_level = "none"
        self._library = library
        preferences = preferences or Preferences()
        self._greetings = preferences.greetings
        self._watches = watches
        self._is_leaving = False
        self.last_frame: Frame | None = None
        self._has_entered = False
        self._is_plain = preferences.is_plain
        self._entrance = Entrance(self, is_shut=hand_over is not None)
        if hand_over is not None:
            self.driver_class = self._successor(hand_over)
        self._stop_watching: Callable[[], None] | None = None
        self._looks = Looks(self, preferences)
        self._greetings += self._looks.greetings
        self._usual_theme = self.theme
        self.reading = ReadingScreen(library, preferences, configuration, self._follow)

    def _follow(self, preferences: Preferences) -> tuple[Told, ...]:
        """Let changed settings be in force; what is wrong with them."""
        told = self._looks.follow(preferences)
        self.reading.use(preferences)
        return (*preferences.greetings, *told)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The framework's filters but for the one that makes colours grey, then ours."""
        usual = (each for each in super().get_line_filters() if not isinstance(each, Monochrome))
        return [*usual, *self._looks.last_filters]

    def get_driver_class(self) -> type[Driver]:
        """The framework's choice, or ours in place of the one for POSIX terminals."""
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from paperterm.tui.driver import PromptDriver

        return PromptDriver

    def _successor(self, hand_over: Callable[[], list[Any] | None]) -> type[Driver]:
        from paperterm.tui.driver import PromptDriver, successor

        return successor(hand_over) if issubclass(self.driver_class, PromptDriver) else self.driver_class

    def get_default_screen(self) -> ReadingScreen:
        """The reading screen."""
        return self.reading

    def on_mount(self) -> None:
        """Begin to read, and to watch what was read."""
        self._library.send_through(self._send)
        self._end_on_signals()
        self.run_worker(self._read, thread=True, name="read")
        self.reading.own.tell_all(self._greetings)
        if self._library.count():
            self._enter()
        if self._entrance.is_shut:
            self.set_timer(_PATIENCE_S, partial(self._entrance.open, self.reading))

    async def on_event(self, event: Event) -> None:
        """What is typed before papers are there waits for them."""
        if not self._entrance.keeps(event):
            await super().on_event(event)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if not self._entrance.is_shut:
            self._looks.point(screen)
            super()._display(screen, renderable)

    def _enter(self) -> None:
        """From any thread: when the papers that came are drawn, let them be seen."""
        self.reading.call_after_refresh(self.reading.call_after_refresh, self._entered)

    def _look_for_keys(self) -> None:
        if self.reading.has_begun:
            self._entrance.open_for_keys(self.reading)

    def _entered(self) -> None:
        self._has_entered = True
        self._entrance.open(self.reading)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Quit, and keep what the screen looks like: the next start begins there. Nothing for those who hear it."""
        self.reading.leave()
        is_usual = self.theme == self._usual_theme and not self._greetings and not self._is_plain
        if self._has_entered and is_usual and self.reading.will_begin_so:
            names = self.reading.names_shown()
            self.last_frame = Frame(self.size.width, rows_of(self.reading), names, self._library.edition)
        super().exit(result, return_code, message)

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
        began, told, kept = time.monotonic(), float("-inf"), float("-inf")
        was_wanted = False
        for arrival in self._library.reading():
            if self._is_leaving:
                return
            waiting.append(arrival)
            now = time.monotonic()
            if arrival.is_wanted and not was_wanted:  # a search waits for it
                began, was_wanted = now, True
            if now - told > max(_ARRIVALS_EVERY, (now - began) * _ARRIVALS_SHARE):
                self._pass_on(waiting)
                waiting, told, kept, was_wanted = [], now, now, arrival.is_wanted
            elif now - kept > _ARRIVALS_EVERY:
                self._library.keep(waiting)
                waiting, kept = [], now
        self._pass_on(waiting, is_all=True)
        if not self._library.unread:
            self._library.complete()
        if self._watches and not self._is_leaving and not self._library.may_be_more:
            self._stop_watching = self._stop_watching or self._library.watch(self._files_changed)
            self._files_changed(None)  # what changed between reading and watching

    def on_reading_screen_left_unread(self) -> None:
        """The reader stopped the reading, and wants the rest."""
        self.run_worker(self._read_on, thread=True, name="read")

    def _read_on(self) -> None:
        self._library.read_on()
        self._read()

    def _pass_on(self, arrivals: Sequence[Arrival], *, is_all: bool = False) -> None:
        self._library.keep(arrivals)
        self.reading.post_message(ReadingScreen.Arrived(is_all=is_all))
        if is_all:
            self._enter()
        elif not self._has_entered:
            self.reading.call_after_refresh(self.reading.call_after_refresh, self._look_for_keys)
        self.reading.call_after_refresh(_collect_garbage)

    def _files_changed(self, paths: Iterable[Path] | None) -> None:
        """In the watching thread: read again what changed."""
        changes = self._library.changes(paths)
        if changes.is_any:
            self.reading.post_message(ReadingScreen.FilesChanged(changes))

    def on_unmount(self) -> None:
        """Stop reading and watching."""
        self._is_leaving = True
        self._library.end()
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

"""What is the reader's own: settings while the program runs, commands, statistics, and what was said so far.

Lives here: the way from a key to the settings file and back, and from a command to what it printed.
Must not: read settings or run anything itself; the configuration and the library do.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from textual.app import App, SuspendNotSupported

from paperterm.core import wording
from paperterm.core.commands import OwnCommand, Show
from paperterm.core.outline import Entry
from paperterm.core.wording import Told
from paperterm.library import Library, Ran
from paperterm.tui.actions import Keymap
from paperterm.tui.preferences import Configuration, Preferences

_MOST_MESSAGES = 200


class Reader(Protocol):
    """What is asked of the screen."""

    keymap: Keymap

    @property
    def app(self) -> App[None]:
        """The application."""

    @property
    def selected(self) -> Entry | None:
        """The paper on the right."""

    def tell(self, told: Told) -> None:
        """Say what happened."""

    def reload_files(self) -> None:
        """Read again what may have changed."""


class Own:
    """The settings, commands and messages of a screen; `follow` lets the application follow changed settings."""

    def __init__(
        self,
        reader: Reader,
        library: Library,
        configuration: Configuration | None,
        follow: Callable[[Preferences], Iterable[Told]],
    ) -> None:
        self._reader, self._library = reader, library
        self._configuration, self._follow = configuration, follow
        self._messages: list[tuple[str, Told]] = []

    # Messages

    def remember(self, told: Told) -> None:
        """Keep what is said: a toast is gone soon."""
        self._messages.append((time.strftime("%H:%M"), told))
        del self._messages[:-_MOST_MESSAGES]

    def tell_all(self, several: Sequence[Told]) -> None:
        """Say the first, where the others are, and keep all."""
        for told in several[1:]:
            self.remember(told)
        if several:
            more = wording.more_messages(len(several) - 1, self._reader.keymap.shown("messages"))
            first = several[0]
            said = wording.as_sentence(first.sentence, capital=False) if more else first.sentence
            self._reader.tell(replace(first, sentence=said + more))

    def action_messages(self) -> None:
        """What was said so far, the last first."""
        from paperterm.tui.screens.text import TextScreen

        parts = wording.message_parts(reversed(self._messages))
        self._reader.app.push_screen(TextScreen("Messages", parts))

    # Statistics

    def action_statistics(self) -> None:
        """Show the library from afar."""
        from paperterm.tui.screens.statistics import StatisticsScreen

        self._reader.app.push_screen(StatisticsScreen(self._library))

    # Settings

    def action_settings(self) -> None:
        """Show what is in force, and edit it."""
        if self._configuration is None:
            self._reader.tell(Told("There is no settings file here."))
            return
        from paperterm.tui.screens.settings import SettingsScreen

        screen = SettingsScreen(self._configuration.described())
        self._reader.app.push_screen(screen, lambda wants_editor: self._edit() if wants_editor else None)

    def _edit(self) -> None:
        configuration = self._configuration
        if configuration is None:
            return
        plan = configuration.editor()
        if isinstance(plan, Told):
            self._reader.tell(plan)
        elif (problem := self._suspended(plan)) is not None:
            self._reader.tell(problem)
        else:
            self._use(configuration.load())

    def _use(self, preferences: Preferences) -> None:
        wrong = tuple(self._follow(preferences))
        self.tell_all(wrong or (Told("The settings are in force; another library at the next start."),))

    def _suspended(self, run: Callable[[], Told | None]) -> Told | None:
        """Give the terminal to `run`; what is to be told."""
        try:
            with self._reader.app.suspend():
                problem = run()
        except SuspendNotSupported:
            return Told("This screen cannot make room for another program.", is_trouble=True)
        self._reader.app.refresh(layout=True)
        return problem

    # Commands

    def run(self, name: str) -> None:
        """Run the command whose action is called `name` on the selected paper."""
        command, entry = self._reader.keymap.commands[name], self._reader.selected
        if entry is None:
            self._reader.tell(Told("No paper is selected."))
            return
        plan = self._library.command(command, entry)
        if isinstance(plan, Told):
            self._reader.tell(plan)
        elif command.show is Show.SUSPEND:
            self._run_here(command, plan)
        else:
            self._reader.app.run_worker(self._run_aside(command, plan), name=name)

    def _run_here(self, command: OwnCommand, plan: Callable[[], Ran]) -> None:
        def run() -> Told | None:
            ran = plan()
            return None if ran.is_good else wording.command_ended(command.name, ran.status, ran.reason, "")

        if (problem := self._suspended(run)) is not None:
            self._reader.tell(problem)
        self._reader.reload_files()

    async def _run_aside(self, command: OwnCommand, plan: Callable[[], Ran]) -> None:
        if command.show is not Show.NOTHING:
            self._reader.tell(Told(f"Running {command.name} …"))
        ran = await _in_thread(plan)
        if command.show is Show.SCREEN and ran.output.strip():
            self._show_output(command, ran)
        elif command.show is not Show.NOTHING or not ran.is_good:
            self._reader.tell(wording.command_ended(command.name, ran.status, ran.reason, ran.output))

    def _show_output(self, command: OwnCommand, ran: Ran) -> None:
        from paperterm.tui.screens.text import TextScreen

        told = wording.command_ended(command.name, ran.status, ran.reason, "")
        self.remember(told)
        self._reader.app.push_screen(TextScreen(command.name, [("bold", f"{told.sentence}\n\n"), ("", ran.output)]))


async def _in_thread(plan: Callable[[], Ran]) -> Ran:
    """What `plan` gives, from a thread that keeps nobody from quitting: what was begun goes on by itself then."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Ran] = loop.create_future()

    def work() -> None:
        ran = plan()
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_deliver, future, ran)

    threading.Thread(target=work, daemon=True, name="command").start()
    return await future


def _deliver(future: asyncio.Future[Ran], ran: Ran) -> None:
    if not future.done():
        future.set_result(ran)

"""The reader's settings file, as the screen and the commands take it.

Lives here: settings → what they mean for the screen; describing and editing the file.
Must not: know an option's meaning; `store/settings.py` reads them, the screen follows them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from paperterm.core.outline import Order
from paperterm.core.picture import Way, way_here
from paperterm.core.wording import Told
from paperterm.store import settings
from paperterm.store.desktop import SystemDesktop
from paperterm.store.editors import NoEditor
from paperterm.store.files import reason_for
from paperterm.store.settings import Settings, SettingsProblem
from paperterm.tui import actions
from paperterm.tui.actions import Keymap
from paperterm.tui.preferences import Preferences


class SettingsFile:
    """The settings at `path`, and the desktop that follows them; `is_plain` may be wished elsewhere too."""

    def __init__(self, path: Path, *, is_plain: bool = False) -> None:
        self.path = path
        self._is_plain = is_plain
        self.settings, self.problems = settings.load(path, actions.NAMED)
        self.desktop = SystemDesktop(editor=self.settings.editor)

    def load(self) -> Preferences:
        """What the file says now."""
        self.settings, self.problems = settings.load(self.path, actions.NAMED)
        self.desktop.editor = self.settings.editor
        return self.preferences()

    def preferences(self, greetings: tuple[str, ...] = ()) -> Preferences:
        """What it said when it was read the last time."""
        found = self.settings
        keymap = keymap_of(found)
        said = (*greetings, *map(str, self.problems), *map(str, clashes(keymap, found, self.path)))
        return Preferences(
            keymap=keymap,
            theme=found.theme,
            theme_place=f"{self.path}:{found.lines['theme',]}: " if found.theme else "",
            order=Order(found.group),
            tree_width=found.tree_width or 0,
            ascii_only=found.ascii,
            pictures=self._way_of_pictures(),
            is_plain=found.plain or self._is_plain,
            styles=self._styles(),
            greetings=tuple(Told(each, is_trouble=True) for each in said),
        )

    def _way_of_pictures(self) -> Way:
        """As the settings say; by themselves, pixels only where the terminal surely knows them."""
        found = self.settings
        if found.ascii or found.plain or self._is_plain or os.environ.get("NO_COLOR"):
            return Way.OFF
        return Way(found.images) if found.images in tuple(Way) else way_here(os.environ)

    def _styles(self) -> tuple[Path, ...]:
        try:
            return tuple(sorted(self.path.parent.glob("*.tcss")))
        except OSError:
            return ()

    def described(self) -> list[str]:
        """Every option, with what is in force."""
        from paperterm.store.settings_text import described

        keymap = keymap_of(self.settings)
        rows = [(action.name, keymap.keys(action.name), action.says) for action in actions.ACTIONS]
        return list(described(self.settings, self.path, rows))

    def editor(self) -> Callable[[], Told | None] | Told:
        """What edits the file, which is there then, and says what went wrong; or why it cannot."""
        command = self.desktop.editor_command(self.path)
        if isinstance(command, NoEditor):
            return Told(f"{command.reason} The settings file:", shown=str(self.path), is_trouble=True)
        try:
            self._make()
        except OSError as error:
            return Told(f"{self.path}: {reason_for(error)}", is_trouble=True)

        def run() -> Told | None:
            status = self.desktop.run_editor(command)
            if status == 0:
                return None
            said = status if isinstance(status, str) else f"The editor ended with status {status}."
            return Told(said, is_trouble=True)

        return run

    def _make(self) -> None:
        """Write the explained settings, of which none is in force, where there is no file yet."""
        from paperterm.store.settings_text import default_settings_text

        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("x", encoding="utf-8") as file:
                file.write(default_settings_text())


def keymap_of(found: Settings) -> Keymap:
    """The keys in force with these settings."""
    return Keymap(found.keys, found.commands)


def clashes(keymap: Keymap, found: Settings, path: Path) -> Iterator[SettingsProblem]:
    """The keys that were refused, with the lines that asked for them."""
    for clash in keymap.clashes:
        place = ("keys", clash.action)
        if clash.action in keymap.commands:
            place = ("commands", keymap.commands[clash.action].name)
        yield SettingsProblem(path, found.lines.get((*place, "keys"), found.lines.get(place)), clash.sentence)

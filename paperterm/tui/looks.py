"""What the screen looks like: the theme, the reader's own styles, and what becomes of both on simple terminals.

Lives here: choosing by what the terminal can show and the reader prefers; the terminal's cursor in the plain mode.
Must not: know what is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from textual.app import App
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.screen import Screen

from paperterm.core.wording import Told
from paperterm.tui.filters import AsciiFilter, ControlFilter, NoColorFilter
from paperterm.tui.preferences import Preferences

_USUAL, _SIMPLE = "textual-dark", "ansi-dark"
# What inputs are marked with that stand in one line.
_KEEPS_CURSOR = "-textual-compact"
_SHOW_CURSOR = "\x1b[?25h"


@runtime_checkable
class Pointed(Protocol):
    """A widget with a line that the reader is on."""

    def pointed(self) -> Offset | None:
        """Where on the screen that line begins, None while there is none."""


class Looks:
    """What `app` looks like."""

    def __init__(self, app: App[Any], preferences: Preferences) -> None:
        self._app = app
        self._own: list[Path] = []
        self._usual = app.theme
        self.greetings = self._choose(preferences)
        if preferences.styles:
            self._own, told = self._usable(preferences.styles)
            app.css_path += self._own
            self.greetings += told

    def follow(self, preferences: Preferences) -> tuple[Told, ...]:
        """Let other preferences be in force; what is wrong with them."""
        told = self._choose(preferences)
        if preferences.styles or self._own:
            own, wrong = self._usable(preferences.styles)
            self._exchange(own)
            told += wrong
        self._app.refresh_css(animate=False)
        return told

    def _choose(self, preferences: Preferences) -> tuple[Told, ...]:
        self._is_plain = preferences.is_plain
        self._app.set_class(preferences.is_plain, "-plain")
        colours = (NoColorFilter(),) if self._app.no_color else ()
        is_ascii = preferences.ascii_only or preferences.is_plain
        self.last_filters: Sequence[LineFilter] = (*colours, ControlFilter(), *((AsciiFilter(),) if is_ascii else ()))
        return self._use_theme(preferences.theme, preferences.theme_place)

    def _use_theme(self, theme: str | None, place: str) -> tuple[Told, ...]:
        known = self._app.available_themes
        if theme is None or theme in known:
            wanted = theme or self._usual_theme()
            if wanted != self._app.theme:
                self._app.theme = wanted
            return ()
        said = f"{place}there is no theme {theme}; there are {', '.join(known)}."
        return (Told(said[:1].upper() + said[1:], is_trouble=True),)

    def _usual_theme(self) -> str:
        """The terminal's own colours where it has no more than sixteen."""
        is_simple = self._app.no_color or self._app.console.color_system in (None, "standard")
        return _SIMPLE if is_simple and self._usual == _USUAL else self._usual

    # Own styles

    def _usable(self, paths: Sequence[Path]) -> tuple[list[Path], tuple[Told, ...]]:
        from paperterm.tui.own_styles import usable

        return usable(paths, self._app.get_css_variables())

    def _exchange(self, own: list[Path]) -> None:
        sheet = self._app.stylesheet
        for path in self._own:
            sheet.source.pop((str(path.absolute()), ""), None)
        for path in own:
            sheet.read(path)
        self._own = own
        sheet.reparse()

    # The plain mode

    def point(self, screen: Screen[Any]) -> None:
        """Put the terminal's cursor where the reader is: a screen reader reads what is there."""
        if not self._is_plain:
            return
        at = _pointed_in(screen)
        if at is not None:
            self._app.cursor_position = at
        if self._app._driver is not None:
            self._app._driver.write(_SHOW_CURSOR)


def _pointed_in(screen: Screen[Any]) -> Offset | None:
    """Where the focused widget points, else the first that does; inputs tell the application themselves."""
    focused = screen.focused
    if focused is not None and not isinstance(focused, Pointed):
        return None if focused.has_class(_KEEPS_CURSOR) else focused.content_region.offset
    widgets = screen.query("*") if focused is None else [focused]
    return next((widget.pointed() for widget in widgets if isinstance(widget, Pointed)), None)

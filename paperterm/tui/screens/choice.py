"""A small list of choices with their letters: one key answers, Esc closes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from paperterm.core.cells import cell_width, shortened
from paperterm.core.text import safe
from paperterm.tui.actions import menu_key
from paperterm.tui.typeahead import pass_on
from paperterm.tui.widgets.bars import PlainTitle


class Choice(NamedTuple):
    """A key, what choosing it does, and a quiet word more."""

    key: str
    label: str
    hint: str = ""


class ChoiceList(Widget):
    """The rows of a choice, one marked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--key", "choice--hint", "choice--marked"}

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.choices = choices
        self.marked = 0
        self.top = 0

    def mark(self, index: int) -> None:
        """Mark the row at `index`, around the ends."""
        self.marked = index % max(len(self.choices), 1)
        height = max(self.size.height, 1)
        self.top = max(self.marked - height + 1, min(self.top, self.marked))
        self.refresh()

    def pointed(self) -> Offset | None:
        """Where on the screen the marked row begins."""
        return self.content_region.offset + Offset(0, self.marked - self.top)

    def render_line(self, y: int) -> Strip:
        """One choice."""
        width, index = self.size.width, y + self.top
        if index >= len(self.choices):
            return Strip.blank(width, self.rich_style)
        choice = self.choices[index]
        style, key_style = self.rich_style, self.get_component_rich_style("choice--key")
        hint_style = self.get_component_rich_style("choice--hint")
        if index == self.marked:
            marked = self.get_component_rich_style("choice--marked", partial=True)
            style, key_style, hint_style = style + marked, key_style + marked, hint_style + marked
        key = f" {choice.key:<2} "
        label = shortened(safe(choice.label), max(width - cell_width(key), 0))
        hint = (
            shortened(f"  {safe(choice.hint)}", max(width - cell_width(key) - cell_width(label), 0))
            if choice.hint
            else ""
        )
        return Strip(
            [Segment(key, key_style), Segment(label, style), Segment(hint, hint_style)],
        ).crop_extend(0, width, style)


class ChoiceScreen(ModalScreen[int | None]):
    """Asks for one of `choices`; its result is the index chosen, or None."""

    def __init__(self, title: str, choices: Sequence[Choice], marked: int = 0) -> None:
        super().__init__()
        self._title = title
        self._list = ChoiceList(choices)
        self._list.marked = marked

    def compose(self) -> ComposeResult:
        """A box with the title on its border."""
        with Vertical() as box:
            box.border_title = safe(self._title).replace("[", r"\[")
            yield PlainTitle(self._title)
            yield self._list

    def on_mount(self) -> None:
        """As tall as its choices, as far as there is room."""
        count, room = len(self._list.choices), max(self.app.size.height - 4, 1)
        self._list.styles.height = count
        self._list.styles.max_height = room
        if count > room:
            self.query_one(Vertical).border_subtitle = f"↓ {count - room} more"

    def on_key(self, event: events.Key) -> None:
        """One key answers."""
        if pass_on(event, self):
            return
        event.stop()
        event.prevent_default()
        keys = [choice.key for choice in self._list.choices]
        key = menu_key(event.key, event.character, [*keys, "q"])
        if key in keys:
            self.dismiss(keys.index(key))
        elif key in ("up", "shift+tab"):
            self._list.mark(self._list.marked - 1)
        elif key in ("down", "tab"):
            self._list.mark(self._list.marked + 1)
        elif key == "enter" and self._list.choices:
            self.dismiss(self._list.marked)
        elif key in ("escape", "q"):
            self.dismiss(None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the mark."""
        self._list.mark(min(self._list.marked + 1, len(self._list.choices) - 1))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the mark."""
        self._list.mark(max(self._list.marked - 1, 0))

    def on_click(self, event: events.Click) -> None:
        """A click chooses; one outside closes."""
        region = self._list.content_region
        if region.contains(event.screen_x, event.screen_y):
            index = event.screen_y - region.y + self._list.top
            if index < len(self._list.choices):
                self.dismiss(index)
        else:
            self.dismiss(None)

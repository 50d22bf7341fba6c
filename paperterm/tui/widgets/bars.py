"""The two single lines of the screen: what is open above, the keys that matter and the position below.

Must not: decide what to say; both are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from paperterm.core.cells import cell_width, shortened
from paperterm.core.text import safe


class TitleBar(Widget):
    """Name of what is open on the left, how much of it and in which order on the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"title--name", "title--facts"}

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._what, self._facts = "", ""

    def tell(self, name: str, facts: str) -> None:
        """Show these two texts from now on."""
        if (name, facts) != (self._what, self._facts):
            self._what, self._facts = name, facts
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The only line."""
        width = self.size.width
        facts = f" {safe(self._facts)} " if width >= 40 else ""
        room = max(0, width - cell_width(facts))
        name = shortened(f" PaperTerm · {safe(self._what)}", room)
        gap = " " * max(0, room - cell_width(name))
        return Strip(
            [
                Segment(name + gap, self.get_component_rich_style("title--name")),
                Segment(facts, self.get_component_rich_style("title--facts")),
            ]
        ).crop_extend(0, width, self.rich_style)


class PlainTitle(Widget):
    """The title of a box, where boxes are not drawn."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = safe(title)

    def render_line(self, y: int) -> Strip:
        """The only line."""
        return Strip([Segment(self._title, self.rich_style)]).crop_extend(0, self.size.width, self.rich_style)


class KeyHint(NamedTuple):
    """A key as shown, its word, and the name of its action."""

    key: str
    label: str
    action: str


class KeysBar(Widget):
    """The keys of the footer, as many as fit; each can be clicked. The position stands at the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--label", "keys--position"}

    @dataclass
    class Clicked(Message):
        """A key of the footer was clicked."""

        action: str

    class Freed(Message):
        """What stood at the right is over: the position may stand there again."""

    def __init__(self, hints: Sequence[KeyHint], id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._hints = hints
        self._position = ""
        self._ends: list[tuple[int, str]] = []

    def offer(self, hints: Sequence[KeyHint]) -> None:
        """Show these keys from now on."""
        self._hints = hints
        self.refresh()

    def tell(self, position: str) -> None:
        """Show `position` at the right from now on."""
        if position != self._position:
            self._position = position
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The only line."""
        width = self.size.width
        position = shortened(f" {safe(self._position)} ", max(width - 1, 0)) if self._position else ""
        room = width - cell_width(position)
        segments, used, self._ends = [], 0, []
        for hint in self._hints:
            key, label = f" {hint.key} ", f"{hint.label} "
            used += cell_width(key) + cell_width(label)
            if used > room:
                used -= cell_width(key) + cell_width(label)
                break
            segments.append(Segment(key, self.get_component_rich_style("keys--key")))
            segments.append(Segment(label, self.get_component_rich_style("keys--label")))
            self._ends.append((used, hint.action))
        segments.append(Segment(" " * max(0, room - used), self.rich_style))
        segments.append(Segment(position, self.get_component_rich_style("keys--position")))
        return Strip(segments).crop_extend(0, width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        for end, action in self._ends:
            if event.x < end:
                self.post_message(self.Clicked(action))
                return

"""The notes: one page of styled lines, scrolled.

Lives here: turning roles into colours, highlighting what was found, the mouse selection.
Must not: know papers. It is given a function that makes its page for a width.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.selection import Selection
from textual.strip import Strip

from paperterm.core.cells import cell_width
from paperterm.core.render.lines import Line, Role, Roles, Run
from paperterm.core.render.page import Match, Page, find_in, plain_text
from paperterm.tui.widgets.lines import LinesPane

MakePage = Callable[[int], Page]

_SIDEWAYS = 8


class NotesPane(LinesPane, inherit_bindings=False, can_focus=True):
    """A page of lines; only the visible ones are made into strips."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"notes--{role}" for role in Role),
        "notes--match",
        "notes--match-current",
    }

    @dataclass
    class LinkClicked(Message):
        """A link was clicked; `is_shown` tells whether its text says where it leads."""

        url: str
        is_shown: bool

    class Left(Message):
        """The reader wants to go back to the tree."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._make_page: MakePage | None = None
        self._is_stale = False
        self.page: Page | None = None
        self._strips: dict[int, Strip] = {}
        self._styles: dict[Roles, Style] = {}
        self._found: dict[int, list[tuple[int, int, bool]]] = {}
        self.matches: Sequence[Match] = ()
        self.match: int | None = None
        self.note = 0

    # A page more or less long changes the scroll bars, not the layout of the screen.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def watch_virtual_size(self, size: Size) -> None:
        """Let the scroll bars follow."""
        self._refresh_scrollbars()
        self._scroll_update(size)

    # What is shown

    def show(self, make_page: MakePage, *, keep_scroll: bool = False) -> None:
        """Show the page that `make_page` makes for the width there is, from its top unless `keep_scroll`."""
        self._make_page = make_page
        self._lay_out()
        if not keep_scroll:
            self.note = 0
            self.scroll_to(0, 0, animate=False, immediate=True)

    def _lay_out(self) -> None:
        """Lay the page out for the width there is; while there is none, when there will be."""
        width = self.scrollable_content_region.width
        self._is_stale = width <= 0
        if self._make_page is None or width <= 0:
            return
        self.page = self._make_page(width)
        self._clear_finds()
        self._strips.clear()
        self.forget_lines()
        widest = max((_line_width(line) for line in self.page.lines), default=0)
        self.virtual_size = Size(max(widest, width) if widest > width else width, len(self.page.lines))
        self.refresh()

    def on_resize(self) -> None:
        """Lay the page out again when its width changed, the same part of it on the screen."""
        page = self.page
        if page is None or self._is_stale or page.width != self.scrollable_content_region.width:
            share = self.scroll_offset.y / len(page.lines) if page and page.lines else 0.0
            self._lay_out()
            if self.page is not None and share:
                self.scroll_to(y=round(share * len(self.page.lines)), animate=False)

    def text(self) -> str:
        """The page as plain text."""
        return plain_text(self.page) if self.page else ""

    # Drawing

    def line_key(self, y: int) -> Hashable:
        """The line, as far as it is scrolled to the side; none while something is selected."""
        if self.text_selection is not None:
            return None
        index = y + self.line_offset.y
        is_there = self.page is not None and index < len(self.page.lines)
        return index if is_there else -1, self.line_offset.x, self.line_width

    def draw_line(self, y: int) -> Strip:
        """The line `y` lines below the top of the pane."""
        scroll_x, scroll_y = self.line_offset
        index = y + scroll_y
        width = max(self.line_width, 0)
        if self.page is None or index >= len(self.page.lines):
            return Strip.blank(width, self._style(()))
        strip = self._strip(index)
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(index)) is not None:
            strip = _selected(strip, span, self.screen.get_component_rich_style("screen--selection"))
        return strip.crop_extend(scroll_x, scroll_x + width, self._style(())).apply_offsets(scroll_x, index)

    def _strip(self, index: int) -> Strip:
        strip = self._strips.get(index)
        if strip is None and self.page is not None:
            line = self.page.lines[index]
            strip = Strip([Segment(run.text, self._style(run.roles)) for run in line.runs if run.text])
            for start, end, is_current in self._found.get(index, ()):
                strip = _highlighted(strip, start, end, self._match_style(is_current))
            self._strips[index] = strip
        return strip or Strip.blank(0)

    def _style(self, roles: Roles) -> Style:
        style = self._styles.get(roles)
        if style is None:
            style = self.rich_style
            for role in roles:
                style += self._role_style(f"notes--{role}")
            self._styles[roles] = style
        return style

    def _role_style(self, name: str) -> Style:
        """What the component class sets, and nothing it inherits; its colour blended with what lies behind it."""
        own = self.get_component_rich_style(name, partial=True)
        if own.color is None:
            return own
        return own + Style(color=self.get_component_rich_style(name).color)

    def _match_style(self, is_current: bool) -> Style:
        name = "notes--match-current" if is_current else "notes--match"
        return self.get_component_rich_style(name, partial=True)

    def notify_style_update(self) -> None:
        """The theme changed: forget its colours."""
        self._styles.clear()
        self._strips.clear()
        super().notify_style_update()

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """A click on a link follows it."""
        offset = event.get_content_offset(self)
        if offset is None or self.page is None or self.text_selection is not None:
            return
        index = offset.y + self.scroll_offset.y
        if index < len(self.page.lines):
            run = _run_at(self.page.lines[index], offset.x + self.scroll_offset.x)
            if run is not None and run.link is not None:
                self.post_message(self.LinkClicked(run.link, run.text.rstrip("/") in run.link))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text as it stands on the screen."""
        if self.page is None:
            return None
        return selection.extract("\n".join(line.text for line in self.page.lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self.refresh()

    # Finding

    def find(self, wanted: str) -> int:
        """Highlight every place that holds `wanted`; how many there are. Empty text clears."""
        self._clear_finds()
        if self.page is not None and wanted:
            self.matches = find_in(self.page, wanted)
        self._show_finds()
        return len(self.matches)

    def go_to_match(self, step: int) -> None:
        """To the next (1) or previous (-1) place found, around the ends; from the first visible one on."""
        if not self.matches:
            return
        if self.match is None:
            top = self.scroll_offset.y
            ahead = [index for index, match in enumerate(self.matches) if match.line >= top]
            self.match = ahead[0] if ahead and step > 0 else 0 if step > 0 else len(self.matches) - 1
        else:
            self.match = (self.match + step) % len(self.matches)
        self._show_finds()
        line = self.matches[self.match].line
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if not top <= line < top + height:
            self.scroll_to(y=max(0, line - height // 3), animate=False)

    def _clear_finds(self) -> None:
        self.matches, self.match = (), None
        self._found = {}

    def _show_finds(self) -> None:
        self._found = {}
        for index, match in enumerate(self.matches):
            for line, start, end in match.places:
                self._found.setdefault(line, []).append((start, end, index == self.match))
        self._strips.clear()
        self.forget_lines()
        self.refresh()

    # Actions

    def _scroll_by(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def action_down(self) -> None:
        """A line down."""
        self._scroll_by(1)

    def action_up(self) -> None:
        """A line up."""
        self._scroll_by(-1)

    def action_half_down(self) -> None:
        """Half a page down."""
        self._scroll_by(max(1, self.size.height // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self._scroll_by(-max(1, self.size.height // 2))

    def action_page_down(self) -> None:
        """A page down, two lines of overlap."""
        self._scroll_by(max(1, self.size.height - 2))

    def action_page_up(self) -> None:
        """A page up, two lines of overlap."""
        self._scroll_by(-max(1, self.size.height - 2))

    def action_page_on(self) -> None:
        """A page down."""
        self.action_page_down()

    def action_first(self) -> None:
        """The top."""
        self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        """The bottom."""
        self.scroll_to(y=self.virtual_size.height, animate=False)

    def action_to_tree(self) -> None:
        """Back to the tree."""
        self.post_message(self.Left())

    def go_to_note(self, number: int) -> bool:
        """Scroll the `number`th note shown to the top; False when there is none."""
        if self.page is None or not 0 < number <= len(self.page.note_lines):
            return False
        self.note = number
        self.scroll_to(y=self.page.note_lines[number - 1], animate=False)
        return True

    def sideways(self, direction: int) -> None:
        """Scroll wide lines to the right (1) or left (-1)."""
        self.scroll_to(x=self.scroll_offset.x + direction * _SIDEWAYS, animate=False)

    def note_in_view(self) -> int:
        """The number of the note jumped to while it is in sight, else of the first one that is; 0 without notes."""
        if self.page is None or not self.page.note_lines:
            return 0
        top = self.scroll_offset.y
        if self.note and top <= self.page.note_lines[self.note - 1] < top + self.scrollable_content_region.height:
            return self.note
        shown = [index for index, line in enumerate(self.page.note_lines, 1) if line >= top]
        return shown[0] if shown else len(self.page.note_lines)


def _run_at(line: Line, cell: int) -> Run | None:
    """The run that fills the cell, counted from the line's start."""
    for run in line.runs:
        cell -= cell_width(run.text)
        if cell < 0:
            return run
    return None


def _line_width(line: Line) -> int:
    return sum(cell_width(run.text) for run in line.runs)


def _highlighted(strip: Strip, start: int, end: int, style: Style) -> Strip:
    """`strip` with the characters from `start` to `end` in another style."""
    return _restyled(strip, strip.index_to_cell_position(start), strip.index_to_cell_position(end), style)


def _selected(strip: Strip, span: tuple[int, int], style: Style) -> Strip:
    start, end = span
    last = strip.cell_length if end == -1 else strip.index_to_cell_position(end)
    return _restyled(strip, strip.index_to_cell_position(start), last, style)


def _restyled(strip: Strip, start: int, end: int, style: Style) -> Strip:
    if end <= start:
        return strip
    before, inside, after = strip.crop(0, start), strip.crop(start, end), strip.crop(end, strip.cell_length)
    changed = Strip([Segment(segment.text, (segment.style or Style()) + style) for segment in inside])
    return Strip.join([before, changed, after])

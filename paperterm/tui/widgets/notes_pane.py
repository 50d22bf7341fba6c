"""The notes: one page of styled lines, scrolled.

Lives here: turning roles into colours, highlighting what was found, the mouse selection.
Must not: know papers. It is given a function that makes its page for a width.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from time import monotonic
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.selection import Selection
from textual.strip import Strip

from paperterm.core.cells import cell_width
from paperterm.core.picture import Picture
from paperterm.core.picture import Size as Cells
from paperterm.core.render.figures import Row
from paperterm.core.render.lines import Line, Role, Roles, Run
from paperterm.core.render.page import Draft, Match, Page, Target, find_in, plain_text, targets_in
from paperterm.tui.widgets.lines import LinesPane

Paint = Callable[[Picture, Cells], Sequence[Strip] | None]
"""A picture in so many cells; None while it is still to be painted."""

MakePage = Callable[[int], Draft]

_SIDEWAYS = 8
# What nobody looks at yet is laid out for so long at a time, so that no key waits; in seconds.
_SLICE_S = 0.012
_PAUSE_S = 0.002


class NotesPane(LinesPane, inherit_bindings=False, can_focus=True):
    """A page of lines; only the visible ones are made into strips."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"notes--{role}" for role in Role),
        "notes--match",
        "notes--match-current",
        "notes--hint",
        "notes--hint-typed",
    }

    @dataclass
    class LinkClicked(Message):
        """A link was clicked; `is_shown` tells whether its text says where it leads."""

        url: str
        is_shown: bool

    @dataclass
    class PicturesChosen(Message):
        """The reader wants to see one of these pictures."""

        targets: Sequence[Target]

    class Left(Message):
        """The reader wants to go back to the tree."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._make_page: MakePage | None = None
        self._beginning = 0
        self._is_stale = False
        self._draft: Draft | None = None
        self._widest = self._measured = 0
        self._strips: dict[int, Strip] = {}
        self._styles: dict[Roles, Style] = {}
        self._found: dict[int, list[tuple[int, int, bool]]] = {}
        self.matches: Sequence[Match] = ()
        self.match: int | None = None
        self.note = 0
        self.paint: Paint | None = None
        self._hints: dict[int, list[tuple[int, str]]] = {}
        self._typed = ""

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
        self._beginning = 0
        self._lay_out(self.scroll_offset.y if keep_scroll else 0)
        if not keep_scroll:
            self.note = 0
            self.scroll_to(0, 0, animate=False, immediate=True)

    def begin_at(self, line: int) -> None:
        """Scroll to `line`; while there is no room for any, as soon as there is."""
        self._beginning = line
        if line and self._draft is not None and not self._is_stale:
            self._beginning = 0
            self._grow(line)
            self.scroll_to(y=line, animate=False, immediate=True, force=True)

    def _lay_out(self, top: int = 0) -> None:
        """Lay the page out from line `top` on, for the width there is; while there is none, when there will be."""
        width = self.scrollable_content_region.width
        self._is_stale = width <= 0
        if self._make_page is None or width <= 0:
            return
        self._draft = self._make_page(width)
        self._widest, self._measured = width, 0
        self._clear_finds()
        self._hints = {}
        self._strips.clear()
        self.forget_lines()
        self._grow(top)
        self.refresh()
        if self._draft.unfinished is not None:
            self.set_timer(_PAUSE_S, partial(self._grow_on, self._draft))

    def _grow(self, line: int) -> None:
        """Lay the page out to a screen below `line`."""
        if self._draft is not None:
            self._draft.grow(line + 2 * max(self.size.height, 1))
            self._fit()

    def _fit(self) -> None:
        """As large as what is laid out, and what is likely to come."""
        if (draft := self._draft) is not None:
            widths = map(_line_width, islice(draft.lines, self._measured, None))
            self._widest, self._measured = max(self._widest, *widths, 0), len(draft.lines)
            self.virtual_size = Size(self._widest, draft.likely_lines)

    def _grow_on(self, draft: Draft) -> None:
        """Lay out some more while nothing else is to do."""
        if draft is not self._draft:
            return
        end = monotonic() + _SLICE_S
        while draft.unfinished is not None and monotonic() < end:
            draft.grow_by_one()
        if draft.unfinished is not None:
            self.set_timer(_PAUSE_S, partial(self._grow_on, draft))
        else:
            self._fit()

    @property
    def page(self) -> Page | None:
        """All that is shown; None before there is room for it."""
        if self._draft is None:
            return None
        is_new = self._draft.unfinished is not None
        page = self._draft.page()
        if is_new:
            self._fit()
        return page

    def on_resize(self) -> None:
        """Lay the page out again when its width changed, the same part of it on the screen."""
        draft = self._draft
        if draft is None or self._is_stale or draft.width != self.scrollable_content_region.width:
            share = self.scroll_offset.y / draft.likely_lines if draft and draft.lines else 0.0
            self._lay_out()
            if self._beginning:
                self.begin_at(self._beginning)
            elif share and (page := self.page) is not None:
                self.scroll_to(y=round(share * len(page.lines)), animate=False)

    def text(self) -> str:
        """The page as plain text."""
        page = self.page
        return plain_text(page) if page else ""

    # Drawing

    def line_key(self, y: int) -> Hashable:
        """The line, as far as it is scrolled to the side; none while something is selected."""
        if self.text_selection is not None:
            return None
        index = y + self.line_offset.y
        return index if self._line(index) else -1, self.line_offset.x, self.line_width

    def draw_line(self, y: int) -> Strip:
        """The line `y` lines below the top of the pane."""
        scroll_x, scroll_y = self.line_offset
        index = y + scroll_y
        width = max(self.line_width, 0)
        if self._line(index) is None:
            return Strip.blank(width, self._style(()))
        strip = self._strip(index)
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(index)) is not None:
            strip = _selected(strip, span, self.screen.get_component_rich_style("screen--selection"))
        return strip.crop_extend(scroll_x, scroll_x + width, self._style(())).apply_offsets(scroll_x, index)

    def _line(self, index: int) -> Line | None:
        """A line of the page, laid out if it was not; None below its end."""
        draft = self._draft
        if draft is None:
            return None
        if index >= len(draft.lines) and draft.unfinished is not None:
            draft.grow(index + 1)
        return draft.lines[index] if 0 <= index < len(draft.lines) else None

    def _strip(self, index: int) -> Strip:
        strip = self._strips.get(index)
        if strip is None and (line := self._line(index)) is not None:
            strip = Strip([Segment(run.text, self._style(run.roles)) for run in line.runs if run.text])
            if index in self._rows():
                strip = self._with_picture(strip, self._rows()[index])
            for start, end, is_current in self._found.get(index, ()):
                strip = _highlighted(strip, start, end, self._match_style(is_current))
            for column, letters in self._hints.get(index, ()):
                strip = self._with_hint(strip, column, letters)
            self._strips[index] = strip
        return strip or Strip.blank(0)

    def _rows(self) -> Mapping[int, Row]:
        """The lines kept for pictures."""
        return self._draft.rows if self._draft else {}

    def _with_picture(self, strip: Strip, row: Row) -> Strip:
        """`strip` with a row of a picture behind it, once that is painted."""
        painted = self.paint(row.figure.picture, row.figure.cells) if self.paint else None
        return Strip.join([strip, painted[row.number]]) if painted and row.number < len(painted) else strip

    def pictures_painted(self) -> None:
        """Draw anew where pictures stand."""
        for index in self._rows():
            self._strips.pop(index, None)
        self.forget_lines()
        self.refresh()

    def _with_hint(self, strip: Strip, column: int, letters: str) -> Strip:
        """`strip` with letters over what stands at the character `column`, those typed already quieter."""
        if not letters.startswith(self._typed):
            return strip
        at = strip.index_to_cell_position(column)
        typed, rest = letters[: len(self._typed)], letters[len(self._typed) :]
        style = self.get_component_rich_style("notes--hint")
        drawn = Strip([Segment(typed, style + self.get_component_rich_style("notes--hint-typed", partial=True))])
        return Strip.join(
            [strip.crop(0, at), drawn, Strip([Segment(rest, style)]), strip.crop(at + len(letters), strip.cell_length)]
        )

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

    def pointed(self) -> Offset | None:
        """Where on the screen the place found last begins, else the top of what is read."""
        region = self.content_region
        line = self.matches[self.match].line - self.scroll_offset.y if self.match is not None else 0
        return region.offset + Offset(0, min(max(line, 0), max(region.height - 1, 0)))

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """A click on a link follows it."""
        offset = event.get_content_offset(self)
        if offset is None or self.text_selection is not None:
            return
        if (line := self._line(offset.y + self.scroll_offset.y)) is not None:
            run = _run_at(line, offset.x + self.scroll_offset.x)
            index = offset.y + self.scroll_offset.y
            if run is not None and run.link is not None:
                self.post_message(self.LinkClicked(run.link, run.text.rstrip("/") in run.link))
            elif run is not None and run.image is not None:
                self.post_message(self.PicturesChosen([Target(index, 0, run.text, run.image, is_image=True)]))
            elif index in self._rows():
                self.post_message(self.PicturesChosen([_target_of(self._rows()[index], index)]))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text as it stands on the screen."""
        page = self.page
        return (selection.extract("\n".join(line.text for line in page.lines)), "\n") if page else None

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self.refresh()

    # Finding

    def find(self, wanted: str) -> int:
        """Highlight every place that holds `wanted`; how many there are. Empty text clears."""
        self._clear_finds()
        if wanted and (page := self.page) is not None:
            self.matches = find_in(page, wanted)
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

    # Hints

    def targets_in_sight(self) -> list[Target]:
        """The links and images on the screen; their lines are counted from the top of the page."""
        draft, top = self._draft, self.scroll_offset.y
        if draft is None or not self.is_on_screen or not self.display:
            return []
        bottom = top + self.scrollable_content_region.height
        found = [replace(each, line=each.line + top) for each in targets_in(draft.lines[top:bottom])]
        if (row := draft.rows.get(top)) is not None:
            return [_target_of(row, top), *found]
        return found

    @property
    def has_hints(self) -> bool:
        """Whether letters stand over targets; a page laid out anew has none."""
        return bool(self._hints)

    def show_hints(self, targets: Mapping[str, Target], typed: str) -> None:
        """Show letters over the targets, as far as they begin with what was typed; none for no targets."""
        self._hints, self._typed = {}, typed
        for letters, target in targets.items():
            self._hints.setdefault(target.line, []).append((target.column, letters))
        self._strips.clear()
        self.forget_lines()
        self.refresh()

    # Actions

    def _scroll_by(self, lines: int) -> None:
        self._grow(self.scroll_offset.y + lines)
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
        if (page := self.page) is not None:
            self.scroll_to(y=len(page.lines), animate=False)

    def action_view_picture(self) -> None:
        """The picture in sight, or one of them."""
        self.post_message(self.PicturesChosen([target for target in self.targets_in_sight() if target.is_image]))

    def action_to_tree(self) -> None:
        """Back to the tree."""
        self.post_message(self.Left())

    def go_to_note(self, number: int) -> bool:
        """Scroll the `number`th note shown to the top; False when there is none."""
        page = self.page
        if page is None or not 0 < number <= len(page.note_lines):
            return False
        self.note = number
        self.scroll_to(y=page.note_lines[number - 1], animate=False)
        return True

    def sideways(self, direction: int) -> None:
        """Scroll wide lines to the right (1) or left (-1)."""
        self.scroll_to(x=self.scroll_offset.x + direction * _SIDEWAYS, animate=False)

    def note_in_view(self) -> int:
        """The number of the note jumped to while it is in sight, else of the first one that is; 0 without notes."""
        notes = self._draft.note_lines if self._draft else []
        if not notes:
            return 0
        top = self.scroll_offset.y
        if 0 < self.note <= len(notes) and top <= notes[self.note - 1] < top + self.scrollable_content_region.height:
            return self.note
        shown = [index for index, line in enumerate(notes, 1) if line >= top]
        return shown[0] if shown else len(notes)


def _run_at(line: Line, cell: int) -> Run | None:
    """The run that fills the cell, counted from the line's start."""
    for run in line.runs:
        cell -= cell_width(run.text)
        if cell < 0:
            return run
    return None


def _target_of(row: Row, line: int) -> Target:
    """The picture one of whose rows stands on `line`."""
    return Target(line, 0, "", row.figure.source, is_image=True)


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

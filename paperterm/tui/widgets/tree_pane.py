"""The tree: groups with counts and the papers below them, drawn row by row.

Lives here: the cursor, the folding, the window of entries on the screen.
Must not: hold the library. It asks for counts (`groups`) and ranges (`rows`), and draws what is visible.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip

from paperterm.core.cells import cell_width, shortened
from paperterm.core.marks import is_bookmarked, status_of
from paperterm.core.model import Kind, Paper, Status
from paperterm.core.outline import Entry, EntryRow, Folding, Group, GroupRow, Key, Row, Rows, group_named, path_to
from paperterm.core.render.page import message_page, plain_text
from paperterm.core.targets import repo_link
from paperterm.core.text import safe
from paperterm.tui.widgets.lines import LinesPane

_OPEN_MARK, _FOLDED_MARK, _CODE_MARK, _BOOKMARK, _CHOSEN_MARK = "▾", "▸", "‹›", "★", "+"
STATUS_MARKS = {Status.UNREAD: "●", Status.READING: "◐", Status.READ: " "}
_KIND_MARKS = {Kind.REPO: "repo", Kind.DATASET: "data"}
_ROOM_FOR_MARK = 30
_INDENT, _NARROW_INDENT = 2, 1


class Entries(Protocol):
    """What the tree asks for: an order of entries as counts and ranges."""

    def count(self) -> int:
        """How many entries there are."""

    def groups(self) -> tuple[Group, ...]:
        """The groups over them."""

    def rows(self, first: int, last: int) -> tuple[Entry, ...]:
        """The entries at positions `first` .. `last - 1`."""


class TreePane(LinesPane, inherit_bindings=False, can_focus=True):
    """A virtual list of the rows of a partly folded outline, with one row under the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tree--cursor",
        "tree--cursor-weak",
        "tree--group",
        "tree--quiet",
        "tree--match",
    }

    class Moved(Message):
        """The cursor stands on another row."""

    class Chosen(Message):
        """The reader wants to read the entry under the cursor."""

    def __init__(self, entries: Entries, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._entries = entries
        self._rows = Rows((), Folding(), 0)
        self._window: tuple[int, Sequence[Entry]] = (0, ())
        self._matches: Collection[int] = frozenset()
        self._matching_groups: Collection[Key] = frozenset()
        self._chosen: Collection[tuple[str, str]] = frozenset()
        self._styles: dict[str, Style] = {}
        self._words = ("", "")
        self.folding = Folding()
        self.cursor = 0

    # More or fewer rows change the scroll bar, not the layout of the screen.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def watch_virtual_size(self, size: Size) -> None:
        """Let the scroll bar follow."""
        self._refresh_scrollbars()
        self._scroll_update(size)

    # What is shown

    def show(self, folding: Folding) -> None:
        """Draw the entries anew with `folding`; the cursor stays on its row number until it is moved."""
        self.folding = folding
        self._window = (0, ())
        self.forget_lines()
        self._rows = Rows(self._entries.groups(), folding, self._entries.count())
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        self.cursor = min(self.cursor, max(len(self._rows) - 1, 0))
        self.refresh()

    def say(self, title: str, text: str) -> None:
        """What to show while there is no row."""
        self._words = title, text
        self.forget_lines()
        self.refresh()

    def mark_matches(self, positions: Collection[int], groups: Collection[Key] = frozenset()) -> None:
        """Highlight the rows of these entries and groups."""
        self._matches, self._matching_groups = positions, groups
        self.forget_lines()
        self.refresh()

    def mark_chosen(self, entries: Collection[tuple[str, str]]) -> None:
        """Show these entries, by their documents' names and their ids, as marked for the next key."""
        self._chosen = entries
        self.marks_changed()

    def marks_changed(self) -> None:
        """Entries have other marks than before: draw them anew."""
        self._window = (0, ())
        self.forget_lines()
        self.refresh()

    def select(self, position: int) -> None:
        """Put the cursor on the entry at `position`, unfolding what hides it. Says nothing."""
        folding = self.folding
        for group in path_to(self._entries.groups(), position):
            folding = folding.with_open(group.key, True)
        if folding != self.folding:
            self.show(folding)
        row = self._rows.of_position(position)
        if row is not None:
            self._move_to(row)

    def select_group(self, key: Key) -> None:
        """Put the cursor on the group named `key`, unfolding what hides it."""
        group = group_named(self._entries.groups(), key)
        if group is None:
            return
        folding = self.folding
        for around in path_to(self._entries.groups(), group.first):
            if around.key == key:
                break
            folding = folding.with_open(around.key, True)
        self.show(folding)
        row = self._rows.of_group(key)
        if row is not None:
            self._move_to(row)

    @property
    def row(self) -> Row | None:
        """The row under the cursor, None while there is none."""
        return self._rows.row(self.cursor) if self.cursor < len(self._rows) else None

    def group_at_cursor(self) -> Group | None:
        """The group under the cursor, None when an entry is."""
        row = self.row
        return row.group if isinstance(row, GroupRow) else None

    def put_cursor(self, position: int, key: Key | None = None, line: int | None = None) -> None:
        """Put the cursor where the group named `key` shows, else the entry at `position` or the fold that hides it.

        With `line`, that row stays as many lines below the top of the pane, as far as there are rows.
        """
        row = self._rows.of_group(key) if key is not None else None
        if row is None:
            row = self._rows.of_position(position)
        if row is None:
            return
        if line is not None:
            self.scroll_to(y=row - line, animate=False, force=True, immediate=True)
        self._move_to(row)

    def line_of(self, position: int) -> int | None:
        """How many lines below the top of the pane the entry at `position` shows; None while it is out of sight."""
        row = self._rows.of_position(position)
        line = -1 if row is None else row - self.scroll_offset.y
        return line if 0 <= line < self.size.height else None

    def pointed(self) -> Offset | None:
        """Where on the screen the row under the cursor begins."""
        region = self.content_region
        y = self.cursor - self.scroll_offset.y
        return region.offset + Offset(0, y) if 0 <= y < region.height else None

    def entry_at_cursor(self) -> int | None:
        """The position of the entry under the cursor, None when a group is."""
        row = self.row
        return row.position if isinstance(row, EntryRow) else None

    def position_at_cursor(self) -> int:
        """The entry under the cursor, or the first one of the group under it; 0 while there is none."""
        row = self.row
        if isinstance(row, EntryRow):
            return row.position
        return row.group.first if row else 0

    # Drawing

    def line_key(self, y: int) -> Hashable:
        """The row, and what it looks like under the cursor."""
        index = y + self.line_offset.y
        if index >= len(self._rows):
            return -1 if len(self._rows) else -2 - y, self.line_width
        look = 0 if index != self.cursor else 2 if self.has_focus else 1
        return index, self.line_width, look

    def draw_line(self, y: int) -> Strip:
        """The row `y` lines below the top of the pane."""
        index = y + self.line_offset.y
        width = self.line_width
        if index >= len(self._rows) or width <= 0:
            words = self._words_at(y, width) if width > 0 and not len(self._rows) else ""
            return Strip([Segment(words, self._plain_style())]).crop_extend(0, max(width, 0), self._plain_style())
        return self._strip(self._rows.row(index), index == self.cursor, width)

    def _strip(self, row: Row, is_cursor: bool, width: int) -> Strip:
        indent = min(row.depth * (_INDENT if width >= _ROOM_FOR_MARK else _NARROW_INDENT), width // 3)
        if isinstance(row, GroupRow):
            mark = _OPEN_MARK if row.is_open else _FOLDED_MARK
            lead, label, right = 0, f"{mark} {safe(row.group.label)}", str(row.group.count)
            style, is_match = self._style("tree--group"), row.group.key in self._matching_groups
        else:
            entry = self._entry(row.position)
            mark = self._lead(entry) if entry else ""
            lead, label = indent + (mark != _CHOSEN_MARK), f"{mark} {safe(entry.paper.title)}" if entry else ""
            right = _mark(entry.paper, width) if entry else ""
            style, is_match = self._plain_style(), row.position in self._matches
        if is_match:
            style += self._style("tree--match", partial=True)
        quiet = self._style("tree--quiet")
        if is_cursor:
            highlight = self._style("tree--cursor" if self.has_focus else "tree--cursor-weak", partial=True)
            style, quiet = style + highlight, quiet + highlight
        return _justified(" " * indent + label, right, width, style, quiet, lead)

    def _lead(self, entry: Entry) -> str:
        """What stands before a title: whether the paper is marked for the next key, else how far it is read."""
        is_chosen = (entry.name, entry.paper.id) in self._chosen
        return _CHOSEN_MARK if is_chosen else STATUS_MARKS[status_of(entry.paper)]

    def _words_at(self, y: int, width: int) -> str:
        lines = plain_text(message_page(*self._words, max(width - 3, 1))).split("\n") if any(self._words) else []
        return f"  {lines[y - 1]}" if 0 < y <= len(lines) else ""

    def _style(self, name: str, *, partial: bool = False) -> Style:
        style = self._styles.get(name)
        if style is None:
            style = self._styles[name] = self.get_component_rich_style(name, partial=partial)
        return style

    def _plain_style(self) -> Style:
        style = self._styles.get("")
        if style is None:
            style = self._styles[""] = self.rich_style
        return style

    def notify_style_update(self) -> None:
        """The theme changed: forget its colours."""
        self._styles.clear()
        super().notify_style_update()

    def _entry(self, position: int) -> Entry | None:
        first, window = self._window
        if not first <= position < first + len(window):
            height = max(self.size.height, 20)
            first = max(0, position - height)
            window = self._entries.rows(first, position + 2 * height)
            self._window = first, window
        return window[position - first] if position < first + len(window) else None

    # Moving

    def _move_to(self, row: int) -> None:
        row = max(0, min(row, len(self._rows) - 1))
        before, self.cursor = self.cursor, row
        self._refresh_row(before)
        self._refresh_row(row)
        self._keep_visible(row)

    def _refresh_row(self, row: int) -> None:
        self.refresh_lines(row - self.scroll_offset.y)

    def refresh_lines(self, y_start: int, line_count: int = 1) -> None:
        """Draw again `line_count` lines of the pane, `y_start` below its top."""
        self.refresh(Region(0, y_start, self.size.width, line_count))

    def _keep_visible(self, row: int) -> None:
        height = self.scrollable_content_region.height
        top = self.scroll_offset.y
        if height <= 0:
            return
        margin = min(2, (height - 1) // 2)
        if row < top + margin:
            self.scroll_to(y=max(0, row - margin), animate=False)
        elif row >= top + height - margin:
            self.scroll_to(y=row - height + 1 + margin, animate=False)

    def move_to(self, row: int) -> None:
        """Put the cursor on `row` (the nearest there is) and say where it stands."""
        if not len(self._rows):
            return
        self._move_to(row)
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the cursor in sight whatever the size."""
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        self._keep_visible(self.cursor)

    def on_focus(self) -> None:
        """Show the cursor at full strength."""
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        """Show the cursor weaker."""
        self._refresh_row(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """A click selects; on a group it folds or unfolds; a second click on a paper reads it."""
        row = event.y + self.scroll_offset.y
        if row >= len(self._rows):
            return
        self.move_to(row)
        if isinstance(self.row, GroupRow):
            self.action_toggle_fold()
        elif event.chain > 1:
            self.action_open_row()

    # Actions

    def action_down(self) -> None:
        """Next row."""
        self.move_to(self.cursor + 1)

    def action_up(self) -> None:
        """Previous row."""
        self.move_to(self.cursor - 1)

    def action_half_down(self) -> None:
        """Half a page down."""
        self.move_to(self.cursor + max(1, self.size.height // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self.move_to(self.cursor - max(1, self.size.height // 2))

    def action_page_down(self) -> None:
        """A page down."""
        self.move_to(self.cursor + max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        """A page up."""
        self.move_to(self.cursor - max(1, self.size.height - 1))

    def action_first(self) -> None:
        """The first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """The last row."""
        self.move_to(len(self._rows) - 1)

    def action_fold(self) -> None:
        """Fold the group under the cursor, or go to the group around it."""
        row = self.row
        if isinstance(row, GroupRow) and row.is_open:
            self.fold(row, False)
        elif row is not None and (parent := self._rows.parent(self.cursor)) is not None:
            self.move_to(parent)

    def action_unfold(self) -> None:
        """Unfold the group under the cursor, go into an open one, read a paper."""
        row = self.row
        if isinstance(row, GroupRow) and not row.is_open:
            self.fold(row, True)
        elif isinstance(row, GroupRow):
            self.action_down()
        else:
            self.action_open_row()

    def action_toggle_fold(self) -> None:
        """Fold or unfold the group under the cursor, or the one around the paper under it."""
        row = self.row
        if isinstance(row, EntryRow) and (parent := self._rows.parent(self.cursor)) is not None:
            self.move_to(parent)
            row = self.row
        if isinstance(row, GroupRow):
            self.fold(row, not row.is_open)

    def action_open_row(self) -> None:
        """Read the paper under the cursor; fold or unfold a group."""
        row = self.row
        if isinstance(row, EntryRow):
            self.post_message(self.Chosen())
        elif row is not None:
            self.action_toggle_fold()

    def fold(self, row: GroupRow, is_open: bool) -> None:
        """Open or close the group of `row`; the cursor stays on it."""
        self.show(self.folding.with_open(row.group.key, is_open))
        at = self._rows.of_group(row.group.key)
        if at is not None:
            self._move_to(at)


def _mark(paper: Paper, width: int) -> str:
    """What stands at the right end of an entry's row: that it is bookmarked; its kind, or that it has code."""
    kind = _KIND_MARKS.get(paper.kind) or (_CODE_MARK if repo_link(paper) else "")
    parts = (_BOOKMARK if is_bookmarked(paper) else "", kind if width >= _ROOM_FOR_MARK else "")
    return " ".join(filter(None, parts))


def _justified(left: str, right: str, width: int, style: Style, quiet: Style, lead: int) -> Strip:
    """`left` cut to fit before `right`, filled up with blanks to `width` cells; its first `lead` characters quiet."""
    room = width - cell_width(right) - 2 if right else width - 1
    if room < 4:
        right, room = "", width
    shown = shortened(left, max(room, 0))
    tail = f"{right} " if right else ""
    gap = max(0, width - cell_width(shown) - cell_width(tail))
    return Strip([Segment(shown[:lead], quiet), Segment(shown[lead:] + " " * gap, style), Segment(tail, quiet)], width)

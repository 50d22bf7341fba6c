"""A list of rows with one under the cursor, of which only those on the screen are drawn.

Lives here: the cursor, scrolling, the mouse, and the words where there are no rows.
Must not: know what a row shows; the lists made of it do.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip

from paperterm.core.cells import cell_width
from paperterm.core.excerpt import Run
from paperterm.core.render.page import message_page, plain_text
from paperterm.tui.widgets.lines import LinesPane

# Their colours go over those of a line's other parts, which are mixed with the list's background.
_ON_TOP = ("rows--match", "rows--match-cursor", "rows--cursor")
_LETTERS = {"j": "down", "k": "up", "space": "pagedown", "ctrl+f": "pagedown", "ctrl+b": "pageup"}


class RowList(LinesPane, inherit_bindings=False, can_focus=False):
    """Rows of `row_height` lines each. A list made of this says how many there are, and draws one line of one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--title",
        "rows--quiet",
        "rows--text",
        "rows--match",
        "rows--match-cursor",
        "rows--cursor",
    }

    class Chosen(Message):
        """The reader wants the row under the cursor."""

    class Moved(Message):
        """Other rows are on the screen, or the cursor is on another."""

    def __init__(self, row_height: int = 1, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._row_height = row_height
        self._styles: dict[tuple[str, ...], Style] = {}
        self._words: tuple[str, str] | None = None
        self._word_lines: tuple[int, list[str]] = (-1, [])
        self._look: Hashable = None
        self.cursor = 0

    # More or fewer rows change the scroll bar, not the layout of the screen.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def watch_virtual_size(self, size: Size) -> None:
        """Let the scroll bar follow."""
        self._refresh_scrollbars()
        self._scroll_update(size)

    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def line(self, row: int, line: int, width: int, *, is_cursor: bool) -> Strip:
        """The line `line` of the row `row`, `width` cells wide."""
        raise NotImplementedError

    # What is shown

    def say(self, title: str, text: str) -> None:
        """Show these words where there are no rows."""
        self._words = title, text
        self._word_lines = -1, []
        self._look = None
        self.rows_changed(0, 0)

    def rows_changed(self, cursor: int, lines_above: int) -> None:
        """There are other rows now: the cursor is on one, with so many lines of the list above it on the screen."""
        before = self._look
        self.cursor = max(0, min(cursor, self.count() - 1))
        self.virtual_size = Size(self.scrollable_content_region.width, self.count() * self._row_height)
        self.scroll_to(
            y=max(self.cursor * self._row_height - lines_above, 0), animate=False, force=True, immediate=True
        )
        self._keep_visible()
        self._look = self.scroll_offset, self.cursor, self.rows_look()
        if self._look == before:
            self.forget_lines()
        else:
            self.rows_differ()

    def rows_look(self) -> Hashable:
        """What the rows on the screen say: where that is the same as before, they are not drawn again."""
        return object()

    def rows_differ(self) -> None:
        """Rows say something else than before."""
        self.forget_lines()
        self.refresh()

    def pointed(self) -> Offset | None:
        """Where on the screen the row under the cursor begins."""
        return self.content_region.offset + Offset(0, self.lines_above) if self.count() else None

    @property
    def lines_above(self) -> int:
        """How many lines of the list are on the screen above the row under the cursor."""
        return self.cursor * self._row_height - self.scroll_offset.y

    def rows_in_sight(self) -> range:
        """The rows on the screen."""
        first, height = self.scroll_offset.y // self._row_height, self.scrollable_content_region.height
        last = -(-(self.scroll_offset.y + height) // self._row_height)
        return range(first, min(last, self.count()))

    # Drawing

    def line_key(self, y: int) -> Hashable:
        """The line, and whether it is under the cursor."""
        row, line = divmod(y + self.line_offset.y, self._row_height)
        return (row, line, row == self.cursor, self.line_width) if row < self.count() else None

    def draw_line(self, y: int) -> Strip:
        """The line `y` below the top of the list."""
        width = self.line_width
        row, line = divmod(y + self.line_offset.y, self._row_height)
        if width <= 0:
            return Strip.blank(max(width, 0), self.style_of())
        if row < self.count():
            return self.line(row, line, width, is_cursor=row == self.cursor)
        words = self._wrapped(width) if not self.count() else []
        if y < len(words):
            return self.made([Segment(words[y], self.style_of("rows--title" if y == 1 else "rows--text"))], width)
        return Strip.blank(width, self.style_of())

    def _wrapped(self, width: int) -> list[str]:
        if self._words is None:
            return []
        if self._word_lines[0] != width:
            lines = plain_text(message_page(*self._words, max(width - 4, 1))).split("\n")
            self._word_lines = width, ["", *(f"  {line}" for line in lines)]
        return self._word_lines[1]

    def style_of(self, *names: str) -> Style:
        """The list's own style with those of its components over it, the last on top."""
        style = self._styles.get(names)
        if style is None:
            style = self.rich_style
            for name in names:
                style += self.get_component_rich_style(name, partial=name in _ON_TOP)
            self._styles[names] = style
        return style

    def notify_style_update(self) -> None:
        """The theme changed: forget its colours."""
        self._styles.clear()
        super().notify_style_update()

    def segments(self, line: list[Run], *names: str) -> list[Segment]:
        """Runs in a style, what is marked highlighted."""
        mark = "rows--match-cursor" if "rows--cursor" in names else "rows--match"
        plain, marked = self.style_of(*names), self.style_of(*names, mark)
        return [Segment(text, marked if is_marked else plain) for text, is_marked in line]

    def made(self, segments: list[Segment], width: int, *names: str) -> Strip:
        """A line of `width` cells, filled up in a style."""
        return Strip(segments, sum(cell_width(segment.text) for segment in segments)).crop_extend(
            0, width, self.style_of(*names)
        )

    # Moving

    def move_to(self, row: int) -> None:
        """Put the cursor on `row`, the nearest there is."""
        self._look = None
        self.cursor = max(0, min(row, self.count() - 1))
        self._keep_visible()
        self.refresh()
        self.post_message(self.Moved())

    def go(self, key: str) -> bool:
        """Like `move`, where nothing is typed and letters move as well."""
        if key in ("g", "home"):
            self.move_to(0)
        elif key in ("G", "end"):
            self.move_to(self.count() - 1)
        else:
            return self.move(_LETTERS.get(key, key))
        return True

    def move(self, key: str) -> bool:
        """Move as `key` says; False if it says nothing of the kind."""
        page = max(self.scrollable_content_region.height // self._row_height - 1, 1)
        steps = {"down": 1, "ctrl+n": 1, "up": -1, "ctrl+p": -1, "pagedown": page, "pageup": -page}
        if key not in steps:
            return False
        self.move_to(self.cursor + steps[key])
        return True

    def _keep_visible(self) -> None:
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        first, end = self.cursor * self._row_height, (self.cursor + 1) * self._row_height
        if height <= 0:
            return
        if first < top or self._row_height > height:
            self.scroll_to(y=first, animate=False, force=True, immediate=True)
        elif end > top + height:
            self.scroll_to(y=end - height, animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight whatever the size."""
        self.virtual_size = Size(self.scrollable_content_region.width, self.count() * self._row_height)
        self._keep_visible()
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there, a second one chooses."""
        row = (event.y + self.scroll_offset.y) // self._row_height
        if row < self.count():
            self.move_to(row)
            if event.chain > 1:
                self.post_message(self.Chosen())

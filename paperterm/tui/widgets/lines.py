"""Drawing a pane of lines quickly.

Lives here: what a line is framed with, and remembering framed lines, so that a line that moves up or down by scrolling
is not made again. The framework draws a pane's borders and padding anew around every line of every frame.
Must not: know what the lines say.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Offset, Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

# Lines kept: some screens' worth.
_MOST_LINES = 1000


class _Frame(NamedTuple):
    """What a pane of a size draws around its content of `width` and `height`; `style` is its background.

    `filters` are what every line passes last, told the `background` behind it.
    """

    size: Size
    width: int
    height: int
    left: Strip
    right: Strip
    blank: Strip
    style: Style | None
    filters: Sequence[LineFilter]
    background: Color

    def fits(self, size: Size) -> bool:
        return self.size == size


class SteadyBar(ScrollBar):
    """A vertical scroll bar that is drawn again only when it looks different: in a long list, seldom."""

    position = Reactive(0.0, repaint=False)

    def __init__(self, thickness: int) -> None:
        super().__init__(vertical=True, name="vertical", thickness=thickness)
        self._drawn: list[Segment] = []

    def watch_position(self) -> None:
        """Draw again where the thumb has moved by what can be seen."""
        if self._segments() != self._drawn:
            self.refresh()

    def _segments(self) -> list[Segment]:
        """The bar, from top to bottom."""
        width, height = self.size
        console = self.app.console
        drawn = console.render(self.render(), console.options.update(width=width, height=height))
        return [segment for segment in drawn if segment.text != "\n"]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The bar in `crop`; most of its lines are alike."""
        self._drawn = self._segments()
        known: dict[Segment, Strip] = {}
        for segment in self._drawn:
            if segment not in known:
                strip = Strip([segment], self.size.width)
                for line_filter in self.get_line_filters():
                    strip = strip.apply_filter(line_filter, self.background_colors[1])
                known[segment] = strip
        lines = [known[segment] for segment in self._drawn[crop.y : crop.bottom]]
        return lines + [Strip.blank(self.size.width)] * (crop.height - len(lines))


class LinesPane(ScrollView, inherit_bindings=False):
    """A scroll view of lines that look the same wherever they stand.

    While lines are drawn, `line_width` is the width there is for them, `line_offset` how far they are scrolled.
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._framed: dict[Hashable, Strip] = {}
        self._frame: _Frame | None = None
        self._is_blank = False
        self.line_width = 0
        self.line_offset = Offset(0, 0)

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """Its scroll bar, made when first asked for."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = SteadyBar(self.scrollbar_size_vertical)
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def line_key(self, y: int) -> Hashable:
        """What tells the line that `draw_line` draws from all that it ever draws; None if nothing does."""
        return None

    def draw_line(self, y: int) -> Strip:
        """The line `y` lines below the top of the content, without its frame."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The same, for the framework."""
        self.line_width, self.line_offset = self.scrollable_content_region.width, self.scroll_offset
        return Strip.blank(0) if self._is_blank else self.draw_line(y)

    def forget_lines(self) -> None:
        """Draw every line anew: it says something else, or looks different."""
        self._framed.clear()
        self._frame = None

    def notify_style_update(self) -> None:
        """Colours or borders changed."""
        self.forget_lines()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of the pane in `crop`, framed and filtered."""
        gutter = self.styles.gutter
        if self.opacity != 1.0 or gutter.top != self.styles.padding.top or gutter.bottom != self.styles.padding.bottom:
            return super().render_lines(crop)
        frame = self._frame if self._frame is not None and self._frame.fits(self.region.size) else self._draw_frame()
        self.line_width, self.line_offset = self.scrollable_content_region.width, self.scroll_offset
        strips = [self._framed_line(y - gutter.top, frame) for y in crop.line_range]
        left, right = crop.column_span
        return strips if (left, right) == (0, frame.size.width) else [strip.crop(left, right) for strip in strips]

    def _framed_line(self, y: int, frame: _Frame) -> Strip:
        if not 0 <= y < frame.height:
            return frame.blank
        key = self.line_key(y)
        found = self._framed.get(key)
        if found is None:
            content = self.draw_line(y).adjust_cell_length(frame.width, frame.style)
            found = Strip.join([frame.left, content, frame.right])
            for line_filter in frame.filters:
                found = found.apply_filter(line_filter, frame.background)
            if key is not None:
                if len(self._framed) >= _MOST_LINES:
                    self._framed.clear()
                self._framed[key] = found
        return found

    def _draw_frame(self) -> _Frame:
        """What is around every line, as the framework draws it around an empty one."""
        gutter, size = self.styles.gutter, self.region.size
        self.forget_lines()
        self._is_blank = True
        self._styles_cache.clear()
        (blank,) = super().render_lines(Region(0, gutter.top, size.width, 1))
        self._styles_cache.clear()
        self._is_blank = False
        right = size.width - gutter.right
        inside = next(iter(blank.crop(gutter.left, right)), Segment(""))
        frame = _Frame(
            size,
            max(right - gutter.left, 0),
            size.height - gutter.height,
            blank.crop(0, gutter.left),
            blank.crop(right, size.width),
            blank,
            inside.style,
            self.get_line_filters(),
            self.background_colors[1],
        )
        self._frame = frame
        return frame

"""One picture on the whole screen."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from paperterm.core.cells import cell_width, ending
from paperterm.core.picture import Album, Picture, Size, Way, cells_for
from paperterm.core.text import safe
from paperterm.tui.actions import menu_key
from paperterm.tui.painter import Painter, Rows, beside
from paperterm.tui.sixel import drawn, drawn_size
from paperterm.tui.typeahead import pass_on

# Half a cell shows a pixel; where the terminal shows pixels, small pictures may be made a few times larger.
_CELL_OF = {Way.KITTY: Size(3, 6), Way.BLOCKS: Size(1, 2)}


class PictureView(Widget):
    """A picture in the middle, and a line about it at the bottom."""

    def __init__(self, title: str, picture: Picture, painter: Painter) -> None:
        super().__init__()
        self._title, self._painter = title, painter
        self.picture = picture
        self.is_blank = False

    def render_line(self, y: int) -> Strip:
        """A row of the picture, or the line about it."""
        width, height = self.size
        if y == height - 1:
            return Strip([Segment(self._caption(width), self.rich_style)]).crop_extend(0, width, self.rich_style)
        rows, cells = self._rows()
        if not rows or cells is None:
            return Strip.blank(width, self.rich_style)
        top = max((height - 1 - cells.height) // 2, 0)
        if not 0 <= y - top < len(rows):
            return Strip.blank(width, self.rich_style)
        left = Segment(" " * max((width - cells.width) // 2, 0), self.rich_style)
        return Strip([left, *rows[y - top]]).crop_extend(0, width, self.rich_style)

    def _rows(self) -> tuple[Rows | None, Size | None]:
        if self.picture.size is None or self.picture.trouble is not None or self.is_blank:
            return None, None
        width, height = self.size
        cells = cells_for(self.picture.size, width, height - 1, _CELL_OF.get(self._painter.way, Size(1, 2)))
        return (self._painter.rows(self.picture, cells) if cells else None), cells

    def _caption(self, width: int) -> str:
        if self.picture.trouble is not None:
            said = self.picture.trouble
        elif self.picture.size is None:
            said = "being fetched …"
        else:
            said = f"{self.picture.size.width}×{self.picture.size.height}"
        rest = safe(f" ─ {said} ─ Esc closes ")
        return f" {ending(safe(self._title), max(width - cell_width(rest) - 1, 1))}{rest}"


class PictureScreen(ModalScreen[None]):
    """Shows the picture called `title` until a key is pressed; a remote one is fetched first.

    Where the terminal draws sixels and has cells of `cell` pixels, in its own pixels.
    """

    def __init__(
        self, title: str, picture: Picture, album: Album, painter: Painter, *, cell: Size | None = None
    ) -> None:
        super().__init__()
        self._album, self._picture, self._painter, self._cell = album, picture, painter, cell
        self._view = PictureView(title, picture, painter)
        self._view.is_blank = cell is not None

    def compose(self) -> ComposeResult:
        """The picture."""
        yield self._view

    def on_mount(self) -> None:
        """Fetch what is not here."""
        self._painter.listeners.append(self._painted)
        if self._picture.is_remote and self._picture.size is None:
            self.run_worker(self._fetch(), name="fetch")

    async def _fetch(self) -> None:
        found = await beside(lambda: self._album.fetched(self._picture))
        self._view.picture = found or self._picture._replace(trouble="cannot be shown")
        self._view.refresh()
        self.on_resize()

    def on_resize(self) -> None:
        """Draw in pixels for the room there is."""
        picture = self._view.picture
        if self._cell is not None and picture.size is not None and picture.trouble is None:
            self.run_worker(self._draw(self._cell), name="sixel", exclusive=True, group="sixel")

    async def _draw(self, cell: Size) -> None:
        """Draw over what the framework drew, which knows nothing of it."""
        width, height = self.app.size.width, self.app.size.height - 1
        picture, most = self._view.picture, Size(width * cell.width, height * cell.height)
        sixel = await beside(lambda: self._album.as_sixel(picture, most))
        size = drawn_size(sixel) if isinstance(sixel, bytes) else None
        if size is None or not isinstance(sixel, bytes):
            self._view.picture = picture._replace(trouble=sixel if isinstance(sixel, str) else "broken")
            self._view.refresh()
            return
        left = max(width - -(-size.width // cell.width), 0) // 2
        top = max(height - -(-size.height // cell.height), 0) // 2
        self.call_after_refresh(self._painter.send, drawn(sixel, left, top))

    def on_unmount(self) -> None:
        """Nothing is to be shown any more; what was drawn in pixels is drawn over."""
        self._painter.listeners.remove(self._painted)
        if self._cell is not None:
            self.app.refresh(layout=True)

    def _painted(self) -> None:
        self._view.refresh()

    def on_key(self, event: events.Key) -> None:
        """Back to the page."""
        if pass_on(event, self):
            return
        if menu_key(event.key, event.character, "q") in ("escape", "q", "enter", "space"):
            event.stop()
            event.prevent_default()
            self.dismiss(None)

    def on_click(self) -> None:
        """Back to the page."""
        self.dismiss(None)

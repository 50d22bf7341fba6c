"""The bookmarked papers in the reader's order: what to read next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip

from paperterm.core import wording
from paperterm.core.cells import cell_width, shortened
from paperterm.core.marks import status_of
from paperterm.core.model import Status
from paperterm.core.outline import Entry
from paperterm.core.text import safe
from paperterm.core.wording import Told
from paperterm.library import Library, Place
from paperterm.tui.actions import menu_key
from paperterm.tui.typeahead import pass_on
from paperterm.tui.widgets.bars import KeyHint, KeysBar, TitleBar
from paperterm.tui.widgets.row_list import RowList
from paperterm.tui.widgets.tree_pane import STATUS_MARKS

_HINTS = (
    KeyHint("Enter", "go there", "enter"),
    KeyHint("J", "later", "J"),
    KeyHint("K", "sooner", "K"),
    KeyHint("r", "read", "r"),
    KeyHint("m", "remove", "m"),
    KeyHint("U", "undo", "U"),
    KeyHint("Esc", "close", "escape"),
)
_MOVES = {"J": 1, "shift+down": 1, "K": -1, "shift+up": -1}
_KNOWN = frozenset(("j", "k", "g", "G", "r", "m", "U", "q", "'", *_MOVES))
_MEASURE = 120


class QueueList(RowList):
    """A row for each bookmarked paper."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[Entry] = ()

    def count(self) -> int:
        """How many there are."""
        return len(self._entries)

    @property
    def entry(self) -> Entry | None:
        """The one under the cursor."""
        return self.at(self.cursor)

    def at(self, row: int) -> Entry | None:
        """The one in that row, None where there is none."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def show(self, entries: Sequence[Entry], cursor: int) -> None:
        """Show these, the cursor on that row."""
        above = self.lines_above if self._entries else 0
        self._entries = entries
        self.rows_changed(cursor, above + cursor - self.cursor)

    def line(self, row: int, line: int, width: int, *, is_cursor: bool) -> Strip:
        """Its place in the queue, how far it is read, its title, and what it was published as."""
        paper = self._entries[row].paper
        cursor = ("rows--cursor",) if is_cursor else ()
        number = f" {row + 1:>3}  "
        facts = safe(" ".join(filter(None, (paper.venue, str(paper.year or "")))))
        facts = shortened(facts, max(min(width, _MEASURE) // 3, 0))
        room = max(min(width, _MEASURE) - cell_width(number) - cell_width(facts) - 2, 0)
        title = shortened(f"{STATUS_MARKS[status_of(paper)]} {safe(paper.title)}", room)
        gap = " " * (room - cell_width(title))
        return self.made(
            [
                Segment(number, self.style_of("rows--quiet", *cursor)),
                Segment(title, self.style_of("rows--title", *cursor)),
                Segment(f"{gap} {facts}", self.style_of("rows--quiet", *cursor)),
            ],
            width,
            *cursor,
        )


class QueueScreen(ModalScreen[Place | None]):
    """The reading queue of a library; its result is the entry to go to, if any. `tell` says what happened."""

    BLANK = True

    def __init__(self, library: Library, tell: Callable[[Told], None]) -> None:
        super().__init__()
        self.list = QueueList()
        self._library, self._tell = library, tell
        self._title = TitleBar()
        self._bar = KeysBar(_HINTS)

    def compose(self) -> ComposeResult:
        """What this is, the papers, the keys."""
        yield self._title
        yield self.list
        yield self._bar

    def on_mount(self) -> None:
        """Show the queue."""
        self._show(0)

    def _show(self, cursor: int) -> None:
        entries = self._library.queue()
        self.list.show(entries, min(cursor, max(len(entries) - 1, 0)))
        self._title.tell("reading queue", wording.queue_facts(len(entries), self._library.marking.elsewhere()))
        if not entries:
            self.list.say(*wording.no_bookmarks())

    def on_key(self, event: events.Key) -> None:
        """Move with the usual keys, change the order, go, close."""
        if pass_on(event, self):
            return
        event.stop()
        event.prevent_default()
        key = menu_key(event.key, event.character, _KNOWN)
        if not self.list.go(key):
            self._do(key)

    def _do(self, key: str) -> None:
        if key == "enter":
            self.on_row_list_chosen()
        elif key in ("escape", "q", "'"):
            self.dismiss(None)
        elif key == "U":
            self._changed(self._library.marking.undo(), self.list.cursor)
        elif (entry := self.list.entry) is not None:
            self._change(key, entry)

    def _change(self, key: str, entry: Entry) -> None:
        marking, row = self._library.marking, self.list.cursor
        if key == "m":
            self._changed(marking.bookmark([entry]), row)
        elif key == "r":
            self._changed(marking.read([entry], Status.READ), row)
        elif (step := _MOVES.get(key)) and self.list.at(row + step) is not None:
            told = marking.move(entry, self.list.at(row - 1 if step < 0 else row + 2))
            self._changed(told, row + step)

    def _changed(self, told: Told, cursor: int) -> None:
        self._show(cursor)
        self._tell(told)

    def on_keys_bar_clicked(self, event: KeysBar.Clicked) -> None:
        """A click on a key is the key."""
        self._do(event.action)

    def on_row_list_chosen(self) -> None:
        """Go to the paper under the cursor."""
        if (entry := self.list.entry) is not None:
            self.dismiss(Place(entry.name, entry.paper.id))

"""Works that are told several times, each with the places that tell it. Nothing is merged here, only shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip

from paperterm.core import wording
from paperterm.core.cells import cell_width, ending, shortened
from paperterm.core.outline import Entry
from paperterm.core.text import safe
from paperterm.library import Place, Repeated, place_of
from paperterm.tui.actions import menu_key
from paperterm.tui.latest import Latest
from paperterm.tui.searcher import Searcher
from paperterm.tui.typeahead import pass_on
from paperterm.tui.widgets.bars import KeyHint, KeysBar, TitleBar
from paperterm.tui.widgets.row_list import RowList

_HINTS = (KeyHint("Enter", "go there", "enter"), KeyHint("Esc", "close", "escape"))
_Works = tuple[tuple[Entry, ...], ...]


class WorkList(RowList):
    """A row with the title of each work, and one for each place that tells it."""

    def __init__(self) -> None:
        super().__init__()
        self._works: _Works = ()
        self._starts: list[int] = [0]

    def count(self) -> int:
        """How many rows there are."""
        return self._starts[-1]

    def show(self, works: _Works) -> None:
        """Show these works."""
        self._works = works
        self._starts = list(accumulate((len(work) + 1 for work in works), initial=0))
        self.rows_changed(0, 0)

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor; on a title the first of its work."""
        if not self.count():
            return None
        work, at = self._at(self.cursor)
        return work[max(at, 0)]

    def _at(self, row: int) -> tuple[Sequence[Entry], int]:
        """The work of a row, and which of its entries it shows; -1 for its title."""
        index = bisect_right(self._starts, row) - 1
        return self._works[index], row - self._starts[index] - 1

    def line(self, row: int, line: int, width: int, *, is_cursor: bool) -> Strip:
        """A title, or a place with what it says of the work."""
        work, at = self._at(row)
        cursor = ("rows--cursor",) if is_cursor else ()
        if at < 0:
            title = shortened(f" {safe(work[0].paper.title)}", max(width - 1, 0))
            return self.made([Segment(title, self.style_of("rows--title", *cursor))], width, *cursor)
        place = ending(safe(place_of(work[at])), max(width // 2, 8))
        facts = shortened(_facts(work[at]), max(width - cell_width(place) - 7, 0))
        return self.made(
            [
                Segment(f"   {place}   ", self.style_of("rows--text", *cursor)),
                Segment(facts, self.style_of("rows--quiet", *cursor)),
            ],
            width,
            *cursor,
        )


def _facts(entry: Entry) -> str:
    paper = entry.paper
    facts = (str(paper.year or ""), paper.venue or "", " › ".join((*paper.section, *paper.group)))
    return safe(" · ".join(filter(None, facts)))


class DuplicatesScreen(ModalScreen[Place | None]):
    """Looks for works told several times; its result is the entry to go to, if any."""

    BLANK = True

    def __init__(self, searcher: Searcher) -> None:
        super().__init__()
        self.list = WorkList()
        self._title = TitleBar()
        self._bar = KeysBar(_HINTS)
        self._asking: Latest[None, Repeated] = Latest(self, lambda _: searcher.repeated(), self._take)

    def compose(self) -> ComposeResult:
        """What this is, the works, the keys."""
        yield self._title
        yield self.list
        yield self._bar

    def on_mount(self) -> None:
        """Begin to look."""
        self._title.tell("works told several times", "")
        self.list.say("Looking …", "Every work that stands in several places is looked for.")
        self._asking.ask(None)

    def _take(self, _: None, repeated: Repeated) -> None:
        if repeated.works:
            self.list.show(repeated.works)
            self._title.tell("works told several times", wording.works_told(len(repeated.works), repeated.left))
        else:
            self.list.say(*wording.no_duplicates())

    def on_key(self, event: events.Key) -> None:
        """Move with the usual keys, go, close."""
        if pass_on(event, self):
            return
        event.stop()
        event.prevent_default()
        key = menu_key(event.key, event.character, "jkgGq")
        if not self.list.go(key):
            self._do(key)

    def _do(self, key: str) -> None:
        if key == "enter":
            self.on_row_list_chosen()
        elif key in ("escape", "q"):
            self.dismiss(None)

    def on_keys_bar_clicked(self, event: KeysBar.Clicked) -> None:
        """A click on a key is the key."""
        self._do(event.action)

    def on_row_list_chosen(self) -> None:
        """Go to the place under the cursor."""
        if (entry := self.list.entry) is not None:
            self.dismiss(Place(entry.name, entry.paper.id))

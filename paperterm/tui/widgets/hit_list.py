"""What a search found: two lines a hit, with the words that were typed highlighted.

Must not: search, or read what a hit's file says; it is told.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from rich.segment import Segment
from textual.strip import Strip

from paperterm.core.cells import cell_width, ending, shortened
from paperterm.core.excerpt import cut, excerpt, runs, width_of
from paperterm.core.model import Paper
from paperterm.core.outline import Entry
from paperterm.core.pairing import joined
from paperterm.core.query import Query
from paperterm.core.search import MatchingLine, matching_line, title_ranges
from paperterm.core.text import safe
from paperterm.library import Place, place_of
from paperterm.tui.searcher import Details
from paperterm.tui.widgets.row_list import RowList

_ROW_HEIGHT = 2
_INDENT = "   "
_ROOM_FOR_FACTS, _VENUE = 50, 18
# In a wider window the facts stay near the title.
_MEASURE = 120


class HitList(RowList):
    """The hits of a query."""

    def __init__(self) -> None:
        super().__init__(_ROW_HEIGHT)
        self._query = Query()
        self._entries: list[Entry] = []
        self._details: dict[int, Details] = {}
        self._lines: dict[int, MatchingLine | None] = {}
        self._papers: dict[int, Paper] = {}

    def count(self) -> int:
        """How many hits there are."""
        return len(self._entries)

    @property
    def entry(self) -> Entry | None:
        """The hit under the cursor."""
        return self._entries[self.cursor] if self._entries else None

    def entries(self, rows: Sequence[int]) -> tuple[Entry, ...]:
        """The hits in these rows of which nothing closer is known yet."""
        return tuple(self._entries[row] for row in rows if self._entries[row].version not in self._details)

    def show(self, query: Query, entries: Sequence[Entry], *, keeps_cursor: bool) -> None:
        """Show these hits; with `keeps_cursor` the one under the cursor stays there, even if it is none of them."""
        kept, row, above = self.entry if keeps_cursor else None, self.cursor, self.lines_above
        self._forget(query, entries)
        self._query = query
        self._entries = list(entries)
        if kept is None:
            self.rows_changed(0, 0)
            return
        place = kept.name, kept.paper.id
        at = next((at for at, entry in enumerate(entries) if (entry.name, entry.paper.id) == place), None)
        if at is None:
            at = min(row, len(entries))
            self._entries.insert(at, kept)
        self.rows_changed(at, above)

    def _forget(self, query: Query, entries: Sequence[Entry]) -> None:
        """Keep what is known of entries that are found again."""
        same = set(entries).intersection(self._entries) if query.typed == self._query.typed else set()
        versions = {entry.version for entry in same}
        for known in (self._details, self._lines, self._papers):
            for version in known.keys() - versions:
                del known[version]

    def rows_look(self) -> Hashable:
        """The hits on the screen and what is known of them."""
        entries = [self._entries[row] for row in self.rows_in_sight()]
        return self._query.typed, *((entry, self._details.get(entry.version)) for entry in entries)

    def put_cursor(self, place: Place) -> None:
        """Put the cursor on the entry at `place`, if it was found."""
        for at, entry in enumerate(self._entries):
            if (entry.name, entry.paper.id) == (place.name, place.id):
                self.move_to(at)
                return

    def learn(self, details: Mapping[int, Details]) -> None:
        """What is known of some hits, by their versions."""
        self._details.update(details)
        if any(each.places or each.ranges for each in details.values()):
            self.rows_differ()

    # Drawing

    def line(self, row: int, line: int, width: int, *, is_cursor: bool) -> Strip:
        """The title and when it was published; below it, where it stands and what matches."""
        entry = self._entries[row]
        cursor = ("rows--cursor",) if is_cursor else ()
        return (self._second if line else self._first)(entry, width, cursor)

    def _first(self, entry: Entry, width: int, cursor: tuple[str, ...]) -> Strip:
        paper = self._paper(entry)
        facts = _facts(paper) if width >= _ROOM_FOR_FACTS else ""
        room = max(min(width, _MEASURE) - cell_width(facts) - 2, 0)
        title = cut(runs(paper.title, title_ranges(self._query, paper)), room)
        gap = " " * (room - width_of(title))
        return self.made(
            [
                Segment(" ", self.style_of(*cursor)),
                *self.segments(title, "rows--title", *cursor),
                Segment(f"{gap}{facts} ", self.style_of("rows--quiet", *cursor)),
            ],
            width,
            *cursor,
        )

    def _second(self, entry: Entry, width: int, cursor: tuple[str, ...]) -> Strip:
        details = self._details.get(entry.version)
        place = ending(safe(place_of(entry)), max(width // 3, 8))
        if details is not None and details.places:
            place += f"  +{details.places} place{'s' * (details.places > 1)}"
        segments = [Segment(f"{_INDENT}{place}", self.style_of("rows--quiet", *cursor))]
        line = self._line(entry) or (MatchingLine(details.text, details.ranges) if details and details.ranges else None)
        room = min(width, _MEASURE) - cell_width(_INDENT) - cell_width(place) - 4
        if line is not None and room > 0:
            segments.append(Segment("   ", self.style_of(*cursor)))
            segments += self.segments(excerpt(line.text, line.ranges, room), "rows--text", *cursor)
        return self.made(segments, width, *cursor)

    def _paper(self, entry: Entry) -> Paper:
        paper = self._papers.get(entry.version)
        if paper is None:
            paper = self._papers[entry.version] = joined(entry)
        return paper

    def _line(self, entry: Entry) -> MatchingLine | None:
        """The line that matches, as far as that can be told without its file."""
        if entry.version not in self._lines:
            self._lines[entry.version] = matching_line(self._query, entry.name, self._paper(entry))
        return self._lines[entry.version]


def _facts(paper: Paper) -> str:
    year, venue = str(paper.year or ""), shortened(safe(paper.venue or ""), _VENUE)
    return f"  {' · '.join(filter(None, (year, venue)))}" if year or venue else ""

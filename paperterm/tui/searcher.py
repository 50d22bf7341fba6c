"""Asking the library while somebody types: what can be had at once, and what a thread may take its time for.

Lives here: one search for the screen's own thread and one for workers, and when they must be made anew.
Must not: decide what is shown.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

from paperterm.core.outline import Entry
from paperterm.library import Hits, Library, Search

# Of a library with more entries, conditions other than words are too slow for a key.
_FAST_UP_TO = 3_000


class Ranked(NamedTuple):
    """The best hits (None: nothing was asked for), and how many papers' notes cannot be searched yet."""

    hits: Hits | None
    waiting: int


class Details(NamedTuple):
    """How many other places tell the work of a hit; its line that matches, if it has one, and what to highlight."""

    places: int
    text: str = ""
    ranges: tuple[tuple[int, int], ...] = ()


class Searcher:
    """Searches of a library as it is, until it is told that the library changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._here: Search | None = None
        self._there: Search | None = None
        self._waiting = 0
        self._turn = threading.Lock()

    def library_changed(self) -> None:
        """What was looked up no longer holds."""
        self._here = self._there = None

    def first(self, typed: str, most: int) -> Hits | None:
        """Some hits at once; None where that would keep the next key waiting."""
        from paperterm.core.query import parse_query

        terms = parse_query(typed).terms
        is_simple = all(not term.name and not term.is_excluded and term.normal for term in terms)
        if not terms or not (is_simple or self._library.total <= _FAST_UP_TO):
            return None
        if self._here is None:
            self._here = self._library.search()
        return self._here.first(typed, most)

    # For workers

    def _search(self) -> Search:
        search = self._there or self._library.search()
        waiting = search.waiting()
        if waiting != self._waiting:  # what it remembers does not know the notes that were added
            self._waiting, search = waiting, self._library.search()
        self._there = search
        return search

    def ranked(self, typed: str) -> Ranked:
        """The best hits, and how many there are."""
        from paperterm.core.query import parse_query

        with self._turn:
            search = self._search()
            hits = search.ranked(typed) if parse_query(typed).terms else None
            return Ranked(hits, self._waiting)

    def details(self, typed: str, entries: Sequence[Entry]) -> dict[int, Details]:
        """What takes a closer look at some hits, by their versions."""
        with self._turn:
            search = self._search()
            return {entry.version: _details(typed, entry, len(search.places(entry))) for entry in entries}

    def chosen(self, typed: str) -> Sequence[int] | None:
        """The numbers of the papers that a filter holds for; None where it asks for nothing."""
        with self._turn:
            return self._search().chosen(typed)

    def repeated(self) -> tuple[tuple[Entry, ...], ...]:
        """Works told several times."""
        with self._turn:
            return self._search().repeated()


def _details(typed: str, entry: Entry, places: int) -> Details:
    """What is known once the files of `entry` and of its notes are read."""
    from paperterm.core.pairing import joined
    from paperterm.core.query import parse_query
    from paperterm.core.search import matching_line

    query, paper, notes = parse_query(typed), joined(entry), entry.notes
    if all(not term.normal or term.is_in_title(paper.title) for term in query.wanted_words):
        return Details(places)
    line = matching_line(query, entry.name, paper) or matching_line(query, entry.name, paper, entry.document.text)
    if line is None and notes is not None:
        line = matching_line(query, notes.name, notes.paper, notes.document.text)
    return Details(places, line.text, line.ranges) if line is not None else Details(places)

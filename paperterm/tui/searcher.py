"""Asking the library while somebody types: what can be had at once, and what a thread may take its time for.

Lives here: one search for the screen's own thread and one for workers, and when they must be made anew.
Must not: decide what is shown.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

from paperterm.core.outline import Entry
from paperterm.library import Hits, Library, Repeated, Search


class Ranked(NamedTuple):
    """The best hits (None: nothing was asked for), and how many percent of the library were read (None: all).

    Or, None as well, no more will be: then so many files are left unread.
    """

    hits: Hits | None
    progress: int | None
    left_unread: int


class Details(NamedTuple):
    """How many other places tell the work of a hit; its line that matches, if it has one, and what to highlight."""

    places: int
    text: str = ""
    ranges: tuple[tuple[int, int], ...] = ()


class Searcher:
    """Searches of a library as it is. `changed` is called when it has changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._here: Search | None = None
        self._there: Search | None = None
        self._trouble: str | None = None
        self._typed = ""
        self._turn = threading.Lock()
        self.changed: Callable[[], None] = lambda: None

    def library_changed(self) -> None:
        """There are other papers now."""
        if self._trouble != self._library.trouble:  # what is known lies elsewhere by now
            self._trouble = self._library.trouble
            self._here = self._there = None
        self.changed()

    def first(self, typed: str, most: int) -> Hits:
        """Some hits at once, as many as a key can wait for."""
        self._typed = typed
        if self._here is None:
            self._here = self._library.search()
        return self._here.first(typed, most)

    def completed(self, typed: str) -> str:
        """`typed` with its last word completed, also by what the library says as its venues, topics and tags."""
        from paperterm.core.completion import completed

        return completed(typed, self._library.said)

    def prefer(self, typed: str) -> None:
        """Have read first what may hold the words `typed`."""
        self._library.prefer(typed)

    # For workers

    def _search(self) -> Search:
        self._there = self._there or self._library.search()
        return self._there

    def ranked(self, typed: str) -> Ranked:
        """The best hits, and how many there are."""
        from paperterm.core.query import parse_query

        self.prefer(typed)
        with self._turn:
            progress = self._library.progress
            asks = bool(parse_query(typed).terms)
            hits = self._search().ranked(typed, lambda: self._typed == typed) if asks else None
            return Ranked(hits, progress, 0 if self._library.is_reading else self._library.unread)

    def details(self, typed: str, entries: Sequence[Entry]) -> dict[int, Details]:
        """What takes a closer look at some hits, by their versions."""
        with self._turn:
            search = self._search()
            return {entry.version: _details(typed, entry, len(search.places(entry))) for entry in entries}

    def chosen(self, typed: str) -> Sequence[int] | None:
        """The numbers of the papers that a filter holds for; None where it asks for nothing."""
        self.prefer(typed)
        with self._turn:
            return self._search().chosen(typed)

    def leave(self) -> None:
        """Nobody waits for an answer any more."""
        self._typed = ""
        self.changed = lambda: None
        self.prefer("")

    def repeated(self) -> Repeated:
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

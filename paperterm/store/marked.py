"""Which papers of an index bear which marks.

Lives here: finding the mark of a paper (by its id, by that of its note file, by its title where no other paper has the
id that the mark was made with), of some papers at once or of all.
Must not: keep marks, or say what they mean.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

from paperterm.core.marks import marked
from paperterm.core.model import Mark, Paper, Status
from paperterm.core.text import fold, storable
from paperterm.store.index import SEQUENCE_BITS, UNREAD_LINE, Index
from paperterm.store.state import Row, State

T = TypeVar("T")


class Pair(NamedTuple):
    """A paper as the tree shows it, and the one of its note file; their numbers."""

    number: int
    paper: Paper
    notes_number: int | None = None
    notes: Paper | None = None


class Found(NamedTuple):
    """The mark of a paper, and the id that it was made with."""

    mark: Mark
    id: str


class Known(NamedTuple):
    """What is known of all papers by their numbers: how far those are read that are not unread, the id that stands
    in the reading queue, the reader's own tags, folded. Those of note files, which are `hidden` behind the entries
    that show them, have what these have.
    """

    further: Mapping[int, str]
    queued: Mapping[int, str]
    tags: Mapping[int, frozenset[str]]
    hidden: frozenset[int]


class Marked:
    """The marks of a state on the papers of an index, as both are now. Usable from several threads."""

    def __init__(self, index: Index, state: State) -> None:
        self._index = index
        self._state = state
        self._known: Known | None = None
        self.edition = 0

    # Some papers

    def marks_of(self, pairs: Sequence[Pair]) -> list[Found | None]:
        """The marks of some papers."""
        ids = {paper.id for pair in pairs for paper in (pair.paper, pair.notes) if paper is not None}
        marks = self._state.marks(ids)
        found = [_first(marks, pair) for pair in pairs]
        wanted = {fold(pair.paper.title) for pair, each in zip(pairs, found, strict=True) if each is None}
        moved = self._moved(wanted)
        return [each or moved.get(storable(fold(p.paper.title))) for p, each in zip(pairs, found, strict=True)]

    def pairs(self, numbers: Sequence[int]) -> dict[int, Pair]:
        """The papers with these numbers as the tree shows them; those of note files with the entries that do."""
        given = json.dumps(list(numbers))
        sql = "SELECT notes, number FROM papers WHERE notes IN (SELECT value FROM json_each(?))"
        shown_by = dict(self._index.ask(lambda asked: asked.execute(sql, (given,)).fetchall()))
        listed = {each.number: each for each in self._index.papers([shown_by.get(each, each) for each in numbers])}
        below = [each.notes for each in listed.values() if each.notes is not None]
        notes = {each.number: each.paper for each in self._index.papers(below)} if below else {}
        made = {
            each.number: Pair(each.number, each.paper, each.notes, notes.get(each.notes) if each.notes else None)
            for each in listed.values()
        }
        shown = ((number, made.get(shown_by.get(number, number))) for number in numbers)
        return {number: pair for number, pair in shown if pair is not None}

    def with_ids(self, ids: Iterable[str]) -> list[Pair]:
        """The papers with these ids."""
        return list(self.pairs(list(_ids(self._index, ids))).values())

    def _moved(self, titles: Iterable[str]) -> dict[str, Found]:
        """The marks of papers with these folded titles whose ids no paper has any more; the latest of each title."""
        candidates = self._state.titled(titles)
        ids = {id_ for several in candidates.values() for id_ in several}
        ids -= set(_ids(self._index, ids).values()) if ids else set()
        marks = self._state.marks(ids) if ids else {}
        return {
            title: Found(marks[several[-1]], several[-1])
            for title, known in candidates.items()
            if (several := [id_ for id_ in known if id_ in marks])
        }

    # All papers

    @property
    def is_known(self) -> bool:
        """Whether all papers were looked at."""
        return self._known is not None

    def known(self, index: Index | None = None) -> Known:
        """What is known of all papers; takes a look at every mark the first time, through `index` if given."""
        if self._known is None:
            self._known = self._look(index or self._index)
        return self._known

    def _look(self, index: Index) -> Known:
        rows = {row.id: row for row in self._state.rows()}
        by_id = _ids(index, rows)
        by_title = _by_title(index, rows, by_id)
        seeds, notes = dict(index.ask(_seeds)), dict(index.ask(_notes))
        shown_by = {below: number for number, below in notes.items()}
        tags: dict[str, set[str]] = {}
        for id_, tag in self._state.tagged():
            tags.setdefault(id_, set()).add(tag)
        further, queued, tagged = dict[int, str](), dict[int, str](), dict[int, frozenset[str]]()
        for number in {shown_by.get(each, each) for each in chain(by_id, by_title, seeds)}:
            below = notes.get(number, number)
            id_ = by_id.get(number) or by_id.get(below) or by_title.get(number) or ""
            row = rows.get(id_)
            status = (row and row.status) or seeds.get(number) or seeds.get(below) or Status.UNREAD
            for each in {number, below}:
                _put(further, each, status if status != Status.UNREAD else None)
                _put(queued, each, id_ if row and row.queue is not None else None)
                _put(tagged, each, frozenset(tags[id_]) if id_ in tags else None)
        return Known(further, queued, tagged, frozenset(shown_by))

    def changed(self, pairs: Sequence[Pair]) -> None:
        """The marks of these papers are others now."""
        known = self._known
        if known is None:
            return
        further, queued, tags = dict(known.further), dict(known.queued), dict(known.tags)
        for pair, found in zip(pairs, self.marks_of(pairs), strict=True):
            stated = pair.notes.status if pair.notes is not None else None
            status = marked(pair.paper, found.mark if found else None, stated).status
            for number in {pair.number, pair.notes_number or pair.number}:
                _put(further, number, status if status != Status.UNREAD else None)
                _put(queued, number, found.id if found and found.mark.queue is not None else None)
                _put(tags, number, frozenset(map(fold, found.mark.tags)) if found and found.mark.tags else None)
        self._known = Known(further, queued, tags, known.hidden)
        self.edition += 1

    def in_queue(self, index: Index | None = None) -> list[int]:
        """The numbers of the bookmarked papers that the tree shows, in the reader's order."""
        known = self.known(index)
        ranks = {id_: rank for rank, id_ in enumerate(self._state.queue())}
        shown = [number for number in known.queued if number not in known.hidden]
        return sorted(shown, key=lambda number: (ranks.get(known.queued[number], len(ranks)), number))

    def unread_among(self, total: int) -> int:
        """How many of the `total` papers that the tree shows are unread."""
        known = self.known()
        return total - sum(number not in known.hidden for number in known.further)


def _first(marks: Mapping[str, Mark], pair: Pair) -> Found | None:
    """The mark that a paper has by its id, or by that of its note file."""
    ids = [storable(paper.id) for paper in (pair.paper, pair.notes) if paper is not None]
    return next((Found(marks[id_], id_) for id_ in ids if id_ in marks), None)


def _ids(index: Index, ids: Iterable[str]) -> dict[int, str]:
    """The papers with these ids: their ids by their numbers."""
    given = json.dumps(list(map(storable, ids)))
    sql = "SELECT number, id FROM papers WHERE id IN (SELECT value FROM json_each(?))"
    return dict(index.ask(lambda asked: asked.execute(sql, (given,)).fetchall())) if given != "[]" else {}


def _by_title(index: Index, rows: Mapping[str, Row], by_id: Mapping[int, str]) -> dict[int, str]:
    """The papers without a mark of their id, but with the title of one whose id no paper has: that id."""
    there = set(by_id.values())
    lost = {row.folded: row.id for row in rows.values() if row.id not in there}
    found: dict[int, str] = {}
    for volume, titles in index.ask(_titles) if lost else ():
        for number, title in enumerate(titles.split("\n"), volume << SEQUENCE_BITS):
            if title in lost and number not in by_id:
                found[number] = lost[title]
    return found


def _titles(asked: sqlite3.Connection) -> list[tuple[int, str]]:
    """The folded titles of the papers of each document, a line each."""
    return asked.execute("SELECT number, lines FROM titles").fetchall()


def _seeds(asked: sqlite3.Connection) -> list[tuple[int, str]]:
    """The papers that are not unread by what the notes say."""
    rows = asked.execute(f"SELECT number, status FROM texts WHERE status <> {UNREAD_LINE}")
    return [(number, status.strip()) for number, status in rows]


def _notes(asked: sqlite3.Connection) -> list[tuple[int, int]]:
    """The papers whose notes are in a file of their own, and the paper there."""
    return asked.execute("SELECT number, notes FROM papers WHERE notes IS NOT NULL").fetchall()


def _put(values: dict[int, T], number: int, value: T | None) -> None:
    if value is None:
        values.pop(number, None)
    else:
        values[number] = value

"""Which papers of an index bear which marks.

Lives here: finding the mark of a paper (by its id, by that of its note file, by its title where no other paper has the
id that the mark was made with), of some papers at once or of all.
Must not: keep marks, or say what they mean.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import NamedTuple, TypeVar

from paperterm.core.marks import marked
from paperterm.core.model import Mark, Status
from paperterm.core.text import fold, storable
from paperterm.store.index import SEQUENCE_BITS, UNREAD_LINE, Index, Listed
from paperterm.store.state import Row, State

T = TypeVar("T")

# What differs once marks have changed must differ between two looks at other papers, too.
_EDITIONS = count()


class Pair(NamedTuple):
    """A paper as the tree shows it, and the one of its note file."""

    shown: Listed
    notes: Listed | None = None


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
        self.edition = next(_EDITIONS)

    # Some papers

    def marks_of(self, pairs: Sequence[Pair]) -> list[Found | None]:
        """The marks of some papers."""
        ids = {each.paper.id for pair in pairs for each in pair if each is not None}
        marks = self._state.marks(ids)
        found = [_first(marks, pair) for pair in pairs]
        titles = [storable(fold(pair.shown.paper.title)) for pair in pairs]
        lost = self._lost({title for title, each in zip(titles, found, strict=True) if each is None})
        return [each or lost.get(title) for title, each in zip(titles, found, strict=True)]

    def pairs(self, listed: Sequence[Listed]) -> dict[int, Pair]:
        """Papers as the tree shows them, by their numbers; those of note files with the entries that show them."""
        given = json.dumps([each.number for each in listed])
        sql = "SELECT notes, number FROM papers WHERE notes IN (SELECT value FROM json_each(?))"
        shown_by = dict(self._index.ask(lambda asked: asked.execute(sql, (given,)).fetchall()))
        known = {each.number: each for each in listed}
        known.update(self._papers(number for number in shown_by.values() if number not in known))
        below = self._papers(each.notes for each in known.values() if each.notes is not None)
        shown = {number: known.get(shown_by.get(number, number), each) for number, each in known.items()}
        return {
            number: Pair(each, below.get(each.notes) if each.notes is not None else None)
            for number, each in shown.items()
        }

    def _papers(self, numbers: Iterable[int]) -> dict[int, Listed]:
        wanted = list(numbers)
        return {each.number: each for each in self._index.papers(wanted)} if wanted else {}

    def with_ids(self, ids: Iterable[str]) -> list[Pair]:
        """The papers with these ids."""
        listed = self._index.papers(list(_ids(self._index, ids)))
        return list({pair.shown.number: pair for pair in self.pairs(listed).values()}.values())

    def _lost(self, titles: Iterable[str]) -> dict[str, Found]:
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
            stated = pair.notes.paper.status if pair.notes is not None else None
            status = marked(pair.shown.paper, found.mark if found else None, stated).status
            for number in {each.number for each in pair if each is not None}:
                _put(further, number, status if status != Status.UNREAD else None)
                _put(queued, number, found.id if found and found.mark.queue is not None else None)
                _put(tags, number, frozenset(map(fold, found.mark.tags)) if found and found.mark.tags else None)
        self._known = Known(further, queued, tags, known.hidden)
        self.edition = next(_EDITIONS)

    def in_queue(self, index: Index | None = None) -> list[int]:
        """The numbers of the bookmarked papers that the tree shows, in the reader's order."""
        known = self.known(index)
        ranks = {id_: rank for rank, id_ in enumerate(self._state.queue())}
        shown = [number for number in known.queued if number not in known.hidden]
        return sorted(shown, key=lambda number: (ranks.get(known.queued[number], len(ranks)), number))

    def days_of_reading(self, index: Index | None = None) -> dict[int, str]:
        """The days on which the papers that are read were marked so, by the numbers of those that the tree shows."""
        index = index or self._index
        known = self.known(index)
        read = json.dumps([number for number, status in known.further.items() if status == Status.READ])
        sql = "SELECT number, id FROM papers WHERE number IN (SELECT value FROM json_each(?))"
        ids: dict[int, str] = dict(index.ask(lambda asked: asked.execute(sql, (read,)).fetchall()))
        marks = self._state.marks(ids.values())
        shown_by = {below: number for number, below in index.ask(_notes)}
        days: dict[int, str] = {}
        for number, id_ in ids.items():
            if id_ in marks and (day := marks[id_].day):
                days[shown_by.get(number, number)] = day
        return days

    def unread_among(self, total: int) -> int:
        """How many of the `total` papers that the tree shows are unread."""
        known = self.known()
        return total - sum(number not in known.hidden for number in known.further)


def _first(marks: Mapping[str, Mark], pair: Pair) -> Found | None:
    """The mark that a paper has by its id, or by that of its note file."""
    ids = [storable(each.paper.id) for each in pair if each is not None]
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

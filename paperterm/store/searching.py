"""Questions to the index: which papers a query holds for.

Lives here: the numbers of papers for each condition, out of the index's tables and of the titles beside it, and how the
conditions come together.
Must not: decide what a query means (`Query.holds_for` does; this must agree with it), or rank closely what was found.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence

from paperterm.core.model import Kind
from paperterm.core.query import Query, Term, fts_phrase, is_venue, meant_contents, meant_states, year_range
from paperterm.core.text import fold
from paperterm.store.index import SEQUENCE_BITS, Index
from paperterm.store.titles import Titles

Condition = tuple[str, tuple[object, ...]]
"""SQL that is true or false of a row of papers joined with files, and the values it is to be asked with."""

_PAPERS = f"papers JOIN texts USING (number) JOIN files ON files.number = papers.number >> {SEQUENCE_BITS}"
_VOCABULARY = 50_000
_NO_YEAR = 1 << 30
# What was found for so many conditions is kept while a query is typed on.
_MOST_TERMS = 12


class Searching:
    """Searches an index as it is now; make another when it has changed. Usable from one thread at a time.

    Everything is a set of numbers of papers; those of note files that belong to an entry elsewhere are among them. The
    words of files that were replaced or are gone stay in the index: their numbers are nobody's, and in no order.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._titles: dict[bool, Titles] = {}
        self._found: dict[Term, frozenset[int]] = {}
        self._listing: array[int] | None = None
        self._by_year: array[int] | None = None
        self._ranks: dict[int, int] | None = None
        self._owners: dict[int, int] | None = None

    def titles(self, *, as_words: bool = False) -> Titles:
        """All titles, folded or in their normal form."""
        if as_words not in self._titles:
            self._titles[as_words] = Titles(self._index.titles(as_words=as_words))
        return self._titles[as_words]

    def numbers(self, query: Query) -> list[int]:
        """The numbers of the papers that `query` holds for, in document order."""
        found = self._holding(query)
        return [number for number in self._everything() if number in found]

    def first_numbers(self, query: Query, most: int) -> list[int]:
        """Some of the papers that `query` holds for, as fast as they can be had: those that say it in their head."""
        terms = query.terms
        if not terms or any(term.name or term.is_excluded or not term.normal for term in terms):
            return self.numbers(query)[:most]
        wanted = " AND ".join(map(fts_phrase, terms))
        sql = (
            "SELECT papers.number FROM heads JOIN papers ON papers.number = heads.rowid"
            f" JOIN files ON files.number = papers.number >> {SEQUENCE_BITS} WHERE heads MATCH ? AND is_listed LIMIT ?"
        )
        return self._ask(sql, (wanted, most))

    def best_numbers(self, query: Query) -> list[int]:
        """The numbers of all papers that `query` holds for: words in the title first, then recent before old."""
        found = self._holding(query)
        words = [term for term in query.wanted_words if term.normal]
        in_title = frozenset.intersection(*map(self._in_title, words)) if words else frozenset()
        by_year = [number for number in self._recent_first() if number in found]
        if not in_title:
            return by_year
        return [number for number in by_year if number in in_title] + [n for n in by_year if n not in in_title]

    def listed_for(self, numbers: Iterable[int]) -> list[int]:
        """`numbers` in their order, each once, note files' papers by the entries that they belong to."""
        if self._owners is None:
            owners = self._index.ask(
                lambda asked: asked.execute("SELECT notes, number FROM papers WHERE notes IS NOT NULL").fetchall()
            )
            self._owners = dict(owners)
        return list(dict.fromkeys(self._owners.get(number, number) for number in numbers))

    def of_one_work(self, number: int) -> list[int]:
        """The numbers of the papers that may be the same work as the one with that number, itself among them."""
        sql = "SELECT DISTINCT others.number FROM works JOIN works AS others USING (work) WHERE works.number = ?"
        return self._in_order({number, *self._ask(sql, (number,))})

    def of_one_work_among(self, numbers: Sequence[int]) -> frozenset[int]:
        """Those of `numbers` that may be the same work as another of them."""
        given = json.dumps(list(numbers))
        theirs = "SELECT value FROM json_each(?)"
        sql = (
            f"SELECT number FROM works WHERE number IN ({theirs}) AND work IN"
            f" (SELECT work FROM works WHERE number IN ({theirs}) GROUP BY work HAVING count(*) > 1)"
        )
        return frozenset(self._ask(sql, (given, given)))

    def of_works_told_often(self, most: int) -> list[int]:
        """The numbers of up to `most` papers that may be the same work as another."""
        sql = (
            "SELECT DISTINCT number FROM works WHERE work IN (SELECT work FROM works GROUP BY work HAVING count(*) > 1)"
            " ORDER BY number LIMIT ?"
        )
        return self._in_order(self._ask(sql, (most,)))

    def waiting(self) -> int:
        """How many papers' notes are still to be made searchable."""
        return self._ask("SELECT count(*) FROM waiting")[0]

    def vocabulary(self) -> list[str]:
        """The words of titles, authors, venues and tags, the most frequent first."""

        def ask(asked: sqlite3.Connection) -> list[str]:
            asked.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, heads, row)")
            rows = asked.execute("SELECT term FROM temp.vocabulary ORDER BY doc DESC LIMIT ?", (_VOCABULARY,))
            return [term for (term,) in rows]

        return self._index.ask(ask)

    def _ask(self, sql: str, values: Sequence[object] = ()) -> list[int]:
        return self._index.ask(lambda asked: [number for (number,) in asked.execute(sql, values)])

    # Order

    def _in_order(self, numbers: Iterable[int]) -> list[int]:
        """In document order: files by their rank, papers by their place."""
        if self._ranks is None:
            files = self._index.volumes(lists_note_files=True)
            self._ranks = {volume.number: rank << SEQUENCE_BITS for rank, volume in enumerate(files)}
        ranks, bits = self._ranks, SEQUENCE_BITS
        return sorted(numbers, key=lambda number: ranks.get(number >> bits, 0) + number - (number >> bits << bits))

    def _everything(self) -> array[int]:
        """The numbers of all papers, in document order."""
        if self._listing is None:
            files = self._index.volumes(lists_note_files=True)
            firsts = [(volume.number << SEQUENCE_BITS, volume.entries) for volume in files]
            self._listing = array("q", (number for first, count in firsts for number in range(first, first + count)))
        return self._listing

    def _recent_first(self) -> array[int]:
        """The same, recent years before old ones, and what has none last."""
        if self._by_year is None:
            years = dict(
                self._index.ask(lambda asked: asked.execute("SELECT number, year_rank FROM papers").fetchall())
            )
            order = sorted(self._everything(), key=lambda number: _NO_YEAR if (y := years.get(number)) is None else y)
            self._by_year = array("q", order)
        return self._by_year

    # From terms to numbers

    def _holding(self, query: Query) -> frozenset[int]:
        wanted = sorted((self._of(term) for term in query.terms if not term.is_excluded), key=len)
        found = frozenset.intersection(*wanted) if wanted else frozenset(self._everything())
        for term in query.terms:
            if term.is_excluded:
                found -= self._of(term)
        return found

    def _of(self, term: Term) -> frozenset[int]:
        """What `term` holds for, `is_excluded` aside."""
        found = self._found.get(term)
        if found is None:
            found = self._filtered(term) if term.name else self._with_words(term)
            if len(self._found) >= _MOST_TERMS:
                self._found.pop(next(iter(self._found)))
            self._found[term] = found
        return found

    def _with_words(self, term: Term) -> frozenset[int]:
        if not term.normal:
            return frozenset(self.titles().holding(term.typed))
        phrase = fts_phrase(term)
        found = set(self._ask("SELECT rowid FROM heads WHERE heads MATCH ?", (phrase,)))
        found.update(self._ask("SELECT rowid FROM bodies WHERE bodies MATCH ?", (phrase,)))
        if not term.is_exact:
            found |= self._in_title(term)
        return frozenset(found)

    def _in_title(self, term: Term) -> frozenset[int]:
        return frozenset(self.titles(as_words=True).holding(term.normal))

    def _filtered(self, term: Term) -> frozenset[int]:
        conditions = [_FILTERS[term.name](self._index, value) for value in term.values]
        sql = " OR ".join(f"({condition})" for condition, _ in conditions)
        values = tuple(value for _, values in conditions for value in values)
        return frozenset(self._ask(f"SELECT papers.number FROM {_PAPERS} WHERE {sql}", values))


def _year(index: Index, value: str) -> Condition:
    first, last = year_range(value) or (0, 0)
    return ("year_rank IS NULL", ()) if not last else ("year_rank BETWEEN ? AND ?", (-last, -first))


def _venue(index: Index, value: str) -> Condition:
    """The venues that are meant, out of those there are."""
    venues = index.ask(lambda asked: [row[0] for row in asked.execute("SELECT DISTINCT venue FROM texts")])
    meant = [venue for venue in venues if len(venue) > 2 and is_venue(venue[1:-1], value)]
    return "venue IN (SELECT value FROM json_each(?))", (json.dumps(meant),)


def _file(index: Index, value: str) -> Condition:
    meant = [volume.number for volume in index.volumes(lists_note_files=True) if value in fold(volume.name)]
    return "files.number IN (SELECT value FROM json_each(?))", (json.dumps(meant),)


def _kind(index: Index, value: str) -> Condition:
    meant = [str(kind) for kind in Kind if kind.startswith(value)]
    return "kind_name IN (SELECT value FROM json_each(?))", (json.dumps(meant),)


def _holds(column: str, *, is_whole: bool = False) -> Callable[[Index, str], Condition]:
    """Whether a value of `column`, or a part of one, is what is wanted."""
    return lambda index, value: (f"instr({column}, ?)", (_line(value) if is_whole else _text(value),))


def _one_of(column: str, meant: Callable[[str], Sequence[str]]) -> Callable[[Index, str], Condition]:
    def condition(index: Index, value: str) -> Condition:
        lines = tuple(map(_line, meant(value)))
        return " OR ".join([f"instr({column}, ?)"] * len(lines)) or "0", lines

    return condition


def _line(value: str) -> str:
    return f"\n{_text(value)}\n"


def _text(value: str) -> str:
    return value.encode("utf-8", "replace").decode()


_FILTERS: Mapping[str, Callable[[Index, str], Condition]] = {
    "year": _year,
    "venue": _venue,
    "file": _file,
    "kind": _kind,
    "author": _holds("authors"),
    "topic": _holds("sections"),
    "tag": _holds("tags", is_whole=True),
    "has": _one_of("contents", meant_contents),
    "is": _one_of("status", meant_states),
}

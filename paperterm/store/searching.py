"""Questions to the index: which papers a query holds for.

Lives here: the numbers of papers for each condition, out of the index's tables and of the titles beside it, and how the
conditions come together.
Must not: decide what a query means (`Query.holds_for` does; this must agree with it), or rank closely what was found.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set

from paperterm.core.model import Kind, Status
from paperterm.core.query import BOOKMARKED, Query, Term, fts_phrase, is_venue, meant_contents, meant_states, year_range
from paperterm.core.text import fold
from paperterm.store.index import SEQUENCE_BITS, Index
from paperterm.store.marked import Marked
from paperterm.store.state import State

Condition = tuple[str, tuple[object, ...]]
"""SQL that is true or false of a row of papers joined with files, and the values it is to be asked with."""

_PAPERS = f"papers JOIN texts USING (number) JOIN files ON files.number = papers.number >> {SEQUENCE_BITS}"
_VOCABULARY = 50_000
_NO_YEAR = 1 << 30
_UNREAD = Status.UNREAD
# What was found for so many conditions is kept while a query is typed on, up to so many numbers in all.
_MOST_TERMS, _MOST_NUMBERS = 12, 300_000
# Up to so many numbers are looked up one by one; of more, all papers are gone through until there are enough.
_FEW, _FEW_DOCUMENTS = 4_000, 400
# So long a key may wait for its first hits; what is found by then is what there is.
_FIRST_S, _STEPS = 0.008, 500
# From so many hits on it is faster to leave out what is excluded in the order of the hits.
_EXCLUDED_TOO = 3


class Searching:
    """Searches an index as it is. Usable from one thread at a time.

    Everything is a set of numbers of papers; those of note files that belong to an entry elsewhere are among them. The
    words of files that were replaced or are gone stay in the index: their numbers are nobody's, and are left out.
    """

    def __init__(self, index: Index, marked: Callable[[], Marked] | None = None) -> None:
        self._index = index
        nothing = Marked(index, State(None))
        self._marked = marked or (lambda: nothing)
        self._found: dict[Term, frozenset[int]] = {}
        self._found_in_titles: dict[str, frozenset[int]] = {}
        self._edition: tuple[tuple[int, int], int] | None = None

    def numbers(self, query: Query) -> list[int]:
        """The numbers of the papers that `query` holds for, in document order."""
        return self._in_order(self._holding(query))

    def first_numbers(self, query: Query, most: int) -> list[int]:
        """Some of the papers that `query` holds for, as many as can be had at once: those that say it in their head."""
        terms = [term for term in query.terms if not term.is_excluded]
        excluded = [term for term in query.terms if term.is_excluded]
        words = [term for term in terms if not term.name]
        if not query.terms or not all(term.normal for term in (*words, *excluded) if not term.name):
            return []
        source, tests, values = _PAPERS, ["is_listed"], list[object]()
        if words:
            source = f"heads JOIN {_PAPERS.replace('papers JOIN', 'papers ON papers.number = heads.rowid JOIN', 1)}"
            condition, its_values = self._saying("heads", words)
            tests.append(condition)
            values += its_values
        for term in filter(lambda term: term.name, query.terms):
            condition, its_values = self._condition(term)
            tests.append(f"({condition}) IS {'NOT ' * term.is_excluded}TRUE")
            values += its_values
        banned = [term for term in excluded if not term.name]
        if any(len(term.normal) == 1 and term.normal.isascii() for term in banned):
            return []  # half the library begins with it
        sql = f"SELECT papers.number FROM {source} WHERE {' AND '.join(tests)} LIMIT ?"
        numbers = self._as_many_as_possible(sql, (*values, most * _EXCLUDED_TOO if banned else most))
        return self._without(numbers, banned)[:most] if banned else numbers

    def _as_many_as_possible(self, sql: str, values: Sequence[object]) -> list[int]:
        """The numbers that are found before a key has waited too long."""

        def ask(asked: sqlite3.Connection) -> list[int]:
            end = time.perf_counter() + _FIRST_S
            found: list[int] = []
            asked.set_progress_handler(lambda: time.perf_counter() > end, _STEPS)
            try:
                for (number,) in asked.execute(sql, values):
                    found.append(number)
            except sqlite3.OperationalError:
                if time.perf_counter() <= end:
                    raise
            finally:
                asked.set_progress_handler(None, 0)
            return found

        return self._index.ask(ask)

    def _without(self, numbers: Sequence[int], terms: Iterable[Term]) -> list[int]:
        """Those of `numbers` that hold none of these words."""
        left = dict.fromkeys(numbers)
        for term in terms:
            if not left:
                break
            ends = min(left), max(left)
            for table in ("heads", "bodies"):
                condition, values = self._saying(table, [term])
                sql = f"SELECT rowid FROM {table} WHERE {condition} AND {table}.rowid BETWEEN ? AND ?"
                for number in self._ask(sql, (*values, *ends)):
                    left.pop(number, None)
            for listed in self._index.papers(list(left)):
                if term.is_in_title(listed.paper.title):
                    left.pop(listed.number, None)
        return list(left)

    def best_numbers(self, query: Query, most: int | None = None) -> tuple[list[int], int]:
        """The papers that `query` holds for, `most` of them, and how many there are as they are listed.

        Words in the title come first, then recent before old, then the order of the documents.
        """
        found = self._holding(query)
        wanted = len(found) if most is None else most
        words = [term for term in query.wanted_words if term.normal]
        in_title = found.intersection(*map(self._in_title, words)) if words else frozenset()
        best = self._recent(in_title, wanted)
        if len(best) < wanted:
            best += self._recent(found - in_title, wanted - len(best))
        owners = self._owners()
        return best, len({owners.get(number, number) for number in found}) if owners else len(found)

    def _recent(self, numbers: Collection[int], most: int) -> list[int]:
        """`most` of the numbers, recent years before old ones, and what has none last."""
        if not numbers:
            return []
        years = self._years_of(numbers) if len(numbers) <= max(_FEW, most) else self._years_down(numbers, most)
        ranks = self._ranks({number >> SEQUENCE_BITS for number in years})
        return sorted(years, key=lambda number: (years[number], ranks.get(number >> SEQUENCE_BITS, 0), number))[:most]

    def _years_of(self, numbers: Collection[int]) -> dict[int, int]:
        sql = "SELECT number, ifnull(year_rank, ?) FROM papers WHERE number IN (SELECT value FROM json_each(?))"
        return dict(self._index.ask(lambda asked: asked.execute(sql, (_NO_YEAR, json.dumps(list(numbers)))).fetchall()))

    def _years_down(self, numbers: Collection[int], most: int) -> dict[int, int]:
        """The same for the most recent ones, with all of the last year that is among them."""
        known = "SELECT number, year_rank FROM papers WHERE year_rank IS NOT NULL ORDER BY year_rank"
        unknown = "SELECT number, ? FROM papers WHERE year_rank IS NULL"

        def ask(asked: sqlite3.Connection) -> dict[int, int]:
            years: dict[int, int] = {}
            last = 0
            for number, year in asked.execute(known):
                if number in numbers:
                    if len(years) >= most and year != last:
                        return years
                    years[number] = last = year
            if len(years) < most:
                years.update(row for row in asked.execute(unknown, (_NO_YEAR,)) if row[0] in numbers)
            return years

        return self._index.ask(ask)

    def listed_for(self, numbers: Iterable[int]) -> list[int]:
        """`numbers` in their order, each once, note files' papers by the entries that they belong to."""
        owners = self._owners()
        return list(dict.fromkeys(owners.get(number, number) for number in numbers))

    def _owners(self) -> dict[int, int]:
        sql = "SELECT notes, number FROM papers WHERE notes IS NOT NULL"
        return dict(self._index.ask(lambda asked: asked.execute(sql).fetchall()))

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

    def of_works_told_often(self, most: int) -> tuple[list[int], int]:
        """The numbers of the papers of up to `most` works that may be told several times; how many more works are."""
        often = "SELECT work FROM works GROUP BY work HAVING count(*) > 1"
        sql = f"SELECT DISTINCT number FROM works WHERE work IN ({often} ORDER BY min(number) LIMIT ?)"
        (count,) = self._ask(f"SELECT count(*) FROM ({often})")
        return self._in_order(self._ask(sql, (most,))), max(count - most, 0)

    def vocabulary(self) -> list[str]:
        """The words of titles, authors, venues and tags, the most frequent first."""
        if not self._index.has_words:
            return []

        def ask(asked: sqlite3.Connection) -> list[str]:
            asked.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, heads, row)")
            rows = asked.execute("SELECT term FROM temp.vocabulary ORDER BY doc DESC LIMIT ?", (_VOCABULARY,))
            return [term for (term,) in rows]

        return self._index.ask(ask)

    def _ask(self, sql: str, values: Sequence[object] = ()) -> list[int]:
        return self._index.ask(lambda asked: [number for (number,) in asked.execute(sql, values)])

    # Order

    def _in_order(self, numbers: Collection[int]) -> list[int]:
        """In document order: files by their rank, papers by their place; what is gone is left out."""
        bits = SEQUENCE_BITS
        ranks = self._ranks({number >> bits for number in numbers})
        return sorted((n for n in numbers if n >> bits in ranks), key=lambda number: (ranks[number >> bits], number))

    def _ranks(self, documents: Collection[int]) -> dict[int, int]:
        """The ranks of those of the documents, or of more of them, that there are."""
        sql, values = "SELECT number, rank FROM files", list[str]()
        if len(documents) <= _FEW_DOCUMENTS:
            sql += " WHERE number IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(list(documents)))
        return dict(self._index.ask(lambda asked: asked.execute(sql, values).fetchall()))

    # From terms to numbers

    def _holding(self, query: Query) -> frozenset[int]:
        """All that `query` holds for, of what there is."""
        if (edition := (self._index.edition, self._marked().edition)) != self._edition:
            self._edition = edition
            self._found.clear()
            self._found_in_titles.clear()
        wanted = sorted((self._of(term) for term in query.terms if not term.is_excluded), key=len)
        found = frozenset.intersection(*wanted) if wanted else frozenset(self._ask("SELECT number FROM papers"))
        for term in query.terms:
            if term.is_excluded:
                found -= self._of(term)
        bits = SEQUENCE_BITS
        ranks = self._ranks({number >> bits for number in found})
        gone = {number for number in found if number >> bits not in ranks}
        return found - gone if gone else found

    def _of(self, term: Term) -> frozenset[int]:
        """What `term` holds for, `is_excluded` aside."""
        found = self._found.get(term)
        if found is None:
            found = self._filtered(term) if term.name else self._with_words(term)
            while self._found and (
                len(self._found) >= _MOST_TERMS or sum(map(len, self._found.values())) + len(found) > _MOST_NUMBERS
            ):
                self._found.pop(next(iter(self._found)))
            self._found[term] = found
        return found

    def _with_words(self, term: Term) -> frozenset[int]:
        if not term.normal:
            return frozenset(self._index.titles_holding(term.typed))
        found = set[int]()
        for table in ("heads", "bodies"):
            condition, values = self._saying(table, [term])
            found.update(self._ask(f"SELECT rowid FROM {table} WHERE {condition}", values))
        if not term.is_exact:
            found |= self._in_title(term)
        return frozenset(found)

    def _saying(self, table: str, terms: Sequence[Term]) -> Condition:
        """That the texts of `table` say all these words."""
        if self._index.has_words:
            return f"{table} MATCH ?", (" AND ".join(map(fts_phrase, terms)),)
        tests = " AND ".join([f"instr(' ' || {table}.words || ' ', ?)"] * len(terms))
        return tests, tuple(term.needle for term in terms)

    def _in_title(self, term: Term) -> frozenset[int]:
        found = self._found_in_titles.get(term.normal)
        if found is None:
            if len(self._found_in_titles) >= _MOST_TERMS:
                self._found_in_titles.pop(next(iter(self._found_in_titles)))
            found = frozenset(self._index.titles_holding(term.normal, as_words=True))
            self._found_in_titles[term.normal] = found
        return found

    def _filtered(self, term: Term) -> frozenset[int]:
        condition, values = self._condition(term)
        return frozenset(self._ask(f"SELECT papers.number FROM {_PAPERS} WHERE {condition}", values))

    def _condition(self, term: Term) -> Condition:
        """What `term`, which is a filter, asks of a paper."""
        if term.name == "is":
            return self._state_condition({state for value in term.values for state in meant_states(value)})
        conditions = [_FILTERS[term.name](self._index, value) for value in term.values]
        if term.name == "tag":
            tags = self._marked().known(self._index).tags
            conditions.append(_among(number for number, own in tags.items() if not own.isdisjoint(term.values)))
        sql = " OR ".join(f"({condition})" for condition, _ in conditions)
        return sql, tuple(value for _, values in conditions for value in values)

    def _state_condition(self, states: Set[str]) -> Condition:
        known = self._marked().known(self._index)
        numbers = [number for number, status in known.further.items() if (status in states) != (_UNREAD in states)]
        if BOOKMARKED not in states:
            condition, values = _among(numbers)
            return (f"NOT {condition}", values) if _UNREAD in states else (condition, values)
        if _UNREAD in states:
            condition, values = _among(number for number in numbers if number not in known.queued)
            return f"NOT {condition}", values
        return _among({*numbers, *known.queued})


def _among(numbers: Iterable[int]) -> Condition:
    return "papers.number IN (SELECT value FROM json_each(?))", (json.dumps(list(numbers)),)


def _year(index: Index, value: str) -> Condition:
    first, last = year_range(value) or (0, 0)
    return ("year_rank IS NULL", ()) if not last else ("year_rank BETWEEN ? AND ?", (-last, -first))


def _venue(index: Index, value: str) -> Condition:
    """The venues that are meant, out of those there are."""
    meant = [_line(venue) for venue in index.said("venue") if is_venue(venue, value)]
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
}

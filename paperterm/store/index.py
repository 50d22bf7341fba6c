"""The index: what was read, kept in SQLite so that it need not be read again.

Lives here: the tables, one transaction for each batch of files, counts and ranges out of them.
Must not: parse, decide what is a hit, or know how anything is shown. `core/filing.py` says what is kept of a document.

The index is always safe to delete. It is kept per library and per version of the program, so that two versions never
disagree about a table. Where it cannot be kept on the disk it is kept in memory. Numbers of documents are never used
twice: what was asked for with an old number is gone, never something else. Names in SQL that are put together here
come from this program alone; whatever comes from notes or was typed is a value.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from functools import update_wrapper
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

import paperterm.core
from paperterm.core.filed import FACETS, FACTS, FORMAT, LINE, Filed, PaperRow, groups_from, paper_from, problems_from
from paperterm.core.model import Paper, Problem, Status
from paperterm.core.outline import LEVELS, STATUS_RANKS, Facet, Group, Order, Sort, Volume, status_facet
from paperterm.store.files import Stamp, make_private, reason_for
from paperterm.store.frames import Mark, mark_of

SEQUENCE_BITS = 20
"""A paper's number is that of its document, shifted by so many bits, and its place in the document."""

UNREAD_LINE = "'\nunread\n'"
"""In SQL: what most papers' status is, as far as the notes say."""

_BUSY_SECONDS = 5.0
_OPENING_SECONDS = 0.25
_KEPT_DAYS = 60

# SQLite takes 32,766 values in one statement; so many are as fast.
_MOST_MARKS = 500
_MOST_DIGITS = 12
_NO_FACET = (None, None, None)
_NOTHING: Mapping[int, str] = MappingProxyType({})

T = TypeVar("T")


class IndexLost(Exception):  # noqa: N818 - a state of the index, told as one
    """The index can no longer be used; `reason` says why, `is_damage` whether what is on the disk is of no use."""

    def __init__(self, error: sqlite3.Error) -> None:
        super().__init__(_reason(error))
        self.reason = _reason(error)
        self.is_damage = not isinstance(error, sqlite3.OperationalError)


class Kept(NamedTuple):
    """A file to be kept: what is `filed`, or why nothing is, and the stamp it had.

    `path` is None for what is no file. Unless it `is_whole` and its stamp `is_sure`, it is read again the next time.
    Somebody waits for what `is_wanted`.
    """

    name: str
    path: Path | None
    filed: Filed | None
    failure: str | None
    stamp: Stamp | None
    is_sure: bool = True
    is_whole: bool = True
    is_wanted: bool = False


class Listed(NamedTuple):
    """A paper as kept: its number, its document's name, the paper, and the number of the paper in its note file."""

    number: int
    name: str
    paper: Paper
    notes: int | None


_FACET_COLUMNS = ", ".join(f"{facet}_rank, {facet}_name, {facet}_label" for facet in FACETS)
_SCHEMA = f"""
CREATE TABLE files (
    number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, path BLOB, rank INTEGER NOT NULL DEFAULT 0,
    mtime INTEGER, size INTEGER, inode INTEGER, is_whole INTEGER NOT NULL, failure TEXT,
    count INTEGER NOT NULL, groups INTEGER NOT NULL, steps TEXT NOT NULL, label TEXT NOT NULL,
    title TEXT, is_notes INTEGER NOT NULL, is_listed INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE leaves (number INTEGER PRIMARY KEY, tree TEXT NOT NULL, labels TEXT NOT NULL, problems TEXT NOT NULL);
CREATE TABLE titles (number INTEGER PRIMARY KEY, lines TEXT NOT NULL);
CREATE TABLE title_words (number INTEGER PRIMARY KEY, lines TEXT NOT NULL);
CREATE TABLE papers (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, notes INTEGER, links_files INTEGER NOT NULL, {_FACET_COLUMNS}
);
CREATE TABLE texts (number INTEGER PRIMARY KEY, folded TEXT NOT NULL, {", ".join(FACTS)});
CREATE TABLE told (number INTEGER PRIMARY KEY, paper TEXT NOT NULL);
CREATE TABLE said (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, value)) WITHOUT ROWID;
CREATE TABLE works (work INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (work, number)) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value);
CREATE INDEX works_by_number ON works (number);
CREATE INDEX papers_by_id ON papers (id);
CREATE INDEX papers_by_year ON papers (year_rank);
CREATE INDEX papers_by_notes ON papers (notes) WHERE notes IS NOT NULL;
CREATE INDEX texts_further_read ON texts (status) WHERE status <> {UNREAD_LINE};
"""
_WORDS = """
CREATE VIRTUAL TABLE heads USING fts5(words, content='', columnsize=0, tokenize='ascii', prefix='1 2');
CREATE VIRTUAL TABLE bodies USING fts5(words, content='', columnsize=0, tokenize='ascii');
"""
# Where SQLite was built without FTS5, these are gone through from one end to the other.
_PLAIN_WORDS = """
CREATE TABLE heads (words TEXT NOT NULL);
CREATE TABLE bodies (words TEXT NOT NULL);
"""
_UNREAD = STATUS_RANKS[Status.UNREAD]
_WITH_STATUS = f"""
(SELECT papers.*, ifnull(state, {_UNREAD}) AS status_rank, ifnull(state, {_UNREAD}) AS status_name, '' AS status_label
 FROM papers LEFT JOIN temp.states USING (number))
"""
_MAY_BE_PAIRED = """
SELECT EXISTS (SELECT 1 FROM files WHERE number = ? AND is_notes)
    OR EXISTS (SELECT 1 FROM papers WHERE number >= ? AND number < ? AND links_files)
"""
_FILE_COLUMNS = "name, path, rank, mtime, size, inode, is_whole, failure, count, groups, steps, label, title, is_notes"


Arguments = ParamSpec("Arguments")


def _lasting(method: Callable[Concatenate[Index, Arguments], T]) -> Callable[Concatenate[Index, Arguments], T]:
    """`method`, done again in memory where the disk failed."""

    def lasting(self: Index, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> T:
        try:
            return method(self, *arguments, **named)
        except IndexLost as problem:
            if not self.is_on_disk:
                raise
            self._begin_again(problem)
            return method(self, *arguments, **named)

    update_wrapper(lasting, method)
    return lasting


class Index:
    """The papers of one library. Usable from several threads.

    With `path` None, or where nothing can be kept there, it lies in memory, and `trouble` says why. If the disk fails
    later on, it begins again in memory, empty, and calls `on_lost`, which has everything read again. `has_words` tells
    whether SQLite keeps an index of words here; without one the texts themselves are looked through.
    """

    def __init__(self, path: Path | None, *, has_words: bool | None = None) -> None:
        self.path = path
        self.has_words = _has_fts5() if has_words is None else has_words
        self.trouble: str | None = None
        self.on_lost: Callable[[], None] = lambda: None
        self._lock = threading.RLock()
        self._ranks: dict[str, int] | None = None
        self._is_paired = True
        self._connection = self._on_disk(path) if path is not None else self._in_memory()

    @property
    def is_on_disk(self) -> bool:
        """Whether what is kept here is there the next time."""
        return self.path is not None

    def _on_disk(self, path: Path) -> sqlite3.Connection:
        try:
            make_private(path)
            try:
                return _opened(path, self._schema)
            except sqlite3.DatabaseError as error:
                # What another window is making is only locked, and not empty for long.
                if isinstance(error, sqlite3.OperationalError) and "locked" in str(error) and path.stat().st_size:
                    raise
                # Damaged, or not ours: what it held is in the notes.
                _delete(path)
                make_private(path)
                return _opened(path, self._schema)
        except (sqlite3.Error, OSError) as error:
            self.trouble = _reason(error)
            self.path = None
            return self._in_memory()

    def _in_memory(self) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        connection.executescript(self._schema)
        return connection

    @property
    def _schema(self) -> str:
        return _SCHEMA + (_WORDS if self.has_words else _PLAIN_WORDS)

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise IndexLost(error) from error

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of what is done in it is kept, or nothing."""
        with self._using() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _begin_again(self, problem: IndexLost) -> None:
        with self._lock:
            path, self.path, self.trouble = self.path, None, problem.reason
            with suppress(sqlite3.Error):
                self._connection.close()
            if problem.is_damage and path is not None:
                with suppress(OSError):
                    _delete(path)
            names, self._ranks, self._is_paired = tuple(self._ranks or ()), None, True
            self._connection = self._in_memory()
            self.arrange(names)
        self.on_lost()

    def beside(self) -> Index:
        """The same index for another thread: asking one keeps the other from nothing, if it is on the disk."""
        if self.path is None:
            return self
        other = copy(self)
        other._lock = threading.RLock()
        try:
            other._connection = _connected(self.path)
        except sqlite3.Error:
            return self
        return other

    def close(self) -> None:
        """Let go of the file."""
        with self._lock, suppress(sqlite3.Error):
            self._connection.close()

    def marks(self) -> list[Mark]:
        """Lets go of the file; what tells whether anybody changes it from then on."""
        self.close()
        return [mark_of(f"{self.path}{ending}") for ending in ("", "-wal") if self.path is not None]

    def interrupt(self) -> None:
        """End the question that another thread waits for."""
        self._connection.interrupt()

    # Keeping

    @_lasting
    def known(self) -> dict[str, Stamp | None]:
        """The stamps of the files that are kept, by their names; None for what is to be read again."""
        with self._using() as connection:
            rows = connection.execute("SELECT name, mtime, size, inode FROM files")
            return {name: None if mtime is None else Stamp(mtime, size, inode) for name, mtime, size, inode in rows}

    @_lasting
    def known_as(self, name: str) -> Stamp | None:
        """The stamp that the file `name` is kept with."""
        with self._using() as connection:
            row = connection.execute("SELECT mtime, size, inode FROM files WHERE name = ?", (name,)).fetchone()
            return Stamp(*row) if row and row[0] is not None else None

    @_lasting
    def failures(self) -> list[tuple[str, str]]:
        """The names of the files that could not be read, and why."""
        with self._using() as connection:
            return connection.execute(
                "SELECT name, failure FROM files WHERE failure IS NOT NULL ORDER BY rank, number"
            ).fetchall()

    @_lasting
    def whole(self) -> int:
        """How many files were read to their end, or could not be."""
        with self._using() as connection:
            return int(connection.execute("SELECT count(*) FROM files WHERE is_whole").fetchone()[0])

    @_lasting
    def keep(self, documents: Iterable[Kept]) -> None:
        """Let these documents replace what was kept of their files, in one transaction."""
        with self._changing() as connection:
            for kept in documents:
                self._forget(connection, [kept.name])
                self._add(connection, kept)
                if kept.filed and (kept.filed.is_notes or any(paper.links_files for paper in kept.filed.papers)):
                    self._is_paired = False

    def _add(self, connection: sqlite3.Connection, kept: Kept) -> None:
        filed, stamp = kept.filed, kept.stamp if kept.is_sure and kept.is_whole else None
        path = None if kept.path is None else os.fsencode(kept.path)
        ranks = self._ranks or {}
        row: list[object] = [kept.name, path, ranks.get(kept.name, len(ranks))]
        row += [*((stamp.mtime_ns, stamp.size, stamp.inode) if stamp else (None, None, None))]
        row += [kept.is_whole, kept.failure]
        if filed is None:
            row += [0, 0, "[]", "", None, False]
        else:
            row += [filed.count, filed.size, filed.key, filed.label, filed.title, filed.is_notes]
        marks = ", ".join("?" * len(row))
        number = connection.execute(f"INSERT INTO files ({_FILE_COLUMNS}) VALUES ({marks})", row).lastrowid or 0
        if filed is not None:
            leaf = (number, filed.groups, filed.labels, filed.problems)
            connection.execute("INSERT INTO leaves VALUES (?, ?, ?, ?)", leaf)
            titles = "\n".join(paper.folded for paper in filed.papers)
            connection.execute("INSERT INTO titles VALUES (?, ?)", (number, titles))
            words = "\n".join(paper.title_words for paper in filed.papers)
            connection.execute("INSERT INTO title_words VALUES (?, ?)", (number, words))
            connection.executemany("INSERT OR IGNORE INTO said VALUES (?, ?)", filed.said)
            _add_papers(connection, number << SEQUENCE_BITS, filed.papers)

    def _forget(self, connection: sqlite3.Connection, names: Iterable[str]) -> None:
        for name in names:
            found = connection.execute("SELECT number FROM files WHERE name = ?", (name,)).fetchone()
            if found is None:
                continue
            first, end = found[0] << SEQUENCE_BITS, (found[0] + 1) << SEQUENCE_BITS
            if self._is_paired and connection.execute(_MAY_BE_PAIRED, (*found, first, end)).fetchone()[0]:
                self._is_paired = False
            for table in ("papers", "texts", "told", "works"):
                connection.execute(f"DELETE FROM {table} WHERE number >= ? AND number < ?", (first, end))
            for table in ("leaves", "titles", "title_words", "files"):
                connection.execute(f"DELETE FROM {table} WHERE number = ?", found)

    @_lasting
    def arrange(self, names: Sequence[str], *, may_be_more: bool = False) -> None:
        """Let the library consist of the files `names`, in this order; what is kept of others leaves.

        Unless there `may_be_more` of them.
        """
        ranks = {name: rank for rank, name in enumerate(names)}
        if ranks == self._ranks:
            return
        self._ranks = ranks
        with self._changing() as connection:
            kept = connection.execute("SELECT name, rank, number FROM files").fetchall()
            if not may_be_more:
                self._forget(connection, [name for name, _, _ in kept if name not in ranks])
            moved = [(ranks[name], number) for name, rank, number in kept if ranks.get(name, rank) != rank]
            connection.executemany("UPDATE files SET rank = ? WHERE number = ?", moved)

    @_lasting
    def note(self, name: str, value: str | None) -> None:
        """Remember a fact about the library as a whole."""
        with self._changing() as connection:
            connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    @_lasting
    def noted(self, name: str) -> str | None:
        """A fact that was noted."""
        with self._using() as connection:
            found = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
            return None if found is None else found[0]

    @_lasting
    def path_of(self, name: str) -> Path | None:
        """The file that is called `name`."""
        with self._using() as connection:
            found = connection.execute("SELECT path FROM files WHERE name = ?", (name,)).fetchone()
            return Path(os.fsdecode(found[0])) if found and found[0] is not None else None

    @property
    def is_paired(self) -> bool:
        """Whether nothing has changed that `pair` depends on."""
        return self._is_paired

    @_lasting
    def pair(self, notes: Mapping[int, str]) -> None:
        """Let the papers with these numbers have their notes in the files named, which are listed with them alone."""
        with self._changing() as connection:
            numbers = dict(connection.execute("SELECT name, number FROM files WHERE count > 0"))
            pairs = [(numbers[name] << SEQUENCE_BITS, number) for number, name in notes.items() if name in numbers]
            connection.execute("UPDATE papers SET notes = NULL WHERE notes IS NOT NULL")
            connection.executemany("UPDATE papers SET notes = ? WHERE number = ?", pairs)
            connection.execute("UPDATE files SET is_listed = 1 WHERE NOT is_listed")
            hidden = [(first >> SEQUENCE_BITS,) for first, _ in pairs]
            connection.executemany("UPDATE files SET is_listed = 0 WHERE number = ?", hidden)
            self._is_paired = True

    @_lasting
    def to_pair(self) -> tuple[list[tuple[str, int, Paper]], dict[str, str]]:
        """(document's name, number, paper) of all that lead to files, and the note files' names and papers' titles."""
        with self._using() as connection:
            lists = connection.execute(
                "SELECT files.name, papers.number, told.paper FROM papers JOIN told USING (number)"
                f" JOIN files ON files.number = papers.number >> {SEQUENCE_BITS} WHERE links_files"
            )
            notes = connection.execute(
                "SELECT files.name, told.paper FROM files"
                f" JOIN told ON told.number = files.number << {SEQUENCE_BITS} WHERE files.is_notes"
            )
            titles = {name: paper_from(told).title for name, told in notes}
            return [(name, number, paper_from(told)) for name, number, told in lists], titles

    # Counts and ranges

    @_lasting
    def volumes(self, *, lists_note_files: bool = False) -> list[Volume]:
        """The documents with entries, in their order; note files that belong to an entry only on demand."""
        return self._volumes("count" if lists_note_files else "count AND is_listed")

    def _volumes(self, condition: str) -> list[Volume]:
        with self._using() as connection:
            rows = connection.execute(
                f"SELECT name, number, count, groups, steps, label FROM files WHERE {condition} ORDER BY rank, number"
            )
            return list(map(Volume._make, rows))

    @_lasting
    def groups_in(self, volume: Volume) -> tuple[Group, ...]:
        """The groups below a document's own."""
        with self._using() as connection:
            found = connection.execute("SELECT tree FROM leaves WHERE number = ?", (volume.number,)).fetchone()
        return groups_from(found[0], volume.key) if found else ()

    @_lasting
    def documents(self) -> list[Volume]:
        """All documents that could be read, also those without entries, in their order."""
        return self._volumes("failure IS NULL")

    @_lasting
    def papers(self, numbers: Sequence[int]) -> list[Listed]:
        """The papers with these numbers, in this order; those that are gone are left out."""
        found: dict[int, Listed] = {}
        with self._using() as connection:
            for first in range(0, len(numbers), _MOST_MARKS):
                some = numbers[first : first + _MOST_MARKS]
                rows = connection.execute(
                    "SELECT papers.number, files.name, told.paper, papers.notes FROM papers JOIN told USING (number)"
                    f" JOIN files ON files.number = papers.number >> {SEQUENCE_BITS}"
                    f" WHERE papers.number IN ({', '.join('?' * len(some))})",
                    tuple(some),
                )
                found.update((row[0], Listed(row[0], row[1], paper_from(row[2]), row[3])) for row in rows)
        return [found[number] for number in numbers if number in found]

    @_lasting
    def named(self, wanted: str, folded: str) -> list[int]:
        """The numbers of the listed papers with the id or place `wanted`, else that title, else it in theirs."""
        name, _, line = wanted.rpartition(":")
        place = f"files.name = ? AND json_extract(told.paper, '$[{LINE}]') = ?"
        tests: list[tuple[str, tuple[object, ...]]] = [("papers.id = ?", (wanted,))]
        if line.isascii() and line.isdigit() and len(line) < _MOST_DIGITS:
            tests[0] = f"papers.id = ? OR {place}", (wanted, name, int(line))
        tests += [("papers.id = ?", (folded,)), ("folded = ?", (folded,)), ("instr(folded, ?)", (folded,))]
        with self._using() as connection:
            for condition, values in tests:
                rows = connection.execute(
                    "SELECT papers.number FROM papers JOIN texts USING (number) JOIN told USING (number)"
                    f" JOIN files ON files.number = papers.number >> {SEQUENCE_BITS}"
                    f" WHERE is_listed AND ({condition}) ORDER BY rank, papers.number",
                    tuple(_storable(value) for value in values),
                ).fetchall()
                if rows:
                    return [number for (number,) in rows]
        return []

    @_lasting
    def number_of(self, name: str, id_: str) -> int | None:
        """The number of the paper with that id in the document `name`."""
        with self._using() as connection:
            found = connection.execute("SELECT number FROM files WHERE name = ?", (name,)).fetchone()
            ends = (found[0] << SEQUENCE_BITS, (found[0] + 1) << SEQUENCE_BITS) if found else (0, 0)
            found = connection.execute(
                "SELECT number FROM papers WHERE id = ? AND number >= ? AND number < ?", (id_, *ends)
            ).fetchone()
        return found[0] if found else None

    @_lasting
    def ordered(
        self, order: Order, chosen: Iterable[int] | None = None, further: Mapping[int, str] = _NOTHING
    ) -> tuple[array[int], list[tuple[tuple[Facet | None, ...], int]]]:
        """The numbers of the listed (and `chosen`) papers in an order by facets; its runs: facets, and how many.

        By status it needs to be told which papers are `further` than unread.
        """
        outer, inner = LEVELS[order]
        keys = f"{outer}_rank IS NULL, {outer}_rank, {outer}_name, {inner}_rank IS NOT NULL, {inner}_rank, {inner}_name"
        table = _WITH_STATUS if order is Order.STATUS else "papers"
        source = f"FROM {table} AS papers JOIN files ON files.number = papers.number >> {SEQUENCE_BITS} WHERE is_listed"
        place = f"files.rank << 40 | (papers.number & {(1 << SEQUENCE_BITS) - 1})"
        columns = ", ".join(f"{level}_{part}" for level in (outer, inner) for part in ("rank", "name", "label"))
        with self._using() as connection:
            if chosen is not None:
                connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (number INTEGER PRIMARY KEY)")
                connection.execute("DELETE FROM chosen")
                connection.executemany("INSERT OR IGNORE INTO chosen VALUES (?)", ((number,) for number in chosen))
                source += " AND papers.number IN (SELECT number FROM chosen)"
            if order is Order.STATUS:
                ranks = ((number, STATUS_RANKS[Status(each)]) for number, each in further.items())
                connection.execute("CREATE TEMP TABLE IF NOT EXISTS states (number INTEGER PRIMARY KEY, state)")
                connection.execute("DELETE FROM states")
                connection.executemany("INSERT INTO states VALUES (?, ?)", ranks)
            numbers = array("q")
            for (number,) in connection.execute(
                f"SELECT papers.number {source} ORDER BY {keys}, files.rank, papers.number"
            ):
                numbers.append(number)
            runs: list[tuple[tuple[Facet | None, ...], int]] = [
                ((_facet(row[:3]), _facet(row[3:6])), row[6])
                for row in connection.execute(
                    f"SELECT {columns}, count(*), min({place}) {source}"
                    f" GROUP BY {outer}_rank, {outer}_name, {inner}_rank, {inner}_name ORDER BY {keys}"
                )
            ]
        if order is Order.STATUS:
            runs = [((status_facet(outer.rank) if outer else None, *rest), count) for (outer, *rest), count in runs]
        return numbers, runs

    @_lasting
    def ranks(self, sort: Sort) -> array[int]:
        """The numbers of all papers by date, new before old and what has no year last, or by title."""
        sql = {
            Sort.DATE: "SELECT number FROM papers ORDER BY year_rank IS NULL, year_rank",
            Sort.TITLE: "SELECT number FROM texts ORDER BY folded",
        }[sort]
        with self._using() as connection:
            return array("q", (number for (number,) in connection.execute(sql)))

    @_lasting
    def titles_holding(self, wanted: str, *, as_words: bool = False) -> array[int]:
        """The numbers of the papers whose title, folded or in its normal form, holds this; none for nothing."""
        numbers = array("q")
        if not wanted or "\n" in wanted:
            return numbers
        table = "title_words" if as_words else "titles"
        with self._using() as connection:
            kept = str(_storable(wanted))
            for document, titles in connection.execute(
                f"SELECT number, lines FROM {table} WHERE instr(lines, ?)", (kept,)
            ):
                first = document << SEQUENCE_BITS
                numbers.extend(first + at for at, title in enumerate(titles.split("\n")) if kept in title)
        return numbers

    @_lasting
    def said(self, name: str) -> list[str]:
        """What papers say, or once said, as their `venue`, `topic` or `tag`; each once."""
        with self._using() as connection:
            return [value for (value,) in connection.execute("SELECT value FROM said WHERE name = ?", (name,))]

    @property
    @_lasting
    def edition(self) -> tuple[int, int]:
        """Differs once anything has changed in the tables."""
        with self._using() as connection:
            return connection.execute("PRAGMA data_version").fetchone()[0], connection.total_changes

    @_lasting
    def labels(self) -> list[tuple[int, str]]:
        """The number of each listed document and the folded labels of the groups below its own, a line each."""
        with self._using() as connection:
            return connection.execute(
                "SELECT number, labels FROM files JOIN leaves USING (number) WHERE count AND is_listed"
            ).fetchall()

    @_lasting
    def problems(self) -> Iterator[tuple[str, Problem]]:
        """What is wrong within documents, with their names."""
        with self._using() as connection:
            rows = connection.execute(
                "SELECT name, problems FROM files JOIN leaves USING (number) WHERE problems != '[]'"
                " ORDER BY rank, number"
            ).fetchall()
        return ((name, problem) for name, problems in rows for problem in problems_from(problems))

    @_lasting
    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """What `question` reads out of the tables."""
        with self._using() as connection:
            return question(connection)


def _add_papers(connection: sqlite3.Connection, first: int, papers: Sequence[PaperRow]) -> None:
    numbered = list(enumerate(papers, first))
    rows = [
        (number, paper.id, None, paper.links_files, *chain.from_iterable(facet or _NO_FACET for facet in paper.facets))
        for number, paper in numbered
    ]
    marks = ", ".join("?" * (4 + 3 * len(FACETS)))
    connection.executemany(f"INSERT INTO papers VALUES ({marks})", rows)
    marks = ", ".join("?" * (2 + len(FACTS)))
    texts = [(number, paper.folded, *paper.facts) for number, paper in numbered]
    connection.executemany(f"INSERT INTO texts VALUES ({marks})", texts)
    connection.executemany("INSERT INTO told VALUES (?, ?)", ((number, paper.told) for number, paper in numbered))
    connection.executemany(
        "INSERT OR IGNORE INTO works VALUES (?, ?)",
        ((work, number) for number, paper in numbered for work in paper.works),
    )
    connection.executemany(
        "INSERT INTO heads (rowid, words) VALUES (?, ?)", ((number, paper.head) for number, paper in numbered)
    )
    connection.executemany(
        "INSERT INTO bodies (rowid, words) VALUES (?, ?)",
        ((number, paper.body) for number, paper in numbered if paper.body),
    )


def _storable(value: object) -> object:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _facet(row: Sequence[object]) -> Facet | None:
    rank, name, label = row
    return Facet(int(str(rank)), str(name), str(label)) if rank is not None else None


def _connected(path: Path, patience: float = _BUSY_SECONDS) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=patience, check_same_thread=False, isolation_level=None)


def _has_fts5() -> bool:
    """Whether this SQLite can index words."""
    connection = sqlite3.connect(":memory:")
    try:
        return bool(connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])
    finally:
        connection.close()


def _opened(path: Path, schema: str) -> sqlite3.Connection:
    """The index at `path`, made where there is none. Nobody waits long for another window here: reading never does."""
    connection = _connected(path, _OPENING_SECONDS)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if not _is_made(connection):
            connection.execute("BEGIN IMMEDIATE")
            if not _is_made(connection):
                for statement in schema.split(";"):
                    connection.execute(statement)
            connection.execute("COMMIT")
        connection.execute("SELECT count(*) FROM facts").fetchone()
        made = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'heads'").fetchone()
        if made is None or made[0] not in schema:
            raise sqlite3.DatabaseError("made with another SQLite")
        connection.execute(f"PRAGMA busy_timeout = {int(_BUSY_SECONDS * 1000)}")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_made(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'files'").fetchone() is not None


def _delete(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{path}{ending}").unlink()


def _reason(error: sqlite3.Error | OSError) -> str:
    return reason_for(error) if isinstance(error, OSError) else str(error)


def index_path(folder: Path, paths: Iterable[Path]) -> Path:
    """Where the index of the library at `paths` is kept below `folder`."""
    told = "\0".join([str(FORMAT), _stamp_of_program(), *(os.path.realpath(path) for path in paths)])
    data = told.encode("utf-8", "surrogateescape")
    return folder / f"{zlib.crc32(data):08x}{zlib.adler32(data):08x}.sqlite3"


def _stamp_of_program() -> str:
    """Differs when the code that reads papers does, as it may in a checkout without the version doing so."""
    newest = 0.0
    for path in Path(paperterm.core.__file__).parent.rglob("*.py"):
        newest = max(newest, path.stat().st_mtime)
    return f"{paperterm.__version__} {newest}"


def sweep(folder: Path) -> None:
    """Delete the indexes that nobody has used for a long time."""
    oldest = time.time() - _KEPT_DAYS * 24 * 3600
    with suppress(OSError):
        for path in folder.glob("*.sqlite3"):
            if path.stat().st_mtime < oldest:
                _delete(path)

"""The reading state: what was read, bookmarked and tagged, named filters, and where the reader was in each library.

Lives here: the tables in the user's data folder, one small transaction for each change, and what is done about a file
that is damaged, not ours, of a newer version, or cannot be written.
Must not: know files of notes, or decide what a key does. Papers are known by their ids; their titles are kept beside
them, so that a paper whose id has changed is found again.

Any number of windows may use it at once: a change sets what it is about and nothing else, inside one transaction, and
`version` tells when another window has changed something. A file that is of no use is set aside under another name,
never deleted. Where nothing can be written, what is there counts, and changes last as long as the program; that is
told.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from paperterm.core.marks import AddTag, Dequeue, DropTag, Enqueue, MoveBefore, SetStatus, Subject, Wish
from paperterm.core.model import Mark, Status
from paperterm.core.text import fold, storable
from paperterm.core.wording import as_sentence, marks_not_kept
from paperterm.store.files import make_private, reason_for

VERSION = 1
_OURS = 0x50545253
_BUSY_SECONDS = 5.0
_CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_TABLES = {"marks", "tags", "places", "views"}
_ATTEMPTS = 3
_SCHEMA = f"""
CREATE TABLE marks (
    id TEXT PRIMARY KEY, folded TEXT NOT NULL, title TEXT NOT NULL, status TEXT, day TEXT, queue INTEGER
);
CREATE TABLE tags (id TEXT NOT NULL, folded TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (id, folded));
CREATE TABLE places (library TEXT PRIMARY KEY, told TEXT NOT NULL, day TEXT NOT NULL);
CREATE TABLE views (name TEXT PRIMARY KEY, filter TEXT NOT NULL);
CREATE INDEX marks_by_title ON marks (folded);
CREATE INDEX marks_in_queue ON marks (queue) WHERE queue IS NOT NULL;
PRAGMA application_id = {_OURS};
PRAGMA user_version = {VERSION};
"""

T = TypeVar("T")
Wishes = Sequence[tuple[Subject, Wish]]


class NotKept(Exception):  # noqa: N818 - a verdict on one change, told as such
    """A change could not be kept, this time; `args` say why. Nothing of it was."""


class _OfNoUse(Exception):  # noqa: N818 - never seen outside
    """A file that is no reading state of this version; `args` hold the word for what it is."""


class Row(NamedTuple):
    """A mark as kept, without its tags."""

    id: str
    folded: str
    status: str | None
    queue: int | None


class State:
    """The reading state in the file at `path`, or for this run alone. Usable from several threads.

    `today` says which day it is; for another window that is writing it waits `patience` seconds.

    Nothing is opened before it is asked for something, and no file is made before there is something to keep.
    """

    def __init__(
        self, path: Path | None, today: Callable[[], str] | None = None, patience: float = _BUSY_SECONDS
    ) -> None:
        self._path = path
        self._patience = patience
        self._today = today or partial(time.strftime, "%Y-%m-%d")
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._inode: int | None = None
        self._own_changes = 0
        self._untold: list[str] = []
        self._reason: str | None = None
        self.trouble: str | None = None

    # The file

    def untold(self) -> tuple[str, ...]:
        """What the reader should know of the file and was not told yet; each sentence once."""
        with self._lock:
            told, self._untold = tuple(self._untold), []
            return told

    def version(self) -> tuple[int, int]:
        """Differs when anything was changed, here or in another window."""
        return self._own_changes, self._ask(lambda asked: int(asked.execute("PRAGMA data_version").fetchone()[0]), 0)

    def close(self) -> tuple[str, ...]:
        """Let go of the file; the paths at which another program's changes show."""
        with self._lock, suppress(sqlite3.Error):
            if self._connection is not None:
                self._connection.close()
                self._connection = None
        return (str(self._path), f"{self._path}-wal") if self._path is not None else ()

    def _ask(self, question: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What `question` reads; `otherwise` where nothing is kept."""
        with self._lock:
            for _ in range(_ATTEMPTS):
                try:
                    connection = self._connected(makes=False)
                    return otherwise if connection is None else question(connection)
                except (sqlite3.Error, OSError, _OfNoUse) as problem:
                    if _is_busy(problem):
                        return otherwise
                    self._recover(problem)
        return otherwise

    def _change(self, change: Callable[[sqlite3.Connection], T]) -> T:
        """Let `change` write, all or nothing. Raises NotKept where another window holds the file for too long."""
        with self._lock:
            for _ in range(_ATTEMPTS):
                try:
                    connection = self._connected(makes=True)
                    if connection is not None:
                        self._tell_trouble()
                        with _transaction(connection):
                            done = change(connection)
                        self._own_changes += 1
                        return done
                except (sqlite3.Error, OSError, _OfNoUse) as problem:
                    if _is_busy(problem):
                        raise NotKept("another program holds the reading state") from problem
                    self._recover(problem)
        raise NotKept(self._reason or "the reading state cannot be written")

    def _connected(self, *, makes: bool) -> sqlite3.Connection | None:
        """The connection; None where there is nothing yet, unless one `makes` it.

        Where the file was put away or replaced since, it is the one that is there now.
        """
        if self._connection is not None and self._path is not None and _inode(self._path) != self._inode:
            self.close()
        if self._connection is None:
            if self._path is None:
                self._connection = _in_memory()
            elif makes or self._path.exists():
                self._inode = _inode(self._path)
                self._connection = _opened(self._path, self._patience)
                self._inode = _inode(self._path)
        return self._connection

    def _recover(self, problem: Exception) -> None:
        """Do without what cannot be used."""
        with suppress(sqlite3.Error):
            if self._connection is not None:
                self._connection.close()
        self._connection = None
        word = _word_for(problem)
        if word and self._path is not None:
            if _inode(self._path) != self._inode:
                return  # another window was faster
            try:
                aside = _set_aside(self._path, word, self._today())
                self._untold.append(
                    f"The reading state was {word}. It is kept as {aside.name} in {aside.parent}; a new one is begun."
                )
                return
            except OSError as error:
                problem = error
        self._reason = _reason(problem)
        self._connection = _copied(self._path)
        self._path = None

    def _tell_trouble(self) -> None:
        if self._reason is not None and self.trouble is None:
            self.trouble = self._reason
            self._untold.append(as_sentence(marks_not_kept(self._reason)))

    # Marks

    def marks(self, ids: Iterable[str]) -> dict[str, Mark]:
        """The marks of those of the papers `ids` that have one."""
        given = json.dumps([storable(each) for each in ids])

        def ask(asked: sqlite3.Connection) -> dict[str, Mark]:
            theirs = "SELECT value FROM json_each(?)"
            tags: dict[str, list[str]] = {}
            for id_, tag in asked.execute(f"SELECT id, tag FROM tags WHERE id IN ({theirs}) ORDER BY rowid", (given,)):
                tags.setdefault(id_, []).append(tag)
            rows = asked.execute(f"SELECT id, status, day, queue FROM marks WHERE id IN ({theirs})", (given,))
            return {row[0]: Mark(_status(row[1]), row[2], row[3], tuple(tags.get(row[0], ()))) for row in rows}

        return self._ask(ask, {})

    def titled(self, folded: Iterable[str]) -> dict[str, list[str]]:
        """The ids of all marks of papers with these folded titles, by title."""
        given = json.dumps([storable(each) for each in folded])

        def ask(asked: sqlite3.Connection) -> dict[str, list[str]]:
            found: dict[str, list[str]] = {}
            sql = "SELECT folded, id FROM marks WHERE folded IN (SELECT value FROM json_each(?)) ORDER BY rowid"
            for title, id_ in asked.execute(sql, (given,)):
                found.setdefault(title, []).append(id_)
            return found

        return self._ask(ask, {})

    def rows(self, ids: Iterable[str] | None = None) -> list[Row]:
        """All marks, or those of the papers `ids`."""
        sql, values = _among("SELECT id, folded, status, queue FROM marks", ids)
        return self._ask(lambda asked: list(map(Row._make, asked.execute(sql, values))), [])

    def count(self) -> int:
        """How many marks there are."""
        return self._ask(lambda asked: int(asked.execute("SELECT count(*) FROM marks").fetchone()[0]), 0)

    def tagged(self, ids: Iterable[str] | None = None) -> list[tuple[str, str]]:
        """(id, folded tag) of all papers, or of the papers `ids`."""
        sql, values = _among("SELECT id, folded FROM tags", ids)
        return self._ask(lambda asked: asked.execute(sql, values).fetchall(), [])

    def tags(self) -> tuple[str, ...]:
        """All tags, the most used first."""
        sql = "SELECT tag FROM tags GROUP BY folded ORDER BY count(*) DESC, folded"
        return self._ask(lambda asked: tuple(tag for (tag,) in asked.execute(sql)), ())

    def queue(self) -> list[str]:
        """The ids of the bookmarked papers in the reader's order."""
        return self._ask(_queued, [])

    def change(self, wishes: Wishes) -> Wishes:
        """Do what is wished, all of it or nothing; the wishes that undo it. Raises NotKept."""
        return self._change(lambda connection: _granted(connection, wishes))

    # Where the reader was, and what is shown under a name

    def place(self, library: str) -> str | None:
        """What was kept of the reader's place in a library."""

        def ask(asked: sqlite3.Connection) -> str | None:
            found = asked.execute("SELECT told FROM places WHERE library = ?", (storable(library),)).fetchone()
            return str(found[0]) if found else None

        return self._ask(ask, None)

    def keep_place(self, library: str, told: str) -> None:
        """Keep the reader's place in a library. Raises NotKept."""
        row = (storable(library), storable(told), self._today())
        self._change(lambda connection: connection.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?)", row))

    def views(self) -> tuple[tuple[str, str], ...]:
        """(name, filter) of the named filters, in the order of their names."""
        sql = "SELECT name, filter FROM views ORDER BY lower(name), name"
        return self._ask(lambda asked: tuple((str(name), str(typed)) for name, typed in asked.execute(sql)), ())

    def keep_view(self, name: str, typed: str | None) -> None:
        """Let `name` stand for the filter `typed`; for None for nothing any more. Raises NotKept."""

        def change(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM views WHERE name = ?", (storable(name),))
            if typed is not None:
                connection.execute("INSERT INTO views VALUES (?, ?)", (storable(name), storable(typed)))

        self._change(change)

    def today(self) -> str:
        """The day it is, `2026-11-23`."""
        return self._today()


def _among(sql: str, ids: Iterable[str] | None) -> tuple[str, tuple[str, ...]]:
    """`sql` for all papers, or for the papers `ids`; and its values."""
    if ids is None:
        return sql, ()
    return f"{sql} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps([storable(each) for each in ids]),)


# Granting wishes


def _granted(connection: sqlite3.Connection, wishes: Wishes) -> Wishes:
    undoing: list[tuple[Subject, Wish]] = []
    for subject, wish in wishes:
        id_, folded, title = map(storable, subject[:3])
        kept = Subject(id_, folded, title, subject.known_as and storable(subject.known_as))
        _make_row(connection, kept)
        undoing.extend((kept, back) for back in _grant(connection, id_, wish))
    _drop_empty(connection, {storable(subject.id) for subject, _ in wishes})
    return undoing[::-1]


def _make_row(connection: sqlite3.Connection, subject: Subject) -> None:
    if subject.known_as not in (None, subject.id):
        for table in ("marks", "tags"):
            connection.execute(f"UPDATE OR IGNORE {table} SET id = ? WHERE id = ?", (subject.id, subject.known_as))
    connection.execute(
        "INSERT INTO marks (id, folded, title) VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET folded = excluded.folded, title = excluded.title",
        subject[:3],
    )


def _grant(connection: sqlite3.Connection, id_: str, wish: Wish) -> Iterator[Wish]:
    """Do what is wished of the paper; what undoes it."""
    status, day, queue = connection.execute("SELECT status, day, queue FROM marks WHERE id = ?", (id_,)).fetchone()
    if isinstance(wish, SetStatus):
        if (status, day) != wish:
            connection.execute("UPDATE marks SET status = ?, day = ? WHERE id = ?", (*wish, id_))
            yield SetStatus(_status(status), day)
    elif isinstance(wish, Enqueue):
        if queue is None:
            place = (
                "(SELECT ifnull(max(queue), 0) + 1 FROM marks WHERE queue IS NOT NULL)" if wish.place is None else "?"
            )
            values = (id_,) if wish.place is None else (wish.place, id_)
            connection.execute(f"UPDATE marks SET queue = {place} WHERE id = ?", values)
            yield Dequeue()
    elif isinstance(wish, Dequeue):
        if queue is not None:
            connection.execute("UPDATE marks SET queue = NULL WHERE id = ?", (id_,))
            yield Enqueue(queue)
    elif isinstance(wish, MoveBefore):
        yield from _moved(connection, id_, wish.other)
    else:
        yield from _tagged(connection, id_, wish)


def _queued(connection: sqlite3.Connection) -> list[str]:
    return [id_ for (id_,) in connection.execute("SELECT id FROM marks WHERE queue IS NOT NULL ORDER BY queue, rowid")]


def _moved(connection: sqlite3.Connection, id_: str, other: str | None) -> Iterator[Wish]:
    before = _queued(connection)
    if id_ not in before or other == id_:
        return
    at = before.index(id_)
    after = [each for each in before if each != id_]
    after.insert(after.index(other) if other in after else len(after), id_)
    rows = [(number, each) for number, each in enumerate(after, 1)]
    connection.executemany("UPDATE marks SET queue = ? WHERE id = ? AND queue IS NOT ?1", rows)
    yield MoveBefore(before[at + 1] if at + 1 < len(before) else None)


def _tagged(connection: sqlite3.Connection, id_: str, wish: AddTag | DropTag) -> Iterator[Wish]:
    tag = storable(wish.tag)
    key = (id_, fold(tag))
    known = connection.execute("SELECT tag FROM tags WHERE id = ? AND folded = ?", key).fetchone()
    if isinstance(wish, AddTag) and not known:
        connection.execute("INSERT INTO tags VALUES (?, ?, ?)", (*key, tag))
        yield DropTag(tag)
    elif isinstance(wish, DropTag) and known:
        connection.execute("DELETE FROM tags WHERE id = ? AND folded = ?", key)
        yield AddTag(known[0])


def _drop_empty(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    connection.executemany(
        "DELETE FROM marks WHERE id = ? AND status IS NULL AND queue IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM tags WHERE tags.id = marks.id)",
        ((each,) for each in ids),
    )


def _status(told: str | None) -> Status | None:
    return Status(told) if told in tuple(Status) else None


# Opening


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    connection.executescript(_SCHEMA)
    return connection


def _opened(path: Path, patience: float) -> sqlite3.Connection:
    """The state at `path`, made if there is none. Raises _OfNoUse for a file that is something else."""
    make_private(path)
    connection = sqlite3.connect(path, timeout=patience, check_same_thread=False, isolation_level=None)
    try:
        if not _is_ours(connection):
            _make(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Whether the tables are there; False for an empty file. Raises _OfNoUse for any other."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if not application and not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        return False
    if application != _OURS:
        raise _OfNoUse("no file of PaperTerm")
    if version > VERSION:
        raise _OfNoUse("written by a newer version of PaperTerm")
    if not {name for (name,) in connection.execute("SELECT name FROM sqlite_master")} >= _TABLES:
        raise _OfNoUse("damaged")
    return True


def _make(connection: sqlite3.Connection) -> None:
    end = time.monotonic() + _BUSY_SECONDS
    while True:
        try:  # the switch to a write-ahead log does not wait for others
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > end:
                raise
            time.sleep(0.01)
    with _transaction(connection):
        if not _is_ours(connection):
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)


def _copied(path: Path | None) -> sqlite3.Connection:
    """What can be read of the file at `path`, in memory."""
    from urllib.parse import quote  # only where something is wrong

    copy = _in_memory()
    if path is None or not path.is_file():
        return copy
    for mode in ("mode=ro", "immutable=1"):
        with suppress(sqlite3.Error, _OfNoUse):
            source = sqlite3.connect(f"file:{quote(str(path))}?{mode}", uri=True, timeout=_BUSY_SECONDS)
            try:
                if _is_ours(source):
                    source.backup(copy)
                    return copy
            finally:
                source.close()
    copy.close()
    return _in_memory()


def _set_aside(path: Path, word: str, day: str) -> Path:
    """Give the file, and what SQLite wrote beside it, a name that is free."""
    kind = next((kind for kind in ("damaged", "newer") if kind in word), "foreign")
    names = (f"{path.stem}-{kind}-{day}{number}{path.suffix}" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    aside = next(free for name in names if not (free := path.with_name(name)).exists())
    path.rename(aside)
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{path}{ending}").rename(f"{aside}{ending}")
    return aside


def _word_for(problem: Exception) -> str:
    """What a file of no use is, empty where the file is not to blame."""
    if isinstance(problem, _OfNoUse):
        return str(problem)
    code = getattr(problem, "sqlite_errorcode", None)
    return "damaged" if code is not None and code & 0xFF in _CORRUPT else ""


def _is_busy(problem: Exception) -> bool:
    code = getattr(problem, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _BUSY


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _reason(problem: Exception) -> str:
    return reason_for(problem) if isinstance(problem, OSError) else str(problem)

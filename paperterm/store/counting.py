"""Counting what an index holds, without a look at single papers.

Must not: draw, or know how counts are shown.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence

from paperterm.core.model import Status
from paperterm.core.statistics import Count, Statistics
from paperterm.store.index import SEQUENCE_BITS, Index
from paperterm.store.marked import Marked

_LISTED = f"papers JOIN texts USING (number) JOIN files ON files.number = papers.number >> {SEQUENCE_BITS}"
_CHOSEN = "papers.number IN (SELECT value FROM json_each(?))"
_FACETS = {
    "kind": "SELECT kind_label, count(*) FROM {} GROUP BY kind_name ORDER BY kind_rank",
    "year": "SELECT year_label, count(*) FROM {} AND year_rank IS NOT NULL GROUP BY year_rank ORDER BY year_rank DESC",
    "venue": "SELECT venue_label, count(*) FROM {} AND venue_name IS NOT NULL GROUP BY venue_name ORDER BY 2 DESC, 1",
    "topic": "SELECT topic_label, count(*) FROM {} AND topic_name IS NOT NULL GROUP BY topic_name ORDER BY 2 DESC, 1",
}
_HAS = ("code", "notes", "pdf")


def count(index: Index, chosen: Sequence[int] | None, marked: Marked) -> Statistics:
    """Counts of the papers that the tree shows; of `chosen` numbers only those."""
    where, values = ("is_listed", ()) if chosen is None else (f"is_listed AND {_CHOSEN}", (json.dumps(list(chosen)),))
    source = f"{_LISTED} WHERE {where}"

    def of(facet: str) -> tuple[Count, ...]:
        sql = _FACETS[facet].format(source)
        return tuple(Count(str(name), n) for name, n in index.ask(lambda asked: asked.execute(sql, values).fetchall()))

    total = _number(index, f"SELECT count(*) FROM {source}", values)
    within = None if chosen is None else frozenset(chosen)
    return Statistics(
        total,
        of("kind"),
        of("year"),
        of("venue"),
        of("topic"),
        {name: _with(index, name, where, values) for name in _HAS},
        _states(index, marked, total, within),
        _months(index, marked, within),
    )


def _number(index: Index, sql: str, values: Sequence[object]) -> int:
    def ask(asked: sqlite3.Connection) -> int:
        return int(asked.execute(sql, values).fetchone()[0])

    return index.ask(ask)


def _with(index: Index, name: str, where: str, values: Sequence[object]) -> int:
    """How many have something, themselves or in their note file."""
    inside = "(instr(texts.contents, ?1) OR instr(COALESCE(below.contents, ''), ?1))"
    sql = (
        f"SELECT count(*) FROM {_LISTED} LEFT JOIN texts AS below ON below.number = papers.notes"
        f" WHERE {where.replace('?', '?2')} AND {inside}"
    )
    return _number(index, sql, (f"\n{name}\n", *values))


def _states(index: Index, marked: Marked, total: int, within: frozenset[int] | None) -> dict[Status, int]:
    known = marked.known(index)
    further = Counter(
        Status(status)
        for number, status in known.further.items()
        if number not in known.hidden and (within is None or number in within)
    )
    read, reading = further[Status.READ], further[Status.READING]
    return {Status.READ: read, Status.READING: reading, Status.UNREAD: max(total - read - reading, 0)}


def _months(index: Index, marked: Marked, within: frozenset[int] | None) -> tuple[Count, ...]:
    days = marked.days_of_reading(index)
    months = Counter(day[: len("2026-11")] for number, day in days.items() if within is None or number in within)
    return tuple(Count(month, months[month]) for month in sorted(months))

"""What the index keeps of a document: rows of plain values, and papers out of them.

Lives here: the rows, and reading them. `filing` makes them. The text itself is not kept: it is the file's.
Must not: know SQL, or where rows are kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import NamedTuple

from paperterm.core.model import Field, Kind, Link, LinkKind, Note, Paper, Problem, Span
from paperterm.core.outline import LEVELS, Group, Key, Order, group_from

FORMAT = 3
"""Raised whenever what is filed here changes."""

LINE = 4
"""Where in a paper's JSON its first line stands."""

FACETS = tuple(dict.fromkeys(order for levels in LEVELS.values() for order in levels if order is not Order.STATUS))
"""The facets that each paper is filed by; how far it is read is the reader's to say."""

FACTS = ("venue", "authors", "tags", "sections", "contents", "status")
"""What a paper is filtered by beside its facets; several values of one stand on lines of their own."""


class PaperRow(NamedTuple):
    """What is kept of a paper. `facets` are rank, name and label for each of FACETS, None for one it lacks.

    `works` are numbers of 64 bits, one for each key of `versions.work_keys`: the same for the same key, and hardly ever
    for two.
    """

    id: str
    folded: str
    title_words: str
    facets: tuple[tuple[int, str, str] | None, ...]
    facts: tuple[str, ...]
    works: tuple[int, ...]
    links_files: bool
    head: str
    body: str
    told: str


@dataclass(frozen=True, slots=True)
class Filed:
    """What is kept of a document: its place in the tree as JSON, its problems, and its papers in order.

    `said` are the venues, topics and tags of its papers, each with the name of the filter that takes it.
    """

    name: str
    title: str | None
    count: int
    size: int
    key: str
    label: str
    groups: str
    labels: str
    problems: str
    is_notes: bool
    said: tuple[tuple[str, str], ...]
    papers: tuple[PaperRow, ...]


def paper_from(told: str, same_as: str | None = None) -> Paper:
    """The paper that was filed as `told`."""
    values = json.loads(told)
    id_, kind, title, span, line, end_line, authors, year, venue, section, group, topic, tags = values[:13]
    links, notes, fields, rest, heading, status = values[13:]
    return Paper(
        id_,
        Kind(kind),
        title,
        Span(*span),
        line,
        end_line,
        tuple(authors),
        year,
        venue,
        tuple(section),
        tuple(group),
        topic,
        tuple(tags),
        tuple(Link(LinkKind(kind), label, url, Span(start, end)) for kind, label, url, start, end in links),
        tuple(Note(number, text, Span(start, end)) for number, text, start, end in notes),
        tuple(Field(name, value, Span(start, end)) for name, value, start, end in fields),
        tuple(Span(start, end) for start, end in rest),
        heading,
        status,
        same_as,
    )


def groups_from(told: str, key: Key) -> tuple[Group, ...]:
    """The child groups of the document whose group is named `key`."""
    return tuple(group_from(values, key) for values in json.loads(told))


def problems_from(told: str) -> tuple[Problem, ...]:
    """The problems that were filed as `told`."""
    return tuple(Problem(line, code, message) for line, code, message in json.loads(told))

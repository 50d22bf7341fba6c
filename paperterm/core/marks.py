"""What a reader says of papers: read or not, bookmarked, tagged; and what that changes about a paper.

Lives here: wishes about marks, what a key or a typed line wishes, and a paper with its reader's mark.
Must not: remember anything, or know where marks are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from paperterm.core.model import Mark, Paper, Status
from paperterm.core.text import fold

_MOST_LETTERS = 60


class SetStatus(NamedTuple):
    """Say how far a paper is read since `day`; None: what the notes say."""

    status: Status | None
    day: str | None = None


class Enqueue(NamedTuple):
    """Put a paper at the end of the reading queue, or where it was, at `place` in the queue's own count."""

    place: int | None = None


class Dequeue(NamedTuple):
    """Take a paper out of the reading queue."""


class MoveBefore(NamedTuple):
    """Put a paper of the reading queue before the one with the id `other`; for None to its end."""

    other: str | None


class AddTag(NamedTuple):
    """Tag a paper."""

    tag: str


class DropTag(NamedTuple):
    """Take a tag from a paper; however it is written."""

    tag: str


Wish = SetStatus | Enqueue | Dequeue | MoveBefore | AddTag | DropTag


class Subject(NamedTuple):
    """The paper that a wish is about: its id, its title folded and as written, and the id its mark has had so far."""

    id: str
    folded: str
    title: str
    known_as: str | None = None


def subject_of(paper: Paper, known_as: str | None = None) -> Subject:
    """The subject of wishes about `paper`."""
    return Subject(paper.id, fold(paper.title), paper.title, known_as)


def marked(paper: Paper, mark: Mark | None, stated: str | None = None) -> Paper:
    """`paper` with its reader's `mark`; without one it is as far read as the notes say, `stated` where it does not."""
    own = mark.status if mark is not None else None
    status = own or _further(paper.status, stated)
    return paper if status == paper.status and mark is None else replace(paper, status=status, mark=mark)


def _further(status: str | None, other: str | None) -> str:
    """What one of two places says of a paper; that it is unread says no more than nothing."""
    return next((each for each in (status, other) if each not in (None, Status.UNREAD)), None) or Status.UNREAD


def status_of(paper: Paper) -> Status:
    """How far `paper` is read."""
    return Status(paper.status or Status.UNREAD)


def is_bookmarked(paper: Paper) -> bool:
    """Whether `paper` is in the reading queue."""
    return paper.mark is not None and paper.mark.queue is not None


def own_tags(paper: Paper) -> tuple[str, ...]:
    """The tags that the reader gave."""
    return paper.mark.tags if paper.mark is not None else ()


def all_tags(paper: Paper) -> tuple[str, ...]:
    """The tags of the notes, then the reader's, each once."""
    tags: dict[str, str] = {}
    for tag in (*paper.tags, *own_tags(paper)):
        tags.setdefault(fold(tag), tag)
    return tuple(tags.values())


# What keys wish


def toggled(papers: Sequence[Paper], status: Status) -> Status:
    """What a key that stands for `status` makes of `papers`: that, unless they all are it already; then unread."""
    return Status.UNREAD if all(status_of(paper) is status for paper in papers) else status


def wishes_typed(typed: str) -> tuple[AddTag | DropTag, ...]:
    """The tags to add and, after a minus, to take away; separated by blanks or commas, `#` before them is no part."""
    words = typed.replace(",", " ").replace("，", " ").replace("、", " ").split()
    wishes: list[AddTag | DropTag] = []
    for word in words:
        tag = word.lstrip("-").lstrip("#＃")[:_MOST_LETTERS]
        if tag:
            wishes.append(DropTag(tag) if word.startswith("-") else AddTag(tag))
    return tuple(wishes)


def completed_tag(typed: str, known: Iterable[str]) -> str:
    """`typed` with its last word completed to the first known tag that begins so, and a blank after it."""
    head, blank, word = typed.rpartition(" ")
    sign = word[: len(word) - len(word.lstrip("-#"))]
    begun = fold(word[len(sign) :])
    found = next((tag for tag in known if begun and fold(tag).startswith(begun)), None)
    return typed if found is None else f"{head}{blank}{sign}{found} "


def completed_name(typed: str, known: Iterable[str]) -> str:
    """The first known name that begins so, else what was typed."""
    begun = fold(typed)
    return next((name for name in known if begun and fold(name).startswith(begun)), typed)

"""The nouns: what the rest of PaperTerm speaks in.

Lives here: frozen values and what is always true of them.
Must not: parse, read, draw or remember anything.

What a document has thousands of is a named tuple, which is made and sent to another process several times quicker than
a frozen dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What an entry is. A paper is written work that is listed to be read."""

    PAPER = "paper"
    REPO = "repo"
    DATASET = "dataset"
    RESOURCE = "resource"


class LinkKind(StrEnum):
    """What a link leads to: the author's label decides first, the host second."""

    PAPER = "paper"
    CODE = "code"
    PROJECT = "project"
    DATA = "data"
    MODEL = "model"
    VIDEO = "video"
    SLIDES = "slides"
    BLOG = "blog"
    OTHER = "other"


class Status(StrEnum):
    """How far a paper is read."""

    UNREAD = "unread"
    READING = "reading"
    READ = "read"


class Mark(NamedTuple):
    """What the reader said of a paper.

    `status`, or None for what the notes say, and the `day` it was set on (`2026-11-23`); the bookmark's place in the
    reading `queue`, or None without one; `tags` as they were typed.
    """

    status: Status | None = None
    day: str | None = None
    queue: int | None = None
    tags: tuple[str, ...] = ()


class _Ends(NamedTuple):
    start: int
    end: int


class Span(_Ends):
    """A half-open range of characters of a document's text; always 0 <= start <= end."""

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Span:
        """Raise ValueError for a start before 0 or behind the end."""
        if not 0 <= start <= end:
            raise ValueError(f"not a span: {start}..{end}")
        return tuple.__new__(cls, (start, end))

    def of(self, text: str) -> str:
        """The characters of `text` in this span."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether `other` lies completely within this span."""
        return self.start <= other.start and other.end <= self.end


class Link(NamedTuple):
    """A link of an entry. `label` is plain text, `url` as written (entities decoded); `span` is the whole link."""

    kind: LinkKind
    label: str
    url: str
    span: Span


class Note(NamedTuple):
    """One numbered or bulleted note below an entry.

    `number` is the one shown: the author's as Markdown counts it (all `1.` count up), and unnumbered notes
    count up too. `text` is plain text, one line break per `<br>`. `span` is the note's Markdown without its
    marker, possibly over several lines.
    """

    number: int
    text: str
    span: Span


class Field(NamedTuple):
    """Something an entry says under a name: a table column, a YAML key, a `Key: value` bullet.

    `value` is plain text; `span` holds exactly the characters that would be edited to change it.
    """

    name: str
    value: str
    span: Span


class Heading(NamedTuple):
    """A heading, or a bold line or bullet that acts as one (`is_group`).

    `level` is 1..6 for headings and above 6 for groups, deeper ones higher; `parent` is the index in
    `Document.headings` of the one it stands under, always smaller than its own, or None.
    """

    text: str
    level: int
    span: Span
    parent: int | None = None
    is_group: bool = False


class Problem(NamedTuple):
    """Something in a file that a reader should know of: a 1-based line, a code word and a clear sentence."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Paper:
    """An entry of a reading list, of any kind.

    Always true: `title` is not empty and holds no line break; every span within lies in `span`'s document and
    all but the heading's lie within `span`; `line` and `end_line` are 1-based and inclusive.

    The meaning of `section`, `group`, `topic`, `year`, `venue`, `same_as` and `status` is told in docs/jsonl.md.
    `rest` are the parts of the entry that are neither its title nor recognised in another attribute, in order:
    Markdown that the notes pane renders, so that nothing an entry says is lost.
    `heading` is the index in `Document.headings` of the innermost heading or group above it, or None.
    `mark` is the reader's own, if there is one; `status` goes by it, `tags` are those of the notes alone.
    """

    id: str
    kind: Kind
    title: str
    span: Span
    line: int
    end_line: int
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    section: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    topic: str | None = None
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[Note, ...] = ()
    fields: tuple[Field, ...] = ()
    rest: tuple[Span, ...] = ()
    heading: int | None = None
    status: str | None = None
    same_as: str | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One Markdown file as parsed.

    Always true: `text` is the file's text, nothing normalised (BOM, CRLF, missing final newline all stay);
    `papers` are in document order with disjoint spans, except that entries written in one list item share its
    span; `name` is a POSIX path relative to the folder that was opened.
    """

    name: str
    text: str
    papers: tuple[Paper, ...] = ()
    headings: tuple[Heading, ...] = ()
    problems: tuple[Problem, ...] = ()
    title: str | None = None

"""Grouping and sorting: which entries stand under which heading of the tree, and how many.

Lives here: orders (by document, year, topic, venue, kind), groups as ranges of an order, and the arithmetic of
which row of a partly folded tree shows what. Nothing here is proportional to the entries once an order is built:
a group is a range, and unfolding one costs as much as it has child groups.
Must not: know how a row is drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from paperterm.core.model import Document, Heading, Kind, Paper
from paperterm.core.text import fold
from paperterm.core.venue import venue_name

Key = tuple[str, ...]


class Order(StrEnum):
    """What the tree is grouped by first."""

    DOCUMENT = "document"
    YEAR = "year"
    TOPIC = "topic"
    VENUE = "venue"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper in its document, as listed at one position of an order.

    `notes` is the file that is about this paper alone, where there is one beside the list that names it.
    """

    document: Document
    paper: Paper
    notes: Document | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the tree: the entries at positions `first` .. `first + count - 1` of the order.

    `key` names it uniquely and stays the same when entries come and go; `groups` are its child groups, in order,
    their ranges disjoint and within this one. Entries of the range outside all child groups stand directly below.
    """

    key: Key
    label: str
    first: int
    count: int
    groups: tuple[Group, ...] = ()

    @property
    def end(self) -> int:
        """The position after its last entry."""
        return self.first + self.count


@dataclass(frozen=True, slots=True)
class Step:
    """One level of an entry's place in an order: `name` tells it from its siblings, `label` is shown."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Outline:
    """An order of the entries of some documents and the groups over it."""

    order: Order
    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]


# (document name, index of the paper) → the note file of that paper, as `pairing.pairs` finds them.
Pairs = Mapping[tuple[str, int], Document]


def outline(
    documents: Iterable[Document],
    order: Order = Order.DOCUMENT,
    pairs: Pairs | None = None,
    *,
    lists_note_files: bool = False,
) -> Outline:
    """The entries of `documents` in `order`; entries alike in it stay in document order.

    A note file that `pairs` gives to an entry is listed again by itself only if `lists_note_files`.
    """
    pairs = pairs or {}
    elsewhere = set() if lists_note_files else {document.name for document in pairs.values()}
    listed = (document for document in documents if document.name not in elsewhere)
    if order is Order.DOCUMENT:
        placed = [(path, entry) for document in listed for path, entry in _in_document(document, pairs)]
    else:
        placed = _by_facets((entry for document in listed for entry in _entries(document, pairs)), _FACETS[order])
    return Outline(order, tuple(entry for _, entry in placed), tuple(_folded(_groups([path for path, _ in placed]))))


def _entries(document: Document, pairs: Pairs) -> Iterator[Entry]:
    for index, paper in enumerate(document.papers):
        notes = pairs.get((document.name, index))
        yield Entry(document, replace(paper, same_as=_place(notes)) if notes else paper, notes)


def _place(notes: Document) -> str:
    return f"{notes.name}:{notes.papers[0].line}"


def _in_document(document: Document, pairs: Pairs) -> Iterator[tuple[tuple[Step, ...], Entry]]:
    place = tuple(Step(f"/{part}", part) for part in document.name.split("/"))
    steps = _heading_steps(document.headings)
    below: dict[tuple[int | None, int], tuple[Step, ...]] = {}
    for entry in _entries(document, pairs):
        paper = entry.paper
        levels = len(paper.section) + len(paper.group)
        path = below.get((paper.heading, levels))
        if path is None:
            chain = tuple(steps[index] for index in _chain(document.headings, paper.heading))
            path = below[paper.heading, levels] = place + (chain[-levels:] if levels else ())
        yield path, entry


def _chain(headings: Sequence[Heading], index: int | None) -> list[int]:
    """The indices of the headings around and including `index`, outermost first."""
    chain: list[int] = []
    while index is not None:
        chain.append(index)
        index = headings[index].parent
    return chain[::-1]


def _heading_steps(headings: Sequence[Heading]) -> list[Step]:
    """A step for each heading, repeats of a text below the same heading told apart by their number."""
    seen: dict[tuple[int | None, str], int] = {}
    steps: list[Step] = []
    for heading in headings:
        repeats = seen.get((heading.parent, heading.text), 0)
        seen[heading.parent, heading.text] = repeats + 1
        steps.append(Step(f"{heading.text}#{repeats}" if repeats else heading.text, heading.text))
    return steps


# A facet gives the sort key and the step of one level, or None where the entry stands directly under the level above.
_Facet = Callable[[Paper], tuple[tuple[int, str], Step] | None]


def _year(paper: Paper) -> tuple[tuple[int, str], Step] | None:
    return None if paper.year is None else ((-paper.year, ""), Step(str(paper.year), str(paper.year)))


def _topic(paper: Paper) -> tuple[tuple[int, str], Step] | None:
    return None if not paper.topic else ((0, fold(paper.topic)), Step(fold(paper.topic), paper.topic))


def _venue(paper: Paper) -> tuple[tuple[int, str], Step] | None:
    if not paper.venue:
        return None
    name = venue_name(paper.venue)
    return (0, fold(name)), Step(fold(name), name)


_KIND_LABELS = {Kind.PAPER: "Papers", Kind.REPO: "Repositories", Kind.DATASET: "Datasets", Kind.RESOURCE: "Resources"}
_KINDS = list(Kind)


def _kind(paper: Paper) -> tuple[tuple[int, str], Step] | None:
    return (_KINDS.index(paper.kind), ""), Step(paper.kind, _KIND_LABELS[paper.kind])


_FACETS: dict[Order, tuple[str, tuple[_Facet, ...]]] = {
    Order.YEAR: ("No year", (_year, _topic)),
    Order.TOPIC: ("No topic", (_topic, _year)),
    Order.VENUE: ("No venue", (_venue, _year)),
    Order.KIND: ("", (_kind, _topic)),
}
_LAST = (1 << 62, "")


def _by_facets(
    entries: Iterable[Entry], facets: tuple[str, tuple[_Facet, ...]]
) -> list[tuple[tuple[Step, ...], Entry]]:
    missing, levels = facets
    topmost, *lower = levels
    placed: list[tuple[tuple[tuple[int, str], ...], tuple[Step, ...], Entry]] = []
    for entry in entries:
        found = [topmost(entry.paper) or (_LAST, Step("", missing))]
        found += [level for facet in lower if (level := facet(entry.paper))]
        placed.append((tuple(key for key, _ in found), tuple(step for _, step in found), entry))
    placed.sort(key=lambda place: place[0])
    return [(path, entry) for _, path, entry in placed]


@dataclass(slots=True)
class _Growing:
    key: Key
    label: str
    first: int
    groups: list[Group] = field(default_factory=list)


def _groups(paths: Sequence[tuple[Step, ...]]) -> list[Group]:
    """The group tree over entries whose places are `paths`; entries of one group are neighbours."""
    root = _Growing((), "", 0)
    stack = [root]
    for position, path in enumerate(paths):
        shared = 0
        while shared < len(path) and shared + 1 < len(stack) and stack[shared + 1].key[-1] == path[shared].name:
            shared += 1
        _close(stack, shared + 1, position)
        for step in path[shared:]:
            stack.append(_Growing((*stack[-1].key, step.name), step.label, position))
    _close(stack, 1, len(paths))
    return root.groups


def _close(stack: list[_Growing], depth: int, position: int) -> None:
    while len(stack) > depth:
        done = stack.pop()
        group = Group(done.key, done.label, done.first, position - done.first, tuple(done.groups))
        stack[-1].groups.append(group)


def _folded(groups: Iterable[Group]) -> Iterator[Group]:
    """`groups` with every level that holds nothing but one group made one with it (`Paper › 2023`)."""
    for group in groups:
        label, inner = group.label, group
        while len(inner.groups) == 1 and inner.groups[0].count == group.count:
            joint = "/" if inner.key[-1].startswith("/") and inner.groups[0].key[-1].startswith("/") else " › "
            inner = inner.groups[0]
            label = f"{label}{joint}{inner.label}"
        yield Group(inner.key, label, group.first, group.count, tuple(_folded(inner.groups)))


@dataclass(frozen=True, slots=True)
class Folding:
    """Which groups are open: all or none by default, but for the exceptions."""

    open_by_default: bool = True
    exceptions: frozenset[Key] = frozenset()

    def is_open(self, key: Key) -> bool:
        """Whether the group named `key` shows what is below it."""
        return self.open_by_default != (key in self.exceptions)

    def with_open(self, key: Key, is_open: bool) -> Folding:
        """The same folding but for the group named `key`."""
        if is_open == self.open_by_default:
            return Folding(self.open_by_default, self.exceptions - {key})
        return Folding(self.open_by_default, self.exceptions | {key})


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row of the tree that shows a group; `depth` 0 is outermost."""

    group: Group
    depth: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row of the tree that shows the entry at `position` of the order."""

    position: int
    depth: int


Row = GroupRow | EntryRow


class Rows:
    """The rows of a partly folded tree, by arithmetic: `len`, `row(i)`, and the row that shows a position or group.

    Built from the groups alone, in time proportional to the groups that are visible; entries are never touched.
    """

    __slots__ = ("_first_positions", "_pieces", "_starts", "_total")

    def __init__(self, groups: Sequence[Group], folding: Folding, count: int) -> None:
        self._pieces: list[GroupRow | tuple[int, int, int]] = []  # a group, or (first position, end, depth)
        self._starts: list[int] = []
        self._first_positions: list[int] = []
        self._total = 0
        self._add(groups, 0, count, folding, 0)

    def _add(self, groups: Sequence[Group], first: int, end: int, folding: Folding, depth: int) -> None:
        for group in groups:
            self._add_entries(first, group.first, depth)
            is_open = folding.is_open(group.key)
            self._append(GroupRow(group, depth, is_open), group.first, 1)
            if is_open:
                self._add(group.groups, group.first, group.end, folding, depth + 1)
            first = group.end
        self._add_entries(first, end, depth)

    def _add_entries(self, first: int, end: int, depth: int) -> None:
        if first < end:
            self._append((first, end, depth), first, end - first)

    def _append(self, piece: GroupRow | tuple[int, int, int], first: int, rows: int) -> None:
        self._pieces.append(piece)
        self._starts.append(self._total)
        self._first_positions.append(first)
        self._total += rows

    def __len__(self) -> int:
        return self._total

    def row(self, index: int) -> Row:
        """The row at `index`; IndexError outside 0 .. len - 1."""
        if not 0 <= index < self._total:
            raise IndexError(index)
        at = bisect_right(self._starts, index) - 1
        piece = self._pieces[at]
        if isinstance(piece, GroupRow):
            return piece
        first, _, depth = piece
        return EntryRow(first + index - self._starts[at], depth)

    def of_position(self, position: int) -> int | None:
        """The row that shows the entry at `position`, else the innermost folded group over it, else None."""
        at = bisect_right(self._first_positions, position) - 1
        if at < 0:
            return None
        piece = self._pieces[at]
        if isinstance(piece, GroupRow):
            return self._starts[at] if position < piece.group.end else None
        first, end, _ = piece
        return self._starts[at] + position - first if position < end else None

    def of_group(self, key: Key) -> int | None:
        """The row that shows the group named `key`, or None while a group around it is folded."""
        for start, piece in zip(self._starts, self._pieces, strict=True):
            if isinstance(piece, GroupRow) and piece.group.key == key:
                return start
        return None

    def parent(self, index: int) -> int | None:
        """The row of the group around the row at `index`, or None at the outermost level."""
        depth = self.row(index).depth
        at = bisect_right(self._starts, index) - 1
        while at >= 0:
            piece = self._pieces[at]
            if isinstance(piece, GroupRow) and piece.depth < depth:
                return self._starts[at]
            at -= 1
        return None


def path_to(groups: Sequence[Group], position: int) -> list[Group]:
    """The groups around the entry at `position`, outermost first."""
    path: list[Group] = []
    while True:
        around = next((group for group in groups if group.first <= position < group.end), None)
        if around is None:
            return path
        path.append(around)
        groups = around.groups


def walk(groups: Iterable[Group]) -> Iterator[Group]:
    """Every group, each before those within it."""
    for group in groups:
        yield group
        yield from walk(group.groups)

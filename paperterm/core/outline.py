"""Grouping and sorting: which entries stand under which heading of the tree, and how many.

Lives here: orders (by document, year, topic, venue, kind, status), groups as ranges of an order, and the arithmetic of
which row of a partly folded tree shows what. Nothing here is proportional to the entries of a library, nor to its
groups: a group is a range that makes its child groups when they are asked for, and the rows of a wholly unfolded
group are counted without looking into it.
Must not: know how a row is drawn, or where entries are kept.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import Any, NamedTuple

from paperterm.core.model import Document, Heading, Kind, Paper, Status
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
    STATUS = "status"


class Sort(StrEnum):
    """How the entries of a group follow each other: as in the documents, new before old, by title, or as queued."""

    DOCUMENT = "document"
    DATE = "date"
    TITLE = "title"
    QUEUE = "queue"


class Entry:
    """A paper as listed at one position of an order, and the document it stands in.

    `notes` is the entry of the file that is about this paper alone, where there is one beside the list that names it.
    The document is opened when it is asked for, and holds its name and text; its papers are the library's to give.
    `version` differs once the document has been read anew.
    """

    __slots__ = ("_open", "name", "notes", "paper", "version")

    def __init__(
        self, name: str, paper: Paper, open_: Callable[[str], Document], notes: Entry | None = None, version: int = 0
    ) -> None:
        self.name = name
        self.paper = paper
        self.notes = notes
        self.version = version
        self._open = open_

    @property
    def document(self) -> Document:
        """The document it stands in."""
        return self._open(self.name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Entry):
            return NotImplemented
        return self._told() == other._told()

    def _told(self) -> tuple[object, ...]:
        return self.version, self.name, self.paper, self.notes

    def __hash__(self) -> int:
        return hash((self.name, self.paper.id))

    def __repr__(self) -> str:
        return f"Entry({self.name!r}, {self.paper!r}, notes={self.notes!r})"


def entry_of(document: Document, paper: Paper, notes: Document | None = None) -> Entry:
    """The entry of a paper whose documents are at hand."""
    below = entry_of(notes, notes.papers[0]) if notes is not None else None
    return Entry(document.name, paper, lambda _: document, below)


class Group:
    """A heading of the tree: the entries at positions `first` .. `first + count - 1` of the order.

    `key` names it uniquely, starts with the key of the group around it, and stays the same when entries come and go.
    `size` is the number of groups below it, at any depth; `groups` are its child groups, in order, their ranges
    disjoint and within this one. Entries of the range outside all child groups stand directly below it.
    `volume` is the number of the document whose group it is, None for folders and headings.
    """

    __slots__ = ("_groups", "_size", "count", "first", "key", "label", "volume")

    def __init__(
        self,
        key: Key,
        label: str,
        first: int,
        count: int,
        groups: tuple[Group, ...] | Callable[[], tuple[Group, ...]] = (),
        size: int | Callable[[], int] | None = None,
        volume: int | None = None,
    ) -> None:
        self.volume = volume
        self.key = key
        self.label = label
        self.first = first
        self.count = count
        self._groups = groups
        self._size = size

    @property
    def groups(self) -> tuple[Group, ...]:
        """Its child groups, made when first asked for."""
        if callable(self._groups):
            self._groups = self._groups()
        return self._groups

    @property
    def size(self) -> int:
        """How many groups there are below it."""
        if self._size is None:
            self._size = sum(1 + group.size for group in self.groups)
        elif callable(self._size):
            self._size = self._size()
        return self._size

    @property
    def end(self) -> int:
        """The position after its last entry."""
        return self.first + self.count

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Group):
            return NotImplemented
        return self._told() == other._told() and self.groups == other.groups

    def _told(self) -> tuple[Key, str, int, int]:
        return self.key, self.label, self.first, self.count

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"Group({self.key!r}, {self.label!r}, {self.first}, {self.count})"


class Step(NamedTuple):
    """One level of an entry's place in an order: `name` tells it from its siblings, `label` is shown."""

    name: str
    label: str


# Documents


def document_group(document: Document) -> Group | None:
    """The headings of a document that hold entries, as the one group it is; None for a document without entries.

    Its key starts with the file's own step; positions count from the document's first entry.
    """
    file = document.name.rpartition("/")[2]
    steps = _heading_steps(document.headings)
    below: dict[tuple[int | None, int], tuple[Step, ...]] = {}
    paths = []
    for paper in document.papers:
        place = paper.heading, len(paper.section) + len(paper.group)
        path = below.get(place)
        if path is None:
            chain = tuple(steps[index] for index in _chain(document.headings, paper.heading))
            path = below[place] = (_file_step(file), *(chain[-place[1] :] if place[1] else ()))
        paths.append((path, 1))
    return next(_folded(_groups(paths)), None)


def _file_step(part: str) -> Step:
    return Step(f"/{part}", part)


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


class Volume(NamedTuple):
    """A document as the tree sees it: `entries`, `size` and `label` are those of its group, `steps` its key as JSON.

    `number` is what its keeper calls it. Documents without entries are no volumes.
    """

    name: str
    number: int
    entries: int
    size: int
    steps: str
    label: str

    @property
    def key(self) -> Key:
        """The key of its group, from the file's own step on."""
        return tuple(json.loads(self.steps))


class Shelf:
    """The groups over documents in their order: folders, files, and the headings in them.

    `open_volume` gives the child groups of a volume's group as `document_group` made them.
    """

    def __init__(self, volumes: Sequence[Volume], open_volume: Callable[[Volume], Iterable[Group]]) -> None:
        self.volumes = volumes
        self.firsts = list(accumulate((volume.entries for volume in volumes), initial=0))
        self._open = open_volume
        self._sizes: list[int] | None = None
        self._branching: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """How many entries there are."""
        return self.firsts[-1]

    def volume_at(self, position: int) -> int:
        """The index of the volume that holds the entry at `position`."""
        return bisect_right(self.firsts, position) - 1

    def groups(self) -> tuple[Group, ...]:
        """The groups at the outermost level."""
        return tuple(self._below((), "", 0, len(self.volumes)))

    def _below(self, key: Key, folder: str, low: int, high: int) -> Iterator[Group]:
        """The groups in `folder` (with its last slash), whose volumes are low .. high - 1."""
        at = low
        while at < high:
            part, slash, _ = self.volumes[at].name[len(folder) :].partition("/")
            if slash:
                inner, end = f"{folder}{part}/", at + 1
                while end < high and self.volumes[end].name.startswith(inner):
                    end += 1
                yield self._folder((*key, _file_step(part).name), part, inner, at, end)
                at = end
            else:
                yield self._file(key, self.volumes[at], self.firsts[at])
                at += 1

    def _file(self, around: Key, volume: Volume, first: int) -> Group:
        def children() -> tuple[Group, ...]:
            return tuple(_moved(group, around, first) for group in self._open(volume))

        return Group((*around, *volume.key), volume.label, first, volume.entries, children, volume.size, volume.number)

    def _folder(self, key: Key, label: str, folder: str, low: int, high: int) -> Group:
        """The group of a folder; one that holds nothing but one group is one with it."""
        part, slash, _ = self.volumes[low].name[len(folder) :].partition("/")
        if not slash and high == low + 1:
            only = self._file(key, self.volumes[low], self.firsts[low])
        elif slash and all(volume.name.startswith(f"{folder}{part}/") for volume in self.volumes[low:high]):
            only = self._folder((*key, _file_step(part).name), part, f"{folder}{part}/", low, high)
        else:
            first = self.firsts[low]
            return Group(
                key,
                label,
                first,
                self.firsts[high] - first,
                lambda: tuple(self._below(key, folder, low, high)),
                lambda: self._groups_in(folder, low, high),
            )
        joined = f"{label}/{only.label}"
        return Group(only.key, joined, only.first, only.count, lambda: only.groups, lambda: only.size, only.volume)

    def _groups_in(self, folder: str, low: int, high: int) -> int:
        """How many groups `_below` makes of `folder`, at any depth, without making them."""
        if self._sizes is None:
            self._sizes = list(accumulate((1 + volume.size for volume in self.volumes), initial=0))
            self._branching = _branching(volume.name for volume in self.volumes)
        folders = sum(other != folder and other.startswith(folder) for other in self._branching)
        return self._sizes[high] - self._sizes[low] + folders


def _branching(names: Iterable[str]) -> frozenset[str]:
    """The folders (with their last slash) that are groups of their own, since more than one thing lies in them."""
    children: dict[str, int] = {}
    seen: set[str] = set()
    for name in names:
        at = name.rfind("/") + 1
        children[name[:at]] = children.get(name[:at], 0) + 1
        folder = name[:at]
        while folder and folder not in seen:
            seen.add(folder)
            around = folder[: folder.rfind("/", 0, -1) + 1]
            children[around] = children.get(around, 0) + 1
            folder = around
    return frozenset(folder for folder, count in children.items() if folder and count > 1)


def _moved(group: Group, around: Key, by: int) -> Group:
    """`group` below `around`, its positions `by` further on."""
    return Group(
        (*around, *group.key),
        group.label,
        group.first + by,
        group.count,
        lambda: tuple(_moved(child, around, by) for child in group.groups),
        group.size,
    )


def within(groups: Iterable[Group], positions: Sequence[int]) -> Iterator[Group]:
    """`groups` as they are when of all entries only those at `positions`, in ascending order, are there."""
    for group in groups:
        first, end = bisect_left(positions, group.first), bisect_left(positions, group.end)
        if first < end:
            yield Group(group.key, group.label, first, end - first, _chosen(group, positions), None, group.volume)


def _chosen(group: Group, positions: Sequence[int]) -> Callable[[], tuple[Group, ...]]:
    return lambda: tuple(within(group.groups, positions))


# Facets


class Facet(NamedTuple):
    """One level of an order that is not the document's: `rank` and `name` sort it, `label` is shown."""

    rank: int
    name: str
    label: str


_KIND_LABELS = {Kind.PAPER: "Papers", Kind.REPO: "Repositories", Kind.DATASET: "Datasets", Kind.RESOURCE: "Resources"}
_KINDS = list(Kind)
_MISSING = {Order.YEAR: "No year", Order.TOPIC: "No topic", Order.VENUE: "No venue"}
LEVELS = {
    Order.YEAR: (Order.YEAR, Order.TOPIC),
    Order.TOPIC: (Order.TOPIC, Order.YEAR),
    Order.VENUE: (Order.VENUE, Order.YEAR),
    Order.KIND: (Order.KIND, Order.TOPIC),
    Order.STATUS: (Order.STATUS, Order.TOPIC),
}
"""The facets that an order sorts by, the outer one first; entries without the inner one stand first, outside it."""


_STATUS_LABELS = {Status.READING: "Reading", Status.UNREAD: "Unread", Status.READ: "Read"}
STATUS_RANKS = {status: rank for rank, status in enumerate(_STATUS_LABELS)}
"""The reading states in the order of their groups."""


def status_facet(rank: int) -> Facet:
    """The group of a reading state: it is the reader's, and not filed with a paper."""
    status, label = list(_STATUS_LABELS.items())[rank]
    return Facet(rank, status, label)


def facet(order: Order, paper: Paper) -> Facet | None:
    """Where a paper stands among others on the level of `order`; None where it says nothing of it."""
    if order is Order.YEAR:
        return None if paper.year is None else Facet(-paper.year, str(paper.year), str(paper.year))
    if order is Order.KIND:
        return Facet(_KINDS.index(paper.kind), paper.kind, _KIND_LABELS[paper.kind])
    label = paper.topic if order is Order.TOPIC else venue_name(paper.venue) if paper.venue else None
    return Facet(0, fold(label), label) if label else None


def facet_groups(order: Order, runs: Iterable[tuple[Sequence[Facet | None], int]]) -> tuple[Group, ...]:
    """The groups over an order by facets; `runs` are the facets of each run of entries alike, and its length."""
    paths = []
    for (outer, *inner), count in runs:
        steps = [Step(outer.name, outer.label) if outer else Step("", _MISSING.get(order, ""))]
        steps += [Step(level.name, level.label) for level in inner if level]
        paths.append((tuple(steps), count))
    return tuple(_folded(_groups(paths)))


@dataclass(slots=True)
class _Growing:
    key: Key
    label: str
    first: int
    groups: list[Group] = field(default_factory=list)


def _groups(paths: Iterable[tuple[tuple[Step, ...], int]]) -> list[Group]:
    """The group tree over runs of entries: the place of each, and how many; those of one group are neighbours."""
    root = _Growing((), "", 0)
    stack = [root]
    position = 0
    for path, count in paths:
        shared = 0
        while shared < len(path) and shared + 1 < len(stack) and stack[shared + 1].key[-1] == path[shared].name:
            shared += 1
        _close(stack, shared + 1, position)
        for step in path[shared:]:
            stack.append(_Growing((*stack[-1].key, step.name), step.label, position))
        position += count
    _close(stack, 1, position)
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
            inner = inner.groups[0]
            label = f"{label} › {inner.label}"
        yield Group(inner.key, label, group.first, group.count, tuple(_folded(inner.groups)))


def stretches(groups: Sequence[Group], first: int, end: int) -> Iterator[tuple[int, int]]:
    """(first position, end) of each run of entries that stand directly below one group, of `first` .. `end` - 1."""
    for group in groups:
        if first < group.first:
            yield first, group.first
        yield from stretches(group.groups, group.first, group.end)
        first = group.end
    if first < end:
        yield first, end


# Keeping groups


def group_values(group: Group, around: int = 0) -> list[Any]:
    """`group` as values that JSON can hold; the first `around` steps of its key are left out."""
    children = [group_values(child, len(group.key)) for child in group.groups]
    return [group.key[around:], group.label, group.first, group.count, children]


def group_from(values: Sequence[Any], around: Key = ()) -> Group:
    """The group that `group_values` made them of."""
    steps, label, first, count, children = values
    key = (*around, *steps)
    return Group(key, label, first, count, tuple(group_from(child, key) for child in children))


# Rows


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


class GroupRow(NamedTuple):
    """A row of the tree that shows a group; `depth` 0 is outermost."""

    group: Group
    depth: int
    is_open: bool


class EntryRow(NamedTuple):
    """A row of the tree that shows the entry at `position` of the order."""

    position: int
    depth: int


Row = GroupRow | EntryRow


class _Stretch:
    """The rows below an open group (or the root): pieces in their order, made when they are looked at.

    A piece is a group with whatever shows below it, or a run of entries (first position, end).
    """

    __slots__ = ("_inner", "depth", "firsts", "pieces", "starts", "total")

    def __init__(self, groups: Sequence[Group], first: int, end: int, depth: int, folding: _Foldings) -> None:
        self.depth = depth
        self.pieces: list[Group | tuple[int, int]] = []
        self.firsts: list[int] = []
        self.starts: list[int] = []
        self.total = 0
        self._inner: dict[int, _Stretch] = {}
        for group in groups:
            if first < group.first:
                self._add((first, group.first), first, group.first - first)
            self._add(group, group.first, folding.rows_of(group))
            first = group.end
        if first < end:
            self._add((first, end), first, end - first)

    def _add(self, piece: Group | tuple[int, int], first: int, rows: int) -> None:
        self.pieces.append(piece)
        self.firsts.append(first)
        self.starts.append(self.total)
        self.total += rows

    def inner(self, at: int, group: Group, folding: _Foldings) -> _Stretch:
        """The rows below the open group that is piece `at`."""
        found = self._inner.get(at)
        if found is None:
            found = _Stretch(group.groups, group.first, group.end, self.depth + 1, folding)
            self._inner[at] = found
        return found


class _Foldings:
    """A folding, and where its exceptions lie."""

    def __init__(self, folding: Folding) -> None:
        self.folding = folding
        self._around = {key[:length] for key in folding.exceptions for length in range(1, len(key))}

    def rows_of(self, group: Group) -> int:
        """How many rows `group` takes with all that shows below it."""
        if not self.folding.is_open(group.key):
            return 1
        if self.folding.open_by_default and group.key not in self._around:
            return 1 + group.size + group.count
        inside = sum(child.count for child in group.groups)
        return 1 + group.count - inside + sum(self.rows_of(child) for child in group.groups)


class Rows:
    """The rows of a partly folded tree, by arithmetic: `len`, `row(i)`, and the row that shows a position or group.

    What an unfolded group holds is looked at only where a row within it is asked for; entries are never touched.
    """

    __slots__ = ("_foldings", "_root")

    def __init__(self, groups: Sequence[Group], folding: Folding, count: int) -> None:
        self._foldings = _Foldings(folding)
        self._root = _Stretch(groups, 0, count, 0, self._foldings)

    def __len__(self) -> int:
        return self._root.total

    def row(self, index: int) -> Row:
        """The row at `index`; IndexError outside 0 .. len - 1."""
        return self._path(index)[-1]

    def _path(self, index: int) -> list[Row]:
        """The rows of the groups around the row at `index`, and itself."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        stretch, path = self._root, list[Row]()
        while True:
            at = bisect_right(stretch.starts, index) - 1
            piece, index = stretch.pieces[at], index - stretch.starts[at]
            if isinstance(piece, tuple):
                return [*path, EntryRow(piece[0] + index, stretch.depth)]
            path.append(GroupRow(piece, stretch.depth, self._is_open(piece)))
            if not index:
                return path
            stretch, index = stretch.inner(at, piece, self._foldings), index - 1

    def _is_open(self, group: Group) -> bool:
        return self._foldings.folding.is_open(group.key)

    def of_position(self, position: int) -> int | None:
        """The row that shows the entry at `position`, else the outermost folded group over it, else None."""
        stretch, row = self._root, 0
        while True:
            at = bisect_right(stretch.firsts, position) - 1
            if at < 0:
                return None
            piece = stretch.pieces[at]
            row += stretch.starts[at]
            if isinstance(piece, tuple):
                return row + position - piece[0] if position < piece[1] else None
            if position >= piece.end:
                return None
            if not self._is_open(piece):
                return row
            stretch, row = stretch.inner(at, piece, self._foldings), row + 1

    def of_group(self, key: Key) -> int | None:
        """The row that shows the group named `key`, or None while a group around it is folded."""
        stretch, row = self._root, 0
        while True:
            at = _leading_to(key, stretch.pieces)
            if at is None:
                return None
            piece, row = stretch.pieces[at], row + stretch.starts[at]
            if isinstance(piece, tuple) or piece.key == key:
                return row
            if not self._is_open(piece):
                return None
            stretch, row = stretch.inner(at, piece, self._foldings), row + 1

    def parent(self, index: int) -> int | None:
        """The row of the group around the row at `index`, or None at the outermost level."""
        path = self._path(index)
        around = path[-2] if len(path) > 1 else None
        return self.of_group(around.group.key) if isinstance(around, GroupRow) else None


def _leading_to(key: Key, pieces: Sequence[Group | tuple[int, int]]) -> int | None:
    """The index of the group that is, or holds, the one named `key`."""
    for at, piece in enumerate(pieces):
        if isinstance(piece, Group) and piece.key == key[: len(piece.key)]:
            return at
    return None


def path_to(groups: Sequence[Group], position: int) -> list[Group]:
    """The groups around the entry at `position`, outermost first."""
    path: list[Group] = []
    while True:
        at = bisect_right(groups, position, key=lambda group: group.first) - 1
        if at < 0 or position >= groups[at].end:
            return path
        path.append(groups[at])
        groups = groups[at].groups


def group_named(groups: Sequence[Group], key: Key) -> Group | None:
    """The group named `key`, only the groups around it looked into."""
    while (at := _leading_to(key, groups)) is not None:
        if groups[at].key == key:
            return groups[at]
        groups = groups[at].groups
    return None


def walk(groups: Iterable[Group], enters: Callable[[Group], bool] = lambda group: True) -> Iterator[Group]:
    """Every group, each before those within it; of those that it `enters`."""
    for group in groups:
        yield group
        if enters(group):
            yield from walk(group.groups, enters)

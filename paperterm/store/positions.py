"""Which paper of an index stands at which position of an order, and the groups over it.

Lives here: the way from positions to numbers and back, without a word of the papers themselves.
Must not: read papers, or know how a group is drawn.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence

from paperterm.core.outline import Group, Order, Shelf, facet_groups, stretches, within
from paperterm.store.index import SEQUENCE_BITS, Index

_SEQUENCE = (1 << SEQUENCE_BITS) - 1


class Positions:
    """Papers in an order: `count` of them, below `groups`."""

    def __init__(self, count: int, groups: Callable[[], tuple[Group, ...]], numbers: array[int] | Shelf) -> None:
        self.count = count
        self._numbers = numbers
        self._make_groups = groups
        self._groups: tuple[Group, ...] | None = None
        self._ranks: dict[int, int] = {}
        self._sorted: tuple[array[int], array[int]] | None = None

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups at the outermost level."""
        if self._groups is None:
            self._groups = self._make_groups()
        return self._groups

    def numbers(self, first: int, last: int) -> Sequence[int]:
        """The numbers of the papers at `first` .. `last - 1`; positions outside are left out."""
        first, last = max(first, 0), min(last, self.count)
        if isinstance(self._numbers, array):
            return self._numbers[first:last]
        return [self._number_in(self._numbers, position) for position in range(first, last)]

    def _number_in(self, shelf: Shelf, position: int) -> int:
        at = shelf.volume_at(position)
        return (shelf.volumes[at].number << SEQUENCE_BITS) + position - shelf.firsts[at]

    def position_of(self, number: int) -> int | None:
        """Where the paper with that number stands, None where it does not."""
        if isinstance(self._numbers, array):
            return self._position_among(self._numbers, number)
        return self._position_on(self._numbers, number)

    def _position_on(self, shelf: Shelf, number: int) -> int | None:
        if not self._ranks:
            self._ranks = {volume.number: rank for rank, volume in enumerate(shelf.volumes)}
        rank = self._ranks.get(number >> SEQUENCE_BITS)
        if rank is None or number & _SEQUENCE >= shelf.volumes[rank].entries:
            return None
        return shelf.firsts[rank] + (number & _SEQUENCE)

    def _position_among(self, numbers: array[int], number: int) -> int | None:
        if self._sorted is None:
            order = sorted(range(len(numbers)), key=numbers.__getitem__)
            self._sorted = array("q", map(numbers.__getitem__, order)), array("q", order)
        known, positions = self._sorted
        at = bisect_left(known, number)
        return positions[at] if at < len(known) and known[at] == number else None


def shelf_of(index: Index, *, lists_note_files: bool = False) -> Shelf:
    """The documents of an index."""
    return Shelf(index.volumes(lists_note_files=lists_note_files), index.groups_in)


def in_documents(shelf: Shelf, chosen: Sequence[int] | None = None) -> Positions:
    """The papers in the order of their documents; of `chosen` numbers only those."""
    if chosen is None:
        return Positions(shelf.count, shelf.groups, shelf)
    firsts = {volume.number: first for volume, first in zip(shelf.volumes, shelf.firsts, strict=False)}
    shifts = {number: first - (number << SEQUENCE_BITS) for number, first in firsts.items()}
    found = sorted(
        (number + shifts[number >> SEQUENCE_BITS], number) for number in chosen if number >> SEQUENCE_BITS in shifts
    )
    positions, numbers = array("q", (at for at, _ in found)), array("q", (number for _, number in found))
    return Positions(len(numbers), lambda: tuple(within(shelf.groups(), positions)), numbers)


def by_facets(
    index: Index, order: Order, chosen: Sequence[int] | None = None, further: Mapping[int, str] | None = None
) -> Positions:
    """The papers sorted by what they say of themselves; of `chosen` numbers only those.

    By status, `further` tells of those that are not unread.
    """
    numbers, runs = index.ordered(order, chosen, further or {})
    return Positions(len(numbers), lambda: facet_groups(order, runs), numbers)


def sorted_within(positions: Positions, best_first: Iterable[int]) -> Positions:
    """The same groups, the papers directly below each in the order of the numbers `best_first`, the others behind."""
    ranks = {number: rank for rank, number in enumerate(best_first)}
    numbers = array("q", positions.numbers(0, positions.count))
    for first, end in stretches(positions.groups, 0, positions.count):
        some = sorted(numbers[first:end], key=lambda number: ranks.get(number, len(ranks)))
        numbers[first:end] = array("q", some)
    return Positions(len(numbers), lambda: positions.groups, numbers)

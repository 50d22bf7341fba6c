"""Documents in an index in memory, as a library has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from paperterm.core.filing import filed
from paperterm.core.model import Document
from paperterm.core.outline import Group, Order
from paperterm.core.pairing import pairs
from paperterm.store.index import Index, Kept
from paperterm.store.positions import Positions, by_facets, in_documents, shelf_of


@dataclass(frozen=True)
class Shown:
    """An order of some documents: (document's name, paper's id) of each entry, and the groups over them."""

    entries: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]


def index_of(documents: Iterable[Document], index: Index | None = None) -> Index:
    """An index of `documents`, note files paired with the entries that mean them."""
    index = index or Index(None)
    known = tuple(documents)
    index.keep([Kept(document.name, None, filed(document), None, None) for document in known])
    index.arrange([document.name for document in known])
    index.pair(pairs(*index.to_pair()))
    return index


def shown(documents: Iterable[Document], order: Order = Order.DOCUMENT) -> Shown:
    """What the tree shows of `documents`."""
    index = index_of(documents)
    places = in_documents(shelf_of(index)) if order is Order.DOCUMENT else by_facets(index, order)
    return Shown(entries(index, places), places.groups)


def entries(index: Index, places: Positions) -> tuple[tuple[str, str], ...]:
    """(document's name, paper's id) at each position."""
    listed = index.papers(places.numbers(0, places.count))
    return tuple((each.name, each.paper.id) for each in listed)

"""Where a reader was in a library, and how it was shown: kept as text from one time to the next.

Must not: know where it is kept, or what a library holds by now.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from paperterm.core.outline import Folding, Order, Sort

_MOST_FOLDS = 5_000


class Bearings(NamedTuple):
    """The paper (its document's name, its id, its folded title), and how everything was shown around it.

    `line` is the line of the tree, below its top, that showed the paper.
    `note_line` is the line of the notes at their top. `usual_order` is the order that the settings asked for then.
    """

    name: str
    id: str
    title: str
    order: Order = Order.DOCUMENT
    sort: Sort = Sort.DOCUMENT
    usual_order: Order = Order.DOCUMENT
    filter: str = ""
    folding: Folding = Folding()
    line: int | None = None
    note_line: int = 0
    is_in_notes: bool = False


def as_text(bearings: Bearings) -> str:
    """`bearings` as text that can be kept; of very many folds, only whether all are open."""
    folding = bearings.folding
    folds = sorted(folding.exceptions) if len(folding.exceptions) <= _MOST_FOLDS else []
    return json.dumps(
        {
            "paper": [bearings.name, bearings.id, bearings.title],
            "order": [bearings.order, bearings.sort, bearings.usual_order],
            "filter": bearings.filter,
            "folds": [folding.open_by_default, folds],
            "at": [bearings.line, bearings.note_line, bearings.is_in_notes],
        }
    )


def bearings_from(text: str | None) -> Bearings | None:
    """The bearings that were kept as `text`; None for text that is none."""
    try:
        told: dict[str, Any] = json.loads(text or "")
        (name, id_, title), (order, sort, usual) = told["paper"], told["order"]
        (open_by_default, folds), (line, note_line, is_in_notes) = told["folds"], told["at"]
        return Bearings(
            *(str(name), str(id_), str(title)),
            *(Order(order), Sort(sort), Order(usual)),
            str(told["filter"]),
            Folding(bool(open_by_default), frozenset(tuple(map(str, key)) for key in folds)),
            None if line is None else int(line),
            int(note_line),
            bool(is_in_notes),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None

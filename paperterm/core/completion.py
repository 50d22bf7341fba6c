"""Completing what is typed into a search: names of filters, and the values of those that have few.

Must not: decide what a filter means; `query` does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperterm.core.model import Kind
from paperterm.core.query import filter_names, meant_contents, meant_states

_WORD = re.compile(r"(?:^|(?<=\s))(-?)(?:([A-Za-z]+):)?((?:[^\s:\",]*,)*)([^\s:\",]*)$")


def completed(typed: str) -> str:
    """`typed` with its last word completed as far as there is only one way; the same where there is nothing to add."""
    match = _WORD.search(typed)
    if match is None:
        return typed
    _, name, values, begun = match.groups()
    if name is None and values:
        return typed
    candidates = _values(name.lower()) if name else [f"{each}:" for each in filter_names()]
    return typed[: match.start(4)] + _common(begun, candidates)


def _values(name: str) -> Sequence[str]:
    values = {"kind": tuple(map(str, Kind)), "has": meant_contents(""), "is": meant_states("")}
    return values.get(name, ())


def _common(begun: str, candidates: Sequence[str]) -> str:
    """The longest beginning that all candidates beginning with `begun` share; `begun` where there are none."""
    meant = [each for each in candidates if each.startswith(begun.lower())] if begun else []
    if not meant:
        return begun
    # What the first and the last in order begin with, all between them do.
    first, last = min(meant), max(meant)
    same = next((at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[:same]

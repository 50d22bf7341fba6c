"""Completing what is typed into a search: names of filters, and their values as far as they are known.

Must not: decide what a filter means; `query` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from paperterm.core.model import Kind
from paperterm.core.query import filter_names, meant_contents, meant_states
from paperterm.core.text import fold

_WORD = re.compile(
    r"(?:^|(?<=\s))(-?)(?:(?P<name>[A-Za-z]+):)?(?P<values>(?:[^\s:\",]*,)*)"
    r"(?P<last>(?P<quote>\"(?=[^\"]*$))?(?P<begun>(?(quote)[^\"]*|[^\s:\",]*)))$"
)
_SAID = frozenset({"venue", "topic", "tag"})
# A value with these stands in quotes.
_PARTED = re.compile(r"[\s,:]")


def _nothing(name: str) -> Sequence[str]:
    return ()


def completed(typed: str, said: Callable[[str], Sequence[str]] = _nothing) -> str:
    """`typed` with its last word completed as far as there is only one way; the same where there is nothing to add.

    `said` knows what entries say as their `venue`, `topic` or `tag`.
    """
    match = _WORD.search(typed)
    if match is None:
        return typed
    name, begun = match["name"], match["begun"]
    if name is None and (match["values"] or match["quote"]):
        return typed
    candidates = _values(name.lower(), said) if name else [f"{each}:" for each in filter_names()]
    common, is_whole = _common(begun, candidates)
    if common == begun and not (is_whole and match["quote"]):
        return typed
    if name and (match["quote"] or _PARTED.search(common)):
        common = f'"{common}{chr(34) * is_whole}'
    return typed[: match.start("last")] + common


def _values(name: str, said: Callable[[str], Sequence[str]]) -> Sequence[str]:
    values = {"kind": tuple(map(str, Kind)), "has": meant_contents(""), "is": meant_states("")}
    if name in values:
        return values[name]
    return [fold(value).replace('"', "") for value in said(name)] if name in _SAID else ()


def _common(begun: str, candidates: Sequence[str]) -> tuple[str, bool]:
    """The longest beginning that all candidates beginning with `begun` share, and whether it is the only one.

    `begun` where there are none.
    """
    meant = {each for each in candidates if each.startswith(begun.lower())} if begun else set()
    if not meant:
        return begun, False
    # What the first and the last in order begin with, all between them do.
    first, last = min(meant), max(meant)
    same = next((at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[:same], len(meant) == 1

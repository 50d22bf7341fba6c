"""All titles of a library in one piece, for finding what is inside words as fast as bytes can be looked through.

Must not: rank, or know where a paper stands in an order.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from paperterm.store.index import SEQUENCE_BITS

# From so many places on, looking at every title is faster than going from place to place.
_MANY = 5_000


class Titles:
    """The folded titles of documents, given as their numbers and their papers' titles, a line each."""

    def __init__(self, documents: Iterable[tuple[int, str]]) -> None:
        parts: list[bytes] = []
        self._documents = array("q")
        self._firsts = array("q")  # how many titles come before each document's
        lengths: list[int] = []
        for number, titles in documents:
            lines = titles.encode("utf-8", "replace").split(b"\n")
            self._documents.append(number)
            self._firsts.append(len(lengths))
            lengths.extend(len(line) + 1 for line in lines)
            parts.append(titles.encode("utf-8", "replace"))
        self._text = b"\n".join(parts)
        self._starts = array("q", accumulate(lengths, initial=0))

    def holding(self, folded: str) -> Iterator[int]:
        """The numbers of the papers whose title holds `folded`, in document order; none for nothing."""
        wanted = folded.encode("utf-8", "replace")
        if not wanted or b"\n" in wanted:
            return
        titles = self._few(wanted) if self._text.count(wanted) < _MANY else self._many(wanted)
        document, end, shift = -1, 0, 0
        for title in titles:
            if title >= end:
                document = bisect_right(self._firsts, title, lo=document + 1) - 1
                end = self._firsts[document + 1] if document + 1 < len(self._firsts) else len(self._starts)
                shift = (self._documents[document] << SEQUENCE_BITS) - self._firsts[document]
            yield title + shift

    def _few(self, wanted: bytes) -> Iterator[int]:
        """The indices of the titles that hold `wanted`, one place after the other."""
        at = self._text.find(wanted)
        while at >= 0:
            title = bisect_right(self._starts, at) - 1
            yield title
            at = self._text.find(wanted, self._starts[title + 1])

    def _many(self, wanted: bytes) -> list[int]:
        """The same, title by title."""
        return [title for title, text in enumerate(self._text.split(b"\n")) if wanted in text]

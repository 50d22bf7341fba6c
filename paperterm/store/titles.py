"""All titles of a library in one piece, for finding what is inside words as fast as bytes can be looked through.

Must not: rank, or know where a paper stands in an order.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from paperterm.store.index import SEQUENCE_BITS


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
        at = self._text.find(wanted) if wanted and b"\n" not in wanted else -1
        while at >= 0:
            title = bisect_right(self._starts, at) - 1
            document = bisect_right(self._firsts, title) - 1
            yield (self._documents[document] << SEQUENCE_BITS) + title - self._firsts[document]
            at = self._text.find(wanted, self._starts[title + 1])

"""What a search shows: the order of hits, where in their texts the words stand, and what may have been meant.

Lives here: ranking, ranges to highlight, the nearest word for a mistyped one.
Must not: decide what is a hit; `Query.holds_for` and the index do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from paperterm.core.model import Paper
from paperterm.core.query import Query, Term, head_parts, head_words, link_parts, note_parts
from paperterm.core.text import fold
from paperterm.core.words import BETWEEN, located, words

Rank = tuple[int, int, int]
"""How good the match is, the year from recent to old, the position given; smaller comes first."""

Range = tuple[int, int]
"""A half-open range of characters of the text as written."""


class Match(IntEnum):
    """Where the words of a query are found, the best place first."""

    TITLE = 0
    TITLE_START = 1
    TITLE_WORDS = 2
    TITLE_PREFIX = 3
    TITLE_INSIDE = 4
    HEAD = 5
    NOTES = 6
    LINKS = 7


# What the words have in common as one phrase of the title goes before anything that they have one by one.
_ONE_BY_ONE = len(Match)
# Shorter words are one letter away from too many others.
_LEAST_LETTERS = 4
_LETTERS_FOR_TWO_CHANGES = 8


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """An entry that was found: its rank among the hits, its document's name, its id and its line."""

    rank: Rank
    name: str
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class MatchingLine:
    """A line of an entry that shows words of the query, and the ranges to highlight: ascending, apart, not empty."""

    text: str
    ranges: tuple[Range, ...]


def rank(query: Query, paper: Paper, position: int, text: str = "") -> Rank:
    """Where the hit `paper` of a document with that `text` belongs; `position` decides between equals.

    First the words side by side in the title (all of it, at its start, whole, begun, inside words), then one by one,
    judged by the one that is found last: in the title, beside it, in notes, in links. Then recent before old, and what
    has no year last.
    """
    return _match(query.wanted_words, paper, text), -(paper.year or 0), position


def _match(terms: Sequence[Term], paper: Paper, text: str) -> int:
    title = words(paper.title)
    is_in_title = all(term.is_in_title(paper.title) for term in terms)
    phrase = " ".join(filter(None, (term.normal for term in terms)))
    side_by_side = _in_title(phrase, title) if phrase and is_in_title else None
    if side_by_side is not None:
        return max(side_by_side, max(_signs_missing(term, paper.title) for term in terms))
    if is_in_title:
        return _ONE_BY_ONE + max((_title_match(term, title, paper.title) for term in terms), default=0)
    head, notes = f" {head_words(paper)} ", f" {BETWEEN.join(map(words, note_parts(paper, text)))} "
    return _ONE_BY_ONE + max(_match_of(term, title, paper.title, head, notes) for term in terms)


def _in_title(normal: str, title: str) -> Match | None:
    """How `normal` occurs in the normal form of a title."""
    whole = f" {title} "
    if normal == title:
        return Match.TITLE
    if whole.startswith(f" {normal} "):
        return Match.TITLE_START
    if f" {normal} " in whole:
        return Match.TITLE_WORDS
    if f" {normal}" in whole:
        return Match.TITLE_PREFIX
    return Match.TITLE_INSIDE if normal in title else None


def _signs_missing(term: Term, title: str) -> Match:
    """A title without the signs that were typed is no better than one that holds the word inside another: `C++`."""
    return Match.TITLE if term.typed == term.normal or term.typed in fold(title) else Match.TITLE_INSIDE


def _title_match(term: Term, title: str, written: str) -> Match:
    """How a title, given in its normal form and as written, holds a term that it does hold."""
    found = _in_title(term.normal, title) if term.normal else None
    return Match.TITLE_INSIDE if found is None else max(found, _signs_missing(term, written))


def _match_of(term: Term, title: str, written: str, head: str, notes: str) -> Match:
    if term.is_in_title(written):
        return _title_match(term, title, written)
    if term.needle in head:
        return Match.HEAD
    return Match.NOTES if term.needle in notes else Match.LINKS


# Where the words stand


def title_ranges(query: Query, paper: Paper) -> tuple[Range, ...]:
    """The ranges of the title that show words of the query, also inside other words; ascending, apart, not empty."""
    return _merged(found for term in query.wanted_words for found in _ranges(term, paper.title, is_title=True))


def matching_line(query: Query, name: str, paper: Paper, text: str = "") -> MatchingLine | None:
    """The line that shows most of the words that the title does not; a note's before any other's.

    None where the title shows them all, or the entry none of them.
    """
    terms = tuple(term for term in query.wanted_words if term.normal and not term.is_in_title(paper.title))
    if not terms:
        return None
    parts = (*note_parts(paper, text), *head_parts(paper)[1:], *link_parts(name, paper))
    part = max(parts, key=lambda part: _count(terms, part), default="")
    line = max(part.splitlines(), key=lambda line: _count(terms, line), default="").strip()
    if not _count(terms, line):
        line = _lines_around(part, terms)
    ranges = _merged(found for term in query.wanted_words for found in _ranges(term, line))
    return MatchingLine(line, ranges) if ranges else None


def _count(terms: Iterable[Term], part: str) -> int:
    padded = f" {words(part)} "
    return sum(term.needle in padded for term in terms)


def _lines_around(part: str, terms: Iterable[Term]) -> str:
    """The lines of `part` over which words of the query run, as one; empty where there are none."""
    found = next((found for term in terms for found in _ranges(term, part)), None)
    if found is None:
        return ""
    start = part.rfind("\n", 0, found[0]) + 1
    end = part.find("\n", found[1])
    return " ".join(part[start : end if end >= 0 else len(part)].splitlines()).strip()


def _ranges(term: Term, text: str, *, is_title: bool = False) -> Iterator[Range]:
    if not term.normal:
        if is_title and (at := text.find(term.typed)) >= 0:
            yield at, at + len(term.typed)
        return
    found = located(text)
    is_inside = is_title and term.is_prefix
    padded, needle = (found.normal, term.normal) if is_inside else (f" {found.normal} ", term.needle)
    at = padded.find(needle)
    while at >= 0:
        yield found.span(at, at + len(term.normal))
        at = padded.find(needle, at + 1)


def _merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


# What files may hold it


def words_to_look_for(query: Query) -> tuple[str, ...]:
    """What the bytes of a file hold, as far as that can be told, if it holds what `query` wants.

    Words as they are searched; Chinese characters that were typed side by side as one.
    """
    return tuple(dict.fromkeys(word for term in query.wanted_words for word in _words_in(term)))


def _words_in(term: Term) -> Iterator[str]:
    run = ""
    for token in term.tokens:
        if len(token) == 1 and not token.isascii():
            run += token
            continue
        if run:
            yield run
        run = ""
        yield token
    if run:
        yield run


# What may have been meant


def suggestion(query: Query, vocabulary: Iterable[str]) -> str | None:
    """What may have been meant by a query that nothing is found for: its mistyped words replaced by known ones.

    `vocabulary` are tokens of the library, the most frequent first. A word of four letters or more is mistyped if it
    occurs in none of them. It becomes the nearest one, a change away (a letter more, less, another, or two exchanged);
    from eight letters on two changes away, if the first letter is the same. None if there is nothing to replace.
    """
    known = tuple(vocabulary)
    everything = "\n".join(known)
    typed = query.typed
    for term in reversed(query.wanted_words):
        corrected = _corrected(typed[term.start : term.end], known, everything)
        typed = typed[: term.start] + corrected + typed[term.end :]
    return typed if typed != query.typed else None


def _corrected(source: str, known: Sequence[str], everything: str) -> str:
    """`source`, a part of the query as typed, with its mistyped words replaced."""
    found = located(source)
    at = len(found.normal)
    for token in reversed(found.normal.split()):
        at -= len(token)
        if token.isalpha() and token not in everything and (nearest := _nearest(token, known)):
            start, end = found.span(at, at + len(token))
            source = source[:start] + nearest + source[end:]
        at -= 1
    return source


def _nearest(token: str, known: Sequence[str]) -> str | None:
    """The word at the smallest distance, rather with the same first letter, rather an earlier one."""
    if len(token) < _LEAST_LETTERS:
        return None
    shortest, longest = len(token) - 2, len(token) + 2
    alike = [word for word in known if shortest <= len(word) <= longest]
    alphabet = frozenset(filter(str.isalpha, frozenset("".join(alike))))
    changed = _one_change_from(token, alphabet).intersection(alike)
    if changed:
        return min(changed, key=lambda word: (word[0] != token[0], alike.index(word)))
    if len(token) < _LETTERS_FOR_TWO_CHANGES:
        return None
    # Each change exchanges two different letters at the most: that leaves few words to measure.
    letters = frozenset(token)
    near = (
        word
        for word in alike
        if word[0] == token[0] and word.isalpha() and len(letters.symmetric_difference(word)) <= 4
    )
    return next((word for word in near if edit_distance(token, word, 2) == 2), None)


def _one_change_from(token: str, alphabet: Iterable[str]) -> frozenset[str]:
    """Everything at a distance of one from `token` by letters of `alphabet`."""
    cuts = [(token[:at], token[at:]) for at in range(len(token) + 1)]
    return frozenset(
        (
            *(head + tail[1:] for head, tail in cuts if tail),
            *(head + tail[1::-1] + tail[2:] for head, tail in cuts if len(tail) > 1),
            *(head + letter + tail[drops:] for head, tail in cuts for letter in alphabet for drops in (0, 1)),
        )
    )


def edit_distance(one: str, two: str, limit: int) -> int:
    """How many letters to add, drop, change or exchange with their neighbour make `two` of `one`.

    Anything above `limit` is told as `limit + 1`. No letter is changed twice.
    """
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, char in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(two, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other))
            if i > 1 and j > 1 and char == two[j - 2] and one[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)

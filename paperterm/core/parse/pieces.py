"""What a line's text falls into: lines, fields between pipes, pieces between links; and what of it is to be shown.

Lives here: places in plain text, and the source of those that nobody understood.
Must not: understand any of them (the entry reader does).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from paperterm.core.model import Span
from paperterm.core.parse.fields import ends_openly
from paperterm.core.parse.inline import Inline
from paperterm.core.parse.titles import is_label

_PIECE = re.compile(r"\n|\s\|\s|\|")
_KEY_DOT = re.compile(r"[ \t]+[·•|｜][ \t]+")
_ENTITY = re.compile(r"&(?:#\w+|[A-Za-z]\w*);")
_LEADING = re.compile(r"^(?:[\s\"”’»,.;:，。；：)\]）】|·]|[-–—]+\s)+")
_TRAILING = " \t\n([{（【|-–—:,"
_BRACKET = re.compile(r"[()\[\]（）【】]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())

Range = tuple[int, int]
"""A half-open range of a line's plain text."""


def has_colon(plain: str, start: int, end: int) -> bool:
    """Whether a colon stands in plain[start:end]."""
    return plain.find(":", start, end) >= 0 or plain.find("：", start, end) >= 0


def lines_of(inline: Inline) -> list[Range]:
    """Where the lines of the plain text are."""
    if "\n" not in inline.plain:
        return [(0, len(inline.plain))]
    lines, start = [], 0
    for line in inline.plain.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def places_of_keys(inline: Inline) -> list[tuple[int, int]]:
    """The places where keys may stand: the lines, or what stands between dots or pipes if all of that has a colon."""
    lines = lines_of(inline)
    if ("|" not in inline.plain and inline.plain.isascii()) or not _KEY_DOT.search(inline.plain):
        return lines
    places: list[tuple[int, int]] = []
    for start, end in lines:
        dots = [match.span() for match in _KEY_DOT.finditer(inline.plain, start, end)]
        parts = list(zip([start, *(last for _, last in dots)], [*(first for first, _ in dots), end], strict=True))
        places += parts if all(has_colon(inline.plain, *part) for part in parts) else [(start, end)]
    return places


def text_pieces(inline: Inline, start: int, end: int | None = None) -> list[str]:
    """The text of plain[start:end] without links and code, split at lines, pipes and where emphasis starts or ends."""
    return [inline.plain[first:last] for first, last in piece_places(inline, start, end)]


def piece_places(inline: Inline, start: int, end: int | None = None) -> list[Range]:
    """Where the pieces of plain[start:end] are."""
    plain, cuts = inline.plain[:end], inline.cuts
    found: list[Range] = []
    at = start
    for first, last in inline.hidden:
        if first >= len(plain):
            break
        if first > at:
            found += _split(plain, at, first, cuts)
        at = max(at, last)
    if at < len(plain):
        found += _split(plain, at, len(plain), cuts)
    return [(first, last) for first, last in found if plain[first:last].strip()]


def _split(plain: str, start: int, end: int, cuts: Sequence[int]) -> list[Range]:
    bounds = [start, *sorted(cut for cut in cuts if start < cut < end), end] if cuts else [start, end]
    if plain.find("|", start, end) < 0 and plain.find("\n", start, end) < 0:
        return list(pairwise(bounds)) if cuts else [(start, end)]
    found: list[Range] = []
    for first, last in pairwise(bounds):
        ends = [(match.start(), match.end()) for match in _PIECE.finditer(plain, first, last)]
        found += zip([first, *(stop for _, stop in ends)], [*(begin for begin, _ in ends), last], strict=True)
    return found


def letter_count(inline: Inline, ranges: Sequence[Range]) -> int:
    """How many letters and digits stand in `ranges` of the plain text."""
    count = 0
    for first, last in ranges:
        text = inline.plain[first:last]
        count += len(text.encode().translate(None, _NO_LETTERS)) if text.isascii() else sum(map(str.isalnum, text))
    return count


def rest_spans(inline: Inline, loose: Sequence[Range], floor: int) -> list[Span]:
    """The source of what is not understood, markup whole, the links of a sentence in it; nothing before `floor`."""
    return [_span_of(inline, _trimmed(inline, first, last, floor), floor) for first, last in _runs(inline, loose)]


def _runs(inline: Inline, loose: Sequence[Range]) -> list[Range]:
    """Neighbouring places as one, unless a whole line, or a whole field between pipes, stands between them."""
    runs: list[Range] = []
    for first, last in loose:
        between = inline.plain[runs[-1][1] : first] if runs else ""
        if runs and between.count("\n") < 2 and between.count("|") < 2:
            runs[-1] = runs[-1][0], last
        else:
            runs.append((first, last))
    return runs


def _trimmed(inline: Inline, first: int, last: int, floor: int) -> Range:
    """A place without the punctuation around it, with the links that its sentence starts or ends with."""
    text = inline.plain[first:last]
    if text.rstrip().endswith((":", "：")):
        line_end = inline.plain.find("\n", last)
        last = len(inline.plain) if line_end < 0 else line_end
        text = inline.plain[first:last]
    first += len(text) - len(_LEADING.sub("", text))
    last -= len(text) - len(text.rstrip(_TRAILING))
    if last <= first:
        return first, first
    first = _with_link_before(inline, first, floor)
    last = _with_link_after(inline, first, last)
    return _balanced(inline.plain, first, last)


def _with_link_before(inline: Inline, first: int, floor: int) -> int:
    for mark in inline.links:
        between = inline.plain[mark.end : first]
        if floor <= mark.start < mark.end <= first and not between.strip(" ") and len(between) < 3:
            label = inline.plain[mark.start : mark.end]
            return mark.start if not is_label(label) or inline.plain[first].islower() else first
    return first


def _with_link_after(inline: Inline, first: int, last: int) -> int:
    for mark in inline.links:
        between = inline.plain[last : mark.start]
        if mark.end > mark.start >= last and not between.strip(' :([（"“'):
            opened = ends_openly(inline.plain[first:last]) and "(" not in between
            if opened or not is_label(inline.plain[mark.start : mark.end]):
                return mark.end
    return last


def _balanced(plain: str, first: int, last: int) -> Range:
    """The range with the brackets it opens closed, and without ones that it only closes or never closes."""
    for opener, closer in ("()", "[]", "（）", "【】") if _BRACKET.search(plain, first, last) else ():
        count = plain.count(opener, first, last) - plain.count(closer, first, last)
        while count > 0 and last < len(plain) and plain[last] == closer:
            last, count = last + 1, count - 1
        if count > 0 and plain[first] == opener:
            first += 1
        while count < 0 and last > first and plain[last - 1] == closer:
            last, count = last - 1, count + 1
    return first, last


def _span_of(inline: Inline, place: Range, floor: int) -> Span:
    """The source of a place; what is marked in it is taken whole, markup included."""
    first, last = place
    if last <= first:
        return inline.span(first, first)
    touched = [mark for mark in inline.marks if mark.start < last and mark.end > first and mark.start >= floor]
    first, last = min([first, *(m.start for m in touched)]), max([last, *(m.end for m in touched)])
    start, end = inline.raw(first), inline.raw(last - 1) + 1
    entity = _ENTITY.match(inline.prose.text, end - 1)
    start, end = min([start, *(m.first for m in touched)]), max([end, *(m.last for m in touched)])
    return inline.prose.span(start, max(end, entity.end() if entity else 0))

"""Breaking flowing text into lines.

Lives here: where a line may break (between Chinese or Japanese characters, never before their closing or after
their opening punctuation; at blanks; inside a word only when it is longer than a line), and how source lines join.
Must not: know Markdown or papers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from paperterm.core.cells import cell_width, chopped
from paperterm.core.render.lines import Line, Role, Run

Flow = list[Run]
"""Runs of one paragraph, with HARD_BREAK and SOFT_BREAK between them."""

HARD_BREAK = Run("\n")
SOFT_BREAK = Run(" ")

Cut = tuple[int, int, str | None]
"""Start and end of one line's text, and its joint."""

_WIDE = (
    "\u2e80-\u2fff\u3000-\u3029\u3030-\u3098\u309b-\u312f\u31a0-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uff9f\uffe0-\uffe6\U0001b000-\U0001b2ff\U00020000-\U0003ffff"
)
_WIDE_CLOSERS = (
    "、。〉》」』】〕〗〙〛〜〞〟ー々〻ゝゞヽヾ・！％），．：；？］｝｠｡｣､･ｰﾞﾟ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ゛゜"
)
_WIDE_OPENERS = "〈《「『【〔〖〘〚〝（［｛｟｢＄￥"
_OPENERS = _WIDE_OPENERS + r"“‘(\[{"
_CLOSERS = _WIDE_CLOSERS + r"”’…—‥·!),.:;?\]}%‰℃"
_MARKS = "\u0300-\u036f\u20d0-\u20ff\u302a-\u302f\u3099\u309a\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
# The group before the last closers is what holds together: opening marks and a word, or one wide character.
# Large classes are slow to compile: there is one, and text that can do without (`_cuts_of_ascii`) never waits for it.
_UNIT = (
    f"(?P<blank> ++)|[{_OPENERS}]*+"
    f"(?:[^ {_WIDE}]+(?<![{_OPENERS}])|(?![{_WIDE_CLOSERS}{_WIDE_OPENERS}])[^ ][{_MARKS}]*+)?+"
    f"(?:[{_CLOSERS}][{_MARKS}]*+)*+"
)
_FIRST_WIDE = _WIDE[0]
# A word that must be broken anyhow starts on the line before it when that has this many cells left.
_WORTH_FILLING = 8


def wrap(flow: Iterable[Run], width: int) -> list[Line]:
    """The lines of `flow`, each at most `width` cells (a single wider character stands alone)."""
    lines: list[Line] = []
    for stretch in _stretches(flow):
        lines.extend(_wrapped(stretch, width))
    return lines


def _stretches(flow: Iterable[Run]) -> list[list[Run]]:
    """What lies between hard breaks; empty at neither end, and never two empty ones in a row."""
    stretches: list[list[Run]] = []
    current: list[Run] = []
    for run in _with_image_lines(flow):
        if run is HARD_BREAK:
            stretches.append(_joined(current))
            current = []
        else:
            current.append(run)
    stretches.append(_joined(current))
    kept = [stretch for at, stretch in enumerate(stretches) if stretch or (at and stretches[at - 1])]
    return kept if not kept or kept[-1] else kept[:-1]


def _with_image_lines(flow: Iterable[Run]) -> Iterator[Run]:
    """`flow`, in which an image that has a line of its own in the source keeps it (badges, which are links, do not)."""
    before: Run | None = None
    waiting = False
    for run in flow:
        if run is SOFT_BREAK:
            waiting = True
            continue
        if waiting:
            yield HARD_BREAK if _is_picture(run) or (before is not None and _is_picture(before)) else SOFT_BREAK
        yield run
        before, waiting = run, False


def _is_picture(run: Run) -> bool:
    return Role.IMAGE in run.roles and run.link is None


def _joined(runs: Sequence[Run]) -> list[Run]:
    """`runs` with the source's line breaks resolved, and without blanks next to other blanks."""
    joined: list[Run] = []
    wants_blank = False
    for run in runs:
        if run is SOFT_BREAK:
            wants_blank = True
            continue
        text = run.text
        before = joined[-1].text if joined else " "
        if wants_blank or before.endswith(" "):
            text = text.lstrip(" ")
        if not text:
            continue
        if wants_blank and not before.endswith(" ") and _needs_blank(before[-1], text[0]):
            _append(joined, Run(" ", *_shared_style(joined[-1], run)))
        _append(joined, run if text is run.text else Run(text, run.roles, run.link, run.image))
        wants_blank = False
    return _without_last_blanks(joined)


def _append(runs: list[Run], run: Run) -> None:
    """Add `run`, as part of the last one when they look the same and lead to the same place."""
    last = runs[-1] if runs else None
    if last and last.roles == run.roles and last.link == run.link and last.image is None and run.image is None:
        runs[-1] = Run(last.text + run.text, run.roles, run.link)
    else:
        runs.append(run)


def _shared_style(left: Run, right: Run) -> tuple[tuple[Role, ...], str | None]:
    roles = tuple(role for role in left.roles if role in right.roles)
    return roles, left.link if left.link == right.link else None


def _without_last_blanks(runs: list[Run]) -> list[Run]:
    while runs and runs[-1].text.endswith(" "):
        last = runs.pop()
        if text := last.text.rstrip(" "):
            runs.append(Run(text, last.roles, last.link, last.image))
    return runs


def _needs_blank(before: str, after: str) -> bool:
    """Whether a line break of the source stands for a blank: not between two wide characters."""
    if _is_wide(before) and _is_wide(after):
        return False
    return not (before in _WIDE_CLOSERS + _WIDE_OPENERS or after in _WIDE_CLOSERS)


def _is_wide(char: str) -> bool:
    return char >= _FIRST_WIDE and re.match(f"[{_WIDE}]", char) is not None


def _wrapped(runs: list[Run], width: int) -> list[Line]:
    text = runs[0].text if len(runs) == 1 else "".join(run.text for run in runs)
    if len(text) <= width and sum(cell_width(run.text) for run in runs) <= width:
        return [Line(tuple(runs))]
    cuts = _cuts_of_ascii(text, width) if text.isascii() else _cuts(text, width)
    if len(runs) == 1:
        run = runs[0]
        return [Line((Run(text[start:end], run.roles, run.link, run.image),), joint) for start, end, joint in cuts]
    return list(_sliced(runs, cuts))


def _sliced(runs: Sequence[Run], cuts: Iterable[Cut]) -> Iterator[Line]:
    """The lines that `cuts` make of `runs`."""
    index, offset = 0, 0
    for start, end, joint in cuts:
        pieces: list[Run] = []
        while index < len(runs) and offset < end:
            run, stop = runs[index], offset + len(runs[index].text)
            if stop > start:
                text = run.text[max(0, start - offset) : end - offset]
                pieces.append(run if len(text) == len(run.text) else Run(text, run.roles, run.link, run.image))
            if stop > end:
                break
            index, offset = index + 1, stop
        yield Line(tuple(pieces), joint)


def _cuts_of_ascii(text: str, width: int) -> Iterator[Cut]:
    """As `_cuts`, many times faster: every character is one cell and only blanks part words."""
    start, joint, length = 0, None, len(text)
    while length - start > width:
        blank = text.rfind(" ", start, start + width + 1)
        word = blank + 1
        breaks_anyway = length - word > width and text.find(" ", word, word + width + 1) < 0
        if blank <= start or (breaks_anyway and start + width - word >= min(_WORTH_FILLING, width // 2 + 1)):
            yield start, start + width, joint
            start, joint = start + width, ""
            if text[start] == " ":
                start, joint = _after_blanks(text, start), " "
        else:
            yield start, _before_blanks(text, start, blank), joint
            start, joint = _after_blanks(text, word), " "
    if start < length:
        yield start, length, joint


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _before_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _cuts(text: str, width: int) -> list[Cut]:
    """Where the lines of `text` start and end, filled greedily."""
    filling = _Filling(width)
    for unit in re.finditer(_UNIT, text):
        start, end = unit.span()
        if unit.lastgroup:
            filling.gap = end - start
        else:
            filling.take(text, start, end)
    filling.turn(len(text))
    return filling.cuts


class _Filling:
    """Lines being filled with one unit after the other."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.cuts: list[Cut] = []
        self.start = self.end = self.used = 0
        self.gap = 0
        self.joint: str | None = None

    def take(self, text: str, start: int, end: int) -> None:
        """The unit from `start` to `end` goes onto this line, onto the next, or in pieces onto several."""
        cells = cell_width(text[start:end])
        if self.used + self.gap + cells > self.width:
            if cells > self.width:
                self._break(text, start, end)
                return
            self.turn(start)
        self.end, self.used, self.gap = end, self.used + self.gap + cells, 0

    def turn(self, start: int) -> None:
        """End the line with what it has; the next one starts at `start`."""
        if self.end > self.start:
            self.cuts.append((self.start, self.end, self.joint))
            self.joint = " " if self.gap else ""
        self.start = self.end = start
        self.used = self.gap = 0

    def _break(self, text: str, start: int, end: int) -> None:
        room = self.width - self.used - self.gap
        if self.end > self.start and room < min(_WORTH_FILLING, self.width // 2 + 1):
            self.turn(start)
            room = self.width
        elif self.end == self.start:
            self.start, room = start, self.width
        *full, last = chopped(text[start:end], self.width, room)
        at = start
        for piece in full:
            at += len(piece)
            if piece:
                self.end, self.gap = at, 0
            self.turn(at)
        self.end, self.used, self.gap = end, cell_width(last), 0

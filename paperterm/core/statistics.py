"""What a library looks like from afar: how many entries of which year, venue, topic; and plots of that as lines.

Lives here: the counts, and drawing them with block characters for any width.
Must not: count anything itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from paperterm.core.cells import cell_width, shortened
from paperterm.core.model import Status
from paperterm.core.render.lines import Line, Role, Run
from paperterm.core.text import safe

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_PARTS = " ▏▎▍▌▋▊▉█"
_STATES = ((Status.READ, "█"), (Status.READING, "▒"), (Status.UNREAD, "·"))
_SHARES = ("code", "notes", "pdf")
_PLOT_HEIGHT, _WIDEST_COLUMN = 5, 6
_LISTED = 8
_COLUMN, _GAP, _WIDEST_LIST, _WIDEST_BAR = 34, 3, 70, 60
_MOST_MONTHS, _MOST_YEARS = 24, 400
_MONTH = len("2026-11")


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries have something in common, and its name."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of `total` entries, of those that a filter was typed for if it was.

    `years` rise, `venues` and `topics` begin with the most frequent; each leaves out the entries without one. `has`
    are those with code, notes, a PDF; `states` how far they are read; `months` (`2026-11`) when they were read.
    """

    total: int
    kinds: tuple[Count, ...] = ()
    years: tuple[Count, ...] = ()
    venues: tuple[Count, ...] = ()
    topics: tuple[Count, ...] = ()
    has: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[Status, int] = field(default_factory=dict)
    months: tuple[Count, ...] = ()
    typed: str = ""

    def values(self) -> Iterator[tuple[str, str, int]]:
        """(of what, name, count) of everything that was counted."""
        yield "total", "entries", self.total
        for of, counts in (("kind", self.kinds), ("year", self.years), ("venue", self.venues), ("topic", self.topics)):
            yield from ((of, each.name, each.count) for each in counts)
        yield from (("has", name, count) for name, count in self.has.items())
        yield from (("status", str(state), count) for state, count in self.states.items())
        yield from (("read in", each.name, each.count) for each in self.months)


def drawn(statistics: Statistics, width: int, listed: int = _LISTED) -> list[Line]:
    """The statistics as lines of at most `width` cells, with the most frequent `listed` venues and topics."""
    width = max(width, 8)
    lines = [*_summary(statistics, width), *_plot("Years", _every_year(statistics.years), width)]
    lines += _lists(statistics, width, listed)
    lines += _plot("Read per month", _every_month(statistics.months), width)
    return [line if cell_width(line.text) <= width else _cut(line, width) for line in lines]


def _cut(line: Line, width: int) -> Line:
    runs: list[Run] = []
    for run in line.runs:
        runs.append(Run(shortened(run.text, width), run.roles))
        width -= cell_width(runs[-1].text)
        if width <= 0:
            break
    return Line(tuple(runs))


def _line(*parts: tuple[str, Role | None]) -> Line:
    return Line(tuple(Run(text, (role,) if role else ()) for text, role in parts if text))


# In words


def _summary(statistics: Statistics, width: int) -> Iterator[Line]:
    total = statistics.total
    counted = f"{total:,} {'entry' if total == 1 else 'entries'}"
    kinds = ", ".join(f"{each.name.casefold()} {each.count:,}" for each in statistics.kinds)
    yield from _wrapped([(counted, Role.STRONG), (f": {kinds}" if kinds else "", None)], width)
    shares = [f"{name} {_share(statistics.has.get(name, 0), total)}" for name in _SHARES]
    yield from _wrapped([("with ", Role.LABEL), (", ".join(shares), None)], width)
    if statistics.states:
        yield from _states(statistics, width)


def _share(count: int, total: int) -> str:
    return f"{count:,} ({count / total:.0%})" if total else "0"


def _wrapped(parts: Sequence[tuple[str, Role | None]], width: int) -> Iterator[Line]:
    """The parts one behind the other; what does not fit goes to further lines."""
    line: list[tuple[str, Role | None]] = []
    used = 0
    for text, role in parts:
        for word in _words(safe(text)):
            if used and used + cell_width(word.rstrip()) > width:
                yield _line(*line)
                line, used, word = [], 0, word.lstrip()
            word = shortened(word, width)
            line.append((word, role))
            used += cell_width(word)
    yield _line(*line)


def _words(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        word += letter
        if letter == " ":
            yield word
            word = ""
    if word:
        yield word


def _states(statistics: Statistics, width: int) -> Iterator[Line]:
    """One bar of how far everything is read, and what its parts are."""
    counts = [statistics.states.get(state, 0) for state, _ in _STATES]
    parts = _parts(counts, min(width, _WIDEST_BAR))
    yield _line(*((mark * part, Role.NUMBER) for (_, mark), part in zip(_STATES, parts, strict=True)))
    told = "   ".join(f"{mark} {state} {count:,}" for (state, mark), count in zip(_STATES, counts, strict=True))
    yield from _wrapped([(told, Role.FACT)], width)


def _parts(counts: Sequence[int], room: int) -> list[int]:
    """`room` cells shared out in proportion; whatever was counted at all gets one."""
    total = sum(counts)
    parts = [max(round(room * count / total), 1) if count else 0 for count in counts]
    if total:
        parts[parts.index(max(parts))] += room - sum(parts)
    return parts


# As columns over time


def _every_year(years: Sequence[Count]) -> list[Count]:
    """The years from the first to the last, those without entries too."""
    known = {int(each.name): each.count for each in years if each.name.isdecimal()}
    if not known:
        return []
    first, last = max(min(known), max(known) - _MOST_YEARS), max(known)
    return [Count(str(year), known.get(year, 0)) for year in range(first, last + 1)]


def _every_month(months: Sequence[Count]) -> list[Count]:
    """The last months up to the latest one in which something was read."""
    known = {each.name: each.count for each in months}
    if not known:
        return []
    year, month = map(int, max(known).split("-"))
    last = year * 12 + month - 1
    first = max(min(int(name[:4]) * 12 + int(name[5:]) - 1 for name in known), last - _MOST_MONTHS + 1)
    names = (f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, last + 1))
    return [Count(name, known.get(name, 0)) for name in names]


def _plot(title: str, counts: Sequence[Count], width: int) -> Iterator[Line]:
    """A column for each count, with its name below where there is room."""
    if not counts:
        return
    room = width - 1
    if len(counts) > room:
        counts = _first_together(counts, room)
    each = max(1, min(_WIDEST_COLUMN, room // len(counts)))
    most = max(count.count for count in counts)
    yield Line()
    yield _line((shortened(title, width), Role.HEADING), (f"  up to {most:,}" if width > 24 else "", Role.FACT))
    for row in reversed(range(_PLOT_HEIGHT)):
        yield _line((" " + "".join(_piece(count.count, most, row, each) for count in counts).rstrip(), Role.NUMBER))
    yield _line((f" {_names(counts, each, room)}", Role.FACT))


def _first_together(counts: Sequence[Count], room: int) -> list[Count]:
    """The last `room` counts, the first of them with all before it."""
    early = counts[: len(counts) - room + 1]
    return [Count(f"–{early[-1].name}", sum(each.count for each in early)), *counts[len(early) :]]


def _piece(count: int, most: int, row: int, each: int) -> str:
    """What of a column stands in a row of the plot; whatever was counted at all can be seen."""
    eighths = max(round(count / most * _PLOT_HEIGHT * 8), 1) if count else 0
    mark = _EIGHTHS[max(0, min(8, eighths - row * 8))]
    return mark * max(each - 1, 1) + (" " if each > 1 else "")


def _names(counts: Sequence[Count], each: int, room: int) -> str:
    """The names below their columns, as many as have room; of months the year once."""
    line, until = "", ""
    for at, count in enumerate(counts):
        start = at * each
        name = count.name
        if len(name) == _MONTH:
            name = name if name[:4] != until else name[5:]
        if (not line or len(line) < start) and start + len(name) <= room:
            line = line.ljust(start) + name
            until = count.name[:4]
    return line


# As bars beside names


def _lists(statistics: Statistics, width: int, listed: int) -> Iterator[Line]:
    """Venues and topics as lists of bars, beside each other where there is room."""
    columns = 2 if width >= 2 * _COLUMN else 1
    room = min((width - _GAP * (columns - 1)) // columns, _WIDEST_LIST)
    blocks = (("Venues", statistics.venues), ("Topics", statistics.topics))
    made = [list(_bars(title, counts, statistics.total, room, listed)) for title, counts in blocks if counts]
    for first in range(0, len(made), columns):
        yield from (_beside(lines, room) for lines in zip_longest(*made[first : first + columns], fillvalue=Line()))


def _beside(lines: Sequence[Line], room: int) -> Line:
    """Lines in columns of `room` cells."""
    runs: list[Run] = []
    for at, line in enumerate(lines):
        runs += line.runs
        if at + 1 < len(lines):
            runs.append(Run(" " * (room + _GAP - cell_width(line.text))))
    return Line(tuple(runs))


def _bars(title: str, counts: Sequence[Count], total: int, width: int, listed: int) -> Iterator[Line]:
    without = total - sum(each.count for each in counts)
    aside = f"  {without:,} without" if without > 0 else ""
    yield Line()
    yield _line((title, Role.HEADING), (shortened(aside, max(width - len(title), 0)), Role.FACT))
    shown = counts[:listed]
    most, digits = max(each.count for each in shown), len(f"{max(each.count for each in shown):,}")
    names = min(max(cell_width(safe(each.name)) for each in shown), max(width - digits - 12, width // 3))
    room = max(width - names - digits - 4, 1)
    for each in shown:
        yield _bar(each, most, names, digits, room)
    if len(counts) > listed:
        rest = counts[listed:]
        told = f" and {len(rest):,} more with {sum(each.count for each in rest):,}"
        yield _line((shortened(told, width), Role.FACT))


def _bar(count: Count, most: int, names: int, digits: int, room: int) -> Line:
    name = shortened(safe(count.name), names)
    eighths = max(round(count.count / most * room * 8), 1)
    bar = "█" * (eighths // 8) + _PARTS[eighths % 8].strip()
    padded = f" {name}{' ' * (names - cell_width(name))}  "
    return _line((padded, None), (f"{count.count:>{digits},} ", Role.FACT), (bar, Role.NUMBER))

"""Samples taken in turn, the ratios between them, and the rows they make.

The machine drifts by half within minutes: one number says little, and only samples of the same round are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

Take = Callable[[], Mapping[str, float]]
"""Measures once; the values by name, in seconds or bytes."""


class NotThereYetError(Exception):
    """What should be measured is not built; says what."""


@dataclass
class Samples:
    """Values by name, one a round."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def take(self, takes: Sequence[Take], rounds: int) -> Samples:
        """Take all in turn, `rounds` times; returns itself."""
        for _ in range(rounds):
            for take in takes:
                self.add(take())
        return self

    def add(self, values: Mapping[str, float]) -> None:
        """One more value of each name."""
        for name, value in values.items():
            self.values[name].append(value)

    def median(self, name: str) -> float:
        """The middle value."""
        return median(self.values[name])

    def percentile(self, name: str, percent: int) -> float:
        """The smallest value that at least `percent` of all are not above."""
        ordered = sorted(self.values[name])
        return ordered[-(-len(ordered) * percent // 100) - 1]

    def ratio(self, name: str, base: str) -> float:
        """The middle ratio of the values of one round."""
        return median(value / other for value, other in zip(self.values[name], self.values[base], strict=True))


@dataclass(frozen=True)
class Row:
    """A line of the table: what, its value as text, the ratio to what, and the ratio or value that is aimed at."""

    what: str
    value: str
    ratio: float | None = None
    to: str = ""
    goal: float | None = None

    @property
    def is_missed(self) -> bool:
        """Whether there is a goal, and it was not reached."""
        return self.ratio is not None and self.goal is not None and self.ratio > self.goal

    def cells(self) -> tuple[str, ...]:
        """As they stand in the table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        verdict = "" if self.ratio is None or self.goal is None else "NO" if self.is_missed else "yes"
        return self.what, self.value, ratio, self.to, "" if self.goal is None else f"≤ {self.goal:g}", verdict


def missing_row(what: str, why: str) -> Row:
    """A line that says that something could not be measured, and why."""
    return Row(what, "not there yet", to=why)


def milliseconds(seconds: float) -> str:
    """Readable at every size."""
    if seconds >= 10:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def megabytes(size: float) -> str:
    """Of a million bytes."""
    return f"{size / 1e6:.1f} MB"

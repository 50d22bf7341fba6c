"""Samples taken in turn, and the ratios between them.

The machine drifts by half within minutes: one number says little, and only samples of the same round are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

Take = Callable[[], Mapping[str, float]]
"""Measures once; the values by name, in seconds or bytes."""


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

    def cells(self) -> tuple[str, ...]:
        """As they stand in the table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        verdict = "" if self.ratio is None or self.goal is None else "yes" if self.ratio <= self.goal else "NO"
        return self.what, self.value, ratio, self.to, "" if self.goal is None else f"≤ {self.goal:g}", verdict


def milliseconds(seconds: float) -> str:
    """Readable at every size."""
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def megabytes(size: float) -> str:
    """Of a million bytes."""
    return f"{size / 1e6:.1f} MB"

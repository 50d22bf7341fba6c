"""Counts of a library, drawn for any width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.cells import cell_width
from paperterm.core.model import Status
from paperterm.core.statistics import Count, Statistics, drawn

SOME = Statistics(
    total=10,
    kinds=(Count("Papers", 9), Count("Repositories", 1)),
    years=(Count("2019", 1), Count("2022", 8)),
    venues=(Count("ACL", 4), Count("视觉会议", 2), Count("KDD", 1)),
    topics=(Count("Graphs \x1b[31m", 10),),
    has={"code": 5, "notes": 10, "pdf": 0},
    states={Status.READ: 5, Status.READING: 1, Status.UNREAD: 4},
    months=(Count("2025-12", 3), Count("2026-02", 2)),
)


def text(statistics: Statistics, width: int = 80, listed: int = 8) -> str:
    return "\n".join(line.text for line in drawn(statistics, width, listed))


def test_everything_counted_is_told() -> None:
    told = text(SOME)
    assert "10 entries: papers 9, repositories 1" in told
    assert "with code 5 (50%), notes 10 (100%), pdf 0 (0%)" in told
    assert "█ read 5   ▒ reading 1   · unread 4" in told
    assert "Years  up to 8" in told
    assert " 2019  2020  2021  2022" in told
    assert "Venues  3 without" in told
    assert "2025-12" in told
    assert "\x1b" not in told


def test_the_most_frequent_come_first_and_the_rest_is_summed_up() -> None:
    assert " and 2 more with 3" in text(SOME, listed=1)
    bars = [line for line in text(SOME).split("\n") if "ACL" in line or "KDD" in line]
    assert bars[0].count("█") > 3 * bars[1][:38].count("█")


def test_of_more_years_than_columns_the_first_stand_together() -> None:
    years = tuple(Count(str(year), 1) for year in range(1900, 2024))
    assert " –" in text(Statistics(124, years=years), 40)


def test_nothing_is_drawn_of_nothing() -> None:
    assert text(Statistics(0)).startswith("0 entries\n")


@given(
    st.lists(st.tuples(st.text(max_size=30), st.integers(1, 10**6)), max_size=12),
    st.dictionaries(st.integers(1, 2100).map(str), st.integers(1, 999), max_size=9),
    st.integers(1, 220),
)
def test_no_line_is_wider_than_asked_for(venues: list[tuple[str, int]], years: dict[str, int], width: int) -> None:
    counts = tuple(Count(name, count) for name, count in venues)
    told = Statistics(7, counts, tuple(Count(*year) for year in years.items()), counts, counts, {}, SOME.states)
    assert all(cell_width(line.text) <= max(width, 8) for line in drawn(told, width))

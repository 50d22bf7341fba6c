"""A line with marked ranges in the cells there are for it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.excerpt import cut, excerpt, runs, width_of


def told(line: list[tuple[str, bool]]) -> str:
    return "".join(f"<{text}>" if is_marked else text for text, is_marked in line)


def test_marked_ranges_become_runs() -> None:
    assert told(runs("graph networks", [(0, 5), (6, 9)])) == "<graph> <net>works"


def test_a_line_that_is_too_long_ends_with_a_sign() -> None:
    assert told(cut(runs("graph networks", [(0, 5)]), 9)) == "<graph> ne…"
    assert told(cut(runs("图神经网络", [(0, 2)]), 6)) == "<图神>…"


def test_a_mark_far_on_is_seen() -> None:
    text = "a long line of words before the match, and some behind it"
    at = text.index("match")
    assert told(excerpt(text, [(at, at + 5)], 24)) == "…the <match>, and some be…"


def test_a_mark_near_the_beginning_leaves_the_beginning() -> None:
    assert told(excerpt("some match and a lot more", [(5, 10)], 16)) == "some <match> and…"


@given(st.text(max_size=60), st.data(), st.integers(0, 40))
def test_no_more_cells_than_there_are_and_nothing_that_acts(text: str, data: st.DataObject, width: int) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True))) if text else []
    line = excerpt(text, [(ends[0], ends[1])] if ends else [], width)
    assert width_of(line) <= width
    assert not any(ord(char) < 32 for part, _ in line for char in part)

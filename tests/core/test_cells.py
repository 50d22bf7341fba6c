"""Cells: what a terminal shows, and what Textual measures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.cells import cell_width, chopped, graphemes, padded, shortened


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("中文", 4), ("，", 2), ("e\u0301", 1), ("👩\u200d🔬", 2), ("❤\ufe0f", 2), ("", 0), ("ｱ", 1)],
)
def test_a_text_is_as_wide_as_a_terminal_draws_it(text: str, width: int) -> None:
    assert cell_width(text) == width


def test_an_emoji_sequence_is_one_grapheme() -> None:
    assert graphemes("a👩\u200d🔬e\u0301") == [("a", 1), ("👩\u200d🔬", 2), ("e\u0301", 1)]


@given(st.text(), st.integers(2, 20))
def test_chopped_pieces_are_the_text_and_no_wider_than_asked(text: str, width: int) -> None:
    pieces = chopped(text, width)
    assert "".join(pieces) == text
    assert all(cell_width(piece) <= width for piece in pieces)


def test_a_wide_character_in_one_column_stands_alone() -> None:
    assert chopped("中a文", 1) == ["中", "a", "文"]


def test_a_first_piece_without_room_is_empty() -> None:
    assert chopped("中文", 4, 1) == ["", "中文"]


@given(st.text(), st.integers(0, 20))
def test_a_shortened_text_fits(text: str, width: int) -> None:
    assert cell_width(shortened(text, width)) <= width


def test_shortening_never_halves_a_character() -> None:
    assert shortened("中文字", 4) == "中…"
    assert shortened("word", 4) == "word"


def test_padding_counts_cells() -> None:
    assert padded("中", 4) == "中  "
    assert padded("long", 2) == "long"

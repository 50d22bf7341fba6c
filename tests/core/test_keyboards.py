"""Keys of other keyboards."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.keyboards import latin_key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("й", "q"),
        ("Ы", "S"),
        ("ю", "."),
        ("κ", "k"),
        ("Γ", "G"),
        ("ח", "j"),
        ("ض", "q"),
        ("ﻻ", "b"),
        ("پ", "m"),
        ("ㅂ", "q"),
        (unicodedata.normalize("NFKC", "ㅂ"), "q"),
        ("ㄲ", "R"),
        ("た", "q"),
        ("ㄨ", "j"),
        ("ำ", "e"),
        ("ქ", "q"),
        ("。", "."),
        ("【", "["),
        ("』", "}"),
        ("؟", "?"),
        ("٣", "3"),
        ("३", "3"),
    ],
)
def test_what_is_typed_on_another_keyboard_is_the_key_it_stands_on(typed: str, key: str) -> None:
    assert latin_key(typed) == key


@pytest.mark.parametrize("typed", ["", "q", "ctrl+d", "é", "中", "🙂", "ab"])
def test_all_else_is_no_other_key(typed: str) -> None:
    assert latin_key(typed) is None


@given(st.characters())
def test_a_key_is_always_one_that_a_latin_keyboard_has(typed: str) -> None:
    key = latin_key(typed)
    assert key is None or (len(key) == 1 and key.isascii() and key.isprintable() and not typed.isascii())

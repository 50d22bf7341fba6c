"""The normal form of text for searching."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.words import BETWEEN, located, words, words_of_all

ANY_TEXT = st.text(st.characters(blacklist_categories=()))
# Where folding is most likely to go wrong: marks, ligatures, letters of syllables, what cannot be seen.
TRICKY_TEXT = st.text(
    st.sampled_from("aZ9 -_\n\x00éİıßﬁ½Ａ：漢字がｶﾞ한\u1112\u1161\u11ab㈎\u0301\u200b\xad\ufe0f\u20e3हिग\ud800")
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("GLM-130B: An Open Model", "glm 130b an open model"),
        ("snake_case", "snake case"),
        ("https://github.com/THUDM/GLM", "https github com thudm glm"),
        ("Café", "cafe"),
        ("Cafe\u0301", "cafe"),
        ("ＧＬＭ－１３０Ｂ", "glm 130b"),
        ("eﬃcient straße İstanbul", "efficient strasse istanbul"),
        ("预训练 GLM模型", "预 训 练 glm 模 型"),
        ("ガイド ｶﾞｲﾄﾞ がいど", "カ イ ト カ イ ト か い と"),
        ("한국어", "한 국 어"),
        (unicodedata.normalize("NFD", "한국어"), "한 국 어"),
        ("soft\xadhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("हिन्दी", "हिनदी"),
        ("a\x00b\ud800c", "a b c"),
        ("💡 + : …", ""),
    ],
)
def test_words_are_what_a_reader_would_search_for(text: str, normal: str) -> None:
    assert words(text) == normal


@given(ANY_TEXT | TRICKY_TEXT)
def test_a_normal_form_is_its_own(text: str) -> None:
    assert words(words(text)) == words(text)


@given(ANY_TEXT | TRICKY_TEXT)
def test_a_normal_form_holds_no_ascii_but_letters_digits_and_single_blanks(text: str) -> None:
    normal = words(text)
    assert re.fullmatch(r"(?:[a-z0-9]|[^\x00-\x7f]| (?! ))*", normal)
    assert normal == normal.strip()
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in normal)
    assert BETWEEN.strip() not in normal


@given(ANY_TEXT | TRICKY_TEXT, st.sampled_from(["NFC", "NFD"]))
def test_it_is_the_same_in_whichever_way_the_characters_are_composed(text: str, form: str) -> None:
    assert words(unicodedata.normalize(form, text)) == words(text)


@given(ANY_TEXT | TRICKY_TEXT, ANY_TEXT | TRICKY_TEXT)
def test_texts_with_a_line_between_them_have_their_words_one_after_the_other(one: str, two: str) -> None:
    assert words(f"{one}\n{two}").split() == words(one).split() + words(two).split()


@given(ANY_TEXT | TRICKY_TEXT)
def test_every_character_of_the_normal_form_comes_from_a_place_in_the_text(text: str) -> None:
    found = located(text)
    assert found.normal == words(text)
    assert len(found.normal) == len(found.starts) == len(found.ends)
    assert list(found.starts) == sorted(found.starts) and list(found.ends) == sorted(found.ends)
    assert all(0 <= start <= end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))


@given(ANY_TEXT | TRICKY_TEXT)
def test_each_token_can_be_found_at_its_place(text: str) -> None:
    found = located(text)
    for match in re.finditer(r"\S+", found.normal):
        start, end = found.span(*match.span())
        assert match[0] in words(text[start:end])


def test_marks_belong_to_the_letter_before_them() -> None:
    found = located("Cafe\u0301 ﬁne")
    assert found.span(3, 4) == (3, 5)
    assert found.span(5, 6) == found.span(5, 7) == (6, 7)


@given(st.lists(ANY_TEXT | TRICKY_TEXT))
def test_several_texts_together_are_each_as_alone_and_nothing_runs_across(texts: list[str]) -> None:
    together = words_of_all(texts)
    assert [part.strip() for part in together.split(BETWEEN.strip())] == [words(text) for text in texts or [""]]

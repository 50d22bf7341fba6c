"""Lines, the safe filter, folding."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.text import fold, line_of, line_starts, safe, slug

ANY_TEXT = st.text(st.characters(blacklist_categories=()))


@given(ANY_TEXT)
def test_safe_text_holds_no_control_character_and_no_surrogate(text: str) -> None:
    assert not {unicodedata.category(char) for char in safe(text)} & {"Cc", "Cs"}


@given(ANY_TEXT)
def test_with_lines_kept_only_line_feeds_are_left(text: str) -> None:
    kept = safe(text, keep_lines=True)
    assert {char for char in kept if unicodedata.category(char) in ("Cc", "Cs")} <= {"\n"}


@given(ANY_TEXT)
def test_safe_text_stays_as_it_is(text: str) -> None:
    assert safe(safe(text)) == safe(text)


@given(st.text(st.characters(whitelist_categories=("L", "N", "P", "S"), min_codepoint=32, max_codepoint=0x10FF)))
def test_letters_digits_and_signs_pass(text: str) -> None:
    kept = "".join(char for char in text if char not in "\u115f\u1160\u3164")
    assert safe(kept) == kept


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("a\x9b31mb", "a<U+009B>31mb"),
        ("a\x7fb\x00", "a␡b␀"),
        ("evil\u202etxt", "evil<U+202E>txt"),
        ("pay\u200bpal", "pay<U+200B>pal"),
        ("tag\U000e0041", "tag<U+E0041>"),
        ("half\ud83d", "half\ufffd"),
        ("two\nlines\tand a tab", "two lines    and a tab"),
        ("soft\xadhyphen", "softhyphen"),
    ],
)
def test_what_could_act_or_hide_is_shown_as_a_mark(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "👩‍💻 writes",
        "❤️‍🔥",
        "می‌خواهم",
        "👨🏽‍🚀",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "中文，标点：「引号」",
    ],
)
def test_joiners_stay_where_they_belong(text: str) -> None:
    assert safe(text) == text


def test_lines_break_as_markdown_counts_them() -> None:
    assert line_starts("a\r\nb\rc\nd\x0ce\u2028f") == [0, 3, 5, 7]
    assert line_of([0, 3, 5, 7], 0) == 1
    assert line_of([0, 3, 5, 7], 6) == 3


@given(ANY_TEXT)
def test_every_offset_lies_in_the_line_counted_for_it(text: str) -> None:
    starts = line_starts(text)
    for offset in range(len(text)):
        line = line_of(starts, offset)
        assert starts[line - 1] <= offset
        assert line == len(starts) or offset < starts[line]


def test_folding_ignores_case_width_and_accents() -> None:
    assert fold("ＧＬＭ  Café\n") == "glm cafe"


def test_a_slug_is_the_same_however_a_title_is_punctuated() -> None:
    assert slug("GLM-130B: An Open Model.") == slug("glm 130b — an OPEN model") == "glm-130b-an-open-model"
    assert slug("机器学习：导论") == "机器学习-导论"

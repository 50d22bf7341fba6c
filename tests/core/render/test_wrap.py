"""Where lines may break, and how the source's lines join."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.cells import cell_width
from paperterm.core.render.lines import Line, Role, Run, shown
from paperterm.core.render.wrap import HARD_BREAK, SOFT_BREAK, wrap

MIXED = st.text(st.sampled_from("ab cé中文，。（「a(1)-/e\u0301👩❤\ufe0fか\u3000ー\xa0"), max_size=80)


def texts(*runs: Run, width: int) -> list[str]:
    return [line.text for line in wrap(runs, width)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("a sentence, ended.", 11, ["a sentence,", "ended."]),
        ("中文没有空格", 6, ["中文没", "有空格"]),
        ("中文，再来", 4, ["中", "文，", "再来"]),
        ("他说（好）吧", 6, ["他说", "（好）", "吧"]),
        ("使用DeepNorm训练", 8, ["使用", "DeepNorm", "训练"]),
        ("他说“你好”。", 8, ["他说“你", "好”。"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("看f(x)吧", 6, ["看f(x)", "吧"]),
        ("見るキャベツ", 6, ["見る", "キャベ", "ツ"]),
    ],
)
def test_lines_break_where_a_reader_expects_it(text: str, width: int, lines: list[str]) -> None:
    assert texts(Run(text), width=width) == lines


def test_a_url_too_long_for_a_line_starts_beside_the_word_before_it() -> None:
    assert texts(Run("see https://example.org/a/very/long/path"), width=20) == [
        "see https://example.",
        "org/a/very/long/path",
    ]


def test_a_word_that_fits_a_line_is_never_broken() -> None:
    assert texts(Run("aa bbbbbbbbbb"), width=10) == ["aa", "bbbbbbbbbb"]


def test_chinese_source_lines_join_without_a_blank_and_latin_ones_with_one() -> None:
    assert texts(Run("中文"), SOFT_BREAK, Run("继续"), width=40) == ["中文继续"]
    assert texts(Run("two"), SOFT_BREAK, Run("words"), width=40) == ["two words"]
    assert texts(Run("中文"), SOFT_BREAK, Run("word"), width=40) == ["中文 word"]
    assert texts(Run("word，"), SOFT_BREAK, Run("word"), width=40) == ["word，word"]


def test_hard_breaks_at_the_ends_draw_nothing_and_many_draw_one_empty_line() -> None:
    flow = [HARD_BREAK, Run("a"), HARD_BREAK, HARD_BREAK, HARD_BREAK, Run("b"), HARD_BREAK, Run(" ")]
    assert texts(*flow, width=10) == ["a", "", "b"]


def test_an_image_on_its_own_source_line_keeps_it_but_badges_share_one() -> None:
    image, badge = Run("[image: x]", (Role.IMAGE,)), Run("[image: y]", (Role.IMAGE,), "https://e.org")
    assert texts(Run("text"), SOFT_BREAK, image, SOFT_BREAK, Run("more"), width=60) == ["text", "[image: x]", "more"]
    assert texts(badge, SOFT_BREAK, badge, width=60) == ["[image: y] [image: y]"]


def test_styles_survive_a_break() -> None:
    first, second = wrap([Run("plain "), Run("strong words", (Role.STRONG,))], 12)
    assert first.runs == (Run("plain "), Run("strong", (Role.STRONG,)))
    assert second == Line((Run("words", (Role.STRONG,)),), " ")


def test_a_word_broken_after_a_blank_adds_no_blank_where_it_is_broken() -> None:
    lines = wrap([Run("a \u3000。。")], 5)
    assert [(line.text, line.joint) for line in lines] == [("a \u3000", None), ("。。", "")]


@given(MIXED, st.integers(2, 30))
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap([shown(text)], width)
    assert all(cell_width(line.text) <= width for line in lines)
    assert re.sub(" ", "", "".join(line.text for line in lines)) == re.sub(" ", "", shown(text).text)


@given(st.lists(MIXED, max_size=5), st.integers(1, 30))
def test_joints_restore_the_text_that_was_wrapped(parts: list[str], width: int) -> None:
    runs = [shown(part, role) for part, role in zip(parts, (Role.STRONG, Role.LINK) * 3, strict=False)]
    unwrapped = "".join(line.text for line in wrap(runs, 10_000))
    rejoined = "".join((line.joint or "") + line.text for line in wrap(runs, width))
    assert re.sub(" +", " ", rejoined) == re.sub(" +", " ", unwrapped)


@given(st.text(st.sampled_from("ab 中文，。）、（")), st.integers(8, 30))
def test_no_line_starts_with_closing_or_ends_with_opening_punctuation(text: str, width: int) -> None:
    plain = re.sub("[，。）、]{2,}", "，", re.sub("（+", "（", text))
    plain = re.sub("（[，。）、 ]+|（$", "", plain)
    lines = [line for line in wrap([Run(plain)], width) if line.joint == ""]
    assert not any(line.text[0] in "，。）、" for line in lines)

"""The little language of filters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.model import Document, Kind, Link, LinkKind, Note, Paper, Span
from paperterm.core.query import parse_query, unknown_filters

NOWHERE = Span(0, 0)
GLM = Paper(
    "glm",
    Kind.PAPER,
    "GLM-130B: An Open Bilingual Model",
    NOWHERE,
    1,
    1,
    authors=("Aohan Zeng",),
    year=2022,
    venue="ICLR",
    section=("Paper", "预训练模型"),
    tags=("llm",),
    links=(Link(LinkKind.CODE, "code", "https://github.com/THUDM/GLM-130B", NOWHERE),),
    notes=(Note(1, "使用自编码和自回归的方式进行预训练", NOWHERE),),
)
DOCUMENT = Document("notes/llm.md", "", (GLM,))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "glm",
        "MODEL open",
        '"open bilingual"',
        "ＧＬＭ",
        "自回归",
        "zeng",
        "year:2022",
        "year:2020-2023",
        "year:2020-",
        "year:-2022",
        "year:2020..2022",
        "venue:iclr kind:paper",
        "topic:预训练",
        "tag:LLM",
        "has:code has:notes",
        "author:zeng file:llm",
        "-bert -year:2021 -has:slides",
        'glm "',
        "thudm/glm",
    ],
)
def test_a_query_holds_for_what_it_says(typed: str) -> None:
    assert parse_query(typed).holds_for(DOCUMENT, GLM)


@pytest.mark.parametrize(
    "typed",
    [
        "bert",
        "-glm",
        "year:2021",
        "year:2023-",
        '"bilingual open"',
        "kind:repo",
        "has:slides",
        "tag:ll",
        "nosuch:thing",
    ],
)
def test_a_query_does_not_hold_for_anything_else(typed: str) -> None:
    assert not parse_query(typed).holds_for(DOCUMENT, GLM)


@given(st.text())
def test_any_text_is_a_query(typed: str) -> None:
    parse_query(typed).holds_for(DOCUMENT, GLM)


@given(st.text(alphabet=st.characters(whitelist_categories=("L", "Nd")), min_size=1))
def test_excluding_a_word_is_the_opposite_of_asking_for_it(word: str) -> None:
    asked = parse_query(word).holds_for(DOCUMENT, GLM)
    if parse_query(word).terms:
        assert parse_query(f"-{word}").holds_for(DOCUMENT, GLM) is not asked


def test_a_mistyped_filter_is_named() -> None:
    assert unknown_filters('venu:acl year:2020 "a:b" https://x.org') == ("venu",)

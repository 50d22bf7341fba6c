"""The little language of filters."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.model import Field, Kind, Link, LinkKind, Note, Paper, Span
from paperterm.core.query import (
    body_words,
    fts_phrase,
    head_words,
    parse_query,
    unknown_filters,
    year_range,
)

NOWHERE = Span(0, 0)
NAME = "notes/llm.md"
GLM = Paper(
    "glm",
    Kind.PAPER,
    "GLM-130B: An Open Bilingual Model",
    NOWHERE,
    1,
    1,
    authors=("Aohan Zeng", "Xiao Liu"),
    year=2022,
    venue="ICLR",
    section=("Paper", "预训练模型"),
    tags=("llm",),
    links=(Link(LinkKind.CODE, "code", "https://github.com/THUDM/GLM-130B", NOWHERE),),
    notes=(Note(1, "使用自编码和自回归的方式进行预训练", NOWHERE),),
    fields=(Field("Affiliation", "Tsinghua University", NOWHERE),),
)
ANY_TEXT = st.text(st.characters(blacklist_categories=()))
# What is likely to mean something to the parser of queries, to FTS5, or to folding.
_SYNTAX = ("year:", "venue:", "has:", "20", "22", "NEAR(", "AND", "OR", "NOT", " ", " ", " ")
_WORDS = ("glm", "GL", "model", "bilingual", "130", "zeng", "预", "训", "ﬁ", "é", "\ud800")
TYPED = st.lists(st.sampled_from([*"\"'-*():：+^,\x00", *_SYNTAX, *_WORDS])).map("".join)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "glm",
        "MODEL open",
        '"open bilingual"',
        "ＧＬＭ",
        "自回归",
        "归",
        "zeng",
        "zen",
        "tsinghua",
        "lingual",
        "2022",
        "GLM-130B:",
        ":",
        "“open bilingual”",
        "year:2022",
        "year:2020-2023",
        "year:2020-",
        "year:-2022",
        "year:2020..2022",
        "year:2020–2023",
        "year：２０２２",
        "year:2019,2022",
        "year:202",
        "year:2020-202",
        "venue:iclr kind:paper",
        "venue:acl,iclr",
        'venue:"international conference on learning representations"',
        "venue:ic",
        "topic:预训练",
        "tag:LLM",
        "has:code has:notes",
        "has:slides,code",
        "is:unread -is:read -is:bookmarked",
        "author:zeng file:llm",
        'author:"aohan zeng"',
        "YEAR:2022",
        "-bert -year:2021 -has:slides",
        'glm "',
        "thudm/glm",
        "https://github.com/THUDM/GLM-130B",
    ],
)
def test_a_query_holds_for_what_it_says(typed: str) -> None:
    assert parse_query(typed).holds_for(NAME, GLM)


@pytest.mark.parametrize(
    "typed",
    [
        "bert",
        "-glm",
        "year:2021",
        "year:2023-",
        "year:none",
        '"bilingual open"',
        '"open biling"',
        "+",
        "eng",
        "zeng-xiao",
        "kind:repo",
        "has:slides",
        "has:nosuch",
        "is:read",
        "venue:clr",
        "tag:ll",
        "nosuch:thing",
    ],
)
def test_a_query_does_not_hold_for_anything_else(typed: str) -> None:
    assert not parse_query(typed).holds_for(NAME, GLM)


@pytest.mark.parametrize("typed", ["year:", "-", "--", '"', '-"', '""', "venue:", 'venue:"', "tag:,", "-year:", "  "])
def test_what_is_but_begun_is_no_condition(typed: str) -> None:
    assert parse_query(typed).terms == ()


def test_open_quotes_are_not_exact_yet() -> None:
    assert parse_query('"open biling').holds_for(NAME, GLM)


@pytest.mark.parametrize(
    "typed", ["year:2022", "kind:paper", "has:code", "is:unread", "venue:iclr", '"open bilingual"']
)
def test_a_query_that_will_hold_holds_while_it_is_typed(typed: str) -> None:
    assert all(parse_query(typed[:end]).holds_for(NAME, GLM) for end in range(typed.find(":") + 1, len(typed) + 1))


@pytest.mark.parametrize(
    ("value", "years"),
    [
        ("2020", (2020, 2020)),
        ("2020-2023", (2020, 2023)),
        ("202", (2020, 2029)),
        ("2020..", (2020, 9999)),
        ("..2020", (1, 2020)),
        ("2018-20", (2018, 2099)),
        ("none", (0, 0)),
        ("", None),
        ("soon", None),
        ("20201", None),
        ("2020-20231", None),
        ("2020.", (2020, 9999)),
    ],
)
def test_a_range_of_years(value: str, years: tuple[int, int] | None) -> None:
    assert year_range(value) == years


def test_a_year_that_is_not_told_can_be_asked_for() -> None:
    assert parse_query("year:none").holds_for(NAME, replace(GLM, year=None))
    assert not parse_query("year:-2030").holds_for(NAME, replace(GLM, year=None))


def test_a_venue_is_found_by_all_its_names_but_not_within_another() -> None:
    assert parse_query("venue:nips").holds_for(NAME, replace(GLM, venue="NeurIPS 2021 (Oral)"))
    assert parse_query("venue:neurips").holds_for(NAME, replace(GLM, venue="NIPS"))
    assert parse_query("venue:acl").holds_for(NAME, replace(GLM, venue="Findings of ACL"))
    assert not parse_query("venue:acl").holds_for(NAME, replace(GLM, venue="NAACL"))


def test_no_phrase_runs_from_one_text_into_another() -> None:
    assert parse_query("zeng xiao").holds_for(NAME, GLM)
    assert not parse_query('"zeng xiao"').holds_for(NAME, GLM)
    assert not parse_query('"llm paper"').holds_for(NAME, GLM)


def test_what_an_entry_says_in_no_other_place_is_searched_in_its_document() -> None:
    paper = replace(GLM, span=Span(0, 20), rest=(Span(4, 20),))
    assert parse_query("hidden gem").holds_for(NAME, paper, "# T\nA hidden gem, I say")
    assert not parse_query("hidden gem").holds_for(NAME, paper)


@given(ANY_TEXT | TYPED)
def test_any_text_is_a_query(typed: str) -> None:
    parse_query(typed).holds_for(NAME, GLM)


@given(st.text(alphabet=st.characters(whitelist_categories=("L", "Nd")), min_size=1))
def test_excluding_a_word_is_the_opposite_of_asking_for_it(word: str) -> None:
    asked = parse_query(word).holds_for(NAME, GLM)
    if parse_query(word).terms:
        assert parse_query(f"-{word}").holds_for(NAME, GLM) is not asked


@given(ANY_TEXT)
def test_a_title_is_found_by_itself_in_quotes_or_without(text: str) -> None:
    paper = replace(GLM, title=text.replace('"', " ") or "?", kind=Kind.RESOURCE)
    for term in parse_query(f'"{paper.title}"').terms:
        assert term.is_in(NAME, paper)


@given(ANY_TEXT | TYPED)
def test_every_term_knows_where_it_was_typed(typed: str) -> None:
    query = parse_query(typed)
    ends = [0, *(term.end for term in query.terms)]
    for before, term in zip(ends, query.terms, strict=False):
        assert before <= term.start < term.end <= len(typed) == len(query.typed)


@given(TYPED | ANY_TEXT, st.lists(TYPED | ANY_TEXT, max_size=4))
def test_full_text_search_agrees_with_the_plain_scan(typed: str, texts: list[str]) -> None:
    papers = [GLM] + [replace(GLM, title=text or "?", notes=(Note(1, text[::-1], NOWHERE),)) for text in texts]
    table = sqlite3.connect(":memory:")
    table.execute("create virtual table papers using fts5(head, body, tokenize='ascii', content='')")
    for row, paper in enumerate(papers):
        table.execute(
            "insert into papers(rowid, head, body) values (?, ?, ?)", (row, head_words(paper), body_words(NAME, paper))
        )
    for term in parse_query(typed).terms:
        if term.normal:
            hits = {
                row for (row,) in table.execute("select rowid from papers where papers match ?", (fts_phrase(term),))
            }
            in_titles = {row for row, paper in enumerate(papers) if term.is_in_title(paper.title)}
            assert hits | in_titles == {row for row, paper in enumerate(papers) if term.is_in(NAME, paper)}
            if term.is_exact:
                assert in_titles <= hits


def test_a_mistyped_filter_is_named() -> None:
    assert unknown_filters('venu:acl year:2020 "a:b" https://x.org') == ("venu",)

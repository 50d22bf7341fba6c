"""The order of hits, what is highlighted, what may have been meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.model import Kind, Link, LinkKind, Note, Paper, Span
from paperterm.core.query import parse_query
from paperterm.core.search import edit_distance, matching_line, rank, suggestion, title_ranges
from paperterm.core.words import words

NOWHERE = Span(0, 0)
ANY_TEXT = st.text(st.characters(blacklist_categories=()))
TRICKY_TEXT = st.text(st.sampled_from('aab b\n-"+éİßﬁ½Ａ漢字がｶﾞ한\u1112\u1161\u11ab\u0301\u200b'), max_size=12)
LETTERS = st.text(st.sampled_from("abcde"), max_size=8)


def a_paper(title: str, *notes: str, year: int | None = 2020, **values: object) -> Paper:
    written = tuple(Note(number, text, NOWHERE) for number, text in enumerate(notes, 1))
    return replace(Paper("id", Kind.PAPER, title, NOWHERE, 1, 1, year=year, notes=written), **values)


def shown(text: str, ranges: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in ranges]


@pytest.mark.parametrize(
    ("typed", "papers"),
    [
        (
            "former",
            [
                a_paper("Former"),
                a_paper("Former models"),
                a_paper("The former"),
                a_paper("Formerly"),
                a_paper("Transformer"),
                a_paper("Other", authors=("A. Former",)),
                a_paper("Other", "the former"),
                a_paper("Other", links=(Link(LinkKind.OTHER, "", "https://former.org", NOWHERE),)),
            ],
        ),
        (
            "graph network",
            [
                a_paper("Graph Network"),
                a_paper("Deep Graph Networks", year=2001),
                a_paper("A Network of Graphs", year=2022),
                a_paper("Graphs", "on networks"),
            ],
        ),
        ("graph", [a_paper("A Graph", year=2023), a_paper("One Graph", year=1999), a_paper("My Graph", year=None)]),
        ("c++", [a_paper("Modern C++", year=1990), a_paper("C for all", year=2020)]),
        ('"few shot"', [a_paper("A few shot", year=1990), a_paper("A few shots", "with few shot", year=2020)]),
        ("", [a_paper("New", year=2024), a_paper("Old", year=2000), a_paper("Undated", year=None)]),
    ],
)
def test_better_matches_come_first_then_recent_ones(typed: str, papers: list[Paper]) -> None:
    query = parse_query(typed)
    assert all(query.holds_for("a.md", paper) for paper in papers)
    ranks = [rank(query, paper, 0) for paper in papers]
    assert ranks == sorted(set(ranks))


def test_equals_stay_in_the_order_given() -> None:
    query = parse_query("graph")
    assert rank(query, a_paper("Graph"), 1) < rank(query, a_paper("Graph"), 2)


@given(TRICKY_TEXT | ANY_TEXT, TRICKY_TEXT, TRICKY_TEXT)
def test_everything_found_has_a_rank_and_a_line_that_shows_why(typed: str, title: str, note: str) -> None:
    query, paper = parse_query(typed), a_paper(title or "?", note)
    if query.holds_for("a.md", paper):
        rank(query, paper, 0)
        unseen = [term for term in query.wanted_words if not term.is_in_title(paper.title)]
        assert bool(matching_line(query, "a.md", paper)) == bool(unseen)


@given(TRICKY_TEXT, TRICKY_TEXT, TRICKY_TEXT)
def test_highlighted_ranges_hold_what_was_typed(typed: str, title: str, note: str) -> None:
    query, paper = parse_query(typed), a_paper(title or "?", note)
    line = matching_line(query, "a.md", paper)
    found = [(paper.title, title_ranges(query, paper)), *([(line.text, line.ranges)] if line else ())]
    wanted = [term.normal or term.typed for term in query.wanted_words]
    for text, ranges in found:
        ends = [0, *(end for _, end in ranges)]
        assert all(end <= start < stop <= len(text) for end, (start, stop) in zip(ends, ranges, strict=False))
        for part in shown(text, ranges):
            assert any(normal in words(part) or normal in part for normal in wanted)
    assert line is None or "\n" not in line.text


@pytest.mark.parametrize(
    ("typed", "title", "parts"),
    [
        ("former", "Transformers", ["former"]),
        ("model open", "An Open Model", ["Open", "Model"]),
        ("efficient", "eﬃcient nets", ["eﬃcient"]),
        ("cafe", "Cafe\u0301 Ｃａｆé", ["Cafe\u0301", "Ｃａｆé"]),
        ("训练", "预训练模型", ["训练"]),
        ("glm-130b", "The GLM 130B model", ["GLM 130B"]),
        ('"open model"', "Open Models, Open Model", ["Open Model"]),
        ("+", "A+B", ["+"]),
    ],
)
def test_the_words_are_highlighted_in_the_title_as_written(typed: str, title: str, parts: list[str]) -> None:
    assert shown(title, title_ranges(parse_query(typed), a_paper(title))) == parts


def test_the_line_shown_is_the_one_with_most_of_what_the_title_lacks() -> None:
    paper = a_paper("Graphs", "about nets", "first line\nnets that learn\nlast line", authors=("Learned Hand",))
    line = matching_line(parse_query("graph learn net"), "a.md", paper)
    assert line and line.text == "nets that learn"
    assert shown(line.text, line.ranges) == ["net", "learn"]


def test_a_phrase_across_lines_shows_them_as_one() -> None:
    line = matching_line(parse_query('"few shots"'), "a.md", a_paper("Graphs", "x\nin a few\nshots\ny"))
    assert line and line.text == "in a few shots" and shown(line.text, line.ranges) == ["few shots"]


def test_an_author_is_shown_where_no_note_says_the_name() -> None:
    line = matching_line(parse_query("zeng"), "a.md", a_paper("GLM", "a note", authors=("Aohan Zeng",)))
    assert line and line.text == "Aohan Zeng"


VOCABULARY = ("attention", "transformer", "graph", "grapes", "retrieval", "language", "model", "gpt4", "诺")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("atention", "attention"),
        ("atentoin year:2020", "attention year:2020"),
        ("grahp", "graph"),
        ('-survey "tranformer retreival"', '-survey "transformer retrieval"'),
        ("ＡＴＥＮＴＩＯＮ", "attention"),
        ("graph", None),
        ("former attenti", None),
        ("langauage modle", "language model"),
        ("gpt5", None),
        ("cat", None),
        ("-atention", None),
        ("author:atention", None),
        ("", None),
    ],
)
def test_a_mistyped_word_becomes_the_nearest_known_one(typed: str, meant: str | None) -> None:
    assert suggestion(parse_query(typed), VOCABULARY) == meant


def test_the_more_frequent_of_equals_is_meant() -> None:
    assert suggestion(parse_query("modle"), ("model", "mole")) == "model"
    assert suggestion(parse_query("modle"), ("mole", "model")) == "mole"


@given(ANY_TEXT | TRICKY_TEXT, st.lists(TRICKY_TEXT.map(words)))
def test_any_text_may_have_been_mistyped(typed: str, vocabulary: list[str]) -> None:
    meant = suggestion(parse_query(typed), vocabulary)
    assert meant is None or suggestion(parse_query(meant), vocabulary) is None


@given(LETTERS, LETTERS, st.integers(0, 3))
def test_a_distance_is_the_same_from_either_side(one: str, two: str, limit: int) -> None:
    distance = edit_distance(one, two, limit)
    assert distance == edit_distance(two, one, limit) <= limit + 1
    assert distance >= min(abs(len(one) - len(two)), limit + 1)
    assert (distance == 0) == (one == two)
    assert distance == min(edit_distance(one, two, 9), limit + 1)


@given(LETTERS, st.integers(0, 8), st.sampled_from("abcdex"))
def test_one_change_is_a_distance_of_one_at_most(word: str, at: int, letter: str) -> None:
    at = min(at, len(word))
    changes = (
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    )
    assert all(edit_distance(word, changed, 2) <= 1 for changed in changes)

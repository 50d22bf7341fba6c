"""What a reader says of papers goes before what the notes say; and where they were is told as text and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.bearings import Bearings, as_text, bearings_from
from paperterm.core.marks import (
    AddTag,
    DropTag,
    all_tags,
    completed_name,
    completed_tag,
    is_bookmarked,
    marked,
    status_of,
    toggled,
    wishes_typed,
)
from paperterm.core.model import Mark, Paper, Status
from paperterm.core.outline import Folding, Order, Sort
from paperterm.core.parse.document import parse_document

TITLE = "Attention Is All You Need [[paper]](https://arxiv.org/abs/1706.03762)"
PAPER = parse_document("a.md", f"- {TITLE}\n").papers[0]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"- {TITLE}\n", "unread"),
        (f"- [ ] {TITLE}\n- [x] Deep Residual Learning\n", "unread"),
        (f"- [x] {TITLE}\n", "read"),
        (f"* [X] **{TITLE}**\n", "read"),
        (f"1. [/] {TITLE}\n", "reading"),
        ('---\ntitle: "Graphs Among Trees"\nauthors: [A. Roe]\nstatus: done\n---\n\nText.\n', "read"),
        ('---\ntitle: "Graphs Among Trees"\nauthors: [A. Roe]\nread: true\n---\n\nText.\n', "read"),
        ('---\ntitle: "Graphs Among Trees"\nauthors: [A. Roe]\nstatus: to-read\n---\n\nText.\n', "unread"),
        ('---\ntitle: "树中之图"\nauthors: [张三]\n状态: 在读\nyear: 2020\n---\n\n正文\n', "reading"),
    ],
)
def test_the_notes_say_how_far_a_paper_is_read(text: str, status: str) -> None:
    paper = parse_document("notes/graphs.md", text).papers[0]
    assert marked(paper, None).status == status
    assert marked(paper, Mark(tags=("llm",))).status == status
    assert all(marked(paper, Mark(own)).status == own for own in Status)


def test_the_note_file_speaks_where_the_list_says_nothing_more_than_unread() -> None:
    assert marked(PAPER, None, "read").status == "read"
    assert marked(replace(PAPER, status="unread"), None, "reading").status == "reading"
    assert marked(replace(PAPER, status="reading"), None, "read").status == "reading"
    assert marked(PAPER, None, "unread").status == "unread"


def test_a_key_makes_all_papers_alike_and_takes_it_back_from_all() -> None:
    read, other = (replace(PAPER, status=status) for status in ("read", "reading"))
    assert toggled([read, other], Status.READ) is Status.READ
    assert toggled([read, read], Status.READ) is Status.UNREAD
    assert toggled([other], Status.READ) is Status.READ
    assert status_of(PAPER) is Status.UNREAD and not is_bookmarked(PAPER)


def test_tags_are_words_with_or_without_a_sign() -> None:
    assert wishes_typed("llm, #graphs，-old -#older - # --") == (
        AddTag("llm"),
        AddTag("graphs"),
        DropTag("old"),
        DropTag("older"),
    )
    assert wishes_typed(" , ") == ()


def test_tags_are_completed_to_the_first_that_begins_so() -> None:
    known = ("Survey", "scaling", "图")
    assert completed_tag("llm sur", known) == "llm Survey "
    assert completed_tag("-#SC", known) == "-#scaling "
    assert completed_tag("图", known) == "图 "
    assert completed_tag("llm ", known) == "llm "
    assert completed_name("to", ("Graphs", "To read")) == "To read"
    assert completed_name("x", ("Graphs",)) == "x"


def test_the_readers_tags_follow_those_of_the_notes_each_once() -> None:
    paper = replace(PAPER, tags=("LLM", "graphs"), mark=Mark(tags=("llm", "new")))
    assert all_tags(paper) == ("LLM", "graphs", "new")


names = st.text(max_size=8)
keys = st.lists(names, min_size=1, max_size=3).map(tuple)
places = st.builds(
    Bearings,
    names,
    names,
    names,
    st.sampled_from(Order),
    st.sampled_from(Sort),
    st.sampled_from(Order),
    names,
    st.builds(Folding, st.booleans(), st.frozensets(keys, max_size=4)),
    st.none() | st.integers(0, 99),
    st.integers(0, 10_000),
    st.booleans(),
)


@given(places)
def test_bearings_come_back_as_they_were(bearings: Bearings) -> None:
    assert bearings_from(as_text(bearings)) == bearings


@given(st.text(max_size=20) | st.none())
def test_other_text_is_no_bearings(text: str | None) -> None:
    assert bearings_from(text) is None


@pytest.mark.parametrize("cut", ['{"paper": ["a", "b"]}', "[]", "{}", "null", '"x"', "1"])
def test_half_of_them_is_none(cut: str) -> None:
    assert bearings_from(cut) is None


def test_a_paper_without_marks_is_itself_but_for_its_status() -> None:
    told: Paper = marked(PAPER, None)
    assert replace(told, status=None) == PAPER

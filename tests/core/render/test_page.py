"""A paper's whole page: its head, its notes, what is found in it, what is printed of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperterm.core.cells import cell_width
from paperterm.core.model import Document, Field, Kind, Link, LinkKind, Note, Paper, Span
from paperterm.core.outline import Entry
from paperterm.core.parse.document import parse_document
from paperterm.core.render.lines import Role
from paperterm.core.render.page import (
    Page,
    draft_entry,
    find_in,
    message_page,
    plain_text,
    render_entry,
    render_paper,
    source_page,
)
from paperterm.core.text import fold

Whole = Callable[[str], tuple[Document, Paper]]
HERE = Span(0, 1)
TEXT = '- GLM-130B\n  1. 使用了自编码 和**自回归** <br>\n  2. second\n     <img src="a\\b.png">\n'
HOSTILE = st.one_of(
    st.text(max_size=200),
    st.text(st.sampled_from("ab 中。\n\t`*_~[]()<>!|#-1.:$&;\\/'\"=\x1b\x00\u202e\u200d\ud800\r"), max_size=200),
    st.lists(
        st.sampled_from(
            (
                *("<br>", "<details>", "</details>", "<table><tr><td>", "<b>", "</b>", "<a href='\x1b'>", "&#27;"),
                *("- ", "> ", "\n", "1. ", "| a | b |\n|-|-|\n| 1 |", "```\n", "    ", "**", "![x](y)"),
                *("[a](http://e.org/%1b)", "中文", "word "),
                *("$x_{", "}$", "$$\n", "\\frac", ":rocket:", "```python\n", "<q>", "<rp>", "<div align=center>"),
            )
        ),
        max_size=30,
    ).map("".join),
)


def span_of(wanted: str) -> Span:
    at = TEXT.index(wanted)
    return Span(at, at + len(wanted))


@pytest.fixture
def glm() -> tuple[Document, Paper]:
    paper = Paper(
        "id",
        Kind.PAPER,
        "GLM-130B",
        Span(0, len(TEXT)),
        1,
        4,
        authors=("A. Zeng", "X. Liu"),
        year=2023,
        venue="ICLM",
        section=("Paper", "2023"),
        tags=("llm",),
        links=(
            Link(LinkKind.CODE, "code", "https://github.com/THUDM/GLM-130B", HERE),
            Link(LinkKind.PAPER, "OpenReview", "https://arxiv.org/abs/1", HERE),
            Link(LinkKind.CODE, "github", "http://github.com/x", HERE),
        ),
        notes=(
            Note(1, "", span_of("使用了自编码 和**自回归** <br>")),
            Note(12, "", span_of('second\n     <img src="a\\b.png">')),
        ),
        fields=(Field("Year", "2023", HERE), Field("Task", "pre-training", HERE)),
    )
    return Document("a.md", TEXT, (paper,)), paper


def test_the_page_tells_title_facts_links_fields_and_notes(glm: tuple[Document, Paper]) -> None:
    page = render_paper(*glm, 50, keys={"https://github.com/THUDM/GLM-130B": "o", "https://arxiv.org/abs/1": "p"})
    assert [line.text for line in page.lines] == [
        "GLM-130B",
        "2023 · ICLM · Paper › 2023",
        "A. Zeng, X. Liu",
        "#llm",
        "",
        "code   github.com/THUDM/GLM-130B                 o",
        "paper  OpenReview  arxiv.org/abs/1               p",
        "code   http://github.com/x",
        "",
        "Task: pre-training",
        "",
        " 1  使用了自编码 和自回归",
        "",
        "12  second",
        "    [image: a/b.png]",
    ]
    assert page.note_lines == (11, 13)
    assert page.lines[0].runs[0].roles == (Role.TITLE,)


def test_text_is_no_wider_than_its_measure(glm: tuple[Document, Paper]) -> None:
    document, paper = glm
    page = render_paper(document, replace(paper, title="word " * 60), 200, measure=40)
    assert max(cell_width(line.text) for line in page.lines) <= 40
    assert page.width == 200


def test_a_long_url_is_shown_whole_and_its_key_beside_it(glm: tuple[Document, Paper]) -> None:
    document, paper = glm
    url = "https://e.org/" + "x" * 50
    page = render_paper(document, replace(paper, links=(Link(LinkKind.CODE, "", url, HERE),)), 40, keys={url: "o"})
    first, second = [line for line in page.lines if any(run.link == url for run in line.runs)]
    assert first.text.endswith("  o") and second.joint == ""
    assert [target.text for target in page.links()] == [url.removeprefix("https://")]


def test_links_and_images_are_told_with_their_places(whole: Whole) -> None:
    page = render_paper(*whole("see [the two words](https://e.org) ![x](a.png)"), 12)
    (link,), (image,) = page.links(), page.images()
    assert (page.lines[link.line].text[link.column :], link.text) == ("the two", "the two words")
    assert image.url == "a.png"


def test_a_link_in_the_list_that_poses_as_another_place_is_flagged(glm: tuple[Document, Paper]) -> None:
    document, paper = glm
    links = (Link(LinkKind.PAPER, "arxiv.org/abs/1", "https://evil.example/", HERE),)
    assert "[! shown as arxiv.org/abs/1]" in plain_text(render_paper(document, replace(paper, links=links), 90))


def test_a_note_that_holds_nothing_keeps_its_number(glm: tuple[Document, Paper]) -> None:
    document, paper = glm
    page = render_paper(document, replace(paper, notes=(Note(1, "", Span(0, 0)),)), 40)
    assert len(page.note_lines) == 1
    assert page.lines[page.note_lines[0]].text.strip() == "1"


def test_search_ignores_case_accents_width_and_soft_wraps(whole: Whole) -> None:
    page = render_paper(*whole("Ｃａｆé CAFÉ cafe\u0301 自编码使用的方式进行训练的方式"), 12)
    assert len(find_in(page, "cafe")) == 3
    (found,) = find_in(page, "使用的方式进行")
    text = "".join(page.lines[line].text[start:end] for line, start, end in found.places)
    assert text == "使用的方式进行"
    assert len(found.places) > 1
    assert found.line == found.places[0][0]


def test_a_match_does_not_hold_the_gutter_of_the_lines_below(glm: tuple[Document, Paper]) -> None:
    page = render_paper(*glm, 18)
    (found,) = find_in(page, "编码 和自回归")
    assert (
        "".join(page.lines[line].text[start:end] for line, start, end in found.places).replace(" ", "")
        == "编码和自回归"
    )
    assert all(start >= page.lines[line].lead for line, start, _ in found.places)


def test_nothing_is_found_for_nothing(glm: tuple[Document, Paper]) -> None:
    assert find_in(render_paper(*glm, 40), "  ") == ()


def test_plain_text_says_where_links_lead(whole: Whole) -> None:
    text = plain_text(render_paper(*whole("[here](https://e.org/a) and https://e.org/b"), 60))
    assert text == "A title\n\nhere <https://e.org/a> and https://e.org/b\n"


def test_the_source_and_messages_are_pages_too(glm: tuple[Document, Paper]) -> None:
    assert plain_text(source_page(*glm, 40)) == TEXT
    assert plain_text(message_page("Nothing here", "Press a.\n\nOr b.", 40)) == "Nothing here\nPress a.\n\nOr b.\n"


def is_clean(page: Page) -> bool:
    return not any(unicodedata.category(char) in ("Cc", "Cs") for line in page.lines for char in line.text)


@settings(deadline=None)
@given(HOSTILE, st.integers(1, 70))
def test_any_text_at_any_width_is_drawn_without_control_characters(text: str, width: int) -> None:
    span = Span(0, len(text))
    note = Note(1, text, span)
    link = Link(LinkKind.OTHER, text, text, span)
    paper = Paper(
        "id",
        Kind.PAPER,
        text or "t",
        span,
        1,
        1,
        authors=(text,),
        venue=text,
        section=(text,),
        links=(link,),
        tags=(text,),
    )
    paper = replace(paper, notes=(note,), rest=(span,), fields=(Field(text, text, span),))
    document = Document("a.md", text, (paper,))
    page = render_paper(document, paper, width)
    assert is_clean(page)
    assert is_clean(source_page(document, paper, width))
    assert is_clean(message_page(text, text, width))
    assert not any("\n" in line or "\x1b" in line for line in plain_text(page).split("\n"))
    for line in page.lines:
        is_code = any(Role.CODE in run.roles or Role.MATH in run.roles for run in line.runs)
        assert is_code or sum(cell_width(run.text) for run in line.runs) <= max(2, width)


@settings(deadline=None)
@given(HOSTILE, st.integers(1, 40))
def test_every_word_on_a_page_is_found(text: str, width: int) -> None:
    span = Span(0, len(text))
    paper = Paper("id", Kind.PAPER, "t", span, 1, 1, rest=(span,))
    page = render_paper(Document("a.md", text, (paper,)), paper, width)
    for line in page.lines:
        for word in line.text[line.lead :].split():
            assert not fold(word) or find_in(page, word)


@settings(deadline=None)
@given(st.text(st.sampled_from("abc é中文，。（）xyz")), st.integers(1, 40))
def test_a_plain_paragraph_loses_nothing(text: str, width: int) -> None:
    span = Span(0, len(text))
    paper = Paper("id", Kind.PAPER, "t", span, 1, 1, rest=(span,))
    page = render_paper(Document("a.md", text, (paper,)), paper, width)
    drawn = "".join(line.text for line in page.lines[1:])
    assert drawn.replace(" ", "") == text.replace(" ", "")


def test_a_table_may_be_wider_than_the_text_where_the_window_is(whole: Whole) -> None:
    cells = [f"column {number}" for number in range(12)]
    document, paper = whole(f"| {' | '.join(cells)} |\n|{'-|' * 12}\n| {' | '.join(cells)} |\n\n{'word ' * 40}")
    lines = [line.text for line in render_paper(document, paper, 180).lines]
    assert "  ".join(cells) in lines[2]
    assert max(len(line) for line in lines if "word" in line) <= 90


def test_a_formula_keeps_the_marks_that_stand_around_its_part(whole: Whole) -> None:
    document, paper = whole("$$\nE = mc^2\n$$\n")
    inside = Span(3, len(document.text))
    page = render_paper(document, replace(paper, rest=(inside,)), 60)
    assert page.lines[-1].text == "    E = mc²"


def test_a_draft_is_laid_out_as_far_as_it_is_looked_at() -> None:
    text = "# Papers\n\n- A title [[code]](https://github.com/a/b)\n" + "".join(
        f"  - note {number}\n" for number in range(500)
    )
    document = parse_document("a.md", text)
    entry = Entry(document.name, document.papers[0], lambda name: document)
    draft = draft_entry(entry, 60)
    draft.grow(30)
    assert 30 <= len(draft.lines) < 40
    assert draft.likely_lines == pytest.approx(1000, rel=0.2)
    beginning = list(draft.lines)
    page = draft.page()
    assert page == render_entry(entry, 60)
    assert page.lines[: len(beginning)] == tuple(beginning)
    assert draft.likely_lines == len(page.lines)

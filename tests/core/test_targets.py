"""Which link and which text an action means."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.model import Document, Kind, Link, LinkKind, Paper, Span
from paperterm.core.targets import clean, clone_line, markdown_of, paper_link, pdf_url, repo_link, shown_url

NOWHERE = Span(0, 0)


def with_links(*links: tuple[LinkKind, str]) -> Paper:
    made = tuple(Link(kind, "", url, NOWHERE) for kind, url in links)
    return Paper("p", Kind.PAPER, "P", NOWHERE, 1, 1, links=made)


def test_the_repo_link_is_the_first_code_link_wherever_it_leads() -> None:
    paper = with_links((LinkKind.PAPER, "https://github.com/a/b"), (LinkKind.CODE, "https://aka.ms/code"))
    link = repo_link(paper)
    assert link is not None
    assert link.url == "https://aka.ms/code"


def test_without_a_code_link_it_is_the_first_repository_on_a_code_host() -> None:
    paper = with_links((LinkKind.PAPER, "https://arxiv.org/abs/1"), (LinkKind.PROJECT, "https://gitlab.com/a/b"))
    link = repo_link(paper)
    assert link is not None
    assert link.url == "https://gitlab.com/a/b"


def test_a_profile_or_topic_page_is_no_repository() -> None:
    assert repo_link(with_links((LinkKind.OTHER, "https://github.com/topics/llm"))) is None
    assert repo_link(with_links((LinkKind.OTHER, "https://github.com/someone"))) is None


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("https://github.com/THUDM/GLM-130B/", "git clone https://github.com/THUDM/GLM-130B.git"),
        ("https://github.com/a/b/tree/main/c?tab=readme", "git clone https://github.com/a/b.git"),
        ("http://www.github.com/a/b.git", "git clone https://github.com/a/b.git"),
        ("https://gitee.com/a/b#readme", "git clone https://gitee.com/a/b.git"),
        ("https://github.com/a/b;rm -rf ~", "git clone 'https://github.com/a/b;rm.git'"),
        ("https://github.com/a/$(x)", "git clone 'https://github.com/a/$(x).git'"),
    ],
)
def test_the_clone_line_names_the_repository_and_is_safe_in_a_shell(url: str, line: str) -> None:
    assert clone_line(with_links((LinkKind.CODE, url))) == line


def test_a_code_link_to_no_repository_gives_no_clone_line() -> None:
    assert clone_line(with_links((LinkKind.CODE, "https://aka.ms/code"))) is None


def test_the_paper_link_is_the_paper_before_a_page_about_it() -> None:
    paper = with_links((LinkKind.PROJECT, "https://x.org"), (LinkKind.PAPER, "https://arxiv.org/abs/2210.02414"))
    link = paper_link(paper)
    assert link is not None
    assert link.url == "https://arxiv.org/abs/2210.02414"


def test_code_and_slides_are_no_paper_link() -> None:
    assert paper_link(with_links((LinkKind.CODE, "https://github.com/a/b"), (LinkKind.SLIDES, "https://s.org"))) is None


@pytest.mark.parametrize(
    ("url", "pdf"),
    [
        ("https://arxiv.org/abs/2210.02414", "https://arxiv.org/pdf/2210.02414"),
        ("https://x.org/paper.PDF", "https://x.org/paper.PDF"),
        ("https://x.org/paper.html", None),
        ("http://[broken", None),
    ],
)
def test_the_pdf_is_a_pdf_link_or_the_one_of_the_arxiv_page(url: str, pdf: str | None) -> None:
    assert pdf_url(with_links((LinkKind.PAPER, url))) == pdf


def test_the_markdown_of_an_entry_is_what_its_author_wrote() -> None:
    text = "# A\r\n- one\r\n  - *two*\r\n\r\n- three\r\n"
    paper = Paper("p", Kind.PAPER, "one", Span(5, 25), 2, 3)
    assert markdown_of(Document("a.md", text, (paper,)), paper) == "- one\n  - *two*"


@given(st.text(st.characters(blacklist_categories=())))
def test_nothing_goes_to_the_clipboard_with_a_control_character(text: str) -> None:
    assert not {char for char in clean(text) if unicodedata.category(char) in ("Cc", "Cs")} - {"\n", "\t"}


def test_a_url_is_shown_without_what_every_url_has() -> None:
    assert shown_url("https://www.github.com/a/b/") == "github.com/a/b"
    assert shown_url("http://") == "http://"

from __future__ import annotations

import pytest

from paperterm.core.cite.bibtex import bibtex
from paperterm.core.cite.plain import plain
from paperterm.core.cite.styles import STYLES, UnknownStyleError, cite, cite_all
from tests.core.cite.paper_cases import paper

VASWANI = paper(authors=("Ashish Vaswani",), year=2017)


def test_a_style_is_found_by_its_name_in_any_case() -> None:
    assert cite(VASWANI) == plain(VASWANI)
    assert cite(VASWANI, "BibTeX") == bibtex(VASWANI)


def test_an_unknown_style_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownStyleError, match=r"'harvard'.*text, bibtex") as raised:
        cite(VASWANI, "harvard")
    assert isinstance(raised.value, ValueError)


def test_a_bibliography_never_uses_a_key_twice() -> None:
    text = cite_all([VASWANI, VASWANI], "bibtex")
    assert "@misc{vaswani2017,\n" in text
    assert "}\n\n@misc{vaswani2017a,\n" in text


def test_a_list_of_text_citations_is_a_line_each() -> None:
    assert cite_all([VASWANI, VASWANI]) == f"{plain(VASWANI)}\n{plain(VASWANI)}"


@pytest.mark.parametrize("style", STYLES)
def test_no_papers_are_no_citations(style: str) -> None:
    assert cite_all([], style) == ""

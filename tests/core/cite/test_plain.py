from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from paperterm.core.cite.plain import plain
from paperterm.core.model import Paper
from tests.core.cite.paper_cases import any_paper, paper


@pytest.mark.parametrize(
    ("cited", "line"),
    [
        (
            paper(
                authors=("Vaswani, Ashish", "Noam Shazeer", "Niki Parmar"),
                year=2017,
                venue="NeurIPS",
                url="https://arxiv.org/abs/1706.03762",
                code="https://github.com/tensorflow/tensor2tensor",
            ),
            "Ashish Vaswani, Noam Shazeer, and Niki Parmar (2017). Attention Is All You Need. NeurIPS. "
            "https://arxiv.org/abs/1706.03762 Code: https://github.com/tensorflow/tensor2tensor",
        ),
        (paper(authors=("K. He et al.",), year=2016), "K. He et al. (2016). Attention Is All You Need."),
        (paper(authors=("K. He et al.",)), "K. He et al. Attention Is All You Need."),
        (paper(authors=("D. Kingma", "J. Ba")), "D. Kingma and J. Ba. Attention Is All You Need."),
        (paper(year=2017), "Attention Is All You Need (2017)."),
        (paper(), "Attention Is All You Need."),
        (paper("Why?", venue="Nature"), "Why? Nature."),
        (
            paper("机器学习", authors=("周志华",), year=2016, venue="清华大学出版社"),
            "周志华（2016）。机器学习。清华大学出版社。",
        ),
        (paper("图神经网络综述", authors=("王健宗", "孔令炜", "等")), "王健宗、孔令炜等。图神经网络综述。"),
        (
            paper("什么是注意力？", venue="软件学报", url="https://e.org/1", code="https://github.com/a/b"),
            "什么是注意力？软件学报。 https://e.org/1 代码：https://github.com/a/b",
        ),
        (paper("注意機構のしくみ", year=2020), "注意機構のしくみ (2020)."),
    ],
)
def test_only_what_is_known_is_said_and_punctuated(cited: Paper, line: str) -> None:
    assert plain(cited) == line


def test_a_long_list_of_authors_is_cut_and_says_so() -> None:
    line = plain(paper(authors=tuple(f"Ann Author{chr(65 + count)}" for count in range(26))))
    assert line.startswith("Ann AuthorA, ")
    assert "AuthorS, et al. Attention" in line


@given(any_paper)
def test_a_citation_is_one_visible_line(cited: Paper) -> None:
    line = plain(cited)
    assert line == line.strip()
    assert all(unicodedata.category(char) not in ("Cc", "Cs") for char in line)
    assert "  " not in line
    assert ".." not in line.replace("...", "") or ".." in repr(cited)

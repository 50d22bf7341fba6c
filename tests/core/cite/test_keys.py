from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.cite.keys import citation_key, unique_keys
from paperterm.core.model import Paper
from tests.core.cite.paper_cases import any_paper, paper


@pytest.mark.parametrize(
    ("authors", "year", "key"),
    [
        (("Ashish Vaswani", "Noam Shazeer"), 2017, "vaswani2017"),
        (("Vaswani, Ashish",), None, "vaswani"),
        (("Łukasz Kaiser",), 2018, "kaiser2018"),
        (("Jürgen Schmidhuber",), 2015, "schmidhuber2015"),
        (("Aäron van den Oord",), 2016, "vandenoord2016"),
        (("Brendan O'Connor",), 2010, "oconnor2010"),
        (("K. He et al.",), 2016, "he2016"),
        (("OpenAI",), 2023, "openai2023"),
        (("The GLM Team",), 2024, "glm2024"),
        (("周志华",), 2016, "zhou2016"),
        (("曾国藩",), 2020, "zeng2020"),
        (("单田芳",), 2020, "shan2020"),
        (("吕布",), 2020, "lv2020"),
        (("欧阳修",), 2020, "ouyang2020"),
        (("陳大文",), 2020, "chen2020"),
        (("김철수",), 2020, "gim2020"),
        (("Иван Петров",), 2020, "petrov2020"),
    ],
)
def test_a_key_is_the_first_author_and_the_year(authors: tuple[str, ...], year: int | None, key: str) -> None:
    assert citation_key(paper(authors=authors, year=year)) == key


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("GLM-130B: An Open Bilingual Pre-trained Model", "glm2023"),
        ("InstructUIE: Multi-task Instruction Tuning", "instructuie2023"),
        ("On the Opportunities of Foundation Models", "opportunities2023"),
        ("A Survey", "survey2023"),
        ("12-in-1: Multi-Task Vision and Language", "multi2023"),
        ("2001", "20012023"),
        ("The The", "the2023"),
        ("机器学习", "jiqixuexi2023"),
        ("基于图神经网络的推荐", "tushenjingwang2023"),
        ("基于BERT的问答", "bert2023"),
        ("∞-former", "former2023"),
        ("∞", "u221e2023"),
    ],
)
def test_without_authors_a_key_starts_with_a_telling_word_of_the_title(title: str, key: str) -> None:
    assert citation_key(paper(title, year=2023)) == key


def test_of_papers_that_share_a_key_the_first_keeps_it_and_the_others_get_letters() -> None:
    same = paper(authors=("Ashish Vaswani",), year=2017)
    assert unique_keys([same, paper("Deep"), same, same]) == ("vaswani2017", "deep", "vaswani2017a", "vaswani2017b")


def test_a_lettered_key_never_takes_the_place_of_a_paper_of_that_name() -> None:
    assert unique_keys([paper("Deep"), paper("Deep"), paper("Deepa")]) == ("deep", "deepb", "deepa")


def test_letters_go_on_after_z() -> None:
    assert unique_keys([paper("Deep")] * 29)[-2:] == ("deepaa", "deepab")


@given(any_paper)
def test_a_key_is_never_empty_and_always_plain(cited: Paper) -> None:
    assert re.fullmatch("[a-z0-9]+", citation_key(cited))


@given(st.lists(any_paper, max_size=8), st.integers(1, 3))
def test_keys_are_unique_and_plain(papers: list[Paper], times: int) -> None:
    keys = unique_keys(papers * times)
    assert len(set(keys)) == len(keys) == len(papers) * times
    assert all(re.fullmatch("[a-z0-9]+", key) for key in keys)


@given(st.lists(any_paper, max_size=5), any_paper)
def test_a_paper_added_at_the_end_changes_no_earlier_key(papers: list[Paper], added: Paper) -> None:
    natural = {citation_key(cited) for cited in papers}
    before, after = unique_keys(papers), unique_keys([*papers, added])
    assert after[: len(papers)] == before or citation_key(added) not in natural

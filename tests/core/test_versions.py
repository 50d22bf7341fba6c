"""One work written down several times."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.model import Field, Kind, Link, LinkKind, Paper, Span
from paperterm.core.versions import same_work, work_keys

NOWHERE = Span(0, 0)


def a_paper(title: str, *urls: str, **values: object) -> Paper:
    links = tuple(Link(LinkKind.PAPER, "paper", url, NOWHERE) for url in urls)
    return replace(Paper("id", Kind.PAPER, title, NOWHERE, 1, 1, links=links), **values)


BERT = "BERT: Pre-training of Deep Bidirectional Transformers"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (a_paper("A", "https://arxiv.org/abs/1810.04805"), a_paper("B", "https://arxiv.org/pdf/1810.04805v2.pdf")),
        (a_paper("A", "https://doi.org/10.1145/1.2"), a_paper("B", fields=(Field("DOI", "10.1145/1.2", NOWHERE),))),
        (a_paper("A", "https://arxiv.org/abs/1810.04805"), a_paper("B", "https://doi.org/10.48550/arXiv.1810.04805")),
        (a_paper("A", id="arxiv:1810.04805~2"), a_paper("B", "https://arxiv.org/abs/1810.04805")),
        (a_paper(BERT), a_paper("BERT - pretraining of deep bidirectional transformers.")),
        (
            a_paper(BERT, "https://arxiv.org/abs/1810.04805", year=2018),
            a_paper(BERT, "https://aclanthology.org/N19-1423", year=2019, venue="NAACL"),
        ),
        (a_paper(BERT, year=2018), a_paper("Pre-training of Deep Bidirectional Transformers", year=2019)),
        (a_paper(BERT, "https://arxiv.org/abs/1810.04805"), a_paper(BERT, "https://arxiv.org/abs/1810.00000")),
        (
            a_paper("LLaVA", "https://arxiv.org/abs/2304.08485"),
            a_paper("Visual Instruction Tuning with Language Models", "https://arxiv.org/abs/2304.08485"),
        ),
        (
            a_paper("注意力机制论文精读", "https://arxiv.org/abs/1706.03762"),
            a_paper("Attention Is All You Need", "https://arxiv.org/abs/1706.03762"),
        ),
        (
            a_paper(BERT, authors=("Jacob Devlin", "Ming-Wei Chang")),
            a_paper(f"{BERT} (Extended Abstract)", authors=("Devlin, Jacob",)),
        ),
        (a_paper("Segment Anything"), a_paper("segment anything", kind=Kind.RESOURCE)),
        (a_paper("Interpretability", year=2020), a_paper("Interpretability", year=2020)),
        (a_paper("预训练语言模型"), a_paper("预训练 语言模型")),
        (a_paper("deepmind/alphafold-data", kind=Kind.REPO), a_paper("deepmind/alphafold-data", kind=Kind.REPO)),
    ],
)
def test_the_same_work_is_recognised(one: Paper, other: Paper) -> None:
    assert same_work([one, a_paper("Something Else Entirely"), other]) == [[0, 2]]
    assert set(work_keys(one)) & set(work_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (a_paper("Introduction"), a_paper("Introduction")),
        (a_paper("A Survey"), a_paper("A Survey")),
        (a_paper("Awesome Paper List"), a_paper("Awesome Paper List")),
        (a_paper("Lecture Slides (Part 2)", year=2020), a_paper("Lecture Slides (Part 2)", year=2020)),
        (a_paper("README", year=2020), a_paper("README", year=2020)),
        (a_paper("论文阅读笔记"), a_paper("论文阅读笔记")),
        (a_paper("GPT-4"), a_paper("GPT-4")),
        (a_paper("Interpretability"), a_paper("Interpretability")),
        (a_paper("Graph Neural Networks", authors=("A. Smith",)), a_paper("Graph Neural Networks", authors=("B. Li",))),
        (
            a_paper("Graph Neural Networks", "https://arxiv.org/abs/1901.00001"),
            a_paper("Graph Neural Networks", "https://arxiv.org/abs/2001.00002"),
        ),
        (
            a_paper("Image Inpainting with Inversion", "https://arxiv.org/abs/2203.16669"),
            a_paper("Escaping Data Scarcity for Face Hallucination", "https://arxiv.org/abs/2203.16669"),
        ),
        (a_paper(BERT), a_paper("Pre-training of Deep Bidirectional Transformers")),
        (a_paper(BERT, year=2018), a_paper("Pre-training of Deep Bidirectional Transformers", year=2022)),
        (
            a_paper("LLaVA: A Large Multimodal Model", year=2023),
            a_paper("CogVLM: A Large Multimodal Model", year=2023),
        ),
        (
            a_paper("COCO", "https://arxiv.org/abs/1405.0312", kind=Kind.DATASET),
            a_paper("COCO Stuff", "https://arxiv.org/abs/1405.0312", kind=Kind.DATASET),
        ),
        (
            a_paper("One", "https://doi.org/10.1007/978-3-030-58452-8"),
            a_paper("Two", "https://doi.org/10.1007/978-3-030-58452-8"),
        ),
    ],
)
def test_different_works_are_not_put_together(one: Paper, other: Paper) -> None:
    assert same_work([one, other]) == []


def test_a_work_without_its_name_belongs_to_none_of_two() -> None:
    papers = [a_paper(f"{name}A Large Multimodal Model", year=2023) for name in ("LLaVA: ", "CogVLM: ", "")]
    assert same_work(papers) == []


def test_one_entry_may_bring_two_others_together() -> None:
    papers = [
        a_paper("First Words of Title", "https://arxiv.org/abs/1810.04805"),
        a_paper("Quite Another Long Title"),
        a_paper("Second Words of Title"),
        a_paper("Second Words of Title", "https://arxiv.org/abs/1810.04805"),
        a_paper("Quite Another Long Title"),
    ]
    assert same_work(papers) == [[0, 2, 3], [1, 4]]


TITLES = st.sampled_from(
    [
        BERT,
        BERT.removeprefix("BERT: "),
        f"{BERT} (extended abstract)",
        "Survey",
        "X: " + BERT,
        "预训练语言模型",
        "Transformers",
    ]
)
PAPERS = st.builds(
    lambda title, id_, year, authors, kind: a_paper(
        title, *([f"https://arxiv.org/abs/1810.0000{id_}"] if id_ else []), year=year, authors=authors, kind=kind
    ),
    TITLES | st.text(min_size=1, max_size=20),
    st.integers(0, 3),
    st.sampled_from([None, 2018, 2019, 2022]),
    st.sampled_from([(), ("Jacob Devlin",), ("Ada Other",), ("周志华",)]),
    st.sampled_from(Kind),
)


@given(st.lists(PAPERS, max_size=8))
def test_groups_are_apart_and_held_together_by_keys(papers: list[Paper]) -> None:
    groups = same_work(papers)
    members = [index for group in groups for index in group]
    assert len(members) == len(set(members))
    assert groups == sorted(groups) and all(group == sorted(group) and len(group) > 1 for group in groups)
    for group in groups:
        reached, left = set(work_keys(papers[group[0]])), set(group[1:])
        while near := {index for index in left if reached & set(work_keys(papers[index]))}:
            left -= near
            reached = reached.union(*(work_keys(papers[index]) for index in near))
        assert not left


@given(st.lists(PAPERS, max_size=6), st.lists(PAPERS, max_size=3))
def test_same_identifiers_are_always_the_same_work(papers: list[Paper], others: list[Paper]) -> None:
    both = [*papers, *others, *papers]
    groups = same_work(both)
    for index, paper in enumerate(papers):
        if any(key.startswith("arxiv:") for key in work_keys(paper)):
            twin = index + len(papers) + len(others)
            assert any(index in group and twin in group for group in groups)

"""What the index finds is what a plain look at every paper finds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.filing import filed
from paperterm.core.model import Document
from paperterm.core.parse.document import parse_document
from paperterm.core.query import parse_query
from paperterm.store.index import SEQUENCE_BITS, Index, Kept
from paperterm.store.searching import Searching
from tests.shelves import index_of

TEXTS = (
    """\
# 机器学习

## 2021

- **[Attention Is All You Need](https://arxiv.org/abs/1706.03762)**, Ashish Vaswani, Noam Shazeer. NIPS 2017
  [[code]](https://github.com/tensorflow/tensor2tensor)
  - 1. 使用了自注意力机制 and multi-head attention
  - 2. second note on C++ and Ｆｕｌｌ-width forms
- [Résumé Parsing with ﬁne Graphs](https://example.org/resume.pdf). ACL, 2020.
- 深度学习综述 [paper](https://example.org/dl) KDD 2019

## Repo

- https://github.com/huggingface/transformers
""",
    """\
---
title: "Deep Residual Learning"
authors: [Kaiming He, Xiangyu Zhang]
year: 2016
venue: CVPR
tags: [vision, resnet]
status: read
---

Identity shortcuts make very deep networks trainable.
""",
    "- [Attention in Three Acts](https://arxiv.org/abs/2001.00001) (ICLR 2022) the same words\n"
    "- Untitled: a study of \x00 \ud800 odd signs\n",
)
DOCUMENTS = [
    parse_document(name, text) for name, text in zip(("list.md", "notes/resnet.md", "b.md"), TEXTS, strict=True)
]

words_typed = st.sampled_from(
    [
        *(
            "attention",
            "atten",
            "ttention",
            "学习",
            "度学",
            "注意",
            "c++",
            "full",
            "fine",
            "resume",
            "deep learn",
            '"deep',
        ),
        *('"multi head"', "github", "tensor2", "a", "中", "transformers", "identity", "+", "'", '"', "*", "NEAR", "OR"),
        *("year:2020", "year:2017..2020", "year:none", "venue:neurips", "venue:acl,kdd", "author:he", "tag:vision"),
        *("tag:vis", "kind:repo", "has:code", "has:n", "is:read", "is:un", "file:notes", "topic:机器", "-attention"),
        *("-kind:repo", "-has:code", "year:", "venue:x", "(", ")", "a AND b", "heads:x", "^a", "a:b", "\x00", "\ud800"),
    ]
)
typed = st.lists(words_typed | st.text(max_size=6), max_size=4).map(" ".join)


def found(index: Index, query: str) -> list[tuple[str, str]]:
    numbers = Searching(index).numbers(parse_query(query))
    return [(listed.name, listed.paper.id) for listed in index.papers(numbers)]


def scanned(documents: list[Document], query: str) -> list[tuple[str, str]]:
    wanted = parse_query(query)
    return [
        (document.name, paper.id)
        for document in documents
        for paper in document.papers
        if wanted.holds_for(document.name, paper, document.text)
    ]


LIBRARY = index_of(DOCUMENTS)
PLAIN = index_of(DOCUMENTS, Index(None, has_words=False))


@given(typed)
def test_the_index_finds_what_a_plain_scan_finds(query: str) -> None:
    assert found(LIBRARY, query) == scanned(DOCUMENTS, query)


@given(typed)
def test_without_an_index_of_words_the_same_is_found(query: str) -> None:
    wanted = parse_query(query)
    assert found(PLAIN, query) == scanned(DOCUMENTS, query)
    assert set(Searching(PLAIN).first_numbers(wanted, 100)) <= set(Searching(PLAIN).numbers(wanted))
    assert Searching(PLAIN).vocabulary() == []


@given(typed)
def test_the_best_are_all_there_are_and_the_first_are_among_them(query: str) -> None:
    searching, wanted = Searching(LIBRARY), parse_query(query)
    listed = searching.numbers(wanted)
    best, count = searching.best_numbers(wanted)
    assert sorted(best) == sorted(listed) and count == len(listed)
    assert searching.best_numbers(wanted, 2) == (best[:2], count)
    assert set(searching.first_numbers(wanted, 100)) <= set(listed)


@given(st.data())
def test_what_was_replaced_or_is_gone_is_not_found(data: st.DataObject) -> None:
    index = index_of(DOCUMENTS)
    kept = [
        data.draw(st.sampled_from([document, replace(document, papers=document.papers[1:])])) for document in DOCUMENTS
    ]
    left = [document for document in kept if data.draw(st.booleans())]
    index.keep([Kept(document.name, None, filed(document), None, None) for document in kept])
    index.arrange([document.name for document in left])
    for query in ("attention", "", "year:2020", "学", "title"):
        assert found(index, query) == scanned(left, query)


def test_words_of_titles_come_before_words_of_notes_and_recent_before_old() -> None:
    best, _ = Searching(LIBRARY).best_numbers(parse_query("attention"))
    assert [listed.paper.title for listed in LIBRARY.papers(best)] == [
        "Attention in Three Acts",
        "Attention Is All You Need",
    ]


def test_numbers_of_papers_are_never_used_twice() -> None:
    index = index_of(DOCUMENTS)
    before = {volume.number for volume in index.volumes()}
    index.keep([Kept(document.name, None, filed(document), None, None) for document in DOCUMENTS])
    assert not before & {volume.number for volume in index.volumes()}
    assert index.papers([number << SEQUENCE_BITS for number in before]) == []

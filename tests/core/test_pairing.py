"""Index entries find the note files they mean, and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from paperterm.core.model import Document, Kind, Link, LinkKind, Paper, Span
from paperterm.core.outline import Entry, Order, entry_of
from paperterm.core.pairing import is_note_file, joined, leads_to_files, pairs
from paperterm.core.render.page import plain_text, render_entry
from paperterm.store.index import SEQUENCE_BITS
from tests.shelves import index_of, shown

NOWHERE = Span(0, 0)


def note_file(name: str, title: str) -> Document:
    text = f"# {title}\n\nAll about it.\n"
    return Document(name, text, (Paper("x", Kind.PAPER, title, Span(0, len(text)), 1, 3),))


def index(name: str, *entries: tuple[str, str, str]) -> Document:
    papers = tuple(
        Paper(f"p{at}", Kind.PAPER, title, NOWHERE, at + 1, at + 1, links=(Link(LinkKind.OTHER, label, url, NOWHERE),))
        for at, (title, label, url) in enumerate(entries)
    )
    return Document(name, "many lines of text" * 20, papers)


def paired(*documents: Document) -> dict[tuple[str, int], str]:
    notes = {document.name: document.papers[0].title for document in documents if is_note_file(document)}
    lists = [(each.name, (each.name, at), paper) for each in documents for at, paper in enumerate(each.papers)]
    assert all(leads_to_files(paper) for _, number, paper in lists if number in pairs(lists, notes))
    return pairs(lists, notes)


RAFT = note_file("vault/raft.md", "In Search of an Understandable Consensus Algorithm")


@pytest.mark.parametrize(
    ("name", "title", "label", "url"),
    [
        ("README.md", "Raft", "notes", "vault/raft.md"),
        ("README.md", "Raft", "Raft", "./vault/raft.md#summary"),
        ("vault/index.md", "Raft", "Raft", "raft"),
        ("lists/index.md", "Raft", "阅读笔记", "../vault/raft.md"),
        ("README.md", "Raft", "Raft", "raft"),
        ("README.md", "Raft", "Raft", "raft#Leader election"),
        ("lists/index.md", "Raft", "Raft", "vault/raft#Summary"),
        ("README.md", "Raft", "notes", "vault/%72aft.md"),
        ("README.md", "In search of an understandable consensus algorithm", "notes", "raft.md"),
        (
            "README.md",
            "In search of an understandable consensus algorithm",
            "Review",
            "https://github.com/someone/papers/blob/main/vault/raft.md",
        ),
    ],
)
def test_an_entry_that_links_to_its_note_file_is_paired_with_it(name: str, title: str, label: str, url: str) -> None:
    assert paired(index(name, (title, label, url)), RAFT) == {(name, 0): RAFT.name}


@pytest.mark.parametrize(
    ("title", "label", "url"),
    [
        ("Paxos Made Simple", "compare", "vault/raft.md"),
        ("Raft", "notes", "vault/other.md"),
        ("Raft", "notes", "raft.md"),
        ("Raft", "notes", "https://example.org/vault/raft.md"),
        ("Another Paper Altogether", "Review", "https://github.com/someone/papers/blob/main/vault/raft.md"),
        ("Raft", "notes", "http://[broken"),
        ("Raft", "notes", "#raft"),
        ("Raft", "Raft", "other/raft"),
    ],
)
def test_a_link_to_anything_else_pairs_nothing(title: str, label: str, url: str) -> None:
    assert paired(index("README.md", (title, label, url)), RAFT) == {}


def test_a_resource_with_a_note_file_on_a_paper_is_shown_as_that_paper() -> None:
    document = index("README.md", ("Raft", "Raft", "vault/raft.md"))
    resource = replace(document.papers[0], kind=Kind.RESOURCE)
    listed = Entry(document.name, resource, lambda _: document, entry_of(RAFT, RAFT.papers[0]))
    assert joined(listed).kind is Kind.PAPER


def test_a_note_file_that_mentions_another_is_not_paired_with_it() -> None:
    other = note_file("vault/paxos.md", "Paxos Made Simple")
    (paper,) = other.papers
    linked = Paper(
        paper.id, paper.kind, paper.title, paper.span, 1, 3, links=(Link(LinkKind.OTHER, "raft", "raft", NOWHERE),)
    )
    assert paired(Document(other.name, other.text, (linked,)), RAFT) == {}


@pytest.mark.parametrize("page", ["README.md", "index.md"])
def test_a_link_to_a_folder_means_the_note_that_is_its_page(page: str) -> None:
    note = note_file(f"papers/Sparse-Widgets/{page}", "Sparse Widgets")
    entries = index("README.md", ("Sparse Widgets", "Sparse Widgets", "papers/Sparse-Widgets"))
    assert paired(entries, note) == {("README.md", 0): note.name}


def test_a_list_with_one_entry_is_no_note_file() -> None:
    assert is_note_file(RAFT)
    assert not is_note_file(index("README.md", ("Raft", "notes", "raft.md")))


@pytest.mark.parametrize("order", list(Order))
def test_a_paired_paper_is_listed_once_in_its_place_in_the_index_with_its_notes(order: Order) -> None:
    library = [index("README.md", ("Raft", "notes", "vault/raft.md"), ("Paxos", "paper", "https://x.org")), RAFT]
    assert shown(library, order).entries == (("README.md", "p0"), ("README.md", "p1"))
    raft, paxos = index_of(library).papers([1 << SEQUENCE_BITS, (1 << SEQUENCE_BITS) + 1])
    assert (raft.notes, paxos.notes) == (2 << SEQUENCE_BITS, None)


def test_what_both_places_say_is_told_together_the_lists_word_first() -> None:
    (index_paper,) = index("README.md", ("Raft", "notes", "vault/raft.md")).papers
    (note_paper,) = RAFT.papers
    note_paper = replace(
        note_paper,
        year=2014,
        authors=("Diego Ongaro",),
        links=(Link(LinkKind.CODE, "code", "https://github.com/logcabin/logcabin", NOWHERE),),
    )
    entry = entry_of(
        Document("README.md", "", (index_paper,)), replace(index_paper, year=2013), replace(RAFT, papers=(note_paper,))
    )
    paper = joined(entry)
    assert paper.title == "In Search of an Understandable Consensus Algorithm"
    assert (paper.year, paper.authors) == (2013, ("Diego Ongaro",))
    assert [link.url for link in paper.links] == ["vault/raft.md", "https://github.com/logcabin/logcabin"]
    assert paper.id == index_paper.id


def test_the_page_of_a_paired_paper_shows_the_text_of_its_note_file() -> None:
    text = "# Raft\n\nLeaders are elected with **random** timeouts.\n"
    notes = Document(
        "vault/raft.md", text, (Paper("x", Kind.PAPER, "Raft", Span(0, len(text)), 1, 3, rest=(Span(8, len(text)),)),)
    )
    (paper,) = index("README.md", ("Raft", "notes", "vault/raft.md")).papers
    page = render_entry(entry_of(Document("README.md", "", (paper,)), paper, notes), 60)
    assert "Leaders are elected with random timeouts." in plain_text(page)

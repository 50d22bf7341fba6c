"""Marks find their papers, and filters by marks find what a plain look at every paper finds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.marks import AddTag, Dequeue, Enqueue, SetStatus, Subject, Wish, marked, subject_of
from paperterm.core.model import Status
from paperterm.core.outline import Order
from paperterm.core.parse.document import parse_document
from paperterm.core.query import parse_query
from paperterm.store.index import SEQUENCE_BITS
from paperterm.store.marked import Marked, Pair
from paperterm.store.positions import by_facets, sorted_within
from paperterm.store.searching import Searching
from paperterm.store.state import State
from tests.shelves import index_of

LIST = """\
# Papers

- [x] Attention Is All You Need [[paper]](https://arxiv.org/abs/1706.03762)
- Graphs Among Trees [[notes]](notes/graphs.md)
- Graphs Among Trees
- [/] 深度学习综述 [[paper]](https://arxiv.org/abs/2001.00001)

# Repo

- https://github.com/huggingface/transformers
"""
NOTES = '---\ntitle: "Graphs Among Trees"\nauthors: [A. Roe, B. Muster]\nyear: 2020\nstatus: read\n---\n\nNotes.\n'
DOCUMENTS = [parse_document("list.md", LIST), parse_document("notes/graphs.md", NOTES)]
INDEX = index_of(DOCUMENTS)
PAPERS = [paper for document in DOCUMENTS for paper in document.papers]

wishes = st.one_of(
    st.builds(SetStatus, st.sampled_from(Status) | st.none(), st.just("2026-11-23")),
    st.just(Enqueue()),
    st.just(Dequeue()),
    st.builds(AddTag, st.sampled_from(("llm", "Graph"))),
)
# A mark whose id nobody has belongs to whoever bears its title; one made in another library to nobody.
subjects = st.sampled_from(
    [
        *map(subject_of, PAPERS),
        Subject("arxiv:old", "attention is all you need", "Attention Is All You Need"),
        Subject("elsewhere", "another library's paper", "Another library's paper"),
    ]
)
changes = st.lists(st.tuples(subjects, wishes), max_size=8)
typed = st.lists(
    st.sampled_from(
        (
            *("is:unread", "is:read", "is:reading", "is:rea", "is:bookmarked", "is:unread,bookmarked", "-is:read"),
            *("tag:llm", "tag:graph", "-tag:llm", "graphs", "kind:repo", "-is:unread,reading"),
        )
    ),
    max_size=3,
).map(" ".join)


def pairs() -> list[Pair]:
    """What the tree shows."""
    starts = ((volume.number << SEQUENCE_BITS, volume.entries) for volume in INDEX.volumes())
    listed = INDEX.papers([number for first, count in starts for number in range(first, first + count)])
    return list(Marked(INDEX, State(None)).pairs(listed).values())


@given(changes, changes, typed)
def test_filters_by_marks_find_what_a_plain_look_finds(
    before: list[tuple[Subject, Wish]], after: list[tuple[Subject, Wish]], query: str
) -> None:
    state = State(None)
    state.change(before)
    known = Marked(INDEX, state)
    Searching(INDEX, lambda: known).numbers(parse_query("is:read"))
    state.change(after)
    known.changed(pairs())
    assert known.known() == Marked(INDEX, state).known()
    wanted = parse_query(query)
    expected = []
    for pair, found in zip(pairs(), known.marks_of(pairs()), strict=True):
        paper = marked(pair.shown.paper, found and found.mark, pair.notes and pair.notes.paper.status)
        if wanted.holds_for("list.md", paper):
            expected.append(pair.shown.number)
    searching = Searching(INDEX, lambda: known)
    hits = searching.numbers(wanted)
    first = {pair.shown.number for pair in pairs()}
    assert [number for number in hits if number in first] == expected
    assert {number for number in searching.first_numbers(wanted, 99) if number in first} <= set(expected)


def test_a_title_is_no_reason_to_share_the_mark_of_a_paper_that_is_there() -> None:
    state = State(None)
    one, other = [pair for pair in pairs() if pair.shown.paper.title == "Graphs Among Trees"]
    state.change([(subject_of(other.shown.paper), Enqueue())])
    found = Marked(INDEX, state).marks_of([one, other])
    assert found[0] is None and found[1] is not None


def test_a_mark_made_on_the_note_file_alone_is_the_listed_papers_too() -> None:
    state = State(None)
    pair = next(pair for pair in pairs() if pair.notes is not None)
    assert pair.notes is not None
    alone = replace(pair.notes.paper, id="doi:10.1/graphs")
    state.change([(subject_of(alone), AddTag("llm"))])
    found = Marked(INDEX, state).marks_of([pair._replace(notes=pair.notes._replace(paper=alone))])[0]
    assert found is not None and found.mark.tags == ("llm",) and found.id == "doi:10.1/graphs"


def test_the_queue_is_in_the_readers_order_and_the_tree_sorted_by_it_begins_with_it() -> None:
    state = State(None)
    shown = pairs()
    state.change([(subject_of(shown[3].shown.paper), Enqueue()), (subject_of(shown[0].shown.paper), Enqueue())])
    known = Marked(INDEX, state)
    assert known.in_queue() == [shown[3].shown.number, shown[0].shown.number]
    places = sorted_within(by_facets(INDEX, Order.KIND), known.in_queue())
    numbers = list(places.numbers(0, places.count))
    assert numbers[:2] == known.in_queue() and sorted(numbers) == sorted(pair.shown.number for pair in shown)


def test_groups_by_status_are_what_the_marks_say() -> None:
    state = State(None)
    state.change([(subject_of(pairs()[4].shown.paper), SetStatus(Status.READING, "2026-11-23"))])
    places = by_facets(INDEX, Order.STATUS, None, Marked(INDEX, state).known().further)
    assert [(group.label.partition(" › ")[0], group.count) for group in places.groups] == [
        ("Reading", 2),
        ("Unread", 1),
        ("Read", 2),
    ]


def test_what_is_unread_is_counted_without_note_files_and_papers_of_other_libraries() -> None:
    state = State(None)
    state.change([(Subject("elsewhere", "x", "X"), SetStatus(Status.READ, "2026-11-23"))])
    assert Marked(INDEX, state).unread_among(5) == 2

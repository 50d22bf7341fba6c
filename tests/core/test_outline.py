"""Orders, groups and the arithmetic of rows."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.model import Document, Heading, Kind, Paper, Span
from paperterm.core.outline import (
    EntryRow,
    Folding,
    Group,
    GroupRow,
    Order,
    Rows,
    document_group,
    group_from,
    group_named,
    group_values,
    path_to,
    walk,
    within,
)
from tests.shelves import shown

_NAMES = ["a.md", "b/c.md", "b/d.md", "b/x/e.md", "c/y/z/f.md", "c/y/z/g.md", "d/h.md"]
_HEADINGS = st.lists(
    st.tuples(st.sampled_from(["A", "B", "2023", "Paper"]), st.integers(1, 4)), min_size=0, max_size=12
)


def a_paper(number: int, **values: object) -> Paper:
    return Paper(f"p{number}", Kind.PAPER, f"Paper {number}", Span(0, 0), number, number, **values)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    headings: list[Heading] = []
    papers: list[Paper] = []
    for text, level in draw(_HEADINGS):
        parent = next((i for i in reversed(range(len(headings))) if _is_open(headings, i, level)), None)
        headings.append(Heading(text, level, Span(0, 0), parent))
        for _ in range(draw(st.integers(0, 3))):
            papers.append(_under(headings, len(papers), draw))
    return Document(draw(st.sampled_from(_NAMES)), "", tuple(papers), tuple(headings))


def _is_open(headings: list[Heading], index: int, level: int) -> bool:
    return headings[index].level < level and all(later.level > headings[index].level for later in headings[index + 1 :])


def _under(headings: list[Heading], number: int, draw: st.DrawFn) -> Paper:
    chain = []
    at: int | None = len(headings) - 1
    while at is not None:
        chain.append(headings[at].text)
        at = headings[at].parent
    return a_paper(
        number,
        section=tuple(reversed(chain)),
        heading=len(headings) - 1,
        year=draw(st.none() | st.integers(2019, 2024)),
        topic=draw(st.none() | st.sampled_from(["Tables", "tables", "QA"])),
        venue=draw(st.none() | st.sampled_from(["ACL", "KDD"])),
    )


LIBRARIES = st.lists(documents(), max_size=5, unique_by=lambda document: document.name).map(
    lambda library: sorted(library, key=lambda document: document.name)
)


@given(LIBRARIES, st.sampled_from(list(Order)))
def test_every_entry_is_listed_once_in_every_order(library: list[Document], order: Order) -> None:
    entries = shown(library, order).entries
    assert sorted(entries) == sorted((document.name, paper.id) for document in library for paper in document.papers)


@given(LIBRARIES, st.sampled_from(list(Order)))
def test_groups_are_disjoint_ranges_within_their_parents_with_unique_keys(
    library: list[Document], order: Order
) -> None:
    whole = shown(library, order)

    def check(groups: tuple[Group, ...], first: int, end: int) -> None:
        for group in groups:
            assert first <= group.first < group.end <= end
            first = group.end
            check(group.groups, group.first, group.end)

    check(whole.groups, 0, len(whole.entries))
    keys = [group.key for group in walk(whole.groups)]
    assert len(keys) == len(set(keys))


@given(LIBRARIES, st.sampled_from(list(Order)))
def test_no_group_holds_nothing_but_one_group(library: list[Document], order: Order) -> None:
    for group in walk(shown(library, order).groups):
        assert not (len(group.groups) == 1 and group.groups[0].count == group.count)


@given(LIBRARIES, st.booleans(), st.data())
def test_rows_show_what_is_unfolded_and_nothing_else(
    library: list[Document], open_by_default: bool, data: st.DataObject
) -> None:
    whole = shown(library)
    keys = [group.key for group in walk(whole.groups)]
    folding = Folding(open_by_default)
    for key in data.draw(st.lists(st.sampled_from(keys), max_size=4)) if keys else []:
        folding = folding.with_open(key, data.draw(st.booleans()))
    rows = Rows(whole.groups, folding, len(whole.entries))
    drawn = [rows.row(index) for index in range(len(rows))]
    positions = [row.position for row in drawn if isinstance(row, EntryRow)]
    assert positions == [
        p for p in range(len(whole.entries)) if all(folding.is_open(g.key) for g in path_to(whole.groups, p))
    ]
    for position in range(len(whole.entries)):
        at = rows.of_position(position)
        assert at is not None
        row = drawn[at]
        if isinstance(row, GroupRow):
            assert not row.is_open
            assert row.group.first <= position < row.group.end
        else:
            assert row.position == position
    for index, row in enumerate(drawn):
        if isinstance(row, GroupRow):
            assert rows.of_group(row.group.key) == index
        parent = rows.parent(index)
        assert (parent is None) == (row.depth == 0)
        if parent is not None:
            assert drawn[parent].depth == row.depth - 1


def test_year_first_puts_the_newest_year_on_top_and_no_year_last() -> None:
    papers = (a_paper(1, year=2020), a_paper(2), a_paper(3, year=2023), a_paper(4, year=2020))
    whole = shown([Document("a.md", "", papers)], Order.YEAR)
    assert [(group.label, group.count) for group in whole.groups] == [("2023", 1), ("2020", 2), ("No year", 1)]
    assert [id_ for _, id_ in whole.entries] == ["p3", "p1", "p4", "p2"]


def test_topics_that_differ_in_case_only_are_one_group() -> None:
    papers = (a_paper(1, topic="Table QA"), a_paper(2, topic="table qa"))
    assert [group.count for group in shown([Document("a.md", "", papers)], Order.TOPIC).groups] == [2]


def test_a_heading_repeated_below_the_same_heading_is_a_group_of_its_own() -> None:
    headings = (Heading("2023", 2, Span(0, 0)), Heading("2022", 2, Span(0, 0)), Heading("2023", 2, Span(0, 0)))
    papers = tuple(a_paper(i, section=(headings[i].text,), heading=i) for i in range(3))
    (file,) = shown([Document("a.md", "", papers, headings)]).groups
    assert [group.label for group in file.groups] == ["2023", "2022", "2023"]


def test_levels_with_one_child_only_fold_into_one_row() -> None:
    headings = (Heading("Paper", 1, Span(0, 0)), Heading("2023", 2, Span(0, 0), 0))
    papers = (a_paper(1, section=("Paper", "2023"), heading=1),)
    documents = [Document("x/a.md", "", papers, headings), Document("y.md", "", (a_paper(2),))]
    assert [group.label for group in shown(documents).groups] == ["x/a.md › Paper › 2023", "y.md"]


def test_opening_and_closing_a_group_again_leaves_the_folding_as_it_was() -> None:
    folding = Folding(open_by_default=False)
    assert folding.with_open(("a",), True).with_open(("a",), False) == folding


@given(LIBRARIES)
def test_the_size_of_a_group_is_the_number_of_groups_below_it(library: list[Document]) -> None:
    for group in walk(shown(library).groups):
        assert group.size == len(list(walk(group.groups)))


def test_unfolding_all_looks_into_no_group_whose_rows_are_not_asked_for() -> None:
    def never() -> tuple[Group, ...]:
        raise AssertionError("a group was opened that nobody looks at")

    inside = Group(("b", "c"), "c", 10, 5, (), 0)
    groups = (Group(("a",), "a", 0, 10, never, 3), Group(("b",), "b", 10, 10, lambda: (inside,), 1))
    rows = Rows(groups, Folding(open_by_default=True), 20)
    assert len(rows) == 2 + 4 + 20
    assert rows.row(14) == GroupRow(groups[1], 0, True)
    assert [rows.row(index) for index in (15, 16, 25)] == [GroupRow(inside, 1, True), EntryRow(10, 2), EntryRow(19, 1)]


@given(LIBRARIES, st.data())
def test_groups_within_chosen_positions_count_only_those(library: list[Document], data: st.DataObject) -> None:
    whole = shown(library)
    chosen = [at for at in range(len(whole.entries)) if data.draw(st.booleans())]
    for group in walk(within(whole.groups, chosen)):
        original = group_named(whole.groups, group.key)
        assert original is not None
        assert [chosen[at] for at in range(group.first, group.end)] == [
            at for at in chosen if original.first <= at < original.end
        ]


@given(LIBRARIES)
def test_groups_are_the_same_after_having_been_kept(library: list[Document]) -> None:
    for document in library:
        if (group := document_group(document)) is not None:
            assert group_from(json.loads(json.dumps(group_values(group)))) == group

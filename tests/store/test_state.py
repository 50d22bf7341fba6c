"""The reading state: what is marked stays marked, whoever else marks and whatever becomes of the file."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.marks import AddTag, Dequeue, DropTag, Enqueue, MoveBefore, SetStatus, Subject, Wish
from paperterm.core.model import Mark, Status
from paperterm.store.state import NotKept, State

IDS = ("arxiv:1706.03762", "a title", "深度学习", "odd \ud800")
DAY = "2026-11-23"

ids = st.sampled_from(IDS)
tags = st.sampled_from(("llm", "LLM", "graphs", "图"))
statuses = st.sampled_from(Status) | st.none()
wishes = st.one_of(
    st.builds(SetStatus, statuses, st.just(DAY)),
    st.just(Enqueue()),
    st.just(Dequeue()),
    st.builds(MoveBefore, ids | st.none()),
    st.builds(AddTag, tags),
    st.builds(DropTag, tags),
)


def subject(id_: str) -> Subject:
    return Subject(id_, f"title of {id_}", f"Title of {id_}")


def seen(state: State) -> tuple[dict[str, tuple[Status | None, frozenset[str]]], list[str]]:
    marks = state.marks(IDS)
    told = {id_: (mark.status, frozenset(tag.casefold() for tag in mark.tags)) for id_, mark in marks.items()}
    return {id_: each for id_, each in told.items() if each != (None, frozenset())}, state.queue()


class Plain:
    """What a reader expects of marks."""

    def __init__(self) -> None:
        self.status: dict[str, Status | None] = {}
        self.tags: dict[str, set[str]] = {}
        self.queue: list[str] = []

    def grant(self, id_: str, wish: Wish) -> None:
        if isinstance(wish, SetStatus):
            self.status[id_] = wish.status
        elif isinstance(wish, AddTag):
            self.tags.setdefault(id_, set()).add(wish.tag.casefold())
        elif isinstance(wish, DropTag):
            self.tags.setdefault(id_, set()).discard(wish.tag.casefold())
        elif isinstance(wish, Dequeue):
            self.queue = [each for each in self.queue if each != id_]
        elif isinstance(wish, Enqueue):
            self.queue += [] if id_ in self.queue else [id_]
        elif id_ in self.queue and wish.other != id_:
            self.queue.remove(id_)
            self.queue.insert(self.queue.index(wish.other) if wish.other in self.queue else len(self.queue), id_)

    def seen(self) -> tuple[dict[str, tuple[Status | None, frozenset[str]]], list[str]]:
        def kept(text: str) -> str:
            return text.encode("utf-8", "replace").decode()

        told = {kept(id_): (self.status.get(id_), frozenset(self.tags.get(id_, ()))) for id_ in IDS}
        return {id_: each for id_, each in told.items() if each != (None, frozenset())}, list(map(kept, self.queue))


@given(st.lists(st.tuples(st.lists(ids, min_size=1, max_size=3, unique=True), wishes), max_size=12))
def test_marks_are_what_was_wished_and_undoing_all_brings_back_nothing(
    changes: list[tuple[list[str], Wish]],
) -> None:
    state, plain, undoing = State(None), Plain(), []
    for about, wish in changes:
        undoing.append(state.change([(subject(id_), wish) for id_ in about]))
        for id_ in about:
            plain.grant(id_, wish)
        assert seen(state) == plain.seen()
    while undoing:
        state.change(undoing.pop())
    assert seen(state) == ({}, [])
    assert state.rows() == []


def test_what_one_window_changes_another_sees_and_neither_loses_anything(tmp_path: Path) -> None:
    one, other = State(tmp_path / "state.sqlite3"), State(tmp_path / "state.sqlite3")
    before = other.version()
    one.change([(subject("a"), SetStatus(Status.READ, DAY))])
    assert other.version() != before
    other.change([(subject("a"), AddTag("llm")), (subject("a"), Enqueue())])
    one.change([(subject("a"), AddTag("graphs"))])
    assert one.marks("a")["a"] == other.marks("a")["a"] == Mark(Status.READ, DAY, 1, ("llm", "graphs"))


def _mark_a_hundred(path: Path, own: int) -> None:
    state = State(path)
    for number in range(100):
        state.change([(subject(f"{own}-{number}"), Enqueue()), (subject("shared"), AddTag(f"tag-{own}-{number}"))])


def test_two_programs_that_begin_at_once_lose_none_of_two_hundred_changes(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state.sqlite3"
    programs = [multiprocessing.get_context("fork").Process(target=_mark_a_hundred, args=(path, own)) for own in (1, 2)]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    state = State(path)
    assert sorted(state.queue()) == sorted(f"{own}-{number}" for own in (1, 2) for number in range(100))
    assert len(state.marks(["shared"])["shared"].tags) == 200
    assert state.untold() == ()


def test_asking_makes_no_file(tmp_path: Path) -> None:
    state = State(tmp_path / "data" / "state.sqlite3")
    assert (state.marks(["a"]), state.queue(), state.views(), state.place("x"), state.count()) == ({}, [], (), None, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_mark_is_found_by_its_title_and_moves_to_the_papers_new_id(tmp_path: Path) -> None:
    state = State(None)
    state.change([(Subject("graphs", "graphs", "Graphs"), SetStatus(Status.READ, DAY))])
    state.change([(Subject("graphs", "graphs", "Graphs"), AddTag("llm"))])
    assert state.titled(["graphs", "trees"]) == {"graphs": ["graphs"]}
    state.change([(Subject("doi:10.1/x", "graphs", "Graphs", known_as="graphs"), Enqueue())])
    assert state.marks(["graphs", "doi:10.1/x"]) == {"doi:10.1/x": Mark(Status.READ, DAY, 1, ("llm",))}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"no database at all " * 100, "damaged"),
        (b"SQLite format 3\x00" + b"\xff" * 5000, "damaged"),
        ("CREATE TABLE others (x)", "foreign"),
        ("PRAGMA application_id = 5", "foreign"),
        ("PRAGMA application_id = 1347703379; PRAGMA user_version = 99", "newer"),
        ("PRAGMA application_id = 1347703379; PRAGMA user_version = 1; CREATE TABLE marks (x)", "damaged"),
    ],
)
def test_a_file_of_no_use_is_set_aside_by_name_and_said_once(tmp_path: Path, content: bytes | str, word: str) -> None:
    path = tmp_path / "state.sqlite3"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with sqlite3.connect(path) as other:
            other.executescript(content)
        other.close()
    before = path.read_bytes()
    state = State(path, lambda: DAY)
    assert state.marks(["a"]) == {}
    state.change([(subject("a"), Enqueue())])
    aside = tmp_path / f"state-{word}-{DAY}.sqlite3"
    assert aside.read_bytes() == before
    told = state.untold()
    assert len(told) == 1 and aside.name in told[0] and state.untold() == ()
    assert State(path).queue() == ["a"]


def test_a_file_that_was_put_away_meanwhile_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    state = State(path)
    state.change([(subject("a"), Enqueue())])
    State(path).close()
    path.rename(tmp_path / "away.sqlite3")
    assert state.queue() == []
    state.change([(subject("b"), Enqueue())])
    assert State(path).queue() == ["b"] and state.untold() == ()


def test_damage_that_shows_later_is_set_aside_too(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    first = State(path)
    first.change([(subject(f"paper {number}"), AddTag("x" * 50)) for number in range(500)])
    first.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 40_000)
    state = State(path, lambda: DAY)
    assert state.marks(["paper 3"]) == {}
    state.change([(subject("a"), Enqueue())])
    assert (tmp_path / f"state-damaged-{DAY}.sqlite3").exists()
    assert State(path).queue() == ["a"]


def test_where_nothing_can_be_written_marks_last_as_long_as_the_program_and_that_is_said(ordinary: Path) -> None:
    folder = ordinary / "data"
    path = folder / "state.sqlite3"
    first = State(path)
    first.change([(subject("kept"), Enqueue())])
    first.close()
    path.chmod(0o400)
    folder.chmod(0o500)
    try:
        state = State(path)
        assert state.queue() == ["kept"] and state.untold() == ()
        state.change([(subject("new"), Enqueue())])
        assert state.queue() == ["kept", "new"]
        assert len(state.untold()) == 1
        state.change([(subject("newer"), Enqueue())])
        assert state.untold() == () and state.trouble
    finally:
        folder.chmod(0o700)
    assert State(path).queue() == ["kept"]


@pytest.mark.parametrize("name", ["folder", "/dev/null/x/state.sqlite3", "/dev/full"])
def test_a_place_that_is_no_file_blocks_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    state = State(tmp_path / name)
    assert state.queue() == []
    state.change([(subject("a"), Enqueue())])
    assert state.queue() == ["a"] and len(state.untold()) == 1


def test_a_change_that_waits_too_long_is_refused_and_nothing_of_it_done(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    state = State(path, patience=0.05)
    state.change([(subject("a"), Enqueue())])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotKept):
        state.change([(subject("b"), Enqueue())])
    other.execute("ROLLBACK")
    state.change([(subject("c"), Enqueue())])
    assert state.queue() == ["a", "c"] and state.untold() == ()


def test_views_and_places_are_kept_by_name(tmp_path: Path) -> None:
    state = State(tmp_path / "state.sqlite3")
    state.keep_view("to read", "is:unread -kind:repo")
    state.keep_view("Graphs", "graph")
    state.keep_view("to read", "is:unread")
    state.keep_view("graphs gone", "x")
    state.keep_view("graphs gone", None)
    state.keep_place("/notes", "here")
    state.keep_place("/notes", "there")
    again = State(tmp_path / "state.sqlite3")
    assert again.views() == (("Graphs", "graph"), ("to read", "is:unread"))
    assert (again.place("/notes"), again.place("/other")) == ("there", None)


def test_the_most_used_tags_come_first() -> None:
    state = State(None)
    state.change([(subject("a"), AddTag("rare")), (subject("a"), AddTag("often")), (subject("b"), AddTag("Often"))])
    assert tuple(tag.casefold() for tag in state.tags()) == ("often", "rare")

"""What is open: read once, asked for by counts and ranges, brought up to date when the disk changes."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.outline import Entry, Order
from paperterm.library import Library, Place, holds_papers, place_of
from paperterm.store.frames import mark_of
from paperterm.store.reading import read_stream

ENTRY = "- {0}\n  - ICLR 2020 [[code]](https://github.com/a/b)\n  - 1. noted\n"


def paper(title: str) -> str:
    return ENTRY.format(title)


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(folder: Path, files: dict[str, str | bytes], *paths: str) -> Library:
    written(folder, files)
    return Library([folder / path for path in paths] or [folder]).read_all()


def titles(library: Library) -> list[str]:
    return [entry.paper.title for entry in library.rows(0, library.count())]


def everything(library: Library) -> list[Entry]:
    return list(library.rows(0, library.count()))


def told(library: Library) -> list[tuple[str, int]]:
    return [(complaint.name, complaint.line) for complaint in library.complaints()]


# Reading


def test_files_are_listed_in_natural_order_with_the_readme_first(tmp_path: Path) -> None:
    files = {f"{name}.md": paper(f"The Paper of File {name}") for name in ("b10", "b9", "README", "a")}
    library = read(tmp_path, dict(files))
    assert titles(library) == [f"The Paper of File {name}" for name in ("README", "a", "b9", "b10")]


def test_outcomes_may_come_in_any_order(tmp_path: Path) -> None:
    files = {f"{name}.md": paper(f"The Paper of File {name}") for name in "abc"}
    library = Library([written(tmp_path, dict(files))])
    library.take(reversed_ := tuple(library.reading())[::-1])
    assert [kept.name for kept in reversed_] == ["c.md", "b.md", "a.md"]
    assert titles(library) == ["The Paper of File a", "The Paper of File b", "The Paper of File c"]


def test_what_is_still_unread_is_counted(tmp_path: Path) -> None:
    library = Library([written(tmp_path, {"a.md": paper("A Title of Some Words"), "b.md": b"\x00\xff" * 99})])
    counts = [library.unread]
    for arrival in library.reading():
        library.take([arrival])
        counts.append(library.unread)
    assert counts == [2, 1, 0]


def test_a_background_reading_gives_the_same(tmp_path: Path) -> None:
    folder = written(tmp_path, {f"{name}.md": paper(f"The Paper of File {name}") for name in "abc"})
    library = Library([folder])
    library.start_reading(in_background=True)
    assert everything(library.read_all()) == everything(Library([folder]).read_all())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is read in the background without fork")
def test_closing_ends_a_reading_that_another_thread_waits_for(tmp_path: Path) -> None:
    # Long enough to be under way still: reading it takes a hundred times as long as getting here.
    long = "".join(paper(f"A Paper With Number {number} of Many") for number in range(3000))
    library = Library([written(tmp_path, {"a.md": paper("A Title of Some Words"), "b.md": long, "c.md": long})])
    library.start_reading(in_background=True)
    first = threading.Event()
    arrived: list[str] = []

    def reading() -> None:
        for kept in library.reading():
            arrived.append(kept.name)
            first.set()

    thread = threading.Thread(target=reading)
    thread.start()
    assert first.wait(60)
    library.close()
    thread.join(60)
    assert not thread.is_alive()
    assert len(arrived) < 3


def test_closing_what_was_never_read_is_nothing(tmp_path: Path) -> None:
    library = Library([tmp_path])
    library.close()
    library.close()
    assert library.count() == 0


def test_a_file_that_cannot_be_read_is_named_once_with_its_reason(tmp_path: Path) -> None:
    library = read(tmp_path, {"a.md": paper("A Title of Some Words"), "b.md": b"\x00\xff" * 99})
    (complaint,) = library.complaints()
    assert (complaint.name, complaint.line) == ("b.md", 0)
    assert "binary" in complaint.message and "b.md" not in complaint.message
    assert titles(library) == ["A Title of Some Words"]


# What changed on the disk


def test_what_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    library = read(tmp_path, {"a.md": paper("A Title of Some Words"), "b.md": paper("Another Title of Some Words")})
    assert not library.changes().is_any
    assert [kept.name for kept in library.changes(everything=True).arrivals] == ["a.md", "b.md"]


def test_a_changed_file_alone_is_read_again(tmp_path: Path) -> None:
    library = read(tmp_path, {"a.md": paper("A Title of Some Words"), "b.md": paper("Another Title of Some Words")})
    unchanged = library.entry(0)
    written(tmp_path, {"b.md": paper("Another Title, Longer Than Before")})
    changes = library.changes()
    assert [kept.name for kept in changes.arrivals] == ["b.md"]
    assert titles(library)[1] == "Another Title of Some Words"
    library.take_changes(changes)
    assert titles(library)[1] == "Another Title, Longer Than Before"
    assert library.entry(0) == unchanged


def test_files_that_come_and_go_are_followed(tmp_path: Path) -> None:
    library = read(tmp_path, {"a.md": paper("A Title of Some Words"), "b.md": b"\x00\xff" * 99})
    (tmp_path / "a.md").unlink()
    (tmp_path / "b.md").unlink()
    written(tmp_path, {"new/c.md": paper("A Title That Is New Here")})
    library.take_changes(library.changes())
    assert titles(library) == ["A Title That Is New Here"]
    assert told(library) == []
    assert library.names == ("new/c.md",)


def test_a_file_that_became_unreadable_leaves_and_is_told(tmp_path: Path) -> None:
    library = read(tmp_path, {"a.md": paper("A Title of Some Words")})
    written(tmp_path, {"a.md": b"\x00\xff" * 99})
    library.take_changes(library.changes())
    assert (titles(library), told(library)) == ([], [("a.md", 0)])


# Counts and ranges


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return read(
        tmp_path,
        {
            "a.md": f"## 2020\n\n{paper('Attention in Three Acts')}{paper('Résumé of a Field')}",
            "b.md": f"## 2019\n\n{paper('Attention in Four Acts')}{paper('Attention')}",
        },
    )


def test_rows_outside_are_left_out(library: Library) -> None:
    assert library.count() == 4
    assert library.rows(-5, 99) == library.rows(0, 4)
    assert library.rows(3, 1) == ()
    assert library.entry(-1) is None
    assert library.entry(4) is None


@pytest.mark.parametrize("order", list(Order))
def test_every_entry_is_found_again_in_every_order(library: Library, order: Order) -> None:
    library.ordered_by(order)
    for position in range(library.count()):
        entry = library.entry(position)
        assert entry is not None
        assert library.position_of(Place(entry.name, entry.paper.id)) == position
    assert library.position_of(Place("a.md", "gone")) is None
    assert sum(group.count for group in library.groups()) == 4


def test_titles_and_groups_are_found_whatever_their_case_and_accents(library: Library) -> None:
    assert library.find_titles("resume") == (1,)
    assert library.find_titles("ATTENTION") == (0, 2, 3)
    assert library.find_titles("  ") == ()
    assert [first for first, _ in library.find_groups("2019")] == [2]


def test_a_query_chooses_among_the_entries(library: Library) -> None:
    found = [entry.paper.title for entry in library.listed("attention -four")]
    assert found == ["Attention in Three Acts", "Attention"]
    assert len(list(library.listed())) == 4


# What a paper is called


def named(library: Library, wanted: str) -> list[str]:
    return [entry.paper.title for entry in library.named(wanted)]


def test_an_id_names_its_entry(library: Library) -> None:
    for position in range(4):
        (entry,) = library.rows(position, position + 1)
        assert library.named(entry.paper.id) == (entry,)
        assert library.named(entry.paper.id.upper()) == (entry,)


def test_a_place_names_its_entry(library: Library) -> None:
    for entry in library.rows(0, 4):
        assert library.named(place_of(entry)) == (entry,)


def test_a_whole_title_wins_over_those_that_hold_it(library: Library) -> None:
    assert named(library, "attention") == ["Attention"]
    assert named(library, "in four") == ["Attention in Four Acts"]
    assert named(library, "acts") == ["Attention in Three Acts", "Attention in Four Acts"]


@pytest.mark.parametrize("wanted", ["", " ", "nobody wrote this"])
def test_nothing_names_nothing(library: Library, wanted: str) -> None:
    assert library.named(wanted) == ()


@given(st.text(max_size=30))
def test_any_text_may_be_asked_for(wanted: str) -> None:
    library = Library(())
    library.hold(*read_stream(io.BytesIO(paper("Attention in Three Acts").encode()), "a.md"))
    for entry in library.named(wanted):
        assert isinstance(entry, Entry)
    assert set(library.find_titles(wanted)) <= {0}


def test_a_document_that_stands_in_no_file_can_be_listed() -> None:
    library = Library(())
    library.hold(*read_stream(io.BytesIO(paper("A Title of Some Words").encode()), "-"))
    assert titles(library) == ["A Title of Some Words"]
    assert library.path_of("-") is None
    assert library.rows(0, 1)[0].document.text == paper("A Title of Some Words")


# Names and folders


def test_a_library_is_named_after_its_folder(tmp_path: Path) -> None:
    folder = written(tmp_path / "notes", {"a.md": ""})
    assert Library([folder]).name == "notes"
    assert Library([folder / "a.md"]).name == "a.md"
    assert Library([folder / ".." / "notes"]).name == "notes"
    assert Library([folder, tmp_path]).name == "2 places"
    assert Library(()).name == ""


@pytest.mark.parametrize("name", ["a.md", "one/a.md"])
def test_papers_one_level_deep_are_noticed(tmp_path: Path, name: str) -> None:
    assert holds_papers(written(tmp_path, {name: paper("A Title of Some Words")}))


def test_papers_are_noticed_behind_a_long_beginning(tmp_path: Path) -> None:
    assert holds_papers(written(tmp_path, {"a.md": "Words.\n\n" * 5000 + paper("A Title of Some Words")}))


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"a.md": "# Only\n\nA paragraph.\n"},
        {"a.txt": paper("A Title of Some Words")},
        {"one/two/a.md": paper("A Title of Some Words")},
        {"a.md": b"\x00\xff" * 99},
    ],
)
def test_a_folder_without_papers_at_hand_is_none_to_open(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    assert not holds_papers(written(tmp_path, files))


# Searching


@pytest.fixture
def found(tmp_path: Path) -> Library:
    files: dict[str, str | bytes] = {
        "README.md": "# List\n\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) NIPS 2017\n"
        "- [Graphs for Everyone](notes/graphs.md) ACL 2020\n",
        "other.md": "# Mine\n\n- **Attention Is All You Need**, Ashish Vaswani. NeurIPS 2017\n  - 1. about attention\n"
        "- **Paying Attention to Words in Sentences**. ICLR 2021\n  - 1. 关于注意力\n",
        "notes/graphs.md": "---\ntitle: Graphs for Everyone\nvenue: ACL\n---\n\nOn spectral methods.\n",
    }
    return read(tmp_path, files)


def hits(library: Library, typed: str) -> list[str]:
    return [entry.paper.title for entry in library.search().ranked(typed).entries]


def test_a_work_in_several_lists_is_one_hit_with_its_places(found: Library) -> None:
    search = found.search()
    first, second = search.ranked("attention").entries
    assert (first.paper.title, second.paper.title) == (
        "Attention Is All You Need",
        "Paying Attention to Words in Sentences",
    )
    assert {first.name, *(place.name for place in search.places(first))} == {"README.md", "other.md"}
    assert search.places(second) == ()


def test_what_a_note_file_says_finds_the_entry_of_the_index(found: Library) -> None:
    (hit,) = found.search().ranked("spectral methods").entries
    assert (hit.name, hit.paper.same_as) == ("README.md", "notes/graphs.md:1")


def test_first_hits_are_among_the_ranked_ones(found: Library) -> None:
    search = found.search()
    assert {entry.name for entry in search.first("attention").entries} <= {"README.md", "other.md"}
    assert search.first("nobody wrote this").entries == ()


def test_a_mistyped_word_is_told_only_where_nothing_is_found(found: Library) -> None:
    assert found.search().ranked("atention").suggestion == "attention"
    assert found.search().ranked("attention").suggestion is None


def test_a_filter_leaves_what_it_holds_for_in_every_order(found: Library) -> None:
    found.chosen_by("year:2017")
    for order in Order:
        found.ordered_by(order)
        assert sorted(titles(found)) == ["Attention Is All You Need"] * 2
        assert sum(group.count for group in found.groups()) == 2
        assert [found.position_of(Place(each.name, each.paper.id)) for each in found.rows(0, 9)] == [0, 1]
    found.chosen_by("")
    assert found.count() == 4


def test_works_told_several_times_are_told_together(found: Library) -> None:
    ((one, other),) = found.repeated().works
    assert (one.name, other.name) == ("README.md", "other.md")


def test_every_work_that_is_found_comes_once_with_all_its_places(tmp_path: Path) -> None:
    lists = {
        f"{name}.md": "# List\n\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) NIPS 2017\n"
        f"- A Study of Attention in File {name}\n"
        for name in "ab"
    }
    works = tuple(read(tmp_path, lists).search().every("attention"))
    told = [[entry.name for entry in work] for work in works if work[0].paper.title.startswith("Attention")]
    assert told == [["a.md", "b.md"]]
    assert len(works) == 3


def test_what_a_worker_chose_is_shown_with_the_count_of_everything(tmp_path: Path) -> None:
    library = read(tmp_path, {"a.md": "- A Paper on Graphs\n- A Paper on Trees\n"})
    library.choose("graphs", library.search().chosen("graphs"))
    assert (library.wanted, library.count(), library.total) == ("graphs", 1, 2)
    assert library.search().chosen("") is None


# Opening again


def aged(folder: Path) -> Path:
    """Nothing below `folder` was changed lately."""
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return folder


def marked(library: Library, *names: str) -> list[str]:
    """What is looked at before a frame of the library is shown."""
    marks = library.marks(names)
    assert marks is not None
    assert all(stamped == mark_of(path)[1] for path, stamped in marks)
    return [path for path, _ in marks]


def test_a_small_library_opens_the_same_while_its_files_and_folders_are(tmp_path: Path) -> None:
    folder = aged(written(tmp_path, {"a.md": paper("The First Paper"), "b/c.md": paper("The Second Paper")}))
    wanted = [folder, folder / "b", folder / "a.md", folder / "b" / "c.md"]
    assert marked(Library([folder]).read_all()) == list(map(str, wanted))
    assert marked(Library([folder / "a.md"]).read_all()) == [str(folder / "a.md")]


def test_a_large_library_opens_the_same_while_what_is_shown_and_its_index_are(tmp_path: Path) -> None:
    files = {f"{number % 3}/{number}.md": paper(f"The Paper of Number {number}") for number in range(60)}
    folder = aged(written(tmp_path / "notes", dict(files)))
    library = Library([folder], keeps_in=tmp_path / "index").read_all()
    looked_at = marked(library, "1/4.md")
    assert looked_at[:3] == [str(folder), str(folder / "1"), str(folder / "1" / "4.md")]
    (index,) = (tmp_path / "index").iterdir()
    assert looked_at[3:] == [str(index), f"{index}-wal"]


def test_nothing_tells_of_a_library_that_was_just_changed_or_not_all_read(tmp_path: Path) -> None:
    folder = written(tmp_path, {"a.md": paper("The First Paper")})
    assert Library([folder]).read_all().marks(()) is None
    aged(folder)
    assert Library([folder]).marks(()) is None
    (folder / "b.md").write_bytes(b"\x89PNG\x00\x01\x02" * 99)
    aged(folder)
    assert Library([folder]).read_all().marks(()) is None

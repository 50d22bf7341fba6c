"""The lists and libraries that are measured with are what the bench says they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperterm.core.parse.document import parse_document
from paperterm.library import Library
from tests.bench.libraries import HUNDRED_THOUSAND, MILLION, TEN_THOUSAND, THOUSAND, Shape, file_text, write_library
from tests.bench.lists import KB, end_mark, long_item, reading_list, title_mark, walking_list
from tests.bench.samples import Row, Samples

_SMALL = Shape(papers=90, files=9, topics=2, years=2)


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_library(tmp_path / name, _SMALL, seed=3)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "other")


def test_another_seed_writes_other_papers() -> None:
    assert file_text(_SMALL, 1, seed=1) != file_text(_SMALL, 1, seed=2)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.md")}


def test_a_library_lists_its_papers_by_number_each_with_its_last_note(tmp_path: Path) -> None:
    write_library(tmp_path, _SMALL)
    library = Library([tmp_path]).read_all()
    papers = [entry.paper for entry in library.rows(0, library.count())]
    assert len(library.names) == _SMALL.files
    assert [paper.title[:8] for paper in papers] == [title_mark(number) for number in range(1, _SMALL.papers + 1)]
    assert all(paper.notes[-1].text.endswith(end_mark(number)) for number, paper in enumerate(papers, 1))


@pytest.mark.parametrize("shape", [THOUSAND, TEN_THOUSAND, HUNDRED_THOUSAND, MILLION, _SMALL])
def test_every_paper_stands_in_one_file_and_every_file_has_its_own_path(shape: Shape) -> None:
    last = 0
    for file in range(shape.files):
        numbers = shape.numbers(file)
        assert numbers.start == last + 1 and len(numbers) > 0
        last = numbers.stop - 1
    assert last == shape.papers
    assert len({shape.path(file) for file in range(shape.files)}) == shape.files


def test_a_paper_takes_about_300_bytes() -> None:
    text = "".join(file_text(THOUSAND, file) for file in range(THOUSAND.files))
    assert 270 < len(text.encode()) / THOUSAND.papers < 340


def test_lists_have_the_size_and_the_papers_they_say() -> None:
    written = reading_list(20 * KB)
    assert 20 * KB <= len(written.text.encode()) < 24 * KB
    assert len(parse_document("list.md", written.text).papers) == written.papers


def test_a_walk_has_a_note_to_wait_for_in_every_paper() -> None:
    papers = parse_document("walk.md", walking_list(30)).papers
    assert [end_mark(number) for number in range(1, 31)] == [paper.notes[-1].text.split()[-1] for paper in papers]


def test_a_long_note_is_one_note_of_one_paper() -> None:
    first, *others = parse_document("notes.md", long_item(100)).papers
    assert title_mark(1) in first.title and len(first.notes) == 1 and len(others) == 2


def test_a_percentile_is_a_value_that_was_taken() -> None:
    samples = Samples({"a": [float(value) for value in range(1, 21)]})
    assert samples.percentile("a", 95) == 19


def test_a_row_tells_whether_its_goal_is_missed() -> None:
    assert Row("what", "", 1.2, "M", 1.0).is_missed
    assert not Row("what", "", 1.0, "M", 1.0).is_missed
    assert not Row("what", "", 9.0, "M").is_missed

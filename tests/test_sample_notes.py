"""The bundled sample notes are the picture book of the formats: each file reads as the papers it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paperterm.core.model import Document, Kind, LinkKind, Paper
from paperterm.core.parse.document import parse_document

SAMPLES = Path(__file__).parents[1] / "sample_notes"
FILES = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.md"))

EXPECTED_TEXT = (Path(__file__).parent / "sample_notes_expected.txt").read_text(encoding="utf-8")
EXPECTED = {
    name: body.strip().splitlines()
    for name, body in re.findall(r"^== (.+)\n((?:(?!==).*\n?)*)", EXPECTED_TEXT, re.MULTILINE)
}


def read(name: str) -> Document:
    return parse_document(name, (SAMPLES / name).read_text(encoding="utf-8"))


def titled(name: str, start: str) -> Paper:
    (found,) = [paper for paper in read(name).papers if paper.title.startswith(start)]
    return found


def in_a_line(paper: Paper) -> str:
    code = next((link.url for link in paper.links if link.kind is LinkKind.CODE), "https://github.com/-")
    parts = (paper.kind.value, paper.title, paper.year, paper.venue, code.removeprefix("https://github.com/"))
    return " | ".join(str(part or "-") for part in parts)


def test_every_sample_is_looked_at() -> None:
    assert sorted(EXPECTED) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_sample_reads_as_the_papers_it_shows(name: str) -> None:
    assert [in_a_line(paper) for paper in read(name).papers] == EXPECTED[name]


def test_the_first_paper_anybody_sees_has_notes_worth_reading() -> None:
    first = read("README.md").papers[0]
    assert first.title == "Attention Is All You Need"
    assert [note.number for note in first.notes] == [1, 2, 3, 4, 5, 6]
    assert first.notes[1].text.startswith("缩放点积注意力")
    assert {link.kind for link in first.links} == {LinkKind.PAPER, LinkKind.CODE, LinkKind.BLOG}


@pytest.mark.parametrize(
    ("name", "start", "count"),
    [
        ("README.md", "GLM-130B", 4),
        ("README.md", "Dense Passage", 2),
        ("optimization.md", "Adam", 3),
        ("optimization.md", "Decoupled", 2),
        ("awesome-vision.md", "Deep residual", 2),
        ("science.md", "Highly accurate", 3),
        ("vault/raft.md", "In Search", 5),
    ],
)
def test_notes_are_counted_as_written(name: str, start: str, count: int) -> None:
    assert len(titled(name, start).notes) == count


def test_a_reading_status_comes_with_the_vault() -> None:
    assert [titled(f"vault/{name}.md", "").status for name in ("raft", "paxos-made-simple", "spanner")] == [
        "read",
        "reading",
        "unread",
    ]


def test_authors_are_read_where_they_are_listed() -> None:
    assert titled("reasoning.md", "ReAct").authors[:2] == ("Shunyu Yao", "Jeffrey Zhao")
    assert titled("vault/raft.md", "In Search").authors == ("Diego Ongaro", "John Ousterhout")
    assert titled("generative.md", "Denoising").authors == ("Jonathan Ho", "Ajay Jain", "Pieter Abbeel")


@pytest.mark.parametrize("name", FILES)
def test_every_image_and_note_that_a_sample_points_at_is_there(name: str) -> None:
    text = (SAMPLES / name).read_text(encoding="utf-8")
    targets = re.findall(r'src="([^":]+)"', text) + re.findall(r"\]\(([^):#]+\.md)\)", text)
    folder = (SAMPLES / name).parent
    assert [target for target in targets if not (folder / target.replace("\\", "/")).is_file()] == []


def test_the_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 60_000


def test_the_samples_show_every_kind_of_entry() -> None:
    kinds = {paper.kind for name in FILES for paper in read(name).papers}
    assert kinds == set(Kind)

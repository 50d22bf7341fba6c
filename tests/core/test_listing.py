"""Rows for programs and for the eye: complete, within their width, and nothing in them acts on a terminal."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.cells import cell_width
from paperterm.core.listing import as_json, csv_lines, table_lines
from paperterm.core.model import Document, Kind, Link, LinkKind, Note, Paper, Span
from paperterm.core.outline import Entry, entry_of
from paperterm.core.parse.document import parse_document

KEYS = [
    *("id", "kind", "title", "authors", "year", "venue", "section", "group", "topic", "tags", "links", "notes"),
    *("status", "same_as", "file", "line", "end_line"),
]
SPAN = Span(0, 1)
# What a terminal obeys, or hides from its reader.
ACTING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
CANARY = "\x1b]52;c;RVZJTA==\x07\x1b[2J\x9b31m\x00\x7f\u202e\u2066\ud800\U000e0041\u061c\r"

nasty = st.text(st.one_of(st.characters(), st.sampled_from(CANARY + "表情👩‍💻é\u0301한\t,;\"'\n")), max_size=30)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    paper = Paper(
        id=draw(nasty),
        kind=draw(st.sampled_from(Kind)),
        title=draw(nasty),
        span=SPAN,
        line=draw(st.integers(1, 10**6)),
        end_line=10**6,
        authors=tuple(draw(st.lists(nasty, max_size=2))),
        year=draw(st.none() | st.integers(1, 9999)),
        venue=draw(st.none() | nasty),
        section=tuple(draw(st.lists(nasty, max_size=2))),
        tags=tuple(draw(st.lists(nasty, max_size=2))),
        links=tuple(Link(LinkKind.CODE, text, text, SPAN) for text in draw(st.lists(nasty, max_size=2))),
        notes=tuple(Note(1, text, SPAN) for text in draw(st.lists(nasty, max_size=2))),
    )
    return entry_of(Document(draw(nasty), ""), paper)


def listed(name: str, text: str) -> list[Entry]:
    document = parse_document(name, text)
    return [entry_of(document, paper) for paper in document.papers]


@given(entries())
def test_json_says_everything_and_escapes_what_a_terminal_obeys(entry: Entry) -> None:
    line = as_json(entry)
    assert not ACTING.search(line)
    line.encode("utf-8")
    read = json.loads(line)
    assert list(read) == KEYS
    # A pair of surrogates written as two escapes is read as the character it stands for.
    assert _paired(read["title"]) == _paired(entry.paper.title)
    assert [_paired(text) for text in read["notes"]] == [_paired(note.text) for note in entry.paper.notes]
    assert (read["year"], read["venue"] is None) == (entry.paper.year, entry.paper.venue is None)
    assert (read["status"], read["same_as"], read["topic"]) == (None, None, None)


def _paired(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def test_the_documented_keys_are_those_printed() -> None:
    documented = Path(__file__).parents[2].joinpath("docs", "jsonl.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?`) \|", documented, re.MULTILINE)
    assert re.findall(r"`(\w+)`", " ".join(rows)) == KEYS


def test_json_keeps_chinese_as_it_is() -> None:
    (entry,) = listed("笔记.md", "- 一篇关于阅读笔记的论文 [[code]](https://github.com/a/b)\n")
    assert '"title": "一篇关于阅读笔记的论文"' in as_json(entry)
    assert '"file": "笔记.md"' in as_json(entry)


@given(st.lists(entries(), max_size=4))
def test_csv_reads_back_as_a_row_an_entry(entries: list[Entry]) -> None:
    text = "\n".join(csv_lines(entries))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066\ud800-\udfff]", text)
    header, *rows = csv.reader(_lines(text))
    assert header[:3] == ["id", "kind", "title"] and header[-2:] == ["file", "line"]
    assert len(rows) == len(entries)
    assert [row[-1] for row in rows] == [str(entry.paper.line) for entry in entries]


def _lines(text: str) -> list[str]:
    """Lines at line feeds only; `str.splitlines` knows more."""
    return [f"{line}\n" for line in text.split("\n")]


def test_several_values_share_a_cell_of_csv() -> None:
    found = listed("a.md", '- A Paper on "Quotes", and Commas [[code]](https://github.com/a/b)\n  1. one\n  2. two\n')
    header, row = csv.reader(csv_lines(found))
    cells = dict(zip(header, row, strict=True))
    assert cells["title"] == 'A Paper on "Quotes", and Commas'
    assert (cells["notes"], cells["links"], cells["year"]) == ("one; two", "https://github.com/a/b", "")


@given(st.lists(entries(), max_size=4), st.integers(1, 200))
def test_the_table_stays_within_its_width_and_acts_on_nothing(entries: list[Entry], width: int) -> None:
    lines = list(table_lines(entries, width))
    assert len(lines) == len(entries)
    for line in lines:
        assert cell_width(line) <= width
        assert not ACTING.search(line)


@given(st.lists(entries(), min_size=1, max_size=4), st.integers(60, 200))
def test_places_begin_in_the_same_column(entries: list[Entry], width: int) -> None:
    places = [line.rpartition("  ") for line in table_lines(_with_plain_names(entries), width)]
    assert len({cell_width(before) for before, _, _ in places}) == 1


def _with_plain_names(entries: list[Entry]) -> list[Entry]:
    return [entry_of(Document("a.md", ""), entry.paper) for entry in entries]


@pytest.mark.parametrize("width", [40, 60, 100])
def test_a_table_of_two_scripts_is_aligned(width: int) -> None:
    link = "[[code]](https://github.com/a/b)"
    text = f"# 2020\n\n- 多模态预训练模型的综述：从语言到图像 {link}\n- An English Title of Words {link}\n"
    chinese, english = table_lines(listed("a.md", text), width)
    assert cell_width(chinese[: chinese.index("a.md")]) == cell_width(english[: english.index("a.md")])


def test_of_a_long_place_the_end_is_kept() -> None:
    (entry,) = listed(f"{'deep/' * 40}notes.md", "\n\n- A Paper in a Deep Folder [[code]](https://github.com/a/b)\n")
    (line,) = table_lines([entry], 80)
    assert line.endswith("/notes.md:3") and "…" in line
    assert "A Paper in a Deep Folder" in line


def test_a_narrow_table_leaves_the_venue_out() -> None:
    found = listed("a.md", "- A Paper of Some Length (ICLR 2020) [[code]](https://github.com/a/b)\n")
    assert [line.split()[:3] for line in table_lines(found, 100)] == [["2020", "ICLR", "A"]]
    assert [line.split()[:3] for line in table_lines(found, 50)] == [["2020", "A", "Paper"]]


def test_nothing_is_a_table_without_lines() -> None:
    assert list(table_lines([], 80)) == []
    assert len(list(csv_lines([]))) == 1

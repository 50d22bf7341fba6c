"""The cases: text files of a title, notes and the papers expected, so that a new case needs no Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from paperterm.core.model import Document, Paper
from paperterm.core.parse.document import parse_document

CASES = Path(__file__).with_name("cases")


def read_cases() -> Iterator[tuple[str, str, str]]:
    for file in sorted(CASES.glob("*.txt")):
        lines = file.read_text("utf-8").split("\n")
        while any(line.strip() for line in lines):
            while not lines[0].strip():
                lines.pop(0)
            title = lines.pop(0)
            parts = []
            assert lines.pop(0) == "."
            for _ in range(2):
                end = lines.index(".")
                parts.append("\n".join(lines[:end]) + "\n")
                lines = lines[end + 1 :]
            yield f"{file.stem}: {title}", parts[0], parts[1]


def heads(document: Document) -> list[str]:
    return [f"{p.kind} | {p.title} | {p.year or ''} | {p.venue or ''}".rstrip() for p in document.papers]


def details(text: str, paper: Paper) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {}
    for link in paper.links:
        links.setdefault(str(link.kind), []).append(link.url)
    return {
        **links,
        **{f"note {note.number}": [note.text.replace("\n", "⏎")] for note in paper.notes},
        "notes": [str(len(paper.notes))],
        "authors": ["; ".join(paper.authors)],
        "tags": ["; ".join(paper.tags)],
        "section": [" > ".join(paper.section)],
        "group": [" > ".join(paper.group)],
        "field": [f"{field.name} = {field.value}" for field in paper.fields],
        "rest": [span.of(text) for span in paper.rest],
    }


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case[1:], id=case[0]) for case in read_cases()])
def test_case(text: str, expected: str) -> None:
    document = parse_document("notes/sparse.md", text)
    wanted = [line.rstrip() for line in expected.splitlines() if line.strip() and not line.startswith(" ")]
    assert heads(document) == wanted
    number = -1
    for line in expected.splitlines():
        if not line.startswith(" "):
            number += bool(line.strip())
            continue
        name, _, value = line.strip().partition(":")
        value = value.strip()
        assert value in details(text, document.papers[number]).get(name, []), (line, document.papers[number])

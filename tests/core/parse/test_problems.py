"""What is left out of a file is said, with its line; what is merely unusual is not."""

from __future__ import annotations

import pytest

from paperterm.core.parse.document import parse_document
from paperterm.core.parse.entries import MAX_HEAD

ENTRY = "- [Folding at Scale: A Study](https://arxiv.org/abs/2001.00001)\n"


def told(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in parse_document("a.md", text).problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: Folding\nyear: 2020\n\n" + ENTRY, [(1, "open-front-matter")]),
        ("# Papers\n\n<details>\n<summary>more</summary>\n\n" + ENTRY, [(3, "open-details")]),
        ("<table><tr><td>x</td></tr>\n\n" + ENTRY, [(1, "open-table")]),
        ("| Title | Link |\n|--|--|\n| Folding | at | Scale |\n", [(3, "uneven-row")]),
        (f"{ENTRY.rstrip()} {'on and on ' * MAX_HEAD}\n", [(1, "long-text")]),
    ],
)
def test_what_could_not_be_read_is_said(text: str, expected: list[tuple[int, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA line that parts, and no front matter: at all\n\n" + ENTRY,
        "```\n<details>\n```\n\nWrite `<details>` and `<table>` like this.\n\n" + ENTRY,
        "<details>\n<summary>more</summary>\n\n" + ENTRY + "\n</details>\n",
        "| Title | Link |\n|--|--|\n| Folding |\n| Folding | at | |\n",
    ],
)
def test_what_is_as_it_should_be_is_no_problem(text: str) -> None:
    assert told(text) == []


def test_lists_nested_too_deeply_are_read_as_far_as_they_can_be_and_the_rest_is_said() -> None:
    lines = ["  " * level + ENTRY.replace("00001", f"{level:05}") for level in range(300)]
    document = parse_document("a.md", "".join(lines))
    assert len(document.papers) > 40
    assert [problem.code for problem in document.problems] == ["deep-list"]
    assert document.problems[0].line == len(document.papers) + 1


def test_a_very_long_line_is_an_entry_all_of_which_is_kept() -> None:
    text = f"{ENTRY.rstrip()} {'on and on ' * MAX_HEAD}\n"
    (paper,) = parse_document("a.md", text).papers
    assert paper.title == "Folding at Scale: A Study"
    assert sum(span.end - span.start for span in paper.rest) > 10 * MAX_HEAD - 10

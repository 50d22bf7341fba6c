"""Files that are about one paper: what their place and name add to what they say."""

from __future__ import annotations

import pytest

from paperterm.core.parse.document import parse_document

NOTE = """# Sparse Widgets for Dense Networks

Roe, Jane, et al. "Sparse widgets for dense networks." ICLR (2021).

* widgets may be sparse
"""


def titles(name: str, text: str) -> list[str]:
    return [paper.title for paper in parse_document(name, text).papers]


@pytest.mark.parametrize("name", ["papers/Sparse-Widgets-for-Dense-Networks/README.md", "notes/sparse/index.md"])
def test_the_page_of_a_folder_may_be_a_note(name: str) -> None:
    text = NOTE if "README" in name else NOTE.replace("Networks\n", "Networks\n\n[pdf](https://arxiv.org/abs/1)\n", 1)
    assert parse_document(name, text).papers[0].line == 1


def test_the_readme_of_a_repository_is_no_note() -> None:
    assert parse_document("README.md", NOTE).papers[0].line == 3


@pytest.mark.parametrize("name", ["support-vector-machines.md", "homeomorphic-widgets.md", "news-recommendation.md"])
def test_a_name_that_starts_like_a_page_of_a_site_is_a_title(name: str) -> None:
    assert parse_document(name, NOTE).papers[0].line == 1


def test_the_name_of_a_file_is_its_title_where_nothing_else_is() -> None:
    text = "## Abstract\nWidgets.\n\n## Related work\nCranes.\n"
    assert titles("Sparse Widgets for Dense Networks.md", text) == ["Sparse Widgets for Dense Networks"]


def test_a_post_on_something_else_is_no_paper() -> None:
    text = "---\ntitle: How to set up an editor\nauthor: blogger\ndate: 2024-01-01\ncategories: [vi]\n---\n"
    assert titles("posts/2024-01-01-editor.md", text + "\n## Introduction\n\nFirst.\n\n## Conclusion\n\nDone.\n") == []


def test_a_post_is_not_its_paper_by_date_or_author() -> None:
    text = "---\ntitle: Sparse Widgets\nauthor: blogger\ndate: 2024-01-01\ntoc: 1\ndoi: 10.1000/182\n---\n\nGood.\n"
    [paper] = parse_document("_posts/2024-01-01-sparse.md", text).papers
    assert (paper.authors, paper.year) == ((), None)


def test_a_bold_line_over_a_list_in_the_notes_on_one_paper_is_no_heading() -> None:
    text = NOTE + "\n## Summary\n\n**Main contributions**\n\n* widgets for cranes\n* cranes for widgets\n"
    document = parse_document("sparse-widgets.md", text)
    assert [heading.text for heading in document.headings] == ["Sparse Widgets for Dense Networks", "Summary"]
    assert [note.text for note in document.papers[0].notes][-1] == "cranes for widgets"

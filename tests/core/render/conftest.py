"""What the tests of rendering share: Markdown to lines of text, and a paper by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from paperterm.core.model import Document, Kind, Paper, Span
from paperterm.core.render.layout import lay_out
from paperterm.core.render.lines import Line
from paperterm.core.render.markdown import grow_markdown
from paperterm.core.render.tree import Tree


@pytest.fixture(scope="session")
def lines_of() -> Callable[..., list[Line]]:
    def lines(markdown: str, width: int = 60) -> list[Line]:
        tree = Tree()
        grow_markdown(tree, markdown)
        return lay_out(tree.root, width)

    return lines


@pytest.fixture(scope="session")
def draw(lines_of: Callable[..., list[Line]]) -> Callable[..., list[str]]:
    return lambda markdown, width=60: [line.text for line in lines_of(markdown, width)]


@pytest.fixture(scope="session")
def whole() -> Callable[[str], tuple[Document, Paper]]:
    """A document that is one paper, all of it rest."""

    def document(text: str) -> tuple[Document, Paper]:
        span = Span(0, len(text))
        paper = Paper("id", Kind.PAPER, "A title", span, 1, 1, rest=(span,))
        return Document("notes.md", text, (paper,)), paper

    return document

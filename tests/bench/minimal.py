"""The least that shows a tree and a document in Textual: what every start is measured against."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Markdown, Tree

DOCUMENT = """# A small document

It has **one** paragraph with a [link](https://example.org), and a list:

- the first point
- the second point: painted
"""
LAST_WORDS = "second point: painted"
ROWS = 60


class Minimal(App[None]):
    """Header, Tree, Markdown, Footer."""

    CSS = "Tree { width: 40; dock: left; }"
    BINDINGS: ClassVar = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """All four, the tree with its rows unfolded."""
        tree: Tree[None] = Tree("Rows")
        tree.root.expand()
        for number in range(ROWS):
            tree.root.add_leaf(f"row {number}")
        yield Header()
        yield tree
        yield Markdown(DOCUMENT)
        yield Footer()


if __name__ == "__main__":
    Minimal().run()

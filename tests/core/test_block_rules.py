"""The quick block rules find what markdown-it-py's own find."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from paperterm.core.markdown import block_tokens

_SLOW = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable(["inline", "text_join"])
_PARTS = (
    *("a", "title of it", " ", "  ", "    ", "\t", "\n", "\n\n", "- ", "* ", "+\t", "1. ", "2) ", "10. ", "> ", ">"),
    *("# ", "##", "---", "===", "***", "_ _ _", "```", "~~~~", "`", "\x0c", "\u2003", "\u2028", "\0", "论文", "\\"),
    *("|", "\\|", "| a | b |", "\n|---|---|\n", "\n-|-\n", ":-:", "[", "]", "[a]: ", "[a]: http://b.c 'd'\n"),
    *("\n- a b", "\n- [a](b)", "\n- **b**", "\n  - c", "\n1. x", "\n 2. y", "\n- [x]: y", "\n- 2. a", "\n- a | b\n-|-"),
    *("<details>", "</details>\n", "<!--", "-->", "<b>", "<br>\n", "<script>"),
)


def blocks(tokens: Sequence[Token]) -> list[tuple[object, ...]]:
    """What the two have to agree on: kinds, places and contents; a table's cells are left out."""
    found: list[tuple[object, ...]] = []
    tables = 0
    for token in tokens:
        tables -= token.type == "table_close"
        if not tables and not (token.nesting == -1 and token.tag in ("p", "table", "h1", "h2", "h3", "h4", "h5", "h6")):
            kind = token.type.removesuffix("_open")
            lines = tuple(token.map) if token.map else None
            if kind == "inline" and found and not found[-1][-1]:
                found[-1] = (*found[-1][:-1], token.content)
            else:
                found.append((kind, token.tag, lines, token.attrs.get("start"), token.content))
        tables += token.type == "table_open"
    return found


@given(st.lists(st.sampled_from(_PARTS), max_size=40).map("".join))
def test_the_quick_rules_find_the_same_blocks(text: str) -> None:
    assert blocks(block_tokens(text)) == blocks(_SLOW.parse(text))


@pytest.mark.parametrize("marker", ["> ", "- ", "1. ", "  "])
def test_a_table_that_lacks_many_cells_ends_where_it_does_in_full(marker: str) -> None:
    rows = ["|".join("h" * 300), "|".join(["-"] * 300), *["x"] * 300]
    text = "\n".join(marker + row for row in rows)
    assert blocks(block_tokens(text)) == blocks(_SLOW.parse(text))


def test_containers_nested_too_deeply_are_cut_off_at_the_same_place() -> None:
    text = "> " * 120 + "deep\n\n" + "\n".join("  " * depth + "- item" for depth in range(120))
    assert blocks(block_tokens(text)) == blocks(_SLOW.parse(text))

"""The quick block rules find what markdown-it-py's own find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from paperterm.core.block_rules import Outline, Part
from paperterm.core.markdown import block_tokens

_SLOW = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable(["inline", "text_join"])
_PARTS = (
    *("a", "title of it", " ", "  ", "    ", "\t", "\n", "\n\n", "- ", "* ", "+\t", "1. ", "2) ", "10. ", "> ", ">"),
    *("# ", "##", "---", "===", "***", "_ _ _", "```", "~~~~", "`", "\x0c", "\u2003", "\u2028", "\0", "论文", "\\"),
    *("|", "\\|", "| a | b |", "\n|---|---|\n", "\n-|-\n", ":-:", "[", "]", "[a]: ", "[a]: http://b.c 'd'\n"),
    *("\n- a b", "\n- [a](b)", "\n- **b**", "\n  - c", "\n1. x", "\n 2. y", "\n- [x]: y", "\n- 2. a", "\n- a | b\n-|-"),
    *("<details>", "</details>\n", "<!--", "-->", "<b>", "<br>\n", "<script>"),
    *(
        "\n- <details>\n  <summary>x</summary>\n",
        "\n  1. y <br>\n",
        "\n  - <details>\n    z\n    </details>\n",
        "  </details>\n",
    ),
)


def written_out(tokens: Sequence[Token]) -> Iterator[Token]:
    """Outlines as the tokens they stand for."""
    for token in tokens:
        if isinstance(token, Outline):
            yield from lists(token)
        else:
            yield token


def lists(outline: Outline) -> Iterator[Token]:
    def close(depth: int) -> Iterator[Token]:
        while len(kinds) > depth:
            yield Part("list_item_close", "li", -1, 0, None)
            yield Part(f"{kinds.pop()}_close", "", -1, 0, None)

    def behind(at: int, *, whole_list: bool) -> int:
        """The line behind an item, or its list, and all that is below."""
        item = outline.items[at]
        for later in outline.items[at + 1 :]:
            if later.depth < item.depth or (later.depth == item.depth and (later.opens or not whole_list)):
                return later.line
        return (outline.map or [0, 0])[1]

    kinds: list[str] = []
    for at, item in enumerate(outline.items):
        yield from close(item.depth + (not item.opens))
        if not item.opens:
            yield Part("list_item_close", "li", -1, 0, None)
        else:
            kinds.append("bullet_list" if item.number is None else "ordered_list")
            opening = Part(f"{kinds[-1]}_open", "", 1, 0, [item.line, behind(at, whole_list=True)])
            opening.attrs = {} if item.number in (None, 1) else {"start": item.number or 0}
            yield opening
        yield Part("list_item_open", "li", 1, 0, [item.line, behind(at, whole_list=False)])
        kind = "html_block" if item.is_html else "paragraph"
        yield Part(kind, "", 0, 0, [item.line, item.after], item.content)
    yield from close(0)


def blocks(tokens: Sequence[Token]) -> list[tuple[object, ...]]:
    """What the two have to agree on: kinds, places and contents; a table's cells are left out."""
    found: list[tuple[object, ...]] = []
    tables = 0
    for token in written_out(tokens):
        tables -= token.type == "table_close"
        if not tables and not (token.nesting == -1 and token.tag in ("p", "table", "h1", "h2", "h3", "h4", "h5", "h6")):
            kind = token.type.removesuffix("_open")
            lines = tuple(token.map) if token.map else None
            if kind == "inline" and found and not found[-1][-1]:
                found[-1] = (*found[-1][:-1], token.content)
            else:
                found.append(
                    (kind, token.tag if kind == "heading" else "", lines, token.attrs.get("start"), token.content)
                )
        tables += token.type == "table_open"
    return found


@given(st.lists(st.sampled_from(_PARTS), max_size=40).map("".join))
def test_the_quick_rules_find_the_same_blocks(text: str) -> None:
    assert blocks(block_tokens(text)) == blocks(_SLOW.parse(text))


_LINES = (
    "- a",
    "* b",
    "1. c",
    "2. d",
    "1) e",
    "- <details>",
    "<summary>s</summary>",
    "</details>",
    "f",
    "",
    "",
    "- a | b",
)


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(_LINES)), max_size=12))
def test_lists_of_single_lines_are_found_at_any_depth(lines: list[tuple[int, str]]) -> None:
    text = "\n".join(" " * indent + line for indent, line in lines)
    assert blocks(block_tokens(text)) == blocks(_SLOW.parse(text))


@pytest.mark.parametrize("marker", ["> ", "- ", "1. ", "  "])
def test_a_table_that_lacks_many_cells_ends_where_it_does_in_full(marker: str) -> None:
    rows = ["|".join("h" * 300), "|".join(["-"] * 300), *["x"] * 300]
    text = "\n".join(marker + row for row in rows)
    assert blocks(block_tokens(text)) == blocks(_SLOW.parse(text))


def test_containers_nested_too_deeply_are_cut_off_at_the_same_place() -> None:
    text = "> " * 120 + "deep\n\n" + "\n".join("  " * depth + "- item" for depth in range(120))
    assert blocks(block_tokens(text)) == blocks(_SLOW.parse(text))

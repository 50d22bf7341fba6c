"""Tables at any width: no cell is lost."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.cells import cell_width
from paperterm.core.render.layout import lay_out
from paperterm.core.render.markdown import grow_markdown
from paperterm.core.render.tree import Tree
from tests.examples import examples

Draw = Callable[..., list[str]]
TABLE = "| Name | What it is |\n|:--|--:|\n| GLM | 一个双语模型 |\n| T5 | text to text |\n"


def test_a_table_that_fits_is_set_in_columns(draw: Draw) -> None:
    assert draw(TABLE) == ["Name    What it is", "────  ────────────", "GLM   一个双语模型", "T5    text to text"]


def test_columns_shrink_before_anything_else(draw: Draw) -> None:
    assert draw(TABLE, 14) == [
        "Name  What it",
        "      is",
        "────  ────────",
        "GLM   一个双语",
        "      模型",
        "",
        "T5    text to",
        "      text",
    ]


def test_a_table_without_room_becomes_lists(draw: Draw) -> None:
    assert draw(TABLE, 10) == [
        "Name: GLM",
        "What it",
        "is:",
        "一个双语模",
        "型",
        "",
        "Name: T5",
        "What it",
        "is:",
        "text to",
        "text",
    ]


def test_words_stay_whole_while_there_is_room_for_that(draw: Draw) -> None:
    table = "| A long name of a method | HumanEval |\n|-|-|\n| another very long one | 1 |\n"
    assert draw(table, 24) == [
        "A long name    HumanEval",
        "of a method",
        "─────────────  ─────────",
        "another very   1",
        "long one",
    ]


@examples(60)
@given(st.integers(1, 12), st.integers(0, 4), st.integers(2, 70))
def test_every_cell_is_shown_within_the_width(columns: int, rows: int, width: int) -> None:
    words = [[f"c{row}x{column}" for column in range(columns)] for row in range(rows + 1)]
    source = [f"| {' | '.join(row)} |" for row in words]
    source.insert(1, "|" + "-|" * columns)
    tree = Tree()
    grow_markdown(tree, "\n".join(source))
    lines = [line.text for line in lay_out(tree.root, width)]
    drawn = "".join(lines).replace(" ", "")
    assert all(cell_width(line) <= width for line in lines)
    assert columns == 1 or width < 8 or all(word in drawn for row in words for word in row)

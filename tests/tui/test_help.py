"""The help: what it tells, how it is laid out, how it is narrowed."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.cells import cell_width
from paperterm.core.commands import OwnCommand
from paperterm.tui.actions import ACTIONS, Keymap, shown_key
from paperterm.tui.help_page import column_width, pages, rows
from paperterm.tui.widgets.line_pane import LinePane
from tests.tui.stories import story


def test_every_key_of_every_action_is_told() -> None:
    keymap = Keymap({}, [OwnCommand("clone", ("git",), "Clone it", ("C",))])
    told = " ".join(row.keys for row in rows(keymap)).split()
    for action in ACTIONS:
        if action.name != "note":
            assert {shown_key(key) for key in action.keys} <= set(told), action.name
    assert "Clone it" in [row.says for row in rows(keymap)]


def test_what_has_no_key_is_not_told_and_half_a_pair_alone() -> None:
    said = [row.says for row in rows(Keymap({"theme": (), "wider": ()}))]
    assert "Choose the colours" not in said
    assert "Narrower tree" in said


def test_words_narrow_it_to_rows_that_hold_them_all() -> None:
    found = rows(Keymap(), "repo COPY")
    assert [row.keys for row in found] == ["y r"]
    assert rows(Keymap(), "zebra") == []


@given(st.integers(1, 240), st.integers(1, 70), st.sampled_from(["", "copy", "a"]))
def test_nothing_is_lost_in_any_window_and_no_line_is_too_wide(width: int, height: int, typed: str) -> None:
    told = rows(Keymap(), typed)
    lines = pages(told, width, height, 4)
    for line in lines:
        room = column_width(width, len(line))
        assert all(cell_width(cell.keys) + cell_width(cell.says) <= max(room, 22) for cell in line)
    if width >= 38:
        cells = [cell for line in lines for cell in line]
        words = "".join(cell.says for cell in cells).replace(" ", "")
        assert sorted(words) == sorted("".join(row.says for row in told).replace(" ", ""))


async def test_the_help_opens_with_what_is_needed_first_and_is_narrowed_by_typing(tmp_path: Path) -> None:
    async with story(tmp_path, size=(80, 24)) as told:
        await told.press("?")
        assert "Most of what is needed" in told.screen()[1]
        assert "back out; quit" in told.text()
        await told.press(*"bibtex")
        assert told.screen()[0].startswith(" PaperTerm · keys: bibtex")
        assert any("y b" in line for line in told.screen())
        assert "Next, previous paper" not in told.text()
        await told.press("escape", "pagedown")
        assert "Most of what is needed" not in told.text()
        await told.press("escape")
        assert told.title.startswith("GLM-130B")


async def test_the_columns_fit_beside_the_scroll_bar(tmp_path: Path) -> None:
    async with story(tmp_path, size=(80, 24)) as told:
        await told.press("?")
        pane = told.app.screen.query_one(LinePane)
        assert pane.show_vertical_scrollbar
        assert all(cell_width(line.text.rstrip()) <= pane.scrollable_content_region.width for line in pane._lines)

"""`f`: stories of a tree that shows only what matches."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperterm.tui.widgets.find_bar import FindBar
from tests.tui.stories import NOTES, Story, story


def tree(told: Story) -> str:
    return "\n".join(line[:40] for line in told.screen()[1:-1])


async def test_the_tree_shows_what_matches_at_every_key_and_the_title_says_so(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("f", *"tree")
        assert "Tree of Thoughts" in tree(told) and "GLM" not in tree(told)
        assert "filter: tree (1 of 4)" in told.screen()[0]
        assert told.title.startswith("Tree of Thoughts")


async def test_the_selected_paper_stays_selected_while_it_is_shown(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("]", "f", *"year:2023")
        assert told.title.startswith("Tree of Thoughts")
        assert "filter: year:2023 (2 of 4)" in told.screen()[0]


async def test_esc_in_the_bar_brings_back_what_was_shown(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("]", "j")
        before = told.text()
        await told.press("f", *"transformers")
        assert told.text() != before
        await told.press("escape")
        assert told.text() == before


async def test_enter_keeps_the_filter_and_esc_in_the_tree_shows_everything_again(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("f", *"glm", "enter", "j", "k")
        assert "(1 of 4)" in told.screen()[0]
        await told.press("escape")
        assert "4 entries" in told.screen()[0] and "Tree of Thoughts" in tree(told)


async def test_esc_forgets_what_was_found_before_the_filter(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("f", *"year:2023", "enter", "/", *"glm", "enter", "escape")
        assert "filter:" in told.screen()[0]
        await told.press("escape")
        assert "filter:" not in told.screen()[0]


async def test_nothing_left_says_so_and_what_to_do(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("f", *"zebra", "enter")
        assert "Nothing matches" in tree(told) and "Esc" in tree(told)
        await told.press("f", "ctrl+u", *"venu:acl", "enter")
        assert "venu: is no filter" in " ".join(told.text().split())
        assert told.app.reading.selected is None
        await told.press("o", "escape")
        assert told.title.startswith("GLM-130B")


@pytest.mark.parametrize("order", ["y", "t", "v", "k", "d"])
async def test_a_filter_works_in_every_order(tmp_path: Path, order: str) -> None:
    async with story(tmp_path) as told:
        await told.press("f", *"year:2022-2023", "enter", "s", order)
        assert "(3 of 4)" in told.screen()[0]
        assert "transformers" not in tree(told) and "Tree of Thoughts" in tree(told)
        await told.press("f", "escape", "escape")
        assert "4 entries" in told.screen()[0]


async def test_a_filter_can_be_changed_and_the_change_taken_back(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("f", *"year:2023", "enter", "f", *" tree")
        assert "filter: year:2023 tree (1 of 4)" in told.screen()[0]
        await told.press("escape")
        assert "filter: year:2023 (2 of 4)" in told.screen()[0]


async def test_tab_completes_a_filter_and_its_value(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("f", *"ki", "tab", "r", "tab", "p", "tab", "enter")
        assert "filter: kind:repo (1 of 4)" in told.screen()[0]


async def test_a_filter_holds_for_what_is_added_on_the_disk(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("f", *"glm", "enter")
        (tmp_path / "more.md").write_text("- GLM-5 and Its Friends [[code]](https://github.com/a/b)\n- Another Paper\n")
        await told.press("R")
        assert "(2 of 5)" in told.screen()[0]
        assert told.title.startswith("GLM-130B")


@pytest.mark.parametrize("typed", ["[/red]", '"', "'); DROP TABLE papers; --", "NEAR(", "-", "图 像"])
async def test_any_text_is_a_filter(tmp_path: Path, typed: str) -> None:
    async with story(tmp_path) as told:
        await told.press("f")
        told.app.reading.query_one(FindBar).value = typed
        await told.settle()
        await told.press("enter", "escape")
        assert "4 entries" in told.screen()[0]


@pytest.mark.parametrize("size", [(80, 24), (60, 10), (40, 8)])
async def test_a_narrow_window_filters_too(tmp_path: Path, size: tuple[int, int]) -> None:
    async with story(tmp_path, size=size) as told:
        await told.press("f", *"tree", "enter")
        assert told.title.startswith("Tree of Thoughts")
        assert "Tree of Thoughts" in told.text()
        await told.press("f", *"zebra", "enter")
        assert "Nothing matches" in told.text()


async def test_notes_are_filtered_by_what_they_say(tmp_path: Path) -> None:
    async with story(tmp_path, {"a.md": NOTES}) as told:
        await told.press("f", *"自回归", "enter")
        assert told.title.startswith("GLM-130B")
        assert "(1 of 4)" in told.screen()[0]

"""`S`: stories of searching the whole library, and of going there and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from paperterm.tui.screens.search import SearchScreen
from tests.tui.stories import NOTES, Story, story

LISTS = {
    "notes.md": NOTES,
    "更多/list.md": "# 更多\n\n- GLM-130B: An Open Bilingual Pre-trained Model [[paper]](https://arxiv.org/abs/2210.02414)\n"
    "- 图神经网络综述 (2021) [[paper]](https://example.org/graphs)\n  - 1. 消息传递与过平滑\n"
    "- A Survey of Sparse Attention (2022)\n  - 1. notes on sliding windows\n"
    "- Sparse Models of Language (2024)\n",
}


def searching(told: Story) -> SearchScreen:
    screen = told.app.screen
    assert isinstance(screen, SearchScreen)
    return screen


def hits(told: Story) -> list[str]:
    return [entry.paper.title for entry in searching(told).list._entries]


async def test_hits_are_there_at_every_key_with_their_count(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S", *"spar")
        assert hits(told) == ["Sparse Models of Language", "A Survey of Sparse Attention"]
        assert "2 papers" in told.screen()[0]
        await told.press(*"se attention")
        assert hits(told) == ["A Survey of Sparse Attention"]
        assert "1 paper" in told.screen()[0]


async def test_a_hit_shows_its_place_and_the_line_that_matches(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S", *"sliding")
        first, second = told.screen()[1:3]
        assert "A Survey of Sparse Attention" in first and "2022" in first
        assert "更多/list.md:6" in second and "notes on sliding windows" in second


async def test_one_or_two_chinese_characters_find_what_holds_them(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S", "图")
        assert hits(told) == ["图神经网络综述"]
        await told.press("escape", "S", "平", "滑")
        assert hits(told) == ["图神经网络综述"]
        assert "消息传递与过平滑" in told.text()


async def test_a_work_in_two_files_is_one_hit_with_its_places(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S", *"glm")
        assert len(hits(told)) == 1
        assert "+1 place" in told.text()


async def test_enter_goes_to_the_paper_and_h_and_l_go_back_and_forward(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("-", "S", *"sliding", "enter")
        assert told.title == "A Survey of Sparse Attention"
        assert "A Survey of Sparse" in "\n".join(line[:40] for line in told.screen())
        await told.press("H")
        assert told.title.startswith("GLM-130B")
        await told.press("L")
        assert told.title == "A Survey of Sparse Attention"
        await told.press("L")
        assert told.toasts() == ["There is nothing to go forward to."]


async def test_a_jump_clears_a_filter_that_hides_the_paper(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("f", *"glm", "enter", "S", *"sliding", "enter")
        assert told.title == "A Survey of Sparse Attention"
        assert "filter:" not in told.screen()[0]


async def test_esc_changes_nothing(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("]")
        before = told.text()
        await told.press("S", *"sliding", "down", "escape")
        assert told.text() == before
        await told.press("H")
        assert told.toasts() == ["There is nothing to go back to."]


async def test_the_last_query_is_there_again_and_typing_replaces_it(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S", *"sparse")
        await told.press("down", "enter")
        assert told.title == "A Survey of Sparse Attention"
        await told.press("S")
        assert searching(told).input.value == "sparse"
        assert searching(told).list.cursor == 1
        await told.press("g")
        assert searching(told).input.value == "g"


async def test_keys_typed_before_the_screen_is_there_are_not_lost(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        for key in ("S", *"sliding"):
            told.app.reading.post_message(events.Key(key, key))
        await told.settle()
        assert searching(told).input.value == "sliding"
        assert searching(told).focused is searching(told).input


async def test_keys_after_a_fast_enter_act_on_the_best_hit(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.pilot.press("S", *"glm", "enter", "o")
        await told.settle()
        assert told.title.startswith("GLM-130B")
        assert told.desktop.opened == ["https://github.com/THUDM/GLM-130B"]


@pytest.mark.parametrize("key", ["tab", "enter"])
async def test_what_may_have_been_meant_is_offered_and_taken_with_a_key(tmp_path: Path, key: str) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S", *"sprase")
        assert "Nothing found" in told.text() and "Did you mean  sparse" in told.text()
        await told.press(key)
        assert searching(told).input.value == "sparse"
        assert "A Survey of Sparse Attention" in hits(told)


async def test_nothing_typed_says_what_can_be_typed(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S")
        assert "Search the whole library" in told.text() and "year:2020-2023" in told.text()
        await told.press("enter", "down", "tab")
        assert hits(told) == []


@pytest.mark.parametrize(
    "typed",
    ['"', "-", "NEAR(a b)", "a AND", "title: *", "'); DROP TABLE papers; --", "[/red]", "[b]x[/b]", "year:", "^(\\"],
)
async def test_any_text_typed_is_a_query(tmp_path: Path, typed: str) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S")
        searching(told).input.value = typed
        await told.settle()
        assert searching(told).input.value == typed
        assert typed.rstrip() in told.screen()[0]
        await told.press("escape", "S", *"sliding")
        assert hits(told) == ["A Survey of Sparse Attention"]


async def test_titles_of_strangers_act_on_nothing(tmp_path: Path) -> None:
    title = "A Study \x1b]0;owned\x07 of \u202egnp [/red] Escapes"
    notes = f"- {title} [[paper]](https://example.org/x)\n  - 1. the note \x1b[2J and [/] markup\n"
    async with story(tmp_path, {"a.md": notes}) as told:
        await told.press("S", *"markup")
        text = told.text()
        assert len(hits(told)) == 1
        assert "[/red]" in text and "and [/]" in text
        assert not any(char in text for char in "\x1b\x07\u202e")


async def test_what_is_pasted_is_one_safe_line_of_a_bounded_length(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S")
        searching(told).input.post_message(events.Paste("sparse\r\nattention \x1b[31m" + "x" * 9000))
        await told.settle()
        value = searching(told).input.value
        assert value.startswith("sparse attention") and len(value) == 500
        assert "\x1b" not in value
        await told.press("y")
        assert len(searching(told).input.value) == 500


async def test_the_row_moved_to_stays_the_same_entry_when_ranked_hits_come(tmp_path: Path) -> None:
    many = "".join(f"- A Paper on Sparse Topics {n} ({2000 + n})\n" for n in range(20))
    async with story(tmp_path, {"a.md": many}) as told:
        await told.pilot.press("S", *"sparse")
        before = searching(told)
        entries = list(before.list._entries)
        await told.pilot.press("down", "down", "down")
        chosen = before.list.entry
        await told.settle()
        assert before.list.entry == chosen
        assert {entry.paper.title for entry in before.list._entries} >= {entry.paper.title for entry in entries}


@pytest.mark.parametrize("keys", [("down", "ctrl+n"), ("pagedown", "pageup", "down"), ("ctrl+n", "ctrl+p", "down")])
async def test_the_cursor_moves_by_arrows_and_control_keys(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S", *"sparse", *keys)
        assert searching(told).list.cursor == 1
        assert searching(told).input.value == "sparse"


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (20, 5)])
async def test_narrow_windows_show_hits_within_their_width(tmp_path: Path, size: tuple[int, int]) -> None:
    async with story(tmp_path, LISTS, size=size) as told:
        await told.press("S", *"glm")
        assert "GLM-130B" in told.text()
        assert all(len(line) <= size[0] for line in told.screen())


async def test_a_light_theme_is_drawn(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        told.app.theme = "textual-light"
        await told.press("S", *"sparse")
        assert len(hits(told)) == 2


async def test_tab_completes_a_filter(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S", *"glm ye", "tab", *"2023")
        assert searching(told).input.value == "glm year:2023"
        assert len(hits(told)) == 1


async def test_an_open_search_shows_what_files_bring_and_the_row_moved_to_stays(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S", *"zebra")
        assert hits(told) == []
        (tmp_path / "notes.md").write_text("- A Paper about Zebras\n- Another One, with Zebras\n")
        told.app.reading.reload_files()
        await told.settle()
        await told.settle()
        assert len(hits(told)) == 2
        await told.press("down")
        moved_to = searching(told).list.entry
        (tmp_path / "new.md").write_text("- Zebras in the Wild (2024)\n- Other Animals (2023)\n")
        told.app.reading.reload_files()
        await told.settle()
        await told.settle()
        assert hits(told) == ["Zebras in the Wild", "A Paper about Zebras", "Another One, with Zebras"]
        assert searching(told).list.entry == moved_to
        await told.press("escape")


async def test_what_changes_on_the_disk_is_searched_the_next_time(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("S", *"zebra")
        assert hits(told) == []
        (tmp_path / "notes.md").write_text("- A Paper about Zebras\n")
        await told.press("escape", "R", "S", *"zebra")
        assert hits(told) == ["A Paper about Zebras"]

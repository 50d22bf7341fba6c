"""Stories: notes and keys in; what stands on the screen, in the clipboard and in the browser out."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperterm.core.cells import cell_width
from paperterm.library import Library
from paperterm.store.desktop import Copying, CopyOutcome, Opening, OpenOutcome
from paperterm.store.places import bundled
from paperterm.tui.app import PaperTermApp
from paperterm.tui.preferences import Preferences
from tests.tui.stories import NOTES, RecordingDesktop, Story, story


def _linked(title: str) -> str:
    return f"- {title} [[paper]](https://arxiv.org/abs/2305.10601)\n"


async def test_the_first_paper_is_shown_at_once_with_its_notes_numbered(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        text = told.text()
        assert told.title == "GLM-130B: An Open Bilingual Pre-trained Model"
        assert "2023 · ICLR · Paper › reasoning › 2023" in text
        assert "1  使用了自编码和自回归的方式进行预训练" in text
        assert "3  The third note is in English" in text
        assert "assets/glm.png" in text
        assert "github.com/THUDM/GLM-130B" in text


async def test_the_tree_shows_file_section_topic_and_year_with_counts(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        tree = "\n".join(line[:40] for line in told.screen())
        assert "▾ notes.md" in tree
        assert "▾ Paper › reasoning" in tree
        assert "▾ 2023" in tree
        assert "▾ Repo" in tree
        assert "huggingface/transformers" in tree


@pytest.mark.parametrize("down", ["j", "down"])
async def test_down_goes_to_the_next_paper_and_shows_it(tmp_path: Path, down: str) -> None:
    async with story(tmp_path) as told:
        await told.press(down)
        assert told.title.startswith("Tree of Thoughts")
        await told.press("k" if down == "j" else "up")
        assert told.title.startswith("GLM-130B")


async def test_brackets_and_braces_go_by_paper_and_section(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("]")
        assert told.title.startswith("Tree of Thoughts")
        await told.press("}")
        assert told.title.startswith("Training Language Models")
        await told.press("{")
        assert told.title.startswith("GLM-130B")
        await told.press("}", "[")
        assert told.title.startswith("Tree of Thoughts")


async def test_a_folded_heading_hides_its_papers_until_one_is_gone_to(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("-")
        assert "Tree of Thoughts" not in "\n".join(line[:40] for line in told.screen())
        await told.press("]")
        assert "Tree of Thoughts" in "\n".join(line[:40] for line in told.screen())
        await told.press("-", "+")
        assert "Training Language" in "\n".join(line[:40] for line in told.screen())


async def test_h_folds_then_goes_up_and_l_unfolds_then_goes_in(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        tree = told.app.reading.tree_pane
        await told.press("h")
        group = tree.group_at_cursor()
        assert group is not None
        assert group.label == "2023"
        await told.press("h")
        assert not tree.folding.is_open(group.key)
        await told.press("l", "l")
        assert told.title.startswith("GLM-130B")


async def test_digits_jump_to_notes(tmp_path: Path) -> None:
    notes = "- A Paper With Many Notes\n" + "".join(f"  {n}. {'long ' * 60}note {n}\n" for n in range(1, 12))
    async with story(tmp_path, {"a.md": notes}) as told:
        await told.press("7")
        pane = told.app.reading.notes_pane
        assert pane.page is not None
        assert pane.scroll_offset.y == pane.page.note_lines[6]


async def test_a_digit_without_such_a_note_says_how_many_there_are(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("9")
        assert told.toasts() == ["This entry has 3 notes."]


async def test_s_and_a_letter_group_by_year_or_topic(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("s", "y")
        assert [group.label for group in told.app.reading.tree_pane._entries.groups()] == [
            "2023 › reasoning",
            "2022 › reasoning",
            "No year",
        ]
        assert told.title.startswith("GLM-130B")
        await told.press("s", "t")
        assert "by topic" in told.screen()[0]


@pytest.mark.parametrize(
    ("keys", "copied"),
    [
        (["y", "r"], "https://github.com/THUDM/GLM-130B"),
        (["y", "g"], "git clone https://github.com/THUDM/GLM-130B.git"),
        (["y", "k"], "glm2023"),
        (["2", "y", "n"], "int4 量化后用 4*3090 运行"),
        (["]", "y", "u"], "https://arxiv.org/abs/2305.10601"),
        (["}", "y", "m"], NOTES[NOTES.index("- Training") : NOTES.index("# Repo")].rstrip()),
    ],
)
async def test_y_and_a_letter_copy_exactly_that(tmp_path: Path, keys: list[str], copied: str) -> None:
    async with story(tmp_path) as told:
        await told.press(*keys)
        assert told.desktop.copied == [copied]
        assert told.toasts()[0].startswith("Copied: ")


async def test_c_and_yy_copy_the_citation_and_yb_the_bibtex(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("c")
        await told.press("y", "y")
        await told.press("y", "b")
        first, second, bibtex = told.desktop.copied
        assert first == second
        assert "GLM-130B: An Open Bilingual Pre-trained Model" in first
        assert bibtex.startswith("@inproceedings{glm2023,")


async def test_what_went_to_the_terminal_is_not_called_copied(tmp_path: Path) -> None:
    desktop = RecordingDesktop(copying=CopyOutcome(Copying.SENT))
    async with story(tmp_path, desktop=desktop) as told:
        await told.press("c")
        assert told.toasts()[0].startswith("Sent to the terminal's clipboard: ")


async def test_what_could_not_be_copied_is_shown_to_select(tmp_path: Path) -> None:
    desktop = RecordingDesktop(copying=CopyOutcome(Copying.NOT_COPIED, "there is no clipboard here."))
    async with story(tmp_path, desktop=desktop) as told:
        await told.press("y", "r")
        assert "there is no clipboard here" in told.text()
        assert "https://github.com/THUDM/GLM-130B" in told.text()
        await told.press("escape")
        assert "there is no clipboard here" not in told.text()


async def test_o_opens_the_code_p_the_paper_and_each_stands_in_for_the_other_and_says_so(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("o")
        assert told.toasts() == ["Opened: https://github.com/THUDM/GLM-130B"]
        await told.press("p")
        assert told.toasts()[0].startswith("No paper link; the code instead.")
        await told.press("]")
        await told.press("o")
        assert told.toasts()[0].startswith("No code link; the paper instead.")
        await told.press("P")
        assert told.desktop.opened == [
            "https://github.com/THUDM/GLM-130B",
            "https://github.com/THUDM/GLM-130B",
            "https://arxiv.org/abs/2305.10601",
            "https://arxiv.org/pdf/2305.10601",
        ]


async def test_without_a_browser_the_url_is_shown_and_copied(tmp_path: Path) -> None:
    desktop = RecordingDesktop(opening=OpenOutcome(Opening.SHOWN, "There is no display here."))
    async with story(tmp_path, desktop=desktop) as told:
        await told.press("o")
        assert told.desktop.copied == ["https://github.com/THUDM/GLM-130B"]
        assert "There is no display here. Copied." in told.text()
        assert "https://github.com/THUDM/GLM-130B" in told.text()


async def test_all_links_can_be_chosen_by_a_digit(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("O")
        assert "github.com/THUDM/GLM-130B" in told.text()
        await told.press("1")
        assert told.desktop.opened == ["https://github.com/THUDM/GLM-130B"]


async def test_find_in_the_tree_goes_to_titles_and_headings_and_n_goes_round(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("/", *"re", "enter")
        assert "/re  " in told.screen()[-1]
        seen = []
        for _ in range(4):
            await told.press("n")
            group = told.app.reading.tree_pane.group_at_cursor()
            seen.append(group.label if group else told.title)
        assert "Paper › reasoning" in seen
        assert any(title.startswith("GLM-130B") for title in seen)


async def test_find_in_the_notes_highlights_and_counts(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("tab", "/", *"量化", "enter")
        assert told.screen()[-1].endswith("/量化  1/1")
        await told.press("escape")
        assert told.screen()[-1].endswith("notes.md:7")


async def test_escape_in_the_find_bar_forgets_and_never_quits(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("/", *"tree", "escape", "escape", "escape")
        assert told.app.is_running
        assert told.title.startswith("GLM-130B")


async def test_escape_in_the_find_bar_goes_back_to_where_the_search_began(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("]", "/", *"training", "escape")
        assert told.title.startswith("Tree of Thoughts")
        assert told.app.reading.tree_pane.position_at_cursor() == 1


async def test_enter_typed_right_behind_the_words_selects_what_is_found(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("/", *"training", "enter", "y", "m")
        assert told.title.startswith("Training Language Models")
        assert told.desktop.copied[0].startswith("- Training Language Models")


async def test_a_key_acts_on_the_paper_under_the_cursor_however_fast_it_follows(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("j", "y", "u")
        assert told.desktop.copied == ["https://arxiv.org/abs/2305.10601"]


async def test_a_hidden_notes_pane_shows_the_selected_paper_when_it_comes_back(tmp_path: Path) -> None:
    async with story(tmp_path, size=(60, 20)) as told:
        await told.press("enter", "h", "]", "enter")
        assert "arxiv.org/abs/2305.10601" in told.text()


async def test_an_empty_library_says_so_in_a_narrow_window_too(tmp_path: Path) -> None:
    async with story(tmp_path, {"a.md": "No list here.\n"}, size=(60, 20)) as told:
        assert "No papers in these files" in told.text()


async def test_a_file_that_comes_back_brings_the_selection_back(tmp_path: Path) -> None:
    async with story(tmp_path, {"a.md": _linked("Paper Number One"), "b.md": _linked("Paper Number Two")}) as told:
        await told.press("]")
        assert told.title == "Paper Number Two"
        (tmp_path / "b.md").rename(tmp_path / "away")
        await told.press("R")
        assert told.title == "Paper Number One"
        (tmp_path / "away").rename(tmp_path / "b.md")
        await told.press("R")
        assert told.title == "Paper Number Two"


async def test_a_renamed_file_keeps_the_selection(tmp_path: Path) -> None:
    lists = {
        name: _linked(f"Paper Number {title}") for name, title in (("a.md", "One"), ("b.md", "Two"), ("c.md", "Three"))
    }
    async with story(tmp_path, lists) as told:
        await told.press("]")
        assert told.title == "Paper Number Two"
        (tmp_path / "b.md").rename(tmp_path / "z.md")
        await told.press("R")
        assert told.title == "Paper Number Two"
        assert told.app.reading.tree_pane.position_at_cursor() == 2


async def test_a_toast_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("9", "c")
        assert len(told.toasts()) == 1


async def test_the_note_copied_is_one_that_is_in_sight(tmp_path: Path) -> None:
    notes = "- A Paper With Many Notes\n" + "".join(f"  {n}. {'long ' * 60}note {n}\n" for n in range(1, 20))
    async with story(tmp_path, {"a.md": notes}) as told:
        await told.press("3", "tab", "G", "y", "n")
        assert not told.desktop.copied[0].endswith("note 3")


async def test_e_asks_for_an_editor_at_the_papers_line(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("]", "e")
        assert told.desktop.edited == [(tmp_path / "notes.md", NOTES[: NOTES.index("- Tree")].count("\n") + 1)]
        assert told.toasts() == ["There is no editor here."]


async def test_a_changed_file_keeps_selection_folds_and_scroll(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("}", "h", "h")
        await told.press("[")
        (tmp_path / "notes.md").write_text(
            "# Paper\n\n- A New First Paper About Something\n\n" + NOTES.split("\n", 1)[1]
        )
        await told.press("R")
        await told.settle()
        assert told.title.startswith("Tree of Thoughts")
        assert told.app.reading.tree_pane.position_at_cursor() == 2
        assert "A New First Paper" in told.text()
        assert "Training Language" not in "\n".join(line[:40] for line in told.screen())


async def test_a_file_that_is_gone_takes_its_papers_along(tmp_path: Path) -> None:
    async with story(tmp_path, {"a.md": _linked("Paper Number One"), "b.md": _linked("Paper Number Two")}) as told:
        (tmp_path / "a.md").unlink()
        await told.press("R")
        await told.settle()
        assert told.title == "Paper Number Two"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (60, 20), (30, 10), (10, 3), (2, 2), (1, 1)])
async def test_every_size_of_window_works(tmp_path: Path, size: tuple[int, int]) -> None:
    async with story(tmp_path, size=size) as told:
        await told.press("j", "tab", "j", "J", "tab", "/", "x", "escape", "?", "escape", "y", "escape", "z", "z")
        await told.pilot.resize_terminal(40, 12)
        await told.press("j")
        assert told.app.is_running


async def test_in_a_narrow_window_enter_and_h_switch_panes(tmp_path: Path) -> None:
    async with story(tmp_path, size=(50, 20)) as told:
        assert "▾ 2023" in told.text()
        await told.press("enter")
        assert "▾ 2023" not in told.text()
        assert "使用了自编码" in told.text()
        await told.press("h")
        assert "▾ 2023" in told.text()


async def test_the_palette_finds_an_action_by_its_words(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press(":")
        await told.press(*"fold everything")
        await told.pilot.pause(0.5)
        await told.press("enter")
        assert "Tree of" not in "\n".join(line[:40] for line in told.screen())


async def test_the_palette_finds_every_paper_by_its_title(tmp_path: Path) -> None:
    hostile = (
        "# Paper\n\n- The [bold]Loud[/] Paper \x1b[31m about [/x] [link=a [[paper]](https://arxiv.org/abs/2305.1)\n"
    )
    async with story(tmp_path, {"notes.md": NOTES, "a[b].md": hostile}) as told:
        await told.press("]", ":", *"loud paper")
        await told.pilot.pause(0.5)
        assert "[bold]Loud[/]" in told.text()
        assert "a[b].md:3" in told.text()
        await told.press("enter")
        assert told.title.startswith("The [bold]Loud[/] Paper")
        await told.press(":", *"tree of")
        await told.pilot.pause(0.5)
        found = [line.strip() for line in told.screen() if line.startswith("  ") and line.strip()]
        assert found.index("Tree of Thoughts: Deliberate Problem Solving with Large Language Models") < 4
        await told.press("escape")
        await told.press("H")
        assert not told.title.startswith("The")


async def test_text_selected_with_the_mouse_is_copied_with_ctrl_c_or_y_and_esc_lets_go_of_it(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        screen = told.screen()
        row = next(y for y, line in enumerate(screen) if "The third note" in line)
        x = cell_width(screen[row][: screen[row].index("The third")])

        async def select() -> None:
            await told.pilot.mouse_down(offset=(x, row))
            await told.pilot.hover(offset=(x + 8, row))
            await told.pilot.mouse_up(offset=(x + 8, row))
            await told.settle()

        await select()
        await told.press("ctrl+c")
        assert told.toasts() == ["Copied: The third"]
        await told.press("y")
        assert told.desktop.copied == ["The third"] * 2
        await select()
        await told.press("escape", "y", "r")
        assert told.desktop.copied[2:] == ["https://github.com/THUDM/GLM-130B"]


async def test_the_mouse_does_what_keys_do(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        tree = told.app.reading.tree_pane
        row = next(y for y, line in enumerate(told.screen()) if "Tree of" in line[:40])
        await told.pilot.click(tree, offset=(10, row - 1))
        await told.settle()
        assert told.title.startswith("Tree of Thoughts")
        await told.pilot.click(told.app.reading.keys_bar, offset=(2, 0))
        await told.settle()
        assert told.desktop.opened == ["https://arxiv.org/abs/2305.10601"]


async def test_q_quits(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("q")
        assert not told.app.is_running


async def test_a_click_on_a_link_opens_what_it_shows_and_asks_where_it_does_not_show_it(tmp_path: Path) -> None:
    note = "See [this page](https://example.org/x) for more about links"
    notes = f"- A Paper About Links [[code]](https://github.com/a/b)\n  - {note}\n"
    async with story(tmp_path, {"a.md": notes}) as told:
        pane = told.app.reading.notes_pane
        await told.pilot.click(pane, offset=_offset_of(told, "github.com/a/b"))
        await told.settle()
        assert told.desktop.opened == ["https://github.com/a/b"]
        await told.pilot.click(pane, offset=_offset_of(told, "See this page", 6))
        await told.settle()
        assert "https://example.org/x" in told.text()
        assert told.desktop.opened == ["https://github.com/a/b"]
        await told.press("o")
        assert told.desktop.opened[-1] == "https://example.org/x"


def _offset_of(told: Story, text: str, skipped: int = 1) -> tuple[int, int]:
    """Where `text` stands on the screen, `skipped` characters further on, counted from the corner of the notes pane."""
    y, line = next((y, line) for y, line in enumerate(told.screen()) if text in line)
    region = told.app.reading.notes_pane.region
    return line.index(text) + skipped - region.x, y - region.y


async def test_r_reads_what_was_left_when_the_reading_was_stopped(tmp_path: Path) -> None:
    for name in ("One", "Two", "Three"):
        (tmp_path / f"{name}.md").write_text(_linked(f"Paper Number {name}"))
    library = Library([tmp_path])
    library.start_reading()
    library.close()
    app = PaperTermApp(library, bundled("styles"), Preferences())
    async with app.run_test(size=(100, 30)) as pilot:
        told = Story(app, pilot, RecordingDesktop(), tmp_path)
        await told.settle()
        assert "3 files not read" in told.screen()[0]
        await told.press("S", *"number")
        assert "Nothing in what was read matches number" in told.text()
        await told.press("escape", "R")
        assert told.screen()[0].endswith("3 entries · 3 unread · by document")
        await told.press("S", *"number")
        assert "3 papers" in told.text()

"""`r` `i` `m` `t` `v` `U` `'`, views, and where the reader was: stories of what is kept from one time to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperterm.core.marks import Enqueue, subject_of
from paperterm.core.model import Status
from paperterm.store.state import State
from paperterm.tui.screens.queue import QueueScreen
from tests.tui.stories import NOTES, Story, story

GLM, TREE, RLHF = "GLM-130B", "Tree of Thoughts", "Training Language Models"


def row(told: Story, title: str) -> str:
    """The row of the tree that shows `title`."""
    return next(line[:40] for line in told.screen()[1:-1] if title in line[:40])


def head(told: Story) -> str:
    return told.screen()[0]


async def test_one_key_says_how_far_a_paper_is_read_and_one_takes_it_back(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        assert "● GLM" in row(told, GLM) and "4 unread" in head(told) and "● unread" in told.text()
        await told.press("r")
        assert "●" not in row(told, GLM) and "3 unread" in head(told)
        assert told.toasts()[-1].startswith("Read: GLM-130B")
        await told.press("i")
        assert "◐ GLM" in row(told, GLM) and "◐ reading 2" in told.text()
        await told.press("r", "m")
        assert "★" in row(told, GLM) and "★" in told.text() and told.toasts()[-1].startswith("Bookmarked: GLM")
        await told.press("r")
        assert "● GLM" in row(told, GLM) and told.toasts()[-1].startswith("Unread: ")
        for expected in ("★", "  GLM", "◐ GLM", "  GLM", "● GLM"):
            await told.press("U")
            assert expected in row(told, GLM)
        await told.press("U")
        assert told.toasts()[-1] == "There is nothing to undo."
        assert (tmp_path / "notes.md").read_text("utf-8") == NOTES


async def test_many_at_once(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("v", "v")
        assert "+ GLM" in row(told, GLM) and "2 papers marked" in head(told)
        await told.press("r", "m")
        assert "2 unread" in head(told) and told.toasts()[-1] == "Bookmarked: 2 papers"
        await told.press("y", "b")
        assert told.desktop.copied[-1].count("@") == 2
        await told.press("y", "r")
        assert told.desktop.copied[-1] == "https://github.com/THUDM/GLM-130B"
        await told.press("escape")
        assert "marked" not in head(told) and "  GLM" in row(told, GLM) and "★" in row(told, TREE)
        await told.press("U", "U")
        assert "4 unread" in head(told) and "★" not in told.text()
        await told.press("g", "v", "r")
        assert "0 unread" in head(told) and told.toasts()[-1] == "Read: 4 papers"


async def test_tags_are_typed_completed_and_taken_away(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("t", *"llm #scaling", "enter")
        assert "#llm #scaling" in told.text() and told.toasts()[-1].startswith("Tagged #llm #scaling: GLM")
        await told.press("]", "t", *"sca", "tab", "enter", "f", *"tag:scaling", "enter")
        assert "(2 of 4)" in head(told)
        await told.press("t")
        assert "tags: #scaling · words add, -word removes" in told.text()
        await told.press(*"-scaling", "enter")
        assert "#scaling" not in told.screen()[4] and told.title.startswith(TREE)
        await told.press("escape", "f", *"tag:scaling", "enter")
        assert "(1 of 4)" in head(told)
        await told.press("t", "escape", "t", "enter")
        assert told.toasts()[-1] == "No tags typed, nothing changed."
        await told.press("t", *"-x", "enter")
        assert told.toasts()[-1] == "That is so already, nothing changed."


async def test_the_reading_queue_has_the_readers_order(tmp_path: Path) -> None:
    def listed() -> list[str]:
        return [line[8:25].strip() for line in told.screen()[1:-1] if line.strip()]

    async with story(tmp_path) as told:
        await told.press("'")
        assert isinstance(told.app.screen, QueueScreen) and "m bookmarks the selected paper" in told.text()
        await told.press("escape", "]", "]", "m", "[", "m", "[", "m", "'")
        assert [title.split()[0] for title in listed()] == ["Training", "Tree", "GLM-130B:"]
        await told.press("J", "J", "g", "K", "G", "K")
        assert [title.split()[0] for title in listed()] == ["Tree", "Training", "GLM-130B:"]
        assert told.screen()[2].startswith("   2  ● Training")
        await told.press("j", "m")
        assert [title.split()[0] for title in listed()] == ["Tree", "Training"]
        await told.press("U", "g", "r")
        assert [title.split()[0] for title in listed()] == ["Tree", "Training", "GLM-130B:"]
        await told.press("j", "enter")
        assert told.title.startswith(RLHF) and "3 unread" in head(told)
        await told.press("s", "Q")
        assert "with the reading queue first" in head(told)
        await told.press("g", "f", *"is:bookmarked -is:read", "enter")
        assert "(2 of 4)" in head(told)


async def test_another_window_is_followed_and_loses_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "data" / "state.sqlite3"
    async with story(tmp_path / "notes", state=kept) as told:
        await told.press("r")
        entry = told.app.reading.selected
        assert entry is not None
        other = State(kept)
        other.change([(subject_of(entry.paper), Enqueue())])
        told.app.reading.look_around()
        await told.settle()
        assert "★" in row(told, GLM) and "●" not in row(told, GLM)
        await told.press("t", *"llm", "enter")
        mark = State(kept).marks([entry.paper.id])[entry.paper.id]
        assert (mark.status, mark.queue, mark.tags) == (Status.READ, 1, ("llm",))


async def test_the_next_start_begins_where_the_reader_was(tmp_path: Path) -> None:
    kept = tmp_path / "state.sqlite3"
    long = "\n".join(f"  - {number}. A note that says something about number {number}" for number in range(1, 60))
    files = {"b/notes.md": NOTES.replace("  - A note as a bullet", long), "a.md": NOTES.replace("GLM", "Other")}
    async with story(tmp_path / "notes", files, state=kept, size=(100, 20)) as told:
        await told.press("G", "enter", "h", "[", "h", "h", "s", "y", "s", "T")
        await told.press("f", *"-kind:repo", "enter", "G", "tab", "9", "ctrl+d")
        before = told.text()
        assert RLHF in told.title and "A note that says something about number 20" in before
        await told.press("q")
    async with story(tmp_path / "notes", files, state=kept, size=(100, 20)) as told:
        assert told.text() == before
        await told.press("h", "escape")
        assert "8 entries · 8 unread · by year, by title" in head(told) and RLHF in told.title


async def test_a_paper_that_moved_is_found_again_and_keeps_its_marks(tmp_path: Path) -> None:
    kept = tmp_path / "state.sqlite3"
    async with story(tmp_path / "notes", state=kept) as told:
        await told.press("]", "]", "r", "m", "q")
    (tmp_path / "notes" / "notes.md").rename(tmp_path / "notes" / "renamed.md")
    changed = NOTES.replace("- Training", "- [x] Training").replace(
        "  - A note", "  - [[paper]](https://arxiv.org/abs/2203.02155)\n  - A note"
    )
    async with story(tmp_path / "notes", {"renamed.md": changed}, state=kept) as told:
        entry = told.app.reading.selected
        assert entry is not None and entry.paper.id == "arxiv:2203.02155"
        assert "★" in row(told, RLHF) and "●" not in row(told, RLHF)
        await told.press("r")
        assert "● Train" in row(told, RLHF) and "4 unread" in head(told)
        await told.press("f", *"is:bookmarked is:unread", "enter")
        assert "(1 of 4)" in head(told)


async def test_a_filter_is_kept_under_a_name_and_chosen_by_it(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("f", "down")
        assert "No views yet" in told.toasts()[-1]
        await told.press(*"year:2023", "ctrl+s", *"of 2023", "enter", "escape")
        assert told.toasts()[-1].startswith("View of 2023 is year:2023")
        assert "4 entries" in head(told)
        await told.press("f", "down", "1", "enter")
        assert "filter: year:2023 (2 of 4)" in head(told)
        await told.press("f", "ctrl+u", "down", "-", "1", "escape", "f", "down")
        assert "No views yet" in told.toasts()[-1]


@pytest.mark.parametrize("typed", ["is:unread", "is:read"])
async def test_what_is_marked_stays_in_sight_until_the_filter_is_asked_again(tmp_path: Path, typed: str) -> None:
    async with story(tmp_path) as told:
        await told.press("r", "f", *typed, "enter", "r")
        assert len([line for line in told.screen() if "not" not in line and (GLM in line or TREE in line)]) >= 1
        await told.press("R")
        assert ("(2 of 4)" if typed == "is:unread" else "(0 of 4)") in head(told)


async def test_groups_by_status_and_a_damaged_file_that_is_set_aside(tmp_path: Path) -> None:
    kept = tmp_path / "state.sqlite3"
    kept.write_bytes(b"not a database " * 100)
    async with story(tmp_path / "notes", state=kept) as told:
        assert "kept as state-damaged" in told.toasts()[0]
        await told.press("i", "s", "s")
        assert "by status" in head(told)
        assert "▾ Reading" in told.screen()[1]
        assert State(kept).rows()[0].status == "reading"

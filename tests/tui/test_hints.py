"""Letters over links and pictures."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from paperterm.tui.hints import hint_letters
from tests.tui.stories import Story, story

NOTES = """\
# Papers

- A paper with links [[paper]](https://arxiv.org/abs/2305.10601)
  - 1. See https://example.org/a and [the second](https://example.org/b)
  - 2. Nothing here
"""


@given(st.integers(0, 676))
def test_each_place_has_letters_that_begin_no_others(count: int) -> None:
    letters = hint_letters(count)
    assert len(set(letters)) == count
    assert not any(one != other and other.startswith(one) for one in letters[:60] for other in letters)


def letter_over(text: str, told: Story) -> str:
    """The letter that stands where `text` has its first one, in the notes."""
    found: list[str] = re.findall(rf"(\w){re.escape(text[1:])}", told.text())
    return found[-1]


async def test_letters_lead_to_links(tmp_path: Path) -> None:
    async with story(tmp_path, {"notes.md": NOTES}) as told:
        before = told.screen()
        await told.press("F")
        assert letter_over("arxiv.org/abs/2305.10601", told) == "f"
        await told.press(letter_over("https://example.org/a", told))
        assert told.desktop.opened == ["https://example.org/a"]
        assert told.screen()[1:12] == before[1:12]

        await told.press("F")
        await told.press(letter_over("the second", told))
        assert "leads to" in told.text()
        assert "example.org/b" in told.text()
        await told.press("o")
        assert told.desktop.opened == ["https://example.org/a", "https://example.org/b"]

        await told.press("F", "escape", "j")
        assert len(told.desktop.opened) == 2
        assert told.screen()[3:12] == before[3:12]


async def test_what_letters_wait_for_stays_told_when_files_change(tmp_path: Path) -> None:
    async with story(tmp_path, {"notes.md": NOTES, "other.md": "# Papers\n\n- A paper elsewhere\n"}) as told:
        await told.press("F")
        assert "5 to choose from" in told.screen()[-1]
        (tmp_path / "other.md").write_text("# Papers\n\n- A paper elsewhere\n- One more of them\n", encoding="utf-8")
        told.app.reading.reload_files()
        await told.settle()
        assert "3 entries" in told.screen()[0]
        assert "5 to choose from" in told.screen()[-1]
        await told.press("escape")
        assert "notes.md:3" in told.screen()[-1]


async def test_without_links_in_sight_that_is_said(tmp_path: Path) -> None:
    text = "# Papers\n\n- A paper of nobody\n  - 1. Without a link\n- [Another](https://e.org)\n"
    async with story(tmp_path, {"notes.md": text}) as told:
        await told.press("F")
        assert told.toasts() == ["No link and no picture is in sight here."]

"""`D`: stories of works that are told several times."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.stories import NOTES, story

LISTS = {
    "a.md": "# List\n\n- Attention Is All You Need [[paper]](https://arxiv.org/abs/1706.03762)\n- A Paper Told Once\n",
    "b.md": "# Other\n\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762v5) NIPS 2017\n",
}


async def test_a_work_in_two_lists_is_listed_with_its_places_and_gone_to(tmp_path: Path) -> None:
    async with story(tmp_path, LISTS) as told:
        await told.press("D")
        text = told.text()
        assert "1 work" in told.screen()[0]
        assert "Attention Is All You Need" in text and "a.md:3" in text and "b.md:3" in text
        assert "Told Once" not in text
        await told.press("j", "j", "enter")
        selected = told.app.reading.selected
        assert selected is not None
        assert (selected.name, selected.paper.line) == ("b.md", 3)
        await told.press("H")
        assert told.app.reading.selected is not None
        assert told.app.reading.selected.name == "a.md"


async def test_where_each_work_is_told_once_it_says_so(tmp_path: Path) -> None:
    async with story(tmp_path, {"a.md": NOTES}) as told:
        before = told.text()
        await told.press("D")
        assert "Every work is told once" in told.text()
        await told.press("enter", "G", "g", "down", "escape")
        assert told.text() == before


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
async def test_titles_of_strangers_are_shown_in_any_window(tmp_path: Path, size: tuple[int, int]) -> None:
    title = "An Attack [/red] with Escapes \x1b]0;x\x07 and 图像"
    files = {f"{name}.md": f"- {title} [[paper]](https://arxiv.org/abs/2001.00001)\n" for name in ("a", "b[0]")}
    async with story(tmp_path, files, size=size) as told:
        await told.press("D")
        assert "[/red]" in told.text() and "b[0].md:1" in told.text()
        assert "\x1b" not in told.text()
        assert all(len(line) <= size[0] for line in told.screen())

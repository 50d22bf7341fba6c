"""Stories of what is the reader's own: commands, settings, styles, messages, other keyboards, the plain mode."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from paperterm.core.commands import OwnCommand, Show
from paperterm.core.outline import Order
from paperterm.core.wording import Told
from paperterm.store.running import Ran
from paperterm.tui.actions import Keymap
from paperterm.tui.preferences import Preferences
from tests.tui.stories import RecordingDesktop, story

CLONE = OwnCommand("clone", ("git", "clone", "{repo}"), "Clone the code", ("C",))
WORDS = OwnCommand("words", ("wc", "{file}"), "Count words", ("W",), show=Show.SCREEN)


@dataclass
class Settings:
    """A settings file that says what it is given."""

    preferences: Preferences = field(default_factory=Preferences)

    def load(self) -> Preferences:
        return self.preferences

    def described(self) -> Sequence[str]:
        return ["# The colours.", 'theme = "nord"']

    def editor(self) -> Callable[[], Told | None] | Told:
        return Told("There is no editor. The settings file:", shown="/config/settings.toml", is_trouble=True)


async def test_own_commands_run_on_the_selected_paper_and_say_how_they_ended(tmp_path: Path) -> None:
    desktop = RecordingDesktop(ran=Ran(0, "12 words\nin all\n"))
    preferences = Preferences(keymap=Keymap({}, [CLONE, WORDS]))
    async with story(tmp_path, desktop=desktop, preferences=preferences) as told:
        await told.press("C")
        order, takes_terminal = desktop.run_orders[0]
        assert tuple(order.words) == ("git", "clone", "https://github.com/THUDM/GLM-130B")
        assert not takes_terminal
        assert told.toasts()[-1] == "clone is done: in all"
        await told.press("]", "C")
        assert told.toasts()[-1] == "This entry has no repo link to the web; clone was not run."
        await told.press("W")
        assert desktop.run_orders[-1][0].words[-1] == str(tmp_path / "notes.md")
        assert "12 words" in told.text()
        desktop.ran = Ran(128, "fatal: no\n")
        await told.press("escape", "[", "C")
        assert told.toasts()[-1] == "clone ended with status 128: fatal: no"
        await told.press('"')
        assert told.text().index("fatal: no") < told.text().index("no repo link") < told.text().index("in all")


async def test_settings_are_shown_and_where_there_is_no_editor_their_place_is(tmp_path: Path) -> None:
    async with story(tmp_path, configuration=Settings()) as told:
        await told.press(",")
        assert 'theme = "nord"' in told.text()
        await told.press("escape", ",", "e")
        assert "/config/settings.toml" in told.text()
        await told.press("escape", '"')
        assert "There is no editor." in told.text()


async def test_changed_settings_are_followed_at_once(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        own = tmp_path / "own.tcss"
        own.write_text("TreePane { border-left: none; }")
        keymap = Keymap({"next_paper": ("Z",), "copy_citation": ()})
        wrong = told.app._follow(Preferences(keymap, "nord", order=Order.YEAR, ascii_only=True, styles=(own,)))
        await told.settle()
        assert wrong == ()
        assert told.app.theme == "nord"
        assert "by year" in told.screen()[0]
        assert "v 2023 > reasoning" in told.screen()[1]
        assert "cite" not in told.screen()[-1]
        await told.press("Z")
        assert told.title.startswith("Tree of Thoughts")
        own.write_text("TreePane {")
        (problem,) = told.app._follow(Preferences(styles=(own,), theme="nonesuch"))[1:]
        assert f"{own}:1: " in problem.sentence
        await told.settle()
        assert told.screen()[1].startswith("▌▾ notes.md")


async def test_keys_of_other_keyboards_reach_the_commands_and_menus(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.press("о")  # Cyrillic: j
        assert told.title.startswith("Tree of Thoughts")
        await told.press("н", "г")  # y u
        assert told.desktop.copied == ["https://arxiv.org/abs/2305.10601"]
        await told.press("ظ", "й")  # / and then text, in which it is itself
        assert "й" in told.screen()[-1] + told.screen()[-2]


async def test_the_plain_mode_has_no_boxes_and_the_cursor_is_on_the_selected_line(tmp_path: Path) -> None:
    async with story(tmp_path, size=(120, 20), preferences=Preferences(is_plain=True)) as told:
        screen = told.screen()
        row = next(y for y, line in enumerate(screen) if "GLM-130B" in line)
        told.app._looks.point(told.app.screen)
        assert told.app.cursor_position == (0, row)
        await told.press("j")
        told.app._looks.point(told.app.screen)
        assert told.app.cursor_position == (0, row + 1)
        await told.press("enter")
        assert told.screen()[1].startswith("Tree of Thoughts")
        await told.press("y")
        assert told.screen()[:2] == ["Copy", " y  the citation as text"]
        told.app._looks.point(told.app.screen)
        assert told.app.cursor_position == (0, 1)
        assert told.text().isascii()
        for key in ('"', "?", "#"):
            await told.press("escape", key)
            told.app._looks.point(told.app.screen)
            assert told.app.cursor_position == (0, 0 if key == '"' else 1)


async def test_statistics_are_of_what_the_tree_shows(tmp_path: Path) -> None:
    async with story(tmp_path, size=(80, 24)) as told:
        await told.press("#")
        assert "4 entries: papers 3, repositories 1" in told.text()
        assert "Venues" in told.text() and "NeurIPS" in told.text()
        await told.press("escape", "f", *"iclr", "enter", "#")
        assert "1 entries" not in told.text() and "1 entry" in told.text()
        assert "filter: iclr" in told.screen()[0]
        await told.press("escape")
        assert told.title.startswith("GLM-130B")

"""The one table of actions and the keymap made of it."""

from __future__ import annotations

import pytest

from paperterm.tui.actions import ACTIONS, COPIES, NAMED, Keymap, Place, key_name, shown_key


def test_names_are_unique() -> None:
    assert len(NAMED) == len(ACTIONS)


def test_no_key_means_two_things_in_one_place() -> None:
    assert list(Keymap().conflicts()) == []


def test_what_y_offers_has_a_letter_each() -> None:
    assert len({letter for letter, _, _ in COPIES}) == len(COPIES)


def test_every_action_has_a_method_where_it_says() -> None:
    from paperterm.tui.desk import Desk
    from paperterm.tui.filtering import Filter
    from paperterm.tui.finder import Finder
    from paperterm.tui.jumps import Jumps
    from paperterm.tui.panes import Panes
    from paperterm.tui.screens.reading import ReadingScreen
    from paperterm.tui.widgets.notes_pane import NotesPane
    from paperterm.tui.widgets.tree_pane import TreePane

    homes = {
        Place.PANE: (TreePane, NotesPane),
        Place.TREE: (TreePane,),
        Place.NOTES: (NotesPane,),
        Place.SCREEN: (ReadingScreen,),
        Place.PANES: (Panes,),
        Place.FINDER: (Finder,),
        Place.FILTER: (Filter,),
        Place.JUMPS: (Jumps,),
        Place.DESK: (Desk,),
    }
    for action in ACTIONS:
        for home in homes[action.place]:
            assert callable(getattr(home, f"action_{action.name}")), action.name


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("question_mark", "?", "?"),
        ("fullwidth_question_mark", "？", "?"),
        ("G", "G", "G"),
        ("ctrl+d", "\x04", "ctrl+d"),
        ("enter", "\r", "enter"),
        ("space", " ", "space"),
        ("down", None, "down"),
    ],
)
def test_a_key_is_called_by_what_it_prints(key: str, character: str | None, name: str) -> None:
    assert key_name(key, character) == name


def test_own_keys_replace_the_defaults_and_none_unbinds() -> None:
    keymap = Keymap({"quit": ("x",), "theme": ()})
    quitting = keymap.meaning([Place.SCREEN], "x")
    assert quitting is not None
    assert quitting.name == "quit"
    assert keymap.meaning([Place.SCREEN], "q") is None
    assert keymap.meaning([Place.SCREEN], "T") is None
    assert "Choose the colours" not in [says for _, _, says in keymap.help()]


def test_a_key_claimed_twice_is_named() -> None:
    assert ("o", "open_code", "quit") in list(Keymap({"quit": ("o",)}).conflicts())


def test_the_footer_leaves_out_what_was_unbound() -> None:
    assert "cite" not in [label for _, label, _ in Keymap({"copy_citation": ()}).footer()]


def test_keys_are_shown_as_people_write_them() -> None:
    assert [shown_key(key) for key in ("down", "ctrl+p", "shift+left", "escape", "]")] == [
        "↓",
        "Ctrl+P",
        "Shift+←",
        "Esc",
        "]",
    ]

"""The one table of actions and the keymap made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.commands import OwnCommand
from paperterm.tui.actions import ACTIONS, COPIES, NAMED, Clash, Keymap, Place, key_name, menu_key, shown_key


def test_names_are_unique() -> None:
    assert len(NAMED) == len(ACTIONS)


def test_no_key_means_two_things_in_one_place() -> None:
    panes = [place for place in Place if place not in (Place.TREE, Place.NOTES)]
    for pane in (Place.TREE, Place.NOTES):
        keys = [key for action in ACTIONS if action.place in (pane, *panes) for key in action.keys]
        assert len(keys) == len(set(keys))


def test_what_y_offers_has_a_letter_each() -> None:
    assert len({letter for letter, _, _ in COPIES}) == len(COPIES)


def test_every_action_has_a_method_where_it_says() -> None:
    from paperterm.tui.desk import Desk
    from paperterm.tui.filtering import Filter
    from paperterm.tui.finder import Finder
    from paperterm.tui.hints import Hints
    from paperterm.tui.jumps import Jumps
    from paperterm.tui.marker import Marker
    from paperterm.tui.own import Own
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
        Place.HINTS: (Hints,),
        Place.DESK: (Desk,),
        Place.MARKS: (Marker,),
        Place.OWN: (Own,),
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


def test_a_key_that_another_action_has_is_refused_and_both_are_named() -> None:
    keymap = Keymap({"quit": ("o", "Q"), "next_paper": ("p",)})
    assert keymap.clashes == (Clash("o", "quit", "open_code"), Clash("p", "next_paper", "open_paper"))
    assert keymap.keys("quit") == ("Q",)
    assert keymap.keys("next_paper") == ("]",)
    assert Keymap({"quit": ("o",), "open_code": ()}).clashes == ()


def test_the_later_of_two_own_wishes_is_refused() -> None:
    assert Keymap({"quit": ("Z",), "theme": ("Z",)}).clashes == (Clash("Z", "theme", "quit"),)


@given(
    st.dictionaries(
        st.sampled_from(sorted(NAMED)), st.lists(st.sampled_from("abghqoQ"), max_size=3, unique=True).map(tuple)
    )
)
def test_whatever_is_wished_no_key_means_two_things(own: dict[str, tuple[str, ...]]) -> None:
    keymap = Keymap(own)
    for clash in keymap.clashes:
        assert clash.key in own[clash.action]
    for pane in (Place.TREE, Place.NOTES):
        both = Place.NOTES if pane is Place.TREE else Place.TREE
        keys = [key for action in keymap.actions if action.place is not both for key in keymap.keys(action.name)]
        assert len(keys) == len(set(keys))


def test_own_commands_are_actions_with_keys_that_are_free() -> None:
    keymap = Keymap({}, [OwnCommand("clone", ("git",), "Clone", ("C", "q")), OwnCommand("x", ("x",), "X")])
    assert keymap.clashes == (Clash("q", "commands.clone", "quit"),)
    found = keymap.meaning([Place.OWN], "C")
    assert found is not None
    assert (found.name, found.says) == ("commands.clone", "Clone")
    assert ("Your own", "C", "Clone") in list(keymap.help())


def test_keys_of_other_keyboards_count_where_they_mean_nothing_themselves() -> None:
    quitting = Keymap().meaning([Place.SCREEN], "й")
    assert quitting is not None
    assert quitting.name == "quit"
    bound = Keymap({"theme": ("й",)}).meaning([Place.SCREEN], "й")
    assert bound is not None
    assert bound.name == "theme"
    assert menu_key("й", "й", ("q",)) == "q"
    assert menu_key("й", "й", ("x",)) == "й"


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

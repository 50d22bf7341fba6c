"""What is said, and that it claims no more than is known."""

from __future__ import annotations

from paperterm.core import wording
from paperterm.core.outline import Order


def test_a_copy_elsewhere_than_on_the_clipboard_says_where() -> None:
    assert wording.copied("a").sentence == "Copied: a"
    assert wording.copied("a", "tmux's paste buffer").sentence == "Copied to tmux's paste buffer: a"


def test_what_was_sent_says_which_place_has_it_for_certain() -> None:
    assert wording.sent("a").sentence == "Sent to the terminal's clipboard: a"
    assert wording.sent("a", "tmux's paste buffer").sentence == "In tmux's paste buffer, and sent to the terminal: a"


def test_files_left_unread_are_told_apart_from_those_being_read() -> None:
    assert wording.library_facts(3, Order.YEAR, 2).startswith("reading, 2 files to go")
    assert wording.library_facts(3, Order.YEAR, 2, is_over=True).startswith("2 files not read")
    assert wording.library_facts(3, Order.YEAR, 0, is_over=True) == "3 entries · by year"


def test_stopped_before_all_files_were_found_it_says_that_there_may_be_more() -> None:
    assert wording.stopped_reading(2).sentence.startswith("Stopped reading; 2 files not read.")
    assert wording.stopped_reading(2, may_be_more=True).sentence.startswith(
        "Stopped reading; at least 2 files not read."
    )

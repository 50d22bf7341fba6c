"""The last filters before the terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from paperterm.core.cells import cell_width
from paperterm.tui.filters import AsciiFilter, ControlFilter

BLACK = Color(0, 0, 0)


@given(st.lists(st.text(st.characters(blacklist_categories=())), max_size=4))
def test_no_control_character_gets_through(texts: list[str]) -> None:
    passed = ControlFilter().apply([Segment(text) for text in texts], BLACK)
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for segment in passed for char in segment.text)
    assert [len(segment.text) for segment in passed] == [len(text) for text in texts]


def test_control_segments_of_the_framework_pass() -> None:
    control = Segment("\x1b[H", None, [])
    bell = Segment("\x07", Style())
    assert ControlFilter().apply([Segment("a\x07"), control], BLACK)[0].text == "a\ufffd"
    assert ControlFilter().apply([bell], BLACK)[0].text == "\ufffd"


def test_plots_are_drawn_with_ascii() -> None:
    (drawn,) = AsciiFilter().apply([Segment("▁▂▃▄▅▆▇█ ▏▎▍▌▋▊▉█ █▒·")], BLACK)
    assert drawn.text.isascii()


def test_ascii_drawing_leaves_the_letters_of_notes_and_every_width() -> None:
    line = "▾ 预训练 › 2023 · “café” …"
    (drawn,) = AsciiFilter().apply([Segment(line)], BLACK)
    assert drawn.text == 'v 预训练 > 2023 - "café" ~'
    assert cell_width(drawn.text) == cell_width(line)

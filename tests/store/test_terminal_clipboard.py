"""What is written to the terminal so that it copies a text."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.store.terminal_clipboard import MOST_BASE64, refusal, request

PLAIN = {"TERM": "xterm-256color"}
IN_TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-1000/default,1,0"}
IN_SCREEN = {"TERM": "screen.xterm-256color", "STY": "1.pts-0.host"}


def copied(characters: str) -> str:
    found = re.fullmatch("\x1b\\]52;c;([A-Za-z0-9+/=]*)\x07", characters)
    assert found
    return base64.b64decode(found[1]).decode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_the_terminal_gets_exactly_the_text(text: str) -> None:
    assert copied(request(text, PLAIN)) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_tmux_gets_it_for_itself_and_for_the_terminal_outside(text: str) -> None:
    own, _, wrapped = request(text, IN_TMUX).partition("\x1bPtmux;")
    assert copied(own) == text
    assert wrapped.endswith("\x1b\\")
    assert copied(wrapped.removesuffix("\x1b\\").replace("\x1b\x1b", "\x1b")) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=2000))
def test_screen_gets_pieces_that_it_does_not_drop(text: str) -> None:
    own, *pieces = request(text, IN_SCREEN).split("\x1bP")
    assert copied(own) == text
    assert all(piece.endswith("\x1b\\") and len(piece) < 256 for piece in pieces)
    assert copied("".join(piece.removesuffix("\x1b\\") for piece in pieces)) == text


def test_a_text_too_long_for_terminals_is_refused_with_its_length() -> None:
    fits = "a" * (MOST_BASE64 // 4 * 3)
    assert refusal(fits, PLAIN) is None
    assert f"{len(fits) + 4:,} characters" in str(refusal(fits + "abcd", PLAIN))


@pytest.mark.parametrize("environment", [{}, {"TERM": "dumb"}, {"TERM": "linux"}])
def test_terminals_without_a_clipboard_are_not_asked(environment: dict[str, str]) -> None:
    assert refusal("text", environment) == "this terminal has no clipboard"


def test_a_lone_surrogate_does_not_end_the_program() -> None:
    assert copied(request("a\udcffb", PLAIN)) == "a?b"

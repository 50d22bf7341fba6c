"""Asking the terminal to put text on its clipboard: OSC 52.

Lives here: text → the characters to write, wrapped for the terminal multiplexers on the way.
Must not: write them. Whether a terminal obeys cannot be known: no answer is defined.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

# What xterm takes at most; others take more, but a cut clipboard is worse than none.
MOST_BASE64 = 74_994
_SCREEN_PIECE = 240  # GNU screen drops longer strings
_DEAF = ("", "dumb", "linux", "unknown", "vt")


def refusal(text: str, environment: Mapping[str, str]) -> str | None:
    """Why the terminal should not even be asked, as a sentence, or None."""
    if environment.get("TERM", "") in _DEAF:
        return "this terminal has no clipboard"
    if len(_payload(text)) > MOST_BASE64:
        return f"the text has {len(text):,} characters, more than terminals take; copy less of it"
    return None


def request(text: str, environment: Mapping[str, str]) -> str:
    """The characters that ask for `text` to be put on the clipboard.

    Inside tmux and screen they are written twice, plain and wrapped for the terminal outside: which of the two is
    let through is a matter of the multiplexer's settings, and both say the same.
    """
    plain = _plain(text)
    if environment.get("TMUX"):
        return plain + request_through_tmux(text)
    if environment.get("STY") or environment.get("TERM", "").startswith("screen"):
        pieces = (plain[at : at + _SCREEN_PIECE] for at in range(0, len(plain), _SCREEN_PIECE))
        return plain + "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return plain


def request_through_tmux(text: str) -> str:
    """The characters that ask the terminal outside tmux alone, for a text that tmux itself holds already."""
    return "\x1bPtmux;" + _plain(text).replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _plain(text: str) -> str:
    return f"\x1b]52;c;{_payload(text)}\x07"


def _payload(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")

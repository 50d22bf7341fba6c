"""What every line passes last, before its bytes leave for the terminal.

Lives here: the filter that no control character gets through, whatever widget let it slip, and the ASCII drawing.
Must not: replace the filters at the sinks (`text.safe`), which show what they take out; this one only stops it.
"""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

# Our own marks, the borders that the styles use, and the punctuation of a page; each as wide as what it replaces.
_DRAWN = {
    **dict.fromkeys("│┃▎▏▌▐▕█▊▉▋▍", "|"),
    **dict.fromkeys("─━▁▂▃▄▅▆▇▔▀", "-"),
    **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼╔╗╚╝", "+"),
    "▒": "=",
    "▾": "v",
    "▸": ">",
    "●": "o",
    "◐": "-",
    "★": "*",
    "‹": "<",
    "›": ">",
    "·": "-",
    "…": "~",
    "•": "*",
    "☐": "o",
    "☑": "x",
    "→": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
}
_TO_ASCII = str.maketrans(_DRAWN)


class ControlFilter(LineFilter):
    """Puts a replacement character for each control character, one cell for one cell."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments where they hold none."""
        if not any(_CONTROL.search(segment.text) for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(_CONTROL.sub("\ufffd", segment.text), segment.style)
            for segment in segments
        ]


class NoColorFilter(LineFilter):
    """Takes every colour out; bold, underlined and reversed stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in the terminal's own two colours."""
        return [
            segment if segment.control or segment.style is None else Segment(segment.text, segment.style.without_color)
            for segment in segments
        ]


class AsciiFilter(LineFilter):
    """Draws with ASCII characters only; the letters of notes stay what they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with what PaperTerm itself draws replaced."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(segment.text.translate(_TO_ASCII), segment.style)
            for segment in segments
        ]

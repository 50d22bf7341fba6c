"""Plain text: line starts as Markdown counts them, the safe filter, folding for comparison.

Lives here: what must be the same wherever text is measured, shown or compared.
Must not: know what a paper is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

BOM = "\ufeff"

_LINE_END = re.compile(r"\r\n|\n|\r")
# ASCII is translated as bytes, which is several times quicker: to small letters, digits and blanks.
_ASCII_SLUG = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))
# Everything safe() must look at more closely; most strings hold nothing of the kind and pass in one search.
_SUSPECT = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000110bd\U000110cd\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u2800]"
)
_ZWJ, _ZWNJ = "\u200d", "\u200c"
_SPACES = {"\t": "    ", "\n": " ", "\r": " ", "\x0b": " ", "\x0c": " ", "\x85": " ", "\u2028": " ", "\u2029": " "}


def line_starts(text: str) -> list[int]:
    r"""Offsets of the first character of each line, breaking at `\n`, `\r\n` and `\r` only.

    That is CommonMark's definition of a line; `str.splitlines` also breaks at form feeds and U+2028.
    """
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def line_of(starts: Sequence[int], offset: int) -> int:
    """The 1-based number of the line that holds the character at `offset`."""
    return bisect_right(starts, offset)


def safe(text: str, *, keep_lines: bool = False) -> str:
    """`text` with everything taken out that could act on a terminal or hide from its reader.

    Control characters, bidi controls, tag characters, lone surrogates and zero-width characters become visible
    marks; line breaks and tabs become blanks (line feeds stay with `keep_lines`). A zero-width joiner stays inside an
    emoji sequence, a zero-width non-joiner or joiner between letters of a script that writes with them; emoji
    flags written with tag characters stay.
    The result never holds a character of the categories Cc (but the line feeds asked for) or Cs, and is its own safe().
    """
    if not _SUSPECT.search(text):
        return text
    if keep_lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SUSPECT.sub(lambda match: _shown(text, match.start(), keep_lines), text)


def _shown(text: str, at: int, keep_lines: bool) -> str:
    char = text[at]
    if char == "\n" and keep_lines:
        return char
    if char in _SPACES:
        return " " if char == "\n" and at and text[at - 1] == "\r" else _SPACES[char]
    if char in (_ZWJ, _ZWNJ) and _joins(text, at):
        return char
    if char == "\xad":
        return "-" if at + 1 == len(text) or text[at + 1] in "\r\n" else ""
    if char in "\u2800\u3164\uffa0\u115f\u1160\u034f\u17b4\u17b5":
        return " " if char in "\u2800\u3164\uffa0" else ""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    if 0xE0020 <= code <= 0xE007F and _in_flag(text, at):
        return char
    return f"<U+{code:04X}>"


def _joins(text: str, at: int) -> bool:
    """Whether the zero-width (non-)joiner at `at` stands where orthography or an emoji sequence needs it."""
    if not 0 < at < len(text) - 1:
        return False
    before = text[at - 1]
    if before in "\ufe0f\u20e3" or "\U0001f3fb" <= before <= "\U0001f3ff":
        return text[at] == _ZWJ and unicodedata.category(text[at + 1]) == "So"
    after = text[at + 1]
    if text[at] == _ZWJ and unicodedata.category(before) == "So" and unicodedata.category(after) in ("So", "Sm"):
        return True
    return _is_cursive(before) and _is_cursive(after)


def _is_cursive(char: str) -> bool:
    """Whether `char` belongs to the Arabic, Syriac, Mongolian or Indic blocks, whose writing uses joiners."""
    return ("\u0600" <= char <= "\u0dff" or "\u0f00" <= char <= "\u109f" or "\u1780" <= char <= "\u18af") and (
        unicodedata.category(char)[0] in "LM"
    )


def _in_flag(text: str, at: int) -> bool:
    """Whether the tag character at `at` continues an emoji flag (black flag, tag letters, cancel tag)."""
    start = at
    while start and "\U000e0020" <= text[start - 1] <= "\U000e007e":
        start -= 1
    end = at
    while end < len(text) and "\U000e0020" <= text[end] <= "\U000e007e":
        end += 1
    ended = end < len(text) and text[end] == "\U000e007f"
    return start > 0 and text[start - 1] == "\U0001f3f4" and ended and 2 <= end - start <= 8


def storable(text: str) -> str:
    """`text` as UTF-8 can hold it: a lone surrogate becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def fold(text: str) -> str:
    """`text` for comparing: compatibility forms, case and diacritics aside, white space as single blanks."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def slug(text: str) -> str:
    """The letters and digits of the folded `text`, words joined by `-`; the same for every way to punctuate it."""
    if text.isascii():
        return "-".join(text.encode().translate(_ASCII_SLUG).decode().split())
    return "-".join("".join(char if char.isalnum() else " " for char in fold(text)).split())

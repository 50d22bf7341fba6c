"""Characters as citations need them: one clean line, and which scripts a text is written in.

Must not: know what a paper, a name or a style is.
"""

from __future__ import annotations

import re
import unicodedata

from paperterm.core.text import safe

# Ideographs with their radicals, extensions and the iteration mark.
_HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
EAST_ASIAN = _HAN + _KANA + _HANGUL
"""For the inside of a regular expression's brackets: writing that puts no blanks between words."""

_ONLY_HAN = re.compile(f"[{_HAN}]+")
_ONLY_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]+")
_JAPANESE_OR_KOREAN = re.compile(f"[{_KANA}{_HANGUL}]")
_JOINERS = "\u200c\u200d"


def one_line(text: str) -> str:
    """`text` without anything invisible, its white space as single blanks.

    Citations leave the terminal for other people's files, so what `safe()` would mark there is taken out here.
    """
    shown = text if text.isprintable() else "".join(map(_visible, text))
    return " ".join(safe(shown).split())


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in _JOINERS
    return "" if hidden else char


def is_han(text: str) -> bool:
    """Whether `text` is ideographs and nothing else."""
    return bool(_ONLY_HAN.fullmatch(text))


def is_east_asian(text: str) -> bool:
    """Whether `text` is ideographs, kana and hangul and nothing else."""
    return bool(_ONLY_EAST_ASIAN.fullmatch(text))


def is_chinese(text: str) -> bool:
    """Whether `text` reads as Chinese: at least a quarter of its letters are ideographs, none are kana or hangul."""
    if _JAPANESE_OR_KOREAN.search(text):
        return False
    letters = sum(map(str.isalpha, text))
    return letters > 0 and 4 * sum(map(is_han, text)) >= letters

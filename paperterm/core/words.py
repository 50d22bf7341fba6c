"""The normal form of text for searching: what is searched, what is typed and what is indexed all go through `words`.

Lives here: splitting any text into tokens, and telling where in the text each character of the normal form comes from.
Must not: know what a paper or a query is.

A token is a run of letters and digits, without case, diacritics and compatibility forms (`Ｆ` is `f`, `ﬁ` is `fi`, `é`
is `e`); every Chinese, Japanese or Korean character is a token by itself. What cannot be seen (soft hyphens, joiners,
variation selectors) does not part a word; everything else that is neither letter nor digit does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

BETWEEN = " \u23ce "
"""Stands between the normal forms of two texts. `words` makes no such token, so nothing is found across it."""

_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
# The same for bytes, which are translated faster.
_ASCII_BYTES = bytes(ord(_ASCII.get(code, " ")) for code in range(256))
# Stands between texts that are put into their normal form together.
_MARK = "\0"
_MARKED_BYTES = _MARK.encode() + _ASCII_BYTES[1:]
# A Korean syllable may be written as its letters, as file systems do; any other character folds by itself alone.
_HANGUL = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\uac00-\ud7a3][\u11a8-\u11c2]")
_PIECE = re.compile(f"{_HANGUL.pattern}|.", re.DOTALL)
_TOKEN = re.compile("[^ ]+")
# Slow to compile, and only asked about a character that is met for the first time.
_CJK = (
    "[\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff\U0001aff0-\U0001b16f\U00020000-\U0003ffff]"
)
_FILLERS = "\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f"


def words(text: str) -> str:
    """The tokens of `text`, joined by single blanks; its own normal form.

    It holds letters, digits, the vowel signs of scripts that need them, and blanks: no ASCII punctuation, no control
    character, no lone surrogate.
    """
    if text.isascii():
        return b" ".join(text.encode().translate(_ASCII_BYTES).split()).decode()
    return " ".join(_composed(text).translate(_FOLDED).split())


def words_of_all(texts: Iterable[str]) -> str:
    """The normal forms of several texts as one, so that no phrase occurs across two of them."""
    known = tuple(texts)
    joined = f" {_MARK} ".join(known)
    if joined.count(_MARK) != max(len(known) - 1, 0):
        joined = f" {_MARK} ".join(text.replace(_MARK, " ") for text in known)
    if joined.isascii():
        marked = b" ".join(joined.encode().translate(_MARKED_BYTES).split()).decode()
    else:
        marked = " ".join(_composed(joined).translate(_FOLDED_MARKED).split())
    return marked.replace(_MARK, BETWEEN.strip())


def _composed(text: str) -> str:
    """`text` with Korean syllables as one character each."""
    if unicodedata.is_normalized("NFC", text):
        return text
    return _HANGUL.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)


class _Folding(dict[int, str]):
    """Code point → its part of the normal form, worked out when it is met for the first time."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code)).casefold()
        folded = _composed(unicodedata.normalize("NFKD", plain))
        self[code] = "".join(map(_folded_char, folded))
        return self[code]


def _folded_char(char: str) -> str:
    category = unicodedata.category(char)
    if unicodedata.combining(char) or category in ("Cf", "Me") or char in _FILLERS or _selects(char):
        return ""
    if re.match(_CJK, char) and char.isalnum():
        return f" {char} "
    return char if char.isalnum() or category in ("Mn", "Mc") else " "


def _selects(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


_FOLDED = _Folding(_ASCII)
_FOLDED_MARKED = _Folding({**_ASCII, ord(_MARK): _MARK})


class Located(NamedTuple):
    """A text's normal form; the character at `i` of it stands for the text's characters `starts[i]` .. `ends[i] - 1`.

    Always true: `normal` is `words` of the text; `starts` and `ends` never decrease. Marks that fold away belong to the
    character before them.
    """

    normal: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of the text that the not empty range `start` .. `end - 1` of the normal form stands for."""
        return self.starts[start], self.ends[end - 1]


def located(text: str) -> Located:
    """`words(text)`, and where each character of it comes from."""
    if text.isascii():
        return _located_ascii(text)
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    is_within = False
    for piece in _PIECE.finditer(text):
        folded = _composed(piece[0]).translate(_FOLDED)
        if not folded and is_within:
            ends[-1] = piece.end()
        for char in folded:
            if char != " ":
                if chars and not is_within:
                    chars.append(" ")
                    starts.append(min(ends[-1], piece.start()))
                    ends.append(max(ends[-1], piece.start()))
                chars.append(char)
                starts.append(piece.start())
                ends.append(piece.end())
            is_within = char != " "
    return Located("".join(chars), tuple(starts), tuple(ends))


def _located_ascii(text: str) -> Located:
    """The same for text of which each character stands for itself alone."""
    tokens: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for token in _TOKEN.finditer(text.translate(_ASCII)):
        start, end = token.span()
        if tokens:
            starts.append(ends[-1])
            ends.append(start)
        tokens.append(token[0])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))
    return Located(" ".join(tokens), tuple(starts), tuple(ends))

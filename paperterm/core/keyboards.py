"""Which key of a Latin keyboard a character of another keyboard stands on: `й` is `q`, `。` is `.`.

Lives here: the layouts, as letters beside the keys of a Latin keyboard.
Must not: know what a key does. Where layouts disagree about a character, the one with more readers has it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from types import MappingProxyType

# Letters, and the keys they stand on.
_LAYOUTS: tuple[tuple[str, str], ...] = (
    # Russian, then letters of its neighbours and of Serbian.
    ("ёйцукенгшщзхъфывапролджэячсмитьбю", "`qwertyuiop[]asdfghjkl;'zxcvbnm,."),
    ("ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ", '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'),
    ("їієґЇІЄҐ", "]s'`}S\"~"),
    ("љњђћџјѕўЉЊЂЋЏЈЅЎ", "qw['xjyoQW{\"XJYO"),
    # Greek, Hebrew, Arabic; letters that Persian has besides.
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    ("ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM"),
    ("קראטוןםפשדגכעיחלךףזסבהנמצתץ", "ertyuiopasdfghjkl;zxcvbnm,."),
    ("ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوزظذ", "qwertyuiop[]asdfghjkl;'zxcvbnm,./`"),
    ("چیگپک", "]d'm;"),
    # Korean in two sets, Japanese kana, Zhuyin.
    ("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", "qwertyuiopasdfghjklzxcvbnm"),
    ("ㅃㅉㄸㄲㅆㅒㅖ", "QWERTOP"),
    ("たていすかんなにらせちとしはきくまのりれけつさそひこみもねるめ", "qwertyuiopasdfghjkl;'zxcvbnm,./"),
    ("ㄆㄊㄍㄐㄔㄗㄧㄛㄟㄣㄇㄋㄎㄑㄕㄘㄨㄜㄠㄤㄈㄌㄏㄒㄖㄙㄩㄝㄡㄥ", "qwertyuiopasdfghjkl;zxcvbnm,./"),
    # Thai, Georgian.
    ("ๆไำพะัีรนยบลฟหกดเ้่าสวงผปแอิืทมใฝ", "qwertyuiop[]asdfghjkl;'zxcvbnm,./"),
    ("ฎฑธํ๊ณฯญฐฤฆฏโฌ็๋ษศซฉฮฺ์ฒฬฦ", "ERTYUIOP{ASDFGHJKL:CVBN<>?"),
    ("ქწერტყუიოპასდფგჰჯკლზხცვბნმ", "qwertyuiopasdfghjklzxcvbnm"),
)
# What input methods for Chinese and Japanese type in place of signs; NFKC knows the full-width forms themselves.
_SIGNS = {
    "。": ".",
    "．": ".",
    "、": "/",
    "《": "<",
    "》": ">",
    "〈": "<",
    "〉": ">",
    "【": "[",
    "】": "]",
    "「": "{",
    "」": "}",
    "『": "{",
    "』": "}",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "—": "_",
    "·": "`",
    "￥": "$",
    "¥": "$",
    "№": "#",
    "؟": "?",
    "،": ",",
    "؛": ";",
    "־": "-",
    "×": "*",
    "÷": "/",
}


def latin_key(character: str) -> str | None:
    """The Latin key where `character` is typed on another keyboard, or None: it has none, or is Latin itself.

    The character may have been normalised to NFKC already. Digits of every script are digits.
    """
    if not character or character.isascii():
        return None
    if len(character) == 1 and (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    return _KEYS.get(character) or _KEYS.get(unicodedata.normalize("NFKC", character))


def _pairs() -> Iterator[tuple[str, str]]:
    for letters, keys in _LAYOUTS:
        yield from zip(letters, keys, strict=True)
    yield from _SIGNS.items()


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for letter, key in _pairs():
        table.setdefault(letter, key)
        table.setdefault(unicodedata.normalize("NFKC", letter), key)
    return {letter: key for letter, key in table.items() if not letter.isascii()}


_KEYS = MappingProxyType(_table())

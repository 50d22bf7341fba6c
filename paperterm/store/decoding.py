"""Bytes of a text file → text, and back to the same bytes.

Lives here: which encoding a file is in, and whether it is text at all.
Must not: touch the disk, or change a line ending. For all bytes, `encode(decode(b).encoding, decode(b).text) == b`.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from paperterm.core.text import BOM

_UTF_16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x80-\xff]")
# Punctuation and the 3,755 most used characters, by pronunciation: nearly all of any Chinese text in GBK.
_COMMON_CHINESE = re.compile(rb"[\xa1\xa3\xb0-\xd7][\xa1-\xfe]")
# What is left of a character that was cut, or a letter or two in another encoding.
_BROKEN = re.compile("[\udc80-\udcff]{1,3}")
_CONTROLS = re.compile("[\x01-\x07\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 65_536  # characters; enough to tell text from binary


class Decoded(NamedTuple):
    """Text and the name of the encoding it was in; a byte order mark stays in the text as its first character.

    Bytes that break the rules of UTF-8 are in the text as lone surrogates (`surrogateescape`).
    """

    text: str
    encoding: str

    @property
    def bom(self) -> bool:
        """Whether the bytes began with a byte order mark."""
        return self.text.startswith(BOM)


def decode(data: bytes) -> Decoded:
    """`data` as text: UTF-16 by its mark, UTF-8, even with breaks in it, GB18030 if it looks Chinese, else Western."""
    for mark, encoding in _UTF_16:
        if data.startswith(mark) and (text := _strictly(data, encoding)) is not None:
            return Decoded(text, encoding)
    if (text := _strictly(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    is_chinese = _looks_chinese(data)
    if (text := _as_broken_utf_8(data, is_chinese)) is not None:
        return Decoded(text, "utf-8")
    for encoding in ("gb18030", "cp1252") if is_chinese else ("cp1252",):  # Latin-1 takes what Windows-1252 lacks
        if (text := _strictly(data, encoding)) is not None:
            return Decoded(text, encoding)
    return Decoded(data.decode("latin-1"), "latin-1")


def encode(encoding: str, text: str) -> bytes:
    """The bytes of `text` in an encoding that `decode` named; UnicodeEncodeError if it cannot hold the text."""
    return text.encode(encoding, "surrogateescape" if encoding == "utf-8" else "strict")


def is_text(decoded: Decoded) -> bool:
    """Whether what was decoded is text for people: a stray NUL or control character is, a picture is not."""
    sample = decoded.text[:_SAMPLE]
    nuls = decoded.text.count("\0")
    if nuls and not decoded.encoding.startswith("utf-"):
        return False
    return nuls * 32 <= len(decoded.text) and len(_CONTROLS.findall(sample)) * 3 <= len(sample)


def _strictly(data: bytes, encoding: str) -> str | None:
    """`data` decoded, if that is possible and leads back to the same bytes."""
    try:
        text = data.decode(encoding)
        return text if encoding == "utf-8" or text.encode(encoding) == data else None
    except UnicodeError:
        return None


def _as_broken_utf_8(data: bytes, is_chinese: bool) -> str | None:
    """`data` as UTF-8, broken bytes escaped, if it has UTF-8's mark or too much of it is UTF-8 to be chance, else None.

    The evidence is the bytes that continue a character just as UTF-8 demands, at least four for each break. In other
    encodings they come about where two or three letters beyond ASCII meet: next to never in Western ones, in Chinese
    about one for two breaks, so that only a few words can have more, and what looks Chinese must have four on top.
    """
    text = data.decode("utf-8", "surrogateescape")
    continuations = len(data) - len(text)
    breaks = len(_BROKEN.findall(text))
    is_plain = continuations >= 4 * breaks + (4 if is_chinese else 0)
    return text if is_plain or data.startswith(codecs.BOM_UTF8) else None


def _looks_chinese(data: bytes) -> bool:
    pairs: list[bytes] = _PAIR.findall(data)
    common = sum(1 for pair in pairs if _COMMON_CHINESE.fullmatch(pair))
    return common * 2 > len(pairs)

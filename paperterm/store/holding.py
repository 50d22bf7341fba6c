"""Whether a file may hold some words, told from its bytes without reading it as notes.

Must not: be taken for an answer. It tells which file to read first: it misses what is written another way (`Müller` for
`muller`), and does not know which words belong together.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from paperterm.store.decoding import decode
from paperterm.store.files import READ_LIMIT, Unreadable, read_bytes

# Bytes that begin a file of two-byte characters.
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def holds(path: Path, words: Sequence[str]) -> bool:
    """Whether the file at `path` holds every one of `words`, whatever their case where it is ASCII."""
    try:
        data, _ = read_bytes(path, READ_LIMIT)
    except Unreadable:
        return False
    if data.startswith(_WIDE):
        data = decode(data).text.encode("utf-8", "replace")
    small = data.lower()
    return all(_is_in(word, small) for word in words)


def _is_in(word: str, small: bytes) -> bool:
    """In one of the encodings that a file may have."""
    plain = word.encode("utf-8", "replace")
    if plain in small:
        return True
    return not word.isascii() and word.encode("gb18030", "replace").lower() in small

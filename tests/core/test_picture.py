"""How large pictures are."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.picture import Size, cells_for, picture_size

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 812, 420)
GIF = b"GIF89a" + struct.pack("<HH", 812, 420)
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc2\x00\x11\x08" + struct.pack(">HH", 420, 812)
WEBP = b"RIFF\x00\x00\x00\x00WEBP"
EXTENDED = WEBP + b"VP8X" + bytes(8) + (811).to_bytes(3, "little") + (419).to_bytes(3, "little")
LOSSLESS = WEBP + b"VP8L" + bytes(4) + b"\x2f" + (811 | 419 << 14).to_bytes(4, "little")
LOSSY = WEBP + b"VP8 " + bytes(10) + struct.pack("<HH", 812, 420)


@pytest.mark.parametrize("header", [PNG, GIF, JPEG, EXTENDED, LOSSLESS, LOSSY])
def test_the_first_bytes_tell_the_size(header: bytes) -> None:
    assert picture_size(header) == Size(812, 420)
    for length in range(len(header)):
        assert picture_size(header[:length]) is None or length >= len(header) - 1


@given(st.sampled_from([b"", PNG[:16], GIF[:6], JPEG[:8], WEBP]), st.binary(max_size=60))
def test_no_bytes_are_an_error(start: bytes, rest: bytes) -> None:
    size = picture_size(start + rest)
    assert size is None or min(size) > 0


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 200), st.integers(1, 60))
def test_a_picture_fits_and_is_never_enlarged(width: int, height: int, columns: int, rows: int) -> None:
    cells = cells_for(Size(width, height), columns, rows)
    if cells is not None:
        assert 1 <= cells.width <= min(columns, width // 8 + 1)
        assert 1 <= cells.height <= min(rows, height // 16 + 1)

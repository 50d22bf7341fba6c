"""The program that decodes one picture: bytes on standard input, the picture, made smaller, on standard output.

It runs in a process of its own, with limits: what a stranger's file makes of a decoder stays in it, and the memory that
it took is given back. Run as a file, it knows nothing of PaperTerm: the one door to Pillow.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys

_MEMORY = 700_000_000
_SECONDS = 4
_CHARACTERS = bytes(min(63 + value, 126) for value in range(256))
_RUN = re.compile(rb"(.)\1{3,254}", re.DOTALL)
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def _limit() -> None:
    """Bounds that the system keeps, where it knows them."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sixel(size: tuple[int, int], palette: list[int], pixels: bytes) -> bytes:
    """Sixel's drawing: colours, then bands of six rows, in each one line for each of its colours."""
    width, height = size
    parts = [b'"1;1;%d;%d' % size]
    for colour in range(len(palette) // 3):
        parts.append(b"#%d;2;%d;%d;%d" % (colour, *(round(100 * part / 255) for part in palette[3 * colour :][:3])))
    for top in range(0, height, 6):
        rows = [pixels[row * width : (row + 1) * width] for row in range(top, min(top + 6, height))]
        parts.append(
            b"$".join(b"#%d%s" % (colour, _line(rows, colour)) for colour in sorted(set(b"".join(rows)))) + b"-"
        )
    return b"".join(parts)


def _line(rows: list[bytes], colour: int) -> bytes:
    """A band's columns as characters, each telling in which of the six rows there is the colour; runs shortened."""
    total = 0
    for bit, row in enumerate(rows):
        table = bytearray(256)
        table[colour] = 1 << bit
        total += int.from_bytes(row.translate(bytes(table)), "big")
    line = total.to_bytes(len(rows[0]), "big").translate(_CHARACTERS)
    return _RUN.sub(lambda run: b"!%d%c" % (len(run[0]), run[1][0]), line.rstrip(b"?"))


def main(arguments: list[str]) -> int:
    """`rgb`, `png` or `sixel`, the most columns and rows, and how many pixels the picture may have; 0 when done."""
    form, (width, height, most) = arguments[0], map(int, arguments[1:])
    _limit()
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = most
    try:
        opened = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=_FORMATS)
        if opened.width * opened.height > most:
            return 3
        opened.draft("RGB", (width, height))
        image: Image.Image = opened
        ImageOps.exif_transpose(image, in_place=True)
        factor = min(image.width // (2 * width), image.height // (2 * height))
        if factor > 1 and image.mode in ("L", "RGB", "CMYK", "I;16"):
            image = image.reduce(factor)
        if image.has_transparency_data:
            image = image.convert("RGBA")
            image.thumbnail((width, height), Image.Resampling.LANCZOS)
            white = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(white, image)
        image = image.convert("RGB")
        image.thumbnail((width, height), Image.Resampling.LANCZOS)
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.DecompressionBombError):
        return 3
    if form == "png":
        image.save(sys.stdout.buffer, "PNG")
    elif form == "sixel":
        coloured = image.quantize(255)
        sys.stdout.buffer.write(_sixel(coloured.size, coloured.getpalette() or [], coloured.tobytes()))
    else:
        sys.stdout.buffer.write(f"{image.width} {image.height}\n".encode() + image.tobytes())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""The program that decodes one picture: bytes on standard input, the picture, made smaller, on standard output.

It runs in a process of its own, with limits: what a stranger's file makes of a decoder stays in it, and the memory that
it took is given back. Run as a file, it knows nothing of PaperTerm: the one door to Pillow.
"""

from __future__ import annotations

import contextlib
import io
import sys

_MEMORY = 700_000_000
_SECONDS = 4
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def _limit() -> None:
    """Bounds that the system keeps, where it knows them."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> int:
    """`rgb` or `png`, the most columns and rows of pixels, and how many pixels the picture may have; 0 when done."""
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
    else:
        sys.stdout.buffer.write(f"{image.width} {image.height}\n".encode() + image.tobytes())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

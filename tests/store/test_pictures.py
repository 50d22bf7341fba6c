"""Pictures below a folder: which are found, which are decoded, and what is said of the others."""

from __future__ import annotations

import os
import struct
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from paperterm.core.picture import Picture, Size
from paperterm.store.pictures import NotShownError, Pictures


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, colour: bytes = b"\xff\x00\x00") -> bytes:
    """A picture of one colour."""
    rows = zlib.compress((b"\0" + colour * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """`notes/` is open; beside it lies something that is nobody's business."""
    notes = tmp_path / "notes"
    (notes / "assets").mkdir(parents=True)
    (notes / "sub").mkdir()
    (notes / "assets" / "x.png").write_bytes(png(40, 30))
    (tmp_path / "secret.png").write_bytes(png(40, 30))
    return notes


def test_paths_start_at_the_note_and_at_the_folder(folder: Path) -> None:
    pictures = Pictures([folder], can_decode=True)
    expected = Picture(os.path.realpath(folder / "assets" / "x.png"), Size(40, 30))
    assert pictures.look(folder / "a.md", "assets/x.png") == expected
    assert pictures.look(folder / "sub" / "a.md", "../assets/x.png") == expected
    assert pictures.look(folder / "sub" / "a.md", "/assets/x.png?raw=true") == expected


def test_nothing_outside_the_folder_is_looked_at(folder: Path) -> None:
    (folder / "way.png").symlink_to(folder.parent / "secret.png")
    (folder / "out").symlink_to(folder.parent)
    pictures = Pictures([folder], can_decode=True)
    for source in (
        "../secret.png",
        "way.png",
        "out/secret.png",
        "sub/../../secret.png",
        str(folder.parent / "secret.png"),
    ):
        picture = pictures.look(folder / "a.md", source)
        assert (picture.size, picture.trouble) in ((None, "outside the open folder"), (None, "not found"))


def test_what_is_not_shown_is_named(folder: Path) -> None:
    (folder / "text.png").write_text("hello")
    (folder / "drawn.png").write_text("<?xml?><svg></svg>")
    (folder / "huge.png").write_bytes(png(1, 1)[:16] + struct.pack(">II", 60_000, 60_000) + png(1, 1)[24:])
    os.mkfifo(folder / "pipe.png")
    pictures = Pictures([folder], can_decode=True)
    told = {
        "no.png": "not found",
        "\0.png": "not found",
        "text.png": "no picture that is shown here",
        "drawn.png": "SVG, not drawn",
        "x.SVG": "SVG, not drawn",
        "huge.png": "too many pixels to show",
        "pipe.png": "no file",
        "assets": "no file",
        "data:image/png;base64,AAAA": "embedded, not shown",
        "file:///etc/passwd": "not shown from there",
        "https://e.org/a.svg?x": "SVG, not drawn",
        "https://e.org/a.png": None,
    }
    assert {source: pictures.look(folder / "a.md", source).trouble for source in told} == told
    assert pictures.look(folder / "a.md", "https://e.org/a.png").is_remote
    assert pictures.look(None, "a.png").trouble == "not found"


def test_without_the_extra_sizes_are_told_all_the_same(folder: Path) -> None:
    picture = Pictures([folder], can_decode=False).look(folder / "a.md", "assets/x.png")
    assert picture.size == Size(40, 30)
    assert picture.trouble == "pictures need paperterm[images]"


def test_a_picture_is_decoded_smaller_and_in_its_shape(folder: Path) -> None:
    pytest.importorskip("PIL")
    pictures = Pictures([folder])
    raster = pictures.decoded(pictures.look(folder / "a.md", "assets/x.png"), Size(8, 8))
    assert raster.size == Size(8, 6)
    assert raster.pixels == b"\xff\x00\x00" * 48
    assert pictures.as_png(pictures.look(folder / "a.md", "assets/x.png"), Size(8, 8)).startswith(b"\x89PNG")


def test_a_sixel_draws_every_pixel_in_its_colour(folder: Path) -> None:
    pytest.importorskip("PIL")
    pictures = Pictures([folder])
    sixel = pictures.as_sixel(pictures.look(folder / "a.md", "assets/x.png"), Size(8, 8)).decode()
    # Eight columns, all six rows of the only band, of one colour.
    size, _, drawing = sixel.partition("#")
    assert size == '"1;1;8;6'
    assert drawing.endswith("!8~-")
    assert "2;100;0;0" in drawing


def test_a_broken_picture_is_said_to_be(folder: Path) -> None:
    pytest.importorskip("PIL")
    (folder / "broken.png").write_bytes(png(40, 30)[:60])
    pictures = Pictures([folder])
    picture = pictures.look(folder / "a.md", "broken.png")
    assert picture.size == Size(40, 30)
    with pytest.raises(NotShownError, match="broken"):
        pictures.decoded(picture, Size(8, 8))


class _Web(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path == "/x.png":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(png(40, 30))
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(200):
                    self.wfile.write(bytes(100_000))
            except OSError:
                pass
        else:
            self.send_error(404)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def web() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Web)
    _Web.asked.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_picture_from_the_web_comes_once_when_asked_for(folder: Path, web: str) -> None:
    pictures = Pictures([folder], can_decode=True)
    assert pictures.look(folder / "a.md", f"{web}/x.png").size is None
    assert _Web.asked == []
    for _ in range(2):
        assert pictures.fetch(f"{web}/x.png") == Picture(f"{web}/x.png", Size(40, 30), is_remote=True)
    assert _Web.asked == ["/x.png"]
    assert pictures.fetch(f"{web}/to//x.png").size == Size(40, 30)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone.png", "the server says 404"),
        ("/endless", "more than 10 MB"),
        ("/to/file:///etc/passwd", "leads away from the web"),
        ("/to/ftp://127.0.0.1/x", "leads away from the web"),
    ],
)
def test_what_cannot_be_had_from_the_web_is_said(folder: Path, web: str, path: str, reason: str) -> None:
    with pytest.raises(NotShownError, match=reason):
        Pictures([folder]).fetch(web + path)


def test_only_the_web_is_asked(folder: Path) -> None:
    for url in ("file:///etc/passwd", "ftp://e.org/x", "http://a b/", "-http://e.org"):
        with pytest.raises(NotShownError):
            Pictures([folder]).fetch(url)

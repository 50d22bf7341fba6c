"""Pictures in the notes and on the whole screen."""

from __future__ import annotations

import struct
import zlib
from base64 import standard_b64decode
from pathlib import Path

import pytest

from paperterm.core.cells import cell_width
from paperterm.core.picture import Raster, Size, Way, way_here
from paperterm.tui import kitty
from paperterm.tui.painter import Painter, blocks
from paperterm.tui.preferences import Preferences
from paperterm.tui.screens.picture import PictureScreen
from paperterm.tui.sixel import drawn, drawn_size
from tests.tui.stories import Story, story

NOTES = """\
# Papers

- A paper with a picture [[paper]](https://arxiv.org/abs/1)
  - 1. First

    ![A plot](assets/x.png)

    The text below.
  - 2. ![](https://127.0.0.1:1/far.png)
  - 3. ![](drawn.svg)
"""


def png(width: int, height: int) -> bytes:
    """A picture, red above and blue below."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    half = height // 2
    rows = (b"\0" + b"\xff\x00\x00" * width) * half + (b"\0" + b"\x00\x00\xff" * width) * (height - half)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, content) for kind, content in parts)


FILES: dict[str, str | bytes] = {"notes.md": NOTES, "assets/x.png": png(160, 64)}


def colours(told: Story, x: int, y: int) -> tuple[str, str]:
    """The foreground and the background at a place of the screen."""
    strip = told.app.screen._compositor.render_strips()[y]
    segment = next(iter(strip.crop(x, x + 1)))
    assert segment.style is not None
    assert segment.style.color is not None
    assert segment.style.bgcolor is not None
    return segment.style.color.get_truecolor().hex, segment.style.bgcolor.get_truecolor().hex


async def painted(told: Story, text: str) -> list[str]:
    """The screen once it shows `text`."""
    for _ in range(20):
        if text in told.text():
            break
        await told.settle()
    assert text in told.text()
    return told.screen()


async def test_a_picture_is_painted_below_its_caption_and_moves_nothing(tmp_path: Path) -> None:
    pytest.importorskip("PIL")
    async with story(tmp_path, FILES) as told:
        lines = await painted(told, "▀" * 20)
        caption = next(
            at for at, line in enumerate(lines) if "╭ A plot — assets/x.png ─ 160×64 ─ Enter to view ╮" in line
        )
        assert "The text below." in lines[caption + 6]
        assert "▀" * 20 in lines[caption + 1]
        x = lines[caption + 1].index("▀")
        assert colours(told, x, caption + 1)[0] == "#ff0000"
        assert colours(told, x, caption + 4)[1] == "#0000ff"

        await told.press("tab", "F")
        assert "╭ drawn.svg ─ SVG, not drawn ╮" not in told.text()  # letters stand over the captions
        await told.press("escape")
        assert "╭ drawn.svg ─ SVG, not drawn ╮" in told.text()


async def test_enter_shows_one_picture_on_the_whole_screen(tmp_path: Path) -> None:
    pytest.importorskip("PIL")
    notes = NOTES.replace("  - 2. ![](https://127.0.0.1:1/far.png)\n  - 3. ![](drawn.svg)\n", "")
    async with story(tmp_path, FILES | {"notes.md": notes}) as told:
        before = "\n".join(await painted(told, "▀"))
        await told.press("tab", "enter")
        assert "assets/x.png ─ 160×64 ─ Esc closes" in told.text()
        assert sum("▀" * 60 in line for line in await painted(told, "▀" * 60)) > 15
        await told.press("escape", "tab")
        assert told.text() == before


async def test_a_picture_from_elsewhere_comes_only_when_asked_for(tmp_path: Path) -> None:
    async with story(tmp_path, {"notes.md": NOTES.replace("![A plot](assets/x.png)", "")}) as told:
        assert "╭ 127.0.0.1:1/far.png ─ Enter fetches it ╮" in told.text()
        await told.press("tab", "enter", "f")
        await painted(told, "the server cannot be reached ─ Esc closes")
        await told.press("escape", "enter", "j")
        assert told.toasts() == ["drawn.svg: SVG, not drawn."]


async def test_pictures_can_be_off(tmp_path: Path) -> None:
    async with story(tmp_path, FILES, preferences=Preferences(pictures=Way.OFF)) as told:
        assert "╭ A plot — assets/x.png ─ 160×64 ─ pictures are off ╮" in told.text()
        assert "▀" not in told.text()


async def test_a_broken_picture_says_so_in_its_room(tmp_path: Path) -> None:
    pytest.importorskip("PIL")
    async with story(tmp_path, FILES | {"assets/x.png": png(160, 64)[:90]}) as told:
        await painted(told, "cannot be shown: broken")


async def test_pixels_are_sent_once_and_stand_where_characters_stand(tmp_path: Path) -> None:
    pytest.importorskip("PIL")
    async with story(tmp_path, FILES, preferences=Preferences(pictures=Way.KITTY)) as told:
        await painted(told, "\U0010eeee\u0305\u0305")
        assert told.text().count("\U0010eeee") == 20 * 4


def test_what_is_sent_is_the_picture_in_pieces_that_want_no_answer() -> None:
    sequences = kitty.sent(bytes(range(256)) * 20, 7, Size(20, 4)).split("\x1b\\")[:-1]
    assert all(sequence.startswith("\x1b_G") and "q=2" in sequence for sequence in sequences)
    assert "i=7,c=20,r=4,m=1" in sequences[0]
    assert [part.partition(";")[0][-3:] for part in sequences[1:-1]] == ["q=2"] * (len(sequences) - 2)
    assert "m=0" in sequences[-1]
    assert standard_b64decode("".join(part.partition(";")[2] for part in sequences)) == bytes(range(256)) * 20


def test_the_characters_of_a_picture_fill_its_cells() -> None:
    for strip in kitty.strips(300, Size(129, 3)):
        assert cell_width(strip.text) == strip.cell_length == 129


def test_a_last_odd_row_of_pixels_fills_upper_halves() -> None:
    raster = Raster(Size(2, 3), b"\xff\x00\x00" * 4 + b"\x00\xff\x00" * 2)
    upper, last = blocks(raster)
    assert (upper.text, last.text) == ("▀▀", "▀▀")
    assert [segment.style.bgcolor for segment in last if segment.style] == [None]


def test_pixels_are_chosen_only_where_the_terminal_surely_knows_them() -> None:
    assert way_here({"TERM": "xterm-kitty"}) is Way.KITTY
    assert way_here({"TERM_PROGRAM": "ghostty", "TERM": "xterm-256color"}) is Way.KITTY
    assert way_here({"KITTY_WINDOW_ID": "1", "TMUX": "/tmp/x"}) is Way.BLOCKS
    assert way_here({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}) is Way.SIXEL
    assert way_here({"TERM": "foot"}) is way_here({"TERM_PROGRAM": "iTerm.app"}) is Way.SIXEL
    assert way_here({}) is Way.BLOCKS


def test_a_sixel_is_drawn_at_its_place_and_the_cursor_stays() -> None:
    assert drawn(b'"1;1;30;12#0~', 4, 2) == '\x1b7\x1b[3;5H\x1bP0;1q"1;1;30;12#0~\x1b\\\x1b8'
    assert drawn_size(b'"1;1;30;12#0~') == Size(30, 12)
    assert drawn_size(b"~") is None


async def test_the_whole_screen_is_drawn_in_pixels_where_cells_are_known(tmp_path: Path) -> None:
    pytest.importorskip("PIL")
    async with story(tmp_path, FILES, preferences=Preferences(pictures=Way.SIXEL)) as told:
        await painted(told, "▀" * 20)
        album = told.app.reading._library.album
        picture = album.look("notes.md", "assets/x.png")
        sent: list[str] = []

        class Recording(Painter):
            def send(self, sequence: str) -> None:
                sent.append(sequence)

        screen = PictureScreen("x", picture, album, Recording(told.app, album, Way.SIXEL), cell=Size(8, 16))
        await told.app.push_screen(screen)
        for _ in range(20):
            if sent:
                break
            await told.settle()
        assert "▀" not in told.text()
        assert "x ─ 160×64 ─ Esc closes" in told.text()
        # 160 × 64 pixels are 20 × 4 cells, in the middle of 100 × 29.
        assert sent[-1].startswith('\x1b7\x1b[13;41H\x1bP0;1q"1;1;160;64')
        await told.press("escape")
        assert "▀" * 20 in told.text()

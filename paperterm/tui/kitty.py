"""Pictures in their own pixels, on terminals that know kitty's graphics protocol.

A picture is sent once, and then stands wherever certain characters stand, one for each of its cells: text that scrolls,
is cut and covered like any other.

Lives here: the bytes that send a picture, and those characters.
Must not: write to the terminal, or ask it anything: late answers would be keys.
"""

from __future__ import annotations

from base64 import standard_b64encode
from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from paperterm.core.picture import Size

CELL = Size(10, 20)
"""What a cell is taken to measure in pixels; the terminal scales what it is sent."""

_CHARACTER = "\U0010eeee"
_BYTES_AT_ONCE = 4096
# The marks that number rows and columns, in the protocol's order.
_NUMBERS = """
0305 030D 030E 0310 0312 033D 033E 033F 0346 034A 034B 034C 0350 0351 0352 0357 035B 0363 0364 0365 0366 0367
0368 0369 036A 036B 036C 036D 036E 036F 0483 0484 0485 0486 0487 0592 0593 0594 0595 0597 0598 0599 059C 059D
059E 059F 05A0 05A1 05A8 05A9 05AB 05AC 05AF 05C4 0610 0611 0612 0613 0614 0615 0616 0617 0657 0658 0659 065A
065B 065D 065E 06D6 06D7 06D8 06D9 06DA 06DB 06DC 06DF 06E0 06E1 06E2 06E4 06E7 06E8 06EB 06EC 0730 0732 0733
0735 0736 073A 073D 073F 0740 0741 0743 0745 0747 0749 074A 07EB 07EC 07ED 07EE 07EF 07F0 07F1 07F3 0816 0817
0818 0819 081B 081C 081D 081E 081F 0820 0821 0822 0823 0825 0826 0827 0829 082A 082B 082C 082D
"""
_MARKS = tuple(chr(int(number, 16)) for number in _NUMBERS.split())
MOST = Size(len(_MARKS), len(_MARKS))
"""The most columns and rows."""


def sent(png: bytes, number: int, cells: Size) -> str:
    """What the terminal is to be sent once, so that picture `number` fills so many cells; it will not answer."""
    text = standard_b64encode(png).decode()
    pieces = [text[at : at + _BYTES_AT_ONCE] for at in range(0, len(text), _BYTES_AT_ONCE)] or [""]
    head = f"a=T,U=1,f=100,q=2,i={number},c={cells.width},r={cells.height},"
    return "".join(
        f"\x1b_G{'' if at else head}m={int(at + 1 < len(pieces))}{',q=2' if at else ''};{piece}\x1b\\"
        for at, piece in enumerate(pieces)
    )


def forgotten(number: int) -> str:
    """What has the terminal forget picture `number`."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


def strips(number: int, cells: Size) -> Iterator[Strip]:
    """The rows of characters where picture `number`, below 2²⁴, is to stand."""
    style = Style.parse(f"#{number:06x}")
    for row in range(cells.height):
        text = "".join(_CHARACTER + _MARKS[row] + _MARKS[column] for column in range(cells.width))
        yield Strip([Segment(text, style)], cells.width)

"""How wide text is in a terminal: the one door to rich.cells.

Lives here: measuring, cutting and padding by cells, agreeing with what Textual measures.
Must not: decide where a line of prose may break, or style anything.
"""

from __future__ import annotations

from rich.cells import cell_len, split_graphemes


def cell_width(text: str) -> int:
    """How many terminal cells `text` fills."""
    return cell_len(text)


def graphemes(text: str) -> list[tuple[str, int]]:
    """The characters a reader sees, marks and emoji sequences kept whole, each with its width in cells."""
    if text.isascii():
        return [(char, 1) for char in text]
    return [(text[start:end], width) for start, end, width in split_graphemes(text)[0]]


def chopped(text: str, width: int, first: int | None = None) -> list[str]:
    """`text` in pieces of at most `width` cells (the first of at most `first`), no visible character split.

    A character wider than `width` stands in a piece of its own; a `first` too small for the first one gives an
    empty first piece.
    """
    room = width if first is None else first
    if text.isascii():
        return [text[:room], *(text[at : at + width] for at in range(room, len(text), width))]
    pieces, used = [""], 0
    for grapheme, cells in graphemes(text):
        if used + cells > room and (pieces[-1] or (len(pieces) == 1 and first is not None)):
            pieces.append("")
            used, room = 0, width
        pieces[-1] += grapheme
        used += cells
    return pieces


def shortened(text: str, width: int, mark: str = "…") -> str:
    """`text`, or as much of its beginning as leaves room for `mark`, in at most `width` cells."""
    if cell_width(text) <= width:
        return text
    room = width - cell_width(mark)
    if room < 0:
        return ""
    kept, used = [], 0
    for grapheme, cells in graphemes(text):
        if used + cells > room:
            break
        kept.append(grapheme)
        used += cells
    return "".join(kept).rstrip() + mark


def ending(text: str, width: int, mark: str = "…") -> str:
    """`text`, or as much of its end as leaves room for `mark`, in at most `width` cells."""
    if cell_width(text) <= width:
        return text
    kept, room = "", width - cell_width(mark)
    if room < 0:
        return ""
    for grapheme, cells in reversed(graphemes(text)):
        room -= cells
        if room < 0:
            break
        kept = grapheme + kept
    return mark + kept


def padded(text: str, width: int) -> str:
    """`text` filled with blanks to `width` cells; longer text stays as it is."""
    return text + " " * (width - cell_width(text))

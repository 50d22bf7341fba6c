"""Pictures on lines of their own."""

from __future__ import annotations

from collections.abc import Callable

from paperterm.core.cells import cell_width
from paperterm.core.picture import Picture, Size
from paperterm.core.render.figures import with_figures
from paperterm.core.render.lines import Line

Lines = Callable[..., list[Line]]
PICTURE = Picture("/notes/assets/x.png", Size(160, 64))


def test_a_picture_has_a_caption_and_room_below_it(lines_of: Lines) -> None:
    lines, rows = with_figures(lines_of("- text\n  ![A plot](assets/x.png)\n  more"), 60, lambda source: PICTURE)
    assert [line.text for line in lines] == [
        "• text",
        "  ╭ A plot — assets/x.png ─ 160×64 ─ Enter to view ╮",
        *["  "] * 4,
        "  more",
    ]
    assert {line: row.number for line, row in rows.items()} == {2: 0, 3: 1, 4: 2, 5: 3}
    assert rows[2].figure.cells == Size(20, 4)
    assert rows[2].figure.indent == 2


def test_what_cannot_be_shown_says_so_and_has_no_room(lines_of: Lines) -> None:
    told = {
        "big.png": Picture("big.png", Size(90000, 90000), "too many pixels to show"),
        "https://e.org/x.png": Picture("https://e.org/x.png", is_remote=True),
        "no.svg": Picture("no.svg", trouble="SVG, not drawn"),
    }
    source = "\n\n".join(f"![]({name})" for name in told)
    lines, rows = with_figures(lines_of(source), 60, told.__getitem__)
    assert [line.text for line in lines if line.text] == [
        "╭ big.png ─ 90000×90000 ─ too many pixels to show ╮",
        "╭ e.org/x.png ─ Enter fetches it ╮",
        "╭ no.svg ─ SVG, not drawn ╮",
    ]
    assert not rows


def test_images_within_text_and_badges_stay_where_they_are(lines_of: Lines) -> None:
    drawn = lines_of("see ![x](x.png) here\n\n[![badge](b.png)](https://e.org)\n\n> quoted\n> ![y](y.png)")
    lines, rows = with_figures(drawn, 60, lambda source: PICTURE)
    assert [line.text for line in lines][:3] == ["see [image: x — x.png] here", "", "[image: badge]"]
    assert lines[5].text == "│ ╭ y — y.png ─ 160×64 ─ Enter to view ╮"
    assert lines[6].text == "│ "
    assert len(rows) == 4


def test_a_caption_is_as_wide_as_there_is_room(lines_of: Lines) -> None:
    source = f"![{'long ' * 30}](assets/{'name' * 20}.png)"
    for width in (20, 40, 80):
        lines, _ = with_figures(lines_of(source, width), width, lambda source: PICTURE)
        assert len([line for line in lines if line.text]) == 1
        assert lines[0].text.endswith("─ 160×64 ─ Enter to view ╮")
        assert cell_width(lines[0].text) <= max(width, 32)

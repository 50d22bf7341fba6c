"""HTML inside Markdown, well-formed or not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from paperterm.core.render.tags import Tag, html_pieces

Draw = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("a<br/>b</br>c", ["a", "b", "c"]),
        ("H<sub>2</sub>O x<sup>n+1</sup> y<sub>Q</sub>", ["H₂O xⁿ⁺¹ y_Q"]),
        ("<sub>a small note</sub>", ["a small note"]),
        ("<kbd>q</kbd> <blink>text</blink> <b>never closed", ["q text never closed"]),
        ("a <!-- hidden --> b", ["a b"]),
        ("</div></details> stray ends", ["stray ends"]),
        ("<ul><li>a<li>b<ol start=3><li>c</ol></ul>", ["• a", "• b", "  3. c"]),
        ("<p>a</p><p>b</p>", ["a", "", "b"]),
        ("<div>a</div><div>b</div>", ["a", "b"]),
        ("<h2>T</h2>x", ["T", "", "x"]),
        ("<blockquote>q</blockquote>", ["│ q"]),
        ("<dl><dt>t<dd>m</dl>", ["t", "  m"]),
        ("<pre>a  b\n c</pre>", ["a  b", " c"]),
        ('<img src="assets\\x.png" alt="" align="middle" />', ["[image: assets/x.png]"]),
        ('text <img src="" />', ["text [image without a source]"]),
        ('<video src="https://e.org/v.mp4"></video>', ["[video: e.org/v.mp4]"]),
        ("<input type=checkbox checked> done", ["[x] done"]),
        ("a &lt; b <i>c</i> 1 < 2", ["a < b c 1 < 2"]),
        ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", ["a  b", "─  ─", "1  2"]),
        ("<table><tr><td colspan=2>wide<tr><td>1<td>2</table>", ["wide", "1     2"]),
        (
            "<q>said</q> <ruby>漢<rt>kan</rt></ruby> <ruby>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby>",
            ["“said” 漢(kan) 字(ji)"],
        ),
        ('<div align="center"><b>x</b><p>four</p></div>', [" " * 29 + "x", " " * 28 + "four"]),
        ('<p align="right">end</p>', [" " * 57 + "end"]),
        ("<p>done :tada:</p>", ["done 🎉"]),
        (
            "<table><tr><td>a<td><table><tr><td>1<td>2<tr><td>3<td>4</table></table>",
            ["a  1  2", "   3  4"],
        ),
        ("<table><tr><td><table><tr><td><table><tr><td>1<td>2</table></table></table>", ["1 │ 2"]),
        ("<table><caption>C</caption><tr><td rowspan=2>a<td>b<tr><td>c</table>", ["C", "a  b", "   c"]),
    ],
)
def test_html_is_drawn_for_what_it_means(draw: Draw, markdown: str, lines: list[str]) -> None:
    assert draw(markdown) == lines


def test_what_is_folded_away_is_a_labelled_block_and_markdown(draw: Draw) -> None:
    folded = "<details>\n<summary>Notes: </summary>\n1. one *em* <br>\n2. two\n</details>"
    assert draw(folded) == ["Notes:", "1. one em", "2. two"]
    assert draw("<details>\n  <summary>Notes</summary>\n\n  para\n\n</details>\n\nafter") == [
        "Notes",
        "para",
        "",
        "after",
    ]


def test_html_across_blank_lines_keeps_its_cells(draw: Draw) -> None:
    assert draw("<table>\n<tr>\n\n<td>**a**</td>\n\n<td>b</td>\n</tr>\n\n</table>") == ["**a**  b"]


def test_html_left_open_in_a_list_item_ends_with_it(draw: Draw) -> None:
    assert draw("- <details><summary>s</summary>\n\n  in\n- next\n\nafter")[-3:] == ["• next", "", "after"]


def test_a_table_in_a_table_keeps_its_text(draw: Draw) -> None:
    text = " ".join(draw("<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>"))
    assert all(letter in text for letter in "abcd")


def test_attributes_are_read_however_they_are_quoted() -> None:
    (tag,) = html_pieces("<IMG src='a&amp;b' ALT=x title=\"&gt;\" src=second hidden />")
    assert tag == Tag("img", False, {"src": "a&b", "alt": "x", "title": ">", "hidden": ""})


def test_what_only_looks_like_a_tag_is_text() -> None:
    assert list(html_pieces("a <b c")) == ["a <b c"]
    assert list(html_pieces("1 < 2 <3>")) == ["1 < 2 <3>"]

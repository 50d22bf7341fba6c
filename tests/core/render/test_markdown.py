"""What Markdown looks like on a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.markdown import MarkdownToken, page_tokens
from paperterm.core.render.lines import Line, Role, Run
from tests.examples import examples

Draw = Callable[..., list[str]]
Lines = Callable[..., list[Line]]


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("*a* **b** ~~c~~ `d  e`", ["a b c d  e"]),
        ("- a\n- b\n  1. c\n  2. d", ["• a", "• b", "  1. c", "  2. d"]),
        ("9. a\n10. b", [" 9. a", "10. b"]),
        ("- [ ] a\n- [x] b", ["[ ] a", "[x] b"]),
        ("- a\n\n- b", ["• a", "", "• b"]),
        ("> a\n> > b", ["│ a", "│ ", "│ │ b"]),
        ("> [!WARNING]\n> Take care.", ["│ Warning", "│ Take care."]),
        ("# A\ntext", ["A", "", "text"]),
        ("a\n\n---\n\nb", ["a", "", "─" * 40, "", "b"]),
        ("```py\na  =  1\n\tb\n```", ["a  =  1", "    b"]),
        ("text\n\n    code", ["text", "", "code"]),
        ("a  \nb\\\nc<br>d", ["a", "b", "c", "d"]),
        ("&lt;b&gt; &amp; &#20013;", ["<b> & 中"]),
        ("Term\n: its meaning", ["Term", "  its meaning"]),
        ("a[^x]\n\n[^x]: said", ["a[^x]", "", "[^x]: said"]),
        ("[^x]: nobody refers to it", ["[^x]: nobody refers to it"]),
        ("so $x_{t-1}^2$ and $5 or $6", ["so xₜ₋₁² and $5 or $6"]),
        ("so $\\mine{x}$ and $`x_1`$", ["so $\\mine{x}$ and x₁"]),
        ("$$\nE = mc^2\n$$", ["    E = mc²"]),
        ("$$\n\\mine\n$$", ["$$", "\\mine", "$$"]),
        ("```math\na &= b \\\\ c &= d\n```", ["    a = b", "    c = d"]),
        (":rocket: :+1: :nothing: 10:30:45 `:rocket:` a:fire:", ["🚀 👍 :nothing: 10:30:45 :rocket: a:fire:"]),
        ("https://e.org/:rocket:/", ["https://e.org/:rocket:/"]),
        ("中文\n换行", ["中文换行"]),
        ("![a chart](assets\\x.png)", ["[image: a chart — assets/x.png]"]),
        ("![](x.png)", ["[image: x.png]"]),
        ("![]()", ["[image without a source]"]),
        ("[![PDF](https://e.org/b.svg)](https://e.org/p)", ["[image: PDF]"]),
        ("![x](data:image/png;base64,AAAA)", ["[image: x — embedded image/png]"]),
        ("[[paper]](u) [x][undefined]", ["[paper] [x][undefined]"]),
    ],
)
def test_markdown_is_drawn_as_it_reads(draw: Draw, markdown: str, lines: list[str]) -> None:
    assert draw(markdown) == lines


def runs_of(lines: list[Line]) -> list[Run]:
    return [run for line in lines for run in line.runs]


@pytest.mark.parametrize(
    ("markdown", "text", "url"),
    [
        ("[here](https://e.org/a)", "here", "https://e.org/a"),
        ("<https://e.org/a>", "https://e.org/a", "https://e.org/a"),
        ("see https://e.org/a_b_c.", "https://e.org/a_b_c", "https://e.org/a_b_c"),
        ("代码：https://e.org/a，下一句", "https://e.org/a", "https://e.org/a"),
        ("见https://e.org/a这里", "https://e.org/a", "https://e.org/a"),
        ("(https://e.org/a_(b))", "https://e.org/a_(b)", "https://e.org/a_(b)"),
        ("**https://e.org/_x_/**", "https://e.org/_x_/", "https://e.org/_x_/"),
        ("www.e.org/x is it", "www.e.org/x", "http://www.e.org/x"),
        ('<a href="https://e.org/a">here</a>', "here", "https://e.org/a"),
        ("https://zh.e.org/wiki/深度学习。", "https://zh.e.org/wiki/深度学习", None),
    ],
)
def test_a_link_is_found_with_its_target(lines_of: Lines, markdown: str, text: str, url: str | None) -> None:
    (run,) = [run for run in runs_of(lines_of(markdown)) if Role.LINK in run.roles]
    assert run.text == text
    assert url is None or run.link == url


def test_a_script_is_no_link(lines_of: Lines) -> None:
    assert not [run for run in runs_of(lines_of("[x](javascript:alert(1)) xhttp://e.org")) if run.link]


@pytest.mark.parametrize(
    "markdown",
    [
        "[github.com/a](https://evil.example/b)",
        "[https://e.org](https://evil.example/b)",
        '<a href="https://evil.example/b">www.e.org</a>',
        "[https://e.org@x.org/](https://evil.example/b)",
    ],
)
def test_a_link_that_names_another_place_is_flagged(draw: Draw, markdown: str) -> None:
    assert draw(markdown)[0].endswith(" [! leads to evil.example/b]")


@pytest.mark.parametrize(
    "markdown", ["[e.org](https://www.e.org/x)", "[notes.pdf](https://e.org/f)", "[v1.0](https://e.org)"]
)
def test_an_honest_link_is_not_flagged(draw: Draw, markdown: str) -> None:
    assert "[!" not in draw(markdown)[0]


def test_deeper_nesting_than_the_parser_follows_is_shown_as_source(draw: Draw) -> None:
    for source in (">" * 500 + " deep words", "- " * 400 + "deep words"):
        text = " ".join(" ".join(draw(source, 80)).replace("│", " ").split())
        assert "nested too deeply" in text
        assert "deep words" in text


def test_styles_add_up(lines_of: Lines) -> None:
    (run,) = [run for run in runs_of(lines_of("**a *b***")) if run.text == "b"]
    assert run.roles == (Role.STRONG, Role.EMPHASIS)


def test_references_of_the_whole_document_are_known(lines_of: Lines) -> None:
    assert runs_of(lines_of("[x][1]\n\n[1]: https://e.org"))[0].link == "https://e.org"


@examples(200)
@given(st.text(st.sampled_from("ab E中1.) *_`[]()<>&!$:\\~|#-+=w/\t"), max_size=40))
def test_one_line_is_read_as_the_parser_reads_it(text: str) -> None:
    def plain(tokens: Sequence[MarkdownToken]) -> list[object]:
        return [(token.type, token.content, token.attrs, plain(token.children or ())) for token in tokens]

    # Text below makes the parser read the line by all its rules.
    alone = page_tokens(f"a{text}")
    assert plain(page_tokens(f"a{text}\n\nb")[:-3]) == plain(alone)

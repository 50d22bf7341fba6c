"""What is true of every document: total, deterministic, spans in place, the same papers however it is wrapped."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.model import Document, Paper
from paperterm.core.parse.document import parse_document
from paperterm.core.text import BOM, line_starts
from tests.examples import examples

PIECES = [
    "# ", "## 2021\n", "- ", "  - ", "1. ", "* ", "> ", "\n", "\n\n", "\r\n", "  ", "    ", "\t",
    "[", "]", "(", ")", "[[code]](", "](", "**", "*", "_", "`", "```\n", "<details>\n", "<summary>",
    "</summary>\n", "</details>\n", "<table><tr><td>", "</td></tr></table>", "<a href='x'>", "</a>",
    "<br>", "<!--", "-->", "<ul><li>", "</li></ul>", "<h2>", "</h2>", "<div>\n", "</div>\n", "\n1. x\n", "\n- y\n",
    "| a | b |\n|---|---|\n", "| x | y |\n", "|", "https://arxiv.org/abs/2001.00001", "https://github.com/a/b",
    "论文：", "阅读笔记", "ICLR 2021", "'21", "(2020)", "Jane Roe, Max Muster", "Sparse Widgets for Dense Networks",
    "Folding at Scale: A Study", ". ", ", ", ": ", '"', "“", "”", "《", "》", "&amp;", "&#0;", "\x00",
    "\u2028", "\x0c", "\\", "!", "---\n", "title: x\n", "===\n", "[1]: http://x.y\n", "[^1]", "🔥",
    ":star:", "\ufeff", "\ud800", "![a](b)", "et al.", " and ", "a", "Notes", "Paper", "- [ ] ",
]  # fmt: skip
anything = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=200))

TITLES = [
    "Sparse Widgets for Dense Networks",
    "Folding at Scale: A Study of Cranes",
    "Cranes All the Way Down to Paper",
    "Do Transformers Dream of Paper?",
]
WAYS = [
    "[{title}]({paper}) ICLR 2021",
    "{title} [[paper]]({paper}) [[code]]({code})",
    "**{title}**, Jane Roe et al. [[pdf]({paper})]",
    "{title}. Jane Roe, Max Muster. *CVPR 2020*. [[pdf]({paper})]",
    'Jane Roe and Max Muster. "{title}." NeurIPS, 2019. [[pdf]({paper})]',
    "[2021/10] **[{title}]({paper})** ![](https://img.shields.io/badge/ACL-blue)",
    "**{title}**  \n  *Jane Roe, Max Muster*  \n  ICML 2018. [[Paper]({paper})] [[Code]({code})]",
    "{title} | ACL | 2020 | [paper]({paper}) | [code]({code})",
    "**{title}**：折纸的方法。[论文]({paper})，[代码]({code})",
    "{title}\n  - ICLR 2022 [[paper]({paper})]",
    "🔥 [{title}]({paper}), Jane Roe, arXiv 2023",
]
WRAPPINGS = [
    "<details>\n\n{}\n</details>\n",
    "<details>\n{}</details>\n",
    "<details>\n<summary>Show</summary>\n\n{}\n</details>\n",
    "<details open><summary><b>Show</b></summary>\n{}\n</details>\n",
    "<details>\n\n{}",
    "<div>\n\n{}\n</div>\n",
]


@st.composite
def lists(draw: st.DrawFn) -> str:
    """A list of papers in one way of writing, with notes below some."""
    way = draw(st.sampled_from(WAYS))
    lines = []
    for number in range(draw(st.integers(2, 5))):
        links = {"paper": f"https://arxiv.org/abs/2101.0000{number}", "code": f"https://github.com/a/w{number}"}
        lines.append("- " + way.format(title=draw(st.sampled_from(TITLES)), **links))
        for note in range(draw(st.integers(0, 2))):
            lines.append(f"  {note + 1}. a remark on this, the {note}th <br>")
    return "\n".join(lines) + "\n"


def said(document: Document) -> list[tuple[object, ...]]:
    """What a document says of its papers, places aside."""
    return [
        (p.id, p.kind, p.title, p.authors, p.year, p.venue, [n.text for n in p.notes], [k.url for k in p.links])
        for p in document.papers
    ]


def inner_spans(paper: Paper) -> list[tuple[int, int]]:
    parts = [*paper.links, *paper.notes, *paper.fields]
    return [(part.span.start, part.span.end) for part in parts] + [(span.start, span.end) for span in paper.rest]


@given(anything)
@examples(400)
def test_any_text_is_a_document_the_same_every_time(text: str) -> None:
    document = parse_document("a.md", text)
    assert document == parse_document("a.md", text)
    assert document.text == text


@given(st.one_of(anything, lists()))
@examples(400)
def test_papers_are_ordered_and_disjoint_and_hold_their_spans(text: str) -> None:
    document = parse_document("a.md", text)
    lines = len(line_starts(text))
    end = 0
    for paper in document.papers:
        assert paper.title.strip() and "\n" not in paper.title
        assert end <= paper.span.start <= paper.span.end <= len(text)
        assert 1 <= paper.line <= paper.end_line <= lines
        assert paper.heading is None or 0 <= paper.heading < len(document.headings)
        for start, stop in inner_spans(paper):
            assert paper.span.start <= start <= stop <= paper.span.end
        end = paper.span.end
    assert len({paper.id for paper in document.papers}) == len(document.papers)


@given(
    lists(),
    lists(),
    st.sampled_from(("## One\n\n", "# Alpha\n\n## 2021\n\n")),
    st.sampled_from(("## Two\n\n", "# Beta\n\n")),
)
@examples(60)
def test_two_lists_under_two_headings_hold_the_papers_of_both(one: str, two: str, first: str, second: str) -> None:
    both = parse_document("a.md", f"{first}{one}\n{second}{two}")
    apart = [parse_document("a.md", text) for text in (first + one, second + two)]
    assert [paper[2:] for paper in said(both)] == [paper[2:] for half in apart for paper in said(half)]


@given(lists(), st.sampled_from(WRAPPINGS), st.sampled_from("*+"), st.sampled_from(("", "## Papers\n\n")))
@examples(60)
def test_details_bullets_line_ends_and_a_bom_change_no_paper(text: str, wrapping: str, bullet: str, head: str) -> None:
    papers = said(parse_document("a.md", head + text))
    assert len(papers) >= 2
    for other in (
        head + wrapping.format(text),
        head + re.sub(r"^( *)- ", rf"\1{bullet} ", text, flags=re.M),
        (head + text).replace("\n", "\r\n"),
        BOM + head + text,
        head + text.rstrip("\n"),
    ):
        assert said(parse_document("a.md", other)) == papers


def test_a_bom_does_not_hide_the_first_heading() -> None:
    assert parse_document("a.md", BOM + "# Widgets\n").title == "Widgets"


def test_a_bom_does_not_hide_front_matter() -> None:
    assert parse_document("a.md", BOM + "---\ntitle: Widgets\nyear: 2021\n---\n").papers[0].title == "Widgets"


def test_lines_break_only_where_markdown_breaks_them() -> None:
    document = parse_document("a.md", "# A\x0c\u2028\r\n\r- [Folding at Scale](https://arxiv.org/abs/2001.00002)\n")
    assert document.papers[0].line == 3


def test_lists_in_html_may_follow_numbered_ones() -> None:
    numbered, bullet = (
        "1. [Folding at Scale](https://arxiv.org/abs/2001.00002)\n",
        "- [Sparse Widgets](https://arxiv.org/abs/2001.00003)\n",
    )
    for text in (f"{numbered}<div>\n{bullet}</div>\n", f"<ol><li>{numbered[3:]}</li></ol>\n\n{bullet}"):
        titles = [paper.title for paper in parse_document("a.md", text).papers]
        assert titles == ["Folding at Scale", "Sparse Widgets"]


def test_links_by_reference_survive_every_line_end_and_the_first_definition_counts() -> None:
    text = (
        "- [Folding at Scale][1]\n- [Sparse Widgets][w]\n- [Cranes All the Way Down]\n\n[1]: https://arxiv.org/abs/2001.00002\n"
        "[1]: https://example.org/other\n[W]:\n  <https://arxiv.org/abs/2001.00003> 'Widgets'\n"
        "> [Cranes all the way down]: https://arxiv.org/abs/2001.00004\n"
    )
    for other in (text, text.replace("\n", "\r\n"), text.replace("\n", "\r")):
        links = [link.url for paper in parse_document("a.md", other).papers for link in paper.links]
        assert links == [f"https://arxiv.org/abs/2001.0000{number}" for number in (2, 3, 4)]

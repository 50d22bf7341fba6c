"""Collapsible parts written as most are, are read as all others are."""

from __future__ import annotations

import gc

from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.model import Document
from paperterm.core.parse.document import parse_document

_LINES = (
    *("1. one  <br>", "2. two <br>", "- three", "   - four", "plain words", "words<br>more", "", "    deep", "<br>"),
    *("[code](https://github.com/a/b)", "a < b", "<b>bold</b>", "</details>", "last</details>", "# head", "**f**"),
)


@given(
    st.sampled_from(("", "  ", "    ")),
    st.booleans(),
    st.lists(st.sampled_from(_LINES), max_size=6),
    st.sampled_from(("</details>", "  </details>", "5. five</details>", "")),
)
def test_a_plain_collapsible_part_is_read_like_any_other(
    indent: str, apart: bool, body: list[str], closing: str
) -> None:
    lines = ["<details>", *(["<summary>Notes</summary>"] if apart else []), *body, closing]
    if not apart:
        lines[0] += "<summary>Notes</summary>"
    text = f"- The Art of Widgets [[paper]](https://arxiv.org/abs/2101.00001)\n{indent[2:]}  - {lines[0]}"
    text += (
        "".join(f"\n{indent}  {line}" for line in lines[1:]) + "\n\n- Another Work on Cranes [[pdf]](https://a.b/c.pdf)"
    )
    slow = text.replace("<details>", '<details class="x">')
    assert told(parse_document("a.md", text)) == told(parse_document("a.md", slow))


def told(document: Document) -> list[object]:
    # The marked one is longer by these characters, where a span holds its tag.
    text, longer = document.text, ' class="x"'
    found: list[object] = []
    for paper in document.papers:
        spans = [*(note.span for note in paper.notes), *paper.rest]
        found += [paper.title, [link.url for link in paper.links], [note.text for note in paper.notes]]
        found += [span.of(text).replace(longer, "") for span in spans]
    return found


def test_reading_leaves_the_collector_of_garbage_as_it_was() -> None:
    assert gc.isenabled()
    parse_document("a.md", "- A paper")
    assert gc.isenabled()

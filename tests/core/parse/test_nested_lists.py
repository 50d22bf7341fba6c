"""What stands below an entry is either entries of their own or what the entry says; never nothing."""

from __future__ import annotations

import pytest

from paperterm.core.parse.document import parse_document


@pytest.mark.parametrize(
    "note",
    [
        "The proof of [this lemma](https://example.org/x) is long",
        "The proof of [this lemma](https://example.org/x)",
        "使用了 [BERT](https://example.org/x) 作为编码器",
    ],
)
def test_a_nested_bullet_with_a_link_that_is_no_entry_is_a_note(note: str) -> None:
    text = f"- A Fine Paper on Things [[code]](https://github.com/a/b)\n  - {note}\n"
    (paper,) = parse_document("a.md", text).papers
    assert [each.span.of(text) for each in paper.notes] == [note]
    assert "https://example.org/x" in [link.url for link in paper.links]


def test_nested_entries_stay_entries() -> None:
    text = (
        "- Attention Is All You Need [[paper]](https://arxiv.org/abs/1706.03762)\n"
        "  - Long Range Arena: A Benchmark for Efficient Transformers [[paper]](https://arxiv.org/abs/2011.04006)\n"
    )
    assert len(parse_document("a.md", text).papers) == 2

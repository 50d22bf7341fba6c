"""Inline markup: what is plain text, what is marked, and where it stands in the source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.parse.blocks import Prose
from paperterm.core.parse.inline import Inline, MarkKind, scan

_PARTS = (
    *("[", "]", "(", ")", "*", "**", "_", "__", "~~", "***", "`", "``", "\n", "  \n", " ", "a", "two words", "\\", "&"),
    *("[a b](http://x)", "[[a]](u)", "![a](u)", "[![a](b)](c)", "[](u)", "[a ](u)", "[a/b](c)", "[a*b](c)", "[x]"),
    *("<br>", "<BR/>", "<b>", "</b>", "<img src=x>", "<", "\\*", "\\\n", "&amp;", "(http://x)", " (https://x)"),
    *("https://a.b/c_d", "https://", "github.com/a", "arxiv.org/abs/1", "git", "arx", "hugg", "论文", "!", "~", "."),
)
_TEXTS = st.lists(st.sampled_from(_PARTS), max_size=14).map("".join)
# Markup that one sweep leaves to the scanner: a text that ends with it is read by the scanner as a whole.
_RARE = " \\\\"


def _read(text: str, references: dict[str, str] | None = None) -> Inline:
    return scan(Prose(text, ((0, 0),)), references)


@given(_TEXTS, st.sampled_from((None, {"x": "http://r"})))
def test_simple_markup_is_read_as_the_scanner_reads_it(text: str, references: dict[str, str] | None) -> None:
    quick, thorough = _read(text, references), _read(text + _RARE, references)
    length = len(quick.plain)
    assert thorough.plain[:length] == quick.plain
    if not text.endswith(("(", ")", " ", "\n")):
        assert [mark for mark in thorough.marks if mark.last <= len(text)] == quick.marks
        assert [thorough.raw(at) for at in range(length)] == [quick.raw(at) for at in range(length)]


def test_a_star_that_nothing_closes_stays_in_the_text() -> None:
    assert _read("*a [b](c)").plain == "*a b"


def test_a_linked_badge_is_a_link_with_the_picture_within() -> None:
    inline = _read("Title [![PDF](badge.svg)](http://x.org/a.pdf)")
    assert [(mark.kind, mark.label, mark.url) for mark in inline.marks] == [
        (MarkKind.LINK, "PDF", "http://x.org/a.pdf"),
        (MarkKind.IMAGE, "PDF", "badge.svg"),
    ]
    assert inline.plain == "Title "


def test_positions_lead_back_through_markup() -> None:
    inline = _read("**A** [b c](u) `d`")
    assert inline.plain == "A b c d"
    assert [inline.prose.text[inline.raw(at)] for at in (0, 2, 4)] == ["A", "b", "c"]

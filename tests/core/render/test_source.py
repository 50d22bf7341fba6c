"""The Markdown of a part of a document, out of its containers."""

from __future__ import annotations

import pytest

from paperterm.core.model import Span
from paperterm.core.render.source import span_markdown


@pytest.mark.parametrize(
    ("text", "start", "end", "markdown"),
    [
        ("- a\n  1. one\n     two\n  2. x", "one", "two", "one\ntwo"),
        ("  1. one\n  <img>", "one", "<img>", "one\n<img>"),
        ("> - a\n>   b\n>\n>   c", "a", "c", "a\nb\n\nc"),
        ("> a\nlazy", "a", "lazy", "a\nlazy"),
        ("- a\n\tb", "a", "b", "a\n  b"),
        ("    <b>\n    1. x\n      y", "    <b>", "y", "<b>\n1. x\n  y"),
        ("- a\r\n  b\rc", "a", "c", "a\nb\nc"),
        ("1. a\n\n       code", "a", "code", "a\n\n    code"),
        ("- [T](u) - what it is", "- what", "is", "what it is"),
        ("- T | [x](u) | more", "| [x]", "more", "[x](u) | more"),
        ("- -5 degrees", "-5", "degrees", "-5 degrees"),
    ],
)
def test_a_span_reads_as_if_it_stood_alone(text: str, start: str, end: str, markdown: str) -> None:
    at = text.index(start)
    assert span_markdown(text, Span(at, text.rindex(end) + len(end))) == markdown

"""The one door to markdown-it-py.

Lives here: the parsers as PaperTerm sets them up, for structure alone and for showing.
Must not: know what a paper is, or style anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

# The preset's 20 drops the content of deeper lists without a word.
_MAX_NESTING = 100


@cache
def _structure_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    return parser.disable("inline").disable("text_join")


@cache
def _inline_parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("strikethrough")


def block_tokens(text: str) -> Sequence[Token]:
    """The block structure of `text` (CommonMark with pipe tables); inline tokens hold their raw `content` only.

    Three to five times faster than a full parse. `Token.map` counts lines as `text.line_starts` does.
    """
    return _structure_parser().parse(text)


def inline_tokens(text: str) -> Sequence[Token]:
    """The inline tokens of one paragraph's, heading's or cell's raw content."""
    token = _inline_parser().parseInline(text)[0]
    return token.children or []

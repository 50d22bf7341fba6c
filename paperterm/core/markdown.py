"""The one door to markdown-it-py (its other half, the rules for structure alone, are `block_rules`).

Lives here: the parsers as PaperTerm sets them up, for structure alone and for showing.
Must not: know what a paper is, or style anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from paperterm.core.block_rules import BlockRules

MarkdownToken: TypeAlias = Token
"""What the parsers give: its `type`, `attrs`, `content`, `children` and `map` are markdown-it's."""

# The preset's 20 drops the content of deeper lists without a word.
_MAX_NESTING = 100
# Brackets in brackets cost time by this factor, and what is deeper is text like any other.
_MAX_INLINE_NESTING = 12

# A bare URL ends at blanks, at Chinese punctuation, and at Chinese text that does not begin a part of its path.
_WIDE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_BARE_URL = (
    rf"//[^\s<>\[\]\"`\u2018-\u201f\u2026\u3000-\u303f\uff00-\uffef{_WIDE}]++"
    rf"(?:(?<=[/=#])[{_WIDE}][^\s<>\[\]\"`\u2018-\u201f\u2026\u3000-\u303f\uff00-\uffef]*+)?"
)
_SCHEME = re.compile(r"(?<![a-z0-9+.-])https?$", re.IGNORECASE)
_LONGEST_SCHEME = len("https") + 1
# One line that begins with a letter of any script, or with a number that is none of a list: a paragraph.
_ONE_LINE = re.compile(r"(?:[^\W\d_]|\d++(?![.)]))[^\n\r]*")
# What an inline rule may take for something else than text.
_MARKUP = re.compile(r"[*_`\[\]<>&!$:\\~\n\0]")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\[\]\n]+\]:[^\n]*$", re.MULTILINE)


@cache
def _structure_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    parser.block = BlockRules()
    return parser


@cache
def _inline_parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("strikethrough")


def block_tokens(text: str) -> Sequence[Token]:
    """The block structure of `text` (CommonMark with pipe tables), whose lines end in line feeds.

    A paragraph is one token with its raw `content`, so is an underlined heading, a table is one without; `Token.map`
    counts lines.
    """
    parser = _structure_parser()
    return parser.block.parse(text.replace("\0", "\ufffd"), parser, {}, []) or []


def inline_tokens(text: str) -> Sequence[Token]:
    """The inline tokens of one paragraph's, heading's or cell's raw content."""
    token = _inline_parser().parseInline(text)[0]
    return token.children or []


def page_tokens(text: str, references: Mapping[str, Any] | None = None) -> Sequence[Token]:
    """All tokens of `text`, as it is to be shown: block tokens, the inline ones among their `children`.

    Beyond CommonMark: tables, strikethrough, task boxes, alerts, footnotes (where they are written), definition lists,
    dollar maths, bare URLs. `references` are the link definitions of the whole document.
    """
    env = {"references": dict(references or {})}
    return _one_line(text, env) if _ONE_LINE.fullmatch(text) else _page_parser(_MAX_NESTING).parse(text, env)


def _one_line(text: str, env: dict[str, Any]) -> Sequence[Token]:
    """What the parser makes of a paragraph of one line, without asking every block rule first."""
    content = text.rstrip(" \t")
    if _MARKUP.search(content):
        inline = _page_parser(_MAX_INLINE_NESTING).parseInline(content, env)[0]
    else:
        inline = Token("inline", "", 0, content=content, children=[Token("text", "", 0, content=content)])
    return Token("paragraph_open", "p", 1), inline, Token("paragraph_close", "p", -1)


def is_cut_off(opening: Token, following: Token) -> bool:
    """Whether the container that `opening` opens was left empty because containers nest too deeply."""
    return following.nesting == -1 and opening.nesting == 1 and opening.level >= _MAX_NESTING - 2


@lru_cache(maxsize=2)
def link_definitions(text: str) -> Mapping[str, Any]:
    """What the `[label]: url` lines of a document define, for `page_tokens` of its parts."""
    env: dict[str, Any] = {}
    _structure_parser().block.parse("\n\n".join(_DEFINITION.findall(text)), _structure_parser(), env, [])
    found: Mapping[str, Any] = env.get("references", {})
    return found


@cache
def _page_parser(nesting: int) -> MarkdownIt:
    # Showing comes after listing: these are imported when the first page is made.
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": nesting, "tasklists": True, "alerts": True})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False)
    parser.use(deflist_plugin)
    parser.use(dollarmath_plugin, allow_digits=False, allow_space=False, double_inline=True)
    # At the end of the text it would gather the notes referred to, and drop the others.
    parser.core.ruler.disable("footnote_tail")
    parser.inline.ruler.push("bare_url", _bare_url)
    parser.core.ruler.at("inline", _read_inlines)
    return parser


def _read_inlines(state: StateCore) -> None:
    """The inline rules, where a lower limit to nesting holds; text without markup need not be asked about each rule."""
    parser = _page_parser(_MAX_INLINE_NESTING)
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            if _MARKUP.search(token.content):
                parser.inline.parse(token.content, parser, state.env, token.children)
            else:
                token.children = [Token("text", "", 0, content=token.content)]


def _bare_url(state: StateInline, silent: bool) -> bool:
    """The inline rule for `http://` and `https://` in running text, also right after a Chinese character."""
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.src, max(0, state.pos - _LONGEST_SCHEME), state.pos)
    rest = _bare_url_pattern().match(state.src, state.pos + 1) if scheme else None
    if not scheme or not rest or not (silent or state.pending.endswith(scheme[0])):
        return False
    tail = _without_last_marks(rest[0])
    url = f"{scheme[0]}:{tail}"
    href = state.md.normalizeLink(url)
    if len(tail) <= len("//") or not state.md.validateLink(href):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        _push_link(state, href, url)
    state.pos += len(tail) + 1
    return True


@cache
def _bare_url_pattern() -> re.Pattern[str]:
    """Compiled when the first page is made: that takes as long as reading a page."""
    return re.compile(_BARE_URL)


def _push_link(state: StateInline, href: str, text: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": href}
    opening.markup = "autolink"
    state.push("text", "", 0).content = text
    state.push("link_close", "a", -1)


def _without_last_marks(url: str) -> str:
    """`url` without the punctuation of the sentence around it, its own closing parenthesis kept."""
    opened, closed = url.count("("), url.count(")")
    end = len(url)
    while end:
        last = url[end - 1]
        if last == ")" and closed > opened:
            closed -= 1
        elif last not in "?!.,:;*_~'\"]|":
            break
        end -= 1
    return url[:end]

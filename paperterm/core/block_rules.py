"""The block rules of markdown-it-py, asked only where the first character of a line lets them match.

Lives here: the block parser behind `markdown.block_tokens`, the other half of the door to markdown-it-py. It finds the
same blocks as the parser it stands in for, at a third of the cost; paragraphs and tables are one token each.
Must not: be used for showing, where a paragraph's token is not enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    code,
    fence,
    heading,
    hr,
    html_block,
    lheading,
    list_block,
    paragraph,
    reference,
    table,
)
from markdown_it.token import Token

Rule: TypeAlias = Callable[[StateBlock, int, int, bool], bool]
"""Reads the block that starts on a line; called silently, it only says whether one does."""

_UNDERLINE = re.compile(r"(?:-+|=+)[ \t]*")
# Cells that a table may lack before markdown-it-py stops completing its rows.
_MAX_LACKING_CELLS = 0x10000


def _by_first(*rules: tuple[str, Rule]) -> Mapping[str, Sequence[Rule]]:
    """The rules to try for each first character, in the given order."""
    found: dict[str, list[Rule]] = {}
    for characters, rule in rules:
        for character in characters:
            found.setdefault(character, []).append(rule)
    return found


_DIGITS = "0123456789"
_OPENING = _by_first(
    ("`~", fence),
    (">", blockquote),
    ("*-_", hr),
    ("*-+" + _DIGITS, list_block),
    ("[", reference),
    ("<", html_block),
    ("#", heading),
)
# What ends a paragraph, a quotation's lazy line and a list's item, whatever else they hold.
_ENDING = _by_first(
    ("`~", fence), (">", blockquote), ("*-_", hr), ("*-+" + _DIGITS, list_block), ("<", html_block), ("#", heading)
)
_ENDING_ITEM = _by_first(("`~", fence), (">", blockquote), ("*-_", hr))


class BlockRules(ParserBlock):
    """The rules of CommonMark and pipe tables; in place of markdown-it-py's own block parser."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler = Ruler[Rule]()
        # Its presence tells markdown-it-py that indented code is code.
        self.ruler.push("code", code)
        self.ruler.push("ends_paragraph", ends_paragraph, {"alt": ["paragraph", "reference"]})
        self.ruler.push("ends_quote", ends_quote, {"alt": ["blockquote"]})
        self.ruler.push("ends_item", ends_item, {"alt": ["list"]})

    def tokenize(self, state: StateBlock, first: int, after: int) -> None:
        """Read the blocks on the lines first..after."""
        line, deepest = first, state.md.options.maxNesting
        while line < after:
            state.line = line = state.skipEmptyLines(line)
            if line >= after or state.sCount[line] < state.blkIndent:
                break
            if state.level >= deepest:
                state.line = after
                break
            _read_block(state, line, after)
            line = state.line
            if line < after and state.isEmpty(line):
                line += 1
                state.line = line


def _read_block(state: StateBlock, line: int, after: int) -> None:
    if state.sCount[line] - state.blkIndent >= 4:
        code(state, line, after, False)
        return
    if _may_head_table(state, line, after) and _table(state, line, after):
        return
    for rule in _OPENING.get(state.src[state.bMarks[line] + state.tShift[line]], ()):
        if rule(state, line, after, False):
            return
    _paragraph(state, line, after)


def ends_paragraph(state: StateBlock, line: int, after: int, silent: bool) -> bool:
    """Whether a block that needs no blank line before it starts on a line."""
    if _may_head_table(state, line, after) and table(state, line, after, True):
        return True
    return ends_quote(state, line, after, silent)


def ends_quote(state: StateBlock, line: int, after: int, silent: bool) -> bool:
    """The same without tables, which do not end a quotation's last paragraph."""
    return _starts(_ENDING, state, line, after)


def ends_item(state: StateBlock, line: int, after: int, silent: bool) -> bool:
    """Whether a line cannot be the next item of a list."""
    return _starts(_ENDING_ITEM, state, line, after)


def _starts(rules: Mapping[str, Sequence[Rule]], state: StateBlock, line: int, after: int) -> bool:
    at = state.bMarks[line] + state.tShift[line]
    # The line may be blank, and the last one of the text.
    possible = rules.get(state.src[at : at + 1])
    return possible is not None and any(rule(state, line, after, True) for rule in possible)


def _may_head_table(state: StateBlock, line: int, after: int) -> bool:
    """Whether the line below starts like the one that sets off a table's header."""
    if line + 1 >= after:
        return False
    at = state.bMarks[line + 1] + state.tShift[line + 1]
    return at < state.eMarks[line + 1] and state.src[at] in "|-:"


def _paragraph(state: StateBlock, first: int, after: int) -> None:
    """A paragraph, or the heading that an underline makes of it."""
    if after != state.lineMax:
        # The last lines of a quotation: only a paragraph goes on over the lazy ones below.
        if not lheading(state, first, after, False):
            paragraph(state, first, after, False)
        return
    state.parentType = "paragraph"
    line, level = first + 1, 0
    while line < after and not level:
        at, indent = state.bMarks[line] + state.tShift[line], state.sCount[line]
        if at >= state.eMarks[line]:
            break
        if indent - state.blkIndent <= 3:
            level = _underlined(state, line, at) if indent >= state.blkIndent else 0
            if not level and indent >= 0 and ends_paragraph(state, line, after, True):
                break
        line += not level
    content = _content(state, first, line)
    state.line = line + (level > 0)
    kind, tag = ("heading", f"h{level}") if level else ("paragraph", "p")
    state.tokens.append(Token(kind, tag, 0, map=[first, state.line], level=state.level, content=content))


def _underlined(state: StateBlock, line: int, at: int) -> int:
    """The level of the heading that a line of `===` or `---` makes of the lines above it, 0 for any other line."""
    mark = state.src[at]
    if mark not in "-=" or not _UNDERLINE.fullmatch(state.src, at, state.eMarks[line]):
        return 0
    return 1 if mark == "=" else 2


def _content(state: StateBlock, first: int, after: int) -> str:
    if after == first + 1:
        return mdTrim(state.src[state.bMarks[first] + state.tShift[first] : state.eMarks[first]])
    return mdTrim(state.getLines(first, after, state.blkIndent, False))


def _table(state: StateBlock, first: int, after: int) -> bool:
    """A pipe table, its cells left to who wants to know them."""
    if not table(state, first, after, True):
        return False
    outer, state.parentType = state.parentType, "table"
    line = first + 2
    while line < after and _is_row(state, line, after):
        line += 1
    state.parentType = outer
    columns = state.src.count("|", state.bMarks[first], state.eMarks[first]) + 1
    if columns * (line - first) > _MAX_LACKING_CELLS:
        return table(state, first, after, False)
    state.tokens.append(Token("table", "table", 0, map=[first, line], level=state.level))
    state.line = line
    return True


def _is_row(state: StateBlock, line: int, after: int) -> bool:
    if state.sCount[line] < state.blkIndent or ends_quote(state, line, after, True):
        return False
    at = state.bMarks[line] + state.tShift[line]
    return bool(mdTrim(state.src[at : state.eMarks[line]])) and not state.is_code_block(line)

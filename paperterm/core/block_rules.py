"""The block rules of markdown-it-py, asked only where the first character of a line lets them match.

Lives here: the block parser behind `markdown.block_tokens`, the other half of the door to markdown-it-py. It finds the
same blocks as the parser it stands in for, at a quarter of the cost; paragraphs and tables are one token each, and
lists of single lines are read in one go.
Must not: be used for showing, where a paragraph's token is not enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple, TypeAlias

from markdown_it import MarkdownIt
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
from markdown_it.utils import EnvType

Rule: TypeAlias = Callable[[StateBlock, int, int, bool], bool]
"""Reads the block that starts on a line; called silently, it only says whether one does."""

_UNDERLINE = re.compile(r"(?:-+|=+)[ \t]*")
# An item that holds one line or a collapsible part and nothing else, as far as its first characters can tell.
_OUTLINE_ITEM = re.compile(
    r"(\d{1,9}[.)]|[-+*]) (?:[^\s`~>*+\-_\d\[<#]|\*{1,2}[^\s*]|__?[^\s_]|`[^`]|~~?[^~]|\d++(?![.)])"
    r"|\[[^\]\n\\]*\](?!:)|<details>)"
)
# A line that cannot be anything but the next one of the paragraph above it.
_GOES_ON = re.compile(r"[^\s`~>*+\-_\d<#|:=]|\*{1,2}[^\s*]|__?[^\s_]|\d++(?![.)])")
_MARKED = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)")
_CODE_INDENT = 4
# Cells that a table may lack before markdown-it-py stops completing its rows.
_MAX_LACKING_CELLS = 0x10000


def _by_first(*rules: tuple[str, Rule]) -> Mapping[str, Sequence[Rule]]:
    """The rules to try for each first character, in the given order."""
    found: dict[str, list[Rule]] = {}
    for characters, rule in rules:
        for character in characters:
            found.setdefault(character, []).append(rule)
    return found


class Part(Token):
    """A token as blocks need it, made in a fraction of the time: what only inline text and plugins use is not set."""

    __slots__ = ()

    def __init__(
        self, kind: str, tag: str, nesting: Literal[-1, 0, 1], level: int, lines: list[int] | None, content: str = ""
    ) -> None:
        self.type, self.tag, self.nesting, self.level = kind, tag, nesting, level
        self.attrs = _NO_ATTRIBUTES
        self.map = lines
        self.content = content
        self.markup = self.info = ""
        self.children = None
        self.block, self.hidden = True, False


_NO_ATTRIBUTES: dict[str, str | int | float] = {}
"""Shared: the rules for blocks replace attributes, and change none."""


class Lines(StateBlock):
    """The state of markdown-it-py's block parser, its lines measured by splitting."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__("", md, env, tokens)
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):
            # Blanks behind the last line break are no line.
            lines.pop()
        self.src = src
        self.lineMax = len(lines)
        starts = [*accumulate((len(line) + 1 for line in lines), initial=0)]
        self.bMarks = [*starts[:-1], len(src)]
        self.eMarks = [*(start - 1 for start in starts[1:]), len(src)]
        self.tShift = [*(len(line) - len(line.lstrip(" \t")) for line in lines), 0]
        self.sCount = [*map(_columns, lines, self.tShift), 0]
        self.bsCount = [0] * len(self.bMarks)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """A new token at the end of those found."""
        if nesting < 0:
            self.level -= 1
        token = Part(ttype, tag, nesting, self.level, None)
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token


def _columns(line: str, blanks: int) -> int:
    """The width of the `blanks` that a line starts with."""
    return len(line[:blanks].expandtabs(4)) if blanks else 0


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

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """The tokens of `src`, put behind `tokens`."""
        if src:
            state = Lines(src, md, env, tokens)
            self.tokenize(state, 0, state.lineMax)
        return tokens

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
    if _outline(state, line, after):
        return
    for rule in _OPENING.get(state.src[state.bMarks[line] + state.tShift[line]], ()):
        if rule(state, line, after, False):
            return
    _paragraph(state, line, after)


class Item(NamedTuple):
    """An item of an outline: a paragraph of one line, or a collapsible part written in tags.

    `depth` is 0 in the outermost list; `opens` whether it is the first of its list; `column` where its `content` starts
    in its first line; `after` is the line behind its own content; `number` is None for bullets.
    """

    depth: int
    opens: bool
    line: int
    after: int
    column: int
    number: int | None
    content: str
    is_html: bool


class Outline(Part):
    """A list, lists in it included, of nothing but such items: one token, with its `items` in order."""

    __slots__ = ("items",)

    def __init__(self, level: int, lines: list[int], items: Sequence[Item]) -> None:
        super().__init__("outline", "", 0, level, lines)
        self.items = items


def _outline(state: StateBlock, first: int, after: int) -> bool:
    """A list of items of one line each, with nothing in them but a paragraph and more such lists."""
    if after != state.lineMax or not _outline_item(state, first):
        return False
    outline, line, blank = _OutlineReader(state), first, False
    while line < after:
        if state.bMarks[line] + state.tShift[line] >= state.eMarks[line]:
            line, blank = state.skipEmptyLines(line), True
            continue
        following = outline.read(line, after, blank=blank)
        if following == _NO_OUTLINE:
            return False
        if following == _BEHIND_IT:
            break
        line, blank = following, False
    state.tokens.append(Outline(state.level, [first, line], outline.items))
    state.line = line
    return True


_NO_OUTLINE, _BEHIND_IT = -1, -2


class _OutlineReader:
    """The items found so far; `levels` are the open ones: the column of their text, their mark's last character."""

    __slots__ = ("base", "deepest", "items", "levels", "state")

    def __init__(self, state: StateBlock) -> None:
        self.state = state
        self.base = state.blkIndent
        self.deepest = (state.md.options.maxNesting - state.level) // 2 - 1
        self.items: list[Item] = []
        self.levels: list[tuple[int, str]] = []

    def read(self, line: int, after: int, *, blank: bool) -> int:
        """The line behind the item on a line, `_BEHIND_IT` if the list has ended, `_NO_OUTLINE` if it is no outline.

        `blank` tells whether a blank line is above.
        """
        indent, levels, found = self.state.sCount[line], self.levels, _outline_item(self.state, line)
        if indent < self.base:
            return _BEHIND_IT if blank or (found and indent >= 0) else _NO_OUTLINE
        closed = ""
        while levels and indent < levels[-1][0]:
            closed = levels.pop()[1]
        if indent - (levels[-1][0] if levels else self.base) >= _CODE_INDENT:
            return _NO_OUTLINE
        if found is None:
            return _BEHIND_IT if blank and not levels and not self._is_marked(line) else _NO_OUTLINE
        marker = found[1]
        if closed != marker[-1] and self.items:
            if not levels:
                return _BEHIND_IT
            # Behind a paragraph a number other than 1 is its next line.
            if len(levels) >= self.deepest or not (closed or blank or len(marker) == 1 or int(marker[:-1]) == 1):
                return _NO_OUTLINE
        return self._add(line, after, found, closed)

    def _is_marked(self, line: int) -> bool:
        start = self.state.bMarks[line] + self.state.tShift[line]
        return _MARKED.match(self.state.src, start, self.state.eMarks[line]) is not None

    def _add(self, line: int, after: int, found: re.Match[str], closed: str) -> int:
        state, marker, start, end = self.state, found[1], found.end(1) + 1, line + 1
        inner = state.sCount[line] + len(marker) + 1
        if is_html := state.src[start] == "<":
            end, content = _tagged(state, line, after, start, inner)
            if not content:
                return _NO_OUTLINE
        else:
            end, content = _wrapped(state, line, after, start, inner)
        number = int(marker[:-1]) if len(marker) > 1 else None
        column, opens = start - state.bMarks[line], closed != marker[-1]
        item = (len(self.levels), opens, line, end, column, number, content, is_html)
        self.items.append(tuple.__new__(Item, item))
        self.levels.append((inner, marker[-1]))
        return end


def _tagged(state: StateBlock, first: int, after: int, start: int, inner: int) -> tuple[int, str]:
    """Where the collapsible part that starts at `start` ends, and its lines; no lines if it is not that simple."""
    line, lines = first + 1, [state.src[start : state.eMarks[first] + 1]]
    while line < after and state.sCount[line] >= inner and not state.isEmpty(line):
        if state.sCount[line] != state.tShift[line]:
            return line, ""
        lines.append(state.src[state.bMarks[line] + inner : state.eMarks[line] + 1])
        line += 1
    content = "".join(lines)
    return line, "" if "<t" in content or "<T" in content else content


def _wrapped(state: StateBlock, first: int, after: int, start: int, inner: int) -> tuple[int, str]:
    """Where the paragraph that starts at `start` ends, as far as its next lines can be nothing else, and its text."""
    line, content = first + 1, state.src[start : state.eMarks[first]]
    while line < after and _GOES_ON.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]):
        if state.sCount[line] != state.tShift[line]:
            break
        content += "\n" + state.src[state.bMarks[line] + min(inner, state.sCount[line]) : state.eMarks[line]]
        line += 1
    return line, mdTrim(content)


def _outline_item(state: StateBlock, line: int) -> re.Match[str] | None:
    return _OUTLINE_ITEM.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])


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
    state.tokens.append(Part(kind, tag, 0, state.level, [first, state.line], content))


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
    state.tokens.append(Part("table", "table", 0, state.level, [first, line]))
    state.line = line
    return True


def _is_row(state: StateBlock, line: int, after: int) -> bool:
    if state.sCount[line] < state.blkIndent or ends_quote(state, line, after, True):
        return False
    at = state.bMarks[line] + state.tShift[line]
    return bool(mdTrim(state.src[at : state.eMarks[line]])) and not state.is_code_block(line)

"""From text to a tree of blocks.

Lives here: markdown-it-py's tokens become blocks; HTML between them is opened up by `fragments`.
Must not: look at what the blocks say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markdown_it.token import Token

from paperterm.core.block_rules import Outline
from paperterm.core.markdown import block_tokens
from paperterm.core.parse.blocks import BULLET, EMPTY_PROSE, Block, BlockKind, View, prose_at, row_cells
from paperterm.core.parse.fragments import has_table, html_blocks, table_block, unwrapped

_MAX_FRAGMENT_DEPTH = 8
_BARE_BULLET = "-"
_OPENING = {
    "bullet_list_open": BlockKind.LIST,
    "ordered_list_open": BlockKind.LIST,
    "list_item_open": BlockKind.ITEM,
    "blockquote_open": BlockKind.QUOTE,
    "paragraph_open": BlockKind.PARAGRAPH,
    "heading_open": BlockKind.HEADING,
}
_LISTS = ("bullet_list_open", "ordered_list_open")
_ITEM = re.compile(r"^ {0,3}(?:[-*+]|\d{1,3}[.)])\s+\S", re.M)
_UNSPACED = re.compile(r"\n-(?=[\[A-Z*\"“《\u4e00-\u9fff][^\n]*(?:\]\(|https?:))")
# Tags start with one sign, too: `#folding`, `#folding #paper`.
_UNSPACED_HEADING = re.compile(r"(#{2,6}|#(?=[^ \n]+ (?![^\n]* #)[^#]))([^\s#\d!][^\n]*)")
_LEAVES = {
    "paragraph": BlockKind.PARAGRAPH,
    "heading": BlockKind.HEADING,
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "hr": BlockKind.RULE,
}


def source_view(text: str, starts: Sequence[int], first: int) -> View:
    """The view on all lines of `text` from line `first` (0-based) on."""
    ends = [*starts[1:], len(text)]
    lines = [text[start:end].rstrip("\r\n") for start, end in zip(starts[first:], ends[first:], strict=True)]
    return View(lines, list(starts[first:]))


def blocks_of(view: View, depth: int = 0) -> list[Block]:
    """The blocks of a view, HTML opened up as far as Markdown or a table is in it."""
    return _Builder(view, depth).build(block_tokens(view.text))


class _Builder:
    """Walks the tokens once; `stack` holds the blocks that are open."""

    def __init__(self, view: View, depth: int) -> None:
        self.view = view
        self.depth = depth
        self.root = Block(BlockKind.QUOTE, 0, 0)
        self.stack = [self.root]
        self.columns: dict[int, int] = {}
        self.unspaced: list[Block] = []

    def build(self, tokens: Sequence[Token]) -> list[Block]:
        skip_until = -1
        for index, token in enumerate(tokens):
            if index <= skip_until:
                continue
            if token.type == "html_block":
                skip_until = self._add_html(tokens, index)
            elif token.type == "table_open":
                skip_until = _closing(tokens, index, "table_close")
                self._add_table(token)
            else:
                self._add(token)
        for above in self.unspaced:
            above.children = [part for item in above.children for part in _parted(item)]
        return _renested(self.root.children, self.columns) if self.columns else self.root.children

    def _add(self, token: Token) -> None:
        if isinstance(token, Outline):
            self._add_outline(token)
        elif token.nesting == -1:
            if len(self.stack) > 1:
                self.stack.pop()
        elif token.nesting == 1:
            self._open(token)
        elif token.type == "inline":
            self.stack[-1].prose = self.view.prose(token.content, (token.map or [0, 0])[0])
        elif token.type == "table":
            self._add_table(token)
        elif token.type == "paragraph" and token.content[:1] == "#" and len(self.stack) == 1:
            self._headed(token)
        elif token.type in _LEAVES:
            self._leaf(_LEAVES[token.type], token)

    def _open(self, token: Token) -> None:
        first, after = token.map or [0, 0]
        start, end = self.view.bounds(first, after)
        block = Block(_OPENING.get(token.type, BlockKind.QUOTE), start, end, EMPTY_PROSE, _level(token))
        parent = self.stack[-1]
        if block.kind is BlockKind.ITEM:
            block.level = parent.level + len(parent.children) if parent.level >= 0 else BULLET
        if block.kind is BlockKind.LIST and len(self.stack) == 1:
            line = self.view.lines[first]
            self.columns[id(block)] = len(line) - len(line.lstrip())
        parent.children.append(block)
        self.stack.append(block)

    def _add_outline(self, outline: Outline) -> None:
        lines, offsets = self.view.lines, self.view.offsets
        parents = [self.stack[-1]]
        for item in outline.items:
            line, offset = lines[item.line], offsets[item.line]
            indent = len(line) - len(line.lstrip())
            last = item.after - 1
            start, end = offset + indent, offsets[last] + len(lines[last].rstrip())
            del parents[2 * item.depth + (1 if item.opens else 2) :]
            if item.opens:
                above = Block(BlockKind.LIST, start, end, EMPTY_PROSE, BULLET if item.number is None else item.number)
                parents[-1].children.append(above)
                parents.append(above)
                if len(self.stack) == len(parents) - 1 == 1:
                    self.columns[id(above)] = indent
            above = parents[-1]
            level = BULLET if above.level < 0 else above.level + len(above.children)
            block = Block(BlockKind.ITEM, start, end, EMPTY_PROSE, level)
            if item.is_html:
                block.children += self._opened(self.view.part(item.content.rstrip("\n"), item.line))
            else:
                prose = prose_at(item.content, offset + item.column)
                if last > item.line:
                    prose = self.view.prose(item.content, item.line)
                    if "\n-" in item.content:
                        self.unspaced.append(above)
                block.children.append(Block(BlockKind.PARAGRAPH, start, end, prose))
            above.children.append(block)
            parents.append(block)
            for parent in parents[1:]:
                parent.end = end

    def _leaf(self, kind: BlockKind, token: Token) -> None:
        first, after = token.map or [0, 0]
        if kind is BlockKind.HEADING and self.view.lines[after - 1].strip() == _BARE_BULLET:
            # A bullet with nothing behind it, for Markdown the underline of what stands above.
            kind, after = BlockKind.PARAGRAPH, after - 1
        start, end = self.view.bounds(first, after)
        block = Block(kind, start, end, EMPTY_PROSE, _level(token) if kind is BlockKind.HEADING else 0)
        if token.type != "fence":
            block.prose = self.view.prose(token.content.rstrip("\n"), first)
            if "\n-" in token.content and self.stack[-1].kind is BlockKind.ITEM:
                self.unspaced.append(self.stack[-2])
        self.stack[-1].children.append(block)

    def _headed(self, token: Token) -> None:
        """A paragraph, its first lines headings if only the blank behind their signs is lacking: `##Papers`."""
        first, after = token.map or [0, 0]
        content = token.content
        while match := _UNSPACED_HEADING.match(content):
            start, end = self.view.bounds(first, first + 1)
            prose = self.view.prose(match[2], first)
            self.root.children.append(Block(BlockKind.HEADING, start, end, prose, len(match[1])))
            content, first = content[match.end() + 1 :], first + 1
        if content:
            start, end = self.view.bounds(first, after)
            self.root.children.append(Block(BlockKind.PARAGRAPH, start, end, self.view.prose(content, first)))

    def _add_table(self, token: Token) -> None:
        first, after = token.map or [0, 0]
        start, end = self.view.bounds(first, after)
        table = Block(BlockKind.TABLE, start, end, level=1)
        for number in range(first, min(after, len(self.view.lines))):
            if number != first + 1 and self.view.lines[number].strip(" \t>"):
                table.children.append(self._row(number))
        self.stack[-1].children.append(table)

    def _row(self, number: int) -> Block:
        start, end = self.view.bounds(number, number + 1)
        cells = row_cells(self.view.lines[number], self.view.offsets[number])
        return Block(BlockKind.ROW, start, end, cells=cells)

    def _add_html(self, tokens: Sequence[Token], index: int) -> int:
        token = tokens[index]
        first, after = token.map or [0, 0]
        last = index
        if has_table(token.content) and "</table" not in token.content.lower():
            last = _table_end(tokens, index)
        elif len(self.stack) == 1 and _leads_list(token.content):
            last = self._list_end(tokens, index)
        part = self.view.part(token.content.rstrip("\n"), first)
        if has_table(token.content) or last > index:
            after = max(token.map[1] for token in tokens[index : last + 1] if token.map)
            lines = [part.lines[0], *self.view.lines[first + 1 : after]]
            part = View(lines, [part.offsets[0], *self.view.offsets[first + 1 : after]])
        self.stack[-1].children.extend(table_block(part) if has_table(token.content) else self._opened(part))
        return last

    def _list_end(self, tokens: Sequence[Token], index: int) -> int:
        """The last token of a list that starts in the HTML at `index` and goes on below an empty line."""
        last, depth = index, 0
        for at in range(index + 1, len(tokens)):
            token = tokens[at]
            if depth == 0 and token.map and not self._goes_on(token):
                break
            depth += token.nesting
            last = at if depth == 0 else last
        return last

    def _goes_on(self, token: Token) -> bool:
        """Whether a token at the top may belong to a list above it: a list, or what is indented."""
        line = self.view.lines[token.map[0]] if token.map else ""
        return isinstance(token, Outline) or token.type in _LISTS or line.startswith("  ")

    def _opened(self, part: View) -> list[Block]:
        if self.depth >= _MAX_FRAGMENT_DEPTH:
            return unwrapped(part)
        found: list[Block] = []
        for piece in html_blocks(part):
            if isinstance(piece, View):
                found.extend(unwrapped(piece) if self.depth and piece.text == part.text else self._reparsed(piece))
            else:
                found.append(piece)
        return found

    def _reparsed(self, view: View) -> list[Block]:
        return blocks_of(view, self.depth + 1)


def _parted(item: Block) -> list[Block]:
    """A bullet, and those behind it that were taken for its next lines, because no blank follows their hyphen."""
    head = item.head()
    marks = list(_UNSPACED.finditer(head.prose.text)) if head and item.level == BULLET else []
    if head is None or not marks:
        return [item]
    prose = head.prose
    starts, ends = [mark.end() for mark in marks], [*(mark.start() for mark in marks), len(prose.text)]
    parts = [Block(BlockKind.ITEM, prose.source(start - 1), item.end, level=BULLET) for start in starts]
    for part, start, end in zip(parts, starts, ends[1:], strict=True):
        part.end = prose.source(end - 1) + 1
        part.children = [Block(BlockKind.PARAGRAPH, part.start + 1, part.end, prose.slice(start, end))]
    parts[-1].children += item.children[1:]
    parts[-1].end = item.end
    head.prose = prose.slice(0, ends[0])
    item.end = head.end = prose.source(ends[0] - 1) + 1
    return [Block(BlockKind.ITEM, item.start, item.end, level=BULLET, children=[head]), *parts]


def _renested(blocks: Sequence[Block], columns: Mapping[int, int]) -> list[Block]:
    """Bullets that are meant to stand below a number, but are not indented as far as Markdown asks, put there.

    `columns` are those of the outermost lists by their block's id; a list that came out of HTML has none.
    """
    found: list[Block] = []
    for block in blocks:
        above = found[-1] if found else None
        if above is None or above.level < 0 or id(above) not in columns or id(block) not in columns:
            found.append(block)
            continue
        deeper = columns[id(block)] - columns[id(above)]
        if block.level < 0 and deeper > 0:
            last = above.children[-1]
            last.children.append(block)
            last.end = above.end = block.end
        elif block.level == above.level + len(above.children) and not deeper:
            above.children += block.children
            above.end = block.end
        else:
            found.append(block)
    return found


def _level(token: Token) -> int:
    if token.type in ("heading", "heading_open"):
        return int(token.tag[1:])
    if token.type == "ordered_list_open":
        return int(token.attrs.get("start", 1))
    return BULLET if token.type == "bullet_list_open" else 0


def _leads_list(html: str) -> bool:
    """Whether HTML opens a collapsible part, does not close it, and holds the first items of a list."""
    return "<details" in html and "</details" not in html and _ITEM.search(html) is not None


def _closing(tokens: Sequence[Token], index: int, kind: str) -> int:
    while index < len(tokens) and tokens[index].type != kind:
        index += 1
    return index


def _table_end(tokens: Sequence[Token], index: int) -> int:
    """The token that holds the `</table>` of the one at `index`, if its container holds it."""
    depth = 0
    for later in range(index + 1, len(tokens)):
        token = tokens[later]
        depth += token.nesting
        if depth < 0:
            return later - 1 if tokens[later - 1].map else index
        if token.type == "html_block" and "</table" in token.content.lower():
            return later
    return index

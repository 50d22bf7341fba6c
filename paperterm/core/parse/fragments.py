"""HTML inside Markdown: collapsible parts, headings, tables and lists written as tags.

Lives here: what CommonMark hands over as raw HTML, taken apart into blocks and into views on the Markdown within.
Must not: judge what is said in it; inline tags (a, b, br, img) are the business of `inline`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from paperterm.core.parse.blocks import BULLET, EMPTY_PROSE, Block, BlockKind, Prose, View

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_HIDDEN = re.compile(r"<(script|style|svg)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.S | re.I)
_STRUCTURAL = re.compile(
    r"</?(?:details|div|p|center|section|article|main|header|footer|nav|figure|figcaption|dl|dt|dd|body|html|hr|"
    r"picture|source|blockquote|ul|ol|iframe|form|fieldset)(?=[\s/>])[^<>]*>",
    re.I,
)
_CAPTION = re.compile(
    r"<summary\b[^<>]*>(?P<summary>.*?)(?:</summary\s*>|(?=\n[ \t]*\n)|\Z)"
    r"|<h(?P<level>[1-6])\b[^<>]*>(?P<heading>.*?)(?:</h[1-6]\s*>|(?=\n[ \t]*\n)|\Z)"
    r"|(?P<close></details\s*>)",
    re.S | re.I,
)
# As most are: a summary without markup, no tag but line breaks, none of them alone on a line.
_PLAIN_DETAILS = re.compile(
    r"[ \t]*<details>[ \t]*\n?[ \t]*(?P<caption><summary>(?P<summary>[^<>\n]*)</summary>)[ \t]*\n"
    r"(?P<body>[^<]*+(?:<br ?/?>[^<]*+)*+)(?P<close></details>)[ \t]*"
)
_AROUND_LIST = re.compile(
    r"[ \t]*<details\b[^<>]*>\s*(?P<caption><summary\b[^<>]*>(?P<summary>[^\n]*?)</summary\s*>)?[ \t]*\n"
    r"(?P<body> {0,3}(?:[-*+]|\d{1,3}[.)])[ \t].*)",
    re.S | re.I,
)
_PART = re.compile(r"<(/?)details\b[^<>]*>", re.I)
_LONE_BREAK = re.compile(r"^[ \t]*<br", re.M)
_LONE_TAGS = re.compile(r"^[ \t]*(?:</?(?!(?:a[ \t][^<>]*?href|img)\b)[a-z][^<>]*>[ \t]*)+$", re.I | re.M)
_TABLE = re.compile(r"<(?:table|tr|tbody|thead)(?=[\s>])", re.I)
_CELL = re.compile(r"<(?P<tag>tr|td|th)(?=[\s/>])[^<>]*>|</(?:tr|td|th|table|tbody|thead)\s*>", re.I)
_ROWSPAN = re.compile(r"\browspan\s*=\s*[\"']?(\d{1,3})", re.I)
_MAX_SPAN = 200
_LIST = re.compile(r"<(?:li|dt)(?=[\s>])", re.I)
_LIST_TAG = re.compile(r"<(?P<open>ul|ol|li|dl|dt)(?=[\s>])[^<>]*>|</(?P<close>ul|ol|li|dl)\s*>", re.I)
_SAME_TAG = {"dl": "ul", "dt": "li"}
"""A described term starts an entry of a list; its descriptions belong to it."""
_MAX_LIST_DEPTH = 16


def has_table(html: str) -> bool:
    """Whether a table written in tags starts in `html`."""
    return "<t" in html.lower() and _TABLE.search(html) is not None


def unwrapped(view: View) -> list[Block]:
    """The lines of `view` as paragraphs, its block tags hidden."""
    masked = _masked(view.text)
    return [_paragraph(view, masked[start:end], start) for start, end in _filled(masked)]


def html_blocks(view: View) -> Iterator[Block | View]:
    """Captions, headings, lists and ends of collapsible parts as blocks, in order; the Markdown between as views."""
    text = view.text
    plain = view.lines[-1].lstrip().startswith("</details>")
    if plain and (match := _PLAIN_DETAILS.fullmatch(text)) and not _LONE_BREAK.search(match["body"]):
        yield from _plain_details(view, match)
        return
    text = _hide(_HIDDEN, _hide(_COMMENT, text) if "<!--" in text else text)
    if text.count("<details") > 1 and (match := _AROUND_LIST.match(text)):
        yield from _around_list(view, match)
        return
    if _LIST.search(text):
        yield from _html_lists(view, text)
        return
    at = 0
    for match in _CAPTION.finditer(text):
        yield from _between(view, text, at, match.start())
        yield _caption(view, match)
        at = match.end()
    yield from _between(view, text, at, len(text))


def _plain_details(view: View, match: re.Match[str]) -> Iterator[Block | View]:
    """What is in the match of a collapsible part that is as plain as most."""
    start, end = view.source(match.start("caption")), view.source(match.end("caption"))
    yield Block(BlockKind.SUMMARY, start, end, _prose(view, match["summary"], match.start("summary")))
    first = match.string.count("\n", 0, match.start("body"))
    lines = view.lines[first:-1]
    if any(line.strip() for line in lines):
        yield _shifted(["", *lines], [end, *view.offsets[first:-1]])
    yield Block(BlockKind.CLOSE, view.source(match.start("close")), view.source(match.end("close")))


def _around_list(view: View, match: re.Match[str]) -> Iterator[Block | View]:
    """What is in the match of a collapsible part around a list, in which others are."""
    if match["caption"]:
        start, end = view.source(match.start("caption")), view.source(match.end("caption"))
        yield Block(BlockKind.SUMMARY, start, end, _prose(view, match["summary"], match.start("summary")))
    start, text = match.start("body"), match.string
    tags = list(_PART.finditer(text, start))
    is_closed = sum(-1 if tag[1] else 1 for tag in tags) < 0 and not text[tags[-1].end() :].strip()
    end = tags[-1].start() if is_closed else len(text)
    yield _dedented(view, text[start:end], start)
    if is_closed:
        yield Block(BlockKind.CLOSE, view.source(end), view.source(tags[-1].end()))


def _caption(view: View, match: re.Match[str]) -> Block:
    start, end = view.source(match.start()), view.source(match.end())
    if match["close"]:
        return Block(BlockKind.CLOSE, start, end)
    name = "summary" if match["summary"] is not None else "heading"
    kind = BlockKind.SUMMARY if name == "summary" else BlockKind.HEADING
    return Block(kind, start, end, _prose(view, match[name], match.start(name)), int(match["level"] or 0))


def _between(view: View, text: str, start: int, end: int) -> Iterator[View]:
    """The view on text[start:end] without its tags of structure and common indentation, if anything is left."""
    masked = _hide(_LONE_TAGS, _masked(text[start:end]))
    if not masked.strip():
        return
    yield _dedented(view, masked, start)


def _dedented(view: View, masked: str, start: int) -> View:
    lines, offsets, position = masked.split("\n"), [], start
    for line in lines:
        offsets.append(view.source(position))
        position += len(line) + 1
    return _shifted(lines, offsets)


def _shifted(lines: Sequence[str], offsets: Sequence[int]) -> View:
    """The view on lines, the first aside, without the indentation that all of them have."""
    cut = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    first = len(lines[0]) - len(lines[0].lstrip()) if lines[0].strip() else cut
    cuts = [first, *[cut] * (len(lines) - 1)]
    kept = [line[n:] for line, n in zip(lines, cuts, strict=True)]
    shifted = [offset + min(n, len(line)) for line, n, offset in zip(lines, cuts, offsets, strict=True)]
    return View(kept, shifted)


def _masked(text: str) -> str:
    return _hide(_STRUCTURAL, text)


def _hide(pattern: re.Pattern[str], text: str) -> str:
    """`text` with blanks for all that matches, line breaks kept: no offset moves."""
    if "<" not in text:
        return text
    return pattern.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    """Blanks in place of what was found; its line breaks stay."""
    return "\n".join(" " * len(line) for line in match[0].split("\n"))


def _filled(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the runs of lines that are not blank."""
    start, position, end = -1, 0, 0
    for line in text.split("\n"):
        if line.strip():
            start = position if start < 0 else start
            end = position + len(line)
        elif start >= 0:
            yield start, end
            start = -1
        position += len(line) + 1
    if start >= 0:
        yield start, end


def _prose(view: View, content: str, start: int) -> Prose:
    lead = len(content) - len(content.lstrip())
    content, start = content.strip(), start + lead
    origins, position = [], 0
    for line in content.split("\n"):
        origins.append((position, view.source(start + position)))
        position += len(line) + 1
    return Prose(content, origins)


def _paragraph(view: View, content: str, start: int) -> Block:
    prose = _prose(view, content, start)
    return Block(BlockKind.PARAGRAPH, prose.source(0), prose.source(max(len(prose.text) - 1, 0)) + 1, prose)


def table_block(view: View) -> list[Block]:
    """The table written as tags in `view`, one block a row; the first row is its header if made of `<th>`."""
    text = _hide(_COMMENT, view.text)
    table = Block(BlockKind.TABLE, view.offsets[0], view.source(len(text.rstrip())))
    row: Block | None = None
    opened: tuple[str, int] | None = None
    spans: dict[tuple[int, int], int] = {}
    for match in _CELL.finditer(text):
        if opened and row:
            row.cells.append(_prose(view, text[opened[1] : match.start()], opened[1]))
            row.end = view.source(match.start())
        tag = (match["tag"] or "").lower()
        if tag in ("td", "th") and "rowspan" in match[0] and (span := _ROWSPAN.search(match[0])):
            spans[max(len(table.children) - 1, 0), len(row.cells) if row else 0] = int(span[1])
        opened = (tag, match.end()) if tag in ("td", "th") else None
        if tag == "tr" or (opened and row is None):
            row = Block(BlockKind.ROW, view.source(match.start()), view.source(match.end()))
            table.children.append(row)
        if tag == "th" and len(table.children) == 1:
            table.level = 1
    if spans:
        _span_rows(table, spans)
    table.children = [child for child in table.children if child.cells]
    return [table]


def _span_rows(table: Block, spans: Mapping[tuple[int, int], int]) -> None:
    """Give the rows below a cell that spans several of them an empty cell in its place."""
    open_cells: dict[int, int] = {}
    for number, row in enumerate(table.children):
        written, cells, column = iter(enumerate(row.cells)), [], 0
        following = next(written, None)
        while following is not None or open_cells.get(column, 0) > 0:
            if open_cells.get(column, 0) > 0:
                open_cells[column] -= 1
                cells.append(EMPTY_PROSE)
            elif following is not None:
                open_cells[column] = min(spans.get((number, following[0]), 1), _MAX_SPAN) - 1
                cells.append(following[1])
                following = next(written, None)
            column += 1
        row.cells = cells


def _html_lists(view: View, text: str) -> Iterator[Block]:
    """The lists written as tags, and paragraphs around them."""
    root = Block(BlockKind.LIST, view.offsets[0], view.offsets[0], level=BULLET)
    stack, at = [root], 0
    for match in _LIST_TAG.finditer(text):
        _fill(view, text, stack[-1], at, match.start())
        at = match.end()
        written = (match["open"] or match["close"]).lower()
        tag = _SAME_TAG.get(written, written)
        if match["open"]:
            _open_list(stack, tag, view.source(match.start()))
        else:
            _close_list(stack, tag, view.source(match.start()))
    _fill(view, text, stack[-1], at, len(text))
    for block in stack:
        block.end = max(block.end, view.source(len(text.rstrip())))
    yield from root.children


def _fill(view: View, text: str, parent: Block, start: int, end: int) -> None:
    masked = _masked(text[start:end])
    parent.children.extend(_paragraph(view, masked[a:b], start + a) for a, b in _filled(masked))


def _open_list(stack: list[Block], tag: str, offset: int) -> None:
    if tag == "li":
        while len(stack) > 1 and stack[-1].kind is not BlockKind.LIST:
            stack.pop().end = offset
        if len(stack) == 1:
            _push(stack, Block(BlockKind.LIST, offset, offset, level=BULLET))
        parent = stack[-1]
        level = BULLET if parent.level == BULLET else parent.level + len(parent.children)
        _push(stack, Block(BlockKind.ITEM, offset, offset, level=level))
    elif len(stack) < _MAX_LIST_DEPTH:
        _push(stack, Block(BlockKind.LIST, offset, offset, level=BULLET if tag == "ul" else 1))


def _push(stack: list[Block], block: Block) -> None:
    stack[-1].children.append(block)
    stack.append(block)


def _close_list(stack: list[Block], tag: str, offset: int) -> None:
    kind = BlockKind.ITEM if tag == "li" else BlockKind.LIST
    if any(block.kind is kind for block in stack[1:]):
        while len(stack) > 1:
            block = stack.pop()
            block.end = max(block.end, offset)
            if block.kind is kind:
                return

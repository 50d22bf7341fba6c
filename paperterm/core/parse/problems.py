"""What in a file could not be read as it was meant: each with its line, a code word and a sentence for its reader.

Lives here: front matter, collapsible parts and tables that never end, rows that do not fit their table, what is nested
too deeply or too long. Must not: change how anything is read, or judge what is merely unusual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paperterm.core.model import Problem
from paperterm.core.parse.blocks import Block, BlockKind
from paperterm.core.parse.entries import MAX_HEAD
from paperterm.core.text import line_of

_MATTER_LINE = re.compile(r"[A-Za-z_][\w -]{0,40}:(?:\s|$)")
_MATTER_END = ("---", "...")
_FENCE = re.compile(r"[ \t>]*(?:[-*+]\s+|\d+[.)]\s+)*(`{3,}|~{3,})")
_HIDDEN = re.compile(r"`[^`]*`|<!--.*?-->")
_MAX_LINE = 10_000
_LETTER = re.compile(r"[^\W_]")
_TAGS = {
    "details": "The collapsible part that starts here is never closed; what follows counts as part of it.",
    "table": "The table that starts here is never closed; what follows may be read as part of it.",
}
_TAG = {name: re.compile(rf"<(/?){name}(?=[\s/>])", re.I) for name in _TAGS}


def problems_of(text: str, lines: Sequence[str], starts: Sequence[int], blocks: Sequence[Block]) -> tuple[Problem, ...]:
    """The problems of a document by line; `lines` are its lines, `starts` their offsets, `blocks` its blocks."""
    found = [*_open_matter(lines), *_of_blocks(text, starts, blocks)]
    for name in _TAGS:
        if _is_uneven(text, name):
            found += _open_tags(lines, name)
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.code)))


def _open_matter(lines: Sequence[str]) -> Iterator[Problem]:
    if len(lines) < 2 or lines[0].rstrip() != "---" or not _MATTER_LINE.match(lines[1]):
        return
    if not any(line.rstrip() in _MATTER_END for line in lines[1:]):
        yield Problem(1, "open-front-matter", "The front matter that starts here never ends: a line of --- is missing.")


def _of_blocks(text: str, starts: Sequence[int], blocks: Sequence[Block]) -> Iterator[Problem]:
    pending = [*blocks]
    while pending:
        block = pending.pop()
        pending += block.children
        if block.kind is BlockKind.PARAGRAPH:
            if len(block.prose.text) > MAX_HEAD:
                message = f"This text is very long: only its first {MAX_HEAD:,} characters are searched for an entry."
                yield Problem(line_of(starts, block.start), "long-text", message)
        elif block.kind is BlockKind.TABLE:
            yield from _uneven_rows(starts, block)
        elif block.kind is BlockKind.ITEM and not block.children and _LETTER.search(text, block.start, block.end):
            message = "What is nested here lies deeper than lists are read; it is left out."
            yield Problem(line_of(starts, block.start), "deep-list", message)


def _uneven_rows(starts: Sequence[int], table: Block) -> Iterator[Problem]:
    """Rows with more cells than the head of their table has: a `|` in a text shifts the cells behind it."""
    width = len(table.children[0].cells) if table.level and table.children else 0
    for row in table.children[1:] if width else ():
        if len(row.cells) > width and any(cell.text for cell in row.cells[width:]):
            message = f"This row has {len(row.cells)} cells and its table {width} columns; write a | in a text as \\|."
            yield Problem(line_of(starts, row.start), "uneven-row", message)


def _is_uneven(text: str, name: str) -> bool:
    return len({text.count(f"<{name}"), text.count(f"</{name}>")}) > 1


def _open_tags(lines: Sequence[str], name: str) -> Iterator[Problem]:
    """The tags of one name that no tag closes; none are in code."""
    opened: list[int] = []
    fence = ""
    for number, line in enumerate(lines, 1):
        mark = _FENCE.match(line)
        if mark and (not fence or (mark[1][0] == fence[0] and len(mark[1]) >= len(fence))):
            fence = "" if fence else mark[1]
        elif not fence and len(line) <= _MAX_LINE:
            for tag in _TAG[name].finditer(_HIDDEN.sub("", line)):
                if not tag[1]:
                    opened.append(number)
                elif opened:
                    opened.pop()
    for number in opened:
        yield Problem(number, f"open-{name}", _TAGS[name])

"""The ordered table of the ways in which papers are written down, and the walk that tries them.

Lives here: which shape is asked first. Must not: recognise anything; a new way is one module and one row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import Block, BlockKind
from paperterm.core.parse.fields import clean_title, has_letters, looks_titled
from paperterm.core.parse.headings import heading_text
from paperterm.core.parse.inline import Inline
from paperterm.core.parse.links import is_anchor, is_link
from paperterm.core.parse.shapes.captions import read_caption
from paperterm.core.parse.shapes.footnotes import read_footnotes
from paperterm.core.parse.shapes.lists import nested_items, read_list
from paperterm.core.parse.shapes.paragraphs import read_paragraph
from paperterm.core.parse.shapes.sections import read_section
from paperterm.core.parse.shapes.tables import read_table
from paperterm.core.parse.state import Walk

Shape = Callable[[Walk, Sequence[Block], int], int]
"""Reads the blocks from an index on; returns how many it took, 0 if they are not written its way."""


def _list(walk: Walk, blocks: Sequence[Block], at: int) -> int:
    if blocks[at].kind is not BlockKind.LIST:
        return 0
    if at and _tells_topics(walk, blocks[at - 1], blocks[at]) and _is_preface(walk):
        return 1
    if not walk.drafts and _names_sections(walk, blocks, at):
        return 1
    before = len(walk.drafts)
    read_list(walk, blocks[at])
    return 1 + (len(walk.drafts) > before and _badges_follow(walk, blocks, at + 1))


def _badges_follow(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    """Whether a paragraph of linked badges and nothing else follows; they belong to the entry above it."""
    if at >= len(blocks) or blocks[at].kind is not BlockKind.PARAGRAPH or "](" not in blocks[at].prose.text:
        return False
    inline = walk.reader.scan(blocks[at].prose)
    links = [mark for mark in inline.marks if is_link(mark)]
    if not links or has_letters(inline.plain):
        return False
    for mark in links:
        walk.reader.add_link(walk.drafts[-1], inline, mark)
    walk.drafts[-1].end = max(walk.drafts[-1].end, blocks[at].end)
    return True


def _is_preface(walk: Walk) -> bool:
    """Whether no heading but the document's is open."""
    above = walk.outline.chain(walk.outline.current)
    return next((heading.level for heading in above if not heading.is_group), 0) <= 1


def _tells_topics(walk: Walk, before: Block, block: Block) -> bool:
    """Whether a list without a link only says what a document is about, or holds: `a list of papers related to`."""
    match = _OPEN_END.search(before.prose.text[-_LONGEST_END:]) if before.kind is BlockKind.PARAGRAPH else None
    if match is None:
        return False
    source = walk.text[block.start : block.end]
    if "](" in source or "http" in source or _YEAR.search(source):
        return False
    heads = [head.prose.text for item in block.children if (head := item.head())]
    return match["holds"] is None or 2 * sum(map(looks_titled, heads)) < len(heads)


def _names_sections(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    """Whether a list without a link is the contents of a document: most headings below are among its items."""
    source = walk.text[blocks[at].start : blocks[at].end]
    if "](" in source or "http" in source:
        return False
    below = [block for block in blocks[at + 1 :] if block.kind is BlockKind.HEADING]
    top = min((block.level for block in below), default=0)
    sections = [_heading(walk, block) for block in below if block.level == top]
    heads = [head for item in nested_items(blocks[at]) if (head := item.head())] if len(sections) >= _MANY else []
    named = {_heading(walk, head) for head in heads}
    return sum(text in named for text in sections) >= max(_MANY, _MOST * len(sections))


def _heading(walk: Walk, block: Block) -> str:
    return heading_text(walk.reader.scan(block.prose).plain).casefold()


_MANY = 3
_MOST = 0.6
_OPEN_END = re.compile(
    r"\b(?:such as|includ(?:es?|ing)|relevant to|related to|topics?|cover(?:s|ing)?|about|namely|contents|e\.g\.,?|on"
    r"|(?P<holds>has|have|contains?|consists? of|finds?|provides?|offers?))\s*:?\s*$"
)
_LONGEST_END = 40
_YEAR = re.compile(r"(?:19|20)\d\d")
SHAPES: tuple[Shape, ...] = (read_section, read_caption, read_footnotes, read_paragraph, _list, read_table)


def read_blocks(walk: Walk, blocks: Sequence[Block]) -> None:
    """Find the entries in `blocks`, in order."""
    at = 0
    while at < len(blocks):
        taken = next((taken for shape in SHAPES if (taken := shape(walk, blocks, at))), 0)
        if not taken:
            _enter(walk, blocks[at])
        at += taken or 1


def enter_headings(walk: Walk, blocks: Sequence[Block]) -> None:
    """Follow the outline of a file that is one paper's: its headings are sections of the notes."""
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            _enter(walk, block)


def _enter(walk: Walk, block: Block) -> None:
    """Follow the outline over a block that holds no entry."""
    if block.kind is BlockKind.HEADING:
        text = heading_text(_without_way_back(walk.reader.scan(block.prose)))
        if has_letters(text):
            walk.outline.enter(text, block.level, block.span)
    elif block.kind is BlockKind.SUMMARY:
        _open_caption(walk, block)
    elif block.kind is BlockKind.CLOSE:
        if walk.captions:
            walk.outline.close(walk.captions.pop())
    elif block.kind is BlockKind.QUOTE:
        read_blocks(walk, block.children)


def _without_way_back(inline: Inline) -> str:
    """The text of a heading without links to other places on the page: `Papers [[Back to Top](#contents)]`."""
    text = inline.plain
    for mark in reversed(inline.links):
        if is_anchor(mark.url):
            text = text[: mark.start].rstrip(" [(") + text[mark.end :].lstrip(" ])")
    return text if has_letters(text) else inline.plain


def _open_caption(walk: Walk, block: Block) -> None:
    """The caption of a collapsible part is a group, unless it only invites to open it.

    It stands below a bold line that is followed by such parts alone.
    """
    text = clean_title(walk.reader.scan(block.prose).plain)
    above = walk.outline.current
    is_below = above is not None and walk.outline.headings[above].is_group and not walk.lists_below(above)
    level = walk.group_level + is_below
    walk.captions.append(level)
    if has_letters(text) and not vocabulary.invites(text):
        walk.outline.enter(text, level, block.span, is_group=True)

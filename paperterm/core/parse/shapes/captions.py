"""A collapsible part for each paper: its title and links in the caption, all else inside.

Lives here: which captions are papers. Must not: read fields, or handle captions that are groups (the walk does).
"""

from __future__ import annotations

from collections.abc import Sequence

from paperterm.core.model import Kind
from paperterm.core.parse.blocks import Block, BlockKind
from paperterm.core.parse.fields import word_count
from paperterm.core.parse.kinds import judge, survey
from paperterm.core.parse.state import Walk


def read_caption(walk: Walk, blocks: Sequence[Block], at: int) -> int:
    """Read the collapsible part at `at` as one paper; how many blocks that were, 0 if its caption is no paper."""
    if blocks[at].kind is not BlockKind.SUMMARY:
        return 0
    draft = walk.reader.entry(blocks[at], blocks[at], [])
    region, nothing = walk.region()
    if nothing or not draft.links or not draft.is_paper_like or word_count(draft.title) < 3:
        return 0
    if judge(draft, region, survey([draft])) is not Kind.PAPER:
        return 0
    end = _close(blocks, at)
    walk.reader.read_below(draft, blocks[at + 1 : end])
    draft.end = max(block.end for block in blocks[at:end])
    walk.add(draft, Kind.PAPER)
    return min(end + 1, len(blocks)) - at


def _close(blocks: Sequence[Block], at: int) -> int:
    """The index of the block that closes the caption at `at`, or of the next heading."""
    depth = 0
    for index in range(at, len(blocks)):
        kind = blocks[index].kind
        depth += (kind is BlockKind.SUMMARY) - (kind is BlockKind.CLOSE)
        if depth == 0 or (kind is BlockKind.HEADING and index > at):
            return index
    return len(blocks)

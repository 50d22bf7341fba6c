"""A collapsible part for each paper: its title in the caption, all else inside.

Lives here: which captions are papers. Must not: read fields, or handle captions that are groups (the walk does).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paperterm.core.model import Kind
from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import Block, BlockKind
from paperterm.core.parse.drafts import Draft
from paperterm.core.parse.fields import is_year_heading, word_count
from paperterm.core.parse.kinds import judge, survey
from paperterm.core.parse.shapes.lists import entry_share
from paperterm.core.parse.shapes.paragraphs import is_entry_paragraph, is_key_list, titled_items
from paperterm.core.parse.shapes.properties import properties_of, show_paper
from paperterm.core.parse.state import Walk

_LOOKED_AT = 6


def read_caption(walk: Walk, blocks: Sequence[Block], at: int) -> int:
    """Read the collapsible part at `at` as one paper; how many blocks that were, 0 if its caption is no paper."""
    if blocks[at].kind is not BlockKind.SUMMARY:
        return 0
    end = _paper_captions(walk, blocks).get(at)
    if end is None:
        return 0
    region, nothing = walk.region()
    if nothing:
        return 0
    draft = walk.reader.entry(blocks[at], blocks[at], [])
    below = blocks[at + 1 : end]
    walk.reader.read_below(draft, below)
    if judge(draft, region, survey([draft, draft])) is not Kind.PAPER:
        return 0
    draft.end = max(block.end for block in blocks[at:end])
    walk.add(draft, Kind.PAPER)
    return min(end + 1, len(blocks)) - at


def _paper_captions(walk: Walk, blocks: Sequence[Block]) -> dict[int, int]:
    """The indices of the captions in `blocks` that are papers, and where each one's part ends."""
    known = walk.paper_captions.get(id(blocks))
    if known is None:
        known = walk.paper_captions[id(blocks)] = _find_papers(walk, blocks)
    return known


def _find_papers(walk: Walk, blocks: Sequence[Block]) -> dict[int, int]:
    ends = _ends(blocks)
    linked: list[int] = []
    shown: list[int] = []
    plain: list[int] = []
    for at, end in ends.items():
        draft = walk.reader.entry(blocks[at], blocks[at], [])
        if not _is_title(draft):
            continue
        if draft.links and draft.is_paper_like:
            linked.append(at)
        elif end > at + 1 and not _lists_entries(walk, blocks, at + 1, end):
            tells = draft.is_paper_like or _tells_paper(walk, blocks[at + 1 : min(end, at + 1 + _LOOKED_AT)])
            (shown if tells else plain).append(at)
    found = [*linked, *(shown if len(linked) + len(shown) > 1 else ())]
    fitting = plain if len(found) >= max(2, 2 * len(plain)) else []
    return {at: ends[at] for at in (*found, *fitting)}


def _is_title(draft: Draft) -> bool:
    title = draft.title
    return word_count(title) >= 3 and not (
        is_year_heading(title)
        or vocabulary.kind_word(title)
        or vocabulary.is_no_list(title)
        or vocabulary.is_note_label(title)
    )


def _lists_entries(walk: Walk, blocks: Sequence[Block], start: int, end: int) -> bool:
    """Whether entries of their own stand in a collapsible part."""
    return any(_holds_entries(walk, blocks, at) for at in range(start, min(end, start + _LOOKED_AT)))


def _holds_entries(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    block = blocks[at]
    if block.kind is BlockKind.TABLE:
        return not properties_of(walk.reader, block)
    if block.kind is BlockKind.LIST and not is_key_list(walk, block):
        return entry_share(walk.reader, block) >= 0.3 or (len(block.children) > 1 and titled_items(walk, block))
    return is_entry_paragraph(walk, blocks, at)


def _tells_paper(walk: Walk, body: Sequence[Block]) -> bool:
    """Whether what is inside tells where a paper is: properties, labelled links, a byline."""
    if show_paper([found for block in body for found in properties_of(walk.reader, block)]):
        return True
    trial = Draft(0, 0)
    keyed = [block for block in body if block.kind is BlockKind.LIST and is_key_list(walk, block)]
    walk.reader.read_below(trial, [*keyed, *(block for block in body if _is_short(block))])
    return trial.is_paper_like


def _is_short(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and word_count(block.prose.text) <= 20


@dataclass(slots=True)
class _Part:
    """A collapsible part that is open, and the first heading in it."""

    start: int
    heading: int = -1


def _ends(blocks: Sequence[Block]) -> dict[int, int]:
    """Where each collapsible part ends: at its end, or at a heading if it has none."""
    ends: dict[int, int] = {}
    parts: list[_Part] = []
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.CLOSE and parts:
            ends[parts.pop().start] = at
        elif block.kind is BlockKind.HEADING:
            _pass_heading(parts, at)
        elif block.kind is BlockKind.SUMMARY:
            while parts and parts[-1].heading >= 0:
                part = parts.pop()
                ends[part.start] = part.heading
            parts.append(_Part(at))
    for part in parts:
        ends[part.start] = part.heading if part.heading >= 0 else len(blocks)
    return dict(sorted(ends.items()))


def _pass_heading(parts: list[_Part], at: int) -> None:
    for part in reversed(parts):
        if part.heading >= 0:
            break
        part.heading = at

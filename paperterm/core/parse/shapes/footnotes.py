"""Footnotes that cite: `[^roe2021]: Jane Roe. Sparse Widgets. ICLR 2021.`

Lives here: which footnotes are citations; the others are remarks. Must not: read a citation (the entry reader does).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paperterm.core.model import Kind, LinkKind
from paperterm.core.parse.blocks import Block, BlockKind, Prose
from paperterm.core.parse.drafts import Draft
from paperterm.core.parse.fields import word_count
from paperterm.core.parse.kinds import judge, survey
from paperterm.core.parse.state import Walk

_MARK = re.compile(r"(?:\A|\n)[ \t]*\[\^[^\[\]\s]{1,80}\]:[ \t]*")
_MAX_LOOSE = 60


def read_footnotes(walk: Walk, blocks: Sequence[Block], at: int) -> int:
    """Read the run of footnotes at `at`; how many blocks it takes, 0 if there is none."""
    end = at
    while end < len(blocks) and _is_footnotes(blocks[end]):
        end += 1
    drafts = [draft for block in blocks[at:end] for draft in _drafts(walk, block)]
    siblings = survey(drafts)
    cited = [draft for draft in drafts if _cites(draft) and judge(draft, Kind.PAPER, siblings) is Kind.PAPER]
    for draft in cited:
        walk.add(draft, Kind.PAPER)
    return end - at


def _is_footnotes(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and _MARK.match(block.prose.text) is not None


def _drafts(walk: Walk, block: Block) -> Iterator[Draft]:
    for start, prose in _notes(block.prose):
        draft = Draft(start, prose.source(max(len(prose.text.rstrip()) - 1, 0)) + 1)
        walk.reader.read_head(draft, walk.reader.scan(prose))
        yield draft


def _notes(prose: Prose) -> Iterator[tuple[int, Prose]]:
    """Where each footnote of a paragraph starts in the source, and what it says."""
    marks = list(_MARK.finditer(prose.text))
    ends = [*(mark.start() for mark in marks[1:]), len(prose.text)]
    for mark, end in zip(marks, ends, strict=True):
        if prose.text[mark.end() : end].strip():
            yield prose.source(mark.start() + (prose.text[mark.start()] == "\n")), prose.slice(mark.end(), end)


def _cites(draft: Draft) -> bool:
    """Whether a footnote tells two things of a paper besides its title, and little else."""
    linked = any(link.kind is LinkKind.PAPER for link in draft.links)
    told = bool(draft.authors) + bool(draft.venue or draft.year) + linked
    return told > 1 and word_count(draft.title) >= 2 and draft.loose <= _MAX_LOOSE

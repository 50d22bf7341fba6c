"""The masthead of a note: what stands at its top, or under headings that name it, about the paper it is on.

Lives here: properties, lines of links and the reference below a title, and which of them can only be a paper's.
Must not: decide whether the file is a note (`files` does), or read the notes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import Block, BlockKind, Prose
from paperterm.core.parse.drafts import Draft
from paperterm.core.parse.fields import has_letters, word_count
from paperterm.core.parse.shapes.paragraphs import is_all_bold
from paperterm.core.parse.shapes.properties import (
    Property,
    field_name,
    heading_properties,
    is_papers_address,
    links_of,
    properties_of,
    published_in,
    show_paper,
    tell_address,
)
from paperterm.core.parse.state import Walk
from paperterm.core.parse.titles import is_label

METADATA = re.compile(
    r"\W*(?:\d+[.、]?\s*)?(?:(?:source|paper|article|note|document|bibliographic|basic|publication) )?"
    r"(?:meta-?data|meta|info(?:rmation)?|properties|details|data|reference)\W*"
    r"|\W*(?:\d+[.、]?\s*|[一二三四五六七八九十]+[、.．]\s*)?"
    r"(?:元数据|基本信息|基础信息|论文基本信息|论文信息|文献信息|信息|书目信息|基本情報|文献情報|論文情報|書誌情報"
    r"|기본 정보|논문 정보)\W*",
    re.I,
)
_CITES = vocabulary.words("cite citation reference bibliography cite_as full_reference citation_apa 引用 参考 文献")
_LOOKED_AT = 8
_LONGEST_REFERENCE = 1000
_LEAST_SAME = 12
_SHORT_TITLE = 4


@dataclass(slots=True)
class Masthead:
    """What is told of the paper outside the notes; `taken` are the indices of the blocks that hold nothing else."""

    properties: list[Property] = field(default_factory=list)
    reference: Draft | None = None
    headed: bool = False
    taken: set[int] = field(default_factory=set)

    @property
    def weight(self) -> int:
        """How much speaks for one paper: 2 for each thing that is enough."""
        told = show_paper(self.properties) + tell_address(self.properties)
        return 2 * (told + (self.reference is not None) + self.headed)


def read_masthead(walk: Walk, blocks: Sequence[Block], at: int, title: str) -> Masthead:
    """What stands below the title's heading at `at` (-1 for none), and below headings such as `Metadata`."""
    head = Masthead()
    _look(walk, blocks, at + 1, title, head)
    for index in range(at + 1, len(blocks)):
        if blocks[index].kind is BlockKind.HEADING and METADATA.fullmatch(walk.reader.scan(blocks[index].prose).plain):
            _look(walk, blocks, index + 1, title, head)
    for index, found in heading_properties(walk.reader, blocks).items():
        if index != at:
            head.properties += found
            head.headed |= field_name(found[0].key) in ("authors", "venue")
            head.taken |= {index, index + 1} if found[0].inline.prose is not blocks[index].prose else {index}
    return head


def _look(walk: Walk, blocks: Sequence[Block], start: int, title: str, head: Masthead) -> None:
    """Read the blocks from `start` up to the next heading, as far as they belong to a masthead."""
    for index in range(start, min(start + _LOOKED_AT, len(blocks))):
        block = blocks[index]
        if block.kind is BlockKind.HEADING and index:
            break
        if index in head.taken:
            continue
        if block.kind is BlockKind.PARAGRAPH and _is_another_title(walk, block, title):
            break
        found = properties_of(walk.reader, block) or links_of(walk.reader, block) or _address(walk, block, title)
        if _is_known(found):
            head.properties += found
            head.taken.add(index)
            _read_citation(walk, found, title, head)
        elif block.kind is BlockKind.PARAGRAPH and head.reference is None:
            head.reference = _reference(walk, block.prose, title)
            head.taken |= {index} if head.reference else set()


def _address(walk: Walk, block: Block, title: str) -> list[Property]:
    """The address of a paper that stands bare below its title, alone in its line or list."""
    item = block.children[0] if block.kind is BlockKind.LIST and len(block.children) == 1 else block
    head = item.head() if item.kind is BlockKind.ITEM and len(item.children) == 1 else item
    if head is None or not head.prose.text.lstrip(" <").startswith("http") or word_count(title) <= _SHORT_TITLE:
        return []
    inline = walk.reader.scan(head.prose)
    whole = len(inline.links) == 1 and len(inline.plain.strip()) == inline.links[0].end - inline.links[0].start
    return [Property("", inline, 0, len(inline.plain))] if whole else []


def links_its_paper(walk: Walk, blocks: Sequence[Block]) -> bool:
    """Whether one item among the notes at the top, and no other, is nothing but a link to the paper."""
    lists = (block for block in blocks[:_LOOKED_AT] if block.kind is BlockKind.LIST)
    items = (
        replace(block, children=[item])
        for block in lists
        for item in block.children
        if (head := item.head()) and "](" in head.prose.text
    )
    return [tell_address(links_of(walk.reader, item)) for item in items].count(True) == 1


def _is_another_title(walk: Walk, block: Block, title: str) -> bool:
    """Whether a line is all bold, as the title of an entry, or a caption, is."""
    inline = walk.reader.scan(block.prose)
    return is_all_bold(inline) and ":" not in inline.plain and not is_same(inline.plain, title)


def _is_known(found: Sequence[Property]) -> bool:
    """Whether properties are more than notes under catchwords: one has a name that is known, or leads to a paper."""
    return any(
        field_name(one.key) not in (None, "notes")
        or vocabulary.label_kind(one.key)
        or vocabulary.plain_key(one.key) in _CITES
        or is_papers_address(one)
        or published_in(one.value)
        for one in found
    )


def _read_citation(walk: Walk, properties: Sequence[Property], title: str, head: Masthead) -> None:
    for found in properties:
        if head.reference is None and vocabulary.plain_key(found.key) in _CITES:
            head.reference = _reference(walk, found.prose, title)


def _reference(walk: Walk, prose: Prose, title: str) -> Draft | None:
    """The reference in a text, if it is one to the work of that title."""
    if len(prose.text) > _LONGEST_REFERENCE or not has_letters(prose.text):
        return None
    draft = Draft(prose.source(0), prose.source(max(len(prose.text) - 1, 0)) + 1)
    walk.reader.read_head(draft, walk.reader.scan(prose))
    told = bool(draft.authors) + (draft.year is not None) + (draft.venue is not None)
    return draft if told > 1 and is_same(draft.title, title) else None


def is_same(one: str, other: str) -> bool:
    """Whether two titles are one, or one of them the beginning of the other."""
    first, second = bare(one), bare(other)
    if min(len(first), len(second)) < _LEAST_SAME:
        return first == second and bool(first)
    return first in second or second in first


def bare(text: str) -> str:
    """`text` for comparing: its letters and digits only."""
    return "".join(char for char in text.casefold() if char.isalnum())


def stated_title(properties: Sequence[Property]) -> Property | None:
    """The property that states the paper's title in full."""
    for found in properties:
        if field_name(found.key) == "title" and _reads_as_title(found):
            return found
    return None


def _reads_as_title(found: Property) -> bool:
    return word_count(found.value) > 2 and not is_label(found.value) and "://" not in found.value.split()[0]

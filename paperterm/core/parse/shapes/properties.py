"""Properties: lines, bullets or table rows of `Key: value` that tell who wrote a paper, when and where.

Lives here: which blocks are nothing but properties, and whether those can only be a paper's.
Must not: know what the paper is whose properties they are, or where in a file they may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import Block, BlockKind, Prose
from paperterm.core.parse.entries import Draft, EntryReader
from paperterm.core.parse.fields import has_letters, strip_icons, word_count
from paperterm.core.parse.inline import Inline
from paperterm.core.parse.links import is_link

_LINE = re.compile(r"\W*?([A-Za-z\u4e00-\u9fff][\w /&.()（）-]{0,30}?)[ \t]*(?:::|[:：](?!//))[ \t]*(?=\S|$)")
_CALLOUT = re.compile(r"\s*\[![\w-]+\][-+]?[^\n]*")
_SAYS_NOTHING = vocabulary.words("key value property field item attribute meta metadata 属性 字段 项目 值 内容")
_IDENTIFIERS = vocabulary.words("doi arxiv arxiv_id arxiv_link citekey citation_key isbn eprint pmid bibtex_key zotero")
_MAX_LINES = 40


@dataclass(frozen=True, slots=True)
class Property:
    """One key, and its value: `inline.plain[start:end]`."""

    key: str
    inline: Inline
    start: int
    end: int

    @property
    def value(self) -> str:
        """The value as text."""
        return self.inline.plain[self.start : self.end].strip()


def properties_of(reader: EntryReader, block: Block) -> list[Property]:
    """The properties that a block consists of; nothing if it holds anything else."""
    if block.kind is BlockKind.PARAGRAPH:
        return _lines(reader.scan(block.prose))
    if block.kind is BlockKind.LIST:
        return _bullets(reader, block)
    if block.kind is BlockKind.TABLE:
        return _rows(reader, block)
    if block.kind is BlockKind.QUOTE and block.children:
        return _quoted(reader, block)
    return []


def show_paper(properties: Sequence[Property]) -> bool:
    """Whether properties can only be a paper's: two that are known, one of them its authors, venue, year or number."""
    names = {vocabulary.field_of(found.key) for found in properties} - {None, "notes"}
    numbered = any(vocabulary.plain_key(found.key) in _IDENTIFIERS for found in properties)
    linked = any(vocabulary.label_kind(found.key) for found in properties)
    return bool(names & {"authors", "venue", "year"} or numbered) and len(names) + numbered + linked > 1


def take_properties(reader: EntryReader, draft: Draft, properties: Sequence[Property]) -> None:
    """Take over what properties say of the paper; its title is known."""
    for found in properties:
        key = "venue" if vocabulary.plain_key(found.key) == "publication" else found.key
        if vocabulary.field_of(key) != "title" or _has_link(found):
            reader.read_key(draft, found.inline, key, found.start, found.end)


def _has_link(found: Property) -> bool:
    return any(is_link(mark) and found.start <= mark.start < found.end for mark in found.inline.marks)


def _lines(inline: Inline) -> list[Property]:
    """The lines of a paragraph if each is a property."""
    found: list[Property] = []
    start = 0
    if inline.plain.count("\n") > _MAX_LINES:
        return []
    for line in inline.plain.split("\n"):
        end = start + len(line)
        match = _LINE.match(inline.plain, start, end)
        if match and word_count(match[1]) <= 4:
            found.append(Property(match[1], inline, match.end(), end))
        elif has_letters(line) and not _CALLOUT.fullmatch(line):
            return []
        start = end + 1
    return found


def _bullets(reader: EntryReader, block: Block) -> list[Property]:
    """The items of a list if each is a property; one whose value is the list below it has that for its value."""
    found: list[Property] = []
    for item in block.children[: _MAX_LINES + 1]:
        head = item.head()
        lines = _lines(reader.scan(head.prose)) if head else []
        if not lines or len(found) >= _MAX_LINES:
            return []
        below = list(_heads(item)) if not lines[-1].value else []
        found += [*lines[:-1], *(_whole(reader, lines[-1].key, prose) for prose in below)] if below else lines
    return found


def _heads(item: Block) -> Iterator[Prose]:
    for block in item.children[1:]:
        yield from (head.prose for child in block.children if (head := child.head()))


def _rows(reader: EntryReader, table: Block) -> list[Property]:
    """The rows of a table of two columns if the first holds keys."""
    if len(table.children) > _MAX_LINES or any(len(row.cells) != 2 for row in table.children):
        return []
    found = [(reader.scan(row.cells[0]).plain.strip(" :：\n"), row.cells[1]) for row in table.children]
    if any(word_count(key) > 4 or len(key) > 40 for key, _ in found):
        return []
    return [
        _whole(reader, strip_icons(key), prose)
        for key, prose in found
        if has_letters(key) and vocabulary.plain_key(key) not in _SAYS_NOTHING
    ]


def _quoted(reader: EntryReader, block: Block) -> list[Property]:
    """The properties in a quote or callout; the callout's own line does not count."""
    found: list[Property] = []
    for number, child in enumerate(block.children):
        inner = properties_of(reader, child)
        if not inner and (number or not _is_callout(reader, child)):
            return []
        found += inner
    return found


def _is_callout(reader: EntryReader, block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and bool(_CALLOUT.fullmatch(reader.scan(block.prose).plain))


def _whole(reader: EntryReader, key: str, prose: Prose) -> Property:
    inline = reader.scan(prose)
    return Property(key, inline, 0, len(inline.plain))

"""Properties: lines, bullets, table rows or sections of `Key: value` that tell who wrote a paper, when and where.

Lives here: which blocks are nothing but properties, and whether those can only be a paper's.
Must not: know what the paper is whose properties they are, or where in a file they may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paperterm.core.model import Field, LinkKind
from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import EMPTY_PROSE, Block, BlockKind, Prose
from paperterm.core.parse.drafts import Draft, take_published
from paperterm.core.parse.entries import EntryReader
from paperterm.core.parse.fields import (
    Published,
    authors_in,
    has_letters,
    published,
    strip_icons,
    venue_label,
    word_count,
)
from paperterm.core.parse.inline import Inline, Mark
from paperterm.core.parse.links import host_is_paper, is_link
from paperterm.core.parse.titles import is_label

_LINE = re.compile(
    r"\W*?([A-Za-z\u3040-\u9fff\uac00-\ud7af][\w /&.()（）-]{0,30}?)[ \t]*(?:::|[:：](?!//))[ \t]*(?=\S|$)"
)
_CALLOUT = re.compile(r"\s*\[![\w-]+\][-+]?[^\n]*")
_SAYS_NOTHING = vocabulary.words("key value property field item attribute meta metadata 属性 字段 项目 值 内容")
_IDENTIFIERS = vocabulary.words("doi arxiv arxiv_id arxiv_link citekey citation_key isbn eprint pmid bibtex_key zotero")
_MAX_LINES = 40
_PARTS = re.compile(r"\s*[/,，、&・|]\s*")
_PART_END = re.compile(r"[,;，；]")
_SHORT_VENUE = re.compile(
    r"(?:[A-Za-z]+ (?:in|at|by|to) )?([A-Z][A-Za-z&-]*[A-Z] ?(?:['’]\d\d|(?:19|20)\d\d))",
)
_ORIGINAL = vocabulary.words("原文 原文标题 原标题 论文原文 原题 原論文")
_BETWEEN_KEYS = re.compile(r"\s+[|·•]\s+")
_HASHTAG = re.compile(r"#([^\s#,;，；、]+)")
_ASIDE = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")
_AND = re.compile(r"\s+and\s+|\s*[;；]\s*")
_BETWEEN = re.compile(r"\s*[,;，；、]\s*(?:and\s+)?|\s+and\s+|\s*&\s*")
_NUMBER = re.compile(r"^\W*(?:\d+(?:\.\d+)*[.、)]?\s+|[一二三四五六七八九十]+[、.．]\s*)")
_HEADED_TAGS = vocabulary.words("tags tag keywords keyword key_words labels 标签 关键词 キーワード タグ")
SURE_TITLES = vocabulary.words("title paper_title 标题 题目 论文标题 论文题目 论文名称 タイトル 題名 論文名 제목")
"""Keys that can only stand before a title, as `Paper` and `论文` may before a link."""

_LONGEST_HEADED = 60
_BARE_KEY_WORDS = 3
_BESIDE_LINKS = 8


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

    @property
    def links(self) -> list[Mark]:
        """The links in the value."""
        return [mark for mark in self.inline.links if is_link(mark) and self.start <= mark.start < self.end]

    @property
    def prose(self) -> Prose:
        """The value as it is written."""
        value = self.value
        if not value:
            return EMPTY_PROSE
        start = self.inline.plain.index(value, self.start)
        within = [mark for mark in self.inline.marks if self.start <= mark.start and mark.end <= start + len(value)]
        first = min([self.inline.raw(start), *(mark.first for mark in within)])
        last = max([self.inline.raw(start + len(value) - 1) + 1, *(mark.last for mark in within)])
        return self.inline.prose.slice(first, last)


def field_name(key: str) -> str | None:
    """The attribute that a key names, or the one that a part of it does: `Conference / Journal`, `Year (of print)`."""
    if vocabulary.plain_key(key) == "publication":
        return "venue"
    if vocabulary.plain_key(key) == "firstauthor":
        return "authors"
    if vocabulary.plain_key(key) in _ORIGINAL:
        return "title"
    if (whole := vocabulary.field_of(key)) or len(key) > _LONGEST_HEADED:
        return whole
    bare = _ASIDE.sub("", key)
    names = {vocabulary.field_of(part) for part in _PARTS.split(bare)} - {None, "notes"}
    if names == {"venue", "year"}:
        return "venue"
    return next(iter(names)) if len(names) == 1 else None


def properties_of(reader: EntryReader, block: Block) -> list[Property]:
    """The properties that a block consists of, lines of labelled links as ones without a key; else nothing."""
    found = _of_block(reader, block)
    return found if any(one.key for one in found) else []


def _of_block(reader: EntryReader, block: Block) -> list[Property]:
    if block.kind is BlockKind.PARAGRAPH:
        return _lines(reader.scan(block.prose))
    if block.kind is BlockKind.LIST:
        return _bullets(reader, block)
    if block.kind is BlockKind.TABLE:
        return _rows(reader, block)
    if block.kind is BlockKind.QUOTE and block.children:
        return _quoted(reader, block)
    return []


def links_of(reader: EntryReader, block: Block) -> list[Property]:
    """The lines of a paragraph, or the items of a list, if all of them are nothing but labelled links."""
    found = _of_block(reader, block) if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST) else []
    return [] if any(one.key for one in found) else found


def heading_properties(reader: EntryReader, blocks: Sequence[Block]) -> dict[int, list[Property]]:
    """Properties whose keys are headings, by the heading's index: `## Authors`, and the names in one block below."""
    found = {}
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and (properties := _headed(reader, blocks, at)):
            found[at] = properties
    return found


def _headed(reader: EntryReader, blocks: Sequence[Block], at: int) -> list[Property]:
    inline = reader.scan(blocks[at].prose)
    if len(inline.plain) > _LONGEST_HEADED and "::" not in inline.plain:
        return []
    if match := _LINE.match(inline.plain):
        named = _names_field(match[1]) or published_in(inline.plain[match.end() :].strip()) is not None
        if named and inline.plain[match.end() :].strip():
            return [Property(match[1], inline, match.end(), len(inline.plain))]
    key = _NUMBER.sub("", strip_icons(inline.plain)).strip(" :：#*")
    if _names_field(key):
        return [_whole(reader, key, prose) for prose in _below(blocks, at)]
    below = _below(blocks, at) if vocabulary.label_kind(key) else []
    return [_whole(reader, key, prose) for prose in below if prose.text.lstrip(" <").startswith("http")]


def _names_field(key: str) -> bool:
    """Whether a heading of that name holds an attribute of the paper, and can hardly hold notes."""
    name, plain = field_name(key), vocabulary.plain_key(_ASIDE.sub("", key))
    if name in ("title", "tags"):
        return plain in (SURE_TITLES if name == "title" else _HEADED_TAGS)
    return name in ("authors", "venue", "year")


def _below(blocks: Sequence[Block], at: int) -> list[Prose]:
    """What stands below a heading, if that is one line, a list of single lines, or one deeper heading."""
    after = blocks[at + 1 : at + 3]
    if not after or (len(after) > 1 and after[1].kind is not BlockKind.HEADING):
        return []
    block = after[0]
    if block.kind is BlockKind.HEADING:
        return [block.prose] if block.level > blocks[at].level else []
    if block.kind is BlockKind.PARAGRAPH:
        return [block.prose]
    heads = [item.head() for item in block.children] if block.kind is BlockKind.LIST else []
    return [head.prose for head in heads if head] if all(len(item.children) == 1 for item in block.children) else []


def show_paper(properties: Sequence[Property]) -> bool:
    """Whether properties can only be a paper's: two that are known, one of them its authors, venue, year or number."""
    names = {field_name(found.key) for found in properties} - {None, "notes"}
    numbered = any(vocabulary.plain_key(found.key) in _IDENTIFIERS for found in properties)
    linked = any(vocabulary.label_kind(found.key) for found in properties)
    return bool(names & {"authors", "venue", "year"} or numbered) and len(names) + numbered + linked > 1


def tell_address(properties: Sequence[Property]) -> bool:
    """Whether properties tell where one paper is: `Paper: https://…`, `[pdf](…)`."""
    found = [one for one in properties if is_papers_address(one)]
    keys = [vocabulary.plain_key(one.key) for one in found if one.key]
    return bool(found) and len(keys) == len(set(keys))


def is_papers_address(found: Property) -> bool:
    """Whether a value is a link to a paper and nothing else, named by its key, its label or its host."""
    texts = [found.inline.plain[mark.start : mark.end] for mark in found.links]
    if not texts or len(found.value) - len("".join(texts)) > _BESIDE_LINKS * len(texts):
        return False
    if vocabulary.label_kind(found.key) is None and any(" " in text and not is_label(text) for text in texts):
        return False
    return any(_leads_to_paper(found, mark) for mark in found.links)


def known_properties(reader: EntryReader, blocks: Sequence[Block]) -> list[Property]:
    """The properties of several paragraphs."""
    return [found for block in blocks if block.kind is BlockKind.PARAGRAPH for found in properties_of(reader, block)]


def _leads_to_paper(found: Property, mark: Mark) -> bool:
    said = vocabulary.label_kind(found.key) or vocabulary.label_kind(found.inline.plain[mark.start : mark.end])
    if host_is_paper(mark.url):
        return said in (None, LinkKind.PAPER)
    return said is LinkKind.PAPER and vocabulary.host_kind(mark.url) is None


def take_properties(reader: EntryReader, draft: Draft, properties: Sequence[Property]) -> None:
    """Take over what properties say of the paper; its title is known."""
    people = _one_by_one([found for found in properties if field_name(found.key) == "authors" and found.value])
    several = bool(people)
    for found in properties:
        name = field_name(found.key)
        if not found.key:
            for mark in found.links:
                reader.add_link(draft, found.inline, mark)
        elif name == "authors" and not draft.authors and (several or (names := _people_of(found))):
            people += () if several else names
        elif name is None and (told := published_in(found.value)):
            take_published(draft, told, "")
            for mark in found.links:
                reader.add_link(draft, found.inline, mark)
        elif name == "tags" and found.value.startswith("#"):
            draft.tags += [tag for tag in _HASHTAG.findall(found.value) if tag not in draft.tags]
        elif name == "venue" and is_path(found.value):
            start = found.inline.plain.index(found.value, found.start)
            span = found.inline.span(start, start + len(found.value))
            draft.fields.append(Field(found.key, found.value, span))
        elif name == "venue" and _is_address(found):
            reader.read_key(draft, found.inline, "link", found.start, found.end)
        elif name != "title" or found.links:
            known = name is None or vocabulary.field_of(found.key) == name
            reader.read_key(draft, found.inline, found.key if known else str(name), found.start, found.end)
    draft.authors = draft.authors or people


def _one_by_one(properties: Sequence[Property]) -> tuple[str, ...]:
    """Names that have a line each, surnames first: `Author:: Roe, Jane`, `Author:: Muster, Max`."""
    names = [found.value.rstrip(" ,") for found in properties]
    if len(names) < 2 or not all(name.count(",") <= 1 and ";" not in name and " and " not in name for name in names):
        return ()
    return tuple(names) if any("," in name for name in names) else ()


def published_in(text: str) -> Published | None:
    """The venue and year that a value under any key starts with: `CGO 2025; doi:…`, `published at CIDR'19`."""
    first = _PART_END.split(text, maxsplit=1)[0].strip()
    if len(first) > _LONGEST_HEADED:
        return None
    if short := _SHORT_VENUE.fullmatch(first):
        return venue_label(short[1])
    found = published(first)
    return found if found.whole and found.venue and found.year is not None else None


def is_path(text: str) -> bool:
    """Whether a value is the path of a file."""
    return text.casefold().endswith(".pdf") and " " not in text and "://" not in text


def _is_address(found: Property) -> bool:
    """Whether a value is where something is: a URL, or a link named by its host."""
    links = found.links
    return len(links) == 1 and links[0].end - links[0].start >= len(found.value) and " " not in found.value


def _people_of(found: Property) -> tuple[str, ...]:
    """The names in a value, if it holds nothing else."""
    text = found.value
    if "[[" in text:
        return tuple(people(re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]", r"\1", text)))
    if ";" in text or "；" in text or " and " in text:
        names = [name.strip() for name in _AND.split(text) if name.strip()]
        if len(names) > 1 and all(name.count(",") == 1 for name in names):
            return tuple(names)
    return authors_in(text)


def people(text: str) -> list[str]:
    """The names in a line of authors; `Roe, Jane and Muster, Max` are two."""
    inverted = _AND.split(text)
    family = inverted[0].partition(",")[0]
    if all(name.count(",") == 1 for name in inverted) and (len(inverted) > 1 or " " not in family):
        return inverted
    return _BETWEEN.split(text)


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
            found += _beside(inline, match, end)
        elif inline.links and _is_links(links := Property("", inline, start, end)):
            found.append(links)
        elif has_letters(line) and not _CALLOUT.fullmatch(line):
            return []
        start = end + 1
    return found


def _beside(inline: Inline, match: re.Match[str], end: int) -> list[Property]:
    """The properties of a line: one, or several between pipes or dots: `Year: 2021 | Venue: ICLR`."""
    cuts = [cut.span() for cut in _BETWEEN_KEYS.finditer(inline.plain, match.end(), end)]
    if not cuts:
        return [Property(match[1], inline, match.end(), end)]
    starts, ends = [start for _, start in cuts], [*(first for first, _ in cuts[1:]), end]
    later = [(_LINE.match(inline.plain, start, last), last) for start, last in zip(starts, ends, strict=True)]
    keyed = [Property(key[1], inline, key.end(), last) for key, last in later if key and word_count(key[1]) <= 4]
    if len(keyed) < len(later):
        return [Property(match[1], inline, match.end(), end)]
    return [Property(match[1], inline, match.end(), cuts[0][0]), *keyed]


def _is_links(found: Property) -> bool:
    """Whether a line holds nothing but links that say what they lead to."""
    texts = [found.inline.plain[mark.start : mark.end] for mark in found.links]
    rest = len(found.value) - len("".join(texts))
    return bool(texts) and rest <= 4 * len(texts) and all(not text or is_label(text) for text in texts)


def _bullets(reader: EntryReader, block: Block) -> list[Property]:
    """The items of a list if each is a property; one whose value is the list below it has that for its value."""
    found: list[Property] = []
    for item in block.children[: _MAX_LINES + 1]:
        head = item.head()
        lines = (_lines(reader.scan(head.prose)) or _without_key(reader, item, head)) if head else []
        if not lines or len(found) >= _MAX_LINES:
            return []
        below = list(_heads(item)) if not lines[-1].value else []
        found += [*lines[:-1], *(_whole(reader, lines[-1].key, prose) for prose in below)] if below else lines
    return found


def _without_key(reader: EntryReader, item: Block, head: Block) -> list[Property]:
    """An item of a word or two above a list (`Authors` and their names), or one that is only a venue and a year."""
    inline = reader.scan(head.prose)
    if published_in(inline.plain):
        return [Property("venue", inline, 0, len(inline.plain))]
    key = strip_icons(inline.plain).strip()
    nested = any(block.kind is BlockKind.LIST for block in item.children[1:])
    if not nested or inline.links or word_count(key) > _BARE_KEY_WORDS or not has_letters(key):
        return []
    return [Property(key, inline, len(inline.plain), len(inline.plain))]


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
        inner = _of_block(reader, child)
        if not inner and (number or not _is_callout(reader, child)):
            return []
        found += inner
    return found


def _is_callout(reader: EntryReader, block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and bool(_CALLOUT.fullmatch(reader.scan(block.prose).plain))


def _whole(reader: EntryReader, key: str, prose: Prose) -> Property:
    inline = reader.scan(prose)
    return Property(key, inline, 0, len(inline.plain))

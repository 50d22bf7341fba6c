"""Bulleted and numbered lists: entries, groups of entries, contents, or nothing to list.

Lives here: which of them a list is, and which of its items' nested lists are entries of their own.
Must not: read titles and fields (the entry reader does).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from paperterm.core.model import Kind
from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import Block, BlockKind, Prose
from paperterm.core.parse.drafts import Draft, repeat_people, share_people
from paperterm.core.parse.entries import EntryReader, is_byline, tells_fields, tells_where
from paperterm.core.parse.fields import (
    authors_in,
    clean_title,
    has_letters,
    is_year_heading,
    looks_titled,
    published,
    strip_icons,
    word_count,
)
from paperterm.core.parse.headings import says_papers
from paperterm.core.parse.inline import Inline, Mark
from paperterm.core.parse.kinds import Siblings, judge, leads_within, survey
from paperterm.core.parse.links import host_is_paper, is_anchor, is_link, is_repository
from paperterm.core.parse.state import Walk
from paperterm.core.parse.titles import is_label, piped_starts, title_starts

_FOLDERS_PAGE = re.compile(r"^[^:?#]*(?:^|/)(?:summary|readme|_?index)\.md$", re.I)
"""Where the caption of a book's chapter leads: the page of its folder."""

_MAX_DEPTH = 50
_MAX_BRANCH = 4
_FEW_WORDS = 4
_SMALL_WORD = 3
_MOST = 0.7
_FEW_PAPERS = 0.3
_SAMPLE = 16
_PAGE_ANCHOR = re.compile(r"https?://git(?:hub|lab)\.com/[^/#?]+/[^/#?]+/?(?:blob/[^#?]+\.md)?#(?!readme\b)", re.I)
_RELATED = re.compile(r"\W*(?:follow.?ups?|successors?|sequels?|extensions?|extended by|improved by)\W*:\W*\[", re.I)


def read_list(walk: Walk, block: Block, depth: int = 1) -> bool:
    """Read a list; False if nothing in it is an entry."""
    items = [item for item in block.children if item.children]
    if not items or is_contents(walk.reader, block):
        return True
    region, nothing = walk.region()
    if nothing and not _are_the_contents(walk, block):
        return False
    before, listed = len(walk.drafts), says_papers(walk.outline)
    roles = [_Item(walk.reader, item, listed=region is Kind.PAPER) for item in items]
    _agree(roles)
    drafts = [role.read() for role in roles]
    read = [draft for draft in drafts if draft]
    share_people(walk.text, read)
    repeat_people(read)
    siblings = survey([draft for role, draft in zip(roles, drafts, strict=True) if draft and not role.is_group])
    if region is Kind.PAPER and _is_preface(walk, block) and _shows_no_paper(siblings, drafts):
        region = None
    for role, draft in zip(roles, drafts, strict=True):
        if role.is_group and depth < _MAX_DEPTH:
            _read_group(walk, role, depth)
        elif draft is not None:
            kind = judge(draft, region, siblings, listed=listed)
            first = len(walk.drafts)
            if kind is not None:
                walk.add(draft, kind)
            else:
                walk.pass_over(draft)
            for other in role.read_beside() if kind is not None else ():
                walk.add(other, kind or Kind.PAPER)
            for item in role.follow_ups:
                _read_follow_up(walk, item, region)
            if role.nested_entries and depth < _MAX_DEPTH and not _read_nested(walk, role, depth) and kind is not None:
                # None of them is an entry: then they are what this one says.
                role.nested_entries = False
                del walk.drafts[first:]
                walk.add(role.read() or draft, kind)
    return len(walk.drafts) > before


def _is_preface(walk: Walk, block: Block) -> bool:
    """Whether a list stands right below a document's title, and other headings behind it."""
    return walk.outline.is_title_open and walk.text.find("\n#", block.end) >= 0


def _shows_no_paper(siblings: Siblings, drafts: Sequence[Draft | None]) -> bool:
    """Whether hardly a line right below a document's title reads like a paper: then its name promises none there."""
    if siblings.paper_like >= _FEW_PAPERS or siblings.titled >= _FEW_PAPERS:
        return False
    return not any(draft and leads_within(draft.title_url) for draft in drafts)


def _are_the_contents(walk: Walk, block: Block) -> bool:
    """Whether `Contents` stands above the entries themselves, which link to more than anchors of the page."""
    current = walk.outline.current
    if current is None or not vocabulary.says_contents(walk.outline.headings[current].text):
        return False
    return entry_share(walk.reader, block) >= _MOST


def is_contents(reader: EntryReader, block: Block) -> bool:
    """Whether a list is a table of contents: most of its lines are links to anchors of the page."""
    if not _may_hold_anchors(reader, block):
        return False
    anchors = lines = 0
    for item in nested_items(block):
        head = item.head()
        if head is None:
            continue
        lines += 1
        links = reader.scan(head.prose).links
        if links:
            anchors += all(is_anchor(mark.url) or _PAGE_ANCHOR.match(mark.url) for mark in links)
    return anchors > 0 and anchors >= 0.6 * lines


def _may_hold_anchors(reader: EntryReader, block: Block) -> bool:
    """Whether a `#` stands in the source of a list, itself or as an entity, or may stand in a definition elsewhere."""
    if reader.references or reader.text.find("#", block.start, block.end) >= 0:
        return True
    return reader.text.find("&num", block.start, block.end) >= 0


def nested_items(block: Block) -> list[Block]:
    """The items of a list, those of the lists below them included."""
    found, pending = [], [block]
    while pending:
        current = pending.pop()
        found += [child for child in current.children if child.kind is BlockKind.ITEM]
        pending += [child for child in current.children if child.children]
    return found


class _Item:
    """One item of a list, before it is known what it is."""

    def __init__(self, reader: EntryReader, block: Block, *, listed: bool = False) -> None:
        self.reader = reader
        self.listed = listed
        self.block = block
        self.head = block.head()
        self.inline: Inline | None = reader.scan(self.head.prose) if self.head else None
        self.beside: list[Prose] = []
        if self.head and self.inline and len(self.inline.links) > 1:
            self._part(self.head, self.inline)
        self.below = block.children[1:] if self.head else block.children
        self.lists = [child for child in self.below if child.kind is BlockKind.LIST]
        self.nested_entries = False
        self.is_group = self._decide_group()
        self.follow_ups = [] if self.is_group or self.nested_entries else self._find_follow_ups()

    def _part(self, head: Block, inline: Inline) -> None:
        """Keep the first of several titles in the line; the others are entries beside it."""
        bounds = [0, *(title_starts(inline) or (piped_starts(inline) if self.listed else [])), len(head.prose.text)]
        if len(bounds) < 3:
            return
        pieces = [head.prose.slice(first, last) for first, last in pairwise(bounds)]
        self.head = replace(head, prose=pieces[0])
        self.inline, self.beside = self.reader.scan(pieces[0]), pieces[1:]

    def read_beside(self) -> list[Draft]:
        """The drafts of the other papers in the line."""
        drafts = []
        for prose in self.beside:
            draft = Draft(prose.source(0), prose.source(max(len(prose.text.rstrip()) - 1, 0)) + 1)
            self.reader.read_head(draft, self.reader.scan(prose))
            drafts.append(draft)
        return drafts

    def read(self) -> Draft | None:
        """The draft of the entry this item is; its nested entries are not part of it."""
        if self.is_group or self.head is None:
            return None
        below = (
            [block for block in self.below if block.kind is not BlockKind.LIST] if self.nested_entries else self.below
        )
        if self.follow_ups:
            below = [_without(block, self.follow_ups) for block in below]
        draft = self.reader.entry(self.block, self.head, below)
        if self.nested_entries:
            draft.end = max([self.head.end, *(block.end for block in below if block.end < self.lists[0].start)])
        return draft

    def _decide_group(self) -> bool:
        """Whether the item is a caption over entries; notes in passing whether entries are nested below an entry."""
        if not self.lists:
            return False
        if self.inline is None:
            return bool(self.lists)
        text = clean_title(strip_icons(self.inline.plain))
        children = [child for block in self.lists for child in block.children]
        if children and (self._is_told(children[0]) or self.reader.names_paper(self.lists)):
            return False
        strong = sum(_is_entry(self.reader, child) or _is_branch(self.reader, child) for child in children)
        share = strong / max(len(children), 1)
        if vocabulary.is_note_label(text) and share < 0.5:
            return False
        if self._is_caption(text):
            return (
                is_year_heading(text)
                or vocabulary.kind_word(text) is not None
                or bool(self.inline.links)
                or share >= 0.5
                or (self.listed and word_count(text) <= _FEW_WORDS and self._titled(children))
                or self._repositories(children)
                or any(_lists_papers(self.reader, child) for child in children)
            )
        self.nested_entries = share >= 0.6 and self._shows_title()
        return False

    def _is_told(self, child: Block) -> bool:
        """Whether what stands below first tells where the paper was published, and links to it."""
        head = child.head()
        inline = self.reader.scan(head.prose) if head else None
        links = [mark for mark in inline.links if is_link(mark)] if inline else []
        return inline is not None and bool(links) and tells_where(inline, links)

    def _find_follow_ups(self) -> list[Block]:
        """The nested items that name another paper and nothing else: `follow-up: [Title](url)`."""
        return [child for block in self.lists for child in block.children if _names_another(self.reader, child)]

    def _is_caption(self, text: str) -> bool:
        """Whether the first line could be a heading: no link out, no venue, not many words."""
        inline = self.inline
        if inline is None or any(is_link(mark) and not _FOLDERS_PAGE.search(mark.url) for mark in inline.marks):
            return False
        return True if is_year_heading(text) else bool(text) and len(text) < 100

    def _titled(self, children: Sequence[Block]) -> bool:
        """Whether two children or more start with a line that reads like a title, and hardly any other does not."""
        heads = [head for child in children if (head := child.head())]
        titled = sum(_is_capitalised(self.reader.scan(head.prose).plain.split("\n")[0].strip()) for head in heads)
        return len(children) > 1 and titled >= _MOST * len(children)

    def may_caption_one(self) -> bool:
        """Whether this could be a caption over one plain title, as its neighbours are over several."""
        if not self.listed or self.inline is None or len(self.lists) != 1 or len(self.lists[0].children) > 1:
            return False
        text = clean_title(strip_icons(self.inline.plain))
        head = self.lists[0].children[0].head()
        if head is None or not self._is_caption(text) or word_count(text) > _FEW_WORDS:
            return False
        return _is_capitalised(self.reader.scan(head.prose).plain.split("\n")[0].strip())

    def _repositories(self, children: Sequence[Block]) -> bool:
        """Whether the children are repositories of their own, not the links of one entry."""
        bare = nested = 0
        for child in children:
            head = child.head()
            links = [mark for mark in self.reader.scan(head.prose).marks if is_link(mark)] if head else []
            bare += len(links) == 1 and is_repository(links[0].url)
            nested += len(child.children) > 1
        return bare >= 2 and (nested > 0 or bare >= 4) and bare >= 0.5 * len(children)

    def _shows_title(self) -> bool:
        return self.inline is not None and word_count(self.inline.plain) >= 3


def _is_capitalised(text: str) -> bool:
    """Whether a line reads like a title, and is written as one: remarks behind `Idea:` are not."""
    long_words = [word for word in text.split() if len(word) > _SMALL_WORD]
    return looks_titled(text) and 2 * sum(word[0].isupper() for word in long_words) >= len(long_words)


def _is_entry(reader: EntryReader, item: Block) -> bool:
    """Whether a nested item is an entry of its own: a title of some words together with a link to a paper."""
    head = item.head()
    if head is None:
        return False
    if tells_fields(head.prose) or (len(item.children) > 1 and reader.names_paper(item.children[1:])):
        return True
    inline = reader.scan(head.prose)
    if not inline.links:
        return False
    links = [mark for mark in inline.marks if is_link(mark)]
    if links and (tells_where(inline, links) or is_byline(inline, links)):
        return False
    place = reader.title_place(inline)
    if place.lead == "link" and place.before and authors_in(place.before[-1].strip(" .,:")):
        return True
    if not links:
        return False
    title = inline.plain[place.start : place.end]
    if word_count(title) < 3 or is_label(title) or title.startswith("http"):
        return False
    if place.lead in ("link", "bold", "quote"):
        if len(links) > 1 or host_is_paper(links[0].url) or _is_page_beside(links[0].url, title, inline.plain):
            return True
        told = [published(text) for text in (inline.plain[place.end :].strip(" ,.()[]\n"), *place.before)]
        return any(found.whole and found.venue is not None for found in told)
    labelled = [mark for mark in links if mark.start >= place.end]
    if labelled and inline.plain[max(mark.end for mark in labelled) :].lstrip()[:1].islower():
        return False  # a sentence that goes on behind its link
    if all(map(partial(_says_nothing, inline), labelled)) and not looks_titled(title):
        return False  # a remark that ends with an address, or with `here`
    return bool(labelled) and place.lead == "plain" and has_letters(title) and not re.search(r"[。；;]", title)


def _says_nothing(inline: Inline, mark: Mark) -> bool:
    """Whether a link is an address, or a word such as `here`."""
    text = inline.plain[mark.start : mark.end]
    return text.startswith("http") or text.casefold() in vocabulary.SAY_NOTHING


def _is_page_beside(url: str, title: str, line: str) -> bool:
    """Whether a line is nothing but a title that links to a page of notes: `[The Crane](cranes.md)`."""
    return url.endswith(".md") and title[0].isupper() and title == line.strip()


def _names_another(reader: EntryReader, item: Block) -> bool:
    head = item.head()
    match = _RELATED.match(head.prose.text) if head else None
    if head is None or match is None or len(item.children) > 1:
        return False
    inline = reader.scan(head.prose)
    place = reader.title_place(inline)
    title = inline.plain[place.start : place.end]
    return place.lead == "link" and place.mark is not None and host_is_paper(place.mark.url) and word_count(title) >= 4


def _without(block: Block, items: Sequence[Block]) -> Block:
    """A list without some of its items."""
    if block.kind is not BlockKind.LIST:
        return block
    return replace(block, children=[child for child in block.children if all(child is not item for item in items)])


def _is_branch(reader: EntryReader, item: Block, depth: int = _MAX_BRANCH) -> bool:
    """Whether a nested item is a few words without a link over entries, or over such branches in turn."""
    head = item.head()
    children = [child for block in item.children[1:] if block.kind is BlockKind.LIST for child in block.children]
    if head is None or not children or not depth:
        return False
    inline = reader.scan(head.prose)
    text = clean_title(strip_icons(inline.plain))
    if not 0 < word_count(text) <= 8 or vocabulary.is_note_label(text) or any(is_link(mark) for mark in inline.marks):
        return False
    looked_at = children[:_SAMPLE]
    good = sum(_is_entry(reader, child) or _is_branch(reader, child, depth - 1) for child in looked_at)
    return good >= 0.5 * len(looked_at)


def _lists_papers(reader: EntryReader, item: Block) -> bool:
    """Whether a nested item is only a word for papers, with entries below it: `Papers` of a person, or on a topic."""
    head = item.head() if len(item.children) > 1 else None
    if head is None or vocabulary.kind_word(reader.scan(head.prose).plain) is not Kind.PAPER:
        return False
    return _is_branch(reader, item)


def _agree(roles: Sequence[_Item]) -> None:
    """Where most items are captions, short items with lists below them are captions too."""
    groups = sum(role.is_group for role in roles)
    for role in roles if groups else ():
        role.is_group = role.is_group or role.may_caption_one()
    if groups * 2 <= len(roles):
        return
    for role in roles:
        if role.lists and role.inline is not None and not role.is_group:
            role.is_group = word_count(role.inline.plain) <= 8 and not any(is_link(mark) for mark in role.inline.marks)


def _read_group(walk: Walk, role: _Item, depth: int) -> None:
    text = clean_title(role.inline.plain) if role.inline else ""
    level = walk.group_level + depth
    if text and role.head:
        walk.outline.enter(text, level, role.head.span, is_group=True)
    for block in role.lists:
        read_list(walk, block, depth + 1)
    walk.outline.close(level)


def _read_follow_up(walk: Walk, item: Block, region: Kind | None) -> None:
    draft = walk.reader.entry(item, item.head(), [])
    if kind := judge(draft, region, survey([draft])):
        walk.add(draft, kind)


def _read_nested(walk: Walk, role: _Item, depth: int) -> bool:
    """Read the lists below an entry as entries; False if there is none among them."""
    before = len(walk.drafts)
    for block in role.lists:
        read_list(walk, block, depth + 1)
    return len(walk.drafts) > before


def entry_share(reader: EntryReader, block: Block) -> float:
    """The share of a list's items that show themselves to be entries."""
    looked_at = block.children[:_SAMPLE]
    return len([child for child in looked_at if _is_entry(reader, child)]) / max(len(looked_at), 1)

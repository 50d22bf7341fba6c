"""Paragraphs: one paper each, several in one (a line each), or a bold line that acts as a heading.

Lives here: which of them a paragraph is, seen among the paragraphs of its section, and what below it belongs to it.
Must not: read titles and fields (the entry reader does).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from paperterm.core.model import Kind
from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import Block, BlockKind
from paperterm.core.parse.drafts import Draft, repeat_people
from paperterm.core.parse.entries import notes_start, tells_where
from paperterm.core.parse.fields import (
    clean_title,
    has_letters,
    is_one_author,
    is_prose,
    is_year_heading,
    looks_titled,
    surely_authors,
    word_count,
)
from paperterm.core.parse.headings import heading_text, says_papers
from paperterm.core.parse.inline import Inline, MarkKind
from paperterm.core.parse.kinds import Siblings, judge, survey
from paperterm.core.parse.links import is_link, is_repository
from paperterm.core.parse.shapes.lists import entry_share, is_contents, nested_items
from paperterm.core.parse.state import Paragraph, Walk
from paperterm.core.parse.titles import is_label, names_the_same

_SETS_OFF = re.compile(r"[\[\"“«《`]")
_INDENT = "\n    "
_HANGING = re.compile(r"\S[^\n]*(?:\n\S[^\n]*)?(?:\n {4}[^\n]*)+")
# `2016年的文章`, `2019 ICLR …`
_YEAR_BELOW = re.compile(r"\s*((?:19|20)\d\d)\s?(?:年|([A-Z][A-Za-z]{1,9})\b)")
_MAX_GROUP = 100
_MANY = 3
_MOST = 0.7
_SAMPLE = 16
_LITTLE = 20
_LONG = 300
_DATED = re.compile(r"\((?:19|20)\d\d[a-z]?\)[.:,]? ")
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,30}:")
_BOLD_LABEL = re.compile(r"\*\*\[[A-Za-z]{2,12}\]\*\*(?=\s)")
_SAYS_PAPER = re.compile(r"\*\*\[Paper\]\*\*\s", re.I)
_MARKUP = len("***")
_ANCHOR = re.compile(r"\s*<a\s+(?:id|name)=[^<>]*>\s*(?:</a>)?\s*", re.I)
_BOLD_KEY = re.compile(r"^\*\*([^*\n:：]{2,30})(?:[:：]\s*\*\*|\*\*\s*[:：])", re.M)
_EMPTY_LINE = re.compile(r"(?:<br\s*/?>\s*){2,}", re.I)
_BOLD_LINE = re.compile(r"^[ \t]*\*\*[^*\n]{8,300}\*\*[ \t]*\\?(?=\n)", re.M)
_CITATION_KEY = re.compile(r"\[(?:[^\[\]\n]{2,40}[ ,'’]?\d\d[a-z]?)\]:? ")
_ANY_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_TITLE_SIGNS = ("*", "_", '"', "“", "«", "《", "``", "<", "”", "&")
_PAGE_ALONE = re.compile(r"\W{0,4}(?::\w+: *)?\[?[^\[\]\n]{8,300}\]\(\S+\.md\)\s*$")
_GLUED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,2}[.、]?(?=[A-Z]|\dD )[^\n]*\s*$")
"""A number without a blank, with which no list begins: `1.The Crane`, `1.2The Heron`."""

_SEVERAL = 5
_TITLE = 4
_NUMBERED = re.compile(r"\s*[*#]?(?:\[?\d{1,3}[、．.)）]|（\d{1,3}）|\[\d{1,3}\]|［\d{1,3}］|[•·●▪・･])\s*\S")


def read_paragraph(walk: Walk, blocks: Sequence[Block], at: int) -> int:
    """Read the paragraph at `at` and what belongs to it; how many blocks that were, 0 if it is no entry or group."""
    block = blocks[at]
    if block.kind is not BlockKind.PARAGRAPH:
        return 0
    if _is_group(walk, blocks, at):
        inline = walk.reader.scan(block.prose)
        text = clean_title(inline.plain)
        text = text.strip("()[]（）【】 ") if is_year_heading(text) else text
        walk.outline.enter(text, walk.group_level, block.span, is_group=True)
        return 1
    region, nothing = walk.region()
    if nothing:
        return 0
    found = _paragraph(walk, blocks, at)
    if not found.is_entry:
        for draft in found.drafts:
            walk.pass_over(draft)
        return 0
    taken = _below(walk, blocks, at, found)
    siblings = found.siblings or survey(found.drafts)
    region = found.region or region
    kinds = [judge(draft, region, siblings, listed=says_papers(walk.outline)) for draft in found.drafts]
    for draft, kind in zip(found.drafts, kinds, strict=True):
        if kind is not None:
            walk.add(draft, kind)
        else:
            walk.pass_over(draft)
    return taken


def _is_group(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    """Whether a line acts as a heading: all bold, or nothing but a year, above a list or table."""
    inline = walk.reader.scan(blocks[at].prose)
    if "\n" in inline.plain.strip() or any(is_link(mark) for mark in inline.marks):
        return False
    text = clean_title(inline.plain)
    if not text or len(text) > _MAX_GROUP:
        return False
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    if following is None or following.kind not in (BlockKind.LIST, BlockKind.TABLE, BlockKind.SUMMARY):
        return is_year_heading(text) and following is not None
    if is_year_heading(text) or vocabulary.kind_word(text):
        return True
    if following.kind is BlockKind.LIST and is_key_list(walk, following):
        return False
    if is_all_bold(inline):
        return following.kind is not BlockKind.LIST or not (looks_titled(text) and _notes_follow(walk, following))
    return inline.plain.rstrip().endswith((":", "：")) and word_count(text) <= 6


def is_all_bold(inline: Inline) -> bool:
    """Whether everything in a line is bold."""
    bold = sum(mark.end - mark.start for mark in inline.marks if mark.kind is MarkKind.BOLD)
    return bold > 0 and bold >= len(inline.plain.strip(" :：\n")) - 2


def _notes_follow(walk: Walk, block: Block) -> bool:
    return word_count(block.prose.text) == 0 and entry_share(walk.reader, block) < 0.2 and not titled_items(walk, block)


def titled_items(walk: Walk, block: Block) -> bool:
    """Whether most items of a list start with what reads like the title of a work."""
    heads = [head for child in block.children if (head := child.head())]
    titled = sum(looks_titled(walk.reader.scan(head.prose).plain.split("\n")[0]) for head in heads)
    return titled > 0.5 * len(heads)


def is_key_list(walk: Walk, block: Block) -> bool:
    """Whether a list holds the fields of one entry: `论文：url`, `Code: url`, or only labelled links."""
    known = walk.key_lists.get(id(block))
    if known is None:
        known = walk.key_lists[id(block)] = _is_key_list(walk, block)
    return known


def _is_key_list(walk: Walk, block: Block) -> bool:
    good = 0
    looked_at = block.children[:_SAMPLE]
    for child in looked_at:
        head = child.head()
        if head is None:
            continue
        inline = walk.reader.scan(head.prose)
        good += bool(walk.reader.keys(inline)) or _only_labels(inline)
    return good > 0 and good >= 0.5 * len(looked_at)


def _only_labels(inline: Inline) -> bool:
    """Whether a line holds nothing but links that say what they lead to."""
    links = [mark for mark in inline.marks if is_link(mark)]
    if not links or len(inline.plain) > 400:
        return False
    if any(mark.kind is MarkKind.BOLD and mark.end < links[0].start for mark in inline.marks):
        return False
    texts = [inline.plain[mark.start : mark.end] for mark in links]
    return len(inline.plain) - len("".join(texts)) <= 4 + 4 * len(links) and all(map(is_label, texts))


def _paragraph(walk: Walk, blocks: Sequence[Block], at: int) -> Paragraph:
    """The paragraph at `at`; with the first of a section, all of the section are read and judged."""
    known = walk.paragraphs.get(id(blocks[at]))
    if known is None:
        end = at
        while end < len(blocks) and blocks[end].kind is not BlockKind.HEADING:
            end += 1
        section = [index for index in range(at, end) if blocks[index].kind is BlockKind.PARAGRAPH]
        hanging = _hanging(walk, blocks)
        for index in section:
            read = _hanging_drafts if index in hanging else _drafts
            walk.paragraphs[id(blocks[index])] = Paragraph(partial(read, walk, blocks[index]))
        _judge_section(walk, blocks, section)
        known = walk.paragraphs[id(blocks[at])]
    return known


def is_entry_paragraph(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    """Whether the paragraph at `at` is an entry (or several)."""
    return blocks[at].kind is BlockKind.PARAGRAPH and _paragraph(walk, blocks, at).is_entry


def _drafts(walk: Walk, block: Block) -> list[Draft]:
    inline = walk.reader.scan(block.prose)
    if not has_letters(inline.plain):
        return []
    if lines := _broken_parts(walk, block) or _entry_lines(walk, block, inline) or _titled_parts(walk, block):
        return lines
    if is_prose(inline.plain) and is_prose(inline.plain[: notes_start(inline.plain)]):
        return []
    draft = Draft(block.start, block.end)
    if walk.reader.titled_keys(draft, inline):
        return [draft]
    if len(walk.reader.keys(inline)) > inline.plain.count("\n") + 1:
        return []
    walk.reader.read_head(draft, inline)
    return [draft]


def _entry_lines(walk: Walk, block: Block, inline: Inline) -> list[Draft]:
    """Drafts of the lines if each of them is an entry of its own."""
    lines = [line for line in block.prose.text.split("\n") if line.strip() and not _ANCHOR.fullmatch(line)]
    numbered = all(_NUMBERED.match(line) for line in lines)
    has_header = len(lines) > 2 and lines[0].count("\t") > 1 and not _may_link(lines[0])
    linked = sum(map(_may_link, lines[has_header:]))
    if len(lines) < 2 or not (numbered or linked == len(lines) - has_header or linked > max(2, 0.75 * len(lines))):
        return []
    prose, drafts, start = block.prose, [], 0
    for line in prose.text.split("\n"):
        if line.strip() and not _ANCHOR.fullmatch(line):
            piece = prose.slice(start, start + len(line))
            draft = Draft(piece.source(0), piece.source(max(len(line.rstrip()) - 1, 0)) + 1)
            walk.reader.read_head(draft, walk.reader.scan(piece))
            drafts.append(draft)
        start += len(line) + 1
    drafts = drafts[has_header:]
    return drafts if len(drafts) > 1 and (_alike(drafts) or (numbered and all(d.title for d in drafts))) else []


def _broken_parts(walk: Walk, block: Block) -> list[Draft]:
    """Drafts of the parts of a paragraph between empty lines made by tags, if most of them are entries."""
    text = block.prose.text
    bounds = [match.span() for match in _EMPTY_LINE.finditer(text)] if text.count("<br") > _MANY else []
    drafts, start = [], 0
    for end, next_start in [*bounds, (len(text), 0)] if bounds else []:
        if has_letters(text[start:end]):
            piece = block.prose.slice(start, end)
            draft = Draft(piece.source(0), piece.source(max(len(piece.text.rstrip()) - 1, 0)) + 1)
            walk.reader.read_head(draft, walk.reader.scan(piece))
            drafts.append(draft)
        start = next_start
    told = [draft for draft in drafts if draft.labels and word_count(draft.title) >= _MANY]
    told = [draft for draft in told if draft.lead != "url" and not is_label(draft.title)]
    return told if len(told) > 1 and len(told) >= _MOST * len(drafts) else []


def _titled_parts(walk: Walk, block: Block) -> list[Draft]:
    """Drafts of the parts of a paragraph if it holds several titles, each a bold line with other lines below it."""
    text = block.prose.text
    starts = [match.start() for match in _BOLD_LINE.finditer(text)] if text.count("**") > 3 else []
    if len(starts) < 2:
        return []
    drafts = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = block.prose.slice(start, end)
        draft = Draft(piece.source(0), piece.source(max(len(text[start:end].rstrip()) - 1, 0)) + 1)
        walk.reader.read_head(draft, walk.reader.scan(piece))
        drafts.append(draft)
    credited = [draft for draft in drafts if draft.lead == "bold" and draft.links and word_count(draft.title) >= 3]
    return drafts if len(credited) == len(drafts) else []


def _may_link(line: str) -> bool:
    return "](" in line or "http" in line or "<a " in line or "][" in line or not line.strip()


def _alike(drafts: Sequence[Draft]) -> bool:
    linked = [draft for draft in drafts if draft.links]
    good = [
        draft
        for draft in linked
        if word_count(draft.title) >= 3 and not surely_authors(draft.title) and not is_label(draft.title)
    ]
    return (
        len(good) >= 0.7 * len(linked)
        and len(linked) >= 0.75 * len(drafts)
        and sum(bool(draft.title) and not is_label(draft.title) for draft in linked) >= 0.9 * len(linked)
        and all(not draft.links or draft.lead == linked[0].lead for draft in drafts)
        and not any(surely_authors(draft.title) for draft in drafts)
        and all(draft.loose < 80 for draft in drafts)
    )


def _hanging(walk: Walk, blocks: Sequence[Block]) -> frozenset[int]:
    """The paragraphs that are titles with remarks indented below, in a document that consists of such."""
    known = walk.hanging.get(id(blocks))
    if known is None:
        known = walk.hanging[id(blocks)] = _find_hanging(walk, blocks)
    return known


def _find_hanging(walk: Walk, blocks: Sequence[Block]) -> frozenset[int]:
    indented = [at for at, block in enumerate(blocks) if _INDENT in block.prose.text]
    found = [at for at in indented if _HANGING.fullmatch(blocks[at].prose.text)] if len(indented) >= _MANY else []
    if len(found) < _MANY:
        return frozenset()
    paragraphs = [at for at, block in enumerate(blocks) if block.kind is BlockKind.PARAGRAPH]
    heads = [blocks[at].prose.text.partition(_INDENT)[0].rpartition("\n")[2].strip() for at in found]
    named = sum(head.isascii() and head[:1].isupper() and word_count(head) >= _MANY for head in heads)
    if named < _MOST * len(found) or 2 * len(found) < len(paragraphs) or sum(map(looks_titled, heads)) < _MANY:
        return frozenset()
    alone = [at for at in paragraphs if "\n" not in (text := blocks[at].prose.text) and looks_titled(text)]
    return frozenset([*found, *alone])


def _hanging_drafts(walk: Walk, block: Block) -> list[Draft]:
    """The draft of a title and the lines indented below it."""
    prose = block.prose
    head, _, below = prose.text.partition(_INDENT)
    piece = prose.slice(head.rfind("\n") + 1, len(head))
    draft = Draft(piece.source(0), block.end)
    walk.reader.read_head(draft, walk.reader.scan(piece))
    if below:
        if match := _YEAR_BELOW.match(below):
            draft.year = int(match[1])
            draft.venue = match[2] if match[2] in vocabulary.VENUES else None
        rest = prose.slice(len(head) + 1, len(prose.text))
        walk.reader.read_below(draft, [Block(BlockKind.PARAGRAPH, rest.source(0), block.end, rest)])
    return [draft]


def _judge_section(walk: Walk, blocks: Sequence[Block], section: Sequence[int]) -> None:
    hanging = _hanging(walk, blocks).intersection(section)
    for index in hanging:
        walk.paragraphs[id(blocks[index])].region = Kind.PAPER
    sure = {index for index in section if index in hanging or _shows_entry(walk, blocks, index)}
    alone = [index for index in section if index not in sure and _is_linked_title(walk, blocks[index])]
    pages = bool(alone) and _lists_pages(walk, blocks)
    if (len(alone) >= _MANY or pages) and len(alone) + len(sure) >= _MOST * len(section):
        siblings = survey([draft for index in alone for draft in walk.paragraphs[id(blocks[index])].drafts])
        for index in alone if pages or siblings.titled >= _MOST else ():
            walk.paragraphs[id(blocks[index])].siblings = siblings
            sure.add(index)
    keyed = [index for index in section if _CITATION_KEY.match(blocks[index].prose.text)]
    if len(keyed) >= _MANY and len(keyed) >= _MOST * len(section):
        sure.update(index for index in keyed if _is_quoted_reference(walk, blocks[index]))
    glued = [index for index in section if _GLUED.match(blocks[index].prose.text)]
    if len(glued) >= _SEVERAL:
        sure.update(_titled_only(walk, blocks, glued))
    told = [index for index in section if _may_tell(blocks[index].prose.text)]
    if len(told) >= _MANY and len(told) >= _MOST * len(section):
        told = [index for index in told if _is_told_apart(walk.paragraphs[id(blocks[index])])]
    if len(told) >= _MANY and len(told) >= _MOST * len(section):
        repeat_people([walk.paragraphs[id(blocks[index])].drafts[0] for index in told])
        sure.update(told)
    if len(sure) < len(section) and _promises(walk, blocks, section[0] - 1):
        _judge_listed([walk.paragraphs[id(blocks[index])] for index in section])
        sure.update(index for index in section if walk.paragraphs[id(blocks[index])].is_entry)
    leads = {draft.lead for index in sure for draft in walk.paragraphs[id(blocks[index])].drafts}
    starts = {_start(blocks[index].prose.text) for index in sure} - {""}
    beside: Siblings | None = None
    for index in section:
        found = walk.paragraphs[id(blocks[index])]
        found.is_entry = index in sure or (_start(blocks[index].prose.text) in starts and _is_labelled(found))
        found.is_entry = found.is_entry or (
            len(sure) >= 2 and (_fits(found, leads) or _is_keyed_like(walk, blocks, index, leads))
        )
        if index not in sure and found.is_entry and _is_title_over_links(found.drafts[0]):
            beside = beside or survey([draft for index in sure for draft in walk.paragraphs[id(blocks[index])].drafts])
            found.siblings = beside


def _lists_pages(walk: Walk, blocks: Sequence[Block]) -> bool:
    """Whether many paragraphs are nothing but a title that leads to a page of notes: `[The Crane](notes/crane.md)`."""
    known = walk.pages_alone.get(id(blocks))
    if known is None:
        texts = (block.prose.text for block in blocks if block.kind is BlockKind.PARAGRAPH)
        count = sum(text.rstrip().endswith(".md)") and _PAGE_ALONE.match(text) is not None for text in texts)
        known = walk.pages_alone[id(blocks)] = count >= 2 * _SEVERAL
    return known


def _titled_only(walk: Walk, blocks: Sequence[Block], glued: Sequence[int]) -> list[int]:
    """Those of the paragraphs with a number and no blank behind it that are titles, if most of them are."""
    titled, drafts = [], []
    for index in glued:
        found = walk.paragraphs[id(blocks[index])].drafts
        if (
            len(found) == 1
            and word_count(found[0].title.partition("：")[0]) >= _TITLE
            and not (found[0].links or found[0].loose)
        ):
            titled.append(index)
            drafts.append(found[0])
    siblings = survey(drafts)
    if len(titled) < _SEVERAL or siblings.titled < _MOST or len(titled) < _MOST * len(glued):
        return []
    for index in titled:
        walk.paragraphs[id(blocks[index])].siblings = siblings
    return titled


def _may_tell(text: str) -> bool:
    """A quick look that saves reading: whether a year stands in `text`, and a sign that may set a title off."""
    return _ANY_YEAR.search(text) is not None and any(sign in text for sign in _TITLE_SIGNS)


def _promises(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    """Whether the block at `at` is a heading that says `Papers`, `Books` or the like."""
    if at < 0 or blocks[at].kind is not BlockKind.HEADING:
        return False
    text = heading_text(walk.reader.scan(blocks[at].prose).plain)
    return vocabulary.kind_word(text) is Kind.PAPER or vocabulary.says_books(text)


def _judge_listed(section: Sequence[Paragraph]) -> None:
    """Where a heading promises papers or books, paragraphs that start with a linked title are these, if most do."""
    led = [found for found in section if _starts_linked(found)]
    if len(led) < 2 or len(led) < _MOST * len(section):
        return
    siblings = survey([found.drafts[0] for found in led])
    for found in led:
        found.siblings, found.is_entry = siblings, True


def _starts_linked(found: Paragraph) -> bool:
    """Whether a paragraph starts with a link whose text could be a title."""
    draft = found.drafts[0] if len(found.drafts) == 1 else None
    if draft is None or draft.lead != "link" or draft.title_span is None or not draft.title_url:
        return False
    starts = draft.title_span.start - draft.start <= _MARKUP
    return starts and word_count(draft.title) >= 2 and not is_label(draft.title)


def _is_told_apart(found: Paragraph) -> bool:
    """Whether a paragraph tells who wrote what and when, the title set off: an entry of a bibliography."""
    if len(found.drafts) != 1 or found.drafts[0].lead not in ("quote", "bold"):
        return False
    draft = found.drafts[0]
    if draft.year is None or draft.inline is None or word_count(draft.title) < 2:
        return False
    return bool(draft.authors) or names_the_same(draft.inline.plain)


def _is_quoted_reference(walk: Walk, block: Block) -> bool:
    """Whether a paragraph behind a citation key tells who wrote what stands in quotes."""
    drafts = walk.paragraphs[id(block)].drafts
    return len(drafts) == 1 and drafts[0].lead == "quote" and bool(drafts[0].authors or drafts[0].venue)


def _shows_entry(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    """Whether a paragraph is an entry by its own structure: a title set off, credits or labelled links behind it."""
    if _is_bare(walk, blocks, at):
        return False
    found = walk.paragraphs[id(blocks[at])]
    if len(found.drafts) > 1:
        return True
    keys = walk.reader.keys(walk.reader.scan(blocks[at].prose))
    if keys and _tell_fields(keys):
        return False
    for draft in found.drafts:
        if draft.lead == "key":
            return True
        if (
            word_count(draft.title) < 2
            or surely_authors(draft.title)
            or (draft.lead == "plain" and draft.authors and is_one_author(draft.title))
            or (is_label(draft.title) and draft.lead != "url")
            or draft.lead == "url"
        ):
            return False
        following = _following(walk, blocks, at)
        if following is not None and _is_keyed(walk, following) and draft.loose <= 20:
            return draft.lead in ("bold", "link", "quote") or (
                looks_titled(draft.title) and not draft.loose and not draft.links
            )
        if judge(draft, None, survey(found.drafts)) is None:
            return False
        card = draft.is_paper_like and _is_card(blocks[at])
        if card or _is_quoted_entry(walk, draft) or _is_labelled_entry(draft, blocks[at]):
            return True
        if not (draft.is_paper_like or _is_credited(draft)) or draft.loose > _longest_remark(draft):
            return False
        if _is_told_all(draft, blocks[at]):
            return True
        return draft.lead != "plain" or (
            draft.labels > 0
            and word_count(draft.title) >= (3 if draft.authors or draft.venue else 4)
            and draft.loose < 20
        )
    return False


def _following(walk: Walk, blocks: Sequence[Block], at: int) -> Block | None:
    """The block behind a paragraph, pictures between them passed over."""
    end = at + 1
    if end < len(blocks) and blocks[end].kind is BlockKind.PARAGRAPH and "![" in blocks[end].prose.text:
        end += not has_letters(walk.reader.scan(blocks[end].prose).plain)
    return blocks[end] if end < len(blocks) else None


def _longest_remark(draft: Draft) -> float:
    """How much may be said beside a title: more behind a reference with the title in quotes."""
    if draft.lead == "quote" and draft.authors and draft.year is not None:
        return _LONG
    return max(_LITTLE, 1.2 * len(draft.title))


def _is_told_all(draft: Draft, block: Block) -> bool:
    """Whether a paragraph is a reference, or numbered and tells the year and who wrote or published it."""
    if draft.year is None or not (draft.venue or draft.authors):
        return False
    short = draft.loose <= (len(draft.title) if draft.authors else _LITTLE)
    return draft.cited or (short and _NUMBERED.match(block.prose.text) is not None)


def _is_linked_title(walk: Walk, block: Block) -> bool:
    """Whether a paragraph is a link whose text could be a title, and nothing else but icons."""
    if "](" not in block.prose.text and "][" not in block.prose.text:
        return False
    inline = walk.reader.scan(block.prose)
    if len(inline.links) != 1:
        return False
    link = inline.links[0]
    label, beside = inline.plain[link.start : link.end], inline.plain[: link.start] + inline.plain[link.end :]
    return word_count(label) >= _MANY and not link.url.startswith("#") and not has_letters(_SHORTCODE.sub("", beside))


def _is_card(block: Block) -> bool:
    """Whether a paragraph starts with `**Paper:**` and says more behind other words in bold."""
    keys = _BOLD_KEY.findall(block.prose.text) if block.prose.text.startswith("**") else []
    return len(keys) > 2 and vocabulary.field_of(keys[0]) == "title"


def _is_labelled_entry(draft: Draft, block: Block) -> bool:
    """Whether a paragraph says that it is a paper before its title: `**[Paper]** (CVPR 2018) The Crane`."""
    return bool(draft.authors) and draft.venue is not None and _SAYS_PAPER.match(block.prose.text) is not None


def _is_quoted_entry(walk: Walk, draft: Draft) -> bool:
    """Whether a paragraph among papers starts with a title in quotes, and tells its authors and little else."""
    if walk.region()[0] is not Kind.PAPER:
        return False
    starts = draft.title_span is not None and draft.title_span.start - draft.start <= 1
    return starts and draft.lead == "quote" and bool(draft.authors) and draft.loose <= _LITTLE


def _is_credited(draft: Draft) -> bool:
    """Whether a bold title and two authors or more are all that a paragraph says."""
    starts = draft.title_span is not None and draft.title_span.start - draft.start <= _MARKUP
    if draft.lead == "plain" and not draft.links:
        return False
    return (
        starts
        and draft.lead in ("bold", "plain")
        and len(draft.authors) > 1
        and not draft.loose
        and word_count(draft.title) >= 3
    )


def _is_keyed(walk: Walk, block: Block) -> bool:
    """Whether a block below a title holds the fields of its entry."""
    if block.kind is BlockKind.LIST:
        return is_key_list(walk, block)
    if block.kind is not BlockKind.PARAGRAPH:
        return False
    inline = walk.reader.scan(block.prose)
    keys = walk.reader.keys(inline)
    return bool(keys) and (any(is_link(mark) for mark in inline.marks) or _tell_fields(keys))


def _is_bare(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    """Whether a line need not be read, since nothing shows an entry: plain text without number or fields, or labels."""
    text, inline = blocks[at].prose.text, walk.reader.scan(blocks[at].prose)
    if inline.links and "\n" not in text:
        links = [mark for mark in inline.links if is_link(mark)]
        return bool(links) and (_only_labels(inline) or tells_where(inline, links))
    if inline.marks or "\n" in text or _SETS_OFF.search(inline.plain) or _NUMBERED.match(text) or _DATED.search(text):
        return False
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    return not walk.reader.keys(inline) and (following is None or not _is_keyed(walk, following))


def _tell_fields(keys: Sequence[tuple[re.Match[str], int]]) -> bool:
    return all(vocabulary.field_of(match[1]) in ("authors", "venue", "year") for match, _ in keys)


def _fits(found: Paragraph, leads: set[str]) -> bool:
    """Whether a paragraph without evidence looks like the entries beside it."""
    return any(
        draft.lead in leads
        and (
            (draft.lead != "plain" and word_count(draft.title) >= 4 and draft.loose <= len(draft.title))
            or (_is_told(draft) and draft.year is not None and draft.loose <= _LITTLE)
            or (draft.lead == "link" and bool(draft.authors) and not draft.loose)
            or (draft.is_linked_only and not is_label(draft.title))
            or _is_title_over_links(draft)
        )
        for draft in found.drafts
    )


def _start(text: str) -> str:
    """What shows at the start of a paragraph that an entry starts: a number, an icon, a label in bold brackets."""
    if _NUMBERED.match(text):
        return "1"
    match = _SHORTCODE.match(text) or _BOLD_LABEL.match(text)
    return match[0] if match else ""


def _is_title_over_links(draft: Draft) -> bool:
    """Whether a plain title has its own line, and the lines below are labels and links: `Project: <url>`."""
    if draft.lead != "plain" or not draft.on_own_line or draft.loose:
        return False
    return bool(draft.links) and draft.labels == len(draft.links) and word_count(draft.title) >= _MANY


def _is_labelled(found: Paragraph) -> bool:
    """Whether a paragraph is one title of some words, and labelled links or its people."""
    if len(found.drafts) != 1 or word_count(found.drafts[0].title) < _MANY:
        return False
    return found.drafts[0].labels > 0 or bool(found.drafts[0].authors and found.drafts[0].venue)


def _is_told(draft: Draft) -> bool:
    return bool(draft.authors) or bool(draft.venue and draft.labels)


def _is_keyed_like(walk: Walk, blocks: Sequence[Block], at: int, leads: set[str]) -> bool:
    """Whether a title, be it one word, is set off as the entries beside it are and has fields below it."""
    draft = next(iter(walk.paragraphs[id(blocks[at])].drafts), None)
    following = _following(walk, blocks, at)
    return (
        draft is not None
        and following is not None
        and draft.lead in ("bold", "link", "quote")
        and not leads <= {"plain"}
        and not draft.loose
        and not is_label(draft.title)
        and _is_keyed(walk, following)
    )


def _below(walk: Walk, blocks: Sequence[Block], at: int, found: Paragraph) -> int:
    """Give the last entry of the paragraph what stands below it; how many blocks were taken in all."""
    end, captions = at + 1, 0
    while end < len(blocks) and (_belongs(walk, blocks, end) or (captions and blocks[end].kind is BlockKind.CLOSE)):
        captions += (blocks[end].kind is BlockKind.SUMMARY) - (blocks[end].kind is BlockKind.CLOSE)
        end += 1
    below = blocks[at + 1 : end]
    draft = found.drafts[-1]
    walk.reader.read_below(draft, below)
    draft.end = max([draft.end, *(block.end for block in below)])
    return end - at


def _holds_repositories(walk: Walk, block: Block) -> bool:
    """Whether items of a list, or those nested below them, are linked to repositories of their own."""
    heads = [head for item in nested_items(block) if (head := item.head())]
    found = sum(
        (place := walk.reader.title_place(inline := walk.reader.scan(head.prose))).lead == "link"
        and place.mark is not None
        and is_repository(place.mark.url)
        and not is_label(inline.plain[place.start : place.end])
        for head in heads[:_SAMPLE]
    )
    return found > 1


def _belongs(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    block = blocks[at]
    if block.kind is BlockKind.PARAGRAPH:
        return not _is_group(walk, blocks, at) and not _paragraph(walk, blocks, at).is_entry
    if block.kind is BlockKind.LIST:
        return is_key_list(walk, block) or (
            entry_share(walk.reader, block) < 0.3
            and not is_contents(walk.reader, block)
            and not _holds_repositories(walk, block)
        )
    if block.kind is BlockKind.SUMMARY:
        return vocabulary.invites(clean_title(walk.reader.scan(block.prose).plain))
    return block.kind in (BlockKind.CODE, BlockKind.QUOTE)

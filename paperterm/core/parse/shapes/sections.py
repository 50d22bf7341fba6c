"""A heading for each paper, and what is said about it below.

Lives here: which headings of a document are papers and which are sections; both may be of one level.
Must not: read fields (the entry reader does).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import takewhile

from paperterm.core.model import Kind, LinkKind
from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import Block, BlockKind
from paperterm.core.parse.credits import credit
from paperterm.core.parse.drafts import Draft, keep_headings
from paperterm.core.parse.fields import clean_title, is_year_heading, looks_titled, published, word_count
from paperterm.core.parse.headings import says_papers
from paperterm.core.parse.inline import Inline, Mark
from paperterm.core.parse.kinds import Siblings, judge
from paperterm.core.parse.links import host_is_paper, is_link
from paperterm.core.parse.shapes.lists import entry_share
from paperterm.core.parse.shapes.paragraphs import is_all_bold, is_entry_paragraph, is_key_list
from paperterm.core.parse.shapes.properties import (
    Property,
    known_properties,
    properties_of,
    show_paper,
    take_properties,
)
from paperterm.core.parse.state import Walk
from paperterm.core.parse.titles import credited_lead, is_label

_LOOKED_AT = 8
_COLON = re.compile("[:：](?!//)")
_TITLE_KEYS = vocabulary.words("title paper_title 标题 题目 论文标题 论文题目 タイトル 題名 제목 titel titre título")
_TITLE_WORD = re.compile(r"titel|tit(?:le|re)|título|标题|题目|タイトル|題名|제목")
"""In lower case: what one of these keys holds."""

_TITLE_HEADINGS = _TITLE_KEYS | vocabulary.words("论文名 论文名称 論文名 論文タイトル 논문 논문명 paper_name")
_LONGEST_KEY = 20
_FIRST_KEY = 400
_LONGEST_BYLINE = 400
_LONGEST_SECTION = 5
_SHORTEST_REFERENCE = 24
_NEARLY_ALL = 0.8
_TITLE_WORDS = 5
_AROUND = (BlockKind.SUMMARY, BlockKind.CLOSE)
_SHORTEST_NAME = 3
_SHORTEST_RUN = 4
_COUNTED = re.compile(r"(\d{1,3})[.)、](?!\d)")
_YEAR = re.compile(r"\((?:19|20)\d\d\)")
_SET_OFF = re.compile(r"[\[(]([^\[\]()]{6,40})[\])]$")


def read_section(walk: Walk, blocks: Sequence[Block], at: int) -> int:
    """Read the heading at `at` and its body as one paper; how many blocks that were, 0 if it is a section."""
    if blocks[at].kind is not BlockKind.HEADING or at not in paper_headings(walk, blocks):
        return 0
    heading = blocks[at]
    end = _body_end(blocks, at, paper_headings(walk, blocks))
    walk.outline.close(heading.level)
    region, nothing = walk.region()
    nothing = nothing and walk.outline.depth >= 1
    draft = _draft(walk, blocks, at, end)
    region = region if end > at + 1 or draft.title_url else None
    if nothing and not (host_is_paper(draft.title_url) and draft.title_url):
        return 0
    kind = judge(draft, region, Siblings(2, 1.0, 1.0, 0.0, 1.0), listed=says_papers(walk.outline)) or Kind.PAPER
    walk.add(draft, Kind.PAPER if kind is Kind.REPO and not draft.title_url else kind)
    return end - at


def _draft(walk: Walk, blocks: Sequence[Block], at: int, end: int) -> Draft:
    below = _title_below(walk, blocks, at)
    draft = walk.reader.entry(blocks[at], below or blocks[at], [])
    draft.title = draft.title.removesuffix(" /")  # before a translation that is missing
    last = end
    while last > at + 1 and blocks[last - 1].kind in (BlockKind.RULE, BlockKind.CLOSE):
        last -= 1
    headings: list[Block] = []
    keyed = _tells_line_by_line(walk, _direct(blocks, at))
    for block in blocks[at + (2 if below else 1) : last]:
        if block.kind is BlockKind.HEADING:
            headings.append(block)
        elif properties := _properties(walk, block, keyed=keyed):
            take_properties(walk.reader, draft, properties)
        elif block.kind is BlockKind.QUOTE and block is blocks[at + 1] and _quotes_links(walk, block):
            walk.reader.read_below(draft, block.children)
        else:
            walk.reader.read_below(draft, [block])
    if stated := _stated_title(walk, blocks, at):
        draft.title, draft.title_span = clean_title(stated.value), stated.inline.span(stated.start, stated.end)
        draft.notes = [note for note in draft.notes if draft.title_span.start not in range(*note.span)]
    elif named := _named_papers(walk, blocks, at):
        walk.reader.name_by(draft, named[0].prose)
    draft.end = max([draft.end, *(block.end for block in blocks[at + 1 : last])])
    keep_headings(draft, headings)
    return draft


def _properties(walk: Walk, block: Block, *, keyed: bool) -> list[Property]:
    """The properties in a block below a heading: of a table, or of a paragraph where each is `keyed`."""
    if block.kind is BlockKind.TABLE and show_paper(found := properties_of(walk.reader, block)):
        return found
    return properties_of(walk.reader, block) if keyed and block.kind is BlockKind.PARAGRAPH else []


def _body_end(blocks: Sequence[Block], at: int, papers: frozenset[int]) -> int:
    end = at + 1
    level = blocks[at].level
    while end < len(blocks):
        block = blocks[end]
        if block.kind is BlockKind.HEADING and (block.level <= level or end in papers):
            break
        end += 1
    return end


def paper_headings(walk: Walk, blocks: Sequence[Block]) -> frozenset[int]:
    """The indices of the headings in `blocks` that are papers."""
    known = walk.paper_headings.get(id(blocks))
    if known is None:
        known = walk.paper_headings[id(blocks)] = _paper_headings(walk, blocks)
    return known


def _paper_headings(walk: Walk, blocks: Sequence[Block]) -> frozenset[int]:
    headings = [at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    linked = {at for at in headings if _is_linked_title(walk, blocks[at]) and not _leads_list(walk, blocks, at)}
    shown = {at for at in headings if at in linked or _shows_paper(walk, blocks, at)}
    shown |= _noted(walk, blocks, headings) | _counted(walk, blocks, headings)
    levels = Counter(blocks[at].level for at in shown)
    of_level = Counter(blocks[at].level for at in headings)
    sure = {at for at in shown if levels[blocks[at].level] >= 2 or at in linked}
    share = {level: levels[level] / of_level[level] if levels[level] >= 3 else 0.0 for level in of_level}
    fitting = {
        at for at in headings if share[blocks[at].level] >= 0.5 and _could_be(walk, blocks, at, share[blocks[at].level])
    }
    return frozenset(sure | fitting)


def _noted(walk: Walk, blocks: Sequence[Block], headings: Sequence[int]) -> set[int]:
    """Headings below one that announces papers, nearly all of them titles with remarks below."""
    found: set[int] = set()
    for number, at in enumerate(headings):
        if vocabulary.region_kind(_title(walk, blocks[at])) is not Kind.PAPER:
            continue
        level = blocks[at].level + 1
        below = takewhile(partial(_is_below, blocks, level), headings[number + 1 :])
        children = [other for other in below if blocks[other].level == level]
        titled = {other for other in children if _is_noted_title(walk, blocks, other)}
        if len(titled) > 1 and len(titled) >= _NEARLY_ALL * len(children):
            found |= titled
    return found


def _counted(walk: Walk, blocks: Sequence[Block], headings: Sequence[int]) -> set[int]:
    """Headings with nothing below them that are counted one by one, up or down, most of them titles."""
    found: set[int] = set()
    run: list[int] = []
    for at in headings:
        if run and not _counts_on(blocks, run[-1], at):
            found |= _titled_run(walk, blocks, run)
            run = []
        if _COUNTED.match(blocks[at].prose.text):
            run.append(at)
    return found | _titled_run(walk, blocks, run)


def _counts_on(blocks: Sequence[Block], before: int, at: int) -> bool:
    """Whether a heading follows another of its level at once, and its number that one's."""
    first, second = (_COUNTED.match(blocks[index].prose.text) for index in (before, at))
    if at != before + 1 or blocks[at].level != blocks[before].level or not first or not second:
        return False
    return abs(int(first[1]) - int(second[1])) == 1


def _titled_run(walk: Walk, blocks: Sequence[Block], run: Sequence[int]) -> set[int]:
    is_bare = bool(run) and (run[-1] + 1 == len(blocks) or blocks[run[-1] + 1].kind is BlockKind.HEADING)
    counted = run if is_bare else run[:-1]
    if len(counted) < _SHORTEST_RUN:
        return set()
    texts = [_title(walk, blocks[at]) for at in counted]
    titled = sum(looks_titled(text) or word_count(text) > _TITLE_WORDS for text in texts)
    return set(counted) if titled >= _NEARLY_ALL * len(texts) else set()


def _is_below(blocks: Sequence[Block], level: int, at: int) -> bool:
    return blocks[at].level >= level


def _is_noted_title(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    """Whether a heading reads like a title, or has as many words, and what stands below it links nowhere."""
    text = _title(walk, blocks[at])
    if not text.isascii() or (word_count(text) <= _TITLE_WORDS and not looks_titled(text)):
        return False
    below = [block for block in _direct(blocks, at) if block.kind not in _AROUND]
    if not below or any(block.kind is not BlockKind.LIST and block.kind is not BlockKind.PARAGRAPH for block in below):
        return False
    return not any("](" in walk.text[block.start : block.end] for block in below)


def _title(walk: Walk, block: Block) -> str:
    return walk.reader.scan(block.prose).plain


def _is_linked_title(walk: Walk, block: Block) -> bool:
    """Whether a heading is a title that links to its paper."""
    inline = walk.reader.scan(block.prose)
    links = [mark for mark in inline.marks if is_link(mark) and host_is_paper(mark.url)]
    return bool(links) and block.level > 1 and word_count(inline.plain) >= 3


def _leads_list(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    """Whether a few words stand right above a list of entries: a section that links to what it is about."""
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    if after is None or after.kind is not BlockKind.LIST or word_count(_title(walk, blocks[at])) > _LONGEST_SECTION:
        return False
    return not is_key_list(walk, after) and entry_share(walk.reader, after) >= 0.5


def _could_be(walk: Walk, blocks: Sequence[Block], at: int, share: float) -> bool:
    """Whether a heading without evidence is a paper as nearly all (`share`) of its level are."""
    text = _title(walk, blocks[at])
    if is_year_heading(text) or vocabulary.is_no_list(text) or vocabulary.kind_word(text):
        return False
    if share < 0.8 and (word_count(text) < 4 or not looks_titled(text)):
        return False
    return len(_direct(blocks, at)) > 1 and not _lists_entries(walk, blocks, at) and not _named_papers(walk, blocks, at)


def _direct(blocks: Sequence[Block], at: int) -> list[Block]:
    """The blocks between a heading and the next one."""
    end = at + 1
    while end < len(blocks) and blocks[end].kind is not BlockKind.HEADING:
        end += 1
    return list(blocks[at + 1 : end])


def _lists_entries(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    for block in _direct(blocks, at):
        if block.kind is BlockKind.LIST and not is_key_list(walk, block) and entry_share(walk.reader, block) >= 0.3:
            return True
    return False


def _shows_paper(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    """Whether the body of a heading tells where its paper is: a line of labelled links, `Paper: …`, a byline."""
    text, named = _title(walk, blocks[at]), len(_named_papers(walk, blocks, at))
    stated = _title_below(walk, blocks, at) or _stated_title(walk, blocks, at)
    if named == 1 or stated or _is_reference(walk, blocks[at]) or _ends_published(text):
        return True
    if named or _is_no_title(text):
        return False
    direct = _direct(blocks, at)
    if _tells_line_by_line(walk, direct):
        return True
    count = 0
    for number, block in enumerate(direct[:_LOOKED_AT], at + 1):
        if is_entry_paragraph(walk, blocks, number):
            return False
        if number == at + 1 and looks_titled(text) and _is_bold_credit(walk, block):
            count += 1
            continue
        if block.kind is BlockKind.PARAGRAPH and not count and is_all_bold(walk.reader.scan(block.prose)):
            return False
        if show_paper(properties_of(walk.reader, block)):
            count += 1
        elif block.kind is BlockKind.PARAGRAPH:
            count += _is_link_line(walk, block) or (number == at + 1 and _is_credited_link(walk, blocks[at], block))
        elif block.kind is BlockKind.LIST:
            count += is_key_list(walk, block) or (looks_titled(text) and _has_address(walk, block))
        elif block.kind is BlockKind.QUOTE and number == at + 1:
            count += _quotes_links(walk, block)
    return count > 0 and not _lists_entries(walk, blocks, at)


def _is_no_title(text: str) -> bool:
    """Whether a heading is a label, a year or a word that says what is below."""
    if word_count(text) < 2 or is_label(text) or is_year_heading(text):
        return True
    return vocabulary.kind_word(text) is not None or vocabulary.is_no_list(text)


def _tells_line_by_line(walk: Walk, body: Sequence[Block]) -> bool:
    """Whether paragraphs of one property each tell who wrote a paper, when or where."""
    if len(body) < 2 or not (_may_be_key(body[0]) and _may_be_key(body[1])):
        return False
    return show_paper(known_properties(walk.reader, body[:_LOOKED_AT]))


def _may_be_key(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and _COLON.search(block.prose.text) is not None


def _is_reference(walk: Walk, heading: Block) -> bool:
    """Whether a heading tells who wrote what, and when: `Roe, J. (2024). *The Crane*. Blatt.`"""
    text = heading.prose.text
    if len(text) < _SHORTEST_REFERENCE:
        return False
    if not credited_lead(text) and (not _YEAR.search(text) or ("." not in text and "*" not in text)):
        return False
    draft = walk.reader.entry(heading, heading, [])
    return bool(draft.authors) and draft.year is not None and word_count(draft.title) >= 2


def _ends_published(text: str) -> bool:
    """Whether a heading ends with a venue and its year in brackets: `Paper Swans in the Wild (NeurIPS 2019)`."""
    if text[-1:] not in (")", "]") or not text[-2:-1].isdigit() or not looks_titled(text):
        return False
    match = _SET_OFF.search(text)
    found = published(match[1]) if match else None
    return found is not None and found.whole and found.venue is not None and found.year is not None


def _is_bold_credit(walk: Walk, block: Block) -> bool:
    """Whether a line is bold and tells who wrote what stands above, and when: `**Jane Roe and Max Muster (1982)**`."""
    if block.kind is not BlockKind.PARAGRAPH or len(block.prose.text) > _LONGEST_BYLINE:
        return False
    inline = walk.reader.scan(block.prose)
    if not is_all_bold(inline):
        return False
    names, _, year = credit(inline.plain)
    return bool(names) and year is not None


def _stated_title(walk: Walk, blocks: Sequence[Block], at: int) -> Property | None:
    """The title of the paper whose properties stand right below a heading that only counts: `Source 3`."""
    block = blocks[at + 1] if at + 1 < len(blocks) else None
    if block is None or block.kind not in (BlockKind.LIST, BlockKind.PARAGRAPH):
        return None
    if not _TITLE_WORD.search(walk.text[block.start : min(block.end, block.start + _FIRST_KEY)].casefold()):
        return None
    properties = properties_of(walk.reader, block)
    if not properties or vocabulary.plain_key(properties[0].key) not in _TITLE_KEYS or not show_paper(properties):
        return None
    return properties[0] if word_count(properties[0].value) > 1 else None


def _title_below(walk: Walk, blocks: Sequence[Block], at: int) -> Block | None:
    """The paragraph right below a heading that only says that it is the title: `Title`, `论文名`."""
    block = blocks[at + 1] if at + 1 < len(blocks) else None
    if block is None or block.kind is not BlockKind.PARAGRAPH:
        return None
    text = blocks[at].prose.text
    if len(text) > _LONGEST_KEY or vocabulary.plain_key(text) not in _TITLE_HEADINGS:
        return None
    first = walk.reader.scan(block.prose).plain.split("\n")[0]
    return block if word_count(first) >= _SHORTEST_NAME and not first.startswith("http") else None


def _named_papers(walk: Walk, blocks: Sequence[Block], at: int) -> list[Property]:
    """The properties right below a heading that name a paper more fully than it does: `Paper: Roe J. [Title](url)`."""
    block = blocks[at + 1] if at + 1 < len(blocks) else None
    if block is None or block.kind is not BlockKind.LIST or "](" not in walk.text[block.start : block.end]:
        return []
    title = _title(walk, blocks[at])
    return [found for found in properties_of(walk.reader, block) if _names_paper(found, title)]


def _names_paper(found: Property, heading: str) -> bool:
    """Whether the value of a key for papers holds a link that says more of a title than the heading does."""
    if vocabulary.label_kind(found.key) is not LinkKind.PAPER:
        return False
    texts = [found.inline.plain[mark.start : mark.end] for mark in found.links]
    titled = [text for text in texts if word_count(text) >= _SHORTEST_NAME and not is_label(text) and "://" not in text]
    if len(titled) != 1:
        return False
    return titled[0].isascii() > heading.isascii() or word_count(titled[0]) > word_count(heading)


def _has_address(walk: Walk, block: Block) -> bool:
    """Whether just one item of a list is nothing but the address of a paper."""
    found = 0
    for item in block.children[:_LOOKED_AT]:
        head = item.head()
        if head is None or "http" not in head.prose.text or len(head.prose.text) > _LONGEST_BYLINE:
            continue
        inline = walk.reader.scan(head.prose)
        links = [mark for mark in inline.marks if is_link(mark)]
        bare = len(links) == 1 and links[0].end - links[0].start == len(inline.plain.strip())
        found += bare and inline.plain.lstrip().startswith("http") and host_is_paper(links[0].url)
    return found == 1


def _quotes_links(walk: Walk, block: Block) -> bool:
    """Whether a quote tells where a paper is."""
    if any(is_entry_paragraph(walk, block.children, number) for number in range(len(block.children))):
        return False
    return any(_is_link_line(walk, child) for child in block.children if child.kind is BlockKind.PARAGRAPH)


def _is_link_line(walk: Walk, block: Block) -> bool:
    """Whether a line of a paragraph is mostly links with labels (or badges), one of them to a paper."""
    inline = walk.reader.scan(block.prose)
    links = [mark for mark in inline.marks if is_link(mark)]
    if not any(
        host_is_paper(mark.url) or _is_paper_label(inline.plain[mark.start : mark.end] or mark.label) for mark in links
    ):
        return False
    if walk.reader.keys(inline) or _is_byline(inline, links):
        return True
    start = 0
    for line in inline.plain.split("\n"):
        within = [mark for mark in links if start <= mark.start <= start + len(line)]
        if (
            within
            and len(line.strip()) - sum(mark.end - mark.start for mark in within) < 40
            and _labelled(inline, within)
        ):
            return True
        start += len(line) + 1
    return False


def _is_credited_link(walk: Walk, heading: Block, below: Block) -> bool:
    """Whether a heading is a link, and the paragraph below tells who wrote it and when, and no more."""
    title, inline = walk.reader.scan(heading.prose), walk.reader.scan(below.prose)
    if not any(is_link(mark) for mark in title.links) or len(inline.plain) > _LONGEST_BYLINE:
        return False
    names, venue, year = credit(inline.plain)
    return bool(names) and (venue is not None or year is not None)


def _is_byline(inline: Inline, links: Sequence[Mark]) -> bool:
    """Whether a line tells who wrote what, and when or where, and then links to it."""
    first = links[0].start
    names, venue, year = credit(inline.plain[:first]) if 0 < first < _LONGEST_BYLINE else ((), None, None)
    return bool(names) and (venue is not None or year is not None)


def _labelled(inline: Inline, links: Sequence[Mark]) -> bool:
    """Whether all links say what they lead to, by a label, a badge or their URL."""
    texts = [inline.plain[mark.start : mark.end] for mark in links]
    return all(not text or is_label(text) or text.startswith("http") for text in texts)


def _is_paper_label(label: str) -> bool:
    return vocabulary.plain_key(label) in vocabulary.LINK_LABELS[LinkKind.PAPER]

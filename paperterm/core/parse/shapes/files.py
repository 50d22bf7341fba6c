"""One file a paper: with YAML front matter, or a title, a line of authors and notes.

Lives here: whether a whole file is about one paper, and reading it as such.
Must not: be asked about files that list entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from paperterm.core.model import Field, Kind, Link, LinkKind, Span
from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import Block, BlockKind
from paperterm.core.parse.credits import credit
from paperterm.core.parse.drafts import Draft, keep_headings, set_field
from paperterm.core.parse.fields import (
    clean_title,
    first_year,
    has_digit,
    is_year_heading,
    looks_titled,
    published,
    word_count,
)
from paperterm.core.parse.frontmatter import Matter, Value
from paperterm.core.parse.links import host_is_paper, is_target, link_kind
from paperterm.core.parse.shapes.mastheads import (
    METADATA,
    Masthead,
    bare,
    is_same,
    links_its_paper,
    read_masthead,
    stated_title,
)
from paperterm.core.parse.shapes.matters import (
    bare_title,
    credits_paper,
    describes_paper,
    is_post,
    is_sites_own,
    is_tagged_paper,
    leads_to_paper,
    says_notes,
    tags_of,
    title_key,
    without_wikilinks,
)
from paperterm.core.parse.shapes.properties import (
    SURE_TITLES,
    Property,
    field_name,
    people,
    properties_of,
    show_paper,
    take_properties,
)
from paperterm.core.parse.state import Walk
from paperterm.core.parse.titles import credited_lead, find_title, is_label

_LINK_KEYS = vocabulary.words(
    "url link links doi arxiv arxiv_id pdf code github repo project website paper paper_url video slides homepage"
    " code_url pdf_url arxiv_url project_page 链接 代码 dataset source paper_link code_link local_pdf blog external"
    " source_url repository slides demo poster preprint openreview"
)
_SAYS_NO_KIND = frozenset(("url", "link", "links", "source", "external_link", "external", "source_url"))
_ADDRESS = re.compile(r"^urls? | (?:urls?|links?|address)$|(?:链接|地址)$")
_FOR_THE_SITE = vocabulary.words(
    "layout permalink meta_key slug toc mathjax math comments sitemap nav_order has_children excerpt_separator"
    " cssclass cssclasses sidebar_position"
)
"""Keys that tell the maker of a site how to show a page, and nothing of the paper."""

_NUMBER = r"^\W*(?:\d+(?:\.\d+)*[.、)）]?\s*|[一二三四五六七八九十]+[、.．]\s*)?"
_NOTE_HEADINGS = re.compile(
    rf"{_NUMBER}(?:论文|本文|文章)?的?(?:summary|abstract|tl;?dr|notes?|key (?:points|ideas|insights|takeaways)"
    r"|takeaways?|contributions?|pros?\b|cons?\b|"
    r"strengths?|weakness(?:es)?|recap|review|motivation|problem|method(?:s|ology)?|approach|results?"
    r"|experiments?|conclusions?|discussion|"
    r"related work|limitations|introduction|background|thoughts|questions|critique|highlights|overview"
    r"|comments|what (?:is|are|was|were|did|do|does|makes|other) .*\b(?:papers?|authors?|approach|references)\b"
    r"|摘要|总结|笔记|方法|实验|"
    r"要約|概要|著者|提案手法|手法|実験|結果|結論|まとめ|感想|どんなもの|先行研究|技術や手法|議論|次に読む|何のための"
    r"|요약|초록|방법|실험|결과|결론|한계|기여|"
    r"动机|贡献|结论|创新点|问题|背景|相关工作|简评|亮点|核心|模型|不足|优点|缺点|思考|介绍|概述)",
    re.I,
)
_LINKED = re.compile(r"(?:code|links?|resources|repository|implementations?|代码|链接)", re.I)
_REFERENCES = re.compile(
    r"^\W*(?:references?|bibliography|citations?|cited by|backlinks|related(?: papers| notes)?|see also"
    r"|参考文献|引用)\W*$",
    re.I,
)
_DEEP = 3
_OUTLINED = re.compile(r"\s*[*_]*[A-Za-z\u4e00-\u9fff][\w ]{0,30}[*_]*::")
_TITLE_YEAR = re.compile(r"\s*(?:--+|—|–|\||,)\s*((?:19|20)\d\d)\s*$|\s*[\[(（]((?:19|20)\d\d)[\])）]\s*$")
_PAPERS_OWN = re.compile(
    rf"{_NUMBER}(?:论文|本文|文章)?的?(?:abstract|tl;?dr|key (?:ideas|contributions)|contributions?|related work"
    r"|experiments?|limitations|strengths?|weakness(?:es)?|main idea|proposed (?:method|approach|model)"
    r"|どんなもの|先行研究|技術や手法|どうやって有効|議論は|次に読む|提案手法|何を解決|何が新しい"
    r"|摘要|创新点|实验|相关工作|主要贡献|贡献|研究背景|研究动机|초록|실험)",
    re.I,
)
"""Headings that notes on anything but a paper hardly have."""

_NOT_NOTES = re.compile(
    r"(?:^|/)(?:readme[^/]*|[^/]*template[^/]*|_?(?:contributing|license|changelog|code_of_conduct|index|security|todo"
    r"|summary|sidebar|about|news|toc|home|contribute|acknowledg\w*|support|credits)"
    r"(?:[-_. ](?:[a-z]{2}|[a-z]{2}[-_][a-z]{2}|us|me|page|list))?)\.[^/.]*$",
    re.I,
)
_OTHERS = re.compile(r",?\s+(?:et\.? al\.?|等人?)$|(?<=\w)等人?$")
_DATE_OF_POST = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}[-_]")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d+)*[.、]\s*\S")
_CREDITED = re.compile(r"(?<=\w)\s*[\[(（]([^\[\]()（）]{6,60})[\])）]\s*$")
_FOLDERS_PAGE = re.compile(r"(?:^|/)([^/]+)/(?:readme|_?index)\.[^/.]*$", re.I)
_ET_AL = re.compile(r"\bet\.? ?al\b")
_NOTES_ARE = (BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.HEADING)
_SHORT_TITLE = 5
_FIRST_HEADING = 3
_MENTIONED = 2
_TOO_MANY = 40
_SURE = 2
_LINK = re.compile(r"\]\([^)\s]*|https?://|\]\[|<a\b")


def file_from_matter(walk: Walk, matter: Matter, blocks: Sequence[Block], end: int) -> bool:
    """Read a file whose front matter describes a paper; False if it does not."""
    key = title_key(matter)
    if key is None or not describes_paper(walk.name, matter):
        return False
    draft = Draft(0, max(end, 0), title=_matter_title(matter, key))
    draft.title_span = Span(matter[key][0].span.start, matter[key][-1].span.end)
    if not draft.title.strip():
        return False
    head = read_masthead(walk, blocks, _heading_of(walk, blocks, draft.title), draft.title)
    _read_matter(walk, draft, matter, but=key)
    _take_head(walk, draft, head)
    _read_body(walk, draft, [block for at, block in enumerate(blocks) if at not in head.taken])
    walk.add(draft, Kind.PAPER if credits_paper(walk.name, matter) else _kind(tags_of(matter)))
    return True


def _matter_title(matter: Matter, key: str) -> str:
    return bare_title(without_wikilinks(" ".join(value.text for value in matter[key])))


def _read_matter(walk: Walk, draft: Draft, matter: Matter, *, but: str | None) -> None:
    """What front matter says of the paper, `but` for the key of its title; a post's date and author are not its."""
    posted = is_post(walk.name, matter)
    for name, values in matter.items():
        if name != but and not (posted and is_sites_own(name, values)):
            _read_key(draft, name, values)
    _read_links(draft, matter)


def _heading_of(walk: Walk, blocks: Sequence[Block], title: str) -> int:
    """The index of the heading that repeats the title, or -1."""
    for at, block in enumerate(blocks[: _FIRST_HEADING + 1]):
        if block.kind is BlockKind.HEADING and is_same(walk.reader.scan(block.prose).plain, title):
            return at
    return -1


def _kind(tags: set[str]) -> Kind:
    if tags & {"dataset", "datasets", "数据集"}:
        return Kind.DATASET
    return Kind.REPO if tags & {"repo", "repository"} else Kind.PAPER


def _read_key(draft: Draft, name: str, values: Sequence[Value]) -> None:
    key = "venue" if name == "publication" else name.replace("_", " ")
    texts = [without_wikilinks(value.text) for value in values]
    if key in vocabulary.STATUS_KEYS:
        draft.status = vocabulary.STATUS_OF.get(texts[0].casefold(), draft.status)
        draft.fields += [Field(value.key, text, value.span) for text, value in zip(texts, values, strict=True)]
    elif vocabulary.field_of(key) == "authors":
        names = texts if len(texts) > 1 else people(texts[0])
        people_named = tuple(found for text in names if (found := _OTHERS.sub("", text.strip(" []*"))))
        draft.authors = max(people_named, draft.authors, key=len)
    elif vocabulary.field_of(key) == "tags":
        draft.tags += [tag for text in texts for tag in re.split(r"[,;，；、]\s*|\s*#", text) if tag]
    elif vocabulary.field_of(key) in ("year", "venue") and "://" not in texts[0]:
        set_field(draft, vocabulary.field_of(key), ", ".join(texts))
    elif not _is_link_key(name) and key not in _FOR_THE_SITE and not name.startswith("link"):
        draft.fields += [Field(value.key, text, value.span) for text, value in zip(texts, values, strict=True)]


def _read_links(draft: Draft, matter: Matter) -> None:
    described = matter.get("link_descriptions") or matter.get("links_descriptions") or []
    for name in matter:
        if not _is_link_key(name):
            continue
        for number, value in enumerate(matter[name]):
            label = described[number].text if name == "links" and number < len(described) else name.replace("_", " ")
            _add_link(draft, label, name, value)


def _is_link_key(name: str) -> bool:
    """Whether a key of front matter is one for links: `pdf`, `url_code`, `project link`."""
    plain = _ADDRESS.sub("", name.replace("_", " "))
    return plain in _LINK_KEYS or (plain != name.replace("_", " ") and vocabulary.label_kind(plain) is not None)


def _add_link(draft: Draft, label: str, name: str, value: Value) -> None:
    text = value.text
    match = re.search(r"\[([^\[\]]*)\]\(([^()\s]+)\)", text)
    if match:
        label, text = match[1] or label, match[2]
    if (
        name in ("arxiv", "arxiv_id", "arxiv id") and re.fullmatch(r"(?:arXiv:)?\d{4}\.\d{4,5}(?:v\d+)?", text, re.I)
    ) or (name == "doi" and text.startswith("10.")):
        draft.fields.append(Field(value.key, text, value.span))
    elif " " not in text and is_target(text) and ("/" in text or "." in text) and "[[" not in text:
        if all(known.url != text for known in draft.links):
            shown = "" if name in _SAYS_NO_KIND and label == name.replace("_", " ") else label
            draft.links.append(Link(link_kind(shown, text), label, text, value.span))
    else:
        draft.fields.append(Field(value.key, text, value.span))


@dataclass(frozen=True, slots=True)
class _Named:
    """What a file is called, and the index of the heading that says so; -1 where none does."""

    title: str
    at: int = -1


def file_without_links(walk: Walk, matter: Matter, blocks: Sequence[Block], end: int) -> bool:
    """Read a file that surely is about one paper and hardly links anywhere, before its lines are tried as entries.

    To try them takes most of the time, and what they could be without links would not change what the file is.
    """
    if any(islice(_LINK.finditer(walk.text), _MENTIONED, None)):
        return False
    if sum(len(block.children) or 1 for block in blocks) > _TOO_MANY:
        return False
    return file_from_title(walk, matter, blocks, end, least=_SURE)


def file_from_title(walk: Walk, matter: Matter, blocks: Sequence[Block], end: int, least: int = 1) -> bool:
    """Read a file without entries as the notes on one paper, if that is what it looks like.

    `least` is how much has to speak for it at least.
    """
    if _NOT_NOTES.search(walk.name) and not _FOLDERS_PAGE.search(walk.name):
        return False
    named = _named(walk, matter, blocks) if _listed(walk, "") <= _MENTIONED else None
    if named is None:
        return False
    head = read_masthead(walk, blocks, named.at, named.title)
    if _told_of_one(walk, matter, blocks, named, head) < least:
        return False
    draft = Draft(0 if matter else blocks[0].start, max(end, blocks[-1].end), title=named.title)
    if named.at >= 0:
        _read_title(walk, draft, blocks[named.at])
    _take_head(walk, draft, head)
    _read_matter(walk, draft, matter, but=title_key(matter))
    if named.at + 1 not in head.taken:
        _read_byline(walk, draft, blocks, named.at)
    kept = named.at >= 0 and not is_same(draft.title, named.title)
    _read_body(
        walk, draft, [block for at, block in enumerate(blocks) if at not in head.taken and (kept or at != named.at)]
    )
    walk.drafts.clear()
    walk.add(draft, Kind.PAPER)
    draft.heading = None
    return True


def _named(walk: Walk, matter: Matter, blocks: Sequence[Block]) -> _Named | None:
    """The title of a file: in its front matter, its first heading, a property, or its name."""
    if not blocks:
        return None
    if key := title_key(matter):
        title = _matter_title(matter, key)
        return _Named(title, _heading_of(walk, blocks, title))
    first = next((at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING), None)
    if first is not None and first <= _FIRST_HEADING and blocks[first].level <= _DEEP:
        text = walk.reader.scan(blocks[first].prose).plain
        if not _names_part(text):
            return _Named(text, first)
    head = read_masthead(walk, blocks, -1, "")
    if stated := stated_title(head.properties):
        return _Named(clean_title(stated.value))
    title = _DATE_OF_POST.sub("", re.sub(r"^[@\W]+", "", walk.name.rpartition("/")[2].rpartition(".")[0]))
    if head.weight and is_post(walk.name, matter):
        return _Named(title.replace("-", " ").replace("_", " "))
    return _Named(title) if word_count(title) > 3 and looks_titled(title) else None


def _names_part(heading: str) -> bool:
    """Whether a heading says what is below it, or when, and is no title: `Summary`, `Authors`, `2020`, `Papers`."""
    text = heading.strip(" :：#")
    return bool(
        METADATA.fullmatch(text)
        or _NOTE_HEADINGS.match(text)
        or field_name(text)
        or is_year_heading(text)
        or vocabulary.kind_word(text)
        or published(text).whole
        or _NUMBERED.match(text)
    )


def _read_title(walk: Walk, draft: Draft, heading: Block) -> None:
    """The title in a heading, with its links and its year, without labels and remarks around it."""
    inline = walk.reader.scan(heading.prose)
    title = inline.plain
    if title.lstrip()[:1] in ("[", "【") or any(is_label(title[mark.start : mark.end]) for mark in inline.links):
        place = find_title(inline)
        if word_count(title[place.start : place.end]) > 2:
            title = title[place.start : place.end]
    if match := _TITLE_YEAR.search(title):
        draft.year, title = int(match[1] or match[2]), title[: match.start()]
    elif (match := _CREDITED.search(title)) and (year := first_year(match[1])):
        draft.authors, draft.venue, _ = credit(match[1])
        draft.year, title = year, title[: match.start()]
    lead, dash, rest = title.partition(" - ")
    if dash and has_digit(lead) and (found := published(lead)).whole and found.year is not None:
        draft.venue, draft.year, title = found.venue, found.year, rest
    name, dash, rest = title.partition(" — ")
    if dash and name.casefold() == walk.name.rpartition("/")[2].rpartition(".")[0].casefold():
        title = rest
    draft.title = bare_title(clean_title(title))
    start = max(inline.plain.find(draft.title), 0)
    draft.title_span = inline.span(start, min(start + len(draft.title), len(inline.plain)))
    for mark in inline.links:
        walk.reader.add_link(draft, inline, mark, in_title=not is_label(inline.plain[mark.start : mark.end]))


def _take_head(walk: Walk, draft: Draft, head: Masthead) -> None:
    """What the masthead says of the paper: its title in full, its properties, its reference."""
    _take_properties(walk, draft, head.properties)
    if (stated := stated_title(head.properties)) and _says_more(stated, draft.title):
        trial = Draft(0, 0)
        walk.reader.read_head(trial, walk.reader.scan(stated.prose))
        if word_count(trial.title) > 2:
            draft.title, draft.title_span = trial.title, trial.title_span
            _merge(draft, trial)
    if head.reference is not None:
        _merge(draft, head.reference)


def _says_more(stated: Property, title: str) -> bool:
    """Whether a stated title is another one than the file's, or is that and the file's says something else, too."""
    if vocabulary.plain_key(stated.key) in SURE_TITLES:
        return bare(stated.value) != bare(title)
    return not is_same(stated.value, title)


def _merge(draft: Draft, other: Draft) -> None:
    draft.authors = draft.authors or other.authors
    draft.venue = draft.venue or other.venue
    draft.year = draft.year if draft.year is not None else other.year
    known = {link.url for link in draft.links}
    draft.links += [link for link in other.links if link.url not in known]


def _take_properties(walk: Walk, draft: Draft, properties: Sequence[Property]) -> None:
    for found in properties:
        if vocabulary.plain_key(found.key) in vocabulary.STATUS_KEYS:
            draft.status = vocabulary.STATUS_OF.get(found.value.casefold(), draft.status)
    take_properties(walk.reader, draft, properties)


def _known_properties(walk: Walk, block: Block) -> list[Property]:
    """The properties a callout consists of, if one of them has a name that is known or a link."""
    found = properties_of(walk.reader, block)
    known = any(vocabulary.field_of(one.key) or vocabulary.label_kind(one.key) for one in found)
    return found if known else []


def _told_of_one(walk: Walk, matter: Matter, blocks: Sequence[Block], named: _Named, head: Masthead) -> int:
    """How much says that a file with a title is about one paper: its masthead, name, byline, headings; 0 if it is not.

    1 is enough where nothing in the file can be an entry of a list.
    """
    stated = stated_title(head.properties)
    told = head.weight + 2 * credits_paper(walk.name, matter) + 2 * leads_to_paper(matter)
    keys = [vocabulary.plain_key(found.key) for found in head.properties if field_name(found.key) == "title"]
    if sum(key in SURE_TITLES for key in keys) > 1:
        return 0
    told += 2 * (stated is not None and len(keys) == 1 and named.at < 0)
    told += 2 * (not told and named.at < 0 and bool(matter) and links_its_paper(walk, blocks))
    if vocabulary.is_no_list(named.title) or "awesome" in named.title.casefold():
        return 0
    if named.at < 0 and not told and _listed(walk, named.title):
        return 0
    if word_count(named.title) < 2 and not told and stated is None:
        return 0
    if named.at >= 0 and not _stands_above(walk, blocks, named.at) and not (told and blocks[named.at].level < _DEEP):
        return 0
    body = blocks[named.at + 1 :]
    if not told and not any(block.kind in _NOTES_ARE for block in body):
        return 0
    evidence = told + _evidence(walk, matter, named, blocks)
    if page := _FOLDERS_PAGE.search(walk.name):
        return evidence if evidence > 3 or (evidence > 1 and _names_folder(page[1], named.title, head)) else 0
    if evidence == 1:
        return int(named.at >= 0 and not walk.drafts and looks_titled(named.title))
    return evidence


def _names_folder(folder: str, title: str, head: Masthead) -> bool:
    """Whether a folder's page has the folder's name for its title, or a long one with the paper's address below it."""
    if is_same(folder, title) or bare(title.partition(":")[0]) == bare(folder):
        return True
    return head.weight > 0 and looks_titled(title) and word_count(title) > _SHORT_TITLE


def _listed(walk: Walk, title: str) -> int:
    """How many papers a file lists, but for its own one and what notes mention under `Related work`; many are many."""
    if len(walk.drafts) > _TOO_MANY and not all(
        _is_mentioned(walk, draft.heading) for draft in walk.drafts[:_TOO_MANY]
    ):
        return len(walk.drafts)
    papers = (draft for draft in walk.drafts if draft.kind is Kind.PAPER and draft.links and draft.is_paper_like)
    listed = (1 for draft in papers if not is_same(draft.title, title) and not _is_mentioned(walk, draft.heading))
    return sum(islice(listed, _MENTIONED + 1))


def _is_mentioned(walk: Walk, heading: int | None) -> bool:
    """Whether what stands below a heading is mentioned in notes, not listed."""
    above = [head.text for head in walk.outline.chain(heading) if not head.is_group]
    return any(_REFERENCES.match(text) or _NOTE_HEADINGS.match(text) for text in above)


def _stands_above(walk: Walk, blocks: Sequence[Block], at: int) -> bool:
    """Whether a heading stands above all others, those aside that notes on a paper have."""
    heading = blocks[at]
    top = 1 if heading.level < _DEEP else heading.level
    others = [block for block in blocks[at + 1 :] if block.kind is BlockKind.HEADING and block.level <= top]
    texts = [walk.reader.scan(block.prose).plain for block in others]
    return heading.level <= _DEEP and all(_NOTE_HEADINGS.match(text) or _REFERENCES.match(text) for text in texts)


def file_from_name(walk: Walk, matter: Matter, blocks: Sequence[Block], end: int) -> bool:
    """Read a file whose front matter credits a paper that only the file's name calls by its title."""
    title = re.sub(r"^[@\W]+", "", walk.name.rpartition("/")[2].rpartition(".")[0])
    headed = any(block.kind is BlockKind.HEADING and block.level == 1 for block in blocks)
    if headed or not credits_paper(walk.name, matter) or word_count(title) < 3 or _NOT_NOTES.search(walk.name):
        return False
    draft = Draft(0, max(end, 0), title=title)
    head = read_masthead(walk, blocks, -1, title)
    _read_matter(walk, draft, matter, but=None)
    _take_head(walk, draft, head)
    _read_body(walk, draft, [block for at, block in enumerate(blocks) if at not in head.taken])
    walk.add(draft, Kind.PAPER)
    return True


def file_from_properties(walk: Walk, blocks: Sequence[Block], end: int) -> bool:
    """Read a page of an outliner that starts with `Author:: …` bullets; its file's name is its title."""
    title = walk.name.rpartition("/")[2].rpartition(".")[0].strip()
    page = blocks[0] if blocks else None
    if page is None or page.kind is not BlockKind.LIST or word_count(title) < 2 or _NOT_NOTES.search(walk.name):
        return False
    heads = (child.head() for child in page.children)
    keyed = list(takewhile(lambda head: head is not None and _OUTLINED.match(head.prose.text) is not None, heads))
    stated = properties_of(walk.reader, replace(page, children=page.children[: len(keyed)])) if keyed else []
    if not show_paper(stated) or any(block.kind is BlockKind.HEADING and block.level == 1 for block in blocks):
        return False
    draft = Draft(0, max(end, 0), title=title)
    _take_properties(walk, draft, stated)
    _read_body(walk, draft, [replace(page, children=page.children[len(keyed) :]), *blocks[1:]])
    walk.add(draft, Kind.PAPER)
    return True


def _evidence(walk: Walk, matter: Matter, named: _Named, blocks: Sequence[Block]) -> int:
    """How much title, byline and headings of a file speak for one paper."""
    body = blocks[named.at + 1 :]
    headings = [walk.reader.scan(block.prose).plain for block in body if block.kind is BlockKind.HEADING]
    tagged = 2 * is_tagged_paper(matter)
    if named.at < 0:
        return 2 * (sum(bool(_PAPERS_OWN.match(text)) for text in headings) > 1) + tagged
    inline, title = walk.reader.scan(blocks[named.at].prose), named.title
    names, _, _ = _byline(walk, body)
    noted = sum(bool(_NOTE_HEADINGS.match(text)) for text in headings)
    same = bare(title)[:18] == bare(walk.name.rpartition("/")[2].removesuffix(".md"))[:18] and word_count(title) >= 3
    linked = any(host_is_paper(mark.url) or mark.url.casefold().endswith(".pdf") for mark in inline.links)
    sure = bool(names) + same + bool(_TITLE_YEAR.search(title)) + linked + (says_notes(title) and noted > 0)
    return 2 * sure + (noted > 0) + (noted > 2) + tagged


def _byline(walk: Walk, body: Sequence[Block]) -> tuple[tuple[str, ...], str | None, int | None]:
    first = body[0] if body else None
    if first is not None and first.kind is BlockKind.QUOTE and first.children:
        first = first.children[0]
    if first is None or first.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return (), None, None
    text = walk.reader.scan(first.prose).plain
    names, venue, year = credit(text.split("\n\n")[0])
    if first.kind is BlockKind.HEADING:
        full = len(names) > 1 and all(" " in name for name in names)
        only = not any(
            credit(walk.reader.scan(block.prose).plain)[2]
            for block in body[1:]
            if block.kind is BlockKind.HEADING and block.level == first.level
        )
        told = full or (names and year and (venue is None or venue in vocabulary.VENUES))
        return (names, venue, year) if only and told and not credited_lead(text) else ((), None, None)
    several = len(names) > 1 or _ET_AL.search(text)
    return (names, venue, year) if (names and several) or venue or year else ((), None, None)


def _read_byline(walk: Walk, draft: Draft, blocks: Sequence[Block], first: int) -> None:
    names, venue, year = _byline(walk, blocks[first + 1 :])
    draft.authors, draft.venue = draft.authors or names, draft.venue or venue
    draft.year = draft.year if draft.year is not None else year


def _read_body(walk: Walk, draft: Draft, blocks: Sequence[Block]) -> None:
    """Notes, links and everything else of a file that is one paper's; references are only kept to be shown."""
    references = section = False
    own = len(draft.links)
    headings: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            text = clean_title(walk.reader.scan(block.prose).plain)
            is_title = bare(text) == bare(draft.title)
            references, section = bool(_REFERENCES.match(text)), not (is_title or _LINKED.fullmatch(text))
            headings += [] if is_title else [block]
        elif block.kind is BlockKind.QUOTE and not section and (properties := _known_properties(walk, block)):
            _take_properties(walk, draft, properties)
        elif references or (section and block.kind is not BlockKind.LIST):
            draft.rest.append(block.span)
        else:
            walk.reader.read_below(draft, [block])
    draft.links[own:] = [_related(draft, link) for link in draft.links[own:]]
    keep_headings(draft, headings)


def _related(draft: Draft, link: Link) -> Link:
    """A link from the notes; a paper that they mention by its name is another one."""
    mentioned = (
        link.kind is LinkKind.PAPER and vocabulary.label_kind(link.label) is None and not link.label.startswith("http")
    )
    return link._replace(kind=LinkKind.OTHER) if mentioned and not is_same(link.label, draft.title) else link

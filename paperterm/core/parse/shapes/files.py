"""One file a paper: with YAML front matter, or a title, a line of authors and notes.

Lives here: whether a whole file is about one paper, and reading it as such.
Must not: be asked about files that list entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from paperterm.core.model import Field, Kind, Link, LinkKind, Span
from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import Block, BlockKind
from paperterm.core.parse.entries import Draft, credit, keep_headings, set_field
from paperterm.core.parse.fields import clean_title, looks_titled, word_count
from paperterm.core.parse.frontmatter import Matter, Value
from paperterm.core.parse.inline import MarkKind
from paperterm.core.parse.links import host_is_paper, is_target, link_kind
from paperterm.core.parse.shapes.properties import Property, properties_of, show_paper, take_properties
from paperterm.core.parse.state import Walk

_TITLES = ("paper_title", "paper title", "paper", "title", "标题", "论文标题", "论文题目", "题目")
_SHOWS_PAPER = vocabulary.words(
    "authors author year venue journal conference booktitle doi arxiv arxiv_id arxivid citekey citation bibtex"
    " pdf links url paper_url paper link publication published abstract paper_title citation_key citationkey"
    " zotero meta_key 作者 年份 会议 期刊 论文"
)
_NAMES_PAPER = frozenset(
    ("citekey", "citation key", "citation_key", "citationkey", "doi", "arxiv", "arxiv_id", "zotero")
)
_LINK_KEYS = vocabulary.words(
    "url link links doi arxiv arxiv_id pdf code github repo project website paper paper_url video slides homepage"
    " code_url pdf_url arxiv_url project_page 链接 代码 dataset source paper_link code_link local_pdf blog"
)
_FOR_THE_SITE = vocabulary.words(
    "layout permalink meta_key slug toc mathjax math comments sitemap nav_order has_children excerpt_separator"
    " cssclass cssclasses sidebar_position"
)
"""Keys that tell the maker of a site how to show a page, and nothing of the paper."""

_METADATA = re.compile(
    r"\W*(?:meta-?data|meta|info(?:rmation)?|properties|details|bibliographic (?:info\w*|data)|paper info\w*"
    r"|元数据|基本信息|论文信息|文献信息|信息)\W*",
    re.I,
)
_NOTE_HEADINGS = re.compile(
    r"^\W*(?:\d+[.、]?\s*)?(?:summary|abstract|tl;?dr|notes?|key (?:points|ideas|insights|takeaways)"
    r"|takeaways?|contributions?|pros?\b|cons?\b|"
    r"strengths?|weakness(?:es)?|recap|review|motivation|problem|method(?:s|ology)?|approach|results?"
    r"|experiments?|conclusions?|discussion|"
    r"related work|limitations|introduction|background|thoughts|questions|critique|highlights|overview"
    r"|comments|摘要|总结|笔记|方法|实验|"
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
_NOT_NOTES = re.compile(
    r"(?:^|/)(?:readme|contributing|license|changelog|code_of_conduct|index|security|todo|summary|_sidebar"
    r"|template|about|news|"
    r"pull_request_template|toc|home|contribute|acknowledg\w*|support|credits)[^/]*$",
    re.I,
)


def file_from_matter(walk: Walk, matter: Matter, blocks: Sequence[Block], end: int) -> bool:
    """Read a file whose front matter describes a paper; False if it does not."""
    key = next((key for key in _TITLES if key in matter and not is_address(matter[key][0].text)), None)
    keys = {name.replace("_", " ") for name in matter}
    if "published" in matter and matter["published"][0].text.casefold() in ("true", "false", "yes", "no"):
        keys.discard("published")  # whether a site shows the page
    tags = {
        value.text.casefold()
        for name in ("tags", "tag", "type", "category", "categories")
        for value in matter.get(name, ())
    }
    if key is None or not (
        keys & (_SHOWS_PAPER - {"title"}) or tags & {"paper", "papers", "article", "论文", "literature", "paper-note"}
    ):
        return False
    if keys & {"layout"} and not keys & {"authors", "author", "year", "venue", "citation", "doi", "links", "arxiv"}:
        return False
    draft = Draft(0, max(end, 0))
    draft.title = _wikiless(" ".join(value.text for value in matter[key]))
    draft.title_span = Span(matter[key][0].span.start, matter[key][-1].span.end)
    if not draft.title.strip():
        return False
    for name, values in matter.items():
        if name != key:
            _read_key(draft, name, values)
    _read_links(draft, matter)
    _read_body(walk, draft, blocks)
    walk.add(draft, _kind(tags))
    return True


def is_address(text: str) -> bool:
    """Whether a value is where something is, not what it is called."""
    return " " not in text and ("://" in text or text.casefold().endswith((".pdf", ".md")))


def _kind(tags: set[str]) -> Kind:
    if tags & {"dataset", "datasets", "数据集"}:
        return Kind.DATASET
    return Kind.REPO if tags & {"repo", "repository"} else Kind.PAPER


def _wikiless(text: str) -> str:
    """`text` with wikilinks as what they show."""
    text = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]", r"\1", text)
    return " ".join(text.split()).strip()


def _read_key(draft: Draft, name: str, values: Sequence[Value]) -> None:
    key = "venue" if name == "publication" else name.replace("_", " ")
    texts = [_wikiless(value.text) for value in values]
    if key in vocabulary.STATUS_KEYS:
        draft.status = vocabulary.STATUS_OF.get(texts[0].casefold(), draft.status)
        draft.fields += [Field(value.key, text, value.span) for text, value in zip(texts, values, strict=True)]
    elif vocabulary.field_of(key) == "authors":
        names = texts if len(texts) > 1 else _people(texts[0])
        draft.authors = tuple(found for text in names if (found := text.strip(" []*")))
    elif vocabulary.field_of(key) == "tags":
        draft.tags += [tag for text in texts for tag in re.split(r"[,;，；、]\s*", text) if tag]
    elif vocabulary.field_of(key) in ("year", "venue"):
        set_field(draft, vocabulary.field_of(key), ", ".join(texts))
    elif key not in _LINK_KEYS and key not in _FOR_THE_SITE and not name.startswith("link"):
        draft.fields += [Field(value.key, text, value.span) for text, value in zip(texts, values, strict=True)]


def _people(text: str) -> list[str]:
    """The names in a line of authors; `Roe, Jane and Muster, Max` are two."""
    inverted = re.split(r"\s+and\s+|\s*[;；]\s*", text)
    family = inverted[0].partition(",")[0]
    if all(name.count(",") == 1 for name in inverted) and (len(inverted) > 1 or " " not in family):
        return inverted
    return re.split(r"\s*[,;，；、]\s*(?:and\s+)?|\s+and\s+|\s*&\s*", text)


def _read_links(draft: Draft, matter: Matter) -> None:
    described = matter.get("link_descriptions") or matter.get("links_descriptions") or []
    for name in matter:
        if name.replace("_", " ") not in _LINK_KEYS:
            continue
        for number, value in enumerate(matter[name]):
            label = described[number].text if name == "links" and number < len(described) else name.replace("_", " ")
            _add_link(draft, label, name, value)


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
            shown = "" if name in ("url", "link", "links") and label == name else label
            draft.links.append(Link(link_kind(shown, text), label, text, value.span))
    else:
        draft.fields.append(Field(value.key, text, value.span))


def file_from_title(walk: Walk, matter: Matter, blocks: Sequence[Block], end: int) -> bool:
    """Read a file without entries as the notes on one paper, if that is what it looks like."""
    first = next((at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING), None)
    if first is None or first > 2 or _NOT_NOTES.search(walk.name):
        return False
    properties = _properties(walk, blocks, first)
    stated = [found for block in properties.values() for found in block]
    if not _is_note_file(walk, matter, blocks, first, stated):
        return False
    heading = blocks[first]
    inline = walk.reader.scan(heading.prose)
    draft = Draft(0 if matter else blocks[0].start, max(end, heading.end))
    title = inline.plain
    if match := _TITLE_YEAR.search(title):
        draft.year, title = int(match[1] or match[2]), title[: match.start()]
    draft.title, draft.title_span = clean_title(title), inline.span(0, len(title))
    for mark in inline.marks:
        if mark.kind is MarkKind.LINK:
            walk.reader.add_link(draft, inline, mark, in_title=True)
    _read_stated(walk, draft, matter, stated)
    _read_byline(walk, draft, blocks, first)
    _read_body(walk, draft, [block for at, block in enumerate(blocks) if at != first and at not in properties])
    walk.drafts.clear()
    walk.add(draft, Kind.PAPER)
    draft.heading = None
    return True


def _properties(walk: Walk, blocks: Sequence[Block], first: int) -> dict[int, list[Property]]:
    """The properties below a title (or a heading `Metadata` below it), by the index of their block."""
    found: dict[int, list[Property]] = {}
    for at in range(first + 1, min(first + 5, len(blocks))):
        if blocks[at].kind is BlockKind.HEADING:
            if at > first + 2 or not _METADATA.fullmatch(walk.reader.scan(blocks[at].prose).plain):
                break
        elif properties := properties_of(walk.reader, blocks[at]):
            found[at] = properties
    return found if show_paper([one for properties in found.values() for one in properties]) else {}


def _read_stated(walk: Walk, draft: Draft, matter: Matter, stated: Sequence[Property]) -> None:
    """What front matter and properties say of the paper that the title names."""
    _take_properties(walk, draft, stated)
    for name, values in matter.items():
        _read_key(draft, name, values)
    _read_links(draft, matter)


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


def _is_note_file(walk: Walk, matter: Matter, blocks: Sequence[Block], first: int, stated: Sequence[Property]) -> bool:
    """Whether a file with a title is about one paper: its properties, its name, its byline, its headings say so."""
    heading = blocks[first]
    inline = walk.reader.scan(heading.prose)
    title = inline.plain
    top = 1 if heading.level < _DEEP else heading.level
    others = sum(block.kind is BlockKind.HEADING and block.level <= top for block in blocks[first + 1 :])
    if (heading.level > _DEEP or others) and not (stated and heading.level < _DEEP):
        return False
    if word_count(title) < 2 or vocabulary.is_no_list(title) or "awesome" in title.casefold():
        return False
    body = blocks[first + 1 :]
    if not stated and not any(block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST) for block in body):
        return False
    listed = [draft for draft in walk.drafts if draft.kind is Kind.PAPER and draft.links and draft.is_paper_like]
    if walk.drafts and (len(listed) > 2 or len(walk.drafts) > 40):
        return False
    evidence = 2 * bool(stated) + 2 * _credits(matter) + _evidence(walk, title, body)
    links = [mark.url for mark in inline.marks if mark.kind is MarkKind.LINK]
    evidence += 2 * any(host_is_paper(url) or url.casefold().endswith(".pdf") for url in links)
    return evidence >= 2 or (evidence == 1 and not walk.drafts and looks_titled(title))


def _credits(matter: Matter) -> bool:
    """Whether front matter without a title can only be a paper's."""
    names = {vocabulary.field_of(name) for name in matter}
    return bool(matter.keys() & _NAMES_PAPER) or ("authors" in names and bool(names & {"year", "venue"}))


def file_from_name(walk: Walk, matter: Matter, blocks: Sequence[Block], end: int) -> bool:
    """Read a file whose front matter credits a paper that only the file's name calls by its title."""
    title = re.sub(r"^[@\W]+", "", walk.name.rpartition("/")[2].rpartition(".")[0])
    headed = any(block.kind is BlockKind.HEADING and block.level == 1 for block in blocks)
    if headed or not _credits(matter) or word_count(title) < 3 or _NOT_NOTES.search(walk.name):
        return False
    draft = Draft(0, max(end, 0), title=title)
    _read_stated(walk, draft, matter, ())
    _read_body(walk, draft, blocks)
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


def _evidence(walk: Walk, title: str, body: Sequence[Block]) -> int:
    """How much title, byline and headings of a file speak for one paper."""
    names, _, _ = _byline(walk, body)
    headings = [walk.reader.scan(block.prose).plain for block in body if block.kind is BlockKind.HEADING]
    noted = sum(bool(_NOTE_HEADINGS.match(text)) for text in headings)
    named = _slug(title)[:18] == _slug(walk.name.rpartition("/")[2].removesuffix(".md"))[:18] and word_count(title) >= 3
    return bool(names) * 2 + (noted > 0) + (noted > 2) + named * 2 + bool(_TITLE_YEAR.search(title)) * 2


def _slug(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _byline(walk: Walk, body: Sequence[Block]) -> tuple[tuple[str, ...], str | None, int | None]:
    first = body[0] if body else None
    if first is not None and first.kind is BlockKind.QUOTE and first.children:
        first = first.children[0]
    if first is None or first.kind is not BlockKind.PARAGRAPH:
        return (), None, None
    text = walk.reader.scan(first.prose).plain
    names, venue, year = credit(text.split("\n\n")[0])
    return (names, venue, year) if len(names) > 1 or venue or year else ((), None, None)


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
            is_title = _slug(text) == _slug(draft.title)
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
    return link._replace(kind=LinkKind.OTHER) if mentioned and _slug(link.label) != _slug(draft.title) else link

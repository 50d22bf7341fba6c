"""What the front matter of a page tells: a paper, or who posted the page and when; and titles that say `notes on`.

Lives here: questions to front matter and to titles. Must not: read a body, or make entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperterm.core.parse import vocabulary
from paperterm.core.parse.fields import clean_title, word_count
from paperterm.core.parse.frontmatter import Matter, Value
from paperterm.core.parse.links import host_is_paper
from paperterm.core.parse.shapes.properties import people

_TITLES = ("paper_title", "paper title", "paper", "title", "标题", "论文标题", "论文题目", "题目", "original-title")
_SHOWS_PAPER = vocabulary.words(
    "authors author year venue journal conference booktitle doi arxiv arxiv_id arxivid citekey citation bibtex"
    " pdf links url paper_url paper link publication published abstract paper_title citation_key citationkey"
    " zotero meta_key 作者 年份 会议 期刊 论文"
)
_ANY_PAGE_SAYS = frozenset(("author", "authors", "title", "link", "links", "url", "published", "abstract", "作者"))
"""Keys that front matter of any post may have."""

_OF_AN_AUTHOR = frozenset(("authors", "author", "year", "venue", "citation", "doi", "links", "arxiv"))
_NAMES_PAPER = frozenset(
    ("citekey", "citation key", "citation_key", "citationkey", "doi", "arxiv", "arxiv_id", "zotero")
)
_PAPER_WORD = (
    r"(?:(?:papers?|论文|論文|文献|literature|arxiv|논문)[\s_-]*(?:notes?|readings?|reviews?|summary|digest|explained"
    r"|阅读笔记|阅读|閱讀|笔记|筆記|精读|解读|翻译|分享|详解|学习|メモ|紹介|要約|読み|まとめ|解説|리뷰|읽기|정리)?"
    r"|阅读笔记)"
)
_NOTE_WORD = rf"(?:{_PAPER_WORD}|(?:reading )?notes?|review|summary|读书笔记|阅读|笔记|解读)"
_NOTED = re.compile(
    rf"^\s*(?:[\[【(（「]\s*{_NOTE_WORD}(?:[\s/|,-]+[^\[\]【】]{{0,30}})?\s*[\]】)）」]\s*[:：|–—-]?"
    rf"|{_NOTE_WORD}\s*(?:\d{{0,4}}\s*[:：|]|\s[–—-]\s|(?=[《「]))|{_NOTE_WORD}\s(?:of|on|for)\s(?=[\"“《「*]))\s*",
    re.I,
)
_NOTED_BEHIND = re.compile(rf"\s*(?:[–—|:：-]\s*|[\[【(（]|(?<=[》」]))\s*{_NOTE_WORD}\s*[\]】)）]?\s*$", re.I)
_PAPER_TAG = re.compile(_PAPER_WORD, re.I)
_WIKILINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]")
_POSTED = re.compile(r"(?:^|/)\d{4}-\d{1,2}-\d{1,2}[-_]")
_POST_LAYOUTS = frozenset(("post", "posts", "blog", "article", "single", "page", "note", "default"))
_SITE_KEYS = ("categories", "draft", "comments", "permalink", "slug", "layout")


def is_address(text: str) -> bool:
    """Whether a value is where something is, not what it is called."""
    return " " not in text and ("://" in text or text.casefold().endswith((".pdf", ".md")))


def without_wikilinks(text: str) -> str:
    """`text` with wikilinks as what they show."""
    return " ".join(_WIKILINK.sub(r"\1", text).split())


def title_key(matter: Matter) -> str | None:
    """The key of the paper's, or the page's, title."""
    keys = [key for key in _TITLES if key in matter and not is_address(matter[key][0].text)]
    return next((key for key in keys if not _is_citation_key(matter[key][0].text)), keys[0] if keys else None)


def _is_citation_key(text: str) -> bool:
    """Whether a value is what a reference manager calls a paper: `@roeCranes2020`."""
    return text.startswith("@") and " " not in text


def tags_of(matter: Matter) -> set[str]:
    """Tags, types and categories, in lower case."""
    names = ("tags", "tag", "type", "category", "categories")
    return {value.text.casefold() for name in names for value in matter.get(name, ())}


def is_tagged_paper(matter: Matter) -> bool:
    """Whether a tag or category says that a page is about a paper: `paper-notes`, `论文笔记`."""
    return any(_PAPER_TAG.fullmatch(tag) for tag in tags_of(matter))


def describes_paper(name: str, matter: Matter) -> bool:
    """Whether front matter with a title tells what only a paper has; any post may have an author and a link."""
    keys = {name.replace("_", " ") for name in matter}
    if "published" in matter and matter["published"][0].text.casefold() in ("true", "false", "yes", "no"):
        keys.discard("published")  # whether a site shows the page
    said = keys & (_SHOWS_PAPER - {"title"})
    if is_post(name, matter) and not _names_people(matter):
        return bool(said - _ANY_PAGE_SAYS) or leads_to_paper(matter)
    tagged = bool(tags_of(matter) & {"paper", "papers", "article", "论文", "literature", "paper-note"})
    return bool(said or tagged) and ("layout" not in keys or bool(keys & _OF_AN_AUTHOR))


def credits_paper(page: str, matter: Matter) -> bool:
    """Whether front matter without a title can only be a paper's."""
    posted = is_post(page, matter)
    names = {
        vocabulary.field_of(name) for name, values in matter.items() if not (posted and is_sites_own(name, values))
    }
    return bool(matter.keys() & _NAMES_PAPER) or ("authors" in names and bool(names & {"year", "venue"}))


def leads_to_paper(matter: Matter) -> bool:
    """Whether front matter has the address of a paper."""
    return any(
        host_is_paper(value.text) for values in matter.values() for value in values if "http" in value.text[:200]
    )


def is_post(name: str, matter: Matter) -> bool:
    """Whether a file is a post of a site: a date in its name, or one in its front matter beside keys of a site."""
    layout = matter["layout"][0].text.casefold() in _POST_LAYOUTS if "layout" in matter else True
    return bool(_POSTED.search(name)) or ("date" in matter and layout and not matter.keys().isdisjoint(_SITE_KEYS))


def is_sites_own(name: str, values: Sequence[Value]) -> bool:
    """Whether a key of a post is about the post: when it was written, and by whom."""
    return name == "date" or (
        name in ("author", "authors", "作者") and len(values) == 1 and not _several(values[0].text)
    )


def _names_people(matter: Matter) -> bool:
    """Whether front matter names more than the one who posts."""
    named = [matter[name] for name in ("authors", "author", "作者") if name in matter]
    return any(len(values) > 1 or _several(values[0].text) for values in named)


def _several(text: str) -> bool:
    return len(people(text)) > 1 or "et al" in text


def says_notes(title: str) -> bool:
    """Whether a title starts with the words for notes on a paper: `Paper notes: The Crane`."""
    return _NOTED.match(title) is not None


def bare_title(text: str) -> str:
    """A title without the words that say that these are notes: `Paper notes: The Crane`, `【论文阅读】The Crane`."""
    short = clean_title(_NOTED_BEHIND.sub("", _NOTED.sub("", text, count=1), count=1))
    return short if word_count(short) > 1 or (short and not short.isascii()) else text

"""What a link leads to: the author's label decides first, the host second.

Lives here: from marks in the text to links of an entry, and what their URLs tell (repository, DOI, arXiv id).
Must not: fetch anything, or guess a URL that is not written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from paperterm.core.model import Link, LinkKind
from paperterm.core.parse import vocabulary
from paperterm.core.parse.fields import strip_icons, without_edges
from paperterm.core.parse.inline import Inline, Mark, MarkKind

_REPOSITORY = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<host>github\.com|gitlab\.com|bitbucket\.org|gitee\.com|codeberg\.org)"
    r"/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?(?:[/?#].*)?$",
    re.I,
)
_NOT_OWNERS = vocabulary.words("topics search about features sponsors orgs users settings marketplace explore")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s?#&\"<>]+")
_ARXIV = re.compile(
    # All possible first letters come first, so that re skips to these.
    r"[ahpAHP](?:(?<=a)(?:rxiv\.org|r5iv\.org|lphaxiv\.org|r5iv\.labs\.arxiv\.org)"
    r"|(?<=h)uggingface\.co|(?<=p)apers\.cool)"
    r"/(?:abs|pdf|html|format|ps|papers|overview|arxiv)/"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})",
    re.I,
)
_USUAL_ARXIV = re.compile(r"https?://arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})")
# Looked up here once, not for each link: see `Choice`.
_PAPER, _CODE, _PROJECT, _OTHER = LinkKind.PAPER, LinkKind.CODE, LinkKind.PROJECT, LinkKind.OTHER
_EDGES = " \t\n|:：,，.。;；*_`\"'“”-–—"
_NO_CODE = re.compile(r"https?://(?:www\.)?(?:github|gitlab|bitbucket|gitee)\.(?:com|org)/?", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_ALLOWED_SCHEMES = ("http:", "https:", "ftp:", "mailto:", "doi:", "arxiv:")


def is_link(mark: Mark) -> bool:
    """Whether a mark is a link that leads somewhere: not to an anchor of the page, not empty."""
    return mark.kind is MarkKind.LINK and is_target(mark.url)


@lru_cache(maxsize=4096)
def is_target(url: str) -> bool:
    """Whether a URL leads out of the page it is written on."""
    if url.startswith(("https://", "http://")):
        return True
    if not url or is_anchor(url) or url in ("-", "/", ".", "TODO", "todo", "TBD"):
        return False
    scheme = _SCHEME.match(url)
    return scheme is None or scheme[0].casefold() in _ALLOWED_SCHEMES or url.startswith("//", scheme.end())


def is_anchor(url: str) -> bool:
    """Whether a URL leads to a place on the page it is written on."""
    return url.startswith(("#", "./#", "/#"))


def label_of(inline: Inline, mark: Mark) -> str:
    """The words a link shows: its text or the alternative text of its image."""
    return without_edges(strip_icons(inline.plain[mark.start : mark.end] or mark.label), _EDGES)


def link_kind(label: str, url: str) -> LinkKind:
    """What a link leads to."""
    relative = "://" not in url and not url.startswith("//")
    if relative and url.partition("#")[0].casefold().endswith((".md", ".markdown")):
        return _OTHER
    said = vocabulary.label_kind(label)
    host = vocabulary.host_kind(url) or (_PAPER if relative and url.casefold().endswith(".pdf") else None)
    if said is _PAPER and host is _CODE and is_repository(url) and vocabulary.plain_key(label) != "paper":
        return _PAPER if vocabulary.plain_key(label) in ("pdf", "论文") else _CODE
    kind = host if said is _PROJECT and host is _PAPER else said or host or _OTHER
    if kind is _PAPER and "arxiv.org/search" in url:
        return _OTHER
    return _OTHER if kind is _CODE and (_NO_CODE.fullmatch(url) or (not said and is_page_of_notes(url))) else kind


def link_from(inline: Inline, mark: Mark, *, label: str = "", kind: LinkKind | None = None) -> Link:
    """The link of an entry that `mark` is; `label` stands in where the link itself shows only its URL.

    `kind` is what it leads to, if that is known without its label.
    """
    own = label_of(inline, mark)
    if label and (not own or own.startswith(("http://", "https://"))):
        own = label
    kind = kind or link_kind("" if own.startswith("http") else own, mark.url)
    return Link(kind, own, mark.url, inline.mark_span(mark))


def is_page_of_notes(url: str) -> bool:
    """Whether a URL leads to one page of a repository that is not about the repository itself."""
    return url.endswith(".md") and ("/blob/" in url or "/tree/" in url) and not url.lower().endswith("/readme.md")


@lru_cache(maxsize=4096)
def is_repository(url: str) -> bool:
    """Whether `url` is a repository on a code host."""
    return repository_name(url) is not None


def repository_name(url: str) -> str | None:
    """`owner/name` of a repository's URL, or None."""
    match = _REPOSITORY.match(url.strip())
    if not match or match["owner"].casefold() in _NOT_OWNERS:
        return None
    return f"{match['owner']}/{match['name']}"


def arxiv_id(url: str) -> str | None:
    """The arXiv id in a URL, its version dropped."""
    if usual := _USUAL_ARXIV.match(url):
        return usual[1]
    match = _ARXIV.search(url)
    return match["id"] if match else None


def doi(url: str) -> str | None:
    """The DOI in a URL, in lower case."""
    if "10." not in url:
        return None
    match = _DOI.search(unquote(url))
    return match[0].rstrip(").,;").casefold().removesuffix(".pdf") if match else None


def host_is_paper(url: str) -> bool:
    """Whether the host alone says that `url` leads to a paper."""
    return vocabulary.host_kind(url) is _PAPER

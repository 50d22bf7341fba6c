"""Which link, and which text, an action on a paper means: the repo link, the paper's page, a clone line, its Markdown.

Must not: open or copy anything.
"""

from __future__ import annotations

import re
from shlex import quote
from urllib.parse import urlsplit

from paperterm.core.model import Document, Link, LinkKind, Note, Paper

_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "sr.ht", "sourceforge.net")
_REPOSITORY = re.compile(
    r"(?:https?://)?(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com)/([^/?#\s]+)/([^/?#\s]+)",
    re.IGNORECASE,
)
_NOT_OWNERS = {"orgs", "topics", "sponsors", "features", "about", "search", "users", "settings", "apps", "marketplace"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def repo_link(paper: Paper) -> Link | None:
    """Its first code link, else its first link to a repository on a code host."""
    coded = next((link for link in paper.links if link.kind is LinkKind.CODE), None)
    return coded or next((link for link in paper.links if _repository(link.url)), None)


def paper_link(paper: Paper) -> Link | None:
    """The link to the paper itself: its first paper link, else the first that leads to no code, data, video …"""
    stated = next((link for link in paper.links if link.kind is LinkKind.PAPER), None)
    if stated:
        return stated
    pages = (LinkKind.PROJECT, LinkKind.BLOG, LinkKind.OTHER)
    return next((link for link in paper.links if link.kind in pages and is_web(link.url)), None)


def pdf_url(paper: Paper) -> str | None:
    """A PDF link of the paper, or the PDF behind its arXiv page."""
    for link in paper.links:
        small = link.url.casefold()
        if ".pdf" in small and urlsplit_path(small).endswith(".pdf"):
            return link.url
        if "arxiv.org" not in small:
            continue
        if match := re.match(r"(https?://(?:www\.)?arxiv\.org)/(?:abs|pdf)/([^?#\s]+)", link.url, re.IGNORECASE):
            return f"{match[1]}/pdf/{match[2]}"
    return None


def urlsplit_path(url: str) -> str:
    """The path part of `url`, empty where it is no URL."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def shown_url(url: str) -> str:
    """`url` as a reader recognises it: without its scheme and the slash at its end."""
    return re.sub(r"^https?://(?:www\.)?", "", url, flags=re.IGNORECASE).rstrip("/") or url


def is_web(url: str) -> bool:
    """Whether `url` is of a scheme that may be opened: http, https or mailto."""
    return url.casefold().startswith(("http://", "https://", "mailto:"))


def clone_line(paper: Paper) -> str | None:
    """`git clone URL` for the repository its repo link lies in, quoted for a shell; None without one."""
    link = repo_link(paper)
    if link is None:
        return None
    repository = _repository(link.url)
    if repository is None:
        return f"git clone {quote(clean(link.url))}" if link.url.endswith(".git") else None
    host, owner, name = repository
    return f"git clone {quote(f'https://{host}/{owner}/{name}.git')}"


def repository_url(paper: Paper) -> str | None:
    """The address of the repository that its repo link lies in, or the link as it is; None without one."""
    link = repo_link(paper)
    if link is None:
        return None
    repository = _repository(link.url)
    return f"https://{'/'.join(repository)}" if repository else link.url


def _repository(url: str) -> tuple[str, str, str] | None:
    match = _REPOSITORY.match(url)
    if not match or match[1].casefold() in _NOT_OWNERS:
        return None
    host = next(host for host in _CODE_HOSTS if host in url.casefold())
    return host, clean(match[1]), clean(match[2].removesuffix(".git"))


def markdown_of(document: Document, paper: Paper) -> str:
    """The entry as its author wrote it, without the blank end of its last line."""
    return clean(paper.span.of(document.text).rstrip())


def note_text(note: Note) -> str:
    """One note as plain text."""
    return clean(note.text)


def clean(text: str) -> str:
    """`text` for the clipboard: exactly as it is, but without control characters (line feeds and tabs stay)."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))

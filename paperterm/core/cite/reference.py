"""A Paper read as a reference: the parts that every citation style is made of.

Lives here: the kinds of reference (CSL's), and where in an entry each part is found.
Must not: format anything, or know more than the entry says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from paperterm.core.cite.characters import one_line
from paperterm.core.cite.names import Authors, read_authors
from paperterm.core.cite.venues import VenueKind, venue_kind
from paperterm.core.model import Kind, LinkKind, Paper
from paperterm.core.targets import paper_link, repo_link
from paperterm.core.text import fold

_ARXIV_ID = r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
_ARXIV_URL = re.compile(
    r"https?://(?:[\w-]+\.)?(?:arxiv\.org|alphaxiv\.org|ar5iv\.org|ar5iv\.labs\.arxiv\.org)/"
    rf"(?:abs|pdf|html|format|overview)/{_ARXIV_ID}(?:\.pdf)?/?(?:[?#].*)?",
    re.IGNORECASE,
)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.{_ARXIV_ID}", re.IGNORECASE)
_ARXIV_STATED = re.compile(rf"(?:arxiv:\s*)?{_ARXIV_ID}", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_DOI_URL = re.compile(
    r"https?://(?:(?:dx\.)?doi\.org/|[^/?#]+/doi/(?:(?:abs|pdf|full|epdf|epub|pdfdirect|reader)/)?)(10\.\d{4,9}/[^\s?#\"<>]+)",
    re.IGNORECASE,
)
_DOI_TAIL = re.compile(r"(?:/(?:pdf|full|abstract|epdf|html|meta)|\.pdf|[.,;:/])+$")
_WEB = re.compile(r"https?://[^\s/]+.*", re.IGNORECASE | re.DOTALL)
_PAGES = re.compile(r"(\d+)\s*[-–—]+\s*(\d+)")


class ReferenceType(StrEnum):
    """What is cited, in CSL's words; `article` is a text whose place of publication is not known to be one."""

    PROCEEDINGS = "paper-conference"
    JOURNAL = "article-journal"
    ARTICLE = "article"
    DATASET = "dataset"
    SOFTWARE = "software"
    WEBPAGE = "webpage"


@dataclass(frozen=True, slots=True)
class Reference:
    """One line of a bibliography. Always true: every text is one visible line; what the entry does not say is None.

    `container` is the venue as written; `arxiv` an identifier without its version; `pages` the first and the last.
    """

    type: ReferenceType
    title: str
    authors: Authors
    year: int | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: tuple[str, str] | None = None
    doi: str | None = None
    arxiv: str | None = None
    url: str | None = None
    code: str | None = None

    @property
    def is_only_on_arxiv(self) -> bool:
        """Whether the venue says no more than the arXiv identifier does."""
        return bool(self.arxiv and self.container and venue_kind(self.container) is VenueKind.PREPRINT)


def reference_of(paper: Paper) -> Reference:
    """`paper` as the parts of a citation."""
    container = one_line(paper.venue or "") or None
    url, code = _url(paper), _code(paper)
    return Reference(
        type=_type(paper, container),
        title=one_line(paper.title),
        authors=read_authors(paper.authors),
        year=paper.year if paper.year and paper.year > 0 else None,
        container=container,
        volume=_number(paper, "volume"),
        issue=_number(paper, "issue"),
        pages=_pages(paper),
        doi=doi_of(paper),
        arxiv=arxiv_of(paper),
        url=url,
        code=None if code == url else code,
    )


def _type(paper: Paper, container: str | None) -> ReferenceType:
    by_kind = {
        Kind.REPO: ReferenceType.SOFTWARE,
        Kind.DATASET: ReferenceType.DATASET,
        Kind.RESOURCE: ReferenceType.WEBPAGE,
    }
    by_venue = {VenueKind.PROCEEDINGS: ReferenceType.PROCEEDINGS, VenueKind.JOURNAL: ReferenceType.JOURNAL}
    stated = by_venue.get(venue_kind(container)) if container else None
    return stated or by_kind.get(paper.kind, ReferenceType.ARTICLE)


def _url(paper: Paper) -> str | None:
    """Its paper link; of other entries any page of theirs. A paper's other links may be its authors' home pages."""
    link = paper_link(paper)
    if link and paper.kind is Kind.PAPER and link.kind is LinkKind.OTHER and fold(link.label) != fold(paper.title):
        return None
    if link is None and paper.kind is not Kind.PAPER:
        link = next((link for link in paper.links if link.kind is LinkKind.DATA), None) or repo_link(paper)
    return _web(link.url) if link else None


def _code(paper: Paper) -> str | None:
    link = repo_link(paper)
    return _web(link.url) if link else None


def _web(url: str) -> str | None:
    line = one_line(url)
    return line if _WEB.fullmatch(line) else None


def doi_of(paper: Paper) -> str | None:
    """The DOI that the entry states, or that its paper links lead to."""
    stated = _field(paper, "doi")
    if stated and (match := _DOI.search(unquote(stated))):
        return _DOI_TAIL.sub("", one_line(match[0]))
    for url in _paper_urls(paper):
        if match := _DOI_URL.match(url):
            return _DOI_TAIL.sub("", one_line(unquote(match[1])))
    return None


def arxiv_of(paper: Paper) -> str | None:
    """The arXiv identifier that the entry states, or that its paper links lead to, without the version."""
    stated = _ARXIV_STATED.fullmatch(_field(paper, "arxiv") or _field(paper, "eprint") or "")
    if stated:
        return stated[1]
    for url in _paper_urls(paper):
        if match := _ARXIV_URL.fullmatch(url):
            return match[1]
    doi = doi_of(paper)
    by_doi = _ARXIV_DOI.fullmatch(doi) if doi else None
    return by_doi[1] if by_doi else None


def _paper_urls(paper: Paper) -> list[str]:
    return [one_line(link.url) for link in paper.links if link.kind is LinkKind.PAPER]


def _field(paper: Paper, name: str) -> str | None:
    if not paper.fields:
        return None
    found = next((field.value for field in paper.fields if field.name.strip().casefold() == name), "")
    return one_line(found) or None


def _number(paper: Paper, name: str) -> str | None:
    value = _field(paper, name)
    return value if value and value.isdecimal() else None


def _pages(paper: Paper) -> tuple[str, str] | None:
    """A range of pages; a single number may as well be how many there are."""
    match = _PAGES.fullmatch(_field(paper, "pages") or "")
    return (match[1], match[2]) if match else None

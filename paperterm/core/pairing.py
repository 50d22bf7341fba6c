"""Index entries and the note files they point at: one paper, written down in two places.

Lives here: telling a file that is about one paper, and finding which entry of an index means it.
Must not: change either. What is said in one place stays there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from paperterm.core.model import Document, Link, Paper
from paperterm.core.outline import Entry
from paperterm.core.text import slug

_IN_REPOSITORY = re.compile(r"/(?:blob|tree|raw|-/blob)/[^/]+/(.+)")
# A file that says this share of its text about its only paper is that paper's.
_MOST = 0.6
_NOTE_LABELS = frozenset(
    (
        "note",
        "notes",
        "my-notes",
        "reading-notes",
        "review",
        "summary",
        "details",
        "笔记",
        "阅读笔记",
        "读书笔记",
        "总结",
        "详情",
    )
)
_ENDINGS = (".md", ".markdown")


def joined(entry: Entry) -> Paper:
    """What the entry and its note file say of the paper together; the entry's own word goes first.

    Its spans lie in either document: it is for showing and citing, not for editing.
    """
    paper = entry.paper
    if entry.notes is None:
        return paper
    other = entry.notes.papers[0]
    return replace(
        paper,
        title=other.title if len(other.title) > len(paper.title) else paper.title,
        authors=paper.authors or other.authors,
        year=paper.year if paper.year is not None else other.year,
        venue=paper.venue or other.venue,
        tags=tuple(dict.fromkeys((*paper.tags, *other.tags))),
        links=tuple({link.url: link for link in (*reversed(other.links), *reversed(paper.links))}.values())[::-1],
        notes=(*paper.notes, *other.notes),
        fields=(*paper.fields, *other.fields),
    )


def is_note_file(document: Document) -> bool:
    """Whether `document` is about one paper, rather than a list with a single entry."""
    if len(document.papers) != 1:
        return False
    span = document.papers[0].span
    return span.end - span.start >= _MOST * len(document.text.strip())


def pairs(documents: Iterable[Document]) -> dict[tuple[str, int], Document]:
    """Which entries have their notes in a file of their own: (document name, index of the paper) → that file."""
    known = tuple(documents)
    notes = {document.name: document for document in known if is_note_file(document)}
    if not notes or len(known) == 1:
        return {}
    stems = _by_stem(notes)
    found: dict[tuple[str, int], Document] = {}
    for document in known:
        if document.name in notes:
            continue
        for index, paper in enumerate(document.papers):
            target = next((t for link in paper.links if (t := _target(document, paper, link, notes, stems))), None)
            if target is not None:
                found[document.name, index] = target
    return found


_Stems = Mapping[str, tuple[Document, ...]]


def _by_stem(notes: Mapping[str, Document]) -> _Stems:
    """Note files by their name without folder and ending, as wikilinks call them."""
    stems: dict[str, tuple[Document, ...]] = {}
    for name, document in notes.items():
        stems[_stem(name)] = (*stems.get(_stem(name), ()), document)
    return stems


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0].casefold()


def _target(
    document: Document, paper: Paper, link: Link, notes: Mapping[str, Document], stems: _Stems
) -> Document | None:
    try:
        parts = urlsplit(link.url)
    except ValueError:
        return None
    path = unquote(parts.path)
    if parts.scheme in ("http", "https"):
        inside = _IN_REPOSITORY.search(path)
        return _elsewhere(inside[1], paper, stems) if inside else None
    if parts.scheme or parts.netloc or not path:
        return None
    near = _near(path, document, notes, stems)
    return near if near is not None and _is_meant(link, paper, near.papers[0]) else None


def _near(path: str, document: Document, notes: Mapping[str, Document], stems: _Stems) -> Document | None:
    """The note file that a relative `path` in `document` leads to."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(document.name), path.lstrip("/")))
    for name in (joined, *(joined + ending for ending in _ENDINGS)):
        if name in notes:
            return notes[name]
    alike = stems.get(path.casefold(), ()) if "/" not in path else ()
    return alike[0] if len(alike) == 1 else None


def _elsewhere(path: str, paper: Paper, stems: _Stems) -> Document | None:
    """The note file at `path` of some repository, if it lies here too and bears the same title."""
    for document in stems.get(_stem(path), ()):
        is_there = f"/{path}".endswith(f"/{document.name}") or f"/{document.name}".endswith(f"/{path}")
        if is_there and _same_title(paper, document.papers[0]):
            return document
    return None


def _is_meant(link: Link, paper: Paper, other: Paper) -> bool:
    """Whether a link to the note file of `other` is the entry's own, not one to a paper it mentions."""
    label = slug(link.label)
    return label in _NOTE_LABELS or label == slug(paper.title) or _same_title(paper, other)


def _same_title(paper: Paper, other: Paper) -> bool:
    one, two = slug(paper.title), slug(other.title)
    return one == two or (len(one) > 12 and len(two) > 12 and (one in two or two in one))

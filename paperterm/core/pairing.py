"""Index entries and the note files they point at: one paper, written down in two places.

Lives here: telling a file that is about one paper, and finding which entry of an index means it.
Must not: change either. What is said in one place stays there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from paperterm.core.model import Document, Kind, Link, Paper
from paperterm.core.outline import Entry
from paperterm.core.text import slug

Number = TypeVar("Number")

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
_PAGES = ("README.md", "readme.md", "index.md", "_index.md")
"""What is shown of a folder that a link leads to."""


def joined(entry: Entry) -> Paper:
    """What the entry and its note file say of the paper together; the entry's own word goes first.

    Its spans lie in either document: it is for showing and citing, not for editing.
    """
    paper = entry.paper
    if entry.notes is None:
        return paper
    other = entry.notes.paper
    return replace(
        paper,
        kind=other.kind if paper.kind is Kind.RESOURCE else paper.kind,
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


def leads_to_files(paper: Paper) -> bool:
    """Whether a link of `paper` may lead to a note file: a path, or a file in some repository."""
    return any(_may_be_path(link.url) and _path_of(link) is not None for link in paper.links)


def _may_be_path(url: str) -> bool:
    """Most addresses are none, which is told sooner by looking for what all others hold."""
    return not url.startswith(("https://", "http://")) or any(
        part in url for part in ("/blob/", "/tree/", "/raw/", "%")
    )


def pairs(lists: Iterable[tuple[str, Number, Paper]], notes: Mapping[str, str]) -> dict[Number, str]:
    """Which entries have their notes in a file of their own.

    `lists` are (document name, number, paper) of the entries that `leads_to_files` holds for, `notes` the names of
    all note files and the titles of their papers. The result is by number: the name of that file.
    """
    if not notes:
        return {}
    stems = _by_stem(notes)
    found = {}
    for name, number, paper in lists:
        if name in notes:
            continue
        target = next((t for link in paper.links if (t := _target(name, paper, link, notes, stems))), None)
        if target is not None:
            found[number] = target
    return found


_Stems = Mapping[str, tuple[str, ...]]


def _by_stem(notes: Iterable[str]) -> _Stems:
    """Note files by their name without folder and ending, as wikilinks call them."""
    stems: dict[str, tuple[str, ...]] = {}
    for name in notes:
        stems[_stem(name)] = (*stems.get(_stem(name), ()), name)
    return stems


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0].casefold()


def _path_of(link: Link) -> tuple[str, bool] | None:
    """The path that a link names, and whether it is one within some repository on a host."""
    try:
        parts = urlsplit(link.url)
    except ValueError:
        return None
    path = unquote(parts.path)
    if parts.scheme in ("http", "https"):
        inside = _IN_REPOSITORY.search(path)
        return (inside[1], True) if inside else None
    return None if parts.scheme or parts.netloc or not path else (path, False)


def _target(name: str, paper: Paper, link: Link, notes: Mapping[str, str], stems: _Stems) -> str | None:
    found = _path_of(link)
    if found is None:
        return None
    path, is_elsewhere = found
    if is_elsewhere:
        return _elsewhere(path, paper, notes, stems)
    near = _near(path, name, notes, stems)
    if near is None:
        return _moved(path, paper, notes, stems)
    return near if _is_meant(link, paper, notes[near]) else None


def _near(path: str, name: str, notes: Mapping[str, str], stems: _Stems) -> str | None:
    """The note file that a relative `path` in the document `name` leads to."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(name), path.lstrip("/")))
    for candidate in (joined, *(joined + ending for ending in _ENDINGS), *(f"{joined}/{page}" for page in _PAGES)):
        if candidate in notes:
            return candidate
    alike = [note for note in stems.get(_stem(f"{path}.md"), ()) if _ends_in(note, path)]
    return alike[0] if len(alike) == 1 else None


def _ends_in(note: str, path: str) -> bool:
    """Whether the path of a note file ends as a wikilink has it, which has as much of it as tells the file."""
    return f"/{posixpath.splitext(note)[0]}".casefold().endswith(f"/{path}".casefold())


def _moved(path: str, paper: Paper, notes: Mapping[str, str], stems: _Stems) -> str | None:
    """The note file that has the name of `path` in another folder, if it is the only one and bears the same title."""
    alike = stems.get(_stem(path), ()) if path.casefold().endswith(_ENDINGS) else ()
    return alike[0] if len(alike) == 1 and _same_title(paper.title, notes[alike[0]]) else None


def _elsewhere(path: str, paper: Paper, notes: Mapping[str, str], stems: _Stems) -> str | None:
    """The note file at `path` of some repository, if it lies here too and bears the same title."""
    for name in stems.get(_stem(path), ()):
        is_there = f"/{path}".endswith(f"/{name}") or f"/{name}".endswith(f"/{path}")
        if is_there and _same_title(paper.title, notes[name]):
            return name
    return None


def _is_meant(link: Link, paper: Paper, title: str) -> bool:
    """Whether a link to the note file on `title` is the entry's own, not one to a paper it mentions."""
    label, own = slug(link.label), slug(paper.title)
    return label in _NOTE_LABELS or label == own or label.endswith(f"-{own}") or _same_title(paper.title, title)


def _same_title(title: str, other: str) -> bool:
    one, two = slug(title), slug(other)
    return one == two or (len(one) > 12 and len(two) > 12 and (one in two or two in one))

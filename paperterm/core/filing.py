"""Making the rows that the index keeps of a document.

Must not: know SQL, or where rows are kept; `filed` says what they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from zlib import crc32

from paperterm.core.filed import FACETS, Filed, PaperRow
from paperterm.core.marks import status_of
from paperterm.core.model import Document, Paper, Span
from paperterm.core.outline import Order, document_group, facet, group_values, walk
from paperterm.core.pairing import is_note_file, leads_to_files
from paperterm.core.query import body_words, contents, head_words
from paperterm.core.text import fold
from paperterm.core.versions import work_keys
from paperterm.core.words import words

_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def filed(document: Document) -> Filed:
    """What is kept of `document`."""
    group = document_group(document)
    groups = group.groups if group else ()
    return Filed(
        name=document.name,
        title=document.title and _storable(document.title),
        count=len(document.papers),
        size=group.size if group else 0,
        key=json.dumps(group.key if group else ()),
        label=_storable(group.label if group else ""),
        groups=json.dumps([group_values(each) for each in groups]),
        labels="\n".join(_storable(fold(each.label)) for each in walk(groups)),
        problems=json.dumps([[each.line, each.code, each.message] for each in document.problems]),
        is_notes=is_note_file(document),
        said=tuple(dict.fromkeys(each for paper in document.papers for each in _said(paper))),
        papers=tuple(_paper_row(document, paper) for paper in document.papers),
    )


def _paper_row(document: Document, paper: Paper) -> PaperRow:
    return PaperRow(
        id=_storable(paper.id),
        folded=_storable(fold(paper.title)),
        facets=tuple(_facet_row(order, paper) for order in FACETS),
        title_words=words(paper.title),
        facts=_facts(paper),
        works=tuple(map(_number_of, work_keys(paper))),
        links_files=leads_to_files(paper),
        head=head_words(paper),
        body=body_words(document.name, paper, document.text),
        told=_as_json(paper_values(paper)),
    )


def _said(paper: Paper) -> Iterator[tuple[str, str]]:
    if paper.venue:
        yield "venue", _storable(paper.venue)
    if paper.topic:
        yield "topic", _storable(paper.topic)
    for tag in paper.tags:
        yield "tag", _storable(tag)


def _facts(paper: Paper) -> tuple[str, ...]:
    values = (
        (paper.venue or "",),
        map(fold, paper.authors),
        map(fold, paper.tags),
        map(fold, (*paper.section, *paper.group)),
        contents(paper),
        (status_of(paper),),
    )
    return tuple(_storable("\n".join(["", *lines, ""])) for lines in values)


def _facet_row(order: Order, paper: Paper) -> tuple[int, str, str] | None:
    found = facet(order, paper)
    return (found.rank, _storable(found.name), _storable(found.label)) if found else None


def _storable(text: str) -> str:
    """`text` as UTF-8 can hold it: a lone surrogate becomes a replacement character."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _number_of(key: str) -> int:
    told = key.encode("utf-8", "replace")
    return ((crc32(told) << 32) | crc32(told[::-1])) - (1 << 63)


def _as_json(values: Any) -> str:
    told = _JSON.encode(values)
    if not told.isascii():
        try:
            told.encode()
        except UnicodeEncodeError:  # a lone surrogate
            return json.dumps(values)
    return told


# Papers


def paper_values(paper: Paper) -> list[Any]:
    """A paper as values that JSON can hold."""
    return [
        paper.id,
        paper.kind,
        paper.title,
        _ends(paper.span),
        paper.line,
        paper.end_line,
        paper.authors,
        paper.year,
        paper.venue,
        paper.section,
        paper.group,
        paper.topic,
        paper.tags,
        [(link.kind, link.label, link.url, *_ends(link.span)) for link in paper.links],
        [(note.number, note.text, *_ends(note.span)) for note in paper.notes],
        [(field.name, field.value, *_ends(field.span)) for field in paper.fields],
        [_ends(span) for span in paper.rest],
        paper.heading,
        paper.status,
    ]


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end

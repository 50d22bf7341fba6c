"""From the text of a Markdown file to the papers in it: the steps, in order.

Lives here: `parse_document`, total and deterministic: any text is a document, no text raises.
Must not: recognise anything by itself; every way of writing is a module of `shapes`.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter

from paperterm.core.model import Document, Heading, Kind, LinkKind, Paper, Span
from paperterm.core.parse.blocks import Block, View
from paperterm.core.parse.drafts import Draft
from paperterm.core.parse.frontmatter import Matter, front_of
from paperterm.core.parse.headings import Places, document_title
from paperterm.core.parse.inline import definitions
from paperterm.core.parse.kinds import settle
from paperterm.core.parse.layout import apply_layouts
from paperterm.core.parse.links import arxiv_id, doi
from paperterm.core.parse.problems import problems_of
from paperterm.core.parse.shapes.files import (
    file_from_matter,
    file_from_name,
    file_from_properties,
    file_from_title,
    file_without_links,
)
from paperterm.core.parse.shapes.order import enter_headings, read_blocks
from paperterm.core.parse.state import Walk
from paperterm.core.parse.structure import blocks_of, source_view
from paperterm.core.text import BOM, line_of, line_starts, slug


def parse_document(name: str, text: str) -> Document:
    """The papers, headings and problems in `text`; `name` is the file's POSIX path relative to the opened folder."""
    with _collecting_later():
        return _parsed(name, text)


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Keep the collector of cyclic garbage from looking at what is being built.

    A document is hundreds of thousands of objects without a cycle; looking through them again and again takes a third
    of the time of reading them.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _parsed(name: str, text: str) -> Document:
    starts = line_starts(text)
    view = source_view(text, starts, 0)
    if text.startswith(BOM):
        view.lines[0], view.offsets[0] = view.lines[0][1:], view.offsets[0] + 1
    taken, matter = front_of(view.lines, view.offsets)
    blocks = blocks_of(View(view.lines[taken:], view.offsets[taken:])) if taken < len(view.lines) else []
    walk = Walk(name, text, definitions(text))
    _walk(walk, matter, blocks, len(text.rstrip()))
    title = document_title(walk.outline.headings)
    papers = _papers(walk.drafts, Places(walk.outline, title), starts)
    problems = problems_of(text, view.lines, starts, blocks)
    named = next((value.text for value in matter.get("title", ())), None)
    return Document(name, text, papers, tuple(walk.outline.headings), problems, title.text if title else named)


def _walk(walk: Walk, matter: Matter, blocks: Sequence[Block], end: int) -> None:
    """Read a file as the notes on one paper if its front matter says so, else as a list, else by its title."""
    if matter and (file_from_matter(walk, matter, blocks, end) or file_from_name(walk, matter, blocks, end)):
        enter_headings(walk, blocks)
        return
    if not matter and file_from_properties(walk, blocks, end):
        enter_headings(walk, blocks)
        return
    if file_without_links(walk, matter, blocks, end):
        enter_headings(walk, blocks)
        return
    read_blocks(walk, blocks)
    settle(walk.drafts, walk.passed)
    _apply_layouts(walk)
    file_from_title(walk, matter, blocks, end)


def _apply_layouts(walk: Walk) -> None:
    """What is learnt below one outermost heading holds there: two documents in one file stay two."""
    kept: dict[Heading | None, list[Draft]] = {}
    passed: dict[Heading | None, list[Draft]] = {}
    for drafts, parts in ((walk.drafts, kept), (walk.passed, passed)):
        for heading, group in groupby(drafts, key=attrgetter("heading")):
            root = next((head for head in reversed([*walk.outline.chain(heading)]) if not head.is_group), None)
            parts.setdefault(root, []).extend(group)
    for root, drafts in kept.items():
        walk.drafts += apply_layouts(drafts, passed.get(root, ()))


def _papers(drafts: Sequence[Draft], places: Places, starts: Sequence[int]) -> tuple[Paper, ...]:
    seen: Counter[str] = Counter()
    papers = []
    for draft in sorted(drafts, key=lambda draft: draft.start):
        key = _key(draft)
        seen[key] += 1
        papers.append(_paper(draft, key if seen[key] == 1 else f"{key}~{seen[key]}", places, starts))
    return tuple(papers)


def _key(draft: Draft) -> str:
    """What names the paper in every file: DOI or arXiv id of its paper links, else its folded title."""
    urls = [link.url for link in draft.links if link.kind is LinkKind.PAPER]
    for url in urls:
        if found := arxiv_id(url):
            return f"arxiv:{found}"
        if found := doi(url):
            return f"doi:{found}"
    return slug(draft.title) or draft.title


def _paper(draft: Draft, key: str, places: Places, starts: Sequence[int]) -> Paper:
    start, end = draft.start, max(draft.start, draft.end)
    place = places.at(draft.heading)
    return Paper(
        id=key,
        kind=draft.kind or Kind.PAPER,
        title=draft.title,
        span=Span(start, end),
        line=line_of(starts, start),
        end_line=line_of(starts, max(start, end - 1)),
        authors=draft.authors,
        year=draft.year if draft.year is not None else place.year,
        venue=draft.venue or (place.venue if draft.kind is Kind.PAPER else None),
        section=place.section,
        group=place.group,
        topic=place.topic,
        tags=tuple(draft.tags),
        links=tuple(draft.links),
        notes=tuple(draft.notes),
        fields=tuple(draft.fields),
        rest=tuple(draft.rest),
        heading=draft.heading,
        status=draft.status,
    )

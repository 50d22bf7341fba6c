"""The top of a paper's page: title, facts, links with their keys, fields.

Lives here: which facts are told, in which order, and how links are set.
Must not: render Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from paperterm.core.cells import cell_width
from paperterm.core.marks import all_tags, is_bookmarked, status_of
from paperterm.core.model import Field, Kind, Link, LinkKind, Paper, Status
from paperterm.core.render.layout import hanging, room_for
from paperterm.core.render.lines import Line, Role, Run, shown
from paperterm.core.render.links import leads_elsewhere, readable_target
from paperterm.core.render.wrap import wrap
from paperterm.core.text import fold, safe

# The key that opens a URL, by the URL.
Keys = Mapping[str, str]

_BETWEEN = " · "
_BELOW = " › "
_GAP = "  "
# Labels that say no more than the kind, or nothing at all.
_EMPTY_LABELS = frozenset(("link", "here", "url", "web", "website", "www", "http", "https", "click here", "链接"))
_SAYS_KIND: Mapping[LinkKind, frozenset[str]] = {
    LinkKind.PAPER: frozenset(("paper", "pdf", "arxiv", "论文", "abs")),
    LinkKind.CODE: frozenset(("code", "github", "git", "repo", "代码", "official code", "source code")),
    LinkKind.PROJECT: frozenset(("project", "project page", "homepage", "page", "主页", "项目")),
    LinkKind.DATA: frozenset(("data", "dataset", "datasets", "数据", "数据集")),
    LinkKind.MODEL: frozenset(("model", "models", "模型", "weights")),
    LinkKind.VIDEO: frozenset(("video", "视频", "youtube")),
    LinkKind.SLIDES: frozenset(("slides", "slide")),
    LinkKind.BLOG: frozenset(("blog", "blog post", "博客")),
    LinkKind.OTHER: frozenset(("other",)),
}
_LETTERS = re.compile(r"[^\w]+|_")


def head_lines(paper: Paper, width: int, keys: Keys) -> list[Line]:
    """Title, facts, authors and tags; then, each after a blank line, the links and the fields."""
    lines = _title(paper, width)
    for part in (_links(paper, width, keys), _fields(paper, width)):
        if part:
            lines += [Line(), *part]
    return lines


def _title(paper: Paper, width: int) -> list[Line]:
    return [
        *wrap([shown(paper.title, Role.TITLE)], width),
        *_facts_and_marks(paper, width),
        *wrap([shown(", ".join(paper.authors), Role.AUTHORS)], width),
        *wrap([shown(" ".join(f"#{tag}" for tag in all_tags(paper)), Role.FACT)], width),
    ]


def _facts_and_marks(paper: Paper, width: int) -> list[Line]:
    """What was published where; at the right end how far the paper is read, below it where there is no room."""
    marks = "  ".join(filter(None, (_read_so_far(paper), "★" if is_bookmarked(paper) else "")))
    room = width - cell_width(marks) - 2 * len(_GAP)
    facts = [shown(_BETWEEN.join(_facts(paper)), Role.FACT)]
    if not marks or not facts[0].text:
        return wrap(facts if not marks else [Run(marks, (Role.FACT,))], width)
    if room < width // 2:
        return [*wrap(facts, width), *wrap([Run(marks, (Role.FACT,))], width)]
    first, *others = wrap(facts, room)
    spare = width - cell_width(first.text) - cell_width(marks)
    runs = (*first.runs, Run(" " * spare), Run(marks, (Role.FACT,)))
    return [Line(runs, first.joint, first.lead, spare + len(marks)), *others]


_STATUS_GLYPHS = {Status.UNREAD: "● unread", Status.READING: "◐ reading", Status.READ: "read"}


def _read_so_far(paper: Paper) -> str:
    """How far a paper is read, and since when, as far as anybody said."""
    if paper.status is None:
        return ""
    day = paper.mark.day if paper.mark is not None and paper.mark.status not in (None, Status.UNREAD) else None
    return f"{_STATUS_GLYPHS[status_of(paper)]} {day}" if day else _STATUS_GLYPHS[status_of(paper)]


_KIND_WORDS = {Kind.REPO: "repository", Kind.DATASET: "dataset", Kind.RESOURCE: "resource"}


def _facts(paper: Paper) -> Iterable[str]:
    if (word := _KIND_WORDS.get(paper.kind)) and not any(fold(text).startswith(word[:4]) for text in paper.section):
        yield word
    if paper.year is not None:
        yield str(paper.year)
    if paper.venue:
        yield paper.venue
    if place := _BELOW.join((*paper.section, *paper.group)):
        yield place


def _links(paper: Paper, width: int, keys: Keys) -> list[Line]:
    waiting = dict(keys)
    kinds = max((len(link.kind) for link in paper.links), default=0)
    lines: list[Line] = []
    for link in _once(paper.links):
        kind = Run(link.kind.ljust(kinds) + _GAP, (Role.LABEL,))
        lines.extend(_link(kind, _target(link, paper), waiting.pop(link.url, ""), width))
    return lines


def _once(links: Iterable[Link]) -> Iterable[Link]:
    """`links` without repetitions."""
    return {(link.kind, link.label, link.url): link for link in links}.values()


def _telling_label(link: Link, paper: Paper) -> str:
    """The link's label if it says more than its kind, its URL and the paper's title do."""
    label = fold(link.label)
    letters = _LETTERS.sub("", label)
    says_nothing = (
        not letters
        or label in _EMPTY_LABELS
        or label in _SAYS_KIND[link.kind]
        or letters == _LETTERS.sub("", fold(paper.title))
        or letters in _LETTERS.sub("", fold(link.url))
    )
    return "" if says_nothing else link.label


def _link(kind: Run, target: list[Run], key: str, width: int) -> list[Line]:
    """One link, its URL whole: what does not fit beside its kind goes on below its start."""
    indent = cell_width(kind.text)
    key_room = cell_width(key) + len(_GAP) if key else 0
    if room_for(indent + key_room, width):
        return _with_key(hanging(wrap(target, width - indent - key_room), kind), key, width)
    return _with_key(wrap([kind, *target], width), key, width)


def _target(link: Link, paper: Paper) -> list[Run]:
    label = _telling_label(link, paper)
    runs = [shown(label + _GAP)] if label else []
    runs.append(Run(readable_target(link.url), (Role.LINK,), safe(link.url)))
    if leads_elsewhere(link.label, link.url):
        runs.append(shown(f" [! shown as {link.label}]", Role.PROBLEM))
    return runs


def _with_key(lines: list[Line], key: str, width: int) -> list[Line]:
    """`lines` with `key` at the right end of the first one that has room for it."""
    if not key:
        return lines
    key = safe(key)
    for at, line in enumerate(lines):
        spare = width - cell_width(line.text) - cell_width(key)
        if spare >= 1:
            runs = (*line.runs, Run(" " * spare), Run(key, (Role.KEY,)))
            return [*lines[:at], Line(runs, line.joint, line.lead, spare + len(key)), *lines[at + 1 :]]
    return lines


def _fields(paper: Paper, width: int) -> list[Line]:
    told = {fold(text) for text in (paper.title, str(paper.year), paper.venue or "", ", ".join(paper.authors))}
    lines: list[Line] = []
    for field in paper.fields:
        if field.value.strip() and fold(field.value) not in told:
            lines.extend(_field(field, width))
    return lines


def _field(field: Field, width: int) -> list[Line]:
    """`name: value`, a value of several lines hanging on a short name."""
    name = shown(f"{field.name}: ", Role.LABEL)
    indent = cell_width(name.text)
    if indent <= width // 3 and room_for(indent, width):
        return hanging(wrap([shown(field.value)], width - indent), name)
    return wrap([name, shown(field.value)], width)

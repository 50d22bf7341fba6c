"""A paper as far as it has been read, and how what is said of it is taken over.

Lives here: the draft, its attributes filled from values whose names are known, and two drafts made one.
Must not: look for a title, or know where in a line a value stood (the entry reader does).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from paperterm.core.model import Field, Kind, Link, LinkKind, Note, Span
from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import Block
from paperterm.core.parse.credits import credit
from paperterm.core.parse.fields import (
    Published,
    authors_in,
    date_year,
    first_year,
    has_digit,
    has_letters,
    honours,
    published,
    strip_icons,
    venue_alone,
    venue_label,
)
from paperterm.core.parse.inline import Inline, Mark, badge_text
from paperterm.core.parse.pieces import Range
from paperterm.core.parse.titles import is_label, names_the_same

PLACEHOLDER = re.compile(
    r"\[?\s*(?:no )?(?:code|paper|pdf|project|link|slides?|video|data|coming soon|soon|todo|tba|n/?a|none|new|暂无"
    r"|无)\s*(?:coming soon|soon|tba)?\s*\]?",
    re.I,
)
_VENUE_AND_SHORT_YEAR = re.compile(r"([A-Z][A-Za-z&]{2,15})['’ ]?(\d\d)")
_VENUE_AND_DATE = re.compile(r"(.*\w)[,;] ((?:19|20)\d\d)[-/.]\d{1,2}(?:[-/.]\d{1,2})?")
_TASK_OF_LINK = re.compile(r"(TODO|DOING|DONE): (?=\S)")
TASK_STATES = {
    **dict.fromkeys(("TODO", "LATER", "WAITING"), "unread"),
    **dict.fromkeys(("DOING", "NOW", "IN-PROGRESS"), "reading"),
    "DONE": "read",
}
_BUTTONS = vocabulary.words(
    "arxiv paper pdf doi code github gitlab huggingface hugging_face hf model models project page website project_page"
    " homepage demo colab stars star forks license"
)
_WIKILINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_TEAM_BEHIND = re.compile(r"[,，]?\s*(?:\bet al\.?|等)\s*[(（][^()（）]*[)）]$")
"""`et al. (Crane University)` behind the first of a paper's authors."""
ONE_NAME = re.compile(r"[A-Z\u00c0-\u024f][\w'’-]*[a-z]")
_NAMED_BEHIND = re.compile(r"(.{3,}?)\s+\(([^()\d]{3,80})\)")
_CAMEL = re.compile(r"[a-z][A-Z]|[A-Z]{2}")
_FEW = 3
_HONOURED = re.compile(r"[A-Z][^\d()]{1,40}(?:19|20)\d\d(?=\W)")
_MORE = re.compile(r"(?!Main$|Long$|Short$)[A-Z][^\n]{2,58}")
_LEVELS = 7
EDGES = " \t\n,.;:，。；：、()[]{}（）【】|*_-–—·•/\\&+~"
_PAPER = LinkKind.PAPER


@dataclass(slots=True)
class Draft:
    """A paper as far as it has been read. `loose` counts the letters of its first line that nothing explains."""

    start: int
    end: int
    title: str = ""
    title_span: Span | None = None
    lead: str = ""
    kind: Kind | None = None
    region: Kind | None = None
    heading: int | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    status: str | None = None
    tags: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    rest: list[Span] = field(default_factory=list)
    loose: int = 0
    title_url: str = ""
    labels: int = 0
    undecided: bool = False
    on_own_line: bool = False
    cited: bool = False
    identified: bool = False
    told: list[str] = field(default_factory=list)
    inline: Inline | None = None
    place: Range = (0, 0)

    @property
    def is_paper_like(self) -> bool:
        """Whether the entry itself shows that it is written work: a paper's link, a venue, authors with a year."""
        if self.venue or (self.authors and self.year) or self.identified:
            return True
        return any(link.kind is _PAPER for link in self.links) if self.links else False

    @property
    def is_linked_only(self) -> bool:
        """Whether an entry is a plain title and the link to its paper, and nothing else."""
        return self.lead == "plain" and not self.loose and [link.kind for link in self.links] == [_PAPER]


def set_field(draft: Draft, name: str | None, value: str) -> bool:
    """Take over a value under a known name; False if it has no place among the attributes."""
    value = _WIKILINK.sub(r"\1", value) if "[[" in value else value
    if name == "authors":
        value = _TEAM_BEHIND.sub("", value) if value.endswith((")", "）")) else value
        if value[-2:].isdigit() and not draft.authors:
            draft.authors, venue, year = credit(value)
            draft.venue, draft.year = draft.venue or venue, draft.year if draft.year is not None else year
        draft.authors = (
            draft.authors
            or authors_in(value)
            or tuple(part.strip() for part in re.split(r"[,;，；、]", value) if part.strip())
        )
    elif name == "year":
        draft.year = date_year(value) or first_year(value) or draft.year
        draft.venue = draft.venue or (found.venue if (found := published(value)).whole else None)
    elif name == "venue":
        if value[-1:].isdigit() and (dated := _VENUE_AND_DATE.fullmatch(value)):
            value, draft.year = dated[1], draft.year if draft.year is not None else int(dated[2])
            found = published(value)
        elif value[-1:].isdigit() and (short := _VENUE_AND_SHORT_YEAR.fullmatch(value)):
            found = Published(short[1], 2000 + int(short[2]), True)
        else:
            found = published(value)
        if not found.whole and (honoured := _HONOURED.match(value)) and honours(value[honoured.end() :]):
            add_tag(draft, strip_icons(value[honoured.end() :]).strip(EDGES))
            value = honoured[0]
        draft.venue = draft.venue or (found.venue if found.whole else None) or venue_alone(value)
        draft.year = draft.year if draft.year is not None else found.year
    elif name == "tags":
        for tag in filter(None, map(str.strip, re.split(r"[,;，；、/|]", value))):
            said = published(tag) if draft.venue is None and has_digit(tag) else None
            if said and said.whole and said.venue and said.year and not said.more:
                take_published(draft, said, tag)
            elif tag not in draft.tags:
                draft.tags.append(tag)
    else:
        return False
    return True


def take_state(draft: Draft) -> None:
    """Take the state of a task that a title starts with for the paper's: `TODO: The Crane`."""
    if draft.title[:1] in ("T", "D") and (match := _TASK_OF_LINK.match(draft.title)):
        draft.title, draft.status = draft.title[match.end() :], TASK_STATES[match[1]]


def take_published(draft: Draft, found: Published, text: str) -> None:
    """Take over venue and year, and the honours (`Oral`, `Best Paper`) that `text` adds to them, as tags."""
    draft.venue = draft.venue or found.venue
    draft.year = draft.year if draft.year is not None else found.year
    said = [*honours(text), *([found.more] if _MORE.fullmatch(found.more) else [])]
    draft.tags += [tag for tag in dict.fromkeys(said) if tag not in draft.tags]


def add_tags(draft: Draft, piece: str) -> None:
    """The tags in a bracketed piece in front of a title: `深度学习-模型`."""
    parts = [piece] if piece.isascii() else re.split(r"[-/、，,|]", piece)
    for part in parts:
        tag = " ".join(strip_icons(part).split()).strip(EDGES)
        if has_letters(tag) and len(tag) <= 60 and tag not in draft.tags:
            draft.tags.append(tag)


def add_badge(draft: Draft, mark: Mark) -> None:
    """A badge that is no link: a tag, or the venue its picture shows (`Conference-ICLR'21`)."""
    shown = badge_text(mark.url)
    texts = [text for text in (mark.label, shown.rpartition("-")[2], shown.replace("-", " ")) if text]
    dated = [(found, text) for text in texts if (found := venue_label(text)) and found.year]
    if dated:
        take_published(draft, *next((pair for pair in dated if pair[0].venue), dated[0]))
        return
    said = mark.label or shown.rpartition("-")[2]
    if "/badge/" in mark.url and vocabulary.plain_key(said) not in _BUTTONS:
        add_tag(draft, said)


def with_homepages_last(links: Sequence[Link], authors: Sequence[str]) -> list[Link]:
    """The links of an entry, the ones of its authors behind its own and of no kind."""
    if {link.label for link in links}.isdisjoint(authors):
        return list(links)
    names = {name for name in authors if not is_label(name)}
    theirs = [link._replace(kind=LinkKind.OTHER) for link in links if link.label in names]
    return [*(link for link in links if link.label not in names), *theirs] if theirs else list(links)


def repeat_people(drafts: Sequence[Draft]) -> None:
    """Give entries that start with dashes in place of their people those of the entry above: `———. 2014. The Crane`."""
    for above, draft in pairwise(drafts):
        if draft.inline is not None and names_the_same(draft.inline.plain):
            draft.authors = above.authors or draft.authors


def share_people(text: str, drafts: Sequence[Draft]) -> None:
    """Take the names in brackets off the titles of a list where most titles end so: `The Crane (Jane Roe)`."""
    if len(drafts) < _FEW or drafts[0].title[-1:] != ")":
        return
    found = [(draft, match) for draft in drafts if (match := _NAMED_BEHIND.fullmatch(draft.title))]
    named = [pair for pair in found if _may_be_people(pair[1][2])]
    if len(named) < _FEW or 2 * len(named) < len(drafts) or 3 * len(named) < 2 * len(found):
        return
    for draft, match in named:
        draft.title, people = match[1], authors_in(match[2]) or (match[2],)
        draft.authors = draft.authors or people
        if draft.title_span and text.startswith(draft.title, draft.title_span.start):
            draft.title_span = Span(draft.title_span.start, draft.title_span.start + len(draft.title))


def _may_be_people(text: str) -> bool:
    """Whether what stands in brackets may be authors: full names, or one surname; no short name of a method."""
    return bool(authors_in(text)) or (ONE_NAME.fullmatch(text) is not None and not _CAMEL.search(text))


def keep_headings(draft: Draft, headings: Sequence[Block]) -> None:
    """Keep the headings within an entry below which something is shown."""
    draft.rest = [span for span in draft.rest if span.end > span.start]
    shown = sorted([*(note.span.start for note in draft.notes), *(span.start for span in draft.rest)])
    ends = dict.fromkeys(range(_LEVELS), draft.end)
    for heading in reversed(headings):
        if bisect_left(shown, heading.end) < bisect_left(shown, ends[heading.level]):
            draft.rest.append(heading.span)
        ends.update(dict.fromkeys(range(heading.level, _LEVELS), heading.start))
    draft.rest.sort(key=lambda span: span.start)


def keep(draft: Draft, spans: Sequence[Span]) -> None:
    """Keep parts of an entry that are to be shown as they are, each once."""
    for span in spans:
        if span.end > span.start and not any(known.holds(span) for known in draft.rest):
            draft.rest = [known for known in draft.rest if not span.holds(known)]
            draft.rest.append(span)


def drop_rest(draft: Draft, read: Span) -> None:
    """Keep no more what is read by now."""
    draft.rest = [span for span in draft.rest if not read.holds(span)]


def add_tag(draft: Draft, label: str) -> None:
    """A badge or code span: a venue, a year, or a tag."""
    text = " ".join(strip_icons(label).split()).strip(EDGES)
    if not text or len(text) > 60:
        return
    if text[:3].casefold() == "no " and PLACEHOLDER.fullmatch(text):
        return
    if year := date_year(text):
        draft.year = draft.year if draft.year is not None else year
        return
    found = venue_label(text)
    if found and (found.year or found.venue in vocabulary.VENUES):
        take_published(draft, found, text)
    elif text in vocabulary.VENUES and not draft.venue:
        draft.venue = text
    elif not text.isdigit() and text not in draft.tags and not re.search(r"stars?\b|badge|awesome|license", text, re.I):
        draft.tags.append(text)


def take_links(draft: Draft, trial: Draft) -> None:
    """Add the links of `trial` that `draft` has not."""
    known = {link.url for link in draft.links}
    draft.links += [link for link in trial.links if link.url not in known]


def merge(draft: Draft, trial: Draft) -> None:
    """What a line below says, behind what is known already."""
    take_links(draft, trial)
    draft.authors = draft.authors or trial.authors
    draft.venue = draft.venue or trial.venue
    draft.year = draft.year if draft.year is not None else trial.year
    draft.tags += [tag for tag in trial.tags if tag not in draft.tags]
    draft.labels += trial.labels

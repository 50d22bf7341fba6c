"""A paper as the page that is shown, searched and printed.

Lives here: what a page holds, putting one together, finding in it, reading it out as plain text.
Must not: know widgets, colours or keys (a caller says which key opens what).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from paperterm.core.markdown import link_definitions
from paperterm.core.model import Document, Note, Paper, Span
from paperterm.core.outline import Entry
from paperterm.core.pairing import joined
from paperterm.core.picture import MOST_ROWS, Picture
from paperterm.core.render.figures import Row, See, with_figures
from paperterm.core.render.find import Place, places
from paperterm.core.render.head import Keys, head_lines
from paperterm.core.render.layout import hanging, lay_out, room_for
from paperterm.core.render.lines import Line, Role, Run, shown
from paperterm.core.render.markdown import References, grow_markdown
from paperterm.core.render.source import span_markdown
from paperterm.core.render.tree import Tree
from paperterm.core.render.wrap import wrap
from paperterm.core.text import safe

Look = Callable[[str, str], Picture]
"""What the picture is that a document, by its name, names by a path or a URL."""

MEASURE = 90
_NO_KEYS: Keys = MappingProxyType({})
_GUTTER = 2
_SHALLOW = "[nested too deeply: inner parts are shown without their indentation]"


@dataclass(frozen=True, slots=True)
class Target:
    """Something on a page that can be gone to: a link's URL or an image's path, where its text starts and what it is.

    `column` is the first character of `line`'s text.
    """

    line: int
    column: int
    text: str
    url: str
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown of one paper at one width.

    `note_lines` are the indexes of the lines where the notes shown start, in order. `width` is the one asked for;
    lines of code, and only they, may be wider.
    """

    lines: tuple[Line, ...]
    note_lines: tuple[int, ...]
    width: int

    def links(self) -> tuple[Target, ...]:
        """The links in order, one wrapped over several lines once."""
        return tuple(target for target, _ in _link_ends(self.lines))

    def images(self) -> tuple[Target, ...]:
        """The images in order."""
        return tuple(_images(self.lines))


@dataclass(slots=True)
class Draft:
    """A page laid out from the top down, as far as it is looked at: what stands in `lines` stays as it is.

    `notes` is how many notes the whole page has, `unfinished` lays out one part more at a time. `rows` are the lines
    that are kept for pictures.
    """

    lines: list[Line]
    width: int
    note_lines: list[int] = field(default_factory=list)
    notes: int = 0
    rows: dict[int, Row] = field(default_factory=dict)
    unfinished: Iterator[None] | None = None

    def grow(self, lines: int) -> None:
        """Lay out until there are `lines` lines, or all."""
        while self.unfinished is not None and len(self.lines) < lines:
            self.grow_by_one()

    def grow_by_one(self) -> None:
        """Lay out one part more."""
        for _ in self.unfinished or ():
            return
        self.unfinished = None

    @property
    def likely_lines(self) -> int:
        """How many lines the whole page has, or will have if its notes are all as long."""
        if self.unfinished is None or not self.note_lines:
            return len(self.lines)
        return len(self.lines) * max(self.notes, len(self.note_lines)) // len(self.note_lines)

    def page(self) -> Page:
        """All of it."""
        while self.unfinished is not None:
            self.grow_by_one()
        return Page(tuple(self.lines), tuple(self.note_lines), self.width)


class Match(NamedTuple):
    """Where something was found: for each line that holds a part of it, the index and the characters of its `text`."""

    places: tuple[Place, ...]

    @property
    def line(self) -> int:
        """The index of the line it starts on."""
        return self.places[0][0]


def render_paper(
    document: Document, paper: Paper, width: int, *, measure: int = MEASURE, keys: Keys = _NO_KEYS
) -> Page:
    """The page of `paper` in a window of `width` columns, its text at most `measure` columns wide.

    `keys` says for a link's URL which key opens it.
    """
    return _draft(paper, ((document, paper),), width, measure, keys).page()


def render_entry(entry: Entry, width: int, *, measure: int = MEASURE, keys: Keys = _NO_KEYS) -> Page:
    """The page of an entry: like that of its paper, with what its own note file says in the same place."""
    return draft_entry(entry, width, measure=measure, keys=keys).page()


def draft_entry(
    entry: Entry,
    width: int,
    *,
    measure: int = MEASURE,
    keys: Keys = _NO_KEYS,
    look: Look | None = None,
    rows: int = MOST_ROWS,
) -> Draft:
    """The same page with its head alone, to be grown as far as it is looked at.

    With `look`, pictures that stand on lines of their own have captions that tell what they are, and room in at most so
    many `rows`.
    """
    told = [(entry.document, entry.paper)]
    if entry.notes is not None:
        told.append((entry.notes.document, entry.notes.paper))
    return _draft(joined(entry), told, width, measure, keys, look, rows)


def finished(page: Page) -> Draft:
    """A page that is laid out already, where a draft is asked for."""
    return Draft(list(page.lines), page.width, list(page.note_lines), len(page.note_lines))


def _draft(
    head: Paper,
    told: Sequence[tuple[Document, Paper]],
    width: int,
    measure: int,
    keys: Keys,
    look: Look | None = None,
    rows: int = MOST_ROWS,
) -> Draft:
    wide = max(1, min(width, measure))
    draft = Draft(head_lines(head, wide, keys), width, notes=sum(len(paper.notes) for _, paper in told))
    draft.unfinished = _parts_of(draft, told, wide, look, rows)
    return draft


def _parts_of(
    draft: Draft, told: Sequence[tuple[Document, Paper]], wide: int, look: Look | None, rows: int
) -> Iterator[None]:
    for document, paper in told:
        see = partial(look, document.name) if look else None
        setting = _Setting(document, link_definitions(document.text), draft.width - wide, see, rows)
        yield from _add_parts(draft, setting, paper, wide)


class _Setting(NamedTuple):
    """What all parts of a paper share: its document, what links are named there, how much wider tables may be.

    `see` tells what a picture is; None where pictures have no room.
    """

    document: Document
    references: References
    extra: int
    see: See | None
    most_rows: int


def _add_parts(draft: Draft, setting: _Setting, paper: Paper, wide: int) -> Iterator[None]:
    """Add the paper's notes and the rest of what it says, one at a time, each after a blank line."""
    numbers = max((len(str(note.number)) for note in paper.notes), default=0)
    for part in _parts(paper):
        is_note = isinstance(part, Note)
        body = (
            _note(setting, part, wide, max(_GUTTER, numbers))
            if isinstance(part, Note)
            else _markdown(setting, part, wide)
        )
        if not body:
            continue
        draft.lines.append(Line())
        if is_note:
            draft.note_lines.append(len(draft.lines))
        if setting.see is not None and any(run.image for line in body for run in line.runs):
            body, rows = with_figures(body, wide, setting.see, setting.most_rows)
            draft.rows.update((len(draft.lines) + line, row) for line, row in rows.items())
        draft.lines.extend(body)
        yield


def source_page(document: Document, paper: Paper, width: int) -> Page:
    """The entry's Markdown as its author wrote it."""
    source = safe(paper.span.of(document.text).rstrip().expandtabs(4), keep_lines=True)
    lines = [Line((Run(line, (Role.CODE,)),)) if line else Line() for line in source.split("\n")]
    return Page(tuple(lines), (), width)


def message_page(title: str, text: str, width: int, *, measure: int = MEASURE) -> Page:
    """A page that tells something: a title, and paragraphs parted by line breaks."""
    wide = max(1, min(width, measure))
    lines = wrap([shown(title, Role.TITLE)], wide)
    for paragraph in text.split("\n"):
        lines += wrap([shown(paragraph)], wide) or [Line()]
    return Page(tuple(lines), (), width)


def find_in(page: Page, wanted: str) -> tuple[Match, ...]:
    """Where `wanted` stands on `page`, whatever the case, the accents and the soft wraps."""
    return tuple(Match(found) for found in places(page.lines, wanted))


def targets_in(lines: Sequence[Line]) -> list[Target]:
    """The links and images that start in `lines`, or go on into them, by their place; an image that is a link once."""
    links = [target for target, _ in _link_ends(lines)]
    told = {(target.line, target.column) for target in links}
    images = [target for target in _images(lines) if (target.line, target.column) not in told]
    return sorted([*links, *images], key=lambda target: (target.line, target.column))


def plain_text(page: Page) -> str:
    """`page` to be printed: its lines, and behind each link whose text does not say it the target."""
    lines = [[run.text for run in line.runs] for line in page.lines]
    for target, (line, run) in _link_ends(page.lines):
        if not _says(target):
            lines[line][run] += f" <{safe(target.url)}>"
    return "".join(f"{''.join(texts).rstrip()}\n" for texts in lines)


def _says(target: Target) -> bool:
    return target.text in (safe(target.url), safe(target.url).removeprefix("https://"))


def _parts(paper: Paper) -> Sequence[Note | Span]:
    """Notes and the rest in document order."""
    parts: list[Note | Span] = [*paper.notes, *paper.rest]
    return sorted(parts, key=lambda part: part.span.start if isinstance(part, Note) else part.start)


def _note(setting: _Setting, note: Note, width: int, digits: int) -> list[Line]:
    """A note hanging on its number, set flush right in the gutter; below it where there is no room for a gutter."""
    gutter = room_for(digits + _GUTTER, width)
    lines = _markdown(setting, note.span, width - gutter) or [Line()]
    if gutter:
        return hanging(lines, Run(str(note.number).rjust(digits) + " " * _GUTTER, (Role.NUMBER,)))
    return [*wrap([Run(f"{note.number}.", (Role.NUMBER,))], width), *lines]


def _markdown(setting: _Setting, span: Span, width: int) -> list[Line]:
    tree = Tree()
    grow_markdown(tree, span_markdown(setting.document.text, span), setting.references)
    for table in tree.tables:
        table.extra = setting.extra
    lines = lay_out(tree.root, width)
    return [*lines, *wrap([Run(_SHALLOW, (Role.PROBLEM,))], width)] if tree.is_cut else lines


def _link_ends(lines: Sequence[Line]) -> Iterator[tuple[Target, tuple[int, int]]]:
    """Each link with its whole text, and the line and run it ends in."""
    current: Target | None = None
    end = (0, 0)
    for number, line in enumerate(lines):
        joint = line.joint
        for column, at, run in _body_runs(line):
            if current is not None and run.link == current.url and joint is not None:
                current = replace(current, text=current.text + joint + run.text)
            else:
                if current is not None:
                    yield current, end
                current = Target(number, column, run.text, run.link) if run.link is not None else None
            end, joint = (number, at), ""
    if current is not None:
        yield current, end


def _body_runs(line: Line) -> Iterator[tuple[int, int, Run]]:
    """The runs of a line that are part of its text, each with its first character and its index."""
    column, length = 0, len(line.text) - line.trail
    for at, run in enumerate(line.runs):
        if line.lead <= column < length:
            yield column, at, run
        column += len(run.text)


def _images(lines: Sequence[Line]) -> Iterator[Target]:
    last: str | None = None
    for number, line in enumerate(lines):
        last = None if line.joint is None else last
        for column, _, run in _body_runs(line):
            if run.image and run.image != last:
                yield Target(number, column, run.text, run.image, is_image=True)
            last = run.image

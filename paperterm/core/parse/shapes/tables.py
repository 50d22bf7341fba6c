"""Tables: a paper in each row.

Lives here: which column holds what, by its name and by what is in it; whether a table lists entries at all.
Must not: read a cell's text (the entry reader does).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from paperterm.core.model import Field, Kind, Link, LinkKind
from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import Block, BlockKind, Prose
from paperterm.core.parse.drafts import Draft, set_field, share_people
from paperterm.core.parse.entries import EntryReader
from paperterm.core.parse.fields import (
    clean_title,
    date_year,
    has_letters,
    published,
    strip_icons,
    word_count,
)
from paperterm.core.parse.inline import Inline, Mark
from paperterm.core.parse.kinds import judge, survey
from paperterm.core.parse.links import host_is_paper, is_link, link_from
from paperterm.core.parse.state import Walk
from paperterm.core.parse.titles import is_label, title_starts

_BELOW_LISTS = 20
_HALF = 0.5
_NOTHING = frozenset(
    ("-", "–", "—", "/", "\\", "x", "n/a", "na", "none", "no", "tba", "tbd", "无", "✗", "×", "❌", "?")
)
_SHORT_NAMES = vocabulary.words(
    "name model models method methods algorithm approach abbr abbreviation acronym project network architecture system"
    " framework benchmark dataset tool 名称 方法 模型 算法 简称 缩写 数据集"
)
_COUNTS = re.compile(r"论文数|文章数|篇数|^(?:#|no\.? of|number of) ?papers$|^paper counts?$", re.I)
"""What tells how many papers a row stands for."""

_BREAK = re.compile(r"<br\s*/?>", re.I)
_QUOTES = ('"', "“", "«")
_GOES_ON = 12
"""Letters behind a quotation that no credit explains."""

_FIRST_IS_TITLE = re.compile(r"title|标题|题目|论文名", re.I)


def read_table(walk: Walk, blocks: Sequence[Block], at: int) -> int:
    """Read the table at `at`; 1 if it is one, whether it lists entries or not."""
    table = blocks[at]
    if table.kind is not BlockKind.TABLE:
        return 0
    region, nothing = walk.region()
    rows = table.children[1:] if table.level else table.children
    if nothing or not rows:
        return 1
    columns = _Columns(walk.reader, table, rows)
    if columns.title is None or any(_COUNTS.search(name) for name in columns.names):
        return 1
    read = [(row, columns.read(row)) for row in rows]
    drafts = [draft for _, found in read for draft in found]
    share_people(walk.text, drafts)
    columns.fill_years([found for _, found in read if found])
    siblings = survey(drafts)
    proposed = region or (Kind.PAPER if columns.names_title and siblings.titled >= 0.3 else None)
    if columns.lists_papers:
        proposed = Kind.PAPER
    for row, found in read:
        if not found:
            _enter_group(walk, row, columns)
        for draft in found:
            if (kind := judge(draft, proposed, siblings)) is not None:
                walk.add(draft, kind)
    walk.outline.close(walk.group_level + _BELOW_LISTS)
    return 1


def _keep_quote(draft: Draft, inline: Inline) -> None:
    """Make the whole cell the title where it starts with a quotation that the title goes on from."""
    start, end = 0, len(inline.plain.rstrip())
    if inline.plain.strip()[:1] in _QUOTES and draft.loose >= _GOES_ON and not (draft.authors or inline.links):
        draft.title, draft.title_span = " ".join(inline.plain.split()), inline.span(start, end)
        draft.rest.clear()
        draft.loose = 0


def _share(drafts: Sequence[Draft]) -> None:
    """Papers of one row have its year, venue and tags in common."""
    for draft in drafts:
        draft.year = draft.year if draft.year is not None else drafts[0].year or drafts[-1].year
        draft.venue = draft.venue or drafts[0].venue or drafts[-1].venue


def _enter_group(walk: Walk, row: Block, columns: _Columns) -> None:
    """A row with one filled cell is a heading within the table."""
    texts = [clean_title(walk.reader.scan(cell).plain) for cell in row.cells]
    filled = [text for text in texts if text]
    if len(filled) == 1 and len(row.cells) > 1 and word_count(filled[0]) <= 8:
        walk.outline.enter(filled[0], walk.group_level + _BELOW_LISTS, row.span, is_group=True)


class _Columns:
    """What the columns of one table hold."""

    def __init__(self, reader: EntryReader, table: Block, rows: Sequence[Block]) -> None:
        self.reader = reader
        header = table.children[0].cells if table.level else []
        self.names = [clean_title(strip_icons(reader.scan(cell).plain)) for cell in header]
        self.width = max([len(self.names), *(len(row.cells) for row in rows)])
        self.names += [""] * (self.width - len(self.names))
        self.titled = [self._titledness(rows, column) for column in range(self.width)]
        self.title = self._title_column(rows)
        self.names_title = self.title is not None and self._says_title(self.title)
        self.lists_papers = self.title is not None and self._says_paper(self.title)

    def _says_title(self, column: int) -> bool:
        name = self.names[column]
        return (
            vocabulary.field_of(name) == "title"
            or bool(_FIRST_IS_TITLE.search(name))
            or "paper" in name.casefold()
            or "论文" in name
        )

    def _says_paper(self, column: int) -> bool:
        """Whether a column is for the papers themselves, and no other one names what they describe."""
        is_paper = vocabulary.kind_word(self.names[column]) is Kind.PAPER
        return is_paper and all(vocabulary.plain_key(name) not in _SHORT_NAMES for name in self.names)

    def _titledness(self, rows: Sequence[Block], column: int) -> float:
        """The share of cells in a column with words enough for a title."""
        texts = [self.reader.scan(row.cells[column]).plain for row in rows[:60] if column < len(row.cells)]
        good = [text for text in texts if word_count(text) >= 3 and not is_label(text) and not text.startswith("http")]
        return len(good) / max(len(texts), 1)

    def _title_column(self, rows: Sequence[Block]) -> int | None:
        named = [column for column in range(self.width) if self._says_title(column)]
        for column in sorted(
            named, key=lambda column: (not _FIRST_IS_TITLE.search(self.names[column]), -self.titled[column])
        ):
            if self.titled[column] >= 0.3 or (self.titled[column] > 0 and len(rows) < 4):
                return column
        if named and self._links_names(rows, named[0]):
            return named[0]
        free = [column for column in range(self.width) if vocabulary.field_of(self.names[column]) in (None, "title")]
        topics = [column for column in range(self.width) if vocabulary.field_of(self.names[column]) == "tags"]
        free += [column for column in topics if self.titled[column] >= _HALF and self._has_papers(rows, column)]
        linked = [column for column in free if self._linked(rows, column) >= 0.5 and self.titled[column] >= 0.4]
        if linked:
            return linked[0]
        if named and self._linked(rows, named[0]) >= 0.5 and self._holds_names(rows, named[0]):
            return named[0]
        best = max(free, key=lambda column: self.titled[column], default=None)
        if best is not None and self.titled[best] >= 0.6 and self._any_links(rows):
            return best
        return self._short_names(rows, named)

    def _short_names(self, rows: Sequence[Block], named: Sequence[int]) -> int | None:
        """Short names (of methods, datasets) are titles where rows have links and a column is called Name or so."""
        short = [column for column in range(self.width) if vocabulary.plain_key(self.names[column]) in _SHORT_NAMES]
        for column in [*named, *short]:
            cells = [row.cells[column] for row in rows if column < len(row.cells)]
            plains = [self.reader.scan(cell).plain for cell in cells]
            if sum(has_letters(plain) and not is_label(plain) for plain in plains) < 0.6 * len(rows):
                continue
            if column in named and self._any_links(rows):
                return column
            if any(self._has_papers(rows, other) for other in range(self.width) if other != column):
                return column
        return None

    def _links_names(self, rows: Sequence[Block], column: int) -> bool:
        """Whether half the cells of a column or more are linked to papers by names, not by labels."""
        return self._holds_names(rows, column) and self._has_papers(rows, column)

    def _holds_names(self, rows: Sequence[Block], column: int) -> bool:
        """Whether half the cells of a column or more are names, not labels."""
        plains = [self.reader.scan(row.cells[column]).plain for row in rows if column < len(row.cells)]
        return sum(has_letters(plain) and not is_label(plain) for plain in plains) >= 0.5 * len(rows)

    def _has_papers(self, rows: Sequence[Block], column: int) -> bool:
        """Whether half the cells of a column link to papers."""
        cells = [row.cells[column] for row in rows if column < len(row.cells)]
        good = sum(any(host_is_paper(mark.url) for mark in self.reader.scan(cell).links) for cell in cells)
        return good >= 0.5 * len(rows)

    def _linked(self, rows: Sequence[Block], column: int) -> float:
        cells = [row.cells[column] for row in rows if column < len(row.cells)]
        return sum(any(is_link(mark) for mark in self.reader.scan(cell).marks) for cell in cells) / max(len(cells), 1)

    def _any_links(self, rows: Sequence[Block]) -> bool:
        linked = sum(any(is_link(mark) for cell in row.cells for mark in self.reader.scan(cell).marks) for row in rows)
        return linked >= 0.3 * len(rows)

    def read(self, row: Block) -> list[Draft]:
        """The drafts of one row: one for each line of its title's cell that is a linked title; none if it is empty."""
        if self.title is None or self.title >= len(row.cells):
            return []
        inline = self.reader.scan(row.cells[self.title])
        filled = sum(has_letters(cell.text) for cell in row.cells)
        if not has_letters(inline.plain) or (filled == 1 and self._is_caption(inline)):
            return []
        titles = self._titles(row.cells[self.title])
        drafts = [Draft(prose.source(0), prose.source(len(prose.text) - 1) + 1) for prose in titles]
        drafts[0].start, drafts[-1].end = row.start, row.end
        for draft, prose in zip(drafts, titles, strict=True):
            self.reader.read_head(draft, self.reader.scan(prose))
            if draft.lead == "quote":
                _keep_quote(draft, self.reader.scan(prose))
        for column, cell in enumerate(row.cells):
            if column != self.title:
                self._read_cell(drafts[0 if column < self.title else -1], column, self.reader.scan(cell))
        _share(drafts)
        return drafts

    def _is_caption(self, inline: Inline) -> bool:
        """Whether the one filled cell of a row is a heading within the table, and no title that stands alone."""
        if self.width < 3 or any(is_link(mark) for mark in inline.marks):
            return False
        return not self.title or not self.names_title

    def _titles(self, cell: Prose) -> list[Prose]:
        """The lines of a cell, or what signs part in it, if each of them is a linked title; else the cell."""
        ends = [match.span() for match in _BREAK.finditer(cell.text)]
        bounds = zip([0, *(end for _, end in ends)], [*(start for start, _ in ends), len(cell.text)], strict=True)
        lines = [cell.slice(start, end) for start, end in bounds if cell.text[start:end].strip()]
        if len(lines) > 1 and all(self._is_linked_title(line) for line in lines):
            return lines
        starts = [0, *title_starts(self.reader.scan(cell)), len(cell.text)] if cell.text.count("](") > 1 else []
        return [cell.slice(start, end) for start, end in pairwise(starts)] if len(starts) > 2 else [cell]

    def _is_linked_title(self, prose: Prose) -> bool:
        inline = self.reader.scan(prose)
        place = self.reader.title_place(inline)
        text = inline.plain[place.start : place.end]
        return place.lead == "link" and word_count(text) >= 3 and not is_label(text)

    def fill_years(self, rows: Sequence[list[Draft]]) -> None:
        """Where each year is written once, in the first row of many: give it to the rows below."""
        if not any(vocabulary.field_of(name) == "year" for name in self.names):
            return
        years = [drafts[0].year for drafts in rows if drafts[0].year is not None]
        falling = sorted(set(years), reverse=True)
        if not 1 < len(years) < len(rows) or rows[0][0].year is None or years not in (falling, falling[::-1]):
            return
        for before, drafts in pairwise(rows):
            for draft in drafts:
                draft.year = draft.year if draft.year is not None else before[0].year

    def _read_cell(self, draft: Draft, column: int, inline: Inline) -> None:
        name = self.names[column]
        for mark in inline.marks:
            if is_link(mark):
                self._add_link(draft, name, inline, mark)
        text = " ".join(strip_icons(inline.plain).split()).strip()
        if not has_letters(text) or text.casefold() in _NOTHING:
            return
        field = vocabulary.field_of(name)
        if field == "year" and draft.year is not None and draft.venue:
            return
        if set_field(draft, field, text) or self._is_link_text(inline):
            return
        if self._say(draft, name, text):
            return
        draft.fields.append(Field(name or str(column + 1), text, inline.span(0, len(inline.plain))))

    def _say(self, draft: Draft, name: str, text: str) -> bool:
        """A cell under a name that says nothing, or that nobody knows, may still be a date, or venue and year."""
        if draft.year is None and (year := date_year(text)):
            draft.year = year
            return True
        found = published(text)
        told = not name or (found.year is not None and not found.more)
        if found.whole and found.venue and not draft.venue and told:
            draft.venue, draft.year = found.venue, draft.year or found.year
            return True
        return False

    def _is_link_text(self, inline: Inline) -> bool:
        links = [mark for mark in inline.marks if is_link(mark)]
        within = sum(mark.end - mark.start for mark in links)
        return bool(links) and len(inline.plain.strip()) - within < 6

    def _add_link(self, draft: Draft, name: str, inline: Inline, mark: Mark) -> None:
        own = inline.plain[mark.start : mark.end] or mark.label
        link = link_from(inline, mark)
        said = vocabulary.label_kind(own) or vocabulary.label_kind(name)
        if said and (link.kind is LinkKind.OTHER or vocabulary.label_kind(own) is None):
            host = vocabulary.host_kind(link.url)
            keep = host is LinkKind.CODE and said is LinkKind.PAPER
            link = Link(
                host if keep and host else said,
                link.label if own and not own.startswith("http") else name or link.label,
                link.url,
                link.span,
            )
        if all(known.url != link.url for known in draft.links):
            draft.links.append(link)

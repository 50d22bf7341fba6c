"""An entry being read: its first line, and all that stands below it.

Lives here: how the blocks of one entry fill a draft. Every character of the entry ends up in the title, a
link, a note, a field, another attribute, or in `rest`.
Must not: decide whether something is an entry at all (the shapes do), or look beyond the entry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from urllib.parse import unquote

from paperterm.core.model import Field, Kind, Link, LinkKind, Note, Span
from paperterm.core.parse import vocabulary
from paperterm.core.parse.blocks import Block, BlockKind, Prose
from paperterm.core.parse.credits import credit, is_field_word
from paperterm.core.parse.drafts import (
    EDGES,
    ONE_NAME,
    PLACEHOLDER,
    TASK_STATES,
    Draft,
    add_badge,
    add_tag,
    add_tags,
    keep,
    merge,
    set_field,
    take_links,
    take_published,
    take_state,
)
from paperterm.core.parse.fields import (
    ACRONYM,
    Published,
    are_initialled,
    authors_in,
    bracketed_venue,
    chinese_venue,
    clean_title,
    dated_journal,
    first_year,
    has_digit,
    has_letters,
    honours,
    is_name,
    is_prose,
    looks_titled,
    lower_words,
    may_be_published,
    most_lower,
    only_honours,
    proceedings,
    published,
    says_more_people,
    strip_icons,
    venue_alone,
    venue_and_year,
    venue_label,
    without_count,
    word_count,
)
from paperterm.core.parse.inline import Inline, Mark, MarkKind, scan
from paperterm.core.parse.links import (
    arxiv_id,
    is_anchor,
    is_link,
    is_page_of_notes,
    is_repository,
    link_from,
    repository_name,
)
from paperterm.core.parse.pieces import (
    Range,
    has_colon,
    letter_count,
    lines_of,
    piece_places,
    places_of_keys,
    rest_spans,
    text_pieces,
)
from paperterm.core.parse.references import listed_reference
from paperterm.core.parse.title_ends import TitlePlace, first_label
from paperterm.core.parse.titles import find_title, is_label, written_surname_first

_KEY = re.compile(
    r"\s*[-*+]?[\s\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]*"
    r"([A-Za-z\u4e00-\u9fff][\w/&. -]{0,30}?)\s*(?:[\[(（][^\[\]()（）]{0,20}[\])）])?\s*(?:::|[:：])\s*"
)
_CITED = re.compile(r"(?:cit(?:ed|ations?)|stars?)[ :]*(?:by )?\d*", re.I)
_NUMBERED = re.compile(r"\n\s*(\d{1,3})[.)、]\s+(?=\S)")
_LEAST_LOWER = 6
_OPENING_QUOTE = re.compile("[\"“«《‘'`]")
_SHORTEST_PERSON = 3
_LONGEST_LABEL = 80
_YEAR_OF_NOTE = re.compile(r"\s*((?:19|20)\d\d)\s*(?:[,，;；.。]|年\s*[,，]|$)")
_DIGIT = re.compile(r"\d")
_TITLE_KEYS = vocabulary.words(
    "title paper_title paper_name 标题 题目 论文标题 论文题目 论文名称 论文名 論文名 タイトル 제목"
)
_PAPER_KEYS = vocabulary.words("paper 论文 論文 논문")
_LEAST_TITLE = 3
_FIRST_ITEMS = 4
_HASHTAGS = re.compile(r"(?:#[\w/-]+\s*)+")
# Compiled when first asked: most lists have no such lines, and Chinese makes that slow.
_PROPERTY = r"(?:\A|\n)[ \t]*([A-Za-z_\u4e00-\u9fff][\w ()/.-]{0,30}?)::(?:[ \t]+|(?=\n|\Z))"
_FIELD_LINE = r"\n[ \t]*[*_]{0,3}([A-Za-z\u4e00-\u9fff][\w ]{0,24}?)[*_]{0,3}[ \t]*[:：][*_]{0,3}[ \t]*(?=\S)"
_FRAMED_FIELD = re.compile(r"[\[(]\s*([A-Za-z_][\w -]{0,30})::[ \t]*([^()\[\]\n]*(?:\([^()\n]*\)[^()\[\]\n]*)*)[\])]")
_DRAWER = re.compile(r":PROPERTIES:[ \t]*(\n.*?)\n[ \t]*:END:", re.S)
_DRAWER_LINE = re.compile(r"\n[ \t]*:([A-Za-z_-]+):[ \t]+([^\n]+)")
_NOTE_LINE = re.compile(r"\n[ \t]*([A-Za-z\u4e00-\u9fff][\w; ]{0,16}?)[ \t]*[:：]")
_MAX_FIELDS = 20
_EDITOR_KEYS = vocabulary.words("collapsed id background_color heading created_at updated_at logseq_order_list_type")
_TASK = re.compile(
    r"(?:(TODO|DOING|DONE|LATER|NOW|WAITING|IN-PROGRESS):?\s+(?=[\[*A-Z\u4e00-\u9fff])|(TODO|DOING|DONE)\s+(?=\w)"
    r"|\*\*(TODO|DOING|DONE):?\*\*:?\s+(?=\S))"
)
_BOXES = {"[ ] ": "unread", "[/] ": "reading", **dict.fromkeys(("[x] ", "[X] ", "[✓] ", "[✔] "), "read")}
_IDENTIFIER = re.compile(r"(?:arXiv:|doi:)?\s*(?:10\.\d{4,9}/\S+|\d{4}\.\d{4,5}(?:v\d+)?)", re.I)
_IDENTIFIED = re.compile(r"\b(?:arxiv:\s?\d{4}\.\d{4}|doi:\s?10\.\d{4})", re.I)

_NUMBER_OF_FILE = re.compile(r"0\d{1,2}[-_](?=[A-Z])")
_FILES = frozenset((".pdf", ".doc", ".ppt", ".caj"))
_BADGE = re.compile(r"shields\.io|/badges?[./-]|\bbadgen?\.|badge\.(?:svg|png)|visitor|hits\.", re.I)
_ONE_SURNAME = re.compile(r"([A-Z\u00c0-\u024f][\w'’-]*[a-z]) \((?:1[5-9]|20)\d\d[a-z]?\)")
_SURNAME_BEHIND = re.compile(r"[\"”»“],? ([A-Z][\w'’-]*[a-z])(?=\s*(?:\n|$))")
_STANDARD_MARK = re.compile(r"\[(?:[JCDMNPRS]|EB|DB|CP)(?:/OL)?\]")
_WHO_AND_WHEN = re.compile(r"([^\d()\[\]]{3,400}?)[.,]?\s*[\[(]?((?:1[5-9]|20)\d\d)[a-z]?\.?[)\]]?[\s.,:–—-]*")
_MONTHS = 12
_LONGEST_CREDIT = 300
_KEY_WORDS = 3
_LONGEST_QUOTE = 600
_ARXIV_NAMES = ("arxiv", "arxiv preprint", "preprint", "corr")
_CITED_BY = re.compile(r"([A-Z][a-z'’-]+(?: (?:and|&) [A-Z][\w'’-]+)?),\s*((?:19|20)\d\d)[a-z]?")
_CITATION_KEY = re.compile(r"[A-Z][A-Za-z]+(?:-[A-Za-z]+)*?(?:-([A-Z][A-Za-z]*))?-((?:19|20)\d\d)")
_JOURNAL = re.compile(r"[A-Z][\w&.-]*(?:,? (?:[A-Z&][\w&.-]*|of|on|the|for|and|in)){0,7}")
_FIELD = re.compile(r"(?:ology|ics|istry|[a-z]ine|Sciences?|Methods|Letters|Computing|Engineering|Genetics)$")
_YEAR_NEXT = re.compile(r"[\s,(]*(?:(?:19|20)\d\d|['’]\s?\d\d)\b")
_VOLUME_NEXT = re.compile(r",? \d{1,4}\b")
# `Nature Methods 19, 845–853`, `Nature methods, 19(7), pp.845-853` behind a title whose people and year are known
_JOURNAL_NEXT = re.compile(
    r"[\s.]*([A-Z][A-Za-z.&:'’ -]{2,80}?),?\s+(?:[Vv]ol\.?\s*)?\d{1,4}\s?(?:\(\d[\d–-]*\))?[,:]\s*"
    r"(?:pp?\.?\s*)?\w?\d[\d–-]*"
)
# `“The Crane,” IEEE Trans. Fold., vol. 28, no. 9`
_VOLUME_BEHIND = re.compile(r"[”\"»,\s]*(?:in )?([A-Z][\w.&:’' -]{2,80}?), vol\. ")
_LONGEST_VOLUME = 80
_NAME_BEFORE = re.compile(r"([\w ./-]{1,40})[:：]$")
# `” Nucleic folds research 46.D1 (2017): D726-D735`
_VENUE_BEHIND_QUOTE = re.compile(
    r"[”\"’\s,.]*([A-Z][^\d()\n]{2,80}?),?(?: \d[\w.]*)? \((?:[A-Z][a-z]+ )?((?:19|20)\d\d)\)"
)
_LONGEST_NAME = 41
_VENUE_FIRST = re.compile(r"[A-Z][\w&@ -]{1,20}?\s?(?:19|20)\d\d(?=[\u4e00-\u9fff])")
_YEAR_AND_ACRONYM = re.compile(r"((?:19|20)\d\d)[ -]([A-Z]{3,10})")
_BY_FIRST = re.compile(r"by ([A-Z][^:;.()\n]{3,120}?)(?:: | [-–—] |; )")
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)\):?\s*")
_FIRST = re.compile(r"(?<=[.。;；])\s+")
MAX_HEAD = 20_000
"""How many characters of a first line are searched for title, links and all else."""

_BEHIND = ' \t\n"”’»,.;:，。；：'


class EntryReader:
    """Reads entries of one document; `references` are its link reference definitions."""

    def __init__(self, text: str, references: Mapping[str, str]) -> None:
        self.text = text
        self.references = references
        self._scanned: dict[int, Inline] = {}
        self._keys: dict[int, list[tuple[re.Match[str], int]]] = {}
        self._titles: dict[int, tuple[Inline, TitlePlace]] = {}

    def title_place(self, inline: Inline) -> TitlePlace:
        """The place of the title in `inline`, looked for once; not to be changed."""
        known = self._titles.get(id(inline))
        if known is None or known[0] is not inline:
            known = self._titles[id(inline)] = inline, find_title(inline)
        return known[1]

    def scan(self, prose: Prose) -> Inline:
        """The inline content of `prose`, read once."""
        key = id(prose)
        found = self._scanned.get(key)
        if found is None or found.prose is not prose:
            found = self._scanned[key] = scan(prose, self.references)
        return found

    def entry(self, block: Block, head: Block | None, below: Sequence[Block]) -> Draft:
        """The draft of an entry whose first line is `head`."""
        draft = Draft(block.start, block.end)
        if head is not None:
            prose, notes = _split_notes(_beginning(draft, head))
            prose, properties = _split_properties(draft, prose)
            self.read_head(draft, self.scan(prose))
            for key, value in properties:
                self.read_key(draft, self.scan(value), key, 0, len(self.scan(value).plain))
            for number, note in notes:
                self._line_note(draft, number, note)
        self.read_below(draft, below)
        return draft

    # The first line

    def read_head(self, draft: Draft, inline: Inline) -> None:
        """Title, links and what else the first line says."""
        place = self.title_place(inline)
        draft.cited = place.cited
        draft.lead, draft.inline, draft.place = place.lead, inline, (place.start, place.end)
        if place.lead == "url" and place.mark is not None:
            _name_by_url(draft, inline, place.mark)
        else:
            draft.title = clean_title(inline.plain[place.start : place.end])
            draft.title_span = inline.span(place.start, place.end)
            draft.title_url = place.mark.url if place.mark and is_link(place.mark) else ""
            draft.title = _without_file_name(draft.title, draft.title_url)
            if place.mark and len(place.mark.url) > 1 and is_anchor(place.mark.url):
                draft.lead = "anchor"
            if place.lead == "link" and place.mark is None and word_count(draft.title) > 2:
                _add_wikilink(draft, inline, place)
            take_state(draft)
            draft.on_own_line = place.lead == "plain" and _ends_line(inline.plain, place.end)
        for piece in place.before:
            self._say_before(draft, piece)
        for piece in place.tags:
            self._say_tag(draft, piece)
        self._read_marks(draft, inline, place.start, place.end)
        draft.venue = draft.venue or (venue_alone(place.venue) if place.venue else None)
        if place.lead == "quote" and (match := _SURNAME_BEHIND.match(inline.plain, place.end)):
            draft.authors = draft.authors or ((match[1],) if not published(match[1]).whole else ())
        title_end = place.mark.end if place.lead == "url" and place.mark else max(place.end, place.after)
        title_end += place.lead == "quote" and inline.plain[title_end : title_end + 1] in ('"', "”", "»")
        if not draft.venue:
            title_end = _say_journal(draft, inline.plain, title_end)
        if place.lead == "quote" and inline.links:
            self._say_within_link(draft, inline, title_end)
        loose = self._read_pieces(draft, inline, title_end)
        noted = notes_start(inline.plain)
        draft.loose = letter_count(inline, [place for place in loose if place[0] < noted])
        if draft.year and draft.venue and _is_number(draft.year, draft):
            draft.year = None
        keep(draft, rest_spans(inline, loose, title_end))

    def _say_within_link(self, draft: Draft, inline: Inline, at: int) -> None:
        """Take over what a link says behind a title in quotes: `[Roe, J. "The Crane." Folds 46 (2017): 1-9.](u)`."""
        around = next((mark for mark in inline.links if mark.start < at < mark.end - 1), None)
        if around is None or not has_letters(inline.plain[at : around.end]):
            return
        self._say(draft, inline.plain[at : around.end])
        if not draft.venue and (match := _VENUE_BEHIND_QUOTE.match(inline.plain, at, around.end)):
            draft.venue, draft.year = venue_alone(match[1]), draft.year or int(match[2])

    def _say_before(self, draft: Draft, piece: str) -> None:
        """Take over what stands in front of the title: people, a year, a venue, or tags."""
        if one := written_surname_first(piece):
            draft.authors = draft.authors or (one[0],)
            draft.year = draft.year if draft.year is not None else one[1]
        elif dated := _people_and_year(piece):
            draft.authors = draft.authors or dated[0]
            draft.year = draft.year if draft.year is not None else dated[1]
        elif not self._say(draft, piece):
            if has_digit(piece) and ACRONYM.fullmatch(bare := piece.strip(EDGES)) and (found := venue_label(bare)):
                take_published(draft, found, bare)
            else:
                add_tags(draft, piece)

    def _read_marks(self, draft: Draft, inline: Inline, start: int, end: int) -> None:
        """Links, badges and code spans outside (or around) the title at plain[start:end]."""
        for mark in inline.marks:
            if is_link(mark):
                self.add_link(draft, inline, mark, in_title=mark.start < end and mark.end > start)
            elif mark.kind is MarkKind.IMAGE and not _is_linked(inline, mark):
                if is_badge(mark.url):
                    add_badge(draft, mark)
                elif mark.start >= end:
                    keep(draft, [inline.mark_span(mark)])
            elif (
                mark.kind is MarkKind.CODE
                and (mark.start >= end or mark.end <= start)
                and not _is_link_label(inline, mark)
            ):
                add_tag(draft, inline.plain[mark.start : mark.end])

    def add_link(self, draft: Draft, inline: Inline, mark: Mark, *, in_title: bool = False) -> None:
        """One link; its label may name venue, year or authors."""
        label = _label_before(inline, mark) if inline.plain[mark.start : mark.end].startswith("http") else ""
        known_kind = vocabulary.host_kind(mark.url) if in_title and not is_page_of_notes(mark.url) else None
        link = link_from(inline, mark, label=label, kind=known_kind)
        if draft.links and any(known.url == link.url for known in draft.links):
            _prefer_code(draft, link)
            return
        if in_title:
            if known_kind is None and label:
                link = link._replace(kind=link_from(inline, mark).kind)
        elif not link.label.startswith("http"):
            link = _read_label(draft, link)
        draft.labels += not in_title
        draft.links.append(link)

    def _read_pieces(self, draft: Draft, inline: Inline, start: int, end: int | None = None) -> list[Range]:
        """Read what plain[start:end] says beside the title; the places of what is not understood."""
        loose: list[Range] = []
        wrapped = _say_wrapped(draft, inline, start) if inline.cuts and "\n" in inline.plain else []
        for first, last in lines_of(inline):
            if end is not None and first >= end:
                break
            if last <= start or (first >= start and _keyed_field(draft, inline, first, last)):
                continue
            if not self._linked_names(draft, inline, max(first, start), last):
                loose += self._read_line(draft, inline, max(first, start), last, wrapped)
        return loose

    def _read_line(self, draft: Draft, inline: Inline, start: int, end: int, said: Sequence[Mark] = ()) -> list[Range]:
        """Read plain[start:end] but for what is `said` already; the places of what is not understood."""
        loose = []
        for first, last in piece_places(inline, start, end):
            piece = inline.plain[first:last]
            if any(mark.start <= first and last <= mark.end for mark in said):
                continue
            if _say_italic(draft, inline, first, last):
                continue
            if not self._say(draft, piece):
                draft.identified |= ":" in piece and _IDENTIFIED.search(piece) is not None
                loose.append((first + self._say_first(draft, piece), last))
        return loose

    def _say_first(self, draft: Draft, piece: str) -> int:
        """Venue and year where a remark starts with them: `ICCV 2017. Adds a mask branch …`; how much that was."""
        lead = len(piece) - len(piece.lstrip(_BEHIND + "(-–—"))
        match = _FIRST.search(piece, lead)
        if match and match.end() < len(piece) and self._say_published(draft, piece[lead : match.start()].strip(EDGES)):
            return match.end()
        if not draft.authors and piece.startswith("by ", lead) and (by := _BY_FIRST.match(piece, lead)):
            draft.authors = authors_in(by[1])
            return by.end() if draft.authors else 0
        if glued := _VENUE_FIRST.match(piece, lead):
            self._say_published(draft, glued[0])
        elif draft.year is None and piece[lead - 1 : lead] == "(" and (dated := _YEAR_FIRST.match(piece, lead)):
            draft.year = int(dated[1])
            return dated.end()
        return 0

    def _keyed_lines(self, draft: Draft, inline: Inline) -> None:
        """Take over `Released: 2026-07-15` and its like from between other lines."""
        for start, end in lines_of(inline):
            _keyed_field(draft, inline, start, end)

    def _linked_names(self, draft: Draft, inline: Inline, start: int, end: int) -> bool:
        """A line of authors some of whom are links to their home pages."""
        if not inline.links:
            return False
        links = [mark for mark in inline.links if start <= mark.start and mark.end <= end and mark.end > mark.start]
        labels = [inline.plain[mark.start : mark.end] for mark in links]
        if not any(" " in label and is_name(label) and vocabulary.label_kind(label) is None for label in labels):
            return False
        names, venue, year = credit(inline.plain[start:end])
        if len(names) < 2:
            return False
        draft.authors, draft.venue = draft.authors or names, draft.venue or venue
        draft.year = draft.year if draft.year is not None else year
        return True

    def _say(self, draft: Draft, piece: str) -> bool:
        """Take over what a piece of text says; False if it is not understood."""
        piece = _STANDARD_MARK.sub(" ", piece) if "[" in piece else piece
        bare = strip_icons(without_count(piece)).strip(EDGES)
        bare = bare[:-3].rstrip(EDGES) if bare.endswith((" DOI", " doi")) else bare
        in_brackets = piece.lstrip(" \n])")[:1] in ("(", "（")
        if bare.startswith(("by ", "By ")) and self._say_authors(draft, bare):
            return True
        if not has_letters(bare) or self._say_published(draft, bare, in_brackets=in_brackets):
            return True
        if bare[0] == "#" and _HASHTAGS.fullmatch(bare):
            add_tags(draft, bare.replace("#", ""))
            return True
        if only_honours(bare):
            draft.tags += [tag for tag in honours(bare) if tag not in draft.tags]
            return True
        if PLACEHOLDER.fullmatch(bare) or _CITED.fullmatch(bare) or is_field_word(bare):
            draft.year = draft.year if draft.year is not None else _loose_year(bare)
            return True
        if bare.casefold() in ("and", "or", "with", "in", "also", "by", "et al", "at"):
            return True
        return self._say_authors(draft, piece.strip(' \t\n,;:()（）[]|*_-–—~"”»》>，；、'))

    def _say_tag(self, draft: Draft, piece: str) -> None:
        """A piece set off in front of the title: venue and year, authors if they can be nothing else, or a tag."""
        if cited := _CITED_BY.fullmatch(piece.strip(EDGES)):
            draft.authors = draft.authors or authors_in(cited[1]) or (cited[1],)
            draft.year = draft.year if draft.year is not None else int(cited[2])
            return
        if self._say_published(draft, piece.strip(EDGES)):
            return
        if (dated := _YEAR_AND_ACRONYM.fullmatch(piece.strip(EDGES))) and draft.year is None:
            draft.year, draft.venue = int(dated[1]), draft.venue or dated[2]
            return
        if draft.year is None and (cited := _CITATION_KEY.fullmatch(piece.strip(EDGES))):
            draft.year = int(cited[2])
            draft.venue = draft.venue or (cited[1] if cited[1] in vocabulary.VENUES else None)
        names, _, year = credit(piece)
        if names and (year or len(names) > 1 or "et al" in piece):
            draft.authors, draft.year = draft.authors or names, draft.year if draft.year is not None else year
        else:
            add_tags(draft, piece)

    def _say_published(self, draft: Draft, bare: str, *, in_brackets: bool = False) -> bool:
        found = proceedings(bare) or published(bare)
        if not found.whole and not (in_brackets and " " not in bare[:-5] and not ACRONYM.fullmatch(bare)):
            found = venue_and_year(bare) or found
        if not found.whole and in_brackets:
            found = bracketed_venue(bare) or found
        if not found.whole and bare[-1:].isdigit():
            found = dated_journal(bare, known=bool(draft.authors) and not in_brackets) or found
        if not found.whole:
            return False
        take_published(draft, found, bare)
        return True

    def _say_authors(self, draft: Draft, text: str) -> bool:
        if "'" in text or "’" in text:
            text = _without_meeting(draft, text)
        names, venue, year = credit(text)
        if not names and not venue and year is None:
            draft.year = draft.year if draft.year is not None else _loose_year(text)
            return False
        if names and draft.authors and not set(names) & set(draft.authors):
            draft.year = draft.year if draft.year is not None else _loose_year(text)
            return False
        draft.authors = draft.authors or names
        draft.venue = draft.venue or venue
        draft.year = draft.year if draft.year is not None else year
        return True

    def name_by(self, draft: Draft, prose: Prose) -> None:
        """Take title, people, venue and year from a reference to the paper; the catchword above it becomes a tag."""
        named = Draft(draft.start, draft.end)
        self.read_head(named, self.scan(prose))
        if draft.title.casefold() not in named.title.casefold():
            draft.tags.append(draft.title)
        draft.title, draft.title_span, draft.title_url = named.title, named.title_span, named.title_url
        draft.authors, draft.venue = named.authors or draft.authors, named.venue or draft.venue
        draft.year = named.year if named.year is not None else draft.year
        draft.inline, draft.place = None, (0, 0)
        draft.fields = [field for field in draft.fields if not field.span.holds(named.title_span or field.span)]
        draft.notes = [note for note in draft.notes if not note.span.holds(named.title_span or note.span)]
        known = {link.url for link in draft.links}
        draft.links = [*(link for link in named.links if link.url not in known), *draft.links]

    # Below the first line

    def read_below(self, draft: Draft, blocks: Sequence[Block]) -> None:
        """Paragraphs, lists, tables and all else below the first line."""
        for block in blocks:
            if block.kind is BlockKind.PARAGRAPH:
                self._paragraph(draft, block)
            elif block.kind is BlockKind.LIST:
                self.read_list(draft, block)
            elif block.kind is BlockKind.SUMMARY:
                self._caption(draft, block)
            elif block.kind is BlockKind.QUOTE and self._credits(draft, block):
                self.read_below(draft, block.children)
            elif block.kind not in (BlockKind.CLOSE, BlockKind.RULE):
                draft.rest.append(block.span)
                if block.kind is BlockKind.QUOTE and self.text.find("http", block.start, block.end) >= 0:
                    self._code_in_quote(draft, block)

    def _code_in_quote(self, draft: Draft, block: Block) -> None:
        """Take over links to code from a quote below an entry: `> code: https://…`."""
        trial = Draft(draft.start, draft.end)
        for child in block.children:
            if child.kind is BlockKind.PARAGRAPH:
                self._read_links(trial, self.scan(child.prose))
        trial.links = [link for link in trial.links if link.kind is LinkKind.CODE]
        take_links(draft, trial)

    def _credits(self, draft: Draft, block: Block) -> bool:
        """Whether a quote below an entry starts with its authors, and says little else."""
        first = block.children[0] if block.children else None
        if draft.authors or first is None or first.kind is not BlockKind.PARAGRAPH:
            return False
        if (
            len(first.prose.text) > _LONGEST_CREDIT
            or sum(len(child.prose.text) for child in block.children) > _LONGEST_QUOTE
        ):
            return False
        inline = self.scan(first.prose)
        names, venue, year = credit(inline.plain[: first_label(inline, 0)])
        return len(names) > 1 or (bool(names) and (venue is not None or year is not None or len(block.children) > 1))

    def _caption(self, draft: Draft, block: Block) -> None:
        text = clean_title(self.scan(block.prose).plain)
        if text and not vocabulary.is_note_label(text):
            draft.rest.append(block.span)

    def _paragraph(self, draft: Draft, block: Block) -> None:
        """A paragraph below: who, where and links if that is all it says; what it says otherwise stays to be shown."""
        inline = self.scan(block.prose)
        if (vocabulary.is_note_label(inline.plain) and not inline.links) or self.key_line(draft, inline):
            _keep_pictures(draft, inline)
            return
        self._keyed_lines(draft, inline)
        if is_prose(inline.plain):
            self._read_links(draft, inline)
            draft.rest.append(block.span)
            return
        trial = Draft(draft.start, draft.end, authors=draft.authors)
        self._read_marks(trial, inline, 0, 0)
        places = self._read_pieces(trial, inline, 0)
        loose, letters = letter_count(inline, places), letter_count(inline, [(0, len(inline.plain))])
        credited = bool(trial.authors or trial.venue or trial.year) and _is_byline(inline, loose, letters)
        if loose > 0.2 * letters and not credited:
            start = inline.plain.rfind("\n", 0, places[0][0]) + 1
            self._credits_above(draft, inline, start)
            take_links(draft, trial)
            keep(draft, [*rest_spans(inline, [(start, len(inline.plain))], 0), *trial.rest])
            return
        merge(draft, trial)
        keep(draft, [*rest_spans(inline, places, 0), *trial.rest])

    def _credits_above(self, draft: Draft, inline: Inline, end: int) -> None:
        """Take over what the lines above the first remark of a paragraph say: authors, venue, badges."""
        trial = Draft(draft.start, draft.end, authors=draft.authors)
        if end and not self._read_pieces(trial, inline, 0, end):
            merge(draft, trial)

    def _read_links(self, draft: Draft, inline: Inline) -> None:
        for mark in inline.marks:
            if is_link(mark):
                self.add_link(draft, inline, mark)

    def read_list(self, draft: Draft, block: Block) -> None:
        """A list below an entry: links, venue, `Key: value` fields, and notes."""
        for child in block.children:
            self._below_child(draft, child)

    def _below_child(self, draft: Draft, child: Block) -> None:
        head = child.head()
        if head is None:
            self.read_below(draft, child.children)
            return
        inline = self.scan(head.prose)
        if not inline.marks and len(child.children) == 1 and _is_remark(inline.plain):
            self._note(draft, child, inline)
            return
        below = child.children[1:]
        if (
            self._is_container(inline, below)
            or self.key_line(draft, inline)
            or self._only_links(draft, inline, child)
            or self._only_published(draft, inline, child)
        ):
            _keep_pictures(draft, inline)
            self.read_below(draft, below)
        elif not self._byline(draft, inline, child):
            if draft.venue is None and draft.year is None and (found := _told_first(inline.plain)):
                take_published(draft, found, "")
            self._note(draft, child, inline)

    def _is_container(self, inline: Inline, below: Sequence[Block]) -> bool:
        if inline.links or not vocabulary.is_note_label(strip_icons(inline.plain)):
            return not has_letters(inline.plain) and not inline.marks
        return True

    def _only_links(self, draft: Draft, inline: Inline, child: Block) -> bool:
        """An item that holds only links, with labels and a venue at most."""
        if not inline.marks:
            return False
        links = [mark for mark in inline.marks if is_link(mark)]
        empty = any(mark.kind is MarkKind.LINK and not mark.url for mark in inline.marks)
        if (not links and not empty) or self.names_paper(child.children[1:]):
            return False
        trial = Draft(draft.start, draft.end)
        for mark in inline.marks:
            if is_link(mark):
                self.add_link(trial, inline, mark)
        for piece in text_pieces(inline, 0):
            bare = strip_icons(piece).strip(EDGES)
            found = published(bare)
            found = found if found.whole else chinese_venue(bare) or found
            if found.whole:
                trial.venue, trial.year = trial.venue or found.venue, trial.year or found.year
            elif ACRONYM.fullmatch(bare) and not is_field_word(bare):
                trial.venue, trial.year = trial.venue or venue_alone(bare), trial.year or found.year
            elif has_letters(bare) and not is_field_word(bare) and not PLACEHOLDER.fullmatch(bare):
                return False
        merge(draft, trial)
        return True

    def _only_published(self, draft: Draft, inline: Inline, child: Block) -> bool:
        """An item that holds only a venue, a year or both."""
        if inline.links or not has_letters(inline.plain):
            return False
        found = published(inline.plain)
        if not found.whole:
            found = _behind_any_key(inline.plain) or found
        if not found.whole or (found.venue is None and found.year is None):
            return False
        draft.told.append("published")
        draft.venue = draft.venue or found.venue
        draft.year = draft.year if draft.year is not None else found.year
        return True

    def key_line(self, draft: Draft, inline: Inline) -> bool:
        """`Key: value` lines: `论文：url`, `Authors: …`, `Year: 2020`. False if not every line is one."""
        keyed = self.keys(inline)
        for match, end in keyed:
            self.read_key(draft, inline, match[1], match.end(), end)
        return bool(keyed)

    def titled_keys(self, draft: Draft, inline: Inline) -> bool:
        """Lines of `title: …`, `year: …`, `pdf: …` that are an entry by themselves."""
        keyed = self.keys(inline)
        titles = [(match, end) for match, end in keyed if vocabulary.plain_key(match[1]) in _TITLE_KEYS]
        if len(keyed) < 2 or not titles:
            return False
        match, end = titles[0]
        draft.title = clean_title(inline.plain[match.end() : end])
        draft.title_span, draft.lead = inline.span(match.end(), end), "key"
        self.key_line(draft, inline)
        return bool(draft.title)

    def keys(self, inline: Inline) -> list[tuple[re.Match[str], int]]:
        """The keys of the lines, each with its line's end, if every line is `Key: value`; else nothing."""
        known = self._keys.get(id(inline))
        if known is None:
            known = self._keys[id(inline)] = self._find_keys(inline)
        return known

    def _find_keys(self, inline: Inline) -> list[tuple[re.Match[str], int]]:
        if ":" not in inline.plain and "：" not in inline.plain:
            return []
        keyed = []
        for start, end in places_of_keys(inline):
            match = _KEY.match(inline.plain, start, end) if has_colon(inline.plain, start, end) else None
            if match and self._is_key(inline, match, end):
                keyed.append((match, end))
            elif match or has_letters(inline.plain[start:end]):
                return []
        return keyed

    def _is_key(self, inline: Inline, match: re.Match[str], end: int) -> bool:
        key = match[1]
        if word_count(key) > 4:
            return False
        if vocabulary.field_of(key) in ("authors", "year", "venue", "tags", "title"):
            return True
        if vocabulary.status_of(key, inline.plain[match.end() : end]):
            return True
        value = inline.plain[match.end() : end].strip()
        has_link = any(is_link(mark) and match.end() <= mark.start < end for mark in inline.marks)
        bold = any(
            mark.kind is MarkKind.BOLD and mark.start <= match.start(1) and match.end(1) <= mark.end <= match.end()
            for mark in inline.marks
        )
        if has_link and vocabulary.plain_key(key) in vocabulary.SAY_NOTHING:
            return True
        if vocabulary.label_kind(key):
            return has_link or not value or word_count(value) <= 4 or bool(PLACEHOLDER.match(value))
        return (
            bold
            and word_count(key) <= 2
            and vocabulary.field_of(key) != "notes"
            and not has_link
            and word_count(value) <= 12
        )

    def read_key(self, draft: Draft, inline: Inline, key: str, start: int, end: int) -> None:
        """What stands behind a key, at plain[start:end]: links, a value that is known, or a field."""
        for mark in inline.marks:
            if is_link(mark) and start <= mark.start < end:
                own = inline.plain[mark.start : mark.end]
                bare = own.startswith("http") or is_label(own)
                link = link_from(inline, mark, label=key)
                if bare and vocabulary.label_kind(key):
                    link = Link(
                        link_from_key(key, link), key if own.startswith("http") else link.label, link.url, link.span
                    )
                if all(known.url != link.url for known in draft.links):
                    draft.links.append(link)
        self._store_key(draft, inline, key, start, end)

    def _store_key(self, draft: Draft, inline: Inline, key: str, start: int, end: int) -> None:
        value = inline.plain[start:end]
        lead = len(value) - len(value.lstrip())
        value = value.strip()
        name = vocabulary.field_of(key)
        if name == "title" and (draft.lead == "key" or self._retitle(draft, inline, key, start, end)):
            return
        if status := vocabulary.status_of(key, value):
            draft.status = status
            return
        shown = not vocabulary.label_kind(key) or _IDENTIFIER.fullmatch(value) or self._remarks(inline, start, end)
        if value and not set_field(draft, name, value) and shown:
            draft.fields.append(Field(key, value, inline.span(start + lead, start + lead + len(value))))

    def _retitle(self, draft: Draft, inline: Inline, key: str, start: int, end: int) -> bool:
        """Whether a line below names the paper, which the first line did not: `论文名称：…`; that becomes a tag."""
        plain_key, known = vocabulary.plain_key(key), draft.title
        sure, text = plain_key in _TITLE_KEYS, inline.plain[start:end].lstrip()
        if not (sure or plain_key in _PAPER_KEYS) or text.startswith("http") or word_count(text) < _LEAST_TITLE:
            return False
        value = Draft(draft.start, draft.end)
        self.read_head(value, self.scan(inline.prose.slice(inline.raw(start), inline.raw(end - 1) + 1)))
        if word_count(value.title) < _LEAST_TITLE or is_label(value.title) or value.lead == "url":
            return False
        if not (sure or value.cited or value.lead == "link" or looks_titled(value.title)):
            return False
        if not sure and looks_titled(known):
            return False
        if known.casefold() not in value.title.casefold():
            add_tag(draft, known)
        draft.title, draft.title_span, draft.inline = value.title, value.title_span, None
        draft.links = [
            link._replace(kind=LinkKind.OTHER) if link.url == draft.title_url else link for link in draft.links
        ]
        draft.told.append("title")
        merge(draft, value)
        return True

    def names_paper(self, blocks: Sequence[Block]) -> bool:
        """Whether one of the first items of the lists among `blocks` says how the paper is called."""
        items = [child for block in blocks if block.kind is BlockKind.LIST for child in block.children[:_FIRST_ITEMS]]
        heads = [head for item in items if (head := item.head())]
        return any(
            ("：" in head.prose.text or ":" in head.prose.text) and _names_paper(self.scan(head.prose))
            for head in heads
        )

    def _remarks(self, inline: Inline, start: int, end: int) -> bool:
        """Whether the value of a key for a link says something else than the link: `Code: soon to be released`."""
        pieces = [strip_icons(piece).strip(EDGES) for piece in text_pieces(inline, start, end)]
        said = [piece for piece in pieces if has_letters(piece) and not is_label(piece)]
        return any(not PLACEHOLDER.fullmatch(piece) and not piece.startswith("http") for piece in said)

    def _byline(self, draft: Draft, inline: Inline, child: Block) -> bool:
        """An item that tells authors, venue and year, maybe with labelled links beside: `David Ha, ArXiv, 2018`."""
        if draft.authors or len(inline.plain) > 3000:
            return False
        links = [mark for mark in inline.links if is_link(mark)] if inline.links else []
        text = _beside_labels(inline, links) if links else inline.plain
        if not text:
            return False
        set_off = self._set_off_behind_people(inline) if inline.marks or '"' in text else None
        listed = set_off or (listed_reference(inline.plain) if not links else None)
        if listed and _names_more(draft.title, clean_title(inline.plain[slice(*listed)]), set_off=set_off is not None):
            self._referenced_below(draft, inline, *listed)
        else:
            names, venue, year = credit(text.strip(EDGES) if links else text)
            if not names or (len(names) < 2 and not (venue or year)):
                return False
            draft.told.append("byline")
            draft.authors, draft.venue = names, draft.venue or venue
            draft.year = draft.year if draft.year is not None else year
        for mark in links:
            self.add_link(draft, inline, mark)
        self.read_below(draft, child.children[1:])
        return True

    def _set_off_behind_people(self, inline: Inline) -> Range | None:
        """Where a title in italics or quotes is, if people stand in front of it."""
        starts = [mark.start for mark in inline.marks if mark.kind in (MarkKind.BOLD, MarkKind.ITALIC)]
        quote = _OPENING_QUOTE.search(inline.plain)
        first = min([*starts, *([quote.start()] if quote else [])], default=0)
        before = inline.plain[:first].rstrip(" (")
        if (
            len(before) < _SHORTEST_PERSON
            or (before[-1].isalnum() and "," not in before)
            or lower_words(before) > most_lower(first)
        ):
            return None
        place = self.title_place(inline)
        if place.lead not in ("bold", "quote") or not place.before or not authors_in(place.before[-1].strip(" .,:")):
            return None
        return place.start, place.end

    def _referenced_below(self, draft: Draft, inline: Inline, start: int, end: int) -> None:
        """Take over the reference below a catchword; the catchword becomes a tag."""
        title = clean_title(inline.plain[start:end])
        draft.authors = authors_in(inline.plain[:start])
        if word_count(draft.title) <= word_count(title):
            if draft.title.casefold() not in title.casefold():
                add_tag(draft, draft.title)
            draft.title, draft.title_span, draft.inline = title, inline.span(start, end), None
        self._read_pieces(draft, inline, end)

    def _note(self, draft: Draft, child: Block, inline: Inline) -> None:
        """One note, with all that is nested below it."""
        if len(child.children) == 1:
            self._read_links(draft, inline)
            text = self._plain(inline)
        else:
            paragraphs = [self.scan(block.prose) for block in _paragraphs(child)]
            for paragraph in paragraphs:
                self._read_links(draft, paragraph)
            text = "\n".join(line for line in map(self._plain, paragraphs) if line)
        number = child.level if child.level >= 0 else len(draft.notes) + 1
        head = child.head()
        start = head.prose.source(0) if head else child.start
        if not text:
            draft.rest.append(child.span)
            return
        draft.notes.append(Note(number, text, Span(start, max(start, child.end))))
        if draft.year is None and (match := _YEAR_OF_NOTE.match(inline.plain)):
            draft.year = int(match[1])

    def _line_note(self, draft: Draft, number: int, prose: Prose) -> None:
        """A numbered line that Markdown takes for the title's continuation, because it does not start at 1."""
        inline = self.scan(prose)
        self._read_links(draft, inline)
        if text := self._plain(inline):
            draft.notes.append(Note(number, text, prose.span(0, len(prose.text))))

    def _plain(self, inline: Inline) -> str:
        plain = inline.plain
        if not inline.breaks or inline.breaks[0] >= len(plain.rstrip()):
            return " ".join(plain.split())
        ends = [*(at for at in sorted(set(inline.breaks)) if plain[at : at + 1] == "\n"), len(plain)]
        lines = (" ".join(plain[start:end].split()) for start, end in pairwise([0, *ends]))
        return "\n".join(line for line in lines if line)


def _is_remark(plain: str) -> bool:
    """Whether a text without markup is a sentence that can be no label, field, venue or list of names."""
    if ":" in plain or not plain.isascii() or may_be_published(plain) or plain.count(", ") > 1:
        return False
    return lower_words(plain) > max(_LEAST_LOWER, 2 * most_lower(len(plain)) - 4)


def _names_more(title: str, reference: str, *, set_off: bool) -> bool:
    """Whether the title in a reference is that of the line above it, or a longer one for the catchword there."""
    more = word_count(reference) - word_count(title)
    return more > 0 or reference.casefold() in title.casefold() or (set_off and more == 0 and not looks_titled(title))


def _beginning(draft: Draft, head: Block) -> Prose:
    """The text of a first line as far as it is looked at; what lies behind is only shown."""
    prose = head.prose
    if len(prose.text) <= MAX_HEAD:
        return prose
    end = max(prose.text.rfind(" ", 0, MAX_HEAD), prose.text.rfind("\n", 0, MAX_HEAD), MAX_HEAD // 2)
    draft.rest.append(prose.span(end, len(prose.text)))
    return prose.slice(0, end)


def _split_notes(prose: Prose) -> tuple[Prose, list[tuple[int, Prose]]]:
    """The first line's prose, and the numbered lines that follow it in the same paragraph."""
    starts = list(_NUMBERED.finditer(prose.text)) if "\n" in prose.text else []
    if not starts:
        return prose, []
    ends = [*(match.start() for match in starts[1:]), len(prose.text)]
    notes = [(int(match[1]), prose.slice(match.end(), end)) for match, end in zip(starts, ends, strict=True)]
    return prose.slice(0, starts[0].start()), notes


def _beside_labels(inline: Inline, links: Sequence[Mark]) -> str:
    """What stands before labelled links, or behind them; nothing if it is both, or links say something else."""
    plain = inline.plain
    if not all(is_label(plain[mark.start : mark.end]) for mark in links):
        return ""
    if any(has_letters(plain[a.end : b.start]) for a, b in pairwise(links)):
        return ""
    before, behind = plain[: links[0].start], plain[links[-1].end :]
    if not has_letters(behind):
        return before
    return "" if has_letters(before) else behind


def is_byline(inline: Inline, links: Sequence[Mark]) -> bool:
    """Whether a line is people, maybe where and when, and labelled links: `J. Roe, A. Lee. *ICML 2020*. [[pdf]](u)`."""
    text = inline.plain[: links[0].start]
    if text[:1] in ("(", "[") or ("," not in text and "." not in text and " and " not in text):
        return False
    if any(mark.kind is MarkKind.BOLD and mark.end <= links[0].start for mark in inline.marks):
        return False
    names = credit(text)[0] if _beside_labels(inline, links) == text else ()
    return len(names) > 1 or (len(names) == 1 and (says_more_people(text) or are_initialled(names[0])))


def tells_where(inline: Inline, links: Sequence[Mark]) -> bool:
    """Whether a line is a venue, maybe with its year, and labelled links: `ICLR [[paper]](u) [[code]](u)`."""
    if not all(is_label(inline.plain[mark.start : mark.end]) for mark in links) or links[0].start > _LONGEST_LABEL:
        return False
    said = inline.plain[: links[0].start].strip(EDGES)
    found = published(said) if has_letters(said) else None
    return found is not None and ((found.whole and not found.more) or chinese_venue(said) is not None)


def _names_paper(inline: Inline) -> bool:
    """Whether a line says how a paper is called: `论文名称：Sparse Widgets for Dense Networks`."""
    if "::" in inline.plain or not has_colon(inline.plain, 0, len(inline.plain)):
        return False
    match = _KEY.match(inline.plain)
    return (
        match is not None
        and vocabulary.plain_key(match[1]) in _TITLE_KEYS | _PAPER_KEYS
        and not inline.links
        and word_count(inline.plain[match.end() :]) >= _LEAST_TITLE
    )


def tells_fields(prose: Prose) -> bool:
    """Whether a line has `key:: value` lines below it (or is the first of them) that fill fields of an entry."""
    found = re.finditer(_PROPERTY, prose.text) if "::" in prose.text else ()
    return len({name for match in found if (name := vocabulary.field_of(match[1]))}) > 1


def _property_starts(text: str) -> list[re.Match[str]]:
    """The lines that are properties: `key:: value`, or `Key: value` if all lines but the first are known fields."""
    if "::" in text:
        return list(re.finditer(_PROPERTY, text))
    lines = text.count("\n")
    if not 0 < lines <= _MAX_FIELDS:
        return []
    found = list(re.finditer(_FIELD_LINE, text))
    names = {vocabulary.field_of(match[1]) or is_field_word(match[1]) for match in found}
    known = len(found) == lines and False not in names and names & {"authors", "venue", "year"}
    return found if known else []


def _drawer(text: str) -> list[re.Match[str]]:
    """The lines of an outline's drawer: `:AUTHOR: Jane Roe` between `:PROPERTIES:` and `:END:`."""
    drawer = _DRAWER.search(text)
    return list(_DRAWER_LINE.finditer(text, drawer.start(1), drawer.end(1))) if drawer else []


def _framed_fields(text: str) -> list[re.Match[str]]:
    """The fields in brackets that a line ends with: `(year:: 2020) [venue:: ICML]`."""
    found = list(_FRAMED_FIELD.finditer(text))
    if not found or has_letters(text[found[-1].end() :]):
        return []
    joined = all(not has_letters(text[a.end() : b.start()]) for a, b in pairwise(found))
    return found if joined and found[0].start() > 0 else []


def _split_properties(draft: Draft, prose: Prose) -> tuple[Prose, list[tuple[str, Prose]]]:
    """The first line's prose without its task's state, and the `key:: value` lines below it."""
    values: list[tuple[str, Prose]] = []
    if "\n" in prose.text or "::" in prose.text:
        prose, values = _properties_below(prose)
    if match := _TASK.match(prose.text):
        draft.status = TASK_STATES.get(match[1] or match[2] or match[3])
        prose = prose.slice(match.end(), len(prose.text))
    elif status := _BOXES.get(prose.text[:4]):
        draft.status = status
    return prose, values


def _properties_below(prose: Prose) -> tuple[Prose, list[tuple[str, Prose]]]:
    framed = _framed_fields(prose.text) if "::" in prose.text else []
    drawer = _drawer(prose.text) if ":PROPERTIES:" in prose.text else []
    starts = framed or drawer or _property_starts(prose.text)
    if framed or drawer:
        values = [(match[1], prose.slice(*match.span(2))) for match in starts]
    else:
        ends = [*(later.start() for later in starts[1:]), len(prose.text)]
        values = [(match[1], prose.slice(match.end(), end)) for match, end in zip(starts, ends, strict=False)]
    if drawer:
        prose = prose.slice(0, prose.text.index(":PROPERTIES:"))
    elif starts and starts[0].start() == 0 and vocabulary.plain_key(starts[0][1]) in _TITLE_KEYS:
        prose = values.pop(0)[1]
    elif starts:
        prose = prose.slice(0, starts[0].start())
    return prose, [(key, value) for key, value in values if vocabulary.plain_key(key) not in _EDITOR_KEYS]


def _paragraphs(block: Block) -> list[Block]:
    if len(block.children) == 1 and block.children[0].kind is BlockKind.PARAGRAPH:
        return block.children
    found, pending = [], [block]
    while pending:
        current = pending.pop()
        if current.kind in (BlockKind.PARAGRAPH, BlockKind.SUMMARY, BlockKind.HEADING):
            found.append(current)
        pending.extend(reversed(current.children))
    return found


def link_from_key(key: str, link: Link) -> LinkKind:
    """The kind of a link behind `key:`."""
    said = vocabulary.label_kind(key)
    if said is LinkKind.PAPER and is_repository(link.url):
        return LinkKind.CODE
    return said or link.kind


def _keyed_field(draft: Draft, inline: Inline, start: int, end: int) -> bool:
    """Take over a line that is `Authors: …`, `Released: 2026-07-15` or the like; False if it is none."""
    match = _KEY.match(inline.plain, start, end) if has_colon(inline.plain, start, end) else None
    name = vocabulary.field_of(match[1]) if match else None
    if match is None or name not in ("authors", "year", "venue", "tags"):
        return False
    return set_field(draft, name, inline.plain[match.end() : end].strip())


def _behind_any_key(text: str) -> Published | None:
    """A venue with its year, whatever the key before them: `Index: ICML 1999`."""
    if len(text) > _LONGEST_LABEL or not text[-1:].isdigit():
        return None
    key, colon, value = text.partition(": ")
    found = published(value.strip()) if colon and word_count(key) < _KEY_WORDS else None
    return found if found and found.venue and found.year else None


def _told_first(text: str) -> Published | None:
    """The venue and the year that the first sentence behind a key is: `intro: ECCV 2016. Crane University`."""
    key, colon, value = text[:_LONGEST_LABEL].partition(": ")
    if not colon or word_count(key) >= _KEY_WORDS:
        return None
    found = published(value.partition(". ")[0].strip())
    return found if found.whole and found.venue and found.year else None


def _add_wikilink(draft: Draft, inline: Inline, place: TitlePlace) -> None:
    """The link of an entry that the name of a note in double brackets is."""
    start, end = inline.plain.rfind("[[", 0, place.start), inline.plain.find("]]", place.end)
    if 0 <= start < end:
        note = inline.plain[start + 2 : end].partition("|")[0].strip()
        draft.links.append(Link(LinkKind.OTHER, draft.title, note, inline.span(start, end + 2)))


def _without_file_name(title: str, url: str) -> str:
    """A title without the key or the number of the file it leads to: `Roe2020 - The Crane`, `01-The Crane`."""
    if title[-4:].lower() in _FILES and url[-4:].lower() == title[-4:].lower():
        return title[:-4].rstrip()
    if not url.endswith(".md"):
        return title
    if (match := _NUMBER_OF_FILE.match(title)) and unquote(url).rpartition("/")[2].startswith(match[0]):
        return title[match.end() :]
    name, dash, rest = title.partition(" - ")
    if not dash or not has_digit(name) or word_count(rest) < 3:
        return title
    return rest.strip() if unquote(url).casefold().endswith(f"{name.strip().casefold()}.md") else title


def _name_by_url(draft: Draft, inline: Inline, mark: Mark) -> None:
    """An entry that is nothing but a URL is named by it."""
    draft.title = repository_name(mark.url) or re.sub(r"^[a-z]+://", "", mark.url).rstrip("/")
    draft.title_span = inline.mark_span(mark)
    draft.title_url = mark.url
    draft.kind = Kind.REPO if is_repository(mark.url) else Kind.RESOURCE


def _prefer_code(draft: Draft, link: Link) -> None:
    """Of two links to one place the one labelled as code counts."""
    if link.kind is LinkKind.CODE:
        draft.links = [link if known.url == link.url else known for known in draft.links]


def _label_before(inline: Inline, mark: Mark) -> str:
    """The words right before a bare URL that name it: `论文：https://…`, `glm10B: https://…`"""
    before = inline.plain[inline.plain.rfind("\n", 0, mark.start) + 1 : mark.start].rstrip()
    match = _NAME_BEFORE.search(before[-_LONGEST_NAME:]) if before.endswith((":", "：")) else None
    return match[1].strip() if match else ""


def _read_label(draft: Draft, link: Link) -> Link:
    """Venue, year or authors out of a link's label, and the kind that follows from it."""
    if _tells_nothing(link.label):
        return link
    found = venue_label(link.label)
    if found:
        take_published(draft, found, link.label)
        if found.venue is None and link.url.partition("#")[0].endswith(".md"):
            return link
        known = vocabulary.host_kind(link.url)
        return Link(LinkKind.PAPER if known in (None, LinkKind.PROJECT) else known, link.label, link.url, link.span)
    if draft.year is None and word_count(link.label) <= 14:
        # Whoever has written code may be called `crane1994`.
        draft.year = first_year(link.label) if link.kind is not LinkKind.CODE else None
        names, _, year = credit(link.label)
        names = names or _surname_alone(link.label)
        if year is None and names:
            year = draft.year
        if year and names:
            draft.authors = draft.authors or names
            draft.year = year
            return Link(LinkKind.PAPER if link.kind is LinkKind.OTHER else link.kind, link.label, link.url, link.span)
    return link


def _without_meeting(draft: Draft, text: str) -> str:
    """The text in front of a last sentence that is venue and short year, which are taken over: `Roe J. FOLD'83`."""
    people, dot, where = text.rstrip(" .").rpartition(". ")
    found = published(where) if dot and where[-1:].isdigit() else None
    found = venue_and_year(where) if found and not found.whole else found
    if found is None or not found.whole or not found.venue:
        return text
    take_published(draft, found, where)
    return people + dot.rstrip()


def _people_and_year(text: str) -> tuple[tuple[str, ...], int] | None:
    """The people and the year that a text in front of a title is: `Roe and Lee. 2020.`"""
    match = _WHO_AND_WHEN.fullmatch(text.strip())
    if match is None:
        return None
    people = match[1].rstrip(" .,")
    one = written_surname_first(people)
    names = (one[0],) if one else authors_in(people) or ((people,) if ONE_NAME.fullmatch(people) else ())
    return (names, int(match[2])) if names else None


def _surname_alone(label: str) -> tuple[str, ...]:
    """The one author a label names by surname, with a year behind in brackets: `Turing (1950)`."""
    match = _ONE_SURNAME.fullmatch(label)
    return (match[1],) if match else ()


@lru_cache(maxsize=1024)
def _tells_nothing(label: str) -> bool:
    """Whether a link's label holds no venue and no year, as most do."""
    return venue_label(label) is None and not _DIGIT.search(label) and credit(label)[2] is None


def _say_journal(draft: Draft, plain: str, at: int) -> int:
    """Take over a journal that its volume tells, behind a title at `at`; where what is still to be read starts."""
    if draft.year and draft.authors and (match := _JOURNAL_NEXT.match(plain, at)):
        draft.venue = venue_alone(match[1])
        return match.end()
    if draft.lead == "quote" and draft.authors and (match := _VENUE_BEHIND_QUOTE.match(plain, at)):
        draft.venue = venue_alone(match[1])
        draft.year = draft.year if draft.year is not None else int(match[2])
        return match.end()
    if draft.lead == "quote" and (match := _VOLUME_BEHIND.match(plain, at)):
        draft.venue = venue_alone(match[1])
        if draft.year is None:
            draft.year = first_year(plain[match.end() : match.end() + _LONGEST_VOLUME].partition("doi")[0])
    return at


def _say_italic(draft: Draft, inline: Inline, first: int, last: int) -> bool:
    """Take over a venue nobody has heard of: a name in italics behind the authors, or before a year."""
    if not inline.cuts or not any(
        m.kind is MarkKind.ITALIC and m.start <= first and last <= m.end for m in inline.marks
    ):
        return False
    return _say_unheard(draft, inline.plain, first, last)


def _say_wrapped(draft: Draft, inline: Inline, start: int) -> list[Mark]:
    """Take over venues in italics that a line break parts, behind authors; which marks these are."""
    if not draft.authors or draft.venue:
        return []
    wrapped = [mark for mark in inline.marks if mark.kind is MarkKind.ITALIC and mark.start >= start]
    wrapped = [mark for mark in wrapped if "\n" in inline.plain[mark.start : mark.end]]
    plain = inline.plain
    return [
        mark for mark in wrapped if _say_whole(draft, plain, mark) or _say_unheard(draft, plain, mark.start, mark.end)
    ]


def _say_whole(draft: Draft, plain: str, mark: Mark) -> bool:
    """Take over a known venue that is all there is in a mark."""
    text = " ".join(plain[mark.start : mark.end].split())
    found = published(text)
    if found.whole and found.venue:
        take_published(draft, found, text)
    return found.whole and found.venue is not None


def _say_unheard(draft: Draft, plain: str, first: int, last: int) -> bool:
    """Take over a venue that only its place tells."""
    text = " ".join(plain[first:last].split()).strip(EDGES)
    if (
        draft.venue
        or not text
        or not _JOURNAL.fullmatch(text)
        or published(text).whole
        or vocabulary.is_bare_label(text)
    ):
        return False
    known = draft.authors or (draft.year is not None and _FIELD.search(text))
    told = ("," not in text or _VOLUME_NEXT.match(plain, last)) and known
    if not (_YEAR_NEXT.match(plain, last) or told):
        return False
    draft.venue = venue_alone(text)
    return True


def is_badge(url: str) -> bool:
    """Whether a picture is a badge: words in a coloured box, drawn by a service."""
    return _BADGE.search(url) is not None


def _is_linked(inline: Inline, mark: Mark) -> bool:
    return any(is_link(link) and link.first < mark.first < link.last for link in inline.links)


def _is_link_label(inline: Inline, mark: Mark) -> bool:
    """Whether a code span is the label of a link: [`code`](u)."""
    return is_label(inline.plain[mark.start : mark.end]) and _is_linked(inline, mark)


def _keep_pictures(draft: Draft, inline: Inline) -> None:
    """Keep the pictures of a line whose words are understood."""
    pictures = [mark for mark in inline.marks if mark.kind is MarkKind.IMAGE and not is_badge(mark.url)]
    keep(draft, [inline.mark_span(mark) for mark in pictures if not _is_linked(inline, mark)])


def _loose_year(text: str) -> int | None:
    """A year in a short remark behind the title; in a sentence it may belong to anything."""
    if not _DIGIT.search(text):
        return None
    match = re.search(
        r"[(（\[]\s*(?:[A-Za-z .,'’&-]*\s)?((?:19|20)\d\d)\s*[)）\]]|,\s*((?:19|20)\d\d)\s*(?:$|[.,;)])", text
    )
    if match:
        return int(match[1] or match[2])
    return first_year(text) if word_count(text) <= 12 else None


def _is_byline(inline: Inline, loose: int, letters: int) -> bool:
    """Whether a line that is not wholly understood still is one of authors, venue and links."""
    italic = sum(mark.end - mark.start for mark in inline.marks if mark.kind is MarkKind.ITALIC)
    return (
        loose < 0.5 * letters and (bool(inline.links) or italic > 0.5 * len(inline.plain)) and len(inline.plain) < 600
    )


def _is_number(year: int, draft: Draft) -> bool:
    """Whether what looks like a year is the start of the paper's number: `arXiv 2011` with a link to 2011.01234."""
    if year % 100 > _MONTHS or draft.venue is None or draft.venue.casefold() not in _ARXIV_NAMES:
        return False
    return any((found := arxiv_id(link.url)) and found.startswith(f"{year}.") for link in draft.links)


def notes_start(plain: str) -> int:
    """Where lines below the first start to tell what the paper says: `TL;DR: …`, `摘要：…`."""
    if "\n" in plain and has_colon(plain, 0, len(plain)):
        for match in _NOTE_LINE.finditer(plain):
            if vocabulary.field_of(match[1]) == "notes":
                return match.start()
    return len(plain)


def _ends_line(plain: str, at: int) -> bool:
    """Whether nothing can be read between `at` and a line break."""
    end = plain.find("\n", at)
    return end >= 0 and not has_letters(plain[at:end])

"""How the entries of one document are written: which fields in which order, and what stands between them.

Lives here: the order is learnt from entries that are read surely, and then finds the fields that no vocabulary knows,
such as the name of a journal nobody has heard of, in entries written alike.
Must not: read Markdown, or invent a field that most entries beside it do not have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from paperterm.core.model import Kind
from paperterm.core.parse import vocabulary
from paperterm.core.parse.drafts import Draft, drop_rest
from paperterm.core.parse.fields import (
    authors_in,
    clean_title,
    has_letters,
    is_name,
    is_one_author,
    says_more_people,
    strict_names,
    venue_alone,
    word_count,
)
from paperterm.core.parse.inline import MarkKind
from paperterm.core.parse.title_ends import plain_end

_LOOKED_AT = 700
_SAMPLE = 100
_LONGEST_LEAD = 24
_BLANKS = re.compile(r" {2,}")
_LINE_BREAK = re.compile(r"[^\S\n\t]*\n\s*|\\\s*$")
_WRITTEN_YEAR = re.compile(r"\d(?<!\w\d)(?:\d{3}|(?<=['’]\d)\d)(?!\d)")
_SEPARATOR = re.compile(r"[^\w]{1,7}|[^\w]*\b(?:[Ii]n|by|at|Proc\.?)[^\w]+")
_TAIL_OF_NAMES = re.compile(r"[\s,，]*(?:et\.? al\b\.?|and others|等人?)", re.I)
_VENUE = re.compile(r"(?:[a-z]{1,5} )?[A-Z0-9\u4e00-\u9fff].{1,75}", re.S)
_TAG = re.compile(r"\W*[\[(【][^\[\]()]{1,24}[\])】]\W*")
_TAIL = re.compile(r"[,;:(|](?=\s?\w)|\s[-–—(|](?=\s?\w)")
_STRONG = re.compile(r"[|\t·•/]|[-–—]{2}|\s[-–—]\s")
_NAME_BEHIND = re.compile(r"(?:[,;.?!] | [-–—|/]+ )([^,;:?!|]{5,40})$")
_MAX_TRIES = 12
_FIRST_NOTES = 3
_WHERE = re.compile(r"((?:[a-z]{1,5} )?[A-Z][\w&/.: -]{1,70}?)(?:, | |, \()((?:19|20)\d\d)\)?\.?")
_INITIAL = re.compile(r"\b[A-Z]\.")
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?", re.I)
_SURNAME = r"[A-Z\u00c0-\u024f][\w'’-]*[a-z]"
# `Roe (1970) The Crane`, `Roe, Lee, and Muster (1972) …`, `Ann presented: Roe (1970) …`
_SURNAMES_LEAD = re.compile(
    rf"(?:[^()\n:\d]{{3,60}}:\s+)?({_SURNAME}(?:(?:, {_SURNAME})*,? (?:and|&) {_SURNAME}| et al\.?)?)"
    r",? \(((?:1[5-9]|20)\d\d)[a-z]?\)[.:,]?\s+(?=[A-Z\u00c0-\u024f\d])"
)
_BETWEEN_SURNAMES = re.compile(r",? (?:and|&) |, | et al\.?")
_TRUSTED = ("link", "bold", "quote")

Fields = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """An order of fields and what stands before each: `(("", "title"), (", ", "venue"), (" ", "year"))`."""

    parts: tuple[tuple[str, str], ...]
    tail: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The fields in order."""
        return tuple(name for _, name in self.parts)


def apply_layouts(drafts: Sequence[Draft], passed: Sequence[Draft]) -> list[Draft]:
    """Fill what entries lack that most entries beside them have; those of `passed` that turn out to be papers."""
    _cut_authors(drafts)
    found = _read_surnames(drafts, passed)
    drafts = [*drafts, *found]
    patterns = _learn(drafts)
    for draft in drafts:
        for pattern in patterns:
            if _lacks(draft, pattern) and _fill(draft, pattern):
                break
    full = [pattern for pattern in patterns if len(pattern.parts) > 2]
    unsure = [draft for draft in drafts if draft.kind is not Kind.PAPER and draft.lead == "plain"] if full else []
    among = {draft.heading for draft in drafts if draft.kind is Kind.PAPER}
    for draft in unsure:
        if draft.heading in among and any(_fill(draft, pattern) for pattern in full):
            draft.kind = Kind.PAPER
    beside = [draft for draft in passed if draft.heading in among and draft.kind is not Kind.PAPER]
    found += [draft for draft in beside if any(_fill(draft, pattern) for pattern in full)]
    for draft in found:
        draft.kind = Kind.PAPER
    _read_codes(drafts)
    _read_notes(drafts)
    return found


def _cut_authors(drafts: Sequence[Draft]) -> None:
    """Where nearly every title that nothing sets off ends with a name, and hardly one twice, these are the authors."""
    plain = [draft for draft in drafts if draft.lead == "plain" and draft.kind is Kind.PAPER and not draft.authors]
    cut = [(draft, match) for draft in plain if (match := _NAME_BEHIND.search(draft.title))]
    if len(cut) < 3 or len(cut) < 0.7 * len(plain):
        return
    named = [(draft, match) for draft, match in cut if is_one_author(match[1])]
    if len(named) < 0.7 * len(cut) or len({match[1] for _, match in named}) < 0.6 * len(named):
        return
    for draft, match in named:
        at = _text(draft).rfind(match[0].strip(), *draft.place)
        if at > draft.place[0] and draft.inline is not None:
            names = [match[1].strip()]
            while (more := _NAME_BEHIND.search(draft.title[: match.start()])) and is_one_author(more[1]):
                match = more
                names.insert(0, match[1].strip())
            at = _text(draft).rfind(match[0].strip(), draft.place[0], at + len(match[0]))
            draft.title, draft.authors = clean_title(draft.title[: match.start()]), tuple(names)
            draft.place = (draft.place[0], at)
            draft.title_span = draft.inline.span(*draft.place)


def _read_surnames(drafts: Sequence[Draft], passed: Sequence[Draft]) -> list[Draft]:
    """Where most lines without links start with surnames and a year, the title is behind; those passed over."""
    plain = [draft for draft in (*drafts, *passed) if draft.lead == "plain" and not draft.links and _text(draft)]
    cited = [(draft, match) for draft in plain if (match := _SURNAMES_LEAD.match(_text(draft)))]
    sure = sum(" " in match[1] and word_count(_text(draft)[match.end() :]) > 2 for draft, match in cited)
    if sure < 2 or len(cited) < max(3, 0.6 * len(plain)):
        return []
    for draft, match in cited:
        _move_title(draft, match)
    taken = {id(draft) for draft, _ in cited}
    return [draft for draft in passed if id(draft) in taken]


def _move_title(draft: Draft, match: re.Match[str]) -> None:
    """Let the title of a draft start behind the people and the year of `match`."""
    if draft.inline is None:
        return
    start, end = match.end(), plain_end(draft.inline, match.end())
    draft.title, draft.title_span = clean_title(draft.inline.plain[start:end]), draft.inline.span(start, end)
    draft.place, draft.kind = (start, end), Kind.PAPER
    draft.authors = tuple(name for name in _BETWEEN_SURNAMES.split(match[1]) if name)
    draft.year = int(match[2])
    drop_rest(draft, draft.inline.span(0, end))


def _read_notes(drafts: Sequence[Draft]) -> None:
    """Where many entries tell who, or where and when, on a line below, a line of that form tells it of the others."""
    noted = [draft for draft in drafts if draft.kind is Kind.PAPER and (draft.notes or draft.told)]
    enough = max(2, 0.3 * len(noted))
    published = sum("published" in draft.told for draft in noted) >= enough
    credited = sum("byline" in draft.told for draft in noted) >= enough
    for draft in noted if published or credited else ():
        for note in draft.notes[:_FIRST_NOTES]:
            if credited and not draft.authors and (names := strict_names(note.text)):
                draft.authors = names
            elif published and not draft.venue and draft.year is None and (where := _WHERE.fullmatch(note.text)):
                draft.venue, draft.year = venue_alone(where[1]), int(where[2])
            else:
                continue
            draft.notes = [known for known in draft.notes if known is not note]


def _read_codes(drafts: Sequence[Draft]) -> None:
    """Where most code spans name a venue, the others do too, known or not."""
    spans = [(draft, code) for draft in drafts if draft.kind is Kind.PAPER and (code := _only_code(draft))]
    known = sum(draft.venue == venue_alone(code) for draft, code in spans)
    if known < max(3, 0.4 * len(spans)):
        return
    for draft, code in spans:
        if not draft.venue and code in draft.tags and _is_venue(code):
            draft.venue = venue_alone(code)
            draft.tags.remove(code)


def _only_code(draft: Draft) -> str:
    """The text of an entry's only code span beside its title."""
    marks = draft.inline.marks if draft.inline is not None else []
    codes = [mark for mark in marks if mark.kind is MarkKind.CODE and not draft.place[0] <= mark.start < draft.place[1]]
    return _text(draft)[codes[0].start : codes[0].end].strip() if len(codes) == 1 else ""


def _learn(drafts: Sequence[Draft]) -> list[Pattern]:
    """The patterns in which many entries are written, those of most fields first."""
    papers = [draft for draft in drafts if draft.kind is Kind.PAPER and draft.inline is not None]
    told = [draft for draft in papers if draft.venue or draft.authors]
    if len(papers) < 3 or len(told) < 0.12 * len(papers) or all(draft.venue and draft.authors for draft in papers):
        return []
    step = max(1, len(told) // _SAMPLE)
    looked_at = told[::step]
    counted = Counter(pattern for draft in looked_at if (pattern := _pattern_of(draft)))
    enough = max(2, 0.12 * len(looked_at) * len(papers) / len(told))
    found = [(pattern, count) for pattern, count in counted.items() if count >= enough]
    return [pattern for pattern, _ in sorted(found, key=lambda pair: (-len(pair[0].parts), -pair[1]))]


def _text(draft: Draft) -> str:
    return draft.inline.plain[:_LOOKED_AT] if draft.inline is not None else ""


def _lacks(draft: Draft, pattern: Pattern) -> bool:
    if draft.inline is None or draft.kind is not Kind.PAPER:
        return False
    return (
        ("venue" in pattern.names and not draft.venue)
        or ("authors" in pattern.names and not draft.authors)
        or ("year" in pattern.names and draft.year is None)
    )


def _pattern_of(draft: Draft) -> Pattern | None:
    """The order of an entry's fields; None if a field is not found or words stand between two."""
    text = _text(draft)
    fields = _located(draft, text)
    if fields is None or len(fields) < 2:
        return None
    parts = []
    end = 0
    for number, (name, first, last) in enumerate(fields):
        between = text[end:first]
        if number == 0:
            if has_letters(between) and not (_TAG.fullmatch(between) or (name == "title" and first <= _LONGEST_LEAD)):
                return None
            between = ""
        elif not _SEPARATOR.fullmatch(between):
            return None
        parts.append((_normal(between), name))
        end = last
    tail = _TAIL.match(text, end) if fields[-1][0] != "year" else None
    return Pattern(tuple(parts), tail[0] if tail else "")


def _normal(between: str) -> str:
    if "  " in between:
        between = _BLANKS.sub(" ", between)
    if "\n" in between or "\\" in between:
        between = _LINE_BREAK.sub("\n", between)
    return between.replace("’", "'")


def _located(draft: Draft, text: str) -> Fields | None:
    """Where title, authors, venue and year of an entry stand in its first line."""
    start, end = draft.place
    if end <= start:
        return None
    found = [("title", start, end)]
    if draft.venue and (at := _find(text, draft.venue, start, end)) >= 0:
        found.append(("venue", at, at + len(draft.venue)))
    elif draft.venue and draft.venue in text:
        return None
    if draft.authors:
        first, last = _find(text, draft.authors[0], start, end), _find(text, draft.authors[-1], start, end)
        if first < 0 or last < first:
            return None
        last += len(draft.authors[-1])
        more = _TAIL_OF_NAMES.match(text, last)
        found.append(("authors", first, more.end() if more else last))
    if draft.year is not None:
        ways = (str(draft.year), f"{draft.year % 100:02}")
        years = (match.start() for match in _WRITTEN_YEAR.finditer(text) if match[0] in ways)
        at = next((place for place in years if not start <= place < end), -1)
        if at >= 0:
            found.append(("year", at, at + (4 if text[at : at + 4].isdigit() else 2)))
    found.sort(key=lambda field: field[1])
    return tuple(found) if all(a[2] <= b[1] for a, b in pairwise(found)) else None


def _find(text: str, part: str, start: int, end: int) -> int:
    """Where `part` stands outside of text[start:end], behind it if possible."""
    at = text.find(part, end)
    return at if at >= 0 else text.find(part, 0, start)


def _fill(draft: Draft, pattern: Pattern) -> bool:
    """Read an entry by a pattern; False, and nothing changed, if it is not written so."""
    text = _text(draft)
    for fields, start, end in _matches(draft, pattern, text):
        if _take(draft, fields, text[start:end], start, end):
            return True
    return False


def _matches(draft: Draft, pattern: Pattern, text: str) -> Iterator[tuple[dict[str, tuple[int, int]], int, int]]:
    """The ways to read `text` by a pattern: the places of the fields, and of the title."""
    at = pattern.names.index("title")
    before = _compiled(pattern.parts[: at + 1], "", is_head=True)
    after = _compiled(pattern.parts[at + 1 :], pattern.tail, is_head=False)
    trusted = draft.lead in _TRUSTED
    beside = [*pattern.parts[max(at, 1) : at + 1], *pattern.parts[at + 1 : at + 2]]
    if not trusted and any(separator == " " for separator, _ in beside):
        return
    head = before.match(text) if at else None
    if at and (head is None or (trusted and text[head.end() : draft.place[0]].strip())):
        return
    fields = {name: head.span(name) for name in pattern.names[:at]} if head else {}
    start = draft.place[0] if trusted or head is None else head.end()
    if trusted or at == len(pattern.parts) - 1:
        end = draft.place[1] if trusted else _title_end(text, start, pattern.parts[at][0])
        tail = after.match(text, end)
        if tail:
            yield {**fields, **{name: tail.span(name) for name in pattern.names[at + 1 :]}}, start, end
        return
    tail = after.search(text, start + 2)
    for _ in range(_MAX_TRIES):
        if tail is None:
            return
        yield {**fields, **{name: tail.span(name) for name in pattern.names[at + 1 :]}}, start, tail.start()
        tail = after.search(text, tail.start() + 1)


def _title_end(text: str, start: int, separator: str) -> int:
    stops = ("\n", separator) if _STRONG.search(separator) else ("\n",)
    return min((at for stop in stops if (at := text.find(stop, start)) > 0), default=len(text))


@lru_cache(maxsize=64)
def _compiled(parts: tuple[tuple[str, str], ...], tail: str, *, is_head: bool) -> re.Pattern[str]:
    """What finds the fields before a title (the last part stands for it) or behind one."""
    found = r"(?:\W*?|\W*?[\[(【][^\[\]()\n]{1,24}[\])】]\W*?)" if is_head else ""
    for number, (separator, name) in enumerate(parts):
        found += _escaped(separator)
        if is_head and number == len(parts) - 1:
            break
        following = parts[number + 1][0] if number + 1 < len(parts) else tail
        bounds = "|".join(_escaped(mark) for mark in dict.fromkeys((separator, following)) if mark.strip(" "))
        if name == "year":
            found += r"(?:(?:0\d|1[012])[-/](?=\d{4}))?(?P<year>\d\d(?:\d\d)?)(?!\d|[-/]\d{4})"
        elif name == "venue":
            stop = rf"(?!{bounds})" if bounds else ""
            found += rf"(?P<venue>(?:{stop}[^\n|\t]){{2,76}}?)"
        else:
            found += r"(?P<authors>[^\n|\t]{3,400}?)"
    if tail:
        found += _escaped(tail)
    elif not is_head and parts and parts[-1][1] != "year":
        found += r"(?=[\s.,;)\]]*(?:$|[\n\[(|]))"
    return re.compile(found)


def _escaped(separator: str) -> str:
    escaped = "".join("'".join(("[", "’]")) if char == "'" else re.escape(char) for char in separator)
    return escaped.replace("\\ ", r"[ \t]+").replace("\\\n", r"\s*\n\s*")


def _take(draft: Draft, fields: dict[str, tuple[int, int]], title: str, start: int, end: int) -> bool:
    """Take over the fields if each could be what it is said to be."""
    text = _text(draft)
    said = {name: text[first:last].strip() for name, (first, last) in fields.items()}
    names = _names(said["authors"], alone=draft.lead in _TRUSTED) if "authors" in said else ()
    cleaned = clean_title(title)
    if ("authors" in said and not names) or ("venue" in said and not _is_venue(said["venue"])):
        return False
    if "authors" in said and "venue" in said and _is_one_more(draft, said["venue"]):
        return False
    if not has_letters(cleaned):
        return False
    year = _year(said["year"]) if "year" in said else None
    if ("year" in said and year is None) or (draft.lead not in _TRUSTED and len(cleaned) < 2):
        return False
    if draft.inline is None:
        return False
    if draft.lead not in _TRUSTED:
        draft.title, draft.title_span, draft.place = cleaned, draft.inline.span(start, end), (start, end)
    draft.authors = names or draft.authors
    draft.venue = venue_alone(said["venue"]) if "venue" in said else draft.venue
    draft.year = year if year is not None else draft.year
    taken = (*fields.values(), (start, end))
    drop_rest(draft, draft.inline.span(min(first for first, _ in taken), max(last for _, last in taken)))
    draft.tags = [tag for tag in draft.tags if tag not in said.values()]
    return True


def _is_one_more(draft: Draft, venue: str) -> bool:
    """Whether what stands where a venue should is one more author, or `and` and one: `and Jane Roe`."""
    last = venue.removeprefix("and ").removeprefix("& ")
    if last != venue:
        return True
    if " " not in venue or venue not in draft.authors or venue in vocabulary.VENUES:
        return False
    return not any(map(_is_acronym, venue.split()))


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and "." not in word


def _names(text: str, *, alone: bool) -> tuple[str, ...]:
    """The names of authors; a surname `alone` will do where the title is set off."""
    if alone and text.isalpha() and text[0].isupper() and is_name(text):
        return (text,)
    if says_more_people(text) or len(text) > 60 or _INITIAL.search(text):
        return authors_in(text)
    return strict_names(text) or ((text,) if is_one_author(text) else ())


def _year(text: str) -> int | None:
    year = int(text)
    if year < 100:
        return 1900 + year if year > 60 else 2000 + year
    return year if 1900 <= year < 2050 else None


def _is_venue(text: str) -> bool:
    return bool(
        (text in vocabulary.VENUES or _VENUE.fullmatch(text))
        and has_letters(text)
        and not text.isdigit()
        and word_count(text) <= 9
        and "http" not in text
        and not _MONTH.fullmatch(text)
        and (text in vocabulary.VENUES or not vocabulary.is_bare_label(text))
    )

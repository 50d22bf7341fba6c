"""References as bibliographies have them: who, when, what, where.

Lives here: where the title is in one, and whether a text is the people in front of it.
Must not: ask what kind of entry it stands in.
"""

from __future__ import annotations

import re
from itertools import islice

from paperterm.core.parse.fields import (
    FIELDS_IN_CAPITALS,
    are_initialled,
    authors_in,
    has_letters,
    is_one_author,
    looks_titled,
    published,
    says_more_people,
    strict_names,
    surely_authors,
    venue_and_year,
    word_count,
)
from paperterm.core.parse.inline import Inline, MarkKind
from paperterm.core.parse.title_ends import (
    COMMA,
    MAX_CUTS,
    SENTENCE,
    TitlePlace,
    first_label,
    initialled,
    names_one,
)

_APA = re.compile(r"(.{3,2000}?)\s*[\[(]((?:19|20)\d\d)[a-z]?\.?(?:, \w+)?[\])](?P<stop>\s*[.,:])?\s+", re.S)
# `Roe, J. and Muster, M., 2020. The Crane`, `Roe, J., 2020, May. The Crane`
_DATED_NAMES = re.compile(r"([^\d]{4,600}?)(?P<stop>[.,]?)\s((?:19|20)\d\d)[a-z]?(?:, [A-Z][a-z]{2,8})?\. (?=\S)")
# `Roe, J., Muster, M. A. The Crane`, `Roe J, Muster MA. The Crane`; one alone has a comma within.
_PERSON_BEHIND = re.compile(
    r"(?P<surname>[A-Z\u00c0-\u024f][\w'’-]{1,40}+(?<![A-Z])(?: [A-Z][\w'’-]{1,40}+(?<![A-Z]))?)(?P<comma>,?)"
    r"\s?(?:[A-Z](?![a-z])\.?[\s-]?){1,4}(?:(?<![A-Z])|(?![A-Za-z]))"
)
_NEXT_PERSON = re.compile(r"[,;]\s?(?:and\s|&\s)?|and\s|&\s")
_TITLE_BEHIND = re.compile(r"[.,]?\s*(?<!-)(?!(?:19|20)\d\d)(?=[A-Z\d](?!\.|[ -][A-Z]\.))")
_COLON = re.compile(r"([A-Z][^:：．。\n]{4,400}+)[:：]\s+(?=\S)")
_ANY_YEAR = re.compile(r"[\[(（]?(?:19|20)\d\d[)\]）]?")
_YEAR_IN_BRACKETS = re.compile(r"[\[(](?:19|20)\d\d")
_ET_AL_LEAD = re.compile(r"((?:[^.\n\"“]|\b[A-Z]\.){3,80}?\bet\.? al)\.?[,:]?\s+(?=[A-Z\d])")
_STANDARD = re.compile(
    r"(?P<people>[^\[\]\n]{2,200}?)[.．]\s*(?P<title>[^\[\]\n]{4,200}?)\s*"
    r"\[(?:[JCDMNPRSAZG]|EB|DB|CP)(?:/OL)?\]\.?\s*"
    r"(?:(?:\S{1,20}\s*[:：]\s*)?(?P<venue>[^\d\n,，.]{2,80})[,，]\s*(?P<year>(?:19|20)\d\d)[^\n\[]*)?"
)
_SURNAMED = re.compile(r"({0}(?:; {0})*) \(((?:1[89]|20)\d\d)[a-z]?\): (?=\S)".format(r"[A-Z][\w'’-]*[a-z]"))
SURNAME_FIRST = re.compile(
    r"[A-Z\u00c0-\u024f][\w'’-]+"
    r"(?:, [A-Z][\w'’-]*\.?(?: [A-Z][\w'’-]*\.?){0,2}| [A-Z][\w'’-]+,(?: [A-Z](?!\w)\.?){1,3})"
)
_SURNAME_AND_INITIALS = re.compile(r"(?:[A-Z\u00c0-\u024f][\w'’-]*[a-z] ){1,2}[A-Z]{1,2}")
_EDITORS = re.compile(r",? \(?[Ee]ds?\.?\)?$")
_AND = re.compile(r"(?:^|\s+)(?:and|&)\s+")
_FIRST_NAMES = re.compile(r"[A-Z\u00c0-\u024f][^\s,]*(?: [^\s,]+){1,3}(?:, | and | & )")
_LONGEST_REFERENCE = 1000
_MOST_PEOPLE = 100


def cited(inline: Inline, place: TitlePlace, at: int) -> bool:
    """A citation without quotes: authors, (year), then the title."""
    stop = first_label(inline, at)
    stop = place.stop = min(place.stop, stop) if place.stop > at else stop
    found = TitlePlace(stop=stop)
    is_cited = cited_at(inline, found, at, inline.plain[at:stop])
    if not is_cited or not has_letters(inline.plain[found.start : found.end]):
        return False
    place.start, place.end, place.after, place.lead = found.start, found.end, found.after, found.lead
    place.venue, place.cited = found.venue, found.cited
    place.before += found.before
    place.tags += found.tags
    return True


def cited_at(inline: Inline, place: TitlePlace, at: int, text: str) -> bool:
    """Find the title in `text`, the rest of the line from plain position `at` on; False if it is no reference."""
    plain = inline.plain
    if len(text) > 3000:
        return False
    if _referenced(place, text, at) or _surnamed(place, text, at):
        return True
    led = _ET_AL_LEAD.match(text) if " al" in text else None
    if led and authors_in(led[1]) and not published(SENTENCE.split(text[led.end() :], maxsplit=1)[0]).whole:
        place.before.append(led[1])
        place.start = at + led.end()
        place.end = place.start + _sentence_end(text[led.end() :])
        return True
    match = _APA.match(text) if _YEAR_IN_BRACKETS.search(text) else None
    if match and (_surely_people(match[1]) or re.search(r"\bet al\b", match[1]) or _is_one_person(match)):
        place.cited = True
        place.before += [match[1], match[2]]
        start = at + match.end()
        place.start, place.end = start, start + _sentence_end(text[match.end() :])
        return True
    if people := initialled_end(text):
        place.before.append(text[:people])
        place.start = at + people
        place.end = place.start + _sentence_end(text[people:])
        return word_count(plain[place.start : place.end]) >= 2
    dated = _DATED_NAMES.match(text) if ". " in text else None
    if dated and (_names_people_at_all(dated[1]) if dated["stop"] == "." else are_sure(dated[1])):
        place.cited = True
        place.before += [_EDITORS.sub("", dated[1]), dated[3]]
        start = at + dated.end()
        place.start, place.end = start, start + _sentence_end(text[dated.end() :])
        return True
    named = _COLON.match(text)
    if named and any(mark.start < at + named.end() < mark.end for mark in inline.marks if mark.start > at):
        named = None  # the colon is the title's
    if named and _are_people_before_colon(named) and not SENTENCE.search(named[1]):
        place.before.append(named[1])
        start = at + named.end()
        place.start, place.end = start, start + _sentence_end(text[named.end() :])
        place.end = next((m.end for m in inline.marks if m.start == start and m.kind is MarkKind.ITALIC), place.end)
        return True
    first = SENTENCE.search(text) if ". " in text or "．" in text else None
    if first and (surely_authors(text[: first.start()]) or _one_wrote(text, first)):
        place.before.append(text[: first.start()])
        start = at + first.end()
        place.start, place.end = start, start + _sentence_end(text[first.end() :])
        return word_count(plain[place.start : place.end]) >= 2
    if listed := listed_reference(text):
        place.before.append(text[: listed[0]])
        place.start, place.end = at + listed[0], at + listed[1]
        return True
    return False


def listed_reference(text: str) -> tuple[int, int] | None:
    """Where the title is in `Jane Roe, Max Muster, The Crane, ICML, 2020`: two authors or more, and only commas."""
    if text.count(", ") < 2 or len(text) > _LONGEST_REFERENCE or not _FIRST_NAMES.match(text):
        return None
    start = names = 0
    for match in COMMA.finditer(text):
        part = text[start : match.start()]
        people = [person for person in _AND.split(part) if person]
        if not all(map(_is_full_name, people)):
            break
        start, names = match.end(), names + len(people)
    if not text[start:] or (names < 2 and not (names and _tells_volume(text, start))):
        return None
    end = _where_starts(text, start)
    title = text[start:end]
    if word_count(title) < (3 if end == len(text) else 2):
        return None
    if surely_authors(title) or says_more_people(title) or SENTENCE.search(title) or title.startswith("and "):
        return None
    if _is_full_name(title.partition(": ")[0]):
        return None
    if end == len(text) and (names < 3 or not looks_titled(title)):
        return None
    return start, end


def _where_starts(text: str, start: int) -> int:
    """The first comma behind `start` that only a venue and a year follow."""
    for match in islice(COMMA.finditer(text, start), 2 * MAX_CUTS):
        behind = text[match.end() :].rstrip(" .,([")
        parts = [part for part in COMMA.split(behind) if part]
        if parts and (all(published(part).whole for part in parts) or _is_volume(" ".join(behind.split()))):
            return match.start()
    return len(text.rstrip(" .,(["))


def _are_people_before_colon(named: re.Match[str]) -> bool:
    """Whether people and a colon stand in front of a title; on a line of its own any names are people."""
    if initialled(named[1]) or surely_authors(named[1]):
        return True
    return "\n" in named[0] and "," in named[1] and bool(authors_in(named[1]))


def _tells_volume(text: str, start: int) -> bool:
    """Whether one wrote what stands before a journal's volume: `J. Roe, The Crane, Folds 4 (1998) 1-9`."""
    return text[1:2] == "." and _is_volume(text[_where_starts(text, start) :].strip(" .,(["))


def _is_volume(text: str) -> bool:
    """Whether a text is a journal, its volume, a year in brackets and pages."""
    return _YEAR_IN_BRACKETS.search(text) is not None and venue_and_year(text) is not None


def _is_full_name(text: str) -> bool:
    return ":" not in text and is_one_author(text)


def _one_wrote(text: str, first: re.Match[str]) -> bool:
    """Whether a text starts with one author and ends with where and when: `Jane Roe. The Crane. ICML, 2020.`"""
    text = text.rstrip(" .．\n")
    starts = [match.end() for match in islice(SENTENCE.finditer(text, first.end()), MAX_CUTS)]
    if not starts or published(text[starts[-1] :]).year is None or not is_one_author(text[: first.start()]):
        return False
    title = text[first.end() : starts[0]].strip(" .．")
    return not names_one(title) and not published(title).whole


def _names_people_at_all(text: str) -> bool:
    """Whether what stands before a year and a full stop is people, be it one only."""
    text = _EDITORS.sub("", text)
    if SURNAME_FIRST.fullmatch(text):
        return True
    return bool(authors_in(text)) and (surely_authors(text) or is_one_author(text) or says_more_people(text))


def initialled_end(text: str) -> int:
    """Where the title starts behind people with their initials: `Roe, J., Muster M. A. The Crane`; 0 if none are there.

    One person alone has a comma within, and one surname.
    """
    at = count = 0
    person = _PERSON_BEHIND.match(text)
    while person is not None and count < _MOST_PEOPLE:
        count += 1
        last, following = person, _NEXT_PERSON.match(text, person.end())
        person = _PERSON_BEHIND.match(text, following.end()) if following else None
        at = last.end()
    if not count or (count == 1 and (not last["comma"] or " " in last["surname"])):
        return 0
    if text[at - 2 : at].strip().isupper() and text[at - 2 : at].endswith(" ") and text[at - 3 : at - 2].isspace():
        at -= 2  # the article that a title starts with
        if not text[last.end("comma") : at].strip():
            return 0
    behind = _TITLE_BEHIND.match(text, at)
    return behind.end() if behind else 0


def are_sure(text: str) -> bool:
    """Whether each of the names in a text has initials or a second word, and nothing else stands there."""
    text = " ".join(text.split())
    if are_initialled(text) or initialled_end(f"{text.rstrip(' .')}. Title"):
        return True
    return bool(strict_names(text) and "," not in text.split(" and ")[-1])


def set_off(inline: Inline, place: TitlePlace) -> None:
    """A title behind its authors ends where its emphasis does."""
    for mark in inline.marks:
        if mark.start > place.start:
            return
        if mark.start == place.start and mark.kind in (MarkKind.BOLD, MarkKind.ITALIC):
            place.end = mark.end
            place.lead = "bold"


def _referenced(place: TitlePlace, text: str, at: int) -> bool:
    """A reference by the Chinese standard: `张三, 李四. 题目[J]. 学报, 2020, 43(6): 11-19.`"""
    match = _STANDARD.match(text) if "[" in text else None
    if not match or not names_one(match["people"]):
        return False
    place.before += [match["people"], match["year"] or ""]
    place.venue, place.lead = match["venue"] or "", "quote"
    place.start, place.end, place.after = at + match.start("title"), at + match.end("title"), at + match.end()
    return True


def _surnamed(place: TitlePlace, text: str, at: int) -> bool:
    """A reference by surnames alone: `Roe; Muster (2005): Title. Venue.`, `Roe (1978): Title. Venue.`"""
    match = _SURNAMED.match(text)
    if not match:
        return False
    if ";" in match[1]:
        place.before += [match[1], match[2]]
    else:
        place.tags.append(f"{match[1]}, {match[2]}")
    place.start = at + match.end()
    place.end = place.start + _sentence_end(text[match.end() :])
    return True


def _is_one_person(match: re.Match[str]) -> bool:
    """Whether a dated text is one person, the surname first: `Roe, Jane (2020)`, `Roe JM (2020)` without a comma."""
    text = match[1]
    if not text[-1:].isupper() or match["stop"]:
        return SURNAME_FIRST.fullmatch(text) is not None
    return _SURNAME_AND_INITIALS.fullmatch(text) is not None and text.split()[-1] not in FIELDS_IN_CAPITALS


def _surely_people(text: str) -> bool:
    """Whether `text` is authors: several full names, `et al.`, names with initials, or each surname first."""
    if ":" in text or (text[-1:].isdigit() and text.rpartition(" ")[2].isdigit()):
        return False  # a title behind people, or a journal's volume
    if surely_authors(text) or initialled(text):
        return True
    return ("&" in text or " and " in text) and all(map(SURNAME_FIRST.fullmatch, _AND.split(text.rstrip(" ."))))


def names_people(text: str) -> bool:
    """Whether a link's text is `Knuth (1970)` or a list of names, not a title."""
    bare = (_ANY_YEAR.sub("", text) if "19" in text or "20" in text else text).strip(" ,.()[]")
    return (
        bool(re.search(r"\(\d{4}\)$", text.strip()) and authors_in(bare))
        or surely_authors(bare)
        or bool(re.search(r"\bet al\b", bare))
    )


def _sentence_end(text: str) -> int:
    """Where the first sentence ends; a question may go on: `Are We There Yet? A Worrying Analysis. In RecSys …`"""
    match = SENTENCE.search(text)
    if match and text[match.start()] in "?!":
        rest = text[match.end() :]
        later = SENTENCE.search(rest)
        goes_on = later and (not rest.startswith("In ") or rest.startswith("In ", later.end()))
        if later and goes_on and not _tells_where(rest[: later.start()]):
            return match.end() + later.start()
    if match is None:
        return len(text.split("\n")[0])
    return match.start() + (text[match.start()] in "?!")


def _tells_where(text: str) -> bool:
    return published(text).venue is not None or published(text).year is not None or names_one(text)

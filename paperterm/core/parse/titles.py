"""Which part of an entry's first line is its title.

Lives here: from the marks and the words of one line to the title's place in it.
Must not: read anything beyond that line, or know lists and files.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from paperterm.core.parse import vocabulary
from paperterm.core.parse.fields import (
    authors_in,
    clean_title,
    date_year,
    first_year,
    has_letters,
    is_dated_venue,
    is_name,
    is_one_author,
    journal_and_volume,
    looks_titled,
    only_honours,
    published,
    says_more_people,
    strip_icons,
    surely_authors,
    venue_and_year,
    venue_label,
    without_count,
    word_count,
)
from paperterm.core.parse.inline import Inline, Mark, MarkKind
from paperterm.core.parse.links import host_is_paper
from paperterm.core.parse.references import (
    SURNAME_FIRST,
    are_sure,
    cited,
    cited_at,
    initialled_end,
    names_people,
    set_off,
)
from paperterm.core.parse.title_ends import (
    COMMA,
    SENTENCE,
    SURNAME,
    TitlePlace,
    first_label,
    initialled,
    is_dated,
    plain_end,
)

_MARKER = re.compile(
    r"(?:(?:TODO|DOING|DONE|NOW|LATER|WAITING|CANCELED|READING|READ)\s+(?=\[)"
    r"|[-+•·▪►◦‣→➤➜»>*]+\s+|\*(?=\d{1,3}[.)] )"
    r"|[・･•●▪]+\s*|[#*\d]\ufe0f?\u20e3\s*|\d{1,3}．\s*|（\d{1,3}）\s*|［\d{1,4}］\s*"
    r"|\[[ xX✓✔]\]\s+|#?\d{1,3}[.)、]\s+(?=\S)|\[(?!(?:19|20)\d\d\])\d{1,4}\](?!\()[.:]?\s*|\(\d{1,3}\)\s+"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d:?\s+|\([A-D]\)\s+|\d{1,2}[:h]\d\d(?:\s?[-–—]\s?\d{1,2}[:h]\d\d)?(?:\s?[ap]m)?[\s:]\s*"
    r"|[|:,;：，、~\])）]\s*|[-–—]+(?=[^\W\d_])"
    r"|\d{1,3}\s*\|\s*)"
    r"|\d{1,3}(?:[.、](?=[^\W\d_])|、(?=\d)|\.(?=\dD )|(?:\.\d{1,2}){1,2}(?=[A-Z](?:[a-z]|[A-Z]{2})))"
)
_BRACKET = re.compile(r"[\[(（【〔<「]([^\[\]()（）【】\n]{1,60}(?:(?<=\d )\([A-Z][a-z]{2,12}\)(?=\]))?)[\])）】〕>」]")
# What it looks ahead for is no more than a quick way to tell that there is nothing.
_VENUE_LEAD = re.compile(r"(?=[A-Z][\w@&'’ ]*+(?:\t|\s*+[-–—|/]))([A-Z][\w@&'’ ]{1,28}?)(?:\s*[-–—|]\s+| / |\t+)(?=\S)")
_GLUED_VENUE = re.compile(r"([A-Z]\w{1,20})[-–—_:](?=[A-Z])")
_PLAIN_START = 31
# `CoRL 2022, Oral. Walk …`, `arXiv 2023.10, Learning …`, `Science Robotics, 2020, Multi-Expert …`
_DATED_LEAD = re.compile(
    r"((?:[A-Z]|arX|bioR|medR)[\w&@/’' -]{1,50}?,? ?(?:19|20)\d\d(?:[./-]\d{1,2})?"
    r"(?:,? \(?(?:[a-z]{3,20}|Oral|Spotlight|Poster|Highlight|Findings|Workshop|(?:Best|Outstanding)[\w ]{3,40})\)?)?)"
    r"[,.] +(?=\S)"
)
_LONGEST_DATED_LEAD = 64
_LONGEST_JOURNAL = 100
_ENDS_LINE = re.compile(r"[.?!] *(?=\n)")
_IDENTIFIERS = ("PMID", "PMCI", "DOI:", "doi:", "ISBN")
# `20-OSDI-A Simpler Driver`
_YEAR_AND_VENUE = re.compile(r"['’]?(\d\d)-([A-Z][A-Za-z]{0,6}[A-Z][A-Za-z]{0,5})-(?=[^\W_])")
_CREDITED = re.compile(r"([^()\n]{8,200})\(((?:19|20)\d\d)\)[ ]?[-–—,:]?[ ]?([^()\n]{4,300})")
_ACRONYM_AND_YEAR = re.compile(r"[A-Z][A-Z0-9-]{2,9} (?:19|20)\d\d")
_PREFIX = re.compile(r"(?:[\[(（【]?)([A-Za-z\u4e00-\u9fff][\w -]{0,24})(?:[\])）】]?)\s*[:：]\s*")
_SHORT_YEAR_LEAD = re.compile(
    r"([A-Z][A-Za-z]+ ?['’]\d\d)[:：]\s+(?=\S)|([A-Z][A-Za-z]*[A-Z][A-Za-z]* ?['’]\d\d)\s+[-–—]\s+(?=\S)"
)
_SURNAME = r"[^\W\d_a-z][\w'’-]+"
_CREDIT_LEAD = re.compile(
    rf"(?:{_SURNAME},? et\.? al\.?|{_SURNAME}(?:, {_SURNAME})*,? (?:&|and) {_SURNAME}),?"
    r" [\[(]?(?:1[89]|20)\d\d[a-z]?[\])]?(?: [-–—]|:)\s+(?=\S)"
)
_AFTER_CREDIT = " -–—:"
_DATE_LEAD = re.compile(
    r"((?:19|20)\d\d(?:\d{4}(?=\s*\[)|(?:[-/.]\d{1,2}){0,2}))\s*(?:[-–—:：|,，.]|(?<=\t)|(?=[\[*\"“]))\s*"
)
_QUOTED = re.compile(
    r"《([^《》\n]{2,})》|[\"“«]([^\"“”«»\n]*(?:\n[^\"“”«»\n]+)?)[\"”»]|``([^`']{8,})''|‘([^‘’\n]{8,}(?:’\w[^‘’\n]*)*)’(?!\w)"
)
_QUOTES_WITHIN = re.compile(r"[\"“]([^\n]{8,300}?)(?:[\"”](?=\s*(?:$|[,.;(\[]))|(?<=[,.?!])[\"”](?=\s))")
_SHORTCODE = re.compile(r":(?:[a-z][a-z0-9_+-]{1,30}|[+-]1):\s*")
_QUOTE = re.compile(r"[\"“«《‘]|``")
_YEAR_END = re.compile(r"[\s,]*[\[(（]\s*((?:19|20)\d\d)(?:[-/.]\d{1,2})?\s*[\])）]\s*$")
_COUNT_END = re.compile(r"\s+\(\d{1,2}\)\s*$")
_BARE_YEAR_END = re.compile(r"(?<=[a-z])[\s,.]+((?:19|20)\d\d)[\s.]*$")
_WIKILINK = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
_CLOSER = {"[": "]", "(": ")"}
_ACRONYM_LEAD = re.compile(r"[\w.+@/-]{2,24}(?: [\w.+-]{1,16})?\s*[:：]")
_SEE = re.compile(r"[,;.(\[]\s*(?:see|cf\.?|e\.g\.)(?: also)?\s*[\[(]?\s*$", re.I)
_LAST_WORD = re.compile(r"[\s,，]+([A-Za-z]+|[\u4e00-\u9fff]+)\s*[:：]?\s*$")
_ARXIV_ID = re.compile(r"(?:arxiv:\s?)?\d{4}\.\d{4,5}(?:v\d+)?", re.I)
_CITED_BEFORE = re.compile(
    rf"{SURNAME}(?:(?:, and |, & |, | and | & ){SURNAME}){{0,5}}(?:,? et al\.?)?,? ?\(?(?:19|20)\d\d[a-z]?\)?"
)
_RELATED = vocabulary.words("follow_up followup follow_ups successor sequel extension extended_by improved_by")
_ENDS_IN = re.compile(r"(?:\.|([?!])\.?|[,;])\s+[Ii]n:?\s*$")
_ENDS_PIECE = re.compile(r"[.\[(\n]")
_HERE = re.compile(
    r"(?:[\s.,;:–-]+(?:[Aa]vailable|[Aa]ccessible|[Rr]ead(?: it)?|[Ss]ee|[Dd]ownload|[Ll]ink))*"
    r"(?:\s*[.,;:–-]+\s*|\s+)(?:[Hh]ere|[Aa]vailable|[Ll]ink)\s*:?\s*$"
)
_SHORTEST_REFERENCE = 40
_WHO_AND_WHEN = re.compile(r"([^\d()\[\]]{3,400}?)[.,]?\s*[\[(]?(?:1[5-9]|20)\d\d[a-z]?\.?[)\]]?[\s.,:–—-]*")
_PEOPLE_AND_DASH = re.compile(r"([^\d–—:\n]{4,80}?),? [-–—] (?=[A-Z])")
_NAMES_AND_YEAR = re.compile(r"([^()\n]{3,200}?)\s*\(((?:19|20)\d\d)[a-z]?\)[.:,]?\s+(?=\S)")
# `———. 2014. The Crane`: the people of the entry above
_SAME_PEOPLE = re.compile(r"[-–—_]{3,}\s?[.,]?\s+[\[(]?((?:1[5-9]|20)\d\d)[a-z]?[\])]?[.,:]?\s+(?=\S)")
_SAME = ("---", "———", "–––", "___")
_DASHES = ("-", "–", "—", ",", ":")
_SURNAMES_ONLY = re.compile(
    r"[A-Z\u00c0-\u024f][\w'’-]+, [A-Z\u00c0-\u024f][\w'’-]+"
    r"(?:,? (?:and |& )?[A-Z\u00c0-\u024f][\w'’-]+(?=,|$| and | &))+"
)
# `Roe et al (2013) - The Crane`
_CITED_LEAD = re.compile(
    r"([A-Z\u00c0-\u024f][\w'’-]+(?: et al\.?| (?:and|&) [A-Z\u00c0-\u024f][\w'’-]+)) \(((?:19|20)\d\d)[a-z]?\)"
    r"\s*[-–—:]\s+(?=\S)"
)
_SHORT_LEAD = re.compile(r"\([A-Z][\w-]{0,8}[A-Z][\w-]?\) [A-Z]")
_DASH_BEHIND = re.compile(r"\s*[-–—:：]\s+")
_MORE_THAN_WORDS = re.compile(r"[.,&]| and ")
_BETWEEN = re.compile(r" (?:&|and) |; ")
_ONE_NAME = re.compile(r"[A-Z\u00c0-\u024f][\w'’-]*[a-z]")
_YEAR_FIRST = re.compile(r"\s*\((?:1[5-9]|20)\d\d[a-z]?\)[.:,]?\s+")
_ONE_AND_YEAR = re.compile(r"[A-Z][\w&'’ -]{1,40}\.?\s*\((?:19|20)\d\d[a-z]?\)[.:,]?")
_BRACKETED_END = re.compile(r"\s+\(([^()\n]{8,200})\)$")
_BRACKETS_END = re.compile(r"\s*[\[(（【]([^\[\]()（）【】\n]{2,60})[\])）】]$")
_CREDIT_WITHIN = re.compile(r"([^\n]{3,200}?)\s+[-–—]\s+([^\d\n–—()]{4,80}?)\s*\(((?:1[5-9]|20)\d\d)\)")
_YEAR_AND_HYPHEN = re.compile(r"((?:19|20)\d\d)\s?[-–—]\s?(?=[^\W\d])")
_VENUE_AND_COLON = re.compile(r"([A-Z][\w&/' -]{1,20}\d\d):\s+(?=\S)")
_LONGEST_VENUE_LEAD = 26
# `2020 (Crane Labs) (KDD) *[CRANE] Sparse Folds`, as files are named
_YEAR_AND_NAMES = re.compile(r"((?:19|20)\d\d)((?:\s*\*{0,2}(?:\([^()\n]{1,40}\)|\[[^\[\]\n]{1,60}\]))+)\s*(?=\S+ \S)")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)")
_DATED_REMARK = re.compile(r"((?:19|20)\d\d), [^()\n]{3,150}\)")
_LONGEST_SHORT = 10
_STANDARD_MARK = re.compile(r"^\s*\[(?:[JCDMNPRSAZG]|EB|DB|CP)(?:/OL)?\][./\s]*")
_SHORT = re.compile(r"(?=\w*[A-Z]\w*[A-Z])\w+")
_NAMED_BEHIND = re.compile(r"\s*(?:[-–—:]\s+)?([^\s-][^\n]{4,150}?)\s+[-–—]\s+([^\n]{4,300})")
_EDITED = re.compile(r"^(?:[Ee]dited )?by |^[Ee]d(?:s|ited)?\.? ")
_ANY_YEAR_SPAN = re.compile(r"\s[-–—]\s|(?:19|20)\d\d")
# `Genome Crane 9, 75 (2017)`, `In: Widgets and Cranes, 2nd ed.`
_TOLD_BEHIND = re.compile(
    r"[\s.,]*(?:[Ii]n:? )?([A-Z](?:[^\d,.;:()\[\]]|\d+(?:st|nd|rd|th)\b){2,120}?)[\s,.]*(?=[\d(,;.]|$)"
)
_JOINS = re.compile(
    r"\s*(?:[\[(（](?:[\w ']{1,12},? )?(?:19|20)\d\d[\])）])?\s*(?:and|&|[,;，；、/+]|\n)\s*(?:and\s+|&\s*)?"
)
_BRACKETS_CLOSE = frozenset(")]）】")
_DATE_END = re.compile(r"\s(?:19|20)\d\d-[01]\d(?:-[0-3]\d)?[.\s]*$")
# `The Crane, ICML 2023 Main Conference Paper`
_HELD_END = re.compile(
    r", (\S+[ '’]*(?:20)?\d\d),? (?:main|full|long|short|conference|paper|findings|oral|spotlight|poster| )+$",
    re.I,
)
_DATED = re.compile(r"[\[(（](?:[\w ']{1,12},? )?(?:19|20)\d\d[\])）]")
_ORIGIN = re.compile(r"^\s*[\[(（][^\[\]()（）\n]{2,40}[\])）]\s*$")
_ENDS_DATED = re.compile(r"\S \((?:19|20)\d\d[a-z]?\)\.?$")
_FEW = 6
_LONGEST_LABEL = 7
"""In blanks: no words for a link have more of them."""

_SURELY_TITLE = 4
_LONGEST_WITH_ASIDE = 40


def find_title(inline: Inline) -> TitlePlace:
    """The place of the title in an entry's first line; an empty range if there is none."""
    place = TitlePlace()
    at = _skip_lead(inline, place)
    for rule in (_wikilinked, _quoted, _linked, _bold, _behind_people, cited, _linked_later):
        if rule(inline, place, at):
            if rule is cited:
                set_off(inline, place)
            return _trimmed(inline, place)
    place.start, place.end = at, plain_end(inline, at, place.stop)
    return _trimmed(inline, place)


def _trimmed(inline: Inline, place: TitlePlace) -> TitlePlace:
    """The place without brackets, a year, a label word or a venue's sentence at its ends."""
    text = inline.plain[place.start : place.end]
    opened = len(text) - len(_without_openers(text))
    place.start += opened
    place.end -= bool(opened) and text[-1:] == _CLOSER.get(text[0]) and place.lead == "plain"
    for cut in (
        _handle_at_end,
        _told_in_brackets,
        _dated_at_end,
        _year_at_end,
        _people_at_end,
        _label_at_end,
        _venue_at_end,
        _date_at_end,
    ):
        text = inline.plain[place.start : place.end]
        length = cut(text, place, inline.plain[place.end :])
        if length < len(text):
            told = text[length:]
            place.before += SENTENCE.split(told.lstrip(" .")) if cut is _venue_at_end else [told]
            place.end = place.start + length
    text = inline.plain[place.start : place.end]
    if place.lead == "plain":
        text = _SEE.sub("", text)
        text = _without_here(text, inline.plain[place.end :])
        text = _ENDS_IN.sub(r"\1", text) if text.endswith(("In", "In ", "in ", "In:", "In: ")) else text
    place.end = place.start + len(text.rstrip(" \t\n[(（【,;:：|-–—"))
    return place


def _without_openers(text: str) -> str:
    """`text` without blanks and brackets in front, but for one that closes within: `(InThe)WildChat`."""
    text = text.lstrip()
    while text[:1] in ("[", "(") and not 1 < text.find(_CLOSER[text[0]]) < len(text) - 1:
        text = text[1:].lstrip()
    return text


def _without_here(text: str, rest: str) -> str:
    """`text` without the words that lead to a link behind it: `The Crane. Available here`, not `Cranes Are Here`."""
    match = _HERE.search(text) if text.rstrip(" :").endswith(("ere", "ble", "Link", "link")) else None
    if match is None or not (rest.strip() or len(match[0].split()) > 1 or match[0].lstrip()[0] in ".,;:–-"):
        return text
    return text[: match.start()] if looks_titled(text[: match.start()]) else text


def _year_at_end(text: str, place: TitlePlace, rest: str) -> int:
    """Where a year at the end begins; a bare one belongs to the title if another follows behind it."""
    end = text.rstrip(" .\n\t")
    match = _YEAR_END.search(end) if end.endswith(("]", ")", "）")) else None
    if not match and place.lead == "plain" and end.rstrip(". ")[-1:].isdigit() and first_year(rest) is None:
        match = _BARE_YEAR_END.search(text)
    if not match and place.lead == "plain" and end.endswith(")"):
        match = _COUNT_END.search(text)
    return match.start() if match and match.start() > 8 else len(text)


def _people_at_end(text: str, place: TitlePlace, rest: str) -> int:
    """Where brackets with authors in them end a title that is set off: `[The Crane (Jane Roe, Max Muster)](u)`."""
    match = _BRACKETED_END.search(text) if text.endswith(")") and place.lead != "plain" else None
    return match.start() if match and match.start() > 8 and surely_authors(match[1]) else len(text)


def _dated_at_end(text: str, place: TitlePlace, rest: str) -> int:
    """Where commas set a year off at the end, and maybe its venue: `The Crane, SIGMOD, 2008`, `The Crane, 2019`."""
    end = text.rstrip(" .")
    if "," not in end:
        return len(text)
    if not end[-1:].isdigit():
        match = _HELD_END.search(end) if place.lead != "plain" else None
        return match.start() if match and published(match[1]).whole and published(match[1]).venue else len(text)
    for match in list(COMMA.finditer(end))[-3:]:
        told = end[match.end() :]
        if word_count(end[: match.start()]) >= 2 and is_dated(told) and not end.endswith(")", match.end()):
            return match.start()
    return len(text)


def _date_at_end(text: str, place: TitlePlace, rest: str) -> int:
    """Where a date follows with nothing between: `The Crane 2020-11-01`."""
    match = _DATE_END.search(text) if text.rstrip(" .\n")[-1:].isdigit() else None
    return match.start() if match and word_count(text[: match.start()]) > 2 else len(text)


def _label_at_end(text: str, place: TitlePlace, rest: str) -> int:
    """Where `论文：` or its like stands between a plain title and a bare link."""
    match = _LAST_WORD.search(text) if place.lead == "plain" and text.rstrip().endswith((":", "：")) else None
    return match.start() if match and match.start() > 3 and vocabulary.is_bare_label(match[1]) else len(text)


def _may_abbreviate(acronym: str, title: str) -> bool:
    """Whether what could be a venue is a topic, or short for the title before it: `Small Crane Folding (SCF)`."""
    if acronym in vocabulary.TOPICS_TOO:
        return True
    initials = iter([word[0].casefold() for word in re.findall(r"\w+", title)])
    return all(letter in initials for letter in acronym.casefold())


def _venue_at_end(text: str, place: TitlePlace, rest: str) -> int:
    if text.isascii() and "." not in text and "?" not in text and "!" not in text:
        return len(text)
    starts = [match for match in SENTENCE.finditer(text) if match.start() > 8]
    if not starts:
        return len(text)
    ends = [*(match.start() for match in starts[1:]), len(text)]
    told = (match for match, end in zip(starts, ends, strict=True) if _tells_where(text[match.end() : end]))
    return next((match.start() + (text[match.start()] in "?!") for match in told), len(text))


def _tells_where(text: str) -> bool:
    return published(text).whole or _ACRONYM_AND_YEAR.fullmatch(text.rstrip(" .")) is not None


def _handle_at_end(text: str, place: TitlePlace, rest: str) -> int:
    """Where brackets tell at the end whose work it is: `The Crane (@lab)`."""
    start = text.rfind("(@") if text.endswith(")") else -1
    return start if start >= _SURELY_TITLE else len(text)


def _told_in_brackets(text: str, place: TitlePlace, rest: str) -> int:
    """Where brackets with a venue or an honour end a title that is set off: `[The Crane (CRANE 2019)](u)`."""
    end = text.rstrip(" .") if place.lead != "plain" else ""
    match = _BRACKETS_END.search(end) if end[-1:] in _BRACKETS_CLOSE else None
    if match is None or match.start() < _SURELY_TITLE:
        return len(text)
    found = published(match[1])
    told = found.whole and (found.year is not None or not _may_abbreviate(match[1], end[: match.start()]))
    return match.start() if told or is_dated_venue(match[1]) or only_honours(match[1]) else len(text)


def _marks_at(inline: Inline, at: int) -> list[Mark]:
    """The marks that start at the plain position `at`, widest first; only blanks and quotes may come before."""
    found = []
    for mark in inline.marks:
        if mark.start > at + 2:
            break
        if mark.start >= at and not inline.plain[at : mark.start].strip(" \n\t\"“'[<"):
            found.append(mark)
    return found


def _skip_lead(inline: Inline, place: TitlePlace) -> int:
    """Pass markers, dates, icons, badges, bracketed tags and label words in front of the title."""
    plain, at = inline.plain, 0
    for _ in range(24):
        step = _lead_step(inline, place, at)
        if step <= at or step >= len(plain):
            break
        at = step
    return at


def _lead_step(inline: Inline, place: TitlePlace, at: int) -> int:
    plain = inline.plain
    if plain[at : at + 1].isspace():
        return at + len(plain[at:]) - len(plain[at:].lstrip())
    marks = _marks_at(inline, at)
    for mark in marks:
        if mark.kind is MarkKind.IMAGE and mark.end == mark.start and mark not in place.badges:
            place.badges.append(mark)
        elif mark.kind in (MarkKind.BOLD, MarkKind.CODE, MarkKind.ITALIC) and _is_tag(inline, mark):
            place.tags.append(plain[mark.start : mark.end])
            return mark.end
        elif mark.kind is MarkKind.BOLD and plain[mark.end - 1] == ")" and _is_named_venue(inline, mark):
            name, _, venue = plain[mark.start : mark.end - 1].rpartition("(")
            place.tags += [name.strip(), venue]
            return mark.end
        elif mark.kind is MarkKind.LINK and mark.end > mark.start and _is_lead_label(inline, mark):
            return mark.end
    linked = next((mark for mark in marks if mark.kind is MarkKind.LINK and mark.end > mark.start), None)
    return _text_step(plain, at, place, linked)


def _text_step(plain: str, at: int, place: TitlePlace, linked: Mark | None) -> int:
    if (
        _may_have_lead(plain)
        and (match := _VENUE_LEAD.match(plain, at))
        and published(match[1]).venue
        and published(match[1]).whole
    ):
        place.before.append(match[1])
        return match.end()
    if place.before and (match := _GLUED_VENUE.match(plain, at)) and match[1] in vocabulary.VENUES:
        place.before.append(match[1])
        return match.end()
    if not place.before and (end := _dated_lead(plain, at, place) or _credited_lead(plain, at, place, linked)):
        return end
    if linked is None and _starts_plainly(plain[at : at + _PLAIN_START]):
        return at
    icons = len(plain[at : at + 40]) - len(_without_icons(plain[at : at + 40]))
    if icons:
        return at + icons
    if linked is not None and linked.start == at:
        return at
    if match := _MARKER.match(plain, at):
        return match.end()
    framed = linked is not None and plain[at] == "<"
    if not framed and (match := _BRACKET.match(plain, at)) and _is_bracket_tag(plain, match):
        place.tags.append(match[1])
        return match.end()
    if match := _DATE_LEAD.match(plain, at):
        place.before.append(match[1])
        return match.end()
    if (match := _PREFIX.match(plain, at)) and (
        vocabulary.field_of(match[1]) == "title" or vocabulary.plain_key(match[1]) in _RELATED
    ):
        return match.end()
    if (match := _PREFIX.match(plain, at)) and linked is None and is_dated(match[1]):
        place.before.append(match[1])
        return match.end()
    return at


def credited_lead(plain: str, at: int = 0) -> int:
    """Where people and their year in front of a title end (`Roe et al. 2019 - `, `Roe & Lee (2020): `), else 0."""
    start = plain[at : at + _LONGEST_DATED_LEAD]
    if "et al" not in start and "&" not in start and " and " not in start and "et. al" not in start:
        return 0
    match = _CREDIT_LEAD.match(plain, at)
    return match.end() if match else 0


def _credited_lead(plain: str, at: int, place: TitlePlace, linked: Mark | None) -> int:
    end = credited_lead(plain, at) if linked is None or linked.start > at else 0
    if end:
        place.before.append(plain[at:end].rstrip(_AFTER_CREDIT))
    return end


def names_the_same(text: str) -> bool:
    """Whether a text starts with dashes that stand for the people of the entry above."""
    return text[:3] in _SAME


def _dated_lead(plain: str, at: int, place: TitlePlace) -> int:
    """Where a venue and a year in front of a title end, with a comma or hyphens behind them; 0 if there are none."""
    start = plain[at : at + _LONGEST_DATED_LEAD]
    if names_the_same(start) and (match := _SAME_PEOPLE.match(plain, at)):
        place.before.append(match[1])
        return match.end()
    if ("'" in start or "’" in start) and (match := _SHORT_YEAR_LEAD.match(plain, at)):
        place.before.append(match[1] or match[2])
        return match.end()
    if not at and "\n" in plain and (end := _journal_line(plain, place)):
        return end
    if "19" not in start and "20" not in start and start[2:3] != "-":
        return 0
    if match := _YEAR_AND_VENUE.match(plain, at):
        place.before.append(f"{match[2]} {'19' if match[1] > '60' else '20'}{match[1]}")
        return match.end()
    match = _DATED_LEAD.match(plain, at)
    if not match or not (is_dated(match[1]) or _ACRONYM_AND_YEAR.fullmatch(match[1])):
        return 0
    if word_count(plain[match.end() : match.end() + _LONGEST_DATED_LEAD].split("\n")[0]) < 2:
        return 0
    place.before.append(match[1])
    return match.end()


def _journal_line(plain: str, place: TitlePlace) -> int:
    """Where the line ends that a journal with year and volume has to itself: `J Folds. 1981 Mar 25;147(1):195-7.`"""
    end = plain.find("\n")
    line = plain[:end].partition(" doi")[0].strip(" .")
    found = journal_and_volume(line) if len(line) < _LONGEST_JOURNAL and line[:1].isupper() else None
    if found is None or found.venue is None:
        return 0
    place.venue = found.venue
    place.before.append(str(found.year))
    ends = _ENDS_LINE.search(plain, end + 1)
    place.stop = ends.end() if ends else -1
    return end + 1


def _starts_plainly(text: str) -> bool:
    """Whether a line starts with a capital and no label."""
    return len(text) == _PLAIN_START and "A" <= text[0] <= "Z" and ":" not in text and "：" not in text


def _without_icons(text: str) -> str:
    """`text` without the icons it starts with."""
    match = _SHORTCODE.match(text) if text.startswith(":") else None
    if match:
        return text[match.end() :]
    count = 0
    while count < len(text) and not text[count].isascii() and not strip_icons(text[count]).strip():
        count += 1
    return text[count:]


def _may_have_lead(plain: str) -> bool:
    """Whether a dash, a pipe, a slash or a tab, which end a venue in front, can stand in a line."""
    return "-" in plain or "|" in plain or " / " in plain or "\t" in plain or not plain.isascii()


def _is_bracket_tag(plain: str, match: re.Match[str]) -> bool:
    """Whether a bracketed piece at the start is a tag: something to be read must follow it."""
    rest = plain[match.end() :].lstrip()
    if match[0][0] == "(" and plain[match.end() : match.end() + 1].isalnum() and not published(match[1]).whole:
        return False
    if not has_letters(rest):
        return False
    if match[0][0] == "(" and is_dated_venue(match[1]):
        return True
    if word_count(match[1]) > 5 and not rest.startswith("|") and " " in match[1].strip():
        return False
    if rest.startswith(("[", "(")) and not rest.startswith(("[[",)):
        inner = _BRACKET.match(rest)
        if inner and word_count(inner[1]) < 5 and not has_letters(rest[inner.end() :]):
            return False
    return True


def _is_tag(inline: Inline, mark: Mark) -> bool:
    """Whether a marked piece at the start is a tag (venue, date, acronym in brackets, label) and not the title."""
    text = inline.plain[mark.start : mark.end].strip()
    rest = inline.plain[mark.end :].strip()
    if not text or not has_letters(rest):
        return not text
    bare = text.strip("[]()（）【】 .:：")
    if mark.kind is MarkKind.CODE:
        is_quoted = inline.plain[max(mark.start - 1, 0) : mark.start] in tuple('"“«')
        return word_count(bare) <= 4 and not is_quoted and not _is_code_in_title(inline, mark, bare)
    if text[0] in "[(【（" and not text.startswith("[[") and text[-1] in "])】）:" and word_count(bare) <= 4:
        return True
    found = published(bare)
    if found.whole and (found.year or word_count(bare) <= 2):
        return True
    if text.endswith((":", "：")) or rest.startswith((":", "：")):
        return vocabulary.field_of(bare) == "title" or is_label(bare) or _linked_title_follows(inline, mark, bare)
    return is_label(bare) or _linked_title_follows(inline, mark, bare)


def _is_code_in_title(inline: Inline, code: Mark, bare: str) -> bool:
    """Whether a name in code is a bold or linked title, or starts one: ``**`torch.fx`: Practical …**``."""
    around = next(
        (
            mark
            for mark in inline.marks
            if mark.kind in (MarkKind.BOLD, MarkKind.LINK) and mark.start <= code.start and code.end <= mark.end
        ),
        None,
    )
    if around is None or is_label(bare) or published(bare).whole:
        return False
    if around.end > code.end:
        return inline.plain[code.end : around.end].lstrip().startswith((":", "："))
    label = first_label(inline, code.end)
    follows = inline.plain[code.end : label].split("\n")[0]
    linked = next((mark for mark in inline.marks if mark.kind is MarkKind.LINK and mark.start == label), None)
    is_alone = around.kind is MarkKind.BOLD and not any(map(str.isalpha, follows))
    return is_alone and not (linked and word_count(inline.plain[linked.start : linked.end]) > 1)


def _is_named_venue(inline: Inline, mark: Mark) -> bool:
    """Whether a name with venue and year in brackets stands in front of a title: `**ATF(ECCV 2020)** Sparse …`."""
    name, opener, venue = inline.plain[mark.start : mark.end - 1].rpartition("(")
    if not opener or word_count(name) != 1 or not (is_dated(venue) or is_dated_venue(venue)):
        return False
    follows = inline.plain[mark.end : first_label(inline, mark.end)].split("\n")[0].lstrip()
    return follows[:1].isupper() and word_count(follows) >= 4


def _linked_title_follows(inline: Inline, mark: Mark, bare: str) -> bool:
    """Whether a short marked word is followed by a link that reads like a title: then it is an acronym."""
    if word_count(bare) > _FEW:
        return False
    if inline.plain[mark.end :].lstrip(" :：–—-")[:1] in tuple('"“'):
        return True
    if word_count(bare) > 3:
        return False
    for later in inline.marks:
        if later.kind is MarkKind.LINK and later.start >= mark.end:
            between = inline.plain[mark.end : later.start]
            return not has_letters(between) and word_count(inline.plain[later.start : later.end]) >= 4
    return False


def title_starts(inline: Inline) -> list[int]:
    """Where in the raw text further linked titles start: `[The Crane](u) (1981) and [The Heron](v) (1990)`."""
    links = [mark for mark in inline.links if mark.end > mark.start and mark.url]
    if len(links) < 2 or has_letters(inline.plain[: links[0].start]):
        return []
    texts = [inline.plain[mark.start : mark.end] for mark in links]
    if not all(map(_could_be_title, texts)) or not any(map(looks_titled, texts)):
        return []
    between = [inline.plain[a.end : b.start] for a, b in pairwise(links)]
    behind = _ORIGIN.sub("", _DATED.sub("", inline.plain[links[-1].end :]))
    if has_letters(behind) or not all(map(_JOINS.fullmatch, between)):
        return []
    return [mark.first for mark in links[1:]]


def piped_starts(inline: Inline) -> list[int]:
    """Where further linked names start among pipes: `2018: | [Crane](u) | [Heron](v) |`."""
    links = [mark for mark in inline.links if mark.end > mark.start and mark.url]
    if len(links) < 2 or inline.plain.count("|") <= len(links) or "|" not in inline.plain[: links[0].start]:
        return []
    between = [inline.plain[a.end : b.start].strip() for a, b in pairwise(links)]
    if not all(text and not text.strip("|") for text in [*between, inline.plain[links[-1].end :].strip()]):
        return []
    names = [inline.plain[mark.start : mark.end] for mark in links]
    return [] if any(is_label(name) or len(name) < 2 for name in names) else [mark.first for mark in links[1:]]


def _could_be_title(text: str) -> bool:
    return (
        word_count(text) >= 3
        and (text[:1].isupper() or text[:1].isdigit())
        and not is_label(text)
        and not text.startswith("http")
    )


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Whether the text of a link names what it leads to (`pdf`, `code`, `CVPR 2020`), not a title."""
    if text.count(" ") > _LONGEST_LABEL and text.isascii() and text[0].isalpha():
        return False
    bare = clean_title(text.strip("[]()（）"))
    if bare[:4] in _IDENTIFIERS and bare[-1].isdigit():
        return True
    if not bare or vocabulary.is_bare_label(bare) or _has_aside(text):
        return True
    if (
        text[0] in "[("
        and (match := _BRACKET.match(text))
        and is_dated(match[1])
        and word_count(text[match.end() :]) > 1
    ):
        return False
    if word_count(bare) > 5:
        return False
    return vocabulary.is_label_phrase(bare) or venue_label(bare) is not None or date_year(bare) is not None


def _has_aside(text: str) -> bool:
    """Whether a word for a link has a few words in brackets behind it: `Code (not yet)`."""
    if text[-1] != ")" or len(text) > _LONGEST_WITH_ASIDE:
        return False
    label, opener, _ = text.partition(" (")
    return bool(opener) and vocabulary.is_bare_label(strip_icons(label))


def _is_lead_label(inline: Inline, mark: Mark) -> bool:
    """Whether a link in front is only a label, the title still to come."""
    text = inline.plain[mark.start : mark.end]
    if text.startswith(("http://", "https://")):
        after = inline.plain[mark.end :].split("\n")[0].strip(" -–—:：")
        return host_is_paper(mark.url) and looks_titled(after)
    if not is_label(text) and not _ARXIV_ID.fullmatch(text):
        return False
    end = mark.end
    for later in inline.marks:
        if later.kind is MarkKind.LINK and later.start >= end and not has_letters(inline.plain[end : later.start]):
            if later.end > later.start and not is_label(inline.plain[later.start : later.end]):
                return True
            end = later.end
    first = inline.plain[end:].lstrip(" ])）:：-–—|,").split("\n")[0]
    return word_count(first) >= 3 and not first.startswith("[")


def _wikilinked(inline: Inline, place: TitlePlace, at: int) -> bool:
    """A title that is the name of another note: `[[Attention Is All You Need]]`, `[[file|Title]]`."""
    start = inline.plain.rfind("[[", max(at - 2, 0), at + 2)
    match = _WIKILINK.match(inline.plain, start) if start >= 0 else None
    if not match or any(mark.kind is MarkKind.LINK and mark.start <= start < mark.end for mark in inline.marks):
        return False
    group = 2 if match[2] else 1
    place.start, place.end, place.lead = match.start(group), match.end(group), "link"
    return True


def _quoted(inline: Inline, place: TitlePlace, at: int) -> bool:
    """A quoted title, at the start or behind the authors: `Tobin, Josh, et al. "Domain …" arXiv (2017)`."""
    plain = inline.plain
    if ('"' not in plain and "``" not in plain) if plain.isascii() else not _QUOTE.search(plain):
        return False
    match = _QUOTED.search(plain, at)
    if match and plain[match.end() : match.end() + 1].isalpha():
        match = _QUOTES_WITHIN.match(plain, match.start()) or (match if match.start() > at else None)
    if not match:
        return False
    group = match.lastindex or 1
    before, after = plain[at : match.start()].strip(), plain[match.end() :].lstrip()
    before = "" if before in _DASHES and place.tags else before
    if (word_count(match[group]) < 2 and match[0][0] != "《") or not _may_precede_quote(before):
        return False
    if any(_starts_with_quote(plain, mark, match) for mark in inline.marks):
        return False
    around = next((mark for mark in inline.links if mark.start < match.start() and mark.end >= match.end()), None)
    if around and not _may_precede_quote(plain[around.start : match.start()].strip()):
        return False
    closes = bool(place.before) and match[group][-1] in ".,?!"
    if (
        not before
        and not closes
        and after[:1]
        and (after[0] in ":：?!" or (after[0].isalpha() and not _leads_to_venue(after)))
    ):
        return False
    place.before.append(before)
    place.start, place.end, place.lead = match.start(group), match.end(group), "quote"
    place.mark = next(
        (mark for mark in inline.links if mark.start <= place.start + 1 and mark.end >= place.end - 1), None
    )
    return True


def _starts_with_quote(plain: str, mark: Mark, quote: re.Match[str]) -> bool:
    """Whether emphasis goes on in the same sentence behind a quote it starts with: `*"Raw Cranes" Are No Cranes*`."""
    if mark.kind not in (MarkKind.ITALIC, MarkKind.BOLD) or mark.start != quote.start() or mark.end < quote.end() + 3:
        return False
    return plain[quote.end()] == " " and plain[quote.end() + 1].isalpha() and quote[0][-2] not in ".,"


def _tells_who_and_when(text: str) -> bool:
    """Whether a text is people and a year: `Roe and Lee. 2020.`, `Roe, Jane, and Ann Lee (2013).`"""
    match = _WHO_AND_WHEN.fullmatch(text)
    if match is None:
        return False
    people = match[1].rstrip(" .,")
    return bool(authors_in(people)) or SURNAME_FIRST.fullmatch(people) is not None or _one_surname(people)


def _one_surname(text: str) -> bool:
    return _ONE_NAME.fullmatch(text) is not None


def _leads_to_venue(after: str) -> bool:
    """Whether a venue follows a quoted title at once: `"Sparse Widgets" CVPR. [[paper]](u)`."""
    first = _ENDS_PIECE.split(after, maxsplit=1)[0]
    return published(first).whole


def _may_precede_quote(before: str) -> bool:
    if not before or _ACRONYM_LEAD.fullmatch(before) or _ONE_AND_YEAR.fullmatch(before) or _tells_who_and_when(before):
        return True
    return bool(authors_in(before.rstrip(",.: "))) or bool(
        re.search(r"et al|,\s*$|\.\s*$|:\s*$", before) and len(before) < 400 and "," in before
    )


def _linked(inline: Inline, place: TitlePlace, at: int) -> bool:
    """The title is the link in front."""
    for mark in _marks_at(inline, at):
        if mark.kind is not MarkKind.LINK or mark.end <= mark.start:
            continue
        text = inline.plain[mark.start : mark.end]
        if text.startswith(("http://", "https://")) and text == mark.url.replace("&amp;", "&"):
            place.start, place.end, place.lead, place.mark = mark.start, mark.start, "url", mark
            return True
        if is_label(text):
            continue
        if _reference_linked(inline, place, mark):
            return True
        if (named := _named_behind(inline, mark)) is not None:
            place.tags.append(text)
            place.start, place.end, place.lead, place.mark = *named, "link", mark
            return True
        start = mark.start + _dated_bracket(place, text)
        length = _credited_title(place, text[start - mark.start :])
        end = start + length if length else _continued(inline, mark)
        place.start, place.end, place.lead, place.mark = start, end, "link", mark
        place.after = mark.end if end < mark.end else place.after
        return True
    return False


def _reference_linked(inline: Inline, place: TitlePlace, mark: Mark) -> bool:
    """Whether the text of a link is a whole reference: `[Roe, J. et al. The Crane. J. Widgets 9 (2017)](u)`."""
    text = inline.plain[mark.start : mark.end]
    if len(text) < _SHORTEST_REFERENCE or not _may_refer(text):
        return False
    found = TitlePlace(stop=mark.end)
    if not cited_at(inline, found, mark.start, text) or word_count(inline.plain[found.start : found.end]) < 2:
        return False
    told = "" if found.venue else _STANDARD_MARK.sub("", inline.plain[found.end : mark.end])
    place.venue = found.venue
    if (behind := _TOLD_BEHIND.match(told)) and not published(told).whole:
        place.venue = behind[1]
        told = str(first_year(told) or "")
    place.before += [*found.before, told]
    place.tags += found.tags
    place.start, place.end, place.lead, place.mark, place.after = found.start, found.end, "link", mark, mark.end
    place.cited = True
    return True


def _may_refer(text: str) -> bool:
    """Whether a year, initials or `et al` stand in a text, as they do in references."""
    return ("." in text or ":" in text) and (first_year(text) is not None or " al" in text)


def _named_behind(inline: Inline, mark: Mark) -> tuple[int, int] | None:
    """Where the title is if its short name is linked and people follow: `[BoC](u) - The Book of Cranes - Jane Roe`."""
    if mark.end - mark.start > _LONGEST_SHORT or not _SHORT.fullmatch(inline.plain, mark.start, mark.end):
        return None
    later = (link for link in inline.links if link.start > mark.end)
    stop = next((link.start for link in later if not is_one_author(inline.plain[link.start : link.end])), None)
    line = inline.plain[mark.end : stop].split("\n")[0]
    match = _NAMED_BEHIND.match(line)
    if match is None or word_count(match[1]) < 2 or not match[1][0].isupper():
        return None
    people = _EDITED.sub("", _ANY_YEAR_SPAN.split(match[2])[0]).strip(" -–—,.")
    if not (surely_authors(people) or is_one_author(people) or says_more_people(people)):
        return None
    return mark.end + match.start(1), mark.end + match.end(1)


def _credited_title(place: TitlePlace, text: str) -> int:
    """How much of a link's text is its title, where year and authors follow: `Title (2019) - Roe and Muster`."""
    match = _CREDITED.fullmatch(text) if ")" in text and text[-1] != ")" else None
    if match is None or not authors_in(match[3]):
        return 0
    place.before += [match[2], match[3]]
    return len(match[1].rstrip())


def _dated_bracket(place: TitlePlace, text: str) -> int:
    """How much of a link's text is a venue and a year in brackets in front of the title."""
    if dated := _YEAR_AND_HYPHEN.match(text):
        place.before.append(dated[1])
        return dated.end()
    if text[4:5] in (" ", "(", "[") and (named := _YEAR_AND_NAMES.match(text)):
        for name in (named[1], *_IN_BRACKETS.findall(named[2])):
            (place.before if published(name).whole else place.tags).append(name)
        return named.end()
    if ":" in text[4:_LONGEST_VENUE_LEAD] and (led := _VENUE_AND_COLON.match(text)) and is_dated(led[1]):
        place.before.append(led[1])
        return led.end()
    if "(" in text and (who := _CITED_LEAD.match(text)):
        place.before += [who[1], who[2]]
        return who.end()
    match = _BRACKET.match(text) if text[0] in "[(" else None
    if match and _SHORT_LEAD.match(text) and word_count(text[match.end() :]) >= 2:
        place.tags.append(match[1])
        return match.end()
    if match is None or word_count(text[match.end() :]) < 2:
        return 0
    if is_dated(match[1]):
        place.before.append(match[1])
    elif text[0] == "[" and _is_marked(text, match):
        place.tags.append(match[1])
    else:
        return 0
    end = match.end()
    if text[end] == "[":
        return end + _dated_bracket(place, text[end:])
    dash = _DASH_BEHIND.match(text, end)
    return dash.end() if dash else end


def _is_marked(text: str, match: re.Match[str]) -> bool:
    """Whether a name in square brackets stands in front of a title in a link: `[CRANE]Sparse …`, `[A][ICML 19] …`."""
    behind = text[match.end() :]
    return behind[0] == "[" or (word_count(match[1]) <= _FEW and word_count(behind) >= _SURELY_TITLE)


def _continued(inline: Inline, mark: Mark) -> int:
    """The end of a title whose first word alone is set off: `[BERT](u): Pre-training of …`."""
    text = inline.plain[mark.start : mark.end].strip()
    rest = inline.plain[mark.end :]
    if (
        word_count(text) <= 4
        and mark.kind is MarkKind.BOLD
        and re.match(r"[ ]?[a-z]\S* \S", rest)
        and not (rest.startswith(" by ") and authors_in(rest[4:].split("\n")[0]))
    ):
        return plain_end(inline, mark.end)
    if word_count(text) > 2 or not re.match(r"\s?[:：]\s*\S", rest):
        return mark.end
    end = plain_end(inline, mark.end + rest.index(rest.lstrip()[0]) + 1)
    tail = inline.plain[mark.end : end].strip(" :：")
    return end if looks_titled(tail) and word_count(tail) <= 20 and "." not in tail.rstrip(".") else mark.end


def _bold(inline: Inline, place: TitlePlace, at: int) -> bool:
    """The title is the bold (or italic) piece in front."""
    for mark in _marks_at(inline, at) or _passed_into(inline, at):
        if mark.kind not in (MarkKind.BOLD, MarkKind.ITALIC) or mark.end - mark.start < 2:
            continue
        text = inline.plain[mark.start : mark.end]
        if mark.kind is MarkKind.ITALIC and (word_count(text) < 3 or authors_in(text)):
            continue
        if is_label(text) or _is_credited_before(text, inline.plain[mark.end :]):
            continue
        if _reference_behind(inline, place, mark, text):
            return True
        if (work := _work_behind(inline, mark, text)) is not None:
            place.start, place.end, place.lead, place.mark = work.start, work.end, "bold", None
            place.before.append(text)
            return True
        inner = _first_link_within(inline, mark)
        end = inner if inner > 0 else _continued(inline, mark)
        place.start, place.end, place.lead, place.mark = mark.start, end, "bold", None
        place.start += _people_in_front(place, text)
        if not inline.plain[place.end - 1].isalnum():
            place.end = place.start + _within(inline.plain[place.start : place.end])
        _cut_credit(place, text)
        return True
    return False


def _people_in_front(place: TitlePlace, text: str) -> int:
    """How much of a text set off is people in front of the title: `**Roe, J., Lee, A., The Crane**`."""
    dated = _NAMES_AND_YEAR.match(text) if "(" in text else None
    if dated and _MORE_THAN_WORDS.search(dated[1]) and are_sure(dated[1]):
        place.before += [dated[1], dated[2]]
        return dated.end()
    end = initialled_end(text)
    match = _PEOPLE_AND_DASH.match(text) if not end else None
    if match and all(map(SURNAME_FIRST.fullmatch, _BETWEEN.split(match[1]))):
        end = match.end()
    if not end or word_count(text[end:]) < 2:
        return 0
    place.before.append(match[1] if match else text[:end])
    return end


def _behind_people(inline: Inline, place: TitlePlace, at: int) -> bool:
    """The title is the first piece set off, behind a list of people: `Jane Roe, Ann Lee, *The Crane*`."""
    mark = next((mark for mark in inline.marks if mark.start > at), None)
    if mark is None or mark.kind not in (MarkKind.BOLD, MarkKind.ITALIC) or mark.end - mark.start < _SURELY_TITLE:
        return False
    before, text = inline.plain[at : mark.start].rstrip(), inline.plain[mark.start : mark.end]
    if not before.endswith((",", ".")) or "\n" in before or word_count(text) < 2 or published(text).whole:
        return False
    if not surely_authors(before.rstrip(",.")):
        return False
    if is_one_author(text) and not _is_where(inline.plain[mark.end : first_label(inline, mark.end)].strip(" ,.[(")):
        return False
    place.before.append(before)
    place.start, place.end, place.lead = mark.start, mark.end, "bold"
    return True


def _is_where(text: str) -> bool:
    return published(text).whole or venue_and_year(text) is not None


def _passed_into(inline: Inline, at: int) -> list[Mark]:
    """The bold piece whose number or tag was passed: `**01.The Crane**: [paper](u)`, `**[Folds] The Crane**`."""
    around = (mark for mark in inline.marks if mark.kind is MarkKind.BOLD and mark.start < at < mark.end)
    return [replace(mark, start=at) for mark in around]


def _reference_behind(inline: Inline, place: TitlePlace, mark: Mark, text: str) -> bool:
    """Take the title of a dated reference behind a catchword: `**Folding (F)**. Roe, J., 2020. The Crane. *Folds*`."""
    start = mark.end + 2
    if inline.plain[mark.end : start] not in (". ", ": ") or word_count(text) > _FEW:
        return False
    behind = inline.plain[start : first_label(inline, start)]
    found = TitlePlace()
    if first_year(behind) is None or not cited_at(inline, found, start, behind) or not found.cited:
        return False
    if not any(later.start >= found.end for later in inline.marks if later.kind is MarkKind.ITALIC):
        return False
    place.start, place.end, place.cited = found.start, found.end, True
    place.before += found.before
    place.tags += [text, *found.tags]
    return True


def _is_credited_before(text: str, rest: str) -> bool:
    """Whether what is set off is who wrote the title behind it, and when: `**Roe, J. et al.** (2017). *The Crane*`."""
    match = _YEAR_FIRST.match(rest)
    if match is None or not rest[match.end() : match.end() + 1].strip():
        return False
    return initialled(text) or surely_authors(text) or SURNAME_FIRST.fullmatch(text.strip(" .")) is not None


def _work_behind(inline: Inline, mark: Mark, text: str) -> Mark | None:
    """The title set off otherwise than the people in front of it: `**Jane Roe** — *The Crane*`."""
    if mark.kind is not MarkKind.BOLD:
        return None
    work = next((later for later in inline.marks if later.start >= mark.end), None)
    if work is None or work.kind is not MarkKind.ITALIC or inline.plain[mark.end : work.start].strip() not in _DASHES:
        return None
    title = inline.plain[work.start : work.end]
    if word_count(title) < 2 or not looks_titled(title) or authors_in(title) or published(title).whole:
        return None
    return work if is_one_author(text) or surely_authors(text) else None


def _cut_credit(place: TitlePlace, text: str) -> None:
    """End a title set off together with its author and year before these: `**The Crane – Jane Roe (1949)**`."""
    match = _CREDIT_WITHIN.fullmatch(text) if text.endswith(")") else None
    if match and authors_in(match[2]) and place.end >= place.start + match.end(1):
        place.before += [match[2], match[3]]
        place.end = place.start + match.end(1)


def _first_link_within(inline: Inline, outer: Mark) -> int:
    """Where a label link begins inside a marked piece, or 0: `**Title. [Knuth (1970)](u).**`"""
    for mark in inline.marks:
        if mark.start >= outer.end:
            return 0
        if mark.kind is MarkKind.LINK and mark.start > outer.start + 3:
            return mark.start
    return 0


def _within(text: str) -> int:
    """How much of a set-off piece is the title: not a year or venue in brackets at its end."""
    match = re.search(r"\s*[\[(（]([^\[\]()（）]{2,60})[\])）][\s.]*$", text.rstrip(" [("))
    told = without_count(match[1]) if match and match.start() > 3 else ""
    return match.start() if match and told and (is_dated(told) or is_dated_venue(told)) else len(text)


def _linked_later(inline: Inline, place: TitlePlace, at: int) -> bool:
    """The title is a link or a bold piece behind a few words: `Kaiming He et al. [Deep Residual …](u)`."""
    plain = inline.plain
    for mark in inline.marks:
        if mark.start < at or mark.kind not in (MarkKind.LINK, MarkKind.BOLD, MarkKind.ITALIC):
            continue
        text, before = plain[mark.start : mark.end], plain[at : mark.start].strip(" \n[(-–—:：,|")
        if mark.kind is MarkKind.ITALIC and not _introduces(plain[at : mark.start]):
            continue
        if is_label(text) or _is_too_short(text, mark, before) or text.startswith("http") or names_people(text):
            if mark.kind is MarkKind.LINK and word_count(before) >= 3:
                return False
            continue
        if dated := _DATED_REMARK.fullmatch(before):
            before = dated[1]
        if _may_precede_link(before) or _leads_in(plain[at : mark.start], text):
            place.before += [] if _announces(plain, mark.start, before) else [before]
            place.start, place.end, place.lead = mark.start, mark.end, "link" if mark.kind is MarkKind.LINK else "bold"
            place.mark = mark if mark.kind is MarkKind.LINK else None
            return True
        return False
    return False


def _announces(plain: str, start: int, before: str) -> bool:
    """Whether a line of its own in front of a title only says what follows: `Presented Paper:`."""
    lead = plain[:start].rstrip(" ")
    if not (lead.endswith("\n") and lead.rstrip().endswith((":", "："))):
        return False
    return not surely_authors(before) and word_count(before) <= _FEW


def _is_too_short(text: str, mark: Mark, before: str) -> bool:
    """Whether a marked text behind others has too few words for a title; behind `Roe (2020)` any will do."""
    if word_count(text) > 2 or mark.kind is MarkKind.ITALIC:
        return False
    return not _is_cited(before) and (word_count(text) < 2 or len(authors_in(before)) < 2)


def _is_cited(before: str) -> bool:
    """Whether surnames and a year stand in front: `Roe and Muster (2020)`."""
    return _CITED_BEFORE.fullmatch(before.rstrip(" .,:")) is not None


def _introduces(before: str) -> bool:
    """Whether authors and a colon stand in front: `J. Roe, M. Muster: *Sparse Widgets*, ICML 2020`."""
    return before.rstrip().endswith(":") and (surely_authors(before.rstrip(": ")) or initialled(before.rstrip(": ")))


def written_surname_first(text: str) -> tuple[str, int | None] | None:
    """The one person that `text` is, surname first, and a year behind in brackets: `Roe, Jane (2020):`"""
    bare = text.strip(" .,:") if "," in text else ""
    year = _YEAR_END.search(bare) if bare.endswith((")", "]")) else None
    name = bare[: year.start()] if year else bare
    return (name, int(year[1]) if year else None) if SURNAME_FIRST.fullmatch(name) else None


def _leads_in(before: str, title: str) -> bool:
    """Whether a few words and a colon stand in front of what reads like a title."""
    return (
        before.rstrip().endswith((":", "："))
        and word_count(before) <= _FEW
        and word_count(title) >= _SURELY_TITLE
        and (looks_titled(title) or word_count(title) > 2 * _FEW)
    )


def _may_precede_link(before: str) -> bool:
    if not before:
        return True
    if (
        published(before).whole
        or _is_cited(before)
        or _tells_who_and_when(before)
        or SURNAME_FIRST.fullmatch(before)
        or surely_authors(before)
        or (_SURNAMES_ONLY.fullmatch(before.rstrip(".")) and authors_in(before))
        or (is_name(before) and len(before.split()) < 4)
        or re.search(r"\bet al\b", before)
        or (before.endswith((")", ").")) and _ENDS_DATED.search(before) and word_count(before) <= _FEW)
    ):
        return True
    pieces = re.split(r"[,.;:|，。]\s+", before)
    return len(pieces) > 1 and all(published(piece).whole or authors_in(piece) for piece in pieces if piece)

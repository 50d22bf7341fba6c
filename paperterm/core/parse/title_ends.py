"""The place of a title in a line, and what may end one that nothing sets off.

Lives here: years, credits, venues and labels behind a title. Must not: know where titles start.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from paperterm.core.parse.fields import (
    authors_in,
    date_year,
    ends_openly,
    has_letters,
    is_dated_venue,
    is_name,
    is_one_author,
    is_prose,
    looks_titled,
    only_honours,
    published,
    says_more_people,
    strip_icons,
    surely_authors,
    word_count,
)
from paperterm.core.parse.inline import Inline, Mark, MarkKind

# What ends a sentence stands in front, so that re skips to it.
SENTENCE = re.compile(
    r"[.?!。．](?:(?<=[。．])\s*|(?<![。．])(?<!\b[A-Z].)(?<!et al.)(?<! vs.)(?<! Dr.)(?<! St.)"
    r"(?<! (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec).)(?<! Sept.)[\"”]?\s+"
    r"(?=[A-Z\u00c0-\u024f\u4e00-\u9fff(\[*_\d']|ar[Xx][Ii]v|bioRxiv|medRxiv|doi:|in:? [A-Z]))"
)
_DASH = re.compile(r"\s+[-–—|/~]{1,3}\s+|\s*——\s*|\s*\|\s*|\t+|;\s+")
_BY = re.compile(r"\s+(?:[-–—]\s*)?\bby\s+(?=[A-Z])")
_COMMAS = re.compile(r"[,，]\s*")
COMMA = re.compile(r"\s*[,，]\s*")
_OPEN_YEAR = re.compile(r"\s*[\[(（]\s*(?:19|20)\d\d\b[^)\]）]*$")
_INITIAL = re.compile(r"\b[A-Z]\.|\bet\.? al\b")
SURNAME = r"[A-Z\u00c0-\u024f][\w'’-]*[a-z]\w*"
# `FOLD'08`: capitals with an apostrophe and two digits behind are a venue, known or not
_SHORT_DATED = re.compile(r"[A-Z][\w&-]*(?: [A-Z][\w&-]*)?(?<=[A-Z])\s?['’]\s?\d\d")
_CITED_IN_BRACKETS = re.compile(rf"{SURNAME}(?:(?:, | and | & ){SURNAME}){{0,3}}(?: et al\.?)?,? (?:19|20)\d\d[a-z]?")
_INSTITUTION = re.compile(
    r"\bUni[vw]\w*|\b(?:Institute|College|School|Academy|Labs?|Laborator(?:y|ies)|Research|ETH|MIT|KTH|CMU|EPFL|TU|UC)\b"
)
_LABEL_BEHIND = re.compile(r"[；;，,]\s*(?:下载|链接|论文|原文|PDF|pdf)\s*[:：]?$")
_IDENTIFIED = re.compile(r"(?:doi:\s?10\.\d{4,9}/|[aA]r[xX]iv:\s?\d{4}\.)[^\s(]+(?:\s*\[[\w.-]+\])?[.\s]*")
_IN_PLACE = re.compile(r"In (?:the )?[A-Z][\w&@'’ -]{1,60}?,? (?:19|20)\d\d\W*")
_CREDITS = re.compile(r"[,;|.](?<!\b[A-Z]\.)\s+|\s+[-–—]{1,3}\s+|[()（），；]")
MAX_CUTS = 6
_FEW_NAMES = 4
_REMARK_BEHIND_YEAR = re.compile(r"(?<=\d\d)\s*\([^()\n]{2,60}\)$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SURELY_TITLE = 4
_FEW = 2
_CLAUSE = 8
# Longer lists of authors are not read either.
_MAX_CREDIT = 6000
_TAG_LINE = re.compile(
    r"\s*(?:tags?|keywords?|authors?|venue|year|date|作者|标签|关键词|会议|时间|tl;?dr|abstract|摘要)\s*[:：]", re.I
)


@dataclass(slots=True)
class TitlePlace:
    """Where the title is: plain[start:end]; `before` and `tags` are pieces of text around it that are no title.

    `lead` is how it is set off: link, bold, quote, plain, or url for an entry that is nothing but a URL.
    `venue` is what can be nothing else; all before `after` is read; a title that nothing sets off ends before `stop`.
    """

    start: int = 0
    end: int = 0
    lead: str = "plain"
    mark: Mark | None = None
    before: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    badges: list[Mark] = field(default_factory=list)
    venue: str = ""
    after: int = 0
    stop: int = -1
    cited: bool = False


def is_dated(text: str) -> bool:
    """Whether a text is a year, with a venue or without, and nothing else."""
    found = published(text)
    if found.year is not None and not found.whole and ("'" in text or "’" in text):
        return _SHORT_DATED.fullmatch(text.strip(" .")) is not None
    return found.whole and found.year is not None


def initialled(text: str) -> bool:
    """Whether a text is authors some of whom are written with initials, or `et al.`."""
    if "." not in text and " al" not in text:
        return False
    return _INITIAL.search(text) is not None and bool(authors_in(text))


def first_label(inline: Inline, at: int) -> int:
    """Where the first link, badge or trailing code span behind `at` starts."""
    for mark in inline.marks:
        if mark.start < at:
            continue
        if mark.kind is MarkKind.LINK and (mark.start > at or mark.end == mark.start):
            return mark.start
        if mark.kind is MarkKind.IMAGE and mark.start > at and has_letters(inline.plain[at : mark.start]):
            return mark.start
        if (
            mark.kind is MarkKind.CODE
            and word_count(inline.plain[at : mark.start]) >= 2
            and _only_codes(inline, mark.end)
        ):
            return mark.start
        if (
            mark.kind in (MarkKind.ITALIC, MarkKind.BOLD)
            and mark.start > at + 8
            and _is_meta(inline.plain[mark.start : mark.end])
        ):
            return mark.start
    return len(inline.plain)


def _only_codes(inline: Inline, at: int) -> bool:
    """Whether nothing but more marks follows up to the end of the line."""
    line = inline.plain[at:].split("\n")[0]
    next_mark = min((mark.start for mark in inline.marks if mark.start >= at), default=at + len(line))
    return not has_letters(strip_icons(inline.plain[at : min(next_mark, at + len(line))]))


def _is_meta(text: str) -> bool:
    bare = text.strip(" .,()[]")
    return (
        surely_authors(bare) or (published(bare).whole and word_count(bare) <= 8) or bool(re.search(r"\bet al", bare))
    )


def plain_end(inline: Inline, at: int, stop: int = -1) -> int:
    """The end of a title that nothing sets off."""
    stop = stop if stop >= 0 else first_label(inline, at)
    text = inline.plain[at:stop]
    if inline.cuts and any(mark.start == stop and mark.kind is MarkKind.ITALIC for mark in inline.marks):
        text = text[: _person_cut(text)]
        line = text.rfind("\n")
        if line > 0 and is_one_author(text[line:].strip(" \n.,")):
            text = text[:line]
    if _MAY_CUT.search(text) or "by" in text:
        for cut, needs in _CUTS:
            if needs.search(text):
                text = text[: cut(text)]
    return at + len(text)


def _line_cut(text: str) -> int:
    """Where a line begins that is no more the title; a wrapped title goes on."""
    at = text.find("\n")
    while at >= 0:
        end = text.find("\n", at + 1)
        line = strip_icons(text[at + 1 : end if end >= 0 else len(text)]).strip(" ()[]*_")
        if (
            not line
            or line.startswith((": ", "~ "))
            or _TAG_LINE.match(line)
            or only_honours(line)
            or _is_meta(line)
            or _looks_like_byline(line)
        ):
            return at
        at = text.find("\n", at + 1)
    return len(text)


def _looks_like_byline(line: str) -> bool:
    parts = [part for part in re.split(r"[.;]\s|,\s", line) if part]
    return len(parts) > 1 and published(parts[-1]).whole and bool(authors_in(", ".join(parts[:-1])))


def _bracket_cut(text: str) -> int:
    if (match := _OPEN_YEAR.search(text)) and match.start() > 2:
        text = text[: match.start()]
    for match in re.finditer(r"\s*[\[(（【]([^\[\]()（）【】]{2,80})[\])）】]", text):
        if match.start() > 2 and (
            is_dated(match[1])
            or date_year(match[1])
            or published(match[1]).whole
            or surely_authors(match[1])
            or _looks_like_byline(match[1])
            or _CITED_IN_BRACKETS.fullmatch(match[1])
            or only_honours(match[1])
            or (not text[match.end() :].strip(" .") and is_dated_venue(match[1]))
        ):
            return match.start()
    return len(text)


def _remark_cut(text: str) -> int:
    """Where a remark in Chinese follows a title that has no Chinese word, but for a name or two within the remark."""
    first = _CHINESE.search(text)
    if first is None or (text[first.start() - 1] in "(（[【" and len(text) - first.start() < _CLAUSE):
        return len(text)
    title, colon, between = text[: first.start()].rpartition("：")
    if not colon or word_count(between) > _FEW:
        title = text[: first.start()]
    title = title.rstrip(" \t\n:：,，;；.。-–—(（[【|")
    whole = word_count(title) >= _SURELY_TITLE and looks_titled(title) and not ends_openly(title)
    return len(title) if whole else len(text)


def _dash_cut(text: str) -> int:
    for match in _DASH.finditer(text):
        rest = text[match.end() :].strip()
        strong = "|" in match[0] or "\t" in match[0] or ("~" in match[0] and authors_in(rest))
        if match.start() > 2 and (strong or _is_credit(rest)):
            return match.start()
    return len(text)


def _is_credit(rest: str) -> bool:
    """Whether all of `rest` tells who, where or when."""
    rest = _LABEL_BEHIND.sub("", rest.rstrip(" \t\n[(（【→>-–—"))
    if len(rest) > _MAX_CREDIT:
        return False
    if not rest or published(rest).whole or surely_authors(rest) or _IDENTIFIED.fullmatch(rest):
        return True
    if rest.startswith("In ") and _IN_PLACE.fullmatch(rest):
        return True
    parts = [part for part in _CREDITS.split(rest) if part.strip()]
    if "hesis" in rest or "Report" in rest or "issertation" in rest:
        parts = [part for part in parts if not _INSTITUTION.search(part)]
    if not 1 < len(parts) <= 60 or is_prose(rest):
        return False
    good = [published(part).whole or _is_person(part) or _is_acronym(part) or surely_authors(part) for part in parts]
    return all(good) or (len(parts) > 2 and sum(good) >= 0.8 * len(parts) and published(parts[-1]).whole)


def _is_acronym(text: str) -> bool:
    return 2 < len(text) < 9 and text.isascii() and text.isupper() and text.isalpha()


def names_one(text: str) -> bool:
    """Whether a text is a name, or several."""
    return is_name(text) or bool(authors_in(text))


def _is_person(text: str) -> bool:
    bare = text.strip(" .").removesuffix("et al").removesuffix("等").rstrip(" ,")
    return is_name(bare) and len(bare.split()) > 1


def _by_cut(text: str) -> int:
    for match in _BY.finditer(text):
        rest = text[match.end() :]
        if match.start() > 8 and not rest.split(None, 1)[0].endswith("ing") and _is_credit(rest):
            return match.start()
    return len(text)


def _person_cut(text: str) -> int:
    """Where one person's name stands between a title and the venue: `The Crane. Jane Roe. *ICML*`."""
    starts = [match for match in SENTENCE.finditer(text.rstrip(" ,.")) if match.start() > 8]
    return starts[-1].start() if starts and _is_person(text[starts[-1].end() :].strip(" ,")) else len(text)


def _sentence_cut(text: str) -> int:
    for match in islice(SENTENCE.finditer(text), MAX_CUTS):
        rest = text[match.end() :]
        first = SENTENCE.split(rest, maxsplit=1)[0]
        if text[match.start()] in "?!" and len(first) < len(rest) and not (_is_credit(first) or names_one(first)):
            continue
        if match.start() > 3 and (_is_credit(rest) or _is_meta(first) or _is_credit(first)):
            return match.start() + (1 if text[match.start()] in "?!" else 0)
    return len(text)


def _comma_cut(text: str) -> int:
    told = text.rstrip(" [")
    told = _REMARK_BEHIND_YEAR.sub("", told) if told[-1:] == ")" else text
    for match in list(COMMA.finditer(told))[-12:]:
        rest = told[match.end() :]
        if (
            match.start() > 8
            and rest.count(")") <= rest.count("(")
            and word_count(text[: match.start()]) >= (2 if "et al" in rest else 3)
            and (
                _ends_published(rest)
                or initialled(rest)
                or _is_dated_first(rest)
                or (word_count(text[: match.start()]) >= _SURELY_TITLE and _is_person_and_year(rest))
            )
        ):
            return match.start()
    return len(text)


def _is_dated_first(rest: str) -> bool:
    """Whether a date and a name or two follow: `Aug 2016, Crane Labs`."""
    date, _, names = rest.strip(" .,").partition(", ")
    if not date[-1:].isdigit() or date_year(date) is None:
        return False
    words = re.split(r"[ /,]+", names)
    return len(words) <= _FEW_NAMES and all(word[:1].isupper() for word in words)


def _is_person_and_year(rest: str) -> bool:
    """Whether one person and a year follow: `Jane Roe, 2019`."""
    person, comma, year = rest.rpartition(",")
    return bool(comma) and date_year(year.strip(" .")) is not None and is_one_author(person)


def _ends_published(rest: str) -> bool:
    parts = [part for part in _COMMAS.split(rest.strip(" .–—-")) if part]
    if not parts or not published(parts[-1]).whole:
        return False
    if all(published(part).whole or _is_acronym(part) or (not part.isascii() and names_one(part)) for part in parts):
        return True
    parts.pop()
    if len(parts) > 1 and published(parts[-1]).whole and (len(parts) > 2 or says_more_people(parts[0])):
        parts.pop()
    return surely_authors(", ".join(parts))


_CUTS: tuple[tuple[Callable[[str], int], re.Pattern[str]], ...] = (
    (_line_cut, re.compile(r"\n")),
    (_bracket_cut, re.compile(r"[\[(（【]")),
    (_dash_cut, re.compile(r"[-–—/|\t;~](?:(?<=[|\t;])|(?<=\s.)|(?<=——))")),
    (_by_cut, re.compile(r"by(?<=\sby)\s")),
    (_sentence_cut, re.compile(r"[.?!。．](?:(?<=．)|\W)")),
    (_comma_cut, re.compile(r"[,，]")),
    (_remark_cut, _CHINESE),
)
"""What may end a title that nothing sets off, each with what must occur for it to be tried."""


_MAY_CUT = re.compile("[^a-zA-Z0-9 '\"&:+]")
"""Whether any of them but `by` may: one look instead of six."""

"""Who wrote it, where and when: a text that tells nothing else.

Lives here: taking such a text apart. Must not: look at links, or at what stands beside it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from paperterm.core.parse import vocabulary
from paperterm.core.parse.fields import (
    ACRONYM,
    are_initialled,
    authors_in,
    first_year,
    has_digit,
    is_name,
    is_prose,
    lower_words,
    most_lower,
    published,
    venue_alone,
    venue_and_year,
    word_count,
)

# Blanks are single where credits are split. Every branch starts with a character, so that re skips to these.
_CREDIT_SPLIT = re.compile(
    r", ?|， ?|; ?|； ?"
    r"|\.(?<!\b[A-Z]\.)(?<!\bal\.)(?<!\bMd\.)(?<!\bSt\.)(?<!\bDr\.)(?<!\bProf\.) (?=[A-Z\da])"
    r"| [-–—·/] | \(|\(|\) ?|（|）|——|\||\.(?<=et al\.) | (?<=et al )"
)
# Longer than any name and any venue.
_CHINESE_CLAUSE = re.compile("[\u4e00-\u9fff]{20}")
_LEAST_RUNNING = 20
# Of what follows a name in brackets, what is neither dated nor closed by more.
_AFFILIATION = re.compile(
    r"(?<=[a-z]) \([A-Z][a-z]+\)(?= [A-Z][a-z])|(?<=[a-z]) ?\([A-Z][^()\d]{1,60}\)(?= et al|[,;]| and )"
)
_INSTITUTIONS = frozenset(("University", "Université", "Institute", "Laboratory", "Academy", "College", "Lab", "Group"))
_NO_NAMES = vocabulary.words("arxiv code pdf paper project slides video github website blog demo data")
_DATED_PERSON = re.compile(r"([A-Z][\w. '’-]{3,40}) ((?:19|20)\d\d)")
_SURNAME_AND_INITIALS = re.compile(
    r"(?:(?:[Dd]e|[Vv]an|[Vv]on|[Dd]er) )*[A-Z\u00c0-\u024f][\w'’-]+(?: [A-Z]){1,3}(?![\w'’-])"
)
_ALIKE = 2
_LONGEST_LABEL = 80


@lru_cache(maxsize=1024)
def credit(text: str) -> tuple[tuple[str, ...], str | None, int | None]:
    """Authors, venue and year of a text that tells nothing else: `Jane Roe, John Doe. ICML 2019.`"""
    if is_prose(text) or (not text.isascii() and _CHINESE_CLAUSE.search(text)):
        return (), None, None
    plain = (
        " ".join(text.replace("et. al", "et al").replace("et al.", "et al. ").split())
        .strip(" .,;()[]*_")
        .lstrip("：，、")
    )
    plain = _AFFILIATION.sub("", plain) if "(" in plain else plain
    parts = [part for part in _CREDIT_SPLIT.split(plain) if part.strip()]
    if parts and (dated := _DATED_PERSON.fullmatch(parts[-1])) and are_initialled(dated[1]):
        parts[-1:] = dated[1], dated[2]
    parts = [piece for part in parts for piece in _person_first(part, parts)]
    if _runs_on(parts) or any(part[0] in ":：" for part in parts):
        return (), None, None
    return _credit_parts(parts)


def _person_first(part: str, parts: list[str]) -> list[str]:
    """`Lee B. ICML` as a person and a venue: a known one, or any behind two people written like that."""
    match = _SURNAME_AND_INITIALS.match(part) if ". " in part else None
    if match is None or not part.startswith(". ", match.end()) or match[0].split()[0].isupper():
        return [part]
    venue = part[match.end() + 2 :]
    alike = sum(_SURNAME_AND_INITIALS.fullmatch(other) is not None for other in parts)
    return [match[0], venue] if published(venue).whole or alike >= _ALIKE else [part]


def _runs_on(parts: list[str]) -> bool:
    """Whether one of the parts has more words in lower case than names can have, and is no venue."""
    longest = max(parts, key=len, default="")
    if len(longest) < _LEAST_RUNNING:
        return False
    names_at_most = sum(map(len, parts)) + 2 * len(parts)
    return lower_words(longest) > max(8, most_lower(names_at_most)) and not (
        published(longest).whole or venue_and_year(longest)
    )


def _credit_parts(parts: list[str]) -> tuple[tuple[str, ...], str | None, int | None]:
    venue: str | None = None
    year: int | None = None
    people: list[str] = []
    for part in parts:
        found = published(part)
        if not found.whole and part is parts[-1] and people:
            found = venue_and_year(part) or found
        if found.whole and not (found.venue and venue and is_name(part)):
            better = venue is None or (found.venue is not None and venue.casefold() == "arxiv")
            venue, year = found.venue if better else venue, year or found.year
        elif part.casefold() not in _NO_NAMES and not (part[-1] in ":：" and is_field_word(part)):
            people.append(part)
    if venue is None and year is not None and _may_be_venue(people) and word_count(people[-1]) <= 8:
        venue = venue_alone(people.pop())
    people = [part for part in people if part.split()[-1] not in _INSTITUTIONS] or people
    names = authors_in(", ".join(people)) if people and not _are_institutions(people) else ()
    if people and not names:
        return (), None, None
    year = first_year(", ".join(parts)) or year
    return names, venue, year


def _may_be_venue(parts: list[str]) -> bool:
    """Whether the last of what stands beside a year is no person: a venue behind people, or capitals alone."""
    if len(parts) > 2 and " " not in parts[-1] and all(" " in part for part in parts[:-1]):
        return True
    if len(parts) < 2:
        return bool(parts) and ACRONYM.fullmatch(parts[0]) is not None and not has_digit(parts[0])
    last = parts[-1].removeprefix("and ")
    return (not is_name(last) or ACRONYM.fullmatch(last) is not None) and not authors_in(last)


def _are_institutions(parts: list[str]) -> bool:
    """Whether a third or more of what stands between commas names where people work."""
    return 3 * sum(not _INSTITUTIONS.isdisjoint(part.split()) for part in parts) >= len(parts)


def is_field_word(text: str) -> bool:
    """Whether `text` only names what comes next (`Code`, `论文`)."""
    if len(text) > _LONGEST_LABEL:
        return False
    key = vocabulary.plain_key(text)
    return word_count(text) <= 3 and (vocabulary.is_label_phrase(text) or key in vocabulary.SAY_NOTHING)

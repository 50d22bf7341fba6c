r"""Citation keys: `vaswani2017`, the same for the same paper wherever it is cited.

Lives here: how a key is made, and how several are kept apart.
Must not: look at anything but authors, title and year.

Keys are `[a-z0-9]+`. Letters of other scripts would please biber, but not every BibTeX, not `\cite` under pdfLaTeX,
and not every keyboard; so they are romanised, and a Chinese paper's key is the one its readers would type: `zhou2016`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count, product
from string import ascii_lowercase

from paperterm.core.cite.characters import EAST_ASIAN, is_east_asian, one_line
from paperterm.core.cite.names import Name, read_authors
from paperterm.core.cite.romanize import romanized, romanized_family
from paperterm.core.model import Paper

_LONGEST_WORD = 40
_EAST_ASIAN_WORD = 4
_TOKEN = re.compile(f"[{EAST_ASIAN}]+|(?:(?![{EAST_ASIAN}])[^\\W_])+")
_STOPPED = (
    "a an the on of for in to into and or with from by at as via is are be do does can how what why when where who "
    "towards toward using team group"
)
_STOP_WORDS = frozenset(_STOPPED.split())
_STOP_CHARACTERS = re.compile("(?:基于|一种|关于|面向|针对|浅谈|试论|论)")


def citation_key(paper: Paper) -> str:
    """Family name of the first author, else the first telling word of the title, then the year if it is known."""
    names = read_authors(paper.authors).names
    word = (_name_word(names[0]) if names else "") or _first_word(one_line(paper.title))
    year = str(paper.year) if paper.year and paper.year > 0 else ""
    return word[:_LONGEST_WORD] + year


def unique_keys(papers: Iterable[Paper]) -> tuple[str, ...]:
    """A key for each paper: the first of those that share one keeps it, the others get `a`, `b` … behind it.

    So the key copied for one paper stays its key when another of the same author and year is listed below it.
    """
    keys = [citation_key(paper) for paper in papers]
    taken = set(keys)
    seen: set[str] = set()
    suffixes: dict[str, Iterator[str]] = {}
    unique = []
    for key in keys:
        unique.append(_next_free(key, suffixes.setdefault(key, _letters()), taken) if key in seen else key)
        seen.add(key)
    return tuple(unique)


def _next_free(key: str, suffixes: Iterator[str], taken: set[str]) -> str:
    free = next(key + suffix for suffix in suffixes if key + suffix not in taken)
    taken.add(free)
    return free


def _letters() -> Iterator[str]:
    """`a` to `z`, `aa`, `ab` …"""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))


def _name_word(name: Name) -> str:
    if name.is_whole:
        return _first_word(name.family)
    return romanized(name.particle) + romanized_family(name.family)


def _first_word(text: str) -> str:
    """The first word with a letter that is no stop word; where there is none, the first word, or a sign's number."""
    tokens = [token for token in _TOKEN.findall(text) if romanized(token)]
    words = [token for token in tokens if _is_telling(token)]
    for word in words or tokens:
        return romanized(_start_of(word) if is_east_asian(word) else word)
    return f"u{ord(text[0]):04x}" if text else "untitled"


def _is_telling(token: str) -> bool:
    return not (token.isdecimal() or token.casefold() in _STOP_WORDS or _STOP_CHARACTERS.fullmatch(token))


def _start_of(run: str) -> str:
    """The beginning of writing without blanks: long enough to recognise, short enough to type."""
    stopped = _STOP_CHARACTERS.match(run)
    start = stopped.end() if stopped and stopped.end() < len(run) else 0
    return run[start : start + _EAST_ASIAN_WORD]

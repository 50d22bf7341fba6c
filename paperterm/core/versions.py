"""One work written down several times: in several lists, as a preprint and as published.

Lives here: what names a work, and which entries mean the same one.
Must not: merge them. Each entry stays what its author wrote; others are told that they belong together.

Entries are one work with the same arXiv id (its version aside), the same DOI or the same title, however that is
punctuated. Links get copied to the wrong line, so that titles with hardly a word in common speak against an identifier.
A title must be long enough to name a work, and authors must not speak against it, nor arXiv ids where it is short. A
title of a single word, and one that is the other but for a leading name (`BERT: …`) or a remark at its end (`(extended
abstract)`), needs an author or the year in favour. Repositories and datasets link to papers that they are not: only
their titles count, and only among their kind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from paperterm.core.cite.names import read_authors
from paperterm.core.cite.reference import arxiv_of, doi_of
from paperterm.core.model import Kind, Paper
from paperterm.core.words import words

_REMARK = re.compile(
    r"[(（\[【]\s*(?:(?:extended|student|short|full|long|journal|conference|arxiv|preprint|technical|oral|spotlight"
    r"|poster|demo|version|abstract|paper|report|preview|with appendix|v\d+)\b[\s,]*)+[)）\]】]\s*$",
    re.IGNORECASE,
)
_BRACKETS = (")", "）", "]", "】")
_NAME = re.compile(r"([\w.+@/-]{2,24})\s*[:：]\s*(?=\S)")
# Neither a work nor its leading name, but its place in a series.
_SERIES = re.compile(
    r"(?:part|vol|volume|chapter|lecture|lesson|week|day|unit|module|section|appendix|task)\W?\w{0,4}", re.I
)
_MOST_COMPARED = 16
# Words that tell a title from others; up to so many may be but the name of what the paper is about.
_NAME_LENGTH = 2
# Letters; different works hardly share a longer title, so that different ids are mistakes.
_UNIQUE = 30
_LEAST_WORDS, _LEAST_LETTERS, _LEAST_CJK = 3, 12, 6


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A title of nothing but these may stand over anything.
_GENERIC = _listed(
    "a an and the of on in for to with by from about our my your other others more all new some useful "
    "interesting selected survey surveys review reviews overview introduction intro preface foreword summary "
    "conclusion background tutorial tutorials slide slides readme note notes paper papers publication "
    "publications article articles list lists reading readings code codes source project projects page pages "
    "homepage website official unofficial implementation implementations pytorch tensorflow jax github repository "
    "repo dataset datasets data benchmark benchmarks resource resources link links blog blogs post posts talk "
    "talks lecture lectures course courses video videos workshop workshops presentation related work works misc "
    "miscellaneous appendix supplementary supplemental material materials table content contents reference "
    "references bibliography documentation docs demo demos tool tools library libraries book books thesis theses "
    "conference conferences proceedings journal chapter part week day lesson unit module section volume untitled "
    "todo draft coming soon acknowledgement acknowledgements acknowledgments contributing contributors license "
    "citation awesome news updates changelog technical report reports model models method methods"
)
_GENERIC_CJK = re.compile(
    "(?:论文|阅读|读书|学习|笔记|列表|清单|综述|介绍|简介|导论|概述|概论|总结|代码|数据集|资料|资源|参考文献|参考|文献|相关|工作|其他|其它"
    "|更多|课程|教程|讲座|讲义|幻灯片|目录|附录|前言|系列|整理|汇总|合集|推荐|第|章|节|讲|周|部分|[一二三四五六七八九十]|\\d|的|与|和)+"
)
# The DOI of a whole volume names no paper in it.
_VOLUME = re.compile(r"10\.1007/978-[\d-]+")


@dataclass(frozen=True, slots=True)
class _Title:
    """A way to put a title: its normal form without blanks; what was left out of it, if anything was."""

    key: str
    lead: str = ""
    is_sure: bool = True

    @property
    def is_short(self) -> bool:
        """Whether several works may well have this title."""
        return len(self.key.rpartition(":")[2]) < _UNIQUE


def work_keys(paper: Paper) -> tuple[str, ...]:
    """What may name the work: `arxiv:…`, `doi:…`, `title:…`, each once; to be indexed.

    Entries that `same_work` puts together share a key with another of their group. Entries that share one are
    candidates for it, no more. No keys: nothing tells which work it is.
    """
    return (*_identifiers(paper), *(title.key for title in _titles(_class_of(paper), paper.title)))


def same_work(papers: Sequence[Paper]) -> list[list[int]]:
    """The groups of two entries or more that mean one work: indices in `papers`, ascending, groups by their first."""
    works = _Groups(len(papers))
    linked: dict[str, list[int]] = defaultdict(list)
    named: dict[str, list[tuple[int, _Title]]] = defaultdict(list)
    for index, paper in enumerate(papers):
        for key in _identifiers(paper):
            linked[key].append(index)
        for title in _titles(_class_of(paper), paper.title):
            named[title.key].append((index, title))
    for indices in linked.values():
        if len(indices) > 1:
            for one, other in _linked_alike(papers, indices):
                works.join(one, other)
    for called in named.values():
        if len(called) > 1:
            for one, other in _alike(papers, called):
                works.join(one, other)
    return works.of_several()


def _class_of(paper: Paper) -> str:
    return paper.kind if paper.kind in (Kind.REPO, Kind.DATASET) else Kind.PAPER


def _identifiers(paper: Paper) -> tuple[str, ...]:
    if _class_of(paper) is not Kind.PAPER:
        return ()
    stated = paper.id.split("~")[0] if paper.id.startswith(("arxiv:", "doi:")) else ""
    arxiv, doi = arxiv_of(paper), (doi_of(paper) or "").casefold()
    is_work = doi and not _VOLUME.fullmatch(doi) and not doi.startswith("10.48550/arxiv")
    keys = (f"arxiv:{arxiv.casefold()}" if arxiv else "", f"doi:{doi}" if is_work else "", stated.casefold())
    return tuple(dict.fromkeys(key for key in keys if key and not _VOLUME.fullmatch(key.removeprefix("doi:"))))


# Titles


def _titles(kind: str, title: str) -> tuple[_Title, ...]:
    """The ways to put a title that are long enough to name a work: as it is, without remark, without leading name."""
    plain = _REMARK.sub("", title) if title.rstrip().endswith(_BRACKETS) else title
    found = {}
    if key := _key(title):
        found[key] = _Title(f"title:{kind}:{key}", is_sure=not _is_single(title))
    if plain != title and (key := _key(plain)) and not _is_single(plain):
        found.setdefault(key, _Title(f"title:{kind}:{key}", is_sure=False))
    lead = _NAME.match(plain)
    if lead and not _SERIES.fullmatch(lead[1]):
        rest = plain[lead.end() :]
        if (key := _key(rest)) and not _is_single(rest):
            found.setdefault(key, _Title(f"title:{kind}:{key}", words(lead[1]), is_sure=False))
    return tuple(found.values())


def _key(title: str) -> str:
    """The normal form without blanks, so that `pre-training` is `pretraining`; empty where it names no work."""
    tokens = words(title).split()
    letters = "".join(tokens)
    alone = [token for token in tokens if not token.isascii() and len(token) == 1]
    is_long = (
        len(alone) >= _LEAST_CJK
        or len(tokens) - len(alone) >= _LEAST_WORDS
        or (len(letters) >= _LEAST_LETTERS and len(alone) < len(tokens))
    )
    return letters if is_long and not _is_generic(tokens, letters) else ""


def _is_generic(tokens: Iterable[str], letters: str) -> bool:
    return all(token in _GENERIC or token.isdigit() for token in tokens) or bool(_GENERIC_CJK.fullmatch(letters))


def _is_single(title: str) -> bool:
    return " " not in words(title)


# What speaks for or against


def _linked_alike(papers: Sequence[Paper], indices: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs that are one work, among entries that have an identifier in common."""
    seen: list[tuple[int, frozenset[str], _Version]] = []
    for index in indices:
        title, version = _content(papers[index].title), _version(index, papers[index])
        for other, known, known_version in seen[:_MOST_COMPARED]:
            if _may_be_one(title, known) or not version.families.isdisjoint(known_version.families):
                yield other, index
        seen.append((index, title, version))


def _content(title: str) -> frozenset[str]:
    """The words of a title that tell it from others."""
    return frozenset(token for token in words(title).split() if len(token) > 2 and token not in _GENERIC)


def _may_be_one(title: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two titles have enough in common for entries with the same identifier.

    A bare name beside a full title, and titles in other scripts, have nothing in common anyway.
    """
    shorter, longer = sorted((len(title), len(other)))
    if not shorter or (shorter <= _NAME_LENGTH and longer > 2 * shorter):
        return True
    return 3 * len(title & other) >= shorter


@dataclass(slots=True)
class _Version:
    """Entries of one title that are taken for one work so far, and all that they say of it."""

    first: int
    families: set[str] = field(default_factory=set)
    arxiv: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    def takes(self, other: _Version, title: _Title) -> bool:
        """Whether `other` is the same work; where the title does not make that sure, something must agree."""
        if self.families and other.families:
            return not self.families.isdisjoint(other.families)
        if title.is_short and self.arxiv and other.arxiv and self.arxiv.isdisjoint(other.arxiv):
            return False
        # A preprint comes out in the year of its publication or in the one before.
        return title.is_sure or any(abs(year - another) <= 1 for year in self.years for another in other.years)

    def learn(self, other: _Version) -> None:
        self.families |= other.families
        self.arxiv |= other.arxiv
        self.years |= other.years


def _alike(papers: Sequence[Paper], called: Sequence[tuple[int, _Title]]) -> Iterator[tuple[int, int]]:
    """The pairs that are one work, among entries that have one way to put their titles in common.

    Different names before the same words are different works; then none of them is known to be the one without a name.
    """
    is_ambiguous = len({title.lead for _, title in called} - {""}) > 1
    versions: list[_Version] = []
    for index, title in sorted(called, key=lambda each: (bool(each[1].lead), not each[1].is_sure, each[0])):
        if title.lead and is_ambiguous:
            continue
        version = _version(index, papers[index])
        known = next((one for one in versions if one.takes(version, title)), None)
        if known is None:
            versions.append(version)
        else:
            known.learn(version)
            yield known.first, index


def _version(index: int, paper: Paper) -> _Version:
    arxiv = arxiv_of(paper)
    years = () if paper.year is None else (paper.year,)
    return _Version(index, set(_families(paper.authors)), {arxiv.casefold()} if arxiv else set(), set(years))


def _families(authors: tuple[str, ...]) -> tuple[str, ...]:
    """The family names, folded; those in other scripts speak neither for nor against the same in Latin letters."""
    return tuple(filter(str.isascii, filter(None, (words(name.family) for name in read_authors(authors).names))))


class _Groups:
    """Which of `count` numbers have been joined."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def join(self, one: int, other: int) -> None:
        """Put the groups of both into one, led by its smallest number."""
        low, high = sorted((self._first(one), self._first(other)))
        self._above[high] = low

    def _first(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def of_several(self) -> list[list[int]]:
        """The groups of two numbers or more."""
        groups: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._above)):
            groups[self._first(number)].append(number)
        return [group for group in groups.values() if len(group) > 1]

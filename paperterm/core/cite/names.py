"""Author names: what a reading list writes → family, given, particle, suffix.

Lives here: `Vaswani, Ashish`, `Ashish Vaswani`, `Vaswani A.`, `周志华`, organisations, `et al.` in its many spellings.
Must not: abbreviate or complete a name. A name that cannot be taken apart safely stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from paperterm.core.cite.characters import is_east_asian, one_line

_OTHERS = re.compile(r"(?<![^\s,，、])(?:and )?(?:et\.? ?al(?:ii)?|others|等人?)$", re.IGNORECASE)
_OTHERS_UNSPACED = re.compile(r"(?<=[\u4e00-\u9fff])等人?$")
_BETWEEN = re.compile(r"\s*[;；、，]\s*")
_AND = re.compile(r"\s*(?:,\s*)?(?:\s(?:and|&)\s|^(?:and|&)\s)\s*", re.IGNORECASE)
# Footnote marks, affiliation numbers and the numbers by which bibliographies tell namesakes apart.
_MARKS = " *†‡§¶∗⋆#♠♣♢♡✉⁰¹²³⁴⁵⁶⁷⁸⁹"
_NUMBERS = re.compile(r"(?<=[^\W\d]) ?\d+(?: ?, ?\d+)*$")
_QUOTES = " \"'“”`*_:;,|"
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
# Initials behind a family name (`Vaswani A`, `Kingma D.P.`). E and O are whole family names too; two letters with a
# vowel may be one in capitals (`HE`, `LI`).
_INITIALS = re.compile(r"(?:[A-Z]\.-?)+|[A-DF-NP-Z]|[B-DF-HJ-NP-TV-XZ]{2}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTICLES = _words(
    "van von der den de del della di da das dos do du la le ter ten te zu zur zum af av al el bin ibn",
)
_CAPITAL_PARTICLES = _words("Van Von Der Den De Del Della Di Dos Ter Ten")
_INNER_PARTICLES = _PARTICLES | _CAPITAL_PARTICLES
_ORGANISATION = _words(
    "team group lab labs laboratory inc inc. llc ltd ltd. corp corp. company consortium collaboration collaborators "
    "contributors university institute research foundation project center centre network community committee council "
    "association society academy department initiative organization organisation google microsoft nvidia deepmind "
    "openai alibaba tencent baidu bytedance huawei"
)
_ORGANISATION_ENDINGS = ("大学", "学院", "研究院", "研究所", "实验室", "公司", "集团", "团队", "小组", "中心", "委员会")
_COMPOUND_FAMILIES = _words(
    "欧阳 司马 诸葛 上官 司徒 东方 独孤 南宫 夏侯 尉迟 皇甫 公孙 慕容 令狐 长孙 宇文 端木 申屠 歐陽 司馬 諸葛"
)


@dataclass(frozen=True, slots=True)
class Name:
    """One author. `family` is never empty and holds everything of an organisation (`is_whole`)."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    is_whole: bool = False

    @property
    def is_east_asian(self) -> bool:
        """Whether it is written without blanks, the family name first."""
        return not self.is_whole and is_east_asian(self.family + self.given)

    def in_order(self) -> str:
        """The name as it is spoken: given name first, or as its script has it."""
        if self.is_east_asian:
            return self.family + self.given
        return " ".join(filter(None, (self.given, self.particle, self.family, self.suffix)))


@dataclass(frozen=True, slots=True)
class Authors:
    """The authors a paper states, and whether it says that there are more."""

    names: tuple[Name, ...] = ()
    has_more: bool = False


def read_authors(authors: Iterable[str]) -> Authors:
    """The names in `authors`, in order; several in one string are taken apart where that is certain."""
    names: list[Name] = []
    has_more = False
    for text in authors:
        line, cut = _without_others(one_line(text))
        has_more = has_more or cut
        names.extend(name for part in _split(line) if (name := _read_name(part)))
    return Authors(tuple(names), has_more and bool(names))


def _without_others(line: str) -> tuple[str, bool]:
    tail = line.rstrip(" .,;…，、")
    if "…" in line[len(tail) :] or "..." in line[len(tail) :]:
        return tail, True
    rest = _OTHERS.sub("", tail)
    if is_east_asian(tail[-3:]):
        rest = _OTHERS_UNSPACED.sub("", rest)
    return (rest.rstrip(" ,，、"), True) if rest != tail else (line, False)


def _split(line: str) -> Iterator[str]:
    for part in _BETWEEN.split(line):
        if _is_organisation(part):
            yield part
        else:
            names = _AND.split(part)
            for name in names:
                yield from _split_at_commas(name, is_list=len(names) > 1)


def _split_at_commas(text: str, *, is_list: bool) -> list[str]:
    """`A. A, B. B, C. C` is three names, `A, A., B, B.` two; `Family, Given` and `Family, Jr., Given` are one."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 2:
        return parts if _are_two_names(parts[0], parts[1], is_list=is_list) else [", ".join(parts)]
    if len(parts) == 3 and any(map(_SUFFIX.fullmatch, parts[1:])):
        return [", ".join(parts)]
    if len(parts) % 2 == 0 and all(map(_are_initials, parts[1::2])):
        return [", ".join(pair) for pair in zip(parts[::2], parts[1::2], strict=True)]
    return parts


def _are_two_names(first: str, second: str, *, is_list: bool) -> bool:
    """Whether a comma stands between two names and not within one: initials in front, or whole names in a list."""
    if _are_initials(second) or _SUFFIX.fullmatch(second):
        return False
    starts_with_initial = " " in first and bool(re.match(r"[A-Z]\.", first))
    return starts_with_initial or (is_list and " " in first and " " in second and first.split()[0] not in _PARTICLES)


def _are_initials(text: str) -> bool:
    return all(map(_INITIALS.fullmatch, text.split()))


def _is_organisation(text: str) -> bool:
    words = text.split()
    if text.endswith(_ORGANISATION_ENDINGS):
        return True
    return len(words) > 1 and ("AI" in words or any(word.casefold() in _ORGANISATION for word in words))


def _read_name(text: str) -> Name | None:
    name = _trimmed(text)
    if not any(map(str.isalnum, name)):
        return None
    if _is_organisation(name):
        return Name(name, is_whole=True)
    if is_east_asian(name.replace(" ", "")):
        return _east_asian(name)
    if "," in name:
        return _around_comma(name)
    return _from_words(name.split())


def _trimmed(text: str) -> str:
    """`text` without quotes, footnote marks, an aside in parentheses and closing punctuation."""
    for _ in range(3):
        text = _ASIDE.sub("", _NUMBERS.sub("", text.strip(_QUOTES).rstrip(_MARKS)))
    is_initial = re.search(r"(?:^|[\s.-])[^\W\d_]\.$|\b[js]r\.$", text, re.IGNORECASE)
    return text if is_initial else text.rstrip(". ")


def _east_asian(name: str) -> Name:
    """`王健宗`, `欧阳修`, `山田 太郎`: where no blank shows it, the family name is one character or a known pair."""
    if " " in name:
        family, _, given = name.partition(" ")
        return Name(family, given.replace(" ", ""))
    if not 2 <= len(name) <= 4:
        return Name(name, is_whole=len(name) > 4)
    length = 2 if len(name) > 2 and name[:2] in _COMPOUND_FAMILIES else 1
    return Name(name[:length], name[length:])


def _around_comma(name: str) -> Name:
    parts = [part.strip() for part in name.split(",")]
    suffix = next((part for part in parts[1:] if _SUFFIX.fullmatch(part)), "")
    rest = [part for part in parts[1:] if part is not suffix]
    if not rest:
        return _with_suffix(_from_words(parts[0].split()), suffix)
    particle, family = _split_particle(parts[0].split())
    return Name(family, rest[0], particle, suffix)


def _with_suffix(name: Name, suffix: str) -> Name:
    return Name(name.family, name.given, name.particle, suffix, name.is_whole)


def _from_words(words: list[str]) -> Name:
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        return _with_suffix(_from_words(words[:-1]), words[-1])
    if len(words) > 1 and (inverted := _family_first(words)):
        return inverted
    start = _family_start(words)
    particle, family = _split_particle(words[start:])
    return Name(family, " ".join(words[:start]), particle)


def _family_first(words: list[str]) -> Name | None:
    """`Vaswani A`, `van den Oord A.`: initials behind what can only be a family name."""
    end = len(words)
    while end > 1 and _INITIALS.fullmatch(words[end - 1]):
        end -= 1
    if end == len(words) or not any(map(str.islower, words[0][1:])):
        return None
    particle, family = _split_particle(words[:end])
    return Name(family, " ".join(words[end:]), particle) if " " not in family else None


def _family_start(words: list[str]) -> int:
    """The index of the first word of the family name, particle included."""
    start = len(words) - 1
    while start > 0 and words[start - 1] in _PARTICLES:
        start -= 1
    while start > 1 and words[start - 1] in _INNER_PARTICLES:
        start -= 1
    return start


def _split_particle(words: list[str]) -> tuple[str, str]:
    """The lower-case particles in front, and the family name proper, which is never empty."""
    count = 0
    while count < len(words) - 1 and words[count] in _PARTICLES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])

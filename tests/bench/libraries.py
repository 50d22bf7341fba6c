"""Whole libraries to measure with: folders of topics and years, English and Chinese, about 300 bytes a paper.

Lives here: their shapes, their text, and keeping them between runs. Must not: time anything.

Papers are numbered in the order in which the program lists them, from 1; marks as in `lists`. The first file,
README.md, holds a section long enough to walk through.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.bench import words
from tests.bench.lists import end_mark, title_mark

FORM = 3
"""Raised whenever the text changes: kept libraries of another form are written again."""
_IN_README = 240
_FIRST_YEAR = 2006
_ENGLISH_VENUES = ("NeurIPS", "ICLR", "ICML", "ACL", "CVPR", "EMNLP", "KDD", "AAAI", "TPAMI", "arXiv")
_VENUES = (*_ENGLISH_VENUES, "自动化学报", "计算机学报")
_TOPICS = ("Retrieval", "图神经网络", "Long context", "多模态学习", "Alignment", "Efficient inference", "因果推断")


@dataclass(frozen=True)
class Shape:
    """So many papers in so many files, in folders of topics and, below, of years."""

    papers: int
    files: int
    topics: int
    years: int

    def numbers(self, file: int) -> range:
        """The papers of the file with that index; 0 is the README."""
        return range(self._first(file), self._first(file + 1))

    def _first(self, file: int) -> int:
        readme = min(_IN_README, self.papers // 2)
        return 1 if file == 0 else 1 + readme + (self.papers - readme) * (file - 1) // (self.files - 1)

    def path(self, file: int) -> str:
        """Where below the library's folder the file lies."""
        if file == 0:
            return "README.md"
        at = (file - 1) * self.topics * self.years // (self.files - 1)
        topic, year = divmod(at, self.years)
        return f"{topic:02d} {_TOPICS[topic % len(_TOPICS)]}/{_FIRST_YEAR + year}/list-{file:05d}.md"


THOUSAND = Shape(1_000, 50, 5, 5)
TEN_THOUSAND = Shape(10_000, 500, 10, 10)
HUNDRED_THOUSAND = Shape(100_000, 5_000, 25, 10)
MILLION = Shape(1_000_000, 50_000, 50, 20)


def kept_library(keep: Path, shape: Shape, seed: int = 0) -> Path:
    """The library of that shape below `keep`, written unless it is there, whole."""
    folder, done = keep / f"library-{shape.papers}-{seed}", keep / f"library-{shape.papers}-{seed}.complete"
    if not done.exists() or done.read_text() != str(FORM):
        shutil.rmtree(folder, ignore_errors=True)
        done.unlink(missing_ok=True)
        write_library(folder, shape, seed)
        done.write_text(str(FORM))
    return folder


def write_library(folder: Path, shape: Shape, seed: int = 0) -> None:
    """All files of the library."""
    for file in range(shape.files):
        path = folder / shape.path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file_text(shape, file, seed).encode())


def all_text(keep: Path, shape: Shape, seed: int = 0) -> Path:
    """One file with the text of all files of a kept library, in order."""
    folder, joined = kept_library(keep, shape, seed), keep / f"library-{shape.papers}-{seed}-{FORM}.txt"
    if not joined.exists():
        unfinished = joined.with_suffix(".part")
        with unfinished.open("wb") as out:
            for file in range(shape.files):
                out.write((folder / shape.path(file)).read_bytes())
        unfinished.replace(joined)
    return joined


def file_text(shape: Shape, file: int, seed: int = 0) -> str:
    """The text of one file of the library: one way of writing, README.md in the commonest."""
    topic = Path(shape.path(file)).parts[0]
    lines = [f"# {topic.removesuffix('.md')}", "", f"## {_TOPICS[file % len(_TOPICS)]}", ""]
    write = _WAYS[file % len(_WAYS)]
    return "\n".join([*lines, *write(shape.numbers(file), seed), ""])


def _random(number: int, seed: int) -> Random:
    return Random(number * 1_000_003 + seed)


def _title(number: int, random: Random) -> str:
    if number % 3 == 0:
        return f"{title_mark(number)} 面向{words.chinese(random)}的{words.chinese(random)}{words.chinese(random)}方法"
    picked = [words.english(random) for _ in range(4 + number % 4)]
    return f"{title_mark(number)} {picked[0].capitalize()} {' '.join(picked[1:-1])} for {picked[-1]}"


def _notes(number: int, random: Random) -> list[str]:
    """One or two, the last with the mark."""
    texts = [_note(number + at, random) for at in range(1 + number % 2)]
    return [*texts[:-1], f"{texts[-1]} {end_mark(number)}"]


def _note(seed: int, random: Random) -> str:
    if seed % 3 == 0:
        return f"采用{'，'.join(words.chinese(random) for _ in range(4))}。"
    return " ".join(words.english(random) for _ in range(8 + seed % 5)).capitalize()


def _paper_url(number: int) -> str:
    return f"https://arxiv.org/abs/{10 + number % 15:02d}{1 + number % 9:02d}.{number % 100_000:05d}"


def _code(number: int) -> str:
    """A link for two papers of three."""
    return f" [[code](https://github.com/lab-{number % 997}/project-{number})]" if number % 3 else ""


def _venue(number: int) -> str:
    return _VENUES[number % len(_VENUES)]


def _year(number: int) -> int:
    return _FIRST_YEAR + number % 20


def _linked(numbers: range, seed: int) -> Iterator[str]:
    for number in numbers:
        random = _random(number, seed)
        yield f"- [{_title(number, random)}]({_paper_url(number)}) *{_venue(number)} {_year(number)}*{_code(number)}"
        yield from (f"  - {text}" for text in _notes(number, random))


def _numbered(numbers: range, seed: int) -> Iterator[str]:
    for number in numbers:
        random = _random(number, seed)
        head = f"1. **{_title(number, random)}** {words.people(random)}. *{_venue(number)} {_year(number)}*."
        yield f"{head} [[pdf]({_paper_url(number)})]{_code(number)}"
        yield from (f"   - {text}" for text in _notes(number, random))


def _plain(numbers: range, seed: int) -> Iterator[str]:
    for number in numbers:
        random = _random(number, seed)
        yield f"- {_title(number, random)}"
        venue = _ENGLISH_VENUES[number % len(_ENGLISH_VENUES)]
        yield f"  - {venue} {_year(number)} [[paper]]({_paper_url(number)}){_code(number)}"
        yield from (f"  {at}. {text}" for at, text in enumerate(_notes(number, random), 1))


_WAYS = (_linked, _numbered, _plain)

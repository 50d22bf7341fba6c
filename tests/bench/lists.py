"""Reading lists to measure with: the same text on every machine, in several of the ways people write.

Lives here: sentences, entries and lists; whole libraries are in `libraries`. Must not: time anything.

The paper number `n` has the text of `title_mark(n)` in its title and that of `end_mark(n)` at the end of its last
note, so that both can be waited for on a screen. Nothing depends on the time or on the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

KB = 1000
_ENGLISH = (
    "sparse attention retrieval graph diffusion contrastive alignment token memory latent routing adapter kernel "
    "causal Bayesian spectral robust federated multimodal reward planner policy embedding decoder quantized"
)
_HAN = (
    "注意力机制 检索增强 图神经网络 扩散模型 对比学习 指令微调 长文本 多模态 知识蒸馏 稀疏路由 强化学习 隐变量 "
    "鲁棒性 联邦学习 预训练语言模型 显存占用 位置编码 自回归解码 损失函数 消融实验"
)
_WORDS, _CHINESE = _ENGLISH.split(), _HAN.split()
_VENUES = ("NeurIPS", "ICLR", "ICML", "ACL", "CVPR", "EMNLP", "KDD", "AAAI")
_FIRST_SECTION = 150


def title_mark(number: int) -> str:
    """What only the title of that paper holds."""
    return f"{number:07d}X"


def end_mark(number: int) -> str:
    """The last word of the last note of that paper, where its way of writing has notes."""
    return f"end{number:07d}Z"


@dataclass(frozen=True)
class Written:
    """A list and how many papers were written into it."""

    text: str
    papers: int


def reading_list(size: int) -> Written:
    """A list of about `size` bytes (UTF-8): a long first section of nested bullets, then every way in turn."""
    sections, length, papers = ["# Reading list\n"], 0, 0
    for section in count():
        many = min(_FIRST_SECTION, max(4, size // (2 * KB))) if section == 0 else 6 + section % 9
        text = _section(section, range(papers + 1, papers + 1 + many))
        length, papers = length + len(text.encode()), papers + many
        sections.append(text)
        if length >= size:
            return Written("\n".join(sections), papers)
    raise AssertionError("unreachable")


def long_note(lines: int) -> str:
    """A list of one paper with `lines` notes."""
    numbered = (f"  {at}. {text}" for at, text in enumerate(_notes(1, lines), 1))
    return "\n".join(["# Notes\n", *_bullet(1, notes=0)[:2], *numbered, ""])


def walking_list(papers: int, notes: int = 3) -> str:
    """A list of so many papers in one section, each with notes."""
    entries = (line for number in range(1, papers + 1) for line in _bullet(number, notes))
    return "\n".join(["# A long walk\n", "## Papers\n", *entries, ""])


def two_papers(lines: int) -> str:
    """A short paper, and one with `lines` notes."""
    numbered = (f"  {at}. {text}" for at, text in enumerate(_notes(2, lines), 1))
    return "\n".join(["# Notes\n", *_bullet(1, 2), *_bullet(2, notes=0)[:2], *numbered, ""])


def long_item(lines: int) -> str:
    """A list of three papers; the only note of the first is a list of `lines` points."""
    points = [f"     - {_sentence(at)}, so **it** `says`" for at in range(lines)]
    head = ["# Notes\n", *_bullet(1, notes=0)[:2], "  1. What it says, point by point:", *points]
    return "\n".join([*head, *_bullet(2, 2), *_bullet(3, 2), ""])


def _section(section: int, numbers: range) -> str:
    write, name = _WAYS[section % len(_WAYS)]
    lines = [f"## {name} {section}", "", f"### {2024 - section % 12}", ""]
    return "\n".join([*lines, *write(numbers), ""])


# Sentences


def _sentence(seed: int) -> str:
    """Chinese for every third seed, with marks of emphasis here and there; 25 to 110 columns."""
    if seed % 3 == 0:
        parts = [_CHINESE[(seed * 7 + at * 3) % len(_CHINESE)] for at in range(4 + seed % 5)]
        return f"采用{'，结合'.join(parts)}"
    words = [_WORDS[(seed * 11 + at * (5 + seed % 4)) % len(_WORDS)] for at in range(6 + seed % 9)]
    if seed % 4 == 0:
        words[2] = f"**{words[2]}**"
    if seed % 7 == 0:
        words[4] = f"`{words[4]}`"
    return " ".join(words).capitalize()


def _title(number: int) -> str:
    if number % 3 == 0:
        return f"{title_mark(number)} 面向{_CHINESE[number % 20]}的{_CHINESE[number * 7 % 20]}方法"
    words = [_WORDS[(number * 13 + at * 7) % len(_WORDS)].capitalize() for at in range(4)]
    return f"{title_mark(number)} {words[0]} {words[1]} for {words[2]} {words[3]}"


def _paper_url(number: int) -> str:
    return f"https://arxiv.org/abs/2{number % 4}0{1 + number % 9}.{number:05d}"


def _code_url(number: int) -> str:
    return f"https://github.com/lab-{number % 37}/project-{number}"


def _venue(number: int) -> str:
    return _VENUES[number % len(_VENUES)]


def _notes(number: int, notes: int) -> list[str]:
    texts = [_sentence(number * 5 + at) for at in range(notes)]
    return [*texts[:-1], f"{texts[-1]} {end_mark(number)}"] if texts else []


# The ways of writing


def _bullet(number: int, notes: int) -> list[str]:
    """A plain title; below it the venue with its links, and folded notes as HTML."""
    links = f"[[paper]]({_paper_url(number)}) [[code]]({_code_url(number)})"
    folded = [f"    {at}. {text}  <br>" for at, text in enumerate(_notes(number, notes), 1)]
    head = [f"- {_title(number)}", f"  - {_venue(number)} {links}"]
    return [*head, "  - <details>", "    <summary>阅读笔记: </summary>", *folded, "    </details>"]


def _bullets(numbers: range) -> Iterator[str]:
    for number in numbers:
        yield from (*_bullet(number, 3 + number % 4), "")


def _link_titles(numbers: range) -> Iterator[str]:
    for number in numbers:
        yield f"- [{_title(number)}]({_paper_url(number)}) - {_sentence(number)}. [[code]({_code_url(number)})]"
        yield from (f"  - {text}" for text in _notes(number, number % 3))


def _table(numbers: range) -> Iterator[str]:
    yield from ("| Title | Venue | Year | Links | Comment |", "| --- | --- | --- | --- | --- |")
    for number in numbers:
        links = f"[Paper]({_paper_url(number)}) / [Code]({_code_url(number)})"
        yield f"| {_title(number)} | {_venue(number)} | {2015 + number % 10} | {links} | {_sentence(number)} |"


def _numbered(numbers: range) -> Iterator[str]:
    for number in numbers:
        authors = f"Ada Writer{number}, Ben Reader, *{_venue(number)} {2015 + number % 10}*."
        yield f"1. **{_title(number)}** {authors} [[pdf]({_paper_url(number)})] [[code]({_code_url(number)})]"
        yield from (f"   - {text}" for text in _notes(number, 1 + number % 3))


_WAYS: tuple[tuple[Callable[[range], Iterator[str]], str], ...] = (
    (_bullets, "Papers with notes"),
    (_link_titles, "Linked papers"),
    (_table, "Papers in a table"),
    (_numbered, "编号的论文"),
)

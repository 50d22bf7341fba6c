"""Lists of one way of writing each, to see which of them costs most to read.

Lives here: what real lists are mostly made of, each way alone. Must not: time anything (`lists` holds the mixture).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

_WORDS = [
    "sparse",
    "attention",
    "retrieval",
    "graph",
    "diffusion",
    "contrastive",
    "alignment",
    "token",
    "memory",
    "latent",
    "routing",
    "adapter",
    "kernel",
    "causal",
    "spectral",
    "robust",
    "federated",
    "multimodal",
    "reward",
    "planner",
    "policy",
    "embedding",
    "decoder",
    "quantized",
]
_HAN = [
    "注意力机制",
    "检索增强",
    "图神经网络",
    "扩散模型",
    "对比学习",
    "指令微调",
    "长文本",
    "多模态",
    "知识蒸馏",
    "稀疏路由",
    "强化学习",
    "隐变量",
]
_VENUES = ("NeurIPS", "ICLR", "ICML", "ACL", "CVPR", "EMNLP", "KDD", "AAAI")


def ways_of_writing(size: int) -> Mapping[str, str]:
    """A list of about `size` characters for each way, by its name."""
    return {name: "\n".join(["# Papers\n", *_filled(write, size), ""]) for name, write in _WAYS.items()}


def _filled(write: Callable[[int], list[str]], size: int) -> Iterator[str]:
    number = length = 0
    while length < size:
        for line in write(number):
            yield line
            length += len(line) + 1
        number += 1


def _words(seed: int, count: int) -> str:
    return " ".join(_WORDS[(seed * 11 + at * (5 + seed % 4)) % len(_WORDS)] for at in range(count))


def _title(number: int) -> str:
    return f"{_words(number, 3).title()} for {_words(number + 7, 2).title()} {number}"


def _links(number: int) -> str:
    paper = f"https://arxiv.org/abs/2{number % 4}0{1 + number % 9}.{number:05d}"
    return f"[[paper]]({paper}) [[code]](https://github.com/lab-{number % 37}/project-{number})"


def _linked_bullet(number: int) -> list[str]:
    url = f"https://openreview.net/forum?id={number * 7919}"
    return [f"- [{_title(number)}]({url}) - {_words(number, 9).capitalize()}."]


def _credited_bullet(number: int) -> list[str]:
    credit = f"Ada Writer, Ben Reader, Chen Wu. *{_VENUES[number % 8]} {2015 + number % 10}*."
    return [f"- **{_title(number)}** {credit} {_links(number)}"]


def _noted_bullet(number: int) -> list[str]:
    notes = [f"  - {_words(number + at, 12).capitalize()}" for at in range(3)]
    return [f"- {_title(number)} {_links(number)}", *notes]


def _row(number: int) -> list[str]:
    head = ["| Title | Venue | Year | Links |", "| --- | --- | --- | --- |"] if number == 0 else []
    return [*head, f"| {_title(number)} | {_VENUES[number % 8]} | {2015 + number % 10} | {_links(number)} |"]


def _heading(number: int) -> list[str]:
    notes = [f"{at}. {_words(number + at, 14).capitalize()}." for at in range(1, 4)]
    return [f"### {_title(number)}", "", f"{_VENUES[number % 8]} {2015 + number % 10} {_links(number)}", "", *notes, ""]


def _paragraph(number: int) -> list[str]:
    credit = f"*Ada Writer, Ben Reader, Chen Wu* <br>\n{_VENUES[number % 8]} {2015 + number % 10}. {_links(number)}"
    return [f"**{_title(number)}.** <br>", credit, ""]


def _chinese(number: int) -> list[str]:
    parts = [_HAN[(number * 7 + at * 5) % len(_HAN)] for at in range(6)]
    head = f"- 面向{parts[0]}的{parts[1]}方法 {number}，{_VENUES[number % 8]} {2015 + number % 10} {_links(number)}"
    return [head, f"  - 采用{parts[2]}，结合{parts[3]}，提升{parts[4]}的效果", f"  - 不足：{parts[5]}仍需改进"]


_WAYS: Mapping[str, Callable[[int], list[str]]] = {
    "bullets, linked titles": _linked_bullet,
    "bullets, authors and venues": _credited_bullet,
    "bullets with notes": _noted_bullet,
    "a table": _row,
    "headings with notes": _heading,
    "paragraphs": _paragraph,
    "Chinese bullets with notes": _chinese,
}

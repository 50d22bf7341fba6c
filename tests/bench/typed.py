"""What a reader types into the search of a library, key by key."""

from __future__ import annotations

from collections.abc import Iterator

QUERIES = (
    "sparse attention",
    "diffusion",
    "图像",
    "注意力 检索",
    "metakernel",
    "Bayesian -causal",
    "0054321",
    "year:2020 graph",
    "kernelized",
    "Tuan Müller",
    '"for attention"',
    "稀疏 model",
)


def keystrokes() -> Iterator[str]:
    """Every text that is in the input on the way to each of them."""
    for query in QUERIES:
        for length in range(1, len(query) + 1):
            yield query[:length]

"""Citations by the name of their style: the way into this folder.

Lives here: the table of styles; a new style is a function of its own module and one row.
Must not: format anything itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from paperterm.core.cite.bibtex import bibtex
from paperterm.core.cite.keys import unique_keys
from paperterm.core.cite.plain import plain
from paperterm.core.model import Paper

Style = Callable[[Paper, str | None], str]
"""A paper and the key it is cited under (None: its own) → its citation, without a final line break."""

STYLES: Mapping[str, Style] = MappingProxyType({"text": plain, "bibtex": bibtex})

_BETWEEN = {"bibtex": "\n\n"}


class UnknownStyleError(ValueError):
    """A style that nobody wrote; the message is a sentence for the reader and lists those there are."""

    def __init__(self, style: str) -> None:
        super().__init__(f"There is no citation style called {style!r}. The styles are: {', '.join(STYLES)}.")


def cite(paper: Paper, style: str = "text") -> str:
    """`paper` in `style`. Raises UnknownStyleError."""
    return _style(style)(paper, None)


def cite_all(papers: Sequence[Paper], style: str = "text") -> str:
    """All of `papers` in `style`, in their order, no two under the same key. Raises UnknownStyleError."""
    write = _style(style)
    citations = (write(paper, key) for paper, key in zip(papers, unique_keys(papers), strict=True))
    return _BETWEEN.get(style.casefold(), "\n").join(citations)


def _style(name: str) -> Style:
    style = STYLES.get(name.casefold())
    if style is None:
        raise UnknownStyleError(name)
    return style

"""HTML as a list of tags and texts.

Lives here: cutting HTML into pieces, in time proportional to its length whatever it holds (html.parser needs minutes
for some texts of 100 KB).
Must not: know what a tag means, or pair opening and closing ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

# Possessive throughout: no attempt is ever taken back, so no text costs more than a few looks at each character.
_PIECE = re.compile(
    r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!\[CDATA\[(?P<raw>.*?)(?:\]\]>|\Z)|<![A-Za-z][^>]*+(?:>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)(?P<attributes>(?:[\s/](?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)?+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>]++)))?""")


class Tag(NamedTuple):
    """One tag: its name in lower case, its attributes with entities decoded; `closes` for `</name>`."""

    name: str
    closes: bool
    attributes: dict[str, str]


def html_pieces(html: str) -> Iterator[Tag | str]:
    """The tags and the texts (entities decoded) of `html`; comments, declarations and instructions are left out.

    What only looks like a tag is text.
    """
    done = 0
    for piece in _PIECE.finditer(html):
        if piece.start() > done:
            yield unescape(html[done : piece.start()])
        done = piece.end()
        if piece["name"]:
            yield Tag(piece["name"].lower(), bool(piece["end"]), _attributes(piece["attributes"]))
        elif piece["raw"]:
            yield piece["raw"]
    if done < len(html):
        yield unescape(html[done:])


def _attributes(text: str) -> dict[str, str]:
    """The attributes in `text`; of one written twice the first counts, as in browsers."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescape(value))
    return found

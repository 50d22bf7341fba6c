"""What a page is made of: runs of text in one style, and lines of runs.

Lives here: the values, and the one way to make a run of a stranger's text.
Must not: parse, measure or arrange anything.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from paperterm.core.text import safe


class Role(StrEnum):
    """What a run is, for whoever chooses its colours. Meaning never rests on a role alone."""

    TITLE = "title"
    FACT = "fact"
    AUTHORS = "authors"
    LABEL = "label"
    KEY = "key"
    NUMBER = "number"
    HEADING = "heading"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    STRIKE = "strike"
    CODE = "code"
    CODE_KEYWORD = "code-keyword"
    CODE_NAME = "code-name"
    CODE_STRING = "code-string"
    CODE_NUMBER = "code-number"
    CODE_COMMENT = "code-comment"
    MATH = "math"
    LINK = "link"
    IMAGE = "image"
    QUOTE = "quote"
    RULE = "rule"
    PROBLEM = "problem"


Roles = tuple[Role, ...]


class Run(NamedTuple):
    """Text in one style; it holds no control character and no line break.

    `link` is where it leads, `image` the picture it stands for: a URL or path, slashes forward, nothing decoded.
    """

    text: str
    roles: Roles = ()
    link: str | None = None
    image: str | None = None


class Line(NamedTuple):
    """One line of a page.

    `joint` says how its text goes on from the line above: `""` or `" "` after a soft wrap, None where it starts
    anew. Its first `lead` characters (gutter, indent, quote bar) and its last `trail` (a key) are no part of that text.
    """

    runs: tuple[Run, ...] = ()
    joint: str | None = None
    lead: int = 0
    trail: int = 0

    @property
    def body(self) -> str:
        """What can go on in the next line: its text without lead and trail."""
        text = self.text
        return text[self.lead : len(text) - self.trail]

    @property
    def text(self) -> str:
        """The whole line as it stands on the screen."""
        return "".join(run.text for run in self.runs)


def shown(text: str, *roles: Role, link: str | None = None) -> Run:
    """A run of any text, made safe to show."""
    return Run(safe(text), roles, link)

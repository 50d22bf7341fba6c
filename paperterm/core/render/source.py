"""The Markdown of a part of a document, as if it stood alone.

Lives here: taking away what the containers around it (lists, quotes) put before its lines.
Must not: parse what is left.
"""

from __future__ import annotations

import re

from paperterm.core.model import Span

_LINE_END = re.compile(r"\r\n|\n|\r")
_CONTAINERS = re.compile(r"(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)))*[ \t]*")
_LEAD = re.compile(r"[ \t>]*")
# What parts a text from the one before it on the line is no bullet of a list.
_SEPARATORS = re.compile(r"^(?:\s*[-–—+*:：|,，;；.。·•~]+(?=\s|$))*\s*")
_TAB = 4
_MATH_MARK = "$$"


def span_markdown(text: str, span: Span) -> str:
    """The Markdown in `span` of `text`, without its containers' indentation and `>`, lines ended by line feeds."""
    first, *others = _LINE_END.split(_with_math_marks(text, span))
    before = text[_line_start(text, span.start) : span.start]
    containers = _CONTAINERS.match(before)
    if containers and containers.end() < len(before):
        first = _SEPARATORS.sub("", first)
    if not others:
        return first
    prefix = (containers[0] if containers else "").expandtabs(_TAB)
    if not before.strip():
        prefix += first[: len(first) - len(first.lstrip(" \t"))].expandtabs(_TAB)
        first = first.lstrip(" \t")
    return "\n".join([first, *(_without_prefix(line, prefix) for line in others)])


def _with_math_marks(text: str, span: Span) -> str:
    """The text of `span`; the `$$` of a formula that it holds half of stands around it, and not in it."""
    inside = span.of(text)
    if inside.count(_MATH_MARK) % 2 == 0:
        return inside
    if text[: span.start].rstrip(" \t>\r\n").endswith(_MATH_MARK):
        return f"{_MATH_MARK}{inside}"
    return f"{inside}\n{_MATH_MARK}" if text[span.end :].lstrip().startswith(_MATH_MARK) else inside


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _without_prefix(line: str, prefix: str) -> str:
    """`line` without as much of `prefix` as it repeats: its `>`, and blanks for everything else."""
    lead = _LEAD.match(line)
    if not prefix or lead is None or not lead[0]:
        return line
    line = lead[0].expandtabs(_TAB) + line[lead.end() :]
    at = 0
    for char in prefix:
        if char == ">":
            bar = at + len(line[at:]) - len(line[at:].lstrip(" "))
            if not line.startswith(">", bar) or bar - at >= _TAB:
                break
            at = bar + 1
        elif line.startswith(" ", at):
            at += 1
    return line[at:]

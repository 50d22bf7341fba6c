"""The pattern language of .gitignore files.

Lives here: lines of a .gitignore file → Patterns, and what they say about one path.
Must not: touch the disk. The matcher never takes more than (length of pattern x length of path) steps, because
these files come from strangers too: every `*` matches as little as it can and is never tried again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_NEVER = "(?!)"
_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x7e",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


class Pattern(NamedTuple):
    """One line of a .gitignore file.

    `parts` are the expressions for the parts of a path, None for `**`; a pattern that is not `anchored` has one
    part, which is compared with the last part of a path, at any depth.
    """

    parts: tuple[re.Pattern[str] | None, ...]
    anchored: bool
    includes: bool
    folders_only: bool

    def matches(self, path: Sequence[str], *, is_folder: bool) -> bool:
        """Whether this pattern speaks of `path`, the parts of a path below the folder of its .gitignore file."""
        if self.folders_only and not is_folder:
            return False
        if not self.anchored:
            part = self.parts[0]
            return part is None or part.fullmatch(path[-1]) is not None
        return _matches_parts(self.parts, path)


def parse(text: str) -> tuple[Pattern, ...]:
    """The patterns of a .gitignore file's text, in order; comments and blank lines give none."""
    lines = text.removeprefix("\ufeff").split("\n")
    found = (_pattern(line.removesuffix("\r")) for line in lines)
    return tuple(pattern for pattern in found if pattern is not None)


def verdict(patterns: Sequence[Pattern], path: Sequence[str], *, is_folder: bool) -> bool | None:
    """True when the last pattern that matches ignores `path`, False when it includes it again, None when none does."""
    for pattern in reversed(patterns):
        if pattern.matches(path, is_folder=is_folder):
            return not pattern.includes
    return None


def _pattern(line: str) -> Pattern | None:
    line = _without_trailing_blanks(line)
    if not line or line.startswith("#"):
        return None
    includes = line.startswith("!")
    line = line.removeprefix("!") if includes else line
    folders_only = line.endswith("/")
    line = line.removesuffix("/")
    if not line:
        return None
    anchored = "/" in line
    parts = tuple(_parts(line.removeprefix("/"), anchored))
    return Pattern(parts, anchored, includes, folders_only)


def _without_trailing_blanks(line: str) -> str:
    kept = line.rstrip(" ")
    escaped = (len(kept) - len(kept.rstrip("\\"))) % 2 == 1
    return kept + " " if escaped and len(kept) < len(line) else kept


def _parts(line: str, anchored: bool) -> Iterator[re.Pattern[str] | None]:
    written = line.split("/")
    for at, part in enumerate(written):
        if not anchored or len(part) < 2 or part.strip("*"):
            yield _expression(part)
            continue
        yield None
        if at == len(written) - 1:
            yield _expression("*")  # a/** is what lies inside a, never a itself


def _matches_parts(parts: Sequence[re.Pattern[str] | None], path: Sequence[str]) -> bool:
    """Compare part by part; the latest `**` takes one more part of the path whenever the rest does not fit."""
    at, here = 0, 0
    retry: tuple[int, int] | None = None
    while here < len(path):
        part = parts[at] if at < len(parts) else None
        if at < len(parts) and part is None:
            retry = (at + 1, here)
            at += 1
        elif part is not None and part.fullmatch(path[here]):
            at, here = at + 1, here + 1
        elif retry is not None:
            at, here = retry[0], retry[1] + 1
            retry = (at, here)
        else:
            return False
    return all(part is None for part in parts[at:])


def _expression(part: str) -> re.Pattern[str]:
    """The expression that matches exactly the names which `part` matches; an invalid part matches none."""
    pieces = [""]
    at = 0
    while at < len(part):
        char = part[at]
        if char == "*":
            pieces.append("")
            at += 1
            continue
        source, at = _single(part, at)
        pieces[-1] += source
    first, *rest = pieces
    if not rest:
        return re.compile(first, re.DOTALL)
    # Each piece between two stars is found at its first place, which is always good enough: no way back is needed.
    middle = "".join(f"(?>.*?{piece})" for piece in rest[:-1] if piece)
    return re.compile(f"{first}{middle}.*{rest[-1]}", re.DOTALL)


def _single(part: str, at: int) -> tuple[str, int]:
    """The expression for the one character that `part` asks for at `at`, and where the part goes on."""
    char = part[at]
    if char == "?":
        return ".", at + 1
    if char == "[":
        return _bracket(part, at + 1)
    if char == "\\":
        return (re.escape(part[at + 1]) if at + 1 < len(part) else _NEVER), at + 2
    return re.escape(char), at + 1


def _bracket(part: str, at: int) -> tuple[str, int]:
    """The expression for a bracket whose content starts at `at`; one that is never closed matches nothing."""
    negated = part[at : at + 1] in ("!", "^")
    at += negated
    content: list[str] = []
    first = at
    while at < len(part) and (part[at] != "]" or at == first):
        source, at = _bracket_member(part, at)
        content.append(source)
    if at >= len(part):
        return _NEVER, len(part)
    inside = "".join(content)
    if negated:
        return (f"[^{inside}]" if inside else "."), at + 1
    return (f"[{inside}]" if inside else _NEVER), at + 1


def _bracket_member(part: str, at: int) -> tuple[str, int]:
    named = re.compile(r"\[:(\w*):\]").match(part, at)
    if named:
        return _CLASSES.get(named[1], ""), named.end()
    low, at = _literal(part, at)
    if part[at : at + 1] != "-" or part[at + 1 : at + 2] in ("]", ""):
        return re.escape(low), at
    high, at = _literal(part, at + 1)
    return re.escape(low) + (f"-{re.escape(high)}" if low <= high else ""), at


def _literal(part: str, at: int) -> tuple[str, int]:
    if part[at] == "\\" and at + 1 < len(part):
        at += 1
    return part[at], at + 1

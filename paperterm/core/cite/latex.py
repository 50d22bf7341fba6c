"""Plain text → what LaTeX prints as exactly that text.

Lives here: escaping, URLs, and the braces that keep a title's capitals.
Must not: know fields or entry types. Whatever comes in, the braces that go out are balanced as BibTeX counts them,
which does not know that a backslash in front of a brace means anything: so a brace is never written as one.
"""

from __future__ import annotations

import re

from paperterm.core.cite.characters import EAST_ASIAN

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: "\\" + char for char in "&%$#_"},
    }
)
_URL_ESCAPES = str.maketrans({char: f"%{ord(char):02X}" for char in " \\{}^"})
_PART = f"(?:(?![{EAST_ASIAN}])[^\\W_])+"
_WORD = re.compile(f"{_PART}(?:-{_PART})*")
_MIXED = re.compile(r".+[A-Z]|[A-Z].*\d|[B-Z]$")


def escaped(text: str) -> str:
    """`text` with every character that LaTeX would act on spelled out; other scripts stay as they are."""
    return text.translate(_ESCAPES)


def bare_url(url: str) -> str:
    """`url` for a field that is read verbatim (`url`, `doi`), where a backslash would become part of the address."""
    return url.translate(_URL_ESCAPES)


def url_command(url: str) -> str:
    r"""`\url{…}` for use within other text, where `%` would start a comment and `#` ends the run."""
    address = bare_url(url).replace("%", r"\%").replace("#", r"\#")
    return rf"\url{{{address}}}"


def protected(title: str) -> str:
    """`title` escaped, with braces around the words whose capitals a style must not lower: `{GLM-130B}`, `{NeRF}`."""
    is_shouted = _is_shouted(title)
    pieces: list[str] = []
    end = 0
    for match in _WORD.finditer(title):
        keep = is_shouted and not _is_name_in_capitals(title, match)
        pieces += [escaped(title[end : match.start()]), match[0] if keep else _braced(match[0])]
        end = match.end()
    return "".join((*pieces, escaped(title[end:])))


def _braced(word: str) -> str:
    parts = word.split("-")
    if not any(map(_MIXED.match, parts)):
        return word
    if not any(part[0].islower() for part in parts):
        return f"{{{word}}}"
    return "-".join(f"{{{part}}}" if _MIXED.match(part) else part for part in parts)


def _is_shouted(title: str) -> bool:
    """Whether the title is set in capitals altogether, so that capitals say nothing about its words."""
    words = [word for word in title.split() if len(word) > 1 and word.upper() != word.lower()]
    return len(words) > 3 and sum(map(str.isupper, words)) > 0.7 * len(words)


def _is_name_in_capitals(title: str, match: re.Match[str]) -> bool:
    """Whether a word keeps its capitals in a shouted title: it holds a digit or small letters, or a colon follows."""
    word = match[0]
    return any(map(str.isdigit, word)) or not word.isupper() or title.startswith(":", match.end())

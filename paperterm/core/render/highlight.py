"""Code in colours: the one door to Pygments, opened when code in a language that it knows is to be shown.

Lives here: which of its many kinds of tokens a reader needs to tell apart.
Must not: choose colours, or change a character of the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from time import monotonic
from typing import Any, TypeAlias

from paperterm.core.render.lines import Role

_Lexer: TypeAlias = Any

# Hostile text costs lexers the square of its length: what is behind this, or takes them longer, has no colours.
_LONGEST = 4_000
_SECONDS = 0.05
# Those among Pygments' languages that are common, and whose lexers bear hostile text.
_LANGUAGES = """
python python3 py pycon bash sh shell zsh console c cpp c++ java javascript js typescript ts json yaml toml go rust r
julia sql html xml css latex tex bibtex diff ruby scala kotlin lua haskell makefile docker cuda swift csharp perl php
powershell cmake
"""
_LANGUAGE = re.compile(r"[\s{.]*([\w+#-]+)")
# The first word of a kind's name, or its first two; the more telling one counts.
_ROLES = {
    ("Keyword",): Role.CODE_KEYWORD,
    ("Operator", "Word"): Role.CODE_KEYWORD,
    ("Name", "Function"): Role.CODE_NAME,
    ("Name", "Class"): Role.CODE_NAME,
    ("Name", "Builtin"): Role.CODE_NAME,
    ("Name", "Decorator"): Role.CODE_NAME,
    ("Name", "Tag"): Role.CODE_KEYWORD,
    ("Literal", "String"): Role.CODE_STRING,
    ("Literal", "Number"): Role.CODE_NUMBER,
    ("Comment",): Role.CODE_COMMENT,
    ("Generic", "Inserted"): Role.CODE_STRING,
    ("Generic", "Deleted"): Role.CODE_KEYWORD,
}

Piece = tuple[str, Role | None]


def highlighted(code: str, info: str) -> list[list[Piece]] | None:
    """The lines of `code` in pieces, each with its role; None where the language that `info` names is not known."""
    named = _LANGUAGE.match(info)
    if named is None:
        return None
    lexer = _lexer(named[1].lower())
    if lexer is None:
        return None
    lines: list[list[Piece]] = [[]]
    for text, role in _pieces(lexer, code):
        first, *others = text.split("\n")
        if first:
            lines[-1].append((first, role))
        lines += [[(other, role)] if other else [] for other in others]
    return lines


def _pieces(lexer: _Lexer, code: str) -> Iterator[Piece]:
    end = len(code) if len(code) <= _LONGEST else code.rfind("\n", 0, _LONGEST) + 1
    deadline, done = monotonic() + _SECONDS, 0
    for kind, text in lexer.get_tokens(code[:end]):
        yield text, _ROLES.get(kind[:2], _ROLES.get(kind[:1]))
        done += len(text)
        if monotonic() > deadline:
            break
    if done < len(code):
        yield code[done:], None


@lru_cache(maxsize=32)
def _lexer(name: str) -> _Lexer | None:
    if name not in _LANGUAGES.split():
        return None
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(name, stripnl=False, ensurenl=False)

"""Code in colours: the one door to Pygments, opened when code in a language that it knows is to be shown.

Lives here: which of its many kinds of tokens a reader needs to tell apart.
Must not: choose colours, or change a character of the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, TypeAlias

from paperterm.core.render.lines import Role

_Lexer: TypeAlias = Any

# Longer code is shown without colours: what a lexer takes for hostile text is known of no lexer.
_LONGEST = 20_000
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
    if named is None or len(code) > _LONGEST:
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
    for kind, text in lexer.get_tokens(code):
        yield text, _ROLES.get(kind[:2], _ROLES.get(kind[:1]))


@cache
def _known() -> frozenset[str]:
    from pygments.lexers import get_all_lexers

    return frozenset(alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)


@lru_cache(maxsize=32)
def _lexer(name: str) -> _Lexer | None:
    if name not in _known() or name in ("text", "output"):
        return None
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(name, stripnl=False, ensurenl=False)

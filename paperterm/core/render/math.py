"""Maths as a reader sees it in a terminal: LaTeX to a line of Unicode, `x_{t-1}` to `xₜ₋₁`.

Lives here: the one door to pylatexenc, which parses; what each macro is written as is decided here.
Must not: guess. What is not known for certain has no readable form, and its source is shown instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import Any, TypeAlias

from paperterm.core.render.math_signs import (
    ACCENTS,
    ALPHABETS,
    BINARY,
    FUNCTIONS,
    LOWERED,
    OPERATORS,
    RAISED,
    RELATIONS,
    SIGNS,
    SKIPPED,
    SPACES,
    TEXTS,
)

# What pylatexenc gives; it has no types of its own.
_Node: TypeAlias = Any

_LONGEST = 3000
_DEEPEST = 40
# Behind a function's name, between the words of a text, and in a fraction, until all is put together.
_APPLIED, _HARD_BLANK, _OVER = "\u2062", "\u00a0", "\u2044"
_SCRIPT_END, _STROKE = "\u2063", "\u0338"
_BLANKS = re.compile(r" {2,}")
_SCRIPTS = re.escape("".join((*LOWERED.values(), *RAISED.values())))
# One number, or one letter with its marks and scripts; and several of them as a product.
_THING = rf"[√∂∇Δ]?(?:\d+(?:\.\d+)?|[^\W\d_{_SCRIPTS}][\u0300-\u036f\u20d0-\u20ff]*)[{_SCRIPTS}]*"
_ONE_THING, _PRODUCT = re.compile(_THING), re.compile(f"(?:{_THING})*")
_CLOSED = re.compile(r"[^\W_]*\([^()]*\)|\[[^\[\]]*\]|\|[^|]*\|")
_OPENING = "([{⟨⌊⌈|‖"
_NO_OPERANDS = frozenset((*"([{⟨⌊⌈,;", *RELATIONS, *BINARY, *OPERATORS))
_SIZES = re.compile(r"(?:left|right|middle|[bB]igg?[lrm]?)$")
_ROOTS = {"3": "∛", "4": "∜"}
_ROWS = frozenset(("aligned", "align", "gathered", "gather", "split", "equation", "multline", "eqnarray", "alignat"))
_MATRICES = {
    "matrix": ("[", "]"),
    "smallmatrix": ("[", "]"),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "array": ("", ""),
    "cases": ("{ ", ""),
}


_ARGUMENTS: dict[str, int] = {
    **dict.fromkeys((*TEXTS, *ALPHABETS, *ACCENTS, "overline", "underline", "boxed", "label", "tag", "pmod"), 1),
    **dict.fromkeys(("mathop", "mathrel", "mathbin", "mathord", "mathopen", "mathclose", "operatorname"), 1),
    **dict.fromkeys(("phantom", "hspace", "color", "ensuremath"), 1),
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "binom"), 2),
    **dict.fromkeys(("textcolor", "overset", "underset", "stackrel"), 2),
}
_WITH_OPTIONS = {"sqrt": 2, "xrightarrow": 2}


class _NoReadableFormError(Exception):
    """Something in a formula is not known; never seen outside."""


@lru_cache(maxsize=512)
def readable_math(latex: str) -> tuple[str, ...] | None:
    """The lines of a formula (one but for what LaTeX itself sets in rows), or None where it has no readable form."""
    depth = latex.count("{") + latex.count("\\begin") + latex.count("\\left")
    if len(latex) > _LONGEST or (depth > _DEEPEST and _nesting(latex) > _DEEPEST):
        return None
    try:
        lines = [_tidied(line) for line in _rows(_parsed(latex.strip()))]
    except _NoReadableFormError:
        return None
    return tuple(line for line in lines if line) or None


def _nesting(latex: str) -> int:
    deepest = depth = 0
    for char in latex:
        depth += (char == "{") - (char == "}")
        deepest = max(deepest, depth)
    return deepest


def _parsed(latex: str) -> list[_Node]:
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    walker = LatexWalker(latex, latex_context=_grammar(), tolerant_parsing=False)
    try:
        nodes, _, length = walker.get_latex_nodes()
    except (LatexWalkerError, RecursionError, ValueError, IndexError, AttributeError, TypeError) as error:
        raise _NoReadableFormError from error
    if length < len(latex):
        raise _NoReadableFormError
    return list(nodes)


@cache
def _grammar() -> _Node:
    """Which macros take how many arguments; the others take none."""
    from pylatexenc.macrospec import EnvironmentSpec, LatexContextDb, MacroSpec, std_macro

    grammar = LatexContextDb()
    macros = [std_macro(name, False, count) for name, count in _ARGUMENTS.items()]
    macros += [MacroSpec("sqrt", "[{"), MacroSpec("\\", "*["), MacroSpec("xrightarrow", "[{")]
    environments = [EnvironmentSpec("array", "[{"), EnvironmentSpec("alignat", "{"), EnvironmentSpec("alignat*", "{")]
    grammar.add_context_category("maths", macros=macros, environments=environments)
    return grammar


# Rows and cells


def _rows(nodes: Sequence[_Node]) -> Iterator[str]:
    """What stands between line breaks, cells put together."""
    for row in _parted(nodes, lambda node: _macro(node) == "\\"):
        if len(row) == 1 and (name := _environment(row[0])) in _ROWS and name:
            yield from _rows(row[0].nodelist)
        else:
            yield " ".join(_written(cell).strip() for cell in _parted(row, _is_cell_end))


def _parted(nodes: Sequence[_Node], is_end: Callable[[_Node], bool]) -> list[list[_Node]]:
    parts: list[list[_Node]] = [[]]
    for node in _split_chars(nodes):
        if is_end(node):
            parts.append([])
        elif parts[-1] or not (isinstance(node, str) and node.isspace()):
            parts[-1].append(node)
    for part in parts:
        while part and isinstance(part[-1], str) and part[-1].isspace():
            part.pop()
    return parts


def _is_cell_end(node: _Node) -> bool:
    return _is_char(node, "&")


def _split_chars(nodes: Sequence[_Node]) -> Iterator[_Node]:
    """Plain characters one by one, everything else as it is."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node is None or _is_kind(node, "LatexCommentNode"):
            continue
        elif _is_kind(node, "LatexCharsNode"):
            yield from node.chars
        elif _is_kind(node, "LatexSpecialsNode"):
            yield node.specials_chars
        else:
            yield node


def _is_char(node: _Node, chars: str) -> bool:
    """Whether `node` is one of `chars`; nodes of pylatexenc cannot be compared with anything else."""
    return isinstance(node, str) and node in chars


def _is_kind(node: _Node, name: str) -> bool:
    return type(node).__name__ == name


def _macro(node: _Node) -> str | None:
    return str(node.macroname) if _is_kind(node, "LatexMacroNode") else None


def _environment(node: _Node) -> str | None:
    return str(node.environmentname).rstrip("*") if _is_kind(node, "LatexEnvironmentNode") else None


# A formula


def _written(nodes: Sequence[_Node]) -> str:
    """The formula that `nodes` are, in one line."""
    parts: list[str] = []
    waiting = list(_split_chars(nodes))
    at = 0
    while at < len(waiting):
        node = waiting[at]
        at += 1
        if _is_char(node, "_^"):
            script, at = _next(waiting, at)
            base = parts.pop() if parts else ""
            parts.append(_scripted(base, script, is_raised=_is_char(node, "^")))
        elif _is_char(node, "'"):
            parts.append(f"{parts.pop() if parts else ''}′")
        elif (name := _macro(node)) and _SIZES.match(name):
            delimiter, at = _next(waiting, at)
            parts.append("" if delimiter == "." else delimiter)
        elif name == "not":
            sign, at = _next(waiting, at)
            parts.append(_negated(sign.strip()))
        else:
            parts.append(_one(node))
    return "".join(_spaced(parts))


def _next(nodes: Sequence[_Node], at: int) -> tuple[str, int]:
    """What a script or a delimiter is made of: the next node that is no blank, and the place behind it."""
    while at < len(nodes) and isinstance(nodes[at], str) and nodes[at].isspace():
        at += 1
    if at >= len(nodes) or _is_char(nodes[at], "_^&"):
        raise _NoReadableFormError
    return _one(nodes[at]), at + 1


def _negated(sign: str) -> str:
    return f" {unicodedata.normalize('NFC', sign + _STROKE)} " if len(sign) == 1 else _fail()


def _fail() -> str:
    raise _NoReadableFormError


def _one(node: _Node) -> str:
    """One character, group, macro or environment."""
    if isinstance(node, str):
        return _char(node)
    if _is_kind(node, "LatexGroupNode"):
        return _written(node.nodelist) if node.delimiters[0] == "{" else _fail()
    if name := _macro(node):
        return _of_macro(name, _arguments(node))
    if name := _environment(node):
        return _of_environment(name, node.nodelist)
    return _fail()


def _char(char: str) -> str:
    if char.isspace():
        return ""
    if char == "~":
        return " "
    if char in "&#%$":
        raise _NoReadableFormError
    if char in "<>=:":
        return f" {char} "
    return {"-": "−", "*": "∗"}.get(char, char)


def _arguments(node: _Node) -> list[_Node]:
    """The arguments of a macro; one that is an argument itself has none of its own."""
    found = list((node.nodeargd.argnlist if node.nodeargd else ()) or ())
    if len(found) < (_ARGUMENTS | _WITH_OPTIONS).get(node.macroname, 0):
        raise _NoReadableFormError
    return found


def _inside(argument: _Node) -> list[_Node]:
    """The nodes of an argument, in braces or without."""
    if argument is None:
        return []
    return list(argument.nodelist) if _is_kind(argument, "LatexGroupNode") else [argument]


def _of_macro(name: str, arguments: Sequence[_Node]) -> str:
    if (sign := SIGNS.get(name)) is not None:
        return f" {sign} " if sign in RELATIONS or sign in BINARY else sign
    if name in FUNCTIONS:
        return f" {FUNCTIONS[name] or name}{_APPLIED}"
    if name in SPACES:
        return SPACES[name]
    if name in SKIPPED:
        return ""
    if name in TEXTS:
        return _text(arguments)
    if name in ALPHABETS:
        return _in_alphabet(_written(_inside(arguments[0])), ALPHABETS[name])
    if name in ACCENTS:
        return _accented(_written(_inside(arguments[0])), ACCENTS[name])
    form = _FORMS.get(name)
    return form(arguments) if form is not None else _fail()


def _text(arguments: Sequence[_Node]) -> str:
    """Words: blanks count; maths in them is maths."""
    words: list[str] = []
    for node in _inside(arguments[0]):
        if _is_kind(node, "LatexCharsNode"):
            words.append(node.chars.replace("~", " "))
        elif _is_kind(node, "LatexMathNode"):
            words.append(_written(node.nodelist))
        elif _is_kind(node, "LatexGroupNode"):
            words.append(_text([node]))
        else:
            words.append(_one(node))
    return "".join(words).replace(" ", _HARD_BLANK)


def _in_alphabet(text: str, alphabet: Mapping[str, str]) -> str:
    return "".join(alphabet.get(char, char) for char in text)


def _accented(text: str, mark: str) -> str:
    plain = text.strip()
    return plain + mark if len(plain) == 1 or (len(plain) == 2 and plain[1] in "\u0332\u0305") else _fail()


def _fraction(arguments: Sequence[_Node]) -> str:
    above, below = (_written(_inside(argument)).strip() for argument in arguments)
    above = above if _PRODUCT.fullmatch(above) else _enclosed(above)
    return f"{above}{_OVER}{_enclosed(below)}"


def _root(arguments: Sequence[_Node]) -> str:
    index = _written(_inside(arguments[0])).strip() if arguments[0] is not None else ""
    text = _enclosed(_written(_inside(arguments[1])).strip())
    if not index or index in _ROOTS:
        return f"{_ROOTS.get(index, '√')}{text}"
    raised = _translated(index, RAISED)
    return f"{raised}√{text}" if raised else _fail()


def _enclosed(text: str) -> str:
    """`text` in parentheses unless it is one thing."""
    return text if _is_one_thing(text) else f"({text})"


def _is_one_thing(text: str) -> bool:
    return bool(_ONE_THING.fullmatch(text) or _CLOSED.fullmatch(text))


def _stacked(arguments: Sequence[_Node], *, is_raised: bool) -> str:
    """A sign with a smaller one above or below it."""
    script, base = (_written(_inside(argument)) for argument in arguments)
    return _scripted(base, script, is_raised=is_raised)


def _arrow(arguments: Sequence[_Node]) -> str:
    return _scripted(" → ", _written(_inside(arguments[-1])), is_raised=True)


def _binomial(arguments: Sequence[_Node]) -> str:
    above, below = (_written(_inside(argument)).strip() for argument in arguments)
    return f"({above} choose {below})"


def _overlined(arguments: Sequence[_Node]) -> str:
    return "".join(f"{char}\u0305" for char in _written(_inside(arguments[0])).strip())


def _of_environment(name: str, nodes: Sequence[_Node]) -> str:
    if name in _ROWS:
        return "; ".join(line for line in map(str.strip, _rows(nodes)) if line)
    if name not in _MATRICES:
        raise _NoReadableFormError
    opening, closing = _MATRICES[name]
    rows = _parted(nodes, lambda node: _macro(node) == "\\")
    cells = [[_written(cell).strip() for cell in _parted(row, _is_cell_end)] for row in rows if row]
    between = "  " if name != "cases" else " "
    return f"{opening}{'; '.join(between.join(row) for row in cells)}{closing}"


def _plain(arguments: Sequence[_Node]) -> str:
    return _written(_inside(arguments[-1]))


_FORMS: Mapping[str, Callable[[Sequence[_Node]], str]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac", "nicefrac"), _fraction),
    **dict.fromkeys(("mathop", "mathord", "mathopen", "mathclose", "ensuremath", "textcolor", "underline"), _plain),
    **dict.fromkeys(("mathrel", "mathbin"), lambda arguments: f" {_plain(arguments)} "),
    **dict.fromkeys(("label", "phantom", "hspace", "color"), lambda arguments: ""),
    **dict.fromkeys(("overset", "stackrel"), partial(_stacked, is_raised=True)),
    "underset": partial(_stacked, is_raised=False),
    "xrightarrow": _arrow,
    "sqrt": _root,
    "binom": _binomial,
    "overline": _overlined,
    "boxed": lambda arguments: f"[ {_plain(arguments).strip()} ]",
    "tag": lambda arguments: f"   ({_text(arguments)})",
    "pmod": lambda arguments: f" (mod {_plain(arguments).strip()})",
    "operatorname": lambda arguments: f" {_text(arguments)}{_APPLIED}",
}


# Scripts and blanks


def _scripted(base: str, script: str, *, is_raised: bool) -> str:
    """`base` with a script: in raised or lowered characters where they exist, else behind `^` or `_`."""
    tight = script.replace(_APPLIED, " ").replace(" ", "")
    table, mark = (RAISED, "^") if is_raised else (LOWERED, "_")
    kept = base.rstrip(f" {_APPLIED}")
    end = base[len(kept) :]
    if not tight:
        raise _NoReadableFormError
    if _OVER in kept or (kept.startswith("√") and len(kept) > 1):
        kept = f"({kept})"
    if (written := _translated(tight, table)) is not None:
        return kept + written + end
    is_clear = len(tight) == 1 or (tight.isalnum() and not is_raised)
    return f"{kept}{mark}{tight if is_clear else f'({tight})'}{end or _SCRIPT_END}"


def _translated(text: str, table: Mapping[str, str]) -> str | None:
    return "".join(table[char] for char in text) if all(char in table for char in text) else None


def _spaced(parts: Sequence[str]) -> Iterator[str]:
    """The parts with blanks where a reader needs them: around signs between two things, behind functions and commas."""
    before = ""
    bars = 0
    for at, part in enumerate(parts):
        if not part:
            continue
        following = next((other for other in parts[at + 1 :] if other), "")
        if part in ("+", "−") and _is_operand_end(before, bars):
            part = f" {part} "
        elif part == "," and following:
            part = ", "
        elif part.strip() in BINARY and not before.strip():
            part = part.strip()
        elif part.strip()[:1] in OPERATORS:
            part = f"{part.strip()} "
        elif _OVER in part and (_ends_thing(before[-1:]) or _begins_thing(following[:1])):
            part = f"({part})"
        bars += part == "|"
        yield " " if _needs_blank(before, part) else ""
        yield part
        before = part


def _is_operand_end(before: str, bars: int) -> bool:
    last = before.strip()[-1:]
    return bool(last) and (bars % 2 == 0 if last == "|" else last not in _NO_OPERANDS)


def _ends_thing(char: str) -> bool:
    return char.isalnum() or char in (")", "]", "|", "′", _APPLIED, _SCRIPT_END)


def _begins_thing(char: str) -> bool:
    return char.isalnum() or char in ("(", "[", "|", "√", "∂", "∇", *OPERATORS)


def _needs_blank(before: str, part: str) -> bool:
    if before.endswith(_APPLIED):
        return part.lstrip()[:1] not in ("", *_OPENING, ",", ")", "]")
    return before.endswith(_SCRIPT_END) and part[:1].isalnum()


def _tidied(line: str) -> str:
    text = (
        unicodedata.normalize("NFC", line).replace(_APPLIED, "").replace(_SCRIPT_END, "").replace(_OVER, "/").rstrip()
    )
    for sign in _OPENING[:3]:
        text = text.replace(f"{sign} ", sign)
    for sign in ")],;":
        text = text.replace(f" {sign}", sign)
    return _BLANKS.sub(lambda match: match[0] if len(match[0]) > 3 else " ", text).replace(_HARD_BLANK, " ").strip()

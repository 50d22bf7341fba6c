"""The front matter of a note, YAML or `key:: value` lines, read flat and line by line.

Lives here: keys, their values as text, and where each value stands in the source.
Must not: understand YAML beyond flat keys, lists and block scalars: a real YAML reader turns `2403.10` into 2403.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from paperterm.core.model import Span

# Compiled when first asked: most lists have no front matter, and Chinese makes that slow.
_KEY = r"(?P<key>[A-Za-z_\u4e00-\u9fff][\w .-]*?)[ \t]*:(?:[ \t]+|$)(?P<value>.*)$"
_PROPERTY = r"[ \t]*(?P<key>[A-Za-z_\u4e00-\u9fff][\w ./()-]{0,40}?)[ \t]*::[ \t]+(?P<value>.*)$"
_ELEMENT = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)$|[ \t]*-$")
_ESCAPE = re.compile(r'\\(?:(["\\/ ])|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|([nt]))')
_EMPTY = frozenset(("", "null", "~", "none", "n/a", "[]", "{}", "''", '""'))


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its text without quotes, the span of exactly its characters, and its key as it is written."""

    text: str
    span: Span
    key: str = ""


Matter = dict[str, list[Value]]
"""Keys in lower case; a list's elements one by one."""


def front_of(lines: Sequence[str], offsets: Sequence[int]) -> tuple[int, Matter]:
    """How many lines front matter takes at the start of `lines`, and what it says; `offsets` are the source's."""
    if taken := matter_lines(lines):
        return taken, read_matter(lines[1 : taken - 1], offsets[1 : taken - 1])
    return _properties(lines, offsets)


def _properties(lines: Sequence[str], offsets: Sequence[int]) -> tuple[int, Matter]:
    """The `key:: value` lines that a page starts with; at least two, or they are no front matter."""
    matter: Matter = {}
    written: dict[str, str] = {}
    found, number = 0, 0
    for line in lines:
        match = re.match(_PROPERTY, line) if "::" in line else None
        if match:
            key = _key(match["key"], written)
            _add(matter.setdefault(key, []), match["value"], offsets[number] + match.start("value"))
            found += 1
        elif found or line.strip():
            break
        number += 1
    return (number, _filled(matter, written)) if found > 1 else (0, {})


def _key(raw: str, written: dict[str, str]) -> str:
    """A key for looking up; how it is written first is kept in `written`."""
    key = " ".join(raw.casefold().split())
    written.setdefault(key, raw)
    return key


def _filled(matter: Matter, written: dict[str, str]) -> Matter:
    """The keys that have values, each value with its key as it is written."""
    return {name: [replace(value, key=written[name]) for value in values] for name, values in matter.items() if values}


def matter_lines(lines: Sequence[str]) -> int:
    """How many lines front matter takes at the start of `lines`, its fences included; 0 if there is none."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            filled = [inner for inner in lines[1:number] if inner.strip()]
            return number + 1 if filled and any(re.match(_KEY, inner) for inner in filled) else 0
        if line.startswith("#") and line.lstrip("#").startswith(" ") and number > 60:
            return 0
    return 0


def read_matter(lines: Sequence[str], offsets: Sequence[int]) -> Matter:
    """The values of the front matter in `lines` (without its fences); `offsets` are the source's."""
    matter: Matter = {}
    written: dict[str, str] = {}
    key, number = "", 0
    while number < len(lines):
        line = lines[number]
        match = re.match(_KEY, line)
        if match:
            key = _key(match["key"], written)
            number = _value(matter.setdefault(key, []), match, lines, offsets, number)
        elif key and (element := _ELEMENT.match(line)) and element["value"] is not None:
            _add(matter[key], element["value"], offsets[number] + element.start("value"))
        elif key and line[:1].isspace() and line.strip() and matter[key] and not line.lstrip().startswith("#"):
            matter[key][-1] = _joined(matter[key][-1], line, offsets[number])
        number += 1
    return _filled(matter, written)


def _value(values: list[Value], match: re.Match[str], lines: Sequence[str], offsets: Sequence[int], number: int) -> int:
    """Read the value on line `number`, and the lines a bracketed list goes on over; the last line read."""
    raw, start = match["value"], offsets[number] + match.start("value")
    if raw.startswith("[") and not raw.startswith("[["):
        while "]" not in raw.split("#")[0] and number + 1 < len(lines):
            _elements(values, raw, start)
            number += 1
            raw, start = lines[number], offsets[number]
        _elements(values, raw, start)
    elif raw.strip() not in ("|", ">", "|-", ">-", "|+", ">+"):
        _add(values, raw, start)
    return number


def _elements(values: list[Value], raw: str, start: int) -> None:
    """The elements of one line of `[a, "b, c", d]`."""
    for match in re.finditer(r"\s*(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\[\],]+)", raw):
        _add(values, match[0], start + match.start())


def _add(values: list[Value], raw: str, start: int) -> None:
    text = re.sub(r"\s+#\s.*$", "", raw) if not raw.lstrip().startswith(("'", '"')) else raw
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    if text.casefold() in _EMPTY:
        return
    span = Span(start + lead, start + lead + len(text))
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text, span = _unquoted(text), Span(span.start + 1, span.end - 1)
    values.append(Value(text, span))


def _unquoted(text: str) -> str:
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    return _ESCAPE.sub(_escaped, text[1:-1])


def _escaped(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    if match[4]:
        return " "
    code = int(match[2] or match[3], 16)
    return chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _joined(value: Value, line: str, offset: int) -> Value:
    """A value that goes on over the next, indented line."""
    end = offset + len(line.rstrip())
    return Value(f"{value.text} {line.strip()}".strip(), Span(value.span.start, max(value.span.start, end)))

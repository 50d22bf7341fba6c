"""The front matter of a note, YAML, TOML, JSON or `key:: value` lines, read flat and line by line.

Lives here: keys, their values as text, and where each value stands in the source.
Must not: understand YAML beyond flat keys, lists, lists of mappings and block scalars: a real YAML reader turns
`2403.10` into 2403.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from paperterm.core.model import Span

# Compiled when first asked: most lists have no front matter, and Chinese makes that slow.
_KEY = r"(?P<key>[A-Za-z_\u4e00-\u9fff][\w .-]*?)[ \t]*:(?:[ \t]+|$)(?P<value>.*)$"
_PROPERTY = r"[ \t]*(?P<key>[A-Za-z_\u4e00-\u9fff][\w ./()-]{0,40}?)[ \t]*::[ \t]+(?P<value>.*)$"
_TOML = r"(?P<key>[A-Za-z_\u4e00-\u9fff][\w.-]*)[ \t]*=[ \t]*(?P<value>.*)$"
_JSON = r"[ \t]*\"(?P<key>[^\"\\]+)\"[ \t]*:[ \t]*(?P<value>.*?),?[ \t]*$"
_FENCES = {"---": (("---", "..."), _KEY), "+++": (("+++",), _TOML), "{": (("}",), _JSON)}
"""What front matter starts with: the lines that end it, and how a key and its value are written within."""

_PART = r"[ \t]*(?:-[ \t]+)?[\"']?(?P<key>[A-Za-z_\u4e00-\u9fff][\w -]*?)[\"']?[ \t]*:(?:[ \t]+(?P<value>.*?))?[ \t]*$"
_NAMES = ("name", "author", "full name", "literal", "label", "text", "title", "value")
_FLOW = re.compile(
    r"[\"']?(?P<key>[A-Za-z_\u4e00-\u9fff][\w -]*?)[\"']?\s*:\s+"
    r"(?P<value>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^,{}\[\]]+)"
)
_OF_ONE_PAPER = frozenset(("paper", "citation", "reference", "article", "bibliography", "publication", "metadata"))
"""Keys whose mapping tells about the paper, not about something that belongs to it."""

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

Parts = dict[str, Value]
"""A mapping that is one element of a list: `- name: Jane Roe`, with the lines that belong to it."""


def front_of(lines: Sequence[str], offsets: Sequence[int]) -> tuple[int, Matter]:
    """How many lines front matter takes at the start of `lines`, and what it says; `offsets` are the source's."""
    if taken := matter_lines(lines):
        return taken, read_matter(lines[1 : taken - 1], offsets[1 : taken - 1], _FENCES[lines[0].rstrip()][1])
    return _properties(lines, offsets)


def mappings_of(lines: Sequence[str], offsets: Sequence[int]) -> list[tuple[str, Parts]]:
    """The mappings that are elements of the lists in front matter, each with the key of its list, in order."""
    taken = matter_lines(lines)
    found: list[tuple[str, Parts]] = []
    key = ""
    for line, offset in zip(lines[1 : taken - 1], offsets[1 : taken - 1], strict=True) if taken else ():
        if match := re.match(_KEY, line):
            key = match["key"].casefold()
        elif key and (part := re.match(_PART, line)):
            if line.lstrip().startswith("- "):
                found.append((key, {}))
            if found and found[-1][0] == key and (value := _part(part, offset)):
                found[-1][1].setdefault(_plain(part["key"]), value)
    return found


def _plain(key: str) -> str:
    return " ".join(key.casefold().replace("_", " ").split())


def _part(match: re.Match[str], offset: int) -> Value | None:
    values: list[Value] = []
    _add(values, match["value"] or "", offset + max(match.start("value"), 0))
    return replace(values[0], key=match["key"]) if values else None


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
    filled = {name: [value for value in values if value.text] for name, values in matter.items()}
    return {name: [replace(value, key=written[name]) for value in values] for name, values in filled.items() if values}


def matter_lines(lines: Sequence[str]) -> int:
    """How many lines front matter takes at the start of `lines`, its fences included; 0 if there is none."""
    fence = _FENCES.get(lines[0].rstrip()) if lines else None
    if fence is None:
        return 0
    ends, key = fence
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ends:
            filled = [inner for inner in lines[1:number] if inner.strip()]
            return number + 1 if filled and any(re.match(key, inner) for inner in filled) else 0
        if line.startswith("#") and line.lstrip("#").startswith(" ") and number > 60:
            return 0
    return 0


def read_matter(lines: Sequence[str], offsets: Sequence[int], pattern: str = _KEY) -> Matter:
    """The values of the front matter in `lines` (without its fences); `offsets` are the source's."""
    reader = _Reader(lines, offsets, pattern)
    number = 0
    while number < len(lines):
        number = reader.read(number)
    reader.close()
    return _filled(reader.matter, reader.written)


class _Reader:
    """Front matter being read: the key whose values are read, and the mapping that is an element of its list."""

    def __init__(self, lines: Sequence[str], offsets: Sequence[int], pattern: str) -> None:
        self.lines, self.offsets, self.pattern = lines, offsets, pattern
        self.matter: Matter = {}
        self.written: dict[str, str] = {}
        self.values: list[Value] = []
        self.key = ""
        self.parts: Parts = {}
        self.indent = -1

    def read(self, number: int) -> int:
        """Read line `number` and what belongs to it; the number of the line behind."""
        line = self.lines[number]
        if match := re.match(self.pattern, line):
            self.close()
            self.key = _key(match["key"], self.written)
            self.values = self.matter.setdefault(self.key, [])
            return _value(self.values, match, self.lines, self.offsets, number) + 1
        if self.key and not self._part(line, self.offsets[number]):
            self._more(line, self.offsets[number])
        return number + 1

    def close(self) -> None:
        """End the mapping that is open: it becomes one value."""
        self.values += _wholes(self.parts)
        self.parts, self.indent = {}, -1

    def _part(self, line: str, offset: int) -> bool:
        """Read `key: value` in a mapping: one that starts with `-`, or that stands below a key without value."""
        match = re.match(_PART, line) if line[:1].isspace() or line.startswith("- ") else None
        if match is None or (match["value"] or "").startswith("//"):
            return False
        value = _part(match, offset)
        if line.lstrip().startswith("- "):
            if not match["key"].islower() or " " in match["key"] or (0 <= self.indent < match.start("key")):
                return self.indent >= 0
            self.close()
            self.indent = match.start("key")
        elif self.indent < 0 and value and not self.values and self.key in _OF_ONE_PAPER:
            self.matter.setdefault(_key(match["key"], self.written), []).append(value)
            return True
        elif self.indent < 0 and value and "://" in value.text:
            self.values += _addresses({match["key"]: value})
            return True
        if value and match.start("key") == self.indent:
            self.parts.setdefault(_plain(match["key"]), value)
        return self.indent >= 0

    def _more(self, line: str, offset: int) -> None:
        """An element of a list, or a line that goes on with the last value."""
        element = _ELEMENT.match(line)
        if element and element["value"] is not None:
            self.close()
            _add_any(self.values, element["value"], offset + element.start("value"))
        elif line[:1].isspace() and line.strip() and self.values and not line.lstrip().startswith("#"):
            self.values[-1] = _joined(self.values[-1], line, offset)


def _wholes(parts: Parts) -> list[Value]:
    """What a mapping says as values: one where its keys belong together, else an address for each key of one."""
    whole = _whole(parts)
    return [whole] if whole else _addresses(parts)


def _addresses(parts: Parts) -> list[Value]:
    """The addresses in a mapping of labels to addresses, as links."""
    return [replace(value, text=f"[{key}]({value.text})") for key, value in parts.items() if "://" in value.text]


def _whole(parts: Parts) -> Value | None:
    """What a mapping says as one value: a person's name, or a name and its address as a link."""
    name = next((parts[key] for key in _NAMES if key in parts), None)
    address = next((parts[key] for key in ("url", "href", "link") if key in parts), None)
    if name and address:
        return replace(address, text=f"[{name.text}]({address.text})")
    given, family = parts.get("given") or parts.get("first"), parts.get("family") or parts.get("last")
    if given and family:
        return replace(family, text=f"{given.text} {family.text}")
    return name or address or family


def _value(values: list[Value], match: re.Match[str], lines: Sequence[str], offsets: Sequence[int], number: int) -> int:
    """Read the value on line `number`, and the lines a bracketed list goes on over; the last line read."""
    raw, start = match["value"], offsets[number] + match.start("value")
    if raw.startswith("[") and not raw.startswith("[["):
        while "]" not in raw.split("#")[0] and number + 1 < len(lines):
            _elements(values, raw, start)
            number += 1
            raw, start = lines[number], offsets[number]
        _elements(values, raw, start)
    elif raw.strip() in ("|", ">", "|-", ">-", "|+", ">+"):
        values.append(Value("", Span(start, start)))  # the lines below
    else:
        _add_any(values, raw, start)
    return number


def _elements(values: list[Value], raw: str, start: int) -> None:
    """The elements of one line of `[a, "b, c", d]`."""
    for match in re.finditer(r"\s*(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|\{[^{}]*\}|[^\[\],]+)", raw):
        _add_any(values, match[0], start + match.start())


def _add_any(values: list[Value], raw: str, start: int) -> None:
    """A value, or what a mapping in braces says: `{name: Jane Roe}`, `{paper: https://…, code: https://…}`."""
    if not raw.strip().startswith("{") or not raw.rstrip().endswith("}"):
        _add(values, raw, start)
        return
    parts: Parts = {}
    for match in _FLOW.finditer(raw):
        if value := _part(match, start):
            parts.setdefault(_plain(match["key"]), value)
    values += _wholes(parts)


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
    if not value.text:
        return Value(line.strip(), Span(offset + len(line) - len(line.lstrip()), max(offset, end)))
    return Value(f"{value.text} {line.strip()}".strip(), Span(value.span.start, max(value.span.start, end)))

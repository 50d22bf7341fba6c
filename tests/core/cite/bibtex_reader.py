"""A small reader of BibTeX that counts braces as BibTeX does: a backslash does not hide one."""

from __future__ import annotations

import re

_HEAD = re.compile(r"@(\w+)\{([^,\s{}]+),")
_FIELD = re.compile(r"\s*(\w+) = \{")
_COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "\N{LEFT CURLY BRACKET}",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{"\\" + char: char for char in "&%$#_"},
}
_COMMAND = re.compile("|".join(map(re.escape, _COMMANDS)))


def read_entries(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """Type, key and fields of each entry; fails on anything that is neither."""
    entries = []
    at = 0
    while at < len(text.rstrip()):
        head = _HEAD.match(text, at)
        assert head, f"no entry at {text[at : at + 40]!r}"
        fields, at = _read_fields(text, head.end())
        entries.append((head[1], head[2], fields))
        at += len(text[at:]) - len(text[at:].lstrip())
    return entries


def _read_fields(text: str, at: int) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while field := _FIELD.match(text, at):
        end = _closing(text, field.end())
        assert field[1] not in fields, "a field twice"
        fields[field[1]] = text[field.end() : end]
        at = end + 2 if text[end + 1 : end + 2] == "," else end + 1
    assert text[at : at + 2] == "\n}", f"an entry that does not end at {text[at : at + 40]!r}"
    return fields, at + 2


def _closing(text: str, at: int) -> int:
    depth = 1
    for index in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[index], 0)
        if depth == 0:
            return index
    raise AssertionError("a brace that nothing closes")


def printed(value: str) -> str:
    """What LaTeX prints for `value`: commands as their characters, the braces of protected words gone."""
    pieces = []
    end = 0
    for command in _COMMAND.finditer(value):
        pieces += [re.sub("[{}]", "", value[end : command.start()]), _COMMANDS[command[0]]]
        end = command.end()
    plain = re.sub("[{}]", "", value[end:])
    assert not re.search(r"[\\~^&%$#_]", re.sub("[{}]", "", _COMMAND.sub("", value))), f"not escaped: {value!r}"
    return "".join((*pieces, plain))

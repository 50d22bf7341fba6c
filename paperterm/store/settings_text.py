"""The settings as text: a file that explains every option, and one that tells what is in force and why.

Must not: read or write a file.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from paperterm.core.commands import FIELDS, OwnCommand
from paperterm.core.text import safe
from paperterm.store.settings import COMMANDS, KEYS, OPTIONS, Option, Settings


def default_settings_text() -> str:
    """A settings.toml that explains every option and, all of it being comments, changes none."""
    return "\n".join(_explained())


def described(settings: Settings, path: Path, actions: Iterable[tuple[str, Sequence[str], str]]) -> Iterator[str]:
    """A settings file with every option explained, its default, its value in force and the line it is from.

    `actions` are name, keys in force and words of each. What is as usual is commented out.
    """
    state = "" if path.exists() else " (not there: everything is as usual)"
    yield f"# The settings in force, from {safe(str(path))}{state}"
    for option in OPTIONS:
        yield ""
        yield from _about(option)
        line = settings.lines.get((option.name,))
        value = option.value(settings)
        if line is not None and value is not None:
            yield f"{option.name} = {_toml(value)}  # line {line}"
        else:
            yield f"# {option.name} = {option.default or option.example}"
    yield from ("", *_ABOUT_KEYS, f"[{KEYS}]")
    for name, keys, says in actions:
        line = settings.lines.get((KEYS, name)) if name in settings.keys else None
        yield f"{'' if line else '# '}{name} = {_toml(list(keys))}  # {says}{f'; line {line}' if line else ''}"
    yield from ("", *_ABOUT_COMMANDS)
    for command in settings.commands:
        yield from _command_lines(command, settings.lines)


def _about(option: Option) -> Iterator[str]:
    yield from (f"# {line}" for line in option.says.split("\n"))
    yield (
        f"# Default: {option.default}. Example: {option.example}" if option.default else f"# Example: {option.example}"
    )


def _command_lines(command: OwnCommand, lines: Mapping[tuple[str, ...], int]) -> Iterator[str]:
    yield ""
    yield f"[{COMMANDS}.{command.name}]  # line {lines.get((COMMANDS, command.name), '?')}"
    yield f"run = {_toml(command.run[0] if command.is_shell else list(command.run))}"
    yield f"keys = {_toml(list(command.keys))}"
    yield f"says = {_toml(command.says)}"
    yield f"show = {_toml(str(command.show))}"
    yield f"shell = {_toml(command.is_shell)}"
    yield f"folder = {_toml(command.folder)}"
    yield f"limit = {command.limit_s}"


def _toml(value: object) -> str:
    """A value as TOML has it, with nothing in it that acts on a terminal."""
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        return json.dumps(safe(value), ensure_ascii=False)
    return str(value).lower()


_ABOUT_KEYS = (
    "# Keys: the name of an action and its key or keys, in place of all its usual ones; [] for none.",
    "# Letters and signs stand for themselves; others are called up, down, left, right, home, end, pageup, pagedown,",
    "# enter, tab, space, escape, f1 …, with ctrl+ and shift+ before them. A key that another action has is refused.",
)
_ABOUT_COMMANDS = (
    "# Your own commands. `run` is a list of words, or a text that is split into words like a shell does; no shell is",
    "# involved. These fields of the selected paper may stand in words; each stays within its word:",
    *(f"# {line}" for line in textwrap.wrap(" ".join(f"{{{name}}}" for name in FIELDS), 110)),
    "# Where the paper lacks one, or it begins so that programs would act upon it (-, + or @), nothing is run.",
    "# [commands.clone]",
    '# run = ["git", "clone", "--depth", "1", "{repo}"]',
    '# keys = "C"             # or a list of keys, or none: the palette has every command',
    '# says = "Clone the code" # what help and palette call it',
    '# show = "toast"         # what it prints: "nothing", "toast", "screen"; "suspend" gives it the terminal',
    '# folder = "~/code"      # where it is run; without it, the current folder',
    "# limit = 600            # seconds, after which it is ended",
    '# shell = false          # true: `run` is one text for sh, and fields are variables: "$PAPERTERM_TITLE"',
)


def _explained() -> Iterator[str]:
    yield "# The settings of PaperTerm. Every line that begins with # is a comment: delete the # to use it."
    yield "# `paperterm where` prints the place of this file, `paperterm config` all that may stand in it, with what is"
    yield "# in force. Files *.tcss beside this one are styles of your own, in the language of Textual."
    for option in OPTIONS:
        yield ""
        yield from _about(option)
        yield f"# {option.name} = {option.example}"
    yield from ("", *_ABOUT_KEYS, "# [keys]", '# quit = "q"', '# half_down = ["ctrl+d", "ctrl+j"]', "# theme = []")
    yield from ("", *_ABOUT_COMMANDS, "")

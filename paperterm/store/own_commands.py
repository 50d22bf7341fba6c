"""The reader's own commands as the settings tell them: the table `[commands.NAME]` → OwnCommand.

Must not: run them, or fill in what they are run on.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from paperterm.core.commands import FIELDS, OwnCommand, Show, field_names, words_with_fields
from paperterm.store.values import Wrong, did_you_mean, key_names, path_of

_LIMITS = range(1, 86_401)
_NAME = re.compile(r"[\w-]{1,40}")
_PARTS = ("run", "keys", "says", "show", "shell", "folder", "limit")
_T = TypeVar("_T")


def own_command(name: str, table: Mapping[str, object], folder: Path) -> OwnCommand:
    """The command of the table `[commands.NAME]`. Raises Wrong, with the key meant."""
    if not _NAME.fullmatch(name):
        raise Wrong("the name must be of letters, digits, - and _")
    for key in table:
        if key not in _PARTS:
            raise Wrong(f"there is no {key}{did_you_mean(key, _PARTS)}, only {', '.join(_PARTS)}", key)
    is_shell = _part(table, "shell", False, bool, "true or false, without quotation marks")
    says = _part(table, "says", "", str, "a text").strip()
    limit = _part(table, "limit", 600, int, "a number of seconds")
    show = _part(table, "show", Show.TOAST.value, str, "a text")
    if show not in tuple(Show):
        raise Wrong("show must be one of " + ", ".join(f'"{each}"' for each in Show), "show")
    if limit not in _LIMITS:
        raise Wrong(f"limit must be a number of seconds from 1 to {_LIMITS.stop - 1}", "limit")
    run = _run(table.get("run"), is_shell=is_shell)
    where = _part(table, "folder", "", str, "a path")
    command = OwnCommand(
        name,
        run,
        says or f"Run {' '.join(run)}",
        _own_keys(table.get("keys", [])),
        is_shell,
        Show(show),
        str(_in_command(lambda: path_of(where, folder), "folder")) if where else "",
        limit,
    )
    _check_fields(command)
    return command


def _part(table: Mapping[str, object], key: str, default: _T, kind: type[_T], right: str) -> _T:
    value = table.get(key, default)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise Wrong(f"{key} must be {right}", key)
    return value


def _own_keys(written: object) -> tuple[str, ...]:
    return _in_command(lambda: key_names(written), "keys")


def _in_command(take: Callable[[], _T], key: str) -> _T:
    try:
        return take()
    except Wrong as wrong:
        raise Wrong(f"{key} must be {wrong}", key) from wrong


def _run(written: object, *, is_shell: bool) -> tuple[str, ...]:
    """The words of a command, or its text for the shell."""
    if isinstance(written, str) and not is_shell:
        try:
            written = shlex.split(written)
        except ValueError as error:
            raise Wrong("run has a quotation mark that is not closed", "run") from error
    elif isinstance(written, str):
        written = [written]
    elif is_shell:
        raise Wrong("run must be one text where shell = true", "run")
    if not isinstance(written, list) or not all(isinstance(word, str) for word in written):
        raise Wrong('run must be words, such as ["git", "clone", "{repo}"] or "git clone {repo}"', "run")
    if not written or not written[0].strip() or any("\0" in word for word in written):
        raise Wrong("run must name a program", "run")
    return tuple(written)


def _check_fields(command: OwnCommand) -> None:
    for name in field_names(command):
        if name not in FIELDS:
            advice = did_you_mean(name, FIELDS)
            raise Wrong(f"there is no field {name}{advice}; a brace that is meant is doubled: {{{{ }}}}", "run")
    if command.is_shell and any(name in FIELDS for name in _braced(command)):
        raise Wrong('a shell takes no {title}, which could act on it: write "$PAPERTERM_TITLE", quoted, instead', "run")
    if not command.is_shell and words_with_fields(command.run[:1]):
        raise Wrong("the program itself must not come from a paper", "run")


def _braced(command: OwnCommand) -> tuple[str, ...]:
    return field_names(replace(command, is_shell=False))

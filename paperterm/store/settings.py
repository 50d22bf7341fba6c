"""The reader's settings: settings.toml → Settings, with a problem for every line that cannot be followed.

Lives here: the options, what each may hold, and the commented file that explains them.
Must not: write the file, or fail because of it. What is wrong is left out and said; the rest still counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from paperterm.core.outline import Order
from paperterm.core.text import BOM, line_of, line_starts, safe
from paperterm.store.files import Unreadable, read

_LIMIT = 200_000
_MOST_REPETITIONS = 100
_WIDTHS = range(10, 201)
_KEYS = "keys"
_STATEMENT = re.compile(
    r"""^[ \t]*(?:\[{1,2}[ \t]*(?P<table>[^\]\n]+?)[ \t]*\]{1,2}"""
    r"""|(?P<broken>\[[^\]\n=]*$)|(?P<key>[\w"'-]+(?:[ \t]*\.[ \t]*[\w"'-]+)*)[ \t]*="""
    r"""|(?P<other>[^\s\]},\#"'][^\n,]*$))""",
    re.MULTILINE,
)
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the reader chose. Everything has a default, so that no file is needed.

    `library`: absolute paths, empty for none. `theme` None: the program's own. `group` is what the tree is grouped
    by. `tree_width` in cells, None to fit the window. `ascii`: draw with ASCII characters only. `editor`: a command
    that goes before $VISUAL and $EDITOR, empty for none. `keys`: action → its keys, replacing all its default ones;
    no keys unbind it.
    """

    library: tuple[Path, ...] = ()
    theme: str | None = None
    group: str = "document"
    tree_width: int | None = None
    ascii: bool = False
    editor: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class SettingsProblem:
    """What is wrong in a settings file and what to do; `line` is 1-based, None where it is about the whole file."""

    path: Path
    line: int | None
    message: str

    def __str__(self) -> str:
        place = str(self.path) if self.line is None else f"{self.path}:{self.line}"
        return safe(f"{place}: {self.message}")


def load(path: Path, actions: Collection[str] | None = None) -> tuple[Settings, tuple[SettingsProblem, ...]]:
    """The settings in the file at `path`, and what is wrong there; a file that is not there is no problem.

    With `actions`, `[keys]` may name only these.
    """
    try:
        if not path.exists():
            return Settings(), ()
        reading = read(path, limit=_LIMIT)
    except (Unreadable, OSError, ValueError) as error:
        reason = error.reason if isinstance(error, Unreadable) else "this path cannot be read; name another file"
        return Settings(), (SettingsProblem(path, None, reason),)
    return parse(reading.text, path, actions)


def parse(
    text: str, path: Path, actions: Collection[str] | None = None
) -> tuple[Settings, tuple[SettingsProblem, ...]]:
    """Like `load`, for the text of the file at `path`; relative paths in it start at that file's folder."""
    text = text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    table, wrong = _read_what_can_be(text)
    found = _Findings(path, _lines_of_keys(text), [SettingsProblem(path, line, said) for line, said in wrong])
    settings = Settings()
    for name, value in table.items():
        if name == _KEYS:
            settings = replace(settings, keys=found.keys(value, actions))
        elif name in _OPTIONS:
            settings = found.option(settings, name, value)
        else:
            advice = _did_you_mean(name, (*_OPTIONS, _KEYS))
            found.add(f"there is no setting called {name}{advice}; correct or delete it", name)
    return settings, tuple(sorted(found.problems, key=lambda problem: problem.line or 0))


def default_settings_text() -> str:
    """A settings.toml that explains every option and, all of it being comments, changes none."""
    return _EXPLAINED


# --- what a setting may hold ---


class _Wrong(Exception):  # noqa: N818 - the verdict on a value, never seen outside
    """A value that cannot be followed; says what would be right."""


@dataclass(slots=True)
class _Findings:
    """The problems found so far, and where in the file each key stands."""

    path: Path
    lines: Mapping[tuple[str, ...], int]
    problems: list[SettingsProblem]

    def add(self, message: str, *key: str) -> None:
        line = self.lines.get(key) or self.lines.get(key[:1])
        self.problems.append(SettingsProblem(self.path, line, message))

    def option(self, settings: Settings, name: str, value: object) -> Settings:
        """The settings with this option, or unchanged when its value is wrong."""
        try:
            return _OPTIONS[name](settings, value, self.path.parent)
        except _Wrong as wrong:
            self.add(f"{name} must be {wrong}; it is ignored until you correct it", name)
            return settings

    def keys(self, value: object, actions: Collection[str] | None) -> Mapping[str, tuple[str, ...]]:
        """The keys of the table `[keys]`, those that can be followed."""
        if not isinstance(value, dict):
            self.add('keys must be a table: a line [keys], then lines such as quit = "q"', _KEYS)
            return MappingProxyType({})
        chosen: dict[str, tuple[str, ...]] = {}
        for action, written in value.items():
            if actions is not None and action not in actions:
                advice = _did_you_mean(action, actions)
                self.add(f"there is no action called {action}{advice}; see paperterm keys", _KEYS, action)
                continue
            try:
                chosen[action] = _key_names(written)
            except _Wrong as wrong:
                self.add(f"the keys of {action} must be {wrong}; its usual ones are kept", _KEYS, action)
        return MappingProxyType(chosen)


def _library(settings: Settings, value: object, folder: Path) -> Settings:
    written = [value] if isinstance(value, str) else value
    if not isinstance(written, list) or not all(isinstance(path, str) and path.strip() for path in written):
        raise _Wrong('a path or a list of paths, such as "~/notes"')
    return replace(settings, library=tuple(_path(path, folder) for path in written))


def _path(written: str, folder: Path) -> Path:
    if "\0" in written:
        raise _Wrong("paths without NUL characters")
    try:
        return folder.absolute() / Path(written).expanduser()
    except RuntimeError as error:
        raise _Wrong("paths; the home folder of this user is not known, write it in full") from error


def _theme(settings: Settings, value: object, folder: Path) -> Settings:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong('the name of a theme, such as "nord"')
    return replace(settings, theme=value.strip())


def _group(settings: Settings, value: object, folder: Path) -> Settings:
    if not isinstance(value, str) or value not in tuple(Order):
        raise _Wrong("one of " + ", ".join(f'"{order}"' for order in Order))
    return replace(settings, group=value)


def _tree_width(settings: Settings, value: object, folder: Path) -> Settings:
    if not isinstance(value, int) or isinstance(value, bool) or value not in _WIDTHS:
        raise _Wrong(f"a number of cells from {_WIDTHS.start} to {_WIDTHS.stop - 1}")
    return replace(settings, tree_width=value)


def _ascii(settings: Settings, value: object, folder: Path) -> Settings:
    if not isinstance(value, bool):
        raise _Wrong("true or false, without quotation marks")
    return replace(settings, ascii=value)


def _editor(settings: Settings, value: object, folder: Path) -> Settings:
    if not isinstance(value, str) or "\0" in value:
        raise _Wrong('a command, such as "nvim"')
    return replace(settings, editor=value.strip())


_OPTIONS: Mapping[str, Callable[[Settings, object, Path], Settings]] = MappingProxyType(
    {
        "library": _library,
        "theme": _theme,
        "group": _group,
        "tree_width": _tree_width,
        "ascii": _ascii,
        "editor": _editor,
    }
)


def _key_names(written: object) -> tuple[str, ...]:
    names = [written] if isinstance(written, str) else written
    if not isinstance(names, list) or not all(isinstance(name, str) and _is_key_name(name) for name in names):
        raise _Wrong('a key or a list of keys, such as "q", ["q", "ctrl+q"] or [] for none')
    return tuple(dict.fromkeys(names))


def _is_key_name(name: str) -> bool:
    return name != "" and name.isprintable() and not any(char.isspace() for char in name)


def _did_you_mean(name: str, known: Collection[str]) -> str:
    import difflib  # only for those who mistyped something

    close = difflib.get_close_matches(name, known, 1)
    return f" (did you mean {close[0]}?)" if close else ""


# --- reading around mistakes ---


def _read_what_can_be(text: str) -> tuple[dict[str, Any], list[tuple[int, str]]]:
    """The file as a table without the statements that are no TOML, and (line, sentence) for each of those.

    Where the parser stumbles is often the statement after the one that was not closed. So first the statements that
    cannot be read by themselves are left out, then those which repeat an earlier one.
    """
    table = _parsed(text)
    if isinstance(table, dict):
        return table, []
    lines, wrong = text.split("\n"), []
    statements = list(_statements(text))
    for start, stop in statements:
        error = _parsed("\n".join(lines[start:stop]))
        if not isinstance(error, dict):
            wrong.append((min(start + _line_of_error(error, stop - start), stop), _said(error)))
            lines[start:stop] = [""] * (stop - start)
    for _ in range(_MOST_REPETITIONS):
        table = _parsed("\n".join(lines))
        if isinstance(table, dict):
            return table, wrong
        line = _line_of_error(table, len(lines))
        wrong.append((line, _said(table)))
        start, stop = next(((start, stop) for start, stop in statements if start < line <= stop), (line - 1, line))
        lines[start:stop] = [""] * (stop - start)
    return {}, wrong


def _parsed(text: str) -> dict[str, Any] | Exception:
    import tomllib  # only for those who have settings

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return error


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """(first line, line after the last), 0-based, of each statement; a broken table header has its lines with it."""
    found = _numbered(text)
    total = text.count("\n") + 1
    below_broken = False
    starts: set[int] = set()
    for line, match in found:
        below_broken = match["table"] is None and (below_broken or match["broken"] is not None)
        if not below_broken or match["broken"] is not None:
            starts.add(line)
    return pairwise(sorted({0, *starts, total}))


def _line_of_error(error: Exception, total: int) -> int:
    """The 1-based line that the message names, the last one where it names the end."""
    place = _PLACE.search(str(error))
    return int(place["line"]) if place and place["line"] else total


def _said(error: Exception) -> str:
    said = "nested too deeply" if isinstance(error, RecursionError) else _PLACE.sub("", str(error))
    return f"this is not TOML ({said[:1].lower()}{said[1:]}); it is ignored until you correct it"


def _lines_of_keys(text: str) -> Mapping[tuple[str, ...], int]:
    """The 1-based line of each key, by its path from the top."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for line, match in ((before + 1, match) for before, match in _numbered(text)):
        if match["table"] is not None:
            table = tuple(_plain(match["table"].split(".")))
            lines.setdefault(table, line)
        elif match["key"] is not None:
            key = (*table, *_plain(match["key"].split(".")))
            for length in range(len(table) + 1, len(key) + 1):
                lines.setdefault(key[:length], line)
    return lines


def _numbered(text: str) -> list[tuple[int, re.Match[str]]]:
    """The beginnings of statements, each with the 0-based line it stands on."""
    starts = line_starts(text)
    return [(line_of(starts, match.start()) - 1, match) for match in _STATEMENT.finditer(text)]


def _plain(parts: Iterable[str]) -> Iterator[str]:
    return (part.strip().strip("\"'") for part in parts)


_EXPLAINED = """\
# The settings of PaperTerm. Every line that begins with # is a comment: delete the # to use it.
# `paperterm where` prints the place of this file, `paperterm keys` the actions and their keys.

# What `paperterm` opens when it is given no PATH: a file, a folder, or a list of them.
# Relative paths start at the folder of this file.
# library = "~/papers"
# library = ["~/papers", "~/lists/README.md"]

# The colours. `T` shows all themes there are.
# theme = "nord"

# What the tree is grouped by at the start: "document", "year", "topic", "venue" or "kind".
# group = "document"

# The width of the tree in cells, 10 to 200. Without it, the tree fits the window.
# tree_width = 40

# Draw with ASCII characters only, for terminals and fonts that have nothing else.
# ascii = false

# The editor that `e` starts. Without it, the one in $VISUAL or $EDITOR.
# editor = "nvim"

# Keys: the name of an action and its key or keys, in place of all its usual ones; [] for none.
# Letters and signs stand for themselves; others are called up, down, left, right, home, end, pageup, pagedown,
# enter, tab, space, escape, f1 …, with ctrl+ and shift+ before them.
# [keys]
# quit = "q"
# half_down = ["ctrl+d", "J"]
# theme = []
"""

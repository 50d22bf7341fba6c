"""The reader's settings: settings.toml → Settings, with a problem for every line that cannot be followed.

Lives here: the options and what each may hold; `settings_text` explains them.
Must not: write the file, or fail because of it. What is wrong is left out and said; the rest still counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from paperterm.core.commands import OwnCommand
from paperterm.core.outline import Order
from paperterm.core.picture import Way
from paperterm.core.text import BOM, line_of, line_starts, safe
from paperterm.store.files import Unreadable, read
from paperterm.store.values import Wrong, did_you_mean, key_names, path_of, yes_or_no

_LIMIT = 200_000
_MOST_REPETITIONS = 100
_WIDTHS = range(10, 201)
_WAYS = ("auto", *Way)
KEYS, COMMANDS = "keys", "commands"
"""The tables of keys and of commands."""

# Compiled for those who have settings.
_STATEMENT = (
    r"""(?m)^[ \t]*(?:\[{1,2}[ \t]*(?P<table>[^\]\n]+?)[ \t]*\]{1,2}"""
    r"""|(?P<broken>\[[^\]\n=]*$)|(?P<key>[\w"'-]+(?:[ \t]*\.[ \t]*[\w"'-]+)*)[ \t]*="""
    r"""|(?P<other>[^\s\]},\#"'][^\n,]*$))"""
)
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the reader chose. Everything has a default, so that no file is needed.

    `library`: absolute paths, empty for none. `theme` None: the program's own. `group` is what the tree is grouped
    by. `tree_width` in cells, None to fit the window. `ascii`: draw with ASCII characters only. `plain`: nothing but
    lines of text, for screen readers. `images`: how pictures are shown, a `Way` or "auto". `cached_frame`: show the
    last frame first.
    `editor`: a command that goes before $VISUAL and $EDITOR, empty for none. `keys`: action → its keys, replacing all
    its default ones; no keys unbind it. `commands`: the reader's own.
    `lines` are the lines of the file on which what is followed stands, by its path from the top.
    """

    library: tuple[Path, ...] = ()
    theme: str | None = None
    group: str = "document"
    tree_width: int | None = None
    ascii: bool = False
    plain: bool = False
    images: str = "auto"
    cached_frame: bool = True
    editor: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    commands: tuple[OwnCommand, ...] = ()
    lines: Mapping[tuple[str, ...], int] = field(default_factory=lambda: MappingProxyType({}), compare=False)


class SettingsProblem(NamedTuple):
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
    settings = Settings(lines={place: line for place, line in found.lines.items() if place[0] in table})
    for name, value in table.items():
        if name == KEYS:
            settings = replace(settings, keys=found.keys(value, actions))
        elif name == COMMANDS:
            settings = replace(settings, commands=found.commands(value))
        elif name in _TAKES:
            settings = found.option(settings, name, value)
        else:
            advice = did_you_mean(name, (*_TAKES, KEYS, COMMANDS))
            found.add(f"there is no setting called {name}{advice}; correct or delete it", name)
    return settings, tuple(sorted(found.problems, key=lambda problem: problem.line or 0))


# --- what a setting may hold ---


@dataclass(slots=True)
class _Findings:
    """The problems found so far, and where in the file each key stands."""

    path: Path
    lines: Mapping[tuple[str, ...], int]
    problems: list[SettingsProblem]

    def add(self, message: str, *key: str) -> None:
        places = (key[:length] for length in range(len(key), 0, -1))
        line = next((self.lines[place] for place in places if place in self.lines), None)
        self.problems.append(SettingsProblem(self.path, line, message))

    def option(self, settings: Settings, name: str, value: object) -> Settings:
        """The settings with this option; when its value is wrong, with that of before, which is from no line."""
        try:
            return _TAKES[name](settings, value, self.path.parent)
        except Wrong as wrong:
            self.add(f"{name} must be {wrong}; it is ignored until you correct it", name)
            return replace(settings, lines={place: at for place, at in settings.lines.items() if place != (name,)})

    def keys(self, value: object, actions: Collection[str] | None) -> Mapping[str, tuple[str, ...]]:
        """The keys of the table `[keys]`, those that can be followed."""
        if not isinstance(value, dict):
            self.add('keys must be a table: a line [keys], then lines such as quit = "q"', KEYS)
            return MappingProxyType({})
        chosen: dict[str, tuple[str, ...]] = {}
        for action, written in value.items():
            if actions is not None and action not in actions:
                advice = did_you_mean(action, actions)
                self.add(f"there is no action called {action}{advice}; see paperterm keys", KEYS, action)
                continue
            try:
                chosen[action] = key_names(written)
            except Wrong as wrong:
                self.add(f"the keys of {action} must be {wrong}; its usual ones are kept", KEYS, action)
        return MappingProxyType(chosen)

    def commands(self, value: object) -> tuple[OwnCommand, ...]:
        """The commands of the tables `[commands.NAME]`, those that can be followed."""
        if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
            self.add("commands must be tables: a line [commands.clone], then its lines", COMMANDS)
            return ()
        from paperterm.store.own_commands import own_command  # only for those who have some

        chosen: list[OwnCommand] = []
        for name, table in value.items():
            try:
                chosen.append(own_command(name, table, self.path.parent))
            except Wrong as wrong:
                self.add(
                    f"in the command {name}, {wrong}; it is left out until you correct it",
                    COMMANDS,
                    name,
                    *filter(None, (wrong.key,)),
                )
        return tuple(chosen)


def _library(settings: Settings, value: object, folder: Path) -> Settings:
    written = [value] if isinstance(value, str) else value
    if not isinstance(written, list) or not all(isinstance(path, str) and path.strip() for path in written):
        raise Wrong('a path or a list of paths, such as "~/notes"')
    return replace(settings, library=tuple(path_of(path, folder) for path in written))


def _theme(settings: Settings, value: object, folder: Path) -> Settings:
    if not isinstance(value, str) or not value.strip():
        raise Wrong('the name of a theme, such as "nord"')
    return replace(settings, theme=value.strip())


def _theme_of(settings: Settings) -> object:
    return settings.theme or "textual-dark"


def _group(settings: Settings, value: object, folder: Path) -> Settings:
    if not isinstance(value, str) or value not in tuple(Order):
        raise Wrong("one of " + ", ".join(f'"{order}"' for order in Order))
    return replace(settings, group=value)


def _tree_width(settings: Settings, value: object, folder: Path) -> Settings:
    if not isinstance(value, int) or isinstance(value, bool) or value not in _WIDTHS:
        raise Wrong(f"a number of cells from {_WIDTHS.start} to {_WIDTHS.stop - 1}")
    return replace(settings, tree_width=value)


def _ascii(settings: Settings, value: object, folder: Path) -> Settings:
    return replace(settings, ascii=yes_or_no(value))


def _images(settings: Settings, value: object, folder: Path) -> Settings:
    if value not in _WAYS:
        raise Wrong("one of " + ", ".join(f'"{way}"' for way in _WAYS))
    return replace(settings, images=str(value))


def _plain_mode(settings: Settings, value: object, folder: Path) -> Settings:
    return replace(settings, plain=yes_or_no(value))


def _editor(settings: Settings, value: object, folder: Path) -> Settings:
    if not isinstance(value, str) or "\0" in value:
        raise Wrong('a command, such as "nvim"')
    return replace(settings, editor=value.strip())


def _cached_frame(settings: Settings, value: object, folder: Path) -> Settings:
    return replace(settings, cached_frame=yes_or_no(value))


class Option(NamedTuple):
    """An option: what it does, in lines of prose, its default and an example as TOML, how its value is taken."""

    name: str
    says: str
    default: str
    example: str
    take: Callable[[Settings, object, Path], Settings]
    value: Callable[[Settings], object]


OPTIONS: tuple[Option, ...] = (
    Option(
        "library",
        "What `paperterm` opens when it is given no PATH: a file, a folder, or a list of them.\n"
        "Relative paths start at the folder of this file. Without it: the current folder, else the sample notes.",
        "[]",
        '["~/papers", "~/lists/README.md"]',
        _library,
        lambda settings: [str(path) for path in settings.library],
    ),
    Option("theme", "The colours. `T` shows all themes there are.", '"textual-dark"', '"nord"', _theme, _theme_of),
    Option(
        "group",
        "What the tree is grouped by at the start: " + ", ".join(f'"{order}"' for order in Order) + ".",
        '"document"',
        '"year"',
        _group,
        lambda settings: settings.group,
    ),
    Option(
        "tree_width",
        f"The width of the tree in cells, {_WIDTHS.start} to {_WIDTHS.stop - 1}. Without it, the tree fits the window.",
        "",
        "40",
        _tree_width,
        lambda settings: settings.tree_width,
    ),
    Option(
        "ascii",
        "Draw with ASCII characters only, for terminals and fonts that have nothing else.",
        "false",
        "true",
        _ascii,
        lambda settings: settings.ascii,
    ),
    Option(
        "plain",
        "Nothing but lines of text, and the terminal's cursor on the selected one: for screen readers. Like --plain.",
        "false",
        "true",
        _plain_mode,
        lambda settings: settings.plain,
    ),
    Option(
        "images",
        "How pictures in notes are shown (they need paperterm[images]): "
        + ", ".join(f'"{way}"' for way in _WAYS)
        + ".\n"
        "kitty: in their own pixels, in kitty and Ghostty. sixel: so on the whole screen. blocks: as half cells.",
        '"auto"',
        '"blocks"',
        _images,
        lambda settings: settings.images,
    ),
    Option(
        "cached_frame",
        "Show the last frame of what was opened before at once, if nothing has changed, until the screen is ready.",
        "true",
        "false",
        _cached_frame,
        lambda settings: settings.cached_frame,
    ),
    Option(
        "editor",
        "The editor that `e` starts. Without it, the one in $VISUAL or $EDITOR.",
        '""',
        '"nvim"',
        _editor,
        lambda settings: settings.editor,
    ),
)
"""Every option but the tables of keys and commands."""

_TAKES = MappingProxyType({option.name: option.take for option in OPTIONS})


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
    return [(line_of(starts, match.start()) - 1, match) for match in re.finditer(_STATEMENT, text)]


def _plain(parts: Iterable[str]) -> Iterator[str]:
    return (part.strip().strip("\"'") for part in parts)

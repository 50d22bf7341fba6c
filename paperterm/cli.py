"""From the command line to the library, and from its answers to standard output or the terminal interface.

The one place that picks the real desktop. Commands other than the terminal interface do not import textual.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import paperterm
from paperterm.core import listing, wording
from paperterm.core.model import Document
from paperterm.core.outline import Entry, Order
from paperterm.core.query import parse_query
from paperterm.core.text import safe
from paperterm.library import Library, of_text
from paperterm.store.desktop import Desktop, SystemDesktop
from paperterm.store.places import bundled, places
from paperterm.store.settings import Settings, load
from paperterm.tui import actions

_STDIN = "-"
_ABOUT = (
    "Read the papers in your Markdown notes and reading lists. Without PATH: your library, this folder, or samples."
)
# So many files take long enough for their reader to want to see them counted.
_MANY = 200
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")


class UsageError(Exception):
    """What was asked for cannot be done; the message says what, where and what to do. Exit status 2."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; the exit status is 0 done, 1 no, 2 wrong usage or unreadable input, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except UsageError as problem:
        print(f"paperterm: {safe(str(problem))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone; what Python flushes at exit must not complain about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(argv: list[str]) -> int:
    command = argv[0] if argv and argv[0] in _COMMANDS else ""
    arguments = _parser(command).parse_intermixed_args(argv[1:] if command else argv)
    settings, problems = load(places(arguments.config).settings, actions.NAMED)
    for problem in problems if command else ():
        print(f"paperterm: {safe(str(problem))}", file=sys.stderr)
    if not command:
        return _open(arguments, settings, [str(problem) for problem in problems])
    return _COMMANDS[command][1](arguments, settings)


def _parser(command: str) -> argparse.ArgumentParser:
    if not command:
        parser = argparse.ArgumentParser(prog="paperterm", description=_ABOUT, epilog=_EPILOG, formatter_class=_Plain)
        parser.add_argument("paths", nargs="*", metavar="PATH", type=Path, help="Markdown files and folders with some")
        parser.add_argument("--version", action="version", version=f"paperterm {paperterm.__version__}")
    else:
        says, _, add_arguments = _COMMANDS[command]
        parser = argparse.ArgumentParser(prog=f"paperterm {command}", description=says)
        add_arguments(parser)
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings file, or the folder it lies in")
    return parser


class _Plain(argparse.RawDescriptionHelpFormatter):
    """Keeps the list of commands as it stands."""


# Which library


def _library(paths: Sequence[Path], settings: Settings, desktop: Desktop | None = None) -> Library:
    """The library at `paths`, else the reader's own, else this folder's, else the sample notes. Raises UsageError."""
    if list(map(str, paths)) == [_STDIN]:
        return of_text(_STDIN, sys.stdin.buffer.read().decode("utf-8", "replace"))
    if paths:
        return _existing(paths, settings, desktop)
    if settings.library:
        return _existing(settings.library, settings, desktop)
    here = Path.cwd()
    if here not in (Path.home(), Path(here.anchor)) and _holds_papers(here):
        return Library([here], desktop, Order(settings.group))
    return Library([bundled("sample_notes")], desktop, Order(settings.group))


def _existing(paths: Sequence[Path], settings: Settings, desktop: Desktop | None) -> Library:
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"there is no file or folder {path}. Check the spelling, or run paperterm --help.")
    return Library(paths, desktop, Order(settings.group))


def _holds_papers(folder: Path) -> bool:
    library = Library([folder], depth=1)
    return any(isinstance(outcome, Document) and outcome.papers for _, outcome in library.reading())


def _read(library: Library) -> Library:
    """Read all of `library`, with progress when somebody waits at a terminal, and say what could not be read."""
    if sys.stderr.isatty() and len(library.sources) > _MANY:
        for count, outcome in enumerate(library.reading(), 1):
            library.take((outcome,))
            print(f"\rreading {count}/{len(library.sources)}", end="\x1b[K", file=sys.stderr, flush=True)
        print("\r\x1b[K", end="", file=sys.stderr)
    else:
        library.read_all()
    complaints = [each for each in library.complaints() if not each.line]
    for each in complaints:
        print(f"paperterm: {wording.complaint(each.name, 0, each.message)}", file=sys.stderr)
    if complaints and not library.documents:
        raise UsageError("nothing here could be read.")
    return library


# The commands


def _list(arguments: argparse.Namespace, settings: Settings) -> int:
    paths = [Path(each) for each in arguments.words if each == _STDIN or os.path.lexists(each)]
    words = [each for each in arguments.words if each != _STDIN and not os.path.lexists(each)]
    for word in words:
        if word.casefold().endswith(_MARKDOWN):
            raise UsageError(f"there is no file {word}.")
    library = _read(_library(paths, settings))
    library.ordered_by(Order.DOCUMENT)
    entries = library.matching(parse_query(" ".join(words)))
    if arguments.format == "table":
        _print(listing.table_lines(entries, _columns()))
    elif arguments.format == "csv":
        _print(listing.csv_lines(entries))
    else:
        _print(map(listing.as_json, entries))
    return 0


def _show(arguments: argparse.Namespace, settings: Settings) -> int:
    from paperterm.core.render.page import plain_text, render_paper

    found = _read(_library(arguments.paths, settings)).named(arguments.paper)
    if len(found) != 1:
        return _not_one(arguments.paper, found)
    _print([plain_text(render_paper(found[0].document, found[0].paper, min(_columns(), 100)))])
    return 0


def _cite(arguments: argparse.Namespace, settings: Settings) -> int:
    from paperterm.core.cite.styles import STYLES, cite_all

    if arguments.style.casefold() not in STYLES:
        raise UsageError(f"there is no citation style {arguments.style}; there are {', '.join(sorted(STYLES))}.")
    library = _read(_library(arguments.path, settings))
    entries: list[Entry] = []
    status = 0
    for wanted in arguments.papers:
        found = library.named(wanted)
        if len(found) == 1:
            entries += found
        else:
            status = _not_one(wanted, found)
    if entries:
        _print([cite_all([entry.paper for entry in entries], arguments.style)])
    return status


def _not_one(wanted: str, found: Sequence[Entry]) -> int:
    """Say on standard error that `wanted` names no paper, or which ones it may name."""
    if found:
        print(f"paperterm: {safe(wanted)} names {len(found)} entries; say which by its id:", file=sys.stderr)
        for entry in found:
            where = f"{entry.document.name}:{entry.paper.line}"
            print(f"  {safe(entry.paper.id)}  {safe(entry.paper.title)}  {safe(where)}", file=sys.stderr)
    else:
        print(f"paperterm: no entry has the id {safe(wanted)} or holds it in its title.", file=sys.stderr)
    return 1


def _keys(arguments: argparse.Namespace, settings: Settings) -> int:
    rows = list(actions.Keymap(settings.keys).help())
    width = max(len(keys) for _, keys, _ in rows)
    _print(f"{topic:<10}{keys:<{width + 2}}{says}" for topic, keys, says in rows)
    return 0


def _where(arguments: argparse.Namespace, settings: Settings) -> int:
    rows = places(arguments.config).where()
    width = max(len(place.name) for place in rows)
    _print(
        f"{place.name:<{width + 2}}{safe(str(place.path))}{'' if place.exists else '  (not there)'}" for place in rows
    )
    return 0


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
    sys.stdout.flush()


def _columns() -> int:
    if not sys.stdout.isatty():
        return 160
    return max(os.get_terminal_size(sys.stdout.fileno()).columns, 40)


# The terminal interface


def _open(arguments: argparse.Namespace, settings: Settings, problems: Sequence[str]) -> int:
    if list(map(str, arguments.paths)) == [_STDIN]:
        raise UsageError("standard input can be listed (paperterm list -) but not opened on the screen.")
    library = _library(arguments.paths, settings, SystemDesktop(editor=settings.editor))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the screen needs a terminal; paperterm list prints what is in the notes.")
    # Reading goes on in another process while this one loads the framework.
    library.start_reading(in_background=True)
    return _run_app(library, settings, problems)


def _run_app(library: Library, settings: Settings, problems: Sequence[str]) -> int:
    # The framework reads these when it is imported: a frame may follow a key at once, and nothing slides.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    from paperterm.tui.app import PaperTermApp

    keymap = actions.Keymap(settings.keys)
    clashes = [f"{key} means both {one} and {other}; {one} wins" for key, one, other in keymap.conflicts()]
    app = PaperTermApp(
        library,
        bundled("styles"),
        keymap=keymap,
        theme=settings.theme,
        tree_width=settings.tree_width or 0,
        ascii_only=settings.ascii,
        greetings=tuple(wording.Told(problem, is_trouble=True) for problem in (*problems, *clashes)),
    )
    app.run()
    return app.return_code or 0


# The table of commands


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="PATH_OR_FILTER", help="what exists is a path, all else filters")
    parser.add_argument("--format", choices=("table", "jsonl", "csv"), default="table")


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paper", metavar="PAPER", help="an id, or enough of a title")
    parser.add_argument("paths", nargs="*", metavar="PATH", type=Path)


def _cite_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("papers", nargs="+", metavar="PAPER", help="an id, or enough of a title")
    parser.add_argument("--path", action="append", default=[], type=Path, help="a file or folder; may be repeated")
    parser.add_argument("--style", default="text", help="text or bibtex")


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    pass


_Run = Callable[[argparse.Namespace, Settings], int]
_COMMANDS: dict[str, tuple[str, _Run, Callable[[argparse.ArgumentParser], None]]] = {
    "list": ("Print every entry, in document order.", _list, _list_arguments),
    "show": ("Print one paper, its notes numbered.", _show, _show_arguments),
    "cite": ("Print citations.", _cite, _cite_arguments),
    "keys": ("Print the keys in force.", _keys, _no_arguments),
    "where": ("Print the files and folders in use.", _where, _no_arguments),
}
_EPILOG = "commands (paperterm COMMAND --help says more):\n" + "\n".join(
    f"  {name:<6}{says}" for name, (says, _, _) in _COMMANDS.items()
)

"""From the command line to the library, and from its answers to standard output or the terminal interface.

The one place that picks the real desktop. Commands other than the terminal interface do not import textual.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NoReturn

import paperterm
from paperterm.configuration import SettingsFile, clashes, keymap_of
from paperterm.core import wording
from paperterm.core.outline import Entry, Order, Sort
from paperterm.core.text import safe
from paperterm.library import Library, holds_papers, place_of
from paperterm.store.desktop import Desktop
from paperterm.store.files import reason_for
from paperterm.store.frames import Mark, Slot, is_sure, mark_of
from paperterm.store.index import Kept
from paperterm.store.places import Places, bundled, places
from paperterm.store.preview import Preview
from paperterm.store.reading import read_stream
from paperterm.store.settings import Settings
from paperterm.store.state import State

_STDIN = "-"
# No argument can hold a NUL: it marks those behind `--`, of which argparse would still take some for options.
_QUOTED = "\0"
_ABOUT = (
    "Read the papers in your Markdown notes and reading lists. Without PATH: your library, this folder, or samples."
)
# So many files take long enough for their reader to want to see them counted.
_MANY = 200
# Of the entries that may be meant, so many are listed.
_MOST_CANDIDATES = 20
_COLUMNS_OF_A_PIPE = 160
_COLUMNS_OF_PROSE = 100
# Of venues and topics, so many are printed.
_MOST_LISTED = 12
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")


class UsageError(Exception):
    """What was asked for cannot be done; the message says what, where and what to do. Exit status 2."""


class _Parser(argparse.ArgumentParser):
    """Repeats what it was given as safe text, and says at once when nobody reads its help."""

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """End the program as argparse does."""
        sys.stdout.flush()
        super().exit(status, message and safe(message, keep_lines=True))


def main(argv: Sequence[str] | None = None, *, preview: Preview | None = None) -> int:
    """Run a command line; the exit status is 0 done, 1 no, 2 wrong usage or unreadable input, 130 interrupted.

    `preview` is what stands on the terminal meanwhile.
    """
    _prepare_streams()
    preview = preview or Preview(None)
    try:
        with closing(preview):
            return _run(list(sys.argv[1:] if argv is None else argv), preview)
    except UsageError as problem:
        _say(str(problem))
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _silence()
        return 0


def _prepare_streams() -> None:
    """UTF-8 everywhere, and something to read and write even where the shell closed a stream."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _silence() -> None:
    """Let nothing be said about output that nobody takes, as Python would when it flushes at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(sentence: str) -> None:
    """Tell the reader, beside the results."""
    print(f"paperterm: {safe(sentence)}", file=sys.stderr)


def _run(argv: list[str], preview: Preview) -> int:
    command, rest = _command_of(_quoted(argv))
    arguments = _parser(command).parse_intermixed_args(rest)
    file = SettingsFile(places(arguments.config).settings, is_plain=not command and arguments.plain)
    missing = f"there is no settings file {file.path}; everything is as usual."
    problems = [missing] if arguments.config and not file.path.exists() else []
    if not command:
        return _open(arguments, file, problems, preview)
    for problem in (*map(str, file.problems), *problems):
        _say(problem)
    return _COMMANDS[command][1](arguments, file.settings)


def _quoted(argv: list[str]) -> list[str]:
    """The arguments without `--`, those behind it marked; undone by `_word` and `_path`."""
    at = argv.index("--") if "--" in argv else len(argv)
    return argv[:at] + [_QUOTED + word for word in argv[at + 1 :]]


def _word(argument: str) -> str:
    return argument.removeprefix(_QUOTED)


def _path(argument: str) -> Path:
    return Path(_word(argument))


def _command_of(argv: list[str]) -> tuple[str, list[str]]:
    """The command, empty for the terminal interface, and the arguments without it; --config may come first."""
    at = 0
    while argv[at:] and argv[at].partition("=")[0] == "--config":
        at += 1 if "=" in argv[at] else 2
    if argv[at:] and argv[at] in _COMMANDS:
        return argv[at], argv[:at] + argv[at + 1 :]
    return "", argv


def _parser(command: str) -> _Parser:
    if not command:
        parser = _Parser("paperterm", description=_ABOUT, epilog=_EPILOG, formatter_class=_Plain, allow_abbrev=False)
        parser.add_argument("paths", nargs="*", metavar="PATH", type=_path, help="Markdown files and folders with some")
        parser.add_argument("--plain", action="store_true", help="nothing but lines of text, for screen readers")
        parser.add_argument("--version", action="version", version=f"paperterm {paperterm.__version__}")
    else:
        says, _, add_arguments = _COMMANDS[command]
        parser = _Parser(f"paperterm {command}", description=says, allow_abbrev=False)
        add_arguments(parser)
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings file, or the folder it lies in")
    return parser


class _Plain(argparse.RawDescriptionHelpFormatter):
    """Keeps the list of commands as it stands."""


# Which library


def _library(paths: Sequence[Path], settings: Settings, desktop: Desktop | None = None) -> Library:
    """The library at `paths`, else the reader's own, else this folder's, else the sample notes. Raises UsageError."""
    places_on_disk = [path for path in paths if str(path) != _STDIN]
    for path in places_on_disk:
        if not os.path.lexists(path):
            raise _nothing_at(path)
    chosen = places_on_disk if paths else _own(settings) or _here() or [bundled("sample_notes")]
    library = Library(chosen, desktop, Order(settings.group), places().index, State(places().state))
    if len(places_on_disk) < len(paths):
        library.hold(*read_stream(sys.stdin.buffer, _STDIN))
    return library


def _nothing_at(path: Path | str) -> UsageError:
    return UsageError(f"there is no file or folder {path}. Check the spelling, or run paperterm --help.")


def _own(settings: Settings) -> Sequence[Path]:
    """The library of the settings; what of it cannot be found is told by the library itself, unless that is all."""
    if settings.library and not any(map(os.path.lexists, settings.library)):
        missing = ", ".join(map(str, settings.library))
        raise UsageError(f"your settings name a library that is not there: {missing}. Correct them, or name a PATH.")
    return settings.library


def _here() -> Sequence[Path]:
    """The current folder if it holds papers; never the home folder or the root, which hold everything."""
    try:
        here = Path.cwd().resolve()
    except OSError:  # it was deleted
        return ()
    too_wide = {Path(here.anchor)}
    with suppress(OSError, RuntimeError):  # a user without a home
        too_wide.add(Path.home().resolve())
    return () if here in too_wide or not holds_papers(here) else (here,)


def _read(library: Library, *, tells: bool = True) -> Library:
    """Read all of `library`, with progress when somebody waits at a terminal, and say what could not be read."""
    library.take(_counted(library))
    library.complete()
    library.ordered_by(Order.DOCUMENT)
    if library.trouble:
        _say(wording.not_kept(library.trouble))
    library.marking.state_changed()
    for told in library.marking.untold():
        _say(told.sentence)
    complaints = [each for each in library.complaints() if not each.line]
    for each in complaints if tells else ():
        _say(wording.complaint(each.name, 0, each.message))
    if tells and complaints and not library.names:
        raise UsageError("nothing here could be read.")
    if not library.names and not complaints:
        _say("there are no Markdown files here: none that ends in .md or .markdown.")
    return library


def _counted(library: Library) -> Iterator[Kept]:
    """What is read, with progress on standard error when that is a terminal and there is much."""
    if not sys.stderr.isatty():
        yield from library.reading()
        return
    try:
        if library.may_be_more:
            print("\rlooking for files", end="\x1b[K", file=sys.stderr, flush=True)
        for count, arrival in enumerate(library.reading(), 1):
            if library.to_read > _MANY:
                print(f"\rreading {count}/{library.to_read}", end="\x1b[K", file=sys.stderr, flush=True)
            yield arrival
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


# The commands


def _list(arguments: argparse.Namespace, settings: Settings) -> int:
    from paperterm.core import listing

    paths, words = _sorted_out(arguments.words)
    library = _read(_library(paths, settings))
    entries = tuple(library.listed(" ".join(words), Sort(arguments.sort)))
    if library.count() and not entries:
        _say_no_match(library.count(), words)
    if arguments.format == "table":
        _print(listing.table_lines(entries, _columns()))
    elif arguments.format == "csv":
        _print(listing.csv_lines(entries))
    else:
        _print(map(listing.as_json, entries))
    return 0


def _stats(arguments: argparse.Namespace, settings: Settings) -> int:
    from paperterm.core.statistics import drawn

    paths, words = _sorted_out(arguments.words)
    library = _read(_library(paths, settings))
    library.chosen_by(" ".join(words))
    counted = library.statistics()
    if library.total and not counted.total:
        _say_no_match(library.total, words)
    if arguments.format == "table":
        width = min(_columns(), _COLUMNS_OF_PROSE)
        _print(line.text.rstrip() for line in drawn(counted, width, _MOST_LISTED))
    else:
        rows = ({"of": of, "name": name, "count": count} for of, name, count in counted.values())
        _print(json.dumps(row, ensure_ascii=False) for row in rows)
    return 0


def _search(arguments: argparse.Namespace, settings: Settings) -> int:
    from itertools import chain

    from paperterm.core import listing

    library = _read(_library(arguments.paths, settings))
    search = library.search()
    works = search.every(arguments.query)
    first = next(works, None)
    if first is None:
        _say_not_found(library.count(), arguments.query, search.ranked(arguments.query).suggestion)
        return 1
    found = chain([first], works)
    if arguments.format == "table":
        _print(listing.table_lines((work[0] for work in found), _columns()))
    else:
        _print(map(listing.work_as_json, found))
    return 0


def _say_not_found(count: int, typed: str, suggestion: str | None) -> None:
    """Say that nothing was found, and what may have been meant instead."""
    _say_no_match(count, [typed])
    if suggestion is not None:
        _say(f"did you mean {suggestion}?")


def _say_no_match(count: int, words: Sequence[str]) -> None:
    """Say that nothing matches, and what may have been meant instead."""
    from paperterm.core.query import filter_names, unknown_filters

    typed = " ".join(words)
    _say(f"none of {wording.counted(count, 'entry', 'entries')} matches {typed}.")
    for name in unknown_filters(typed):
        _say(f"there is no filter {name}: (it was taken as a word); there are {', '.join(filter_names())}.")
    for word in words:
        if "/" in word and ":" not in word:
            _say(f"there is no file or folder {word} either.")


def _sorted_out(words: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The words that are paths because something is there, and those that filter. Raises UsageError."""
    paths = [Path(word) for word in words if word == _STDIN or os.path.lexists(word)]
    filters = [word for word in words if word != _STDIN and not os.path.lexists(word)]
    for word in filters:
        if _is_meant_as_path(word):
            raise _nothing_at(word)
    return paths, filters


def _is_meant_as_path(word: str) -> bool:
    """Whether a word at which nothing is was no filter: `a.md`, `./a`, `/a`, `a/b` where there is a folder `a`."""
    if word.casefold().endswith(_MARKDOWN) or word.startswith(("./", "../", "~/", "/")):
        return True
    folder, slash, _ = word.rpartition("/")
    return bool(slash) and os.path.lexists(folder)


def _show(arguments: argparse.Namespace, settings: Settings) -> int:
    from paperterm.core.render.page import plain_text, render_entry

    found = _read(_library(arguments.paths, settings)).named(arguments.paper)
    if len(found) != 1:
        return _not_one(arguments.paper, found)
    page = render_entry(found[0], min(_columns(), _COLUMNS_OF_PROSE))
    _print([plain_text(page).rstrip("\n")])
    return 0


def _cite(arguments: argparse.Namespace, settings: Settings) -> int:
    from paperterm.core.cite.styles import STYLES, cite_all
    from paperterm.core.pairing import joined

    if arguments.style.casefold() not in STYLES:
        raise UsageError(f"there is no citation style {arguments.style}; there are {', '.join(sorted(STYLES))}.")
    library = _read(_library(arguments.path, settings))
    chosen: dict[str, Entry] = {}  # by id: the same paper in two files is one paper, and is cited once
    status = 0
    for wanted in arguments.papers:
        found = library.named(wanted)
        if len({entry.paper.id for entry in found}) == 1:
            chosen.setdefault(found[0].paper.id, found[0])
        else:
            status = _not_one(wanted, found)
    if chosen:
        _print([cite_all([joined(entry) for entry in chosen.values()], arguments.style)])
    return status


def _not_one(wanted: str, found: Sequence[Entry]) -> int:
    """Say on standard error that `wanted` names no paper, or which ones it may name."""
    if not found:
        _say(f"no entry has the id {wanted} or holds it in its title.")
        return 1
    _say(f"{wanted} names {len(found):,} entries; say which by its id or its place:")
    for entry in found[:_MOST_CANDIDATES]:
        columns = (entry.paper.id, entry.paper.title, place_of(entry))
        print(f"  {'  '.join(map(safe, columns))}", file=sys.stderr)
    if len(found) > _MOST_CANDIDATES:
        print(f"  … and {len(found) - _MOST_CANDIDATES:,} more", file=sys.stderr)
    return 1


def _check(arguments: argparse.Namespace, settings: Settings) -> int:
    complaints = _read(_library(arguments.paths, settings), tells=False).complaints()
    if arguments.format == "jsonl":
        _print(json.dumps({"file": each.name, "line": each.line, "message": each.message}) for each in complaints)
    else:
        _print(wording.complaint(each.name, each.line, each.message) for each in complaints)
    return 1 if complaints else 0


def _keys(arguments: argparse.Namespace, settings: Settings) -> int:
    keymap = keymap_of(settings)
    for clash in clashes(keymap, settings, places(arguments.config).settings):
        _say(str(clash))
    rows = list(keymap.help())
    width = max((len(keys) for _, keys, _ in rows), default=0)
    _print(f"{topic:<10}{keys:<{width + 2}}{says}" for topic, keys, says in rows)
    return 0


def _where(arguments: argparse.Namespace, settings: Settings) -> int:
    rows = places(arguments.config).where()
    width = max(len(place.name) for place in rows)
    _print(
        f"{place.name:<{width + 2}}{safe(str(place.path))}{'' if place.exists else '  (not there)'}" for place in rows
    )
    return 0


def _config(arguments: argparse.Namespace, settings: Settings) -> int:
    file = SettingsFile(places(arguments.config).settings)
    problems = (*file.problems, *clashes(keymap_of(file.settings), file.settings, file.path))
    if arguments.check:
        _print(map(str, problems))
        return 1 if problems else 0
    if arguments.edit:
        return _edit(file)
    for clash in problems[len(file.problems) :]:
        _say(str(clash))
    _print([safe(str(file.path))] if arguments.path else file.described())
    return 0


def _edit(file: SettingsFile) -> int:
    """Have the settings edited, then say what is wrong in them."""
    run = file.editor()
    told = run if isinstance(run, wording.Told) else run()
    if told is not None:
        raise UsageError(" ".join(filter(None, (told.sentence, told.shown))))
    file.load()
    for problem in file.problems:
        _say(str(problem))
    return 1 if file.problems else 0


def _print(lines: Iterable[str]) -> None:
    """Results, on standard output. Raises BrokenPipeError where nobody takes them, UsageError where nothing can."""
    try:
        for line in lines:
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _silence()
        raise UsageError(f"standard output: {reason_for(error)}.") from error


def _columns() -> int:
    return shutil.get_terminal_size((_COLUMNS_OF_A_PIPE, 24)).columns


# The terminal interface


def _open(arguments: argparse.Namespace, file: SettingsFile, problems: Sequence[str], preview: Preview) -> int:
    own = _own_marks(places(arguments.config))
    if _STDIN in map(str, arguments.paths):
        raise UsageError("standard input can be listed (paperterm list -) but not opened on the screen.")
    library = _library(arguments.paths, file.settings, file.desktop)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the screen needs a terminal; paperterm list prints what is in the notes.")
    library.take_up()
    # Reading goes on in another process while this one loads the framework.
    library.start_reading(in_background=True)
    return _run_app(library, file, problems, preview, own)


def _own_marks(where: Places) -> list[Mark]:
    """The reader's settings and styles."""
    folder = where.settings.parent
    return [mark_of(str(path)) for path in (where.settings, folder, *sorted(folder.glob("*.tcss")))]


def _run_app(
    library: Library, file: SettingsFile, problems: Sequence[str], preview: Preview, own: Sequence[Mark]
) -> int:
    # Loading makes hardly any garbage to collect; the application begins to when it shows the first papers.
    gc.disable()
    # A worker that computes lets a key interrupt it sooner.
    sys.setswitchinterval(0.0005)
    # The framework reads these when it is imported: a frame may follow a key at once, and nothing slides.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    from paperterm.tui.app import PaperTermApp

    app = PaperTermApp(
        library,
        bundled("styles"),
        file.preferences(tuple(problems)),
        configuration=file,
        hand_over=preview.hand_over if preview.is_up else None,
    )
    app.run()
    gc.freeze()  # what is in memory need not be looked through on the way out
    frame = app.last_frame
    if file.settings.cached_frame and frame is not None and frame.edition == library.edition:
        _keep(preview.slot, frame.columns, frame.rows, own, library.marks(frame.names))
    return app.return_code or 0


def _keep(
    slot: Slot | None, columns: int, rows: Sequence[str], own: Sequence[Mark], library: Sequence[Mark] | None
) -> None:
    """Let the next start show these rows first, while it finds everything as marked."""
    if slot is not None and library is not None and all(map(is_sure, own)):
        slot.save(columns, list(rows), [*own, *library])


# The table of commands


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    _filter_arguments(parser)
    parser.add_argument("--format", choices=("table", "jsonl", "csv"), default="table")
    parser.add_argument(
        "--sort",
        choices=tuple(map(str, Sort)),
        default=str(Sort.DOCUMENT),
        help="as in the documents, new before old, by title, or the reading queue first",
    )


def _filter_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Filters: words, year:2020-2023, venue:ACL, kind:repo, has:code; behind -- also -word, to exclude it."
    )
    parser.add_argument(
        "words", nargs="*", metavar="PATH_OR_FILTER", type=_word, help="what exists is a path, all else filters"
    )


def _stats_arguments(parser: argparse.ArgumentParser) -> None:
    _filter_arguments(parser)
    parser.add_argument("--format", choices=("table", "jsonl"), default="table")


def _search_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        'QUERY is one argument, as typed into the search of the screen: words, "exact words", -not, year:2020-2023. '
        "One that begins with - stands behind --."
    )
    parser.add_argument("query", metavar="QUERY", type=_word, help="what to look for; quote several words")
    parser.add_argument("paths", nargs="*", metavar="PATH", type=_path)
    parser.add_argument("--format", choices=("table", "jsonl"), default="table")


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paper", metavar="PAPER", type=_word, help="an id, or enough of a title")
    parser.add_argument("paths", nargs="*", metavar="PATH", type=_path)


def _cite_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("papers", nargs="+", metavar="PAPER", type=_word, help="an id, or enough of a title")
    parser.add_argument("--path", action="append", default=[], type=Path, help="a file or folder; may be repeated")
    parser.add_argument("--style", default="text", help="text or bibtex")


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", type=_path)
    parser.add_argument("--format", choices=("text", "jsonl"), default="text")


def _config_arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--path", action="store_true", help="print only where the file is")
    which.add_argument("--edit", action="store_true", help="open the file in your editor, explained if it is new")
    which.add_argument("--check", action="store_true", help="print what is wrong in it; exit status 1 if anything is")


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    pass


_Run = Callable[[argparse.Namespace, Settings], int]
_COMMANDS: dict[str, tuple[str, _Run, Callable[[argparse.ArgumentParser], None]]] = {
    "list": ("Print every entry, in document order.", _list, _list_arguments),
    "stats": ("Print how many entries of which year, venue, topic, and plots of it.", _stats, _stats_arguments),
    "search": ("Print what is found, the best first.", _search, _search_arguments),
    "show": ("Print one paper, its notes numbered.", _show, _show_arguments),
    "cite": ("Print citations.", _cite, _cite_arguments),
    "check": ("Say what is wrong in the notes; exit status 1 if anything is.", _check, _check_arguments),
    "keys": ("Print the keys in force.", _keys, _no_arguments),
    "config": ("Print every setting, explained, with what is in force and why.", _config, _config_arguments),
    "where": ("Print the files and folders in use.", _where, _no_arguments),
}
_EPILOG = "commands (paperterm COMMAND --help says more):\n" + "\n".join(
    f"  {name:<8}{says}" for name, (says, _, _) in _COMMANDS.items()
)

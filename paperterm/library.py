"""What is open now: the sources, the documents read so far, and the order they are shown in.

Lives here: whatever must be remembered between two calls; used by the command line and the terminal interface alike.
Must not: draw, or know how files are stored. Widgets ask for counts (`groups`) and ranges (`rows`) and hold nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from paperterm.core import targets, wording
from paperterm.core.model import Document, Problem
from paperterm.core.outline import Entry, Group, Key, Order, Outline, outline, walk
from paperterm.core.pairing import pairs
from paperterm.core.query import Query
from paperterm.core.text import fold
from paperterm.core.wording import Told
from paperterm.store import files
from paperterm.store.desktop import Copying, Desktop, Opening, SystemDesktop
from paperterm.store.editors import NoEditor
from paperterm.store.reading import Beginning, Failed, Outcome, Reading, read_document

# Below this many bytes a second process costs more than it saves.
_WORTH_A_WORKER = 64 * 1024
# Characters; a list that shows no entry so far in is rare, and reading on costs as much as opening it.
_BEGINNING = 16 * 1024

# A source's name, and its document, the beginning of it, or why there is none.
Arrival = tuple[str, Outcome | Beginning]
Outcomes = Sequence[Arrival]


@dataclass(frozen=True, slots=True)
class Complaint:
    """A file, or a line of one (0: the whole file), with something its reader should know."""

    name: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Place:
    """An entry wherever it may move to: its document's name and its id."""

    name: str
    id: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs on the disk from what a library shows: the sources there are now, and those read again."""

    found: files.Found
    stamps: dict[str, files.Stamp | None]
    outcomes: Outcomes
    is_any: bool


class Library:
    """The files below some paths, read in the background, in one order at a time."""

    def __init__(
        self,
        paths: Sequence[Path],
        desktop: Desktop | None = None,
        order: Order = Order.DOCUMENT,
    ) -> None:
        self.paths = tuple(paths)
        self.order = order
        self._desktop = desktop or SystemDesktop({})
        self._send_to_terminal: Callable[[str], None] | None = None
        self._reading: Reading | None = None
        self._documents: dict[str, Document] = {}
        self._failed: dict[str, str] = {}
        self._begun: set[str] = set()  # whose documents are but their beginnings
        self._outline: Outline | None = None
        self._positions: dict[Place, int] | None = None
        self._titles: tuple[str, ...] | None = None
        found = self._find()
        self._know(found, _stamps(found.sources))

    def _find(self) -> files.Found:
        return files.find(self.paths) if self.paths else files.Found()

    def _know(self, found: files.Found, stamps: dict[str, files.Stamp | None]) -> None:
        self._found, self._stamps = found, stamps
        self._rank_of = {source.name: rank for rank, source in enumerate(found.sources)}
        self._path_of = {source.name: source.path for source in found.sources}

    @property
    def sources(self) -> tuple[files.Source, ...]:
        """The files to read, in the order they are listed."""
        return self._found.sources

    @property
    def name(self) -> str:
        """What is open, in a word: the name of the only path, or how many there are."""
        if len(self.paths) == 1:
            return Path(os.path.realpath(self.paths[0])).name or str(self.paths[0])
        return f"{len(self.paths)} places" if self.paths else ""

    # Reading

    def start_reading(self, *, in_background: bool = False) -> None:
        """Begin to read every source, in as many processes as pay; with `in_background` always in another one."""
        size = sum(stamp.size for stamp in self._stamps.values() if stamp)
        workers = min(os.cpu_count() or 1, size // _WORTH_A_WORKER)
        workers = max(workers, 1) if in_background else workers if workers > 1 else 0
        self._reading = Reading(self.sources, workers, shows_early=in_background)

    def reading(self) -> Iterator[Arrival]:
        """(source name, outcome) of everything still to be read, as it comes; pass each to `take`."""
        if self._reading is None:
            self.start_reading()
        sources = self.sources
        for index, outcome in self._reading or ():
            yield sources[index].name, outcome
        self._reading = None

    def read_all(self) -> Library:
        """Read every source before returning; returns itself."""
        self.take(tuple(self.reading()))
        return self

    def take(self, outcomes: Outcomes) -> None:
        """Let the outcomes replace what was known of their sources."""
        for name, outcome in outcomes:
            self._begun.discard(name)
            if isinstance(outcome, Beginning):
                self._begun.add(name)
                self._documents[name] = outcome.document
            elif isinstance(outcome, Failed):
                self._failed[name] = outcome.reason
                self._documents.pop(name, None)
            else:
                self._failed.pop(name, None)
                self._documents[name] = outcome
        self._changed()

    def changes(self, *, everything: bool = False) -> Changes:
        """What differs on the disk by now, read again; for a worker: it changes nothing here (see `take_changes`).

        A file whose stamp is the same counts as unchanged, unless `everything` is to be read again.
        """
        found = self._find()
        stamps = _stamps(found.sources)
        changed = [s for s in found.sources if everything or stamps[s.name] != self._stamps.get(s.name)]
        outcomes = tuple((source.name, read_document(source.path, source.name)) for source in changed)
        return Changes(found, stamps, outcomes, bool(changed) or found.sources != self.sources)

    def take_changes(self, changes: Changes) -> None:
        """Show what the disk holds by now: documents whose files are gone leave."""
        self._know(changes.found, changes.stamps)
        for gone in (self._documents.keys() | self._failed.keys()) - self._rank_of.keys():
            self._documents.pop(gone, None)
            self._failed.pop(gone, None)
        self.take(changes.outcomes)

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call `on_change`, in a thread of its own, whenever files below the paths changed; returns what stops it."""
        from paperterm.store.watching import Watch

        return Watch(self.paths, lambda _: on_change()).stop

    def _changed(self) -> None:
        self._outline = self._positions = self._titles = None

    def close(self) -> None:
        """Stop reading, also where another thread is in the midst of it."""
        if self._reading is not None:
            self._reading.close()

    # The desktop

    def send_through(self, send: Callable[[str], None]) -> None:
        """Let `send` write to the terminal, for clipboards that only the terminal can reach."""
        self._send_to_terminal = send

    def copy(self, text: str) -> Told:
        """Put `text` on the clipboard, and say truthfully what became of it; may take two seconds."""
        outcome = self._desktop.copy(text, self._send_to_terminal)
        if outcome.what is Copying.COPIED:
            return wording.copied(text, outcome.where)
        if outcome.what is Copying.SENT:
            return wording.sent(text, outcome.where)
        return wording.not_copied(text, outcome.reason)

    def open_url(self, url: str) -> Told:
        """Open `url` on the desktop; where that cannot be done, copy it and show it."""
        outcome = self._desktop.open_url(url)
        if outcome.what is Opening.OPENED:
            return wording.opened(url)
        return wording.not_opened(url, outcome.reason, self.copy(targets.clean(url)))

    def editor(self, entry: Entry) -> Callable[[], Told | None] | Told:
        """What edits the paper's note file, else the list at its line, and says what went wrong; or why it cannot."""
        document, line = (entry.notes, 1) if entry.notes else (entry.document, entry.paper.line)
        path = self.path_of(document.name)
        if path is None:
            return Told("This entry stands in no file that could be edited.")
        command = self._desktop.editor_command(path, line)
        if isinstance(command, NoEditor):
            return Told(command.reason, is_trouble=True)

        def run() -> Told | None:
            status = self._desktop.run_editor(command)
            if status == 0:
                return None
            return Told(
                status if isinstance(status, str) else f"The editor ended with status {status}.", is_trouble=True
            )

        return run

    # What was read

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents read so far, in the order of their sources."""
        return tuple(
            self._documents[name] for name in sorted(self._documents, key=lambda name: self._rank_of.get(name, 0))
        )

    @property
    def unread(self) -> int:
        """How many sources have neither been read to their end nor failed yet."""
        return len(self.sources) - len(self._documents) - len(self._failed) + len(self._begun)

    def path_of(self, name: str) -> Path | None:
        """The file that the document `name` was read from."""
        return self._path_of.get(name)

    def complaints(self) -> tuple[Complaint, ...]:
        """What is wrong: places and files that could not be read, then the problems within documents."""
        unreadable = [Complaint(str(problem.path), 0, problem.reason) for problem in self._found.problems]
        unreadable += [Complaint(name, 0, reason) for name, reason in self._failed.items()]
        inside = [_complaint(document, problem) for document in self.documents for problem in document.problems]
        return (*unreadable, *inside)

    def asides(self) -> tuple[Complaint, ...]:
        """What is not read, and rightly so: translations of what is, licences and the like."""
        hidden = [Complaint(each.name, 0, f"says the same as {each.original}") for each in self._found.hidden]
        return (*hidden, *(Complaint(str(each.path), 0, each.reason) for each in self._found.left_out))

    # Counts and ranges

    def ordered_by(self, order: Order) -> None:
        """Show the library in another order."""
        self.order = order
        self._changed()

    def _current(self) -> Outline:
        if self._outline is None:
            documents = self.documents
            self._outline = outline(documents, self.order, pairs(documents))
        return self._outline

    def count(self) -> int:
        """How many entries there are."""
        return len(self._current().entries)

    def groups(self) -> tuple[Group, ...]:
        """The groups of the order, with counts."""
        return self._current().groups

    def rows(self, first: int, last: int) -> tuple[Entry, ...]:
        """The entries at positions `first` .. `last - 1` of the order; positions outside are left out."""
        return self._current().entries[max(first, 0) : max(last, 0)]

    def entry(self, position: int) -> Entry | None:
        """The entry at `position` of the order, or None where there is none."""
        return next(iter(self.rows(position, position + 1)), None) if position >= 0 else None

    def position_of(self, place: Place) -> int | None:
        """Where in the order the entry stands, or None when it is gone."""
        if self._positions is None:
            self._positions = {
                Place(entry.document.name, entry.paper.id): position
                for position, entry in reversed(tuple(enumerate(self._current().entries)))
            }
        return self._positions.get(place)

    def find_titles(self, wanted: str) -> tuple[int, ...]:
        """The positions of the entries whose title holds `wanted`, case and diacritics aside."""
        if self._titles is None:
            self._titles = tuple(fold(entry.paper.title) for entry in self._current().entries)
        folded = fold(wanted)
        return tuple(position for position, title in enumerate(self._titles) if folded in title) if folded else ()

    def find_groups(self, wanted: str) -> tuple[tuple[int, Key], ...]:
        """(first position, key) of the groups whose label holds `wanted`, case and diacritics aside."""
        folded = fold(wanted)
        return tuple((g.first, g.key) for g in walk(self.groups()) if folded in fold(g.label)) if folded else ()

    def listed(self, query: Query) -> Iterator[Entry]:
        """Every entry that `query` holds for, in document order; note files too, though the tree has them once."""
        documents = self.documents
        entries = outline(documents, pairs=pairs(documents), lists_note_files=True).entries
        return (entry for entry in entries if query.holds_for(entry.document.name, entry.paper, entry.document.text))

    def named(self, wanted: str) -> tuple[Entry, ...]:
        """The entries meant by `wanted`: with that id or place (`file:line`), else that title, else it in their title.

        Case and diacritics count nowhere; no entry is meant by nothing.
        """
        folded = fold(wanted)
        tests: tuple[Callable[[Entry], bool], ...] = (
            lambda entry: entry.paper.id == wanted or place_of(entry) == wanted,
            lambda entry: fold(entry.paper.id) == folded,
            lambda entry: fold(entry.paper.title) == folded,
            lambda entry: folded in fold(entry.paper.title),
        )
        for test in tests if folded else ():
            if found := tuple(entry for entry in self._current().entries if test(entry)):
                return found
        return ()


def place_of(entry: Entry) -> str:
    """Where an entry stands: `file:line`."""
    return f"{entry.document.name}:{entry.paper.line}"


def _complaint(document: Document, problem: Problem) -> Complaint:
    return Complaint(document.name, problem.line, problem.message)


def _stamps(sources: Iterable[files.Source]) -> dict[str, files.Stamp | None]:
    """The stamp of each source by its name; None for one that cannot be had."""
    stamps: dict[str, files.Stamp | None] = {}
    for source in sources:
        try:
            stamps[source.name] = files.stamp(source.path)
        except files.Unreadable:
            stamps[source.name] = None
    return stamps


def holds_papers(folder: Path) -> bool:
    """Whether a file in `folder`, or in a folder right in it, holds papers; beginnings are looked at first."""
    sources = files.find([folder], depth=1).sources
    return any(_has_papers(source, 0, _BEGINNING) for source in sources) or any(
        _has_papers(source, _BEGINNING, files.READ_LIMIT) for source in sources
    )


def _has_papers(source: files.Source, least: int, most: int) -> bool:
    """Whether papers stand in the first `most` characters of a file that has more than `least`."""
    from paperterm.core.parse.document import parse_document

    try:
        text = files.read(source.path).text
    except files.Unreadable:
        return False
    return len(text) > least and bool(parse_document(source.name, text[:most]).papers)

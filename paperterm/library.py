"""What is open now: the sources, their index, and the order the papers are shown in.

Lives here: whatever must be remembered between two calls; used by the command line and the terminal interface alike.
Must not: draw, or know how files or the index are stored. Widgets ask for counts (`groups`) and ranges (`rows`) and
hold nothing; nothing here is proportional to the papers of a library either.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from paperterm.core import targets, wording
from paperterm.core.bearings import Bearings
from paperterm.core.commands import NotPrepared, OwnCommand, Show, prepared
from paperterm.core.model import Document
from paperterm.core.outline import Entry, Folding, Group, Key, Order, Shelf, Sort, walk
from paperterm.core.picture import Album
from paperterm.core.statistics import Statistics
from paperterm.core.text import fold
from paperterm.core.wording import Told
from paperterm.marking import Marking
from paperterm.store import files, running
from paperterm.store.desktop import Copying, Desktop, Opening, SystemDesktop
from paperterm.store.editors import NoEditor
from paperterm.store.frames import Mark, is_sure, mark_of
from paperterm.store.index import Index, IndexLost, Kept, Listed, index_path, sweep
from paperterm.store.positions import Positions, by_facets, in_documents, shelf_of, sorted_within
from paperterm.store.reading import Reading, read_file
from paperterm.store.searching import Searching
from paperterm.store.state import State

# Below this many bytes a second process costs more than it saves.
_WORTH_A_WORKER = 64 * 1024
# From so many bytes or files on it is faster to ask what was read before than to read again.
_WORTH_KEEPING = 500_000
_MANY_FILES = 50
# Characters; a list that shows no entry so far in is rare, and reading on costs as much as opening it.
_BEGINNING = 16 * 1024
_MOST_ENTRIES, _MOST_TEXTS = 4096, 4
# So many files' worth of papers are kept in one transaction.
_AT_ONCE = 64
# A pause in which another thread, that of the screen, gets to ask the index.
_BREATH_S = 0.002
# Hits shown at once, and those looked at closely for the best.
_FIRST_HITS, _BEST_HITS = 50, 300
# Works told several times that are looked for at once.
_MOST_REPEATED = 20_000
_EVERYTHING = 1 << 62

Arrival = Kept
Ran = running.Ran


class Complaint(NamedTuple):
    """A file, or a line of one (0: the whole file), with something its reader should know."""

    name: str
    line: int
    message: str


class Place(NamedTuple):
    """An entry wherever it may move to: its document's name and its id."""

    name: str
    id: str


class Changes(NamedTuple):
    """What differs on the disk from what a library shows: the sources there are now, and those read again."""

    found: files.Found
    stamps: dict[str, files.Stamp | None]
    arrivals: tuple[Kept, ...]
    is_any: bool


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found for what was `typed`: the first entries of `count`, each work once, and what may have been meant.

    Only once it `is_ranked` the best come first and all have been counted.
    """

    typed: str
    entries: tuple[Entry, ...]
    count: int
    is_ranked: bool
    suggestion: str | None = None


class Repeated(NamedTuple):
    """Works that are told several times, each with the entries that tell it, in document order.

    So many more names of works that may be told several times were `left` out.
    """

    works: tuple[tuple[Entry, ...], ...]
    left: int = 0


class Search:
    """Searching a library while somebody types: from one thread at a time, which may be another than the library's."""

    def __init__(self, searching: Searching, entries_of: Callable[[Sequence[int]], Sequence[Entry]]) -> None:
        self._searching = searching
        self._entries_of = entries_of

    def first(self, typed: str, most: int = _FIRST_HITS) -> Hits:
        """Some hits at once, as the titles, authors and venues say it."""
        from paperterm.core.query import parse_query

        numbers = self._searching.first_numbers(parse_query(typed), most)
        entries = self._entries_of(numbers)
        return Hits(typed, tuple(entries), len(entries), is_ranked=False)

    def ranked(self, typed: str, goes_on: Callable[[], bool] = lambda: True) -> Hits:
        """The best hits, and how many there are; not all of them where it no longer `goes_on`, as nobody waits."""
        from paperterm.core.pairing import joined
        from paperterm.core.query import parse_query
        from paperterm.core.search import rank, suggestion

        query = parse_query(typed)
        numbers, count = self._searching.best_numbers(query, _BEST_HITS)
        entries = tuple(self._one_by_one(self._searching.listed_for(numbers), goes_on))
        if not goes_on():
            return Hits(typed, entries, len(entries), is_ranked=False)
        ranked = sorted(enumerate(entries), key=lambda at: rank(query, joined(at[1]), at[0]))
        alike = self._searching.of_one_work_among([entry.version for entry in entries])
        found = tuple(_each_work_once([entry for _, entry in ranked], alike))
        meant = suggestion(query, self._searching.vocabulary()) if not numbers and query.wanted_words else None
        if meant is not None and not self._searching.numbers(parse_query(meant)):
            meant = None
        return Hits(typed, found, count, is_ranked=True, suggestion=meant)

    def places(self, entry: Entry) -> tuple[Entry, ...]:
        """The other entries that are the same work as `entry`, in document order."""
        from paperterm.core.versions import same_work

        candidates = self._entries_of(self._searching.listed_for(self._searching.of_one_work(entry.version)))
        works = same_work([each.paper for each in candidates])
        together = next((work for work in works if entry in [candidates[at] for at in work]), [])
        return tuple(candidates[at] for at in together if candidates[at] != entry)

    def every(self, typed: str) -> Iterator[tuple[Entry, ...]]:
        """All that is found, each work once, the best first: the entry that was found, then the others of its work."""
        from paperterm.core.query import parse_query

        repeated = frozenset(self._searching.of_works_told_often(_EVERYTHING)[0])
        told: set[int] = set()
        numbers = self._searching.listed_for(self._searching.best_numbers(parse_query(typed))[0])
        for entry in chain(self.ranked(typed).entries, self._one_by_one(numbers)):
            if entry.version not in told:
                others = self.places(entry) if entry.version in repeated else ()
                told.update((entry.version, *(other.version for other in others)))
                yield entry, *others

    def _one_by_one(self, numbers: Sequence[int], goes_on: Callable[[], bool] = lambda: True) -> Iterator[Entry]:
        for first in range(0, len(numbers), _AT_ONCE):
            if not goes_on():
                return
            yield from self._entries_of(numbers[first : first + _AT_ONCE])

    def repeated(self) -> Repeated:
        """Works that are told several times."""
        from paperterm.core.versions import same_work

        numbers, left = self._searching.of_works_told_often(_MOST_REPEATED)
        entries = tuple(self._one_by_one(self._searching.listed_for(numbers)))
        works = same_work([entry.paper for entry in entries])
        return Repeated(tuple(tuple(entries[at] for at in work) for work in works), left)

    def chosen(self, typed: str) -> Sequence[int] | None:
        """The numbers of the papers that `typed` holds for, None where it asks for nothing; for `chosen_by`."""
        from paperterm.core.query import parse_query

        query = parse_query(typed)
        return self._searching.listed_for(self._searching.numbers(query)) if query.terms else None


def _each_work_once(entries: Sequence[Entry], alike: Container[int]) -> Iterator[Entry]:
    """`entries` without those that are the same work as one before; `alike` are the numbers of all that may be."""
    from paperterm.core.versions import same_work

    several = [at for at, entry in enumerate(entries) if entry.version in alike]
    works = same_work([entries[at].paper for at in several])
    repeated = {several[index] for work in works for index in work[1:]}
    return (entry for at, entry in enumerate(entries) if at not in repeated)


class Library:
    """The files below some paths, read in the background, in one order at a time.

    What was read is kept in the folder `keeps_in`, if the library is large enough for that to pay; what the reader says
    of papers is kept in `state`, and changed through `marking`. `bearings` is where the reader was the last time, once
    that was taken up.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        desktop: Desktop | None = None,
        order: Order = Order.DOCUMENT,
        keeps_in: Path | None = None,
        state: State | None = None,
    ) -> None:
        self.paths = tuple(paths)
        self.order = self._usual_order = order
        self.sort = Sort.DOCUMENT
        self.bearings: Bearings | None = None
        self._desktop = desktop or SystemDesktop({})
        self._send_to_terminal: Callable[[str], None] | None = None
        self._reading: Reading | None = None
        self._held: dict[str, str] = {}  # texts that are in no file, by name
        self._texts: dict[str, Document] = {}
        self._entries: dict[int, Entry] = {}
        self._positions: Positions | None = None
        self._shelf: Shelf | None = None
        self._searching: Searching | None = None
        self._chosen: Sequence[int] | None = None
        self.wanted = ""
        self.edition = 0  # counts what was shown anew because files were read
        self._stamps: dict[str, files.Stamp | None] = {}
        self._found: files.Found | None = None
        self._is_ended = False
        self._is_looking = False  # for more files than `_found` holds
        place = index_path(keeps_in, self.paths) if keeps_in is not None and self.paths else None
        self._index = Index(None)
        name = "\0".join(map(os.path.realpath, self.paths))
        self.marking = Marking(state or State(None), lambda: self._index, name, self._entries.clear)
        if place is None or not self._resume(place):
            self._begin(place)
        self._index.on_lost = self._lost
        self._tell_lost: Callable[[], object] | None = None

    # Where the reader was

    def take_up(self) -> None:
        """Be shown as the reader left it: in the order of then, unless the settings ask for another since; filtered."""
        found = self.bearings = self.marking.bearings()
        if found is None:
            return
        if found.usual_order is self._usual_order:
            self.order, self.sort = found.order, found.sort
        self.wanted = found.filter
        if self.wanted and self.total:
            self.chosen_by(self.wanted)

    def place_left(self) -> Place | None:
        """Where the paper stands that the reader was at: in its document, else wherever its id or its title is.

        None where it was not read yet, or is gone.
        """
        left = self.bearings
        if left is None or self._index.number_of(left.name, left.id) is not None:
            return Place(left.name, left.id) if left else None
        if self.unread and any(source.name == left.name for source in self.sources):
            return None
        numbers = [pair.shown.number for pair in self.marking.marked.with_ids([left.id])]
        entries = self._entries_of(numbers or self._index.titles_holding(left.title)[:_MOST_ENTRIES])
        same = (entry for entry in entries if numbers or fold(entry.paper.title) == left.title)
        return next((Place(entry.name, entry.paper.id) for entry in same), None)

    def leave(
        self, entry: Entry, folding: Folding, line: int | None = None, note_line: int = 0, *, is_in_notes: bool = False
    ) -> None:
        """Let the next start begin at `entry`: `line` of the tree showed it, `note_line` stood at the notes' top."""
        paper = entry.paper
        shown = self.order, self.sort, self._usual_order, self.wanted
        bearings = Bearings(entry.name, paper.id, fold(paper.title), *shown, folding, line, note_line, is_in_notes)
        if bearings != self.bearings:
            self.bearings = bearings
            self.marking.keep_bearings(bearings)

    # Its index

    def _resume(self, place: Path) -> bool:
        """Take up the index of an earlier time, if it was completed; files are looked at when the screen is there."""
        if not place.exists():
            return False
        index = Index(place)
        with suppress(IndexLost):
            if index.is_on_disk and index.noted("complete"):
                self._index = index
                return True
        index.close()
        return False

    def _begin(self, place: Path | None) -> None:
        """Look for the files, the first of many, and keep what they hold where that pays."""
        self._found, self._stamps = self._look(_MANY_FILES)
        self._is_looking = len(self.sources) == _MANY_FILES
        if place is not None and self._is_worth_keeping():
            sweep(place.parent)
            self._index = Index(place)
        self._arrange()

    def _is_worth_keeping(self) -> bool:
        return len(self.sources) >= _MANY_FILES or self._size() >= _WORTH_KEEPING

    def _size(self) -> int:
        return sum(stamp.size for stamp in self._stamps.values() if stamp)

    def _look(self, most: int | None = None) -> tuple[files.Found, dict[str, files.Stamp | None]]:
        """What lies below the paths, or the first of it, with its stamps."""
        if not self.paths:
            return files.Found(), {}
        if most is not None:
            found = files.find(self.paths, limit=most)
        else:
            found = files.find(self.paths, is_cancelled=lambda: self._is_ended)
        return found, _stamps_of(found)

    def _arrange(self) -> None:
        names = [*(source.name for source in self.sources), *self._held]
        self._index.arrange(names, may_be_more=self._is_looking)

    @property
    def trouble(self) -> str | None:
        """Why what was read cannot be kept, if it was to be."""
        return self._index.trouble

    def _lost(self) -> None:
        """The index was damaged, or its disk is full: read everything again, or have it read."""
        if self._tell_lost is not None:
            self._tell_lost()
        else:
            self.take_changes(self.changes(everything=True))

    def when_lost(self, tell: Callable[[], object]) -> None:
        """Call `tell`, from any thread, when everything is to be read again with `changes`."""
        self._tell_lost = tell

    @property
    def sources(self) -> tuple[files.Source, ...]:
        """The files to read, in the order they are listed; none before they were looked for."""
        return self._found.sources if self._found else ()

    @property
    def name(self) -> str:
        """What is open, in a word: the name of the only path, or how many there are."""
        if len(self.paths) == 1:
            return Path(os.path.realpath(self.paths[0])).name or str(self.paths[0])
        return f"{len(self.paths)} places" if self.paths else ""

    # Reading

    def start_reading(self, *, in_background: bool = False) -> None:
        """Begin to read what is not known yet, in as many processes as pay; with `in_background` always in another.

        Then files are looked for there as well, where that was not done to the end.
        """
        if self.may_be_more and not in_background:
            self._take_found(*self._look())
        stale = self._stale()
        size = sum(stamp.size for source in stale if (stamp := self._stamps[source.name]))
        cores = os.cpu_count() or 1
        workers = cores if self.may_be_more else min(cores, size // _WORTH_A_WORKER)
        workers = max(workers, 1) if in_background else workers if workers > 1 else 0
        below = self.paths if self.may_be_more else ()
        self._reading = Reading(stale, workers, shows_early=in_background, below=below, found=self._found_below)

    def read_on(self) -> None:
        """Have `reading` read what was left unread, here; all files are looked for first. From any thread."""
        self._take_found(*self._look())
        self._reading = Reading(self._stale(), 0)

    @property
    def may_be_more(self) -> bool:
        """Whether files are still to be looked for."""
        return self._found is None or self._is_looking

    def _stale(self) -> list[files.Source]:
        """The files found by now that are not known as they are."""
        known = self._index.known() if self.sources else {}
        first = self.bearings.name if self.bearings else ""
        stale = (each for each in self.sources if not _is_known(known.get(each.name), self._stamps[each.name]))
        return sorted(stale, key=lambda source: source.name != first)

    def _found_below(self, found: files.Found) -> list[files.Source]:
        """All files were found, by a worker: which of them are to be read."""
        self._take_found(found, _stamps_of(found))
        return self._stale()

    def _take_found(self, found: files.Found, stamps: dict[str, files.Stamp | None]) -> None:
        self._found, self._stamps, self._is_looking = found, stamps, False
        self._arrange()

    def reading(self) -> Iterator[Arrival]:
        """What is still to be read, as it comes; pass each to `take`, or to `keep` and then `refresh`."""
        if self._reading is None:
            self.start_reading()
        yield from self._reading or ()
        self._reading = None

    def prefer(self, typed: str) -> None:
        """Read first what may hold the words `typed`, as long as anything is to be read; from any thread."""
        from paperterm.core.query import parse_query
        from paperterm.core.search import words_to_look_for

        if (reading := self._reading) is not None:
            reading.prefer(words_to_look_for(parse_query(typed)))

    @property
    def to_read(self) -> int:
        """How many files are read, or were to be, as far as is known."""
        return self._reading.total if self._reading is not None else 0

    @property
    def progress(self) -> int | None:
        """How many percent of the files found by now were read; None once all were, or will not be. From any thread."""
        reading = self._reading
        if reading is None or not (reading.left or self.may_be_more):
            return None
        return 100 - -(-100 * reading.left // max(len(self.sources), 1)) if not self.may_be_more else 0

    def read_all(self) -> Library:
        """Read every source before returning; returns itself."""
        self.take(self.reading())
        self.complete()
        return self

    def take(self, arrivals: Iterable[Arrival]) -> None:
        """Let what arrives replace what was known of its sources."""
        waiting = iter(arrivals)
        while batch := tuple(islice(waiting, _AT_ONCE)):
            self.keep(batch)
        self.refresh()

    def keep(self, arrivals: Sequence[Arrival]) -> None:
        """File what arrived; from any thread. It is shown after `refresh`."""
        if not self.may_be_more:  # one of the first files found may have turned out to be none
            arrivals = [kept for kept in arrivals if kept.name in self._stamps or kept.name in self._held]
        for first in range(0, len(arrivals), _AT_ONCE):
            if first:
                time.sleep(_BREATH_S)
            self._index.keep(arrivals[first : first + _AT_ONCE])
        for kept in arrivals:
            if kept.stamp is not None:
                self._stamps[kept.name] = kept.stamp

    def refresh(self) -> None:
        """Show what was kept by now."""
        if not self._index.is_paired and not self.unread:
            self._pair()
        self.edition += 1
        self._positions = None
        self._shelf = None
        self._entries.clear()
        self.marking.index_changed()
        self._texts.clear()
        self._searching = None
        if self.wanted:
            self.chosen_by(self.wanted)

    def _pair(self) -> None:
        from paperterm.core.pairing import pairs

        lists, notes = self._index.to_pair()
        self._index.pair(pairs(lists, notes))

    def complete(self) -> None:
        """Everything was read: it need not be the next time."""
        self._index.note("complete", "1")

    def changes(self, paths: Iterable[Path] | None = None, *, everything: bool = False) -> Changes:
        """What differs on the disk by now, read again; for a worker: it changes nothing here (see `take_changes`).

        But where many files changed, what they hold is filed at once, some at a time: no screen should wait for that.
        Of the `paths` reported to have changed, or of all files. A file whose stamp is the same counts as unchanged,
        unless `everything` is to be read again.
        """
        if paths is not None and self._found is not None and (names := self._names_of(paths)) is not None:
            found, stamps = self._found, self._stamps | _stamps(names)
        else:
            found, stamps = self._look()
        before = self._stamps
        changed = [s for s in found.sources if everything or s.name not in before or stamps[s.name] != before[s.name]]
        arrivals: tuple[Kept, ...] = ()
        for first in range(0, len(changed), _AT_ONCE):
            arrivals = tuple(read_file(source) for source in changed[first : first + _AT_ONCE] if not self._is_ended)
            if len(changed) > _AT_ONCE:
                self._index.keep(arrivals)
                arrivals = ()
        if self._is_ended:  # not all may have been found
            return Changes(self._found or files.Found(), before, (), is_any=False)
        return Changes(found, stamps, arrivals, bool(changed) or found.sources != self.sources)

    def _names_of(self, paths: Iterable[Path]) -> list[files.Source] | None:
        """The sources at these paths; None where one of them is none, so that others may have come or gone."""
        wanted = {os.fspath(path) for path in paths}
        sources = [source for source in self.sources if os.fspath(source.path) in wanted]
        return sources if len(sources) == len(wanted) and all(source.path.is_file() for source in sources) else None

    def take_changes(self, changes: Changes) -> dict[str, str]:
        """Show what the disk holds by now: documents whose files are gone leave. Returns new names of renamed ones."""
        renamed = _renamed(self._stamps, changes.stamps)
        self._is_looking = self._is_looking and changes.found is self._found
        self._found, self._stamps = changes.found, changes.stamps
        self._arrange()
        self.take(changes.arrivals)
        return renamed

    def watch(self, on_change: Callable[[Iterable[Path]], None]) -> Callable[[], None]:
        """Call `on_change`, in a thread of its own, with what changed below the paths; returns what stops it."""
        from paperterm.store.watching import Watch

        return Watch(self.paths, on_change).stop

    def hold(self, kept: Kept, text: str) -> None:
        """Add a document that is in no file."""
        self._held[kept.name] = text
        self.take([kept])

    @property
    def is_reading(self) -> bool:
        """Whether files are being read in the background."""
        return self._reading is not None

    def close(self) -> None:
        """Stop reading, also where another thread is in the midst of it."""
        if self._reading is not None:
            self._reading.close()

    def end(self) -> None:
        """Nobody waits for anything any more: stop reading, and looking for files."""
        self._is_ended = True
        self.close()

    def marks(self, names: Collection[str]) -> list[Mark] | None:
        """What tells that the library would open as it did; None where nothing can. It is of no use afterwards.

        All files and folders of a small one. Of a large one the documents `names`, and the index.
        """
        chosen = [source for source in self.sources if self._is_small() or source.name in names]
        folders = {str(folder) for source in chosen for folder in self._folders_above(source.path)}
        marks = [mark_of(folder) for folder in sorted(folders)]
        is_whole = self._found and not (self.unread or self._found.problems or self._index.failures())
        if not is_whole or not all(map(is_sure, marks)):
            return None
        for source in chosen:
            stamp = self._index.known_as(source.name)
            if stamp is None:
                return None
            marks.append((str(source.path), (stamp.mtime_ns, stamp.size, stamp.inode)))
        marks += map(mark_of, self.marking.close())
        return marks if self._is_small() else [*marks, *self._index.marks()]

    def _is_small(self) -> bool:
        return len(self.sources) <= _MANY_FILES

    def _folders_above(self, path: Path) -> Iterator[Path]:
        """The folders from a file up to the one given; none for a file given."""
        given = {files.absolute(each) for each in self.paths}
        if path not in given:
            for folder in path.parents:
                yield folder
                if folder in given:
                    return

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
        name, line = (entry.notes.name, 1) if entry.notes else (entry.name, entry.paper.line)
        path = self.path_of(name)
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

    def command(self, command: OwnCommand, entry: Entry) -> Callable[[], Ran] | Told:
        """What runs the reader's own command on the paper until it ends, for a worker; or why it is not run."""
        path = self.path_of(entry.notes.name if entry.notes else entry.name)
        found = prepared(command, entry, str(path.absolute()) if path else None)
        if isinstance(found, NotPrepared):
            return Told(found.reason, is_trouble=True)
        order = running.Order(found.words, found.variables, command.folder, command.is_shell, command.limit_s)
        takes_terminal = command.show is Show.SUSPEND
        return lambda: self._desktop.run(order, takes_terminal=takes_terminal)

    # What was read

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the documents read so far, in their order."""
        return tuple(volume.name for volume in self._index.documents())

    @property
    def unread(self) -> int:
        """How many sources have neither been read to their end nor failed yet."""
        left = len(self.sources) + len(self._held) - self._index.whole() if self._found else 0
        return max(left, 1) if self._is_looking else left

    def path_of(self, name: str) -> Path | None:
        """The file that the document `name` was read from."""
        return self._index.path_of(name)

    def document(self, name: str) -> Document:
        """The name and text of a document, as it was when its papers were read; no text if it has changed since.

        Any thread may ask.
        """
        document = self._texts.get(name)
        if document is None:
            document = Document(name, self._text(name))
            for oldest in tuple(self._texts)[: max(len(self._texts) - _MOST_TEXTS + 1, 0)]:
                self._texts.pop(oldest, None)  # another thread may have been faster
            self._texts[name] = document
        return document

    def _text(self, name: str) -> str:
        if name in self._held:
            return self._held[name]
        path = self.path_of(name)
        try:
            reading = files.read(path) if path is not None else None
        except files.Unreadable:
            reading = None
        # A file that is to be read again the next time is kept without a stamp: then the one seen here counts.
        kept = self._index.known_as(name) or self._stamps.get(name)
        return reading.text if reading is not None and kept in (None, reading.stamp) else ""

    def complaints(self) -> tuple[Complaint, ...]:
        """What is wrong: places and files that could not be read, then the problems within documents."""
        found = self._found or files.Found()
        unreadable = [Complaint(found.named(problem.path), 0, problem.reason) for problem in found.problems]
        unreadable += [Complaint(name, 0, failure) for name, failure in self._index.failures()]
        inside = [Complaint(name, problem.line, problem.message) for name, problem in self._index.problems()]
        return (*unreadable, *inside)

    def asides(self) -> tuple[Complaint, ...]:
        """What is not wrong with the notes, but to be known: what is not read, and rightly so, or cannot be kept."""
        found = self._found or files.Found()
        lost = [Complaint("index", 0, wording.not_kept(self.trouble))] if self.trouble else []
        if self.marking.trouble:
            lost.append(Complaint("reading state", 0, wording.marks_not_kept(self.marking.trouble)))
        if not self._index.has_words:
            lost.append(Complaint("search", 0, wording.no_words_index()))
        hidden = [Complaint(each.name, 0, f"says the same as {each.original}") for each in found.hidden]
        return (*lost, *hidden, *(Complaint(found.named(each.path), 0, each.reason) for each in found.left_out))

    @cached_property
    def album(self) -> Album:
        """The pictures that the notes name."""
        from paperterm.gallery import Gallery

        return Gallery(self.paths, self.path_of)

    # Counts and ranges

    def ordered_by(self, order: Order) -> None:
        """Show the library in another order."""
        self.order = order
        self._positions = None

    def sorted_by(self, sort: Sort) -> None:
        """Let the entries of each group follow each other in another way."""
        self.sort = sort
        self._positions = None

    def _shelved(self) -> Shelf:
        if self._shelf is None:
            self._shelf = shelf_of(self._index)
        return self._shelf

    def _current(self) -> Positions:
        if self._positions is None:
            self._positions = self._sorted(self._grouped())
        return self._positions

    def _grouped(self) -> Positions:
        if self.order is Order.DOCUMENT:
            return in_documents(self._shelved(), self._chosen)
        further = self.marking.marked.known().further if self.order is Order.STATUS else None
        return by_facets(self._index, self.order, self._chosen, further)

    def _sorted(self, positions: Positions) -> Positions:
        if self.sort is Sort.DOCUMENT:
            return positions
        return sorted_within(positions, self._best_first(self.sort))

    def _best_first(self, sort: Sort) -> Sequence[int]:
        return self.marking.in_queue() if sort is Sort.QUEUE else self._index.ranks(sort)

    def count(self) -> int:
        """How many entries there are."""
        return self._current().count

    def groups(self) -> tuple[Group, ...]:
        """The groups of the order, with counts."""
        return self._current().groups

    def rows(self, first: int, last: int) -> tuple[Entry, ...]:
        """The entries at positions `first` .. `last - 1` of the order; positions outside are left out."""
        return self._entries_of(self._current().numbers(first, last))

    def _entries_of(self, numbers: Sequence[int]) -> tuple[Entry, ...]:
        """The entries with these numbers; those asked for lately are kept."""
        missing = [number for number in numbers if number not in self._entries]
        if len(self._entries) + len(missing) > _MOST_ENTRIES:
            self._entries.clear()
            missing = list(numbers)
        if missing:
            self._entries.update((entry.version, entry) for entry in self._made(self._index.papers(missing)))
        return tuple(self._entries[number] for number in numbers if number in self._entries)

    def _made(self, listed: Sequence[Listed]) -> Iterator[Entry]:
        for each, (paper, below) in zip(listed, self.marking.marked_papers(listed), strict=True):
            notes = None
            if below is not None:
                notes = Entry(below.name, below.paper, self.document, version=below.number)
                paper = replace(paper, same_as=f"{below.name}:{below.paper.line}")
            yield Entry(each.name, paper, self.document, notes, each.number)

    def entry(self, position: int) -> Entry | None:
        """The entry at `position` of the order, or None where there is none."""
        return next(iter(self.rows(position, position + 1)), None) if position >= 0 else None

    def position_of(self, place: Place) -> int | None:
        """Where in the order the entry stands, or None when it is gone."""
        number = self._index.number_of(place.name, place.id)
        return self._current().position_of(number) if number is not None else None

    def entries_at(self, places: Sequence[Place]) -> tuple[Entry, ...]:
        """The entries at these places, whether they are shown or not; those that are gone are left out."""
        numbers = (self._index.number_of(place.name, place.id) for place in places)
        return self._found_entries([number for number in numbers if number is not None])

    def queue(self) -> tuple[Entry, ...]:
        """The bookmarked papers, in the reader's order."""
        return self._found_entries(self.marking.in_queue())

    def find_titles(self, wanted: str) -> tuple[int, ...]:
        """The positions of the entries whose title holds `wanted`, case and diacritics aside."""
        positions = map(self._current().position_of, self._index.titles_holding(fold(wanted)))
        return tuple(sorted(position for position in positions if position is not None))

    def find_groups(self, wanted: str) -> tuple[tuple[int, Key], ...]:
        """(first position, key) of the groups whose label holds `wanted`, case and diacritics aside."""
        folded = fold(wanted)
        if not folded:
            return ()
        return tuple((group.first, group.key) for group in self._candidates(folded) if folded in fold(group.label))

    def _candidates(self, folded: str) -> Iterator[Group]:
        """The groups whose label may hold `folded`: of headings, those in the documents in which one does."""
        if self.order is not Order.DOCUMENT:
            return walk(self.groups())
        inside = {number for number, labels in self._index.labels() if folded in labels}
        return walk(self.groups(), lambda group: group.volume is None or group.volume in inside)

    # Searching

    def _searched(self) -> Searching:
        if self._searching is None:
            self._searching = Searching(self._index, lambda: self.marking.marked)
        return self._searching

    def search(self) -> Search:
        """A search of what is known by now."""
        return Search(Searching(self._index.beside(), lambda: self.marking.marked), self._found_entries)

    def _found_entries(self, numbers: Sequence[int]) -> tuple[Entry, ...]:
        """The entries with these numbers, without a trace in what the tree keeps: another thread may ask."""
        return tuple(self._made(self._index.papers(numbers)))

    def chosen_by(self, typed: str) -> None:
        """Show only the entries that the query `typed` holds for; all of them for an empty one."""
        self.choose(typed, self._search_here().chosen(typed))

    def said(self, name: str) -> Sequence[str]:
        """What entries say as their `venue`, `topic` or `tag`, each once."""
        return [*self.marking.tags(), *self._index.said(name)] if name == "tag" else self._index.said(name)

    def choose(self, typed: str, numbers: Sequence[int] | None) -> None:
        """Show only the entries with these numbers, which `Search.chosen` found for `typed`; all of them for None."""
        self.wanted, self._chosen = typed, numbers
        self._positions = None

    def _search_here(self) -> Search:
        """A search for the library's own thread."""
        return Search(self._searched(), self._found_entries)

    def repeated(self) -> Repeated:
        """Works that are told several times."""
        return self._search_here().repeated()

    def statistics(self) -> Statistics:
        """Counts of what is shown; for a worker, too."""
        from paperterm.store.counting import count

        counted = count(self._index.beside(), self._chosen, self.marking.marked)
        return replace(counted, typed=self.wanted)

    @property
    def total(self) -> int:
        """How many entries there are, chosen or not."""
        return self._shelved().count

    def listed(self, typed: str = "", sort: Sort = Sort.DOCUMENT) -> Iterator[Entry]:
        """Every entry that the query `typed` holds for, in an order; note files too, which the tree has once."""
        from paperterm.core.query import parse_query

        query = parse_query(typed)
        numbers = self._searched().numbers(query)
        if sort is not Sort.DOCUMENT:
            ranks = {number: rank for rank, number in enumerate(self._best_first(sort))}
            numbers.sort(key=lambda number: ranks.get(number, len(ranks)))
        for first in range(0, len(numbers), _AT_ONCE):
            yield from self._made(self._index.papers(numbers[first : first + _AT_ONCE]))

    def named(self, wanted: str) -> tuple[Entry, ...]:
        """The entries meant by `wanted`: with that id or place (`file:line`), else that title, else it in their title.

        Case and diacritics count nowhere; no entry is meant by nothing.
        """
        return self._entries_of(self._index.named(wanted, fold(wanted))) if fold(wanted) else ()


def place_of(entry: Entry) -> str:
    """Where an entry stands: `file:line`."""
    return f"{entry.name}:{entry.paper.line}"


def _is_known(kept: files.Stamp | None, stamp: files.Stamp | None) -> bool:
    """Whether a file is as it was when it was read; in doubt it is not."""
    return kept is not None and kept == stamp


def _renamed(before: Mapping[str, files.Stamp | None], after: Mapping[str, files.Stamp | None]) -> dict[str, str]:
    """The new names, by the old ones, of files that went by one name and are there by another."""
    came = {stamp: name for name, stamp in after.items() if stamp is not None and name not in before}
    gone = {name: stamp for name, stamp in before.items() if name not in after} if came else {}
    return {name: came[stamp] for name, stamp in gone.items() if stamp in came}


def _stamps_of(found: files.Found) -> dict[str, files.Stamp | None]:
    """The stamp of each source found, by its name."""
    return {**found.stamps, **_stamps(source for source in found.sources if source.name not in found.stamps)}


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

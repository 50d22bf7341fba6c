"""What the reader says of the papers of a library: read, bookmarked, tagged; undone again; and where the reader was.

Lives here: the way from entries to the reading state and back, what was changed in this run, and what can be undone.
Must not: keep anything itself, or draw.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from paperterm.core import wording
from paperterm.core.bearings import Bearings, as_text, bearings_from
from paperterm.core.marks import (
    AddTag,
    Dequeue,
    DropTag,
    Enqueue,
    MoveBefore,
    SetStatus,
    Subject,
    Wish,
    is_bookmarked,
    marked,
    own_tags,
    subject_of,
    toggled,
    wishes_typed,
)
from paperterm.core.model import Paper, Status
from paperterm.core.outline import Entry
from paperterm.core.text import fold
from paperterm.core.wording import Told
from paperterm.store.index import Index, Listed
from paperterm.store.marked import Found, Marked, Pair
from paperterm.store.state import NotKept, State, Wishes

# So many changes can be undone.
_MOST_UNDONE = 200
# With more papers or marks than this, looking at all of them is left to a worker.
_FEW = 5_000


class Marking:
    """The reader's marks on the papers of the library called `library`, which has them in an index.

    `on_change` is called when any mark is another.
    """

    def __init__(self, state: State, index: Callable[[], Index], library: str, on_change: Callable[[], object]) -> None:
        self._state = state
        self._index = index
        self._name = library
        self._on_change = on_change
        self._undoing: list[tuple[str, Wishes]] = []
        self._version = (0, 0)
        self.marked = Marked(index(), state)

    # Following

    def index_changed(self) -> None:
        """Other papers, or other numbers of theirs, are in the index."""
        self.marked = Marked(self._index(), self._state)

    def state_changed(self) -> bool:
        """Whether another window has changed something since this was asked the last time."""
        version = self._state.version()
        if version == self._version:
            return False
        self._version = version
        self.index_changed()
        self._on_change()
        return True

    def untold(self) -> tuple[Told, ...]:
        """What is to be said about the file of the marks, once."""
        return tuple(Told(sentence, is_trouble=True) for sentence in self._state.untold())

    @property
    def trouble(self) -> str | None:
        """Why marks are not kept for the next time, if they are not."""
        return self._state.trouble

    def close(self) -> tuple[str, ...]:
        """Let go of the file of the marks; the paths at which another program's changes of them show."""
        return self._state.close()

    # Asking

    def marked_papers(self, listed: Sequence[Listed]) -> list[tuple[Paper, Listed | None]]:
        """Papers with their marks, and those of their note files."""
        pairs = self.marked.pairs(listed)
        found = dict(zip(pairs, self.marked.marks_of(list(pairs.values())), strict=True))
        return [_marked(each, pairs[each.number], found[each.number]) for each in listed]

    def unread(self, total: int) -> int | None:
        """How many of the `total` papers that the tree shows are unread; None while counting them takes long."""
        if not self.marked.is_known and (total > _FEW or self._state.count() > _FEW):
            return None
        return self.marked.unread_among(total)

    def look_at_all(self) -> None:
        """Look at all marks; for a worker."""
        index = self._index()
        beside = index.beside()
        self.marked.known(beside)
        if beside is not index:
            beside.close()

    def tags(self) -> tuple[str, ...]:
        """All tags the reader gave, the most used first."""
        return self._state.tags()

    def in_queue(self) -> list[int]:
        """The numbers of the bookmarked papers, in the reader's order."""
        return self.marked.in_queue()

    def elsewhere(self) -> int:
        """How many bookmarked papers are in other libraries."""
        return len(set(self._state.queue()) - set(self.marked.known().queued.values()))

    # Changing

    def read(self, entries: Sequence[Entry], status: Status) -> Told:
        """Let `entries` have that status, or be unread if all of them have it."""
        papers = [entry.paper for entry in entries]
        wanted = toggled(papers, status)
        return self._change(entries, [SetStatus(wanted, self._state.today())], wording.read_now(wanted, papers))

    def bookmark(self, entries: Sequence[Entry]) -> Told:
        """Put `entries` at the end of the reading queue, or take them out if all of them are in it."""
        papers = [entry.paper for entry in entries]
        is_out = all(map(is_bookmarked, papers))
        return self._change(entries, [Dequeue() if is_out else Enqueue()], wording.bookmarked(papers, is_out=is_out))

    def tag(self, entries: Sequence[Entry], typed: str) -> Told:
        """Tag `entries` with the words typed, and take away those after a minus."""
        papers = [entry.paper for entry in entries]
        wishes = wishes_typed(typed)
        if not wishes:
            return wording.no_tags()
        fixed = [wish.tag for wish in wishes if isinstance(wish, DropTag) and _stands_in_notes(papers, wish.tag)]
        if len(fixed) == len(wishes):
            return wording.tags_of_notes(fixed)
        added = [wish.tag for wish in wishes if isinstance(wish, AddTag)]
        dropped = [wish.tag for wish in wishes if isinstance(wish, DropTag) and wish.tag not in fixed]
        return self._change(entries, wishes, wording.tagged(papers, added, dropped))

    def move(self, entry: Entry, other: Entry | None) -> Told:
        """Put `entry` before `other` in the reading queue, or at its end."""
        id_ = self._subjects([other])[0][1] if other is not None else None
        return self._change([entry], [MoveBefore(id_)], wording.moved(entry.paper))

    def undo(self) -> Told:
        """Take back the last change that is not undone yet."""
        if not self._undoing:
            return wording.nothing_to_undo()
        sentence, wishes = self._undoing.pop()
        try:
            self._state.change(wishes)
        except NotKept as problem:
            self._undoing.append((sentence, wishes))
            return wording.not_marked(str(problem))
        self._version = self._state.version()
        self.marked.changed(self.marked.with_ids(subject.id for subject, _ in wishes))
        self._on_change()
        return wording.undone(sentence)

    def _change(self, entries: Sequence[Entry], wishes: Sequence[Wish], told: Told) -> Told:
        subjects = self._subjects(entries)
        try:
            undoing = self._state.change([(subject, wish) for subject, _ in subjects for wish in wishes])
        except NotKept as problem:
            return wording.not_marked(str(problem))
        if not undoing:
            return wording.nothing_changed()
        self._undoing = [*self._undoing, (told.sentence, undoing)][-_MOST_UNDONE:]
        self._version = self._state.version()
        self.marked.changed(list(map(pair_of, entries)))
        self._on_change()
        return told

    def _subjects(self, entries: Sequence[Entry]) -> list[tuple[Subject, str]]:
        """What wishes about `entries` are about, and the ids of their marks."""
        found = self.marked.marks_of(list(map(pair_of, entries)))
        ids = [each.id if each else None for each in found]
        return [(subject_of(entry.paper, id_), id_ or entry.paper.id) for entry, id_ in zip(entries, ids, strict=True)]

    # Named filters, and where the reader was

    def views(self) -> tuple[tuple[str, str], ...]:
        """(name, filter) of the named filters, in the order of their names."""
        return self._state.views()

    def keep_view(self, name: str, typed: str) -> Told:
        """Let `name` stand for the filter `typed`; for nothing any more if that is empty."""
        try:
            self._state.keep_view(name, typed or None)
        except NotKept as problem:
            return wording.not_marked(str(problem))
        return wording.view_kept(name, typed)

    def bearings(self) -> Bearings | None:
        """Where the reader was the last time."""
        return bearings_from(self._state.place(self._name))

    def keep_bearings(self, bearings: Bearings) -> None:
        """Let the next start begin there; where that cannot be kept, it begins as it would have."""
        with suppress(NotKept):
            self._state.keep_place(self._name, as_text(bearings))


def pair_of(entry: Entry) -> Pair:
    """The papers that an entry shows, with their numbers."""
    notes = entry.notes
    below = Listed(notes.version, notes.name, notes.paper, None) if notes else None
    return Pair(Listed(entry.version, entry.name, entry.paper, notes.version if notes else None), below)


def _stands_in_notes(papers: Sequence[Paper], tag: str) -> bool:
    """Whether the tag is one of the notes, and not the reader's own to take away."""
    folded = fold(tag)
    own = {fold(each) for paper in papers for each in own_tags(paper)}
    return folded not in own and any(folded == fold(each) for paper in papers for each in paper.tags)


def _marked(listed: Listed, pair: Pair, found: Found | None) -> tuple[Paper, Listed | None]:
    other = pair.notes if pair.shown.number == listed.number else pair.shown
    mark = found.mark if found is not None else None
    paper = marked(listed.paper, mark, other.paper.status if other is not None else None)
    return paper, pair.notes if listed.notes is not None else None

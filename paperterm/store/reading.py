"""Reading many files into what is kept of them, with every core.

Lives here: the worker processes and the pipes to them.
Must not: decide what to read or keep what was read.

Workers are forked before the terminal interface is imported, so that the first file is parsed on one core while the
framework loads on the other. What workers do not deliver (there are none, they cannot be forked, one was killed) is
read in this process. Workers end by themselves as soon as nobody listens any more, even if this process was killed.

Each worker hears from a pipe of its own what to do, some files ahead, and answers through another. So the order can
change while files are read: the bytes of what is unread are looked through for words that somebody asks for, and files
that hold them come first. Workers also find the files where that takes long, while the first one is parsed.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import re
import select
import signal
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from paperterm.store.decoding import decode, is_text
from paperterm.store.files import READ_LIMIT, Found, Source, Stamp, Unreadable, find, read, reason_for, stamp
from paperterm.store.holding import holds
from paperterm.store.index import Kept

# All but the first file are read with so much less urgency: the screen, which starts meanwhile, goes first.
_PATIENCE = 10
_LENGTH = struct.Struct("<Q")
# A worker knows so many files ahead, so that it has enough to do while nobody listens to it: the framework loads.
_AHEAD = 24
_WANTED_AHEAD = 3
# So many files are looked through for words at a time.
_LOOKED_THROUGH = 256
# Bytes that may wait to be taken from a worker, where the system lets a pipe hold so many.
_ROOMY = 1 << 20
# Of a file longer than the first number of characters, so many may be read ahead of the rest.
_LONG, _BEGINNING = 60_000, 20_000
# A file that was written so shortly before it was read may have been written again within the same tick of its clock.
_SURE_AFTER_NS = 2_000_000_000
_HEADING = re.compile(r"\n(?=#{1,6} )")
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


def read_beginning(source: Source) -> Kept | None:
    """What the beginning of a long file holds; None where it is short, cannot be read or starts without papers."""
    from paperterm.core.filing import filed
    from paperterm.core.parse.document import parse_document

    try:
        text = read(source.path).text
    except Unreadable:
        return None
    if len(text) <= _LONG:
        return None
    end = _last_gap(text[:_BEGINNING])
    beginning = parse_document(source.name, text[:end])
    if not beginning.papers:
        return None
    return Kept(source.name, source.path, filed(beginning), None, None, is_whole=False)


def _last_gap(text: str) -> int:
    """Where the last part of `text` that may be incomplete starts: at a heading, else behind a blank line."""
    for gap in (_HEADING, _BLANK_LINE):
        last = max((match.end() for match in gap.finditer(text)), default=0)
        if last > len(text) // 2:
            return last
    return len(text)


def read_file(source: Source) -> Kept:
    """What is to be kept of a file, or why nothing can be."""
    from paperterm.core.filing import filed
    from paperterm.core.parse.document import parse_document

    now = time.time_ns()
    try:
        reading = read(source.path)
    except Unreadable as problem:
        return Kept(source.name, source.path, None, problem.reason, _stamp(source))
    is_sure = now - reading.stamp.mtime_ns > _SURE_AFTER_NS
    document = parse_document(source.name, reading.text)
    return Kept(source.name, source.path, filed(document), None, reading.stamp, is_sure)


def _stamp(source: Source) -> Stamp | None:
    try:
        return stamp(source.path)
    except Unreadable:
        return None


def read_stream(stream: BinaryIO, name: str) -> tuple[Kept, str]:
    """What comes out of `stream` until it ends, in any encoding that a file may have, as `name`; and its text."""
    from paperterm.core.filing import filed
    from paperterm.core.parse.document import parse_document

    def failed(reason: str) -> tuple[Kept, str]:
        return Kept(name, None, None, reason, None), ""

    try:
        data = stream.read(READ_LIMIT + 1)
    except OSError as error:
        return failed(reason_for(error))
    if len(data) > READ_LIMIT:
        return failed(f"more than {READ_LIMIT / 1e6:g} MB come from there; split them into several files")
    decoded = decode(data)
    if not is_text(decoded):
        return failed("this is not text but binary; give the Markdown it belongs to")
    return Kept(name, None, filed(parse_document(name, decoded.text)), None, None), decoded.text


class _Worker:
    """A process that reads for us; it answers through one pipe and hears through another what to do."""

    def __init__(self, process: int, answers: int, orders: int) -> None:
        self.process, self.answers, self.orders = process, answers, orders
        self.ahead: set[int] = set()  # what it has not read yet, as far as we know
        self.wanted: set[int] = set()  # that of it which somebody waits for
        self.is_looking = self.is_finding = False
        self._unsent = b""

    def tell(self, *order: object) -> None:
        """Let it do this; never waits."""
        self._unsent += json.dumps(order).encode() + b"\n"
        self.send()

    def send(self) -> bool:
        """Pass on what it was not told yet; whether there is more."""
        # A worker that has died is noticed by its answers.
        with contextlib.suppress(BlockingIOError, BrokenPipeError):
            while self._unsent:
                self._unsent = self._unsent[os.write(self.orders, self._unsent) :]
        return bool(self._unsent)

    def dismiss(self) -> None:
        """There is nothing more to do for it."""
        if self.orders >= 0:
            os.close(self.orders)
            self.orders = -1


@dataclass(slots=True)
class _Wish:
    """Files that hold all these words are to come first: those still to be looked through for them."""

    number: int = 0
    words: tuple[str, ...] = ()
    unseen: deque[int] = field(default_factory=deque)


class Reading:
    """The reading of `sources`, begun at once; iterate for what is to be kept of each, as it comes.

    With `shows_early` a worker sends the beginning of the first source, if that is long, ahead of all of it. With
    `below` everything below these paths is found first; `found` is told, and says what else is to be read.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        workers: int,
        *,
        shows_early: bool = False,
        below: Sequence[Path] = (),
        found: Callable[[Found], Sequence[Source]] | None = None,
    ) -> None:
        self._sources = list(sources)
        self._below, self._found = tuple(below), found
        self._pending = set(range(len(sources)))
        self._queue = deque(range(len(sources)))
        self._wish = _Wish()
        self._asked: tuple[str, ...] | None = None
        self._first: deque[int] = deque()
        self._is_underway = self._is_closed = False
        self._workers: dict[int, _Worker] = {}  # by the end of their pipe that we read
        self._bell: tuple[int, int] | None = None
        self._ringing = threading.Lock()
        if workers > 0 and (sources or below) and hasattr(os, "fork"):
            with contextlib.suppress(OSError):  # no more processes, no more pipes: those there are do what they can
                self._start(workers if below else min(workers, len(sources)), shows_early)

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the workers that have not ended yet, as far as was noticed."""
        return tuple(worker.process for worker in tuple(self._workers.values()))

    @property
    def total(self) -> int:
        """How many sources there are to read, as far as is known."""
        return len(self._sources)

    @property
    def left(self) -> int:
        """How many of the sources known by now are still to be read."""
        return len(self._pending)

    def prefer(self, words: Sequence[str]) -> None:
        """Read first what holds all these words, as `holds` has it; from any thread. No words: as it comes."""
        self._asked = tuple(words)
        with self._ringing:
            if self._bell is not None:
                with contextlib.suppress(BlockingIOError):
                    os.write(self._bell[1], b"!")

    # Workers

    def _start(self, workers: int, shows_early: bool) -> None:
        ours, theirs = os.pipe()
        os.set_blocking(theirs, False)
        self._bell = ours, theirs
        with contextlib.suppress(OSError):
            for _ in range(workers):
                self._hire(shows_early)
        self._lay_out()

    def _lay_out(self) -> None:
        """What there is to do from the start, as nobody listens for a while.

        The first file goes before anything, then what is to be found.
        """
        workers = tuple(self._workers.values())
        if workers and self._queue:
            self._order(workers[0], self._queue.popleft())
        if workers and self._below:
            self._let_find(workers[0])
        others = workers[1:] if self._below and len(workers) > 1 else workers
        for _, worker in product(range(_AHEAD), others):
            if self._queue:
                self._order(worker, self._queue.popleft())

    def _hire(self, shows_early: bool) -> None:
        ends = [*os.pipe()]
        try:
            ends += os.pipe()
            answers, theirs, hears, orders = ends
            process = os.fork()
            if process == 0:
                # A worker that kept an end of ours, its own or another's, would never learn that we are gone.
                others = [end for worker in self._workers.values() for end in (worker.answers, worker.orders)]
                _work(hears, theirs, shows_early, not_mine=(answers, orders, *others, *(self._bell or ())))
        except OSError:
            for end in ends:
                os.close(end)
            raise
        os.close(theirs)
        os.close(hears)
        os.set_blocking(orders, False)
        self._workers[answers] = _Worker(process, answers, orders)
        with contextlib.suppress(ImportError, AttributeError, OSError):
            import fcntl

            fcntl.fcntl(answers, fcntl.F_SETPIPE_SZ, _ROOMY)

    def _let_find(self, worker: _Worker) -> None:
        worker.is_finding = True
        worker.tell("find", *map(os.fspath, self._below))

    def _feed(self, worker: _Worker) -> None:
        """Let a worker know what is to be done next: what somebody waits for before anything else."""
        while self._first and len(worker.wanted) < _WANTED_AHEAD:
            self._order(worker, self._first.popleft(), is_wanted=True)
        if self._wish.unseen and not worker.is_looking:
            self._let_look(worker)
        while self._queue and len(worker.ahead) < _AHEAD:
            self._order(worker, self._queue.popleft())
        if not worker.ahead:
            self._take_over(worker)

    def _take_over(self, worker: _Worker) -> None:
        """Let a worker that has nothing to do relieve the busiest."""
        busiest = max(self._workers.values(), key=lambda each: len(each.ahead))
        taken = sorted(busiest.ahead - busiest.wanted)[(len(busiest.ahead) + 1) // 2 :]
        if taken:
            busiest.tell("leave", *taken)
            busiest.ahead.difference_update(taken)
            for index in taken:
                self._order(worker, index)

    def _order(self, worker: _Worker, index: int, *, is_wanted: bool = False) -> None:
        if index not in self._pending:
            return
        if is_wanted:  # who knows of it already reads it sooner
            worker = next((each for each in self._workers.values() if index in each.ahead), worker)
            worker.wanted.add(index)
        worker.ahead.add(index)
        source = self._sources[index]
        worker.tell("read", index, os.fspath(source.path), source.name, is_wanted)

    def _let_look(self, worker: _Worker) -> None:
        some: list[tuple[int, str]] = []
        while self._wish.unseen and len(some) < _LOOKED_THROUGH:
            if (index := self._wish.unseen.popleft()) in self._pending:
                some.append((index, os.fspath(self._sources[index].path)))
        if some:
            worker.is_looking = True
            worker.tell("look", self._wish.number, self._wish.words, some)

    def _take_wish(self) -> None:
        """Begin to look for what was asked for last, in place of what was before."""
        words, self._asked = self._asked, None
        if words is not None and words != self._wish.words:
            unseen = deque(sorted(self._pending)) if words else deque[int]()
            self._wish = _Wish(self._wish.number + 1, words, unseen)
            self._first.clear()
            for worker in self._workers.values():
                worker.wanted.clear()

    # What comes

    def __iter__(self) -> Iterator[Kept]:
        self._is_underway = True
        try:
            yield from self._from_workers()
            if self._below and not self._is_closed:
                self._take_found(find(self._below))
            for index in sorted(self._pending):
                if self._is_closed:
                    break
                self._pending.discard(index)
                yield read_file(self._sources[index])
        finally:
            self._is_underway = False
            self.close()

    def _from_workers(self) -> Iterator[Kept]:
        import pickle  # not before the fork, and only where there are workers

        while self._workers:
            self._take_wish()
            for worker in self._workers.values():
                self._keep_busy(worker)
            bell = [self._bell[0]] if self._bell else []
            hard_of_hearing = [worker.orders for worker in self._workers.values() if worker.send()]
            ready, _, _ = select.select([*bell, *self._workers], hard_of_hearing, [])
            for pipe in ready:
                if pipe in bell:
                    os.read(pipe, 1 << 12)
                elif (message := _receive(pipe)) is None:
                    self._end(pipe)
                else:
                    what, *answer = pickle.loads(message)  # noqa: S301 - from our own worker
                    if what == "read":
                        yield from self._take_read(*answer)
                    elif what == "found":
                        self._take_found(*answer)
                    else:
                        self._take_looked(self._workers[pipe], *answer)

    def _keep_busy(self, worker: _Worker) -> None:
        if worker.orders < 0:
            return
        if self._below and not any(each.is_finding for each in self._workers.values()):
            self._let_find(worker)
        self._feed(worker)
        if not self._pending and not self._below:
            worker.dismiss()

    def _take_read(self, index: int, kept: Kept) -> Iterator[Kept]:
        """Pass on what was read, once, though several may have read it."""
        if index not in self._pending:
            return
        yield kept._replace(is_wanted=any(index in each.wanted for each in self._workers.values()))
        if kept.is_whole:
            self._pending.discard(index)
            for worker in self._workers.values():
                worker.ahead.discard(index)
                worker.wanted.discard(index)

    def _take_found(self, found: Found) -> None:
        self._below = ()
        more = self._found(found) if self._found else ()
        known, there = {source.name for source in self._sources}, {source.name for source in found.sources}
        self._pending -= {index for index in self._pending if self._sources[index].name not in there}
        first = len(self._sources)
        self._sources += [source for source in more if source.name not in known]
        added = range(first, len(self._sources))
        self._pending.update(added)
        self._queue.extend(added)
        if self._wish.words:
            self._wish.unseen.extend(added)

    def _take_looked(self, worker: _Worker, number: int, indices: Sequence[int]) -> None:
        worker.is_looking = False
        if number == self._wish.number:
            self._first.extend(indices)

    def _end(self, pipe: int) -> None:
        worker = self._workers.pop(pipe)
        os.close(pipe)
        worker.dismiss()
        self._queue.extendleft(sorted(worker.ahead & self._pending, reverse=True))
        with contextlib.suppress(ChildProcessError):
            os.waitpid(worker.process, 0)

    def _take_bell_down(self) -> None:
        with self._ringing:
            bell, self._bell = self._bell or (), None
            for end in bell:
                os.close(end)

    def close(self) -> None:
        """End the workers; what was not read yet stays unread. From any thread: an iteration under way just ends."""
        self._is_closed = True
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        if not self._is_underway:
            for pipe in list(self._workers):
                self._end(pipe)
            self._take_bell_down()


def _receive(pipe: int) -> bytes | None:
    """The next whole message, or None when the worker has ended."""
    head = _exactly(pipe, _LENGTH.size)
    return None if head is None else _exactly(pipe, _LENGTH.unpack(head)[0])


def _exactly(pipe: int, size: int) -> bytes | None:
    parts: list[bytes] = []
    while size:
        part = os.read(pipe, min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


# In a worker


class _Orders:
    """What a worker was told and has not done yet."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._half = b""
        self._first: deque[list[Any]] = deque()
        self._later: deque[list[Any]] = deque()
        self._is_over = False

    def __iter__(self) -> Iterator[list[Any]]:
        """One after the other; what is wanted or is to be looked for before the rest."""
        while True:
            self._hear()
            if not self._first and not self._later:
                return
            yield (self._first or self._later).popleft()

    def _hear(self) -> None:
        """Take what was said by now; wait for it while there is nothing to do."""
        while not self._is_over:
            waits = not self._first and not self._later
            if not waits and not select.select([self._pipe], [], [], 0)[0]:
                return
            said = os.read(self._pipe, 1 << 16)
            self._is_over = not said
            *lines, self._half = (self._half + said).split(b"\n")
            for line in lines:
                self._take(json.loads(line))

    def _take(self, order: list[Any]) -> None:
        what = order[0]
        if what == "leave" or (what == "read" and order[-1]):  # it may stand further behind
            leaving = set(order[1:] if what == "leave" else order[1:2])
            self._later = deque(each for each in self._later if each[0] != "read" or each[1] not in leaving)
        if what != "leave":
            is_first = what == "look" or (what == "read" and order[-1])
            (self._first if is_first else self._later).append(order)


def _work(hears: int, answers: int, shows_early: bool, not_mine: Iterable[int]) -> NoReturn:
    """What a worker does from fork to exit: as it is told; it never returns.

    Of the source with the index 0 it sends the beginning first, with `shows_early`.
    """
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for other in not_mine:
            os.close(other)
        gc.disable()
        is_patient = False
        for what, *order in _Orders(hears):
            if not is_patient and (what != "read" or order[0]):
                os.nice(_PATIENCE)
                is_patient = True
            if what == "read":
                _do_read(answers, *order, shows_early=shows_early)
            elif what == "find":
                _send(answers, "found", find([Path(path) for path in order]))
            else:
                number, words, files = order
                _send(answers, "looked", number, [index for index, path in files if holds(Path(path), words)])
        status = 0
    finally:
        os._exit(status)


def _do_read(answers: int, index: int, path: str, name: str, is_wanted: bool, *, shows_early: bool) -> None:
    source = Source(Path(path), name)
    if index == 0 and shows_early and (beginning := read_beginning(source)):
        _send(answers, "read", index, beginning)
    _send(answers, "read", index, read_file(source))


def _send(pipe: int, *answer: object) -> None:
    import pickle

    message = pickle.dumps(answer, -1)
    view = memoryview(_LENGTH.pack(len(message)) + message)
    while view:
        view = view[os.write(pipe, view) :]

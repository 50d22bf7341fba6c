"""Reading many files into what is kept of them, with every core.

Lives here: the worker processes and the pipes to them.
Must not: decide what to read or keep what was read.

Workers are forked before the terminal interface is imported, so that the first file is parsed on one core while the
framework loads on the other. What workers do not deliver (there are none, they cannot be forked, one was killed) is
read in this process. Workers end by themselves as soon as nobody listens any more, even if this process was killed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import select
import signal
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, NoReturn

from paperterm.store.decoding import decode, is_text
from paperterm.store.files import READ_LIMIT, Source, Stamp, Unreadable, read, reason_for, stamp
from paperterm.store.index import Kept

# All but the first file are read with so much less urgency: the screen, which starts meanwhile, goes first.
_PATIENCE = 10
_LENGTH = struct.Struct("<Q")
_TICKET = struct.Struct("<I")
# The smallest pipe takes 4 KiB without a reader: so many tickets can be laid out before the first worker starts.
_MOST_TICKETS = 4096 // _TICKET.size
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


class Reading:
    """The reading of `sources`, begun at once; iterate for what is to be kept of each, as it comes.

    With `shows_early` a worker sends the beginning of the first source, if that is long, ahead of all of it.
    """

    def __init__(self, sources: Sequence[Source], workers: int, *, shows_early: bool = False) -> None:
        self._sources = sources
        self._shows_early = shows_early
        self._pending = set(range(len(sources)))
        self._is_underway = self._is_closed = False
        self._pipes: dict[int, int] = {}  # the end of a worker's pipe that we read, and its process
        if workers > 0 and sources and hasattr(os, "fork"):
            with contextlib.suppress(OSError):  # no more processes, no more pipes: those there are do what they can
                self._start(min(workers, len(sources)))

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the workers that have not ended yet, as far as was noticed."""
        return tuple(self._pipes.values())

    def _start(self, workers: int) -> None:
        tickets, laid_out = os.pipe()
        step = -(-len(self._sources) // _MOST_TICKETS)
        try:
            os.write(laid_out, b"".join(_TICKET.pack(first) for first in range(0, len(self._sources), step)))
            os.close(laid_out)
            for _ in range(workers):
                self._hire(step, tickets)
        finally:
            os.close(tickets)

    def _hire(self, step: int, tickets: int) -> None:
        ours, theirs = os.pipe()
        try:
            process = os.fork()
            if process == 0:
                # A worker that kept a reading end, its own or another's, would never learn that we are gone.
                early = 0 if self._shows_early else -1
                _work(self._sources, step, tickets, theirs, early, not_mine=(ours, *self._pipes))
            self._pipes[ours] = process
        except OSError:
            os.close(ours)
            raise
        finally:
            os.close(theirs)

    def __iter__(self) -> Iterator[Kept]:
        self._is_underway = True
        try:
            yield from self._from_workers()
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

        while self._pipes:
            ready, _, _ = select.select(list(self._pipes), [], [])
            for pipe in ready:
                message = _receive(pipe)
                if message is None:
                    self._end(pipe)
                else:
                    index, kept = pickle.loads(message)  # noqa: S301 - from our own worker
                    if kept.is_whole:
                        self._pending.discard(index)
                    yield kept

    def _end(self, pipe: int) -> None:
        os.close(pipe)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pipes.pop(pipe), 0)

    def close(self) -> None:
        """End the workers; what was not read yet stays unread. From any thread: an iteration under way just ends."""
        self._is_closed = True
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        if not self._is_underway:
            for pipe in list(self._pipes):
                self._end(pipe)


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


def _work(
    sources: Sequence[Source], step: int, tickets: int, pipe: int, early: int, not_mine: Iterable[int]
) -> NoReturn:
    """What a worker does from fork to exit: take tickets, parse, send; it never returns.

    Of the source with the index `early` it sends the beginning first.
    """
    status = 1
    try:
        import pickle

        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for other in not_mine:
            os.close(other)
        gc.disable()
        is_patient = False
        while ticket := os.read(tickets, _TICKET.size):
            first = _TICKET.unpack(ticket)[0]
            if first and not is_patient:
                os.nice(_PATIENCE)
                is_patient = True
            for index in range(first, min(first + step, len(sources))):
                if index == early and (beginning := read_beginning(sources[index])):
                    _send(pipe, pickle.dumps((index, beginning), -1))
                _send(pipe, pickle.dumps((index, read_file(sources[index])), -1))
        status = 0
    finally:
        os._exit(status)


def _send(pipe: int, message: bytes) -> None:
    view = memoryview(_LENGTH.pack(len(message)) + message)
    while view:
        view = view[os.write(pipe, view) :]

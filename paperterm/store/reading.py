"""Reading many files into documents, with every core.

Lives here: the worker processes and the pipes to them.
Must not: decide what to read or keep what was read.

Workers are forked before the terminal interface is imported, so that the first file is parsed on one core while the
framework loads on the other. Where processes cannot be forked, or one of them dies, files are read in this process.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import select
import signal
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from paperterm.core.model import Document
from paperterm.store.files import Source, Unreadable, read

_LENGTH = struct.Struct("<Q")
_TICKET = struct.Struct("<I")
# A pipe takes 64 KiB without a reader: so many tickets can be laid out before the first worker starts.
_MOST_TICKETS = 8192


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be read, and a sentence that says why and what to do."""

    reason: str


Outcome = Document | Failed


def read_document(path: Path, name: str) -> Outcome:
    """The document at `path`, named `name`, or why it cannot be had."""
    from paperterm.core.parse.document import parse_document

    try:
        reading = read(path)
    except Unreadable as problem:
        return Failed(str(problem))
    return parse_document(name, reading.text)


class Reading:
    """The reading of `sources`, begun at once; iterate for (index in `sources`, outcome) as they come."""

    def __init__(self, sources: Sequence[Source], workers: int) -> None:
        self._sources = sources
        self._pending = set(range(len(sources)))
        self._pipes: dict[int, int] = {}  # the end of a worker's pipe that we read, and its process
        if workers > 0 and sources and hasattr(os, "fork"):
            self._start(min(workers, len(sources)))

    def _start(self, workers: int) -> None:
        tickets, laid_out = os.pipe()
        step = -(-len(self._sources) // _MOST_TICKETS)
        os.write(laid_out, b"".join(_TICKET.pack(first) for first in range(0, len(self._sources), step)))
        os.close(laid_out)
        for _ in range(workers):
            ours, theirs = os.pipe()
            process = os.fork()
            if process == 0:
                _work(self._sources, step, tickets, theirs)
            os.close(theirs)
            self._pipes[ours] = process
        os.close(tickets)

    def __iter__(self) -> Iterator[tuple[int, Outcome]]:
        try:
            yield from self._from_workers()
            for index in sorted(self._pending):
                self._pending.discard(index)
                yield index, read_document(self._sources[index].path, self._sources[index].name)
        finally:
            self.close()

    def _from_workers(self) -> Iterator[tuple[int, Outcome]]:
        while self._pipes:
            ready, _, _ = select.select(list(self._pipes), [], [])
            for pipe in ready:
                message = _receive(pipe)
                if message is None:
                    self._end(pipe)
                else:
                    index, outcome = pickle.loads(message)  # noqa: S301 - from our own worker
                    self._pending.discard(index)
                    yield index, outcome

    def _end(self, pipe: int) -> None:
        os.close(pipe)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pipes.pop(pipe), 0)

    def close(self) -> None:
        """End the workers; what was not read yet stays unread."""
        for pipe, process in list(self._pipes.items()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
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


def _work(sources: Sequence[Source], step: int, tickets: int, pipe: int) -> None:
    """What a worker does from fork to exit: take tickets, parse, send; it never returns."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        gc.disable()
        while ticket := os.read(tickets, _TICKET.size):
            first = _TICKET.unpack(ticket)[0]
            for index in range(first, min(first + step, len(sources))):
                _send(pipe, pickle.dumps((index, read_document(sources[index].path, sources[index].name)), -1))
        status = 0
    finally:
        os._exit(status)


def _send(pipe: int, message: bytes) -> None:
    view = memoryview(_LENGTH.pack(len(message)) + message)
    while view:
        view = view[os.write(pipe, view) :]

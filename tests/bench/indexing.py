"""A library opened for the first time: `index`. And one file of it changed while it is open: `refresh`."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from markdown_it import MarkdownIt

from paperterm.store.watching import Watch
from tests.bench.child import Child, across_styles
from tests.bench.libraries import Shape, file_text
from tests.bench.lists import end_mark, title_mark
from tests.bench.programs import Bench, paperterm, require_key, run_python
from tests.bench.samples import NotThereYetError, Row, Samples, megabytes, milliseconds, missing_row

_POLL_S = 0.1
_CHANGES = 5
_CHANGED = "changed{:03d}Q"


# Opened for the first time


def indexing(bench: Bench) -> Iterator[Row]:
    """A large library with an empty cache, against blocks parsed before and after."""
    for shape in bench.largest:
        yield from _cold(bench, shape)


@dataclass(frozen=True)
class _Opened:
    """A library opened for the first time; seconds from the start, and bytes."""

    found: dict[str, float | str]
    idle: float
    peak: float
    cache: float


def _cold(bench: Bench, shape: Shape) -> Iterator[Row]:
    name, goals = f"{shape.papers:,} papers, cold", (1.1, 1.0, 3.0) if shape is bench.large else (None, None, None)
    starts = Samples().take([bench.minimal, lambda: _cold_start(bench, shape)], min(bench.rounds, 3))
    before = _blocks(bench, shape)
    opened = _opened(bench, shape)
    blocks, to = mean((before, _blocks(bench, shape))), "block parse"
    yield Row(f"block parse of {shape.papers:,} papers, one core", milliseconds(blocks))
    for what, base, goal in (("live", "M, the same", goals[0]), ("painted", "M painted", None)):
        ratio = starts.ratio(f"cold {what}", what)
        yield Row(f"{name}: {what}", milliseconds(starts.median(f"cold {what}")), ratio, base, goal)
    for (what, moment), goal in zip(opened.found.items(), goals[1:], strict=True):
        if isinstance(moment, float):
            yield Row(f"{name}: {what}", milliseconds(moment), moment / blocks, to, goal)
        else:
            yield missing_row(f"{name}: {what}", moment)
    yield Row(f"{name}: nothing more to do", milliseconds(opened.idle), opened.idle / blocks, to)
    yield Row(f"{name}: memory at most, workers aside", megabytes(opened.peak))
    ratio = opened.cache / _size(bench.library(shape))
    yield Row(f"{name}: size of the cache", megabytes(opened.cache), ratio, "the text")


def _cold_start(bench: Bench, shape: Shape) -> dict[str, float]:
    """Until the screen is live, and no longer."""
    program = paperterm("", bench.library(shape))
    with program.open(bench.environment()) as child:
        return {f"cold {what}": value for what, value in program.start(child, end_mark(1)).items()}


def _opened(bench: Bench, shape: Shape) -> _Opened:
    """Until there is nothing more to do; the cache that comes of it serves the other parts."""
    program, cache = paperterm("", bench.library(shape)), bench.scratch()
    with program.open(bench.environment(cache=cache)) as child:
        program.start(child, end_mark(1))
        found = _searchable(child, shape)
        idle = child.idle(1800) - child.started
        peak = child.peak_memory() or 0
        child.quit()
    bench.keep_warm(shape, cache)
    return _Opened(found, idle, peak, _size(cache))


def _searchable(child: Child, shape: Shape) -> dict[str, float | str]:
    """Seconds from the start until the last title is found, and until a word of the last note is."""
    waits = {"titles searchable": title_mark(shape.papers), "all done": end_mark(shape.papers)}
    try:
        require_key("S")
        return {what: _find(child, mark) - child.started for what, mark in waits.items()}
    except NotThereYetError as error:
        return dict.fromkeys(waits, str(error))
    except TimeoutError:
        return dict.fromkeys(waits, "S did not find it in ten minutes")


def _find(child: Child, mark: str, seconds: float = 600) -> float:
    """The moment when `S` shows what holds `mark`; typed without its last letter, which only a hit can show."""
    typed, shown = mark[:-1], across_styles(*(character.encode() for character in mark))
    end = time.perf_counter() + seconds
    child.press("S")
    child.settle(_POLL_S)
    since = len(child.raw)
    child.press(typed)
    try:
        while (moment := child.awaited(shown, since=since, seconds=_POLL_S)) is None:
            if time.perf_counter() > end or child.status is not None:
                raise TimeoutError(f"not found: {mark}\n{child.text()}")
            child.press("\x7f", typed[-1])  # ask again: some screens look only when something is typed
        return moment
    finally:
        child.press("escape")  # once: another one would stop the reading


def _blocks(bench: Bench, shape: Shape) -> float:
    """Processor seconds of markdown-it-py for the blocks of all files."""
    parser = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
    folder = bench.library(shape)
    texts = [(folder / shape.path(file)).read_text(encoding="utf-8") for file in range(shape.files)]
    start = time.process_time()
    for text in texts:
        parser.parse(text)
    return time.process_time() - start


def _size(folder: Path) -> float:
    return float(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))


# One file changed


def refreshing(bench: Bench) -> Iterator[Row]:
    """From the write to the new title on the screen, and without the watching; against one parse and all stats."""
    shape = bench.large
    library, path = bench.library(shape), bench.library(shape) / shape.path(1)
    cache = bench.warm(shape)
    with _as_generated(path, shape):
        seen = _seen_from_outside(bench, shape, cache)
    with _as_generated(path, shape):
        inside = json.loads(
            run_python(
                ["-m", "tests.bench.inside", "refresh", str(library), str(path), str(_CHANGES)],
                bench.environment(cache=cache),
            )
        )
    samples = Samples()
    samples.values.update(seen.values)
    samples.values.update(inside)
    base, to = samples.median("base"), f"that file's parse and {shape.files:,} stats"
    yield Row(to, milliseconds(base))
    for name, label, goal in (
        ("refresh", f"refresh after one changed file of {shape.files:,}, in process", 2.0),
        ("watched", "refresh, reported to painted", None),
        ("written", "refresh, written to painted (it waits for more changes)", None),
    ):
        value = samples.median(name)
        yield Row(label, milliseconds(value), value / base, to, goal)


def _seen_from_outside(bench: Bench, shape: Shape, cache: Path) -> Samples:
    """Two watchers run: the program's and one here, which says when changes are reported."""
    library, path = bench.library(shape), bench.library(shape) / shape.path(1)
    first, text = shape.numbers(1).start, path.read_text(encoding="utf-8")
    program, reported = paperterm("", library), threading.Event()
    moments: list[float] = []

    def report(_: object) -> None:
        moments.append(time.perf_counter())
        reported.set()

    samples = Samples()
    with program.open(bench.environment(cache=cache)) as child:
        program.start(child, end_mark(1))
        child.idle()
        since, _ = child.key("}")
        child.moments(title_mark(first).encode(), since=since)
        child.settle()
        watch = Watch([library], report)
        try:
            for number in range(_CHANGES):
                mark = _CHANGED.format(number)
                reported.clear()
                moments.clear()
                since, written = len(child.raw), time.perf_counter()
                path.write_text(text.replace(title_mark(first), mark), encoding="utf-8")
                painted = child.moments(mark.encode(), since=since)[mark.encode()]
                reported.wait(2)
                samples.add({"written": painted - written, "watched": painted - (moments or [written])[0]})
                child.idle(window=0.3)
        finally:
            watch.stop()
    return samples


@contextmanager
def _as_generated(path: Path, shape: Shape) -> Iterator[None]:
    """The first file behind the README as it was generated, also when a run before this one was killed."""
    text = file_text(shape, 1).encode()
    if path.read_bytes() != text:
        path.write_bytes(text)
    try:
        yield
    finally:
        path.write_bytes(text)

"""A library opened for the first time: `index`. And one file of it changed while it is open: `refresh`."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean

from markdown_it import MarkdownIt

from paperterm.store.watching import Watch
from tests.bench.child import Child, across_styles
from tests.bench.libraries import Shape
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


def _cold(bench: Bench, shape: Shape) -> Iterator[Row]:
    name, cache = f"{shape.papers:,} papers, cold", bench.scratch()
    minimal = bench.minimals(3)
    before = _blocks(bench, shape)
    program = paperterm(name, bench.library(shape))
    with program.open(bench.environment(cache=cache)) as child:
        times = program.start(child, end_mark(1))
        found = _searchable(child, shape)
        idle = child.idle(1800) - child.started
        peak = child.peak_memory() or 0
        child.quit()
    bench.keep_warm(shape, cache)
    blocks, to = mean((before, _blocks(bench, shape))), "block parse"
    is_goal = shape is bench.large
    yield Row(f"block parse of {shape.papers:,} papers, one core", milliseconds(blocks))
    for what, base in (("live", "M, the same"), ("painted", "M painted")):
        ratio = times[what] / minimal.median(what)
        yield Row(
            f"{name}: {what}", milliseconds(times[what]), ratio, base, 1.1 if what == "live" and is_goal else None
        )
    for what, goal in (("titles searchable", 1.0), ("all done", 3.0)):
        label = f"{name}: {what}"
        moment = found.get(what)
        if isinstance(moment, float):
            yield Row(label, milliseconds(moment), moment / blocks, to, goal if is_goal else None)
        else:
            yield missing_row(label, moment or "not found")
    yield Row(f"{name}: nothing more to do", milliseconds(idle), idle / blocks, to)
    yield Row(f"{name}: memory at most, without workers", megabytes(peak))
    yield Row(
        f"{name}: size of the cache", megabytes(_size(cache)), _size(cache) / _size(bench.library(shape)), "the text"
    )


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
        while True:
            try:
                return child.moment_of(shown, since=since, seconds=_POLL_S)
            except TimeoutError:
                if time.perf_counter() > end or child.status is not None:
                    raise
            child.press("\x7f", typed[-1])  # ask again: some screens look only when something is typed
    finally:
        child.press("escape")
        child.press("escape")


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
    with _restored(path):
        seen = _seen_from_outside(bench, shape, cache)
    with _restored(path):
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
def _restored(path: Path) -> Iterator[None]:
    before = path.read_bytes()
    try:
        yield
    finally:
        path.write_bytes(before)

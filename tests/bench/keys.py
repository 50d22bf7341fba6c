"""Keys on a screen at rest: `keys` (one row down; everything unfolded), `memory`, `walk`."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence

from tests.bench.child import Child
from tests.bench.libraries import THOUSAND, Shape
from tests.bench.lists import end_mark, walking_list
from tests.bench.programs import MINIMAL, Bench, paperterm
from tests.bench.samples import Row, Samples, megabytes, milliseconds

_PRESSES, _AT_ONCE = 200, 10
_REST_S = 0.05
_UNFOLDINGS = 10
_WALK, _PER_SECOND = 1000, 30


@contextlib.contextmanager
def _at_rest(bench: Bench, shape: Shape) -> Iterator[Child]:
    """PaperTerm on that library, warm, with nothing more to do; the cursor is on the second paper."""
    program = paperterm("", bench.library(shape))
    with program.open(bench.environment(cache=bench.warm(shape))) as child:
        program.start(child, end_mark(1))
        child.idle()
        yield child


@contextlib.contextmanager
def _minimal_at_rest(bench: Bench) -> Iterator[Child]:
    with MINIMAL.open(bench.environment()) as child:
        MINIMAL.start(child)
        child.idle()
        yield child


# One row down


def pressing(bench: Bench) -> Iterator[Row]:
    """`down` to the first bytes and to the whole note, in libraries of different sizes in turn; then `+`."""
    shapes = [THOUSAND, *bench.largest]
    samples = Samples()
    with contextlib.ExitStack() as stack:
        children = [(shape, stack.enter_context(_at_rest(bench, shape))) for shape in shapes]
        minimal = stack.enter_context(_minimal_at_rest(bench))
        before = [child.processor_time() for _, child in children]
        for first in range(3, 3 + _PRESSES, _AT_ONCE):
            for shape, child in children:
                for number in range(first, first + _AT_ONCE):
                    samples.add({f"{what} {shape.papers}": value for what, value in _down(child, number).items()})
            for _ in range(_AT_ONCE):  # there and back again: M's tree is short
                samples.add(_arrow(minimal, "up" if first // _AT_ONCE % 2 else "down"))
        after = [child.processor_time() for _, child in children]
        unfolding = _unfold(children[1][1])
    yield from _rows(samples, shapes, bench.large)
    for shape, begun, ended in zip(shapes, before, after, strict=True):
        label = f"`down` at {shape.papers:,} papers, processor time a key, mean"
        yield Row(label, milliseconds((ended - begun) / _PRESSES))
    where, ratio = f"at {bench.large.papers:,} papers", unfolding.ratio("unfold", "page")
    yield Row(f"page-down {where}, all unfolded", milliseconds(unfolding.median("page")))
    yield Row(f"`+` {where}", milliseconds(unfolding.median("unfold")), ratio, "one page-down", 2.0)


def _down(child: Child, number: int) -> Mapping[str, float]:
    """To the paper with that number."""
    since, pressed = child.key("down")
    first = child.first_bytes(since)
    mark = end_mark(number).encode()
    note = child.moments(mark, since=since)[mark]
    child.settle(_REST_S)
    return {"first": first - pressed, "note": note - pressed}


def _arrow(child: Child, key: str) -> Mapping[str, float]:
    since, pressed = child.key(key)
    first = child.first_bytes(since)
    child.settle(_REST_S)
    return {"M": first - pressed}


def _rows(samples: Samples, shapes: Sequence[Shape], large: Shape) -> Iterator[Row]:
    yield Row("`down` in M's tree, first bytes", milliseconds(samples.median("M")))
    base = shapes[0].papers
    for shape in shapes:
        goal = 1.2 if shape is large else None
        for what, label in (("first", "first bytes"), ("note", "complete note")):
            name, to = f"{what} {shape.papers}", f"{base:,} papers"
            for late, value in (("", samples.median(name)), (", 95th percentile", samples.percentile(name, 95))):
                usual = samples.percentile(f"{what} {base}", 95) if late else samples.median(f"{what} {base}")
                label_here = f"`down` at {shape.papers:,} papers, {label}{late}"
                is_base = shape is shapes[0]
                ratio, goal_here = (None if is_base else value / usual), (None if late else goal)
                yield Row(label_here, milliseconds(value), ratio, "" if is_base else to, goal_here)
        late_ms = samples.percentile(f"note {shape.papers}", 95) * 1000
        yield Row(f"`down` at {shape.papers:,} papers, complete note, 95th percentile", "", late_ms, "1 ms", 25)


# Everything unfolded


def _unfold(child: Child) -> Samples:
    """`+`, and a page down right after it; each until the last bytes."""
    samples = Samples()
    for _ in range(_UNFOLDINGS + 1):
        _painted(child, "-")
        unfolded = _painted(child, "+")
        samples.add({"unfold": unfolded, "page": _painted(child, "pagedown")})
    for values in samples.values.values():
        del values[0]
    return samples


def _painted(child: Child, key: str) -> float:
    child.settle()
    since, pressed = child.key(key)
    return child.painted(since) - pressed


# Memory


def remembering(bench: Bench) -> Iterator[Row]:
    """Memory in use when nothing more happens, and the most there was before."""
    with _minimal_at_rest(bench) as child:
        usual = child.memory()
    yield Row("memory in use, M", megabytes(usual))
    for shape in [THOUSAND, *bench.largest]:
        with _at_rest(bench, shape) as child:
            now, peak = child.memory(), child.peak_memory() or 0
        name, goal = f"{shape.papers:,} papers, warm", 30 if shape is bench.large else None
        yield Row(f"memory in use, {name}", megabytes(now), (now - usual) / 1e6, "1 MB more than M", goal)
        yield Row(f"memory at most, {name}", megabytes(peak), (peak - usual) / 1e6, "1 MB more than M")


# A long walk


def walking(bench: Bench) -> Iterator[Row]:
    """30 keys a second through 1,000 papers, and back; then the memory."""
    program = paperterm("", bench.file("walk.md", walking_list(_WALK + 2)))
    with program.open(bench.environment()) as child:
        program.start(child, end_mark(1))
        child.idle()
        before = child.memory()
        there = _walk(child, "j", end_mark(_WALK + 2))
        child.idle()
        after = child.memory()
        back = _walk(child, "k", end_mark(2))
    late = max(there, back) * 1000
    yield Row(f"{_PER_SECOND} keys a second through {_WALK:,} papers: last note after last key", "", late, "1 ms", 50)
    label = f"memory after visiting {_WALK:,} papers"
    yield Row(label, megabytes(after), after / before if before else None, "before", 1.2)


def _walk(child: Child, key: str, mark: str) -> float:
    """Seconds from the last key to the last paper's note."""
    begin = time.perf_counter()
    for step in range(_WALK):
        while (left := begin + step / _PER_SECOND - time.perf_counter()) > 0:
            child.pump(left)
        since, pressed = child.key(key)
    return child.moments(mark.encode(), since=since)[mark.encode()] - pressed

"""Searching a large library while typing: `search`."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.child import Child, across_styles
from tests.bench.libraries import all_text
from tests.bench.lists import end_mark
from tests.bench.programs import Bench, paperterm, require_key, run_python
from tests.bench.samples import NotThereYetError, Row, Samples, milliseconds, missing_row
from tests.bench.typed import QUERIES

_HIT = across_styles(*[rb"\d"] * 7, b"X")
_REST_S = 0.08
_WORDS = ("attention", "metakernel", "图像", "0005432")


def searching(bench: Bench) -> Iterator[Row]:
    """One keystroke: the query, and until hits are painted; against a search of the same text by another program."""
    scan, command = _scan(bench)
    yield Row(f"`{command}` over the same text in one file", milliseconds(scan))
    yield from _query_rows(bench, scan, command)
    yield from _painted_rows(bench)
    yield from _command_rows(bench, scan, command)


def _scan(bench: Bench) -> tuple[float, str]:
    """(seconds that the whole process takes, which); ripgrep, or grep where there is none."""
    text = str(all_text(bench.keep, bench.large))
    command = ["rg", "-c"] if shutil.which("rg") else ["grep", "-c"]
    taken = []
    for _ in range(max(bench.rounds, 3)):
        for word in _WORDS:
            start = time.perf_counter()
            subprocess.run([*command, word, text], check=False, stdout=subprocess.DEVNULL)
            taken.append(time.perf_counter() - start)
    return median(taken), f"{' '.join(command)} WORD" + ("" if command[0] == "rg" else ", for want of rg,")


def _query_rows(bench: Bench, scan: float, command: str) -> Iterator[Row]:
    label = f"search keystroke at {bench.large.papers:,} papers: query"
    environment = bench.environment(cache=bench.warm(bench.large))
    library = str(bench.library(bench.large))
    samples = Samples()
    try:
        samples.values.update(json.loads(run_python(["-m", "tests.bench.inside", "query", library], environment)))
    except subprocess.CalledProcessError as error:
        yield missing_row(label, (error.stderr.strip().splitlines() or ["failed"])[-1])
        return
    for late, value in (("", samples.median("query")), (", 95th percentile", samples.percentile("query", 95))):
        yield Row(label + late, milliseconds(value), value / scan, f"`{command}`", 0.5)


def _painted_rows(bench: Bench) -> Iterator[Row]:
    label = f"search keystroke at {bench.large.papers:,} papers: painted"
    program = paperterm("", bench.library(bench.large))
    samples = Samples()
    try:
        require_key("S")
        with program.open(bench.environment(cache=bench.warm(bench.large))) as child:
            program.start(child, end_mark(1))
            child.idle()
            for query in QUERIES:
                _type(child, query, samples)
    except NotThereYetError as error:
        yield missing_row(label, str(error))
        return
    for name, what in (("echo", "first bytes"), ("hits", "hits")):
        yield Row(f"{label}, {what}", milliseconds(samples.median(name)))
    yield Row(f"{label}, 95th percentile", "", samples.percentile("hits", 95) * 1000, "1 ms", 16)
    yield Row(f"{label}, ranked and at rest", milliseconds(samples.median("rest")))


def _type(child: Child, query: str, samples: Samples) -> None:
    """Open the search, type, and leave it; a keystroke that changes no hit counts until its echo."""
    child.press("S")
    child.settle()
    for character in query:
        since, pressed = child.key(character)
        echo = child.first_bytes(since)
        rest = child.painted(since, _REST_S)
        samples.add({"echo": echo - pressed, "rest": rest - pressed})
        samples.add({"hits": child.first_match(_HIT, since, default=echo) - pressed})
    child.press("escape")
    child.press("escape")
    child.settle()


def _command_rows(bench: Bench, scan: float, command: str) -> Iterator[Row]:
    label = "`paperterm search WORD`, whole process"
    environment = bench.environment(cache=bench.warm(bench.large))
    library = str(bench.library(bench.large))
    try:
        times = [
            bench.process(["-m", "paperterm", "search", word, library, "--format", "jsonl"], environment)
            for word in _WORDS
        ]
    except subprocess.CalledProcessError as error:
        why = (error.stderr.strip().splitlines() or [f"exit status {error.returncode}"])[-1]
        yield missing_row(label, why.replace(str(Path(library)), "…"))
        return
    yield Row(label, milliseconds(median(times)), median(times) / scan, f"`{command}`")

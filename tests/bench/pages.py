"""Showing a very long note: `render`, seen from outside."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt

from tests.bench.lists import end_mark, two_papers
from tests.bench.programs import Bench, paperterm
from tests.bench.samples import Row, Samples, milliseconds

_NOTES = 2000
_FULL = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def showing(bench: Bench) -> Iterator[Row]:
    """From `j` to a paper of 2,000 notes until its page is painted, each time in a new process; then to its end."""
    text = two_papers(_NOTES)
    path = bench.file("two.md", text)
    samples = Samples()
    for _ in range(bench.rounds):
        samples.add(_shown(bench, path))
        start = time.process_time()
        _FULL.parse(text)
        samples.add({"parse": time.process_time() - start})
    to = "its parse by markdown-it-py"
    for name, label, goal in (("painted", "painted", 2.0), ("end", "`G` to its last note", None)):
        row = f"a note of {_NOTES:,} points, {label}"
        yield Row(row, milliseconds(samples.median(name)), samples.ratio(name, "parse"), to, goal)


def _shown(bench: Bench, path: Path) -> dict[str, float]:
    program = paperterm("", path)
    with program.open(bench.environment()) as child:
        child.moments(end_mark(1).encode())
        child.settle()
        since, pressed = child.key("j")
        painted = child.painted(since) - pressed
        child.press("\t")
        child.settle()
        since, pressed = child.key("G")
        mark = end_mark(2).encode()
        end = child.moments(mark, since=since)[mark] - pressed
        child.quit()
    return {"painted": painted, "end": end}

"""What PaperTerm's functions cost on a text, against markdown-it-py on the same text; in processor time."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator, Mapping

from markdown_it import MarkdownIt

from paperterm.core.parse.document import parse_document
from paperterm.core.render.page import render_paper
from tests.bench.lists import KB, long_item, long_note, reading_list, title_mark
from tests.bench.samples import NotThereYetError, Row, Samples, Take, milliseconds
from tests.bench.ways import ways_of_writing

_FULL = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_BLOCKS = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
_NOTES = 2000


def parsing(rounds: int) -> Iterator[Row]:
    """From text to papers."""
    text = reading_list(300 * KB).text
    samples = Samples().take(
        [
            _cold("papers", text),
            _timed("full", lambda: _FULL.parse(text)),
            _timed("blocks", lambda: _BLOCKS.parse(text)),
        ],
        rounds,
    )
    value = milliseconds(samples.median("papers"))
    yield Row("text → papers, 300 KB", value, samples.ratio("papers", "full"), "markdown-it-py, full", 1.0)
    yield Row("text → papers, 300 KB", value, samples.ratio("papers", "blocks"), "markdown-it-py, blocks only")
    for way, written in ways_of_writing(50 * KB).items():
        yield _reading(f"text → papers, 50 KB of {way}", written, rounds)


def _reading(what: str, text: str, rounds: int) -> Row:
    samples = Samples().take([_cold("papers", text), _timed("full", lambda: _FULL.parse(text))], rounds)
    value = milliseconds(samples.median("papers"))
    return Row(what, value, samples.ratio("papers", "full"), "markdown-it-py, full", 1.0)


def rendering(rounds: int) -> Iterator[Row]:
    """From a paper to its page."""
    for what, text in (("notes", long_note(_NOTES)), ("points in one note", long_item(_NOTES))):
        samples = Samples().take([_timed("page", _renderer(text)), _timed("full", lambda: _FULL.parse(text))], rounds)  # noqa: B023
        ratio = samples.ratio("page", "full")
        yield Row(
            f"page of {_NOTES:,} {what}", milliseconds(samples.median("page")), ratio, "markdown-it-py, full", 2.0
        )


def _renderer(text: str) -> Callable[[], object]:
    document = parse_document("notes.md", text)
    paper = next((paper for paper in document.papers if title_mark(1) in paper.title), None)
    if paper is None or not paper.notes:
        raise NotThereYetError("the paper with many notes was not recognised")
    return lambda: render_paper(document, paper, 80)


def _cold(name: str, text: str) -> Take:
    """Reading as if nothing had been read before: what is remembered of words and URLs is forgotten first."""
    timed = _timed(name, lambda: parse_document("list.md", text))

    def take() -> Mapping[str, float]:
        modules = [module for key, module in sys.modules.items() if key.startswith("paperterm.core.parse.")]
        for value in [value for module in modules for value in vars(module).values()]:
            if hasattr(value, "cache_clear"):
                value.cache_clear()
        return timed()

    return take


def _timed(name: str, work: Callable[[], object]) -> Take:
    def take() -> Mapping[str, float]:
        gc.collect()
        start = time.process_time()
        work()
        return {name: time.process_time() - start}

    return take

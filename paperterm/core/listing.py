"""Entries as rows for other programs and for the eye: JSON lines, CSV, a table.

The JSON keys are a contract (docs/jsonl.md): they may grow, never change.
Must not: write anywhere.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from paperterm.core.cells import cell_width, ending, padded, shortened
from paperterm.core.marks import all_tags
from paperterm.core.model import Link
from paperterm.core.outline import Entry
from paperterm.core.text import safe

# JSON escapes C0 by itself; the rest of what a terminal obeys, and lone surrogates, must be escaped too.
_UNSAFE_IN_JSON = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_COLUMNS = ("id", "kind", "title", "authors", "year", "venue", "section", "topic", "tags", "links", "notes")
# The widths of the table's columns in cells; on lines shorter than _NARROW the venue is left out.
_YEAR, _VENUE, _GAP = 4, 10, "  "
_NARROW = 60


def as_json(entry: Entry) -> str:
    """One line of JSON, UTF-8, every key of the contract present."""
    return _json(as_dict(entry))


def work_as_json(work: Sequence[Entry]) -> str:
    """The same of the first of the entries that tell a work, with the places of them all."""
    return _json({**as_dict(work[0]), "places": [f"{entry.name}:{entry.paper.line}" for entry in work]})


def _json(values: dict[str, object]) -> str:
    line = json.dumps(values, ensure_ascii=False)
    return _UNSAFE_IN_JSON.sub(lambda match: json.dumps(match[0])[1:-1], line)


def as_dict(entry: Entry) -> dict[str, object]:
    """The values of the contract, in its order."""
    paper = entry.paper
    return {
        "id": paper.id,
        "kind": str(paper.kind),
        "title": paper.title,
        "authors": list(paper.authors),
        "year": paper.year,
        "venue": paper.venue,
        "section": list(paper.section),
        "group": list(paper.group),
        "topic": paper.topic,
        "tags": list(all_tags(paper)),
        "links": [_link(link) for link in paper.links],
        "notes": [note.text for note in paper.notes],
        "status": paper.status,
        "same_as": paper.same_as,
        "file": entry.name,
        "line": paper.line,
        "end_line": paper.end_line,
    }


def _link(link: Link) -> dict[str, str]:
    return {"kind": str(link.kind), "label": link.label, "url": link.url}


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A header, then a row an entry, safe to show; several values in one cell are joined by `; `."""
    columns = [*_COLUMNS, "file", "line"]
    yield _csv_row(columns)
    for entry in entries:
        values = as_dict(entry)
        values["links"] = [link.url for link in entry.paper.links]
        yield _csv_row([_cell(values[column]) for column in columns])


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _csv_row(cells: Iterable[str]) -> str:
    import csv  # only for those who want it

    buffer = io.StringIO()
    # With no line terminator at all it would not quote cells that hold line feeds.
    csv.writer(buffer, lineterminator="\n").writerow([safe(cell, keep_lines=True) for cell in cells])
    return buffer.getvalue().removesuffix("\n")


def table_lines(entries: Iterable[Entry], width: int) -> Iterator[str]:
    """A line an entry, `width` cells at the most, in columns: year, venue, title, and where it stands."""
    rows = [(entry, _place(entry)) for entry in entries]
    place_width = min(max((cell_width(place) for _, place in rows), default=0), width // 3)
    venue_width = _VENUE + len(_GAP) if width >= _NARROW else 0
    title_width = max(width - _YEAR - venue_width - place_width - 2 * len(_GAP), 0)
    for entry, place in rows:
        paper = entry.paper
        columns = [
            f"{paper.year or '':<{_YEAR}}",
            *([_fitted(safe(paper.venue or ""), _VENUE)] if venue_width else ()),
            _fitted(safe(paper.title), title_width),
            ending(place, place_width),
        ]
        yield shortened(_GAP.join(columns).rstrip(), width)


def _place(entry: Entry) -> str:
    return f"{safe(entry.name)}:{entry.paper.line}"


def _fitted(text: str, width: int) -> str:
    return padded(shortened(text, width), width)

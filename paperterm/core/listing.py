"""Entries as rows for other programs and for the eye: JSON lines, CSV, a table.

The JSON keys are a contract (docs/jsonl.md): they may grow, never change.
Must not: write anywhere.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator

from paperterm.core.cells import cell_width, padded, shortened
from paperterm.core.model import Link
from paperterm.core.outline import Entry
from paperterm.core.targets import clean
from paperterm.core.text import safe

# JSON escapes C0 by itself; the rest of what a terminal obeys, and lone surrogates, must be escaped too.
_UNSAFE_IN_JSON = re.compile(
    "[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_COLUMNS = ("id", "kind", "title", "authors", "year", "venue", "section", "topic", "tags", "links", "notes")


def as_json(entry: Entry) -> str:
    """One line of JSON, UTF-8, every key of the contract present."""
    line = json.dumps(as_dict(entry), ensure_ascii=False)
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
        "tags": list(paper.tags),
        "links": [_link(link) for link in paper.links],
        "notes": [note.text for note in paper.notes],
        "status": paper.status,
        "same_as": paper.same_as,
        "file": entry.document.name,
        "line": paper.line,
        "end_line": paper.end_line,
    }


def _link(link: Link) -> dict[str, str]:
    return {"kind": str(link.kind), "label": link.label, "url": link.url}


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A header, then a row an entry; several values in one cell are joined by `; `."""
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
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow([clean(cell) for cell in cells])
    return buffer.getvalue()


def table_lines(entries: Iterable[Entry], width: int) -> Iterator[str]:
    """A line an entry, `width` columns at the most: year, venue, title, and where it stands."""
    for entry in entries:
        paper = entry.paper
        year = str(paper.year or "")
        venue = _fitted(safe(paper.venue or ""), 10)
        where = f"{safe(entry.document.name)}:{paper.line}"
        room = max(20, width - 4 - 10 - cell_width(where) - 6)
        yield f"{year:<4}  {venue}  {_fitted(safe(paper.title), room)}  {where}".rstrip()


def _fitted(text: str, width: int) -> str:
    return padded(shortened(text, width), width)

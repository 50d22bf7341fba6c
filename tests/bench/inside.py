"""What cannot be timed from outside, timed in a process of its own: `python -m tests.bench.inside WHAT …` prints JSON.

`refresh LIBRARY FILE TIMES` changes FILE so often; `query LIBRARY` asks the index what a reader types.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from paperterm.core.parse.document import parse_document
from paperterm.library import Library
from paperterm.store.places import places
from tests.bench.samples import NotThereYetError
from tests.bench.typed import keystrokes

_FIRST_HITS = 50


def refresh(library: str, file: str, times: str) -> dict[str, list[float]]:
    """Seconds of the library's own refresh, and of one parse with all stats, after each change."""
    path, shown = Path(file), Library([Path(library)], keeps_in=places().index).read_all()
    taken: dict[str, list[float]] = defaultdict(list)
    paths = [source.path for source in shown.sources]
    text = path.read_text(encoding="utf-8")
    for number in range(int(times)):
        changed = f"{text}\n- A paper more, number {number}, [[paper](https://example.org/{number})]\n"
        path.write_text(changed, encoding="utf-8")
        start = time.perf_counter()
        shown.take_changes(shown.changes([path]))
        shown.count()
        taken["refresh"].append(time.perf_counter() - start)
        start = time.perf_counter()
        for each in paths:
            each.stat()
        parse_document(path.name, changed)
        taken["base"].append(time.perf_counter() - start)
    return taken


def query(library: str) -> dict[str, list[float]]:
    """Seconds from the text typed so far to the first hits, for every keystroke."""
    search = Library([Path(library)], keeps_in=places().index).read_all().search()
    search.first("a")
    taken: dict[str, list[float]] = defaultdict(list)
    for typed in keystrokes():
        start = time.perf_counter()
        search.first(typed, _FIRST_HITS)
        taken["query"].append(time.perf_counter() - start)
    return taken


_WHAT: dict[str, Callable[..., dict[str, list[float]]]] = {"refresh": refresh, "query": query}


def main() -> int:
    """Print what was timed; exit status 3, and why, where it is not built yet."""
    what, *arguments = sys.argv[1:]
    try:
        print(json.dumps(_WHAT[what](*arguments)))
    except NotThereYetError as error:
        print(error, file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())

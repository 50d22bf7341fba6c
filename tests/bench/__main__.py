"""`python -m tests.bench [NAME…]`: what PaperTerm costs, as a Markdown table on standard output.

Everything is measured in one run, in turn, and compared with a minimal Textual app, with markdown-it-py or with another
program in the same run. POSIX only. NAMEs choose among the parts; without any, all are measured. `--write` puts the
table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from tests.bench import indexing, keys, pages, searching, starts, texts
from tests.bench.programs import ROOT, Bench
from tests.bench.samples import NotThereYetError, Row, missing_row

_Part = Callable[[Bench], Iterator[Row]]
# In this order: what is indexed by `index` serves the parts behind it.
_PARTS: dict[str, tuple[_Part, ...]] = {
    "index": (indexing.indexing,),
    "start": (starts.starting,),
    "frame": (starts.framing,),
    "keys": (keys.pressing,),
    "search": (searching.searching,),
    "memory": (keys.remembering,),
    "refresh": (indexing.refreshing,),
    "walk": (keys.walking,),
    "render": (pages.showing, lambda bench: texts.rendering(bench.rounds)),
    "parse": (lambda bench: texts.parsing(bench.rounds),),
}
_HEAD = ("what", "median", "ratio", "to", "goal", "holds")
_NO_LONGER = (TimeoutError, AssertionError, OSError, subprocess.CalledProcessError, NotThereYetError)
_PERFORMANCE = ROOT / "docs" / "performance.md"
_TABLE = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- /measured -->)", re.DOTALL)


def main() -> int:
    """Measure and print; exit status 1 when a goal is missed."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # still end what runs, and clean up
    print(_head(arguments.rounds), flush=True)
    bench = Bench(arguments.rounds, arguments.keep, arguments.small, arguments.huge)
    rows = []
    try:
        bench.compile()
        for row in _rows(bench, arguments.parts or list(_PARTS)):
            rows.append(row)
            print(_line(row), flush=True)
    finally:
        bench.close()
    if arguments.write:
        _write("\n".join([_head(arguments.rounds), *map(_line, rows), ""]))
    return 1 if any(row.is_missed for row in rows) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="What PaperTerm costs, as ratios.")
    parser.add_argument("parts", nargs="*", metavar="NAME", help=", ".join(_PARTS))
    parser.add_argument("--rounds", type=int, default=5, help="samples of each start (5)")
    kept = Path(tempfile.gettempdir()) / "paperterm-bench"
    parser.add_argument("--keep", type=Path, default=kept, metavar="DIR", help=f"where libraries are kept ({kept})")
    parser.add_argument("--small", action="store_true", help="10,000 papers in place of 100,000: a quick look")
    parser.add_argument("--huge", action="store_true", help="also one million papers: 0.5 GB on the disk, and an hour")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(_PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(_PARTS)}")
    return arguments


def _rows(bench: Bench, names: list[str]) -> Iterator[Row]:
    for name in names:
        for part in _PARTS[name]:
            try:
                yield from part(bench)
            except _NO_LONGER as error:
                print(f"{name}: {error}\n{getattr(error, 'stderr', '') or ''}", file=sys.stderr)
                yield missing_row(f"{name}: the rest", f"{type(error).__name__}: {_first_line(error)}")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:120].replace("|", "¦")


def _head(rounds: int) -> str:
    where = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    packages = ", ".join(f"{name} {version(name)}" for name in ("textual", "markdown-it-py"))
    command = " ".join(["python -m tests.bench", *sys.argv[1:]])
    circumstances = f"{time.strftime('%Y-%m-%d')}, {where}, {packages}; `{command}`, {rounds} rounds in turn, medians."
    return f"{circumstances}\n\n| {' | '.join(_HEAD)} |\n|{' --- |' * len(_HEAD)}"


def _line(row: Row) -> str:
    return f"| {' | '.join(row.cells())} |"


def _write(table: str) -> None:
    """Put the table into the document, in the place of the last one."""
    text = _PERFORMANCE.read_text(encoding="utf-8")
    _PERFORMANCE.write_text(_TABLE.sub(lambda _: table, text), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

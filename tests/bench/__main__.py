"""`python -m tests.bench [NAME…] [--rounds N]`: what PaperTerm costs, as a Markdown table on standard output.

Everything is measured in one run, in turn, and compared with a minimal Textual app or with markdown-it-py in the same
round. POSIX only. NAMEs choose among the parts; without any, all are measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version

from tests.bench import screens, texts
from tests.bench.samples import Row

_PARTS: dict[str, Callable[[int], Iterator[Row]]] = {
    "start": screens.starting,
    "keys": screens.pressing,
    "parse": texts.parsing,
    "render": texts.rendering,
}
_HEAD = ("what", "median", "ratio", "to", "goal", "holds")


def main() -> int:
    """Measure and print; exit status 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="What PaperTerm costs, as ratios.")
    parser.add_argument("parts", nargs="*", metavar="NAME", help=", ".join(_PARTS))
    parser.add_argument("--rounds", type=int, default=5, help="samples of each (5)")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(_PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(_PARTS)}")
    print(_circumstances(arguments.rounds))
    print(f"\n| {' | '.join(_HEAD)} |\n|{' --- |' * len(_HEAD)}", flush=True)
    holds = True
    for name in arguments.parts or _PARTS:
        for row in _PARTS[name](arguments.rounds):
            print(f"| {' | '.join(row.cells())} |", flush=True)
            holds = holds and row.cells()[-1] != "NO"
    return 0 if holds else 1


def _circumstances(rounds: int) -> str:
    where = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    packages = ", ".join(f"{name} {version(name)}" for name in ("textual", "markdown-it-py"))
    command = " ".join(["python -m tests.bench", *sys.argv[1:]])
    return f"{time.strftime('%Y-%m-%d')}, {where}, {packages}; `{command}`, {rounds} rounds in turn, medians."


if __name__ == "__main__":
    sys.exit(main())

"""What is started, with which folders, and what one start is: from the command to the prompt.

Lives here: M, PaperTerm on a path, environments, what is kept between runs. Must not: make rows.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp

from paperterm.tui import actions
from tests.bench import minimal
from tests.bench.child import Child
from tests.bench.libraries import HUNDRED_THOUSAND, MILLION, TEN_THOUSAND, Shape, kept_library
from tests.bench.lists import KB, end_mark, reading_list, title_mark
from tests.bench.samples import NotThereYetError

ROOT = Path(__file__).resolve().parents[2]
COLUMNS, ROWS = 120, 40


@dataclass(frozen=True)
class Program:
    """What is started, the texts its first frame must hold, a key, and what shows that it was answered."""

    name: str
    command: Sequence[str]
    frame: Sequence[str]
    key: str
    effect: re.Pattern[bytes]

    def open(self, environment: Mapping[str, str]) -> Child:
        """Started, in a terminal of 120 × 40."""
        return Child(self.command, columns=COLUMNS, rows=ROWS, env=dict(environment), cwd=ROOT)

    def start(self, child: Child, note: str = "") -> dict[str, float]:
        """Seconds from the start until painted, until live (a key pressed on the painted screen shows its effect).

        With `note` also until that text of the right pane was painted. `computed` is processor time until live.
        """
        frame, right = [text.encode() for text in self.frame], [note.encode()] if note else []
        painted = max(child.moments(*frame).values())
        noted = max(child.moments(*frame, *right).values())
        since, _ = child.key(self.key)
        live = child.moment_of(self.effect, since=since)
        computed = child.processor_time()
        times = {"painted": painted - child.started, "live": live - child.started, "computed": computed}
        return times | ({"note": noted - child.started} if note else {})


# The row that the cursor comes to is written in bold.
MINIMAL = Program(
    "M",
    [sys.executable, "-m", "tests.bench.minimal"],
    [minimal.LAST_WORDS, "row 30", "Quit"],
    "down",
    re.compile(rb"\x1b\[1;[0-9;]*mrow 0\x1b"),
)


def paperterm(name: str, path: Path) -> Program:
    """PaperTerm on notes of `lists` or `libraries`: papers are painted when the first and the fourth title are."""
    command = [sys.executable, "-m", "paperterm", str(path)]
    return Program(name, command, [title_mark(1), title_mark(4)], "j", re.compile(end_mark(2).encode()))


@dataclass
class Bench:
    """One run: how often, what is kept where, and what several parts need. `close` leaves only what is kept."""

    rounds: int
    keep: Path
    small: bool = False
    huge: bool = False
    _scratch: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keep.mkdir(parents=True, exist_ok=True)

    def close(self) -> None:
        """Remove homes and caches."""
        for folder in self._scratch:
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def large(self) -> Shape:
        """The library that stands for a large one."""
        return TEN_THOUSAND if self.small else HUNDRED_THOUSAND

    @property
    def largest(self) -> tuple[Shape, ...]:
        """That library, and the huge one where it is asked for."""
        return (self.large, MILLION) if self.huge else (self.large,)

    def scratch(self) -> Path:
        """An empty folder, gone after the run."""
        self._scratch.append(Path(mkdtemp(prefix="scratch-", dir=self.keep)))
        return self._scratch[-1]

    def environment(self, home: Path | None = None, cache: Path | None = None) -> dict[str, str]:
        """A home of its own and a cache of its own, empty unless given; compiled modules as after the first start."""
        home = home or self.scratch()
        cleared = {name: "" for name in ("PYTHONDONTWRITEBYTECODE", *os.environ) if name.startswith("PYTHON")}
        own = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE")}
        own |= {"HOME": str(home), "XDG_CACHE_HOME": str(cache or home / "cache"), "VISUAL": "", "EDITOR": ""}
        return cleared | own | {"PYTHONPYCACHEPREFIX": str(self.keep / "compiled")}

    def list_of(self, kilobytes: int) -> Path:
        """A list of that size."""
        return self.file(f"list-{kilobytes}.md", reading_list(kilobytes * KB).text)

    def file(self, name: str, text: str) -> Path:
        """A file with that text."""
        path = self._texts / name
        if not path.exists():
            path.write_text(text, encoding="utf-8")
        return path

    @cached_property
    def _texts(self) -> Path:
        return self.scratch()

    def library(self, shape: Shape) -> Path:
        """The library of that shape, kept between runs."""
        return kept_library(self.keep, shape)

    def compile(self) -> None:
        """Start everything once, so that no start that counts has to compile a module."""
        self.minimal()
        program = paperterm("", self.list_of(20))
        with program.open(self.environment()) as child:
            program.start(child, end_mark(1))
            child.settle()
            child.quit()

    def process(self, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
        """Seconds that the whole Python process takes; CalledProcessError when it fails."""
        start = time.perf_counter()
        run_python(arguments, environment or self.environment())
        return time.perf_counter() - start

    def minimal(self) -> dict[str, float]:
        """One start of M."""
        with MINIMAL.open(self.environment()) as child:
            times = MINIMAL.start(child)
            child.settle()
            return times | {"quit": child.quit()}

    def warm(self, shape: Shape) -> Path:
        """A cache folder in which that library was indexed, as far as the program does."""
        if shape not in self._warm:
            program, cache = paperterm("", self.library(shape)), self.scratch()
            with program.open(self.environment(cache=cache)) as child:
                program.start(child)
                child.idle()
                child.quit()
            self._warm[shape] = cache
        return self._warm[shape]

    @cached_property
    def _warm(self) -> dict[Shape, Path]:
        return {}

    def keep_warm(self, shape: Shape, cache: Path) -> None:
        """That cache folder holds the index of that library."""
        self._warm[shape] = cache


def run_python(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """What a Python process prints; CalledProcessError when it fails."""
    run = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return run.stdout


def require_key(key: str) -> None:
    """Raises NotThereYetError where no action has that key."""
    if not any(key in action.keys for action in actions.ACTIONS):
        raise NotThereYetError(f"no action has the key {key}")

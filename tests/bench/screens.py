"""What a reader waits for, measured from outside, through a pseudo-terminal.

Times are from the start of the process, or from the key, until the last awaited text was written.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import minimal
from tests.bench.lists import KB, end_mark, reading_list, title_mark, write_folder
from tests.bench.samples import Row, Samples, Take, megabytes, milliseconds
from tests.terminal import Terminal

_ROOT = Path(__file__).resolve().parents[2]
_SIZES = (20, 300, 1500)
_FILES = 2000
_KEYS = 100
_AT_ONCE = 10
_START_GOALS = {300: 1.25}


@dataclass(frozen=True)
class Program:
    """What is started, what its frame must hold, and what is called M in the table."""

    name: str
    command: Sequence[str]
    frame: Sequence[str]

    def open(self, home: Path) -> Terminal:
        """Started, in a terminal of 120 × 40."""
        return Terminal(self.command, columns=120, rows=40, env=_environment(home), cwd=_ROOT)

    def wait_for_frame(self, terminal: Terminal) -> float:
        """The moment when all of the frame had been written."""
        return terminal.wait_bytes(*(text.encode() for text in self.frame))

    def take(self, home: Path) -> Mapping[str, float]:
        """From start to prompt."""
        with self.open(home) as terminal:
            start = self.wait_for_frame(terminal) - terminal.started
            _let_settle(terminal)
            _verify(terminal, self.frame)
            memory = terminal.peak_memory()
            pressed = time.perf_counter()
            terminal.press("q")
            terminal.wait_exit()
            quitting = time.perf_counter() - pressed
        return {f"start {self.name}": start, f"quit {self.name}": quitting, f"memory {self.name}": memory or 1.0}


def _environment(home: Path) -> dict[str, str]:
    """A home of its own, and compiled modules kept there, as an installed program has them."""
    empty = {name: "" for name in ("PYTHONDONTWRITEBYTECODE", *os.environ) if name.startswith(("XDG_", "PYTHON"))}
    return empty | {"HOME": str(home), "PYTHONPYCACHEPREFIX": str(home / "compiled")}


def _let_settle(terminal: Terminal, quiet: float = 0.25) -> None:
    while terminal.pump(quiet):
        pass


def _verify(terminal: Terminal, frame: Sequence[str]) -> None:
    screen = terminal.text()
    if missing := [text for text in frame if text not in screen]:
        raise AssertionError(f"written, but not on the screen: {missing}\n{screen}")


MINIMAL = Program("M", [sys.executable, "-m", "tests.bench.minimal"], [minimal.LAST_WORDS, "row 30", "Quit"])


def _paperterm(name: str, path: Path, *frame: str) -> Program:
    return Program(name, [sys.executable, "-m", "paperterm", str(path)], frame)


@contextlib.contextmanager
def _notes() -> Iterator[Path]:
    """A folder with a home, the lists and the folder of many files."""
    with TemporaryDirectory(prefix="paperterm-bench-") as made:
        folder = Path(made)
        (folder / "home").mkdir()
        for size in _SIZES:
            _list_of(folder, size).write_text(reading_list(size * KB).text, encoding="utf-8")
        write_folder(folder / "papers", _FILES)
        yield folder


def _list_of(folder: Path, size: int) -> Path:
    return folder / f"list-{size}.md"


def _programs(folder: Path) -> Iterator[Program]:
    yield MINIMAL
    for size in _SIZES:
        yield _paperterm(f"{size} KB", _list_of(folder, size), title_mark(1), title_mark(4), end_mark(1))
    yield _paperterm(f"{_FILES:,} files", folder / "papers", end_mark(20), "topic-00")


# Start, quit, memory


def starting(rounds: int) -> Iterator[Row]:
    """First frames, `list`, memory and the way back to the prompt."""
    with _notes() as folder:
        programs = list(_programs(folder))
        home = folder / "home"
        takes: list[Take] = [
            _process("pass", home, ["-c", "pass"]),
            _process("import", home, ["-c", "import textual.app"]),
            _process("list", home, ["-m", "paperterm", "list", str(_list_of(folder, 300))]),
            *(_taking(program, home) for program in programs),
        ]
        for take in takes:
            take()
        samples = Samples().take(takes, rounds)
        yield from _rows(samples, [program.name for program in programs])
        yield _loads_textual(_list_of(folder, 300))


def _taking(program: Program, home: Path) -> Take:
    return lambda: program.take(home)


def _process(name: str, home: Path, arguments: Sequence[str]) -> Take:
    environment = {**os.environ, **_environment(home)}

    def take() -> Mapping[str, float]:
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=_ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        return {name: time.perf_counter() - start}

    return take


def _rows(samples: Samples, names: Sequence[str]) -> Iterator[Row]:
    base = "start M"
    yield Row("M: a minimal Textual app, start to painted frame", milliseconds(samples.median(base)))
    labels = {"pass": "`python -c pass`", "import": "`import textual.app`", "list": "`paperterm list`, 300 KB"}
    for name, label in labels.items():
        yield Row(label, milliseconds(samples.median(name)), samples.ratio(name, base), "M")
    for name, goal in zip(names[1:], map(_START_GOALS.get, (*_SIZES, 0)), strict=True):
        value = samples.ratio(f"start {name}", base)
        yield Row(f"first frame with tree and notes, {name}", _ms(samples, f"start {name}"), value, "M", goal)
    for what, shown in (("quit", milliseconds), ("memory", megabytes)):
        yield Row(f"{what}: M", shown(samples.median(f"{what} M")))
        for name in names[1:]:
            key = f"{what} {name}"
            yield Row(f"{what}: {name}", shown(samples.median(key)), samples.ratio(key, f"{what} M"), f"M's {what}")


def _ms(samples: Samples, name: str) -> str:
    return milliseconds(samples.median(name))


def _loads_textual(path: Path) -> Row:
    code = (
        f"import sys; from paperterm.cli import main; main(['list', {str(path)!r}]); sys.exit('textual' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, check=False, stdout=subprocess.DEVNULL)
    return Row("`paperterm list` loads textual", "yes: IT MUST NOT" if run.returncode else "no")


# Keys


def pressing(rounds: int) -> Iterator[Row]:
    """From `j` to the painted note of the next paper, and from `down` to the painted cursor of M's tree."""
    with _notes() as folder, contextlib.ExitStack() as stack:
        ours = list(_programs(folder))[2]
        terminals = [stack.enter_context(program.open(folder / "home")) for program in (ours, MINIMAL)]
        for program, terminal in zip((ours, MINIMAL), terminals, strict=True):
            program.wait_for_frame(terminal)
            _let_settle(terminal)
        samples = Samples()
        for first in range(2, 2 + _KEYS, _AT_ONCE):
            for number in range(first, first + _AT_ONCE):
                samples.add(_press_j(terminals[0], number))
            # There and back again: the tree is shorter than the list.
            for _ in range(_AT_ONCE):
                samples.add(_press_arrow(terminals[1], "up" if first // _AT_ONCE % 2 else "down"))
        _verify(terminals[0], [title_mark(1 + _KEYS), end_mark(1 + _KEYS)])
    yield from _key_rows(samples)


def _press_j(terminal: Terminal, number: int) -> Mapping[str, float]:
    first = _press(terminal, "j")
    since, pressed, seen = first
    done = terminal.wait_bytes(end_mark(number).encode(), since=since)
    _let_settle(terminal, 0.05)
    return {"first bytes": seen - pressed, "note": done - pressed}


def _press_arrow(terminal: Terminal, key: str) -> Mapping[str, float]:
    _, pressed, seen = _press(terminal, key)
    _let_settle(terminal, 0.05)
    return {"M": seen - pressed}


def _press(terminal: Terminal, key: str) -> tuple[int, float, float]:
    """(length of `raw` before, moment of the key, moment of the first bytes after it)."""
    since = len(terminal.raw)
    pressed = time.perf_counter()
    terminal.press(key)
    while not terminal.pump(1):
        if time.perf_counter() > pressed + 20:
            raise TimeoutError(f"nothing written after {key}:\n{terminal.text()}")
    return since, pressed, time.perf_counter()


def _key_rows(samples: Samples) -> Iterator[Row]:
    to = "M's tree"
    base = samples.median("M")
    yield Row("`down` in M's tree to first bytes, median", milliseconds(base))
    for name in ("first bytes", "note"):
        middle, late = samples.median(name), samples.percentile(name, 95)
        label = "first bytes" if name == "first bytes" else "the whole note"
        yield Row(f"`j` to {label}, median of {_KEYS}", milliseconds(middle), middle / base, to)
        yield Row(f"`j` to {label}, 95th percentile", milliseconds(late), late / base, to)
    late_ms = samples.percentile("note", 95) * 1000
    yield Row("`j` to the whole note, 95th percentile in ms", "", late_ms, "1 ms", 33)

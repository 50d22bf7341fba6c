"""Starting and quitting: `start`, `quit`, `frame`. Everything interleaved, with M in every round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.bench.libraries import Shape
from tests.bench.lists import end_mark, title_mark
from tests.bench.programs import MINIMAL, Bench, Program, paperterm
from tests.bench.samples import Row, Samples, Take, milliseconds

_LISTS = (20, 300, 1500)
_FRAMES = (20, 300)


def starting(bench: Bench) -> Iterator[Row]:
    """First frames and the first key."""
    samples, libraries = _taken(bench)
    for name, label in (("pass", "`python -c pass`"), ("import", "`import textual.app`")):
        yield _row(samples, label, name, "painted M", "M painted")
    yield _row(samples, "M, painted", "painted M")
    yield _row(samples, "M, a key answered", "live M", "painted M", "M painted")
    yield _row(samples, "`paperterm list`, 300 KB", "list", "painted M", "M painted")
    for size, goal in zip(_LISTS, (None, 1.0, None), strict=True):
        for what, label in (("painted", "papers painted"), ("live", "papers painted, a key answered")):
            yield _row(samples, f"{size} KB list, cold: {label}", f"{what} {size}", f"{what} M", "M, the same", goal)
    yield _row(samples, "300 KB list, cold: live", "live 300", "painted M", "M painted")
    label = "300 KB list, cold: processor time until live, workers aside"
    yield _row(samples, label, "computed 300", "computed M", "M, the same")
    yield _row(samples, "300 KB list, cold: first note painted", "note 300", "painted M", "M painted", 1.25)
    yield _row(samples, "1.5 MB list, cold: live", "live 1500", "live 20", "the 20 KB list", 1.1)
    for shape in libraries:
        label, goal = f"{shape.papers:,} papers, warm: live", 1.1 if shape is bench.large else 1.3
        yield _row(samples, label, f"live {shape.papers}", "live 20", "the 20 KB list", goal)
    for name in ("300", *(str(shape.papers) for shape in libraries)):
        label = f"quit to prompt, {'300 KB list' if name == '300' else f'{int(name):,} papers'}"
        yield _row(samples, label, f"quit {name}", "quit M", "M's quit", 0.5)
    yield _row(samples, "quit to prompt, M", "quit M")


def _taken(bench: Bench) -> tuple[Samples, Sequence[Shape]]:
    libraries = bench.largest
    lists = [paperterm(str(size), bench.list_of(size)) for size in _LISTS]
    takes: list[Take] = [
        lambda: {"pass": bench.process(["-c", "pass"])},
        lambda: {"import": bench.process(["-c", "import textual.app"])},
        lambda: {"list": bench.process(["-m", "paperterm", "list", str(bench.list_of(300))])},
        lambda: _from_start_to_prompt(bench, MINIMAL, {}),
        *(_cold(bench, program) for program in lists),
        *(_warm(bench, shape) for shape in libraries),
    ]
    for take in takes:
        take()
    return Samples().take(takes, bench.rounds), libraries


def _cold(bench: Bench, program: Program) -> Take:
    return lambda: _from_start_to_prompt(bench, program, bench.environment(), note=end_mark(1))


def _warm(bench: Bench, shape: Shape) -> Take:
    program, cache = paperterm(str(shape.papers), bench.library(shape)), bench.warm(shape)
    return lambda: _from_start_to_prompt(bench, program, bench.environment(cache=cache), note=end_mark(1))


def _from_start_to_prompt(
    bench: Bench, program: Program, environment: Mapping[str, str], note: str = ""
) -> Mapping[str, float]:
    with program.open(environment or bench.environment()) as child:
        times = program.start(child, note)
        child.settle()
        times["quit"] = child.quit()
    return {f"{what} {program.name}": value for what, value in times.items()}


def framing(bench: Bench) -> Iterator[Row]:
    """The second start of a list, with the home and the cache of the first one: the first readable bytes."""
    takes: list[Take] = [lambda: {"pass": bench.process(["-c", "pass"])}]
    takes += [_opened_before(bench, size) for size in _FRAMES]
    for take in takes:
        take()
    samples = Samples().take(takes, max(bench.rounds, 9))
    for size in _FRAMES:
        label = f"{size} KB list opened before: readable"
        yield _row(samples, label, f"readable {size}", "pass", "`python -c pass`", 4)
        yield _row(samples, f"{size} KB list opened before: a key answered that was pressed then", f"answered {size}")


def _opened_before(bench: Bench, size: int) -> Take:
    environment, program = bench.environment(), paperterm(str(size), bench.list_of(size))

    def take() -> Mapping[str, float]:
        with program.open(environment) as child:
            readable = child.moments(title_mark(1).encode())[title_mark(1).encode()] - child.started
            child.moments(*(text.encode() for text in (*program.frame, end_mark(1))))
            since, _ = child.key(program.key)
            live = child.moment_of(program.effect, since=since) - child.started
            child.key("k")  # the next start begins where this one ends
            child.idle(window=0.2)  # all was read: of less no frame is kept
            child.quit()
        return {f"readable {size}": readable, f"answered {size}": live}

    with program.open(environment) as child:
        child.moments(*(text.encode() for text in program.frame))
        child.idle()
        child.quit()
    return take


def _row(samples: Samples, label: str, name: str, base: str = "", to: str = "", goal: float | None = None) -> Row:
    ratio = samples.ratio(name, base) if base else None
    return Row(label, milliseconds(samples.median(name)), ratio, to, goal)

"""Reading with workers gives what reading without gives, whatever becomes of the workers."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperterm.store.files import READ_LIMIT, Found, Source, find
from paperterm.store.index import Kept
from paperterm.store.naming import natural_order
from paperterm.store.reading import Reading, read_file, read_stream

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no workers without fork")

ENTRY = "- A Study of the Thing Called {0}\n  - ICLR 2020 [[code]](https://github.com/a/b{0})\n  - 1. noted\n"
LONG = b"  - 2. " + b"what no pipe holds at once " * 8_000 + b"\n"


def written(folder: Path, contents: list[bytes]) -> list[Source]:
    sources = [Source(folder / f"{number}.md", f"{number}.md") for number in range(len(contents))]
    for source, content in zip(sources, contents, strict=True):
        source.path.write_bytes(content)
    return sources


def entries(count: int) -> bytes:
    return "".join(ENTRY.format(number) for number in range(count)).encode()


def expected(sources: list[Source]) -> list[Kept]:
    return in_order(map(read_file, sources))


def in_order(reading: Iterable[Kept]) -> list[Kept]:
    kept = sorted(reading, key=lambda kept: natural_order(kept.name))
    return [each._replace(is_sure=True, is_wanted=False) for each in kept]  # which depend on the time


def is_gone(process: int) -> bool:
    """Whether no process, and no zombie either, has this id."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


contents = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.integers(0, 5).map(entries),
    ),
    max_size=6,
)


@given(contents)
@settings(max_examples=25, deadline=None)
def test_the_outcomes_are_the_same_with_any_number_of_workers(contents: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sources = written(Path(folder), contents)
        alone = expected(sources)
        for workers in (0, 1, 2, 9):
            assert in_order(Reading(sources, workers)) == alone


def test_a_file_that_is_not_there_is_an_outcome_too(tmp_path: Path) -> None:
    sources = [*written(tmp_path, [entries(1)]), Source(tmp_path / "gone.md", "gone.md")]
    for workers in (0, 2):
        document, gone = in_order(Reading(sources, workers))
        assert document.filed and document.filed.papers
        assert gone.filed is None and "no such file" in str(gone.failure)


def test_a_reason_does_not_repeat_the_name_of_the_file(tmp_path: Path) -> None:
    (source,) = written(tmp_path, [b"\x00\xff\x01" * 50])
    reason = str(read_file(source).failure)
    assert "binary" in reason and source.name not in reason


def test_more_files_than_a_pipe_has_room_for_tickets_are_all_read(tmp_path: Path) -> None:
    sources = written(tmp_path, [b""] * 2500)
    assert [kept.name for kept in in_order(Reading(sources, 2))] == [source.name for source in sources]


def test_a_large_document_passes_the_pipe(tmp_path: Path) -> None:
    text = entries(1) + b"  - 2. noted again and again\n" * 35_000
    sources = written(tmp_path, [text, entries(2)])
    large, small = in_order(Reading(sources, 2))
    assert large.filed and large.filed.papers[0].body.count("again and again") == 35_000
    assert small.filed and len(small.filed.papers) == 2


@needs_fork
@pytest.mark.parametrize("arrived_before", [0, 1, 3])
def test_a_killed_worker_loses_nothing(tmp_path: Path, arrived_before: int) -> None:
    # Each document is larger than what a pipe takes: the workers are killed in the midst of a message.
    sources = written(tmp_path, [entries(2) + LONG for _ in range(6)])
    reading = Reading(sources, 2)
    arrivals = []
    for arrival in reading:
        arrivals.append(arrival)
        if len(arrivals) == arrived_before:
            _kill(reading)
    if not arrived_before:
        reading = Reading(sources, 2)
        _kill(reading)
        arrivals = list(reading)
    assert in_order(arrivals) == expected(sources)
    assert reading.processes == ()


def _kill(reading: Reading) -> None:
    for process in reading.processes:
        os.kill(process, signal.SIGKILL)


@needs_fork
def test_one_killed_worker_leaves_the_others_at_work(tmp_path: Path) -> None:
    sources = written(tmp_path, [entries(3)] * 20)
    reading = Reading(sources, 2)
    os.kill(reading.processes[0], signal.SIGKILL)
    assert in_order(reading) == expected(sources)


@needs_fork
@pytest.mark.parametrize("taken", [0, 1, 20])
def test_closing_early_leaves_no_process_and_no_zombie(tmp_path: Path, taken: int) -> None:
    reading = Reading(written(tmp_path, [entries(20)] * 20), 2)
    processes = reading.processes
    assert len(processes) == 2
    iteration = iter(reading)
    for _ in range(taken):
        next(iteration)
    reading.close()
    # An iteration under way cleans up by itself as soon as it is continued or dropped.
    assert len(list(iteration)) <= 20 - taken or not taken
    assert all(map(is_gone, processes))
    reading.close()


@needs_fork
def test_a_reading_never_iterated_is_closed_at_once(tmp_path: Path) -> None:
    reading = Reading(written(tmp_path, [entries(20)] * 20), 2)
    processes = reading.processes
    reading.close()
    assert all(map(is_gone, processes))
    assert list(reading) == []


@needs_fork
def test_a_dropped_iteration_ends_its_workers(tmp_path: Path) -> None:
    reading = Reading(written(tmp_path, [entries(20)] * 20), 2)
    processes = reading.processes
    for _ in reading:
        break
    assert all(map(is_gone, processes))


@needs_fork
def test_workers_end_when_the_program_was_killed(tmp_path: Path) -> None:
    written(tmp_path, [entries(2) + LONG for _ in range(6)])
    program = f"""
import os, pathlib, signal
from paperterm.store.files import Source
from paperterm.store.reading import Reading
folder = pathlib.Path({str(tmp_path)!r})
reading = Reading([Source(path, path.name) for path in folder.iterdir()], 3)
next(iter(reading))
os.kill(os.getpid(), signal.SIGKILL)
"""
    # The workers hold the other end of this pipe: the call returns once the last of them has ended.
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert ended.stderr == b""


@needs_fork
def test_without_pipes_files_are_read_in_this_process(tmp_path: Path) -> None:
    written(tmp_path, [entries(2)] * 3)
    program = f"""
import os, pathlib, resource
from paperterm.store.files import Source
from paperterm.store.reading import Reading
sources = [Source(path, path.name) for path in pathlib.Path({str(tmp_path)!r}).iterdir()]
free = os.dup(0)
os.close(free)
resource.setrlimit(resource.RLIMIT_NOFILE, (free + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
reading = Reading(sources, 2)
print(len(reading.processes), sum(kept.filed.count for kept in reading))
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=120, check=False)
    assert (ended.stdout, ended.stderr) == (b"0 6\n", b"")


class Broken(io.RawIOBase):
    """A stream that cannot be read."""

    def read(self, size: int = -1) -> bytes:
        raise OSError(errno.EIO, "Input/output error")


TEXT = "- 一篇关于阅读笔记的论文\n  - 这是一条笔记 [[code]](https://github.com/a/b)\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_stream_may_be_in_any_encoding_of_a_file(encoding: str) -> None:
    kept, text = read_stream(io.BytesIO(TEXT.encode(encoding)), "-")
    assert kept.filed and kept.filed.count == 1
    assert kept.name == "-" and text.removeprefix("\ufeff") == TEXT


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (io.BytesIO(b"\x00\x01\x02" * 50), "binary"),
        (io.BytesIO(b"a" * (READ_LIMIT + 1)), "20 MB"),
        (Broken(), "disk"),
    ],
)
def test_what_is_no_text_is_told_in_a_sentence(stream: io.BytesIO, said: str) -> None:
    kept, _ = read_stream(stream, "-")
    assert kept.filed is None and said in str(kept.failure)


def test_the_beginning_of_a_long_first_file_comes_ahead_of_all_of_it(tmp_path: Path) -> None:
    section = "## Topic {n}\n\n" + "- A Paper With a Title of Its Own {n} [[code]](https://github.com/a/b{n})\n" * 40
    path = tmp_path / "a.md"
    path.write_text("# List\n\n" + "".join(section.format(n=n) for n in range(60)))
    first, whole = Reading([Source(path, "a.md")], 1, shows_early=True)
    assert (first.is_whole, whole.is_whole) == (False, True)
    assert first.filed and whole.filed
    assert 0 < first.filed.count < whole.filed.count
    assert [paper.id for paper in first.filed.papers] == [paper.id for paper in whole.filed.papers[: first.filed.count]]


def test_a_short_file_comes_once(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("- A Paper [[code]](https://github.com/a/b)\n")
    assert len(list(Reading([Source(path, "a.md")], 1, shows_early=True))) == 1


@needs_fork
def test_files_that_hold_what_somebody_asks_for_come_before_the_others(tmp_path: Path) -> None:
    sources = written(tmp_path, [entries(1)] * 400)
    sources[333].path.write_text("- A Paper about Zebra Fish [[code]](https://github.com/a/z)\n")
    sources[222].path.write_text("- 一篇关于图像的论文 [[code]](https://github.com/a/y)\n", encoding="gb18030")
    for words, wanted in ((["zebra", "fish"], "333.md"), (["图像"], "222.md")):
        reading = Reading(sources, 2)
        reading.prefer(words)
        arrived = list(reading)
        (at,) = (at for at, kept in enumerate(arrived) if kept.is_wanted)
        assert arrived[at].name == wanted and at < 150
        assert sorted(kept.name for kept in arrived) == sorted(source.name for source in sources)


@needs_fork
@pytest.mark.parametrize("killed", [(), (0,), (0, 1)])
def test_what_lies_below_is_found_by_a_worker_and_read(tmp_path: Path, killed: tuple[int, ...]) -> None:
    sources = written(tmp_path, [entries(2)] * 40)
    told: list[Found] = []

    def found(below: Found) -> list[Source]:
        told.append(below)
        return list(below.sources)

    reading = Reading(sources[:5], 2, below=[tmp_path], found=found)
    for worker in killed:
        os.kill(reading.processes[worker], signal.SIGKILL)
    reading.prefer(["thing"])
    assert in_order(reading) == expected(sources)
    assert told == [find([tmp_path])]
    assert reading.processes == ()


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=12), st.integers(1, 3), st.sampled_from(["", "thing", "nobody"])
)
@settings(max_examples=10, deadline=None)
def test_files_of_any_sizes_come_once_each(sizes: list[int], workers: int, word: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sources = written(Path(folder), [entries(size) for size in sizes])
        reading = Reading(sources, workers)
        reading.prefer([word] if word else [])
        assert sorted(kept.name for kept in reading) == sorted(source.name for source in sources)

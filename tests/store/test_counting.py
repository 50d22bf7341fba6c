"""Counts out of the index and the reading state."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperterm.core.model import Status
from paperterm.core.statistics import Count
from paperterm.library import Library
from paperterm.store.state import State

NOTES = """\
# Paper

## Graphs

### 2022

- GCN: Convolutions on Graphs
  - ICLR [[code]](https://github.com/a/gcn) [[paper]](https://arxiv.org/abs/1609.02907)
  - 1. a note
- GAT: Attention on Graphs
  - ICLR [[paper]](https://arxiv.org/abs/1710.10903)

### 2023

- A Study of Everything
  - KDD [[paper]](https://example.org/x)

# Repo

- https://github.com/a/b
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "notes.md").write_text(NOTES)
    state = State(tmp_path / "state.sqlite3", lambda: "2026-11-23")
    return Library([tmp_path / "notes.md"], state=state).read_all()


def test_everything_is_counted_once(library: Library) -> None:
    told = library.statistics()
    assert told.total == 4
    assert [each.count for each in told.kinds] == [3, 1]
    assert told.years == (Count("2022", 2), Count("2023", 1))
    assert told.venues == (Count("ICLR", 2), Count("KDD", 1))
    assert Count("Graphs", 3) in told.topics
    assert (told.has["code"], told.has["notes"]) == (2, 1)
    assert told.states == {Status.READ: 0, Status.READING: 0, Status.UNREAD: 4}


def test_a_filter_leaves_the_rest_out(library: Library) -> None:
    library.chosen_by("venue:iclr")
    told = library.statistics()
    assert (told.total, told.typed) == (2, "venue:iclr")
    assert told.years == (Count("2022", 2),)
    assert told.has["code"] == 1


def test_what_was_read_is_counted_by_state_and_month(library: Library) -> None:
    library.marking.read(library.rows(0, 2), Status.READ)
    library.marking.read(library.rows(2, 3), Status.READING)
    told = library.statistics()
    assert told.states == {Status.READ: 2, Status.READING: 1, Status.UNREAD: 1}
    assert told.months == (Count("2026-11", 2),)
    library.chosen_by("year:2023")
    told = library.statistics()
    assert told.states == {Status.READ: 0, Status.READING: 1, Status.UNREAD: 0}
    assert told.months == ()

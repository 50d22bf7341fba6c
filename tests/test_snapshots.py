"""The whole screen in three sizes, as it was the last time that somebody looked at it."""

from __future__ import annotations

import difflib

import pytest

from tests.snapshots import SIZES, file_of, taken


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_screens_look_as_they_did(size: tuple[int, int]) -> None:
    before, now = file_of(size).read_text(encoding="utf-8").split("\n"), (await taken(size)).split("\n")
    differing = "\n".join(difflib.unified_diff(before, now, "before", "now", n=0, lineterm=""))
    assert not differing, f"look at what differs, then run python -m tests.snapshots\n{differing}"

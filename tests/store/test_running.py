"""Programs that the settings name."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from paperterm.store.desktop import find_program
from paperterm.store.running import MOST_BYTES, Order, Ran, run

if sys.platform == "win32":
    pytest.skip("the programs run here are POSIX", allow_module_level=True)


def ran(*words: str, **more: object) -> Ran:
    return run(Order(words, {}, **more), os.environ, find_program)  # type: ignore[arg-type]


def test_what_is_printed_and_the_status_are_told() -> None:
    assert ran("printf", "%s|", "a b", "$(id)") == Ran(0, "a b|$(id)|")
    assert ran("sh", "-c", "echo out; echo err >&2; exit 3") == Ran(3, "out\nerr\n")


def test_a_program_is_never_found_in_the_folder_that_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git-x").write_text("#!/bin/sh\necho evil\n")
    (tmp_path / "git-x").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    for name in ("git-x", "./git-x"):
        assert "was not found" in ran(name).reason
    assert run(Order(["git-x"], {}), {"PATH": "."}, lambda name: find_program(name, ".")).reason


def test_a_program_that_takes_too_long_is_ended_with_all_it_started() -> None:
    found = ran("sh", "-c", "echo begun; sleep 60 | sleep 60", limit_s=0.2)
    assert found.reason == "it was ended after 0.2 seconds"
    assert found.output == "begun\n"


def test_shell_text_is_run_by_the_shell_with_variables() -> None:
    order = Order(['printf "%s" "$X" | tr a-z A-Z'], {"X": "$(id) `id`"}, is_shell=True)
    assert run(order, os.environ, find_program).output == "$(ID) `ID`"


def test_of_much_output_the_end_is_kept() -> None:
    found = ran("sh", "-c", f"yes | head -c {3 * MOST_BYTES}; echo end")
    assert len(found.output) == MOST_BYTES
    assert found.output.endswith("end\n")


def test_it_runs_in_the_folder_asked_for_and_without_one_is_told(tmp_path: Path) -> None:
    assert ran("pwd", folder=str(tmp_path)).output.strip() == str(tmp_path.resolve())
    assert "could not be started" in ran("pwd", folder=str(tmp_path / "gone")).reason


def test_a_program_cannot_ask_the_terminal() -> None:
    assert ran("cat").output == ""

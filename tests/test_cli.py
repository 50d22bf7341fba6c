"""The command line's contract: what goes where, with which exit status, whatever the streams are."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

import paperterm
from paperterm.cli import main
from paperterm.core.cells import cell_width
from paperterm.core.marks import AddTag, Enqueue, SetStatus, Subject
from paperterm.core.model import Status
from paperterm.store.places import places
from paperterm.store.state import State

PAPERTERM = [sys.executable, "-m", "paperterm"]
NOTES = """\
# Paper

## 2023

- Tree of Thoughts: Deliberate Problem Solving with Large Language Models
  - NeurIPS [[paper]](https://arxiv.org/abs/2305.10601) [[code]](https://github.com/princeton-nlp/tree-of-thought-llm)
  - 1. 把推理组织成一棵树
- Let's Verify Step by Step
  - ICLR [[paper]](https://arxiv.org/abs/2305.20050)

## 2022

- Chain-of-Thought Prompting Elicits Reasoning in Large Language Models
  - NeurIPS [[paper]](https://arxiv.org/abs/2201.11903)
"""
TITLES = [line[2:] for line in NOTES.splitlines() if line.startswith("- ")]
BINARY = b"\x89PNG\x00\x01\x02" * 99
ACTING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066]")


class Answer(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def titles(self) -> list[str]:
        return [json.loads(line)["title"] for line in self.out.splitlines()]


class Shell:
    """Runs command lines in this process, with a home and a folder of their own."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capture = capture

    def __call__(self, *words: str) -> Answer:
        try:
            status = main(words)
        except SystemExit as end:
            status = int(end.code or 0)
        return Answer(status, *self._capture.readouterr())

    def write(self, name: str, content: str | bytes = NOTES) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / "home"
    folder.mkdir()
    return {"HOME": str(folder), "COLUMNS": ""} | {name: "" for name in os.environ if name.startswith("XDG_")}


@pytest.fixture
def shell(
    tmp_path: Path,
    home: Mapping[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    for name, value in home.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Shell(folder, capsys)


def run(
    words: Sequence[str], home: Mapping[str, str], cwd: Path, stdin: bytes = b"", stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    command, env = [*PAPERTERM, *words], {**os.environ, **home}
    return subprocess.run(
        command, input=stdin, stdout=stdout, stderr=subprocess.PIPE, env=env, cwd=cwd, timeout=120, check=False
    )


# list


def test_what_the_reader_said_is_listed_filtered_and_sorted_by(shell: Shell, home: Mapping[str, str]) -> None:
    shell.write(
        "notes.md", "- [x] Graphs Among Trees\n- Trees Among Graphs (ICML 2021)\n- Forests of Graphs (ICML 2023)\n"
    )

    def listed(*words: str) -> list[tuple[str, str]]:
        entries = map(json.loads, shell("list", ".", *words, "--format", "jsonl").out.splitlines())
        return [(entry["title"].split()[0], entry["status"]) for entry in entries]

    assert listed() == [("Graphs", "read"), ("Trees", "unread"), ("Forests", "unread")]
    state = State(places().state)
    assert not places().state.exists()
    ids = [json.loads(line)["id"] for line in shell("list", ".", "--format", "jsonl").out.splitlines()]
    state.change([(Subject(ids[0], "", ""), SetStatus(Status.READING, "2026-11-23"))])
    state.change([(Subject(ids[2], "", ""), Enqueue()), (Subject(ids[2], "", ""), AddTag("llm"))])
    assert listed("is:reading") == [("Graphs", "reading")]
    assert listed("is:unread", "tag:llm") == [("Forests", "unread")]
    assert listed("--sort", "queue") == [("Forests", "unread"), ("Graphs", "reading"), ("Trees", "unread")]
    assert [title for title, _ in listed("--sort", "date")] == ["Forests", "Trees", "Graphs"]
    assert [title for title, _ in listed("--sort", "title")] == ["Forests", "Graphs", "Trees"]
    assert "● unread  ★" in shell("show", "forests", ".").out
    state.close()
    for path in places().data.iterdir():
        path.unlink()
    places().state.write_bytes(b"no database" * 100)
    answer = shell("list", ".", "--format", "jsonl")
    assert answer.status == 0 and len(answer.titles) == 3 and "state-damaged" in answer.err


def test_entries_are_listed_in_document_order(shell: Shell) -> None:
    shell.write("notes.md")
    answer = shell("list", "notes.md", "--format", "jsonl")
    assert (answer.status, answer.titles, answer.err) == (0, TITLES, "")


def test_what_exists_is_a_path_and_all_else_filters(shell: Shell) -> None:
    shell.write("large", "- A Paper in a File Called Large [[code]](https://github.com/a/b)\n")
    shell.write("notes.md")
    assert shell("list", "notes.md", "thought", "year:2022", "--format=jsonl").titles == TITLES[2:]
    assert shell("list", "large", "--format=jsonl").titles == ["A Paper in a File Called Large"]
    assert shell("list", "thought", "--format=jsonl", "notes.md", "large").titles == [TITLES[0], TITLES[2]]
    assert shell("list", "--format=jsonl", "large", "notes.md", "language model").titles == [TITLES[0], TITLES[2]]


def test_behind_two_dashes_words_can_be_excluded(shell: Shell) -> None:
    shell.write("notes.md")
    assert shell("list", "--format=jsonl", "--", "notes.md", "-thought").titles == [TITLES[1]]
    assert shell("list", "notes.md", "-thought").status == 2


@pytest.mark.parametrize("name", ["notes.txt", "notes", "notes.MARKDOWN", ".hidden", "LICENSE.md", "CHANGELOG.md"])
def test_a_file_named_is_read_whatever_its_name(shell: Shell, name: str) -> None:
    shell.write(name)
    assert shell("list", name, "--format=jsonl").titles == TITLES


@pytest.mark.parametrize("missing", ["gone.md", "./gone", "sub/gone", "/nowhere/gone", "../gone"])
def test_a_missing_path_is_named(shell: Shell, missing: str) -> None:
    shell.write("sub/notes.md")
    answer = shell("list", missing)
    assert (answer.status, answer.out) == (2, "")
    assert missing in answer.err and "no file or folder" in answer.err


def test_a_word_with_a_slash_may_be_a_filter(shell: Shell) -> None:
    shell.write("notes.md", "- The Evolution of TCP/IP Over Time [[code]](https://github.com/a/b)\n")
    assert shell("list", "notes.md", "TCP/IP", "--format=jsonl").titles == ["The Evolution of TCP/IP Over Time"]


def test_a_place_without_papers_is_fine(shell: Shell) -> None:
    (shell.folder / "empty").mkdir()
    shell.write("a.md", "Nothing is listed here.\n")
    assert shell("list", "a.md") == Answer(0, "", "")
    answer = shell("list", "empty")
    assert (answer.status, answer.out) == (0, "")
    assert "no Markdown files" in answer.err


def test_a_filter_that_nothing_matches_is_told(shell: Shell) -> None:
    shell.write("notes.md")
    answer = shell("list", "notes.md", "zebra")
    assert (answer.status, answer.out) == (0, "")
    assert "none of 3 entries matches zebra" in answer.err


def test_a_file_that_cannot_be_read_leaves_the_others(shell: Shell) -> None:
    shell.write("a/broken.md", BINARY)
    shell.write("a/notes.md")
    answer = shell("list", "a", "--format=jsonl")
    assert (answer.status, answer.titles) == (0, TITLES)
    assert answer.err.count("broken.md") == 1 and "binary" in answer.err


def test_where_nothing_can_be_read_that_is_an_error(shell: Shell) -> None:
    shell.write("broken.md", BINARY)
    (shell.folder / "dangling.md").symlink_to("nowhere")
    for words in (["list", "broken.md"], ["show", "x", "broken.md"], ["list", "dangling.md"]):
        answer = shell(*words)
        assert (answer.status, answer.out) == (2, "")
        assert words[-1] in answer.err and "nothing here could be read" in answer.err


def test_every_line_of_jsonl_has_every_key(shell: Shell) -> None:
    shell.write("notes.md")
    shell.write("repos.md", "# Repo\n\n- https://github.com/a/b\n")
    rows = [json.loads(line) for line in shell("list", ".", "--format", "jsonl").out.splitlines()]
    assert len(rows) == 4 and len({tuple(row) for row in rows}) == 1
    assert rows[0]["notes"] == ["把推理组织成一棵树"] and rows[0]["file"] == "notes.md"
    assert [link["kind"] for link in rows[0]["links"]] == ["paper", "code"]


def test_csv_has_a_header_and_a_row_an_entry(shell: Shell) -> None:
    shell.write("notes.md")
    header, *rows = csv.reader(io.StringIO(shell("list", "notes.md", "--format", "csv").out))
    assert [row[header.index("title")] for row in rows] == TITLES


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
def test_the_table_keeps_its_width(shell: Shell, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    shell.write(
        "notes.md", NOTES + "\n- 一个很长很长的中文题目，用来检查表格是否对齐 [[code]](https://github.com/a/b)\n"
    )
    monkeypatch.setenv("COLUMNS", columns)
    lines = shell("list", "notes.md").out.splitlines()
    assert len(lines) == 4
    assert max(map(cell_width, lines)) <= int(columns)


def test_the_wrong_format_is_wrong_usage(shell: Shell) -> None:
    answer = shell("list", "--format", "xml")
    assert (answer.status, answer.out) == (2, "")
    assert "xml" in answer.err


# standard input


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_standard_input_is_read_in_any_encoding(home: dict[str, str], tmp_path: Path, encoding: str) -> None:
    ended = run(["list", "-", "--format", "jsonl"], home, tmp_path, NOTES.encode(encoding))
    rows = [json.loads(line) for line in ended.stdout.decode().splitlines()]
    assert [row["title"] for row in rows] == TITLES
    assert rows[0]["notes"] == ["把推理组织成一棵树"]
    assert {row["file"] for row in rows} == {"-"}
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_standard_input_can_be_shown_filtered_and_joined_by_files(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write("a.md", "- A Paper in a File of Its Own [[code]](https://github.com/a/b)\n")
    for words, expected in (
        (["list", "-", "verify"], TITLES[1]),
        (["show", "verify", "-"], TITLES[1]),
        (["list", "-", "a.md", "own"], "A Paper in a File of Its Own"),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NOTES.encode())))
        answer = shell(*words)
        assert answer.status == 0 and expected in answer.out


def test_binary_standard_input_is_an_error(home: dict[str, str], tmp_path: Path) -> None:
    ended = run(["list", "-"], home, tmp_path, BINARY)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert b"binary" in ended.stderr and b"Traceback" not in ended.stderr


def test_the_screen_does_not_read_standard_input(shell: Shell) -> None:
    answer = shell("-")
    assert answer.status == 2 and "paperterm list -" in answer.err


# show and cite


def test_a_paper_is_shown_with_its_notes_numbered(shell: Shell) -> None:
    shell.write("notes.md")
    answer = shell("show", "arxiv:2305.10601", "notes.md")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("Tree of Thoughts")
    assert re.search(r"^ *1\.? +把推理组织成一棵树$", answer.out, re.MULTILINE)
    assert not answer.out.endswith("\n\n")


def test_several_candidates_are_listed(shell: Shell) -> None:
    shell.write("notes.md")
    answer = shell("show", "thought", "notes.md")
    assert (answer.status, answer.out) == (1, "")
    assert all(word in answer.err for word in ("arxiv:2305.10601", "arxiv:2201.11903", TITLES[0], TITLES[2]))
    assert TITLES[1] not in answer.err


def test_the_same_paper_in_two_files_is_shown_by_its_place(shell: Shell) -> None:
    shell.write("a.md")
    shell.write("b.md")
    answer = shell("show", "arxiv:2305.20050", "a.md", "b.md")
    assert answer.status == 1 and "b.md:8" in answer.err
    assert shell("show", "b.md:8", "a.md", "b.md").out.startswith(TITLES[1])


def test_a_paper_nobody_listed_is_a_no(shell: Shell) -> None:
    shell.write("notes.md")
    for words in (["show", "zebra", "notes.md"], ["cite", "zebra", "--path", "notes.md"]):
        answer = shell(*words)
        assert (answer.status, answer.out) == (1, "")
        assert "zebra" in answer.err


def test_so_many_candidates_are_not_all_listed(shell: Shell) -> None:
    shell.write(
        "notes.md", "".join(f"- A Study With Number {n} [[code]](https://github.com/a/b{n})\n" for n in range(50))
    )
    answer = shell("show", "study", "notes.md")
    assert "names 50 entries" in answer.err and "30 more" in answer.err
    assert len(answer.err.splitlines()) == 22


def test_several_papers_are_cited_under_keys_of_their_own(shell: Shell) -> None:
    shell.write("notes.md", "".join(f"- The Same Words, Part {n} (ICLR 2020)\n" for n in "123"))
    answer = shell("cite", "part 1", "part 2", "part 3", "--path", "notes.md", "--style", "BibTeX")
    keys = re.findall(r"^@\w+\{(\w+),$", answer.out, re.MULTILINE)
    assert answer.status == 0 and len(keys) == len(set(keys)) == 3


def test_a_paper_named_twice_is_cited_once(shell: Shell) -> None:
    shell.write("a.md")
    shell.write("b.md")
    answer = shell("cite", "verify", "arxiv:2305.20050", "--path", "a.md", "--path", "b.md")
    assert answer.status == 0 and answer.out.count("Verify Step by Step") == 1


def test_what_can_be_cited_is_cited_beside_what_cannot(shell: Shell) -> None:
    shell.write("notes.md")
    answer = shell("cite", "verify", "zebra", "--path", "notes.md")
    assert answer.status == 1 and "zebra" in answer.err and "Verify Step by Step" in answer.out


def test_an_unknown_style_is_named_with_those_there_are(shell: Shell) -> None:
    answer = shell("cite", "x", "--style", "chicago")
    assert (answer.status, answer.out) == (2, "")
    assert all(word in answer.err for word in ("chicago", "text", "bibtex"))


# search


def test_stats_count_what_a_filter_leaves(shell: Shell) -> None:
    shell.write("notes.md")
    told = shell("stats", "notes.md")
    assert told.status == 0 and told.err == ""
    assert re.match(r"\d+ entries: papers \d+", told.out)
    assert "Years" in told.out
    every = [json.loads(line) for line in shell("stats", "notes.md", "--format=jsonl").out.splitlines()]
    some = [json.loads(line) for line in shell("stats", "notes.md", "kind:paper", "--format=jsonl").out.splitlines()]
    assert all(set(row) == {"of", "name", "count"} for row in every)
    assert every[0]["count"] >= some[0]["count"] == sum(row["count"] for row in some if row["of"] == "kind")
    assert sum(row["count"] for row in every if row["of"] == "status") == every[0]["count"]
    assert "none of" in shell("stats", "notes.md", "zebra").err


def test_what_is_found_comes_best_first_with_the_places_of_each_work(shell: Shell) -> None:
    shell.write("a.md")
    shell.write("b.md")
    answer = shell("search", "thought", "a.md", "b.md", "--format", "jsonl")
    rows = [json.loads(line) for line in answer.out.splitlines()]
    assert (answer.status, answer.err) == (0, "")
    assert {row["title"] for row in rows} == {TITLES[0], TITLES[2]}
    assert rows[0]["places"] == [f"{rows[0]['file']}:{rows[0]['line']}", f"b.md:{rows[0]['line']}"]
    assert list(rows[0]) == [*json.loads(shell("list", "a.md", "--format=jsonl").out.splitlines()[0]), "places"]


def test_words_only_in_a_note_are_found(shell: Shell) -> None:
    shell.write("notes.md")
    answer = shell("search", "一棵树", "notes.md")
    assert answer.status == 0 and TITLES[0] in answer.out and len(answer.out.splitlines()) == 1


def test_a_search_that_finds_nothing_says_what_may_have_been_meant(shell: Shell) -> None:
    shell.write("notes.md")
    answer = shell("search", "promptnig", "notes.md")
    assert (answer.status, answer.out) == (1, "")
    assert "none of 3 entries matches promptnig" in answer.err and "did you mean prompting?" in answer.err


@pytest.mark.parametrize("query", ['"', "'); DROP TABLE papers; --", "NEAR(a", "[/red]", "year:9999", "\x1b[31m"])
def test_no_query_is_an_error(shell: Shell, query: str) -> None:
    shell.write("notes.md")
    answer = shell("search", query, "notes.md")
    assert answer.status in (0, 1) and "Traceback" not in answer.err and "\x1b" not in answer.err


# no PATH, and settings


def test_without_a_path_this_folder_is_listed_if_it_holds_papers(shell: Shell) -> None:
    shell.write("one/notes.md")
    assert shell("list", "--format=jsonl").titles == TITLES


def test_without_a_path_and_papers_the_samples_are_listed(shell: Shell) -> None:
    shell.write("one/two/notes.md")
    titles = shell("list", "--format=jsonl").titles
    assert "Attention Is All You Need" in titles and TITLES[1] not in titles


def test_the_home_folder_is_never_listed_unasked(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    linked = shell.folder / "linked-home"
    linked.symlink_to(shell.folder.parent / "home")
    shell.write("linked-home/notes.md")
    monkeypatch.setenv("HOME", str(linked))
    monkeypatch.chdir(linked)
    assert "Attention Is All You Need" in shell("list", "--format=jsonl").titles
    assert shell("list", ".", "--format=jsonl").titles == TITLES


def test_a_folder_that_was_deleted_is_no_place_to_look(shell: Shell) -> None:
    gone = shell.folder / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert shell("list", "--format=jsonl").status == 0


def test_the_library_of_the_settings_comes_before_this_folder(shell: Shell) -> None:
    shell.write("notes.md")
    shell.write("own/settings.toml", 'library = "list.md"\n')
    shell.write("own/list.md", "- The Only Paper of My Library [[code]](https://github.com/a/b)\n")
    for words in (["list", "--config", "own"], ["--config", "own/settings.toml", "list"], ["--config=own", "list"]):
        assert shell(*words, "--format=jsonl").titles == ["The Only Paper of My Library"]
    assert shell("list", "notes.md", "--config", "own", "--format=jsonl").titles == TITLES


def test_a_library_of_the_settings_that_is_not_there_is_named(shell: Shell) -> None:
    shell.write("settings.toml", 'library = "/nowhere/papers"\n')
    answer = shell("list", "--config", ".")
    assert (answer.status, answer.out) == (2, "")
    assert "/nowhere/papers" in answer.err and "settings" in answer.err


def test_broken_settings_are_told_by_line_and_block_nothing(shell: Shell) -> None:
    shell.write("notes.md")
    shell.write("settings.toml", "ascii = true\ntree_width = 7000\nno toml\n[keys]\nfly = 'x'\n")
    answer = shell("list", "notes.md", "--config", ".", "--format=jsonl")
    assert (answer.status, answer.titles) == (0, TITLES)
    assert [line for line in (2, 3, 5) if f"settings.toml:{line}: " in answer.err] == [2, 3, 5]


def test_settings_asked_for_that_are_not_there_are_told(shell: Shell) -> None:
    shell.write("notes.md")
    answer = shell("list", "notes.md", "--config", "gone.toml", "--format=jsonl")
    assert (answer.status, answer.titles) == (0, TITLES)
    assert "gone.toml" in answer.err


def test_the_keys_in_force_are_those_of_the_settings(shell: Shell) -> None:
    shell.write("settings.toml", "[keys]\nquit = 'x'\nhelp = []\nfold_all = 'y'\n")
    usual, own = shell("keys"), shell("keys", "--config", ".")
    assert re.search(r"^\S+ +q Ctrl\+Q +Quit$", usual.out, re.MULTILINE)
    assert re.search(r"^\S+ +x +Quit$", own.out, re.MULTILINE)
    assert "These keys" in usual.out and "These keys" not in own.out
    assert (usual.err, own.status) == ("", 0)
    assert "settings.toml:4: y is already the key of copy, so fold_all does not get it" in own.err


def test_config_explains_every_setting_with_what_is_in_force(shell: Shell) -> None:
    shell.write("settings.toml", "theme = 'nord'\n[keys]\nquit = 'x'\nlinks = 'o'\n[commands.wc]\nrun = 'wc {file}'\n")
    answer = shell("config", "--config", ".")
    assert 'theme = "nord"  # line 1' in answer.out
    assert 'quit = ["x"]  # Quit; line 3' in answer.out
    assert '# fold_all = ["-"]' in answer.out
    assert 'run = ["wc", "{file}"]' in answer.out
    assert "settings.toml:4: o is already the key of open_code" in answer.err
    shell.write("again.toml", answer.out)
    assert shell("config", "--check", "--config", "again.toml").status == 0


def test_config_checks_the_file_and_names_its_place(shell: Shell) -> None:
    file = shell.write("settings.toml", "them = 'nord'\n[keys]\nquit = 'o'\n")
    checked = shell("config", "--check", "--config", ".")
    assert checked.status == 1
    assert [line.rpartition("settings.toml:")[2][0] for line in checked.out.splitlines()] == ["1", "3"]
    assert shell("config", "--path", "--config", ".").out == f"{file}\n"


def test_config_edits_a_file_that_explains_itself(
    shell: Shell, home: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "sed -i s/^#.theme.*/theme=7/")
    edited = shell("config", "--edit", "--config", "new")
    assert edited.status == 1
    assert "theme must be the name of a theme" in edited.err
    assert "# What `paperterm` opens" in (shell.folder / "new" / "settings.toml").read_text()


def test_where_says_what_lies_where(shell: Shell) -> None:
    shell.write("settings.toml", "")
    answer = shell("where", "--config", "settings.toml")
    assert answer.status == 0 and answer.err == ""
    assert re.search(rf"^settings +{re.escape(str(shell.folder))}/settings.toml$", answer.out, re.MULTILINE)
    assert re.search(r"^sample notes +/.*sample_notes$", answer.out, re.MULTILINE)


# usage


def test_the_version_is_printed(shell: Shell) -> None:
    assert shell("--version") == Answer(0, f"paperterm {paperterm.__version__}\n", "")


@pytest.mark.parametrize("command", ["", "list", "show", "cite", "check", "keys", "where"])
def test_help_goes_to_standard_output(shell: Shell, command: str) -> None:
    answer = shell(*filter(None, [command]), "--help")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith(f"usage: paperterm{' ' if command else ''}{command}")
    assert not command or command in shell("--help").out


@pytest.mark.parametrize("words", [["--colour"], ["list", "--colour"], ["show"], ["cite"], ["list", "--form", "csv"]])
def test_wrong_usage_is_told_on_standard_error(shell: Shell, words: list[str]) -> None:
    answer = shell(*words)
    assert (answer.status, answer.out) == (2, "")
    assert "usage" in answer.err


def test_a_missing_path_is_named_before_a_screen_is_asked_for(shell: Shell) -> None:
    answer = shell("gone.md")
    assert (answer.status, answer.out) == (2, "")
    assert "gone.md" in answer.err


def test_without_a_terminal_there_is_no_screen(shell: Shell) -> None:
    shell.write("notes.md")
    answer = shell("notes.md")
    assert (answer.status, answer.out) == (2, "")
    assert "terminal" in answer.err


# what is printed

CANARY = "\x1b]52;c;RVZJTA==\x07\x1b[2J\x9b31m\x00\x7f\u202e\u2066"


def test_nothing_printed_acts_on_a_terminal(shell: Shell) -> None:
    name = "no\x1b[31mtes\x9b.md"
    entry = f"- A Hostile{CANARY} Title {CANARY} (ICLR{CANARY} 2020) [[code{CANARY}]](https://github.com/a/b%1b)\n"
    shell.write(f"in/{name}", f"# Topic{CANARY}\n\n{entry}  - 1. noted{CANARY} &#27;[31m &#x9b;31m\n")
    shell.write(f"in/bad{name}", BINARY)
    commands = (
        *(["list", "in", "--format", style] for style in ("table", "jsonl", "csv")),
        ["list", "in", f"zebra{CANARY}"],
        *(["cite", "hostile", "--path", "in", "--style", style] for style in ("text", "bibtex")),
        *(["show", wanted, "in"] for wanted in ("hostile", "t", f"zebra{CANARY}")),
        ["list", f"gone{CANARY}.md"],
        ["list", f"--evil{CANARY}"],
        ["check", "in"],
    )
    for words in commands:
        answer = shell(*words)
        assert answer.out + answer.err
        assert not ACTING.search(answer.out + answer.err), words


# streams


def test_a_closed_pipe_is_no_error(home: dict[str, str], tmp_path: Path) -> None:
    many = "".join(f"- A Study With Number {n} [[code]](https://github.com/a/b{n})\n" for n in range(1500))
    (tmp_path / "notes.md").write_text(many)
    for words in (["list", "notes.md"], ["--help"]):
        reading, writing = os.pipe()
        os.close(reading)
        ended = run(words, home, tmp_path, stdout=writing)
        os.close(writing)
        assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(NOTES)
    with Path("/dev/full").open("wb") as full:
        ended = run(["list", "notes.md"], home, tmp_path, stdout=full.fileno())
    assert ended.returncode == 2
    assert b"disk is full" in ended.stderr and b"Traceback" not in ended.stderr


@pytest.mark.skipif(os.name != "posix", reason="the shell's way to close a stream")
@pytest.mark.parametrize(("closing", "status"), [(">&-", 0), ("2>&-", 0), ("<&-", 0), ("<&- >&- 2>&-", 0)])
def test_closed_streams_are_no_error(home: dict[str, str], tmp_path: Path, closing: str, status: int) -> None:
    (tmp_path / "notes.md").write_text(NOTES)
    ended = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m paperterm list notes.md - {closing}', sys.executable],
        env=os.environ | home,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (status, b"")


def test_in_a_locale_without_unicode_the_output_is_utf_8(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(NOTES, encoding="utf-8")
    plain = home | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "NO_COLOR": "1"}
    ended = run(["show", "tree of thoughts", "notes.md"], plain, tmp_path)
    assert "把推理组织成一棵树" in ended.stdout.decode("utf-8")
    assert b"\x1b" not in ended.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["list", "notes.md"],
        ["show", "verify", "notes.md"],
        ["cite", "verify", "--path", "notes.md", "--style", "bibtex"],
        ["keys"],
        ["where"],
        ["config"],
        ["stats", "notes.md"],
    ],
)
def test_commands_load_nothing_of_the_screen(home: dict[str, str], tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "notes.md").write_text(NOTES)
    program = f"""
import sys
from paperterm.cli import main
status = main({words!r})
heavy = ("textual", "pyperclip", "watchfiles", "asyncio", "numpy", "PIL", "urllib.request")
print(status, [name for name in heavy if name in sys.modules], file=sys.stderr)
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | home, cwd=tmp_path, capture_output=True, check=False
    )
    assert ended.stderr == b"0 []\n"


def test_entries_of_many_large_files_come_in_order(shell: Shell) -> None:
    expected = []
    for number in range(6):
        entries = [f"A Study With Number {number}-{n} of Many" for n in range(150)]
        shell.write(f"{number}.md", "".join(f"- {title} [[code]](https://github.com/a/b)\n" for title in entries))
        expected += entries
    assert shell("list", ".", "--format=jsonl").titles == expected


if sys.platform != "win32":
    from tests.terminal import Terminal

    def test_ctrl_c_ends_without_a_traceback(home: dict[str, str], tmp_path: Path) -> None:
        folder = tmp_path / "many"
        folder.mkdir()
        text = "".join(f"- A Study With Number {n} [[code]](https://github.com/a/b{n})\n" for n in range(40))
        for number in range(400):
            (folder / f"{number}.md").write_text(text)
        with Terminal([*PAPERTERM, "list", str(folder)], env=home) as terminal:
            terminal.wait(lambda _: b"reading " in terminal.raw, seconds=60)
            terminal.press("ctrl+c")
            assert terminal.wait_exit() == 130
            assert b"Traceback" not in terminal.raw
            assert b"A Study" not in terminal.raw

    def test_the_table_fits_the_terminal(home: dict[str, str], tmp_path: Path) -> None:
        (tmp_path / "notes.md").write_text(NOTES, encoding="utf-8")
        own = {name: value for name, value in home.items() if name != "COLUMNS"}
        with Terminal([*PAPERTERM, "list", "notes.md"], env=own, cwd=tmp_path, columns=50) as terminal:
            assert terminal.wait_exit() == 0
            lines = [line for line in terminal.lines() if line]
        assert len(lines) == 3
        assert all(line.endswith(("notes.md:5", "notes.md:8", "notes.md:13")) for line in lines)

"""Settings files, right and wrong."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.commands import OwnCommand, Show
from paperterm.store.settings import Settings, load, parse
from paperterm.store.settings_text import default_settings_text, described

FILE = Path("/config/settings.toml")
ACTIONS = ("quit", "open_code", "copy_citation")


def problems(text: str) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.message) for problem in parse(text, FILE, ACTIONS)[1]]


def settings(text: str) -> Settings:
    return parse(text, FILE, ACTIONS)[0]


def test_every_option_is_read() -> None:
    text = """
        library = ["/notes", "lists/README.md"]
        theme = "nord"
        group = "year"
        tree_width = 44
        ascii = true
        plain = true
        editor = "nvim -u NONE"
        [keys]
        quit = "Q"
        open_code = ["o", "ctrl+o", "o"]
        copy_citation = []
    """
    assert problems(text) == []
    assert settings(text) == Settings(
        library=(Path("/notes"), Path("/config/lists/README.md")),
        theme="nord",
        group="year",
        tree_width=44,
        ascii=True,
        plain=True,
        editor="nvim -u NONE",
        keys={"quit": ("Q",), "open_code": ("o", "ctrl+o"), "copy_citation": ()},
    )


def test_a_home_folder_is_expanded() -> None:
    assert settings('library = "~/notes"').library == (Path.home() / "notes",)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('\n\nthem = "nord"', 3, "no setting called them (did you mean theme?)"),
        ("library = 3", 1, "a path or a list of paths"),
        ('library = ["a", 3]', 1, "a path or a list of paths"),
        ('library = ""', 1, "a path or a list of paths"),
        ('library = "a\\u0000b"', 1, "without NUL"),
        ('library = "~nobody-of-this-name/x"', 1, "home folder"),
        ("theme = 1", 1, "the name of a theme"),
        ('group = "author"', 1, 'one of "document", "year", "topic"'),
        ("group = ['year']", 1, "one of"),
        ("# one\ntree_width = 4", 2, "from 10 to 200"),
        ("tree_width = true", 1, "from 10 to 200"),
        ("tree_width = 40.0", 1, "from 10 to 200"),
        ('ascii = "yes"', 1, "true or false"),
        ("editor = ['vim']", 1, "a command"),
        ("keys = 1", 1, "keys must be a table"),
        ("[[keys]]\nquit = 'q'", 1, "keys must be a table"),
        ("[keys]\nquit = 'q'\nqiut = 'x'", 3, "no action called qiut (did you mean quit?)"),
        ("[keys]\n\n'quit' = 1", 3, "the keys of quit must be a key or a list of keys"),
        ("[keys]\nquit = ['']", 2, "a key or a list of keys"),
        ('keys.quit = "a b"', 1, "no key called a b"),
        ('keys.quit = "ctrl+"', 1, "no key called ctrl+"),
        ('keys.quit = "entre"', 1, "no key called entre (did you mean enter?)"),
        ("keys = {quit = 1}", 1, "a key or a list of keys"),
        ("[other]\nx = 1", 1, "no setting called other"),
        ("quit = 'q'", 1, "no setting called quit"),
    ],
)
def test_what_cannot_be_followed_is_named_with_its_line(text: str, line: int, said: str) -> None:
    ((found, message),) = problems(text)
    assert found == line
    assert said in message


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("group = year", 2),
        ("group = ", 2),
        ("group year", 2),
        ("group", 2),
        ('group = "year', 2),
        ("library = [\n  '/a',\n  '/b'", 4),
        ("library = ['/a' '/b']", 2),
        ("group = 'year' 'topic'", 2),
        ("= 3", 2),
        ("library = " + "[" * 50, 2),
        ("theme = '''\nnever closed", 2),
        ("theme = 'dup'\ntheme = 'dup'", 3),
        ("{", 2),
        ("group = '\x01'", 2),
        ("tree_width = 010", 2),
    ],
)
def test_a_line_that_is_no_toml_is_named_and_the_rest_still_counts(broken: str, line: int) -> None:
    text = f"ascii = true\n{broken}\neditor = 'vi'\n[keys]\nquit = 'Q'\n"
    found = settings(text)
    assert found.ascii
    assert found.keys == {"quit": ("Q",)}
    assert found.editor == "vi"
    assert [at for at, _ in problems(text)][:1] == [line]
    assert "this is not TOML" in problems(text)[0][1]


def test_keys_below_a_broken_header_are_not_taken_for_settings() -> None:
    text = "[keys\ntheme = 'x'\nquit = 'Q'\n"
    assert settings(text) == Settings()
    assert [line for line, _ in problems(text)] == [1]


def test_deep_nesting_does_not_end_the_program() -> None:
    found = settings("ascii = true\nlibrary = " + "[" * 20_000 + "]" * 20_000 + "\neditor = 'vi'\n")
    assert found == Settings(ascii=True, editor="vi")


@given(st.text(alphabet="abk eys=[]{}'\"\n\r\t.#,1\\lig\x00é"))
def test_any_text_gives_settings(text: str) -> None:
    found, _ = parse(text, FILE)
    assert found.group == "document"


@given(st.lists(st.sampled_from(default_settings_text().split("\n"))))
def test_any_mixture_of_lines_gives_settings(lines: list[str]) -> None:
    parse("\n".join(line.removeprefix("# ") for line in lines), FILE)


def test_lines_are_counted_alike_whatever_ends_them_and_behind_a_byte_order_mark() -> None:
    for end in ("\n", "\r\n"):
        assert [line for line, _ in problems(f"\ufefftheme = 'x'{end}{end}them = 1{end}")] == [3]


def test_the_explained_settings_change_nothing() -> None:
    assert parse(default_settings_text(), FILE) == (Settings(), ())


def test_the_explained_settings_work_when_their_comment_signs_are_deleted() -> None:
    lines = [line for line in default_settings_text().split("\n") if re.match(r"# (\w+ = |\[)", line)]
    text = "\n".join(line.removeprefix("# ") for line in lines)
    found, wrong = parse(text, FILE)
    assert wrong == ()
    assert set(tomllib.loads(text)) == {name for name in Settings.__dataclass_fields__ if name != "lines"}
    assert found.keys["half_down"] == ("ctrl+d", "ctrl+j")
    assert [command.name for command in found.commands] == ["clone"]


def test_a_command_is_words_or_a_text_split_like_a_shell_does_or_shell_text_where_that_is_written() -> None:
    text = """
        [commands.clone]
        run = ["git", "clone", "{repo}"]
        keys = ["C", "？"]
        says = "Clone it"
        show = "screen"
        folder = "code"
        limit = 60
        [commands.note]
        run = "echo 'two words' {title}"
        [commands.pipe]
        run = 'echo "$PAPERTERM_TITLE" | wc'
        shell = true
    """
    assert problems(text) == []
    assert settings(text).commands == (
        OwnCommand("clone", ("git", "clone", "{repo}"), "Clone it", ("C", "?"), False, Show.SCREEN, "/config/code", 60),
        OwnCommand("note", ("echo", "two words", "{title}"), "Run echo two words {title}"),
        OwnCommand("pipe", ('echo "$PAPERTERM_TITLE" | wc',), 'Run echo "$PAPERTERM_TITLE" | wc', is_shell=True),
    )


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        ("", 1, "run must be words"),
        ("run = []", 2, "run must name a program"),
        ("run = 3", 2, "run must be words"),
        ("run = 'a \"'", 2, "not closed"),
        ("run = '{title} x'", 2, "the program itself must not come from a paper"),
        ("run = 'echo {titel}'", 2, "no field titel (did you mean title?)"),
        ("run = 'echo {title}'\nshell = true", 2, '"$PAPERTERM_TITLE"'),
        ("run = 'echo $PAPERTERM_TITEL'\nshell = true", 2, "no field titel"),
        ("run = ['echo']\nshell = true", 2, "one text where shell = true"),
        ("run = 'a'\nshow = 'loud'", 3, "show must be one of"),
        ("run = 'a'\nlimit = 0", 3, "limit must be a number of seconds"),
        ("run = 'a'\nkeys = 'entre'", 3, "no key called entre"),
        ("run = 'a'\nkey = 'C'", 3, "no key (did you mean keys?)"),
        ("run = 'a'\nfolder = '~nobody-of-this-name/x'", 3, "folder must be paths"),
    ],
)
def test_a_command_that_cannot_be_followed_is_left_out_and_the_line_named(lines: str, line: int, said: str) -> None:
    text = f"[commands.x]\n{lines}\n[commands.good]\nrun = 'true'\n"
    ((found, message),) = problems(text)
    assert found == line
    assert said in message
    assert [command.name for command in settings(text).commands] == ["good"]


def test_what_is_in_force_is_described_with_the_line_it_is_from(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# mine\ntheme = "nord\\u001b"\n[keys]\nquit = ["q"]\n[commands.x]\nrun = "true"\n')
    found, wrong = load(path)
    assert wrong == ()
    lines = list(described(found, path, [("quit", ("q",), "Quit"), ("copy", ("y",), "Copy")]))
    assert 'theme = "nord␛"  # line 2' in lines
    assert "# ascii = true" not in lines and "# ascii = false" in lines
    assert 'quit = ["q"]  # Quit; line 4' in lines
    assert '# copy = ["y"]  # Copy' in lines
    assert "[commands.x]  # line 5" in lines
    assert parse("\n".join(lines), path)[1] == ()


def test_what_is_refused_is_not_described_as_in_force_from_its_line(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('library = "~/n\nascii = "yes"\nplain = true\n')
    found, wrong = load(path)
    assert [problem.line for problem in wrong] == [1, 2]
    lines = list(described(found, path, []))
    assert "# library = []" in lines and "# ascii = false" in lines and "plain = true  # line 3" in lines


class TestFiles:
    def test_no_file_is_no_problem(self, tmp_path: Path) -> None:
        assert load(tmp_path / "settings.toml") == (Settings(), ())

    def test_a_broken_file_stays_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "settings.toml"
        path.write_bytes(b"ascii = true\r\nnonsense\r\n")
        found, (problem,) = load(path)
        assert found.ascii
        assert str(problem).startswith(f"{path}:2: this is not TOML")
        assert path.read_bytes() == b"ascii = true\r\nnonsense\r\n"
        assert list(tmp_path.iterdir()) == [path]

    def test_what_is_no_settings_file_is_a_problem(self, tmp_path: Path) -> None:
        (tmp_path / "picture").write_bytes(b"\x89PNG\0\0\0")
        for path in (tmp_path, tmp_path / "picture"):
            found, (problem,) = load(path)
            assert (found, problem.line) == (Settings(), None)

    @pytest.mark.skipif(os.name != "posix", reason="needs a named pipe")
    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "settings.toml")
        assert "named pipe" in str(load(tmp_path / "settings.toml")[1][0])

    def test_a_path_that_cannot_be_is_no_reason_to_fail(self) -> None:
        assert load(Path("a\0b"))[0] == Settings()

    def test_a_problem_can_be_shown_whatever_the_file_holds(self, tmp_path: Path) -> None:
        path = tmp_path / "settings.toml"
        path.write_text('"\\u001b[31m" = 1\n')
        assert all(str(problem).isprintable() for problem in load(path)[1])

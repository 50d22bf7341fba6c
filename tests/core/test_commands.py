"""The reader's own commands, on papers of strangers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from paperterm.core.commands import NotPrepared, OwnCommand, Prepared, prepared
from paperterm.core.model import Document, Kind, Link, LinkKind, Paper, Span
from paperterm.core.outline import Entry


def entry(title: str = "A Title", *urls: str, **more: Any) -> Entry:
    links = tuple(Link(LinkKind.CODE, "code", url, Span(0, 0)) for url in urls)
    paper = Paper("id", Kind.PAPER, title, Span(0, 3), 4, 4, links=links, **more)
    return Entry("notes.md", paper, lambda name: Document(name, "- x"))


def words(run: tuple[str, ...], of: Entry, path: str | None = "/n/notes.md") -> tuple[str, ...] | str:
    found = prepared(OwnCommand("own", run, ""), of, path)
    return found.words if isinstance(found, Prepared) else found.reason


def test_fields_fill_the_words_they_stand_in() -> None:
    of = entry("Two Words", "https://github.com/THUDM/GLM-130B/tree/main/x", year=2023)
    assert words(("git", "clone", "{repo}"), of) == ("git", "clone", "https://github.com/THUDM/GLM-130B")
    assert words(("vi", "+{line}", "{file}"), of) == ("vi", "+4", "/n/notes.md")
    assert words(("x", "--t={title} ({year})", "{folder}/a"), of) == ("x", "--t=Two Words (2023)", "/n/a")
    assert words(("awk", "{{print $1}}"), of) == ("awk", "{print $1}")


def test_a_field_that_the_paper_lacks_is_named_and_nothing_run() -> None:
    assert words(("x", "{year}"), entry()) == "This entry has no year; own was not run."
    assert "no repo link" in words(("x", "{repo}"), entry())
    assert "no file" in words(("x", "{file}"), entry(), None)


@pytest.mark.parametrize(
    "url", ["ext::sh -c id", "--upload-pack=id", "file:///etc/passwd", "ssh://-oProxyCommand=id/x"]
)
def test_a_repo_is_of_the_web_or_none(url: str) -> None:
    assert "no repo link" in words(("git", "clone", "{repo}"), entry("T", url))


@pytest.mark.parametrize("title", ["--help", "-rf", "+!id", "@/etc/passwd"])
def test_a_field_never_begins_a_word_that_programs_act_upon(title: str) -> None:
    assert "programs act upon" in words(("x", "{title}"), entry(title))
    assert words(("x", "--", "{title}"), entry(title)) == ("x", "--", title)
    assert words(("x", "-t{title}"), entry(title)) == ("x", f"-t{title}")
    shell = OwnCommand("own", ('x "$PAPERTERM_TITLE"',), "", is_shell=True)
    assert isinstance(prepared(shell, entry(title), None), NotPrepared)


@given(st.text(min_size=1))
def test_whatever_a_title_holds_it_stays_within_its_word(title: str) -> None:
    assume(title.strip() == title and not title.startswith(("-", "+", "@")))
    found = words(("x", "{title}", "y"), entry(title))
    assert isinstance(found, str) or (len(found) == 3 and found[::2] == ("x", "y"))
    if title.isprintable() and "  " not in title:
        assert found == ("x", title, "y")


def test_shell_text_stays_as_written_and_fields_are_variables() -> None:
    text = 'printf %s "$PAPERTERM_TITLE" "${PAPERTERM_YEAR}"'
    found = prepared(OwnCommand("own", (text,), "", is_shell=True), entry("$(id); `id`", year=2020), None)
    assert isinstance(found, Prepared)
    assert found.words == (text,)
    assert found.variables == {"PAPERTERM_TITLE": "$(id); `id`", "PAPERTERM_YEAR": "2020"}

"""The .gitignore pattern language, case by case as git's own manual tells it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.store import ignore


def ignored(text: str, path: str) -> bool:
    """As a walk sees it: a path ending in / is a folder, and an ignored folder is never entered."""
    parts = path.rstrip("/").split("/")
    patterns = ignore.parse(text)
    for length in range(1, len(parts) + 1):
        is_folder = length < len(parts) or path.endswith("/")
        if ignore.verdict(patterns, parts[:length], is_folder=is_folder):
            return True
    return False


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("draft.md", "draft.md", True),
        ("draft.md", "deep/down/draft.md", True),
        ("draft.md", "draft.mdx", False),
        ("Draft.md", "draft.md", False),
        ("/draft.md", "draft.md", True),
        ("/draft.md", "deep/draft.md", False),
        ("notes/draft.md", "notes/draft.md", True),
        ("notes/draft.md", "deep/notes/draft.md", False),
        ("build/", "build/a.md", True),
        ("build/", "build", False),
        ("build/", "deep/build/", True),
        ("*.md", "a.md", True),
        ("*.md", "a/b.md", True),
        ("/*.md", "a/b.md", False),
        ("a/*.md", "a/b/c.md", False),
        ("**/logs", "logs/", True),
        ("**/logs", "a/b/logs/x.md", True),
        ("**/logs/x.md", "b/logs/x.md", True),
        ("logs/**", "logs/a/b.md", True),
        ("logs/**", "logs/", False),
        ("a/**/b", "a/b", True),
        ("a/**/b", "a/x/y/b", True),
        ("a/**/b", "a/x/y/c", False),
        ("/**", "anything.md", True),
        ("**", "a/b.md", True),
        ("a**b.md", "axxb.md", True),
        ("?.md", "a.md", True),
        ("?.md", "ab.md", False),
        ("[ab].md", "b.md", True),
        ("[!ab].md", "b.md", False),
        ("[^ab].md", "c.md", True),
        ("[a-c]x.md", "bx.md", True),
        ("[]x].md", "].md", True),
        ("[[:digit:]].md", "7.md", True),
        ("[[:digit:]].md", "d.md", False),
        ("[never", "[never", False),
        (r"\#a.md", "#a.md", True),
        (r"\!a.md", "!a.md", True),
        (r"a\*.md", "a*.md", True),
        (r"a\*.md", "ab.md", False),
        ("# a.md", "# a.md", False),
        ("a.md   ", "a.md", True),
        ("a.md\\ ", "a.md ", True),
        ("\n\n  \n", "a.md", False),
        ("a.md\r\nb.md\r\n", "a.md", True),
        ("\ufeffa.md", "a.md", True),
        ("笔记/", "笔记/a.md", True),
        ("*.md\n!keep.md", "keep.md", False),
        ("*.md\n!keep.md", "lose.md", True),
        ("!keep.md\n*.md", "keep.md", True),
        ("drafts/\n!drafts/keep.md", "drafts/keep.md", True),
        ("drafts/*\n!drafts/keep.md", "drafts/keep.md", False),
        ("a\nb.md", "odd\nname.md", False),
        ("odd*name.md", "odd\nname.md", True),
        ("/", "a.md", False),
        ("!", "a.md", False),
    ],
)
def test_a_pattern_speaks_of_a_path_as_git_says(text: str, path: str, expected: bool) -> None:
    assert ignored(text, path) is expected


def test_stars_cost_no_more_than_the_length_of_the_name_times_that_of_the_pattern() -> None:
    assert not ignored("*a" * 100 + "b", "a" * 250)
    assert not ignored("/".join(["**", "a"] * 50) + "/b", "/".join(["a"] * 500))


@given(st.text(alphabet="ab*?[]!^-\\/# \n\r:alph"), st.text(alphabet="ab/-]", min_size=1))
def test_any_text_is_a_gitignore_file(text: str, path: str) -> None:
    assert ignored(text, path) in (True, False)


@given(st.text(alphabet=st.characters(exclude_characters="/\n\r\0"), min_size=1))
def test_an_escaped_name_matches_itself(name: str) -> None:
    escaped = "".join("\\" + char for char in name)
    assert ignored(escaped, name)
    assert not ignored(escaped, name + "x")

"""Code in colours."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.render.highlight import highlighted
from paperterm.core.render.lines import Line, Role
from tests.examples import examples

Lines = Callable[..., list[Line]]


def test_kinds_of_words_are_told_apart(lines_of: Lines) -> None:
    (line, *_) = lines_of('```python\ndef f(): return "x" + 1  # why\n```')
    roles = {run.text: run.roles[-1] for run in line.runs}
    assert roles["def"] is Role.CODE_KEYWORD
    assert roles["f"] is Role.CODE_NAME
    assert roles["x"] is Role.CODE_STRING
    assert roles["1"] is Role.CODE_NUMBER
    assert roles["# why"] is Role.CODE_COMMENT


def test_a_language_that_nobody_knows_stays_plain() -> None:
    assert highlighted("x := y", "mylang") is None
    assert highlighted("x", "") is None
    assert highlighted("x = 1", "{.python .numberLines}") is not None


def test_very_long_code_is_coloured_at_its_beginning_only() -> None:
    lines = highlighted("x = 1\n" * 10_000, "python")
    assert lines is not None
    assert len(lines) == 10_001
    assert lines[0][-1] == ("1", Role.CODE_NUMBER)
    assert lines[5_000] == [("x = 1", None)]


@examples(60)
@given(
    st.text(st.sampled_from("ab=()\"'#\n \\中{}/*"), max_size=60),
    st.sampled_from(("python", "bash", "c", "json", "tex")),
)
def test_no_character_of_code_is_changed(code: str, language: str) -> None:
    lines = highlighted(code, language)
    assert lines is not None
    assert "\n".join("".join(text for text, _ in line) for line in lines) == code

"""The reader's own style sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.app import App

from paperterm.tui.own_styles import problem_in, usable

VARIABLES = App[None]().get_css_variables()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("TreePane { colr: red; }", ":1: invalid CSS property 'colr'"),
        ("\n\nTreePane { color: nonecolor; }", ":3: invalid value"),
        ("TreePane {\n color: red;", ":2: unexpected end of file"),
        ("TreePane { color: $nope; }", ":1: reference to undefined variable"),
        ("}{", ":1: expected"),
        ("Tree >", ": "),
        (b"\xff\xfe\x00", ": this cannot be read as UTF-8"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_file_left_out(tmp_path: Path, text: str | bytes, said: str) -> None:
    good, bad = tmp_path / "a.tcss", tmp_path / "b.tcss"
    good.write_text("TreePane { background: $panel; }")
    bad.write_bytes(text if isinstance(text, bytes) else text.encode())
    found, (told,) = usable([good, bad], VARIABLES)
    assert found == [good]
    assert f"{bad}{said}" in told.sentence


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="TreePane .#&>{}:;$red\n\t1%/*@\"'[]\\\x00é", max_size=60))
def test_no_text_ends_the_program(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.tcss").write_text(text)
    problem_in(tmp_path / "x.tcss", VARIABLES)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.cite.characters import one_line
from paperterm.core.cite.names import Name, read_authors


def one(text: str) -> Name:
    (name,) = read_authors((text,)).names
    return name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ashish Vaswani", Name("Vaswani", "Ashish")),
        ("Vaswani, Ashish", Name("Vaswani", "Ashish")),
        ("Vaswani A", Name("Vaswani", "A")),
        ("Kingma D.P.", Name("Kingma", "D.P.")),
        ("Kaiming HE", Name("HE", "Kaiming")),
        ("Weinan E", Name("E", "Weinan")),
        ("J. Devlin", Name("Devlin", "J.")),
        ("Aäron van den Oord", Name("Oord", "Aäron", "van den")),
        ("van den Oord, Aäron", Name("Oord", "Aäron", "van den")),
        ("Luc Van Gool", Name("Van Gool", "Luc")),
        ("Van Jacobson", Name("Jacobson", "Van")),
        ("Quoc V. Le", Name("Le", "Quoc V.")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("King, Jr., Martin Luther", Name("King", "Martin Luther", suffix="Jr.")),
        ("Hinton", Name("Hinton")),
        ("OpenAI", Name("OpenAI")),
        ("Meta AI", Name("Meta AI", is_whole=True)),
        ("清华大学", Name("清华大学", is_whole=True)),
        ("周志华", Name("周", "志华")),
        ("欧阳修", Name("欧阳", "修")),
        ("山田 太郎", Name("山田", "太郎")),
        ("Kaiming He*", Name("He", "Kaiming")),
        ("Kaiming He1,2", Name("He", "Kaiming")),
        ("Wei Wang 0001", Name("Wang", "Wei")),
        ("Kaiming He (FAIR)", Name("He", "Kaiming")),
        ("Linxi (Jim) Fan", Name("Fan", "Linxi (Jim)")),
        ("周志华（南京大学）", Name("周", "志华")),
    ],
)
def test_a_name_is_taken_apart_as_its_script_and_order_demand(text: str, name: Name) -> None:
    assert one(text) == name


@pytest.mark.parametrize(
    "text", ["K. He et al.", "K. He, et al", "K. He and others", "He, K. et al.", "K. He …", "K. He..."]
)
def test_et_al_is_no_part_of_a_name(text: str) -> None:
    authors = read_authors((text,))
    assert authors.has_more
    assert authors.names == (Name("He", "K."),)


@pytest.mark.parametrize("authors", [("周志华等",), ("周志华", "等"), ("周志华 等人",)])
def test_et_al_is_understood_in_chinese(authors: tuple[str, ...]) -> None:
    read = read_authors(authors)
    assert read.has_more
    assert read.names == (Name("周", "志华"),)


@pytest.mark.parametrize(
    "text",
    [
        "A. One, B. Two, C. Three",
        "A. One, B. Two and C. Three",
        "A. One; B. Two & C. Three",
        "One, A., Two, B. and Three, C.",
    ],
)
def test_several_names_in_one_string_are_taken_apart(text: str) -> None:
    assert read_authors((text,)).names == (Name("One", "A."), Name("Two", "B."), Name("Three", "C."))


@given(st.lists(st.text(max_size=30), max_size=4))
def test_no_input_makes_an_empty_or_invented_name(texts: list[str]) -> None:
    for name in read_authors(texts).names:
        assert name.family
        assert all(any(word in one_line(text) for text in texts) for word in name.in_order().split())


@pytest.mark.parametrize("run", [",", "a,", "(", "*", "#", "a1,", " and", "...", "a van "])
def test_a_long_run_of_anything_is_read_without_going_over_it_again_and_again(run: str) -> None:
    read = read_authors((run * 20_000 + "a",))
    assert all(name.family for name in read.names)

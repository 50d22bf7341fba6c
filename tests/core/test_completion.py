"""What Tab adds to a filter that is half typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.completion import completed


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("ye", "year:"),
        ("graphs ve", "graphs venue:"),
        ("-ki", "-kind:"),
        ("kind:re", "kind:re"),
        ("kind:rep", "kind:repo"),
        ("has:co", "has:code"),
        ("HAS:Co", "HAS:code"),
        ("has:pdf,co", "has:pdf,code"),
        ("is:unr", "is:unread"),
        ("t", "t"),
        ("zebra", "zebra"),
        ("venue:ac", "venue:ac"),
        ("", ""),
        ("year:2020 ", "year:2020 "),
        ('"fe', '"fe'),
    ],
)
def test_tab_completes_as_far_as_there_is_one_way(typed: str, whole: str) -> None:
    assert completed(typed) == whole


SAID = {"venue": ["ACL", "ACL Findings", "NeurIPS"], "topic": ["Long context", "图神经网络"], "tag": ['a "b" c: d']}


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("venue:neu", "venue:neurips"),
        ("venue:a", "venue:acl"),
        ("venue:acl", "venue:acl"),
        ('venue:"acl f', 'venue:"acl findings"'),
        ("venue:neurips,a", "venue:neurips,acl"),
        ("graphs topic:lo", 'graphs topic:"long context"'),
        ("topic:图", "topic:图神经网络"),
        ("tag:a", 'tag:"a b c: d"'),
        ("author:a", "author:a"),
        ('venue:"', 'venue:"'),
    ],
)
def test_tab_completes_what_the_library_says(typed: str, whole: str) -> None:
    assert completed(typed, lambda name: SAID[name]) == whole
    assert not whole.endswith('"') or completed(whole, lambda name: SAID[name]) == whole


@given(st.text())
def test_completing_only_adds_and_twice_is_once(typed: str) -> None:
    whole = completed(typed)
    assert whole.casefold().startswith(typed.casefold()) or not typed.isascii()
    assert completed(whole) == whole or completed(completed(whole)) == completed(whole)

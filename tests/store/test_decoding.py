"""Encodings: which one a file is in, and the way back."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.store.decoding import decode, encode, is_text

CHINESE = "# 阅读笔记\r\n\r\n1. 这篇文章提出了一种新的方法,效果很好。\n- [标题](https://example.org)\n"


@given(st.binary())
def test_any_bytes_survive_the_way_there_and_back(data: bytes) -> None:
    decoded = decode(data)
    assert encode(decoded.encoding, decoded.text) == data


@given(st.text(), st.sampled_from(["utf-8", "gb18030", "utf-16", "cp1252", "latin-1", "big5"]))
def test_any_text_in_any_encoding_survives_the_way_there_and_back(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    decoded = decode(data)
    assert encode(decoded.encoding, decoded.text) == data


@given(st.text())
def test_utf_8_is_always_read_as_utf_8(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.encoding, decoded.text) == ("utf-8", text)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "gb2312"])
def test_chinese_is_readable(encoding: str) -> None:
    assert decode(CHINESE.encode(encoding)).text == CHINESE


def test_a_single_chinese_word_in_gbk_is_readable() -> None:
    assert decode("# 综述\n".encode("gbk")).text == "# 综述\n"


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf_16_is_known_by_its_mark_which_stays_in_the_text(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + CHINESE.encode(encoding))
    assert (decoded.encoding, decoded.text, decoded.bom) == (encoding, "\ufeff" + CHINESE, True)


def test_a_utf_8_mark_stays_in_the_text() -> None:
    decoded = decode(codecs.BOM_UTF8 + b"# Title\n")
    assert (decoded.encoding, decoded.text, decoded.bom) == ("utf-8", "\ufeff# Title\n", True)
    assert not decode(b"# Title\n").bom


@pytest.mark.parametrize(
    "text",
    ["Café Müller, naïve façade, crème brûlée", "Größe, Straße, über", "Ação e emoção", "Ångström, smörgåsbord", "é"],
)
def test_western_letters_are_not_taken_for_chinese(text: str) -> None:
    assert decode(text.encode("latin-1")).text == text


def test_curly_quotes_of_windows_are_quotes() -> None:
    assert decode("“Attention” – it’s all".encode("cp1252")).text == "“Attention” – it’s all"


def test_line_ends_are_untouched() -> None:
    assert decode(b"a\r\nb\rc\nd\x0b\x0c\x85").text[:7] == "a\r\nb\rc\n"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\x00" * 100,
        b"a\x00b",
        bytes(range(256)),
        b"\x01\x02\x03\x04\x05text",
        "no mark".encode("utf-16-le"),
    ],
)
def test_binary_is_not_text(data: bytes) -> None:
    assert not is_text(decode(data))


@pytest.mark.parametrize(
    "data", [b"", b"# T\n" * 20 + b"- one stray \x00 byte\n", b"\x1b[31mred\x1b[0m\t\x0c\r\n", CHINESE.encode("utf-16")]
)
def test_text_with_a_stray_control_character_is_text(data: bytes) -> None:
    assert is_text(decode(data))

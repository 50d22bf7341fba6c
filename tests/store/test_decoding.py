"""Encodings: which one a file is in, and the way back."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.text import safe
from paperterm.store.decoding import decode, encode, is_text

CHINESE = "# 阅读笔记\r\n\r\n1. 这篇文章提出了一种新的方法,效果很好。\n- [标题](https://example.org)\n"

NOTES = """\
# 大语言模型

- GLM-130B: An Open Bilingual Pre-trained Model
  1. 使用了自编码和自回归的方式进行预训练，效果比单独使用其中一种要好。
  2. 量化以后可以在四张显卡上运行，速度没有明显的下降。
- 思维树：让模型在回答之前先比较几种不同的想法
"""
FRENCH = """\
# Apprentissage par renforcement

- Une méthode simple pour l'évaluation des modèles déjà entraînés
  1. Les résultats « préliminaires\xa0» sont à vérifier : où est passée l'équation 3 ?
  2. Très bonne idée, mais le coût élevé de l'entraînement gêne. Voilà\xa0!
"""


@given(st.binary())
def test_any_bytes_survive_the_way_there_and_back(data: bytes) -> None:
    decoded = decode(data)
    assert encode(decoded.encoding, decoded.text) == data


@given(st.text(), st.sampled_from(["utf-8", "gb18030", "utf-16", "cp1252", "latin-1", "big5"]))
def test_any_text_in_any_encoding_survives_the_way_there_and_back(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    decoded = decode(data)
    assert encode(decoded.encoding, decoded.text) == data


@given(st.text(alphabet="é论文a\n"), st.binary(max_size=3), st.text(alphabet="é论文a\n"))
def test_text_around_broken_bytes_survives_the_way_there_and_back(before: str, broken: bytes, after: str) -> None:
    data = before.encode() + broken + after.encode()
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


@pytest.mark.parametrize("length", range(4, len(NOTES) + 1, 7))
def test_chinese_notes_in_gbk_are_not_taken_for_broken_utf_8(length: int) -> None:
    for start in range(0, len(NOTES) - length + 1, 5):
        part = NOTES[start : start + length]
        if not part.isascii() and not _is_utf_8(part.encode("gbk")):
            assert decode(part.encode("gbk")).text == part


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_french_notes_in_latin_1_are_not_taken_for_broken_utf_8(encoding: str) -> None:
    for line in (FRENCH, *FRENCH.splitlines()):
        assert decode(line.encode(encoding)).text == line


@pytest.mark.parametrize("notes", [NOTES, FRENCH])
def test_utf_8_cut_within_a_character_is_readable_wherever_it_is_cut(notes: str) -> None:
    data = notes.encode()
    for at in range(len(data) // 2, len(data)):
        whole = data[:at].decode("utf-8", "ignore")
        decoded = decode(data[:at])
        assert decoded.encoding == "utf-8"
        assert safe(decoded.text, keep_lines=True).rstrip("\ufffd") == safe(whole, keep_lines=True)


@pytest.mark.parametrize(
    "broken", [b"\xe9", b"\xe6\x96", b"\xf0\x9f\x98", b"\xff", "—".encode("gbk"), "é à".encode("latin-1")]
)
@pytest.mark.parametrize("notes", [NOTES, FRENCH])
def test_a_few_broken_bytes_in_utf_8_garble_nothing_else(notes: str, broken: bytes) -> None:
    before, mark, after = notes.partition("1.")
    decoded = decode(f"{before}{mark} ".encode() + broken + after.encode())
    assert decoded.text.startswith(before)
    assert decoded.text.endswith(after)
    assert "\ufffd" in safe(decoded.text)


def test_broken_bytes_are_shown_as_marks_and_written_back_as_they_were() -> None:
    data = "# 论文阅读笔记 ".encode() + b"caf\xe9\n"
    decoded = decode(data)
    assert (decoded.encoding, safe(decoded.text)) == ("utf-8", "# 论文阅读笔记 caf\ufffd ")
    assert encode(decoded.encoding, decoded.text + "新\n") == data + "新\n".encode()


def test_a_utf_8_mark_is_believed_in_spite_of_a_broken_byte() -> None:
    decoded = decode(codecs.BOM_UTF8 + b"# Caf\xe9\n")
    assert (decoded.encoding, decoded.text, decoded.bom) == ("utf-8", "\ufeff# Caf\udce9\n", True)


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
        "模型的名字".encode() + b"\x00\xff" * 9,
    ],
)
def test_binary_is_not_text(data: bytes) -> None:
    assert not is_text(decode(data))


@pytest.mark.parametrize(
    "data", [b"", b"# T\n" * 20 + b"- one stray \x00 byte\n", b"\x1b[31mred\x1b[0m\t\x0c\r\n", CHINESE.encode("utf-16")]
)
def test_text_with_a_stray_control_character_is_text(data: bytes) -> None:
    assert is_text(decode(data))


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True

"""What names of files say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.store.naming import (
    accompanies,
    is_markdown,
    is_readme,
    natural_order,
    originals_elsewhere,
    translation_of,
)


@pytest.mark.parametrize("name", ["a.md", "A.MD", "a.markdown", "a.mdown", "a.mkd", "a.mdx", "a.Rmd", "a.qmd"])
def test_markdown_endings_count_in_any_case(name: str) -> None:
    assert is_markdown(name)


@pytest.mark.parametrize("name", ["md", "a.md.bak", "a.txt", "amd", "a.md~", "a.html"])
def test_other_endings_are_not_markdown(name: str) -> None:
    assert not is_markdown(name)


def test_names_are_ordered_as_people_count_with_readme_first() -> None:
    names = ["file10.md", "File2.md", "file1.md", "README.md", "alpha.md", "file01.md", "readme.markdown"]
    assert sorted(names, key=natural_order) == [
        "readme.markdown",
        "README.md",
        "alpha.md",
        "file01.md",
        "file1.md",
        "File2.md",
        "file10.md",
    ]


@given(st.text(), st.text())
def test_different_names_have_different_places(one: str, other: str) -> None:
    assert (natural_order(one) == natural_order(other)) is (one == other)


@given(st.lists(st.text(alphabet="a0123456789.-é٣²")))
def test_any_names_can_be_ordered(names: list[str]) -> None:
    assert sorted(sorted(names, key=natural_order, reverse=True), key=natural_order) == sorted(names, key=natural_order)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("LICENSE.md", "a licence"),
        ("Licence.md", "a licence"),
        ("contributing.md", "advice for contributors"),
        ("CODE_OF_CONDUCT.md", "a code of conduct"),
        ("code-of-conduct.md", "a code of conduct"),
        ("CHANGELOG.md", "a change log"),
        ("SECURITY.md", "a security policy"),
    ],
)
def test_files_that_accompany_a_repository_are_known(name: str, what: str) -> None:
    assert accompanies(name) == what


@pytest.mark.parametrize("name", ["LICENSE-MIT.md", "license_apache-2.0.md", "LICENSE.CC-BY-4.0.md", "LICENSE_zh.md"])
def test_a_licence_may_be_named_and_translated(name: str) -> None:
    assert accompanies(name) == "a licence"
    assert accompanies("CONTRIBUTING_zh.md") == "advice for contributors"


@pytest.mark.parametrize(
    "name",
    [
        "security.md",
        "Security.md",
        "licenses-of-datasets.md",
        "license-plates.md",
        "copying-networks.md",
        "contributing-papers.md",
    ],
)
def test_lists_of_papers_are_not_taken_for_company(name: str) -> None:
    assert accompanies(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "README_zh.md",
        "README.zh-CN.md",
        "README-cn.md",
        "README_CN.md",
        "readme.zh_cn.md",
        "README_EN.md",
        "README.ja.md",
        "README-zh-Hans.md",
        "README(中文).md",
        "README_简体中文.md",
        "README-Chinese.md",
        "README.it.md",
        "README.pt-BR.md",
        "READMEzh.md",
    ],
)
def test_a_translated_readme_is_known_beside_the_original(name: str) -> None:
    assert translation_of(name, ["README.md", name, "other.md"]) == "README.md"
    assert translation_of(name, [name, "other.md"]) is None


@pytest.mark.parametrize("name", ["nlp_zh.md", "nlp.en.md"])
def test_any_file_can_have_a_translation(name: str) -> None:
    assert translation_of(name, ["nlp.md"]) == "nlp.md"


@pytest.mark.parametrize("name", ["detect_it.md", "README.md", "README-old.md", "READMEs.md", "nlp.md", "2023.md"])
def test_other_names_are_no_translations(name: str) -> None:
    assert translation_of(name, ["detect.md", "README.md", "nlp.md", name]) is None


def test_a_readme_is_a_readme_in_any_case() -> None:
    assert is_readme("ReadMe.md")
    assert not is_readme("README")
    assert not is_readme("README_zh.md")


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("docs/zh/README.md", "docs/README.md"),
        ("docs/zh/README.md", "README.md"),
        ("zh-CN/README.md", "README.md"),
        ("i18n/ja/nlp.md", "i18n/en/nlp.md"),
        ("translations/fr/nlp.md", "nlp.md"),
        ("docs/README_zh.md", "README.md"),
    ],
)
def test_a_file_in_the_folder_of_a_language_may_translate_one_outside(name: str, original: str) -> None:
    assert original in originals_elsewhere(name)


@pytest.mark.parametrize("name", ["cn/README.md", "it/README.md", "zh/nlp.md", "papers/README_zh.md", "docs/nlp.md"])
def test_other_folders_hold_no_translation_of_what_is_above_them(name: str) -> None:
    assert not {name.rpartition("/")[2], "README.md"} & set(originals_elsewhere(name))

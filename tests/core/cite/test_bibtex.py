from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.cite.bibtex import bibtex
from paperterm.core.cite.characters import one_line
from paperterm.core.cite.styles import cite_all
from paperterm.core.model import Kind, Link, LinkKind, Paper
from tests.core.cite.bibtex_reader import printed, read_entries
from tests.core.cite.paper_cases import NOWHERE, any_paper, paper


def fields(cited: Paper) -> dict[str, str]:
    ((_, _, found),) = read_entries(bibtex(cited))
    return found


def entry_type(venue: str | None) -> str:
    ((found, _, _),) = read_entries(bibtex(paper(venue=venue)))
    return found


def test_everything_a_paper_states_stands_in_its_entry_in_a_fixed_order() -> None:
    cited = paper(
        authors=("Ashish Vaswani", "Noam Shazeer"),
        year=2017,
        venue="NeurIPS",
        url="https://arxiv.org/abs/1706.03762",
        code="https://github.com/tensorflow/tensor2tensor",
    )
    assert bibtex(cited) == (
        "@inproceedings{vaswani2017,\n"
        "  title = {Attention Is All You Need},\n"
        "  author = {Vaswani, Ashish and Shazeer, Noam},\n"
        "  year = {2017},\n"
        "  booktitle = {NeurIPS},\n"
        "  eprint = {1706.03762},\n"
        "  archiveprefix = {arXiv},\n"
        "  url = {https://arxiv.org/abs/1706.03762},\n"
        "  note = {Code: \\url{https://github.com/tensorflow/tensor2tensor}}\n"
        "}"
    )


def test_a_bare_title_is_an_entry_with_one_field() -> None:
    assert bibtex(paper("Deep learning")) == "@misc{deep,\n  title = {Deep learning}\n}"


@pytest.mark.parametrize(
    "venue", ["ICLR", "CVPR", "cvpr", "ICML Workshop", "NeurIPS (Oral)", "Findings of EMNLP", "ACM MM"]
)
def test_a_known_conference_makes_inproceedings(venue: str) -> None:
    assert entry_type(venue) == "inproceedings"


@pytest.mark.parametrize(
    "venue", ["Nature", "TPAMI", "JMLR", "IEEE Transactions on Robotics", "软件学报", "J. Mach. Learn. Res."]
)
def test_a_known_journal_makes_an_article(venue: str) -> None:
    assert entry_type(venue) == "article"


@pytest.mark.parametrize("venue", [None, "arXiv", "Preprint", "ICLM", "Technical Report", "清华大学出版社"])
def test_any_other_venue_makes_misc(venue: str | None) -> None:
    assert entry_type(venue) == "misc"


def test_an_unknown_venue_is_kept_as_written() -> None:
    assert fields(paper(venue="ICLM"))["howpublished"] == "ICLM"


def test_arxiv_is_not_said_twice() -> None:
    assert "howpublished" not in fields(paper(venue="arXiv", url="https://arxiv.org/pdf/1706.03762v5.pdf"))
    assert fields(paper(venue="arXiv"))["howpublished"] == "arXiv"


@pytest.mark.parametrize(
    ("url", "eprint"),
    [
        ("https://arxiv.org/abs/1706.03762", "1706.03762"),
        ("http://arxiv.org/pdf/1706.03762v5.pdf", "1706.03762"),
        ("https://export.arxiv.org/abs/cs/0112017", "cs/0112017"),
        ("https://arxiv.org/html/2405.01234v2#S1", "2405.01234"),
        ("https://doi.org/10.48550/arXiv.1706.03762", "1706.03762"),
        ("https://example.org/arxiv.org/abs/1706.03762", None),
        ("https://arxiv.org/list/cs.CL/recent", None),
    ],
)
def test_the_arxiv_identifier_comes_from_the_paper_link(url: str, eprint: str | None) -> None:
    assert fields(paper(url=url)).get("eprint") == eprint


@pytest.mark.parametrize(
    ("url", "doi"),
    [
        ("https://doi.org/10.1038/nature14539", "10.1038/nature14539"),
        ("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701?download=true", "10.1145/3292500.3330701"),
        ("https://doi.org/10.1016%2Fj.cell.2020.01.001", None),
        ("https://www.science.org/doi/10.1126/science.aar6404.", "10.1126/science.aar6404"),
        ("https://www.nature.com/articles/nature14539", None),
    ],
)
def test_the_doi_comes_from_the_paper_link(url: str, doi: str | None) -> None:
    assert fields(paper(url=url)).get("doi") == doi


def test_a_stated_doi_and_a_page_range_are_taken_over() -> None:
    cited = paper(venue="Nature", fields={"DOI": "doi:10.1038/nature14539", "Volume": "521", "Pages": "436–444"})
    assert fields(cited) == {
        "title": "Attention Is All You Need",
        "journal": "Nature",
        "volume": "521",
        "pages": "436--444",
        "doi": "10.1038/nature14539",
    }


def test_a_number_of_pages_is_not_a_page_range() -> None:
    assert "pages" not in fields(paper(venue="Nature", fields={"Pages": "12"}))


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("GLM-130B: An Open Bilingual Model", "{GLM-130B}: An Open Bilingual Model"),
        ("NeRF and pix2pixHD", "{NeRF} and {pix2pixHD}"),
        ("BERT-based Ranking with word2vec", "{BERT}-based Ranking with word2vec"),
        ("A Plan B for ResNet's 3D Views", "A Plan {B} for {ResNet}'s {3D} Views"),
        ("基于BERT的问答", "基于{BERT}的问答"),
        ("Pre-Training a Model", "Pre-Training a Model"),
        ("GLM-130B: AN OPEN BILINGUAL PRE-TRAINED MODEL", "{GLM-130B}: AN OPEN BILINGUAL PRE-TRAINED MODEL"),
        ("BERT: PRE-TRAINING OF DEEP MODELS", "{BERT}: PRE-TRAINING OF DEEP MODELS"),
    ],
)
def test_a_title_keeps_the_capitals_that_mean_something(title: str, written: str) -> None:
    assert fields(paper(title))["title"] == written


def test_no_character_of_latex_survives_unescaped() -> None:
    written = fields(paper(r"50% of $5 & {a_b} ~ ^ \x #1"))["title"]
    assert written == (
        r"50\% of \$5 \& \textbraceleft{}a\_b\textbraceright{} \textasciitilde{} \textasciicircum{} "
        r"\textbackslash{}x \#1"
    )


def test_an_address_is_written_so_that_it_can_be_followed() -> None:
    found = fields(paper(url="https://e.org/a_b?x=1&y=%20#p", code="https://github.com/a/b_c#x%20y"))
    assert found["url"] == "https://e.org/a_b?x=1&y=%20#p"
    assert found["note"] == r"Code: \url{https://github.com/a/b_c\#x\%20y}"


def test_braces_and_blanks_in_an_address_are_percent_encoded() -> None:
    assert fields(paper(url="https://e.org/{a} b\\"))["url"] == "https://e.org/%7Ba%7D%20b%5C"


def test_a_local_file_is_no_address() -> None:
    assert fields(paper(url="papers/attention.pdf")) == {"title": "Attention Is All You Need"}


def test_a_home_page_is_not_taken_for_the_paper() -> None:
    link = Link(LinkKind.OTHER, "Ashish", "https://example.org/~ashish", NOWHERE)
    home = Paper("one", Kind.PAPER, "Deep learning", NOWHERE, 1, 1, links=(link,))
    assert fields(home) == {"title": "Deep learning"}


def test_a_linked_title_is_the_paper_wherever_it_leads() -> None:
    link = Link(LinkKind.OTHER, "Deep Learning", "https://research.example.org/pubs/deep", NOWHERE)
    linked = Paper("one", Kind.PAPER, "Deep learning", NOWHERE, 1, 1, links=(link,))
    assert fields(linked)["url"] == "https://research.example.org/pubs/deep"


def test_a_repository_is_cited_by_its_address_once() -> None:
    found = fields(paper("DeepSpeed", kind=Kind.REPO, code="https://github.com/microsoft/DeepSpeed"))
    assert found == {"title": "{DeepSpeed}", "url": "https://github.com/microsoft/DeepSpeed"}


@pytest.mark.parametrize(
    ("authors", "written"),
    [
        (("Aäron van den Oord",), "van den Oord, Aäron"),
        (("Martin Luther King Jr.",), "King, Jr., Martin Luther"),
        (("Luc Van Gool",), "Van Gool, Luc"),
        (("OpenAI",), "OpenAI"),
        (("GLM Team", "Jie Tang"), "{GLM Team} and Tang, Jie"),
        (("Institute of Science and Technology",), "{Institute of Science and Technology}"),
        (("周志华", "王 健宗", "等"), "周志华 and 王健宗 and others"),
        (("K. He et al.",), "He, K. and others"),
        (("Ramón y Cajal, Santiago",), "{Ramón y Cajal}, Santiago"),
        (("Brian {K} O'Hearn",), r"O'Hearn, Brian \textbraceleft{}K\textbraceright{}"),
    ],
)
def test_authors_are_written_family_name_first(authors: tuple[str, ...], written: str) -> None:
    assert fields(paper(authors=authors))["author"] == written


def test_others_alone_are_no_author() -> None:
    assert "author" not in fields(paper(authors=("et al.",)))


@given(any_paper)
def test_every_entry_parses_back_to_what_the_paper_states(cited: Paper) -> None:
    found = fields(cited)
    assert printed(found.get("title", "")) == one_line(cited.title)
    venue = found.get("booktitle") or found.get("journal") or found.get("howpublished")
    assert venue is None or printed(venue) == one_line(cited.venue or "")
    assert found.get("year", str(cited.year)) == str(cited.year)
    assert ("year" in found) <= (cited.year is not None)


@given(any_paper)
def test_no_field_says_what_the_paper_does_not(cited: Paper) -> None:
    found = fields(cited)
    stated = " ".join(map(one_line, cited.authors)).replace(",", " ").split()
    for word in printed(found.get("author", "")).replace(",", " ").split():
        assert word in ("and", "others") or any(word in other for other in ["".join(stated), *stated])
    links = " ".join(one_line(link.url) for link in cited.links)
    for address in (found.get("url"), found.get("eprint")):
        assert address is None or "%" in address or address in links or cited.fields


@given(st.lists(any_paper, max_size=4))
def test_a_bibliography_has_balanced_braces_and_nothing_invisible(papers: list[Paper]) -> None:
    text = cite_all(papers, "bibtex")
    assert len(read_entries(text)) == len(papers)
    assert text.count("{") == text.count("}")
    assert all(unicodedata.category(char) not in ("Cc", "Cs") or char == "\n" for char in text)


@given(any_paper)
def test_the_same_paper_gives_the_same_entry(cited: Paper) -> None:
    assert bibtex(cited) == bibtex(cited)

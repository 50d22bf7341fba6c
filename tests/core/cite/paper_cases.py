"""Papers for the citation tests: one written by hand at a time, and any paper at all."""

from __future__ import annotations

from hypothesis import strategies as st

from paperterm.core.model import Field, Kind, Link, LinkKind, Paper, Span

NOWHERE = Span(0, 0)


def paper(
    title: str = "Attention Is All You Need",
    *,
    authors: tuple[str, ...] = (),
    year: int | None = None,
    venue: str | None = None,
    url: str | None = None,
    code: str | None = None,
    kind: Kind = Kind.PAPER,
    fields: dict[str, str] | None = None,
) -> Paper:
    links = [(LinkKind.PAPER, url), (LinkKind.CODE, code)]
    return Paper(
        id="one",
        kind=kind,
        title=title,
        span=NOWHERE,
        line=1,
        end_line=1,
        authors=authors,
        year=year,
        venue=venue,
        links=tuple(Link(kind, kind.value, url, NOWHERE) for kind, url in links if url),
        fields=tuple(Field(name, value, NOWHERE) for name, value in (fields or {}).items()),
    )


_HOSTILE = st.text(
    st.one_of(
        st.sampled_from("\\{}&%$#_~^\"'@,.=()-\n\t\x00\x1b\x7f\x9b\u202e\u200b\u200d\ud800 aZ9éß王基于等한かИα"),
        st.characters(),
    ),
    max_size=30,
)
_NAMES = st.one_of(
    _HOSTILE,
    st.sampled_from(
        ["Ashish Vaswani", "Vaswani, Ashish", "K. He et al.", "周志华", "GLM Team", "van den Oord, A.", "等"]
    ),
)
_URLS = st.one_of(
    _HOSTILE,
    _HOSTILE.map("https://example.org/{}".format),
    st.sampled_from(["https://arxiv.org/abs/1706.03762v5", "https://doi.org/10.1145/1_2{3}", "papers/one.pdf"]),
)
_LINKS = st.builds(Link, st.sampled_from(LinkKind), st.just("label"), _URLS, st.just(NOWHERE))
_FIELDS = st.builds(Field, st.sampled_from(["doi", "arXiv", "Pages", "volume", "issue"]), _HOSTILE, st.just(NOWHERE))

any_paper = st.builds(
    Paper,
    id=st.just("one"),
    kind=st.sampled_from(Kind),
    title=_HOSTILE,
    span=st.just(NOWHERE),
    line=st.just(1),
    end_line=st.just(1),
    authors=st.lists(_NAMES, max_size=4).map(tuple),
    year=st.none() | st.integers(1900, 2030) | st.integers(),
    venue=st.none() | _HOSTILE | st.sampled_from(["ICML", "Nature", "arXiv", "IEEE Transactions on R&D"]),
    links=st.lists(_LINKS, max_size=4).map(tuple),
    fields=st.lists(_FIELDS, max_size=2).map(tuple),
)

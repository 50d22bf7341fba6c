"""BibTeX entries, for BibTeX and biber alike.

Lives here: which entry type, which fields, in which order; one layout.
Must not: state anything the paper does not; what is unknown is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperterm.core.cite.keys import citation_key
from paperterm.core.cite.latex import bare_url, escaped, protected, url_command
from paperterm.core.cite.names import Authors, Name
from paperterm.core.cite.reference import Reference, ReferenceType, reference_of
from paperterm.core.model import Paper

# Entry type and the field that names the venue. `howpublished` claims nothing about what the venue is.
_FORMS = {
    ReferenceType.PROCEEDINGS: ("inproceedings", "booktitle"),
    ReferenceType.JOURNAL: ("article", "journal"),
}
_OTHER_FORM = ("misc", "howpublished")


def bibtex(paper: Paper, key: str | None = None) -> str:
    """`paper` as one BibTeX entry under `key`, by default its own citation key. Braces are balanced for any paper."""
    reference = reference_of(paper)
    entry_type, _ = _FORMS.get(reference.type, _OTHER_FORM)
    fields = ",".join(f"\n  {name} = {{{value}}}" for name, value in _fields(reference) if value)
    return f"@{entry_type}{{{key or citation_key(paper)},{fields}\n}}"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "title", protected(reference.title)
    yield "author", _author_field(reference.authors)
    yield "year", str(reference.year or "")
    yield from _venue_fields(reference)
    if reference.arxiv:
        yield "eprint", bare_url(reference.arxiv)
        yield "archiveprefix", "arXiv"
    yield "doi", bare_url(reference.doi or "")
    yield "url", bare_url(reference.url or "")
    yield "note", f"Code: {url_command(reference.code)}" if reference.code else ""


def _venue_fields(reference: Reference) -> Iterator[tuple[str, str]]:
    _, field = _FORMS.get(reference.type, _OTHER_FORM)
    if not reference.is_only_on_arxiv:
        yield field, escaped(reference.container or "")
    if reference.type in _FORMS:
        yield "volume", reference.volume or ""
        yield "number", reference.issue or ""
        yield "pages", "--".join(reference.pages or ())


def _author_field(authors: Authors) -> str:
    others = ("others",) if authors.has_more else ()
    return " and ".join((*map(_author, authors.names), *others))


def _author(name: Name) -> str:
    """`Family, Given`. East Asian names stay in one piece: styles would print the parts in the wrong order."""
    if name.is_east_asian:
        return escaped(name.in_order())
    alone = not name.given and not name.suffix
    if name.is_whole or (alone and " " in name.family) or _is_read_as_more(name):
        return f"{{{escaped(name.in_order())}}}"
    family = " ".join(filter(None, (escaped(name.particle), _family(name.family))))
    return ", ".join(filter(None, (family, escaped(name.suffix), escaped(name.given))))


def _family(family: str) -> str:
    """A family name with a small word inside in braces, or all before its last word would become a particle."""
    has_small_word = any(word[0].islower() for word in family.split()[:-1])
    return f"{{{escaped(family)}}}" if has_small_word else escaped(family)


def _is_read_as_more(name: Name) -> bool:
    """Whether BibTeX would take the parts for other ones: a comma within, the word `and`, a suffix without a name."""
    words = name.in_order().casefold().split()
    return "," in name.in_order() or "and" in words or "others" in words or bool(name.suffix and not name.given)

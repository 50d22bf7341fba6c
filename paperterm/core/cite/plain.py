"""A citation as one line of plain text.

Lives here: Authors (year). Title. Venue. Link. Code: link, with the punctuation of the title's language.
Must not: follow any publisher's style; those have rules of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from paperterm.core.cite.characters import is_chinese
from paperterm.core.cite.names import Authors
from paperterm.core.cite.reference import Reference, reference_of
from paperterm.core.model import Paper

_MOST_AUTHORS = 20


@dataclass(frozen=True, slots=True)
class _Punctuation:
    stop: str
    between_names: str
    before_last: str
    before_last_of_two: str
    others: str
    others_of_one: str
    year: str
    code: str


_LATIN = _Punctuation(". ", ", ", ", and ", " and ", ", et al.", " et al.", " ({})", "Code: ")
_CHINESE = _Punctuation("。", "、", "、", "、", "等", "等", "（{}）", "代码：")
_CLOSED = ("?", "!", ".", "…", "。", "？", "！")


def plain(paper: Paper, key: str | None = None) -> str:
    """`paper` as one readable line; `key` is of no use here.

    No full stop follows a link: terminals and mail programs would take it for a part of the address.
    """
    reference = reference_of(paper)
    marks = _CHINESE if is_chinese(reference.title) else _LATIN
    sentences = (*_opening(reference, marks), reference.container or "")
    text = "".join(_closed(sentence, marks.stop) for sentence in sentences if sentence)
    code = marks.code + reference.code if reference.code else ""
    return " ".join(filter(None, (text.rstrip(), reference.url, code)))


def _opening(reference: Reference, marks: _Punctuation) -> tuple[str, ...]:
    """Authors with the year, then the title; without authors the title takes their place."""
    year = marks.year.format(reference.year) if reference.year else ""
    if reference.authors.names:
        return _listed(reference.authors, marks) + year, reference.title
    return ((reference.title + year).strip(),)


def _closed(sentence: str, stop: str) -> str:
    """`sentence` with its full stop, or only the blank after it where it ends in one already."""
    return sentence + (stop[1:] if sentence.endswith(_CLOSED) else stop)


def _listed(authors: Authors, marks: _Punctuation) -> str:
    names = [name.in_order() for name in authors.names]
    if authors.has_more or len(names) > _MOST_AUTHORS:
        shown = names[: _MOST_AUTHORS - 1]
        return marks.between_names.join(shown) + (marks.others if len(shown) > 1 else marks.others_of_one)
    if len(names) < 3:
        return marks.before_last_of_two.join(names)
    return marks.between_names.join(names[:-1]) + marks.before_last + names[-1]

"""One name for each venue, for grouping: `NIPS'17`, `NeurIPS 2017 (Oral)` and `Proc. of NeurIPS` stand together.

Lives here: the normal form, and the names that changed. It is kept beside what the author wrote, never instead of it.
Must not: guess. A venue that is not known keeps its own words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from paperterm.core.text import fold

_YEAR = re.compile(r"['’`]?\s?\b(?:19|20)\d{2}\b|['’`]\s?\d{2}\b|(?<=[a-z])(?:19|20)\d{2}\b", re.IGNORECASE)
_PRAISE = re.compile(
    r"\b(?:oral|spotlight|highlight|poster|short paper|long paper|best paper|outstanding paper|honou?rable mention"
    r"|award|candidate|finalist|main conference|main|long|short)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_ACRONYM_IN_BRACKETS = re.compile(r"[(（]\s*([A-Z][A-Za-z&/+-]{1,14})\s*(?:['’]?\d{2,4})?\s*[)）]")
_LEAD = re.compile(r"^(?:in\s+)?(?:proceedings of(?: the)?|proc\.?(?: of(?: the)?)?|the)\s+", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|annual)\b\s*",
    re.IGNORECASE,
)

# What a name is called now, by its folded forms of before and in full.
_NAMES: dict[str, tuple[str, ...]] = {
    "NeurIPS": (
        "nips",
        "neurips",
        "advances in neural information processing systems",
        "neural information processing systems",
    ),
    "ICML": ("icml", "international conference on machine learning"),
    "ICLR": ("iclr", "international conference on learning representations"),
    "CVPR": (
        "cvpr",
        "computer vision and pattern recognition",
        "conference on computer vision and pattern recognition",
    ),
    "ICCV": ("iccv", "international conference on computer vision"),
    "ECCV": ("eccv", "european conference on computer vision"),
    "ACL": ("acl", "association for computational linguistics"),
    "EMNLP": ("emnlp", "empirical methods in natural language processing"),
    "NAACL": ("naacl", "naacl-hlt"),
    "AAAI": ("aaai", "aaai conference on artificial intelligence"),
    "IJCAI": ("ijcai", "international joint conference on artificial intelligence"),
    "KDD": ("kdd", "sigkdd", "acm sigkdd"),
    "SIGIR": ("sigir", "acm sigir"),
    "WWW": ("www", "the web conference", "web conference", "thewebconf"),
    "ACM MM": ("acm mm", "acmmm", "mm", "acm multimedia"),
    "TPAMI": ("tpami", "t-pami", "pami", "ieee transactions on pattern analysis and machine intelligence"),
    "JMLR": ("jmlr", "journal of machine learning research"),
    "TMLR": ("tmlr", "transactions on machine learning research"),
    "TACL": ("tacl", "transactions of the association for computational linguistics"),
    "arXiv": ("arxiv", "arxiv preprint", "arxiv.org", "corr", "preprint", "arxiv e-prints"),
    "PVLDB": ("pvldb", "vldb", "vldb endowment", "proceedings of the vldb endowment"),
    "USENIX ATC": ("usenix atc", "atc"),
    "S&P": ("s&p", "ieee s&p", "oakland", "ieee symposium on security and privacy"),
    "USENIX Security": ("usenix security", "usenix", "usenix sec"),
}
_KNOWN = {form: name for name, forms in _NAMES.items() for form in forms}


@lru_cache(maxsize=4096)
def venue_name(venue: str) -> str:
    """The name to group `venue` under; `venue` itself, its year and praise aside, where it is not known."""
    acronym = _ACRONYM_IN_BRACKETS.search(venue)
    if acronym and not _PRAISE.fullmatch(acronym[1]):
        return _KNOWN.get(fold(acronym[1]), acronym[1])
    plain = _YEAR.sub("", _BRACKETS.sub("", venue))
    plain = " ".join(_PRAISE.sub("", plain).split()).strip(" ,.;:·-–—/|@'’")
    known = _KNOWN.get(fold(plain)) or _KNOWN.get(_core(plain))
    return known or plain or venue


def _core(text: str) -> str:
    """`text` without `Proceedings of the`, ordinals and the like, folded."""
    bare = _ORDINAL.sub("", _LEAD.sub("", text))
    bare = re.sub(r"^(?:ieee(?:/cvf)?|acm|ieee/acm)\s+(?=\S+\s+\S+\s+\S)", "", bare.strip(), flags=re.IGNORECASE)
    return fold(_LEAD.sub("", bare))

"""Is it an entry, and of which kind? The region proposes, the entry decides, its siblings break ties.

Lives here: the judgement on entries that have been read. Must not: read any text itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from paperterm.core.model import Kind, Link, LinkKind
from paperterm.core.parse import vocabulary
from paperterm.core.parse.drafts import Draft
from paperterm.core.parse.fields import (
    date_year,
    ends_openly,
    has_digit,
    has_letters,
    looks_titled,
    published,
    surely_authors,
    word_count,
)
from paperterm.core.parse.links import arxiv_id, host_is_paper, is_page_of_notes, is_repository
from paperterm.core.parse.titles import is_label

_SENTENCE = re.compile(
    r"^(?:fig(?:ure|\.)? ?\d|.*\. (?:see|please|check)"
    r"|(?:and |many |much )?more (?:papers |items )?(?:to come|coming|soon)"
    r"|please|check (?:our|out|the)|see (?:also|our|the|here)|for more|this (?:is|repo|repository|list|page"
    r"|section|document|project|file|readme)"
    r"|we (?:\w+ly )?(?:are|have|will|provide|also|collect|welcome|list|hope|recommend|release|select|meet|read)"
    r"|if you|feel free"
    r"|note that|you (?:can|may|should|will)|thanks?|welcome"
    r"|click|our (?:list|repo|paper|survey|work)|the (?:list|table|following|papers)|all (?:papers|the)"
    r"|let (?:us|me)|make sure|add (?:a|your|the)|use the"
    r"|run the|open an?|most of|here (?:is|are)|to (?:add|contribute|see))\b(?!:)|欢迎|请(?:参考|提交|点击"
    r"|关注)|本(?:仓库|项目|文档)|持续更新|如果|不定期",
)
"""In lower case."""

_PLACEHOLDER = re.compile(
    r"(?:to.?do|tb[ad]|wip|coming soon|(?:and |many )?more(?: to (?:come|add|read)| papers)?|etc|others?|none|n/?a"
    r"|待续|待补充|更多|其他|无)\W*",
    re.I,
)
_PROGRAMME = re.compile(
    r"(?:no (?:class|meeting|lecture|seminar|session|reading)s?\b|holidays?\b|(?:\w+ )?break\W*$"
    r"|(?:final |mid-?term )?exams?\b|(?:final )?projects? (?:pitch|present|propos|work|report|check)"
    r"|(?:coffee|lunch|registration|welcome|opening|closing)\b.{0,40}$|(?:hw|ps|homework|assignment|quiz) ?\d)"
)
"""In lower case: what stands in a programme between the papers."""

_CAPTION = re.compile(
    r"(?:[Ff]ig(?:ure|\.)?|[Ii]mage|[Pp]icture|[Pp]hoto|[Ii]llustration|[Dd]iagram)s?\W*"
    r"(?:\d|(?:from|source|credits?|taken|adapted|courtesy|by)\b|[:：]\s*(?:from|source|taken|adapted)\b)"
    r"|(?:from|adapted from|taken from|source|credits?|courtesy of|image(?: from| source| credit)?)[:：]? [A-Z]"
    r"|图\s?\d"
)
_ORGANISING = re.compile(
    r"(?:[Rr]ooms? \w?\d"
    r"|(?:[Oo]ne|[Tt]wo|[Ee]ach|[Ee]very) (?:presenter|presentation|speaker|person|student|member)s?\b"
    r"|[Mm]y (?:home ?page|web ?site|blog|cv|profile|other)\b)"
)
_TAUGHT = re.compile(
    r"\b(?:tutorials?|courses?|lectures?|workshops?|talks?|schools?|slides|keynotes?|challenges?|videos?)\b"
)
_PUBLISHER = re.compile(r"Universit|Institute|Press\b|Springer|Wesley|Kaufmann|Reilly|Wiley|Prentice|McGraw")
_YEARLY = re.compile(
    r"\b(?:yearly|annual(?:ly)?|every year|each year|held)\b.*\bsince\b|\byearly$|\bsince (?:19|20)\d\d$"
)
_MEETINGS = frozenset(
    ("Conference", "Symposium", "Workshop", "Congress", "Colloquium", "Transactions", "Journal", "Communications")
)
_MEETING = re.compile(
    r"(?:(?:The |[A-Z][\w&/-]*,? |on |of |and |for |the ){0,7}"
    r"(?:Conference|Symposium|Workshop|Congress|Colloquium) (?:on|of|for)"
    r"|(?:[A-Z][\w/-]* ){0,2}(?:Transactions (?:on|of)|Journal (?:of|on)|Communications of the)) [A-Z]"
)
_PROFILE = re.compile(r"https?://(?:www\.)?(?:github|gitlab|gitee|linkedin)\.com/(?:in/)?[\w.-]+/?")
_PERSON = re.compile(
    r"https?://(?:www\.)?(?:scholar\.google\.[a-z.]{2,6}/citations\?(?!.*view_citation)|linkedin\.com/in/)"
)
_VERB = re.compile(
    r"^(?:it|this|these|we|you|i|they|my|our|your|please|hope)\b"
    r"|\b(?:is|are|was|were|will|should|can|has|have|follow|updated|contains?|includes?|consists?)\b",
    re.I,
)
_OF_LISTS = re.compile(r"awesome|\bpapers\b|reading list")
"""In lower case: what repositories that are lists themselves are called."""

_LONGEST_KEY = 20
_FEW_TITLED = 0.4
_MANY = 10
_RARELY = 0.1
_HALF = 0.5
_MOST = 0.6
_FEW = 3
_NEARLY_ALL = 0.8
_LITTLE = 12
_LONGEST_VENUE = 120
_SLASHES_OF_A_SITE = 4
_BEFORE_LINK = 4
_SCHEME = len("https://")
_LONGEST_PHRASE = 30
# Looked up here once, not for each entry: see `Choice`.
_PAPER, _REPO, _DATASET, _RESOURCE = Kind.PAPER, Kind.REPO, Kind.DATASET, Kind.RESOURCE
_NO_PAPERS = (_REPO, _DATASET, _RESOURCE)
_PAPER_LINK = LinkKind.PAPER
_OF_REPOSITORIES = (LinkKind.CODE, LinkKind.MODEL, LinkKind.DATA, LinkKind.OTHER, LinkKind.PROJECT)


@dataclass(frozen=True, slots=True)
class Siblings:
    """What the entries of one list have in common, as shares of all."""

    count: int
    paper_like: float
    titled: float
    dated: float
    linked: float
    credited: float = 0.0
    meetings: float = 0.0
    pages: float = 0.0


def survey(drafts: Sequence[Draft]) -> Siblings:
    """The shares of `drafts` that show themselves to be papers, are titled like works, are dated, are linked."""
    count = max(len(drafts), 1)
    return Siblings(
        len(drafts),
        len([draft for draft in drafts if draft.is_paper_like]) / count,
        len([draft for draft in drafts if is_titled(draft)]) / count,
        len([draft for draft in drafts if draft.year is not None]) / count,
        len([draft for draft in drafts if draft.links]) / count,
        len([draft for draft in drafts if draft.authors]) / count,
        len([draft for draft in drafts if _is_meeting(draft)]) / count,
        _share_of_pages(drafts) / count if count > 1 else 0.0,
    )


def _share_of_pages(drafts: Sequence[Draft]) -> int:
    """How many titles lead to pages of one repository, the first of them aside."""
    urls = [draft.title_url for draft in drafts if "/blob/" in draft.title_url and draft.title_url.endswith(".md")]
    repository = urls[0].partition("/blob/")[0] if urls else ""
    return sum(url.startswith(repository) for url in urls[1:])


def is_titled(draft: Draft) -> bool:
    """Whether the title reads like that of a work and little else stands beside it."""
    return looks_titled(draft.title) and draft.loose <= 2 * len(draft.title)


def has_title(draft: Draft) -> bool:
    """Whether there is a title to show at all."""
    return has_letters(draft.title) and len(draft.title) > 1


def judge(draft: Draft, region: Kind | None, siblings: Siblings, *, listed: bool = False) -> Kind | None:
    """The kind of an entry, or None if it is none; `listed` says that a heading promises papers and nothing else."""
    if not has_title(draft) or (vocabulary.is_bare_label(draft.title) and draft.lead != "url"):
        return None
    if _runs_into_link(draft) or (draft.lead == "anchor" and not draft.links) or _only_says_paper(draft):
        return None
    if not draft.links and not draft.authors and published(draft.title).whole:
        return None
    if not draft.links and _PROGRAMME.match(draft.title.lower()):
        return None
    if _is_caption(draft) or _ORGANISING.match(draft.title):
        return None
    return _judged(draft, region, siblings, listed)


def _judged(draft: Draft, region: Kind | None, siblings: Siblings, listed: bool) -> Kind | None:
    if siblings.meetings and (siblings.meetings >= _HALF or _is_meeting(draft)):
        return _RESOURCE
    if len(draft.title) < _LONGEST_VENUE and (_names_meetings(draft) or _links_venues(draft)):
        return _RESOURCE
    told = draft.authors and draft.year is not None
    if draft.lead in ("plain", "bold") and region is not _PAPER and not told and _SENTENCE.search(draft.title.lower()):
        return None
    if draft.lead == "plain" and (_ends_clause(draft) or _is_note(draft) or _is_people(draft)):
        return None
    if _is_person(draft):
        return _RESOURCE
    if draft.lead == "url":
        return _of_address(draft, region)
    told = bool(draft.authors) or draft.year is not None or (draft.labels > 0 and not draft.title_url)
    if listed and region is _RESOURCE and (told or siblings.credited > _HALF):
        return _PAPER
    region = None if region is _RESOURCE and _stands_among_papers(draft, siblings) else region
    evident = _evident(draft, region, siblings)
    if region in (None, _PAPER) or evident is _PAPER:
        if evident or region is None:
            return evident or _in_any_list(draft, siblings)
        return _in_paper_list(draft, listed, siblings)
    return _in_other_list(draft, region, siblings)


def _in_other_list(draft: Draft, region: Kind, siblings: Siblings) -> Kind | None:
    """An entry without evidence of its own in a region of repositories, datasets or other resources."""
    if not draft.links and not is_titled(draft) and word_count(draft.title) > 12:
        return None
    if region is _DATASET and not siblings.linked and siblings.titled >= _MOST and is_titled(draft):
        return _PAPER
    return region if draft.links or siblings.linked > 0.3 or siblings.titled > 0.5 or len(draft.title) < 60 else None


def _of_address(draft: Draft, region: Kind | None) -> Kind | None:
    """The kind of an entry that is nothing but an address."""
    if region in (None, _PAPER) and _has_paper_link(draft):
        return _PAPER
    return _DATASET if draft.kind is _RESOURCE and region is _DATASET else draft.kind


def _only_says_paper(draft: Draft) -> bool:
    """Whether a linked title is what notes call the paper they are on: `Link to the paper`."""
    return (
        draft.lead == "link"
        and len(draft.title) <= _LONGEST_PHRASE
        and vocabulary.is_label_phrase(draft.title)
        and host_is_paper(draft.title_url)
    )


def _stands_among_papers(draft: Draft, siblings: Siblings) -> bool:
    """Whether a title with a line of its own is among others most of which are papers, whatever the heading says."""
    return draft.on_own_line and siblings.count >= _FEW and siblings.paper_like > _MOST


def _ends_clause(draft: Draft) -> bool:
    """Whether an item without links, people and year is a Chinese clause or sentence: it ends with its sign."""
    if draft.links or draft.authors or draft.year is not None or draft.inline is None:
        return False
    return draft.inline.plain.split("\n")[0].rstrip().endswith(("；", "。", "："))


def _is_note(draft: Draft) -> bool:
    """Whether a line without a link is a note under its key: `简介：…`, `Summary: …`"""
    key, colon, _ = draft.title[:_LONGEST_KEY].replace("：", ":").partition(":")
    return bool(colon) and not draft.links and vocabulary.field_of(key) == "notes"


def _is_people(draft: Draft) -> bool:
    """Whether a line is a list of people with stars, such as one that a stray bullet parts from its title."""
    if draft.title.count(", ") < 2 or draft.authors or draft.inline is None or "*, " not in draft.inline.plain:
        return False
    return surely_authors(draft.title)


def _is_person(draft: Draft) -> bool:
    """Whether an entry leads to the pages of a person, and to no paper."""
    if not draft.links or _has_paper_link(draft):
        return False
    return any(_PERSON.match(link.url) for link in draft.links)


def _is_caption(draft: Draft) -> bool:
    """Whether a line tells where a picture is from: `Figure: …`, `(from Jane Roe, Cranes, ICML 2020.)`"""
    return draft.lead == "plain" and _CAPTION.match(draft.title) is not None


def _links_venues(draft: Draft) -> bool:
    """Whether a caption has links to the pages of venues and their years: `Machine Learning` above `ICML`, `2019`."""
    if not draft.links or draft.title_url or word_count(draft.title) > 3:
        return False
    sites = [link for link in draft.links if link.label in vocabulary.VENUES]
    years = [link for link in draft.links if date_year(link.label)]
    if len(sites) + len(years) < len(draft.links) or (draft.year is not None and not years):
        return False
    return bool(sites) and all(link.url.count("/") <= _SLASHES_OF_A_SITE and not arxiv_id(link.url) for link in sites)


def _is_meeting(draft: Draft) -> bool:
    """Whether a title is the name of a conference or journal: `International Symposium on Paper Cranes (CRANE)`."""
    if draft.authors or _MEETINGS.isdisjoint(draft.title.split()):
        return False
    return _MEETING.match(draft.title) is not None and ":" not in draft.title


def _names_meetings(draft: Draft) -> bool:
    """Whether a title is only when and where papers were presented, or tells what is held each year."""
    if draft.authors:
        return False
    found = published(draft.title) if has_digit(draft.title) else None
    return (found is not None and found.whole and found.venue is not None and found.year is not None) or (
        _YEARLY.search(draft.title) is not None
    )


def _evident(draft: Draft, region: Kind | None, siblings: Siblings) -> Kind | None:
    """The kind that the entry shows by itself."""
    if "title" in draft.told:
        return _PAPER
    if region is not _PAPER and not _full(draft) and _leads_to_repository(draft, siblings):
        return _REPO
    if _leads_to_repository(draft, siblings) and not _has_paper_link(draft):
        named = word_count(draft.title) >= 5 and looks_titled(draft.title)
        titled = named and not _OF_LISTS.search(draft.title.lower())
        told = draft.year is not None and (draft.venue is not None or bool(draft.authors))
        if (region is _PAPER and (titled or (told and draft.authors))) or (region is None and titled and told):
            return _PAPER
        return _REPO
    if region in _NO_PAPERS and not _shows_itself(draft, region, siblings):
        return None
    if len(draft.authors) > 1 and draft.lead in ("bold", "link", "quote") and not draft.loose:
        return _PAPER
    if draft.is_paper_like and (draft.loose < 400 or draft.labels or draft.lead != "plain"):
        return _PAPER
    return None


def _shows_itself(draft: Draft, region: Kind | None, siblings: Siblings) -> bool:
    """Whether an entry among repositories, datasets or other resources is a paper nevertheless."""
    if not _full(draft) or _leads_to_repository(draft, siblings):
        return False
    if len(draft.authors) > 1 and draft.venue is not None and draft.year is not None:
        return True
    if draft.tags and vocabulary.label_kind(draft.tags[0]) in (LinkKind.SLIDES, LinkKind.VIDEO, LinkKind.BLOG):
        return False
    return _names_its_paper(draft) or _is_reference(draft, region)


def _is_reference(draft: Draft, region: Kind | None) -> bool:
    """Whether an entry among resources is a title with venue and year, and no page of another kind."""
    if region is _DATASET:
        return bool(draft.authors) and draft.year is not None and not draft.links
    return (
        region is _RESOURCE
        and draft.venue is not None
        and draft.year is not None
        and all(link.kind in (_PAPER_LINK, LinkKind.CODE) for link in draft.links)
        and not draft.title_url
        and not _PUBLISHER.search(draft.venue)
        and not _is_taught(draft)
    )


def _is_taught(draft: Draft) -> bool:
    """Whether a line tells of a tutorial, a talk or the like."""
    return _TAUGHT.search(draft.inline.plain.lower() if draft.inline else draft.title.lower()) is not None


def _full(draft: Draft) -> bool:
    return word_count(draft.title) >= 3 or looks_titled(draft.title)


def _names_its_paper(draft: Draft) -> bool:
    """Whether the title, or a label, leads to the paper itself: not only some paper that a description mentions."""
    return any(
        link.kind is _PAPER_LINK
        and (link.url == draft.title_url or _says_paper(draft, link) or link.label.startswith(("http", "10.")))
        for link in draft.links
    )


def _says_paper(draft: Draft, link: Link) -> bool:
    """Whether the label of a link names a paper; where it says nothing, a PDF among slides may be anything."""
    if vocabulary.plain_key(link.label) not in vocabulary.SAY_NOTHING:
        return is_label(link.label)
    credited = bool(draft.authors) and draft.venue is not None and not _is_taught(draft)
    return credited or host_is_paper(link.url[: link.url.find("/", _SCHEME) + 1])


def _has_paper_link(draft: Draft) -> bool:
    return any(link.kind is _PAPER_LINK for link in draft.links)


def _leads_to_repository(draft: Draft, siblings: Siblings) -> bool:
    """Whether a title leads to a repository, not to one of the pages in one that the entries beside it lead to, too."""
    url = draft.title_url
    if not url or not is_repository(url) or url.endswith(".pdf") or is_page_of_notes(url):
        return False
    return not (siblings.pages >= _HALF and "/blob/" in url)


def _runs_into_link(draft: Draft) -> bool:
    """Whether the line breaks off before a link as a sentence does: `please see our [survey](…)`."""
    if draft.lead != "plain" or not draft.links or draft.title_span is None or not ends_openly(draft.title):
        return False
    return min(link.span.start for link in draft.links) - draft.title_span.end <= _BEFORE_LINK


def _remarks(draft: Draft, siblings: Siblings) -> bool:
    """Whether a line is a sentence beside others, none of which links anywhere or tells what papers have."""
    if draft.lead != "plain" or draft.links or draft.authors or draft.year is not None:
        return False
    if siblings.linked or siblings.paper_like or siblings.titled > _FEW_TITLED:
        return False
    return _VERB.search(draft.title) is not None


def _in_paper_list(draft: Draft, listed: bool, siblings: Siblings) -> Kind | None:
    """An entry without evidence of its own in a region of papers."""
    if (
        _only_repositories(draft)
        and draft.year is None
        and not looks_titled(draft.title)
        and (word_count(draft.title) < 3 or _names_repository(draft))
    ):
        return _REPO
    if draft.links and all(_PROFILE.fullmatch(link.url) for link in draft.links):
        return None
    if not listed and _remarks(draft, siblings):
        return None
    if _names_page(draft) and not siblings.paper_like:
        return _RESOURCE
    if draft.links or draft.notes or is_titled(draft) or draft.lead in ("bold", "quote"):
        return _PAPER
    if (draft.loose < 20 and word_count(draft.title) >= 3) or (draft.on_own_line and looks_titled(draft.title)):
        return _PAPER
    return _PAPER if listed and _is_name(draft) else None


def _names_page(draft: Draft) -> bool:
    """Whether an entry is one or two words, linked to a page elsewhere that is no paper, and says nothing more."""
    if draft.lead != "link" or word_count(draft.title) > 2 or draft.loose or draft.notes or draft.authors:
        return False
    return draft.year is None and all("://" in link.url and link.kind is not LinkKind.PAPER for link in draft.links)


def _is_name(draft: Draft) -> bool:
    """Whether a line is a short name and no sentence: `Adam`, `BERT: Pre-training`."""
    return draft.loose == 0 and not draft.title[0].islower() and not _PLACEHOLDER.fullmatch(draft.title)


def _names_repository(draft: Draft) -> bool:
    """Whether a remark leads to a repository by its name, instead of a title with a link labelled `code`."""
    return draft.lead == "plain" and not any(is_label(link.label) for link in draft.links)


def _in_any_list(draft: Draft, siblings: Siblings) -> Kind | None:
    """An entry without evidence of its own where no heading says what is listed."""
    if _only_repositories(draft) and not is_titled(draft):
        return _REPO
    if is_titled(draft) and (siblings.titled >= 0.4 or siblings.paper_like >= 0.3 or _is_plain_title(draft, siblings)):
        return _PAPER
    if draft.links and draft.lead in ("link", "bold") and (siblings.paper_like >= 0.3 or siblings.dated >= 0.5):
        return _PAPER
    if draft.links and siblings.paper_like >= 0.5:
        return _PAPER
    least = 2 if draft.title_url.endswith(".md") else 3
    within = leads_within(draft.title_url) or is_page_of_notes(draft.title_url) or _has_page_beside(draft)
    if within and siblings.titled >= 0.5 and word_count(draft.title) >= least:
        return _PAPER
    if draft.lead == "bold" and draft.year is not None and draft.loose < _LITTLE and siblings.titled >= _MOST:
        return _PAPER
    if siblings.paper_like >= 0.6 and word_count(draft.title) >= 3 and draft.loose < 60:
        return _PAPER
    if _is_noted(draft) or _is_credited(draft, siblings) or _is_beside_titles(draft, siblings):
        return _PAPER
    draft.undecided = True
    return _RESOURCE if draft.links and draft.lead != "plain" and siblings.linked > 0.5 else None


def _is_beside_titles(draft: Draft, siblings: Siblings) -> bool:
    """Whether a few words in a list of titles without any link are one, too: no sentence, and nothing beside them."""
    if draft.lead != "plain" or siblings.linked or siblings.count < _FEW or siblings.titled < _MOST:
        return False
    return not draft.loose and word_count(draft.title) >= _FEW and draft.title[0].isupper() and not _is_said(draft)


def _is_said(draft: Draft) -> bool:
    return _VERB.search(draft.title) is not None


def _has_page_beside(draft: Draft) -> bool:
    """Whether a title has one link behind it, to a page of notes beside the list: `The crane [note](crane.md)`."""
    if draft.lead != "plain" or draft.loose or len(draft.links) != 1:
        return False
    url = draft.links[0].url
    return url.endswith(".md") and leads_within(url) and is_label(draft.links[0].label)


def leads_within(url: str) -> bool:
    """Whether a title links to a page or a file beside the list: `folds.md`, `papers/crane`."""
    return url.endswith(".md") or (":" not in url and url[:1] not in ("", "#", "/", "?"))


def _is_credited(draft: Draft, siblings: Siblings) -> bool:
    """Whether authors stand beside a title without a link, set off or as in most lines."""
    if not draft.authors or draft.links:
        return False
    if not draft.loose and draft.lead != "plain":
        return True
    return siblings.count > 1 and siblings.credited > _MOST and word_count(draft.title) >= 3


def _is_noted(draft: Draft) -> bool:
    """Whether a line in capitals has sentences for notes and says nothing else: `Deep Residual Learning`."""
    long_words = [word for word in draft.title.split() if len(word) > 3]
    return (
        draft.lead == "plain"
        and not draft.loose
        and any(word_count(note.text) >= 6 for note in draft.notes)
        and word_count(draft.title) >= 3
        and len(long_words) > 1
        and all(word[0].isupper() for word in long_words)
    )


def settle(drafts: list[Draft], passed: Sequence[Draft]) -> None:
    """Entries that nothing decides are what nearly all others of the document are that are written like them.

    Those of `passed` that turn out to be papers are added to `drafts`.
    """
    _drop_preface(drafts)
    drafts += _bare_titles(drafts, passed)
    for lead in ("link", "bold"):
        alike = [draft for draft in drafts if draft.lead == lead and draft.region is None]
        papers = sum(draft.kind is _PAPER for draft in alike)
        if papers < 10 or papers < 0.75 * len(alike):
            continue
        for draft in alike:
            if draft.undecided and word_count(draft.title) >= 3:
                draft.kind = _PAPER


def _bare_titles(drafts: Sequence[Draft], passed: Sequence[Draft]) -> list[Draft]:
    """The short titles passed in a document that lists hardly anything but titles without a link."""
    unsure = [draft for draft in passed if _is_unlinked(draft)]
    alike = [draft for draft in drafts if _is_unlinked(draft)] if unsure else []
    papers = sum(draft.kind is _PAPER and _is_bare(draft) for draft in alike)
    if papers < _MANY or papers < _NEARLY_ALL * (len(alike) + len(unsure)):
        return []
    found = [draft for draft in unsure if draft.loose < _FEW and _may_be_title(draft)]
    for draft in found:
        draft.kind = _PAPER
    return found


def _may_be_title(draft: Draft) -> bool:
    """Whether a line is some words that start with a capital and make no sentence."""
    if word_count(draft.title) < 2 or not draft.title[0].isupper() or _PLACEHOLDER.fullmatch(draft.title):
        return False
    if draft.title.endswith((" list", " List", " notes", " Notes")):
        return False
    return not _is_said(draft)


def _is_unlinked(draft: Draft) -> bool:
    """Whether nothing sets a title off on its only line, and no heading says what it is."""
    if draft.lead != "plain" or draft.links or draft.region is not None:
        return False
    return draft.inline is not None and "\n" not in draft.inline.plain


def _drop_preface(drafts: list[Draft]) -> None:
    """Take bare lines before the first paper that tells more than its title for words about the list, if most do."""
    first = next((at for at, draft in enumerate(drafts) if not _is_bare(draft) or draft.region is not None), 0)
    papers = [draft for draft in drafts[first:] if draft.kind is _PAPER] if first else []
    if len(papers) >= _MANY and sum(map(_is_bare, papers)) <= _RARELY * len(papers):
        del drafts[:first]


def _is_bare(draft: Draft) -> bool:
    """Whether an entry is a title that nothing sets off, and nothing else."""
    if draft.lead != "plain" or draft.links or draft.notes:
        return False
    return not draft.authors and draft.year is None and draft.venue is None


def _is_plain_title(draft: Draft, siblings: Siblings) -> bool:
    """Whether a title stands alone among links: who lists tools links them."""
    return draft.lead == "plain" and not draft.loose and word_count(draft.title) >= 6 and siblings.linked >= 0.5


def _only_repositories(draft: Draft) -> bool:
    return (
        bool(draft.links)
        and any(is_repository(link.url) and not is_page_of_notes(link.url) for link in draft.links)
        and all(link.kind in _OF_REPOSITORIES for link in draft.links)
    )

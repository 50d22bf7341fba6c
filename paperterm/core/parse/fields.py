"""What the words of an entry say: years, venues, names of authors, clean titles.

Lives here: functions from plain text to values. Must not: know blocks, lists or files.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from paperterm.core.parse import vocabulary


def word_starts(*words: str) -> str:
    """A pattern for the starts of any of `words`. It begins with their first letters, so that re skips to these."""
    initials = sorted({word[0] for word in words})
    rests = ((first, "|".join(word[1:] for word in words if word[0] == first)) for first in initials)
    return "|".join(rf"{first}(?<!\w{first})(?:{rest})" for first, rest in rests)


_MAX_PUBLISHED = 300
_LONGEST_HONOUR = 80
# Patterns that are searched for start with their rarest characters and look back from there: re skips to these.
# A month may stand in front: `08-2024`, `(12/2024)`.
_YEAR = re.compile(
    r"((?:19|20)(?:(?<![\d/.:_-]..)|(?<=[\s(](?:0\d|1[012])[-/]..)|(?<=^(?:0\d|1[012])[-/]..))\d\d)"
    r"(?![\d])(?!\.\d{4,5})(?!-\d{4})"
)
_YEAR_GLUED = re.compile(r"((?:19|20)(?<=[A-Za-z]..)\d\d)(?!\d)")
_YEAR_SHORT = re.compile(r"['’‘`](?:(?<=[A-Za-z].)|(?<=[A-Za-z] .))\s?(\d\d)(?!\d)")
_YEAR_AT_ALL = re.compile(r"(?:19|20)(?<!\d..)\d\d(?!\d)")
_YEAR_BARE_SHORT = re.compile(r"^(?![aA]r[xX]iv)[A-Z][A-Za-z&-]{2,}[ -]?((?:19|20)\d\d|\d\d)(?![\d.])")
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)-(?=[A-Z])")
_OLD_YEAR = re.compile(r"^\(?(1[5-9]\d\d|20[0-4]\d)\)?$")
_DATE = re.compile(
    r"(?:(?:19|20)\d\d)\s*(?:[-/.年]\s*\d{1,2}\s*(?:月|[-/.]\s*\d{1,2}\s*日?)?)?(?:年)?"
    r"|\d{1,2}[/.](?:\d{1,2}[/.])?(?:19|20)\d\d|(?:0\d|1[012])-(?:19|20)\d\d"
    r"|(?:\d{1,2}(?:st|nd|rd|th)?[ ,-]*)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|o[ck]t|nov"
    r"|dec)[a-z]*\.?[ ,-]*(?:\d{1,2}(?:st|nd|rd|th)?,?[ -])?\s*"
    r"(?:(?:19|20)\d\d|['’]\d\d)",
    re.I,
)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|o[ck]t|nov|dec)[a-z]*\b\.?", re.I)
_BEFORE_VENUE = (
    r"(?:(?:in:|in|at|to appear in|accepted (?:by|to|at|in)|published (?:in|at)|appear(?:s|ed)? (?:in|at)"
    r"|presented at|submitted to)\s+)"
)
_BEFORE = re.compile(rf"^{_BEFORE_VENUE}", re.I)
_YEAR_WITHIN = re.compile(r"([A-Za-z][^\d]*?)[\s,('’-]*(?<!\d)(?:19|20)\d\d\b\)?\s+[A-Za-z]")
_YEAR_BEHIND = re.compile(r"['’‘]\s?\d\d(?!\d)|[\s,(['’-]*(?<!\d)(?:19|20)\d\d(?!\d)[)\]]?")
# `Conference on Cranes (CRANE'18), Oslo, Norway`, `… pages 786-792, 2015`
_SHORT_BEHIND = re.compile(r"(?:(?:19|20)\d\d )?([^()\n]{10,150}?) \(([A-Z][A-Za-z&/-]{1,14})(?:['’ ]+\d{2,4})?\)")
# `, pages 1998–2009` has no year in it; `. 37(4): 40:1-40:26` is no part of a journal's name
_PAGES_WITHIN = re.compile(
    r"[\s,(]*\b(?:pages?|pp)\b\.? ?\d+ ?[-–—]+ ?\d+\)?|[\s,.]+\d{1,4} ?\(\d{1,3}(?:[–-]\d+)?\): ?\d[\d:–-]*\d(?![\d-])"
)
_PAGES = re.compile(r"[\s,(]*\b(?:pages?|pp)\b\.?[\s\d–-]*(?:,\s*(?:19|20)\d\d)?\)?\s*$")
_LONG_NAME = 3
_PROCEEDINGS = re.compile(
    r"(?:In:? )?(?:the )?(Proc(?:eedings|\.) [^()\n]{10,250}?)[.,]? \(([A-Z][\w!&/+-]{1,14})"
    r"(\s?['’ ]\s?\d{2,4})?(?:\)|$)"
)
_PUBLISHER_AND_YEAR = re.compile(
    r"((?:[A-Z][\w.&'’-]*,? )*(?:Press|Springer|Wiley(?: (?:&|and) Sons)?|Addison.Wesley|Morgan Kaufmann|Prentice.Hall"
    r"|O['’]Reilly|McGraw.Hill|Elsevier|Manning|Reclam|Pearson)) \(((?:19|20)\d\d)\)?"
)
# `Conference on Cranes. Springer, Berlin, 2016`, `Crane Symposium. IEEE, 2013`
_PUBLISHER_BEHIND = re.compile(
    r"(?<=[a-z]{5})\. (?:IEEE|ACM|AAAI Press|USENIX Association|PMLR|Springer|Elsevier|Curran|Morgan Kaufmann)"
    r"[A-Za-z ,]{0,40}?(?=,? (?:19|20)\d\d$|$)"
)
_JOURNAL = r"([A-Z][A-Za-z.&:'’ -]{1,80}?)"
_YEAR_BEHIND_VOLUME = re.compile(
    _JOURNAL + r"\s*,?\s+(?:[Vv]ol(?:ume|\.)?\s*)?\d{1,6}(?:\.\d{1,5}|\s?\(\d[\d–-]*\))?"
    r"(?:[,:]\s*(?:pages? )?[a-zA-Z]?\d[\d–-]*(?: [–-] \d+)?)?\s*\(((?:19|20)\d\d)(?=[),]|$)[^()]{0,12}\)?[\s,.:\d–-]*"
)
# `Rev. Fold. 87, 307 – Published 7 April, 2015`, `Crane Notes, Sept 29, 2015`, `Submitted on 27 Oct 2021`
_DATED_JOURNAL = re.compile(
    r"(?P<name>[^\d]{0,80}?)(?P<volume>[\s,:]+(?:[Vv]ol(?:ume|\.)? ?)?\d[\d\s,:().–-]*)?[\s,.–—-]*"
    r"(?:(?:[Pp]ublished|[Ss]ubmitted|[Aa]ccepted|[Pp]osted|[Rr]eleased)(?: on| in| online)?:?\s+)?"
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)? )?"
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?,?(?: \d{1,2})?[\s,]+(?P<year>(?:19|20)\d\d)"
    r"|(?P<iso>(?:19|20)\d\d)-\d\d-\d\d)"
)
_JOURNAL_NAME = re.compile(r"[A-Z][\w.&:'’-]*(?: (?:[A-Z&(][\w.&:'’)-]*|of|on|the|for|and|in|de))*")
_VOLUME_BEHIND_YEAR = re.compile(
    _JOURNAL + r"[.,]?\s+((?:19|20)\d\d)(?: [A-Z][a-z]{2,8}(?: \d{1,2})?)?;\s?\d{1,4}(?:\s?\([\w –-]{1,12}\))?"
    r"(?:[:,]\s?[\w.–-]{1,20})?\.?"
)
_GLUED = re.compile(r"(?<=[A-Z])\d\d$")
_VOLUME = re.compile(r"(?<=[A-Za-z]{3}),?\s+(?:vol\.?\s*|volume\s*)?\d[\d.():,\s–-]*(?:pp?\.?[\d\s–-]*)?$", re.I)
_ITS_YEAR = re.compile(r"['’(\s,]*(?:19|20)\d\d\)?|['’]\d\d\b")
_VENUE_TAIL = (
    r"(?:[ @/-](?:Findings|Workshops?|W|Demos?|Demonstrations?|Asia|Industry|Industrial Track|Main|Long|Short"
    r"|Tutorials?|Posters?|D&B"
    r"|Datasets and Benchmarks(?: Track)?|Late Breaking Results|Companion|Technical Briefs?|Tech\.? Report"
    r"|MICRO|Letters?"
    r"|Student Abstract|System Demonstrations|FL|Adjunct|Security|Student Research Workshop|SRW))*"
)
_NAMED_VENUE = re.compile(
    r"(?:Findings of (?:the )?|Findings[- ](?:of )?|(?:Trans(?:actions|\.) on )|(?:[A-Z][A-Za-z0-9]+@))?(?:"
    + vocabulary.venue_pattern()
    + r")(?:\s?[@&/+-]\s?(?:"
    + vocabulary.venue_pattern()
    + r"|[A-Z][A-Za-z0-9]{2,}))*"
    + _VENUE_TAIL
    + r"(?![A-Za-z]|-[A-Za-z]|\.\w)"
)
_COUNT = re.compile(r"[,;]?\s*\d[\d,.]*[kK+]*\s+(?:citations?|cites)\b")
_DIGIT = re.compile(r"\d")
_FOR = re.compile(r" (?:for|with|using|via|an?|from) ")
_FIRST_PART = re.compile(r",|，|(?<=[a-zà-ž]{3})\. ")
_LABEL_AND_YEAR = re.compile(r"([A-Za-z][\w&@/ .:-]{1,60}?)[\s,'’-]*((?:19|20)\d\d|(?<=['’])\d\d)")
_VENUE_AND_YEAR = re.compile(
    r"([A-Z][\w&/ :-]{1,70}?)(?:,?\s+['’]?(?=\d{4})|，\s*(?=\d{4})|\s?['’]\s?(?=\d\d(?:\d\d)?\b))"
    r"((?:19|20)\d\d|\d\d)\.?"
)
_CHINESE_VENUE = re.compile(r"([\u4e00-\u9fff]{3,12})[\s,，(（]*((?:19|20)\d\d)[)）年]?")
_PLACE_AND_YEAR = re.compile(r"([A-Za-z][\w&@/’'., -]{2,60}?),?\s?((?:19|20)\d\d)")
# Two capitals side by side, or a workshop: no person is called so.
_SHOUTED_VENUE = re.compile(
    r"[\w@-]*[A-Z]{2}[\w@/-]*(?:,? [\w@/-]+){0,6}|(?:[\w@/-]+,? ){0,6}(?:[Ww]orkshop|[A-Z]{3,}[\w-]*)"
)
_VENUE_WORD = re.compile(
    word_starts(
        *("IEEE", "ACM", "International", "Int'l", r"Int\.", "Annual", "European", "Asian", "Conf", "Proc", "Workshop"),
        *("PhD", "Ph", "Doctoral", "doctoral", "Master", "MSc", "Bachelor", "Diploma", "Press", "Addison", "Morgan"),
        *("Springer", "Prentice", "O.Reilly"),
        *("Acta", "PL[oO]S", "BMC", "Scientific"),
        *("Symposium", "Journal", r"J\.", "Trans", "Advances", "Findings", "Annals", "Communications", "Frontiers"),
        *(
            "Bulletin",
            "Philosophical",
            "Lecture",
            "Letters",
            "Magazine",
            "Review",
            "Congress",
            "Endowment",
            "Quarterly",
        ),
    )
    + "|@|学报|会议|期刊|大会|杂志|通讯|论文集"
)
_STARTS = vocabulary.VENUE_STARTS
_LETTERS_OF_STARTS = frozenset(start.lstrip("0123456789") for start in _STARTS)
_VENUE_START = re.compile(r"(?<![\w.@/-])(?:[A-Za-z0-9]+@|\d?[A-Za-z]+)")
_LATIN_START = re.compile(r"(?<![\w.@/-])\d?[A-Za-z]+")
ACRONYM = re.compile(r"[A-Z]{2,}[A-Za-z]{0,6}(?:[-@ /][A-Z]{2,}\w*)?(?:\s*['’]?\d{2,4})?")
"""A venue nobody has heard of, where only a venue can stand."""

_LONG_VENUE = re.compile(
    r"(?:(?:(?:19|20)\d\d )?(?:IEEE|ACM|AAAI|USENIX|IFIP|Int(?:ernational|'l|\.)|Annual|European|Asian"
    r"|Conference on|Conf\."
    r"|Proc(?:eedings|\.)|Workshop on|Symposium"
    r"|Journal (?:of|on)|J\.|Trans(?:actions|\.)? (?:of|on)|Advances in|Findings of|Annals of"
    r"|Communications of|Frontiers in|Bulletin of"
    r"|(?:Nature|Cell|Acta|PL[oO]S|BMC|The Lancet|Scientific)(?=(?: [A-Z][a-z]+){1,4}\W*$)"
    r"|Philosophical|Lecture Notes|(?:PhD|Ph\.? ?D\.?|[Dd]octoral|Master(?:['’]?s)?"
    r"|M\.? ?Sc\.?|Bachelor(?:['’]?s)?|Diploma)"
    r" (?:[Tt]hesis|[Dd]issertation)|(?:Addison.Wesley|O['’]Reilly|Springer|Morgan Kaufmann|Prentice Hall|McGraw.Hill"
    r"|No Starch)(?: \w+)?$)\b)",
)
_CHINESE_PERIODICAL = re.compile(r"^[\u4e00-\u9fff]{2,12}(?:学报|会议|期刊|大会|杂志|通讯|论文集)$")
_VENUE_NOUN = re.compile(
    "(?:"
    + word_starts(
        *("Journal", "Conference", "Workshop", "Symposium", "Transactions(?= o[fn])", "Proceedings", "Letters"),
        "Magazine",
        *("Reviews?", "Congress", "Endowment", "Quarterly"),
    )
    + r")\b"
)
_PRESS = re.compile(r"\w Press$")
_ADDED = re.compile(
    r"\((?:findings|workshops?|demos?|industry|main|short|long|posters?)\)|[\s,(\[:;–-]*\b(?:oral|spotlight"
    r"|poster|best (?:student )?paper(?: award)?(?: honou?rable mention)?|highlight|award(?: candidate)?"
    r"|honou?rable"
    r" mention|under review|accepted|to appear|outstanding(?: paper)?|notable(?: top)?|top.?\d+%?|long"
    r"|main(?: conference(?: paper)?)?|short|full paper|demo|"
    r"runner.?up|regular|finalist|best)\b[\s)\]\d%/]*",
    re.I,
)
# What `_ADDED` finds holds one of these; in lower case, and much quicker to search for.
_ADDED_WORD = re.compile(
    word_starts(
        *("oral", "spotlight", "poster", "best", "highlight", "award", "honou?rable", "under review", "accepted"),
        *("to appear", "outstanding", "notable", "top", "main", "long", "short", "full paper", "demo", "runner"),
        *("regular", "finalist", "findings", "workshop", "industry"),
    )
)
_NAME_PARTICLES = vocabulary.words(
    "van von der den de la le du di da del della dos das ten ter el al bin ibn zu y e af av mac mc san st jr sr ii iii"
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫"
    "段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TITLE_NOUN = re.compile(
    r"(?:networking|arguments?|protocols?|programming|computing|engineering|security|robotics|mechanics|physics"
    r"|sciences?|biology|chemistry|economics|semantics|calculus|philosophy"
    r"|tions?|ities|ity|ness|works?|models?|tasks?|methods?|learning|training|processing|understanding"
    r"|modeling|reasoning|data|systems?"
    r"|objectives?|flow|vision|language|images?|videos?|survey|analysis|theory|algorithms?|agents?|tools?|structures?|networks?|languages|databases?"
    r"|features?|lists?|tables?)\b"
)
"""In lower case; re is five times slower where it ignores case."""

_SMALL_NAMES = frozenset(("An", "Do", "We", "You", "Can", "Be", "A", "I"))
_NAME_WORD = re.compile(r"^(?:[^\W\d_]|[.'’`\-‐‑])+$")
_ET_AL = re.compile(r"[,，]?\s*(?:\b(?:et\.?\s*al\b\.?|and others\b)|等(?:人)?)", re.I)
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,3}")
_INITIALLED = re.compile(r"(?:[A-Z]{1,2}|(?:[A-Z]\.[ -]?){1,3}) (?:[a-z]{2,3} ){0,2}[A-Z][\w'’-]*[a-z][\w'’-]*")
FIELDS_IN_CAPITALS = vocabulary.words("AI ML CV IR PL DB SE HC IT RL DL VR AR US UK EU")
_ET_AL_WORD = re.compile(r"et\.?\s*al|and others|等")
# Blanks are single where names are split.
_AUTHOR_SPLIT = re.compile(
    r" (?:,\s*(?:and\b|&)?|[;、，；&]|and\b|[·•]\s)\s*|,\s*(?:and\b|&)?\s*|;\s*|、\s*|，\s*|；\s*|&\s*"
    r"|and(?<!\wand)\b\s*"
)
_TITLE_EDGES = " \t\n.,:;。，：；、|·•"
_CLEAN_EDGES = _TITLE_EDGES + "|–—"
_QUOTES = {
    '"': '"',
    "“": "”",
    "«": "»",
    "《": "》",
    "「": "」",
    "『": "』",
    "'": "'",
    "‘": "’",
    "`": "`",
    "〈": "〉",
    "”": "”",
    "„": "“",
}
_TITLE_SMALL = vocabulary.words(
    "a an and are as at be by can do does for from go how if in into is it its not of on or over than that the"
    " their then there this to towards under using via vs we what when where which while why with without you your"
    " via upon"
)
_VENUE_ENDS = re.compile(r"\s*,\s*(?:pp?\. ?\d|vol\. |no\. ?\d|doi: ?10\.)")
# `Crane Science 121:1771–1789`, `Nat Hum Fold:1–10`, `Annual Review of Cranes 44:null`
_PAGES_BEHIND = re.compile(r"[ ,]*(?<!\d)(?:\d{1,4}(?:\s?\(\d[\d–-]*\))?)?:\s?(?:[a-z]?\d[\d–-]*|null)$")
_VENUE_EDGES = "《》 \t\n,.;:，。；：、|*_-–—·•/\\&+"
_OPEN_ENDS = vocabulary.words(
    "a an and are as at by for from here if is its my of or our see than that the their this to under using via"
    " with your"
)
_CLOSERS = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】", "「": "」"}
_OPENERS = {closer: opener for opener, closer in _CLOSERS.items()}
_BRACKETS = frozenset((*_CLOSERS, *_OPENERS))
_SHORTCODE = re.compile(r":(?:[a-z][a-z0-9_+-]{1,30}|[+-]1):(?!//)")
_ICON = re.compile(
    "[\u200b\u200d\ufeff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ue000-\uf8ff\ufe00-\ufe0f\U0001f000-\U0001ffff\U000e0000-\U0010ffff]"
)
_ICON_AND_COLON = re.compile(f"(?<=\\w) ?{_ICON.pattern}+:(?= )")
_READABLE = re.compile(r"[^\W_]")
_CHINESE = re.compile("[\u3040-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\u3040-\u9fff\uac00-\ud7af_]+(?:['’-][^\W\u3040-\u9fff]+)*")
_ASCII_WORD = re.compile(r"[a-zA-Z0-9]+(?:['-][a-zA-Z0-9_]+)*")
# What is ASCII is looked at as bytes: to translate, split and count these is several times quicker than to search.
_SPACED = bytes(code if code < 128 and chr(code).isalnum() else 32 for code in range(256))
_DIGITS = b"0123456789"
_TWO_JOINS = re.compile(r"-[-']|'[-']")
_LETTERS = bytes(code if code < 128 and chr(code).isalpha() else 32 for code in range(256))
_BLANK_OR_LOWER = bytes(
    32 if chr(code).isspace() else ord("a") if "a" <= chr(code) <= "z" else ord("A") for code in range(256)
)
_TITLE_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_ASCII_TITLE_WORD = re.compile(r"[a-zA-Z][\w'-]*", re.A)
_LOWER = re.compile(r"\s[a-z]")
_NEWS = ("NEW", "New", "HOT", "Hot")
_NEW = re.compile(r"^(?:NEW|New|HOT|Hot)\s*[!:]\s*")


class Published(NamedTuple):
    """A venue and a year found in a piece of text; `whole` says that the text holds nothing else but `more`."""

    venue: str | None
    year: int | None
    whole: bool
    more: str = ""


_NOT_PUBLISHED = Published(None, None, False)


def has_digit(text: str) -> bool:
    """Whether a digit of any script stands in `text`."""
    if text.isascii():
        return len(text.encode().translate(None, _DIGITS)) < len(text)
    return _DIGIT.search(text) is not None


def _ascii_words(text: str) -> list[str]:
    """The runs of letters in a text that is ASCII."""
    return text.encode().translate(_LETTERS).decode().split()


def first_year(text: str) -> int | None:
    """The first year written in `text`, four digits, or two after a venue and an apostrophe."""
    if not has_digit(text):
        return None
    match = _YEAR.search(text) or _YEAR_GLUED.search(text)
    if match:
        return int(match[1])
    short = _YEAR_SHORT.search(text)
    return _century(int(short[1])) if short else None


def _century(year: int) -> int:
    return 1900 + year if year > 60 else 2000 + year


def year_of_heading(text: str) -> int | None:
    """The year a heading states: a date, or the one year in it."""
    years = {int(year) for year in re.findall(r"(?<![\d.])((?:19|20)\d\d)(?![\d])", text)}
    if len(years) == 1 and not re.search(
        r"\b(?:since|before|after|until|till|prior)\b|以前|之前|前$|[~～<>≤≥]|20\d\ds", text, re.I
    ):
        return years.pop()
    if years:
        return None
    return first_year(text) if _YEAR_SHORT.search(text) else None


@lru_cache(maxsize=1024)
def is_year_heading(text: str) -> bool:
    """Whether a heading is nothing but a year or a date (`2023`, `2018-02`, `23rd June 2026`, `2023年`)."""
    if not has_digit(text):
        return False
    plain = strip_icons(text).strip(_TITLE_EDGES + "()[]【】*#")
    if re.fullmatch(
        r"(?:year|in|before|after|since|until)?\s*(?:19|20)\d\d(?:\s*[-–~]\s*(?:19|20)?\d\d)?s?(?:\s*(?:and"
        r"|以前|before|年|earlier|\+).*)?",
        plain,
        re.I,
    ):
        return True
    return _DATE.fullmatch(plain) is not None


def date_year(text: str) -> int | None:
    """The year if `text` is a date and nothing else."""
    if not has_digit(text):
        return None
    plain = text.strip(_TITLE_EDGES + "()[]{}（）【】*'’")
    if old := _OLD_YEAR.match(plain):
        return int(old[1])
    if not _DATE.fullmatch(plain):
        return None
    return first_year(plain) or (int(found[1]) if (found := re.search(r"((?:19|20)\d\d)", plain)) else None)


def strip_icons(text: str) -> str:
    """`text` without emoji, icon fonts and `:shortcodes:`."""
    if ":" in text and text.find(":", text.index(":") + 1) > 0:
        text = _SHORTCODE.sub(" ", text)
    return text if text.isascii() else _ICON.sub(" ", text)


@lru_cache(maxsize=2048)
def clean_title(text: str) -> str:
    """A title as shown: one line, no icons, outer quotes or trailing `. , : ;`."""
    text = text if text.isascii() else _ICON_AND_COLON.sub(":", text)
    text = " ".join(strip_icons(text).split())
    text = _NEW.sub("", text) if text.startswith(_NEWS) else text
    before = ""
    while before != text:
        before = text
        text = _inner(text.strip(_CLEAN_EDGES).removesuffix(" -").removeprefix("- ").strip())
    if text.endswith('"') and text.count('"') == 1 and not text[-2:-1].isdigit():
        return text[:-1].rstrip()
    return text


def _inner(text: str) -> str:
    """`text` without quotes or brackets around all of it."""
    if len(text) < 3:
        return text
    closing = _QUOTES.get(text[0])
    if closing and text.endswith(closing) and closing not in text[1:-1] and text[0] not in text[1:-1]:
        return text[1:-1]
    if text[0] == "[" and text[-1] == "]" and "[" not in text[1:-1] and "]" not in text[1:-1]:
        return text[1:-1]
    return text


@lru_cache(maxsize=4096)
def published(text: str) -> Published:
    """The venue and year in `text`, a piece such as `EMNLP 2020.`, `Preprint'25` or `CVPR' 14 (oral)`."""
    if len(text) > 2 * _MAX_PUBLISHED or not may_be_published(text):
        return _NOT_PUBLISHED
    plain = strip_icons(text)
    plain = " ".join((_ADDED.sub(" ", plain) if _ADDED_WORD.search(plain.lower()) else plain).split())
    plain = without_edges(plain, " ,.;:|*_-–—，。．《》")
    if ". " in plain:
        plain = _PUBLISHER_BEHIND.sub("", plain)
    if not plain or len(plain) > _MAX_PUBLISHED or (len(plain) > 28 and lower_words(plain) > 14):
        return _NOT_PUBLISHED
    if dated := date_year(plain):
        return Published(None, dated, True)
    if plain[4:5] == "-" and (first := _YEAR_FIRST.match(plain)):
        plain = f"{plain[first.end() :]} {first[1]}"
    if "pp" in plain or "page" in plain or "):" in plain:
        plain = without_edges(_PAGES_WITHIN.sub("", plain), " ,.;:")
    year = first_year(plain)
    match = _find_venue(plain)
    if match and _only_date(plain[: match.start()] + " " + plain[match.end() :]):
        return Published(venue_name(match[0]), year or _glued_year(plain), True)
    if match and match.start() == 0 and (more := _more_behind_year(plain[match.end() :])) is not None:
        return Published(venue_name(match[0]), year, True, more)
    if len(plain) < 120 and _is_long_venue(plain):
        return Published(venue_name(plain), year, True)
    if match:
        return Published(venue_name(match[0]), year, False)
    return Published(None, year, False)


def honours(text: str) -> list[str]:
    """What is said beside venue and year: `Oral`, `Spotlight`, `Best Paper Award`, `Findings`."""
    if not _ADDED_WORD.search(text.lower()):
        return []
    found = (match[0].strip(" \t,()[];:–-/%0123456789") for match in _ADDED.finditer(text))
    return [
        words
        for words in found
        if words
        and words.casefold() not in ("accepted", "to appear", "under review", "long", "short")
        and not words.casefold().startswith("main")
    ]


def only_honours(text: str) -> bool:
    """Whether `text` says nothing but how a paper was presented or received: `Oral`, `Best Paper Award`."""
    if len(text) > _LONGEST_HONOUR or not _ADDED_WORD.search(text.lower()):
        return False
    return not has_letters(_ADDED.sub("", text))


# What every date holds: a century, an apostrophe, or two digits between other signs than letters.
# Each way starts at its first digit: `re` passes quickly over what is none.
_MAY_DATE = re.compile(
    r"\d(?:(?<=1)[5-9]\d\d|(?<=2)0\d\d|(?<=['’‘`´]\d)\d|(?<=['’‘`´]\s\d)\d|(?<![^\W_]\d)\d?(?![^\W_])"
    r"|(?<=[A-Za-z]\d)\d(?!\d))"
)


def may_be_published(text: str) -> bool:
    """A quick look that saves the long one: a digit, the start of a known venue, or a word like Journal."""
    if (has_digit(text) and _MAY_DATE.search(text)) or _VENUE_WORD.search(text):
        return True
    if text.isascii() and _LETTERS_OF_STARTS.isdisjoint(_ascii_words(text)):
        return False
    return not _STARTS.isdisjoint(_LATIN_START.findall(text))


def _more_behind_year(text: str) -> str | None:
    """The few words that follow a venue's year: `ICCV 2023 Workshops on …`, `ACL'23 Findings`; None if it is not so."""
    match = re.match(r"\s?(?:['’]\s?\d\d|(?:19|20)\d\d)(?!\d)(.*)$", text)
    if match is None or len(match[1].split()) > 8 or re.search(r"[.,;:]\s", match[1]) or _CHINESE.search(match[1]):
        return None
    return without_edges(match[1], " ,.;:|*_-–—")


def venue_and_year(text: str) -> Published | None:
    """A capitalised phrase and a year where only a venue can stand: `Bioimaging 2021`."""
    if volume := journal_and_volume(text):
        return volume
    plain = text.strip(" .()")
    if "(" in plain and (publisher := _PUBLISHER_AND_YEAR.fullmatch(plain)):
        return Published(publisher[1], int(publisher[2]), True)
    match = _VENUE_AND_YEAR.fullmatch(plain) if plain[-1:].isdigit() else None
    if not match or len(match[1].split()) > 8 or not all(w[0].isupper() or w in _TITLE_SMALL for w in match[1].split()):
        return None
    if _tells_people(match[1]):
        return None
    if authors_in(match[1]) and (
        re.search(r"\band\b|&|,|\bet al\b", match[1]) or (text[match.end(1) :].startswith(",") and _is_one(match[1]))
    ):
        return None
    year = int(match[2])
    return Published(venue_name(match[1]), year if year > 99 else _century(year), True)


def without_count(text: str) -> str:
    """`text` without how often a work is cited: `ICDE 2020, 20+ citations`."""
    return _COUNT.sub("", text) if "cit" in text else text


def proceedings(text: str) -> Published | None:
    """Proceedings whose short name stands in brackets behind them: `In Proc. of the 2014 Crane Conference (CC '14)`."""
    match = _PROCEEDINGS.match(text) if text.startswith(("In ", "Proc")) and "(" in text else None
    if match is None:
        return None
    year = first_year(match[3] or "") or first_year(match[1]) or first_year(text[match.end() :])
    return Published(venue_name(f"{match[1]} ({match[2]})"), year, True)


def journal_and_volume(text: str) -> Published | None:
    """A journal with volume, pages and year: `J. Folds 142 (2015) 1--9`, `Nat Rev Folds. 2019;20(5):257-72`."""
    if not text[:1].isupper() or not (text[-1:].isdigit() or text[-1:] in ")."):
        return None
    match = _YEAR_BEHIND_VOLUME.fullmatch(text) or _VOLUME_BEHIND_YEAR.fullmatch(text)
    if match is None or len(match[1].split()) > 9:
        return None
    return Published(venue_name(match[1]), int(match[2]), True)


def dated_journal(text: str, *, known: bool) -> Published | None:
    """A date with its month, and the journal in front: one with a volume, or any where the people are `known`."""
    match = _DATED_JOURNAL.fullmatch(text) if text[-2:].isdigit() else None
    if match is None:
        return None
    name, year = match["name"].strip(" ,.:–—-"), int(match["year"] or match["iso"])
    if not name:
        return Published(None, year, True)
    if not (match["volume"] or known) or not _JOURNAL_NAME.fullmatch(name):
        return None
    return Published(venue_name(match["name"].strip(" ,:–—-")), year, True)


def is_dated_venue(text: str) -> bool:
    """Whether `text` could be an unknown venue with its year, in brackets behind a title: `Big Data Research 2021`."""
    match = _PLACE_AND_YEAR.fullmatch(text.strip()) if _DIGIT.search(text) else None
    if match is None:
        return False
    found = venue_and_year(text)
    if found is not None and (" " in match[1] or match[1].isupper()):
        return True
    return _SHOUTED_VENUE.fullmatch(match[1]) is not None


def chinese_venue(text: str) -> Published | None:
    """The journal and year of a line that says nothing else: `自动化学报 2008`, `计算机研究与发展, 2010`."""
    match = None if text.isascii() else _CHINESE_VENUE.fullmatch(text.strip())
    return Published(match[1], int(match[2]), True) if match else None


def bracketed_venue(text: str) -> Published | None:
    """The venue and year of what stands in brackets behind a title if no word of a person's name can be in it."""
    text = _ADDED.sub(" ", text).strip() if _ADDED_WORD.search(text.lower()) else text.strip()
    match = _PLACE_AND_YEAR.fullmatch(text) if _DIGIT.search(text) else None
    if match is None or not _SHOUTED_VENUE.fullmatch(match[1]) or _tells_people(match[1]):
        return None
    return Published(venue_name(match[1]), int(match[2]), True)


def are_initialled(text: str) -> bool:
    """Whether `text` is one person or several, each with initials in front: `A Pavlo, JM Hellerstein`."""
    names = [name for name in _AUTHOR_SPLIT.split(text) if name]
    return bool(names) and all(
        _INITIALLED.fullmatch(name) and name.split()[0] not in FIELDS_IN_CAPITALS for name in names
    )


def _tells_people(text: str) -> bool:
    return are_initialled(text) or (says_more_people(text) and bool(authors_in(text)))


def _is_one(text: str) -> bool:
    """Whether `text` is rather a person than a venue: two or three words, none of them a topic."""
    words = text.split()
    return (
        2 <= len(words) <= 3
        and not any(word.isupper() and "." not in word for word in words)
        and not _TITLE_NOUN.search(text)
    )


def _find_venue(text: str) -> re.Match[str] | None:
    """The first known venue in `text`; the big pattern is tried only where a venue's first word stands."""
    if "@" not in text and text.isascii() and _LETTERS_OF_STARTS.isdisjoint(_ascii_words(text)):
        return None
    for start in (_VENUE_START if "@" in text else _LATIN_START).finditer(text):
        word = start[0]
        if (word in vocabulary.VENUE_STARTS or word[-1] == "@") and (match := _NAMED_VENUE.match(text, start.start())):
            return match
    return None


def _glued_year(text: str) -> int | None:
    match = _YEAR_BARE_SHORT.match(text)
    year = int(match[1]) if match else None
    return year if year is None or year > 99 else _century(year)


def _only_date(text: str) -> bool:
    if not any(map(str.isalpha, text)):
        return True
    text = re.sub(
        r"(?i)\b(?:in|at|appear|accepted|submitted to|by|to|on|vol\.?|no\.?|the|of|preprint|abs|cs\.[a-z]{2})\b"
        r"|arxiv:?",
        " ",
        text,
    )
    text = _MONTH.sub(" ", _DATE.sub(" ", text))
    text = re.sub(r"\d{4}\.\d{4,5}(?:v\d+)?|['’]\s?\d\d\b|\b\d+(?:st|nd|rd|th)?\b", " ", text)
    return not any(char.isalpha() for char in text)


def _is_long_venue(text: str) -> bool:
    if not text.isascii() and _CHINESE.search(text):
        return _CHINESE_PERIODICAL.search(text) is not None
    words, first = text.split(), _FIRST_PART.split(text, maxsplit=1)[0]
    is_first = len(first) < len(text) and len(first.split()) > 1 and not words[0].isupper()
    if text.startswith(("A ", "An ")) or _reviews(text):
        return False
    if is_first and (is_name(first) or says_more_people(first) or surely_authors(first)):
        return False
    return (
        2 <= len(words) <= 24
        and (_LONG_VENUE.match(text) or _VENUE_NOUN.search(text) or _PRESS.search(text)) is not None
        and not (words[-1] in ("Review", "Reviews", "Letters", "Magazine") and _FOR.search(text))
        and not re.search(r"[?!;]|https?:", text)
    )


def _reviews(text: str) -> bool:
    """Whether a review is what `text` calls a work: `Folding: A Review`, `Review Reading for Cranes`."""
    at = text.find("Review")
    if at < 0:
        return False
    before, after = text[:at].rstrip(), text[at:].removeprefix("Reviews").removeprefix("Review")
    return before.endswith((" A", " An", ":")) or (not before and not after.startswith((" of ", " in ")))


def without_edges(text: str, edges: str) -> str:
    """`text` without the characters of `edges` around it, and without brackets that enclose all of it or nothing."""
    before = ""
    while text and before != text:
        before = text
        text = text.strip(edges)
        if text[:1] not in _BRACKETS and text[-1:] not in _BRACKETS:
            return text
        closer = _CLOSERS.get(text[:1])
        if closer and _partner(text, closer) in (len(text) - 1, -1):
            text = text[1:].removesuffix(closer) if _partner(text, closer) > 0 else text[1:]
        elif text[:1] in _OPENERS:
            text = text[1:]
        elif text[-1:] in _CLOSERS or text.count(_OPENERS.get(text[-1:], "")) < text.count(text[-1:]):
            text = text[:-1]
    return text


def _partner(text: str, closer: str) -> int:
    """Where the bracket that `text` starts with is closed; -1 if it is not."""
    depth = 0
    for at, char in enumerate(text):
        depth += (char == text[0]) - (char == closer)
        if depth == 0:
            return at
    return -1


def venue_name(text: str) -> str | None:
    """A venue as written, without its year."""
    plain = _BEFORE.sub("", text.strip())
    if (short := _SHORT_BEHIND.match(plain)) and word_count(short[1]) > _LONG_NAME:
        plain = f"{short[1]} ({short[2]})"
    plain = _PAGES.sub("", plain)
    if has_digit(plain):
        plain = _without_numbers(plain)
    plain = " ".join(plain.split())
    plain = without_edges(plain, " ,.;:'’-–_*|，。\"“”")
    if (
        text.rstrip().endswith(".")
        and plain
        and re.search(r"\b(?:[A-Z][a-z]+|J|Proc|Conf|Trans)\.(?:\s|$)", text.strip())
    ):
        last = plain.split()[-1] if plain.split() else ""
        plain += (
            "."
            if f"{last}." in text
            and re.fullmatch(r"Res|Lett|Conf|Trans|Syst|Sci|Int|Proc|Mag|Rev|Comput|Soc|Process", last)
            else ""
        )
    return plain or None


def _without_numbers(plain: str) -> str:
    """A venue without its year, its volume and its pages."""
    if (match := _YEAR_WITHIN.match(plain)) and not match[1].endswith((" the", " of", " on")):
        plain = match[1]
    plain = _YEAR_BEHIND.sub(" ", plain)
    plain = _GLUED.sub("", plain.strip())
    return _venue_only(_VOLUME.sub("", " ".join(plain.split())))


def venue_alone(text: str) -> str | None:
    """The venue in a piece of text that can only be one, known or not: without its year and the `in` before it."""
    plain = _ITS_YEAR.sub(" ", text) if has_digit(text) else text
    plain = without_edges(" ".join(strip_icons(plain).split()), _VENUE_EDGES)
    return _venue_only(_BEFORE.sub("", plain)) or None


def _venue_only(plain: str) -> str:
    """A venue without pages, volume and remark behind it: `Crane Letters, vol. 3`, `Crane Letters). Good`."""
    if ")" in plain and "(" not in plain:
        plain = plain.partition(")")[0]
    if ":" in plain:
        plain = _PAGES_BEHIND.sub("", plain)
    return _VENUE_ENDS.split(plain, maxsplit=1)[0].rstrip(_VENUE_EDGES) if "," in plain else plain


def _is_doi(text: str) -> bool:
    return "10." in text and "/" in text


@lru_cache(maxsize=4096)
def venue_label(label: str) -> Published | None:
    """The venue and year a link's label or a badge names (`ICML2019`, `DMLR@ICML'24`), or None."""
    text = label.strip(" []()（）.,:")
    if not text or len(text) > 80 or vocabulary.is_bare_label(text) or " et al" in text or _is_doi(text):
        return None
    found = published(text)
    if found.whole:
        return found
    match = _LABEL_AND_YEAR.fullmatch(text) if text[-1].isdigit() else None
    if match and ((len(match[1].split()) > 2 and text[match.end(1)] == ",") or ends_openly(match[1])):
        return None
    if match and len(text.split()) <= 6 and match[1][:1].isupper():
        year = int(match[2])
        return Published(venue_name(match[1]), year if year > 99 else _century(year), True)
    return None


def lower_words(text: str) -> int:
    """How many words of `text`, its first aside, start with a small letter."""
    if text.isascii():
        return text.encode().translate(_BLANK_OR_LOWER).count(b" a")
    return len(_LOWER.findall(text))


def most_lower(length: int) -> int:
    """How many such words a list of authors of that many characters may hold."""
    return 4 + length // 30


@lru_cache(maxsize=4096)
def authors_in(text: str) -> tuple[str, ...]:
    """The names in `text` if it is a list of authors, else nothing."""
    if lower_words(text) > most_lower(len(text)):
        return ()
    plain = " ".join(strip_icons(text).split()).strip(" ,.;:*_-–—()|")
    if plain[:3].casefold() == "by ":
        plain = plain[3:]
    elif plain[:10].casefold() == "edited by ":
        plain = plain[10:]
    elif plain[:8].casefold() in ("authors:", "author: ", "author] ", "authors]"):
        plain = plain[8:].lstrip()
    if len(plain) < (4 if plain.isascii() else 2) or len(plain) > 6000 or "http" in plain:
        return ()
    if _YEAR_AT_ALL.search(plain):
        return ()
    et_al = says_more_people(plain)
    if inverted := _inverted_names(plain):
        return inverted
    names = [
        name.strip(" .,*∗⋆†‡§¶#^✉0123456789") + ("." if name.rstrip().endswith(".") else "")
        for name in _AUTHOR_SPLIT.split(_ET_AL.sub("", plain) if et_al else plain)
    ]
    names = [name for name in names if name.strip(". ")]
    if not names or not _are_names(names, et_al=et_al) or _are_topics(names):
        return ()
    return tuple(_initials_joined(names, et_al=et_al))


def _inverted_names(text: str) -> tuple[str, ...]:
    """Names with surnames first: `Roe, Jane and Muster, Max A and others` (as in BibTeX), `Roe, J.; Muster, M.`"""
    by = next((sign for sign in ("; ", " & ") if sign in text), " and ")
    parts = text.split(by) if by in text and ", " in text else []
    parts = parts[:-1] if len(parts) > 2 and parts[-1].strip(" .") == "others" else parts
    halves = [part.strip().split(", ") for part in parts]
    if len(halves) < 2 or not all(len(half) == 2 and " " not in half[0] and is_name(half[1]) for half in halves):
        return ()
    return tuple(part.strip() for part in parts)


def says_more_people(text: str) -> bool:
    """Whether `et al.` or its like stands in `text`."""
    return _ET_AL_WORD.search(text.lower()) is not None and _ET_AL.search(text) is not None


@lru_cache(maxsize=1024)
def surely_authors(text: str) -> bool:
    """Whether `text` can hardly be anything but two or more authors: no half of a title reads like that."""
    names = authors_in(text)
    if not names or ": " in text:
        return False
    if says_more_people(text):
        return not any(map(_is_shouted, names)) or all(map(_is_shouted, names))
    if _TITLE_NOUN.search(text.lower()) and 4 * sum(map(_names_topic, names)) > len(names):
        return False
    return len(names) > 1 and all(len(name.split()) > 1 or "\u4e00" <= name[0] <= "\u9fff" for name in names)


def _names_topic(name: str) -> bool:
    return _TITLE_NOUN.search(name.lower()) is not None


def _is_shouted(name: str) -> bool:
    return any(len(word) > 3 and word.isupper() for word in name.split())


def is_one_author(text: str) -> bool:
    """Whether `text` reads like the full name of one person: two to four words, none of them a topic."""
    plain = text.strip(" .")
    return is_name(plain) and 2 <= len(plain.split()) <= 4 and not _TITLE_NOUN.search(plain.lower())


def strict_names(text: str) -> tuple[str, ...]:
    """The names in `text` if each of its parts is the full name of a person, else nothing."""
    names = tuple(name.strip() for name in _AUTHOR_SPLIT.split(text) if name.strip())
    return names if all(map(is_one_author, names)) else ()


def _are_topics(names: list[str]) -> bool:
    """Whether names are rather the topics of a work: `Data Structures; Algorithms`, `NLP, BERT, tuning`."""
    if 2 * sum(_TITLE_NOUN.search(name.lower()) is not None for name in names) > len(names):
        return True
    shouted = sum(name.isupper() and name.isalpha() for name in names)
    return len(names) > 2 and 2 * shouted >= len(names) and not any(" " in name for name in names)


def _are_names(names: list[str], *, et_al: bool) -> bool:
    good = sum(is_name(name) for name in names)
    if len(names) == 1:
        return good == 1 and (et_al or (2 <= len(names[0].split()) <= 4 and not _is_acronyms(names[0])))
    return good >= max(1, round(len(names) * 0.75))


def _is_acronyms(text: str) -> bool:
    """Whether at least two words of `text` are written in capitals: `HOI GAN`."""
    return sum(len(word) > 2 and word.isupper() and word.isalpha() for word in text.split()) > 1


def is_name(text: str) -> bool:
    """Whether `text` could be one person's name: one to five capitalised words, initials, particles."""
    words = text.split()
    if not 1 <= len(words) <= 6:
        return False
    if not text.isascii() and _CHINESE.search(text):
        return 2 <= len(text) <= 3 and text[0] in _SURNAMES
    capital = 0
    for word in words:
        bare = word.strip(".()'’")
        if not bare.isalpha() and not _NAME_WORD.match(bare or "1"):
            return False
        if bare[:1].isupper() or not bare[:1].isascii():
            capital += 1
        elif bare not in _NAME_PARTICLES:
            return False
        if word.casefold() in _TITLE_SMALL and word.strip(".") not in _SMALL_NAMES:
            return False
    return capital > 0


def _initials_joined(names: list[str], *, et_al: bool) -> list[str]:
    """Names written last name first put together again: `Kingma, D. P., & Ba, J.`, `Wu, Zonghan, et al.`"""
    if et_al and len(names) == 2 and all(len(name.split()) == 1 for name in names):
        return [", ".join(names)]
    if _starts_inverted(names):
        return [", ".join(names[:2]), *names[2:]]
    joined: list[str] = []
    for name in names:
        longest = 2 if "." in name and "." not in "".join(joined[-1:]) else 1
        if joined and len(name) <= 9 and _INITIALS.fullmatch(name) and len(joined[-1].split()) <= longest:
            joined[-1] = f"{joined[-1]}, {name}"
        else:
            joined.append(name)
    return joined


def _starts_inverted(names: list[str]) -> bool:
    """Whether the first name alone is written surname first: `Roe, Jane, Max Muster, and Ann Lee`."""
    given = names[1].split() if len(names) > 1 else []
    if len(names) < 3 or len(given[0].strip(".")) < 2 or any(len(word.strip(".")) > 1 for word in given[1:]):
        return False
    if len(names[0].split()) > 2 or any(len(word.strip(".")) < 2 for word in names[0].split()):
        return False
    return all(len(name.split()) > 1 for name in names[2:])


@lru_cache(maxsize=1024)
def looks_titled(text: str) -> bool:
    """Whether plain `text` reads like the title of a work rather than a remark or a caption."""
    words = (_ASCII_TITLE_WORD if text.isascii() else _TITLE_WORD).findall(text)
    if not text.isascii() and _CHINESE.search(text):
        return (
            len(text) >= 8
            and not re.search(r"[。；]$", text)
            and bool(re.search(r"[：:《]|综述|研究|方法|基于|模型", text))
        )
    if (
        not 3 <= len(words) <= 40
        or text.rstrip().endswith(("...", "…"))
        or (text.rstrip().endswith("!") and len(words) < 6)
    ):
        return False
    long_words = [word for word in words if len(word) > 3]
    capital = sum(word[0].isupper() for word in long_words)
    return (len(words) >= 4 and capital >= max(2, 0.5 * len(long_words))) or bool(
        re.match(r"[\w. +-]{2,30}: \S+ \S+ \S+", text)
    )


def ends_openly(text: str) -> bool:
    """Whether `text` breaks off at a small word, as a sentence does before a link: `please see our`."""
    last = text.rsplit(None, 1)[-1].casefold() if text.strip() else ""
    return last in _OPEN_ENDS


@lru_cache(maxsize=2048)
def word_count(text: str) -> int:
    """Words, a Chinese character counting half."""
    if text.isascii():
        if ("'" in text or "-" in text) and ("_" in text or _TWO_JOINS.search(text)):
            return len(_ASCII_WORD.findall(text))
        return len(text.encode().translate(_SPACED, b"-'").split())
    return len(_WORD.findall(text)) + len(_CHINESE.findall(text)) // 2


@lru_cache(maxsize=64)
def is_prose(text: str) -> bool:
    """Whether `text` runs on in lower case as no title with its credits does."""
    return len(text) > 300 and lower_words(text) > 40


def has_letters(text: str) -> bool:
    """Whether anything in `text` can be read: a letter or a digit."""
    return text[:1].isalnum() or _READABLE.search(text) is not None

"""The inline content of one paragraph, heading or cell: plain text, and what is marked in it.

Lives here: one linear scan for links, images, emphasis, code spans, entities and inline HTML, much cheaper than a full
inline parse and with the source position of everything found.
Must not: decide what a link or a bold word means for a paper.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import ClassVar

from paperterm.core.model import Span
from paperterm.core.parse.blocks import Choice, Prose

# Where a token may start, all possible first characters in front, so that re skips to these; what ends in one of
# `_SINGLE` is a token as it is.
_HINT = re.compile(r"[\\`!\[\]<*_~&\nhga](?:(?<![hga])|(?<=h)(?:ttps?:|ugg)|(?<=g)it|(?<=a)rx)")
# ASCII but blanks and <>"`|\\^{}[].
_URL = r"[\x00-\x08\x0e-\x1b!#-;=?-Z_a-z~\x7f]"
_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~\n])"
    r"|(?P<code>`+)"
    r"|(?P<image>!\[)"
    r"|<(?P<auto>https?://[^\s<>]*|mailto:[^\s<>]*)>"
    r"|(?P<comment><!--)"
    r"|(?P<tag></?[a-zA-Z][^<>]*>)"
    r"|(?P<star>\*+|_+|~~)"
    rf"|(?P<url>https?://{_URL}+(?:(?<=[/=_-])[\u4e00-\u9fff]+{_URL}*|\\[_~#*&]{_URL}*)*)"
    r"|(?<![\w/.@-])(?P<site>(?:github\.com|gitlab\.com|gitee\.com|arxiv\.org|huggingface\.co)/[\w./~#?=&%+-]+)"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
)
# A link as most are: nothing in its label can start a token, nothing in its URL is escaped or nested.
_PLAIN_LINK = re.compile(r"\[([^\\`\[\]<*_~&\n/]*[^\\`\[\]<*_~&\n/\s])\]\(([^\s()\\<>]*)\)")
_FRAMED_LINK = re.compile(r"\[(\[[^\\`\[\]<*_~&\n/]+\])\]\(([^\s()\\<>]*)\)")
# A link to another note that says what it shows or which part of it is meant: `[[file|Title]]`, `[[folder/file#Part]]`.
# `[[file]]` alone is none: so are links written whose address is still missing, as in `[[code]]`.
_WIKILINK = re.compile(
    r"\[\[(?=[^\[\]\n]*(?:\||[^\[\]\s#]#\w))"
    r"(?P<note>(?:[^\[\]|#\\\n/]+/)*(?P<name>[^\[\]|#\\\n/]+)(?:#[^\[\]|\\\n]*)?)(?:\\?\|(?P<shown>[^\[\]\\`*_<>&\n]+))?\]\]"
    r"(?!\(|\[|[ \t]{0,2}\n?[ \t]{0,3}[(（]\s*https?://)"
)
_SINGLE = {"[": "open", "]": "close", "\n": "line"}
_PLAIN_LABEL = r"[^\\`\[\]<*_~&\n/]"
_PLAIN_URL = r"[^\s()\\<>]*"
# Markup as most is; each branch starts with its own character, so that re skips to these.
_STEP = re.compile(
    rf"\[({_PLAIN_LABEL}+(?<!\s))\]\(({_PLAIN_URL})\)"
    rf"|\[(\[{_PLAIN_LABEL}+\])\]\(({_PLAIN_URL})\)"
    rf"|\[!\[({_PLAIN_LABEL}*)\]\(({_PLAIN_URL})\)\]\(({_PLAIN_URL})\)"
    rf"|!\[({_PLAIN_LABEL}*)\]\(({_PLAIN_URL})\)"
    r"|\[|\]|\n|\*\**|__*|~~|``*|!\[|<|\\|&|h(?:ttps?:|ugg)|git|arx"
)
_LINE_TAG = re.compile(r"</?br ?/?>", re.I)
_DEST = re.compile(
    r"\(\s*(?:<(?P<angle>[^<>\n]*)>|(?P<plain>(?:[^\s()\\]++|\\.|\((?:[^\s()\\]++|\\.|\([^\s()]*+\))*\))*))"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
_LOOSE_DEST = re.compile(
    r"[ \t]{0,2}\n?[ \t]{0,3}[(（]\s*(?P<plain>https?://[^\s()（）]+(?:\([^\s()]*\)[^\s()]*)*)\s*[)）]"
)
_LINK_BEHIND = re.compile(r"\(|[ \t]{0,2}\n?[ \t]{0,3}[(（]\s*https?://")
_SPACED_DEST = re.compile(r"\(\s*:?\s*(?P<plain>(?:https?://|#)[^()\n]*)\)")
_REFERENCE = re.compile(r"[ ]?\[([^\[\]\n]*)\]")
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.I)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.I)
_SRC = re.compile(r"\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.I)
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_DEFINITION = re.compile(
    r"^[ \t]{0,3}(?:> ?)*\[(?!\^)([^\[\]\n]+)\]:[ \t]*\n?[ \t]*(?:<([^<>\n]+)>|([^\s<>]+))[ \t]*(?:[\"'(].*)?$", re.M
)
_URL_TAIL = ".,;:!?*_~'"


class MarkKind(Choice):
    """What a part of the text is marked as."""

    LINK: ClassVar[MarkKind]
    IMAGE: ClassVar[MarkKind]
    BOLD: ClassVar[MarkKind]
    ITALIC: ClassVar[MarkKind]
    CODE: ClassVar[MarkKind]
    STRIKE: ClassVar[MarkKind]


@dataclass(slots=True)
class Mark:
    """A marked part: `start` and `end` in the plain text, `first` and `last` in the raw content.

    An image, or a link that shows only images, is empty in the plain text; `label` then holds its alternative text.
    """

    kind: MarkKind
    start: int
    end: int
    first: int
    last: int
    url: str = ""
    label: str = ""


_NAMED = r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3}"
_LISTED = re.compile(_NAMED)
_LIST_AFTER = re.compile(rf"[*†‡]*, (?:and )?{_NAMED}(?:[,.]|\s|$)")
_LIST_BEFORE = re.compile(rf"(?:^|, |and ){_NAMED},? (?:and |& )?$")
_LONGEST_LISTED = 60


@dataclass(slots=True)
class Inline:
    """Plain text without markup (a line feed for every line break) and its marks, by where they start.

    `breaks` are the positions of hard line breaks in the plain text.
    """

    prose: Prose
    plain: str
    marks: list[Mark]
    breaks: Sequence[int] = ()
    anchors: Sequence[tuple[int, int]] = ()
    links: Sequence[Mark] = field(init=False)
    """The links, anchors within the page included."""
    hidden: Sequence[tuple[int, int]] = field(init=False)
    """Where links that lead somewhere and code stand in the plain text, in order."""
    cuts: Sequence[int] = field(init=False)
    """Where emphasis (or a link that leads nowhere) starts or ends in the plain text."""

    def __post_init__(self) -> None:
        self.links = self.hidden = self.cuts = ()
        if self.marks:
            self._sort_out()

    def _sort_out(self) -> None:
        links, hidden, cuts = [], [], []
        for mark in self.marks:
            kind = mark.kind
            if kind is MarkKind.LINK:
                links.append(mark)
            if kind is MarkKind.CODE or (kind is MarkKind.LINK and mark.url):
                hidden.append((mark.start, mark.end))
            elif kind in (MarkKind.BOLD, MarkKind.ITALIC, MarkKind.LINK) and not self._is_listed(mark):
                cuts += [mark.start, mark.end]
        hidden.sort()
        self.links, self.hidden, self.cuts = links, hidden, cuts

    def _is_listed(self, mark: Mark) -> bool:
        """Whether bold words are one of several between commas, as one's own name is: `Roe, **Max Muster**, Lee`."""
        if mark.kind is not MarkKind.BOLD or not 4 < mark.end - mark.start < _LONGEST_LISTED:
            return False
        if not _LISTED.fullmatch(self.plain, mark.start, mark.end):
            return False
        before = self.plain[max(mark.start - _LONGEST_LISTED, 0) : mark.start]
        return _LIST_AFTER.match(self.plain, mark.end) is not None or _LIST_BEFORE.search(before) is not None

    def raw(self, position: int) -> int:
        """The position in the raw content of the plain text's character at `position`."""
        if not self.anchors:
            return position
        at = bisect_right(self.anchors, (position, sys.maxsize)) - 1
        plain, raw = self.anchors[max(at, 0)]
        return raw + position - plain

    def span(self, start: int, end: int) -> Span:
        """The source span of `plain[start:end]`."""
        if end <= start:
            return self.prose.span(self.raw(start), self.raw(start))
        return self.prose.span(self.raw(start), min(self.raw(end - 1) + 1, len(self.prose.text)))

    def mark_span(self, mark: Mark) -> Span:
        """The source span of a mark, its markup included."""
        return self.prose.span(mark.first, mark.last)

    def of_kind(self, kind: MarkKind) -> list[Mark]:
        """The marks of one kind."""
        return [mark for mark in self.marks if mark.kind is kind]


def definitions(text: str) -> dict[str, str]:
    """The link reference definitions of a document: folded label → URL; of several for one label the first counts."""
    if "]:" not in text:
        return {}
    found: dict[str, str] = {}
    for label, bracketed, url in _DEFINITION.findall(text.replace("\r\n", "\n").replace("\r", "\n")):
        found.setdefault(" ".join(label.casefold().split()), unescape(bracketed or url))
    return found


def scan(prose: Prose, references: Mapping[str, str] | None = None) -> Inline:
    """Read the inline content of `prose`; unmatched markup stays text."""
    first = _STEP.search(prose.text)
    if first is None:
        return Inline(prose, prose.text, [])
    return _Sweep(prose, bool(references)).read(first) or _Scanner(prose, references or {}).scan()


class _Sweep:
    """One pass over markup that is as simple as most is; what it says of a text is what `_Scanner` would say.

    A step returns where it ends, or `_GIVE_UP`. A run of stars is taken for the start of emphasis as soon as it may be
    one; if nothing ends it, the whole sweep was wrong. Characters that turn out to be text need no step.
    """

    __slots__ = (
        *("anchors", "breaks", "depth", "inactive", "length", "marks", "opened", "parts", "prose", "references"),
        *("run", "text"),
    )

    def __init__(self, prose: Prose, references: bool) -> None:
        self.prose = prose
        self.text = prose.text
        self.references = references
        self.parts: list[str] = []
        self.anchors: list[tuple[int, int]] = []
        self.marks: list[Mark] = []
        self.breaks: list[int] = []
        self.opened: dict[str, list[tuple[int, int]]] = {}
        self.length = self.run = self.depth = self.inactive = 0

    def read(self, match: re.Match[str] | None) -> Inline | None:
        """The inline content from the first special place on, or None if markup is not that simple."""
        text = self.text
        while match is not None:
            at = self._link(match) if match.lastindex == _LABELLED else _STEPS[text[match.start()]](self, match)
            if at < 0:
                return None
            match = _STEP.search(text, at)
        if self.opened and any(self.opened.values()):
            return None
        self._flush(len(text))
        if self.opened:
            self.marks.sort(key=_place_of)
        return Inline(self.prose, "".join(self.parts), self.marks, self.breaks, self.anchors)

    def _flush(self, end: int) -> None:
        """Write the text in front of the markup at `end`."""
        if end > self.run:
            self.parts.append(self.text[self.run : end])
            self.anchors.append((self.length, self.run))
            self.length += end - self.run

    def _link(self, match: re.Match[str]) -> int:
        start, at = match.span()
        if start > self.run:
            self._flush(start)
        label, length = match[1], self.length
        self.parts.append(label)
        self.anchors.append((length, start + 1))
        self.length = end = length + len(label)
        self.marks.append(Mark(MarkKind.LINK, length, end, start, at, _url(match[2])))
        self.inactive, self.run = self.depth, at
        return at

    def _bracket(self, match: re.Match[str]) -> int:
        if match.lastindex is None:
            if self.text.startswith("[[", match.start()) and _WIKILINK.match(self.text, match.start()):
                return _GIVE_UP
            self.depth += 1
        elif self.references:
            return _GIVE_UP
        elif match.lastindex == _FRAMED:
            return self._framed(match)
        else:
            self._linked_image(match)
        return match.end()

    def _framed(self, match: re.Match[str]) -> int:
        start, at = match.span()
        self._flush(start)
        self._emit(match[3], start + 1)
        self.marks.append(Mark(MarkKind.LINK, self.length - len(match[3]), self.length, start, at, _url(match[4])))
        self.inactive, self.run = self.depth, at
        return at

    def _linked_image(self, match: re.Match[str]) -> None:
        start, at = match.span()
        self._flush(start)
        length, label, url = self.length, " ".join(match[5].split()), _url(match[6])
        shown = (label or _badge(url)).strip()
        self.marks.append(Mark(MarkKind.LINK, length, length, start, at, _url(match[7]), shown))
        self.marks.append(Mark(MarkKind.IMAGE, length, length, start + 1, match.end(6) + 1, url, label))
        self.inactive, self.run = self.depth, at

    def _emit(self, text: str, raw: int) -> None:
        self.parts.append(text)
        self.anchors.append((self.length, raw))
        self.length += len(text)

    def _close(self, match: re.Match[str]) -> int:
        """A bracket is closed: text, unless its end is that of a link."""
        at = match.end()
        if self.depth:
            self.depth -= 1
            if self.depth < self.inactive:
                self.inactive = self.depth
            elif self.references or _LINK_BEHIND.match(self.text, at):
                return _GIVE_UP
        return at

    def _line(self, match: re.Match[str]) -> int:
        start, at = match.span()
        if self.text[max(start - 2, 0) : start] == "  ":
            self.breaks.append(self.length + start - self.run)
        return at

    def _stars(self, match: re.Match[str]) -> int:
        start, at = match.span()
        text, run = self.text, match[0]
        before, after = text[start - 1 : start] or " ", text[at : at + 1] or " "
        can_open, can_close = not after.isspace(), not before.isspace()
        if after in _ENDS_NAME and before.isalnum():
            can_open = False
        if run[0] == "_":
            can_open, can_close = can_open and not before.isalnum(), can_close and not after.isalnum()
        if can_close and (waiting := self.opened.get(run)):
            self._flush(start)
            first, opener = waiting.pop()
            for kind in _RUN_KINDS.get(run, _BOTH):
                self.marks.append(Mark(kind, first, self.length, opener, at))
        elif can_open:
            self._flush(start)
            self.opened.setdefault(run, []).append((self.length, start))
        else:
            uneven = can_close and any(self.opened.get(run[0] * length) for length in (3, 2, 1))
            return _GIVE_UP if uneven else at
        self.run = at
        return at

    def _code(self, match: re.Match[str]) -> int:
        start, at = match.span()
        closing = _closing_fence(at - start).search(self.text, at)
        if closing is None:
            return _GIVE_UP
        self._flush(start)
        label, length = " ".join(self.text[at : closing.start()].split()), self.length
        self._emit(label, start)
        self.marks.append(Mark(MarkKind.CODE, length, self.length, start, closing.end(), label=label))
        self.run = closing.end()
        return self.run

    def _image(self, match: re.Match[str]) -> int:
        if match.lastindex is None:
            return _GIVE_UP
        start, at = match.span()
        self._flush(start)
        label, length = " ".join(match[8].split()), self.length
        self.marks.append(Mark(MarkKind.IMAGE, length, length, start, at, _url(match[9]), label))
        self.run = at
        return at

    def _tag(self, match: re.Match[str]) -> int:
        start = match.start()
        tag = _LINE_TAG.match(self.text, start)
        if tag is None:
            return self._rare(match)
        self._flush(start)
        self.breaks.append(self.length)
        self._emit("\n", start)
        self.run = tag.end()
        return self.run

    def _rare(self, match: re.Match[str]) -> int:
        """Escapes, entities and tags, if it is one."""
        return match.start() + 1 if _TOKEN.match(self.text, match.start()) is None else _GIVE_UP

    def _address(self, match: re.Match[str]) -> int:
        start = match.start()
        found = _TOKEN.match(self.text, start)
        if found is None:
            return start + 1
        url = _trimmed(found[0])
        at = start + len(url)
        if len(url) > len("https://"):
            self._flush(start)
            length = self.length
            self._emit(url, start)
            self.marks.append(Mark(MarkKind.LINK, length, self.length, start, at, _url(url)))
            self.run = at
        return max(at, start + 1)


_GIVE_UP = -1
# No emphasis opens between a name and these: `Jane Roe*, Max Muster*`.
_ENDS_NAME = frozenset(",;")
_LABELLED, _FRAMED = 2, 4
_BOTH = (MarkKind.BOLD, MarkKind.ITALIC)
_RUN_KINDS = {
    **dict.fromkeys("*_", (MarkKind.ITALIC,)),
    **dict.fromkeys(("**", "__"), (MarkKind.BOLD,)),
    "~~": (MarkKind.STRIKE,),
}
_STEPS = {
    "[": _Sweep._bracket,
    "]": _Sweep._close,
    "\n": _Sweep._line,
    **dict.fromkeys("*_~", _Sweep._stars),
    "`": _Sweep._code,
    "!": _Sweep._image,
    "<": _Sweep._tag,
    **dict.fromkeys("\\&", _Sweep._rare),
    **dict.fromkeys("hga", _Sweep._address),
}


def _place_of(mark: Mark) -> tuple[int, int]:
    return mark.first, -mark.last


@dataclass(slots=True)
class _Token:
    """One special place in the raw content; `role` says what became of it."""

    name: str
    start: int
    end: int
    role: str = ""
    url: str = ""
    label: str = ""
    partner: int = -1


class _Scanner:
    """Two passes: match brackets and emphasis over the tokens, then write the plain text."""

    def __init__(self, prose: Prose, references: Mapping[str, str]) -> None:
        self.prose = prose
        self.text = prose.text
        self.references = references
        self.tokens: list[_Token] = []
        self.brackets: list[int] = []
        self.inactive = 0
        self.anchor: int | None = None
        self.missing_code: set[int] = set()

    def scan(self) -> Inline:
        self._tokenise()
        self._match_emphasis()
        return _Writer(self.prose, self.tokens).write()

    def _tokenise(self) -> None:
        at, text = 0, self.text
        while (match := _HINT.search(text, at)) is not None:
            start = match.start()
            name = _SINGLE.get(text[start], "")
            if name == "open" and (link := self._whole_link(start)):
                at = self._plain_link(start, link)
                continue
            if name == "open" and text.startswith("[[", start) and (link := _WIKILINK.match(text, start)):
                at = self._wikilink(start, link)
                continue
            if not name:
                match = _TOKEN.match(text, start)
                if match is None:
                    at = start + 1
                    continue
                name = match.lastgroup or ""
            token = _Token(name, start, match.end())
            self.tokens.append(token)
            handler = _HANDLERS.get(name)
            at = handler(self, token, match) if handler else token.end
        self.tokens.append(_Token("end", len(text), len(text)))

    def _whole_link(self, start: int) -> re.Match[str] | None:
        if len(self.brackets) < self.inactive:
            return None
        if not self.text.startswith("[[", start):
            return _PLAIN_LINK.match(self.text, start)
        return None if self.references else _FRAMED_LINK.match(self.text, start)

    def _plain_link(self, start: int, match: re.Match[str]) -> int:
        """A link in one step; the brackets open around it can be links no more."""
        self.inactive = len(self.brackets)
        self.tokens.append(_Token("link", start, match.end(), "plain link", _url(match[2]), match[1]))
        return match.end()

    def _wikilink(self, start: int, match: re.Match[str]) -> int:
        """A link to a note, whole; `partner` is where the words stand that it shows."""
        group = "shown" if match["shown"] else "name"
        token = _Token("link", start, match.end(), "wikilink", match["note"].strip(), match[group], match.start(group))
        self.tokens.append(token)
        return match.end()

    def _code(self, token: _Token, match: re.Match[str]) -> int:
        fence = token.end - token.start
        if fence in self.missing_code:
            return token.end
        closing = _closing_fence(fence).search(self.text, token.end)
        if not closing:
            self.missing_code.add(fence)
            return token.end
        token.role, token.label = "code", " ".join(self.text[token.end : closing.start()].split())
        token.end = closing.end()
        return token.end

    def _open(self, token: _Token, match: re.Match[str]) -> int:
        self.brackets.append(len(self.tokens) - 1)
        return token.end

    def _close(self, token: _Token, match: re.Match[str]) -> int:
        if not self.brackets:
            return token.end
        opener = self.brackets.pop()
        active = len(self.brackets) >= self.inactive
        self.inactive = min(self.inactive, len(self.brackets))
        start = self.tokens[opener]
        if start.name == "open" and not active:
            return token.end
        target = self._target(token, start)
        if target is None:
            return token.end
        start.role, start.url, start.partner = "link", target[0], len(self.tokens) - 1
        token.role, token.partner, token.end = "end", opener, target[1]
        if start.name == "open":
            self.inactive = len(self.brackets)
        return token.end

    def _target(self, token: _Token, start: _Token) -> tuple[str, int] | None:
        """The URL that follows the bracket closed by `token`, and where it ends."""
        text = self.text
        following = text[token.end : token.end + 1]
        if following == "(" and (match := _DEST.match(text, token.end) or _SPACED_DEST.match(text, token.end)):
            url = match["plain"] if match.lastgroup == "plain" or match.re is _SPACED_DEST else match["angle"]
            return _url(url or ""), match.end()
        if following in " \t\n(（" and following and (match := _LOOSE_DEST.match(text, token.end)):
            return _url(match["plain"]), match.end()
        return self._referenced(token, start) if self.references else None

    def _referenced(self, token: _Token, start: _Token) -> tuple[str, int] | None:
        label, end = self.text[start.end : token.start], token.end
        match = _REFERENCE.match(self.text, token.end)
        if match and match[1].strip():
            label, end = match[1], match.end()
        elif match:
            end = match.end()
        url = self.references.get(" ".join(label.casefold().split()))
        return None if url is None else (url, end)

    def _auto(self, token: _Token, match: re.Match[str]) -> int:
        token.role, token.url, token.label = "auto", unescape(match["auto"]), match["auto"]
        return token.end

    def _bare(self, token: _Token, match: re.Match[str]) -> int:
        url = _trimmed(match[0])
        token.end = token.start + len(url)
        if len(url) > len("https://"):
            token.role, token.url, token.label = "auto", _url(url), url
        return max(token.end, token.start + 1)

    def _comment(self, token: _Token, match: re.Match[str]) -> int:
        end = self.text.find("-->", token.end)
        token.role, token.end = "nothing", len(self.text) if end < 0 else end + 3
        return token.end

    def _tag(self, token: _Token, match: re.Match[str]) -> int:
        tag = match["tag"]
        name = (_TAG_NAME.match(tag) or [tag, ""])[1].lower()
        closing = tag.startswith("</")
        if name not in _HTML or _is_word(tag, self.text):
            return token.end
        token.role, token.label = "nothing", name
        if name == "a":
            self._anchor(token, tag, closing)
        elif name in ("br", "p", "div", "li", "tr"):
            token.role = "break"
        elif name == "img":
            token.role, token.label, token.url = "image", _attribute(_ALT, tag), _attribute(_SRC, tag)
        elif name in _EMPHASIS_TAGS:
            token.role = "close" if closing else "open"
        return token.end

    def _anchor(self, token: _Token, tag: str, closing: bool) -> None:
        if closing and self.anchor is not None:
            self.tokens[self.anchor].partner = len(self.tokens) - 1
            token.role, token.partner, self.anchor = "end", self.anchor, None
        elif not closing and _HREF.search(tag):
            if self.anchor is not None:
                self.tokens[self.anchor].role = "nothing"
            token.role, token.url, self.anchor = "link", _url(_attribute(_HREF, tag)), len(self.tokens) - 1

    def _match_emphasis(self) -> None:
        """Pair delimiter runs of the same character, inner ones first; what has no partner stays text."""
        open_runs: dict[str, list[int]] = {}
        for index, token in enumerate(self.tokens):
            if token.name == "star":
                self._match_run(index, token, open_runs)
            elif token.name == "tag" and token.role in ("open", "close"):
                _match_tag(self.tokens, index, open_runs)
        if self.anchor is not None:
            self.tokens[self.anchor].role = "nothing"

    def _match_run(self, index: int, token: _Token, open_runs: dict[str, list[int]]) -> None:
        before = self.text[token.start - 1 : token.start] or " "
        after = self.text[token.end : token.end + 1] or " "
        can_open, can_close = not after.isspace(), not before.isspace()
        if after in _ENDS_NAME and before.isalnum():
            can_open = False
        if self.text[token.start] == "_":
            can_open = can_open and not before.isalnum()
            can_close = can_close and not after.isalnum()
        key = self.text[token.start : token.end]
        waiting = open_runs.setdefault(key, [])
        if key == "**" and before == " ":
            can_close = self._ends_loosely(token, after, waiting)
        if can_close and waiting:
            opener = waiting.pop()
            self.tokens[opener].role, self.tokens[opener].partner = "open", index
            token.role, token.partner = "close", opener
        elif can_open:
            waiting.append(index)
        elif can_close:
            self._match_uneven(index, token, open_runs)

    def _ends_loosely(self, token: _Token, after: str, waiting: Sequence[int]) -> bool:
        """Whether `**` behind a blank ends what is bold in its line, as its writer meant: `**The Crane **, 2020`."""
        if not waiting or not (after.isspace() or after in _ENDS_CLAUSE):
            return False
        return "\n" not in self.text[self.tokens[waiting[-1]].end : token.start]

    def _match_uneven(self, index: int, token: _Token, open_runs: dict[str, list[int]]) -> None:
        """`***a** b*` and its like: close any run of the character; rough, but no text is lost."""
        char = self.text[token.start]
        for length in (3, 2, 1):
            waiting = open_runs.get(char * length)
            if waiting:
                opener = waiting.pop()
                self.tokens[opener].role, self.tokens[opener].partner = "open", index
                token.role, token.partner = "close", opener
                return


_ENDS_CLAUSE = frozenset(".,:;)")
_HANDLERS = {
    "code": _Scanner._code,
    "image": _Scanner._open,
    "open": _Scanner._open,
    "close": _Scanner._close,
    "auto": _Scanner._auto,
    "url": _Scanner._bare,
    "site": _Scanner._bare,
    "comment": _Scanner._comment,
    "tag": _Scanner._tag,
}
_HTML = frozenset(
    word
    for line in (
        "a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button caption",
        "center cite code col colgroup data dd del details dfn div dl dt em embed fieldset figcaption figure font",
        "footer form g h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main",
        "map mark math meta nav object ol option p param path picture pre progress q rp rt ruby s samp script",
        "section select small source span strike strong style sub summary sup svg table tbody td template textarea",
        "tfoot th thead time title tr track tt u ul var video wbr",
    )
    for word in line.split()
)
"""The names of tags; anything else between angle brackets is text, as in `the <mask> token`."""

_EMPHASIS_TAGS = {"b": "**", "strong": "**", "i": "*", "em": "*", "del": "~~", "s": "~~", "code": "`", "kbd": "`"}


def _is_word(tag: str, text: str) -> bool:
    """Whether a tag in capitals that nothing closes is a word of the text: `The <SUMMARY> Token`."""
    return len(tag) > 5 and tag.isupper() and tag[1] != "/" and " " not in tag and f"</{tag[1:]}" not in text


def _match_tag(tokens: list[_Token], index: int, open_runs: dict[str, list[int]]) -> None:
    token = tokens[index]
    waiting = open_runs.setdefault(f"<{token.label}", [])
    if token.role == "open":
        waiting.append(index)
        token.role = "nothing"
    elif waiting:
        opener = waiting.pop()
        tokens[opener].role, tokens[opener].partner, token.partner = "open", index, opener
    else:
        token.role = "nothing"


class _Writer:
    """Writes the plain text and the marks from matched tokens."""

    def __init__(self, prose: Prose, tokens: list[_Token]) -> None:
        self.prose = prose
        self.text = prose.text
        self.tokens = tokens
        self.parts: list[str] = []
        self.length = 0
        self.anchors: list[tuple[int, int]] = []
        self.marks: list[Mark] = []
        self.breaks: list[int] = []
        self.opened: dict[int, int] = {}
        self.images = 0

    def write(self) -> Inline:
        at, skip_image = 0, -1
        for index, token in enumerate(self.tokens):
            if index <= skip_image or token.start < at:
                continue
            if token.start > at:
                self._emit(self.text[at : token.start], at)
            at = token.end
            if token.name == "image" and token.role == "link":
                skip_image = token.partner
                at = self._image(token)
                continue
            writer = _WRITERS.get(token.role, _Writer._literal)
            writer(self, index, token)
        self.marks.sort(key=_place_of)
        return Inline(self.prose, "".join(self.parts), self.marks, self.breaks, self.anchors)

    def _emit(self, text: str, raw: int) -> None:
        self.anchors.append((self.length, raw))
        self.parts.append(text)
        self.length += len(text)

    def _image(self, token: _Token) -> int:
        closing = self.tokens[token.partner]
        label = unescape(self.text[token.end : closing.start])
        self._add(MarkKind.IMAGE, self.length, token.start, closing.end, token.url, " ".join(label.split()))
        return closing.end

    def _add(self, kind: MarkKind, start: int, first: int, last: int, url: str = "", label: str = "") -> None:
        self.marks.append(Mark(kind, start, self.length, first, last, url, label))

    def _literal(self, index: int, token: _Token) -> None:
        if token.name == "escape":
            self._escape(token)
        elif token.name == "entity":
            self._emit(unescape(self.text[token.start : token.end]), token.start)
        elif token.name == "line":
            if self.text[max(token.start - 2, 0) : token.start] == "  ":
                self.breaks.append(self.length)
            self._emit("\n", token.start)
        elif token.name != "end":
            self._emit(self.text[token.start : token.end], token.start)

    def _escape(self, token: _Token) -> None:
        if self.text[token.start + 1] == "\n":
            self.breaks.append(self.length)
        self._emit(self.text[token.start + 1], token.start + 1)

    def _code(self, index: int, token: _Token) -> None:
        start = self.length
        self._emit(token.label, token.start)
        self._add(MarkKind.CODE, start, token.start, token.end, label=token.label)

    def _auto(self, index: int, token: _Token) -> None:
        start = self.length
        self._emit(token.label, token.start)
        self._add(MarkKind.LINK, start, token.start, token.end, token.url)

    def _plain_link(self, index: int, token: _Token) -> None:
        start, label = self.length, token.label
        if label[0] == "[":
            self._emit("[", token.start + 1)
            self._emit(label[1:-1], token.start + 2)
            self._emit("]", token.start + len(label))
        else:
            self._emit(label, token.start + 1)
        self._add(MarkKind.LINK, start, token.start, token.end, token.url)

    def _wikilink(self, index: int, token: _Token) -> None:
        start = self.length
        self._emit(token.label, token.partner)
        self._add(MarkKind.LINK, start, token.start, token.end, token.url)

    def _image_tag(self, index: int, token: _Token) -> None:
        self._add(MarkKind.IMAGE, self.length, token.start, token.end, token.url, token.label)

    def _break(self, index: int, token: _Token) -> None:
        self.breaks.append(self.length)
        self._emit("\n", token.start)

    def _begin(self, index: int, token: _Token) -> None:
        self.opened[index] = self.length
        self.opened[-index - 1] = len(self.marks)

    def _finish(self, index: int, token: _Token) -> None:
        opener = self.tokens[token.partner]
        start = self.opened.get(token.partner, self.length)
        for kind in _kinds(opener, self.text):
            self._add(kind, start, opener.start, token.end)

    def _finish_link(self, index: int, token: _Token) -> None:
        opener = self.tokens[token.partner]
        start = self.opened.get(token.partner, self.length)
        label = ""
        if start == self.length or not "".join(self.parts[-8:]).strip():
            since = self.marks[self.opened.get(-token.partner - 1, 0) :]
            label = " ".join(mark.label or _badge(mark.url) for mark in since if mark.kind is MarkKind.IMAGE).strip()
        self._add(MarkKind.LINK, start, opener.start, token.end, opener.url, label)

    def _nothing(self, index: int, token: _Token) -> None:
        """Invisible markup."""


_WRITERS = {
    "plain link": _Writer._plain_link,
    "wikilink": _Writer._wikilink,
    "code": _Writer._code,
    "auto": _Writer._auto,
    "image": _Writer._image_tag,
    "break": _Writer._break,
    "link": _Writer._begin,
    "open": _Writer._begin,
    "close": _Writer._finish,
    "end": _Writer._finish_link,
    "nothing": _Writer._nothing,
}


def _kinds(opener: _Token, text: str) -> tuple[MarkKind, ...]:
    run = _EMPHASIS_TAGS.get(opener.label) if opener.name == "tag" else text[opener.start : opener.end]
    if run in ("~~", "`"):
        return (MarkKind.STRIKE if run == "~~" else MarkKind.CODE,)
    if len(run or "") == 1:
        return (MarkKind.ITALIC,)
    return (MarkKind.BOLD,) if len(run or "") == 2 else (MarkKind.BOLD, MarkKind.ITALIC)


def _closing_fence(length: int) -> re.Pattern[str]:
    """What ends a code span that as many backticks open."""
    return _ONE_BACKTICK if length == 1 else re.compile(rf"(?<!`)`{{{length}}}(?!`)")


_ONE_BACKTICK = re.compile(r"(?<!`)`(?!`)")


def _badge(url: str) -> str:
    """What a badge without alternative text shows, by the URL of its picture."""
    match = re.search(r"/badge/([^?]+?)(?:-[0-9a-zA-Z]+)?(?:\.svg)?(?:\?|$)", url)
    return unescape(match[1].replace("%20", " ").replace("--", "-").replace("_", " ")) if match else ""


badge_text = _badge


def _attribute(pattern: re.Pattern[str], tag: str) -> str:
    match = pattern.search(tag)
    return unescape(match[1] or match[2] or match[3] or "") if match else ""


def _url(raw: str) -> str:
    """A URL as written, entities decoded, escapes and blanks at its ends removed."""
    url = unescape(raw.strip())
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", url) if "\\" in url else url


def _trimmed(url: str) -> str:
    """A bare URL without the punctuation of the sentence around it."""
    while url:
        if url[-1] in _URL_TAIL or (url[-1] == ")" and url.count(")") > url.count("(")):
            url = url[:-1]
        elif url.endswith(("&lt;", "&gt;")):
            url = url[:-4]
        else:
            return url
    return url

"""What a file's name alone says of it.

Lives here: Markdown endings, natural order, files that accompany a repository, translations of a file.
Must not: touch the disk.
"""

from __future__ import annotations

import re
from collections.abc import Collection

MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".rmd", ".qmd")

_DIGITS = re.compile("([0-9]+)")
_SEPARATORS = re.compile(r"[\s._-]+")
_ACCOMPANYING = {
    "license": "a licence",
    "licence": "a licence",
    "copying": "a licence",
    "contributing": "advice for contributors",
    "code of conduct": "a code of conduct",
    "changelog": "a change log",
    "security": "a security policy",
}
_LANGUAGE = (
    "zh|cn|tw|hk|en|us|ja|jp|ko|kr|fr|es|ru|pt|vi|uk|fa|chs|cht|eng|chn|jpn|kor"
    "|chinese|english|japanese|korean|french|german|spanish|russian|portuguese|italian|vietnamese"
    "|中文|中文版|简体中文|繁体中文|繁體中文|简体|繁體|英文|英文版|日本語|日文|한국어"
)
# Codes that are also ends of ordinary file names (detect_it.md) say "language" only after README.
_LANGUAGE_OF_README = _LANGUAGE + "|de|it|id|tr|pl|nl|ar|cs|sv|hi|th|he|el|da|fi|no|hu|ro|bn|ms|ua|br|in"
_REGION = "(?:[-_.](?:cn|tw|hk|sg|mo|hans|hant|us|gb|uk|br|pt|mx|jp|kr|simplified|traditional))?"
# Compiled for the first folder: a file that is opened by its name is asked nothing.
_TRANSLATION = rf"(.+?)[\s._-]*[._\s(（-](?:{_LANGUAGE}){_REGION}[)）]?"
_README_TRANSLATION = rf"(readme)[\s._-]*[._\s(（-]?(?:{_LANGUAGE_OF_README}){_REGION}[)）]?"


def is_markdown(name: str) -> bool:
    """Whether `name` ends like a Markdown file, in any case."""
    return name.lower().endswith(MARKDOWN_ENDINGS)


def stem(name: str) -> str:
    """`name` without its last ending."""
    return name.rpartition(".")[0] or name


def is_readme(name: str) -> bool:
    """Whether `name` is README with a Markdown ending, in any case."""
    return is_markdown(name) and stem(name).lower() == "readme"


def natural_order(name: str) -> tuple[object, ...]:
    """A key that sorts file2 before file10, README first, upper and lower case alike; different names differ."""
    pieces = _DIGITS.split(name.casefold())
    folded = tuple((len(piece.lstrip("0")), piece.lstrip("0")) if at % 2 else piece for at, piece in enumerate(pieces))
    return (not is_readme(name), folded, name)


def accompanies(name: str) -> str | None:
    """What a file is that accompanies a repository and holds no papers ("a licence" …), or None.

    `security.md` in small letters is as likely a list of papers, so only SECURITY is taken for the policy.
    """
    words = _SEPARATORS.sub(" ", stem(name))
    if words.lower() == "security" and not words.isupper():
        return None
    return _ACCOMPANYING.get(words.lower())


def translation_of(name: str, beside: Collection[str]) -> str | None:
    """The one of the names `beside` it that the file `name` is a translation of, or None."""
    found = _like(_README_TRANSLATION, name) or _like(_TRANSLATION, name)
    if not found or not is_markdown(name):
        return None
    wanted = found[1].casefold()
    originals = (other for other in beside if is_markdown(other) and stem(other).casefold() == wanted)
    return min(originals, default=None)


def _like(pattern: str, name: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, stem(name), re.IGNORECASE)

"""What a file's name alone says of it.

Lives here: Markdown endings, natural order, files that accompany a repository, translations of a file.
Must not: touch the disk.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

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
_ACCOMPANYING_STARTS = tuple(words.partition(" ")[0] for words in _ACCOMPANYING)
_LANGUAGE = (
    "zh|cn|tw|hk|en|us|ja|jp|ko|kr|fr|es|ru|pt|vi|uk|fa|chs|cht|eng|chn|jpn|kor"
    "|chinese|english|japanese|korean|french|german|spanish|russian|portuguese|italian|vietnamese"
    "|中文|中文版|简体中文|繁体中文|繁體中文|简体|繁體|英文|英文版|日本語|日文|한국어"
)
# Codes that are also ends of ordinary file names (detect_it.md) say "language" only after README.
_LANGUAGE_OF_README = _LANGUAGE + "|de|it|id|tr|pl|nl|ar|cs|sv|hi|th|he|el|da|fi|no|hu|ro|bn|ms|ua|br|in"
_REGION = "(?:[-_.](?:cn|tw|hk|sg|mo|hans|hant|us|gb|uk|br|pt|mx|jp|kr|simplified|traditional))?"
_SURE_FOLDER = (
    r"zh(?:[-_]\w+)?|chinese|中文|简体中文|繁體中文|english|japanese|日本語|korean|한국어|french|german|spanish|russian"
    "|portuguese|vietnamese"
)
_HOLDERS = frozenset(
    (
        *("docs", "doc", "i18n", "l10n", "lang", "langs", "language", "languages", "locale", "locales"),
        *("readme", "readmes", "translation", "translations"),
    )
)
_ENGLISH = "en"
_LICENCES = (
    r"licen[cs]e[\s._-]+(?:mit|apache|bsd|gpl|lgpl|agpl|mpl|cc|cc0|by|sa|nc|nd|unlicense|isc|code|text|[\d.]+|[\s._-])+"
)
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
    if not name.lower().startswith(_ACCOMPANYING_STARTS):
        return None
    words = _SEPARATORS.sub(" ", stem(name))
    if words.lower() == "security" and not words.isupper():
        return None
    if re.fullmatch(_LICENCES, stem(name), re.IGNORECASE):
        return _ACCOMPANYING["license"]
    found = _like(_TRANSLATION, name)
    return _ACCOMPANYING.get(words.lower()) or (accompanies(f"{found[1]}.md") if found else None)


def translation_of(name: str, beside: Collection[str]) -> str | None:
    """The one of the names `beside` it that the file `name` is a translation of, or None."""
    found = _like(_README_TRANSLATION, name) or _like(_TRANSLATION, name)
    if not found or not is_markdown(name):
        return None
    wanted = found[1].casefold()
    originals = (other for other in beside if is_markdown(other) and stem(other).casefold() == wanted)
    return min(originals, default=None)


def originals_elsewhere(path: str) -> list[str]:
    """The paths that the file at `path` may be a translation of, because of a folder it lies in.

    `docs/zh/README.md` says the same as `docs/README.md` or `README.md`, `i18n/ja/nlp.md` as `i18n/en/nlp.md`.
    """
    above, _, name = path.rpartition("/")
    return ["/".join(parts) for parts in _originals(above.split("/"), name)] if _may_be_of_language(above) else []


def _originals(folders: Sequence[str], name: str) -> Iterator[tuple[str, ...]]:
    is_page = stem(name).casefold() in ("readme", "index", "_index")
    for at, folder in enumerate(folders):
        if not _is_of_language(folders, at):
            continue
        is_held = at > 0 and folders[at - 1].casefold() in _HOLDERS
        before, rest = (*folders[:at],), (*folders[at + 1 :], name)
        if folder.casefold() != _ENGLISH:
            yield (*before, _ENGLISH, *rest)
        if is_page or is_held:
            yield (*before, *rest)
        if is_held:
            yield (*before[:-1], *rest)
    if folders[-1].casefold() in _HOLDERS and _like(_README_TRANSLATION, name):
        yield (*folders[:-1], "README.md")


@lru_cache(maxsize=4096)
def _may_be_of_language(path: str) -> bool:
    """Whether a folder of the path of a folder, which may be empty, is named after a language or holds translations."""
    folders = path.split("/")
    return folders[-1].casefold() in _HOLDERS or any(_is_of_language(folders, at) for at in range(len(folders)))


def _is_of_language(folders: Sequence[str], at: int) -> bool:
    """Whether a folder is named after a language; short names are sure only where translations are kept."""
    is_held = at > 0 and folders[at - 1].casefold() in _HOLDERS
    known = f"{_SURE_FOLDER}|(?:{_LANGUAGE_OF_README}){_REGION}" if is_held else _SURE_FOLDER
    return re.fullmatch(known, folders[at], re.IGNORECASE) is not None


def _like(pattern: str, name: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, stem(name), re.IGNORECASE)

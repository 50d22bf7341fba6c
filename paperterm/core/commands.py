"""The reader's own commands: what is run on a paper, with its fields as arguments.

Lives here: the fields, and how they come into a command line.
Must not: run anything. Fields come from strangers' notes. Each stays within the one word it was written into, is never
read again as shell text or as another field, and never begins a word in a way that programs act upon.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from paperterm.core import targets
from paperterm.core.model import Link, Paper
from paperterm.core.outline import Entry
from paperterm.core.pairing import joined

VARIABLE_PREFIX = "PAPERTERM_"
"""A shell text finds the field `title` in the variable PAPERTERM_TITLE."""

# A brace doubled stands for itself.
_FIELD = re.compile(r"\{\{|\}\}|\{([a-z_]+)\}")
_VARIABLE = re.compile(rf"\$\{{?{VARIABLE_PREFIX}([A-Z_]+)")
_ENDS_OPTIONS = re.compile(r"(?:^|\s)--(?:\s|$)")
# Programs take words that begin so for options, commands (vim +…) or files to be read (curl -d @…).
_ACTED_UPON = ("-", "+", "@")
_WEB = re.compile(r"https?://[^/?#\s][^\s]*", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


class Show(StrEnum):
    """Where what a command prints is shown."""

    NOTHING = "nothing"
    TOAST = "toast"
    SCREEN = "screen"
    SUSPEND = "suspend"


@dataclass(frozen=True, slots=True)
class OwnCommand:
    """`run` are its words, or the one text for the shell if it `is_shell`; `keys` as for every action.

    `folder` is where it is run, empty for the current folder. What is not suspended for has `limit_s` seconds.
    """

    name: str
    run: tuple[str, ...]
    says: str
    keys: tuple[str, ...] = ()
    is_shell: bool = False
    show: Show = Show.TOAST
    folder: str = ""
    limit_s: int = 600

    @property
    def action(self) -> str:
        """What its action is called."""
        return f"commands.{self.name}"


class Prepared(NamedTuple):
    """Words to run as they are, and variables for their environment."""

    words: tuple[str, ...]
    variables: Mapping[str, str] = MappingProxyType({})


class NotPrepared(NamedTuple):
    """Nothing is to be run; `reason` is a sentence."""

    reason: str


def field_names(command: OwnCommand) -> tuple[str, ...]:
    """The fields that a command names, known or not, each once."""
    return tuple(dict.fromkeys(_named(command)))


def _named(command: OwnCommand) -> Iterator[str]:
    if command.is_shell:
        yield from (match[1].lower() for match in _VARIABLE.finditer(command.run[0]))
    else:
        yield from (match[1] for word in command.run for match in _FIELD.finditer(word) if match[1])


def words_with_fields(words: Iterable[str]) -> list[str]:
    """Those of `words` that name a field."""
    return [word for word in words if any(match[1] for match in _FIELD.finditer(word))]


def prepared(command: OwnCommand, entry: Entry, path: str | None) -> Prepared | NotPrepared:
    """The command for the paper of `entry`, which stands in the file at the absolute `path`; or why it is not run."""
    values: dict[str, str] = {}
    for name in field_names(command):
        value = _value(name, entry, path)
        if not value:
            return NotPrepared(f"This entry has no {FIELDS[name].says}; {command.name} was not run.")
        values[name] = value
    return _in_shell(command, values) if command.is_shell else _as_words(command, values)


def _as_words(command: OwnCommand, values: Mapping[str, str]) -> Prepared | NotPrepared:
    words: list[str] = []
    for word in command.run:
        filled = _FIELD.sub(lambda match: values[match[1]] if match[1] else match[0][0], word)
        if _is_acted_upon(filled) and not _is_acted_upon(word) and "--" not in command.run[: len(words)]:
            return _would_be_acted_upon(command, word, filled)
        words.append(filled)
    return Prepared(tuple(words))


def _in_shell(command: OwnCommand, values: Mapping[str, str]) -> Prepared | NotPrepared:
    text = command.run[0]
    end = _ENDS_OPTIONS.search(text)
    for match in _VARIABLE.finditer(text):
        value = values[match[1].lower()]
        if _is_acted_upon(value) and (end is None or match.start() < end.start()):
            return _would_be_acted_upon(command, match[0], value)
    return Prepared((text,), {VARIABLE_PREFIX + name.upper(): value for name, value in values.items()})


def _is_acted_upon(word: str) -> bool:
    return word.startswith(_ACTED_UPON)


def _would_be_acted_upon(command: OwnCommand, word: str, filled: str) -> NotPrepared:
    return NotPrepared(
        f"{word} begins with {filled[0]} here, which programs act upon; {command.name} was not run. "
        "Where they know --, write it before."
    )


# The fields


class FieldOf(NamedTuple):
    """What a field is, as in "this entry has no …", and how it is had: from an entry, and the path of its file."""

    says: str
    of: Callable[[Entry, str | None], str | None]


def _value(name: str, entry: Entry, path: str | None) -> str | None:
    found = FIELDS[name].of(entry, path)
    return None if found is None else targets.clean(found).strip()


def _of_paper(of: Callable[[Paper], object]) -> Callable[[Entry, str | None], str | None]:
    """A field of the paper, its own note file included, on one line."""

    def value(entry: Entry, path: str | None) -> str | None:
        found = of(joined(entry))
        return None if found is None else _BLANKS.sub(" ", str(found))

    return value


def _web(url: str | None) -> str | None:
    """`url` if it leads to the web: others may name what a program is to run or read here."""
    cleaned = targets.clean(url or "")
    return cleaned if _WEB.fullmatch(cleaned) else None


def _url(of: Callable[[Paper], Link | None]) -> Callable[[Entry, str | None], str | None]:
    return lambda entry, path: _web(link.url) if (link := of(joined(entry))) else None


def _folder(entry: Entry, path: str | None) -> str | None:
    return re.sub(r"[\\/][^\\/]*$", "", path) or path[:1] if path else None


def _doi(paper: Paper) -> str | None:
    from paperterm.core.cite.reference import doi_of

    return doi_of(paper)


def _arxiv(paper: Paper) -> str | None:
    from paperterm.core.cite.reference import arxiv_of

    return arxiv_of(paper)


def _key(paper: Paper) -> str:
    from paperterm.core.cite.keys import citation_key

    return citation_key(paper)


def _cited(style: str) -> Callable[[Entry, str | None], str | None]:
    def value(entry: Entry, path: str | None) -> str | None:
        from paperterm.core.cite.styles import cite

        return cite(joined(entry), style)

    return value


FIELDS: Mapping[str, FieldOf] = MappingProxyType(
    {
        "title": FieldOf("title", _of_paper(lambda paper: paper.title)),
        "authors": FieldOf("authors", _of_paper(lambda paper: ", ".join(paper.authors))),
        "year": FieldOf("year", _of_paper(lambda paper: paper.year)),
        "venue": FieldOf("venue", _of_paper(lambda paper: paper.venue)),
        "topic": FieldOf("topic", _of_paper(lambda paper: paper.topic)),
        "tags": FieldOf("tags", _of_paper(lambda paper: ", ".join(paper.tags))),
        "kind": FieldOf("kind", _of_paper(lambda paper: paper.kind)),
        "repo": FieldOf("repo link to the web", lambda entry, path: _web(targets.repository_url(joined(entry)))),
        "paper": FieldOf("paper link to the web", _url(targets.paper_link)),
        "pdf": FieldOf("link to a PDF or an arXiv page", lambda entry, path: _web(targets.pdf_url(joined(entry)))),
        "doi": FieldOf("DOI", _of_paper(_doi)),
        "arxiv": FieldOf("arXiv number", _of_paper(_arxiv)),
        "key": FieldOf("citation key", _of_paper(_key)),
        "citation": FieldOf("citation", _cited("text")),
        "bibtex": FieldOf("BibTeX", _cited("bibtex")),
        "markdown": FieldOf("Markdown", lambda entry, path: targets.markdown_of(entry.document, entry.paper)),
        "id": FieldOf("id", _of_paper(lambda paper: paper.id)),
        "file": FieldOf("file", lambda entry, path: path),
        "folder": FieldOf("folder", _folder),
        "line": FieldOf("line", lambda entry, path: "1" if entry.notes else str(entry.paper.line)),
    }
)
"""All fields, by their names."""

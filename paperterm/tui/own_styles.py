"""The reader's own .tcss files: whether they can be used, and what is wrong in those that cannot.

Must not: let a mistake in one of them reach the framework, which ends the program over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from textual.css.errors import StylesheetError
from textual.css.stylesheet import Stylesheet, StylesheetParseError
from textual.css.tokenizer import TokenError

from paperterm.core.text import safe
from paperterm.core.wording import Told, shortened

_MOST_CHARACTERS = 500_000
_MARKUP = re.compile(r"\[/?[a-z ]*\]")
_LONGEST = 160


def usable(paths: Iterable[Path], variables: Mapping[str, str]) -> tuple[list[Path], tuple[Told, ...]]:
    """The files that can be used where these `variables` are known, and a sentence for each of the others."""
    good, told = [], []
    for path in paths:
        problem = problem_in(path, variables)
        if problem is None:
            good.append(path)
        else:
            told.append(Told(safe(f"{path}{problem}; this file is left out until you correct it."), is_trouble=True))
    return good, tuple(told)


def problem_in(path: Path, variables: Mapping[str, str]) -> str | None:
    """What is wrong in the file, behind its name: `:LINE: …`; None if nothing is."""
    try:
        if not path.is_file():
            return ": this is no file"
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ": this cannot be read as UTF-8"
    if len(text) > _MOST_CHARACTERS:
        return f": this has more than {_MOST_CHARACTERS:,} characters"
    return _problem_of(text, str(path), variables)


def _problem_of(text: str, name: str, variables: Mapping[str, str]) -> str | None:
    sheet = Stylesheet(variables=dict(variables))
    try:
        sheet.add_source(text, read_from=(name, ""))
        sheet.parse()
    except StylesheetParseError as error:
        token, said = next((token, said) for rule in error.errors.rules for token, said in rule.errors)
        return _told(token.location[0] + 1, getattr(said, "summary", str(said)))
    except TokenError as error:
        return _told(min(error.start[0], text.count("\n") + 1), str(error))
    except (StylesheetError, RecursionError) as error:
        return f": {shortened(str(error) or 'this is no style sheet', _LONGEST)}"
    return None


def _told(line: int, said: str) -> str:
    said = _MARKUP.sub("", said).rstrip(".")
    return f":{line}: {shortened(said[:1].lower() + said[1:], _LONGEST)}"

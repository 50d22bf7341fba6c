"""What a value in the settings may be: a switch, a path, the name of a key; and what to say of one that is not.

Must not: know which settings there are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from pathlib import Path

from paperterm.core.text import safe

# Keys that print nothing, as they are called here; others are called by what they print.
_NAMED_KEYS = frozenset(
    (
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
        *("enter", "tab", "space", "escape", "backspace", "delete", "insert"),
        *(f"f{number}" for number in range(1, 25)),
    )
)
_MODIFIERS = ("ctrl+", "shift+", "alt+")


class Wrong(Exception):  # noqa: N818 - the verdict on a value, never seen outside the settings
    """A value that cannot be followed; says what would be right. `key` is the one meant within a command."""

    def __init__(self, said: str, key: str = "") -> None:
        super().__init__(said)
        self.key = key


def yes_or_no(value: object) -> bool:
    """A switch."""
    if not isinstance(value, bool):
        raise Wrong("true or false, without quotation marks")
    return value


def path_of(written: str, folder: Path) -> Path:
    """An absolute path; relative ones start at `folder`."""
    if "\0" in written:
        raise Wrong("paths without NUL characters")
    try:
        return folder.absolute() / Path(written).expanduser()
    except RuntimeError as error:
        raise Wrong("paths; the home folder of this user is not known, write it in full") from error


def key_names(written: object) -> tuple[str, ...]:
    """The keys in a text or a list of texts."""
    names = [written] if isinstance(written, str) else written
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise Wrong('a key or a list of keys, such as "q", ["q", "ctrl+q"] or [] for none')
    return tuple(dict.fromkeys(map(_key_name, names)))


def _key_name(written: str) -> str:
    """The name of a key as presses are named: signs in their plain form."""
    name = unicodedata.normalize("NFKC", written)
    if len(name) == 1 and name.isprintable() and not name.isspace():
        return name
    rest, modifiers = name, ""
    while (modifier := next((each for each in _MODIFIERS if rest.startswith(each) and rest != each), "")) != "":
        rest, modifiers = rest.removeprefix(modifier), modifiers + modifier
    if rest in _NAMED_KEYS or (modifiers and len(rest) == 1 and rest.isprintable() and not rest.isspace()):
        return name
    raise Wrong(
        f"keys, and there is no key called {safe(written)}{did_you_mean(rest, _NAMED_KEYS)}: letters and signs stand "
        "for themselves, others are called up, enter, f1 or ctrl+d"
    )


def did_you_mean(name: str, known: Collection[str]) -> str:
    """A hint at the known name that was meant, if there is one like it."""
    import difflib  # only for those who mistyped something

    close = difflib.get_close_matches(name, known, 1)
    return f" (did you mean {close[0]}?)" if close else ""

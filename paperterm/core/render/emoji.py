"""Emoji written as `:rocket:`: the one door to rich's table of their names.

Must not: touch what is no name of an emoji, or load the table before a text looks like holding one.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"(?<![\w:/]):([a-z0-9_+-]{1,48}):(?!//)", re.IGNORECASE)
# Names that GitHub knows and the table does not.
_ALSO = {
    "thinking": "🤔",
    "hugs": "🤗",
    "cn": "🇨🇳",
    "us": "🇺🇸",
    "gb": "🇬🇧",
    "uk": "🇬🇧",
    "de": "🇩🇪",
    "fr": "🇫🇷",
    "jp": "🇯🇵",
    "kr": "🇰🇷",
}


def with_emoji(text: str) -> str:
    """`text` with the emoji that are named in it; other words between colons stay."""
    return _NAME.sub(lambda match: _emoji(match[1].lower()) or match[0], text) if text.count(":") > 1 else text


def _emoji(name: str) -> str | None:
    if name in _ALSO:
        return _ALSO[name]
    from rich.emoji import Emoji

    written = f":{name}:"
    found = Emoji.replace(written)
    return found if found != written else None

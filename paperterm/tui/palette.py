"""The command palette's list: every action of the table by its words, every paper by its title.

Must not: search; the searcher does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher

from paperterm.core.outline import Entry
from paperterm.core.text import fold, safe
from paperterm.library import Place, place_of
from paperterm.tui.actions import Action
from paperterm.tui.screens.reading import ReadingScreen

_NEEDS_A_KEY = ("note", "palette", "back")
_MOST_PAPERS = 12
# Actions come before papers, and texts that hold the words before those that hold their letters somewhere.
_SHARE_OF_PAPERS, _SHARE_OF_SCATTERED, _LEAST = 0.9, 0.3, 0.05


class ActionCommands(Provider):
    """Actions of the reading screen below the palette."""

    def _rows(self) -> Iterator[tuple[Action, str, Callable[[], Awaitable[None]]]]:
        """(action, quiet words, what does it) of everything that makes sense without a key."""
        screen = self.screen
        if isinstance(screen, ReadingScreen):
            for action in screen.keymap.actions:
                if action.name not in _NEEDS_A_KEY:
                    hint = _not_markup(f"{action.topic}  {screen.keymap.shown(action.name)}")
                    yield action, hint, partial(screen.do, action.name)

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for action, hint, do in self._rows():
            yield DiscoveryHit(Content(safe(action.says)), do, text=safe(action.says), help=hint)

    async def search(self, query: str) -> Hits:
        """What matches the words typed."""
        matcher = self.matcher(query)
        for action, hint, do in self._rows():
            score = _score(matcher, f"{action.says} {action.name.replace('_', ' ')}")
            if score > 0:
                says = safe(action.says)
                yield Hit(score, matcher.highlight(says), do, text=says, help=hint)


class PaperCommands(Provider):
    """Papers of the library on the screen below the palette: a few at a time, asked for while typing."""

    async def search(self, query: str) -> Hits:
        """The papers whose title, authors or venue hold the words typed."""
        screen = self.screen
        if isinstance(screen, ReadingScreen):
            matcher = self.matcher(query)
            for entry in screen.searcher.first(query, _MOST_PAPERS).entries:
                title = safe(entry.paper.title)
                score = max(_score(matcher, title) * _SHARE_OF_PAPERS, _LEAST)
                do = partial(screen.jumps.jump, Place(entry.name, entry.paper.id))
                yield Hit(score, matcher.highlight(title), do, text=title, help=_facts(entry))


def _score(matcher: Matcher, text: str) -> float:
    """How well `text` fits what was typed, 0 to 1."""
    score = min(matcher.match(text), 1.0)
    folded = fold(text)
    return score if all(word in folded for word in fold(matcher.query).split()) else score * _SHARE_OF_SCATTERED


def _facts(entry: Entry) -> str:
    return _not_markup("  ".join(filter(None, ("Go to", place_of(entry), str(entry.paper.year or "")))))


def _not_markup(text: str) -> str:
    """`text` for a place that the framework reads as markup."""
    return safe(text).replace("[", r"\[")

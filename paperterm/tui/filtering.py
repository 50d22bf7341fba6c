"""`f`: the tree shows only what a query holds for.

Lives here: the bar at the bottom, and what was shown before it was opened.
Must not: decide what a query holds for, or draw; library and screen do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from textual.screen import Screen
from textual.widget import Widget

from paperterm.core import wording
from paperterm.core.marks import completed_name
from paperterm.core.outline import Folding, Key
from paperterm.core.wording import Told
from paperterm.library import Library, Place
from paperterm.tui.latest import Latest
from paperterm.tui.screens.choice import Choice, ChoiceScreen
from paperterm.tui.searcher import Searcher
from paperterm.tui.widgets.bars import KeysBar
from paperterm.tui.widgets.tree_pane import TreePane

# A larger library is asked when typing pauses.
_LARGE, _PAUSE = 3_000, 0.12
# So many entries that are left are shown unfolded.
_UNFOLDED_UP_TO = 200
_LETTERS = "123456789abcdefghijklmnopqrstuvwxyz"


class Sight(NamedTuple):
    """What the reader has before them: the paper, the tree's folds, the heading under the cursor, the cursor's line."""

    place: Place | None
    folding: Folding
    key: Key | None = None
    line: int | None = None


class Sieve(Protocol):
    """What the filter asks of the screen."""

    @property
    def place(self) -> Place | None:
        """Where the reader is."""

    def tell(self, told: Told) -> None:
        """Say what happened."""

    def show_chosen(self, sight: Sight) -> None:
        """Show the tree as the library has it now: `sight`, or the first entry where its place is not in it."""


class Filter:
    """The filter of a screen with a tree."""

    def __init__(
        self,
        screen: Screen[None],
        sieve: Sieve,
        library: Library,
        searcher: Searcher,
        tree: TreePane,
        keys: KeysBar,
    ) -> None:
        self._screen, self._sieve, self._library = screen, sieve, library
        self._searcher, self._tree, self._keys = searcher, tree, keys
        self._focused: Widget = tree
        self._before = ""
        self._origin = Sight(None, Folding())
        self._folding = Folding()  # of the tree with everything in it
        self._asked = ""
        self._asking: Latest[str, Sequence[int] | None] | None = None

    @property
    def is_on(self) -> bool:
        """Whether something may be hidden."""
        return bool(self._library.wanted)

    def folded_before(self, folding: Folding) -> None:
        """A filter is on from the start; without it the tree is folded so."""
        self._folding = folding

    def folding(self, otherwise: Folding) -> Folding:
        """How the tree is folded at first: little enough of it is shown at a glance."""
        if not self.is_on:
            return otherwise
        return Folding(open_by_default=self._library.count() <= _UNFOLDED_UP_TO)

    # The bar

    async def action_filter(self) -> None:
        """Open the bar, with the filter that there is."""
        from paperterm.tui.widgets.find_bar import FindBar

        if self._screen.query(FindBar):
            return
        self._focused = self._screen.focused or self._tree
        self._before = self._asked = self._library.wanted
        self._origin = self._sight()
        if not self.is_on:
            self._folding = self._tree.folding
        pause = _PAUSE if self._library.total > _LARGE else 0.0
        self._asking = Latest(self._screen, self._searcher.chosen, self._take, pause)
        bar = FindBar(
            wording.filter_hint(bool(self._library.marking.views())),
            self._typed,
            self._left,
            value=self._before,
            completed=self._searcher.completed,
            keys={"ctrl+s": self._keep_view, "down": self._choose_view},
        )
        await self._screen.mount(bar, before=self._keys)
        bar.cursor_position = len(bar.value)
        self._screen.set_focus(bar)

    # Views: filters with a name

    async def _keep_view(self, typed: str) -> None:
        """Ask for the name that the filter is to be kept under."""
        from paperterm.tui.widgets.find_bar import FindBar

        if not typed.strip():
            self._sieve.tell(wording.nothing_to_keep())
            return
        await self._left(True, typed)
        names = tuple(name for name, _ in self._library.marking.views())

        async def named(is_kept: bool, name: str) -> None:
            self._screen.set_focus(self._focused)
            await self._screen.query(FindBar).remove()
            if is_kept and name.strip():
                self._sieve.tell(self._library.marking.keep_view(name.strip(), typed))

        bar = FindBar(
            wording.view_name_hint(typed), lambda _: None, named, completed=lambda begun: completed_name(begun, names)
        )
        await self._screen.mount(bar, before=self._keys)
        self._screen.set_focus(bar)

    async def _choose_view(self, typed: str) -> None:
        """Choose a filter by its name, or one to be forgotten."""
        views = self._library.marking.views()
        if not views:
            self._sieve.tell(wording.no_views())
            return
        choices = [Choice(key, name, view) for key, (name, view) in zip(_LETTERS, views, strict=False)]

        def chosen(at: int | None) -> None:
            if at is not None and at < len(views):
                self._type(views[at][1])
            elif at is not None:
                self._forget_view(choices[:-1], views)

        choices.append(Choice("-", "forget one of them …"))
        self._screen.app.push_screen(ChoiceScreen("Views", choices), chosen)

    def _forget_view(self, choices: Sequence[Choice], views: Sequence[tuple[str, str]]) -> None:
        def chosen(at: int | None) -> None:
            if at is not None:
                self._sieve.tell(self._library.marking.keep_view(views[at][0], ""))

        self._screen.app.push_screen(ChoiceScreen("Forget a view", choices), chosen)

    def _type(self, typed: str) -> None:
        """Let the bar say `typed`."""
        from paperterm.tui.widgets.find_bar import FindBar

        for bar in self._screen.query(FindBar):
            bar.value = typed
            bar.cursor_position = len(typed)

    def _sight(self) -> Sight:
        group = self._tree.group_at_cursor()
        line = self._tree.cursor - self._tree.scroll_offset.y
        return Sight(self._sieve.place, self._tree.folding, group.key if group else None, line)

    def _typed(self, wanted: str) -> None:
        if self._asking is not None and wanted != self._asked:
            self._asked = wanted
            self._asking.ask(wanted)

    async def _left(self, is_kept: bool, wanted: str) -> None:
        """The bar was left; Esc shows again what was shown before."""
        from paperterm.tui.widgets.find_bar import FindBar

        self._screen.set_focus(self._focused)
        await self._screen.query(FindBar).remove()
        if is_kept:
            self._typed(wanted)
            return
        if self._asking is not None:
            self._asking.forget()
        if self._asked != self._before:
            self._library.chosen_by(self._before)
            self._sieve.show_chosen(self._origin)

    def _take(self, typed: str, numbers: Sequence[int] | None) -> None:
        """What is left was found: show it."""
        self._library.choose("" if numbers is None else typed, numbers)
        self._sieve.show_chosen(Sight(self._origin.place, self.folding(self._folding)))

    def library_changed(self) -> None:
        """What is being asked is to be asked of what there is now."""
        if self._asking is not None and self._asking.is_pending:
            self._asking.ask(self._asked)

    def clear(self) -> bool:
        """Show everything again, the paper where it is then; False if everything is shown."""
        if not self.is_on:
            return False
        if self._asking is not None:
            self._asking.forget()
        self._library.choose("", None)
        self._sieve.show_chosen(Sight(self._sieve.place or self._origin.place, self._folding))
        return True

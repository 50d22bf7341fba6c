"""The search of the whole library, over the reading screen: what is typed above, what is found below.

Lives here: when to ask, and what becomes of the answers: first hits at once, the ranked ones a moment later.
Must not: search, or draw hits.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import ModalScreen
from textual.widgets import Static

from paperterm.core import wording
from paperterm.core.outline import Entry
from paperterm.core.query import Query, parse_query, unknown_filters
from paperterm.library import Place
from paperterm.tui.latest import Latest
from paperterm.tui.searcher import Details, Ranked, Searcher
from paperterm.tui.typeahead import hand_over, pass_on
from paperterm.tui.widgets.bars import KeyHint, KeysBar
from paperterm.tui.widgets.hit_list import HitList
from paperterm.tui.widgets.query_input import QueryInput

_HINTS = (
    KeyHint("Enter", "go there", "enter"),
    KeyHint("↓ ↑", "choose", "down"),
    KeyHint("Tab", "complete", "tab"),
    KeyHint("Esc", "close", "escape"),
)
_NARROW, _SHORT = 60, 6
# More first hits than rows, for a list that is scrolled before the ranked ones are there.
_FIRST_HITS = 24
# Ranking and reading wait for a pause in typing; a worker at work makes the next key slower.
_PAUSE = 0.06
_LARGE, _PAUSE_OF_LARGE = 20_000, 0.15

_Look = tuple[str, tuple[Entry, ...]]
"""What was typed, and hits to look at closely."""


@dataclass(frozen=True, slots=True)
class Found:
    """How a search was left: what was typed, and the entry to go to, if any."""

    typed: str
    place: Place | None


class SearchRow(Horizontal):
    """Holds what stands above the hits, which covers it."""

    BLANK = True


class SearchScreen(ModalScreen[Found]):
    """Searches with `searcher`, at first for `typed`, with the cursor on `place` if that is found."""

    AUTO_FOCUS = ""
    BLANK = True

    def __init__(self, searcher: Searcher, total: int, typed: str = "", place: Place | None = None) -> None:
        super().__init__()
        self._searcher = searcher
        self._wish = place
        self._typed = ""
        self._is_moved = False
        self._is_ranked = False
        self._is_leaving = False
        self._is_stale = False
        self._later: list[events.Key] = []
        self._suggestion: str | None = None
        self.input = QueryInput(
            "words, year:2020-2023, venue:ACL, has:code, -not", typed, self._type, searcher.completed
        )
        self.list = HitList()
        self._label = Static("Search", id="search-label", markup=False)
        self._count = Static("", id="search-count", markup=False)
        self._counted = ""
        self._bar = KeysBar(_HINTS)
        pause = _PAUSE_OF_LARGE if total > _LARGE else _PAUSE
        self._ranking: Latest[str, Ranked] = Latest(self, searcher.ranked, self._take_ranked, pause)
        self._looking: Latest[_Look, dict[int, Details]] = Latest(self, self._details, self._take_details)

    def compose(self) -> ComposeResult:
        """The line to type in with the count beside it, the hits, the keys."""
        with SearchRow(id="search-top"):
            yield self._label
            yield self.input
            yield self._count
        yield self.list
        yield self._bar

    def on_mount(self) -> None:
        """Show what was found the last time; what is typed replaces its query."""
        self._fit(self.app.size.width, self.app.size.height)
        self.input.action_select_all()
        self._searcher.changed = self._library_changed
        self._search(self.input.value)
        self._take_focus()

    def on_unmount(self) -> None:
        """Nobody waits for anything any more."""
        self._searcher.leave()

    def _take_focus(self) -> None:
        """Let the input hear keys itself once those are typed that came before it was there."""
        if self.message_queue_size:
            self.call_later(self._take_focus)
        else:
            self.set_focus(self.input)

    def on_resize(self, event: events.Resize) -> None:
        """Leave out what there is no room for."""
        self._fit(event.size.width, event.size.height)

    def _fit(self, width: int, height: int) -> None:
        self.set_class(width < _NARROW, "-narrow")
        self.set_class(height < _SHORT, "-short")

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Move, go, complete, close; whatever else came before the input had the focus is typed into it."""
        if pass_on(event, self):
            return
        if self._is_leaving and event.key != "escape":
            event.stop()
            event.prevent_default()
            self._later.append(event)
        elif self._do(event.key):
            event.stop()
            event.prevent_default()
        elif self.focused is None and event.is_printable and event.character:
            event.stop()
            self.input.type_text(event.character)

    def _do(self, key: str) -> bool:
        """What `key` does beside typing; False if nothing."""
        actions = {"enter": self._enter, "escape": self._leave, "tab": self._complete, "shift+tab": self._complete}
        if key in actions:
            actions[key]()
            return True
        if self.list.move(key):
            self._is_moved = self.list.count() > 0
            return True
        return key == "backspace" and self.focused is None and self._delete()

    def _delete(self) -> bool:
        self.input.action_delete_left()
        return True

    def on_keys_bar_clicked(self, event: KeysBar.Clicked) -> None:
        """A click on a key is the key."""
        self._do(event.action)

    def on_row_list_chosen(self) -> None:
        """A hit was clicked twice."""
        self._enter()

    def _complete(self) -> None:
        if self._suggestion is not None:
            self._take_suggestion(self._suggestion)
        else:
            self.input.complete()

    def _take_suggestion(self, suggestion: str) -> None:
        self.input.value = suggestion
        self.input.cursor_position = len(suggestion)

    def _enter(self) -> None:
        """Go to the hit under the cursor: to the best one, where the reader was faster than the ranking."""
        if not self._is_ranked and not self._is_moved and parse_query(self.input.value).terms:
            self._is_leaving = True
        elif self._suggestion is not None:
            self._take_suggestion(self._suggestion)
        elif (entry := self.list.entry) is not None:
            self._leave(Place(entry.name, entry.paper.id))

    def _leave(self, place: Place | None = None) -> None:
        self._ranking.forget()
        self._looking.forget()
        later, self._later = self._later, []
        self.dismiss(Found(self.input.value, place))
        for event in later if place is not None else ():
            hand_over(event, self.app.screen)

    # Asking

    def _type(self, typed: str) -> None:
        """Another query: first hits at once."""
        if self.is_mounted and typed != self._typed:
            self._search(typed)

    def _search(self, typed: str) -> None:
        self._typed = typed
        self._is_moved = self._is_ranked = self._is_leaving = False
        self._is_stale = False
        self._suggestion = None
        query = parse_query(typed)
        if not query.terms:
            self._show_nothing(*wording.search_hint())
        elif (hits := self._searcher.first(typed, _FIRST_HITS)).entries:
            self.list.show(query, hits.entries, keeps_cursor=False)
        self._ranking.ask(typed)

    def _show_nothing(self, title: str, text: str) -> None:
        self.list.show(Query(), (), keeps_cursor=False)
        self.list.say(title, text)
        self._tell_count("")

    def _tell_count(self, count: str) -> None:
        if count != self._counted:
            self._counted = count
            self._count.update(count, layout=False)  # its place is always as wide

    def _take_ranked(self, typed: str, ranked: Ranked) -> None:
        was_ranked, self._is_ranked = self._is_ranked, True
        self._bar.tell(wording.read_so_far(ranked.progress))
        if self._is_stale:
            self._library_changed()
        hits = ranked.hits
        if hits is None:
            return
        self._suggestion = hits.suggestion
        if hits.entries:
            self._tell_count(wording.counted(hits.count, "paper"))
            self.list.show(parse_query(typed), hits.entries, keeps_cursor=self._is_moved or was_ranked)
            self._put_cursor_on_wish()
            self._look()
        else:
            unknown = unknown_filters(typed)
            found = wording.nothing_found(typed, hits.suggestion, unknown, ranked.progress, ranked.left_unread)
            self._show_nothing(*found)
        if self._is_leaving:
            self._is_leaving = False
            self._enter()

    def _library_changed(self) -> None:
        """More was read, or something else: ask again, after what was asked already."""
        self._is_stale = self._ranking.is_pending
        if not self._is_stale:
            self._ranking.ask(self._typed)

    def _put_cursor_on_wish(self) -> None:
        """The hit that the reader went to the last time."""
        wish, self._wish = self._wish, None
        if wish is not None and not self._is_moved:
            self.list.put_cursor(wish)

    def on_row_list_moved(self) -> None:
        """Other hits are in sight: look at them closely."""
        if self._is_ranked:
            self._look()

    def _look(self) -> None:
        entries = self.list.entries(self.list.rows_in_sight())
        if entries:
            self._looking.ask((self._typed, entries))

    def _details(self, look: _Look) -> dict[int, Details]:
        return self._searcher.details(*look)

    def _take_details(self, look: _Look, details: dict[int, Details]) -> None:
        if look[0] == self._typed:
            self.list.learn(details)

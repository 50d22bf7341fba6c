"""The screen people read in: the tree on the left, the paper on the right.

Lives here: what is selected, key dispatch, and how the screen follows the library.
Must not: read files, parse, search or lay out text; the library, the core and the widgets do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen

from paperterm.core import wording
from paperterm.core.keyboards import latin_key
from paperterm.core.outline import Entry, Folding, Order, Sort, path_to
from paperterm.core.render.page import Draft, Target, draft_entry, finished, message_page, source_page
from paperterm.core.wording import Told
from paperterm.library import Changes, Library, Place
from paperterm.tui import actions
from paperterm.tui.actions import Keymap, key_name
from paperterm.tui.desk import Desk
from paperterm.tui.filtering import Filter, Sight
from paperterm.tui.finder import Finder
from paperterm.tui.hints import Hints
from paperterm.tui.jumps import Jumps
from paperterm.tui.marker import Marker
from paperterm.tui.own import Own
from paperterm.tui.panes import Panes
from paperterm.tui.preferences import Configuration, Preferences
from paperterm.tui.screens.choice import Choice, ChoiceScreen
from paperterm.tui.searcher import Searcher
from paperterm.tui.typeahead import hand_over, pass_on
from paperterm.tui.viewing import Viewing
from paperterm.tui.widgets.bars import KeyHint, KeysBar, TitleBar
from paperterm.tui.widgets.notes_pane import NotesPane
from paperterm.tui.widgets.tree_pane import TreePane

# A library of more entries than this starts folded, but for the path to the selected paper.
_UNFOLDED_UP_TO = 60
_SORT_KEYS = {Sort.DOCUMENT: "D", Sort.DATE: "N", Sort.TITLE: "T", Sort.QUEUE: "Q"}
# So often, in seconds, it is looked whether another window changed marks, and kept where the reader is.
_LOOK_EVERY = 2.0


class PaneRow(Horizontal):
    """Holds the panes, which cover it: the framework need not draw what is below them line by line."""

    BLANK = True


class ReadingScreen(Screen[None]):
    """Shows a library."""

    BINDINGS: ClassVar = []
    BLANK = True

    @dataclass
    class Arrived(Message):
        """Files were read; the last of them when `is_all`."""

        is_all: bool = False

    @dataclass
    class FilesChanged(Message):
        """Something differs on the disk, and was read again."""

        changes: Changes

    class Lost(Message):
        """What was read is known no more."""

    class LeftUnread(Message):
        """What was left unread when the reading was stopped is wanted now."""

    def __init__(
        self,
        library: Library,
        preferences: Preferences,
        configuration: Configuration | None = None,
        follow: Callable[[Preferences], Iterable[Told]] = lambda _: (),
    ) -> None:
        super().__init__()
        self._library = library
        self.keymap = preferences.keymap
        self._usual_order = preferences.order
        self._place: Place | None = None
        self.has_begun = False
        """Whether the paper that the reader was at is selected, or the first one of who was not here before."""
        self._wished: Place | None = None
        self._shown: Entry | None = None
        self._shows_source = False
        self._was_touched = False
        self._is_read = False
        self.tree_pane = TreePane(library, id="tree")
        self.notes_pane = NotesPane(id="notes")
        self.title_bar = TitleBar(id="title")
        self.keys_bar = KeysBar(_hints(self.keymap), id="keys")
        self.finder = Finder(self, library, self.tree_pane, self.notes_pane, self.keys_bar)
        self.searcher = Searcher(library)
        self.filter = Filter(self, self, library, self.searcher, self.tree_pane, self.keys_bar)
        self.jumps = Jumps(self, library, self.searcher)
        self.hints = Hints(self, self.notes_pane, self._go_to_target)
        self.viewing = Viewing(self, library, self.notes_pane, self.hints, preferences.pictures)
        self.desk = Desk(self, library)
        self.marker = Marker(self, self, library, self.tree_pane, self.keys_bar)
        self.own = Own(self, library, configuration, follow)
        self.panes = Panes(self, self.tree_pane, self.notes_pane, preferences)

    def compose(self) -> ComposeResult:
        """Title, both panes, keys."""
        self.panes.fit(self.app.size)
        yield self.title_bar
        with PaneRow(id="panes"):
            yield self.tree_pane
            yield self.notes_pane
        yield self.keys_bar

    def on_mount(self) -> None:
        """Start in the tree."""
        self._library.when_lost(lambda: self.post_message(self.Lost()))
        self.set_interval(_LOOK_EVERY, self.look_around)
        self.tree_pane.focus()
        if self._library.count():
            self._follow(lambda: None)
            return
        self.panes.show(is_empty=True)
        self._show_message()
        self._tell_facts()

    # Keys

    async def on_key(self, event: events.Key) -> None:
        """Find the action of the key in the focused pane, else on the screen, and do it."""
        if pass_on(event, self) or self._typing(event):
            return
        key = key_name(event.key, event.character)
        if self.hints.take(latin_key(key) or key):
            event.stop()
            event.prevent_default()
            return
        action = self.keymap.meaning(self._places(), key)
        if action is not None:
            event.stop()
            event.prevent_default()
            await self.do(action.name, key)

    def _typing(self, event: events.Key) -> bool:
        """Whether an input has the focus; what was typed before it had is handed to it."""
        focused = self.focused
        if focused in (self.tree_pane, self.notes_pane, None):
            return False
        if event.is_printable or event.key in ("enter", "escape"):
            hand_over(event, focused)
        return True

    def _places(self) -> tuple[actions.Place, ...]:
        pane = actions.Place.NOTES if self.notes_pane.has_focus else actions.Place.TREE
        others = (
            actions.Place.PANE,
            actions.Place.SCREEN,
            actions.Place.PANES,
            actions.Place.FINDER,
            actions.Place.FILTER,
            actions.Place.JUMPS,
            actions.Place.HINTS,
            actions.Place.DESK,
            actions.Place.MARKS,
            actions.Place.OWN,
        )
        return (pane, *others)

    async def do(self, name: str, key: str = "") -> None:
        """Do the action called `name`; `key` is the one pressed, for those that ask."""
        self._was_touched = self._was_touched or name != "quit"
        if name in self.keymap.commands:
            self.own.run(name)
            return
        action = self.keymap.named(name)
        targets = {
            actions.Place.TREE: self.tree_pane,
            actions.Place.NOTES: self.notes_pane,
            actions.Place.PANE: self.notes_pane if self.notes_pane.has_focus else self.tree_pane,
            actions.Place.SCREEN: self,
            actions.Place.PANES: self.panes,
            actions.Place.FINDER: self.finder,
            actions.Place.FILTER: self.filter,
            actions.Place.JUMPS: self.jumps,
            actions.Place.HINTS: self.hints,
            actions.Place.DESK: self.desk,
            actions.Place.MARKS: self.marker,
            actions.Place.OWN: self.own,
        }
        method = getattr(targets[action.place], f"action_{name}")
        if (waiting := method(key) if name == "note" else method()) is not None:
            await waiting
        self._follow_cursor()

    async def on_keys_bar_clicked(self, event: KeysBar.Clicked) -> None:
        """A click on the footer is the key."""
        await self.do(event.action)

    def on_keys_bar_freed(self) -> None:
        """Nothing is looked for any more: show the position again."""
        self._tell_position()

    # The selected paper

    @property
    def selected(self) -> Entry | None:
        """The paper on the right."""
        return self._shown

    def acted_on(self) -> tuple[Entry, ...]:
        """The papers that a key acts on: those marked for it, else the selected one."""
        return self.marker.entries()

    @property
    def place(self) -> Place | None:
        """Where the reader is."""
        return self._place

    @property
    def will_begin_so(self) -> bool:
        """Whether the next start looks like this: the source, and what was found, marked or hidden, does not last."""
        return self.panes.are_usual and not (self._shows_source or self.finder.wanted or self.marker.count)

    def names_shown(self) -> frozenset[str]:
        """The documents that the right pane shows."""
        parts = (self._shown, self._shown.notes) if self._shown else ()
        return frozenset(entry.name for entry in parts if entry)

    def note_in_view(self) -> int:
        """The number of the note the reader looks at, 0 without any."""
        return self.notes_pane.note_in_view()

    def _select(self, position: int, *, keep_scroll: bool = False) -> None:
        entry = self._library.entry(position)
        if entry is None:
            return
        self._place = Place(entry.name, entry.paper.id)
        if entry != self._shown:
            self._shown = entry
            self._shows_source = self._shows_source and keep_scroll
            self._show_page(keep_scroll=keep_scroll)
        self._tell_position()

    def _show_page(self, *, keep_scroll: bool = False) -> None:
        entry = self._shown
        if entry is None:
            self._show_message()
            return
        self.hints.leave()
        self.notes_pane.show(lambda width: self._page(entry, width), keep_scroll=keep_scroll)
        self.finder.page_changed()

    def _page(self, entry: Entry, width: int) -> Draft:
        if self._shows_source:
            return finished(source_page(entry.document, entry.paper, width))
        keys = self.desk.keys_by_url(entry, self.keymap)
        return draft_entry(entry, width, keys=keys, look=self.viewing.look, rows=self.viewing.rows)

    def _show_message(self) -> None:
        """What to say where a paper would be."""
        names = [str(path) for path in self._library.paths]
        complaints = [complaint for complaint in self._library.complaints() if not complaint.line]
        if self._library.unread and not self._is_read:
            title, text = wording.reading(self._library.unread)
        elif self.filter.is_on and self._library.total:
            from paperterm.core.query import unknown_filters

            wanted = self._library.wanted
            title, text = wording.nothing_left(wanted, self._library.total, unknown_filters(wanted))
        elif not self._library.sources and complaints:
            title, text = (
                "Nothing here can be read",
                "\n".join(wording.complaint(each.name, 0, each.message) for each in complaints),
            )
        elif not self._library.sources and not self._library.names:
            title, text = wording.nothing_open(names)
        else:
            title, text = wording.no_papers([source.name for source in self._library.sources], len(complaints))
            if len(complaints) == len(self._library.sources) == 1:
                title, text = "This file could not be read", wording.as_sentence(complaints[0].message)
        is_filtered = self.filter.is_on and bool(self._library.total)
        self.tree_pane.say(*((title, text) if is_filtered else ("", "")))
        if is_filtered and not self.has_class("-narrow"):
            title = text = ""  # the tree says it
        self.notes_pane.show(lambda width: finished(message_page(title, text, width)))

    def on_tree_pane_moved(self) -> None:
        """The cursor chose another paper."""
        self._was_touched = True
        self._follow_cursor()

    def on_tree_pane_chosen(self) -> None:
        """The reader wants to read it."""
        self._follow_cursor()
        self.panes.focus_notes(True)

    def _follow_cursor(self) -> None:
        """Show the paper under the cursor at once, before the next key: it acts on what is under the cursor."""
        position = self.tree_pane.entry_at_cursor()
        if position is not None and self._library.entry(position) != self._shown:
            self._wished = None
            self._select(position)

    def on_notes_pane_left(self) -> None:
        """Back to the tree."""
        self.panes.focus_notes(False)

    def on_notes_pane_link_clicked(self, event: NotesPane.LinkClicked) -> None:
        """Follow a link, after showing where it leads if it does not say so."""
        self.desk.follow(event.url, is_shown=event.is_shown)

    def _go_to_target(self, target: Target) -> None:
        if target.is_image:
            self.viewing.view(target.url)
        else:
            self.desk.follow(target.url, is_shown=target.text.rstrip("/") in target.url)

    def on_notes_pane_pictures_chosen(self, event: NotesPane.PicturesChosen) -> None:
        """View a picture."""
        self.viewing.choose(event.targets)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """In a narrow window the focused pane is the one shown."""
        self.panes.focused(event.widget)

    # Following the library

    def on_reading_screen_arrived(self, event: Arrived) -> None:
        """More files were read."""
        self._is_read = event.is_all
        self._follow(self._library.refresh)

    def on_reading_screen_files_changed(self, event: FilesChanged) -> None:
        """Files changed: the same paper, folds and scroll, with what they say now."""
        self._follow(partial(self._take_changes, event.changes))

    def _take_changes(self, changes: Changes) -> None:
        renamed = self._library.take_changes(changes)
        if self._place is not None and self._place.name in renamed:
            self._place = Place(renamed[self._place.name], self._place.id)

    def on_reading_screen_lost(self) -> None:
        """Have everything read again."""
        self._read_again(everything=True)

    def _follow(self, change: Callable[[], None]) -> None:
        """Let the library change, and show it as it is then: what the cursor stood on stays on its line."""
        group, position = self.tree_pane.group_at_cursor(), self.tree_pane.position_at_cursor()
        line = self.tree_pane.cursor - self.tree_pane.scroll_offset.y
        change()
        self.searcher.library_changed()
        if not self._library.count():
            self._show_nothing()
        elif (self._place is None and self._wished is None) or not self._was_touched:
            self._begin()
        else:
            self._keep_selection(position)
            self.tree_pane.put_cursor(self._here(), group.key if group else None, line)
        self.panes.show(is_empty=not self._library.total)
        self.finder.library_changed()
        self.filter.library_changed()
        self._tell_facts()
        for told in self._library.marking.untold():
            self.tell(told)

    def _begin(self) -> None:
        """Begin where the reader was the last time, else at the first paper."""
        left, place = self._library.bearings, self._library.place_left()
        position = self._library.position_of(place) if place else None
        self.has_begun = left is None or position is not None
        usual = self._initial_folding()
        if left is None or position is None:
            self.tree_pane.show(usual)
            self.tree_pane.select(0)
            self._select(0)
            return
        if self.filter.is_on:
            self.filter.folded_before(Folding(open_by_default=self._library.total <= _UNFOLDED_UP_TO))
        self.tree_pane.show(left.folding if left.order is self._library.order else usual)
        self.tree_pane.select(position)
        self.tree_pane.put_cursor(position, line=left.line)
        self._select(position)
        self.notes_pane.begin_at(left.note_line)
        if left.is_in_notes:
            self.panes.focus_notes(True)

    def leave(self) -> None:
        """Keep where the reader is, for the next start; where nothing was done, that is known."""
        if self._was_touched and self._shown is not None and self._place is not None:
            self._library.leave(
                self._shown,
                self.tree_pane.folding,
                self.tree_pane.line_of(self._here()),
                self.notes_pane.scroll_offset.y,
                is_in_notes=self.notes_pane.has_focus,
            )

    def look_around(self) -> None:
        """Another window may have changed marks; and this one may have ended by the next time."""
        if self._library.marking.state_changed():
            self.marks_changed()
        self.leave()

    def marks_changed(self) -> None:
        """Show the marks as they are now; everything stays where it is."""
        self.tree_pane.marks_changed()
        position = self._library.position_of(self._place) if self._place else None
        if position is not None:
            self._select(position, keep_scroll=True)
        self._tell_facts()

    def show_chosen(self, sight: Sight) -> None:
        """Show the tree as the library has it now: `sight`, or the first entry where its place is not in it."""
        self.tree_pane.show(sight.folding)
        position = self._library.position_of(sight.place) if sight.place else None
        if not self._library.count():
            self._show_nothing()
        elif position is None:
            self.tree_pane.select(0)
            self._select(0)
        else:
            if sight.line is None:
                self.tree_pane.select(position)
            else:
                self.tree_pane.put_cursor(position, sight.key, sight.line)
            self._select(position, keep_scroll=True)
        self.finder.library_changed()
        self._tell_facts()

    def _show_nothing(self) -> None:
        self._wished = self._wished or self._place
        self._place = self._shown = None
        self.tree_pane.show(Folding())
        self._show_message()

    def _keep_selection(self, position: int) -> None:
        """Select the same paper where it is now, or the one at its place while it is gone."""
        self.tree_pane.show(self.tree_pane.folding)
        wished = self._wished or self._place
        found = self._library.position_of(wished) if wished else None
        self._wished = wished if found is None else None
        self._select(min(position, self._library.count() - 1) if found is None else found, keep_scroll=True)

    def _initial_folding(self) -> Folding:
        is_small = self._library.count() <= _UNFOLDED_UP_TO and not self._library.unread
        return self.filter.folding(Folding(open_by_default=is_small))

    def _tell_facts(self) -> None:
        library = self._library
        facts = wording.library_facts(
            library.total,
            library.order,
            library.unread,
            is_over=self._is_read,
            to_read=self._papers_to_read(),
            sort="" if library.sort is Sort.DOCUMENT else wording.SORTS[library.sort],
        )
        if self.filter.is_on:
            facts = wording.filter_facts(library.wanted, library.count(), library.total)
        if self.marker.count:
            facts = f"{wording.marked_facts(self.marker.count)} · {facts}"
        self.title_bar.tell(library.name, facts)
        self._tell_position()

    def _papers_to_read(self) -> int | None:
        """How many papers are unread; where counting them takes long, a worker does and tells it then."""
        count = self._library.marking.unread(self._library.total)
        if count is None and not self._library.unread:

            def look() -> None:
                self._library.marking.look_at_all()
                self.call_later(self._tell_facts)

            self.run_worker(look, thread=True, group="marks", exclusive=True)
        return count

    def _tell_position(self) -> None:
        if self.finder.wanted or self.hints.is_on:
            return
        entry = self._shown
        self.keys_bar.tell(f"{entry.name}:{entry.paper.line}" if entry else "")

    def tell_position(self, text: str | None) -> None:
        """Say something at the right of the footer, or the position again."""
        if text is None:
            self._tell_position()
        else:
            self.keys_bar.tell(text)

    def reload_files(self) -> None:
        """Read again what changed on the disk."""
        self._read_again(everything=False)

    def _read_again(self, *, everything: bool) -> None:
        def run() -> None:
            changes = self._library.changes(everything=everything)
            if changes.is_any:
                self.post_message(self.FilesChanged(changes))

        self.run_worker(run, thread=True, group="files", exclusive=True)

    def tell(self, told: Told) -> None:
        """A toast in place of the last one, or the text to select where it could not be handed on."""
        self.own.remember(told)
        if told.shown is None:
            self.app.clear_notifications()
            self.notify(told.sentence, severity="warning" if told.is_trouble else "information", markup=False)
            return
        from paperterm.tui.screens.text import TextScreen

        self.app.push_screen(TextScreen("To select", [("", f"{told.sentence}\n\n"), ("bold", told.shown)]))

    def use(self, preferences: Preferences) -> None:
        """Follow changed settings: keys, the tree's width, pictures, and the order if it is another than before."""
        self.keymap = preferences.keymap
        self.keys_bar.offer(_hints(self.keymap))
        self.panes.use(preferences)
        self.viewing.use(preferences.pictures)
        if self._shown is not None:
            self._show_page(keep_scroll=True)
        if preferences.order is not self._usual_order:
            self._usual_order = preferences.order
            self._library.ordered_by(preferences.order)
            self._reorder(keeps_folds=False)

    def on_resize(self, event: events.Resize) -> None:
        """Make the best of the window's size."""
        self.panes.fit(event.size)

    # Actions

    def action_next_paper(self) -> None:
        """The paper after the selected one."""
        self._go(self._here() + 1)

    def action_previous_paper(self) -> None:
        """The paper before the selected one."""
        self._go(self._here() - 1)

    def action_next_section(self) -> None:
        """The first paper below the next heading."""
        path = path_to(self._library.groups(), self._here())
        if path:
            self._go(path[-1].end)

    def action_previous_section(self) -> None:
        """The first paper below this heading; from there, below the one before."""
        here = self._here()
        path = path_to(self._library.groups(), here)
        if path and path[-1].first == here and here > 0:
            path = path_to(self._library.groups(), here - 1)
        if path:
            self._go(path[-1].first)

    def _here(self) -> int:
        position = self._library.position_of(self._place) if self._place else None
        return self.tree_pane.position_at_cursor() if position is None else position

    def _go(self, position: int) -> None:
        if 0 <= position < self._library.count():
            self.tree_pane.select(position)
            self._select(position)

    def go_to(self, place: Place) -> bool:
        """Show the entry there in the tree, without a filter that hides it; False if it is gone."""
        position = self._library.position_of(place)
        if position is None and self.filter.clear():
            position = self._library.position_of(place)
        if position is None:
            return False
        if not self.has_class("-no-tree"):
            self.panes.focus_notes(False)
        self._go(position)
        return True

    def action_note(self, key: str) -> None:
        """To the note of that number."""
        if self._shown is None:
            self.tell(Told("No paper is selected."))
        elif not self.notes_pane.go_to_note(int(key)):
            count = len(self.notes_pane.page.note_lines) if self.notes_pane.page else 0
            self.tell(
                Told(f"This entry has {wording.counted(count, 'note')}." if count else "This entry has no notes.")
            )

    def action_fold_all(self) -> None:
        """Fold every heading."""
        self._refold(Folding(open_by_default=False))

    def action_unfold_all(self) -> None:
        """Unfold every heading."""
        self._refold(Folding(open_by_default=True))

    def _refold(self, folding: Folding) -> None:
        position = self.tree_pane.position_at_cursor()
        self.tree_pane.show(folding)
        self.tree_pane.put_cursor(position)

    def action_order(self) -> None:
        """Choose what the tree is grouped by, or how the papers of a group follow each other."""
        orders, sorts = list(Order), list(Sort)
        now = self._library.order, self._library.sort
        choices = [Choice(order[0], f"grouped by {order}", "now" if order is now[0] else "") for order in orders]
        choices += [
            Choice(_SORT_KEYS[sort], f"sorted {wording.SORTS[sort]}", "now" if sort is now[1] else "") for sort in sorts
        ]

        def chosen(at: int | None) -> None:
            if at is None:
                return
            if at < len(orders):
                self._library.ordered_by(orders[at])
            else:
                self._library.sorted_by(sorts[at - len(orders)])
            self._reorder(keeps_folds=at >= len(orders))

        self.app.push_screen(ChoiceScreen("Group and sort", choices, orders.index(self._library.order)), chosen)

    def _reorder(self, *, keeps_folds: bool) -> None:
        self.tree_pane.show(self.tree_pane.folding if keeps_folds else self._initial_folding())
        position = self._library.position_of(self._place) if self._place else None
        self.tree_pane.select(position or 0)
        self.finder.library_changed()
        self._tell_facts()

    def action_notes_down(self) -> None:
        """Scroll the notes from anywhere."""
        self.notes_pane.action_down()

    def action_notes_up(self) -> None:
        """Scroll the notes from anywhere."""
        self.notes_pane.action_up()

    def action_scroll_left(self) -> None:
        """Wide lines to the left."""
        self.notes_pane.sideways(-1)

    def action_scroll_right(self) -> None:
        """Wide lines to the right."""
        self.notes_pane.sideways(1)

    def action_source(self) -> None:
        """The entry as written, and back."""
        self._shows_source = not self._shows_source
        self._show_page()

    def action_reload(self) -> None:
        """Find and read all files again; where the reader had stopped, those that are left."""
        if self._is_read and self._library.unread:
            self._is_read = False
            self._tell_facts()
            self.tell(Told("Reading what is left."))
            self.post_message(self.LeftUnread())
            return
        self.tell(Told("Reading all files again."))
        self._read_again(everything=True)

    def action_problems(self) -> None:
        """What could not be read, and why."""
        from paperterm.tui.screens.text import TextScreen

        parts = wording.problem_parts(
            [wording.complaint(each.name, each.line, each.message) for each in self._library.complaints()],
            [wording.complaint(each.name, each.line, each.message) for each in self._library.asides()],
        )
        self.app.push_screen(TextScreen("Problems", parts))

    def action_theme(self) -> None:
        """Choose the colours."""
        self.app.search_themes()

    def action_palette(self) -> None:
        """Find an action by its words."""
        self.app.action_command_palette()

    def action_help(self) -> None:
        """These keys."""
        from paperterm.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keymap))

    def action_back(self) -> None:
        """Back out: of what is selected, found, marked, then of the notes, the filter, reading on."""
        if self.selections:
            self.clear_selection()
            return
        if self.finder.clear() or self.marker.clear():
            return
        if self.notes_pane.has_focus:
            self.panes.focus_notes(False)
        elif not self.filter.clear() and self._library.is_reading:
            self._library.close()
            self.tell(wording.stopped_reading(self._library.unread, may_be_more=self._library.may_be_more))

    def action_quit(self) -> None:
        """Quit."""
        self.viewing.leave()
        self.app.exit()


def _hints(keymap: Keymap) -> list[KeyHint]:
    return [KeyHint(key, label, action.name) for key, label, action in keymap.footer()]

"""`r` `i` `m` `t` `v` `U` and `'`: what the reader says of papers, of one or of many at once.

Lives here: which papers are marked for the next key, and the bar for tags.
Must not: know what a key makes of marks, or keep them; the library's `marking` does.
"""

from __future__ import annotations

from typing import Protocol

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from paperterm.core import wording
from paperterm.core.marks import completed_tag, own_tags
from paperterm.core.model import Status
from paperterm.core.outline import Entry, GroupRow
from paperterm.core.wording import Told
from paperterm.library import Library, Place
from paperterm.tui.widgets.bars import KeysBar
from paperterm.tui.widgets.tree_pane import TreePane

# So many papers of a heading are marked at once.
_MOST = 5_000


class Reader(Protocol):
    """What is asked of the screen."""

    @property
    def app(self) -> App[None]:
        """The application."""

    @property
    def selected(self) -> Entry | None:
        """The paper on the right."""

    def marks_changed(self) -> None:
        """Show the marks as they are now."""

    def go_to(self, place: Place) -> bool:
        """Show the entry there, whatever hides it; False if it is gone."""

    def tell(self, told: Told) -> None:
        """Say what happened."""


class Marker:
    """The marks of a screen with a tree."""

    def __init__(self, screen: Screen[None], reader: Reader, library: Library, tree: TreePane, keys: KeysBar) -> None:
        self._screen, self._reader, self._library = screen, reader, library
        self._tree, self._keys = tree, keys
        self._focused: Widget = tree
        self._marked: dict[Place, None] = {}

    @property
    def count(self) -> int:
        """How many papers are marked for the next key."""
        return len(self._marked)

    def entries(self) -> tuple[Entry, ...]:
        """The papers that a key acts on: those marked, else the selected one."""
        if self._marked:
            return self._library.entries_at(tuple(self._marked))
        selected = self._reader.selected
        return (selected,) if selected is not None else ()

    def clear(self) -> bool:
        """Mark nothing; False if nothing is marked."""
        if not self._marked:
            return False
        self._mark({})
        return True

    # Marks

    def action_read(self) -> None:
        """Read, or unread again."""
        self._change(Status.READ)

    def action_reading(self) -> None:
        """Being read, or unread again."""
        self._change(Status.READING)

    def _change(self, status: Status) -> None:
        if entries := self._entries():
            self._told(self._library.marking.read(entries, status))

    def action_bookmark(self) -> None:
        """Into the reading queue, or out of it."""
        if entries := self._entries():
            self._told(self._library.marking.bookmark(entries))

    def action_undo(self) -> None:
        """Take back the last change of marks."""
        self._told(self._library.marking.undo())

    def action_bookmarks(self) -> None:
        """The reading queue."""
        from paperterm.tui.screens.queue import QueueScreen

        def left(place: Place | None) -> None:
            self._reader.marks_changed()
            if place is not None and not self._reader.go_to(place):
                self._reader.tell(Told("That paper is gone from its file."))

        self._reader.app.push_screen(QueueScreen(self._library, self._reader.tell), left)

    def _entries(self) -> tuple[Entry, ...]:
        entries = self.entries()
        if not entries:
            self._reader.tell(Told("No paper is selected."))
        return entries

    def _told(self, told: Told) -> None:
        self._reader.marks_changed()
        self._reader.tell(told)
        for trouble in self._library.marking.untold():
            self._reader.tell(trouble)

    # Tags

    async def action_tags(self) -> None:
        """Open the bar for tags."""
        from paperterm.tui.widgets.find_bar import FindBar

        entries = self._entries()
        if not entries or self._screen.query(FindBar):
            return
        known = self._library.marking.tags()
        there = dict.fromkeys(tag for entry in entries for tag in own_tags(entry.paper))

        async def left(is_kept: bool, typed: str) -> None:
            self._screen.set_focus(self._focused)
            await self._screen.query(FindBar).remove()
            if is_kept:
                self._told(self._library.marking.tag(entries, typed))

        self._focused = self._screen.focused or self._tree
        bar = FindBar(
            wording.tags_hint(tuple(there), len(entries)),
            lambda _: None,
            left,
            completed=lambda typed: completed_tag(typed, (*there, *known)),
        )
        await self._screen.mount(bar, before=self._keys)
        self._screen.set_focus(bar)

    # Many at once

    def action_mark_several(self) -> None:
        """Mark the row under the cursor for the next key, or no longer; then the next row."""
        row = self._tree.row
        entries: tuple[Entry, ...] = ()
        if not self._tree.has_focus:
            selected = self._reader.selected
            entries = (selected,) if selected is not None else ()
        elif isinstance(row, GroupRow):
            if row.group.count > _MOST:
                self._reader.tell(Told(f"Only up to {_MOST:,} papers can be marked at once."))
                return
            entries = self._library.rows(row.group.first, row.group.end)
        elif row is not None:
            entries = self._library.rows(row.position, row.position + 1)
        self._toggle(tuple(Place(entry.name, entry.paper.id) for entry in entries))
        if self._tree.has_focus:
            self._tree.action_down()

    def _toggle(self, places: tuple[Place, ...]) -> None:
        is_off = all(place in self._marked for place in places)
        without = {place: None for place in self._marked if place not in places}
        self._mark(without if is_off else {**self._marked, **dict.fromkeys(places)})

    def _mark(self, places: dict[Place, None]) -> None:
        self._marked = places
        self._tree.mark_chosen(frozenset(places))
        self._reader.marks_changed()

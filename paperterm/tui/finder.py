"""`/`, `n` and `N` in whichever pane has the focus.

Lives here: what is looked for and where the search began.
Must not: search. The library finds titles and headings, the notes pane finds places on its page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from textual.screen import Screen

from paperterm.core.outline import Folding, Key
from paperterm.library import Library
from paperterm.tui.widgets.bars import KeysBar
from paperterm.tui.widgets.notes_pane import NotesPane
from paperterm.tui.widgets.tree_pane import TreePane

# A row of the tree to go to: the position it stands at, 0 for a heading and 1 for an entry, and the heading's key.
_Target = tuple[int, int, Key]

# Folding and cursor of the tree (position, heading's key, line on the screen), and the first line of the notes.
_Where = tuple[Folding, int, Key | None, int, int]


class Finder:
    """The find actions of a screen with a tree and notes."""

    def __init__(self, screen: Screen[None], library: Library, tree: TreePane, notes: NotesPane, keys: KeysBar) -> None:
        self._screen, self._library = screen, library
        self._tree, self._notes, self._keys = tree, notes, keys
        self._in_tree = True
        self._origin = 0
        self._before: _Where = (Folding(), 0, None, 0, 0)
        self._targets: list[_Target] = []
        self.wanted = ""

    # From the find bar

    async def action_find(self) -> None:
        """Open the find bar for the focused pane."""
        from paperterm.tui.widgets.find_bar import FindBar

        if self._screen.query(FindBar):
            return
        self._in_tree = self._tree.has_focus
        self._origin = self._tree.position_at_cursor()
        self._before = self._where()
        bar = FindBar("find in the tree" if self._in_tree else "find in the notes", self.typed, self.left)
        await self._screen.mount(bar, before=self._keys)
        self._screen.set_focus(bar)

    def typed(self, wanted: str) -> None:
        """Show what is found for the text so far, from where the search began."""
        self.wanted = wanted
        if not self._in_tree:
            self._notes.find(wanted)
            self._notes.go_to_match(1)
        else:
            self._look()
            self._go(bisect_left(self._targets, (self._origin, 0, ())), wraps=True)
        self.tell_count()

    async def left(self, is_kept: bool, wanted: str) -> None:
        """The find bar was left; Esc forgets what was found and goes back to where the search began."""
        from paperterm.tui.widgets.find_bar import FindBar

        self._screen.set_focus(self._tree if self._in_tree else self._notes)
        await self._screen.query(FindBar).remove()
        if not is_kept:
            self.clear()
            self._go_back()
        elif wanted != self.wanted:
            self.typed(wanted)
        self._tree.post_message(TreePane.Moved())

    def _where(self) -> _Where:
        group = self._tree.group_at_cursor()
        line = self._tree.cursor - self._tree.scroll_offset.y
        key = group.key if group else None
        return self._tree.folding, self._tree.position_at_cursor(), key, line, self._notes.scroll_offset.y

    def _go_back(self) -> None:
        folding, position, key, line, notes_line = self._before
        if self._in_tree:
            self._tree.show(folding)
            self._tree.put_cursor(position, key, line)
        else:
            self._notes.scroll_to(y=notes_line, animate=False)

    def clear(self) -> bool:
        """Forget what was found; False if nothing was."""
        had = bool(self.wanted)
        self.wanted, self._targets = "", []
        self._tree.mark_matches(())
        self._notes.find("")
        self.tell_count()
        return had

    def page_changed(self) -> None:
        """Another page is in the notes: find the same on it."""
        if self.wanted and not self._in_tree:
            self._notes.find(self.wanted)

    def library_changed(self) -> None:
        """Positions are others now."""
        if self.wanted and self._in_tree:
            self._look()

    # n and N

    def action_find_next(self) -> None:
        """The next place in the pane that was searched."""
        self._step(1)

    def action_find_previous(self) -> None:
        """The place before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self._in_tree:
            here = self._here()
            at = bisect_right(self._targets, here) if step > 0 else bisect_left(self._targets, here) - 1
            self._go(at, wraps=True)
            self._tree.post_message(TreePane.Moved())
        else:
            self._notes.go_to_match(step)
        self.tell_count()

    def _here(self) -> _Target:
        group = self._tree.group_at_cursor()
        return (group.first, 0, group.key) if group else (self._tree.position_at_cursor(), 1, ())

    def _look(self) -> None:
        positions = self._library.find_titles(self.wanted)
        groups = self._library.find_groups(self.wanted)
        self._targets = sorted([(at, 1, ()) for at in positions] + [(at, 0, key) for at, key in groups])
        self._tree.mark_matches(frozenset(positions), frozenset(key for _, key in groups))

    def _go(self, index: int, *, wraps: bool) -> None:
        if not self._targets:
            return
        position, is_entry, key = self._targets[index % len(self._targets) if wraps else index]
        if is_entry:
            self._tree.select(position)
        else:
            self._tree.select_group(key)

    def tell_count(self) -> None:
        """`3/17` at the right of the footer."""
        if not self.wanted:
            self._keys.post_message(KeysBar.Freed())
        elif self._in_tree:
            here = bisect_right(self._targets, self._here())
            self._keys.tell(_count(self.wanted, here, len(self._targets)))
        else:
            self._keys.tell(_count(self.wanted, (self._notes.match or 0) + 1, len(self._notes.matches)))


def _count(wanted: str, at: int, total: int) -> str:
    return f"/{wanted}  {at}/{total}" if total else f"/{wanted}  not found"

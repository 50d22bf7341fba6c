"""The two panes in a window of any size: which is shown, how wide the tree is, which has the focus.

Must not: know what the panes show.
"""

from __future__ import annotations

import sys

from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from paperterm.tui.preferences import Preferences
from paperterm.tui.widgets.notes_pane import NotesPane
from paperterm.tui.widgets.tree_pane import TreePane

_ONE_PANE_BELOW = 70
_FOOTER_FROM, _TITLE_FROM = 12, 3
_NARROWEST, _WIDEST, _WIDEST_SHARE, _STEP = 12, 60, 0.8, 4


class Panes:
    """The tree on the left, the notes on the right, in `screen`, as preferred: of a width, or one at a time if plain.

    The styles do the rest by the screen's classes: -narrow (one pane at a time), -notes (it is the notes), -no-tree,
    -empty (there are no entries, only something to say), -short and -tiny (bars go).
    """

    def __init__(self, screen: Screen[None], tree: TreePane, notes: NotesPane, preferences: Preferences) -> None:
        self._screen, self._tree, self._notes = screen, tree, notes
        self._tree_width = self._preferred_width = self._one_below = 0
        self._prefer(preferences)

    def _prefer(self, preferences: Preferences) -> None:
        self._tree_width = self._preferred_width = preferences.tree_width
        self._one_below = sys.maxsize if preferences.is_plain else _ONE_PANE_BELOW

    def fit(self, size: Size) -> None:
        """Make the best of a window of `size`: one pane if it is narrow, no footer if it is short."""
        self._screen.set_class(size.width < self._one_below, "-narrow")
        self._screen.set_class(size.height < _FOOTER_FROM, "-short")
        self._screen.set_class(size.height < _TITLE_FROM, "-tiny")
        self._set_tree_width(size.width)

    def use(self, preferences: Preferences) -> None:
        """Follow changed preferences."""
        self._prefer(preferences)
        self.fit(self._screen.size)

    @property
    def are_usual(self) -> bool:
        """Whether they are as they are at a start."""
        return self._tree_width == self._preferred_width and not self._screen.has_class("-no-tree")

    def _set_tree_width(self, width: int) -> None:
        fitting = min(_WIDEST, max(26, width * 2 // 5 if width >= 100 else width // 3))
        cells = min(self._tree_width or fitting, self._widest(width))
        self._tree.styles.width = "100%" if width < self._one_below else cells

    def _widest(self, width: int) -> int:
        return max(_NARROWEST, int(width * _WIDEST_SHARE))

    def focus_notes(self, is_notes: bool) -> None:
        """Give the focus to the notes, or to the tree, which is shown then."""
        self._screen.set_class(is_notes, "-notes")
        if not is_notes:
            self._screen.remove_class("-no-tree")
        (self._notes if is_notes else self._tree).focus()

    def focused(self, widget: Widget) -> None:
        """Something has the focus now: in a narrow window it is the pane shown."""
        if widget in (self._tree, self._notes) and not self._screen.has_class("-empty"):
            self._screen.set_class(widget is self._notes, "-notes")

    def show(self, *, is_empty: bool) -> None:
        """Both panes, once there are entries; the focus goes where it belongs, for it left the hidden tree."""
        was_empty = self._screen.has_class("-empty")
        self._screen.set_class(is_empty, "-empty")
        if was_empty and not is_empty and not self._screen.has_class("-notes"):
            self._screen.set_focus(self._tree)

    def action_next_pane(self) -> None:
        """To the other pane."""
        self.focus_notes(not self._notes.has_focus)

    def action_toggle_tree(self) -> None:
        """Tree on or off."""
        is_hidden = not self._screen.has_class("-no-tree")
        self._screen.set_class(is_hidden, "-no-tree")
        (self._notes if is_hidden else self._tree).focus()

    def action_narrower(self) -> None:
        """Give cells of the tree to the notes."""
        self._widen(-_STEP)

    def action_wider(self) -> None:
        """Give cells of the notes to the tree."""
        self._widen(_STEP)

    def _widen(self, cells: int) -> None:
        width = self._screen.size.width
        self._tree_width = max(_NARROWEST, min(self._tree.outer_size.width + cells, self._widest(width)))
        self._set_tree_width(width)

"""The tree asks for what it shows and nothing more."""

from __future__ import annotations

from pathlib import Path

from textual.app import App, ComposeResult

from paperterm.core.model import Document, Kind, Paper, Span
from paperterm.core.outline import Entry, Folding, Group, entry_of
from paperterm.store.places import bundled
from paperterm.tui.widgets.tree_pane import TreePane

COUNT = 100_000


class ManyEntries:
    """A hundred thousand entries in a hundred groups, none of which exists before it is asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def count(self) -> int:
        return COUNT

    def groups(self) -> tuple[Group, ...]:
        size = COUNT // 100
        return tuple(Group((f"g{at}",), f"Group {at}", at * size, size) for at in range(100))

    def rows(self, first: int, last: int) -> tuple[Entry, ...]:
        self.asked += min(last, COUNT) - first
        document = Document("a.md", "")
        return tuple(
            entry_of(document, Paper(f"p{at}", Kind.PAPER, f"Paper {at}", Span(0, 0), at, at))
            for at in range(first, min(last, COUNT))
        )


class TreeApp(App[None]):
    CSS_PATH = sorted(Path(bundled("styles")).glob("tree.tcss"))

    def __init__(self, entries: ManyEntries) -> None:
        super().__init__()
        self.tree_pane = TreePane(entries)

    def compose(self) -> ComposeResult:
        yield self.tree_pane


async def test_a_hundred_thousand_entries_unfolded_cost_what_the_screen_shows() -> None:
    entries = ManyEntries()
    app = TreeApp(entries)
    async with app.run_test(size=(60, 20)) as pilot:
        app.tree_pane.show(Folding(open_by_default=True))
        app.tree_pane.action_last()
        await pilot.pause()
        assert app.tree_pane.position_at_cursor() == COUNT - 1
        app.tree_pane.select(50_000)
        await pilot.pause()
        assert entries.asked < 500


async def test_selecting_unfolds_only_what_hides_the_entry() -> None:
    app = TreeApp(ManyEntries())
    async with app.run_test(size=(60, 20)):
        app.tree_pane.show(Folding(open_by_default=False))
        app.tree_pane.select(1_500)
        assert app.tree_pane.folding.is_open(("g1",))
        assert not app.tree_pane.folding.is_open(("g0",))
        assert app.tree_pane.position_at_cursor() == 1_500


async def test_the_cursor_never_leaves_the_rows() -> None:
    app = TreeApp(ManyEntries())
    async with app.run_test(size=(60, 20)):
        app.tree_pane.show(Folding(open_by_default=False))
        app.tree_pane.action_up()
        assert app.tree_pane.cursor == 0
        app.tree_pane.action_last()
        app.tree_pane.action_page_down()
        assert app.tree_pane.cursor == 99

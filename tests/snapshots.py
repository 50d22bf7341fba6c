"""`python -m tests.snapshots`: take the whole-screen snapshots anew, as text, from the program on its sample notes.

They lie in tests/screens, a file for each size with all its screens; look at what differs before it is committed.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from textual.pilot import Pilot

from paperterm.core.picture import Way
from paperterm.library import Library
from paperterm.store.places import bundled
from paperterm.tui.app import PaperTermApp
from paperterm.tui.preferences import Preferences

FOLDER = Path(__file__).resolve().parent / "screens"
SIZES = ((80, 24), (120, 40), (200, 60))
# What is on the screen, and the keys that lead there from the screen before.
SCREENS: tuple[tuple[str, Sequence[str]], ...] = (
    ("at the start", ()),
    ("another paper, in its notes", ("]", "]", "]", "enter")),
    ("a note further down", ("3",)),
    ("by year", ("h", "s", "y")),
    ("what can be copied", ("y",)),
    ("filtered", ("escape", "f", *"graph", "enter")),
    ("the statistics of these", ("#",)),
    ("searched", ("escape", "S", *"attention")),
    ("the help", ("escape", "escape", "?")),
    ("the help, narrowed", tuple("copy")),
)


async def taken(size: tuple[int, int]) -> str:
    """All screens of a size, each below its name."""
    library = Library([bundled("sample_notes")])
    app = PaperTermApp(library, bundled("styles"), Preferences(theme="textual-dark", pictures=Way.OFF), watches=False)
    parts: list[str] = []
    async with app.run_test(size=size) as pilot:
        for name, keys in SCREENS:
            await pilot.press(*keys)
            await _rest(app, pilot)
            parts += [f"== {name} ==", *_screen(app), ""]
    return "\n".join(parts)


async def _rest(app: PaperTermApp, pilot: Pilot[None]) -> None:
    """Until nothing is going on any more, and the page is laid out to its end."""
    for _ in range(3):
        await app.workers.wait_for_complete()
        _ = app.reading.notes_pane.page
        await pilot.pause()


def _screen(app: PaperTermApp) -> list[str]:
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def file_of(size: tuple[int, int]) -> Path:
    """Where the snapshots of a size are."""
    return FOLDER / f"{size[0]}x{size[1]}.txt"


def main() -> int:
    """Take them all."""
    FOLDER.mkdir(exist_ok=True)
    for size in SIZES:
        file_of(size).write_text(asyncio.run(taken(size)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

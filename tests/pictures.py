"""`python -m tests.pictures`: draw the pictures of the README anew, from the program on its sample notes."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from paperterm.library import Library
from paperterm.store.places import bundled
from paperterm.tui.app import PaperTermApp
from paperterm.tui.preferences import Preferences

DOCS = Path(__file__).resolve().parent.parent / "docs"
SIZE = (110, 32)


async def draw(name: str, theme: str, *keys: str) -> None:
    """One picture of the sample notes after some keys."""
    library = Library([bundled("sample_notes")])
    app = PaperTermApp(library, bundled("styles"), Preferences(theme=theme), watches=False)
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press(*keys)
        await app.workers.wait_for_complete()
        await pilot.pause()
        (DOCS / name).write_text(_alone(app.export_screenshot(title="PaperTerm")) + "\n", encoding="utf-8")


def _alone(svg: str) -> str:
    """The picture without the fonts it would fetch from elsewhere; a reader's own monospace font serves as well."""
    svg = re.sub(r"\s*(?:@font-face \{.*?\}|<!--.*?-->)", "", svg, flags=re.S)
    return svg.replace("Fira Code", "ui-monospace, Menlo, Consolas")


def main() -> int:
    """Draw them all."""
    asyncio.run(draw("screen.svg", "textual-dark"))
    asyncio.run(draw("screen-light.svg", "textual-light", "s", "y"))
    return 0


if __name__ == "__main__":
    sys.exit(main())

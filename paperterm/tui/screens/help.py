"""The keys in force, generated from the table of actions."""

from __future__ import annotations

from itertools import groupby

from paperterm.core.cells import cell_width
from paperterm.tui.actions import COPIES, Keymap
from paperterm.tui.screens.text import TextScreen


class HelpScreen(TextScreen):
    """One screen that teaches: what the keys do, by what they are for."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__("Keys", _parts(keymap))


def _parts(keymap: Keymap) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    rows = list(keymap.help())
    width = max(cell_width(keys) for _, keys, _ in rows)
    for topic, actions in groupby(rows, key=lambda row: row[0]):
        parts.append(("bold $text-accent", f"{topic}\n"))
        for _, keys, says in actions:
            parts += [("bold", f"  {keys}{' ' * (width - cell_width(keys))}  "), ("", f"{says}\n")]
        if topic == "Copy":
            prefix = keymap.shown("copy")
            for letter, _, says in COPIES if prefix else ():
                keys = f"{prefix} {letter}"
                parts += [("bold", f"  {keys}{' ' * (width - cell_width(keys))}  "), ("", f"Copy {says}\n")]
        parts.append(("", "\n"))
    return parts

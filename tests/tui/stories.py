"""What a story needs: notes on a disk, a desktop that writes down what it is asked, the app in a terminal of a size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from textual.pilot import Pilot

from paperterm.library import Library
from paperterm.store.desktop import Copying, CopyOutcome, Opening, OpenOutcome, SendToTerminal
from paperterm.store.editors import NoEditor
from paperterm.store.places import bundled
from paperterm.store.running import Order, Ran
from paperterm.store.state import State
from paperterm.tui.actions import Keymap
from paperterm.tui.app import PaperTermApp
from paperterm.tui.preferences import Configuration, Preferences

NOTES = """\
# Paper

## reasoning

### 2023

- GLM-130B: An Open Bilingual Pre-trained Model
  - ICLR [[code]](https://github.com/THUDM/GLM-130B)
  - <details>
    <summary>阅读笔记: </summary>
    1. 使用了自编码和自回归的方式进行预训练 <br>
    2. int4 量化后用 4*3090 运行 <br>
    3. The third note is in English
    <img src="assets\\glm.png" align="middle" />
    </details>

- Tree of Thoughts: Deliberate Problem Solving with Large Language Models
  - NeurIPS [[paper]](https://arxiv.org/abs/2305.10601)

### 2022

- Training Language Models to Follow Instructions with Human Feedback
  - A note as a bullet

# Repo

- https://github.com/huggingface/transformers
"""


@dataclass
class RecordingDesktop:
    """A desktop on which nothing happens but in these lists."""

    copying: CopyOutcome = field(default_factory=lambda: CopyOutcome(Copying.COPIED))
    opening: OpenOutcome = field(default_factory=lambda: OpenOutcome(Opening.OPENED))
    copied: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    edited: list[tuple[Path, int | None]] = field(default_factory=list)
    ran: Ran = field(default_factory=lambda: Ran(0))
    run_orders: list[tuple[Order, bool]] = field(default_factory=list)

    def copy(self, text: str, send_to_terminal: SendToTerminal | None = None) -> CopyOutcome:
        self.copied.append(text)
        return self.copying

    def open_url(self, url: str) -> OpenOutcome:
        self.opened.append(url)
        return self.opening

    def editor_command(self, path: Path, line: int | None = None) -> tuple[str, ...] | NoEditor:
        self.edited.append((path, line))
        return NoEditor("There is no editor here.")

    def run_editor(self, command: Sequence[str]) -> int | str:
        return 0

    def run(self, order: Order, *, takes_terminal: bool) -> Ran:
        self.run_orders.append((order, takes_terminal))
        return self.ran


@dataclass
class Story:
    """An app under way."""

    app: PaperTermApp
    pilot: Pilot[None]
    desktop: RecordingDesktop
    folder: Path

    async def press(self, *keys: str) -> None:
        """Keys, and everything that follows from them."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Until workers are done and the screen has taken it in."""
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()
        await self.pilot.pause()  # the first may end with a layout still to be done

    async def until_read(self) -> None:
        """Until every file was read."""
        await self.settle()

    def screen(self) -> list[str]:
        """The screen as lines of text."""
        lines = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in lines]

    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.screen())

    @property
    def title(self) -> str:
        """The title of the paper on the right."""
        entry = self.app.reading.selected
        return entry.paper.title if entry else ""

    def toasts(self) -> list[str]:
        """Everything said in toasts so far."""
        return [notification.message for notification in self.app._notifications]


@asynccontextmanager
async def story(
    folder: Path,
    files: dict[str, str | bytes] | None = None,
    *,
    size: tuple[int, int] = (100, 30),
    desktop: RecordingDesktop | None = None,
    paths: Sequence[str] = (),
    keymap: Keymap | None = None,
    preferences: Preferences | None = None,
    configuration: Configuration | None = None,
    watches: bool = False,
    state: Path | None = None,
) -> AsyncIterator[Story]:
    """The app on `files` written below `folder` (NOTES as notes.md by default), read and at rest.

    With `state` what the reader says of papers is kept there, and where they were is taken up.
    """
    for name, content in ({"notes.md": NOTES} if files is None else files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    desktop = desktop or RecordingDesktop()
    library = Library([folder / path for path in paths] or [folder], desktop=desktop, state=State(state))
    if state is not None:
        library.take_up()
    preferences = preferences or Preferences(keymap=keymap or Keymap(), theme="textual-dark")
    app = PaperTermApp(library, bundled("styles"), preferences, configuration=configuration, watches=watches)
    async with app.run_test(size=size) as pilot:
        told = Story(app, pilot, desktop, folder)
        if not watches:
            await told.until_read()
        yield told

"""What is said in passing."""

from __future__ import annotations

from pathlib import Path

from paperterm.core.wording import Told
from paperterm.library import Library
from paperterm.store.places import bundled
from paperterm.tui.app import PaperTermApp
from paperterm.tui.preferences import Preferences
from tests.tui.stories import RecordingDesktop, Story

SAID = "settings.toml:2: there is no setting called tree_widht (did you mean tree_width?); correct or delete it."


async def test_a_long_toast_is_shown_to_its_last_word(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Papers\n\n- A paper of nobody\n", encoding="utf-8")
    app = PaperTermApp(Library([tmp_path]), bundled("styles"), Preferences(theme="textual-dark"))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        told = Story(app, pilot, RecordingDesktop(), tmp_path)
        await told.settle()
        for length in (4, 10, 16, 22, 28):
            app.clear_notifications()
            app.reading.tell(Told(f"{'x' * length} {SAID} 5 more messages tell the end."))
            await told.settle()
            assert "end." in told.text()

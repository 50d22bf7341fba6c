"""What leaves the screen with the selected paper: links to open, texts to copy, the file to edit.

Lives here: the way from a key to the library's answer and the words told about it.
Must not: open, copy or run anything itself, or decide which link is meant; library and core do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from textual.app import App, SuspendNotSupported

from paperterm.core import targets
from paperterm.core.model import Link, Paper
from paperterm.core.outline import Entry
from paperterm.core.pairing import joined
from paperterm.core.wording import Told, shortened
from paperterm.library import Library
from paperterm.tui.actions import COPIES, Keymap
from paperterm.tui.screens.choice import Choice, ChoiceScreen

_LETTERS = "123456789abcdefghilmnoprstuvwxyz"


class Reader(Protocol):
    """What the desk asks of the screen."""

    @property
    def app(self) -> App[None]:
        """The application."""

    @property
    def selected(self) -> Entry | None:
        """The paper on the right."""

    def acted_on(self) -> tuple[Entry, ...]:
        """The papers that a key acts on: those marked for it, else the selected one."""

    def note_in_view(self) -> int:
        """The number of the note the reader looks at, 0 without any."""

    def tell(self, told: Told) -> None:
        """Say what happened."""

    def reload_files(self) -> None:
        """Read again what may have changed."""


class Desk:
    """The link, copy and edit actions of a screen."""

    def __init__(self, reader: Reader, library: Library) -> None:
        self._reader, self._library = reader, library

    # Links

    def keys_by_url(self, entry: Entry, keymap: Keymap) -> dict[str, str]:
        """Which key opens which link of the entry, as the pane shows it beside the link."""
        keys: dict[str, str] = {}
        paper = joined(entry)
        for link, action in ((targets.repo_link(paper), "open_code"), (targets.paper_link(paper), "open_paper")):
            if link is not None:
                keys[link.url] = " ".join(filter(None, (keys.get(link.url), keymap.shown(action))))
        return keys

    def action_open_code(self) -> None:
        """Open the repo link; without one the paper, and say so."""
        if paper := self._paper():
            if link := targets.repo_link(paper):
                self._open(link.url)
            elif page := targets.paper_link(paper):
                self._open(page.url, "No code link; the paper instead. ")
            else:
                self._open_any(paper, "no code link and no paper link")

    def action_open_paper(self) -> None:
        """Open the paper's page."""
        if paper := self._paper():
            if page := targets.paper_link(paper):
                self._open(page.url)
            elif link := targets.repo_link(paper):
                self._open(link.url, "No paper link; the code instead. ")
            else:
                self._open_any(paper, "no paper link and no code link")

    def _open_any(self, paper: Paper, missing: str) -> None:
        """Open the first link there is, and say that it is another one."""
        link = next((link for link in paper.links if targets.is_web(link.url)), None)
        if link is not None:
            self._open(link.url, f"{missing.capitalize()}; the {link.kind} link instead. ")
        else:
            self._say(f"This entry has {missing}.")

    def action_open_pdf(self) -> None:
        """Open the PDF."""
        if paper := self._paper():
            if url := targets.pdf_url(paper):
                self._open(url)
            else:
                self._say("This entry links to no PDF and no arXiv page.")

    def action_links(self) -> None:
        """Choose among all links."""
        paper = self._paper()
        if paper is None:
            return
        links = paper.links
        if not links:
            self._say("This entry has no links.")
            return
        letters = _LETTERS + " " * len(links)
        choices = [
            Choice(letters[at], f"{link.kind:<8} {targets.shown_url(link.url)}", _said_label(link.label, link.kind))
            for at, link in enumerate(links)
        ]
        self._ask("Open a link", choices, lambda at: self._open(links[at].url))

    def follow(self, url: str, *, is_shown: bool) -> None:
        """Open a link of the text; unless its text said where it leads, that is shown first."""
        if is_shown:
            self._open(url)
        else:
            self._ask("This link leads to", [Choice("o", shortened(url, 200), "open")], lambda _: self._open(url))

    def _open(self, url: str, preface: str = "") -> None:
        async def run() -> None:
            told = await asyncio.to_thread(self._library.open_url, url)
            self._reader.tell(Told(preface + told.sentence, told.shown, told.is_trouble))

        self._reader.app.run_worker(run(), name="open")

    # Copies

    def action_copy_citation(self) -> None:
        """Copy the citation as text."""
        self._copy("citation")

    def action_copy(self) -> None:
        """Copy what was selected with the mouse, else choose what to copy."""
        if selected := self._reader.app.screen.get_selected_text():
            self._reader.app.screen.clear_selection()
            self.copy_text(targets.clean(selected))
        elif self._entry():
            choices = [Choice(key, label) for key, _, label in COPIES]
            count = len(self._reader.acted_on())
            self._ask(
                f"Copy of {count:,} papers" if count > 1 else "Copy", choices, lambda at: self._copy(COPIES[at][1])
            )

    def _copy(self, what: str) -> None:
        entries = self._reader.acted_on()
        if len(entries) > 1:
            text = _text_of_several(what, entries)
        else:
            entry = self._entry()
            if entry is None:
                return
            text = self._text(what, entry)
        if text is None:
            self._say(_MISSING[what])
            return
        self.copy_text(text)

    def copy_text(self, text: str) -> None:
        """Copy `text`, then tell what became of it."""

        async def run() -> None:
            self._reader.tell(await asyncio.to_thread(self._library.copy, text))

        self._reader.app.run_worker(run(), name="copy")

    def _text(self, what: str, entry: Entry) -> str | None:
        if what == "note":
            number = self._reader.note_in_view()
            return targets.note_text(joined(entry).notes[number - 1]) if number else None
        return _TEXTS[what](entry)

    # Editing

    def action_edit(self) -> None:
        """Edit the file at the paper's line, then come back to the same paper."""
        if entry := self._entry():
            plan = self._library.editor(entry)
            if isinstance(plan, Told):
                self._reader.tell(plan)
                return
            try:
                with self._reader.app.suspend():
                    problem = plan()
            except SuspendNotSupported:
                self._say("This screen cannot make room for an editor.")
                return
            self._reader.app.refresh(layout=True)
            if problem:
                self._reader.tell(problem)
            self._reader.reload_files()

    def _entry(self) -> Entry | None:
        entry = self._reader.selected
        if entry is None:
            self._say("No paper is selected.")
        return entry

    def _paper(self) -> Paper | None:
        """The selected paper with what its own note file says."""
        entry = self._entry()
        return joined(entry) if entry else None

    def _say(self, sentence: str) -> None:
        self._reader.tell(Told(sentence))

    def _ask(self, title: str, choices: list[Choice], then: Callable[[int], None]) -> None:
        self._reader.app.push_screen(ChoiceScreen(title, choices), lambda at: None if at is None else then(at))


def _said_label(label: str, kind: str) -> str:
    return "" if label.casefold() in ("", kind, "link", "url") or label.startswith("http") else shortened(label, 40)


def _cited(entry: Entry, style: str) -> str:
    # Its tables cost time that the start should not pay.
    from paperterm.core.cite.styles import cite

    return targets.clean(cite(joined(entry), style))


def _key(entry: Entry) -> str:
    from paperterm.core.cite.keys import citation_key

    return citation_key(joined(entry))


_TEXTS: dict[str, Callable[[Entry], str | None]] = {
    "citation": lambda entry: _cited(entry, "text"),
    "bibtex": lambda entry: _cited(entry, "bibtex"),
    "key": _key,
    "repo": lambda entry: _url(targets.repo_link(joined(entry))),
    "clone": lambda entry: targets.clone_line(joined(entry)),
    "paper": lambda entry: _url(targets.paper_link(joined(entry))),
    "markdown": lambda entry: targets.markdown_of(entry.document, entry.paper),
}


def _text_of_several(what: str, entries: Sequence[Entry]) -> str | None:
    """The texts of those entries that have one, below each other; None if none has."""
    if what in ("citation", "bibtex"):
        from paperterm.core.cite.styles import cite_all

        return targets.clean(cite_all([joined(each) for each in entries], "text" if what == "citation" else what))
    if what == "note":
        notes = ("\n".join(map(targets.note_text, joined(entry).notes)) for entry in entries)
        return "\n\n".join(filter(None, notes)) or None
    between = "\n\n" if what == "markdown" else "\n"
    return between.join(text for entry in entries if (text := _TEXTS[what](entry)) is not None) or None


_MISSING = {
    "repo": "This entry has no repo link.",
    "clone": "This entry has no link to a repository that git could clone.",
    "paper": "This entry has no paper link.",
    "note": "This entry has no notes.",
}


def _url(link: Link | None) -> str | None:
    return targets.clean(link.url) if link else None

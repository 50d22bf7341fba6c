"""What PaperTerm says: toasts, empty states, facts of the title line.

Lives here: sentences that tell what is the case and what to do.
Must not: find out what is the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paperterm.core.model import Paper, Status
from paperterm.core.outline import Order, Sort
from paperterm.core.text import safe

_TOAST_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Told:
    """What to tell the reader: a sentence, and a text to show in full where it could not be copied or opened."""

    sentence: str
    shown: str | None = None
    is_trouble: bool = False


def shortened(text: str, length: int = _TOAST_LENGTH) -> str:
    """The first line of `text`, safe to show, cut with … to `length` characters."""
    line = safe(text.strip().split("\n", 1)[0])
    more = len(line) > length or "\n" in text.strip()
    return f"{line[: length - 1].rstrip()}…" if more else line


def as_sentence(text: str, *, capital: bool = True) -> str:
    """`text` with a full stop at its end and, if `capital`, a capital at its beginning."""
    text = text.strip()
    if capital:
        text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "。")) else f"{text}."


def copied(text: str, where: str = "") -> Told:
    """It is in the clipboard, or in the other place named, read back and compared."""
    return Told(f"Copied to {where}: {shortened(text)}" if where else f"Copied: {shortened(text)}")


def sent(text: str, where: str = "") -> Told:
    """It went to the terminal, which does not say whether it took it; the place named, if any, has it for certain."""
    told = f"In {where}, and sent to the terminal" if where else "Sent to the terminal's clipboard"
    return Told(f"{told}: {shortened(text)}")


def not_copied(text: str, reason: str) -> Told:
    """It is nowhere; here it is to select."""
    return Told(f"Not copied: {as_sentence(reason, capital=False)} Here it is to select:", shown=text, is_trouble=True)


def opened(url: str) -> Told:
    """A program was started with exactly this URL."""
    return Told(f"Opened: {shortened(url)}")


def not_opened(url: str, reason: str, copy: Told) -> Told:
    """No program here opens it; whether it was copied is said too."""
    was = "" if copy.is_trouble else f" {as_sentence(copy.sentence.split(':', 1)[0])}"
    return Told(f"Not opened: {as_sentence(reason, capital=False)}{was} The link:", shown=url, is_trouble=True)


def counted(count: int, noun: str, plural: str = "") -> str:
    """`1 entry`, `1,200 entries`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


SORTS = {
    Sort.DOCUMENT: "as in the documents",
    Sort.DATE: "new before old",
    Sort.TITLE: "by title",
    Sort.QUEUE: "with the reading queue first",
}
"""How entries follow each other, in words."""


def library_facts(
    count: int, order: Order, unread: int, *, is_over: bool = False, to_read: int | None = None, sort: str = ""
) -> str:
    """The right end of the title line; `is_over` tells that the `unread` files will not be read by themselves.

    `to_read` is how many papers the reader has not read, None where that is not known.
    """
    facts = [counted(count, "entry", "entries"), f"by {order}{f', {sort}' if sort else ''}"]
    if to_read is not None and count:
        facts.insert(1, f"{to_read:,} unread")
    if unread:
        facts.insert(
            0, f"{counted(unread, 'file')} not read" if is_over else f"reading, {counted(unread, 'file')} to go"
        )
    return " · ".join(facts)


def stopped_reading(unread: int, *, may_be_more: bool = False) -> Told:
    """What to say once the reader has stopped the reading; `may_be_more`: not all files were found by then."""
    least = "at least " if may_be_more else ""
    return Told(f"Stopped reading; {least}{counted(unread, 'file')} not read. R reads everything.")


def filter_facts(wanted: str, count: int, total: int) -> str:
    """The right end of the title line while a filter hides something."""
    return f"filter: {shortened(wanted, 40)} ({count:,} of {total:,})"


def nothing_left(wanted: str, total: int, unknown: Iterable[str] = ()) -> tuple[str, str]:
    """(title, text) where a filter hides everything; `unknown` names in it look like filters and are none."""
    lines = [f"None of {counted(total, 'entry', 'entries')} matches {shortened(wanted)}."]
    lines += [not_a_filter(name) for name in unknown]
    return "Nothing matches", "\n\n".join([*lines, "f changes the filter, Esc shows everything again."])


def not_a_filter(name: str) -> str:
    """What is said of a name that looks like a filter and is none."""
    return f"{shortened(name, 20)}: is no filter; it was taken as a word."


def search_hint() -> tuple[str, str]:
    """(title, text) where nothing is searched yet."""
    return (
        "Search the whole library",
        "Titles, authors, venues, tags, notes and links; words in any order, their ends may be missing.\n\n"
        '"exact words"   -not   year:2020-2023   venue:ACL   author:zeng   topic:tables   has:code   kind:repo',
    )


def nothing_found(
    typed: str, suggestion: str | None, unknown: Sequence[str], progress: int | None = None, left_unread: int = 0
) -> tuple[str, str]:
    """(title, text) where a search finds nothing; `progress` as in `read_so_far`.

    `left_unread` is how many files were not read, as the reader stopped the reading.
    """
    if progress is not None:
        so_far = f"{progress} % of the files were read, and nothing in them matches {shortened(typed)}."
        return "Nothing found yet", f"{so_far}\n\nFiles that hold these words are read before the others."
    lines = [f"Nothing in this library matches {shortened(typed)}."]
    if left_unread:
        lines = [
            f"Nothing in what was read matches {shortened(typed)}.",
            "Reading was stopped before all files were read; R, outside the search, reads them.",
        ]
    lines += [not_a_filter(name) for name in unknown]
    if suggestion is not None:
        lines.append(f"Did you mean  {shortened(suggestion)} ? Tab or Enter takes it.")
    return "Nothing found", "\n\n".join(lines)


def read_so_far(progress: int | None) -> str:
    """How much can be searched: so many percent of the files; nothing where all can."""
    return f"reading, {progress} %" if progress is not None else ""


def works_told(count: int, left: int) -> str:
    """How many works are shown as told several times, and whether up to so many more were left out."""
    more = f" · the first; up to {left:,} more are not shown" if left else ""
    return counted(count, "work") + more


def no_duplicates() -> tuple[str, str]:
    """(title, text) where each work is told once."""
    return (
        "Every work is told once",
        "A work that stands in several lists, or as a preprint and as published, is shown here with its places. "
        "Nothing is ever merged by itself.",
    )


def nothing_open(names: Sequence[str]) -> tuple[str, str]:
    """(title, text) where no Markdown file was found below the paths opened."""
    where = ", ".join(names) or "here"
    return (
        "No Markdown files here",
        f"PaperTerm looked in {where} and finds no file there that ends in .md or .markdown.\n\n"
        "Open another place:  paperterm PATH\n\n"
        "A PATH is a Markdown file or a folder with some in it. Without one, PaperTerm opens the library of your "
        "settings, this folder, or its sample notes. q quits.",
    )


def no_papers(names: Sequence[str], problems: int) -> tuple[str, str]:
    """(title, text) where files were read but none of them lists a paper."""
    more = f"{counted(problems, 'file')} could not be read: ! says why.\n\n" if problems else ""
    return (
        "No papers in these files",
        f"{counted(len(names), 'Markdown file')} read, no paper found.\n\n{more}"
        "PaperTerm looks for what lists of papers have in common: bullets, numbered items, tables or headings "
        "with titles, and links to papers or code beside them. A paper can be as short as one bullet:\n\n"
        "    - Attention Is All You Need\n      - NeurIPS [[code]](https://github.com/tensorflow/tensor2tensor)\n"
        "      - 1. The notes\n\n"
        "e opens the file in your editor, R reads it again, q quits.",
    )


def complaint(name: str, line: int, message: str) -> str:
    """One line of the problem list: the file, its line if there is one, and what is the matter."""
    return safe(f"{name}:{line}: {message}" if line else f"{name}: {message}")


def message_parts(messages: Iterable[tuple[str, Told]]) -> list[tuple[str, str]]:
    """(style, text) of what was said, each with the time of day."""
    parts: list[tuple[str, str]] = []
    for at, told in messages:
        parts += [("$foreground 65%", f"{at}  "), ("bold" if told.is_trouble else "", told.sentence)]
        parts.append(("", f"\n       {told.shown}\n\n" if told.shown else "\n\n"))
    return parts or [("", "Nothing was said yet. What toasts say is kept here.")]


def more_messages(count: int, key: str) -> str:
    """What is said behind a message that is not the only one; `key` shows them all."""
    if not count:
        return ""
    return f" {counted(count, 'more message')}: {key or 'the palette'} shows {'it' if count == 1 else 'them'}."


def command_ended(name: str, status: int | None, reason: str, output: str) -> Told:
    """How a command of the reader's own ended, with the last line it printed."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    last = f": {shortened(lines[-1])}" if lines else ""
    if reason:
        return Told(f"{name}: {as_sentence(reason, capital=False)}", is_trouble=True)
    if status:
        return Told(f"{name} ended with status {status}{last or '.'}", is_trouble=True)
    return Told(f"{name} is done{last or '.'}")


def problem_parts(problems: Sequence[str], asides: Sequence[str]) -> list[tuple[str, str]]:
    """(style, text) of the problem list: what is wrong first, then what is left out on purpose."""
    parts = [("", "\n\n".join(problems) or "Everything here could be read.")]
    if asides:
        parts += [("bold", "\n\nLeft out on purpose\n"), ("", "\n".join(asides))]
    return parts


def reading(unread: int) -> tuple[str, str]:
    """(title, text) while nothing has arrived yet."""
    return ("Reading …", f"{counted(unread, 'file')} to go. The first papers appear as soon as they are read.")


def no_words_index() -> str:
    """What is to be said where SQLite cannot index words."""
    return "Python's SQLite was built without FTS5, so each search looks through all texts; it finds the same, later"


def not_kept(reason: str) -> str:
    """What is to be said where the index of a library cannot be kept."""
    return f"what was read is not kept for the next time ({reason}); everything else works"


# Marks


def _named(papers: Sequence[Paper]) -> str:
    """The title of the only paper, or how many there are."""
    return shortened(papers[0].title, 50) if len(papers) == 1 else counted(len(papers), "paper")


_STATUS_WORDS = {Status.UNREAD: "Unread", Status.READING: "Being read", Status.READ: "Read"}


def read_now(status: Status, papers: Sequence[Paper]) -> Told:
    """Papers have that status now."""
    return Told(f"{_STATUS_WORDS[status]}: {_named(papers)}")


def bookmarked(papers: Sequence[Paper], *, is_out: bool) -> Told:
    """Papers are in the reading queue now, or out of it."""
    return Told(f"{'Bookmark removed' if is_out else 'Bookmarked'}: {_named(papers)}")


def moved(paper: Paper) -> Told:
    """A paper has another place in the reading queue."""
    return Told(f"Moved in the queue: {_named([paper])}")


def tagged(papers: Sequence[Paper], added: Sequence[str], dropped: Sequence[str]) -> Told:
    """Papers have tags, and have others no more."""
    tags = " ".join((*(f"#{tag}" for tag in added), *(f"-#{tag}" for tag in dropped)))
    return Told(f"Tagged {shortened(tags, 40)}: {_named(papers)}")


def no_tags() -> Told:
    """Nothing was typed that could be a tag."""
    return Told("No tags typed, nothing changed.")


def nothing_changed() -> Told:
    """What was wished is the case already."""
    return Told("That is so already, nothing changed.")


def tags_of_notes(tags: Sequence[str]) -> Told:
    """These tags are not the reader's own."""
    shown = " ".join(f"#{tag}" for tag in tags)
    return Told(f"{shortened(shown, 40)} stands in the notes themselves: e edits them.")


def not_marked(reason: str) -> Told:
    """A change of marks was refused."""
    return Told(f"Nothing changed: {as_sentence(reason, capital=False)} Try again.", is_trouble=True)


def marks_not_kept(reason: str) -> str:
    """What is to be said where the reading state cannot be written."""
    return f"what you mark is not kept for the next time ({reason}); everything else works"


def undone(sentence: str) -> Told:
    """A change of marks was taken back."""
    return Told(f"Undone: {sentence[:1].lower()}{sentence[1:]}")


def nothing_to_undo() -> Told:
    """There is no change to take back."""
    return Told("There is nothing to undo.")


def view_kept(name: str, typed: str) -> Told:
    """A named filter is there, or is no more."""
    if not typed:
        return Told(f"View removed: {shortened(name, 40)}")
    return Told(f"View {shortened(name, 40)} is {shortened(typed, 40)}. f then Down chooses it.")


def tags_hint(tags: Sequence[str], count: int) -> str:
    """What the bar for tags says before anything is typed; `tags` are there already."""
    there = f"{shortened(' '.join(f'#{tag}' for tag in tags), 40)} · " if tags else ""
    which = f"of {counted(count, 'paper')}" if count > 1 else ""
    return f"tags {which}: {there}words add, -word removes, Tab completes".replace(" :", ":")


def queue_facts(count: int, elsewhere: int) -> str:
    """How many papers are in the reading queue."""
    more = f" · {counted(elsewhere, 'more', 'more')} in other libraries" if elsewhere else ""
    return counted(count, "paper") + more


def no_bookmarks() -> tuple[str, str]:
    """(title, text) where the reading queue is empty."""
    return (
        "Nothing to read next",
        "m bookmarks the selected paper, and v before it several at once. They stand here in the order in which you "
        "want to read them; J and K change it.",
    )


def filter_hint(has_views: bool) -> str:
    """What the bar for filters says before anything is typed."""
    views = "Down: your views · " if has_views else ""
    return f"filter: {views}words, year:2020-2023, is:unread, has:code, -not · Ctrl+S keeps it under a name"


def view_name_hint(typed: str) -> str:
    """What the bar for a view's name says before anything is typed."""
    return f"name for the view {shortened(typed, 40)}"


def nothing_to_keep() -> Told:
    """An empty filter was to be kept."""
    return Told("Type a filter first; Ctrl+S keeps it under a name.")


def no_views() -> Told:
    """There are no named filters."""
    return Told("No views yet: type a filter, and Ctrl+S keeps it under a name.")


def marked_facts(count: int) -> str:
    """How many papers the next key acts on."""
    return f"{counted(count, 'paper')} marked" if count else ""

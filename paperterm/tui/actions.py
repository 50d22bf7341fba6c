"""Every action once: its keys, its words, where it works. Key dispatch, footer, help and palette read this table.

Must not: do anything. An action's row names the method `action_<name>` of its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from paperterm.core.commands import OwnCommand
from paperterm.core.keyboards import latin_key


class Place(StrEnum):
    """Where an action's method lives: the focused pane, one certain pane, or one of the reading screen's parts."""

    PANE = "pane"
    TREE = "tree"
    NOTES = "notes"
    SCREEN = "screen"
    PANES = "panes"
    FINDER = "finder"
    FILTER = "filter"
    JUMPS = "jumps"
    HINTS = "hints"
    DESK = "desk"
    MARKS = "marks"
    OWN = "own"


class Action(NamedTuple):
    """`keys` as in settings.toml; `label` for the footer, `says` for help and palette.

    `footer` orders the few actions that the footer shows (None: not there). `topic` is its heading in the help.
    """

    name: str
    keys: tuple[str, ...]
    label: str
    says: str
    topic: str
    place: Place = Place.SCREEN
    footer: int | None = None


_PANE, _TREE, _NOTES = Place.PANE, Place.TREE, Place.NOTES
_PANES, _FINDER, _DESK = Place.PANES, Place.FINDER, Place.DESK
_FILTER, _JUMPS, _MARKS = Place.FILTER, Place.JUMPS, Place.MARKS

ACTIONS: tuple[Action, ...] = (
    Action("down", ("j", "down"), "down", "Next row or line", "Move", _PANE),
    Action("up", ("k", "up"), "up", "Previous row or line", "Move", _PANE),
    Action("half_down", ("ctrl+d",), "half down", "Half a page down", "Move", _PANE),
    Action("half_up", ("ctrl+u",), "half up", "Half a page up", "Move", _PANE),
    Action("page_down", ("pagedown", "ctrl+f"), "page down", "A page down", "Move", _PANE),
    Action("page_up", ("pageup", "ctrl+b"), "page up", "A page up", "Move", _PANE),
    Action("first", ("g", "home"), "top", "To the top", "Move", _PANE),
    Action("last", ("G", "end"), "bottom", "To the bottom", "Move", _PANE),
    Action("next_paper", ("]",), "next paper", "Next paper", "Move"),
    Action("previous_paper", ("[",), "previous paper", "Previous paper", "Move"),
    Action("next_section", ("}",), "next section", "First paper of the next section", "Move"),
    Action("previous_section", ("{",), "previous section", "First paper of this section, then the one before", "Move"),
    Action("note", tuple("123456789"), "note", "To the note of that number on the screen", "Move"),
    Action("next_pane", ("tab", "shift+tab"), "pane", "To the other pane", "Move", _PANES, footer=10),
    Action("fold", ("h", "left"), "fold", "Fold, then to the heading above", "Tree", _TREE),
    Action("unfold", ("l", "right"), "unfold", "Unfold, then into it", "Tree", _TREE),
    Action("open_row", ("enter",), "read", "Read the paper, or fold and unfold a heading", "Tree", _TREE),
    Action("toggle_fold", ("space",), "fold", "Fold or unfold", "Tree", _TREE),
    Action("fold_all", ("-",), "fold all", "Fold everything", "Tree"),
    Action("unfold_all", ("+", "="), "unfold all", "Unfold everything", "Tree"),
    Action("order", ("s",), "group", "Group by document, year, topic, venue, kind or status; sort", "Tree", footer=6),
    Action("to_tree", ("h", "left"), "tree", "Back to the tree", "Notes", _NOTES),
    Action("view_picture", ("enter",), "view", "The picture in sight on the whole screen", "Notes", _NOTES),
    Action("page_on", ("space",), "page down", "A page down", "Notes", _NOTES),
    Action("notes_down", ("J",), "notes down", "Scroll the notes down from anywhere", "Notes"),
    Action("notes_up", ("K",), "notes up", "Scroll the notes up from anywhere", "Notes"),
    Action("scroll_left", ("shift+left",), "left", "Scroll wide tables and code to the left", "Notes"),
    Action("scroll_right", ("shift+right",), "right", "Scroll wide tables and code to the right", "Notes"),
    Action("source", ("M",), "source", "The entry as its author wrote it, and back", "Notes"),
    Action("find", ("/",), "find", "Find in this pane", "Find", _FINDER, footer=4),
    Action("find_next", ("n",), "next", "Next place found", "Find", _FINDER),
    Action("find_previous", ("N",), "previous", "Previous place found", "Find", _FINDER),
    Action("search", ("S",), "search", "Search the whole library", "Find", _JUMPS, footer=5),
    Action("filter", ("f",), "filter", "Show only what matches", "Find", _FILTER, footer=7),
    Action("duplicates", ("D",), "duplicates", "Works that are told several times", "Find", _JUMPS),
    Action("statistics", ("#",), "statistics", "The library from afar: years, venues, topics …", "Find", Place.OWN),
    Action("history_back", ("H",), "back", "Back to where you were before a jump", "Find", _JUMPS),
    Action("history_forward", ("L",), "forward", "Forward again", "Find", _JUMPS),
    Action("open_code", ("o",), "code", "Open the code", "Links", _DESK, footer=1),
    Action("open_paper", ("p",), "paper", "Open the paper", "Links", _DESK),
    Action("open_pdf", ("P",), "PDF", "Open the PDF", "Links", _DESK),
    Action("links", ("O",), "links", "Choose among all links", "Links", _DESK),
    Action("hints", ("F",), "hints", "Letters over the links and pictures in sight: type one", "Links", Place.HINTS),
    Action("copy_citation", ("c",), "cite", "Copy the citation", "Copy", _DESK, footer=2),
    Action("copy", ("y",), "copy", "Copy what is selected, else choose: citation, BibTeX …", "Copy", _DESK, footer=3),
    Action("read", ("r",), "read", "Mark as read, or unread again", "Marks", _MARKS, footer=3),
    Action("reading", ("i",), "reading", "Mark as being read, or unread again", "Marks", _MARKS),
    Action("bookmark", ("m",), "bookmark", "Into the reading queue, or out of it", "Marks", _MARKS),
    Action("bookmarks", ("'",), "queue", "The reading queue, in your order", "Marks", _MARKS),
    Action("tags", ("t",), "tags", "Add tags, or take them away", "Marks", _MARKS),
    Action("mark_several", ("v",), "several", "Mark several papers for the next key; Esc marks none", "Marks", _MARKS),
    Action("undo", ("U",), "undo", "Undo the last change of marks", "Marks", _MARKS),
    Action("edit", ("e",), "edit", "Edit at this paper's line in $EDITOR", "Files", _DESK, footer=8),
    Action("reload", ("R",), "reload", "Read all files again", "Files"),
    Action("problems", ("!",), "problems", "What could not be read, and why", "Files"),
    Action("toggle_tree", ("z",), "tree", "Tree on or off", "View", _PANES),
    Action("narrower", ("<",), "narrower", "Narrower tree", "View", _PANES),
    Action("wider", (">",), "wider", "Wider tree", "View", _PANES),
    Action("theme", ("T",), "theme", "Choose the colours", "View"),
    Action("settings", (",",), "settings", "The settings in force; edit them", "PaperTerm", Place.OWN),
    Action("messages", ('"',), "messages", "What was said so far", "PaperTerm", Place.OWN),
    Action("palette", ("ctrl+p", ":"), "commands", "Find any action or paper by its words", "PaperTerm"),
    Action("help", ("?", "f1"), "help", "These keys", "PaperTerm", footer=9),
    Action("back", ("escape",), "back", "Back out of anything; never quits", "PaperTerm"),
    Action("quit", ("q", "ctrl+q"), "quit", "Quit", "PaperTerm", footer=11),
)

NAMED = {action.name: action for action in ACTIONS}

# What `y` offers, by the letter that follows it; `yy` is the citation.
COPIES: tuple[tuple[str, str, str], ...] = (
    ("y", "citation", "the citation as text"),
    ("b", "bibtex", "the citation as BibTeX"),
    ("k", "key", "the citation key"),
    ("r", "repo", "the repo link"),
    ("g", "clone", "the git clone line"),
    ("u", "paper", "the paper link"),
    ("m", "markdown", "the entry's Markdown"),
    ("n", "note", "the note"),
)

_NAMES = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "escape": "Esc",
    "f1": "F1",
}


def key_name(key: str, character: str | None) -> str:
    """The name that settings and this table use for a key press: the character itself where it prints.

    Full-width forms, as a Chinese input method sends them, count as their plain ones.
    """
    if key == "space" or character == "\u3000":
        return "space"
    if character and character.isprintable() and not character.isspace():
        return unicodedata.normalize("NFKC", character)
    return key


def menu_key(key: str, character: str | None, known: Container[str]) -> str:
    """The name of a key press where only `known` keys count: of the Latin key where it stands, if it is none itself."""
    name = key_name(key, character)
    latin = latin_key(name)
    return latin if latin is not None and name not in known and latin in known else name


def shown_key(key: str) -> str:
    """How a key is written on the screen: `↓`, `Ctrl+D`, `]`."""
    if key.startswith("shift+"):
        return f"Shift+{shown_key(key[6:])}"
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    if key.startswith("alt+"):
        return f"Alt+{shown_key(key[4:])}"
    return _NAMES.get(key) or (key.capitalize() if len(key) > 1 else key)


class Clash(NamedTuple):
    """A key that was refused to `action`, because `holder` has it in the same place."""

    key: str
    action: str
    holder: str

    @property
    def sentence(self) -> str:
        """What is the case, and what to do."""
        return f"{self.key} is already the key of {self.holder}, so {self.action} does not get it; free it there first"


class Keymap:
    """Which key means which action, by place; the table's defaults with the reader's own keys over them.

    The reader's `commands` are actions too. A key that another action has already is refused, and found in `clashes`.
    """

    def __init__(self, own: Mapping[str, tuple[str, ...]] | None = None, commands: Sequence[OwnCommand] = ()) -> None:
        self.commands = {command.action: command for command in commands}
        self.actions = (*ACTIONS, *map(_action_of, commands))
        self._named = {action.name: action for action in self.actions}
        wished = dict(own or {}) | {command.action: command.keys for command in commands}
        self._keys, self.clashes = _settled(self._named, wished)
        self._meanings: dict[tuple[Place, str], Action] = {}
        for action in self.actions:
            for key in self._keys[action.name]:
                self._meanings.setdefault((action.place, key), action)

    def named(self, name: str) -> Action:
        """The action called `name`; KeyError if there is none."""
        return self._named[name]

    def meaning(self, places: Sequence[Place], key: str) -> Action | None:
        """The action of `key` in the first of `places` that has one; of the Latin key where it stands, if none has."""
        found = next((action for place in places if (action := self._meanings.get((place, key)))), None)
        if found is None and (latin := latin_key(key)) is not None:
            return self.meaning(places, latin)
        return found

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of the action called `name`; none if it was unbound. KeyError if there is no such action."""
        return self._keys[name]

    def shown(self, name: str) -> str:
        """The first key of the action as written on the screen, empty if it was unbound."""
        return shown_key(self._keys[name][0]) if self._keys[name] else ""

    def footer(self) -> Iterator[tuple[str, str, Action]]:
        """(key, label, action) of what the footer shows, the most important first."""
        shown = [action for action in self.actions if action.footer is not None and self._keys[action.name]]
        for action in sorted(shown, key=lambda action: action.footer or 0):
            yield self.shown(action.name), action.label, action

    def help(self) -> Iterator[tuple[str, str, str]]:
        """(topic, keys, what it does) of every action that has a key, in the table's order."""
        for action in self.actions:
            if keys := self._keys[action.name]:
                yield action.topic, joined_keys(keys), action.says


def _action_of(command: OwnCommand) -> Action:
    return Action(command.action, (), command.name, command.says, "Your own", Place.OWN)


def _settled(
    named: Mapping[str, Action], wished: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, tuple[str, ...]], tuple[Clash, ...]]:
    """The keys in force: the `wished` ones over the defaults, without those that another action has; and these.

    Whoever loses all keys that were wished keeps the usual ones. Names that are no action's are passed over.
    """
    usual = {name: action.keys for name, action in named.items()}
    own = {name: keys for name, keys in wished.items() if name in named}
    clashes: list[Clash] = []
    while (clash := _first_clash(named, usual | own, tuple(own))) is not None:
        clashes.append(clash)
        kept = tuple(key for key in own[clash.action] if key != clash.key)
        own |= {clash.action: kept}
        if not kept:
            del own[clash.action]
    return usual | own, tuple(clashes)


def _first_clash(named: Mapping[str, Action], keys: Mapping[str, tuple[str, ...]], own: Sequence[str]) -> Clash | None:
    """The first key that the reader wished for one action and another has where both answer; of two wishes the last."""
    claimed: dict[tuple[Place, str], str] = {}
    for name in sorted(keys, key=lambda name: own.index(name) + 1 if name in own else 0):
        for key in keys[name]:
            for place in _overlapping(named[name].place):
                holder = claimed.setdefault((place, key), name)
                if holder != name and name in own:
                    return Clash(key, name, holder)
    return None


def _overlapping(place: Place) -> tuple[Place, ...]:
    """The panes in which an action of `place` answers."""
    return (place,) if place in (Place.TREE, Place.NOTES) else (Place.TREE, Place.NOTES)


def joined_keys(keys: tuple[str, ...]) -> str:
    """Keys as they are written on the screen, beside each other."""
    if keys == tuple("123456789"):
        return "1 … 9"
    return " ".join(shown_key(key) for key in keys)

"""How to start the reader's editor at a line.

Lives here: a path, a line and an environment → the command, or why there is none.
Must not: start anything. No shell is involved, and the absolute path is exactly one argument.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import NamedTuple

from paperterm.core.text import safe

Which = Callable[[str], str | None]

_DEFAULTS = {"win32": ("notepad",)}
_ELSEWHERE = ("nano", "vim", "vi")
_ENDINGS = (".exe", ".cmd", ".bat", ".com")

_PLUS = ("+{line}", "{path}")
_COLON = ("{path}:{line}",)
_GOTO = ("--wait", "--goto", "{path}:{line}")
_WAIT_COLON = ("--wait", "{path}:{line}")
_FORMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("vim", "nvim", "vi", "view", "gvim", "mvim", "vim.basic", "vim.tiny", "elvis", "nvi"), _PLUS),
    **dict.fromkeys(("nano", "pico", "rnano", "micro", "kak", "joe", "jmacs", "jstar", "ne", "jed", "mcedit"), _PLUS),
    **dict.fromkeys(("emacs", "emacsclient", "mg", "zile", "gedit", "gnome-text-editor", "xed", "pluma"), _PLUS),
    **dict.fromkeys(("hx", "helix"), _COLON),
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf", "positron"), _GOTO),
    **dict.fromkeys(("subl", "sublime_text", "zed", "zeditor"), _WAIT_COLON),
    "kate": ("--block", "--line", "{line}", "{path}"),
    "mate": ("--wait", "--line", "{line}", "{path}"),
}


class NoEditor(NamedTuple):
    """No editor can be started; `reason` is a sentence that says what to set."""

    reason: str


def command(
    path: Path, line: int | None, environment: Mapping[str, str], which: Which, system: str, chosen: str = ""
) -> tuple[str, ...] | NoEditor:
    """The command that edits `path` at the 1-based `line`.

    The editor is the `chosen` one (the settings'), else that of $VISUAL or $EDITOR, else the first found of a few
    that most systems have. One that is named but not installed is said to be missing, never silently replaced.
    """
    named = {"the setting `editor`": chosen, "$VISUAL": environment.get("VISUAL"), "$EDITOR": environment.get("EDITOR")}
    for origin, written in named.items():
        if written and written.strip():
            return _named_editor(path, line, which, origin, written, system)
    for name in _DEFAULTS.get(system, _ELSEWHERE):
        if program := which(name):
            return (program, *_arguments(name, (), path, line))
    return NoEditor("no editor was found; set EDITOR to the one you use, or `editor` in the settings")


def _named_editor(
    path: Path, line: int | None, which: Which, origin: str, written: str, system: str
) -> tuple[str, ...] | NoEditor:
    try:
        words = shlex.split(written, posix=system != "win32")
    except ValueError:
        return NoEditor(f"{origin} is {safe(written)}, in which a quotation mark is not closed; mend it")
    if not words:
        return NoEditor(f"{origin} names no program; set it to the editor you use")
    name, *options = (word.strip('"') for word in words) if system == "win32" else words
    if program := which(name):
        return (program, *options, *_arguments(name, options, path, line))
    return NoEditor(f"{origin} names {safe(name)}, which was not found; install it, or name another editor")


def _arguments(name: str, options: tuple[str, ...] | list[str], path: Path, line: int | None) -> tuple[str, ...]:
    """The arguments after the reader's own options, in the form that the editor of this name knows."""
    absolute = str(path.absolute())
    form = _FORMS.get(_program_name(name), ("{path}",))
    if line is None or line < 1:
        form = tuple("{path}" if "{path}" in word else word for word in form if not _is_about_the_line(word))
    if "-w" in options or "--wait" in options:
        form = tuple(word for word in form if word != "--wait")
    # One replacement: a path may itself hold braces.
    filled = {"{path}": absolute, "{line}": str(line), "{path}:{line}": f"{absolute}:{line}", "+{line}": f"+{line}"}
    return tuple(filled.get(word, word) for word in form)


def _is_about_the_line(word: str) -> bool:
    return word in ("{line}", "+{line}", "--line", "--goto")


def _program_name(name: str) -> str:
    base = PurePath(name.replace("\\", "/")).name.lower()
    return next((base.removesuffix(ending) for ending in _ENDINGS if base.endswith(ending)), base)

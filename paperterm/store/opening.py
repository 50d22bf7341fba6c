"""Which program shows a web page on this desktop.

Lives here: a URL and an environment → the command to start, or why there is none.
Must not: start anything. The command never passes through a shell, and the URL is exactly one of its arguments.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath, PureWindowsPath
from typing import NamedTuple

from paperterm.core.text import safe

Which = Callable[[str], str | None]

_LONGEST = 8_000
_OPENABLE = re.compile(r"(?:https?://[^/?#]|mailto:[^/])", re.IGNORECASE)
_ATTACHES = re.compile(r"[?&]attach", re.IGNORECASE)
# These would take over the terminal that the reader is looking at.
_TEXT_BROWSERS = frozenset({"lynx", "w3m", "links", "links2", "elinks", "www-browser", "browsh", "carbonyl", "chawan"})
_NEED_A_DISPLAY = re.compile(
    r"xdg-open|gio|gnome-open|kde-open\d?|exo-open|sensible-browser|x-www-browser|firefox.*|librewolf|chromium.*"
    r"|google-chrome.*|brave.*|vivaldi.*|opera|microsoft-edge.*|epiphany|konqueror|falkon|qutebrowser|midori"
)
_REMOTE = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")


class NoOpener(NamedTuple):
    """Nothing is started; `reason` is a sentence to be shown with the URL."""

    reason: str


def is_remote(environment: Mapping[str, str]) -> bool:
    """Whether the reader sits at another machine than the program."""
    return any(environment.get(name) for name in _REMOTE)


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether programs with windows can show them."""
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def is_wsl(environment: Mapping[str, str]) -> bool:
    """Whether this is Linux inside Windows."""
    return bool(environment.get("WSL_DISTRO_NAME") or environment.get("WSL_INTEROP"))


def refusal(url: str) -> str | None:
    """Why a URL is never opened, as a sentence, or None when it may be."""
    if url.startswith("-"):
        return "it begins with a hyphen, as options of programs do"
    if any(char.isspace() for char in url) or safe(url) != url:
        return "it holds blanks or characters that cannot be seen"
    if not _OPENABLE.match(url):
        return "only http, https and mailto links are opened"
    if len(url) > _LONGEST:
        return f"it has {len(url):,} characters, more than browsers take"
    if url[:7].lower() == "mailto:" and _ATTACHES.search(url):
        return "it asks the mail program to attach a file"
    return None


def command(url: str, environment: Mapping[str, str], which: Which, system: str) -> tuple[str, ...] | NoOpener:
    """The command that opens `url` where `system` is `sys.platform`; its first word is an absolute path.

    The order: $BROWSER, then what Windows (also from within WSL), macOS or a Linux desktop offers. Browsers that
    draw in the terminal are passed over, and programs with windows where no window can be shown.
    """
    if reason := refusal(url):
        return NoOpener(reason)
    for words in _candidates(url, environment, system):
        if program := which(words[0]):
            return (program, *words[1:])
    return NoOpener(_why_none(environment, system))


def _candidates(url: str, environment: Mapping[str, str], system: str) -> Iterator[list[str]]:
    yield from _chosen_browsers(url, environment, system)
    if system == "win32":
        # The system's own handler; `start` of cmd.exe and PowerShell would read the URL as shell text.
        root = PureWindowsPath(environment.get("SYSTEMROOT", r"C:\Windows"))
        yield [str(root / "System32" / "rundll32.exe"), "url.dll,FileProtocolHandler", url]
    elif is_wsl(environment):
        yield ["wslview", url]
        yield ["rundll32.exe", "url.dll,FileProtocolHandler", url]
    if system == "darwin" and not is_remote(environment):
        yield ["open", url]
    elif has_display(environment):
        yield ["xdg-open", url]
        yield ["gio", "open", url]


def _chosen_browsers(url: str, environment: Mapping[str, str], system: str) -> Iterator[list[str]]:
    """The commands in $BROWSER that fit here, `%s` replaced by the URL or the URL added."""
    for written in environment.get("BROWSER", "").split(";" if system == "win32" else ":"):
        words = _words(written, system)
        if not words or _TEXT_BROWSERS & {PurePath(word).name for word in words}:
            continue
        if _NEED_A_DISPLAY.fullmatch(PurePath(words[0]).name) and not _shows_windows(environment, system):
            continue
        yield _with_url(words, url)


def _words(written: str, system: str) -> list[str]:
    try:
        words = shlex.split(written, posix=system != "win32")
    except ValueError:
        return []
    return words[:-1] if words[-1:] == ["&"] else words


def _with_url(words: list[str], url: str) -> list[str]:
    """The command for exactly one URL: the first `%s` takes it, and arguments with a further `%s` are dropped."""
    at = next((at for at, word in enumerate(words[1:], 1) if "%s" in word), None)
    if at is None:
        return [*words, url]
    rest = [word for word in words[at + 1 :] if "%s" not in word]
    return [*words[:at], words[at].replace("%s", url, 1), *rest]


def _shows_windows(environment: Mapping[str, str], system: str) -> bool:
    return system == "win32" or has_display(environment) or (system == "darwin" and not is_remote(environment))


def _why_none(environment: Mapping[str, str], system: str) -> str:
    if is_remote(environment) and not has_display(environment):
        return "this is a remote session without a display"
    if system != "darwin" and not has_display(environment):
        return "there is no display; set BROWSER to a program that can show the page"
    return "no program to open it was found; install xdg-utils, or set BROWSER"

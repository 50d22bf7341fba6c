"""Which program is started for a URL, and which URLs start none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.store.opening import NoOpener, command, refusal

URL = "https://arxiv.org/abs/1706.03762?x=1&y='$(touch%20me)"
DESK = {"DISPLAY": ":0"}
SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}


def has(*programs: str) -> Callable[[str], str | None]:
    return lambda name: f"/bin/{name}" if name in programs else name if "\\" in name else None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "example.org",
        "http:example.org",
        "https://",
        "https:///path",
        "mailto:",
        "--version",
        "-https://example.org",
        " https://example.org",
        "https://example.org/a b",
        "https://example.org/a\nb",
        "https://example.org/\x1b[31m",
        "https://example.org/\x9b31m",
        "https://example.org/\u202egpj.exe",
        "https://example.org/\u200b",
        "https://example.org/\udcff",
        "https://example.org/" + "a" * 9000,
        "mailto:a@example.org?subject=x&attach=/etc/passwd",
    ],
)
def test_nothing_is_started_for_such_a_url(url: str) -> None:
    assert refusal(url)
    assert isinstance(command(url, DESK, has("xdg-open"), "linux"), NoOpener)


@pytest.mark.parametrize(
    "url",
    [URL, "HTTP://EXAMPLE.ORG", "https://[::1]/", "https://例え.jp/论文", "mailto:a@example.org", "http://-x.org/"],
)
def test_web_pages_and_mail_are_opened(url: str) -> None:
    assert command(url, DESK, has("xdg-open"), "linux") == ("/bin/xdg-open", url)


@given(st.text())
def test_what_is_opened_is_visible_and_in_one_piece(url: str) -> None:
    if refusal(url) is None:
        assert url.isprintable()
        assert len(url.split()) == 1


@pytest.mark.parametrize(
    ("environment", "system", "programs", "expected"),
    [
        (DESK, "linux", ("xdg-open", "gio"), ("/bin/xdg-open", URL)),
        (DESK, "linux", ("gio",), ("/bin/gio", "open", URL)),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", ("xdg-open",), ("/bin/xdg-open", URL)),
        ({**SSH, "DISPLAY": "localhost:10.0"}, "linux", ("xdg-open",), ("/bin/xdg-open", URL)),
        ({"BROWSER": "firefox", **DESK}, "linux", ("firefox", "xdg-open"), ("/bin/firefox", URL)),
        ({"BROWSER": "gone:firefox", **DESK}, "linux", ("firefox",), ("/bin/firefox", URL)),
        ({"BROWSER": "lynx:w3m %s:links", **DESK}, "linux", ("lynx", "w3m", "links", "gio"), ("/bin/gio", "open", URL)),
        ({"BROWSER": "env w3m", **DESK}, "linux", ("env", "gio"), ("/bin/gio", "open", URL)),
        ({"BROWSER": "b --to=%s --new"}, "linux", ("b",), ("/bin/b", f"--to={URL}", "--new")),
        ({"BROWSER": "b '%s' %s &"}, "linux", ("b",), ("/bin/b", URL)),
        ({"BROWSER": "'unclosed", **DESK}, "linux", ("gio",), ("/bin/gio", "open", URL)),
        ({"BROWSER": "helper.sh", **SSH}, "linux", ("helper.sh",), ("/bin/helper.sh", URL)),
        ({"WSL_DISTRO_NAME": "Ubuntu"}, "linux", ("wslview", "rundll32.exe"), ("/bin/wslview", URL)),
        (
            {"WSL_DISTRO_NAME": "Ubuntu"},
            "linux",
            ("rundll32.exe",),
            ("/bin/rundll32.exe", "url.dll,FileProtocolHandler", URL),
        ),
        ({}, "darwin", ("open",), ("/bin/open", URL)),
        (
            {"SYSTEMROOT": "D:\\Win"},
            "win32",
            (),
            ("D:\\Win\\System32\\rundll32.exe", "url.dll,FileProtocolHandler", URL),
        ),
    ],
)
def test_the_first_program_that_fits_gets_the_url_as_one_argument(
    environment: dict[str, str], system: str, programs: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert command(URL, environment, has(*programs), system) == expected


@pytest.mark.parametrize(
    ("environment", "system", "programs", "reason"),
    [
        ({}, "linux", ("xdg-open", "gio"), "no display"),
        (SSH, "linux", ("xdg-open",), "remote session"),
        (SSH, "darwin", ("open",), "remote session"),
        ({**SSH, "BROWSER": "firefox"}, "linux", ("firefox",), "remote session"),
        ({"BROWSER": "w3m"}, "linux", ("w3m",), "no display"),
        (DESK, "linux", (), "no program"),
    ],
)
def test_where_nothing_fits_the_reason_is_said(
    environment: dict[str, str], system: str, programs: tuple[str, ...], reason: str
) -> None:
    answer = command(URL, environment, has(*programs), system)
    assert isinstance(answer, NoOpener)
    assert reason in answer.reason

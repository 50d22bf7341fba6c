"""Where things are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from paperterm.store.places import Place, bundled, places

needs_xdg = pytest.mark.skipif(sys.platform == "win32", reason="XDG is of Unix")


@needs_xdg
def test_xdg_variables_are_honoured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(tmp_path / variable))
    here = places()
    assert here.settings == tmp_path / "CONFIG/paperterm/settings.toml"
    assert here.state == tmp_path / "DATA/paperterm/state.sqlite3"
    assert here.index == tmp_path / "CACHE/paperterm/index"


def test_a_settings_file_or_its_folder_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "mine.conf").write_text("")
    assert places(tmp_path).settings == tmp_path / "settings.toml"
    assert places(tmp_path / "other.toml").settings == tmp_path / "other.toml"
    assert places(tmp_path / "mine.conf").settings == tmp_path / "mine.conf"
    assert places(Path("~/x.toml")).settings == Path.home() / "x.toml"
    assert places(Path("~nobody-of-this-name/x.toml")).settings.is_absolute()


def test_asking_for_places_makes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    places().where()
    assert list(tmp_path.iterdir()) == []


@needs_xdg
def test_a_user_without_a_home_gets_places_where_nothing_is(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        monkeypatch.setattr(os, "getuid", lambda: 987_654)
    for variable in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.delenv(f"XDG_{variable}_HOME", raising=False)
    monkeypatch.setenv("HOME", "relative")
    assert all(place.path.is_absolute() for place in places().where())


def test_every_place_has_a_name_and_says_whether_it_exists(tmp_path: Path) -> None:
    rows = places(tmp_path).where()
    assert [row.name for row in rows] == ["settings", "data", "cache", "state", "index", "styles", "sample notes"]
    assert Place("here", tmp_path).exists
    assert not rows[0].exists
    assert not Place("odd", Path("a\0b")).exists


def test_bundled_folders_are_found() -> None:
    assert bundled("styles").name == "styles"
    assert bundled("no such folder").parent.name == "paperterm"

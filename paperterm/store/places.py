"""The folders PaperTerm keeps things in, and those it ships with.

Lives here: THE door to platformdirs; where settings, state and index lie, and where bundled folders are found.
Must not: create or write anything.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import paperterm

_APPLICATION = "paperterm"


class Place(NamedTuple):
    """A file or folder that the program uses, by the name `paperterm where` prints."""

    name: str
    path: Path

    @property
    def exists(self) -> bool:
        """Whether it is there now."""
        try:
            return self.path.exists()
        except (OSError, ValueError):
            return False


@dataclass(frozen=True, slots=True)
class Places:
    """Absolute paths of everything the program may write; none of them needs to exist yet."""

    settings: Path
    data: Path
    cache: Path

    @property
    def state(self) -> Path:
        """The reading state: what was read, bookmarked, tagged."""
        return self.data / "state.sqlite3"

    @property
    def index(self) -> Path:
        """The folder of the libraries' indexes: always safe to delete."""
        return self.cache / "index"

    def where(self) -> tuple[Place, ...]:
        """The rows of `paperterm where`, in the order printed."""
        rows = {"settings": self.settings, "data": self.data, "cache": self.cache, "state": self.state}
        rows |= {"index": self.index, "styles": bundled("styles"), "sample notes": bundled("sample_notes")}
        return tuple(Place(name, path) for name, path in rows.items())


def places(config: Path | None = None) -> Places:
    """The places of this user: `config` is the settings file, or a folder that holds settings.toml.

    Without it, the user's own folders; XDG variables are honoured where the system knows them. A user without a
    home gets paths at which nothing can exist.
    """
    settings, data, cache = _user_folders()
    return Places(_settings_file(settings if config is None else config), data, cache)


def bundled(name: str) -> Path:
    """The folder `name` that ships with the program: inside the package, or beside it in a checkout.

    When neither is there, the path inside the package is returned: that is where it is missing.
    """
    package = Path(paperterm.__file__).parent
    inside, beside = package / name, package.parent / name
    return beside if beside.is_dir() and not inside.is_dir() else inside


def _user_folders() -> tuple[Path, Path, Path]:
    from platformdirs import PlatformDirs

    folders = PlatformDirs(_APPLICATION, appauthor=False, roaming=False)
    try:
        return Path(folders.user_config_dir), Path(folders.user_data_dir), Path(folders.user_cache_dir)
    except RuntimeError:
        nowhere = Path(os.devnull) / _APPLICATION
        return nowhere, nowhere, nowhere


def _settings_file(config: Path) -> Path:
    with suppress(RuntimeError):  # no such user, or one without a home: then the path is meant as it stands
        config = config.expanduser()
    config = config.absolute()
    return config if config.suffix == ".toml" or config.is_file() else config / "settings.toml"

"""The wheel as a user installs it: complete, and at work with nothing of the checkout beside it."""

from __future__ import annotations

import json
import os
import re
import site
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import paperterm

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel in it, and a home and an empty folder for it to run in."""

    folder: Path
    wheel: Path

    @property
    def environment(self) -> dict[str, str]:
        own = {name: "" for name in os.environ if name.startswith(("XDG_", "PYTHONPATH"))}
        return own | {"HOME": str(self.folder / "home"), "EDITOR": "", "VISUAL": ""}

    @property
    def program(self) -> str:
        return str(self.folder / "venv" / "bin" / "paperterm")

    @property
    def package(self) -> Path:
        return self.folder / "venv" / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages" / "paperterm"

    def run(self, *words: str, folder: str = "empty") -> str:
        command, env = [self.program, *words], os.environ | self.environment
        cwd = self.folder / folder
        ended = subprocess.run(command, cwd=cwd, env=env, capture_output=True, timeout=120, check=False)
        assert (ended.returncode, ended.stderr) == (0, b"")
        return ended.stdout.decode()


def _do(*command: str | Path, cwd: Path = ROOT) -> None:
    ended = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{ended.stderr}"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    if os.name != "posix":
        pytest.skip("looks for the files of a POSIX environment")
    folder = tmp_path_factory.mktemp("wheel")
    _do(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    _do(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    own = Installed(folder, wheel)
    python = folder / "venv" / "bin" / "python"
    _do(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel)
    # What the wheel depends on is borrowed from here; a path in such a file comes after the environment's own, and
    # an editable installation of the checkout is not followed.
    borrowed = [path for path in (*site.getsitepackages(), site.getusersitepackages()) if Path(path).is_dir()]
    (own.package.parent / "borrowed.pth").write_text("".join(f"{path}\n" for path in borrowed))
    (folder / "home").mkdir()
    (folder / "empty").mkdir()
    return own


def test_the_wheel_holds_all_styles_and_samples_and_no_tests(installed: Installed) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    bundled = [*(ROOT / "styles").rglob("*"), *(ROOT / "sample_notes").rglob("*")]
    wanted = {f"paperterm/{path.relative_to(ROOT).as_posix()}" for path in bundled if path.is_file()}
    assert any(name.endswith(".tcss") for name in wanted) and any(name.endswith(".png") for name in wanted)
    assert wanted <= names
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "paperterm").rglob("*.py")}
    assert modules <= names and "paperterm/py.typed" in names
    strangers = {name for name in names if not name.startswith(("paperterm/", f"paperterm-{paperterm.__version__}."))}
    assert not strangers
    assert not [name for name in names if re.search(r"(^|/)(tests?|__pycache__)/|\.pyc$", name)]


def test_the_wheel_says_its_licence_and_what_it_needs(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        (name,) = [name for name in wheel.namelist() if name.endswith("/METADATA")]
        metadata = wheel.read(name).decode()
        assert any(name.endswith("/licenses/LICENSE") for name in wheel.namelist())
    assert f"\nVersion: {paperterm.__version__}\n" in metadata
    assert "\nRequires-Dist: textual" in metadata and "\nRequires-Python: >=3.11\n" in metadata


def test_the_installed_program_knows_its_version(installed: Installed) -> None:
    assert installed.run("--version") == f"paperterm {paperterm.__version__}\n"


def test_styles_and_samples_lie_in_the_package(installed: Installed) -> None:
    places = dict(re.split(r" {2,}", line)[:2] for line in installed.run("where").splitlines())
    assert Path(places["styles"]) == installed.package / "styles"
    assert Path(places["sample notes"]) == installed.package / "sample_notes"
    assert all(Path(places[name]).is_dir() for name in ("styles", "sample notes"))


@pytest.mark.parametrize("folder", ["empty", "home"])
def test_from_a_folder_without_papers_the_samples_are_listed(installed: Installed, folder: str) -> None:
    entries = [json.loads(line) for line in installed.run("list", "--format", "jsonl", folder=folder).splitlines()]
    assert "Attention Is All You Need" in {entry["title"] for entry in entries}
    assert "多模态.md" in {entry["file"] for entry in entries}


def test_the_screen_opens_on_the_samples(installed: Installed) -> None:
    from tests.terminal import Terminal

    with Terminal([installed.program], env=installed.environment, cwd=installed.folder / "empty") as terminal:
        terminal.wait_for("sample_notes", seconds=60)
        terminal.wait_for("by document", seconds=60)
        terminal.press("/", "attention is all", "enter")
        terminal.wait_for("Attention Is All You Need", seconds=60)
        terminal.press("escape", "q")
        assert terminal.wait_exit() == 0
        assert b"Traceback" not in terminal.raw

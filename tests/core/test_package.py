"""What is installed: every folder is listed, and a wheel holds `gongkai/` alone, whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ROOMS = {"gongkai": "src/gongkai"} | {
    f"gongkai.{room}": room for room in ("ingest", "index", "ui", "eval")
}
CODE_OR_DATA = {".py", ".json", ".css", ".js", ".typed", ".safetensors"}


def _folders() -> dict[str, Path]:
    """Every package by its dotted name; the links laid for type checkers are passed over."""
    found = {}
    for name, place in ROOMS.items():
        top = ROOT / place
        for init in top.rglob("__init__.py"):
            inside = init.parent.relative_to(top).parts
            if any((top / Path(*inside[: i + 1])).is_symlink() for i in range(len(inside))):
                continue
            found[".".join((name, *inside))] = init.parent
    return found


def _shipped() -> set[str]:
    """What of the source tree belongs in a wheel, as paths below `gongkai`."""
    return {
        f"{name.replace('.', '/')}/{file.name}"
        for name, folder in _folders().items()
        for file in folder.iterdir()
        if file.is_file() and (file.suffix in CODE_OR_DATA or file.name == "py.typed")
    }


def test_the_list_of_packages_equals_the_folders() -> None:
    assert set(SETTINGS["tool"]["setuptools"]["packages"]) == set(_folders())


def test_every_pin_of_pyproject_is_in_the_constraints() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(line.count("==") == 1 and "@" not in line and "+" not in line for line in pins)
    names = {_plain(line.split("==")[0]) for line in pins}
    project = SETTINGS["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    assert {_plain(_name(requirement)) for requirement in wanted} <= names


def _name(requirement: str) -> str:
    for at, char in enumerate(requirement):
        if not (char.isalnum() or char in "-_."):
            return requirement[:at]
    return requirement


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _links_and_litter(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name == "__pycache__" or Path(folder, name).is_symlink()}


@pytest.mark.slow
def test_a_wheel_holds_gongkai_alone_and_whole(tmp_path: Path) -> None:
    # From a copy, so that no stale build/ of this checkout gets in and none is left here.
    copy = tmp_path / "source"
    copy.mkdir()
    for file in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / file, copy)
    for room in ROOMS.values():
        shutil.copytree(ROOT / room, copy / room, ignore=_links_and_litter)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    command += ["--no-build-isolation", "--wheel-dir", str(tmp_path), str(copy)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside == _shipped()
    notes = {Path(name).name for name in names if ".dist-info/" in name}
    assert {"LICENSE", "NOTICE", "entry_points.txt"} <= notes

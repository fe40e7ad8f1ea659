"""Generations: each published index is a folder that never changes again.

`home/index/gen-<n>/` holds chroma/, facts.sqlite and manifest.json; `home/index/CURRENT`
names the live one. A writer builds `draft-<n>` and publishes it by renaming it and replacing
CURRENT, so that a reader sees the old index or the new one, whole, and a killed writer leaves
nothing but a draft, which the next one removes. See docs/decisions/0001-index-generations.md.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from gongkai.index.lock import Held, exclusive


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built with (the first five), and how much it holds."""

    model: str
    dimension: int
    chunking: str
    form: str
    schema: str
    reports: int = 0
    chunks: int = 0
    created: str = ""

    def differences(self, other: Manifest) -> list[tuple[str, str, str]]:
        """What it was built with otherwise than ``other``: (name, here, there)."""
        names = ("model", "dimension", "chunking", "form", "schema")
        pairs = [(name, str(getattr(self, name)), str(getattr(other, name))) for name in names]
        return [pair for pair in pairs if pair[1] != pair[2]]


def root(home: Path) -> Path:
    """The folder of all generations."""
    return home / "index"


def current(root: Path) -> str:
    """The live generation's name, or "" where none was published."""
    try:
        return (root / "CURRENT").read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation; one written by another version reads as a mismatch."""
    data = json.loads((folder / "manifest.json").read_text("utf-8"))
    known = {name: data[name] for name in Manifest.__dataclass_fields__ if name in data}
    blank = {"model": "", "dimension": 0, "chunking": "", "form": "", "schema": ""}
    return Manifest(**{**blank, **known})


def draft(root: Path, base: str) -> Path:
    """A new draft folder: a copy of generation ``base``, or empty where that is ""."""
    number = max((int(path.name[4:]) for path in root.glob("gen-*")), default=0) + 1
    folder = root / f"draft-{number}"
    folder.mkdir(parents=True)
    if base:
        # A reader writes a line to Chroma's database while it opens it: not in the midst of that.
        with exclusive(root / base / ".opening"):
            shutil.copytree(root / base / "chroma", folder / "chroma")
        source = sqlite3.connect(root / base / "facts.sqlite")
        target = sqlite3.connect(folder / "facts.sqlite")
        with closing(source), closing(target):
            source.backup(target)
    return folder


def publish(folder: Path, manifest: Manifest) -> str:
    """Make a finished draft the live generation, durably; gives its name."""
    where = folder.parent
    (folder / ".inuse").touch()
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text, "utf-8")
    for path in (*folder.rglob("*"), folder):
        sync(path)
    target = where / folder.name.replace("draft-", "gen-")
    folder.rename(target)
    pointer = where / "CURRENT.new"
    pointer.write_text(target.name, "utf-8")
    sync(pointer)
    os.replace(pointer, where / "CURRENT")
    sync(where)
    return target.name


def tidy(root: Path) -> None:
    """Remove drafts, and generations but the live one and those somebody reads.

    Only for who holds the writer's lock. A reader on its way to a generation that is just being
    removed looks at CURRENT again.
    """
    live = current(root)
    for path in [*root.glob("draft-*"), *root.glob("trash-*")]:
        shutil.rmtree(path)
    for path in root.glob("gen-*"):
        if path.name == live:
            continue
        trash = root / path.name.replace("gen-", "trash-")
        try:
            with exclusive(path / ".inuse", wait=0):
                path.rename(trash)
        except Held:
            continue
        shutil.rmtree(trash)


def sync(path: Path) -> None:
    """Have a file or folder on the disk itself before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

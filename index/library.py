"""The library: the open index, reopened when a new generation was published."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from gongkai.config import Config
from gongkai.errors import IndexMismatch, NoIndex
from gongkai.form import form_version
from gongkai.index import generation
from gongkai.index.facts import ReportCard
from gongkai.index.lock import Held
from gongkai.index.schema import SCHEMA
from gongkai.index.snapshot import Hit, Index

__all__ = ["Hit", "Index", "Library", "ReportCard", "expected"]

logger = logging.getLogger(__name__)

_TRIES = 20  # each time a writer published and removed a generation just before it was opened
_NAMES = {
    "model": "向量模型",
    "dimension": "向量维度",
    "chunking": "分段规则",
    "form": "表格数据",
    "schema": "索引结构",
}


def live(root: Path) -> str:
    """The name of the live generation below ``root``. Raises `NoIndex` where there is none."""
    name = generation.current(root)
    if not name:
        raise NoIndex(
            "还没有导入任何报告", file=str(root), remedy="请先运行 gongkai ingest 报告所在文件夹"
        )
    return name


class Library:
    """Gives the live index. One per process; safe for threads.

    ``name`` and ``dimension`` are the encoder's: an index of another model is refused.
    """

    def __init__(self, config: Config, name: str, dimension: int) -> None:
        self._home = config.home
        self._expected = expected(name, dimension)
        self._lock = threading.Lock()
        self._index: Index | None = None

    def current(self) -> Index:
        """The open index of the live generation; costs one small read where nothing changed.

        Who still holds an older one goes on using it: its files stay until it is let go.
        Raises `NoIndex`, `IndexMismatch`.
        """
        root = generation.root(self._home)
        for _ in range(_TRIES):
            name = live(root)
            index = self._index
            if index is not None and index.generation == name:
                return index
            with self._lock:
                if self._index is not None and self._index.generation == name:
                    return self._index
                try:
                    self._index = self._open(root / name)
                except (FileNotFoundError, Held):
                    continue
                return self._index
        raise NoIndex("索引文件不完整", file=str(root), remedy="请重新运行 gongkai ingest")

    def _open(self, folder: Path) -> Index:
        differences = generation.read_manifest(folder).differences(self._expected)
        if differences:
            told = "；".join(f"{_NAMES[n]}：索引为 {a}，当前为 {b}" for n, a, b in differences)
            raise IndexMismatch(
                f"索引与当前设置不符（{told}）",
                file=str(folder),
                remedy="请运行 gongkai ingest 报告所在文件夹，索引会重建",
            )
        logger.info("opening index %s", folder.name)
        return Index(folder, self._home / "sources")


def as_built(config: Config) -> Library:
    """The library of this home's index, whatever model it was built with: cells need no vectors.

    Raises `NoIndex`, `IndexMismatch`.
    """
    root = generation.root(config.home)
    manifest = generation.read_manifest(root / live(root))
    library = Library(config, manifest.model, manifest.dimension)
    library.current()  # what can't be opened is told now
    return library


def expected(name: str, dimension: int) -> generation.Manifest:
    """The manifest of an index built now with that encoder."""
    from gongkai.ingest.chunk import CHUNKING

    return generation.Manifest(name, dimension, str(CHUNKING), form_version(), SCHEMA)

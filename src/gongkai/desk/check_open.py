"""From a config to a checker over this home's index; no model is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.answering.shelf import Shelf
from gongkai.config import Config
from gongkai.desk.check import Checker
from gongkai.index import generation
from gongkai.index.library import Library


@dataclass(slots=True)
class _Shelves:
    """The shelf of the live index generation, kept until another is published."""

    library: Library
    kept: Shelf | None = None

    def shelf(self) -> Shelf:
        index = self.library.current()
        shelf = self.kept
        if shelf is None or shelf.index is not index:
            shelf = self.kept = Shelf(index)
        return shelf


def open_checker(config: Config) -> Checker:
    """A checker over this home's index. Raises `NoIndex`, `IndexMismatch`.

    Judging needs no vectors: the index's own model name and dimension are taken as they are.
    """
    root = generation.root(config.home)
    name = generation.current(root)
    manifest = generation.read_manifest(root / name) if name else None
    library = Library(
        config, manifest.model if manifest else "", manifest.dimension if manifest else 0
    )
    library.current()  # raises now, not at the first claim
    return Checker(_Shelves(library))

"""From a config to a checker over this home's index; no model is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.answering.shelf import Shelf
from gongkai.config import Config
from gongkai.desk.check import Checker
from gongkai.index.library import Library, as_built


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
    return Checker(_Shelves(as_built(config)))

"""From a config to a checker over this home's index; a model is loaded only where one is needed."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.answering.shelf import Shelf
from gongkai.config import Config
from gongkai.desk.check import Checker
from gongkai.index.encoder import load_encoder
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

    Most judging needs no vectors: the index's own model name and dimension are taken as they are,
    and the model is loaded when a statement is told in no passage's words.
    """
    return Checker(_Shelves(as_built(config)), lambda: load_encoder(config))

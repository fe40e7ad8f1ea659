"""From a config to a checker over this home's index; a model is loaded where no rule reads a figure."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from gongkai.answering.relevant import Reader
from gongkai.answering.shelf import Shelf
from gongkai.config import Config
from gongkai.desk.check import Checker
from gongkai.errors import GongkaiError
from gongkai.index.library import Library, as_built

log = logging.getLogger(__name__)


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

    Most judging needs no vectors: the index's own model name and dimension are taken as they are.
    """
    return Checker(_Shelves(as_built(config)), _lazily(config))


def _lazily(config: Config) -> Callable[[], Reader | None]:
    """Opens the assistant's reading at the first call; None where its model can't be had."""

    @cache
    def read() -> Reader | None:
        from gongkai.answering.assistant import Assistant
        from gongkai.index.encoder import load_encoder

        try:
            encoder = load_encoder(config)
            library = Library(config, encoder.name, encoder.dimension)
            return Assistant(library, encoder, config).reader()
        except GongkaiError as error:
            log.warning("read by rules alone: %s", error)
            return None

    return read

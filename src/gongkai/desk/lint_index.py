"""Lint over the index: reports body by body, each between its neighbours; no model is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from gongkai.config import Config
from gongkai.desk.finding import Lint
from gongkai.desk.lint import lint, lint_years, only
from gongkai.errors import GongkaiError
from gongkai.report import Report

if TYPE_CHECKING:
    from gongkai.index.snapshot import Index


def open_index(config: Config) -> Index:
    """This home's index, whatever model it was built with. Raises `NoIndex`, `IndexMismatch`."""
    from gongkai.index.library import as_built

    return as_built(config).current()


def lint_index(index: Index) -> Iterator[Lint]:
    """Every report of the index, by body and year; one body's reports are held at a time."""
    for _, cards in groupby(index.cards(), key=lambda card: card.bureau):
        yield from lint_years([index.report(card.id) for card in cards])


def lint_file(report: Report, index: Index | None) -> Lint:
    """A report that needn't be in the index, beside its neighbours where the index has them."""
    return lint(report, neighbour(report, index, -1), neighbour(report, index, 1))


def neighbour(report: Report, index: Index | None, step: int) -> Report | None:
    """The same body's report ``step`` years on; None where there is none, or several differ."""
    if index is None:
        return None
    return only(
        index.report(card.id)
        for card in index.cards()
        if card.bureau == report.bureau and card.year == report.year + step
    )


def index_if_any(config: Config) -> Index | None:
    """The index, or None where there is none that can be read."""
    try:
        return open_index(config)
    except GongkaiError:
        return None

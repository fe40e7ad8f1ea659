"""Checked reports of the live index, kept until another generation is published."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from gongkai.desk.finding import Finding, Lint
from gongkai.desk.lint import lint_years
from gongkai.index.library import Library

if TYPE_CHECKING:
    from gongkai.index.snapshot import Index


class Lints:
    """Lints by report; safe for threads. A body is checked as a whole: its years are neighbours."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._generation = ""
        self._found: dict[str, Lint] = {}

    def of(self, report_id: str) -> Lint | None:
        """The lint of one report; None where the index has it no more."""
        index, found = self._current()
        if report_id not in found:
            card = next((card for card in index.cards() if card.id == report_id), None)
            if card is None:
                return None
            self._check(index, card.bureau, found)
        return found.get(report_id)

    def every(self) -> Iterator[Lint]:
        """All reports, by body and year, as they are checked."""
        index, found = self._current()
        for bureau, cards in groupby(index.cards(), key=lambda card: card.bureau):
            ids = [card.id for card in cards]
            if any(report_id not in found for report_id in ids):
                self._check(index, bureau, found)
            yield from (found[report_id] for report_id in ids)

    def finding(self, key: str) -> Finding | None:
        """The finding of that key among the reports checked so far."""
        _, found = self._current()
        every = (finding for result in list(found.values()) for finding in result.findings)
        return next((finding for finding in every if finding.key == key), None)

    def _current(self) -> tuple[Index, dict[str, Lint]]:
        index = self._library.current()
        with self._lock:
            if self._generation != index.generation:
                self._generation, self._found = index.generation, {}
            return index, self._found

    def _check(self, index: Index, bureau: str, found: dict[str, Lint]) -> None:
        reports = [index.report(card.id) for card in index.cards() if card.bureau == bureau]
        # Two who ask at once do the same work twice and find the same.
        for result in lint_years(reports):
            found[result.report_id] = result

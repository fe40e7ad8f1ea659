"""What the tabs choose from: bodies, years and reports of the live index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.errors import GongkaiError
from gongkai.index.library import Library

if TYPE_CHECKING:
    from gongkai.index.facts import ReportCard
    from gongkai.index.snapshot import Index


class Names:
    """Names of the live generation, as dropdowns show them."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def index(self) -> Index | None:
        """The live index; None where there is none that opens."""
        try:
            return self._library.current()
        except GongkaiError:
            return None

    def cards(self) -> Sequence[ReportCard]:
        """All reports, by body and year."""
        index = self.index()
        return index.cards() if index else ()

    def bureaus(self) -> list[str]:
        """Bodies by name."""
        return sorted({card.bureau for card in self.cards()})

    def fullest(self) -> str | None:
        """The body of the most years, by which a comparison starts; None without reports."""
        years: dict[str, set[int]] = {}
        for card in self.cards():
            years.setdefault(card.bureau, set()).add(card.year)
        return max(sorted(years), key=lambda name: len(years[name]), default=None)

    def years(self) -> list[str]:
        """Years, newest first."""
        return [str(y) for y in sorted({card.year for card in self.cards()}, reverse=True)]

    def reports(self) -> list[tuple[str, str]]:
        """(label, id) of each report; a body's second report of a year is told apart."""
        labels: dict[str, int] = {}
        told = []
        for card in self.cards():
            label = f"{card.bureau} {card.year}年"
            labels[label] = labels.get(label, 0) + 1
            told.append((label if labels[label] == 1 else f"{label}（{labels[label]}）", card.id))
        return told

    def chosen(self, bureaus: Sequence[str], years: Sequence[str]) -> list[str]:
        """The ids of the reports of those bodies and years; of all where none is named."""
        return [
            card.id
            for card in self.cards()
            if (not bureaus or card.bureau in bureaus) and (not years or str(card.year) in years)
        ]

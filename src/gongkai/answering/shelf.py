"""What the index holds, by body and year, as answering looks it up; built once a generation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from gongkai.answering.bodies import Bodies
from gongkai.answering.whom import Scope

if TYPE_CHECKING:
    from gongkai.index.library import Index, ReportCard
    from gongkai.report import Report


class Shelf:
    """The reports of one index generation: which body has which years."""

    def __init__(self, index: Index) -> None:
        self.index = index
        cards = index.cards()
        self._ids: dict[tuple[str, int], list[str]] = {}
        for card in sorted(cards, key=_newest_first):
            self._ids.setdefault((card.bureau, card.year), []).append(card.id)
        years = _years(self._ids)
        self.scope = Scope(Bodies(sorted(years)), years)

    def reports(self, bureau: str, years: Iterable[int]) -> list[Report]:
        """The reports of a body in ``years``, oldest first; years without one are passed over."""
        return [
            self.index.report(report_id)
            for year in sorted(set(years))
            for report_id in self._ids.get((bureau, year), ())
        ]

    def years(self, bureau: str) -> tuple[int, ...]:
        """The years a body has reports of, oldest first."""
        return tuple(self.scope.years.get(bureau, ()))


def _newest_first(card: ReportCard) -> tuple[str, int, str]:
    return (card.bureau, -card.year, card.id)


def _years(ids: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for bureau, year in ids:
        found.setdefault(bureau, set()).add(year)
    return {bureau: tuple(sorted(years)) for bureau, years in found.items()}


def listed(names: Sequence[str], limit: int = 6) -> str:
    """Names in a row, with how many more there are."""
    shown = "、".join(names[:limit])
    return shown if len(names) <= limit else f"{shown}等{len(names)}个"

"""Which bodies and years the index has, and which years between are missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BodyCoverage:
    """One body: how many reports each year has, and the years missing between its first and last."""

    bureau: str
    reports: dict[int, int]
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Bodies by name over all years from the first to the last."""

    years: tuple[int, ...]
    bodies: tuple[BodyCoverage, ...]

    def rows(self) -> Iterable[tuple[object, ...]]:
        """A table: body, then each year's number of reports ("缺" where one is missing)."""
        for body in self.bodies:
            cells = (body.reports.get(y, "缺" if y in body.missing else "") for y in self.years)
            yield (body.bureau, *cells, "、".join(map(str, body.missing)))


def coverage(reports: Iterable[tuple[str, int]]) -> Coverage:
    """The coverage of (bureau, year) pairs, one a report."""
    counts: dict[str, dict[int, int]] = {}
    for bureau, year in reports:
        years = counts.setdefault(bureau, {})
        years[year] = years.get(year, 0) + 1
    every = [year for years in counts.values() for year in years]
    return Coverage(
        tuple(range(min(every), max(every) + 1)) if every else (),
        tuple(
            BodyCoverage(
                bureau,
                dict(sorted(years.items())),
                tuple(y for y in range(min(years), max(years) + 1) if y not in years),
            )
            for bureau, years in sorted(counts.items())
        ),
    )

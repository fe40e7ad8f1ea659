"""What a batch of read files does to the reports: which are new, which tell a known one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gongkai.index.incoming import Read
from gongkai.index.twins import richness, same
from gongkai.report import Report


@dataclass(slots=True)
class Winner:
    """A report to write: read from ``read``; ``joined`` are files that tell the same report.

    ``over``: the ids of known reports it takes the place of, being the richer reading.
    """

    read: Read
    joined: list[Read] = field(default_factory=list)
    over: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placing:
    """Reports to write, and files that only join a known report (by its id)."""

    winners: tuple[Winner, ...]
    joins: tuple[tuple[Read, str], ...]


def place(batch: Sequence[Read], known: Callable[[str, int], Sequence[Report]]) -> Placing:
    """Where each file of a batch goes. ``known`` gives the reports of a body and year.

    A known report that was read from a file of the batch is about to be replaced: no file joins
    it. Of the readings of one report the richest is written.
    """
    names = {read.name for read in batch}
    winners: dict[tuple[str, int], list[Winner]] = {}
    joins: list[tuple[Read, str]] = []
    for read in batch:
        report = read.entry.report
        key = (report.bureau, report.year)
        here = winners.setdefault(key, [])
        twin = next((w for w in here if _one(w.read.entry.report, report)), None)
        if twin is not None:
            _join(twin, read)
            continue
        older = next(
            (r for r in known(*key) if r.source.path not in names and _one(r, report)), None
        )
        if older is None:
            here.append(Winner(read))
        elif older.id != report.id and richness(report) > richness(older):
            here.append(Winner(read, over=[older.id]))
        else:
            joins.append((read, older.id))
    return Placing(tuple(w for group in winners.values() for w in group), tuple(joins))


def _one(a: Report, b: Report) -> bool:
    return a.id == b.id or same(a, b)


def _join(winner: Winner, read: Read) -> None:
    richer = richness(read.entry.report) > richness(winner.read.entry.report)
    if richer and read.entry.report.id != winner.read.entry.report.id:
        winner.read, read = read, winner.read
    winner.joined.append(read)

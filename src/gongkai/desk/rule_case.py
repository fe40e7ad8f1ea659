"""What a rule is given: a report between its neighbours in time, and ways to its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gongkai.answering.tell import short
from gongkai.report import Address, Fact, Report


@dataclass(frozen=True)
class Case:
    """A report to check, with last year's and next year's of the same body where they are known.

    Not slotted: its index of cells is made once and kept, and so is what rules share (``kept``).
    """

    report: Report
    previous: Report | None = None
    following: Report | None = None
    kept: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def cells(self) -> Mapping[Address, Fact]:
        """The report's cells by address."""
        return by_address(self.report)

    @cached_property
    def before(self) -> Mapping[Address, Fact]:
        """Last year's cells; none where that report isn't known."""
        return by_address(self.previous) if self.previous else {}

    @cached_property
    def after(self) -> Mapping[Address, Fact]:
        """Next year's cells; none where that report isn't known."""
        return by_address(self.following) if self.following else {}


def by_address(report: Report) -> Mapping[Address, Fact]:
    """A report's cells by address."""
    return {fact.address: fact for fact in report.facts}


def name_of(address: Address) -> str:
    """A cell for people: its row and column without ordinals (予以公开·自然人)."""
    row = "·".join(short(label) for label in address.row[-1:])
    column = "·".join(short(label) for label in address.column)
    return f"{row}·{column}" if row else column

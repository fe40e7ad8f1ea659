"""Readings of the form's cells, gathered from a report's tables before they become facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.ingest.tables_number import odd_number, read_number
from gongkai.report import Address, Locator

TWICE = "表中出现两次"


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell as read. ``note`` says why a cell that isn't blank has no value; ``odd`` is what
    it then seems to say (see `odd_number`)."""

    value: Decimal | None
    text: str
    locator: Locator | None
    unit: str = ""
    note: str = ""
    odd: Decimal | None = None


def read_cell(text: str, locator: Locator | None) -> Reading:
    """The reading of a printed cell: a number, a blank, or text that is neither (noted)."""
    number = read_number(text)
    note = f"“{text.strip()}”不是数字" if number.kind == "other" else ""
    odd = odd_number(text) if note else None
    return Reading(number.value, text, locator, number.unit, note, odd)


def unknown(text: str, locator: Locator | None, note: str) -> Reading:
    """A cell that is printed but can't be told for certain."""
    return Reading(None, text, locator, "", note)


@dataclass(slots=True)
class Readings:
    """Readings by address. A cell read twice with different values is unknown."""

    by_address: dict[Address, Reading] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_address)

    def __len__(self) -> int:
        return len(self.by_address)

    def __iter__(self) -> Iterator[tuple[Address, Reading]]:
        return iter(self.by_address.items())

    def add(self, address: Address, reading: Reading) -> None:
        """Take a reading; one with a value is kept before one without."""
        old = self.by_address.get(address)
        if old is None or (old.value is None and not old.note):
            self.by_address[address] = reading
        elif reading.value is not None and reading.value != old.value and old.value is not None:
            note = f"{TWICE}，一处为{old.text.strip()}，一处为{reading.text.strip()}"
            self.by_address[address] = unknown(old.text, old.locator, note)

    def update(self, other: Readings) -> None:
        """Take all readings of ``other``."""
        for address, reading in other:
            self.add(address, reading)

"""Numbers printed oddly, believed where the form's own sums vouch for them.

`02` may be two cells run together and `5 5 0` three, so neither is read by itself. Where an
equation of the form holds with such a number, and none fails, it is what it looks like; unless
the equation also holds with parts of the numbers alone, as where each cell holds two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from gongkai.form import Form
from gongkai.ingest.tables_number import read_number
from gongkai.ingest.tables_reading import Readings
from gongkai.report import Address
from gongkai.sums import Sum, sums


def vouch(readings: Readings, form: Form) -> None:
    """Give the cells that print an odd number its value where the form's sums bear it out."""
    odd = {
        address: value
        for address, reading in readings
        if reading.value is None and (value := reading.odd) is not None
    }
    if not odd:
        return
    values = {address: reading.value for address, reading in readings} | odd
    parts = {address: readings.by_address[address].text.split() for address in odd}
    parted = {address: its for address, its in parts.items() if len(its) > 1}
    others = [
        {address: read_number(its[place]).value for address, its in parted.items()}
        for place in (0, -1)
        if parted
    ]
    held: set[Address] = set()
    failed: set[Address] = set()
    for equation in sums(form.name):
        cells = (*equation.left, *equation.right)
        if any(values.get(address) is None for address in cells):
            continue
        if not _balances(equation, values):
            failed.update(cells)
        elif not (parted.keys() & set(cells)) or not any(
            _balances(equation, values | other) for other in others
        ):
            held.update(cells)
    for address, value in odd.items():
        if address in held and address not in failed:
            reading = readings.by_address[address]
            readings.by_address[address] = replace(reading, value=value, note="")


def _balances(equation: Sum, values: Mapping[Address, Decimal | None]) -> bool:
    left, right = (
        sum((values[address] or Decimal(0) for address in side), Decimal(0))
        for side in (equation.left, equation.right)
    )
    return left == right

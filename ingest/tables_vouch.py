"""Numbers printed oddly, believed where the form's own sums vouch for them.

`02` may be two cells run together and `5 5 0` three, so neither is read by itself. Where an
equation of the form holds with such a number, and none fails, it is what it looks like.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gongkai.form import Form
from gongkai.ingest.tables_reading import Readings
from gongkai.report import Address
from gongkai.sums import sums


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
    held: set[Address] = set()
    failed: set[Address] = set()
    for equation in sums(form.name):
        cells = (*equation.left, *equation.right)
        left = [values.get(address) for address in equation.left]
        right = [values.get(address) for address in equation.right]
        if None in left or None in right:
            continue
        (held if sum(map(_known, left)) == sum(map(_known, right)) else failed).update(cells)
    for address, value in odd.items():
        if address in held and address not in failed:
            reading = readings.by_address[address]
            readings.by_address[address] = replace(reading, value=value, note="")


def _known(value: Decimal | None) -> Decimal:
    return value or Decimal(0)

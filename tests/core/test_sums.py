"""The form's equations: how many there are, and what blanks do to them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai.form import form
from gongkai.report import Fact, FormName
from gongkai.sums import outcomes, sums


def _facts(name: FormName, value: str | None = "0") -> list[Fact]:
    number = None if value is None else Decimal(value)
    return [Fact(c.address, number, c.unit, value or "", None) for c in form(name).cells]


@pytest.mark.parametrize(("name", "count"), [("2021", 42), ("2019", 7 + 7 + 23 + 3)])
def test_every_equation_once(name: FormName, count: int) -> None:
    assert len(sums(name)) == len(set(sums(name))) == count
    cells = {cell.address for cell in form(name).cells if cell.address.section != "二"}
    assert {a for s in sums(name) for a in (*s.left, *s.right)} == cells


@pytest.mark.parametrize("name", ["2021", "2019"])
def test_zeros_hold_and_blanks_are_open(name: FormName) -> None:
    assert all(outcome.holds is True for outcome in outcomes(name, _facts(name)))
    assert all(outcome.holds is None for outcome in outcomes(name, _facts(name, None)))


@pytest.mark.parametrize("name", ["2021", "2019"])
def test_any_one_changed_cell_breaks_an_equation(name: FormName) -> None:
    for place, cell in enumerate(form(name).cells):
        if cell.address.section == "二":
            continue
        facts = _facts(name)
        facts[place] = replace(facts[place], value=Decimal(3), sure=False)
        broken = [o for o in outcomes(name, facts) if o.holds is False]
        assert broken
        assert all(cell.address in (*o.sum.left, *o.sum.right) for o in broken)
        assert not any(o.sure for o in broken)


@pytest.mark.parametrize(
    ("blank", "total", "holds"),
    [
        ("自然人", "0", True),  # the rest already comes to the total
        ("自然人", "5", None),  # the blank may be the missing five
        ("总计", "0", None),
    ],
)
def test_a_blank_is_not_zero(blank: str, total: str, holds: bool | None) -> None:
    row = form("2021").rows[0]
    facts = [
        replace(f, value=None)
        if f.address.row == row and f.address.column == (blank,)
        else replace(f, value=Decimal(total))
        if f.address.row == row and f.address.column == ("总计",)
        else f
        for f in _facts("2021")
    ]
    found = [
        o
        for o in outcomes("2021", facts)
        if o.sum.kind == "applicants" and o.sum.right[0].row == row
    ]
    assert [o.holds for o in found] == [holds]

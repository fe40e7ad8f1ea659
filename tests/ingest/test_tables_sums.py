"""Failing sums are told with their values, the report's own apart from a doubtful reading."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai.form import form
from gongkai.ingest.tables_sums import failing
from gongkai.report import Address, Fact, FormName, Locator

PLACE = Locator("text", start=0, end=1)


def facts(name: FormName) -> list[Fact]:
    """A form full of zeros, which adds up."""
    return [Fact(cell.address, Decimal(0), cell.unit, "0", PLACE) for cell in form(name).cells]


def with_value(
    cells: list[Fact], address: Address, value: int | None, sure: bool = True
) -> list[Fact]:
    printed = None if value is None else Decimal(value)
    return [
        replace(fact, value=printed, text=str(value), sure=sure)
        if fact.address == address
        else fact
        for fact in cells
    ]


@pytest.mark.parametrize("name", ["2021", "2019"])
def test_a_report_that_adds_up_has_no_warning(name: FormName) -> None:
    assert failing(name, facts(name)) == ()


@pytest.mark.parametrize("name", ["2021", "2019"])
def test_the_reports_own_error_is_named_with_its_values(name: FormName) -> None:
    its = form(name)
    address = Address("三", its.rows[0], (its.applicants[0],))
    told = failing(name, with_value(facts(name), address, 7))
    # It breaks its row's sum and its column's balance.
    assert len(told) == 2
    assert all("报告自身的数字对不上" in sentence for sentence in told)
    assert any("合计7，办结与结转下年的合计0" in sentence for sentence in told)
    assert any("各类申请人合计7，总计为0" in sentence for sentence in told)


def test_a_doubtful_reading_is_not_called_the_reports_error() -> None:
    address = Address("四", (), form("2021").outcomes[0])
    (told,) = failing("2021", with_value(facts("2021"), address, 3, sure=False))
    assert "辨认不确定" in told
    assert "报告自身" not in told
    assert "各项合计3，总计为0" in told


def test_a_blank_proves_nothing() -> None:
    its = form("2021")
    cells = with_value(facts("2021"), Address("三", its.rows[0], (its.applicants[-1],)), 5)
    cells = with_value(cells, Address("三", its.rows[0], (its.applicants[0],)), None)
    assert not any("各类申请人" in sentence for sentence in failing("2021", cells))

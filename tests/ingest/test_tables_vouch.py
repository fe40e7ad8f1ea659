"""Numbers printed in ways that a plain one isn't: read where borders or sums leave no doubt."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.form import form
from gongkai.ingest.tables_number import odd_number, read_number

from .printed import (
    Table,
    aligned,
    document,
    expanded,
    fourth,
    invented,
    known,
    rows_of,
    second,
    third,
    wrong,
)

FORM = form("2021")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
PLAIN: dict[str, Callable[[int], str]] = {
    "full width": lambda value: str(value).translate(WIDE),
    "thousands": lambda value: f"{value:,}",
    "full-width thousands": lambda value: f"{value:,}".replace(",", "，"),
    "a unit": lambda value: f"{value}件",
    "a unit apart": lambda value: f"{value} 条",
    "a unit in brackets": lambda value: f"{value}（件）",
    "bold": lambda value: f"**{value}**",
    "a sign": lambda value: f"+{value}",
}
ODD: dict[str, Callable[[int], str]] = {
    "brackets": lambda value: f"（{value}）",
    "zeros": lambda value: f"{value:03d}",
    "digits apart": lambda value: " ".join(str(value)),
    "some zeros": lambda value: f"0{value}" if value % 7 == 3 else str(value),
}


def bars(table: Table) -> str:
    return "\n".join("|" + "|".join(row) + "|" for row in expanded(table))


def tabs(table: Table) -> str:
    return "\n".join("\t".join(box.text for box in row) for row in rows_of(table))


def spaces(table: Table) -> str:
    return "\n".join(" ".join(box.text for box in row) for row in rows_of(table))


def lines(table: Table) -> str:
    return "\n".join(box.text for row in rows_of(table) for box in row)


def counts(path: Path, show: Callable[[int], str], layout: Callable[[Table], str]) -> int:
    """How many cells are read of a report whose numbers are shown so; none may be wrong."""
    truth = invented(FORM, 1)
    tables = [make(FORM, lambda a: show(truth[a] or 0)) for make in (second, third, fourth)]
    path.write_text(document(tables, layout), "utf-8")
    found = aligned(path)
    assert not wrong(found, truth)
    return known(found)


@pytest.mark.parametrize("how", PLAIN)
def test_numbers_in_any_dress_are_read(tmp_path: Path, how: str) -> None:
    for layout in (bars, tabs):
        assert counts(tmp_path / "a.txt", PLAIN[how], layout) == 200
    for layout in (spaces, lines):
        counts(tmp_path / "a.txt", PLAIN[how], layout)


@pytest.mark.parametrize("how", ODD)
def test_odd_numbers_are_read_where_sums_vouch(tmp_path: Path, how: str) -> None:
    for layout in (bars, tabs):
        assert counts(tmp_path / "a.txt", ODD[how], layout) >= 180
    for layout in (spaces, lines):
        counts(tmp_path / "a.txt", ODD[how], layout)


def test_an_odd_number_that_fails_a_sum_is_none(tmp_path: Path) -> None:
    truth = invented(FORM, 1)
    first = next(a for a in truth if a.section == "三" and (truth[a] or 0) > 9)

    def show(address: object) -> str:
        return f"0{truth[first]}1" if address == first else str(truth[address])  # type: ignore[index]

    path = tmp_path / "a.txt"
    path.write_text(document([make(FORM, show) for make in (second, third, fourth)], bars), "utf-8")
    found = aligned(path)
    assert not wrong(found, truth)
    assert {fact.address for fact in found.facts if fact.value is None} == {first}
    assert any("不是数字" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("text", "value", "odd"),
    [
        ("（550）", None, 550), ("(5)", None, 5), ("02", None, 2), ("5 5 0", None, 550), ("00", None, 0),
        ("12 34", None, 1234), ("约5", None, None), ("5（1）", None, None), ("5（件）", 5, None),
        ("**7**", 7, None), ("零", 0, None), ("1，234", 1234, None), ("550", 550, None),
    ],
)  # fmt: skip
def test_a_cells_number(text: str, value: int | None, odd: int | None) -> None:
    assert read_number(text).value == (None if value is None else Decimal(value))
    if value is None:
        assert odd_number(text) == odd


@pytest.mark.parametrize("text", ["", " ", "—", "／", "/", "--", "无", "－", "\\"])
def test_signs_for_nothing_are_blank_and_no_zero(text: str) -> None:
    assert read_number(text).kind == "blank"

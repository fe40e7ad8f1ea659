"""The statutory form as data: every cell of both formats, with its labels, unit and aliases.

Source: 国办公开办函〔2021〕30号 (form 2021) and 国办公开办函〔2019〕60号 (form 2019).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from gongkai.report import Address, FormName

FORM_NAMES: tuple[FormName, ...] = ("2021", "2019")


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of the form: its address and unit ("" where the form names none)."""

    address: Address
    unit: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A block of table 二: one clause of article 20, its items (rows) and columns with units."""

    label: str
    items: tuple[str, ...]
    columns: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One format of the report. ``rows`` and ``applicants`` are table 三's, ``outcomes`` 四's."""

    name: FormName
    notice: str
    clauses: tuple[Clause, ...]
    rows: tuple[tuple[str, ...], ...]
    applicants: tuple[str, ...]
    outcomes: tuple[tuple[str, ...], ...]
    cells: tuple[FormCell, ...]


@dataclass(frozen=True, slots=True)
class Print:
    """Words the tables print around their cells: above the items, and over 三's columns."""

    content: str
    check: str
    applicants: str
    organisations: str
    organisation_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Older:
    """How statistical annexes before 2019 look, which no form prescribed to the cell.

    ``labels``, ``unit_heads``, ``value_heads``: words of a header; ``cumulative``: the value
    heads that add up all years; ``adds``: labels whose 其中 rows sum to them; ``stems``: what a
    row's label holds, with plain ways to ask for it.
    """

    labels: tuple[str, ...]
    unit_heads: tuple[str, ...]
    value_heads: tuple[str, ...]
    cumulative: tuple[str, ...]
    units: tuple[str, ...]
    adds: tuple[str, ...]
    stems: dict[str, tuple[str, ...]]


@cache
def _data() -> dict[str, Any]:
    text = resources.files("gongkai.data").joinpath("form.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


@cache
def form(name: FormName) -> Form:
    """The form of that name; its ``cells`` are in the order in which the form prints them."""
    raw = _data()["forms"][name]
    clauses = tuple(
        Clause(
            block["clause"],
            tuple(block["items"]),
            tuple(column["label"] for column in block["columns"]),
            tuple(column["unit"] for column in block["columns"]),
        )
        for block in raw["section_2"]
    )
    third, fourth = raw["section_3"], raw["section_4"]
    rows = tuple(tuple(row) for row in third["rows"])
    outcomes = tuple(tuple(column) for column in fourth["columns"])
    cells = [
        FormCell(Address("二", (clause.label, item), (column,)), unit)
        for clause in clauses
        for item in clause.items
        for column, unit in zip(clause.columns, clause.units, strict=True)
    ]
    cells += [
        FormCell(Address("三", row, (column,)), third["unit"])
        for row in rows
        for column in third["columns"]
    ]
    cells += [FormCell(Address("四", (), column), fourth["unit"]) for column in outcomes]
    return Form(name, raw["notice"], clauses, rows, tuple(third["columns"]), outcomes, tuple(cells))


@cache
def printed() -> Print:
    """The words both forms print that are no label of a cell."""
    raw = _data()["print"]
    group = raw["organisations"]
    return Print(
        raw["content"], raw["check"], raw["applicants"], group["label"], tuple(group["columns"])
    )


@cache
def older() -> Older:
    """The words of the statistical annexes of reports before 2019."""
    raw = _data()["older"]
    heads = raw["heads"]
    return Older(
        tuple(heads["label"]),
        tuple(heads["unit"]),
        tuple(heads["value"]),
        tuple(raw["cumulative"]),
        tuple(raw["units"]),
        tuple(raw["adds"]),
        {stem: tuple(names) for stem, names in raw["stems"].items()},
    )


@cache
def aliases(label: str) -> tuple[str, ...]:
    """A label of the form and the other spellings in which reports print it."""
    return (label, *_data()["aliases"].get(label, ()))


@cache
def section_titles() -> dict[str, tuple[str, ...]]:
    """Each section's official title, then the other titles reports give it."""
    return {
        name: (section["title"], *section["aliases"])
        for name, section in _data()["sections"].items()
    }


@cache
def furniture() -> tuple[str, ...]:
    """What the form prints in its tables beside the labels of cells: headings of headings."""
    return tuple(_data()["furniture"])


def form_version() -> str:
    """The version of the form data; the index manifest records it."""
    return str(_data()["version"])

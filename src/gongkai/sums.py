"""The form's own arithmetic: which cells must add up to which, and whether they do.

Source: the forms' instructions (国办公开办函〔2021〕30号, 〔2019〕60号): in table 三 一 + 二 =
（七）总计 + 四 in each column, the results sum to （七）, the kinds of applicant to 总计; in table
四 each group's outcomes sum to its 总计.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from gongkai.form import form
from gongkai.report import Address, Fact, FormName

SumKind = Literal["results", "balance", "applicants", "outcomes"]


@dataclass(frozen=True, slots=True)
class Sum:
    """One equation of the form: the cells of ``left`` together equal those of ``right``."""

    kind: SumKind
    left: tuple[Address, ...]
    right: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An equation with a report's values. ``left`` and ``right`` add up the cells that have one.

    ``holds`` is None where blank cells leave it open: blank isn't 0, so too small a side with
    a blank in it proves nothing. ``sure`` is False where one of the cells was read in doubt.
    """

    sum: Sum
    left: Decimal
    right: Decimal
    holds: bool | None
    sure: bool


@cache
def sums(name: FormName) -> tuple[Sum, ...]:
    """The equations of a form: 42 of the 2021 one, by kind and in the form's order."""
    its = form(name)
    first, second, *results, total, carried = its.rows

    def cell(row: tuple[str, ...], column: str) -> Address:
        return Address("三", row, (column,))

    found = [
        Sum("results", tuple(cell(row, column) for row in results), (cell(total, column),))
        for column in its.applicants
    ]
    found += [
        Sum(
            "balance",
            (cell(first, column), cell(second, column)),
            (cell(total, column), cell(carried, column)),
        )
        for column in its.applicants
    ]
    *kinds, whole = its.applicants
    found += [
        Sum("applicants", tuple(cell(row, kind) for kind in kinds), (cell(row, whole),))
        for row in its.rows
    ]
    groups: dict[tuple[str, ...], list[Address]] = {}
    for outcome in its.outcomes:
        groups.setdefault(outcome[:-1], []).append(Address("四", (), outcome))
    found += [Sum("outcomes", tuple(cells), (last,)) for *cells, last in groups.values()]
    return tuple(found)


def outcomes(name: FormName, facts: Sequence[Fact]) -> tuple[Outcome, ...]:
    """Every equation of the form with the values of a report's facts, in the order of `sums`."""
    known = {fact.address: fact for fact in facts}
    return tuple(_outcome(equation, known) for equation in sums(name))


def _outcome(equation: Sum, known: Mapping[Address, Fact]) -> Outcome:
    left, open_left, sure_left = _add(equation.left, known)
    right, open_right, sure_right = _add(equation.right, known)
    holds: bool | None
    if open_left == len(equation.left) or open_right == len(equation.right):
        holds = None
    elif left == right:
        # With one side open the other says what its blanks together come to: nothing.
        holds = None if open_left and open_right else True
    elif (left < right and open_left) or (right < left and open_right):
        holds = None
    else:
        holds = False
    return Outcome(equation, left, right, holds, sure_left and sure_right)


def _add(cells: Sequence[Address], known: Mapping[Address, Fact]) -> tuple[Decimal, int, bool]:
    """The sum of the cells that have a value, how many have none, and whether all are sure."""
    total, empty, sure = Decimal(0), 0, True
    for address in cells:
        fact = known.get(address)
        if fact is None or fact.value is None:
            empty += 1
        else:
            total += fact.value
        sure = sure and (fact is None or fact.sure)
    return total, empty, sure

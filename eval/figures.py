"""Figures that satisfy the form's arithmetic, year after year.

A body's years are one chain: next year's 上年结转 is this year's 结转下年度, and the 2019 form's
上一年项目数量 follows the 本年增/减 of the year before.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.form import Form, form
from gongkai.report import Address, FormName

Values = dict[Address, Decimal | None]
APPLICANTS = 6
_NEW, _CARRIED, _SUM, _NEXT = 0, 1, -2, -1  # places of these rows in the form's third table

# How often each way of handling an application is chosen; the labels' starts find the rows.
_WEIGHTS = (
    ("（一）", 40.0), ("（二）", 9.0), ("1.属于国家", 0.3), ("2.其他法律", 0.8), ("3.危及", 0.3),
    ("4.保护", 1.5), ("5.属于三类", 1.0), ("6.属于四类", 1.0), ("7.属于行政执法", 1.2),
    ("8.属于行政查询", 2.0), ("1.本机关", 20.0), ("2.没有现成", 4.0), ("3.补正后", 0.8),
    ("1.信访", 6.0), ("2.重复", 2.0), ("3.要求", 0.2), ("4.无正当", 0.6), ("5.要求", 0.4),
    ("1.申请人", 3.0), ("2.申请人", 0.2), ("3.其他", 2.0), ("（六）", 4.0),
)  # fmt: skip
_WHO = (50.0, 6.0, 0.4, 0.8, 1.5, 1.0)


@dataclass(slots=True)
class Ledger:
    """What a body carries from one year to the next: open applications and project counts."""

    carried: list[int] = field(default_factory=lambda: [0] * APPLICANTS)
    projects: dict[str, int] = field(default_factory=dict)
    rules: dict[str, int] = field(default_factory=dict)


def draw(name: FormName, size: int, ledger: Ledger, rng: random.Random) -> Values:
    """One year's values for every cell of the form; ``ledger`` moves on to the next year."""
    layout = form(name)
    values: Values = {}
    _draw_disclosure(layout, size, ledger, rng, values)
    _draw_applications(layout, size, ledger, rng, values)
    _draw_reviews(layout, size, rng, values)
    return {cell.address: values[cell.address] for cell in layout.cells}


def _draw_disclosure(
    layout: Form, size: int, ledger: Ledger, rng: random.Random, values: Values
) -> None:
    for clause in layout.clauses:
        for item in clause.items:
            drawn = _clause_row(item, clause.columns, size, ledger, rng)
            for column, value in zip(clause.columns, drawn, strict=True):
                values[Address("二", (clause.label, item), (column,))] = value


def _clause_row(
    item: str, columns: tuple[str, ...], size: int, ledger: Ledger, rng: random.Random
) -> list[Decimal]:
    """One row of table 二. Only a city's government makes 规章."""
    if item == "规章" and size < 12:
        return [Decimal(0)] * 3
    if "规范性" in item or item == "规章":
        made = rng.choice((0, 0, 1, 2, 3, size))
        ended = rng.choice((0, 0, 1, 2))
        key = item[-3:]
        total = max(ledger.rules.get(key, rng.randint(2, 8 * size)) + made - ended, made)
        ledger.rules[key] = total
        shown = min(made, total) if columns[1] == "本年新公开数量" else ended
        return [Decimal(made), Decimal(shown), Decimal(total)]
    if item == "政府集中采购":
        count = rng.choice((0, 0, 1, rng.randint(1, 6 * size)))
        cents = rng.randint(100, 9_000_000) * count
        return [Decimal(count), _money(cents, rng)]
    if "单位：万元" in columns[0]:
        free = rng.random() < 0.55
        return [Decimal(0) if free else _money(rng.randint(1, 40_000 * size), rng)]
    large = rng.random() < 0.12
    quiet = rng.random() < (0.55 if size < 3 else 0.15)
    decided = 0 if quiet else rng.randint(1, 60 * size) * (rng.randint(20, 90) if large else 1)
    if "强制" in item:
        decided //= 9
    if len(columns) == 1:
        return [Decimal(decided)]
    before = ledger.projects.get(item, rng.choice((0, rng.randint(1, 20 * size))))
    change = rng.choice((0, 0, 0, rng.randint(-min(before, 9), 9)))
    ledger.projects[item] = before + change
    return [Decimal(before), Decimal(change), Decimal(decided)][: len(columns)]


def _money(cents: int, rng: random.Random) -> Decimal:
    """An amount with two, one, four or no places: reports print all of these."""
    places = rng.choice((2, 2, 1, 4, 0))
    whole, rest = divmod(cents, 100)
    if places == 0:
        return Decimal(whole)
    text = f"{whole}.{rest:02d}{rng.randint(1, 99):02d}"
    return Decimal(text[: len(str(whole)) + 1 + places])


def _draw_applications(
    layout: Form, size: int, ledger: Ledger, rng: random.Random, values: Values
) -> None:
    details = layout.rows[2:-2]
    weights = [_weight(row[-1]) for row in details]
    top = rng.choice((0, 3, 6, 15, 40)) * size if size < 7 else rng.randint(5, 60) * size
    fresh = [0] * APPLICANTS
    for who in rng.choices(range(APPLICANTS), _WHO, k=rng.randint(0, top)):
        fresh[who] += 1
    handled = {row: [0] * APPLICANTS for row in details}
    left = [0] * APPLICANTS
    for who, count in enumerate(fresh):
        left[who] = sum(rng.random() < 0.05 for _ in range(count))
        done = count + ledger.carried[who] - left[who]
        for row in rng.choices(details, weights, k=done):
            handled[row][who] += 1
    table = {layout.rows[_NEW]: fresh, layout.rows[_CARRIED]: ledger.carried, **handled}
    table[layout.rows[_SUM]] = [sum(column) for column in zip(*handled.values(), strict=True)]
    table[layout.rows[_NEXT]] = left
    ledger.carried = left
    for row, counts in table.items():
        for applicant, count in zip(layout.applicants, [*counts, sum(counts)], strict=True):
            values[Address("三", row, (applicant,))] = Decimal(count)


def _weight(label: str) -> float:
    return next(weight for start, weight in _WEIGHTS if label.startswith(start))


def _draw_reviews(layout: Form, size: int, rng: random.Random, values: Values) -> None:
    groups: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for outcome in layout.outcomes:
        groups.setdefault(outcome[:-1], []).append(outcome)
    for number, outcomes in enumerate(groups.values()):
        busy = rng.random() < 0.12 * size / (number + 1)
        counts = [
            rng.choice((0, 0, 1, rng.randint(0, 2 * size))) if busy else 0 for _ in outcomes[:-1]
        ]
        for outcome, count in zip(outcomes, [*counts, sum(counts)], strict=True):
            values[Address("四", (), outcome)] = Decimal(count)


def broken_rules(name: FormName, values: Values) -> list[str]:
    """The form's rules that the values break; a rule with a blank cell in it is not judged.

    Source: the note printed in the form's third table, and its 总计 row and columns.
    """
    layout = form(name)
    third = {
        row: [values[Address("三", row, (who,))] for who in layout.applicants]
        for row in layout.rows
    }
    broken = [
        f"{row[-1]}：六类申请人之和不等于总计"
        for row, counts in third.items()
        if _differs(counts[:-1], counts[-1:])
    ]
    for place, who in enumerate(layout.applicants):
        column = [third[row][place] for row in layout.rows]
        if _differs(column[2:-2], column[-2:-1]):
            broken.append(f"{who}：各项之和不等于（七）总计")
        if _differs(column[:2], column[-2:]):
            broken.append(f"{who}：第一项加第二项不等于第三项加第四项")
    for group in dict.fromkeys(outcome[:-1] for outcome in layout.outcomes):
        column = [values[Address("四", (), o)] for o in layout.outcomes if o[:-1] == group]
        if _differs(column[:-1], column[-1:]):
            broken.append(f"{'·'.join(group)}：各结果之和不等于总计")
    return broken


def _differs(left: list[Decimal | None], right: list[Decimal | None]) -> bool:
    known = [value for value in (*left, *right) if value is not None]
    if len(known) < len(left) + len(right):
        return False
    return sum(known[: len(left)], Decimal(0)) != sum(known[len(left) :], Decimal(0))

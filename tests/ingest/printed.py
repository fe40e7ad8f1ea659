"""An invented report's (示例) tables as cells with spans, and what a reading of them comes to."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gongkai.form import Form
from gongkai.ingest.read import read
from gongkai.ingest.tables import Alignment, align
from gongkai.report import Address

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True)
class Box:
    """A cell of a printed table with its spans."""

    text: str
    row: int
    column: int
    down: int = 1
    across: int = 1


Table = list[Box]
Values = dict[Address, int | None]


def invented(which: Form, seed: int, sparse: bool = False) -> Values:
    """Values that satisfy the form's sums; ``sparse``: most applicants are natural persons."""
    rng = random.Random(seed)
    values: Values = {}
    for clause in which.clauses:
        for item in clause.items:
            for column in clause.columns:
                values[Address("二", (clause.label, item), (column,))] = rng.randrange(3000)
    first, second, *details, total, carried = which.rows
    kinds = which.applicants[:-1]
    for kind in kinds:
        few = sparse and kind != kinds[0]
        most = 1 if few and rng.random() < 0.8 else 9 if few else 900
        often = 12 if sparse else 3
        results = [rng.choice([0] * often + [rng.randrange(most)] * 2) for _ in details]
        left = rng.randrange(min(3, most))
        for row, value in zip(details, results, strict=True):
            values[Address("三", row, (kind,))] = value
        values[Address("三", total, (kind,))] = sum(results)
        values[Address("三", carried, (kind,))] = left
        old = min(rng.randrange(min(3, most)), sum(results) + left)
        values[Address("三", second, (kind,))] = old
        values[Address("三", first, (kind,))] = sum(results) + left - old
    for row in which.rows:
        every = [values[Address("三", row, (kind,))] or 0 for kind in kinds]
        values[Address("三", row, (which.applicants[-1],))] = sum(every)
    groups: dict[tuple[str, ...], int] = {}
    for path in which.outcomes:
        if path[-1] == "总计":
            values[Address("四", (), path)] = groups.get(path[:-1], 0)
        else:
            number = rng.choice([0, 0, 1, rng.randrange(50)])
            groups[path[:-1]] = groups.get(path[:-1], 0) + number
            values[Address("四", (), path)] = number
    return values


def second(which: Form, show: Callable[[Address], str]) -> Table:
    table: Table = []
    row = 0
    for clause in which.clauses:
        table.append(Box(clause.label, row, 0, 1, 4))
        row += 1
        table.append(Box("信息内容", row, 0))
        lone = len(clause.columns) == 1
        for place, column in enumerate(clause.columns):
            table.append(Box(column, row, place + 1, 1, 3 if lone else 1))
        row += 1
        for item in clause.items:
            table.append(Box(item, row, 0))
            for place, column in enumerate(clause.columns):
                address = Address("二", (clause.label, item), (column,))
                table.append(Box(show(address), row, place + 1, 1, 3 if lone else 1))
            row += 1
    return table


def third(which: Form, show: Callable[[Address], str]) -> Table:
    table = [
        Box(NOTE, 0, 0, 3, 3),
        Box("申请人情况", 0, 3, 1, 7),
        Box("自然人", 1, 3, 2, 1),
        Box("法人或其他组织", 1, 4, 1, 5),
        Box("总计", 1, 9, 2, 1),
    ]
    table += [Box(kind, 2, 4 + i) for i, kind in enumerate(which.applicants[1:-1])]
    parents: dict[tuple[str, ...], int] = {}
    for path in which.rows:
        for depth in range(1, len(path)):
            parents[path[:depth]] = parents.get(path[:depth], 0) + 1
    seen: set[tuple[str, ...]] = set()
    for index, path in enumerate(which.rows):
        row = index + 3
        for depth in range(1, len(path)):
            if path[:depth] not in seen:
                seen.add(path[:depth])
                table.append(Box(path[depth - 1], row, depth - 1, parents[path[:depth]]))
        table.append(Box(path[-1], row, len(path) - 1, 1, 4 - len(path)))
        for place, kind in enumerate(which.applicants):
            table.append(Box(show(Address("三", path, (kind,))), row, 3 + place))
    return table


def fourth(which: Form, show: Callable[[Address], str]) -> Table:
    table = [
        Box("行政复议", 0, 0, 1, 5),
        Box("行政诉讼", 0, 5, 1, 10),
        Box("未经复议直接起诉", 1, 5, 1, 5),
        Box("复议后起诉", 1, 10, 1, 5),
    ]
    for place, path in enumerate(which.outcomes):
        top = 1 if place < 5 else 2
        table.append(Box(path[-1], top, place, 3 - top))
        table.append(Box(show(Address("四", (), path)), 3, place))
    return table


def rows_of(table: Table) -> list[list[Box]]:
    rows: dict[int, list[Box]] = {}
    for box in sorted(table, key=lambda b: (b.row, b.column)):
        rows.setdefault(box.row, []).append(box)
    return [rows[row] for row in sorted(rows)]


def expanded(table: Table) -> list[list[str]]:
    """The table as rectangular rows; what spans cover is empty."""
    width = max(box.column + box.across for box in table)
    height = max(box.row + box.down for box in table)
    cells = [[""] * width for _ in range(height)]
    for box in table:
        cells[box.row][box.column] = box.text
    return cells


HEADS = ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
         "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况")  # fmt: skip


def document(tables: list[Table], render: Callable[[Table], str]) -> str:
    parts = [
        "示例市某局政府信息公开工作年度报告",
        "一、总体情况",
        "全年行政处罚12件，予以公开3件。",
    ]
    for head, table in zip(HEADS, tables, strict=False):
        parts += [head, render(table)]
    return "\n".join([*parts, HEADS[3], "主要问题：其他2件，总计5件。"])


def wrong(found: Alignment, truth: Values) -> list[str]:
    values = {fact.address: fact.value for fact in found.facts}
    return [
        f"{address}: {values[address]} instead of {value}"
        for address, value in truth.items()
        if values.get(address) is not None and values[address] != value
    ]


def known(found: Alignment) -> int:
    return sum(fact.value is not None for fact in found.facts)


def aligned(path: Path) -> Alignment:
    document_ = read(path)
    found = align(document_.blocks)
    for fact in found.facts:
        if fact.locator is not None and fact.locator.start is not None and document_.text:
            assert document_.text[fact.locator.start : fact.locator.end] == fact.text
    return found


def tables_of(which: Form, truth: Values) -> list[Table]:
    def show(address: Address) -> str:
        value = truth[address]
        return "" if value is None else str(value)

    return [second(which, show), third(which, show), fourth(which, show)]

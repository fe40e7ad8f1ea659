"""Tables whose cells tabs, commas or bars part, with blank cells; all values are invented."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.form import Form, form
from gongkai.report import FormName

from .printed import (
    Table,
    Values,
    aligned,
    document,
    expanded,
    invented,
    known,
    rows_of,
    tables_of,
    wrong,
)


def covered(table: Table) -> list[list[str]]:
    """Rows in which a cell that reaches down is blank below, one that reaches across stands once."""
    rows = []
    for row in range(max(box.row + box.down for box in table)):
        boxes = [box for box in table if box.row <= row < box.row + box.down]
        boxes.sort(key=lambda box: box.column)
        rows.append([box.text if box.row == row else "" for box in boxes])
    return rows


def copied(table: Table) -> list[list[str]]:
    """Rows of a table copied out of a browser: what cells cover isn't there."""
    return [[box.text for box in row] for row in rows_of(table)]


def repeated(table: Table) -> list[list[str]]:
    """Rows in which every place has the text of the cell that covers it."""
    rows = expanded(table)
    for box in table:
        for row in range(box.row, box.row + box.down):
            for column in range(box.column, box.column + box.across):
                rows[row][column] = box.text
    return rows


def by(separator: str, rows: Callable[[Table], list[list[str]]]) -> Callable[[Table], str]:
    return lambda table: "\n".join(map(separator.join, rows(table)))


def framed(bar: str) -> Callable[[Table], str]:
    return lambda table: "\n".join(bar + bar.join(row) + bar for row in expanded(table))


def quoted(table: Table) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(expanded(table))
    return out.getvalue()


def as_drawn(table: Table) -> str:
    rows = expanded(table)
    width = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    rule = "├" + "┼".join("─" * count for count in width) + "┤"
    lines = [
        "│" + "│".join(cell.ljust(count) for cell, count in zip(row, width, strict=True)) + "│"
        for row in rows
    ]
    return f"┌{rule[1:-1].replace('┼', '┬')}┐\n" + f"\n{rule}\n".join(lines)


def markdown(table: Table) -> str:
    head, *rows = ["| " + " | ".join(row) + " |" for row in expanded(table)]
    return "\n".join([head, "|" + "---|" * len(expanded(table)[0]), *rows])


def stripped(layout: Callable[[Table], str], ends: str) -> Callable[[Table], str]:
    return lambda table: "\n".join(line.rstrip(ends) for line in layout(table).split("\n"))


def bared(layout: Callable[[Table], str], ends: str) -> Callable[[Table], str]:
    return lambda table: "\n".join(line.strip(ends) for line in layout(table).split("\n"))


SURE: dict[str, Callable[[Table], str]] = {
    "tabs": by("\t", expanded),
    "tabs, what cells cover left out": by("\t", copied),
    "tabs, what cells cover blank below": by("\t", covered),
    "tabs, what cells cover repeated": by("\t", repeated),
    "commas": by(",", copied),
    "commas, spans blank": by(",", covered),
    "quotes and commas": quoted,
    "bars drawn": framed("│"),
    "double bars": framed("║"),
    "a frame drawn": as_drawn,
    "Markdown": markdown,
    "bars without a frame": by(" | ", expanded),
}
# White space or bars at the ends of lines got lost: much can't be told, nothing may be wrong.
LOSSY: dict[str, Callable[[Table], str]] = {
    "tabs, stripped behind": stripped(by("\t", expanded), "\t"),
    "tabs, stripped on both sides": bared(by("\t", expanded), "\t"),
    "covered, stripped behind": stripped(by("\t", covered), "\t"),
    "copied, stripped behind": stripped(by("\t", copied), "\t"),
    "commas, stripped behind": stripped(by(",", expanded), ","),
    "bars, stripped behind": stripped(by("|", expanded), "|"),
    "bars, stripped on both sides": bared(by("|", expanded), "|"),
    "tabs, two each": by("\t\t", copied),
}


def blanked(which: Form, seed: int, how: str) -> Values:
    """Invented values with blanks: for zeros, at random, or in the last columns."""
    rng = random.Random(seed)
    values = invented(which, seed, sparse=bool(seed % 2))
    last = which.applicants[-2:]
    return {
        address: None
        if (how == "zeros" and value == 0)
        or (how == "random" and rng.random() < 0.4)
        or (how == "last" and (value == 0 or address.column[-1] in last))
        else value
        for address, value in values.items()
    }


@pytest.mark.parametrize("name", ["2021", "2019"])
@pytest.mark.parametrize("layout", SURE)
def test_blank_cells_between_borders_keep_their_place(
    tmp_path: Path, name: FormName, layout: str
) -> None:
    which = form(name)
    for seed, how in enumerate(("zeros", "random", "last")):
        truth = blanked(which, seed, how)
        path = tmp_path / f"{how}.txt"
        path.write_text(document(tables_of(which, truth), SURE[layout]), "utf-8")
        found = aligned(path)
        assert not wrong(found, truth)
        assert known(found) == sum(value is not None for value in truth.values())


@pytest.mark.parametrize("layout", LOSSY)
def test_blank_cells_without_their_borders_are_never_guessed(tmp_path: Path, layout: str) -> None:
    which = form("2021")
    for seed, how in enumerate(("zeros", "random", "last") * 3):
        truth = blanked(which, seed, how)
        path = tmp_path / f"{seed}.txt"
        path.write_text(document(tables_of(which, truth), LOSSY[layout]), "utf-8")
        assert not wrong(aligned(path), truth)


WRAPPED = """示例市某局2021年政府信息公开工作年度报告
二、主动公开政府信息情况
+------------+--------+--------+--------+
| 信息内容   | 本年制 | 本年废 | 现行有 |
|            | 发件数 | 止件数 | 效件数 |
+------------+--------+--------+--------+
| 行政规范性 | 12     |        | 3      |
| 文件       |        |        |        |
+------------+--------+--------+--------+
| 规章       | 1      | 2      | 4      |
+------------+--------+--------+--------+
"""


def test_a_label_wrapped_between_two_rules_is_one(tmp_path: Path) -> None:
    path = tmp_path / "wrapped.txt"
    path.write_text(WRAPPED, "utf-8")
    found = {
        (f.address.row or ("",))[-1] + f.address.column[-1]: f.value for f in aligned(path).facts
    }
    assert {label: int(value) for label, value in found.items() if value is not None} == {
        "行政规范性文件本年制发件数": 12,
        "行政规范性文件现行有效件数": 3,
        "规章本年制发件数": 1,
        "规章本年废止件数": 2,
        "规章现行有效件数": 4,
    }

"""Tables that are cut in two, set upright or told in a list; all values are invented."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from gongkai.form import form
from gongkai.ingest.read import read
from gongkai.ingest.tables import align
from gongkai.report import Address

from .printed import HEADS, Box, Table, Values, aligned, invented, known, rows_of, tables_of, wrong

FORM = form("2021")
HEAD = "<meta charset=utf-8><p>示例市某局2021年政府信息公开工作年度报告</p>"


def printed(table: Table) -> str:
    rows = "".join(
        "<tr>"
        + "".join(f"<td rowspan={b.down} colspan={b.across}>{b.text}</td>" for b in row)
        + "</tr>"
        for row in rows_of(table)
    )
    return f"<table>{rows}</table>"


def page(*tables: str) -> str:
    pairs = zip(HEADS, tables, strict=False)
    return HEAD + "".join(f"<p>{head}</p>{table}" for head, table in pairs)


def halves(table: Table, at: int, whole: bool) -> tuple[Table, Table]:
    """The table cut before row ``at``; a cell that spans the cut goes on below if ``whole``."""
    above = [
        Box(b.text, b.row, b.column, min(b.down, at - b.row), b.across) for b in table if b.row < at
    ]
    below = [Box(b.text, b.row - at, b.column, b.down, b.across) for b in table if b.row >= at]
    if whole:
        below += [
            Box("", 0, b.column, b.row + b.down - at, b.across)
            for b in table
            if b.row < at < b.row + b.down
        ]
    return above, below


def turned(table: Table) -> Table:
    return [Box(b.text, b.column, b.row, b.across, b.down) for b in table]


def check(path: Path, html: str, truth: Values) -> None:
    path.write_text(html, "utf-8")
    found = aligned(path)
    assert not wrong(found, truth)
    assert known(found) == sum(value is not None for value in truth.values())


def shown(seed: int, *, blank: bool = True) -> tuple[Values, list[Table]]:
    values = {a: None if blank and not v else v for a, v in invented(FORM, seed).items()}
    return values, tables_of(FORM, values)


@pytest.mark.parametrize("whole", [True, False], ids=["spans go on", "spans end"])
@pytest.mark.parametrize("at", [4, 5, 9, 14, 26, 27])
@pytest.mark.parametrize(
    "between", ["", "<p>- 3 -</p>", "<p>（续表）</p>", "<p>示例市某局年报</p>"]
)
def test_a_table_cut_in_two_needs_no_second_header(
    tmp_path: Path, at: int, whole: bool, between: str
) -> None:
    truth, (second, third, fourth) = shown(at, blank=whole)
    above, below = halves(third, at, whole)
    both = printed(above) + between + printed(below)
    check(tmp_path / "a.html", page(printed(second), both, printed(fourth)), truth)


def test_rows_below_prose_or_a_heading_are_no_part_of_the_table_above(tmp_path: Path) -> None:
    truth, (second, third, fourth) = shown(1)
    above, below = halves(third, 14, whole=True)
    for between in (
        "<p>以上为本年数据，以下为上年数据，供公众对照参考。</p>",
        "<p>四、上年情况</p>",
    ):
        path = tmp_path / "a.html"
        both = printed(above) + between + printed(below)
        path.write_text(page(printed(second), both, printed(fourth)), "utf-8")
        found = aligned(path)
        assert not wrong(found, truth)
        assert all(f.value is None for f in found.facts if f.address.row == FORM.rows[-1])


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_table_with_its_header_down_the_side(tmp_path: Path, place: int) -> None:
    truth, tables = shown(place)
    tables[place] = turned(tables[place])
    check(tmp_path / "a.html", page(*map(printed, tables)), truth)


def rows(lines: Iterable[Iterable[object]]) -> str:
    cells = ("".join(f"<td>{'' if cell is None else cell}</td>" for cell in line) for line in lines)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def listed(truth: Values) -> str:
    return rows([*path, truth[Address("四", (), path)]] for path in FORM.outcomes)


def spelled(truth: Values) -> str:
    return rows(["-".join(path), truth[Address("四", (), path)]] for path in FORM.outcomes)


def crossed(truth: Values) -> str:
    outcomes = [path[-1] for path in FORM.outcomes[:5]]
    groups = dict.fromkeys(path[:-1] for path in FORM.outcomes)
    lines = [[g[-1], *(truth[Address("四", (), (*g, o))] for o in outcomes)] for g in groups]
    return rows([["", *outcomes], *lines])


def apart(truth: Values) -> str:
    """A table for each group, with the group's names in one cell above."""
    groups = dict.fromkeys(path[:-1] for path in FORM.outcomes)
    outcomes = [path[-1] for path in FORM.outcomes[:5]]
    return "".join(
        f"<table><tr><td colspan=5>{'（'.join(group)}{'）' * (len(group) - 1)}</td></tr>"
        + rows([outcomes, [truth[Address("四", (), (*group, o))] for o in outcomes]])[7:]
        for group in groups
    )


@pytest.mark.parametrize("layout", [listed, spelled, crossed, apart], ids=lambda f: f.__name__)
def test_reviews_in_other_arrangements(tmp_path: Path, layout: Callable[[Values], str]) -> None:
    truth, (second, third, _) = shown(7)
    check(tmp_path / "a.html", page(printed(second), printed(third), layout(truth)), truth)


def test_a_footnotes_mark_and_struck_digits_are_no_part_of_a_number(tmp_path: Path) -> None:
    truth, tables = shown(3, blank=False)
    struck = '<span style="text-decoration: line-through">9</span>'
    for mark in ("<sup>1</sup>", "<b><sub>2</sub></b>", "<del>9</del>", struck, "①", "*"):
        html = page(*(re.sub(r"(?<=\d)</td>", f"{mark}</td>", printed(t)) for t in tables))
        check(tmp_path / "a.html", html, truth)


def test_a_header_that_lost_its_spans_places_no_number(tmp_path: Path) -> None:
    truth, (second, third, fourth) = shown(4)
    path = tmp_path / "a.html"
    for lost in (r" colspan=\d+", r" rowspan=\d+", r" (?:row|col)span=\d+"):
        html = page(printed(second), re.sub(lost, "", printed(third)), printed(fourth))
        path.write_text(html, "utf-8")
        assert not wrong(align(read(path).blocks), truth)


def test_a_report_with_its_tables_twice_says_so_once(tmp_path: Path) -> None:
    truth, tables = shown(5, blank=False)
    _, others = shown(6, blank=False)
    path = tmp_path / "a.html"
    path.write_text(page(*map(printed, tables)) + "".join(map(printed, others)), "utf-8")
    found = aligned(path)
    assert not wrong(found, truth)
    assert len([warning for warning in found.warnings if "出现两次" in warning]) == 3

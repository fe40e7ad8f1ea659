"""A file that holds more than one year (示例): no cell of another year is this report's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from gongkai.form import form
from gongkai.ingest.parse import parse
from gongkai.ingest.read import read
from gongkai.report import FormName, Report

from .printed import HEADS, Table, Values, invented, rows_of, tables_of


def html(table: Table) -> str:
    rows = (
        "".join(f"<td rowspan={b.down} colspan={b.across}>{b.text}</td>" for b in row)
        for row in rows_of(table)
    )
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def flat(table: Table) -> str:
    return "\n".join(" ".join(b.text for b in row if b.text) for row in rows_of(table))


def written(year: int, name: FormName, truth: Values, kind: str, lacks: Sequence[int] = ()) -> str:
    """A report, without the tables (and their headings) at the places ``lacks``."""
    lines = [f"示例市教育局{year}年政府信息公开工作年度报告", "一、总体情况", "工作有序。"]
    for place, (head, table) in enumerate(zip(HEADS, tables_of(form(name), truth), strict=False)):
        if place not in lacks:
            lines += [head, html(table) if kind == "html" else flat(table)]
    return joined([*lines, HEADS[3], "问题有二。", "六、其他需要报告的事项", "无。"], kind)


def joined(lines: Sequence[str], kind: str) -> str:
    if kind == "txt":
        return "\n".join(lines) + "\n"
    return "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)


def parsed(folder: Path, kind: str, text: str) -> Report:
    path = folder / f"示例.{kind}"
    path.write_text(f"<html><body>{text}</body></html>" if kind == "html" else text, "utf-8")
    return parse(read(path))


def values(report: Report) -> Values:
    return {f.address: None if f.value is None else int(f.value) for f in report.facts}


@pytest.mark.parametrize("kind", ["html", "txt"])
@pytest.mark.parametrize("first_lacks", [(), (0,), (1,)])
@pytest.mark.parametrize("names", [("2021", "2021"), ("2021", "2019"), ("2019", "2021")])
def test_the_second_report_is_none_of_the_first(
    kind: str, first_lacks: tuple[int, ...], names: tuple[FormName, FormName], tmp_path: Path
) -> None:
    one, two = invented(form(names[0]), 1), invented(form(names[1]), 2)
    text = written(2022, names[0], one, kind, first_lacks) + written(2021, names[1], two, kind)
    report = parsed(tmp_path, kind, text)
    alone = parsed(tmp_path, kind, written(2022, names[0], one, kind, first_lacks))
    assert (report.year, report.form, values(report)) == (2022, names[0], values(alone))
    assert [p.text for p in report.paragraphs] == [p.text for p in alone.paragraphs]
    assert any("还有另一份报告" in warning and "2021年" in warning for warning in report.warnings)
    assert not alone.warnings or first_lacks


@pytest.mark.parametrize("kind", ["html", "txt"])
@pytest.mark.parametrize("lacks", [(), (1,)])
def test_last_years_table_for_comparison(kind: str, lacks: tuple[int, ...], tmp_path: Path) -> None:
    one, two = invented(form("2021"), 1), invented(form("2021"), 2)
    table = tables_of(form("2021"), two)[1]
    extra = joined(["附：2021年数据", html(table) if kind == "html" else flat(table)], kind)
    report = parsed(tmp_path, kind, written(2022, "2021", one, kind, lacks) + extra)
    alone = parsed(tmp_path, kind, written(2022, "2021", one, kind, lacks))
    assert values(report) == values(alone)
    assert any("2021年的" in warning for warning in report.warnings)


@pytest.mark.parametrize("kind", ["html", "txt"])
def test_what_only_mentions_another_year_takes_nothing_away(kind: str, tmp_path: Path) -> None:
    truth = invented(form("2021"), 3)
    text = written(2022, "2021", truth, kind)
    links = joined(["上一篇：示例市教育局2021年政府信息公开工作年度报告"], kind)
    head = joined(["示例市教育局2021年政府信息公开工作年度报告"], kind)
    dated = joined(["2023年1月"], kind)
    before_third = joined([HEADS[1]], kind)
    for changed in (
        text + links,
        text.replace(before_third, head + before_third),
        text.replace(before_third, before_third + dated),
    ):
        report = parsed(tmp_path, kind, changed)
        assert values(report) == truth
        assert not any("另一份" in warning for warning in report.warnings)

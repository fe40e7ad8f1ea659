"""Tables that leave the program, read back by other programs' readers."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from gongkai.desk.compare import compare, narrative
from gongkai.desk.compare_print import comparison_json, table
from gongkai.desk.coverage import coverage
from gongkai.desk.export import (
    FACT_COLUMNS,
    as_csv,
    as_json,
    as_xlsx,
    fact_rows,
    facts_json,
)
from gongkai.desk.lint import RULES, lint
from gongkai.desk.lint_print import COLUMNS, lint_rows, sarif
from gongkai.ingest.load import load
from gongkai.report import Report

SAMPLE = Path(__file__).parents[2] / "eval" / "corpus" / "reports"
# Texts that spreadsheets evaluate, and texts that only look so.
DANGEROUS = ['=HYPERLINK("http://a.example","x")', "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1"]
HARMLESS = ["+239", "-5", "+1,000", "件", "（七）总计"]


@pytest.fixture(scope="module")
def years() -> list[Report]:
    """Four years of one invented body."""
    return sorted(
        (load(path) for path in SAMPLE.glob("qingze-mzj-202*")), key=lambda report: report.year
    )


def rows_of(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_facts_as_csv_come_back(years: list[Report]) -> None:
    head, *rows = rows_of(as_csv(FACT_COLUMNS, fact_rows(years)))
    facts = [(report, fact) for report in years for fact in report.facts]
    assert tuple(head) == FACT_COLUMNS
    assert len(rows) == len(facts)
    for row, (report, fact) in zip(rows, facts, strict=True):
        told = dict(zip(head, row, strict=True))
        assert told["数值"] == ("" if fact.value is None else format(fact.value, "f"))
        assert told["文件"] == Path(report.source.path).name
        assert json.loads(told["位置"] or "null") == (
            fact.locator.as_json() if fact.locator else None
        )


def test_facts_as_xlsx_come_back(years: list[Report], tmp_path: Path) -> None:
    data = as_xlsx(FACT_COLUMNS, fact_rows(years[:1], ["四"]), "facts")
    (tmp_path / "facts.xlsx").write_bytes(data)
    sheet = openpyxl.load_workbook(tmp_path / "facts.xlsx").active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == FACT_COLUMNS
    values = [f.value for f in years[0].facts if f.address.section == "四"]
    assert [row[7] for row in rows] == [None if v is None else float(v) for v in values]


def test_facts_as_json_carry_their_citation(years: list[Report]) -> None:
    told = json.loads(as_json(facts_json(years, ["三"], ["总计"])))["facts"]
    assert {fact["section"] for fact in told} == {"三"}
    assert all("总计" in "".join(fact["row"] + fact["column"]) for fact in told)
    assert all(fact["quote"] == fact["text"] for fact in told)
    assert {fact["source"] for fact in told} == {Path(r.source.path).name for r in years}


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_evaluated(text: str, tmp_path: Path) -> None:
    ((_,), (told,)) = rows_of(as_csv(["x"], [[text]]))
    assert told == f"'{text}"
    (tmp_path / "x.xlsx").write_bytes(as_xlsx(["x"], [[text]], "x"))
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx").active["A2"]  # type: ignore[index]
    assert (cell.value.strip(), cell.data_type) == (text.strip(), "s")


@pytest.mark.parametrize("text", HARMLESS)
def test_a_printed_number_with_its_sign_stays(text: str, tmp_path: Path) -> None:
    ((_,), (told,)) = rows_of(as_csv(["x"], [[text]]))
    assert told == text
    (tmp_path / "x.xlsx").write_bytes(as_xlsx(["x"], [[text]], "x"))
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx").active["A2"]  # type: ignore[index]
    assert (cell.value, cell.data_type) == (text, "s")


def test_findings_as_sarif(years: list[Report]) -> None:
    """The parts of SARIF 2.1.0 that readers rely on; properties as its schema requires."""
    broken = replace(years[-1], period="2001年1月1日至2001年12月31日")
    result = lint(broken, years[-2])
    log = json.loads(json.dumps(sarif([result], {})))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert names == [rule.id for rule in RULES]
    assert len(run["results"]) == len(result.findings) > 0
    for told, found in zip(run["results"], result.findings, strict=True):
        assert names[told["ruleIndex"]] == told["ruleId"] == found.rule
        assert told["level"] in ("error", "warning", "note")
        assert told["partialFingerprints"]["gongkaiKey/v1"] == found.key
        assert told["message"]["text"].startswith(found.message)
        for place in told["locations"]:
            assert place["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///")


def test_findings_as_csv(years: list[Report]) -> None:
    broken = replace(years[-1], period="2001年1月1日至2001年12月31日")
    result = lint(broken)
    head, *rows = rows_of(as_csv(COLUMNS, lint_rows([result], {})))
    assert tuple(head) == COLUMNS
    assert [row[5] for row in rows] == [f.message for f in result.findings]
    assert {row[-1] for row in rows} == {Path(broken.source.path).name}


def test_years_side_by_side(years: list[Report]) -> None:
    found = compare(years, sections=["三"])
    assert {row.address.section for row in found.rows} == {"三"}
    for row in found.rows:
        for before, after, change in zip(row.values, row.values[1:], row.changes[1:], strict=False):
            both = before is not None and after is not None
            assert change == (after - before if both else None)  # type: ignore[operator]
        for before, after, rate in zip(row.values, row.values[1:], row.growth[1:], strict=False):
            if rate is not None:
                assert before
                assert after is not None
                assert rate == (after - before) * 100 / before
            else:
                assert not before or after is None


def test_cells_of_other_meaning_stay_apart(years: list[Report]) -> None:
    """新制作 and 制发 are the same; 上一年项目数量 has no fellow in the newer form."""
    rows = {(row.address.row, row.address.column): row for row in compare(years).rows}
    old = {report.form for report in years}
    assert "2021" in old
    for (_, column), row in rows.items():
        forms = {r.form for r, fact in zip(years, row.facts, strict=True) if fact}
        if column == ("上一年项目数量",):
            assert forms == {"2019"}
        if column == ("现行有效件数",):
            assert forms == {"2021"}


def test_the_table_of_a_comparison_has_a_column_for_each_report(years: list[Report]) -> None:
    columns, rows = table(compare(years))
    assert len(columns) == 4 + len(years) + 2 * (len(years) - 1)
    assert all(len(row) == len(columns) for row in rows)
    told = json.loads(json.dumps(comparison_json(compare(years), "五")))
    assert len(told["narrative"]) == len(years) - 1


def test_words_side_by_side_lose_no_sentence(years: list[Report]) -> None:
    left, right = years[:2]
    told = narrative(left, right)
    after = "".join(c.after for c in told.changes)
    before = "".join(c.before for c in told.changes)

    def text(report: Report) -> str:
        parts = [p.text for p in report.paragraphs if p.section == "五" and not p.heading]
        return "".join("".join(parts).split())

    assert sorted("".join(after.split())) == sorted(text(right))
    assert sorted("".join(before.split())) == sorted(text(left))
    assert all(c.before == c.after for c in told.changes if c.kind == "same")
    for change in told.changes:
        if change.right:
            paragraph, start, end = change.right
            assert right.paragraphs[paragraph].text[start:end].strip() == change.after


def test_the_same_words_are_alike(years: list[Report]) -> None:
    told = narrative(years[0], years[0])
    assert told.similarity == 1
    assert {change.kind for change in told.changes} == {"same"}


def test_coverage_names_the_gaps() -> None:
    found = coverage([("乙局", 2023), ("甲局", 2019), ("甲局", 2022), ("甲局", 2022)])
    assert found.years == (2019, 2020, 2021, 2022, 2023)
    assert [body.bureau for body in found.bodies] == ["乙局", "甲局"]
    assert found.bodies[1].reports == {2019: 1, 2022: 2}
    assert found.bodies[1].missing == (2020, 2021)
    assert list(found.rows())[1] == ("甲局", 1, "缺", "缺", 2, "", "2020、2021")
    assert coverage([]).years == ()


def test_a_decimal_leaves_without_an_exponent() -> None:
    ((_,), (told,)) = rows_of(as_csv(["x"], [[Decimal("1E+3")]]))
    assert told == "1000"

"""What is doubtful about the cells an answer rests on: sums that fail, digits a scan blurs."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.answering.evidence import Statement, marks_of, of_fact
from gongkai.answering.tell import lead, number, short
from gongkai.report import Fact, Report
from gongkai.sums import Outcome, Sum, outcomes

_KINDS = {
    "results": "“{column}”一列的各项办理结果",
    "balance": "“{column}”一列的新收与上年结转",
    "applicants": "“{row}”一行的各类申请人",
    "outcomes": "“{row}”的各项结果",
}


def doubts(report: Report, facts: Sequence[Fact]) -> list[Statement]:
    """What a reader of these cells must be told; [] where nothing speaks against them."""
    told = []
    unsure = [fact for fact in facts if not fact.sure]
    if unsure:
        text = f"请注意：{lead(report)}报告的这一格在扫描件上读得不可靠，请核对原件{marks_of(len(unsure))}。"
        told.append(Statement(text, tuple(of_fact(report, fact) for fact in unsure)))
    if report.form is None or unsure:
        return told  # a sum over a doubtful digit says nothing of the report
    asked = {fact.address for fact in facts}
    for outcome in outcomes(report.form, report.facts):
        cells = {*outcome.sum.left, *outcome.sum.right}
        if outcome.holds is False and outcome.sure and cells & asked:
            return [*told, _fails(report, outcome)]
    return told


def _fails(report: Report, outcome: Outcome) -> Statement:
    """One equation that the report's own cells fail, with what they come to and what is printed."""
    printed = [report.fact(address) for address in outcome.sum.right]
    evidence = tuple(of_fact(report, fact) for fact in printed if fact is not None)
    text = (
        f"请注意：{lead(report)}报告的表格自身对不上：{_named(outcome.sum)}相加得"
        f"{number(outcome.left)}，而{_right(outcome.sum)}印的是{number(outcome.right)}{marks_of(len(evidence))}；"
        "这里照录原文。"
    )
    return Statement(text, evidence, (outcome.left, outcome.right))


def _named(equation: Sum) -> str:
    last = equation.right[0]
    row = short((last.row or last.column[:-1])[-1])
    return _KINDS[equation.kind].format(row=row, column=last.column[-1])


def _right(equation: Sum) -> str:
    return "总计与结转下年度之和" if equation.kind == "balance" else "总计"

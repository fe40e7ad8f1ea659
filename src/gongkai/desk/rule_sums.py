"""The form's own arithmetic: details and totals of tables 三 and 四 (rules 1 to 4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.answering.tell import short
from gongkai.desk.finding import Finding, added, find, of_cell
from gongkai.desk.rule_case import Case
from gongkai.desk.rule_doubt import surely
from gongkai.report import Address
from gongkai.sums import Outcome, SumKind, outcomes

RULES: dict[SumKind, str] = {
    "results": "sums.results",
    "balance": "sums.balance",
    "applicants": "sums.applicants",
    "outcomes": "sums.outcomes",
}


def judged(case: Case) -> tuple[Outcome, ...]:
    """Every equation of the form with the report's values; none where there is no form."""
    return outcomes(case.report.form, case.report.facts) if case.report.form else ()


def sums(case: Case) -> Iterator[Finding]:
    """The equations that don't hold."""
    for outcome in judged(case):
        if outcome.holds is False:
            yield _finding(case, outcome)


def _finding(case: Case, outcome: Outcome) -> Finding:
    report, equation = case.report, outcome.sum
    facts = [case.cells[a] for a in (*equation.left, *equation.right) if a in case.cells]
    # Long columns show their cells above 0, and the result they are held against.
    shown = [f for f in facts if f.value or f.address in equation.right]
    formula = f"{_side(case, equation.left)} ≠ {_side(case, equation.right)}"
    severity_sure = outcome.sure and surely(report, facts)
    return find(
        RULES[equation.kind], "error", report, _told(outcome), [of_cell(report, f) for f in shown],
        formula=formula, sure=severity_sure, about=[formula],
    )  # fmt: skip


def _side(case: Case, addresses: Sequence[Address]) -> str:
    values = [case.cells[a].value for a in addresses if a in case.cells]
    terms = added(values)
    if "+" not in terms:
        return terms
    return f"{terms} = {added([sum(v for v in values if v is not None)])}"  # type: ignore[list-item]


def _told(outcome: Outcome) -> str:
    equation = outcome.sum
    first, last = equation.left[0], equation.right[-1]
    match equation.kind:
        case "results":
            where = f"表三“{first.column[-1]}”一列"
            return f"{where}：各项办理结果相加不等于“{short(last.row[-1])}”一行的数"
        case "balance":
            where = f"表三“{first.column[-1]}”一列"
            return f"{where}：本年新收加上年结转，不等于办理结果总计加结转下年度"
        case "applicants":
            row = "·".join(short(label) for label in first.row)
            return f"表三“{row}”一行：六类申请人相加不等于总计"
        case "outcomes":
            return f"表四“{'·'.join(first.column[:-1])}”：四种结果相加不等于总计"

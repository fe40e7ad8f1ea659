"""A report against its neighbours in time (rule 6)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gongkai.desk.finding import Finding, find, number, of_cell
from gongkai.desk.rule_case import Case, by_address
from gongkai.desk.rule_doubt import surely
from gongkai.desk.rule_words import words
from gongkai.form import form
from gongkai.report import Address, Fact, Report


def carried(case: Case) -> Iterator[Finding]:
    """结转下年度 of one year is 上年结转 of the next, for each kind of applicant."""
    for earlier, later in _pairs(case):
        if earlier.form is None or later.form is None:
            continue
        before, after = by_address(earlier), by_address(later)
        out_row, in_row = form(earlier.form).rows[-1], form(later.form).rows[1]
        for who in form(later.form).applicants:
            left = before.get(Address("三", out_row, (who,)))
            taken = after.get(Address("三", in_row, (who,)))
            if _differ(left, taken) and left and taken:
                yield _carried(earlier, later, left, taken, case.report)


def _carried(earlier: Report, later: Report, left: Fact, taken: Fact, own: Report) -> Finding:
    formula = f"{earlier.year}年结转下年度 {_of(left)} ≠ {later.year}年上年结转 {_of(taken)}"
    who = taken.address.column[-1]
    return find(
        "years.carried", "error", own,
        f"“{who}”：{earlier.year}年报告结转下年度{_of(left)}件，{later.year}年报告上年结转却是{_of(taken)}件",
        [of_cell(earlier, left), of_cell(later, taken)], formula=formula,
        sure=surely(earlier, [left]) and surely(later, [taken]),
    )  # fmt: skip


def documents(case: Case) -> Iterator[Finding]:
    """Valid documents are last year's, plus those made, less those repealed (form 2021).

    A warning, no error: documents also lapse, or come with a merger of bodies.
    """
    for earlier, later in _pairs(case):
        if not earlier.form or earlier.form != later.form:
            continue
        before, after = by_address(earlier), by_address(later)
        for clause in form(later.form).clauses:
            if clause.columns != words().stock:
                continue
            for item in clause.items:
                row = (clause.label, item)
                old = before.get(Address("二", row, clause.columns[-1:]))
                now = [after.get(Address("二", row, (name,))) for name in clause.columns]
                yield from _stock(case.report, earlier, later, old, now)


def _stock(
    own: Report, earlier: Report, later: Report, old: Fact | None, now: list[Fact | None]
) -> Iterator[Finding]:
    facts = [fact for fact in (old, *now) if fact is not None and fact.value is not None]
    if len(facts) != 4:
        return
    start, made, ended, valid = (fact.value or Decimal(0) for fact in facts)
    expected = start + made - ended
    if expected == valid:
        return
    item = facts[0].address.row[-1]
    formula = (
        f"{number(start)} + {number(made)} - {number(ended)} = {number(expected)} ≠ {number(valid)}"
    )
    yield find(
        "years.documents", "warning", own,
        f"“{item}”现行有效件数：{earlier.year}年的{number(start)}件，加{later.year}年制发、减废止，"
        f"应为{number(expected)}件，报告写的是{number(valid)}件",
        [of_cell(earlier, facts[0]), *(of_cell(later, fact) for fact in facts[1:])],
        formula=formula, sure=surely(earlier, facts[:1]) and surely(later, facts[1:]),
    )  # fmt: skip


def projects(case: Case) -> Iterator[Finding]:
    """上一年项目数量 is last year's number plus its 本年增/减 (form 2019)."""
    for earlier, later in _pairs(case):
        if not earlier.form or earlier.form != later.form:
            continue
        before, after = by_address(earlier), by_address(later)
        for clause in form(later.form).clauses:
            if clause.columns[:2] != words().flow:
                continue
            for item in clause.items:
                row = (clause.label, item)
                start, change = (before.get(Address("二", row, (c,))) for c in clause.columns[:2])
                now = after.get(Address("二", row, clause.columns[:1]))
                facts = [f for f in (start, change, now) if f is not None and f.value is not None]
                if len(facts) != 3:
                    continue
                first, moved, told = (fact.value or Decimal(0) for fact in facts)
                if first + moved == told:
                    continue
                sign = "+" if moved >= 0 else "-"
                yield find(
                    "years.projects", "warning", case.report,
                    f"“{item}”上一年项目数量：{earlier.year}年报告的数加增减得{number(first + moved)}，"
                    f"{later.year}年报告写的是{number(told)}",
                    [of_cell(earlier, facts[0]), of_cell(earlier, facts[1]), of_cell(later, facts[2])],
                    formula=f"{number(first)} {sign} {number(abs(moved))} = {number(first + moved)}"
                    f" ≠ {number(told)}",
                    sure=surely(earlier, facts[:2]) and surely(later, facts[2:]),
                )  # fmt: skip


def _pairs(case: Case) -> Iterator[tuple[Report, Report]]:
    if case.previous is not None:
        yield case.previous, case.report
    if case.following is not None:
        yield case.report, case.following


def _differ(left: Fact | None, right: Fact | None) -> bool:
    """Whether both cells have a value and the values differ: a blank is not 0."""
    if left is None or right is None or left.value is None or right.value is None:
        return False
    return left.value != right.value


def _of(fact: Fact) -> str:
    return number(fact.value) if fact.value is not None else "空白"

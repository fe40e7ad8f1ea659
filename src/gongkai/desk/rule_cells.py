"""Cells that stand out by themselves: blanks, impossible values, jumps (rules 10 and 13)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gongkai.desk.finding import Finding, find, number, of_cell, of_report
from gongkai.desk.rule_case import Case, name_of
from gongkai.desk.rule_doubt import surely, unfound
from gongkai.desk.rule_words import words
from gongkai.form import form
from gongkai.report import Address, Fact

_SHOWN = 5
# Applications grow tenfold where an office opens; a hundredfold is a slip of digits or columns.
# Decisions and fees of small bodies do jump; 元 told as 万元 is ten thousandfold.
_APPLICATIONS, _DECISIONS = 100, 3000
_SMALL = 10
_SIGNS = str.maketrans({"／": "/", "－": "—", "-": "—", "–": "—", "―": "—", "─": "—", "−": "—"})


def blanks(case: Case) -> Iterator[Finding]:
    """Cells left blank or struck through, one finding for each table and sign.

    A cell whose text couldn't be read is the parser's matter, not the report's.
    """
    report = case.report
    groups: dict[tuple[str, str], list[Fact]] = {}
    missing: dict[str, list[Fact]] = {}
    for fact in report.facts:
        if fact.value is not None:
            continue
        sign = "".join(fact.text.split()).translate(_SIGNS)
        if fact.locator is None:
            missing.setdefault(fact.address.section, []).append(fact)
        elif not sign or set(sign) <= set("/—＼\\") or sign in ("无", "空"):
            groups.setdefault((fact.address.section, sign[:1]), []).append(fact)
    for (section, sign), facts in groups.items():
        told = f"填的是“{sign}”" if sign else "是空白"
        yield find(
            "cells.blank", "warning", report,
            f"表{section}有{len(facts)}格{told}（如“{name_of(facts[0].address)}”）；没有的应填0",
            [of_cell(report, fact) for fact in facts[:_SHOWN]], about=[str(len(facts))],
            sure=surely(report, facts),
        )  # fmt: skip
    gone = unfound(report, "统计表")
    for section, facts in missing.items():
        own = any(p.section == section and not p.heading for p in report.paragraphs)
        every = [f for f in report.facts if f.address.section == section]
        if len(facts) == len(every) and (section not in report.headings or not own):
            continue  # the section itself is missing or empty, which its own rules tell
        told = "整张表" if len(facts) == len(every) else f"{len(facts)}格"
        yield find(
            "cells.missing", "warning", report,
            f"表{section}{told}在文件里没有找到（如“{name_of(facts[0].address)}”）",
            [of_report(report)], about=[section, str(len(facts))], sure=False,
            formula="统计表缺失" if section in gone else "",
        )  # fmt: skip


def negative(case: Case) -> Iterator[Finding]:
    """Counts below 0, where the form doesn't ask for a change."""
    change = words().flow[1]
    for fact in case.report.facts:
        if fact.value is not None and fact.value < 0 and change not in fact.address.column:
            yield find(
                "odd.negative", "error", case.report,
                f"“{name_of(fact.address)}”是负数{number(fact.value)}",
                [of_cell(case.report, fact)], formula=f"{number(fact.value)} < 0",
                sure=surely(case.report, [fact]),
            )  # fmt: skip


def fractions(case: Case) -> Iterator[Finding]:
    """Cases and items come whole."""
    for fact in case.report.facts:
        value = fact.value
        if value is not None and fact.unit in ("件", "项") and value != value.to_integral_value():
            yield find(
                "odd.fraction", "error", case.report,
                f"“{name_of(fact.address)}”的件数不是整数：{number(value)}",
                [of_cell(case.report, fact)], formula=number(value),
                sure=surely(case.report, [fact]),
            )  # fmt: skip


def parents(case: Case) -> Iterator[Finding]:
    """A part above its whole: an applicant above 总计, documents made and still valid.

    Where the sums of the form can be judged they tell it better; this looks where blanks leave
    them open, and at table 二, which has no sums.
    """
    report = case.report
    if report.form is None:
        return
    layout = form(report.form)
    for clause in layout.clauses:
        if clause.columns != words().stock:
            continue
        for item in clause.items:
            made, ended, valid = (
                case.cells.get(Address("二", (clause.label, item), (c,))) for c in clause.columns
            )
            if not (made and ended and valid):
                continue
            if made.value is None or ended.value is None or valid.value is None:
                continue
            if made.value - ended.value > valid.value:
                yield _above(case, made, valid, f"{number(made.value)} - {number(ended.value)}")
    *kinds, whole = layout.applicants
    for row in layout.rows:
        total = case.cells.get(Address("三", row, (whole,)))
        parts = [case.cells.get(Address("三", row, (kind,))) for kind in kinds]
        if total is None or total.value is None or all(p and p.value is not None for p in parts):
            continue
        for part in parts:
            if part is not None and part.value is not None and part.value > total.value:
                yield _above(case, part, total, number(part.value))


def _above(case: Case, part: Fact, whole: Fact, left: str) -> Finding:
    value = number(whole.value) if whole.value is not None else ""
    return find(
        "odd.part", "hint", case.report,
        f"“{name_of(part.address)}”（{left}）大于“{name_of(whole.address)}”（{value}）",
        [of_cell(case.report, part), of_cell(case.report, whole)],
        formula=f"{left} > {value}", sure=surely(case.report, [part, whole]),
    )  # fmt: skip


def jumps(case: Case) -> Iterator[Finding]:
    """Numbers a hundred times last year's: a slip of digits, units or columns, as a hint."""
    if case.previous is None or case.report.form is None:
        return
    total = form(case.report.form).applicants[-1]
    for fact in case.report.facts:
        old = case.before.get(fact.address)
        if fact.value is None or old is None or old.value is None:
            continue
        third = fact.address.section == "三"
        if third and (fact.address.column != (total,) or len(fact.address.row) > 1):
            continue
        if fact.address.section == "四" or fact.unit != old.unit:
            continue
        times = _APPLICATIONS if third else _DECISIONS
        low, high = sorted((fact.value, old.value))
        slip = high in (low * 100, low * 1000)  # zeros too many, to the digit
        if low >= _SMALL and (slip or high >= low * times):
            yield find(
                "odd.jump", "hint", case.report,
                f"“{name_of(fact.address)}”由{case.previous.year}年的{number(old.value)}"
                f"变为{number(fact.value)}，相差{number((high / low).quantize(Decimal(1)))}倍，请核对位数和单位",
                [of_cell(case.previous, old), of_cell(case.report, fact)],
                formula=f"{number(high)} ÷ {number(low)} = {number((high / low).quantize(Decimal(1)))}",
                sure=surely(case.report, [fact]) and surely(case.previous, [old]),
            )  # fmt: skip

"""Check a report: against the form's sums, its own text, its neighbours in time, its shape.

Pure: a report and its neighbours in, findings out. Each rule is a function of a `Case`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.desk import (
    rule_cells,
    rule_contact,
    rule_copied,
    rule_fees,
    rule_growth,
    rule_shape,
    rule_sums,
    rule_text,
    rule_years,
)
from gongkai.desk.finding import SEVERITIES, Finding, Lint
from gongkai.desk.rule_case import Case
from gongkai.report import Report


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's id and what it checks, in one plain sentence."""

    id: str
    about: str


RULES: tuple[Rule, ...] = (
    Rule("sums.results", "表三每一列：各项办理结果之和等于（七）总计"),
    Rule("sums.balance", "表三每一列：本年新收加上年结转，等于（七）总计加结转下年度"),
    Rule("sums.applicants", "表三每一行：六类申请人之和等于总计"),
    Rule("sums.outcomes", "表四每一组：四种结果之和等于总计"),
    Rule("text.table", "正文里的数字与表格一致"),
    Rule("text.growth", "正文写的增减与两年的数字算得出"),
    Rule("text.share", "正文写的占比、办结率与文中或表中的数字算得出"),
    Rule("years.carried", "结转下年度等于下一年报告的上年结转"),
    Rule("years.documents", "现行有效件数等于上年加制发减废止"),
    Rule("years.projects", "上一年项目数量等于上年报告的项目数量加增减"),
    Rule("fees.denied", "表格有收费或逾期未缴费的申请时，第六部分不说没有收费"),
    Rule("period.year", "统计期限与标题是同一年"),
    Rule("period.days", "统计期限是一整年"),
    Rule("period.title", "开头写的报告年度与标题是同一年"),
    Rule("sections.missing", "六个部分齐全"),
    Rule("sections.order", "六个部分的次序正确"),
    Rule("sections.number", "各部分标题的序号正确"),
    Rule("sections.empty", "各部分都有内容"),
    Rule("sections.nothing", "各部分不只写一个“无”"),
    Rule("cells.blank", "表格没有空白、“/”、“—”"),
    Rule("cells.missing", "表格的每一格都能在文件里找到"),
    Rule("copied.problems", "第五部分不照抄上一年"),
    Rule("contact.missing", "有联系方式"),
    Rule("contact.malformed", "联系方式的写法正确"),
    Rule("odd.negative", "件数没有负数"),
    Rule("odd.fraction", "件数是整数"),
    Rule("odd.part", "部分不大于整体"),
    Rule("odd.jump", "与上一年相比没有离奇的增减"),
)  # fmt: skip

_CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    rule_sums.sums,
    rule_text.text,
    rule_growth.growth,
    rule_growth.steps,
    rule_growth.shares,
    rule_years.carried,
    rule_years.documents,
    rule_years.projects,
    rule_fees.fees,
    rule_shape.period,
    rule_shape.named_year,
    rule_shape.sections,
    rule_cells.blanks,
    rule_copied.copied,
    rule_contact.contact,
    rule_cells.negative,
    rule_cells.fractions,
    rule_cells.parents,
    rule_cells.jumps,
)


def lint(report: Report, previous: Report | None = None, following: Report | None = None) -> Lint:
    """Everything the rules find in a report, gravest first, and how many of its sums hold.

    ``previous`` and ``following`` are the same body's reports of the years beside it; what
    two years disagree on is found in both, under the same key.
    """
    case = Case(report, previous, following)
    found: dict[str, Finding] = {}
    for check in _CHECKS:
        for finding in check(case):
            found.setdefault(finding.key, finding)
    judged = rule_sums.judged(case)
    holds = sum(outcome.holds is True for outcome in judged)
    failed = sum(outcome.holds is False for outcome in judged)
    order = {rule.id: place for place, rule in enumerate(RULES)}
    findings = sorted(found.values(), key=lambda f: (SEVERITIES.index(f.severity), order[f.rule]))
    return Lint(
        report.id, report.bureau, report.year, report.title, report.source.path, report.form,
        tuple(findings), holds + failed, holds, len(judged) - holds - failed,
    )  # fmt: skip


def lint_years(reports: Sequence[Report]) -> Iterator[Lint]:
    """The reports of one body, each checked between its neighbours.

    Where a year has several reports that differ, its neighbours are checked without it: which
    of them counts isn't known.
    """
    by_year: dict[int, list[Report]] = {}
    for report in reports:
        by_year.setdefault(report.year, []).append(report)
    for report in reports:
        yield lint(
            report, only(by_year.get(report.year - 1, ())), only(by_year.get(report.year + 1, ()))
        )


def only(reports: Iterable[Report]) -> Report | None:
    """The report of a year where there is one, or several whose cells and words agree."""
    found = list(reports)
    first = found[0] if found else None
    if first is None or any(
        [f.value for f in other.facts] != [f.value for f in first.facts] for other in found[1:]
    ):
        return None
    return first

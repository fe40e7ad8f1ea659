"""The year a report is for, and its sections (rules 8 and 9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.desk.finding import Finding, Severity, find, of_report, of_text
from gongkai.desk.rule_case import Case
from gongkai.desk.rule_doubt import unfound
from gongkai.desk.rule_mention import even
from gongkai.desk.rule_words import words
from gongkai.form import section_titles
from gongkai.report import SECTIONS, Report

_OF_REPORT = re.compile(r"(20\d\d)\s*年?度?\s*(?:政府)?信息公开(?:工作)?年度报告")
_DATE = re.compile(r"(20\d\d)\D{1,2}(\d{1,2})\D(\d{1,2})|(?<!\d)(\d{1,2})月(\d{1,2})")
_ORDINAL = re.compile(r"^\s*([一二三四五六七八])\s*[、.．,，]")
_ENDS = (1, 1), (12, 31)
# The first reports tell of the months from 1 May 2008, when the regulation came into force.
_FIRST = 2008


def period(case: Case) -> Iterator[Finding]:
    """The statistical period is the title's year, from its first day to its last."""
    report = case.report
    if not report.period:
        return
    place = _where(report, report.period)
    dates = _DATE.findall(even(report.period))
    years = {int(date[0]) for date in dates if date[0]}
    if years and years != {report.year}:
        told = "、".join(str(year) for year in sorted(years))
        yield find(
            "period.year", "error", report,
            f"标题是{report.year}年的报告，统计期限却是{report.period}",
            [of_text(report, *place) if place else of_report(report, report.period),
             of_report(report)], formula=f"{told} ≠ {report.year}",
        )  # fmt: skip
        return
    days = [(int(d[1] or d[3]), int(d[2] or d[4])) for d in dates]
    if len(days) == 2 and tuple(days) != _ENDS and report.year > _FIRST:
        yield find(
            "period.days", "warning", report, f"统计期限不是一整年：{report.period}",
            [of_text(report, *place) if place else of_report(report, report.period)],
            formula=f"{days[0][0]}月{days[0][1]}日—{days[1][0]}月{days[1][1]}日 ≠ 1月1日—12月31日",
        )  # fmt: skip


def named_year(case: Case) -> Iterator[Finding]:
    """The report calls itself that of another year than its title's."""
    report = case.report
    for index, paragraph in enumerate(report.paragraphs):
        if paragraph.heading or paragraph.section:
            continue
        for match in _OF_REPORT.finditer(even(paragraph.text)):
            year = int(match[1])
            # What another document is called (〔2021〕, 《…》) isn't this report.
            quoted = paragraph.text[max(0, match.start() - 30) : match.start()]
            if year == report.year or quoted.count("《") > quoted.count("》"):
                continue
            if quoted.count("〈") > quoted.count("〉"):
                continue
            yield find(
                "period.title", "error", report,
                f"标题是{report.year}年的报告，开头却写{year}年度报告",
                [of_text(report, index, *match.span()), of_report(report)],
                formula=f"{year} ≠ {report.year}",
            )  # fmt: skip


def _where(report: Report, period: str) -> tuple[int, int, int] | None:
    wanted = "".join(period.split())
    for index, paragraph in enumerate(report.paragraphs):
        at = paragraph.text.find(period)
        if at >= 0:
            return index, at, at + len(period)
        if wanted in "".join(even(paragraph.text).split()):
            return index, 0, len(paragraph.text)
    return None


def sections(case: Case) -> Iterator[Finding]:
    """Sections that are missing, out of order, wrongly numbered, empty, or say only 无.

    Of reports without the form nothing is asked: older ones had other parts.
    """
    report = case.report
    if report.form is None:
        return
    present = [name for name in SECTIONS if name in report.headings]
    if not present:
        return
    yield from _missing(report)
    yield from _order(report)
    for name in present:
        yield from _empty(report, name)


def _missing(report: Report) -> Iterator[Finding]:
    titles = section_titles()
    doubted = unfound(report, "标题")
    for name in SECTIONS:
        if name in report.headings:
            continue
        # A heading may be missing in print while its table or text is there.
        there = any(f.locator is not None for f in report.facts if f.address.section == name)
        there = there or any(p.section == name for p in report.paragraphs)
        told = "没有标题" if there else "没有这一部分"
        yield find(
            "sections.missing", "warning" if there else "error", report,
            f"第{name}部分“{titles[name][0]}”：{told}", [of_report(report)],
            sure=name not in doubted or not there, about=[name],
        )  # fmt: skip


def _order(report: Report) -> Iterator[Finding]:
    headed = [(index, p) for index, p in enumerate(report.paragraphs) if p.heading and p.section]
    seen: dict[str, int] = {}
    for index, paragraph in headed:
        seen.setdefault(paragraph.section, index)
    order = list(seen)
    for before, name in pairwise(order):
        if SECTIONS.index(name) < SECTIONS.index(before):
            yield find(
                "sections.order", "error", report, f"第{name}部分排在第{before}部分之后",
                [of_text(report, seen[before]), of_text(report, seen[name])],
                about=[before, name],
            )  # fmt: skip
    for name, index in seen.items():
        match = _ORDINAL.match(even(report.paragraphs[index].text))
        if match and match[1] != name:
            yield find(
                "sections.number", "warning", report,
                f"“{report.paragraphs[index].text.strip()}”的序号应为{name}",
                [of_text(report, index)], formula=f"{match[1]} ≠ {name}",
            )  # fmt: skip


def _empty(report: Report, name: str) -> Iterator[Finding]:
    index = next((i for i, p in enumerate(report.paragraphs) if p.heading and p.section == name), 0)
    own = [p for p in report.paragraphs if p.section == name and not p.heading and p.text.strip()]
    cells = [f for f in report.facts if f.address.section == name]
    printed = any(f.locator is not None for f in cells)
    title = report.headings[name]
    if not own and not printed:
        lost = bool(cells)
        yield find(
            "sections.empty", "error", report,
            f"第{name}部分“{title}”只有标题，没有{'统计表' if lost else '内容'}",
            [of_text(report, index)], sure=not lost, about=[name],
        )  # fmt: skip
        return
    said = "".join("".join(p.text.split()) for p in own)
    if not printed and words().only_nothing.fullmatch(said.strip("。.；;")):
        severity: Severity = "hint" if name == SECTIONS[-1] else "warning"
        yield find(
            "sections.nothing", severity, report, f"第{name}部分“{title}”只写了“{said}”",
            [of_text(report, report.paragraphs.index(own[0]))], about=[name],
        )  # fmt: skip

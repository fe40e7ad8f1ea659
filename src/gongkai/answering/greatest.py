"""Which is the greatest, or the least, within one report: of the applicants, the reasons, the results
of one row, or of several rows asked for side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from gongkai.answering.evidence import Statement
from gongkai.answering.query import Ask, Query
from gongkai.answering.tell import (
    Marks,
    Measure,
    lead,
    measure,
    number,
    short,
    single,
    terms,
)
from gongkai.answering.topics import Subject, asks_greatest, asks_least, asks_whom, meaning
from gongkai.report import Report

_FEW = 2
_SUM = re.compile("[总合]计$")
_REASONS = re.compile("理由|原因|因为|情形|情况|结果")


def greatest(report: Report, ask: Ask, asked: str) -> Statement | None:
    """The member of the ask's topic with the greatest (or least) value, where ``asked`` asks which it is.

    Members are the rows that a sum is made of (the reasons of 不予公开), or the columns of a row:
    applicants in table 三, results in table 四. None where no member is asked for.
    """
    subject = meaning().subjects[ask.topic]
    if subject.section == "二" or not asks_greatest(asked):
        return None
    part = ask.parts[0] if len(ask.parts) == 1 else ""
    # 是不是个人申请最多 holds columns against each other, 企业被拒的主要理由 a column's rows.
    whom = subject.section == "四" or asks_whom(asked) or bool(part and not _REASONS.search(asked))
    rows = [] if whom else _rows(report, subject, part)
    if not rows and not whom:
        return None
    members = rows or [
        (column.label, found)
        for column in meaning().parts.values()
        if column.section == subject.section and not column.sums
        if (found := measure(report, ask.topic, column.id))
    ]
    of = f"（{meaning().parts[part].label}）" if rows and part else ""
    return _told(report, f"{_SUM.sub('', subject.label)}{of}里", members, asked)


def foremost(query: Query, by_bureau: Sequence[Sequence[Report]]) -> list[Statement]:
    """The greatest of three or more rows of one report (许可、处罚、强制哪个最多)."""
    reports = [report for group in by_bureau for report in group]
    topics = [topic for ask in query.asks for topic in (ask.topic, ask.runner_up)]
    known = list(dict.fromkeys(topic for topic in topics if topic in meaning().subjects))
    if len(reports) != 1 or len(known) <= _FEW or not asks_greatest(query.read):
        return []
    found = [(meaning().label(t), m) for t in known if (m := single(reports[0], t, ""))]
    told = _told(reports[0], "这几项里", found, query.read)
    return [told] if told else []


def _rows(report: Report, subject: Subject, part: str) -> list[tuple[str, Measure]]:
    """The rows that a sum is made of, none of them the sum of two others among them."""
    found = [(s, m) for s in meaning().members(subject) if (m := measure(report, s.id, part))]
    cells = [set(m.facts) for _, m in found]
    return [
        (short(m.facts[0].address.row[-1]) if len(m.facts) == 1 else s.label, m)
        for s, m in found
        if not any(other < set(m.facts) for other in cells)
    ]


def _told(
    report: Report, among: str, members: Sequence[tuple[str, Measure]], asked: str
) -> Statement | None:
    known = [(name, m) for name, m in members if m.value is not None]
    if len(known) < _FEW or len({m.unit for _, m in known}) > 1:
        return None
    least = asks_least(asked)
    best = (min if least else max)(m.value or Decimal(0) for _, m in known)
    marks = Marks(report)
    names = [
        f"{name}（{terms(m, marks)}）" if m.summed else f"{name}{marks.mark(m.facts[0])}"
        for name, m in known
        if m.value == best
    ]
    word = "最少" if least else "最多"
    unit = known[0][1].unit
    text = f"{lead(report)}{among}{word}的是{'、'.join(names)}：{number(best)}{unit}。"
    return Statement(text, tuple(marks.evidence), (best,))

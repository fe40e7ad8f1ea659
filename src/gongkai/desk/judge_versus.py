"""Judging one number of a report against another of it: both cells cited, difference and ratio told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gongkai.answering.evidence import Evidence, of_fact
from gongkai.answering.tell import number
from gongkai.desk.claim import Verdict
from gongkai.desk.claim_figure import plain
from gongkai.desk.claim_statement import Statement, label
from gongkai.desk.claim_topic import Topic
from gongkai.desk.judge import Judgement, Told, agrees, decided, held, one_line, tolerance
from gongkai.report import Report

_Side = tuple[Decimal, str, str, tuple[Evidence, ...]]


def judge_versus(statement: Statement, report: Report, told: Sequence[Told]) -> Judgement:
    """Whether the first number is more, less or as much, and by how much where that is claimed."""
    sides = [_side(statement, report, topics) for topics in (statement.topics, statement.versus)]
    names = "、".join(label(t) for t in (*statement.topics, *statement.versus))
    if any(side is None for side in sides):
        return Judgement("not_found", f"{names}：有一项没有填写或没有这一栏", topic=names)
    (a, unit, first, cited), (b, other, second, cited_b) = (s for s in sides if s)
    evidence = (*cited, *cited_b)
    if unit != other:
        return Judgement("not_found", f"{first}，{second}，单位不同", evidence, topic=names)
    verdict = _verdict(statement, a, b, unit)
    change = a - b
    far = f"多{number(change)}" if change > 0 else f"少{number(-change)}" if change else "相同"
    text = f"{first}，{second}：前者{far}{unit if change else ''}"
    if statement.multiple and b:
        text += f"，是后者的{plain(a / b)}倍（{number(a)}÷{number(b)}）"
    clash = [
        t for t in told if t.topic in (*statement.topics, *statement.versus)
        and (own := held(report, t.topic)) and own.value is not None
        and not agrees(t.figure, own.value, own.unit)
    ]  # fmt: skip
    if clash and verdict == "supported":
        verdict = "conflict"
        text += f"；正文写的是“{one_line(clash[0].evidence.quote)}”，与表格不一致"
        evidence = (*evidence, *(t.evidence for t in clash))
    return Judgement(verdict, text + tolerance(statement.figure), evidence, change, unit, names)


def _verdict(statement: Statement, a: Decimal, b: Decimal, unit: str) -> Verdict:
    figure, change = statement.figure, a - b
    way = (change > 0) - (change < 0)
    if figure is None:
        return "supported" if way == statement.direction else "contradicted"
    if statement.direction is not None and not statement.multiple and way != statement.direction:
        return "contradicted"
    if figure.measure in ("count", "money"):
        return "supported" if agrees(figure, abs(change), unit) else "contradicted"
    if not b:
        return "not_found"
    share = figure.measure == "percent"
    ratio = (a if statement.multiple else abs(change)) / b
    return "supported" if figure.allows(ratio * 100 if share else ratio) else "contradicted"


def _side(statement: Statement, report: Report, topics: Sequence[Topic]) -> _Side | None:
    found = [held(report, decided(statement, report, topic)) for topic in topics]
    values = [h.value for h in found if h and h.value is not None]
    if len(values) < len(topics) or len({h.unit for h in found if h}) != 1:
        return None
    total = sum(values, Decimal(0))
    first = next(h for h in found if h)
    formula = (
        f"（{'＋'.join(map(number, values))}＝{number(total)}）"
        if len(values) > 1
        else first.formula
    )
    evidence = tuple(of_fact(report, fact) for h in found if h for fact in h.facts)
    return (
        total,
        first.unit,
        f"{'＋'.join(map(label, topics))}{number(total)}{first.unit}{formula}",
        evidence,
    )

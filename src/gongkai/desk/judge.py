"""Judging a figure or a denial against the cells of one report; pure, without any lookup.

Blank isn't 0: a sum with blanks can refute a smaller figure but never support one. Where the
report's own text gives another figure than its table, both are shown (`conflict`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.answering.evidence import Evidence, of_fact
from gongkai.answering.tell import measure, number
from gongkai.answering.topics import meaning
from gongkai.desk.claim import Verdict
from gongkai.desk.claim_figure import Figure, plain
from gongkai.desk.claim_statement import Statement, label
from gongkai.desk.claim_topic import Topic
from gongkai.report import Fact, Report

# Beyond so many cells a sum's formula shows those above 0 and counts the rest.
_TERMS = 8


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with what it rests on; ``value`` is the right one, where it is known."""

    verdict: Verdict
    explanation: str
    evidence: tuple[Evidence, ...] = ()
    value: Decimal | None = None
    unit: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure a report's own running text tells of a topic, with its words.

    ``direction`` is that of a change (−1, 1), 0 where the figure is no change.
    """

    topic: Topic
    figure: Figure
    evidence: Evidence
    direction: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """What a report's cells hold for a topic: ``known`` is the sum of the filled-in cells.

    ``value`` is None where a cell is blank or its reading in doubt; ``why`` then says so.
    """

    topic: Topic
    facts: tuple[Fact, ...]
    known: Decimal | None
    value: Decimal | None
    unit: str
    why: str = ""

    @property
    def formula(self) -> str:
        """How the sum was made; "" for a single cell."""
        if len(self.facts) < 2 or self.known is None:
            return ""
        filled = [fact.value for fact in self.facts if fact.value is not None]
        shown = [v for v in filled if v] if len(filled) > _TERMS else filled
        rest = len(filled) - len(shown)
        text = "＋".join(number(v) for v in shown) or "0"
        return f"（{text}＝{number(self.known)}{f'，其余{rest}格为0' if rest else ''}）"


def held(report: Report, topic: Topic) -> Held | None:
    """What the report's table has for a topic; None where its form has no such cell, or where
    several different measures stand in its row."""
    facts: list[Fact] = []
    for subject in filter(None, (topic.subject, topic.plus)):
        if subject not in meaning().subjects:
            return None
        found = measure(report, subject, topic.part)
        if not found:
            return None
        columns = {fact.address.column[-1] for fact in found.facts}
        if meaning().subjects[subject].section == "二" and len(columns) > 1:
            return None
        facts += found.facts
    filled = [fact.value for fact in facts if fact.value is not None]
    known = sum(filled, Decimal(0)) if filled else None
    blank = [fact for fact in facts if fact.value is None]
    doubtful = [fact for fact in facts if not fact.sure]
    why = ""
    if blank:
        why = (
            "这一栏在报告里没有填写"
            if not filled
            else f"合计的{len(facts)}格里有{len(blank)}格没有填写"
        )
    elif doubtful:
        why = "原件这一格的读数存疑，请对照原件"
    return Held(topic, tuple(facts), known, None if why else known, facts[0].unit, why)


def judge_cells(statement: Statement, report: Report, told: Sequence[Told]) -> Judgement:  # noqa: PLR0911
    """A figure or denial against the report's cells, and its text where the text tells it too."""
    if statement.add and statement.topics:
        return _added(statement, report)
    results = [
        found
        for topic in statement.topics
        if (found := _one(statement, report, decided(statement, report, topic), told))
    ]
    if not results:
        names = "、".join(label(topic) for topic in statement.topics)
        return Judgement(
            "not_found", f"《{report.title}》的表格里没有单独的“{names}”这一栏", topic=names
        )
    if statement.guess and all(r.verdict == "contradicted" for r in results):
        text = "；".join(r.explanation for r in results)
        return Judgement("not_found", f"没有写明指的是哪一栏：{text}", results[0].evidence)
    if statement.figure is None:  # a denial of several things: all must hold
        if len(results) < len(statement.topics):
            return Judgement("not_found", "所说的各项里有报告表格没有的")
        return every(results)
    for verdict in ("supported", "conflict", "contradicted"):
        for result in results:
            if result.verdict == verdict and (verdict != "contradicted" or len(results) == 1):
                return result
    if all(r.verdict == "contradicted" for r in results):
        return Judgement(
            "contradicted", "；".join(r.explanation for r in results),
            tuple(e for r in results for e in r.evidence), results[0].value, results[0].unit,
            results[0].topic,
        )  # fmt: skip
    return results[0] if results[0].verdict == "not_found" else results[-1]


def decided(statement: Statement, report: Report, topic: Topic) -> Topic:
    """Of a row with several measures (项目数量, 处理决定数量) decisions made are what is counted,
    unless the claim speaks of items."""
    decisions = Topic(topic.subject, "decisions")
    if topic.part or topic.plus or re.search("项目|(?<!服务)事项", statement.clause):
        return topic
    return decisions if held(report, topic) is None and held(report, decisions) else topic


def every(results: Sequence[Judgement]) -> Judgement:
    """The judgement on several that must all hold: the gravest."""
    order: tuple[Verdict, ...] = ("contradicted", "conflict", "not_found", "supported")
    verdict = next(v for v in order if any(r.verdict == v for r in results))
    return Judgement(
        verdict, "；".join(r.explanation for r in results),
        tuple(e for r in results for e in r.evidence),
        results[0].value if len(results) == 1 else None, results[0].unit,
        "、".join(r.topic for r in results),
    )  # fmt: skip


def _added(statement: Statement, report: Report) -> Judgement:
    parts = [held(report, topic) for topic in statement.topics]
    names = "＋".join(label(topic) for topic in statement.topics)
    evidence = tuple(of_fact(report, f) for part in parts if part for f in part.facts)
    if any(part is None or part.value is None for part in parts) or statement.figure is None:
        return Judgement("not_found", f"{names}里有没有填写或没有的栏目", evidence, topic=names)
    values = [part.value for part in parts if part and part.value is not None]
    total = sum(values, Decimal(0))
    formula = "＋".join(number(v) for v in values) + f"＝{number(total)}"
    unit = next(part.unit for part in parts if part)
    verdict: Verdict = "supported" if agrees(statement.figure, total, unit) else "contradicted"
    text = f"报告表格里{names}合计{number(total)}{unit}（{formula}）"
    return Judgement(verdict, text + tolerance(statement.figure), evidence, total, unit, names)


def _one(
    statement: Statement, report: Report, topic: Topic, told: Sequence[Told]
) -> Judgement | None:
    name = label(topic)
    mine = [t for t in told if t.topic == topic]
    found = held(report, topic)
    if found is None and not mine:
        return None
    evidence = tuple(of_fact(report, fact) for fact in found.facts) if found else ()
    if found is None or found.value is None:
        return _blank(statement, found, mine, evidence, name)
    value, unit = found.value, found.unit
    if statement.figure and statement.figure.measure == "money" and unit not in YUAN:
        return _unitless(statement.figure, value, evidence, name)
    right = fits(statement, value, unit)
    others = [t for t in mine if not agrees(t.figure, value, unit)]
    table = f"报告表格里{name}为{number(value)}{unit}{found.formula}"
    if others:
        words = tuple(t.evidence for t in others)
        text = "，".join(f"正文写的是“{one_line(t.evidence.quote)}”" for t in others[:2])
        echo = any(_echoes(statement, t) for t in others)
        verdict: Verdict = "conflict" if right or echo else "contradicted"
        tail = "报告正文与表格不一致，两处都列出" if verdict == "conflict" else "两处都与所说不符"
        return Judgement(
            verdict, f"{table}，{text}；{tail}{tolerance(statement.figure)}", (*evidence, *words),
            value, unit, name,
        )  # fmt: skip
    return Judgement(
        "supported" if right else "contradicted", table + tolerance(statement.figure), evidence,
        value, unit, name,
    )  # fmt: skip


def _unitless(
    figure: Figure, value: Decimal, evidence: tuple[Evidence, ...], name: str
) -> Judgement:
    """An amount whose cell names no unit: 万元, as the table's other amounts are, supports it;
    only what fits neither 元 nor 万元 is refuted."""
    told = f"报告表格里{name}为{number(value)}，表格没有写明单位"
    if agrees(figure, value, "万元"):
        text = f"{told}，按同一张表里其他金额的单位（万元）核对{tolerance(figure)}"
        return Judgement("supported", text, evidence, value, "万元", name)
    if agrees(figure, value, "元"):
        return Judgement("not_found", f"{told}，无法核对金额", evidence, value, "", name)
    text = f"{told}，无论按元还是按万元都不符{tolerance(figure)}"
    return Judgement("contradicted", text, evidence, value, "", name)


def _blank(
    statement: Statement, found: Held | None, mine: Sequence[Told],
    evidence: tuple[Evidence, ...], name: str,
) -> Judgement:  # fmt: skip
    """No cell to judge by: by the text where it tells an exact figure, else not found."""
    exact = [t for t in mine if t.figure.exact]
    values = {t.figure.value for t in exact}
    why = found.why if found else "表格里没有单独的这一栏"
    if len(values) == 1:
        value = values.pop()
        unit = exact[0].figure.unit
        verdict: Verdict = "supported" if fits(statement, value, unit) else "contradicted"
        text = f"{name}：{why}；正文写的是“{one_line(exact[0].evidence.quote)}”"
        return Judgement(
            verdict, text + tolerance(statement.figure), (exact[0].evidence, *evidence), value,
            unit, name,
        )  # fmt: skip
    if found and found.known and _too_small(statement, found.known):
        text = f"{name}：{why}，仅已填写的就有{number(found.known)}{found.unit}{found.formula}"
        return Judgement("contradicted", text, evidence, None, found.unit, name)
    return Judgement("not_found", f"{name}：{why}，空白不等于0，无法核对", evidence, None, "", name)


def _too_small(statement: Statement, known: Decimal) -> bool:
    """Whether a claim is below what is surely there already."""
    if statement.figure is None:
        return statement.zero is True and known > 0
    high = statement.figure.high
    return high is not None and high < known


def _echoes(statement: Statement, told: Told) -> bool:
    """Whether the claim says what the text says."""
    if statement.figure is not None:
        return agrees(statement.figure, told.figure.value, told.figure.unit)
    return (told.figure.value == 0) == bool(statement.zero)


def fits(statement: Statement, value: Decimal, unit: str) -> bool:
    """Whether a true value agrees with the statement's figure or denial."""
    if statement.figure is None:
        return (value == 0) == bool(statement.zero)
    return agrees(statement.figure, value, unit)


def agrees(figure: Figure, value: Decimal, unit: str) -> bool:
    """Whether a true ``value`` in ``unit`` agrees with a figure, money in the figure's own unit."""
    if figure.measure == "money":
        scale = YUAN.get(unit)
        mine = YUAN.get(figure.unit)
        return scale is not None and mine is not None and figure.allows(value * scale / mine)
    return figure.allows(value)


YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def tolerance(figure: Figure | None) -> str:
    """How a rounded figure was judged; "" for an exact one."""
    return f"；{figure.rule}" if figure and figure.rule else ""


def one_line(quote: str) -> str:
    """A quotation on one line, shortened in the middle of nothing but at its end."""
    text = "".join(quote.split())
    return text if len(text) <= 120 else f"{text[:119]}…"


__all__ = [
    "Held",
    "Judgement",
    "Told",
    "agrees",
    "decided",
    "every",
    "fits",
    "held",
    "judge_cells",
    "plain",
]

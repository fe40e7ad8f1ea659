"""Judging superlatives and runs over years: every year's cell is shown, a missing year is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from gongkai.answering.evidence import Evidence, of_fact
from gongkai.answering.tell import number
from gongkai.answering.topics import meaning
from gongkai.desk.claim import Verdict
from gongkai.desk.claim_statement import Statement, label
from gongkai.desk.claim_topic import Topic
from gongkai.desk.judge import Judgement, Told, agrees, decided, held
from gongkai.report import Report


def judge_rank(
    statement: Statement, reports: Mapping[int, Report], told: Mapping[int, Sequence[Told]]
) -> Judgement:
    """A year's number held against those of ``statement.span``, or a run of rises and falls.

    ``reports`` are the indexed reports of the body by year. A claim over years that aren't all
    there (or whose span isn't told) can be refuted, never supported.
    """
    topic, year = statement.topics[0], statement.years[0]
    name = label(topic)
    given = statement.span
    if not given and statement.recent and reports:
        given = tuple(range(max(reports) - statement.recent + 1, max(reports) + 1))
    span = given or tuple(sorted(reports))
    values: dict[int, Decimal] = {}
    said: dict[int, Decimal] = {}
    unit, evidence = "", []
    for y in span:
        found = held(reports[y], decided(statement, reports[y], topic)) if y in reports else None
        if found is None or found.value is None:
            continue
        values[y], unit = found.value, found.unit
        evidence += [of_fact(reports[y], fact) for fact in found.facts]
        for t in told.get(y, ()):
            if t.topic == topic and not agrees(t.figure, found.value, unit):
                said[y] = t.figure.value
    clash = bool(said)
    shown = "，".join(f"{y}年{number(v)}{unit}" for y, v in values.items())
    gone = [str(y) for y in span if y not in values]
    missing = f"；{'、'.join(gone)}年没有收录或没有填写" if gone else ""
    open_span = "" if given else "；没有写明与哪些年相比"
    refuted, tied = _against(statement, values)
    # Where a text tells another number than its table, both must refute.
    if clash:
        refuted = refuted and _against(statement, values | said)[0]
    text = f"{name}：{shown}{missing}"
    cited: tuple[Evidence, ...] = tuple(evidence)
    if clash and not refuted:
        ours = _against(statement, values)[0]
        verdict: Verdict = "not_found" if ours else "conflict"
        return Judgement(verdict, f"{text}；其中有的年份正文与表格不一致", cited, topic=name)
    if refuted:
        return Judgement("contradicted", text, cited, values.get(year), unit, name)
    if gone or open_span or (year not in values and not statement.steps) or len(values) < 2:
        return Judgement("not_found", f"{text}{open_span}，无法核实", cited, topic=name)
    if tied:
        return Judgement("not_found", f"{text}；有并列的年份", cited, topic=name)
    return Judgement("supported", text, cited, values.get(year), unit, name)


def judge_within(statement: Statement, report: Report, told: Sequence[Told]) -> Judgement:
    """A row or column held against those beside it in the report's own table."""
    topic = statement.topics[0]
    values: dict[Topic, Decimal] = {}
    evidence, unit = [], ""
    for one in siblings(topic):
        found = held(report, one)
        if found is None:
            continue
        if found.value is None:
            return Judgement("not_found", f"{label(one)}没有填写，无法核实", topic=label(topic))
        values[one], unit = found.value, found.unit
        evidence += [of_fact(report, fact) for fact in found.facts]
    shown = "，".join(f"{label(t)}{number(v)}{unit}" for t, v in values.items())
    cited = tuple(evidence)
    if topic not in values or len(values) < 2:
        return Judgement("not_found", "没有写明是在哪些项目或年份里比", cited, topic=label(topic))
    others = [v for t, v in values.items() if t != topic]
    way = statement.direction or 1
    if any((v - values[topic]) * way > 0 for v in others):
        return Judgement("contradicted", shown, cited, values[topic], unit, label(topic))
    if values[topic] in others:
        return Judgement("not_found", f"{shown}；有并列的", cited, topic=label(topic))
    if any(t.topic in values and not agrees(t.figure, values[t.topic], unit) for t in told):
        text = f"{shown}；其中有的正文与表格不一致"
        return Judgement("not_found", text, cited, topic=label(topic))
    return Judgement("supported", shown, cited, values[topic], unit, label(topic))


def siblings(topic: Topic) -> tuple[Topic, ...]:
    """What stands beside a topic: the other columns of its row that no sum holds, or the other
    rows of its group."""
    data = meaning()
    if topic.part:
        part = data.parts[topic.part]
        return tuple(
            Topic(topic.subject, p.id, topic.plus)
            for p in data.parts.values()
            if p.section == part.section and not p.sums
        )
    group = topic.subject.rpartition(".")[0]
    if group in data.subjects:
        return tuple(Topic(s) for s in data.subjects if s.rpartition(".")[0] == group)
    return (topic,)


def _against(statement: Statement, values: Mapping[int, Decimal]) -> tuple[bool, bool]:
    way = statement.direction or 1
    return _run(values, way) if statement.steps else _best(values, statement.years[0], way)


def _best(values: Mapping[int, Decimal], year: int, way: int) -> tuple[bool, bool]:
    """(refuted, tied): whether another year lies beyond, or as far."""
    if year not in values:
        return False, False
    mine = values[year]
    others = [v for y, v in values.items() if y != year]
    return any((v - mine) * way > 0 for v in others), mine in others


def _run(values: Mapping[int, Decimal], way: int) -> tuple[bool, bool]:
    steps = [(b, a) for a, b in pairwise(sorted(values)) if b == a + 1]
    return any((values[b] - values[a]) * way <= 0 for b, a in steps), False

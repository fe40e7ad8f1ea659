"""Judging changes between two reports and shares within one; every operand cited and shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from gongkai.answering.evidence import Evidence, of_fact
from gongkai.answering.tell import number
from gongkai.desk.claim import Verdict
from gongkai.desk.claim_figure import plain
from gongkai.desk.claim_statement import Statement, label
from gongkai.desk.claim_topic import Topic
from gongkai.desk.judge import Held, Judgement, Told, agrees, decided, held, one_line, tolerance
from gongkai.report import Report

_RECEIVED = re.compile("收到|新收|受理|接收|接到")


def judge_growth(  # noqa: PLR0917
    statement: Statement, report: Report, before: Report | None,
    told: Sequence[Told], told_before: Sequence[Told], growths: Sequence[Told],
) -> Judgement:  # fmt: skip
    """A change from the year before, computed from both reports' cells.

    ``growths`` are the changes the newer report's own text tells; they stand in where the year
    before isn't indexed, and conflict where they say otherwise than the tables.
    """
    results = [
        _growth(statement, topic, report, before, told, told_before, growths)
        for topic in statement.topics
    ]
    for verdict in ("supported", "conflict"):
        for result in results:
            if result.verdict == verdict:
                return result
    if len(results) > 1 and {r.verdict for r in results} == {"contradicted", "not_found"}:
        return next(r for r in results if r.verdict == "not_found")
    return results[0]


def _growth(  # noqa: PLR0917
    statement: Statement, topic: Topic, report: Report, before: Report | None,
    told: Sequence[Told], told_before: Sequence[Told], growths: Sequence[Told],
) -> Judgement:  # fmt: skip
    name = label(topic)
    own = [g for g in growths if g.topic == topic]
    new = held(report, decided(statement, report, topic))
    old = held(before, decided(statement, before, topic)) if before else None
    if not new or new.value is None or not old or old.value is None or before is None:
        if not own and not topic.part and not _RECEIVED.search(statement.clause):
            # 申请增长 may be of all that was in hand (收办), where the text tells that.
            own = [g for g in growths if g.topic.plus and g.topic.subject == topic.subject]
        if own and statement.figure:
            said = own[0]
            verdict: Verdict = "supported" if same_change(statement, said) else "contradicted"
            text = f"{name}：报告正文自己写的是“{one_line(said.evidence.quote)}”（上年的报告没有收录，未能复算）"
            return Judgement(verdict, text, (said.evidence,), said.figure.value, "%", name)
        year = statement.against or report.year - 1
        gone = (
            f"没有收录{report.bureau}{year}年的报告"
            if before is None
            else "有一年的这一栏没有填写或没有"
        )
        return Judgement(
            "not_found", f"{name}：{gone}，无法计算变化", _cite(report, new), topic=name
        )
    evidence = (*_cite(report, new), *_cite(before, old))
    verdict_now, text, value, unit = judge_change(statement, old.value, new.value, new.unit)
    was = f"{before.year}年{number(old.value)}{old.unit}{old.formula}"
    now = f"{report.year}年{number(new.value)}{new.unit}{new.formula}"
    text = f"{name}：{was}，{now}，{text}"
    clash = [t for t in told if t.topic == topic and not agrees(t.figure, new.value, new.unit)]
    clash += [
        t for t in told_before if t.topic == topic and not agrees(t.figure, old.value, old.unit)
    ]
    clash += [
        g for g in own
        if statement.figure and same_change(statement, g) and verdict_now == "contradicted"
    ]  # fmt: skip
    if clash:
        quotes = "，".join(f"正文写的是“{one_line(t.evidence.quote)}”" for t in clash[:2])
        echo = verdict_now == "supported" or any(g in clash for g in own)
        return Judgement(
            "conflict" if echo else "contradicted", f"{text}；{quotes}，与表格不一致",
            (*evidence, *(t.evidence for t in clash)), value, unit, name,
        )  # fmt: skip
    return Judgement(verdict_now, text, evidence, value, unit, name)


def judge_change(
    statement: Statement, old: Decimal, new: Decimal, unit: str
) -> tuple[Verdict, str, Decimal | None, str]:
    figure, way = statement.figure, statement.direction or 0
    change = new - old
    sign = (change > 0) - (change < 0)
    word = "增长" if sign > 0 else "下降"
    if figure is None:
        ok = sign == way
        told = "持平" if not sign else f"{'多' if sign > 0 else '少'}{number(abs(change))}{unit}"
        return ("supported" if ok else "contradicted"), told, change, unit
    if figure.measure in ("count", "money"):
        ok = agrees(figure, abs(change), unit) and (sign == way or change == 0)
        told = f"{'多' if sign >= 0 else '少'}{number(abs(change))}{unit}"
        return ("supported" if ok else "contradicted"), told + tolerance(figure), change, unit
    if not old:
        return "not_found", "上年为0，没有增长率可算", None, ""
    rate = change * 100 / old
    told = (
        f"{word}{plain(abs(rate))}%（{number(abs(change))}÷{number(old)}）"
        if sign
        else "没有变化（0%）"
    )
    if figure.measure == "percent" and statement.multiple:
        ok = figure.allows(new * 100 / old)
        told += f"，为上年的{plain(new * 100 / old)}%"
    elif figure.measure == "percent":
        ok = figure.allows(abs(rate)) and sign == way
    elif figure.measure == "times":
        ok = figure.allows(new / old) if statement.multiple else figure.allows(rate / 100)
        ok = ok and (statement.multiple or way > 0)
    else:
        goal = Decimal(2) ** int(figure.value)
        spread = goal / 10
        ok = abs(new / old - goal) <= spread and way > 0
        told += f"，为上年的{plain(new / old)}倍；“{figure.text}”按上年的{goal}倍上下不超过{plain(spread)}判断"
        return ("supported" if ok else "contradicted"), told, rate, "%"
    return ("supported" if ok else "contradicted"), told + tolerance(figure), rate, "%"


def judge_between(
    statement: Statement, first: Report, second: Report,
    told: Sequence[Told], told_second: Sequence[Told],
) -> Judgement:  # fmt: skip
    """One body's number held against another's of the same year."""
    topic = statement.topics[0]
    name = label(topic)
    a, b = held(first, topic), held(second, topic)
    evidence = (*_cite(first, a), *_cite(second, b))
    if len(statement.topics) > 1 or not a or not b or a.value is None or b.value is None:
        return Judgement("not_found", f"{name}：有一方没有填写或没有这一栏", evidence, topic=name)
    verdict, text, value, unit = judge_change(statement, b.value, a.value, a.unit)
    clash = [t for t in told if t.topic == topic and not agrees(t.figure, a.value, a.unit)]
    clash += [t for t in told_second if t.topic == topic and not agrees(t.figure, b.value, b.unit)]
    one, other = (f"{r.year}年" if first.year != second.year else "" for r in (first, second))
    text = (
        f"{name}：{first.bureau}{one}{number(a.value)}{a.unit}，"
        f"{second.bureau}{other}{number(b.value)}{b.unit}，{text}"
    )
    if clash and verdict == "supported":
        verdict, text = (
            "conflict",
            f"{text}；正文写的是“{one_line(clash[0].evidence.quote)}”，与表格不一致",
        )
    cited = (*evidence, *(t.evidence for t in clash))
    return Judgement(verdict, text, cited, value, unit, name)


def judge_share(statement: Statement, report: Report, told: Sequence[Told]) -> Judgement:
    """A part's share of its whole. Where the whole isn't told and two are usual, a share that
    fits the second alone is left open."""
    figure = statement.figure
    topic = statement.topics[0]
    terms = statement.topics if statement.add else (topic,)
    name = "＋".join(map(label, terms))
    parts = [held(report, term) for term in terms]
    wholes = [(base, held(report, base)) for base in statement.bases]
    mine = tuple(e for part in parts for e in _cite(report, part))
    evidence = (*mine, *_cite(report, wholes[0][1]))
    counts = [part.value for part in parts if part and part.value is not None]
    first_part = parts[0]
    if figure is None or first_part is None or len(counts) < len(terms):
        return Judgement("not_found", f"{name}：没有可算比例的数", evidence, topic=name)
    lines: list[tuple[bool, str, Decimal]] = []
    cited: list[Evidence] = list(mine)
    count, formula = sum(counts, Decimal(0)), first_part.formula
    if len(counts) > 1:
        formula = f"（{'＋'.join(map(number, counts))}＝{number(count)}）"
    for base, whole in wholes:
        if not whole or not whole.value:
            continue
        rate = count * 100 / whole.value
        cited += _cite(report, whole)
        lines.append((
            figure.allows(rate),
            f"{name}{number(count)}{first_part.unit}{formula}，占{label(base)}"
            f"{number(whole.value)}{whole.unit}的{plain(rate)}%（{number(count)}÷{number(whole.value)}）",
            rate,
        ))  # fmt: skip
    if not lines:
        return Judgement(
            "not_found", f"{name}：总数为0或没有填写，没有比例可算", evidence, topic=name
        )
    first = lines[0]
    topics = [*terms, *statement.bases[:1]]
    clash = [
        t for t in told if t.topic in topics
        and (own := held(report, t.topic)) and own.value is not None
        and not agrees(t.figure, own.value, own.unit)
    ]  # fmt: skip
    text = first[1] + tolerance(figure)
    if first[0] and clash:
        quotes = "，".join(f"正文写的是“{one_line(t.evidence.quote)}”" for t in clash[:2])
        return Judgement(
            "conflict", f"{text}；{quotes}，与表格不一致",
            (*cited, *(t.evidence for t in clash)), first[2], "%", name,
        )  # fmt: skip
    if first[0]:
        return Judgement("supported", text, tuple(cited), first[2], "%", name)
    if any(ok for ok, _, _ in lines[1:]):
        other = next(line for ok, line, _ in lines[1:] if ok)
        return Judgement(
            "not_found", f"没有写明占什么的比例：{text}；{other}", tuple(cited), first[2], "%", name
        )
    return Judgement("contradicted", text, tuple(cited), first[2], "%", name)


def judge_points(statement: Statement, report: Report, before: Report | None) -> Judgement:
    """A share's change in percentage points, from both years' cells."""
    figure, topic = statement.figure, statement.topics[0]
    name = label(topic)
    year = statement.against or report.year - 1
    if before is None or figure is None:
        return Judgement("not_found", f"没有收录{report.bureau}{year}年的报告，无法计算变化")
    cited: list[Evidence] = []
    results: list[tuple[bool, str]] = []
    for base in statement.bases:
        rates: list[Decimal] = []
        for one in (before, report):
            part, whole = held(one, topic), held(one, base)
            cited += (*_cite(one, part), *_cite(one, whole))
            if part and whole and part.value is not None and whole.value:
                rates.append(part.value * 100 / whole.value)
        if len(rates) == 2:
            change = rates[1] - rates[0]
            ok = figure.allows(abs(change)) and change * (statement.direction or 1) >= 0
            way = "上升" if change >= 0 else "下降"
            rows = [f"{r.year}年{plain(v)}%" for r, v in zip((before, report), rates, strict=True)]
            text = f"{name}占{label(base)}：{'，'.join(rows)}，{way}{plain(abs(change))}个百分点"
            results.append((ok, text + tolerance(figure)))
    evidence = tuple(cited)
    if not results:
        return Judgement("not_found", f"{name}：有一年没有可算比例的数", evidence, topic=name)
    if results[0][0]:
        return Judgement("supported", results[0][1], evidence, topic=name)
    verdict: Verdict = "not_found" if any(ok for ok, _ in results) else "contradicted"
    return Judgement(verdict, "；".join(text for _, text in results), evidence, topic=name)


def judge_years(
    statement: Statement, reports: Sequence[Report], told: Sequence[Sequence[Told]]
) -> Judgement:
    """A figure for several years, or several bodies, together: the sum of their cells."""
    topic = statement.topics[0]
    name = label(topic)
    found = [held(report, topic) for report in reports]
    evidence = tuple(e for r, h in zip(reports, found, strict=True) for e in _cite(r, h))
    values = [h.value for h in found if h and h.value is not None]
    if len(values) < len(reports) or statement.figure is None:
        return Judgement("not_found", f"{name}：有的报告没有填写", evidence, topic=name)
    unit = found[0].unit if found[0] else ""
    total = sum(values, Decimal(0))
    same = len({r.year for r in reports}) == 1  # several bodies of one year
    terms = "＋".join(
        f"{r.bureau if same else f'{r.year}年'}{number(v)}"
        for r, v in zip(reports, values, strict=True)
    )
    mean = total / len(values)
    ok = agrees(statement.figure, mean if statement.mean else total, unit)
    clash = [
        t for own, v in zip(told, values, strict=True)
        for t in own if t.topic == topic and not agrees(t.figure, v, unit)
    ]  # fmt: skip
    verdict: Verdict = "contradicted" if not ok else "conflict" if clash else "supported"
    text = f"{name}合计{number(total)}{unit}（{terms}＝{number(total)}）"
    if statement.mean:
        text += f"，平均每年{plain(mean)}{unit}（{number(total)}÷{len(values)}）"
        total = mean
    text += tolerance(statement.figure)
    return Judgement(verdict, text, (*evidence, *(t.evidence for t in clash)), total, unit, name)


def same_change(statement: Statement, said: Told) -> bool:
    """Whether a claimed change is the one a text tells."""
    figure = statement.figure
    if figure is None or figure.measure != said.figure.measure:
        return False
    return statement.direction == said.direction and figure.allows(said.figure.value)


def _cite(report: Report, found: Held | None) -> tuple[Evidence, ...]:
    return tuple(of_fact(report, fact) for fact in found.facts) if found else ()

"""Numbers held against each other: text and table, years, bodies, and sums over several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from gongkai.answering import quote
from gongkai.answering.evidence import Statement, marks_of, of_fact, of_words
from gongkai.answering.query import Ask, Query
from gongkai.answering.sentences import sentences
from gongkai.answering.tell import (
    Measure,
    addition,
    between,
    change,
    lead,
    measure,
    number,
    rate,
    single,
)
from gongkai.answering.topics import Subject, asks_least, asks_when, meaning
from gongkai.report import Report
from gongkai.text import squeeze

_TWO = 2
# 各自没办完的，两边合起来: of all together, each as it is named.
_TOGETHER = re.compile("[合加]起来|[加合]在一?起|相加|之和|合计")
_EACH = re.compile("各|分别|每|哪|谁|比(?!例|重)")
# Words before a figure that make it a part of the whole, or another year's.
_PARTIAL = re.compile(
    "其中|转|予以公开|不予|无法提供|按期|按时|逾期|通过|网络|信函|当面|邮|传真|来自|平台|上年|去年|上一年|较|比|同比|增|减"
)


def disagreement(report: Report, subject: Subject, ask: Ask) -> list[Statement]:
    """Running text that gives another figure than the table: both are shown, none is chosen."""
    found = measure(report, subject.id, "")
    of_all = not ask.parts or "" in ask.parts
    if not subject.mentions or not of_all or not found or found.value is None:
        return []
    new, carried = (
        measure(report, "applications.new", ""),
        measure(report, "applications.carried_in", ""),
    )
    both = None
    if new and carried and new.value is not None and carried.value is not None:
        both = new.value + carried.value
    for s in sentences(report, fine=True):
        for pattern in subject.mentions:
            for match in re.finditer(pattern, squeeze(s.text)):
                said, before = Decimal(match.group(1)), squeeze(s.text)[: match.start()]
                # 收办, 办理 count those carried over too; a part of the whole is no other figure.
                handled = said == both and re.search("收办|办理|处理|应办", match.group())
                if said != found.value and not handled and not _PARTIAL.search(before):
                    evidence = (
                        of_words(report, s.paragraph, s.start, s.end),
                        of_fact(report, found.facts[0]),
                    )
                    text = (
                        f"请注意：{lead(report)}报告正文写的是“{quote.one_line(evidence[0].quote)}”⟦0⟧，"
                        f"与表格的{number(found.value)}{found.unit}⟦1⟧不一致，两处都照录。"
                    )
                    return [Statement(text, evidence, (found.value,))]
    return []


# 是上年的多少倍, 翻了几倍.
_MULTIPLE = re.compile("倍|翻了?(?:几|多少)")


def asks_multiple(question: str) -> bool:
    """Whether it is asked how many times a number is of another."""
    return bool(_MULTIPLE.search(question))


def changes(ask: Ask, by_bureau: Sequence[Sequence[Report]], question: str) -> list[Statement]:
    """Differences over years (trend) or between bodies (compare), where the ask is one number."""
    subject = meaning().subjects.get(ask.topic)
    if not subject or len(ask.parts) > 1 or ask.operation == "sum":
        return []
    part = ask.parts[0] if ask.parts else ""

    if ask.operation == "share":
        reports = [report for group in by_bureau for report in group]
        return _points(reports, ask.topic, part) if len(reports) == 2 else []

    def measures(reports: Sequence[Report]) -> list[Measure]:
        return [m for r in reports if (m := single(r, ask.topic, part))]

    told = []
    if len(by_bureau) == 1 and len(by_bureau[0]) > 1:
        told.append(change(measures(by_bureau[0]), subject, multiple=asks_multiple(question)))
    elif len(by_bureau) == 2 and all(len(reports) == 1 for reports in by_bureau):
        pair = measures([by_bureau[1][0], by_bureau[0][0]])
        told.append(change(pair, subject, multiple=asks_multiple(question)))
    return [statement for statement in told if statement]


def _points(reports: Sequence[Report], topic: str, part: str) -> list[Statement]:
    """How many points lie between the shares of two reports, in per cent."""
    one_body = len({report.bureau for report in reports}) == 1
    # Of one body's years the later is held against the earlier.
    order = reports[::-1] if one_body else reports
    one, other = (rate(report, topic, part) for report in order)
    if one is None or other is None:
        return []
    evidence = [of_fact(s.report, fact) for s in (one, other) for fact in s.facts]
    places = marks_of(len(evidence))
    gap = one.value - other.value
    computed = (one.value, other.value, abs(gap))
    who = [f"{report.year}年" if one_body else lead(report) for report in order]
    told = f"两者相同，都是{number(one.value)}%"
    if gap:
        told = (
            f"{who[0]}比{who[1]}{'高' if gap > 0 else '低'}{number(abs(gap))}个百分点"
            f"（{number(one.value)}%－{number(other.value)}%）"
        )
    body = order[0].bureau if one_body else ""
    return [Statement(f"{body}所占的比例：{told}{places}。", tuple(evidence), computed)]


def extremes(ask: Ask, by_bureau: Sequence[Sequence[Report]], question: str) -> list[Statement]:
    """The year of the greatest (or least) value, where it is asked which year."""
    subject = meaning().subjects.get(ask.topic)
    if not subject or len(by_bureau) != 1 or len(ask.parts) > 1 or not asks_when(question):
        return []
    part = ask.parts[0] if ask.parts else ""
    found = [
        m
        for report in by_bureau[0]
        if (m := single(report, ask.topic, part)) and m.value is not None
    ]
    if len(found) < 2:
        return []
    upward = asks_least(question)
    best = (min if upward else max)(m.value or Decimal(0) for m in found)
    chosen = [m for m in found if m.value == best]
    evidence = [of_fact(m.report, fact) for m in chosen for fact in m.facts]
    years = "、".join(f"{m.report.year}年" for m in chosen)
    text = (
        f"{chosen[0].report.bureau}已收录的{len(found)}个年度里，{subject.label}"
        f"{'最少' if upward else '最多'}的是{years}：{number(best)}{chosen[0].unit}{marks_of(len(evidence))}。"
    )
    return [Statement(text, tuple(evidence), (best, Decimal(len(found))))]


# Rows of what became of applications: applications themselves aren't added to them.
_RESULTS = ("handled", "denied", "unable", "unprocessed", "otherwise")


def sums(query: Query, by_bureau: Sequence[Sequence[Report]]) -> list[Statement]:
    """The sum over years, topics or bodies where 一共 is asked of several."""
    asks = [ask for ask in query.asks if ask.topic in meaning().subjects]
    if not by_bureau or not any(ask.operation == "sum" for ask in asks):
        return []
    results = [ask for ask in asks if not ask.topic.startswith("applications")]
    if len(results) > 1 and all(ask.topic.split(".")[0] in _RESULTS for ask in results):
        asks = results  # 申请信息的，说不掌握的、要另做的，几种加起来
    if not any(ask.operation == "share" for ask in asks):
        # 甲多少，乙多少，这几样合起来多少: the last asks for no row of its own.
        asks = list({(ask.topic, ask.parts): ask for ask in asks}.values())
    each = _EACH.search(query.read) and not _TOGETHER.search(query.read)
    if len(by_bureau) > 1 and (len(asks) > 1 or each):
        return []  # 两个局一共各收到多少: of each
    found = [
        m
        for reports in by_bureau
        for report in reports
        for ask in asks
        for part in _apart(ask)
        if (m := single(report, ask.topic, part))
    ]
    if len(found) < 2 or len({m.unit for m in found}) > 1:
        return []
    held = [(m.report.id, fact.address) for m in found for fact in m.facts]
    if len(set(held)) < len(held):
        return []  # 行政诉讼 holds 复议后起诉: nothing is counted twice
    total = addition(found, mean=_asks_mean(query.read))
    return [total] if total else []


def _apart(ask: Ask) -> tuple[str, ...]:
    """The parts that may be added up: several columns that hold nothing of each other."""
    if len(ask.parts) < 2:
        return ask.parts or ("",)
    if meaning().subjects[ask.topic].section == "二":
        return ()  # made this year and in force add up to nothing
    held = [set(meaning().parts[part].columns) for part in ask.parts if part]
    whole = len(held) < len(ask.parts) or sum(map(len, held)) > len(set().union(*held))
    return () if whole else ask.parts


def gaps(ask: Ask, by_bureau: Sequence[Sequence[Report]]) -> list[Statement]:
    """The difference between two columns of one report (个人比企业多几件), with formula."""
    subject = meaning().subjects.get(ask.topic)
    columns = [part for part in ask.parts if part]
    reports = [report for group in by_bureau for report in group]
    multiple = asks_multiple(ask.text)
    compared = multiple or ask.operation == "compare"
    if not subject or not compared or len(columns) != _TWO or len(reports) != 1:
        return []
    found = [m for column in columns if (m := measure(reports[0], ask.topic, column))]
    return _difference(found, multiple=multiple)


def _difference(found: Sequence[Measure], *, multiple: bool) -> list[Statement]:
    """How much more the one of two numbers is; [] where there aren't two that can be told apart."""
    told = between(found[0], found[1], multiple=multiple) if len(found) == _TWO else None
    return [told] if told else []


def opposed(query: Query, by_bureau: Sequence[Sequence[Report]]) -> list[Statement]:
    """The difference between two rows of one report (许可和处罚哪个多), with formula."""
    asks = [ask for ask in query.asks if ask.topic in meaning().subjects]
    reports = [report for group in by_bureau for report in group]
    multiple = asks_multiple(query.read)
    compared = multiple or any(ask.operation == "compare" for ask in asks)
    if not compared or len(asks) != _TWO or len(reports) != 1:
        return []
    if len({ask.topic for ask in asks}) < _TWO or any(len(ask.parts) > 1 for ask in asks):
        return []
    found = [m for ask in asks if (m := single(reports[0], ask.topic, "".join(ask.parts)))]
    return _difference(found, multiple=multiple)


def _asks_mean(question: str) -> bool:
    return bool(re.search("平均|年均|均值", question))

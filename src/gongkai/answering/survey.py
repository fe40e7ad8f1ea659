"""Questions over all reports: what is indexed, who has most, which reports speak of something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.answering import quote
from gongkai.answering.evidence import Draft, Evidence, Statement, marks_of, of_fact
from gongkai.answering.fees import fees, takes
from gongkai.answering.query import Ask, Query
from gongkai.answering.quote import Finder
from gongkai.answering.shelf import Shelf, listed
from gongkai.answering.tell import Measure, Rate, hundredths, number, rate, single
from gongkai.answering.topics import COVERAGE, asks_least, asks_which, meaning
from gongkai.report import Report

_FEE = "fee.administrative"
# A ranking and a list of mentions show so many reports and count the rest.
_SHOWN = 8
# So many reports are read at most to see whether they speak of something.
_READ = 200


def over_all(query: Query, shelf: Shelf, finder: Finder) -> Draft | None:
    """The answer where the question is put to several bodies; None where it is put to one."""
    ask = query.asks[0] if query.asks else Ask("", "")
    if ask.topic == COVERAGE:
        return coverage(query, shelf)
    if not query.choices or query.mention:
        return None
    if ask.topic.startswith("fee.") and (query.among or asks_which(query.read)):
        if not re.search("最|排|[多少]于|超过", query.read):
            return charged(query, ask, shelf)
        ask = replace(ask, topic=_FEE)  # of the two kinds the one that tables count
    if ask.topic in meaning().subjects:
        return rank(query, ask, shelf) if query.among or asks_which(query.read) else None
    return None if ask.topic or not ask.text else _open(query, ask, shelf, finder)


def _open(query: Query, ask: Ask, shelf: Shelf, finder: Finder) -> Draft | None:
    """No topic and no body: who speaks of it, or that nobody does; None where a body is to be chosen."""
    spoken = mentions(query, ask, shelf, finder)
    if spoken:
        return spoken if asks_which(query.read) else None
    if not re.search("[\u4e00-\u9fff]", ask.text):
        return refusal(shelf)
    about = query.question if query.english else "…".join(ask.text.split())
    text = f"已收录的报告里没有找到“{about}”，报告没有说。也可以写明机关名称再问。"
    return Draft("not_found", (Statement(text),), examples(shelf))


def refusal(shelf: Shelf) -> Draft:
    """What is said to what is no question to the reports."""
    text = (
        "我只回答关于政府信息公开工作年度报告的问题，"
        "例如怎么联系某个机关、收到多少申请、有没有收费。"
    )
    return Draft("refused", (Statement(text),), examples(shelf))


def examples(shelf: Shelf) -> tuple[str, ...]:
    """Two questions that the indexed reports answer."""
    names = shelf.scope.bodies.names
    return (f"怎么联系{names[0]}？", f"{names[-1]}有没有收费？") if names else ()


def coverage(query: Query, shelf: Shelf) -> Draft:
    """Which bodies and years are indexed: all, or those of the bodies named."""
    names = query.bureaus if query.bureaus and "bureau" not in query.inherited else ()
    statements = []
    for name in names or shelf.scope.bodies.names[: 2 * _SHOWN]:
        years = shelf.years(name)
        reports = tuple(shelf.reports(name, years))
        told = "、".join(str(year) for year in years)
        counted = f"收录{len(reports)}份报告：{told}年。"
        count = (Decimal(len(reports)),)
        statements.append(Statement(f"{name}：{counted}", about=reports, computed=count))
    if not names:
        bodies = shelf.scope.bodies.names
        rest = f"，前{2 * _SHOWN}个是" if len(bodies) > 2 * _SHOWN else ""
        statements.insert(
            0, Statement(f"现在收录{len(bodies)}个机关的报告{rest}：{listed(bodies, 16)}。")
        )
    return Draft("answered", tuple(statements))


def charged(query: Query, ask: Ask, shelf: Shelf) -> Draft:
    """The bodies whose reports of one year tell of fees taken, each with what it says."""
    among = query.among or query.choices or shelf.scope.bodies.names
    year = query.years[-1] if query.years else max(y for name in among for y in shelf.years(name))
    reports = [r for name in among for r in shelf.reports(name, [year])]
    told = [statements for r in reports if takes(statements := fees(r, ask))]
    names = "、".join(
        dict.fromkeys(s[-1].evidence[0].report.bureau for s in told if s[-1].evidence)
    )
    said = f"有收费的{len(told)}份：{names}。" if told else "没有一份写明有收费。"
    head = Statement(
        f"{year}年已收录的{len(reports)}份报告里，{said}",
        about=tuple(reports),
        computed=(Decimal(len(reports)), Decimal(len(told))),
    )
    return Draft("answered", (head, *(s for each in told[:_SHOWN] for s in each[1:])))


def rank(query: Query, ask: Ask, shelf: Shelf) -> Draft | None:
    """Bodies of one year by one number, most first; None where no report has it.

    With 一共 or 平均 their sum or mean comes first; with 超过… only those beyond are listed.
    """
    part = ask.parts[0] if ask.parts else ""
    among = query.among or query.choices or shelf.scope.bodies.names
    held = {year for name in among for year in shelf.years(name)}
    year = query.years[-1] if query.years else max(held)
    reports = [r for name in among for r in shelf.reports(name, [year])]
    if ask.operation == "share" and (
        told := _rates(ask, part, reports, upward=asks_least(query.read))
    ):
        return told
    found = [m for r in reports if (m := single(r, ask.topic, part)) and m.value is not None]
    if not found:
        return None
    about = _about(ask, part)
    upward = asks_least(query.read)
    found.sort(key=lambda m: (m.value or 0) if upward else -(m.value or 0))
    bound = _bound(query.read)
    chosen = [m for m in found if bound.holds(m.value or Decimal(0))] if bound else found
    first, tail = f"{year}年已收录的{len(found)}份报告，", ""
    numbers = [Decimal(year), Decimal(len(found))]
    if absent := len(among) - len({m.report.bureau for m in found}):
        tail = f"另有{absent}个机关没有该年的报告或该项没有填写，不在其内。"
        numbers.append(Decimal(absent))
    once = len({m.report.bureau for m in found}) == len(found)  # two reports of one year: no sum
    if once and (ask.operation == "sum" or "平均" in query.read):
        return Draft(
            "answered",
            (_total(found, (first, about, tail), numbers, mean="平均" in query.read),),
        )
    limit = _places(query.read) or _SHOWN
    order = f"按{about}{'从少到多' if upward else '从多到少'}"
    if bound:
        numbers += [bound.value, Decimal(len(chosen))]
        order = f"{about}{bound.said}的有{len(chosen)}份"
    lines, evidence = _lines(chosen[:limit])
    rest = f"（其余{len(chosen) - limit}份略）" if len(chosen) > limit else ""
    numbers += [m.value for m in chosen[:limit] if m.value is not None]
    numbers += [Decimal(max(len(chosen) - limit, 0))]
    listing = f"：{'；'.join(lines)}" if lines else ""
    text = f"{first}{order}{listing}{rest}。{tail}"
    about_reports = tuple(m.report for m in found)
    return Draft(
        "answered", (Statement(text, tuple(evidence), tuple(numbers), about=about_reports),)
    )


def _rates(ask: Ask, part: str, reports: Sequence[Report], *, upward: bool) -> Draft | None:
    """Bodies by a share of theirs (公开率谁最高), each with its formula; None where none has one."""
    found = [share for report in reports if (share := rate(report, ask.topic, part))]
    if not found:
        return None
    found.sort(key=lambda share: share.value if upward else -share.value)
    shown = found[:_SHOWN]
    lines, evidence = _lines(shown)
    year, left = found[0].report.year, len(found) - len(shown)
    numbers = [Decimal(year), Decimal(len(found)), Decimal(left)]
    numbers += [value for share in shown for value in (share.value, share.top, share.bottom)]
    rest = f"（其余{left}份略）" if left else ""
    text = (
        f"{year}年已收录的{len(found)}份报告，按{_about(ask, part)}所占的比例"
        f"{'从低到高' if upward else '从高到低'}：{'；'.join(lines)}{rest}。"
    )
    about = tuple(share.report for share in found)
    return Draft("answered", (Statement(text, tuple(evidence), tuple(numbers), about=about),))


def _about(ask: Ask, part: str) -> str:
    label = meaning().parts[part].label if part else ""
    return f"{meaning().subjects[ask.topic].label}{label and '（' + label + '）'}"


def _lines(found: Sequence[Measure | Rate]) -> tuple[list[str], list[Evidence]]:
    """Each body with its number and marks, and the evidence in the order of the marks."""
    evidence: list[Evidence] = []
    lines = []
    reports = Counter(place.report.bureau for place in found)
    for place in found:
        places = marks_of(len(place.facts), len(evidence))
        evidence += [of_fact(place.report, fact) for fact in place.facts]
        name = place.report.bureau
        if reports[name] > 1:
            name += f"《{place.report.title}》"
        lines.append(f"{name}{place.said}{places}")
    return lines, evidence


def _total(
    found: Sequence[Measure], words: tuple[str, str, str], numbers: list[Decimal], *, mean: bool
) -> Statement:
    """The sum (or mean) over several bodies, with every operand named and cited."""
    first, about, tail = words
    lines, evidence = _lines(found)
    total = sum((m.value or Decimal(0) for m in found), Decimal(0))
    told = f"{about}合计{number(total)}{found[0].unit}"
    computed = [*numbers, total, *(m.value for m in found if m.value is not None)]
    if mean:
        average = hundredths(total / len(found))
        told += f"，平均{number(average)}{found[0].unit}（{number(total)}÷{len(found)}）"
        computed.append(average)
    return Statement(f"{first}{told}：{'；'.join(lines)}。{tail}", tuple(evidence), tuple(computed))


@dataclass(frozen=True, slots=True)
class _Bound:
    """A bound that a question sets: 超过100件."""

    said: str
    value: Decimal
    above: bool
    even: bool

    def holds(self, value: Decimal) -> bool:
        if value == self.value:
            return self.even
        return (value > self.value) == self.above


# Which bodies had none; which had any.
_NONE = re.compile(
    "(?:哪些|哪[几个家]|谁).{0,12}(?:没有?(?:人|收|接|被|发生|申请|罚|处罚|办|发|制|出现|复议|诉讼)|一[件个起]也没|为零|为0|是零|是0)"
)
_SOME = re.compile(
    "(?:哪些|哪[几个家]|谁).{0,12}(?:有人|有过|被[人告罚复起申]|发生过|出现过)(?!.*最)"
)
_AFTER = re.compile(r"(\d+(?:\.\d+)?)[件项个份起宗条万元]*(?:及|或)?(以上|以下|以内)")
_BEFORE = re.compile(
    r"(不超过|不低于|不少于|不多于|超过|多于|大于|高于|至少|达到|少于|低于|小于|不足|不到)了?"
    r"(\d+(?:\.\d+)?)"
)


def _bound(question: str) -> _Bound | None:
    if match := _NONE.search(question):
        return _Bound("为0", Decimal(0), above=False, even=True)
    if match := _SOME.search(question):
        return _Bound("在0以上", Decimal(0), above=True, even=False)
    if match := _BEFORE.search(question):
        word, value = match.group(1), Decimal(match.group(2))
        above = word in ("不低于", "不少于", "超过", "多于", "大于", "高于", "至少", "达到")
        even = word in ("不超过", "不低于", "不少于", "不多于", "至少", "达到")
        return _Bound(match.group(), value, above, even)
    if match := _AFTER.search(question):
        return _Bound(match.group(), Decimal(match.group(1)), match.group(2) == "以上", True)
    return None


def _places(question: str) -> int:
    """How many places of a ranking are asked for (前三名); 0 where it isn't said."""
    match = re.search("前([一二两三四五六七八九十]|\\d{1,2})(?:名|位|个|家|$)?", question)
    if not match:
        return 0
    told = match.group(1)
    return (
        int(told)
        if told.isdigit()
        else 2
        if told == "两"
        else "一二三四五六七八九十".index(told) + 1
    )


def mentions(query: Query, ask: Ask, shelf: Shelf, finder: Finder) -> Draft | None:
    """The reports whose running text speaks of what is asked, a quotation of each; None if none."""
    words = quote.spoken_of(ask)
    if not words:
        return None
    wanted = set(query.years)
    ids = dict.fromkeys(chunk.report_id for chunk in finder.holding(words, quote.NEARLY))
    cards = [card for card in shelf.index.cards() if card.id in ids]
    cards = [card for card in cards if not wanted or card.year in wanted]
    cards = [card for card in cards if not query.among or card.bureau in query.among]
    cards.sort(key=lambda card: (-card.year, card.bureau))
    told = [
        statement
        for card in cards[:_READ]
        if (statement := quote.speaking(shelf.index.report(card.id), words))
    ]
    if not told:
        return None
    bodies = dict.fromkeys(statement.evidence[0].report.bureau for statement in told)
    head = f"有{len(told)}份报告提到：" if len(told) <= _SHOWN else (
        f"有{len(told)}份报告提到（{listed(tuple(bodies), 2 * _SHOWN)}），引用其中{_SHOWN}份：")  # fmt: skip
    about = tuple(statement.evidence[0].report for statement in told)
    numbers = (Decimal(len(told)), Decimal(_SHOWN), Decimal(len(bodies)))
    first = Statement(head, about=about, computed=numbers)
    return Draft("answered", (first, *told[:_SHOWN]))

"""Questions over all reports: what is indexed, who has most, which reports speak of something."""

from __future__ import annotations

import re
from decimal import Decimal

from gongkai.answering.evidence import Draft, Evidence, Statement, of_fact
from gongkai.answering.query import Ask, Query
from gongkai.answering.quote import Finder, speaking
from gongkai.answering.shelf import Shelf, listed
from gongkai.answering.tell import measure, number
from gongkai.answering.topics import meaning

COVERAGE = "coverage"
# A ranking and a list of mentions show so many reports and count the rest.
_SHOWN = 8


def over_all(query: Query, shelf: Shelf, finder: Finder) -> Draft | None:
    """The answer where the question is put to all reports; None where it is put to one body."""
    ask = query.asks[0] if query.asks else Ask("", "")
    if ask.topic == COVERAGE:
        return coverage(query, shelf)
    if not query.choices or query.mention:
        return None
    if ask.topic in meaning().subjects:
        return rank(query, ask, shelf) if asks_which(query) else None
    return None if ask.topic or not ask.text else _open(query, ask, shelf, finder)


def _open(query: Query, ask: Ask, shelf: Shelf, finder: Finder) -> Draft | None:
    """No topic and no body: who speaks of it, or that nobody does; None where a body is to be chosen."""
    spoken = mentions(query, ask, shelf, finder)
    if spoken:
        return spoken if asks_which(query) else None
    if not re.search("[\u4e00-\u9fff]", ask.text):
        return refusal(shelf)
    about = "…".join(ask.text.split())
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


def asks_which(query: Query) -> bool:
    """Whether the question asks which bodies, rather than about one that it leaves out."""
    return bool(re.search("|".join(meaning().which), query.question))


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


def rank(query: Query, ask: Ask, shelf: Shelf) -> Draft | None:
    """All bodies of one year by one number, most first; None where no report has it."""
    part = ask.parts[0] if ask.parts else ""
    years = shelf.scope.all_years
    year = query.years[0] if len(query.years) == 1 else years[-1]
    reports = [r for name in shelf.scope.bodies.names for r in shelf.reports(name, [year])]
    found = [m for r in reports if (m := measure(r, ask.topic, part)) and m.value is not None]
    found = [m for m in found if len(m.facts) == 1 or m.facts[0].address.section != "二"]
    if not found:
        return None
    upward = bool(re.search("最少|最低", query.question))
    found.sort(key=lambda m: (m.value or 0) if upward else -(m.value or 0))
    evidence: list[Evidence] = []
    lines = []
    for place in found[:_SHOWN]:
        first = len(evidence)
        evidence += [of_fact(place.report, fact) for fact in place.facts]
        marks = "".join(f"⟦{i}⟧" for i in range(first, len(evidence)))
        lines.append(f"{place.report.bureau}{number(place.value or Decimal(0))}{place.unit}{marks}")
    subject = meaning().subjects[ask.topic]
    label = meaning().parts[part].label if part else ""
    about = f"{subject.label}{label and '（' + label + '）'}"
    order = "从少到多" if upward else "从多到少"
    rest = f"（其余{len(found) - _SHOWN}个略）" if len(found) > _SHOWN else ""
    text = f"{year}年已收录的{len(found)}份报告，按{about}{order}：{'；'.join(lines)}{rest}。"
    computed = [Decimal(year), Decimal(len(found)), Decimal(max(len(found) - _SHOWN, 0))]
    computed += [m.value for m in found[:_SHOWN] if m.value is not None]
    return Draft("answered", (Statement(text, tuple(evidence), tuple(computed)),))


def mentions(query: Query, ask: Ask, shelf: Shelf, finder: Finder) -> Draft | None:
    """The reports whose running text speaks of what is asked, a quotation of each; None if none."""
    told = []
    wanted = set(query.years)
    for report_id in finder.anywhere(ask.text):
        report = shelf.index.report(report_id)
        if wanted and report.year not in wanted:
            continue
        statement = speaking(report, ask)
        if statement:
            told.append(statement)
        if len(told) == _SHOWN:
            break
    if not told:
        return None
    return Draft("answered", (Statement(f"有{len(told)}份报告提到："), *told))

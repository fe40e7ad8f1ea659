"""A query and the reports it pins, turned into a draft: facts by template, narrative by quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.answering import quote, survey
from gongkai.answering.evidence import Draft, Evidence, Statement, of_fact, of_words
from gongkai.answering.query import Ask, Query
from gongkai.answering.quote import Finder
from gongkai.answering.sentences import sentences
from gongkai.answering.shelf import Shelf, listed
from gongkai.answering.tell import Measure, addition, change, lead, measure, number, tell
from gongkai.answering.topics import REFUSED, Subject, meaning
from gongkai.report import CONTACT_FIELDS, Detail, Report
from gongkai.text import squeeze

# Words before a figure that make it a part of the whole, or another year's.
_PARTIAL = re.compile(
    "其中|通过|网络|信函|当面|邮|传真|来自|平台|上年|去年|上一年|较|比|同比|增|减"
)
# So many choices are offered at once; the rest are reached by typing a name.
_CHOICES = 8


@dataclass(frozen=True, slots=True)
class Composed:
    """A draft with the bureaus and years it speaks of, for the conversation to keep."""

    draft: Draft
    bureaus: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


def compose(query: Query, shelf: Shelf, finder: Finder) -> Composed:
    """The draft of an answer to ``query`` from the shelf's reports."""
    early = _unclear(query, shelf, finder)
    if early:
        return Composed(early)
    statements: list[Statement] = []
    missing: list[Statement] = []
    used: list[Report] = []
    by_bureau: list[list[Report]] = []
    for bureau in query.bureaus:
        reports, notes = _pin(query, bureau, shelf)
        missing += notes
        by_bureau.append(reports)
        used += reports
    for ask in query.asks:
        told: list[Statement] = []
        for reports in by_bureau:
            for report in reports:
                found = _answer(report, ask, finder)
                if ask.runner_up:  # as likely meant: each is told under its own name
                    found += _answer(report, replace(ask, topic=ask.runner_up), finder)
                if found:
                    told += found
                else:
                    missing.append(_silent(report, ask))
        statements += told + _changes(ask, by_bureau)
    statements += _sums(query, by_bureau)
    if statements:
        statements = [*_notes(query, by_bureau, shelf), *statements]
    unknown = [_stranger(name, shelf) for name in query.unknown_bodies]
    status = "answered" if statements else "not_found"
    draft = Draft(
        "answered" if status == "answered" else "not_found",
        (*statements, *_unique(missing), *unknown),
        _next(query, used) if statements else (),
    )
    return Composed(
        draft,
        tuple(dict.fromkeys(r.bureau for r in used)),
        tuple(sorted({r.year for r in used})),
    )


def _unclear(query: Query, shelf: Shelf, finder: Finder) -> Draft | None:
    """The drafts that need no report: refused, unknown body, which body, about what."""
    topics = {ask.topic for ask in query.asks}
    if REFUSED in topics and not topics - {REFUSED, ""}:
        return survey.refusal(shelf)
    if query.unknown_bodies and not query.bureaus:
        strangers = tuple(_stranger(name, shelf) for name in query.unknown_bodies)
        return Draft("not_found", strangers, _near(query, shelf))
    if told := survey.over_all(query, shelf, finder):
        return told
    if query.choices:
        what = f"“{query.mention}”可能指" if query.mention else "您问的是哪个机关？已收录"
        names = listed(query.choices, _CHOICES)
        tail = "，请选一个。" if query.mention else "，请选一个或写出名称。"
        return Draft(
            "clarify",
            (Statement(f"{what}{names}{tail}"),),
            tuple(_ask_of(query, name) for name in query.choices[:_CHOICES]),
        )
    if not query.asks:
        name = query.bureaus[0]
        samples = (
            f"怎么联系{name}？",
            f"{name}收到多少申请？",
            f"{name}有没有收费？",
            f"{name}存在哪些问题？",
        )
        return Draft("clarify", (Statement(f"您想了解{name}的什么？可以问："),), samples)
    return None


def _ask_of(query: Query, name: str) -> str:
    """The question with the full name in it, so that a picked choice is a whole question."""
    question = query.question
    if query.mention and query.mention in question:
        return question.replace(query.mention, name, 1)
    return f"{name}：{question}"


def _near(query: Query, shelf: Shelf) -> tuple[str, ...]:
    """Questions to indexed bodies whose organ the unknown one shares."""
    parts = shelf.scope.bodies.parts
    unknown = query.unknown_bodies[0]
    alike = [n for n, p in parts.items() if p.organ and unknown.endswith(p.organ)]
    return tuple(query.question.replace(unknown, name, 1) for name in alike[:4])


def _stranger(name: str, shelf: Shelf) -> Statement:
    bodies = shelf.scope.bodies.names
    return Statement(
        f"没有收录“{name}”的年度报告，也不会用别的机关代答。现在收录{len(bodies)}个机关：{listed(bodies)}。"
    )


def _pin(query: Query, bureau: str, shelf: Shelf) -> tuple[list[Report], list[Statement]]:
    """The reports of ``bureau`` that the query means, and what is to be said of missing years."""
    years = shelf.years(bureau)
    wanted = query.years or years[-1:]
    if any(ask.operation == "trend" for ask in query.asks) and len(wanted) == 1:
        wanted = (wanted[0] - 1, *wanted)
    absent = [year for year in wanted if year not in years]
    if absent and "year" in query.inherited and not set(wanted) & set(years):
        wanted, absent = years[-1:], []
    reports = shelf.reports(bureau, wanted)
    notes = []
    if absent:
        have = "、".join(f"{year}" for year in years)
        gone = "、".join(f"{year}年" for year in absent)
        newest = shelf.reports(bureau, years[-1:])
        notes.append(
            Statement(
                f"没有收录{bureau}{gone}的报告；已收录的年份：{have}。",
                about=tuple(shelf.reports(bureau, years) or newest),
                computed=tuple(Decimal(year) for year in absent),
            )
        )
    return reports, notes


def _notes(query: Query, by_bureau: Sequence[Sequence[Report]], shelf: Shelf) -> list[Statement]:
    """Which year stands in where none, or only 去年, was said."""
    reports = [r for group in by_bureau for r in group]
    years = "、".join(str(year) for year in sorted({r.year for r in reports}))
    if not query.years and any(len(shelf.years(r.bureau)) > 1 for r in reports):
        return [
            Statement(
                f"（没有指明年份，按已收录的最新报告即{years}年回答。）", about=tuple(reports)
            )
        ]
    if query.relative:
        return [
            Statement(
                f"（“{query.relative}”按已收录的报告理解为{years}年。）", about=tuple(reports)
            )
        ]
    if "year" in query.inherited and not set(query.years) & {r.year for r in reports}:
        return [
            Statement(f"（前面问的年份没有报告，按最新的{years}年回答。）", about=tuple(reports))
        ]
    return []


def _answer(report: Report, ask: Ask, finder: Finder) -> list[Statement]:
    """What one report says to one ask; [] where it says nothing."""
    data = meaning()
    found: Statement | None = None
    if ask.topic in data.subjects:
        found = tell(report, ask)
        if found:
            return [found, *_disagreement(report, data.subjects[ask.topic], ask)]
    elif ask.topic == "contact":
        found = contact(report, ask)
    elif ask.topic.startswith("fee."):
        return fees(report, ask)
    elif ask.topic == "period":
        found = _period(report)
    elif ask.topic in data.topics:
        found = _narrative(report, ask)
        channels = data.topics[ask.topic].channels
        if not found and any(channel in ask.text for channel in channels):
            return []  # another figure of another channel is no answer
    if not found:
        found = quote.search_told(report, ask, finder)
    return [found] if found else []


def _narrative(report: Report, ask: Ask) -> Statement | None:
    topic = meaning().topics[ask.topic]
    if topic.aspect:
        return quote.aspect(report, topic)
    if topic.units:
        return quote.count_told(report, topic, ask.text)
    if topic.led:
        return quote.under_lead(report, topic)
    return quote.whole_section(report, topic)


def contact(report: Report, ask: Ask) -> Statement | None:
    """The contact details the report prints: those asked for, or all."""
    fields = meaning().contact_fields
    details = report.contact.details()
    wanted = _wanted_fields(ask)
    shown = [name for name in wanted or CONTACT_FIELDS if name in details]
    gone = [name for name in wanted if name not in details]
    if not shown or gone == wanted != []:
        return None
    evidence = [_of_detail(report, details[name]) for name in shown]
    pieces = [f"{fields[name][0]}：{details[name].value}⟦{i}⟧" for i, name in enumerate(shown)]
    tail = f"；报告没有写{'、'.join(fields[name][0] for name in gone)}" if gone else ""
    return Statement(
        f"{report.bureau}的联系方式（以{report.year}年度报告所列为准）：{'；'.join(pieces)}{tail}。",
        tuple(evidence),
    )


def _wanted_fields(ask: Ask) -> list[str]:
    """The contact details a clause names; [] where it asks how to get in touch at all."""
    fields = meaning().contact_fields
    return [name for name in CONTACT_FIELDS if any(word in ask.text for word in fields[name][1])]


def _of_detail(report: Report, detail: Detail) -> Evidence:
    text = report.paragraphs[detail.paragraph].text if detail.paragraph >= 0 else ""
    at = text.find(detail.value)
    if at >= 0:
        return replace(
            of_words(report, detail.paragraph, at, at + len(detail.value)), locator=detail.locator
        )
    section = report.paragraphs[detail.paragraph].section if detail.paragraph >= 0 else ""
    return Evidence(report, section, detail.value, detail.locator, None, detail.paragraph)


def fees(report: Report, ask: Ask) -> list[Statement]:
    """Both kinds of fee, or the one asked for: the table's 行政事业性收费, the text's 信息处理费."""
    statements = []
    charged: list[bool | None] = []
    if ask.topic == "fee.both":
        found = measure(report, "fee.administrative", "")
        told = tell(report, Ask("fee.administrative", ""))
        if told and found:
            statements.append(told)
            amount = found.facts[0].unit in ("元", "万元")
            charged.append(bool(found.value) if amount and found.value is not None else None)
        else:
            charged.append(None)
    sentences = quote.fee_sentences(report, meaning().fee_words)
    if sentences:
        evidence = [of_words(report, s.paragraph, s.start, s.end) for s in sentences]
        quotes = "".join(f"“{quote.one_line(e.quote)}”⟦{i}⟧" for i, e in enumerate(evidence))
        statements.append(Statement(f"{lead(report)}信息处理费：{quotes}", tuple(evidence)))
        charged.append(_charged(" ".join(s.text for s in sentences)))
    elif statements:
        statements.append(Statement(f"{lead(report)}报告正文没有提到信息处理费。", about=(report,)))
        charged.append(None)
    if not statements:
        return []
    if any(charged):
        return [Statement("有收费。"), *statements]
    if charged and all(value is False for value in charged):
        none = "两类费用都没有收取。" if len(charged) > 1 else "没有收取。"
        return [Statement(none), *statements]
    return statements


def _charged(text: str) -> bool | None:
    """Whether a text about the processing fee tells of money taken; None where it doesn't say."""
    text = squeeze(text)
    amounts = [Decimal(a.replace(",", "")) for a in re.findall(r"(\d[\d,]*(?:\.\d+)?)万?元", text)]
    if any(amounts):
        return True
    denied = re.search("[未没无不](?:有|曾|予|发生|产生)?[^，。；]{0,10}(?:收取|收费|费用)", text)
    return False if amounts or denied else None


def _period(report: Report) -> Statement | None:
    for i, paragraph in enumerate(report.paragraphs):
        words = squeeze(paragraph.text)
        if report.period and squeeze(report.period) in words:
            evidence = Evidence(
                report, paragraph.section, report.period, paragraph.locator, None, i
            )
            return Statement(f"{lead(report)}报告的统计期限：{report.period}⟦0⟧。", (evidence,))
    return None


def _disagreement(report: Report, subject: Subject, ask: Ask) -> list[Statement]:
    """Running text that gives another figure than the table: both are shown, none is chosen."""
    found = measure(report, subject.id, "")
    if not subject.mentions or ask.parts not in ((), ("",)) or not found or found.value is None:
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


def _changes(ask: Ask, by_bureau: Sequence[Sequence[Report]]) -> list[Statement]:
    """Differences over years (trend) or between bodies (compare), where the ask is one number."""
    subject = meaning().subjects.get(ask.topic)
    if not subject or len(ask.parts) > 1:
        return []
    part = ask.parts[0] if ask.parts else ""

    def measures(reports: Sequence[Report]) -> list[Measure]:
        return [m for r in reports if (m := measure(r, ask.topic, part)) and _single(m, subject)]

    told = []
    if len(by_bureau) == 1 and len(by_bureau[0]) > 1:
        told.append(change(measures(by_bureau[0]), subject))
    elif len(by_bureau) == 2 and all(len(reports) == 1 for reports in by_bureau):
        told.append(change(measures([by_bureau[1][0], by_bureau[0][0]]), subject))
    return [statement for statement in told if statement]


def _sums(query: Query, by_bureau: Sequence[Sequence[Report]]) -> list[Statement]:
    """The sum over years or over topics where 一共 is asked of several of one body."""
    asks = [ask for ask in query.asks if ask.topic in meaning().subjects]
    if len(by_bureau) != 1 or not any(ask.operation == "sum" for ask in asks):
        return []
    found = [
        m
        for report in by_bureau[0]
        for ask in asks
        if len(ask.parts) < 2
        and (m := measure(report, ask.topic, ask.parts[0] if ask.parts else ""))
        and _single(m, meaning().subjects[ask.topic])
    ]
    if len(found) < 2 or len({m.unit for m in found}) > 1:
        return []
    total = addition(found)
    return [total] if total else []


def _single(found: Measure, subject: Subject) -> bool:
    """Whether a measure is one number: a cell or a sum, not several measures side by side."""
    return not found.summed or subject.section != "二"


def _silent(report: Report, ask: Ask) -> Statement:
    """The report doesn't say: what was looked in, and whom to ask instead."""
    # What was taken out of the question (bureau, year) leaves gaps, told as …
    words = "…".join(ask.text.split()).lstrip("的，、")
    about = meaning().label(ask.topic) or f"“{words}”"
    gone = _wanted_fields(ask) if ask.topic == "contact" else []
    if gone:
        about = "、".join(meaning().contact_fields[name][0] for name in gone)
    looked = "三张表和正文" if report.form else "正文"
    if ask.topic in meaning().subjects and report.form:
        looked = f"表格（{report.form}年格式没有这一栏）和正文"
    text = f"《{report.title}》的{looked}里没有找到{about}，报告没有说。"
    details = report.contact.details()
    phone = details.get("phone") or details.get("email")
    if phone:
        evidence = _of_detail(report, phone)
        text += f"可以向该机关询问：{phone.value}⟦0⟧（{report.year}年度报告所列）。"
        return Statement(text, (evidence,), about=(report,), computed=_own(ask))
    return Statement(text, about=(report,), computed=_own(ask))


def _own(ask: Ask) -> tuple[Decimal, ...]:
    """Numbers of the question itself, which a "not found" may repeat."""
    return tuple(Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", ask.text))


def _unique(statements: Sequence[Statement]) -> list[Statement]:
    return list({s.text: s for s in statements}.values())


def _next(query: Query, used: Sequence[Report]) -> tuple[str, ...]:
    """A few questions that go on from here, about the same body."""
    if len(query.bureaus) != 1 or not used:
        return ()
    asked = {ask.topic for ask in query.asks}
    name = query.bureaus[0]
    offers = [
        ("applications.new", f"{name}收到多少申请？"), ("fee.both", f"{name}有没有收费？"),
        ("narrative.problems", f"{name}存在哪些问题？"), ("contact", f"怎么联系{name}？"),
    ]  # fmt: skip
    return tuple(text for topic, text in offers if topic not in asked)[:3]

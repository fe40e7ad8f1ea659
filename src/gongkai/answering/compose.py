"""A query and the reports it pins, turned into a draft: facts by template, narrative by quotation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import PurePath

from gongkai.answering import quote, survey
from gongkai.answering.across import changes, disagreement, extremes, gaps, opposed, sums
from gongkai.answering.body_name import stem
from gongkai.answering.doubt import doubts
from gongkai.answering.evidence import Draft, Evidence, Statement
from gongkai.answering.expect import expected
from gongkai.answering.fees import fees
from gongkai.answering.figure import Figure, figure_of, reckoned, same_told
from gongkai.answering.older import tell_older
from gongkai.answering.query import Ask, Query
from gongkai.answering.quote import Finder
from gongkai.answering.reach import contact, of_detail
from gongkai.answering.shelf import Shelf, listed
from gongkai.answering.tell import lead, most, tell
from gongkai.answering.topics import (
    CHANGES,
    REFUSED,
    Topic,
    asks_when,
    cells,
    meaning,
    own_case,
    vocabulary,
)
from gongkai.answering.yearly import development
from gongkai.answering.years import is_every
from gongkai.report import FormName, Report
from gongkai.text import squeeze

# So many choices are offered at once; the rest are reached by typing a name.
_CHOICES = 8
# What the report says it will do, about something that it must speak of.
_INTENDED = re.compile(
    "说要?怎么|打算怎么|准备怎么|要怎么(?:收拾|处理|应对|补)|怎么(?:收拾|补救|弥补|应对)|保证|承诺|表示要"
    "|(?:打算|准备|计划|说要)[^，。]{0,8}(?:什么|啥|哪些)"
)
_REMEDY = re.compile(
    "对策|改进|整改|怎么改|怎么解决|如何解决|解决办法|有什么办法|什么措施|哪些措施"
)


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
    seen = Counter((report.bureau, report.year) for report in used)
    twins = [report for report in used if seen[report.bureau, report.year] > 1]
    for ask in query.asks:
        if ask.topic == CHANGES:
            statements += [] if twins else [s for group in by_bureau for s in development(group)]
            continue
        told: list[Statement] = []
        for report, found in _each_report(query, ask, by_bureau, finder):
            if found:
                told += [_apart(s, report) for s in found] if report in twins else found
            else:
                missing.append(_silent(report, ask, query))
        statements += told
        if not twins:  # two reports of one body and year add up to nothing
            statements += reckoned(ask, _figures(ask, told))
            statements += changes(ask, by_bureau) + gaps(ask, by_bureau)
            statements += extremes(ask, by_bureau, query.read)
    statements += [] if twins else sums(query, by_bureau) + opposed(query, by_bureau)
    statements = _once(statements)
    if statements:
        statements = [*_notes(query, by_bureau, shelf), *statements]
    unknown = []
    for name in query.unknown_bodies:  # 宿迁做了多少期问答，泗阳县几期
        within = _told_within(name, query, used)
        statements += within
        unknown += [] if within else [_stranger(name, shelf)]
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


def _once(statements: Sequence[Statement]) -> list[Statement]:
    """Statements without those said before, or whose one quotation an earlier one holds."""
    kept: list[Statement] = []
    for statement in statements:
        if statement.computed or not any(_says(before, statement) for before in kept):
            kept.append(statement)
    return kept


def _says(before: Statement, statement: Statement) -> bool:
    if before.text == statement.text:
        return True
    if len(statement.evidence) != 1 or statement.evidence[0].fact is not None:
        return False
    (quoted,) = statement.evidence
    return any(e.report is quoted.report and quoted.quote in e.quote for e in before.evidence)


def _each_report(
    query: Query, ask: Ask, by_bureau: Sequence[Sequence[Report]], finder: Finder
) -> list[tuple[Report, list[Statement]]]:
    """What each report says to one ask; a figure that one year tells in words is sought in all."""
    answers = []
    ask = _every_outcome(query, ask)
    for report in (report for reports in by_bureau for report in reports):
        found = _answer(report, ask, finder)
        if ask.topic in meaning().subjects and report.form:
            greatest = most(report, ask, query.read)
            found += [greatest] if greatest else []
        if ask.runner_up:  # as likely meant: each is told under its own name
            found += _answer(report, replace(ask, topic=ask.runner_up), finder)
        answers.append((report, found))
    if not ask.topic and len(answers) > 1:
        figures = _figures(ask, [s for _, found in answers for s in found])
        for i, (report, found) in enumerate(answers):
            same = [told for f in figures if (told := same_told(report, f))] if not found else []
            answers[i] = (report, found or same[:1])
    return answers


def _every_outcome(query: Query, ask: Ask) -> Ask:
    """All outcomes of reviews or lawsuits, where it is asked whether all had the one (全部维持吗)."""
    subject = meaning().subjects.get(ask.topic)
    of_all = any(re.search(word, query.read) for word in meaning().all)
    if subject and subject.section == "四" and ask.operation == "yesno" and of_all:
        return replace(ask, parts=(), operation="breakdown")
    return ask


def _figures(ask: Ask, told: Sequence[Statement]) -> list[Figure]:
    """The figures of what running text tells to an ask; [] where cells tell it."""
    if ask.topic in meaning().subjects:
        return []
    return [figure for s in told if (figure := figure_of(s, ask))]


def _apart(statement: Statement, report: Report) -> Statement:
    """A statement with the file it comes from: of one body and year there are two reports."""
    name = PurePath(report.source.path).name
    numbers = tuple(Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", squeeze(name)))
    text = f"〔据{name}〕{statement.text}"
    about = statement.about or (report,)
    computed = (*statement.computed, *numbers)
    return replace(statement, text=text, computed=computed, about=about)


def _unclear(query: Query, shelf: Shelf, finder: Finder) -> Draft | None:
    """The drafts that need no report: refused, unknown body, which body, about what."""
    topics = {ask.topic for ask in query.asks}
    if REFUSED in topics and (not topics - {REFUSED, ""} or not query.bureaus):
        return survey.refusal(shelf)
    if query.unknown_bodies and not query.bureaus:
        return _beside(query, shelf) or _strangers(query, shelf)
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
    question = query.question if unknown in query.question else query.read
    return tuple(question.replace(unknown, name, 1) for name in alike[:4])


def _stranger(name: str, shelf: Shelf) -> Statement:
    bodies = shelf.scope.bodies.names
    return Statement(
        f"没有收录“{name}”的年度报告，也不会用别的机关代答。现在收录{len(bodies)}个机关：{listed(bodies)}。"
    )


def _strangers(query: Query, shelf: Shelf) -> Draft:
    told = tuple(_stranger(name, shelf) for name in query.unknown_bodies)
    return Draft("not_found", told, _near(query, shelf))


def _beside(query: Query, shelf: Shelf) -> Draft | None:
    """What its place's government reports of a body that has no report here; None for nothing.

    The sentence must name the organ and speak of what is asked: 市公安局收取信息处理费600元.
    """
    told: list[Statement] = []
    for name in query.unknown_bodies:
        above = shelf.scope.bodies.government_over(name)
        organ = name[len(above[1]) :] if above else ""
        years = shelf.years(above[0]) if above else ()
        wanted = [year for year in query.years if year in years] if query.years else years[-1:]
        for report in shelf.reports(above[0], wanted) if above and organ else ():
            said = [s for ask in query.asks if (s := quote.said_of(report, organ, ask))]
            if said:
                note = f"没有收录“{name}”的年度报告；{report.bureau}{report.year}年的报告提到它："
                told += [Statement(note, about=(report,)), *said]
    return Draft("answered", tuple(told)) if told else None


def _told_within(name: str, query: Query, reports: Sequence[Report]) -> list[Statement]:
    """What the reports asked say of a part of theirs that has no report of its own."""
    words = " ".join(ask.text for ask in query.asks)
    told = []
    for report in reports:
        for said in dict.fromkeys((name, stem(name))):
            if found := quote.said_of(report, said, Ask("", words)):
                told.append(found)
                break
    return told


def _pin(query: Query, bureau: str, shelf: Shelf) -> tuple[list[Report], list[Statement]]:
    """The reports of ``bureau`` that the query means, and what is to be said of missing years."""
    years = shelf.years(bureau)
    wanted = query.years or (years if asks_when(query.read) else years[-1:])
    if len(wanted) > 1 and query.relative and is_every(query.relative):
        wanted = tuple(year for year in wanted if year in years)  # every year there is
    trends = [ask for ask in query.asks if _asks_trend(ask)]
    if len(wanted) == 1 and not all(
        _tells_change(a, shelf.reports(bureau, wanted)) for a in trends
    ):
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


def _asks_trend(ask: Ask) -> bool:
    """Whether it is asked how something changed, a share (公开率提高了吗) as well as a number."""
    words = "|".join(meaning().operations["trend"])
    return ask.operation == "trend" or (
        ask.operation == "share" and bool(re.search(words, ask.text))
    )


def _tells_change(ask: Ask, reports: Sequence[Report]) -> bool:
    """Whether the reports have a column that tells the change since the year before."""
    columns = [name for name in ask.parts if name and meaning().parts[name].change]
    forms = [report.form for report in reports if report.form]
    return bool(forms) and any(cells(form, ask.topic, name) for form in forms for name in columns)


def _notes(query: Query, by_bureau: Sequence[Sequence[Report]], shelf: Shelf) -> list[Statement]:
    """How a misspelt name was read, and which year stands in where none, or only 去年, was said."""
    reports = tuple(r for group in by_bureau for r in group)
    years = "、".join(str(year) for year in sorted({r.year for r in reports}))
    notes = [f"（“{said}”按{name}理解。）" for said, name in query.heard]
    files = Counter((r.bureau, r.year) for r in reports)
    notes += [
        f"（{bureau}{year}年收录了{count}份不同的报告，都照录，并注明出自哪个文件。）"
        for (bureau, year), count in files.items()
        if count > 1
    ]
    if not query.years and any(len(shelf.years(r.bureau)) > 1 for r in reports):
        if asks_when(query.read):
            notes.append(f"（按已收录的{years}年报告回答。）")
        else:
            notes.append(f"（没有指明年份，按已收录的最新报告即{years}年回答。）")
    elif query.relative:
        notes.append(f"（“{query.relative}”按已收录的报告理解为{years}年。）")
    elif "year" in query.inherited and not set(query.years) & {r.year for r in reports}:
        notes.append(f"（前面问的年份没有报告，按最新的{years}年回答。）")
    counts = tuple(Decimal(count) for count in files.values())
    return [Statement(note, about=reports, computed=counts) for note in notes]


def _answer(report: Report, ask: Ask, finder: Finder) -> list[Statement]:
    """What one report says to one ask; [] where it says nothing."""
    data = meaning()
    found: Statement | None = None
    if ask.topic in data.subjects:
        if beside := quote.told_beside(report, ask, vocabulary(ask.topic)):
            return [beside]
        found = tell(report, ask)
        if found:
            cells = [evidence.fact for evidence in found.evidence if evidence.fact]
            said = disagreement(report, data.subjects[ask.topic], ask)
            return [found, *said, *doubts(report, cells)]
    elif ask.topic == "contact":
        found = contact(report, ask)
    elif ask.topic.startswith("fee."):
        told = fees(report, ask)
        row = tell_older(report, ask, finder) if report.form is None else None
        return [*told, row] if row else told
    elif ask.topic == "period":
        found = _period(report)
    elif ask.topic in data.topics:
        topic = data.topics[ask.topic]
        if report.form is None and ask.topic in data.older:
            found = tell_older(report, ask, finder)
        if told := [s for name in topic.joins if (s := _narrative(report, data.topics[name]))]:
            return told
        found = found or _narrative(report, topic, ask.text)
        channels = data.topics[ask.topic].channels
        if not found and any(channel in ask.text for channel in channels):
            return []  # another figure of another channel is no answer
    found = found or _otherwise(report, ask, finder)
    return [found] if found else []


def _otherwise(report: Report, ask: Ask, finder: Finder) -> Statement | None:
    """What is said where no cell and no section answers: an annex's row, or sentences."""
    if own_case(ask.text):
        return None
    found: Statement | None = None
    if report.form is None:
        found = tell_older(report, ask, finder)
    counted = expected(ask.text).counts
    if not found and not ask.topic and not counted and _REMEDY.search(ask.text):
        # What is to be done about something stands among the improvements.
        found = quote.aspect(report, meaning().topics["narrative.improvements"])
    elif not found and not ask.topic and not counted and _INTENDED.search(ask.text):
        found = quote.intended(report, ask, finder)
    return found or quote.search_told(report, ask, finder)


def _narrative(report: Report, topic: Topic, asked: str = "") -> Statement | None:
    if topic.aspect:
        return quote.aspect(report, topic)
    if topic.units:
        return quote.count_told(report, topic, asked)
    if topic.led:
        return quote.under_lead(report, topic)
    return quote.whole_section(report, topic)


def _period(report: Report) -> Statement | None:
    for i, paragraph in enumerate(report.paragraphs):
        words = squeeze(paragraph.text)
        if report.period and squeeze(report.period) in words:
            evidence = Evidence(
                report, paragraph.section, report.period, paragraph.locator, None, i
            )
            return Statement(f"{lead(report)}报告的统计期限：{report.period}⟦0⟧。", (evidence,))
    return None


def _silent(report: Report, ask: Ask, query: Query) -> Statement:
    """The report doesn't say: what was looked in, and whom to ask instead."""
    # What was taken out of the question (bureau, year) leaves gaps, told as …
    words = "…".join(ask.text.split()).lstrip("的，、")
    # What was asked in English is told in the question's own words.
    about = meaning().label(ask.topic) or f"“{query.question if query.english else words}”"
    gone = meaning().fields(ask.text) if ask.topic == "contact" else []
    if gone:
        about = "、".join(meaning().contact_fields[name][0] for name in gone)
    looked = "三张表和正文" if report.form else "正文"
    own = _own(ask)
    subject = ask.topic in meaning().subjects
    if report.form and subject and not _in_form(report.form, ask):
        looked = f"表格（{report.form}年格式没有这一栏）和正文"
        own += (Decimal(report.form),)
    text = f"《{report.title}》的{looked}里没有找到{about}，报告没有说。"
    details = report.contact.details()
    phone = details.get("phone") or details.get("email")
    if phone:
        evidence = of_detail(report, phone)
        text += f"可以向该机关询问：{phone.value}⟦0⟧（{report.year}年度报告所列）。"
        return Statement(text, (evidence,), about=(report,), computed=own)
    return Statement(text, about=(report,), computed=own)


def _in_form(name: FormName, ask: Ask) -> bool:
    return any(cells(name, ask.topic, part) for part in ask.parts or ("",))


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

"""A query and the reports it pins, turned into a draft: facts by template, narrative by quotation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import PurePath

from gongkai.answering import survey
from gongkai.answering.across import changes, extremes, gaps, opposed, sums
from gongkai.answering.evidence import Draft, Statement
from gongkai.answering.figure import Figure, figure_of, reckoned, same_told
from gongkai.answering.greatest import foremost, greatest
from gongkai.answering.growth_told import every_growth, growth_told
from gongkai.answering.one_report import answer
from gongkai.answering.query import Ask, Query
from gongkai.answering.quote import Finder
from gongkai.answering.reach import of_detail
from gongkai.answering.remainder import remainder
from gongkai.answering.shelf import Shelf, listed
from gongkai.answering.topics import (
    CHANGES,
    REFUSED,
    asks_when,
    cells,
    meaning,
)
from gongkai.answering.unlisted import beside, stranger, strangers, told_within
from gongkai.answering.yearly import development
from gongkai.answering.years import is_every
from gongkai.report import FormName, Report
from gongkai.text import bare, squeeze

# So many choices are offered at once; the rest are reached by typing a name.
_CHOICES = 8


# A part is asked for beside the whole.
_TOGETHER = re.compile("[和与跟及、比，,；;]|各|分别")


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
    told: list[Statement]
    for ask in query.asks:
        if ask.topic == CHANGES:
            told = [] if twins else [s for group in by_bureau for s in development(group)]
            statements += told or [s for r in _lone(query, by_bureau) if (s := every_growth(r))]
            continue
        told = []
        for report, found in _each_report(query, ask, by_bureau, finder):
            if found:
                told += [_apart(s, report) for s in found] if report in twins else found
            else:
                missing.append(_silent(report, ask, query))
        statements += told
        if not twins:  # two reports of one body and year add up to nothing
            statements += reckoned(ask, _figures(ask, told))
            statements += changes(ask, by_bureau, query.read) + gaps(ask, by_bureau)
            statements += extremes(ask, by_bureau, query.read)
        if ask.topic in meaning().subjects and _asks_trend(ask):
            statements += [s for r in _lone(query, by_bureau) if (s := growth_told(r, ask))]
    statements += [] if twins else sums(query, by_bureau) + opposed(query, by_bureau)
    statements += [] if twins else foremost(query, by_bureau)
    statements = _once(statements)
    if statements:
        statements = [*_notes(query, by_bureau, shelf), *statements]
    unknown = []
    for name in query.unknown_bodies:  # 宿迁做了多少期问答，泗阳县几期
        within = told_within(name, query, used, finder)
        if within and len(query.asks) == 1 and not _TOGETHER.search(query.read):
            # 宿迁2023年泗洪县收了多少: the whole's number is another
            statements, missing = [], []
        statements = _once([*statements, *within])
        unknown += [] if within else [stranger(name, shelf)]
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


def _lone(query: Query, by_bureau: Sequence[Sequence[Report]]) -> list[Report]:
    """The reports without another year beside them: how things changed since the year before,
    where that is asked, only they can tell."""
    lone = [group[0] for group in by_bureau if len(group) == 1]
    return [report for report in lone if set(query.years) <= {report.year, report.year - 1}]


def _once(statements: Sequence[Statement]) -> list[Statement]:
    """Statements without those said before, or whose one quotation an earlier one holds."""
    kept: list[Statement] = []
    for statement in statements:
        said = not statement.computed and any(_says(before, statement) for before in kept)
        if statement not in kept and not said:
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
        if rest := remainder(report, ask, query.read):
            answers.append((report, [rest]))
            continue
        found = answer(report, ask, finder)
        if ask.topic in meaning().subjects and report.form:
            # 三家里谁的企业申请最多 holds reports against each other, not columns.
            bodies = ask.parts or (len(by_bureau) > 1 and "谁" in query.read)
            within = not bodies or sum(map(len, by_bureau)) == 1
            best = greatest(report, ask, query.read) if within else None
            found += [best] if best else []
        if ask.runner_up:  # as likely meant: each is told under its own name
            found += answer(report, replace(ask, topic=ask.runner_up), finder)
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
        return beside(query, shelf, finder) or strangers(query, shelf)
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


def _pin(query: Query, bureau: str, shelf: Shelf) -> tuple[list[Report], list[Statement]]:
    """The reports of ``bureau`` that the query means, and what is to be said of missing years."""
    years = shelf.years(bureau)
    own = dict(query.each).get(bureau)
    wanted = (own,) if own else query.years or (years if asks_when(query.read) else years[-1:])
    if len(wanted) > 1 and query.relative and is_every(query.relative):
        wanted = tuple(year for year in wanted if year in years)  # every year there is
    trends = [ask for ask in query.asks if _asks_trend(ask)]
    if len(wanted) == 1 and not all(
        _tells_change(a, shelf.reports(bureau, wanted)) for a in trends
    ):
        wanted = (wanted[0] - 1, *wanted)
    absent = [year for year in wanted if year not in years]
    same = re.search("同一?年|同期|[那当]年", query.read)  # that very year, or none
    if absent and not same and "year" in query.inherited and not set(wanted) & set(years):
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


def _silent(report: Report, ask: Ask, query: Query) -> Statement:
    """The report doesn't say: what was looked in, and whom to ask instead."""
    # What was taken out of the question (bureau, year) leaves gaps, told as …
    # A clause that goes on from another (做了多少个，点击量有多少) has its words before its own.
    leads = (a.text for a in query.asks if a is not ask and ask.text.startswith(a.text))
    own_words = ask.text[len(next(leads, "")) :]
    words = "…".join((own_words if bare(own_words) else ask.text).split()).lstrip("的，、")
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

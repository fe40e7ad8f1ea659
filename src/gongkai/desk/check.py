"""Checking a claim, a paragraph or a draft against the indexed reports.

`Checker` looks reports up and hands each statement to the pure judges. Nothing is guessed: a
statement whose body, year or topic isn't clear is ``not_found`` and says what is missing.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from gongkai.answering.evidence import Evidence, citations, same
from gongkai.answering.shelf import Shelf, listed
from gongkai.answering.topics import meaning
from gongkai.desk.claim import Check, Judged, Kind, Verdict, overall
from gongkai.desk.claim_read import read
from gongkai.desk.claim_statement import Context, Statement, label
from gongkai.desk.claim_topic import FEES
from gongkai.desk.claim_whom import Who, Whom
from gongkai.desk.headline import Case, with_headlines, without_remarks
from gongkai.desk.judge import Judgement, every, judge_cells
from gongkai.desk.judge_among import judge_among, peers
from gongkai.desk.judge_borne import Bearing, bearing_of
from gongkai.desk.judge_change import (
    judge_between,
    judge_growth,
    judge_points,
    judge_share,
    judge_years,
)
from gongkai.desk.judge_detail import judge_contact, judge_fee
from gongkai.desk.judge_rank import judge_rank, judge_within
from gongkai.desk.judge_text import TextFacts, text_facts
from gongkai.desk.judge_told import judge_told, judge_told_growth, judge_told_sum
from gongkai.desk.judge_versus import judge_versus
from gongkai.desk.judge_words import judge_words, judge_words_of
from gongkai.desk.retold import is_open, retold
from gongkai.errors import ModelUnavailable
from gongkai.index.encoder import Encoder
from gongkai.report import Report

log = logging.getLogger(__name__)

_KEPT = 256
_CHEQUE = re.compile("[壹贰叁肆伍陆柒捌玖][拾佰仟万亿零壹贰叁肆伍陆柒捌玖]+")
_EVERYDAY = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")


# 比…多, 多于: bodies held against one another; 均有增长: each for itself.
_COMPARED = re.compile("[比较]|于|倍|超过|不及|不如|持平|相同|一样|相当")
_EACH = re.compile("均|都(?![多少高低])|分别|同比|上年|去年|上一年")


class Shelved(Protocol):
    """What a checker needs of an assistant: the reports of the current index."""

    def shelf(self) -> Shelf: ...


class Checker:
    """Checks claims over an index; safe to use from several threads."""

    def __init__(self, assistant: Shelved, encoder: Callable[[], Encoder] | None = None) -> None:
        """``encoder``: whose weights the model runs on that reads what is retold in other words; it
        is asked for when a statement needs it. Without one such statements stay ``not_found``."""
        self._assistant = assistant
        self._encoder = encoder
        self._texts: OrderedDict[str, TextFacts] = OrderedDict()
        self._bears: tuple[Bearing | None] | None = None
        self._lock = threading.Lock()

    def check(self, text: str, bureau: str | None = None, year: int | None = None) -> Check:
        """The verdict on ``text``; ``bureau`` and ``year`` stand in where it names none.

        The overall verdict is the gravest of its statements': contradicted, conflict,
        not_found, supported; not_found where nothing can be checked.
        """
        shelf = self._assistant.shelf()
        whom = Whom(shelf.scope)
        who = whom.body(bureau) if bureau else _only(shelf)
        context = Context(who, (year,) if year else ())
        judged: list[Case] = []
        for statement in read(_everyday(text), whom, context):
            year_told = statement.years[0] if len(statement.years) == 1 else None
            judged.append((statement, self._judge(statement, shelf), statement.who, year_told))
        if bearing := self._bearing(judged):
            judged = retold(judged, shelf, bearing)
        return _numbered(without_remarks(with_headlines(judged)))

    def _bearing(self, judged: Sequence[Case]) -> Bearing | None:
        """The model that reads statements and passages, where any is left to read."""
        if self._encoder is None or not is_open(judged):
            return None
        with self._lock:
            if self._bears is None:
                try:
                    self._bears = (bearing_of(self._encoder()),)
                except ModelUnavailable as error:  # the rules judge without it
                    log.warning("改写的说法无法核对：%s", error)
                    self._bears = (None,)
            return self._bears[0]

    def _judge(self, statement: Statement, shelf: Shelf) -> Judgement:  # noqa: PLR0911
        who = statement.who
        if statement.problem and statement.kind == "text":
            return Judgement("not_found", statement.problem)
        if statement.within_body and (found := self._inside(statement, shelf)):
            return found
        if who.unclear or who.choices:
            return _unclear(who, shelf)
        if not who.names:
            return Judgement("not_found", "没有写明是哪个单位，也没有默认的单位")
        if statement.kind == "rank":
            return self._rank(statement, shelf)
        if not statement.years:
            return self._yearless(statement, shelf)
        if statement.apart:
            return self._apart(statement, shelf)
        for name in who.names:
            gone = [y for y in statement.years if y not in shelf.years(name)]
            if gone:
                have = "、".join(map(str, shelf.years(name)))
                told = "、".join(f"{y}年" for y in gone)
                return Judgement("not_found", f"没有收录{name}{told}的报告；已收录：{have}")
        if len(who.names) > 1:
            return self._bodies(statement, shelf)
        plainly = statement.kind == "text" or statement.zero is not None
        if len(statement.years) > 1 and plainly and not statement.problem:
            return every([self._judge(_in(statement, year), shelf) for year in statement.years])
        if len(statement.years) > 1:
            return self._years(statement, shelf)
        reports = shelf.reports(who.names[0], statement.years)
        results = [self._one(statement, report, shelf) for report in reports]
        # Two versions of one report: what they don't agree on isn't sure.
        return results[0] if len({r.verdict for r in results}) == 1 else _split(results)

    def _yearless(self, statement: Statement, shelf: Shelf) -> Judgement:
        """No year told: the only one indexed, or what every year refutes; else it is asked for."""
        if len(statement.who.names) != 1:
            return Judgement("not_found", "没有写明是哪一年")
        years = shelf.years(statement.who.names[0])
        results = [(y, self._judge(_in(statement, y), shelf)) for y in years]
        if len(results) == 1:
            year, only = results[0]
            text = f"没有写年份，按唯一收录的{year}年核对：{only.explanation}"
            return _told(only, text)
        if results and all(r.verdict == "contradicted" for _, r in results):
            text = "没有写年份，收录的各年都不符：" + "；".join(
                f"{y}年：{r.explanation}" for y, r in results
            )
            return _told(results[-1][1], text)
        if results and all(r.verdict == "supported" for _, r in results):
            text = f"没有写年份，收录的{'、'.join(map(str, years))}年都相符：{results[-1][1].explanation}"
            return _told(results[-1][1], text)
        if statement.kind == "contact" and results and results[-1][1].verdict == "supported":
            year, newest = results[-1]  # where to turn to is told of today
            return _told(newest, f"没有写年份，按最新的{year}年核对：{newest.explanation}")
        fit = [str(y) for y, r in results if r.verdict == "supported"]
        tail = f"；{'、'.join(fit)}年的报告与所说相符" if fit else ""
        return Judgement(
            "not_found", f"没有写明是哪一年（已收录{'、'.join(map(str, years))}年）{tail}"
        )

    def _bodies(self, statement: Statement, shelf: Shelf) -> Judgement:
        if statement.kind == "value" and statement.figure and len(statement.topics) == 1:
            return self._together(statement, shelf)
        compared = _COMPARED.search(statement.clause) and not _EACH.search(statement.clause)
        if statement.kind != "growth" or len(statement.years) != 1 or not compared:
            return Judgement("not_found", "涉及多个单位，请分开写或写明比较")
        if not statement.topics:
            return self._told_apart(statement, shelf)
        if statement.problem:
            return Judgement("not_found", statement.problem)
        first, *others = (shelf.reports(name, statement.years)[0] for name in statement.who.names)
        if len(others) > 1 and statement.figure is not None:
            return Judgement("not_found", "与多个单位相比的数字，没有写明是与哪一个相比")
        told = self._text(first).told
        return every([
            judge_between(statement, first, second, told, self._text(second).told)
            for second in others
        ])  # fmt: skip

    def _told_apart(self, statement: Statement, shelf: Shelf) -> Judgement:
        """Two bodies held against one another by what only their running texts count."""
        found = [shelf.reports(name, statement.years) for name in statement.who.names]
        if any(len(mine) != 1 for mine in found):
            return Judgement("not_found", statement.problem)
        if len(found) > 2 and statement.figure is not None:
            return Judgement("not_found", "与多个单位相比的数字，没有写明是与哪一个相比")
        first, *others = (self._text(mine[0]) for mine in found)
        return every([judge_told_growth(statement, first, other) for other in others])

    def _inside(self, statement: Statement, shelf: Shelf) -> Judgement | None:
        """A body without a report, by what the report of the body named before tells of it."""
        names = statement.within_body.names if statement.within_body else ()
        if len(names) != 1 or len(statement.years) != 1:
            return None
        reports = shelf.reports(names[0], statement.years)
        if len(reports) != 1:
            return None
        if statement.kind == "text":
            above = shelf.scope.bodies.government_over(statement.who.unclear)
            found = judge_words_of(statement, above, reports[0], self._text(reports[0]))
            return found if found.verdict != "not_found" else None
        if statement.kind != "value" or statement.figure is None:
            return None
        if re.search(f"比.+{re.escape(statement.figure.text)}", statement.clause):
            return None  # 比沭阳县的477件多出近四百件: no count of its own
        found = judge_told(statement, reports[0], self._text(reports[0]))
        return found if found.verdict != "not_found" else None

    def _together(self, statement: Statement, shelf: Shelf) -> Judgement:
        """A figure of several bodies together (三家合计206件): the sum of their cells."""
        found = [shelf.reports(name, statement.years) for name in statement.who.names]
        summed = re.search("合计|共|总|加起来|相加", statement.clause)
        if not summed or len(statement.years) != 1 or any(len(mine) != 1 for mine in found):
            return Judgement("not_found", "涉及多个单位，请分开写或写明比较")
        reports = [mine[0] for mine in found]
        return judge_years(statement, reports, [self._text(r).told for r in reports])

    def _apart(self, statement: Statement, shelf: Shelf) -> Judgement:
        """Two bodies held against one another, each in a year of its own."""
        told = list(zip(statement.who.names, statement.apart, strict=True))
        found = [shelf.reports(name, (year,)) for name, year in told]
        gone = [f"{n}{y}年" for (n, y), mine in zip(told, found, strict=True) if len(mine) != 1]
        if gone or len(found) != 2:
            return Judgement("not_found", f"没有收录{'、'.join(gone)}的报告，或收录了几份")
        first, second = (mine[0] for mine in found)
        return judge_between(
            statement, first, second, self._text(first).told, self._text(second).told
        )

    def _rank(self, statement: Statement, shelf: Shelf) -> Judgement:
        if statement.problem or len(statement.who.names) != 1:
            return Judgement("not_found", statement.problem or "涉及多个单位，请分开写")
        name = statement.who.names[0]
        if statement.within:
            reports = shelf.reports(name, statement.years)
            if len(reports) != 1:
                return Judgement("not_found", f"没有收录{name}这一年的报告")
            return judge_within(statement, reports[0], self._text(reports[0]).told)
        if statement.among or statement.scope:
            return self._among(statement, name, shelf)
        by_year = {y: shelf.reports(name, (y,)) for y in shelf.years(name)}
        yearly = {y: found[0] for y, found in by_year.items() if len(found) == 1}
        return judge_rank(statement, yearly, {y: self._text(r).told for y, r in yearly.items()})

    def _among(self, statement: Statement, name: str, shelf: Shelf) -> Judgement:
        if len(statement.years) != 1:
            return Judgement("not_found", "没有写明是哪一年")
        bodies, year = shelf.scope.bodies, statement.years[0]
        if statement.scope:
            others = (
                tuple(n for n in bodies.names if year in shelf.years(n))
                if statement.scope == "收录"
                else peers(name, statement.scope, bodies.parts)
            )
            statement = replace(statement, among=others)
        found = {n: shelf.reports(n, (year,)) for n in (name, *statement.among)}
        reports = {n: mine[0] for n, mine in found.items() if len(mine) == 1}
        return judge_among(statement, reports, {n: self._text(r).told for n, r in reports.items()})

    def _years(self, statement: Statement, shelf: Shelf) -> Judgement:
        reports = shelf.reports(statement.who.names[0], statement.years)
        once = len(reports) == len(statement.years)
        if statement.kind == "value" and statement.figure and not statement.topics and once:
            return judge_told_sum(statement, [self._text(report) for report in reports])
        if statement.problem or len(statement.topics) != 1 or statement.kind != "value":
            return Judgement("not_found", statement.problem or "涉及多个年份，没有读懂怎样合计")
        if statement.figure is None or statement.topics[0].subject in FEES:
            return Judgement("not_found", "涉及多个年份，没有读懂怎样合计")
        if not once:
            return Judgement("not_found", "同一年有几份报告，无法合计")
        return judge_years(statement, reports, [self._text(r).told for r in reports])

    def _one(self, statement: Statement, report: Report, shelf: Shelf) -> Judgement:  # noqa: PLR0911
        facts = self._text(report)
        if statement.kind == "contact":
            return judge_contact(statement, report)
        if statement.kind == "text" and not statement.problem:
            return judge_words(statement, report, facts)
        if statement.problem or not statement.topics:
            if statement.figure is not None and statement.kind in ("value", "share"):
                return judge_told(statement, report, facts)
            if statement.kind == "growth" and statement.content:
                return judge_told_growth(statement, facts, self._before(statement, report, shelf))
            return Judgement("not_found", statement.problem or "没有读懂指的是哪一项")
        if statement.topics[0].subject in FEES and statement.kind == "growth":
            told = replace(statement, content=meaning().label(statement.topics[0].subject))
            return judge_told_growth(told, facts, self._before(statement, report, shelf))
        if statement.topics[0].subject in FEES and statement.kind == "value":
            return judge_fee(statement, report)
        if statement.topics[0].subject in FEES:
            return Judgement("not_found", "费用在正文里，没有可核对的比例")
        if statement.versus:
            return judge_versus(statement, report, facts.told)
        if statement.kind == "growth":
            year = statement.against or report.year - 1
            before = shelf.reports(report.bureau, (year,))
            old = before[0] if len(before) == 1 else None
            told_before = self._text(old).told if old else ()
            if statement.bases:
                return judge_points(statement, report, old)
            growths = facts.growths if year == report.year - 1 else ()
            return judge_growth(statement, report, old, facts.told, told_before, growths)
        if statement.kind == "share":
            return judge_share(statement, report, facts.told)
        return judge_cells(statement, report, facts.told)

    def _before(self, statement: Statement, report: Report, shelf: Shelf) -> TextFacts | None:
        found = shelf.reports(report.bureau, (statement.against or report.year - 1,))
        return self._text(found[0]) if len(found) == 1 else None

    def _text(self, report: Report) -> TextFacts:
        with self._lock:
            if report.id in self._texts:
                self._texts.move_to_end(report.id)
                return self._texts[report.id]
        found = text_facts(report)
        with self._lock:
            self._texts[report.id] = found
            while len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        return found


def _everyday(text: str) -> str:
    """The text with the numerals of cheques (壹佰伍拾) written as everyday ones."""
    return _CHEQUE.sub(lambda match: match.group().translate(_EVERYDAY), text)


def _only(shelf: Shelf) -> Who:
    names = shelf.scope.bodies.names
    return Who(names) if len(names) == 1 else Who()


def _in(statement: Statement, year: int) -> Statement:
    return replace(statement, years=(year,))


def _told(judgement: Judgement, explanation: str) -> Judgement:
    return replace(judgement, explanation=explanation)


def _split(results: Sequence[Judgement]) -> Judgement:
    text = "同一年有几份报告，说法不一：" + "；".join(r.explanation for r in results)
    return Judgement("not_found", text, tuple(e for r in results for e in r.evidence))


def _unclear(who: Who, shelf: Shelf) -> Judgement:
    if who.choices:
        said = f"“{who.unclear}”可能指" if who.unclear else "没有写明是哪个单位，已收录"
        return Judgement("not_found", f"{said}{listed(who.choices)}，请写全称")
    return Judgement(
        "not_found", f"没有收录“{who.unclear}”的报告；已收录{len(shelf.scope.bodies.names)}个单位"
    )


def _numbered(judged: Sequence[Case]) -> Check:
    """The check with evidence numbered in order of first use."""
    order: list[Evidence] = []
    statements: list[Judged] = []
    for statement, result, who, year in judged:
        numbers = []
        for evidence in result.evidence:
            at = next((i for i, other in enumerate(order) if same(other, evidence)), -1)
            if at < 0:
                order.append(evidence)
                at = len(order) - 1
            numbers.append(at + 1)
        kind: Kind = statement.kind
        topic = result.topic or "、".join(label(t) for t in statement.topics)
        statements.append(
            Judged(
                statement.text, kind, result.verdict, result.explanation,
                "、".join(who.names), year, topic,
                statement.figure.text if statement.figure else "",
                result.value, result.unit, tuple(dict.fromkeys(numbers)),
            )
        )  # fmt: skip
    verdict: Verdict = overall(tuple(s.verdict for s in statements if s.kind != "remark"))
    return Check(verdict, tuple(statements), citations(order))

"""Statements that no rule found, held against the running text as their whole sentence, then alone.

A clause cut out of its sentence (并安排专人负责) says less than the sentence does; a sentence that
tells several things is borne out by no one passage. So both are tried.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from gongkai.answering.mention import without
from gongkai.answering.shelf import Shelf
from gongkai.answering.understand import plain
from gongkai.desk.headline import Case, idle
from gongkai.desk.judge import Judgement
from gongkai.desk.judge_borne import Bearing, passages_of
from gongkai.report import Report

_KINDS = ("text", "value", "share")
# Held against another year, body or row, a number is reckoned, not told.
_RECKONED = re.compile(
    "[比较](?!如|重)|同比|环比|上年|去年|上一年|前一年|合计|相加|加起来|平均|最[多少高低大小]"
)


def retold(judged: Sequence[Case], shelf: Shelf, bearing: Bearing) -> list[Case]:
    """``judged`` with what a passage bears out, or refutes, in other words."""
    found: list[Case] = []
    for sentence, group in groupby(judged, key=lambda case: case[0].sentence):
        cases = list(group)
        open_at = [i for i, case in enumerate(cases) if _is_open(case)]
        report = _report(cases, shelf) if open_at else None
        if report:
            cases = _held(sentence, cases, open_at, report, shelf, bearing)
        found += cases
    return found


def is_open(judged: Sequence[Case]) -> bool:
    """Whether anything is left that running text may tell in other words."""
    return any(_is_open(case) for case in judged)


def _idle(case: Case) -> bool:
    """Whether a statement asserts nothing beside others: no passage need say it."""
    return case[0].kind == "text" and (case[0].aside or idle(case[0]))


def _is_open(case: Case) -> bool:
    statement, result, _, _ = case
    # Where a cell or a fee is meant, what isn't sure of it stays so.
    told = result.verdict == "not_found" and not statement.topics and not _idle(case)
    return told and statement.kind in _KINDS and not statement.aside and not statement.headline


def _report(cases: Sequence[Case], shelf: Shelf) -> Report | None:
    """The one report a sentence speaks of; None where it speaks of several, or of one that isn't there."""
    names = {name for statement, *_ in cases for name in statement.who.names}
    years = {year for statement, *_ in cases for year in statement.years}
    if len(names) != 1 or len(years) != 1:
        return None
    found = shelf.reports(next(iter(names)), tuple(years))
    return found[0] if len(found) == 1 else None


def _held(  # noqa: PLR0917
    sentence: str,
    cases: list[Case],
    open_at: Sequence[int],
    report: Report,
    shelf: Shelf,
    bearing: Bearing,
) -> list[Case]:
    passages = passages_of(report)
    unsettled = [
        i for i, case in enumerate(cases) if case[1].verdict == "not_found" and not _idle(case)
    ]
    if list(open_at) == unsettled and not _RECKONED.search(sentence):
        whole = bearing.judge(_bare(sentence, report, shelf), report, passages)
        if whole and _named_there(cases, open_at, whole):
            return [
                (s, whole, who, year) if i in open_at else (s, result, who, year)
                for i, (s, result, who, year) in enumerate(cases)
            ]
    for i in open_at:
        statement, _, who, year = cases[i]
        if who.unclear or _RECKONED.search(statement.text):
            continue
        if alone := bearing.judge(_bare(statement.text, report, shelf), report, passages):
            cases[i] = (statement, alone, who, year)
    return cases


def _bare(text: str, report: Report, shelf: Shelf) -> str:
    """A text without the body's names and the year, which no passage repeats."""
    folded = plain(text)
    mine = [m for m in shelf.scope.bodies.find(folded) if m.fits == (report.bureau,)]
    folded = without(folded, mine)
    return re.sub(rf"(?:在|于)?\s*{report.year}年度?(?:的|里|中|来|间|,|，)?", " ", folded)


def _named_there(cases: Sequence[Case], open_at: Sequence[int], whole: Judgement) -> bool:
    """Whether bodies without a report that the sentence names stand in the passage as well."""
    quotes = "".join(evidence.quote for evidence in whole.evidence)
    return all(cases[i][2].unclear in quotes for i in open_at)

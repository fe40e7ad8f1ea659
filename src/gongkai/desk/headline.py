"""What stands beside statements in a claim: remarks that assert nothing, headlines of what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.desk.claim_clause import DEGREE
from gongkai.desk.claim_statement import Statement, label
from gongkai.desk.claim_whom import Who
from gongkai.desk.judge import Judgement
from gongkai.desk.judge_text import gist, pairs_of
from gongkai.desk.remark import is_remark

# A statement, what was judged of it, and whom and which year it speaks of.
Case = tuple[Statement, Judgement, Who, int | None]

# How a headline says that something went (行政处罚数量回落，…).
_WENT = re.compile(
    "(?P<up>上行|走高|上升|上扬|增长|增加|增多|提升|攀升|扩容|回升|抬升|激增|猛增|大增|见涨|上涨|走旺|升温)"
    "|(?P<down>下行|走低|回落|下降|下滑|减少|收窄|缩减|走弱|递减|锐减|骤降|大降|下跌|降温|压减)"
)
_OVER_YEARS = re.compile("逐[年月]|连[年续]|历年|最|首|[两二三四五六]年")


def without_remarks(judged: Sequence[Case]) -> list[Case]:
    """Statements of plain words that no passage tells and that assert nothing, as remarks; all as they
    are where there is nothing else."""
    remarks = [
        s.kind == "text" and r.verdict == "not_found" and (s.aside or idle(s))
        for s, r, _, _ in judged
    ]
    if all(remarks):
        return list(judged)
    told = Judgement("not_found", "这句话没有可以核对的内容，不计入结论")
    return [
        (replace(s, kind="remark"), told, who, year) if remark else (s, r, who, year)
        for (s, r, who, year), remark in zip(judged, remarks, strict=True)
    ]


def with_headlines(judged: Sequence[Case]) -> list[Case]:
    """Headlines that say how something went, by the change told behind them (处罚数量回落，…比上年少155件).

    One that names its row is left out where that change goes the same way, and is refuted where it goes
    the other; any else goes with a change that shares its words.
    """
    found = []
    for at, case in enumerate(judged):
        headline, result, who, year = case
        behind = _behind(judged, at)
        if headline.headline and _told(headline, behind, same=True):
            continue
        if result.verdict == "not_found":
            result = _by_change(headline, behind) or result
        found.append((headline, result, who, year))
    return found


def _by_change(headline: Statement, behind: Sequence[Case]) -> Judgement | None:
    """A headline by the change behind it: refuted by the opposite, or told by what shares its words."""
    if against := _told(headline, behind, same=False):
        told = f"与后面的变化相反：{against.explanation}"
        return replace(against, verdict="contradicted", explanation=told)
    alike = _worded_alike(headline, behind) if headline.kind == "text" else None
    return replace(alike, explanation=f"与后面的变化一致：{alike.explanation}") if alike else None


def _behind(judged: Sequence[Case], at: int) -> list[Case]:
    """What follows a case of the same body (the next one's where it names none) and year, up to where
    another body is spoken of or another headline stands."""
    headline = judged[at][0]
    if headline.kind != "text" and not headline.headline:
        return []
    found: list[Case] = []
    names = headline.who.names
    for case in judged[at + 1 :]:
        statement = case[0]
        names = names or statement.who.names
        if statement.headline or statement.who.names != names:
            break
        if headline.years in ((), statement.years):
            found.append(case)
    return found


def _told(headline: Statement, behind: Sequence[Case], *, same: bool) -> Judgement | None:
    """The judgement on what is told in figures of a headline's row: going the same way, or, where it
    is so, the other; None for none."""
    subjects = {topic.subject for topic in headline.topics}
    for s, result, _, _ in behind:
        if s.kind != "growth" or not subjects & {t.subject for t in s.topics}:
            continue
        alike = s.direction in (headline.direction, None)
        if alike if same else not alike and result.verdict == "supported":
            return result
    return None


def _worded_alike(headline: Statement, behind: Sequence[Case]) -> Judgement | None:
    """The judgement on the first change that is so, where it goes as the headline says and what is told
    up to it has words of the headline's; None else."""
    went = _WENT.search(headline.clause)
    if went is None or _OVER_YEARS.search(headline.clause):
        return None
    said = pairs_of(gist(_WENT.sub(" ", DEGREE.sub(" ", headline.clause))))
    words = ""
    for s, result, _, _ in behind:
        words = f"{words} {s.content} {' '.join(map(label, s.topics))}"
        if s.kind == "growth" and result.verdict == "supported":
            alike = s.direction == (1 if went["up"] else -1)
            return result if alike and said.keys() & pairs_of(gist(words)).keys() else None
    return None


def idle(statement: Statement) -> bool:
    return not statement.problem and is_remark(statement.clause or statement.content)

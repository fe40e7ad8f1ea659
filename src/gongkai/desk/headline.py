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
        s.kind == "text" and r.verdict == "not_found" and (s.aside or _idle(s))
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
    """Headlines that say how something went, by the change told behind them (处罚数量回落，…比上年少155件)."""
    judged = [j for i, j in enumerate(judged) if not _told_behind(j[0], judged[i + 1 :], 1)]
    found = list(judged)
    for i, (s, result, who, year) in enumerate(judged):
        if result.verdict == "not_found" and (its := _told_behind(s, judged[i + 1 :], -1)):
            told = f"与后面的变化相反：{its.explanation}"
            found[i] = (s, replace(its, verdict="contradicted", explanation=told), who, year)
            continue
        went = _WENT.search(s.clause) if s.kind == "text" else None
        if result.verdict != "not_found" or went is None or _OVER_YEARS.search(s.clause):
            continue
        way = 1 if went["up"] else -1
        said = pairs_of(gist(_WENT.sub(" ", DEGREE.sub(" ", s.clause))))
        behind = ""
        for other, change, _, _ in judged[i + 1 :]:
            behind = f"{behind} {other.content} {' '.join(map(label, other.topics))}"
            if other.kind == "growth" and change.verdict == "supported":
                if other.direction == way and said and said.keys() & pairs_of(gist(behind)).keys():
                    told = f"与后面的变化一致：{change.explanation}"
                    found[i] = (s, replace(change, explanation=told), who, year)
                break
    return found


def _told_behind(headline: Statement, others: Sequence[Case], way: int) -> Judgement | None:
    """The judgement on what is told in figures behind a headline of the very thing: going the same
    way (``way`` 1), or, where it is so, the other (−1); None for none."""
    subjects = {topic.subject for topic in headline.topics}
    for s, result, _, _ in others if headline.headline else ():
        if s.kind != "growth" or s.headline or not subjects & {t.subject for t in s.topics}:
            continue
        same = s.direction in (headline.direction, None)
        if same if way > 0 else not same and result.verdict == "supported":
            return result
    return None


def _idle(statement: Statement) -> bool:
    return not statement.problem and is_remark(statement.clause or statement.content)

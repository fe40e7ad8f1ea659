"""A superlative or run in a clause to its statements."""

from __future__ import annotations

import re
from dataclasses import replace

from gongkai.desk.claim_among import Among
from gongkai.desk.claim_clause import DEGREE, clause_of
from gongkai.desk.claim_figure import figures
from gongkai.desk.claim_rank import Rank
from gongkai.desk.claim_statement import Context, Statement
from gongkai.desk.claim_topic import TOTALS, Topic, row_of, topics_of
from gongkai.desk.claim_words import read_phrase
from gongkai.text import bare

# 许可量居首的是某局: among bodies, the name taken out.
_IS_BODY = re.compile("(?:是|为|属|数)\\s*$")


def ranked_of(
    piece: str, rank: Rank | Among, span: tuple[int, ...], state: Context, printed: set[int]
) -> tuple[list[Statement], Context] | None:
    """A superlative (over years or among bodies) or run, and the figures beside it; None where what is ranked
    isn't a cell's."""
    got: list[Statement] = []
    here = figures(rank.rest)
    phrase, after = rank.rest, state
    if here:
        got, after = clause_of(piece, rank.rest, state)
        if any(s.problem for s in got) or not after.last:
            return None
        topics: tuple[Topic, ...] = after.last
    else:
        topics, add, problem = topics_of(
            read_phrase(DEGREE.sub("", phrase)), None, state.topics, free_unit=True,
            last=state.last,
        )  # fmt: skip
        if not topics and not bare(phrase) and len(state.topics) == 1:
            topics, problem = state.topics, ""  # 2022年至2024年的申请量中，2023年最少
        if problem or add or len(topics) != 1:
            return None
    if isinstance(rank, Among):
        statement = Statement(
            piece, "rank", state.who, state.years, topics[:1], direction=rank.way,
            scope=rank.scope, clause=rank.rest,
        )  # fmt: skip
        return [*got, statement], replace(after, last=topics, lean=True)
    years: tuple[int, ...] = state.years[:1] if len(state.years) == 1 else ()
    if not years and rank.steps:
        years = span[-1:] or ((max(printed),) if printed else ())
    if rank.back and years:
        span = tuple(range(years[0] - rank.back + 1, years[0] + 1))
    problem = "" if years else "没有写明是哪一年"
    open_ = not (rank.steps or rank.back or rank.ever or span)
    if open_ and (topics[0].part or topics[0].subject not in (*TOTALS, "penalty", "licence")):
        # 申请最多的是自然人: among applicants
        within = bool(topics[0].part) or "." in topics[0].subject
        problem = "" if within and years else "没有写明是在哪些项目或年份里比"
    elif open_ and state.told and _IS_BODY.search(rank.rest):
        problem, within = "没有写明是与哪些单位相比", False
    else:
        within = False
    statement = Statement(
        piece, "rank", state.who, years, topics[:1], direction=rank.way, span=span,
        steps=abs(rank.steps), clause=rank.rest, problem=problem, within=within,
    )  # fmt: skip
    rows = tuple(map(row_of, topics))
    return [*got, statement], replace(after, last=topics, topics=rows, lean=True)


def among(statement: Statement, bodies: tuple[str, ...], scope: str) -> Statement:
    """The superlative held against the bodies listed before it, or those of the scope told."""
    if statement.kind != "rank" or statement.span or statement.recent or statement.scope:
        return statement
    return replace(statement, among=bodies, scope="" if bodies else scope, problem="")

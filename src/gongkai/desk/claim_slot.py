"""A figure and the words beside it: what it counts, what change or share it measures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.answering.topics import meaning
from gongkai.desk.claim_change import REACHING, growth, moves, points
from gongkai.desk.claim_figure import Figure, figures
from gongkai.desk.claim_share import RESULTS, TOTAL, share, terms_of
from gongkai.desk.claim_statement import Context, Statement
from gongkai.desk.claim_topic import CARRIED, TOTALS, Topic, row_of, topics_of
from gongkai.desk.claim_words import read_phrase, words
from gongkai.text import bare

_FROM = re.compile(r"[由从](?:上年度?|去年|上一年度?|\s)*的?$")
# 较上年的65件增长: that figure is the year before's.
_THAN_OLD = re.compile("(?:较|比起?)(?:上一年度?|上年度?|去年)(?:同期)?的?$")
_OF_OLD = re.compile("(?:上年度?|去年|上一年度?)(?:同期)?的?$")
# What comes behind a figure with such a word is what it counts.
_BEHIND = re.compile("来自|源自|出自|由|系|属于|被")
_AGAIN = re.compile("(?:也?就是|即|合|约合|折合|相当于|为)?")


def slots(text: str, here: Sequence[Figure]) -> Iterator[tuple[str, Figure, str]]:
    """Each figure with the words on its left and on its right that may say what it counts."""
    at = 0
    # 一件维持一件纠正: each before what it counts.
    behind = not _names(text[: here[0].start]) and _names(text[here[-1].end :])
    for i, figure in enumerate(here):
        end = here[i + 1].start if i + 1 < len(here) else len(text)
        left, right = text[at : figure.start], text[figure.end : end]
        if i + 1 < len(here):
            # 278件申请中28件: the words before 中 are the whole's; 3件来自自然人、2件来自企业.
            cut = re.search("[、:：]|和|及|以及|(?:当?中|里面?)$", right)
            right = right[: cut.start()] if cut else right if behind else ""
            # 46件信息公开诉讼中获得维持的不足四成: the whole's words end at 中.
            whole = re.match("(.{2,}?)(?:之中|当中|里面|中|里)(?=.)", right) if right else None
            if whole and _names(whole[1]) and not _names(left):
                yield left, figure, whole[1]
                at = figure.end + whole.end()
                continue
        yield left, figure, right
        mine = _BEHIND.match(right) or (_names(right) and not _names(left))
        at = figure.end + (len(right) if i + 1 < len(here) and mine else 0)


def _names(text: str) -> bool:
    reading = read_phrase(text)
    return bool(reading.rows or reading.parts or reading.app or reading.verbs or reading.rest)


def slot_of(  # noqa: PLR0911, PLR0912, PLR0915, PLR0917
    piece: str, text: str, left: str, figure: Figure, right: str, state: Context
) -> Statement:
    """The statement a figure makes with the words around it."""
    told = f"{left}{figure.text}{right}".strip(" 、:：") if len(figures(text)) > 1 else piece
    base = Statement(
        told, "value", state.who, state.years, figure=figure,
        content=f"{left} {right}", clause=text,
    )  # fmt: skip
    move = moves(left, right, figure)
    if figure.measure == "points":
        return points(base, left, move, state)
    if move is not None or figure.measure in ("times", "double"):
        base = replace(base, against=state.against)
        return growth(base, left, figure, move, state)
    if figure.measure == "percent" and _OF_OLD.search(left.strip()):
        return growth(replace(base, against=state.against), left, figure, None, state)
    if figure.measure == "percent":
        return share(base, left, right, state)
    left, right = left.strip(), REACHING.sub("", right.strip())
    if origin := _FROM.search(left):
        if not state.told or re.search("上|去", origin.group()):
            base = replace(base, years=_first(state))
        left = _FROM.sub("", left)
    than = bool(_THAN_OLD.search(left))
    if than:
        old = tuple(year - 1 for year in state.years)
        base = replace(
            base, years=(state.against,) if state.against else old, against=state.against
        )
        left, right = _THAN_OLD.sub("", left), ""
    reached = than or bool(REACHING.search(left))
    if reached:
        left = words().growth.sub("", REACHING.sub("", left))
    # 2023年115件, 增加到115件: of what the figure before was of.
    leans = state.lean and bool(
        re.fullmatch("(?:总?共计?|达到?了?|为|有|计|多达|仅)*", left) or (origin and not bare(left))
    )
    last: tuple[Topic, ...] = ()
    if (state.told or reached or leans) and figure.measure in ("count", "money"):
        last = state.last
    if _names(right):
        last = ()
    elif (
        state.last
        and state.last[0].part
        and re.fullmatch("[、和及]?(?:总?共计?|合计|总计)有?", left)
    ):
        last = state.topics  # 维持309件、纠正17件，共326件: of the row they are parts of
    if (
        not last
        and TOTAL.fullmatch(left)
        and not _names(right)
        and (terms := terms_of(left, state))
    ):
        return replace(base, topics=terms, add=True)
    if re.fullmatch("[、和及]?(?:其他|其它)", left) and (others := _others(state)):
        return replace(base, topics=(others,))
    if figure.rule and not last and not _names(right) and _AGAIN.fullmatch(left):
        last = state.last  # 13800件，约合1.4万件: the same thing told round
    for phrase in (left, f"{left} {right}", f"{left}{right}"):
        reading = read_phrase(phrase)
        topics, add, problem = topics_of(reading, figure, state.topics, last=last)
        if topics and not problem:
            rest = read_phrase(right)
            if phrase == left and (rest.rest or rest.blocks) and right.strip():
                # What follows the figure may narrow it (收到60件来自外省的申请).
                continue
            if phrase == left and rest.parts and not any(t.part for t in topics):
                continue  # 规范性文件还有66件有效
            if phrase == left and {"carryin", "carryout"} & set(rest.verbs) and reading.app:
                continue  # 申请中有1件是上年结转的
            beside = tuple(_alongside(topic, state) for topic in topics)
            base = replace(base, guess=beside != topics)
            topics = beside
            if inner := _of_reason(topics, state):
                one = len(inner) == 1
                topics, problem = (inner, "") if one else (topics, "没有写明是哪一种情形")
            if own := _theirs(topics, state, left):
                base, topics = replace(base, guess=len(own) > 1), own
            if reading.negated and figure.value:
                problem = "否定句里的数字，无法确定所指"
            return replace(base, topics=topics, add=add, problem=problem)
    leans = state.told or than  # 2022年1901条，2024年1133条; 84条，比上年的197条少
    if leans and state.said and not _names(f"{left}{right}"):
        base = replace(base, content=state.said)
    return replace(base, problem=problem or "没有读懂这个数字指的是哪一项")


def _first(state: Context) -> tuple[int, ...]:
    """The year that 从9场 is of: the one the sentence starts from, else the one before."""
    if state.since and state.since not in state.years:
        return (state.since,)
    return tuple(year - 1 for year in state.years)


def _alongside(topic: Topic, state: Context) -> Topic:
    """规范性文件有效66件，规章11件: of the measure told before, where the row has several."""
    before = state.last[0] if len(state.last) == 1 else None
    if topic.part or before is None or before.part not in ("made", "repealed", "valid"):
        return topic
    return (
        replace(topic, part=before.part) if topic.subject in ("regulation", "normative") else topic
    )


def _of_reason(topics: tuple[Topic, ...], state: Context) -> tuple[Topic, ...]:
    """The rows inside a sum that the sentence has led up to (因涉及国家秘密，不予公开37件); () for none."""
    if len(topics) != 1:
        return ()
    (topic,) = topics
    inner = (row for row in state.reasons if row.startswith(f"{topic.subject}."))
    return tuple(replace(topic, subject=row) for row in dict.fromkeys(inner))


def _theirs(topics: tuple[Topic, ...], state: Context, left: str) -> tuple[Topic, ...]:
    """What became of the applications of those spoken of: 自然人的申请中，予以公开…件 is of theirs alone,
    企业提了53件，予以公开…件 of theirs or of all; () where no applicants are spoken of."""
    if len(topics) != 1 or topics[0].part or topics[0].subject not in (*RESULTS, TOTALS[1]):
        return ()
    if state.whose:
        return (replace(topics[0], part=state.whose),)
    parts = {topic.part for topic in state.listed}
    known = all(topic.subject in (*TOTALS[:2], *RESULTS) for topic in state.listed)
    if len(parts) != 1 or not known or not (part := parts.pop()):
        return ()
    mine = replace(topics[0], part=part)
    return (mine,) if "其中" in left else (mine, topics[0])


def _others(state: Context) -> Topic | None:
    """企业3件，其他4件: what no column of its own names, behind what one does."""
    before = state.last[0] if len(state.last) == 1 else None
    parts = meaning().parts
    if before is None or not before.part:
        return None
    part = {"三": "others", "四": "other_result"}.get(parts[before.part].section)
    return replace(before, part=part) if part else None


def after(statement: Statement, state: Context) -> Context:
    """The context after a statement: of a part one goes back to its row (自然人45件、企业3件)."""
    if statement.problem:  # 网上申请30件，其中…: of what nobody here knows
        said = statement.content if _names(statement.content) else state.said
        return replace(state, topics=(), last=(), said=said)
    state = replace(state, said="")
    if statement.add or not statement.topics:
        return replace(state, last=(), added=statement.topics if statement.add else ())
    state = replace(state, added=(), figure=statement.figure)
    rows = tuple(row_of(topic) for topic in statement.topics)
    if all(row.subject in CARRIED for row in rows):
        # 收到115件，上年结转1件，其中自然人97件: 其中 may be of either.
        rows = tuple(dict.fromkeys((*rows, *state.topics)))
    told = statement.topics[:1] if statement.guess else statement.topics
    whole = len(told) == 1 and not told[0].part and statement.figure is not None
    sums = (*state.sums, *told) if whole and not told[0].plus else ()
    return replace(state, topics=rows, last=told, sums=sums, listed=(*state.listed, *told))


def unread(piece: str, text: str, state: Context, problem: str, figure: Figure) -> Statement:
    return Statement(
        piece, "value", state.who, state.years, figure=figure, content=text, clause=text,
        problem=problem,
    )  # fmt: skip

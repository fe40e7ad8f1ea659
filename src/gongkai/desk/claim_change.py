"""What change a figure measures: growth, a multiple, percentage points."""

from __future__ import annotations

import re
from dataclasses import replace

from gongkai.desk.claim_figure import Figure
from gongkai.desk.claim_share import share
from gongkai.desk.claim_statement import Context, Statement
from gongkai.desk.claim_topic import topics_of
from gongkai.desk.claim_words import read_phrase, words
from gongkai.text import bare

UP = (
    "净增|暴涨|猛涨|狂涨|大涨|陡增|骤增|跃升|飙涨|剧增|激增|猛增|大增|暴增|飙升|翻升"
    "|增长|增加|上升|提高|提升|增多|攀升|扩大|上涨|(?<!新)增|升|涨|多"
)
DOWN = (
    "净减|暴跌|骤跌|大跌|猛跌|锐降|陡降|猛降|暴降|锐减|骤降|骤减|大降|下降"
    "|减少|降低|回落|减幅|下滑|缩减|缩水|萎缩|压减|减|降|跌|少"
)
REACHING = re.compile(
    r"(?:大幅|骤|锐|猛|激|陡|剧|暴|快速|逐步|一路)?(?:增|升|涨|跌|滑落|下跌|下滑|缩减|压缩|压减|缩|砍|掉|滑|窜|蹿|冲|提高|扩大|增长|增加|上升|攀升|减少?|下降|降低|回落|降)[^，]{0,2}?(?:到|至|为)了?(?:约|近)?\s*的?\s*$"
)
_TWICE = re.compile(
    "(?:是|为|相当于|达到?|约|仅|只有|不?)(?:上年|去年|上一?年度?|\\s)*(?:同期)?的?$"
)


def moves(left: str, right: str, figure: Figure) -> int | None:
    """The direction of a change a figure measures (同比增长20%); None where it measures none."""
    near = left.strip()
    if REACHING.search(near):
        return None
    if match := re.search(f"(?:(?P<up>{UP})|(?P<down>{DOWN}))[了达出约近超过幅度为]*$", near):
        return 1 if match["up"] else -1
    if match := re.match(
        "的?(?:(?P<up>增长|增幅|增加|上升)|(?P<down>下降|降幅|减少))(?!了?[到至为])", right
    ):
        return 1 if match["up"] else -1
    if "翻" in near[-3:] or figure.text.startswith("翻"):
        return 1
    return None


def growth(
    base: Statement, left: str, figure: Figure, move: int | None, state: Context
) -> Statement:
    multiple = move is None
    if multiple and not _TWICE.search(left.strip()):
        return replace(base, kind="growth", problem="没有读懂这个倍数指的是什么")
    named = bool(re.search("比|较|同期|上年|去年|上一年", base.clause))
    if state.pair and not named and not state.against and not state.than:
        # 2022年376件，2023年15012件，暴涨近39倍
        base = replace(base, years=state.pair[1:], against=state.pair[0])
        named = True
    told = named or "翻" in base.clause or state.than or state.against
    if not told and not _changes(left):
        return replace(base, kind="growth", problem="没有写明与哪一年相比")
    if re.search("环比|年均|月均|累计增长", left) or re.search("未|没有|不", left[-6:]):
        return replace(base, kind="growth", problem="没有可核对的比较口径")
    phrase = words().growth.sub(" ", left)
    phrase = re.sub(f"(?:{UP}|{DOWN}|持平|翻|幅度?)[了达出约近超过幅度为]*$", "", phrase.strip())
    phrase = _TWICE.sub("", phrase) if multiple else phrase
    phrase = re.sub("上年度?|去年|上一年度?|与|同|比|较", " ", phrase)
    reading = read_phrase(phrase)
    said = reading.rows or reading.parts or reading.verbs or reading.app or reading.rest
    base = replace(base, content=phrase if said else state.said)
    topics, add, problem = topics_of(
        reading, figure, state.topics, free_unit=figure.measure != "count", last=state.last
    )
    return replace(
        base, kind="growth", topics=topics, add=add, direction=move or 1, multiple=multiple,
        problem="" if topics and not problem else problem or "没有读懂这个变化指的是哪一项",
    )  # fmt: skip


def points(base: Statement, left: str, move: int | None, state: Context) -> Statement:
    """占比提高4.3个百分点: a share's change, of the share named or of the one told before."""
    phrase = re.sub(f"(?:{UP}|{DOWN})[了达出约近]*$", "", left.strip())
    phrase = re.sub("上年度?|去年|上一年度?|同期|与|同|[比较](?!例|重)(?<!占比)", " ", phrase)
    phrase = words().growth.sub(" ", phrase)
    told = state.share
    if re.search("占|率|比例|比重", phrase):
        told = share(base, phrase.strip(), "", state)
    elif bare(phrase):
        told = None
    if move is None or told is None or told.problem or not told.topics:
        return replace(base, kind="growth", problem="百分点的变化没有可核对的口径")
    return replace(
        base, kind="growth", topics=told.topics, bases=told.bases, direction=move,
        against=state.against,
    )  # fmt: skip


def _changes(left: str) -> bool:
    return bool(re.search("增长|下降|上升|增加|减少|降低|增幅|降幅|[微略再又][增减升降]", left))

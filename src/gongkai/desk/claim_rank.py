"""Superlatives and runs over years: 为近三年最高, 2021至2024年中最多, 连续两年增长, 逐年下降."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HAN = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_COUNT = "[两二三四五六2-6]"
_BEST = re.compile(
    rf"(?:(?:也|均|都)?(?:是|为|属|创下?了?|达到?了?|处于)?(?:其中|当中)?(?:有收录的)?"
    rf"(?:(?:最近|近|过去|这)?(?P<count>{_COUNT})(?:个?年度?)(?:以?来|间|里|之?中|当中)?(?:的)?"
    rf"|(?P<ever>历年来?|历史|有史以来|各年度?|各个?年份?|近[几些]年来?|近年来?)(?:之?中|当中|里)?(?:的)?)?"
    rf"(?:(?P<top>最多|最高|最大|新高|之最|之首|居首|高点|峰值)|(?P<low>最少|最低|最小|新低|低点|谷底))"
    rf"(?:的?(?:一年|年份|水平|值|点|纪录|的))?)"
)
_RUN = re.compile(
    rf"(?:(?:已经?|实现了?|保持了?|呈现?出?)?(?:连续(?P<count>{_COUNT})年|(?P<each>逐年|年年|连年|一年比一年|一年更比一年))"
    r"(?P<mid>[^，]{0,10}?)"
    r"(?:保持|实现|呈现?|出现|持续|均|都)?了?(?:同比)?"
    r"(?:(?P<up>增长|上升|增加|攀升|走高|递增|上涨|增多|提高|多|高)|(?P<down>下降|减少|走低|递减|回落|下滑|降低|少|低))"
    r"(?:态势|趋势|势头)?)"
)
_RANGE = re.compile(
    r"(?:在|从|于)?(20\d\d)年?度?\s*(?:至|到|-|—|–|~|～)+\s*(20\d\d)年?度?"
    rf"(?:这?{_COUNT}年)?(?:间|期间|之间|以来)?(?:里|之?中|当中)?(?:的)?[，,]?"
)
_RECENT = re.compile(f"(?:最近|近|过去|这|连续|接连|连着)({_COUNT})个?年度?(?:以?来|间|里|之?中)?")
# At most so and so many is a bound, 最高人民法院 a name.
_BOUND = re.compile("(?:至多|最多|最高|最低|最少)(?:不|只|仅|[0-9]|人民|检)")


@dataclass(frozen=True, slots=True)
class Rank:
    """A superlative or run told in a clause; ``rest`` is the clause without it.

    ``way``: 1 most or rising, −1 least or falling. ``steps``: how many changes a run has, 0 for a
    superlative, −1 for a run over all years of the span. ``back``: how many years up to the one
    spoken of are compared, 0 where that isn't told. ``ever``: of all years (历年).
    """

    way: int
    steps: int
    back: int
    rest: str
    ever: bool = False


def rank_of(text: str) -> Rank | None:
    """The superlative or run over years in a folded clause; None where there is none."""
    if match := _RUN.search(text):
        rest = f"{text[: match.start()]} {match['mid']} {text[match.end() :]}"
        steps = _number(match["count"]) if match["count"] else -1
        return Rank(1 if match["up"] else -1, steps, steps + 1 if steps > 0 else 0, rest)
    for match in _BEST.finditer(text):
        if _BOUND.match(text, match.start("top") if match["top"] else match.start("low")):
            continue
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        return Rank(
            1 if match["top"] else -1, 0, _number(match["count"]) if match["count"] else 0, rest,
            bool(match["ever"]) or "新" in match.group() or "年" in match.group(),
        )  # fmt: skip
    return None


def span_in(text: str) -> tuple[tuple[int, ...], str]:
    """The range of years a folded clause names beside a year of its own, and the clause without.

    A clause that names no other year keeps its range: it is what the clause speaks of.
    """
    if not (match := _RANGE.search(text)):
        return (), text
    first, last = int(match[1]), int(match[2])
    if not first < last <= first + 15:
        return (), text
    return tuple(range(first, last + 1)), f"{text[: match.start()]} {text[match.end() :]}"


def recent_in(text: str) -> int:
    """How many years 近三年来 is, where a clause says nothing else; 0 where it isn't one."""
    match = _RECENT.fullmatch(text)
    # 连续三年（2021—2023年）: the bracket says which.
    return _number(match[1]) if match else 0


def _number(text: str) -> int:
    return _HAN.get(text) or int(text)

"""What sort of thing a question word asks for: a count, a person, a date, or anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gongkai.answering.sentences import figures
from gongkai.answering.topics import meaning, units_pattern
from gongkai.text import squeeze

# A title with a name behind or before it; reports hardly ever name persons.
_NAME = re.compile(
    "(?:[局处科院所厅主部市县区镇乡会社组]?[长任记])[：:是为由]?[\u4e00-\u9fff]{2,3}(?:同志|担任|任|兼|负责)|由[\u4e00-\u9fff]{2,3}同志"
)
# None at all is a count too.
_NONE = re.compile(
    "[未没](?:有)?(?:收到|受理|接到|发生|产生|出现|收取)|(?:为|是)零|零(?:申请|投诉|收费)"
)
_RATE = re.compile(
    "百分之(?:几|多少)|(?<![涨增降减升跌多少长加落了])几成|多大(?:比例|比重|份额)|率(?:各|分别)?(?:是|有|为|达|达到)?(?:多少|几)(?![件份起宗个])|率(?:有|是)?(?:多高|高不高|如何|怎么样)"
)
_TIMES = (
    ("天", "日", "个工作日", "工作日"),
    ("小时", "个小时"),
    ("分钟",),
    ("个月", "月"),
    ("周", "星期", "个星期"),
)
_PERSONS = ("人", "名", "位", "人次")
_OWN = frozenset(
    (*_PERSONS, *(unit for units in _TIMES for unit in units), "户", "元", "万元", "%")
)
_DATE = re.compile(r"\d+月|\d+日|\d+[:：]\d\d|\d+时|\d{4}年底")


@dataclass(frozen=True, slots=True)
class Expected:
    """What sort of thing is asked for, told by the question word: a clause must hold one.

    ``ordinal``: which of a row (办到第几期), with its unit in ``units``.
    """

    counts: bool = False
    units: tuple[str, ...] = ()
    person: bool = False
    date: bool = False
    ordinal: bool = False

    def fits(self, clause: str, sentence: str) -> bool:
        """Whether the clause (a person or date: its sentence) has what is asked for."""
        if self.person:
            return bool(_NAME.search(squeeze(sentence)))
        if self.date:
            return bool(_DATE.search(squeeze(sentence)))
        if self.ordinal:
            units = "|".join(map(re.escape, self.units))
            return bool(re.search(rf"第[\d一二三四五六七八九十百]+(?:{units})", squeeze(clause)))
        return not self.counts or bool(figures(clause, _alike(self.units)) or _NONE.search(clause))

    def loosely(self) -> Expected:
        """The same in any measure word, where things are counted (几张单子: 件).

        Persons, money, time and shares are no things, and no other measure stands for them.
        """
        things = self.counts and not self.ordinal and not set(self.units) & _OWN
        return replace(self, units=meaning().whole_units) if things else self


def _alike(units: tuple[str, ...]) -> tuple[str, ...]:
    """``units`` and those as often said for them: 提案公开了几份 is told in 件."""
    groups = (group for group in meaning().alike_units if not group.isdisjoint(units))
    return tuple({*units, *(unit for group in groups for unit in group)})


def expected(text: str) -> Expected:
    """What ``text`` asks for, by its question word."""
    data = meaning()
    ranks = re.search("|".join((*data.upward, "最[多高大]|第[一二三]|排名|榜首|居首")), text)
    if not ranks and re.search(
        "是谁(?!提|申请|递|交|来)|谁是|谁当|谁担任|谁负责|谁在|叫什么|什么名字|姓什么|who is", text
    ):
        return Expected(person=True)
    if re.search(
        "什么时候|何时|几时|哪天|几月|(?<![街路道巷弄])几号(?![楼院门窗室])|几点|哪一天", text
    ):
        return Expected(date=True)
    return _counting(text, ranks=bool(ranks))


def _counting(text: str, *, ranks: bool) -> Expected:
    """`expected` of what is counted; ``ranks``: which of several is asked for."""
    data = meaning()
    if not ranks and (nth := re.search(f"第几({units_pattern()})", text)):
        return Expected(counts=True, units=(nth[1],), ordinal=True)
    time = re.search("(?:多少|几)个?(天|日|小时|分钟|工作日|月|周|星期)(?![号份])", text)
    if time or _RATE.search(text):
        units = next(units for units in _TIMES if time[1] in units) if time else ("%",)
        return Expected(counts=True, units=units)
    # A clause that goes on from another (搞了几回培训 多少人参加) asks at its end.
    if asked := re.findall(f"(?:多少|几)({units_pattern()})", text):
        return Expected(counts=True, units=_units(asked[-1], text))
    if re.search("多少|几[^乎年]", text):
        return Expected(counts=True, units=data.whole_units)
    if "人次" in text and not re.search(
        "场次|次数", text
    ):  # a measure word and nothing else: 参加培训的人次
        return Expected(counts=True, units=("人次",))
    return Expected()


def _units(unit: str, text: str) -> tuple[str, ...]:
    """The measure words that may stand for the one asked with: 几个, 几次 for any; 条, 元 for themselves."""
    if unit == "个" and re.search("(?:多少|几)个人(?!次)", text):
        return _PERSONS
    return meaning().whole_units if unit in ("个", "次", "件", "回", "趟") else (unit,)


def suits_cells(text: str) -> bool:
    """Whether what is asked for can be a count of a table: not a person, a date, days or money."""
    kind = expected(text)
    odd = "|".join(meaning().odd_units["count"])
    money = any(word in text for word in meaning().odd_units["money"])
    return not (
        money or kind.person or kind.date or re.search(f"(?:多少|几|平均)个?(?:{odd})", text)
    )

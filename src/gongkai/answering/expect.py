"""What sort of thing a question word asks for: a count, a person, a date, or anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from gongkai.answering.sentences import figures
from gongkai.answering.topics import meaning, units_pattern
from gongkai.text import squeeze

# A title with a name behind or before it; reports hardly ever name persons.
_NAME = re.compile(
    "(?:[局处科院所厅主部市县区镇乡会社组]?[长任记])[：:是为由]?[\u4e00-\u9fff]{2,3}(?:同志|担任|任|兼|负责)|由[\u4e00-\u9fff]{2,3}同志"
)
# 由哪位领导主持 is told by an office as well.
_OFFICE = re.compile(
    "(?:局|处|科|院|厅|所|部|市|县|区|镇|乡|社|秘书|组|站|校|园)长|主任|书记|领导|负责人|负责同志|干部|专员|主席|常委"
)
_WHICH_OFFICE = re.compile(
    "哪(?:一|几)?(?:位|名)|(?:哪|什么)(?:一)?个?(?:领导|同志|干部|官员|负责人)"
)
# 哪个科室牵头, 哪个县区第一 is told by a name: not by 牵头科室, nor by 各县区.
_KINDS = "县区|区县|市县|乡镇|镇街|街道|部门|单位|科室|处室|机构|委办局|县|区|镇|乡|局|科|处"
_WHICH_BODY = re.compile(f"(?:哪|什么)(?:一|几)?[个家些]?(?:{_KINDS})(?![域别分长理罚里儿])")
_NO_BODY = re.compile(
    "(?:各级?|全|本|该|每个|相关|有关|牵头|责任|主管|业务|职能|成员|所属|下属|基层|其他|重点"
    f"|[\\d一二三四五六七八九十两几多]+[个家])(?:{_KINDS}|、)+|[专社园辖小景地城]区|部门|单位|科室|机构"
)
_BODY = re.compile(
    "[\u4e00-\u9fff](?:局|委(?![托员派])|办公室|办(?=[、，。；（）()]|负责|牵头|统一|承担)|[科股室站馆院厅]|处(?![理罚置于分])"
    "|所(?![有在以属需])|中心|公司|集团|学校|[中小]学|街道|[镇乡县]|村(?!务)|区(?![域别分])|市(?![场民])|[大支]队|部(?![分署]))"
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
_MONEY = ("元", "万元", "亿元", "余元")
_ASKS_MONEY = re.compile(
    "(?:多少|几)(?:块|[万亿]元?)?(?:钱|资金|经费|费用|预算|工资|款)|(?:经费|费用|预算|开支|花费|花销)(?:是|有|为|花了|用了)?多少(?![件份条次个])"
)
_PERSONS = ("人", "名", "位", "人次")
_OWN = frozenset(
    (*_PERSONS, *(unit for units in _TIMES for unit in units), "户", "元", "万元", "%")
)
# 多久回音, 多久查一次 are told by a length of time, or by how often.
_HOW_LONG = re.compile("多久|多长时间|多长的?时间")
_LONG = re.compile(
    "[\\d一二两三四五六七八九十半几]个?多?(?:工作日|天|日|小时|分钟|个?月|周|星期|年(?=[之以]?[内上下])|半年)|每[半一]?(?:个?[年月季周天日]|季度|星期)"
    "|[当即]([日天时场月])|次日|[逐按][月季周日年]|定期|及时|实时|随时|长期|常年"
)
_DATE = re.compile(r"\d+月|\d+日|\d+[:：]\d\d|\d+时|\d{4}年底")


# What a sentence, or for a length of time the clause, must hold.
_SORTS: Mapping[str, re.Pattern[str]] = {
    "person": _NAME, "date": _DATE, "office": _OFFICE, "body": _BODY, "long": _LONG,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """What sort of thing is asked for, told by the question word: a clause must hold one.

    ``ordinal``: which of a row (办到第几期), with its unit in ``units``. ``sort``: a "person" by
    name, by "office" where no name is asked for, which "body", a "date", how "long" or how often.
    """

    counts: bool = False
    units: tuple[str, ...] = ()
    ordinal: bool = False
    sort: str = ""

    def fits(self, clause: str, sentence: str) -> bool:
        """Whether the clause (but for a length of time: its sentence) has what is asked for."""
        if self.sort:
            text = squeeze(clause if self.sort == "long" else sentence)
            text = _NO_BODY.sub(" ", text) if self.sort == "body" else text
            return bool(_SORTS[self.sort].search(text))
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
        return Expected(sort="person")
    if re.search(
        "什么时候|何时|几时|哪天|几月|(?<![街路道巷弄])几号(?![楼院门窗室])|几点|哪一天", text
    ):
        return Expected(sort="date")
    if not re.search("多少|几[^个位名家]", text):
        asked = (("office", _WHICH_OFFICE), ("body", _WHICH_BODY), ("long", _HOW_LONG))
        if sort := next((sort for sort, words in asked if words.search(text)), ""):
            return Expected(sort=sort)
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
    if _ASKS_MONEY.search(text):
        return Expected(counts=True, units=_MONEY)
    # A clause that goes on from another (搞了几回培训 多少人参加) asks at its end.
    if asked := re.findall(f"(?:多少|(?<![这那])几)({units_pattern()})", text):
        return Expected(counts=True, units=_units(asked[-1], text))
    if re.search("多少|(?<![这那])几[^乎年]", text):
        return Expected(counts=True, units=data.whole_units)
    # A measure word and nothing else: 参加培训的人次.
    alone = "人次" in text and not re.search("场次|次数", text)
    return Expected(counts=True, units=("人次",)) if alone else Expected()


def _units(unit: str, text: str) -> tuple[str, ...]:
    """The measure words that may stand for the one asked with: 几个, 几次 for any; 条, 元 for themselves."""
    if unit == "个" and re.search("(?:多少|几)个人(?!次)", text):
        return _PERSONS
    things = tuple(unit for unit in meaning().whole_units if unit not in _MONEY)
    return things if unit in ("个", "次", "件", "回", "趟") else (unit,)


def suits_cells(text: str) -> bool:
    """Whether what is asked for can be a count of a table: not a person, a date, days or money."""
    kind = expected(text)
    odd = "|".join(meaning().odd_units["count"])
    money = any(word in text for word in meaning().odd_units["money"])
    timed = any(set(kind.units) & set(units) for units in _TIMES)
    return not (
        money
        or timed
        or kind.sort in ("person", "date")
        or re.search(f"(?:多少|几|平均)个?(?:{odd})", text)
    )

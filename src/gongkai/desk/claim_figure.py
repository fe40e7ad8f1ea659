"""Figures of a claim and what each allows: 3,607件, 约3100件, 14万余条, 近百件, 三成多, 12.5%.

A figure is a range of values with the rule that made it, told in words. Usage (GB/T 15835—2011,
约数): 余, 多 and 超 lie above the number, 近 and 不到 below it, 约 on both sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from gongkai.desk.claim_words import words
from gongkai.numerals import Numeral, numerals

Measure = Literal["count", "money", "percent", "times", "double", "points"]

_HAN = "一二三四五六七八九十"
_SHARE = re.compile(
    rf"百分之(?P<hundredth>[零{_HAN}百]+(?:点[零{_HAN}]+)?|\d+(?:\.\d+)?)"
    rf"|(?P<den>[{_HAN}]|\d{{1,3}})分之(?P<num>[{_HAN}两]|\d{{1,3}})"
    rf"|(?P<span>{'|'.join(a + b for a, b in pairwise(_HAN[:9]))})成|(?P<nine>十有八九)"
    rf"|(?P<tenth>[{_HAN}两]|\d(?:\.\d)?)成(?P<fifth>[半一二三四五六七八九])?(?![果立员功绩效为本])"
    rf"|(?P<most>绝?大多数|绝?大部分|多半(?!是因)|大半)|(?P<half>一半|半数|过半|对半)|(?P<once>翻番)"
)
_ABOUT = re.compile(r"(?:(?<![节条公违合])约为?|大约为?|大概|大致|差不多|接近于)[占有为是达到]*$")
_NEARLY = re.compile(r"(?:将近|接近|几乎|(?<![附最就靠远])近)$")
_UNDER = re.compile(
    "(?P<at>不超过|至多|最多|未超过|不高于|不多于|不大于)$|(?:不到|不足|不满|未满|(?<!不)(?:少于|低于|小于))$"
)
_OVER = re.compile(
    "(?P<at>至少|最少|不少于|不低于|不小于|多达|不下)$"
    "|(?:(?<![不未])(?:超过了?|超|多于|高于|大于)|逾|突破了?|不止|(?<=[占已])过)$"
)
_AFTER = re.compile(
    r"\s*(?:(?P<more>余|多(?!于|少|出)|出头|强|有余|之多)|(?P<about>左右|上下)|(?P<over>[及或]?以上)|(?P<under>[及或]?以下|以内))"
)
_MOST = re.compile("过半|大多数|大部分|多半|大半")
_TOLERANCE = Decimal("0.05")
_NEAR = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a text: characters ``start`` to ``end``, unit and rounding words included.

    Values from ``low`` to ``high`` (None: no bound) agree with it; ``open_low`` and
    ``open_high`` leave the bound itself out. ``rule`` tells why, "" where only ``value`` agrees.
    ``value`` of a count is in ones, of money in ``unit``, of a share in per cent.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    measure: Measure
    low: Decimal | None
    high: Decimal | None
    open_low: bool = False
    open_high: bool = False
    rule: str = ""

    @property
    def exact(self) -> bool:
        """Whether one value alone agrees."""
        return not self.rule

    def allows(self, value: Decimal) -> bool:
        """Whether a true value agrees with the figure."""
        above = self.low is None or (value > self.low if self.open_low else value >= self.low)
        below = self.high is None or (value < self.high if self.open_high else value <= self.high)
        return above and below


@dataclass(frozen=True, slots=True)
class _Raw:
    """A number before its rounding words: ``step`` is what its last told digit counts."""

    start: int
    end: int
    value: Decimal
    unit: str
    measure: Measure
    step: Decimal
    rounded: bool = False
    more: bool = False


def figures(text: str) -> tuple[Figure, ...]:
    """The figures of folded ``text`` (years taken out), left to right.

    What counts nothing (第三方, 一是, 四类, a document's or a telephone's number) is no figure.
    """
    hidden = list(text + "。")
    for match in words().no_figures.finditer(text):
        hidden[match.start() : match.end()] = "\n" * (match.end() - match.start())
    found = []
    for match in _SHARE.finditer("".join(hidden)):
        raw = _share(match)
        if raw:
            found.append(raw)
            hidden[raw.start : raw.end] = "\n" * (raw.end - raw.start)
    rest = "".join(hidden)
    for numeral in numerals(rest):
        raw = _count(numeral, rest)
        if raw:
            found.append(raw)
    return tuple(_bounded(raw, text) for raw in sorted(found, key=lambda raw: raw.start))


def _han(text: str) -> Decimal:
    found = numerals(f"{text}件。")
    return found[0].value if found else Decimal(0)


def _small(text: str) -> Decimal:
    return Decimal(text) if text[0].isdigit() else _han(text)


def _share(match: re.Match[str]) -> _Raw | None:  # noqa: PLR0911
    start, end = match.span()
    hundredth, tenth = match["hundredth"], match["tenth"]
    if hundredth:
        whole, _, part = hundredth.partition("点")
        value = _small(whole)
        if part:
            digits = "".join(str(int(_han(c))) if c != "零" else "0" for c in part)
            value = Decimal(f"{value}.{digits}")
        return _Raw(start, end, value, "%", "percent", _printed(value))
    if match["den"]:
        bottom = _small(match["den"])
        if not bottom:
            return None
        return _Raw(start, end, 100 * _small(match["num"]) / bottom, "%", "percent", Decimal(5))
    if match["span"] or match["nine"]:  # 七八成, 十有八九: between the two
        least = 10 * _han((match["span"] or "八")[0])
        return _Raw(start, end, least, "%", "percent", Decimal(10), more=True)
    if tenth:
        fifth = match["fifth"]
        value = 10 * _small(tenth) + (0 if not fifth else 5 if fifth == "半" else _han(fifth))
        step = Decimal(10 if not fifth else 5 if fifth in "半五" else 1)
        step = Decimal(1) if "." in tenth else step
        return _Raw(start, end, value, "%", "percent", step)
    if match["most"]:  # most are more than half, by far most more than two thirds
        least = Decimal(200) / 3 if "绝" in match["most"] else Decimal(50)
        return _Raw(start, end, least, "%", "percent", Decimal(10))
    if match["half"]:
        return _Raw(start, end, Decimal(50), "%", "percent", Decimal(10))
    return _Raw(start, end, Decimal(1), "番", "double", Decimal(1))


def _printed(value: Decimal) -> Decimal:
    """What the last printed digit counts: 12.5 → 0.1, 60 → 1."""
    return Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0))


def _count(numeral: Numeral, text: str) -> _Raw | None:
    unit, value, told = numeral.unit, numeral.value, numeral.text
    measure: Measure
    if numeral.kind == "percent":
        measure = "points" if unit == "个百分点" else "percent"
    elif numeral.kind == "money":
        measure = "money"
    elif unit == "倍":
        measure = "times"
    elif unit == "番":
        measure = "double"
    elif numeral.kind == "count":
        measure = "count"
    else:
        return None
    han = not re.search(r"\d", told)
    if han and not unit and not _stands(text, numeral.start, numeral.end):
        return None
    if han and value == 1 and unit in words().loose_units:
        return None
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", told)
    rounded = False
    step = Decimal(1)
    if digits:
        step = _printed(Decimal(digits.group().replace(",", "")))
        scale = (
            re.search("[百千]?[万亿]|[百千]", told[digits.end() :]) if measure == "count" else None
        )
        if scale:
            step *= _scale(scale.group())
        rounded = step != 1 and measure != "points"
    more = bool(re.search("[余多几来]", told))
    return _Raw(numeral.start, numeral.end, value, unit, measure, step, rounded, more)


def _scale(text: str) -> Decimal:
    factor = Decimal(1)
    for char in text:
        factor *= {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}[char]
    return factor


def _stands(text: str, start: int, end: int) -> bool:
    """A Chinese numeral without a unit counts only after 为 or 是 and before no word (均为零)."""
    return bool(re.search("[为是共达至到]$", text[:start])) and not re.match(
        "[\u4e00-\u9fff]", text[end:]
    )


def _last(value: Decimal) -> Decimal:
    """What the last digit that isn't 0 counts: 3600 → 100, 14万 → 10000."""
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)) if value else Decimal(1)


def _bounded(raw: _Raw, text: str) -> Figure:  # noqa: PLR0915
    before, after = text[: raw.start], _AFTER.match(text, raw.end)
    start, end = raw.start, after.end() if after else raw.end
    core = text[raw.start : raw.end]
    about, nearly = _ABOUT.search(before), _NEARLY.search(before)
    under, over = _UNDER.search(before), _OVER.search(before)
    led = next((m for m in (about, nearly, under, over) if m), None)
    start = led.start() if led else raw.start
    told = text[start:end].strip()
    tail = re.search("左右|上下|(?:以上)|(?:以下)|以内", core)
    word = tail.group() if tail else ""
    v = raw.value
    last = (
        raw.step
        if raw.measure == "percent"
        else max(_last(v), raw.step if raw.rounded else Decimal(0))
    )
    low: Decimal | None = v
    high: Decimal | None = v
    open_low = open_high = False
    rule = ""
    p = "%" if raw.measure == "percent" else ""
    if (vague := re.match("好?几|数|上|成", core)) and raw.measure == "count":
        low = v if vague.group() in ("上", "成") else 2 * v
        high, open_high = 10 * v, True
        rule = f"“{told}”按不小于{plain(low)}且小于{plain(high)}判断"
    elif over or word == "以上" or (after and after["over"]) or _MOST.search(core):
        at_least = bool(over and over["at"]) or not (over or _MOST.search(core))
        high, open_low = None, not at_least
        rule = f"“{told}”按{'不小于' if at_least else '大于'}{plain(v)}{p}判断"
    elif under or word in ("以下", "以内") or (after and after["under"]):
        at_most = bool(under and under["at"]) or not under
        low, open_high = None, not at_most
        rule = f"“{told}”按{'不大于' if at_most else '小于'}{plain(v)}{p}判断"
    elif nearly:
        spread = min(last, v * _NEAR) if raw.measure != "percent" else max(last / 2, Decimal(1))
        low, open_high = v - max(spread, Decimal(1) if raw.measure == "count" else spread), True
        rule = f"“{told}”按不小于{plain(low)}{p}且小于{plain(v)}{p}判断"
    elif raw.more or (after and after["more"]):
        high, open_high, open_low = v + last, True, raw.measure != "count"
        rule = (
            f"“{told}”按{'大于' if open_low else '不小于'}{plain(v)}{p}且小于{plain(high)}{p}判断"
        )
    elif about or word in ("左右", "上下") or (after and after["about"]):
        spread = last / 2
        if raw.measure in ("count", "money"):
            least = Decimal(1) if raw.unit not in ("万元", "亿元") else Decimal(0)
            spread = min(max(spread, least), max(v * _TOLERANCE, least))
        if raw.measure in ("times", "double"):
            spread = v * _NEAR
        low, high = v - spread, v + spread
        rule = f"“{told}”按上下不超过{plain(spread)}{p}（{plain(low)}{p}至{plain(high)}{p}）判断"
    elif raw.measure == "percent" and v in (0, 100):
        pass  # all and none aren't rounded
    elif raw.measure in ("percent", "points"):
        spread = raw.step / 2 if raw.step >= 5 else _printed(v) / 2
        low, high = v - spread, v + spread
        rule = f"“{told}”按写出的精度（{plain(low)}%至{plain(high)}%）判断"
    elif raw.measure in ("times", "double"):
        whole = raw.step / 2 if v >= 10 else min(Decimal("0.25"), v * _NEAR)
        spread = raw.step / 2 if raw.rounded else whole
        low, high = v - spread, v + spread
        rule = f"“{told}”按上下不超过{plain(spread)}判断"
    elif raw.rounded:
        spread = raw.step / 2
        low, high = v - spread, v + spread
        rule = f"“{told}”按写出的精度（{plain(low)}至{plain(high)}）判断"
    return Figure(start, end, told, v, raw.unit, raw.measure, low, high, open_low, open_high, rule)


def plain(value: Decimal) -> str:
    """A number as people write it: at most two decimals, no exponent, no trailing zeros."""
    text = format(value.quantize(Decimal("0.01")), "f")
    return text.rstrip("0").rstrip(".")

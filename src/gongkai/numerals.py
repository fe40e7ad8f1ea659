"""The numbers a text says, in every style that reports print them: what each is and how exact.

Arabic digits (full width and with thousands commas too), Chinese numerals (三千一百, 十余), mixed
ones (3.1万), percentages and shares (百分之三, 三成). Years, dates, document numbers, articles,
phones and list numbers are told apart from counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from gongkai.numerals_fixed import fixed
from gongkai.numerals_value import ARABIC, HAN, HAN_DIGITS, numeral_value
from gongkai.text import fold_char

NumeralKind = Literal["count", "percent", "money", "ordinal", "date", "year", "phone", "other"]
Exactness = Literal["exact", "about", "over", "under"]

# Measure words; those that make a compound (人次) come first.
MEASURES = (
    *(a + "次" for a in "人条件户项场篇份批例车班"), *"件宗起例份篇条项个人名家户次场期部种类批",
    *"处张幅页字册本套台辆位则封通块版组支所座村间队轮遍趟笔单组岗站",
)  # fmt: skip
# Lengths of time, multiples, sizes: amounts of something else than things counted.
_AMOUNTS = (
    "个工作日", "工作日", "个自然日", "个小时", "小时", "分钟", "秒", "个月", "个季度", "周年", "年",
    "天", "日", "周岁", "岁", "倍", "番", "平方公里", "平方米", "公里", "千米", "米", "吨", "亩", "公顷",
    "千瓦", "兆", "度", "分",
)  # fmt: skip
# What names one among many rather than how many.
_NAMES = (
    "号楼",
    "号线",
    "号",
    "楼",
    "层",
    "室",
    "栋",
    "幢",
    "弄",
    "巷",
    "单元",
    "级",
    "届",
    "中全会",
    "大",
)
_UNIT = "|".join(sorted(("个百分点", "元", *MEASURES, *_AMOUNTS, *_NAMES), key=len, reverse=True))
_TENTHS = r"(?<=[一二两三四五六七八九\d多余几])成(?![功立果员本效为都长熟交绩就人型品套片分])"
_NUMBER = re.compile(
    rf"(?P<share>[百千]分之\s?)?(?P<sign>(?<![0-9a-z年月日号楼室栋座至件条个项元)\]%])[+−-](?=\d))?(?P<vague>(?:好?几|数|上|成)(?=[十百千万亿]))?"
    rf"(?P<body>(?:{ARABIC}|[{HAN}]|(?<=[{HAN}])点(?=[{HAN_DIGITS}]))+)"
    rf"(?P<more>\s?[余多几来](?!种))?(?P<scale>[百千万亿]*)(?P<more2>[余多](?!种))?"
    rf"(?P<gap>\s{{0,2}})(?P<unit>%|‰|{_TENTHS}|{_UNIT})?(?P<after>左右|上下|不等|(?:及|或)?以上|以下|以内)?"
)
_ABOUT = re.compile(
    r"(?:(?<![预签节条公违履集邀合特制])约|大约|约为|将近|(?<![附最就靠远])近|接近|大概|估计|几乎)\s*$"
)
_OVER = re.compile(
    r"(?:超过|(?<!不)超|(?<!不)逾|多于|(?<!不)高于|突破|不少于|不低于|不下|至少|最少|大于|(?<!不)过)\s*$"
)
_UNDER = re.compile(
    r"(?:不足|不到|(?<!不)少于|不多于|(?<!不)低于|不超过?|不逾|不高于|至多|最多|小于|未满|不满)\s*$"
)
_AFTER: dict[str, Exactness] = {
    **dict.fromkeys(("以上", "及以上", "或以上"), "over"),
    **dict.fromkeys(("以下", "及以下", "或以下", "以内"), "under"),
}  # fmt: skip
_RANGE = re.compile(r"\s*(?:[-—–~～－至到]{1,2})\s*")
# Set phrases in which a Chinese numeral counts nothing.
_PHRASES = re.compile(
    r"一次性|一条龙|一件事|一部分|一本(?:正经|账)|一个样|一批批|一人之下|一家亲|一体|"
    r"一[件事企户村人单项次家类处份网窗名]一[^\d]|万一|千万(?=[要不别])|百姓|十分|百度|千篇一律|十足|"
    r"(?<=周)[一二三四五六]|(?<=星期)[一二三四五六]|[一二三四五六七八九十]是|一起(?=[\u4e00-\u9fff])"
)
_SENTENCE = re.compile(r"[，。；、！？,;!?）)”\"\n\s]|$")
_SCALES = "百千万亿"
# Traditional characters of numerals, measure words and the words around them.
_TRADITIONAL = str.maketrans(
    "萬億兩點條個號頁張處種場戶輛間組歲餘約過達幾數來電話傳郵編熱線層棟單級會報",
    "万亿两点条个号页张处种场户辆间组岁余约过达几数来电话传邮编热线层栋单级会报",
)
# A lone space before three digits: two numbers, or the thousands of one.
_GROUP = re.compile(r"(?<![\d.])\d{1,3} \d{3}(?![\d.])[^\d\s]*$")
_GROUPED = re.compile(r" \d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as a text says it; ``text`` is ``[start, end)`` of it, unit included.

    ``value``: of a count in ones (14万余条 is 140000), of money in ``unit`` as printed (元, 万元,
    亿元), of a percentage or share in per cent (三成 is 30), of a year the year, of a date
    yyyymmdd with zeros for what isn't said, of a phone its digits. ``unit``: measure word
    (traditional characters folded), "%", "个百分点", or "". ``exactness``: 约, 近, 余 and 多 are
    about, 超过 and 以上 over, 不足 under; a range's ends are about. ``cut``: the number may go on
    beyond what the text gives (it ends the text, or its digits are broken): no figure to rely on.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    kind: NumeralKind
    exactness: Exactness = "exact"
    cut: bool = False


def numerals(text: str) -> tuple[Numeral, ...]:
    """Every number in ``text`` in order, none twice; spans are of ``text`` as given.

    Numbers inside e-mail and web addresses aren't given, nor numerals that count nothing (一网通办).
    """
    even = "".join(_even(char) for char in text)
    found: list[Numeral] = []
    at = 0
    for start, end, value, kind in [
        *sorted(fixed(even)),
        (len(text), len(text), Decimal(0), "skip"),
    ]:
        found += _scan(text, even, at, start)
        if kind != "skip":
            found.append(Numeral(start, end, text[start:end], value, "", kind))
        at = end
    return tuple(_ranges(text, found))


def _even(char: str) -> str:
    """The character folded, one for one, so that places stay the same."""
    folded = fold_char(char).lower().translate(_TRADITIONAL)
    # The mark of a footnote (①, ¹) is no digit of the number it stands at.
    mark = folded.isdecimal() and not char.isdecimal()
    return folded if len(folded) == 1 and not mark else char


def _scan(text: str, even: str, start: int, stop: int) -> Iterator[Numeral]:
    at = start
    while match := _NUMBER.search(even, at, stop):
        phrase = _PHRASES.match(even, match.start(), stop)
        if phrase and phrase.end() > match.start():
            at = phrase.end()
            continue
        at = match.end()
        numeral = _numeral(text, even, match)
        if numeral is None:
            at = max(match.start() + 1, match.end("body"))
        else:
            at = max(numeral.end, match.start() + 1)
            yield numeral


def _numeral(text: str, even: str, match: re.Match[str]) -> Numeral | None:
    """The numeral of one match, or None where it counts nothing."""
    body, scale = match["body"], match["scale"]
    unit = {"百": "%", "千": "‰"}[match["share"][0]] if match["share"] else match["unit"] or ""
    han = not any(char.isdigit() and char.isascii() for char in body)
    start = match.start()
    end = match.end() if match["unit"] or match["after"] else match.start("gap")
    if match["more"] and not scale and not unit and match["more"].strip() in "几来多余":
        end = match.end("body")
    before = even[max(0, start - 6) : start]
    vague = bool(match["vague"])
    value = numeral_value(body + scale if not match["more"] else body)
    several = han and re.fullmatch(rf"(?:[{_SCALES}十]*)[一二两三四五六七八九]{{2}}", body)
    if several:
        value = numeral_value(body[:-1])
    if value is None:
        return None
    if match["more"] and scale:
        value *= numeral_value(scale) or 1
    if han and not _counts(even, match, unit, vague):
        return None
    kind, printed, value = _kind(unit, body + scale, value)
    exactness = _exactness(before, match, vague or bool(several))
    shown = text[start:end]
    return Numeral(
        start, end, shown, value if match["sign"] not in ("-", "−") else -value, printed, kind, exactness,
        cut=_cut(text, start, end, unit),
    )  # fmt: skip


def _kind(unit: str, digits: str, value: Decimal) -> tuple[NumeralKind, str, Decimal]:
    if unit == "元":
        scale = digits[-1] if digits[-1] in "万亿" else ""
        over = {"万": 10_000, "亿": 100_000_000}.get(scale, 1)
        return "money", f"{scale}元", value / over
    if unit == "成":
        return "percent", "%", value * 10
    if unit in ("%", "‰", "个百分点"):
        return "percent", "%" if unit == "‰" else unit, value / 10 if unit == "‰" else value
    if unit in _NAMES:
        return "ordinal", unit, value
    if unit in _AMOUNTS:
        return "other", unit, value
    return "count", unit, value


def _counts(even: str, match: re.Match[str], unit: str, vague: bool) -> bool:
    """Whether a Chinese numeral is a number here and no part of a word."""
    body = match["body"]
    before = even[max(0, match.start() - 8) : match.start()]
    after = even[match.end() : match.end() + 1]
    if body[0] in _SCALES and not vague and not match["more"]:
        # 万元 and 百姓 are words; 近百件 and 上万条 are numbers.
        led = _ABOUT.search(before) or _OVER.search(before)
        return bool(led and unit)
    if body in ("零", "〇"):
        led = re.search(r"[为是均]\s?$", before)
        return bool(_SENTENCE.match(after) and (led or unit))
    if unit:
        return True
    return len(body) > 1 and any(char in f"十{_SCALES}" for char in body)


def _exactness(before: str, match: re.Match[str], vague: bool) -> Exactness:
    if match["after"] in _AFTER:
        return _AFTER[match["after"]]
    if vague or match["more"] or match["more2"] or match["after"]:
        return "about"
    for pattern, name in ((_UNDER, "under"), (_OVER, "over"), (_ABOUT, "about")):
        if pattern.search(before):
            return name  # type: ignore[return-value]
    return "exact"


def _cut(text: str, start: int, end: int, unit: str) -> bool:
    shown = text[start:end]
    if "，" in shown or re.match(r"0\d", shown) or _GROUP.search(text[max(0, start - 5) : end]):
        return True
    after = text[end : end + 9].strip()
    if _GROUPED.match(text[end : end + 5]) and not unit:
        return True
    if not unit and (not after or after.startswith(("…", "...", "*", "×", "？"))):
        return True
    return text[max(0, start - 1) : start] in ("*", "×", "…")


def _ranges(text: str, found: list[Numeral]) -> Iterator[Numeral]:
    """The numerals with both ends of a range (3—5件) marked about, in the unit it names."""
    for index, numeral in enumerate(found):
        here = numeral
        last = found[index - 1] if index else None
        after = found[index + 1] if index + 1 < len(found) else None
        if here.kind in ("count", "money", "percent"):
            if last and last.kind in ("count", here.kind) and _joined(text, last, here):
                here = replace(here, exactness="about")
            elif (
                after and after.kind in ("count", "money", "percent") and _joined(text, here, after)
            ):
                unit = here.unit or after.unit
                here = replace(here, exactness="about", unit=unit, kind=after.kind)
        yield here


def _joined(text: str, left: Numeral, right: Numeral) -> bool:
    return bool(_RANGE.fullmatch(text[left.end : right.start]))

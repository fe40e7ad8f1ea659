"""Years in a question: 2021年, 21年, 二〇二一年, 去年, 近三年, 2019至2021年."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_DIGITS = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))
_HAN_YEAR = re.compile(
    "[二两][〇零○][〇零○一二][〇零○一二三四五六七八九]|[〇零○一二][〇零○一二三四五六七八九](?=年)"
)
_SINCE = re.compile(
    r"(20\d\d|(?<!\d)[012]\d)\s*年度?(?:起|开始|以来|以后|之后|至今|到现在|到如今|往后)"
)
_RANGE = re.compile(
    r"(20\d\d|(?<!\d)[012]\d)\s*年?度?\s*(?:一直|[看数算比查])?(?:至|到|-|—|–|~|～)\s*(20\d\d|[012]\d)\s*年?度?"
)
# 21、22两年; 后面三年，22、23、24: short years of which at most the last is called one.
_SHORT = "(?:1[5-9]|2\\d)"
_SHORT_LIST = re.compile(
    rf"(?<!\d){_SHORT}年?(?:\s*[、和与跟及,，]\s*{_SHORT}年?)+\s*(?:[这那]?[两三四五]年|年)(?!\d)"
    rf"|(?<![\d.]){_SHORT}(?:[、,，]{_SHORT})+(?=\s*(?:各|分别|都|呢|$|[？?。]))"
)
_YEAR = re.compile(
    r"(?<!\d)(19[89]\d|20[0-3]\d)(?!\d)\s*(?:年[底末终]|年?度?)|(?<!\d)([012]\d)\s*年[度底末]?"
)
# A year that a carried-over application goes into or comes from is the label's, not the report's.
_INTO = re.compile(r"([转留拖延挪跨移])(?:到|至|入)了?\s*(20\d\d|[012]\d)\s*年?度?")
# 2022年没办完、带进2023年接着办的: what the later year took over, of which its own report tells.
_TAKEN_OVER = re.compile(
    r"(20\d\d|(?<!\d)[012]\d)\s*年?度?[^,，。;；]{0,10}?[转留拖延挪跨移带滚积剩搬推]?(?:到|至|入|进)了?\s*"
    r"(20\d\d|[012]\d)\s*年?度?(?:才|又|再)?(?:接着|继续|接手|才|处理|办)(?:办|处理|做|弄|的)*"
)
_FROM = re.compile(
    r"[从由自]\s*(20\d\d|[012]\d)\s*年?度?\s*(结转|转|遗留|留|带|延续|接|拖|剩|滚|挪)"
)
_RECENT = re.compile(
    "(?:(?:最近|近|过去|这)(?P<a>[两二三四五六七八九]|[2-9])年(?:来|以来|里|间)?"
    "|(?<![\\d第十前后])(?P<b>[两二三四五六七八九]|[2-9])年(?=的|来|里|间|加|总|一共|合计|累计|共))"
)
_ALL = re.compile("历年来?|一年年|这些年|(?:最近|近|这)几年|各年度?|每一?年|逐年|所有年份|几年来")
# Relative words and how far they lie from the newest report; 今年 means the newest report's year.
_RELATIVE = {"再往前推一年": -1, "往前推一年": -1, "往前倒一年": -1, "往回倒一年": -1, "往回推一年": -1,
             "往后推一年": 1, "倒回去一年": -1,
             "再往前一年": -1, "再往前": -1, "往前一年": -1, "再前一年": -1, "再早一年": -1, "早一年": -1,
             "再往后一年": 1,
             "往后一年": 1, "再晚一年": 1, "大前年": -3, "前年": -2, "去年": -1, "上一年度": -1, "上年度": -1, "上一年": -1,
             "上一个年度": -1, "前一个年度": -1, "前一年度": -1, "前一年": -1, "头一年": -1,
             "次年": 1, "翌年": 1, "第二年": 1, "下一年度": 1, "下一年": 1, "后一年": 1,
             "今年": 0, "本年度": 0, "最新一年": 0, "最近一年": 0, "当前年度": 0}  # fmt: skip

# What is left over from a year: 上年结转, 前一年积下来的, 上一年压着没办的.
_LEFT = "结转遗剩留积攒欠拖压滚挪移搁"


@dataclass(frozen=True, slots=True)
class Years:
    """Years a question names, oldest first; ``rest`` is the text without them.

    ``relative`` is the word used (去年, 近三年) where they were counted from the newest year.
    """

    years: tuple[int, ...]
    rest: str
    relative: str = ""


def find_years(text: str, indexed: Sequence[int], held: Sequence[int] = ()) -> Years:
    """The years named in folded ``text``; relative ones count from the newest of ``indexed``.

    ``held`` are all years there are reports of (``indexed`` where not given): 2022年起.
    """
    years: set[int] = set()
    relative = ""
    plain = _HAN_YEAR.sub(lambda m: "".join(_DIGITS.get(c, "2") for c in m.group()), text)

    def take_range(match: re.Match[str]) -> str:
        first, last = (_full(part) for part in match.groups())
        if not first <= last <= first + 15:
            return match.group()
        years.update(range(first, last + 1))
        return " "

    def take_since(match: re.Match[str]) -> str:
        years.update(y for y in held or indexed if y >= _full(match.group(1)))
        return " " if years else match.group()

    def take(match: re.Match[str]) -> str:
        years.add(_full(match.group(1) or match.group(2)))
        return " "

    beside: set[int] = set()  # the report's year, told only by the year before or after it

    def into(match: re.Match[str]) -> str:
        beside.add(_full(match.group(2)) - 1)
        return f"{match.group(1)}到下一年"

    def out_of(match: re.Match[str]) -> str:
        beside.add(_full(match.group(1)) + 1)
        return f"从上年{match.group(2)}"

    def taken_over(match: re.Match[str]) -> str:
        first, then = (_full(part) for part in match.groups())
        return f"{then}年从上年结转的" if then == first + 1 else match.group()

    plain = _FROM.sub(out_of, _INTO.sub(into, _TAKEN_OVER.sub(taken_over, plain)))
    plain = _RANGE.sub(take_range, _SHORT_LIST.sub(_each_short, plain))
    if indexed:
        plain = _SINCE.sub(take_since, plain)
    plain = _YEAR.sub(take, plain)
    years = years or beside
    if indexed and not years:  # beside a printed year, 上一年 belongs to a label or a comparison
        newest = max(indexed)
        if match := _RECENT.search(plain):
            said = match.group("a") or match.group("b")
            count = "  二三四五六七八九".find(said)
            count = 2 if said == "两" else count if count > 0 else int(said)
            years.update(range(newest - count + 1, newest + 1))
            relative, plain = match.group(), plain.replace(match.group(), " ")
        elif match := _ALL.search(plain):
            years.update(held or indexed)
            relative, plain = match.group(), plain.replace(match.group(), " ")
        for word, offset in _RELATIVE.items():
            if word in plain and not _compares(plain, word):
                years.add(newest + offset)
                relative, plain = word, plain.replace(word, " ")
    return Years(tuple(sorted(years)), plain, relative)


def _each_short(match: re.Match[str]) -> str:
    return "、".join(f"{year}年" for year in re.findall(_SHORT, match.group()))


def is_every(word: str) -> bool:
    """Whether a relative word means every year there is (历年), not so many of them (近三年)."""
    return bool(_ALL.fullmatch(word))


def _compares(text: str, word: str) -> bool:
    """Whether a relative word belongs to a comparison (比上年增长) or to a label (上年结转)."""
    carried = f"{word}(?:度|的)?(?:就|还|里)?(?:项目|[没未](?:有|能)?[办处弄答回做结审]|[{_LEFT}])"
    into = f"[转留入到至延拖往推]了?{word}"
    beside = f"(?<!今年)[和跟与同]{word}(?:度|的)?(?:相?比|对比|是不是|一样|相同|差不多)"
    return bool(re.search(f"[比较从由自将把提]{word}|{carried}|{into}|{beside}", text))


def _full(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)

"""Numbers that count nothing, told by their shape: dates, phones, document numbers, lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Literal

from gongkai.numerals_value import HAN, HAN_DIGITS, numeral_value

FixedKind = Literal["date", "year", "phone", "ordinal", "other", "skip"]
_Value = Callable[[re.Match[str]], Decimal]
_Fixed = tuple[FixedKind, _Value, re.Pattern[str]]

_YEAR4 = r"(?:19|20)\d\d"
_HAN_YEAR = rf"(?:二[〇零o○]|一九)[{HAN_DIGITS}o○]{{2}}"
_N = rf"(?:\d+|[{HAN}]+)"
_HAN_SMALL = r"(?:二?十[一二三四五六七八九]?|三十一?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_MONTH = rf"(?:1[0-2]|0?[1-9]|{_HAN_SMALL})"
_DAY = rf"(?:3[01]|[12]\d|0?[1-9]|{_HAN_SMALL})"
# After a line's start or a sentence's end a number with a stop behind it numbers a list.
_BEGINS = r"(?:^|(?<=[\n。;:\s]))"


def _digits(match: re.Match[str]) -> Decimal:
    return Decimal("".join(re.findall(r"\d", match.group())) or 0)


def _named(match: re.Match[str]) -> Decimal:
    text = next((group for group in match.groups() if group), match.group())
    return (numeral_value(text) if text else None) or Decimal(0)


def _year(match: re.Match[str]) -> Decimal:
    parts = match.groupdict()
    if short := parts.get("short"):
        return Decimal(2000 + int(short))
    return _plain(parts["y"])


def _plain(text: str | None) -> Decimal:
    """The value of a part of a date, whose naughts may be printed as circles or letters."""
    return (
        numeral_value(text.replace("o", "〇").replace("○", "〇")) or Decimal(0)
        if text
        else Decimal(0)
    )


def _date(match: re.Match[str]) -> Decimal:
    parts = match.groupdict()
    year, month, day = (_plain(parts.get(name)) for name in ("y", "m", "d"))
    return year * 10000 + month * 100 + day


_Y = rf"(?P<y>{_YEAR4}|{_HAN_YEAR})"
_M, _D = rf"(?P<m>{_MONTH})\s?月(?:份|底|初|末)?", rf"(?:\s*(?P<d>{_DAY})\s?[日号])?"
_BRACKETED = rf"[〔\[【(]\s*{_YEAR4}\s*[〕\]】)]\s*"
_OF_LIST = "条|款|项|章|节|次|批|期|届|类|号|个|季度|部分|位|名|家"


def _compiled(*shapes: tuple[FixedKind, _Value, str]) -> tuple[_Fixed, ...]:
    return tuple((kind, value, re.compile(text, re.IGNORECASE)) for kind, value, text in shapes)


# In order: what an earlier pattern takes, a later one can't.
_FIXED = _compiled(
    ("skip", _digits, r"(?<![a-z0-9_.+-])[a-z0-9][a-z0-9_.+-]{0,63}\s?@\s?[a-z0-9.-]{1,80}|(?:https?://|www\.)[\w./?#=&%:~+-]+"),
    # Numbers of documents, orders, cases.
    ("other", _named, rf"{_BRACKETED}第?\s*(\d+)\s*号"),
    ("other", _named, rf"{_BRACKETED}[\u4e00-\u9fff]\d{{0,4}}[\u4e00-\u9fff]{{1,5}}(\d+)\s*号"),
    ("other", _named, rf"{_YEAR4}\s*年\s*第\s*(\d+)\s*号|[令函]第?\s*({_N})\s*号"),
    # Phones, postcodes, codes.
    ("phone", _digits, r"(?<![\d.])(?:\+?86[- ]?)?(?:\(0\d{2,3}\)\s?-?|0\d{2,3}\s?[-—–―]{1,2}\s?)"
                       r"\d{7,8}(?!\d)(?:(?:-|转)\d{1,5}(?!\d))?"),
    ("phone", _digits, r"(?<![\d.])(?:1[3-9]\d{9}|0\d{9,11}|400-?\d{3}-?\d{4})(?![\d.])"),
    ("phone", _digits, r"(?<=[话真机线])(?:号码)?\s?:?\s?\d{7,8}(?!\d)"),
    ("phone", _digits, r"(?<!\d)1\d{4}(?=\S{0,6}?(?:热线|平台|专线))|(?<=[线“\"])1\d{4}(?![\d.])"),
    ("other", _digits, r"邮\s?(?:政编码|编)\s?:?\s?为?\d{6}(?!\d)|(?<!\d)\d{12,}(?!\d)"),
    ("other", _digits, r"[a-z]+-?\d+(?:[.-]\d+)*"),
    ("other", _digits, r"(?<![\d.])\d+(?:\.\d+)?(?:[a-z]+\b|[a-z](?=[\u4e00-\u9fff]))"),
    # Plans and congresses, dates, times.
    ("ordinal", _named, r"十[二三四]五|(?:十[一-九]?|二十)(?:大(?=[以报精会代、和,。])|届)"),
    ("date", _date, rf"(?<!\d){_Y}\s*年\s*{_M}{_D}"),
    ("date", _date, rf"(?<![\d.])(?P<y>{_YEAR4})(?P<s>[-./])(?P<m>1[0-2]|0?[1-9])(?P=s)"
                    r"(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)"),
    ("year", _year, rf"(?<![\d.])(?P<y>{_YEAR4})(?=\s*年?\s*[-—–~至到、和及与]+\s*{_YEAR4}\s*年)(?:\s*年)?"),
    ("year", _year, rf"(?<![\d.]){_Y}\s*年(?:度|底|初|末)?|(?<![\d.年])(?P<short>[0-3]\d)年度"),
    ("year", _year, rf"(?<![\d.])(?P<y>{_YEAR4})(?=\s*(?:政府信息|信息公开|年报|版|[)〕\]】]))"),
    ("date", _date, rf"(?<![\d.个十{HAN_DIGITS}]){_M}{_D}(?!度)"),
    ("date", _date, rf"(?<![\d.])(?P<m>1[0-2]|[1-9])(?=\s?[-—–~至到]\s?{_MONTH}\s?月)"),
    ("date", _date, r"(?<![\d.:])(?P<m>[01]?\d|2[0-4]):(?P<d>[0-5]\d)(?::[0-5]\d)?(?!\d)"),
    ("date", _date, r"(?<![\d.小])(?P<m>[01]?\d|2[0-4])\s?[时点](?:\s?(?P<d>[0-5]?\d)\s?分)?"
                    r"(?![间候限效期多件要来])"),
    ("date", _date, r"(?<=[至到止截前])\s?(?P<d>3[01]|[12]\d|[1-9])\s?日"),
    # Articles, lists, exhibits.
    ("ordinal", _named, rf"第\s*\(?\s*({_N})\s*\)?(?:\s?(?:{_OF_LIST}))?"
                        rf"(?:\s?\(\s?[{HAN}\d]+\s?\)(?:\s?项)?)*"),
    ("ordinal", _named, rf"\(\s*([{HAN}]{{1,3}})\s*\)|{_BEGINS}\(\s*(\d{{1,2}})\s*\)"),
    ("ordinal", _named, rf"{_BEGINS}(\d{{1,2}})(?:[、.)](?!\d)|(?:\.\d{{1,2}}){{1,4}}[、.\s](?!\d))"),
    ("ordinal", _named, rf"{_BEGINS}([{HAN}]{{1,3}})[、.]"),
    ("ordinal", _named, rf"(?:附件|附表|图表|表|图|注|序号)\s?({_N})"
                        rf"(?![{HAN}\d.]*\s?[件宗项条个份篇张幅万元])"),
)  # fmt: skip


def fixed(even: str) -> Iterator[tuple[int, int, Decimal, FixedKind]]:
    """Start, end, value and kind of each such number in the folded text ``even``, in no order."""
    taken = bytearray(len(even))
    for kind, value, pattern in _FIXED:
        for match in pattern.finditer(even):
            start, end = match.span()
            if any(taken[start:end]) or start == end:
                continue
            taken[start:end] = b"\x01" * (end - start)
            yield start, end, value(match), kind

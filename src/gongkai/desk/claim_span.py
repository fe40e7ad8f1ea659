"""Figures of several years: sums of years told one by one (三年累计257件), and 近三年…一直."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from gongkai.answering.understand import plain
from gongkai.desk.claim_statement import Context
from gongkai.desk.claim_topic import Topic, row_of

_HAN = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_TOTAL = re.compile(
    "^[，,\\s]*(?P<n>[两二三四五六2-6])年(?:来|间|里|下来)?(?:累计|合计|总计|共计?|一共|总共|加起来|加在一起)+(?:共|有|达|为|是|到|了)*(?=[约近超逾不\\d])"
)


def years_total(text: str, by_year: Mapping[int, object]) -> str:
    """The clause that adds up the years told before it, made ready to be read; "" where it
    doesn't, or adds up another number of years."""
    match = _TOTAL.match(text)
    if not match or len(by_year) < 2:
        return ""
    count = _HAN.get(match["n"]) or int(match["n"])
    return f"合计{text[match.end() :]}" if count == len(by_year) else ""


def same_row(by_year: Mapping[int, tuple[Topic, ...]]) -> bool:
    """Whether the years' figures are of one row."""
    return len({tuple(map(row_of, topics)) for topics in by_year.values()}) == 1


def two_years(counted: Mapping[int, tuple[Topic, ...] | str]) -> tuple[int, ...]:
    """The two years, the older first, of which one thing was counted (2023年19788件，2022年313件,
    翻了…番): what a change behind them is between; () where it isn't two, or not of one thing."""
    return tuple(sorted(counted)) if len(counted) == 2 and len(set(counted.values())) == 1 else ()


def all_told(by_year: Mapping[int, tuple[Topic, ...]], rest: str) -> tuple[int, ...]:
    """The years told one by one of one topic, which 连年下降 or 其中…最多 behind them is over."""
    years = tuple(sorted(by_year))
    if len(years) < 2 or not same_row(by_year) or years[-1] - years[0] >= len(years):
        return ()
    return years if len(years) > 2 or "其中" in rest else ()


def in_order(years: tuple[int, ...], text: str) -> tuple[int, ...]:
    """Years in the order they are printed in (2023年和2022年分别…), where each is printed."""
    printed = tuple(dict.fromkeys(int(y) for y in re.findall(r"(20\d\d)年?", plain(text))))
    return printed if set(printed) == set(years) else years


def over_years(text: str, state: Context, recent: int) -> tuple[str, Context]:
    """A figure behind 近三年来: of the years up to the one spoken of; of none where none is."""
    if len(state.years) == 1:
        year = state.years[0]
        return text, replace(state, years=tuple(range(year - recent + 1, year + 1)))
    return text, state if state.years else replace(state, narrow=f"近{recent}年")

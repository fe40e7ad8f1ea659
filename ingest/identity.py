"""Whose report it is and of which year: title, bureau, year and period.

The title tells most; where it doesn't, a site's metadata lines, the opening words, the contact
line, the reader's hint and at last the file's name are asked, in this order. A date of
publication never gives the year: a report comes out the year after.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from gongkai.ingest.title import (
    METADATA_LINE,
    YEAR,
    Title,
    find_title,
    half,
    is_body,
    read_title,
    read_year,
    tidy,
    without_verb,
)

# A page may have lost the words 年, 月 and 日, or have dots for them.
_OF, _DAY = r"\s*(?:[年月./-]|(?<=\d)\s)\s*", r"\s*日?"
_PERIOD = re.compile(
    rf"{YEAR}{_OF}0?1{_OF}0?1(?!\d){_DAY}\s*起?\s*(?:至|到|—+|-+|－|–|~|～)\s*"
    rf"(?:{YEAR}{_OF})?\d{{1,2}}{_OF}\d{{1,2}}{_DAY}"
)
_LOST = re.compile(r"(?<=\d) +(?=\d)")
# A line that signs a report may have its date behind the name.
_DATE = re.compile(rf"{YEAR}年.{{1,9}}日$")
# Offices that answer for the body they belong to, unlike a government's own office.
_OFFICE = re.compile(r"(?<=[局厅])(?:机关)?(?:党政|综合)?办公室$")
_FOLDER = re.compile(r".*(?:局|委|委员会|厅|政府|镇|乡|街道|办事处|管委会|县|市|区|院)")
_H = r"[\u4e00-\u9fff（）()·、]"
_OPENING = (
    re.compile(
        rf"报告(?:是|系)?由({_H}{{3,30}}?)(?:根据|依据|依照|按照|按|负责|组织|编制|汇总|，|,)"
    ),
    re.compile(
        rf"(?:^|[，,。；])({_H}{{3,30}}?)(?:组织|负责)?(?:编制|形成)(?:了|完成)?(?:本|{YEAR})"
    ),
    # The title of a statistical annex: 附件1：示例县人民政府2012年政府信息公开情况统计表.
    re.compile(
        rf"(?:^|[:：、，。\d])({_H}{{3,30}}?){YEAR}年度?政府信息公开(?:工作)?(?:情况)?统计表"
    ),
    re.compile(rf"(?:与|向)({_H}{{3,30}}?)(?:取得)?联系"),
    re.compile(rf"联系({_H}{{3,30}}?)[，,。；：:（(]"),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What could be told; ``bureau`` "" and ``year`` None where nothing tells.

    ``doubts`` say, for people, where a value comes from a place that may be wrong.
    """

    title: Title | None
    bureau: str
    year: int | None
    period: str
    doubts: tuple[str, ...]


def find_period(text: str) -> str:
    """The statistical period as printed, without inner white space; "" where none is."""
    match = _PERIOD.search("".join(map(half, text)))
    if not match:
        return ""
    # Spaces are all that keeps numbers apart where the words are lost.
    kept = _LOST.sub("\ue000", match.group().strip())
    return re.sub(r"\s", "", kept if "月" not in kept else match.group()).replace("\ue000", " ")


def identify(
    front: Sequence[str],
    body: Sequence[str],
    *,
    title_hint: str = "",
    issuer_hint: str = "",
    path: str = "",
) -> Identity:
    """Title, bureau, year and period from the lines before the first heading and those after.

    ``front`` and ``body`` are paragraphs as printed; ``path`` is asked last.
    """
    doubts: list[str] = []
    title = find_title(front, title_hint)
    named = read_title(PurePath(path).stem) if path else None
    text = "\n".join((*front, *body))
    period = find_period(text)
    bureau = title.bureau if title else ""
    if not bureau:
        bureau, place = _other_bureau(front, body, issuer_hint, path)
        if bureau:
            doubts.append(f"标题未写明发布机关，“{bureau}”取自{place}，请核对")
    year = title.year if title else None
    told = read_year(period) if period else None
    if year and told and year != told:
        doubts.append(f"标题的年份是{year}年，统计期限却是{period}，按标题的年份处理，请核对")
    if year is None:
        year = told
    if year is None:
        year, place = _other_year(front, body, named)
        if year:
            doubts.append(f"标题和统计期限未写明年度，{year}年取自{place}，请核对")
    return Identity(title, bureau, year, period, tuple(doubts))


def _other_bureau(
    front: Sequence[str], body: Sequence[str], hint: str, path: str
) -> tuple[str, str]:
    named = read_title(PurePath(path).stem) if path else None
    for line in front:
        match = METADATA_LINE.match(line)
        if match and match.group(2) and is_body(name := tidy(match.group(3))):
            return name, "网页的发布信息"
    for pattern in _OPENING:
        for line in (*front, *body[-3:]):
            for match in pattern.finditer(tidy(line)):
                if is_body(name := _OFFICE.sub("", match.group(1))):
                    return name, "报告正文"
    # A signature: the body's name on a line of its own at the end, before the date.
    for line in reversed(body[-4:]):
        if (
            len(line) <= 50
            and is_body(name := without_verb(_DATE.sub("", tidy(line))))
            and len(name) <= 30
        ):
            return name, "报告落款"
    folder = tidy(PurePath(path).parent.name)
    last = (
        (tidy(hint) if is_body(tidy(hint)) else "", "文件的元数据"),
        (named.bureau if named else "", "文件名"),
        (folder if _FOLDER.fullmatch(folder) and is_body(folder) else "", "文件夹名"),
    )
    return next((found for found in last if found[0]), ("", ""))


def _other_year(
    front: Sequence[str], body: Sequence[str], named: Title | None
) -> tuple[int | None, str]:
    """The year the text speaks of most, as a year of work (2021年，… 2021年度)."""
    counts: Counter[int] = Counter()
    for line in (*front, *body):
        if METADATA_LINE.match(line):
            continue
        for match in re.finditer(rf"({YEAR})(?:年度|年(?!\d|\s*\d{{1,2}}\s*月))", tidy(line)):
            counts[read_year(match.group(1)) or 0] += 1
    if named and named.year:
        return named.year, "文件名"
    ranked = counts.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return ranked[0][0], "正文"
    return None, ""

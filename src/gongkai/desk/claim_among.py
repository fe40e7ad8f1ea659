"""Superlatives among bodies: 居全市首位, 在已收录的单位中最少, 甲、乙、丙三家中…最多."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MANY = "[两二三四五六七八九十几\\d]+"
_BODIES = "(?:部门|单位|机关|委办局|局|镇街|乡镇|街镇|街道|区县|县区|地方|地区)"
_TOP = (
    "最多|最高|最大|居多|之最|之首|首位|榜首|头名|第一(?:位|名)?|居首|领跑|(?:位|名|高|稳)?[列居]首"
)
_LOW = "最少|最低|最小|末位|末尾|垫底|倒数第一(?:位|名)?"
_PLACE = "(?:是|为|属|当属|均|都|也|排名?|排在?|位?[居列]|名列|位列|高居|稳居|占据|处于|于|在)*"
_SCOPE = re.compile(
    rf"(?:在|于|位?居|[名位]?列|排名?)?(?P<scope>全(?P<level>[省市区县镇])|(?:已|有)收录(?:的)?)"
    rf"(?:所有|各个?|的|市直|区直|县直|政府|其他)*{_BODIES}*(?:之?中|里|当中|范围内)?(?:的)?(?:[,，、])?"
    rf"(?P<mid>[^，,。\d]{{0,14}}?){_PLACE}(?:(?P<top>{_TOP})|(?P<low>{_LOW}))(?:的?{_BODIES})?(?:的|是)*"
)
_SCOPE_ONLY = re.compile(
    rf"(?:放眼|纵观|环顾|在|从|就)?(?:全(?P<level>[省市区县镇])|(?:已|有)?收录(?:的)?)(?:所有|各个?|的|市直|区直|县直|政府)*{_BODIES}*(?:之?中|里|当中|范围内|来看|看)?"
)
_AMONG = re.compile(
    rf"^(?P<head>[^、在]*?)在?[\s、和与及同以,，]*(?:这|等)?(?:{_MANY}[家个]?{_BODIES}?|{_BODIES})?(?:之?中|里|当中)(?:的)?"
)
_ONLY = re.compile(
    rf"[\s、和与及同以,，]*(?:这|等)?(?:{_MANY}[家个]?{_BODIES}?|{_BODIES})?(?:之?中|里|当中|比较|相比|对比|来看|相比较)?"
)


@dataclass(frozen=True, slots=True)
class Among:
    """A superlative among bodies. ``way``: 1 most, −1 least; ``scope``: a level (市, 区 …) or
    收录 (all indexed bodies); ``rest``: the clause without it."""

    way: int
    scope: str
    rest: str


def among_of(text: str) -> Among | None:
    """The superlative among a place's bodies that a folded clause tells; None where it tells none."""
    if not (match := _SCOPE.search(text)):
        return None
    rest = f"{text[: match.start()]} {match['mid']} {text[match.end() :]}"
    return Among(1 if match["top"] else -1, match["level"] or "收录", rest)


def scope_only(text: str) -> str:
    """The scope of a clause that says nothing else (在全市各部门中); "" where it isn't one."""
    match = _SCOPE_ONLY.fullmatch(text.strip())
    return (match["level"] or "收录") if match else ""


def only_listed(text: str) -> bool:
    """Whether a clause, its names taken out, does nothing but list them (甲、乙、丙三家中)."""
    return bool(_ONLY.fullmatch(text.strip()))


def listed_in(text: str) -> str | None:
    """The clause, its names taken out, without the list that its subject is one of (甲的申请量在
    甲、乙、丙中最多); None where it isn't such."""
    match = _AMONG.match(text)
    if not match or "在" not in match.group() or "、" not in match.group()[len(match["head"]) :]:
        return None
    return f"{match['head']} {text[match.end() :]}"

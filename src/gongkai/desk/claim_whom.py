"""Whom and which year a clause speaks of, from its own words or from what was said before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Protocol

from gongkai.answer import Conversation
from gongkai.answering.mention import Mention
from gongkai.answering.understand import plain
from gongkai.answering.whom import Scope, named_in
from gongkai.answering.years import find_years
from gongkai.desk.claim_words import words

_LAST = re.compile(
    r"(?<![比较从由自将把与和同跟])(?<!结转)(?:上一年度|上年度|上一年|上年|去年)(?!度?的?[^，]{0,5}倍)"
    r"(?!度?(?:同期)?的(?:不到|不足|超过|将近|接近|约|近|逾|超)?\s*(?:一半|[\d.]+%|[一二三四五六七八九]成))"
    r"(?!度?(?:的)?(?:同期|结转|转|遗|剩|留|项目|相比|相同|持平|比))"
)
_BEFORE_LAST = re.compile("(?<![比较从由自与和同跟])前年(?!同期)")
# 较2021年增长, 与2021年相比: the year is what is compared with, not the one spoken of.
_AGAINST = re.compile(
    r"(?:比起|相较于?|相比于?|不同于|对比|较|比)(?:之)?\s*((?:19|20)\d\d)年度?(?:同期)?|[与和同跟]\s*((?:19|20)\d\d)年度?(?:同期)?(?:的)?[^，,]{0,4}(?:相比|比较|相较|比)"
)
# 是2021年的3.3倍, 为2022年的38.5%: that year is what is compared with.
_MULTIPLE = re.compile(
    r"(?<=[是为达到于足超近约过])\s*(20\d\d)年度?(?:同期)?的\s*"
    r"(?=(?:近|约|超过?|不到|不足|将近)?(?:[\d.]+|[一二两三四五六七八九十]+)(?:多|余)?(?:倍|%|成|半)|一半)"
)
# 2022年278件，次年只剩1件; 留待次年办理 is another matter.
_NEXT = re.compile("^\\s*(?:而|但|到了?)?(?:次年|第二年|转年|翌年|来年)(?!度?(?:继续|办|答|处理))")
_LEVELS = "省市区县镇乡旗"
_ANY = re.compile("(?:某|其他|其它|外|各|别的|兄弟|周边|邻)[省市区县]?$")
_THAN = re.compile("(?:[比较]|(?<![由关对属位处基鉴终至归等在])于|超过了?|不及|不如)了?$")
# 是青泽市教育局的4倍多: held against that body.
_IS = re.compile(r"(?:是|为|相当于|达到?|足有)\s*$")
_TIMES = re.compile(
    r"(?:同期)?的\s*(?:近|约|超过?|不到|不足|将近)?(?:[\d.]+|[一二两三四五六七八九十]+)(?:多|余)?倍"
)
_COUNTED = re.compile("(?<=[局委办会府处])(?=(?:这|等)?[两二三四五六七八九十][个家])")
_CARRIED_FROM = re.compile(
    r"(?:从|由|自)?(20\d\d)年度?(?:结转|转|遗留|留|带|移)(?:过?来|入|下来|过来|而来|下)的?"
)
_CARRIED_TO = re.compile(r"(?:结转|转|顺延|延|留|带)(?:至|到|入|待)?了?\s*(20\d\d)年度?")
# The many ways to say that something is left for the next year, 顺延103件到下一年 among them.
_LATER = re.compile(
    r"(?:结转|顺延|延续?|[转留推带])(?:[转结存])?(\d[\d,]*[件宗份起个])?(?:[至到入进待给])?了?"
    r"(?:下一?个?年度?|[次来明翌]年度?|第二年度?)(?:继续)?(?:办理|答复|处理|办)?"
)
_PARTY = re.compile("(?:[省市区县]|党)委$|国务院|党中央|政务服务|办公厅$")
_HEARD = 4
_THIS = re.compile("今年")
# 〔2020〕30号, 2024年1月1日至2024年12月31日: a paper's number and a period, no year that is spoken of.
_NO_YEAR = re.compile(
    r"[〔\[(【]\s*20\d\d\s*[〕\])】]\s*\d+\s*号"
    r"|(?:从|自)?20\d\d年1月1日起?[至到—~-]+(?:20\d\d年)?12月31日(?:止|为止)?"
)


@dataclass(frozen=True, slots=True)
class Who:
    """The bodies meant (full names); ``unclear`` names what fits several or no indexed body."""

    names: tuple[str, ...] = ()
    unclear: str = ""
    choices: tuple[str, ...] = ()


class _Known(Protocol):
    @property
    def named(self) -> tuple[str, ...]: ...
    @property
    def who(self) -> Who: ...
    @property
    def years(self) -> tuple[int, ...]: ...


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause without names and years; ``told_years`` where it names years itself.

    ``than``: one body is held against the others named behind 比, 多于 and their like.
    """

    text: str
    who: Who
    years: tuple[int, ...]
    told_years: bool
    against: int | None = None
    relative: bool = False
    than: bool = False


class Whom:
    """Reads bodies and years out of clauses. ``scope`` None: the body is fixed (a report's own
    text), names in it are words like others."""

    def __init__(self, scope: Scope | None) -> None:
        self._scope = scope

    def read(self, piece: str, known: _Known) -> Clause:
        """The clause of ``piece``, with body and year carried over where it names none."""
        text = _NO_YEAR.sub(" ", plain(piece))
        if self._scope:
            # 青泽市应急管理局三个局中: the number is none of the name's
            text = _COUNTED.sub(" ", self._scope.bodies.in_chinese(text))
        against = None
        if match := _AGAINST.search(text):
            against = int(match.group(1) or match.group(2))
            text = f"{text[: match.start()]}比上年{text[match.end() :]}"
        if match := _MULTIPLE.search(text):
            against = int(match.group(1))
            text = f"{text[: match.start()]}上年的{text[match.end() :]}"
        text = _from_before(text, known.years)
        text = _LATER.sub(r"结转下年度\1", _next_year(text, known.years))
        found = find_years(text, ())
        text, years, told = found.rest, found.years, bool(found.years)
        relative = False
        if told:
            text, _ = _relative(text, years)  # beside a printed year 去年 says no other
        else:
            rest, years = _relative(text, known.years)
            relative, text = rest != text, rest
        who, text, than = self._who(text, known.who, known.named)
        return Clause(re.sub(r"\s+", " ", text).strip(), who, years, told, against, relative, than)

    def above(self, name: str) -> Who:
        """The indexed government of the place that an unindexed body's name begins with."""
        found = self._scope.bodies.government_over(name) if self._scope else None
        return Who((found[0],)) if found else Who()

    def _who(  # noqa: PLR0911
        self, text: str, before: Who, spoken: tuple[str, ...]
    ) -> tuple[Who, str, bool]:
        if not self._scope:
            return before, text, False
        mentions = self._scope.bodies.find(text)
        mentions = tuple(m for m in mentions if m.known or m.fits or _credible(m, text))
        # A name only heard in like-sounding characters (收取政府) is none in a written claim.
        mentions = tuple(m for m in mentions if not m.heard or m.end - m.start > _HEARD)
        if not mentions:
            return before, text, False
        for mention in mentions:
            # 某市教育局 may be any; a level that the body's name lacks makes it another body.
            wrong = [
                c for c in mention.text if c in _LEVELS and not any(c in f for f in mention.fits)
            ]
            if wrong or _ANY.search(text[: mention.start]) or "某" in mention.text:
                return Who((), mention.text), text, False
        behind = [
            bool(_THAN.search(text[: m.start].rstrip()))
            or bool(_IS.search(text[: m.start]) and _TIMES.match(text, m.end))
            for m in mentions
        ]
        compared = len(before.names) == 1 and behind[0]
        than = compared or (len(behind) > 1 and not behind[0] and behind[1])
        named = named_in(mentions, self._scope, Conversation(bureaus=before.names), None)
        for mention in sorted(mentions, key=lambda m: -m.start):
            text = text[: mention.start] + " " + text[mention.end :]
        if named.unknown:
            return Who((), named.unknown[0]), text, False
        mine = [name for name in named.choices if name in spoken]
        if named.choices and len(mine) == 1:
            named = replace(
                named, names=(*named.names, *mine), choices=()
            )  # the one spoken of before
        if named.choices:
            return Who((), named.mention or "", named.choices), text, False
        if compared:  # …比青泽市民政局多: of the body spoken of before
            return Who((*before.names, *named.names)), text, than
        return Who(named.names), text, than

    def body(self, name: str) -> Who:
        """The body a filter names."""
        if not self._scope:
            return Who((name,))
        fits = self._scope.bodies.resolve(name)
        return Who(fits) if len(fits) == 1 else Who((), name, fits)


def _from_before(text: str, known: tuple[int, ...]) -> str:
    """从2023年转来, told of 2024, as 上年结转: that year isn't the one spoken of."""

    def plainly(match: re.Match[str]) -> str:
        told = [int(y) for y in re.findall(r"(20\d\d)年", text[: match.start()])] or list(known)
        return "上年结转" if told and int(match[1]) == max(told) - 1 else match.group()

    return _CARRIED_FROM.sub(plainly, text)


def _next_year(text: str, known: tuple[int, ...]) -> str:
    """结转2024年, told of 2023, as 结转下年度: that year isn't the one spoken of."""

    def plainly(match: re.Match[str]) -> str:
        told = [int(y) for y in re.findall(r"(20\d\d)年", text[: match.start()])] or list(known)
        return "结转下年度" if told and int(match[1]) == max(told) + 1 else match.group()

    return _CARRIED_TO.sub(plainly, text)


def _credible(mention: Mention, text: str) -> bool:
    """Whether a stretch that fits no body is a body's or place's name rather than words of the
    text (期盼融入政府): what isn't stays in the text, where no topic accounts for it."""
    said, before = mention.text, text[: mention.start].rstrip()
    if _common(said) or _PARTY.search(said) or re.search("全[省市区县]|各级", said):
        return False
    if re.search("政府$", said) and not re.search("[省市区县镇乡旗州]级?(?:人民)?政府$", said):
        return False
    starts = not before or not re.search("[\u4e00-\u9fff]$", before)
    return starts or (
        bool(re.search("(?:[在由据对与和及向比较是的]|同期|其中|而|但)$", before))
        and (said[-1] not in _LEVELS)
    )


def _common(said: str) -> bool:
    """Whether what looks like a body's name is common words (举办政府开放日)."""
    rest = said
    while match := words().known.match(rest):
        rest = rest[match.end() :]
    return rest in ("", "政府", "人民政府", "办公室", "委", "局") and rest != said


def _relative(text: str, years: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """去年, 上年, 前年 and 次年 counted from the year spoken of; a comparison's 上年 stays."""
    for pattern, back in ((_LAST, 1), (_BEFORE_LAST, 2), (_THIS, 0), (_NEXT, -1)):
        if match := pattern.search(text):
            text = text[: match.start()] + " " + text[match.end() :]
            return text, (max(years) - back,) if years else ()
    return text, years

"""One row or column held against another of the same report: 个人远多于企业, 是企业的57倍."""

from __future__ import annotations

import re
from dataclasses import replace

from gongkai.answering.topics import meaning
from gongkai.desk.claim_clause import clause_of
from gongkai.desk.claim_figure import Figure, figures
from gongkai.desk.claim_statement import Context, Statement
from gongkai.desk.claim_topic import Topic, row_of, topics_of
from gongkai.desk.claim_whom import Who
from gongkai.desk.claim_words import read_phrase
from gongkai.text import bare

# Such words compare with another year, which is another matter.
_YEARS = re.compile(
    "同比|环比|同期|往年|前年|(?:上一?年度?|去年)(?!度?(?:结转|结存|转来|转入|遗留|剩|留))"
)
_HOW = "(?:远远?|大大|大幅|明显|显著|略微?|稍微?|均|都|也|还|要|更|数量|总量|总数|仅|只|就)*"
_OVER = re.compile(
    f"^(?P<a>.*?){_HOW}(?:(?P<up>多于|高于|大于|多过|超过了?|远超|超出)|(?P<down>少于|低于|小于|不及|不如|少过))(?P<b>.+)$"
)
_THAN = re.compile(
    f"^(?P<a>.*?)(?:比起?|(?<!比)较|相比于?)(?P<b>.+?){_HOW}(?:(?P<up>多|高)|(?P<down>少|低))(?:出|了|得多|很多|不少|许多)*(?P<by>.*)$"
)
_EVEN = re.compile(
    "^(?P<a>.*?)(?:和|与|同|跟)(?P<b>.+?)(?:数量|总数|件数|的)*(?:持平|相同|一样多|相等|同样多)$"
)
_OPERAND = re.compile(
    "(?:多于|少于|高于|低于|大于|小于|超过了?|不及|不如)\\s*的?\\s*[约近逾超]?\\d[\\d,.]*[万亿]?[件起宗项条份个元]*$"
)
_APART = re.compile(
    "^(?P<a>.*?)(?:(?:和|与|同|跟)(?P<b>.+?))?(?:[两二]者|[两二]项|之间|彼此)*(?:相差|差距为?|相距)(?P<by>.+)$"
)
# Of the two counted last.
_PAIR = {"前者": -2, "后者": -1}
_TIMES = re.compile("^(?P<a>.*?)(?:是|为|相当于|达到?|约为)(?P<b>[^是为]+?)的(?P<by>[^的]+)$")


def versus_of(piece: str, text: str, state: Context) -> tuple[list[Statement], Context] | None:
    """The comparison that a folded clause tells of one report's own numbers, with the figures
    beside them; None where it tells none."""
    if len(state.who.names) != 1 or len(state.years) != 1 or state.than or state.against:
        return None
    if _YEARS.search(text):
        return None
    for pattern in (_OVER, _THAN, _EVEN, _APART, _TIMES):
        if (match := pattern.match(text)) and (found := _held(piece, match, state)):
            return found
    return None


def apart_of(piece: str, text: str, state: Context, years: tuple[int, ...]) -> list[Statement]:
    """Two bodies' numbers of different years held against each other (甲2024年的申请比乙2023年少392件),
    and the second's figure where it is told; [] where what is compared isn't read."""
    here = figures(text)
    behind = _OPERAND.search(text) if len(here) == 1 else None
    if behind:  # 多于乙2023年的115件
        text = text.replace(here[0].text, " ")
    found, _ = clause_of(piece, text, state)
    if len(found) != 1 or found[0].kind != "growth" or found[0].problem or not found[0].topics:
        return []
    told = [replace(found[0], years=years[:1], apart=years, against=None)]
    if behind:
        second = Who((state.who.names[1],))
        told.append(
            Statement(
                piece, "value", second, (years[1],), found[0].topics, found[0].add, here[0],
                clause=text,
            )
        )  # fmt: skip
    return told


def _held(
    piece: str, match: re.Match[str], state: Context
) -> tuple[list[Statement], Context] | None:
    groups = match.groupdict()
    by = groups.get("by") or ""
    told = figures(by)
    if by and (len(told) != 1 or bare(by.replace(told[0].text, ""))):
        return None
    figure = told[0] if told else None
    multiple = match.re is _TIMES
    if multiple and (figure is None or figure.measure not in ("times", "percent")):
        return None
    if (
        not multiple
        and figure is not None
        and figure.measure not in ("count", "money", "times", "percent")
    ):
        return None
    first, second = (_side(groups.get(side) or "", state) for side in "ab")
    if match.re is _APART and not bare(groups["a"]) and not groups["b"]:
        *_, a, b = (None, None, *state.listed) if len(state.listed) > 1 else (None, None)
        first, second = ((t,) if t else () for t in (a, b))
    elif not first:
        return None
    else:
        second = second or _side(
            groups.get("b") or "", replace(state, topics=tuple(map(row_of, first)))
        )
    if not first or not second or first == second:
        return None
    way: int | None = 1 if groups.get("up") else -1 if groups.get("down") else 0
    if match.re is _APART:
        way = None
    base = Statement(
        piece, "growth", state.who, state.years, first, len(first) > 1, figure, direction=way,
        multiple=multiple, versus=second, content=match.string, clause=match.string,
    )  # fmt: skip
    beside = [
        Statement(piece, "value", state.who, state.years, topics, len(topics) > 1, f, clause=match.string)
        for side, topics in (("a", first), ("b", second))
        if (f := _only(groups.get(side) or ""))
    ]  # fmt: skip
    return [*beside, base], replace(state, last=first, topics=tuple(map(row_of, first)))


def _only(text: str) -> Figure | None:
    found = figures(text)
    return found[0] if len(found) == 1 else None


def _side(text: str, state: Context) -> tuple[Topic, ...]:
    """What one side of a comparison counts; without words of its own what was told before."""
    here = figures(text)
    if len(here) > 1:
        return ()
    for figure in here:
        text = text.replace(figure.text, " ")
    text = re.sub("^(?:而|但|其中|且|并且)|(?:之和|合计|的总和|加起来)", "", text.strip())
    if bare(text) in _PAIR and len(state.listed) >= len(_PAIR):
        return (state.listed[_PAIR[bare(text)]],)
    reading = read_phrase(text)
    if reading.negated or not reading.known:
        return ()
    before = state.topics
    if not before and reading.parts and _applicants(reading.parts):
        before = (Topic(meaning().default_subject),)
    topics, _, problem = topics_of(
        reading, here[0] if here else None, before, free_unit=not here,
        last=state.last if not bare(text) or not reading.parts else (),
    )  # fmt: skip
    return () if problem else topics


def _applicants(parts: tuple[str, ...]) -> bool:
    return all(meaning().parts[part].section == "三" for part in parts)

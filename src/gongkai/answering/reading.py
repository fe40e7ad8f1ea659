"""The stretch of running text that answers a question, found by reading both together.

Retrieval brings the likeliest passages; the relevance model tells which of their sentences answers,
and whether any does. How many is answered by the clause whose figure it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gongkai.answering.evidence import Statement
from gongkai.answering.expect import Expected, expected
from gongkai.answering.query import Ask
from gongkai.answering.quote import Finder, Relevance, quoted
from gongkai.answering.relevant import marked, spans
from gongkai.answering.sentences import Sentence, aspect_of, clauses, coverage, pairs
from gongkai.answering.topics import content, meaning
from gongkai.report import Report
from gongkai.text import bare

# Log-odds above which a text answers.
ANSWERS = -1.5
# The same for how many: a wrong number is the worst answer.
_COUNTS = 1.5
# What lies so little below the best is told beside it.
_BESIDE = 1.5
# What the question's own words add where a text holds all of them.
_WORDS = 3.0
# A clause's figure is told alone where it is so far ahead of the sentence's others.
_ALONE = 2.0
_FIGURED = ("sum", "trend", "share")
_PASSAGES = 6
_UNITS = 14
_FIGURE = re.compile(r"\d[\d,.]*(?:[万亿千百])?[余多]?[\u4e00-\u9fff%％]{0,2}")
_MOST = 2
# A question for a remedy isn't answered by a problem, nor the other way round.
_OFF_SIDE = 6.0
_PLANNED = 3.0
_PAIRED = 1.0  # a remedy is so much less sure than the problem it stands for
_HEAD = 40
_ITEM = re.compile(r"([一二三四五六七八九])是|(?:^|[：:])\s*(\d)[.、．]")
# （五）监督保障方面。 （一）存在的主要问题。 lead to what follows and say nothing.
_LEAD = re.compile(
    "[（(][一二三四五六七八九十]+[）)][^，；,;\\d]{2,24}[。：:]?|"
    "[（(]?[一二三四五六七八九十\\d]+[）)、.．][^，；,;\\d]{2,24}(?:方面|情况|[：:])[。：:]?"
)


def read_told(report: Report, ask: Ask, finder: Finder, least: float = ANSWERS) -> Statement | None:
    """The sentences of a report that answer, quoted; None where none has log-odds of ``least``.

    Needs `Finder.relevance`.
    """
    relevance = finder.relevance
    if relevance is None or not bare(content(ask.text)):
        return None
    kind = expected(ask.text)
    if ask.operation in _FIGURED and not kind.counts:
        kind = Expected(counts=True, units=meaning().whole_units)  # 工单量有啥变化
    question = " ".join(ask.text.split())
    side = side_of(ask.text)
    sided = section_five(report) if side or kind.counts else {}
    found = candidates(report, ask, finder)
    units = list(dict.fromkeys([*found, *(sided if side else ())]))
    loosely = kind.loosely()
    units = [unit for unit in units if loosely.fits(unit.text, unit.text)]
    if not units:
        return None
    scores = dict(zip(units, relevance(question, [unit.text for unit in units]), strict=True))
    if side:
        scores = _on_side(scores, sided, side)
    elif kind.counts:  # 每季度举办一次开放日 is a plan: it counts nothing that was done
        scores = {u: s - _PLANNED * (sided.get(u) == "improvement") for u, s in scores.items()}
    shared = _shared(ask.text, units)
    ranked = sorted(
        ((score + _WORDS * shared[unit], unit) for unit, score in scores.items()), key=_order
    )
    best, first = ranked[0]
    if best < _least(kind, least):
        return None
    if kind.counts:
        return quoted(report, "", [_counting(question, first, relevance)])
    beside = [u for score, u in ranked if score >= max(best - _BESIDE, least)]
    chosen = beside[:_MOST]
    return quoted(report, "", sorted(chosen, key=lambda s: (s.paragraph, s.start)))


def read_of(report: Report, name: str, asked: str, finder: Finder) -> Statement | None:
    """The stretch naming a part of the body (泗洪县, of a city's report) that answers; None for none."""
    if finder.relevance is None:
        return None
    kind = expected(asked)
    loosely = kind.loosely()
    units = [
        unit
        for at, paragraph in enumerate(report.paragraphs)
        if not paragraph.heading and name in paragraph.text
        for unit in _units(report, at)
        if name in unit.text and loosely.fits(unit.text, unit.text)
    ]
    if not units:
        return None
    question = "".join((asked if name in asked else f"{name}{asked}").split())
    scores = finder.relevance(question, [unit.text for unit in units])
    best = max(range(len(units)), key=lambda i: scores[i])
    return quoted(report, "", [units[best]]) if scores[best] >= _least(kind) else None


def _least(kind: Expected, least: float = ANSWERS) -> float:
    """The log-odds that an answer needs."""
    return max(least, _COUNTS) if kind.counts else least


def _shared(text: str, units: Sequence[Sentence]) -> dict[Sentence, float]:
    """How much of the question's words each text holds, 0 to 1; common ones count less."""
    wanted = pairs(content(text))
    common: Counter[str] = Counter()
    for unit in units:
        common.update(pairs(unit.text).keys() & wanted.keys())
    return {unit: coverage(wanted, unit.text, common, len(units)) for unit in units}


def _order(scored: tuple[float, Sentence]) -> tuple[float, int, int]:
    return (-scored[0], scored[1].paragraph, scored[1].start)


def side_of(question: str) -> str:
    """Whether a question asks for a remedy ("improvement") or for what is lacking ("problem"); "" for neither."""
    words = meaning().sides
    sides = ("improvement", "problem")
    return next((side for side in sides if re.search("|".join(words[side]), question)), "")


def section_five(report: Report) -> dict[Sentence, str]:
    """The stretches of section 五, each told as a problem or an improvement."""
    units = [
        unit
        for at, paragraph in enumerate(report.paragraphs)
        if paragraph.section == "五" and not paragraph.heading
        for unit in _units(report, at, leads=True)
    ]
    words = meaning().aspects
    kinds = aspect_of(units, words["problem"], words["improvement"])
    return {unit: kinds[i] for i, unit in enumerate(units) if not _leads(unit.text)}


def _on_side(
    scores: dict[Sentence, float], sided: dict[Sentence, str], side: str
) -> dict[Sentence, float]:
    """Scores where a remedy stands for the problem it mends, told at the same place of its list.

    A question for a remedy speaks of the problem (没人理, 许诺多久回音), so that the problem's sentence
    is likest it; reports tell remedies in the order of their problems.
    """
    other = {"improvement": "problem", "problem": "improvement"}[side]
    mine = [unit for unit in sided if sided[unit] == side and unit in scores]
    theirs = [unit for unit in sided if sided[unit] == other and unit in scores]
    raised = dict(scores)
    for unit in theirs:
        raised[unit] -= _OFF_SIDE
    ordered = [_ordinal(unit.text) for unit in mine], [_ordinal(unit.text) for unit in theirs]
    if (
        side == "improvement"
        and ordered[0]
        and sorted(filter(None, ordered[0])) == sorted(filter(None, ordered[1]))
    ):
        for unit, number in zip(mine, ordered[0], strict=True):
            paired = [
                scores[o] for o, n in zip(theirs, ordered[1], strict=True) if number and n == number
            ]
            raised[unit] = max([raised[unit], *(score - _PAIRED for score in paired)])
    return raised


def _ordinal(text: str) -> int:
    """The place of a list that a stretch names (三是, 3.); 0 where it names none."""
    match = _ITEM.search(text[:_HEAD])
    if not match:
        return 0
    said = match[1] or match[2]
    return int(said) if said.isdigit() else "一二三四五六七八九".find(said) + 1


def candidates(report: Report, ask: Ask, finder: Finder) -> list[Sentence]:
    """The sentences, or stretches of long ones, of the passages that retrieval finds first."""
    found: list[Sentence] = []
    for passage in finder.passages(ask.text, report)[:_PASSAGES]:
        for unit in _units(report, passage.paragraph):
            if passage.holds(unit) and unit not in found:
                found.append(unit)
    return found[:_UNITS]


def _leads(text: str) -> bool:
    """Whether a stretch only leads to what follows (针对上述问题，改进措施如下：)."""
    return bool(_LEAD.fullmatch(text)) or text.endswith(("：", ":"))


def _units(report: Report, at: int, *, leads: bool = False) -> list[Sentence]:
    """The stretches of a paragraph that may answer; with ``leads`` those that only lead to others, too."""
    paragraph = report.paragraphs[at]
    found = []
    for start, end in spans(paragraph.text):
        text = paragraph.text[start:end]
        begin = start + len(text) - len(text.lstrip())
        if leads or not _leads(text.strip()):
            found.append(
                Sentence(at, begin, begin + len(text.strip()), text.strip(), paragraph.section)
            )
    return found


def _counting(question: str, unit: Sentence, relevance: Relevance) -> Sentence:
    """The clause of a sentence whose figure is the one asked for; all of it where there is one."""
    told = [
        (clause, marked(unit.text, figure))
        for clause in clauses(unit)
        for figure in dict.fromkeys(_FIGURE.findall(clause.text))
        if unit.text.count(figure) == 1 and expected(question).fits(clause.text, unit.text)
    ]
    if len({clause.start for clause, _ in told}) < 2:  # nothing to choose from
        return unit
    shared = _shared(question, [clause for clause, _ in told])
    scores = [
        score + _WORDS * shared[clause]
        for score, (clause, _) in zip(
            relevance(question, [text for _, text in told]), told, strict=True
        )
    ]
    best = max(range(len(told)), key=lambda i: scores[i])
    others = [s for s, (clause, _) in zip(scores, told, strict=True) if clause != told[best][0]]
    return told[best][0] if scores[best] - max(others) >= _ALONE else unit

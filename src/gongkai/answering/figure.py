"""Figures told in running text: the same one in other reports, their sum and their change.

Cells are reckoned with by `tell` and `across`. Here a quotation is a number where it holds just
one figure in what is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.answering.evidence import Evidence, Statement, marks_of, of_words
from gongkai.answering.expect import expected
from gongkai.answering.query import Ask
from gongkai.answering.sentences import clauses, sentences
from gongkai.answering.tell import lead, number, percent
from gongkai.answering.topics import meaning
from gongkai.report import Report
from gongkai.text import squeeze

# Folded text has its commas and colons as ASCII.
_PAUSE = re.compile("[，；：。、,;:]")
_MONEY = ("元", "万元")
# So many characters before a figure tell what it counts.
_BEFORE = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a quotation, with its unit and the words before it."""

    report: Report
    value: Decimal
    unit: str
    before: str
    evidence: Evidence


def figure_of(statement: Statement, ask: Ask) -> Figure | None:
    """The one figure of a statement's one quotation in what ``ask`` counts; None where not one."""
    places = [e for e in statement.evidence if e.fact is None]
    if len(places) != 1 or len(statement.evidence) != 1:
        return None
    text = squeeze(places[0].quote)
    units = "|".join(sorted(map(re.escape, _units(ask)), key=len, reverse=True))
    found = list(re.finditer(rf"(?<![\d.])(\d[\d,]*(?:\.\d+)?)({units})", text))
    if len(found) > 1:
        found = _meant(found, text, ask)
    if len(found) != 1:
        return None
    value = Decimal(found[0].group(1).replace(",", ""))
    before = _PAUSE.split(text[: found[0].start()])[-1][-_BEFORE:]
    return Figure(places[0].report, value, found[0].group(2), before, places[0])


def _meant(found: Sequence[re.Match[str]], text: str, ask: Ask) -> list[re.Match[str]]:
    """The figures of a sentence that are of the channel asked for; of all channels, where none is."""
    topic = meaning().topics.get(ask.topic)
    channels = topic.channels if topic else ()
    named = [channel for channel in channels if channel in ask.text]

    def clause(match: re.Match[str]) -> str:
        return _PAUSE.split(text[: match.start()])[-1]

    if named:
        return [match for match in found if any(channel in clause(match) for channel in named)]
    parts = ("其中", *channels)
    return [m for m in found if channels and not any(part in clause(m) for part in parts)]


def _units(ask: Ask) -> tuple[str, ...]:
    if ask.topic.startswith("fee.") or "钱" in ask.text:
        return _MONEY
    return expected(ask.text).units or meaning().whole_units


def same_told(report: Report, figure: Figure) -> Statement | None:
    """The clause of another report that tells ``figure`` in the same words; None where not one."""
    if len(figure.before) < 2:  # too little to know it by
        return None
    pattern = re.compile(rf"{re.escape(figure.before)}(\d[\d,]*(?:\.\d+)?){re.escape(figure.unit)}")
    found = [
        clause
        for sentence in sentences(report)
        for clause in clauses(sentence)
        if pattern.search(squeeze(clause.text))
    ]
    if len(found) != 1:
        return None
    evidence = of_words(report, found[0].paragraph, found[0].start, found[0].end)
    return Statement(f"{lead(report)}报告：“{found[0].text}”⟦0⟧", (evidence,))


def reckoned(ask: Ask, figures: Sequence[Figure]) -> list[Statement]:
    """The sum or the change of figures of several reports, where it is asked for, with formula."""
    if len(figures) < 2 or len({figure.unit for figure in figures}) > 1:
        return []
    if ask.operation == "sum":
        return [_sum(figures)]
    return [_change(figures)] if ask.operation in ("trend", "compare") else []


def _name(figure: Figure, figures: Sequence[Figure]) -> str:
    one_body = len({f.report.bureau for f in figures}) == 1
    return f"{figure.report.year}年" if one_body else lead(figure.report)


def _sum(figures: Sequence[Figure]) -> Statement:
    total = sum((f.value for f in figures), Decimal(0))
    terms = "＋".join(f"{_name(f, figures)}{number(f.value)}⟦{i}⟧" for i, f in enumerate(figures))
    text = f"按报告正文，合计{number(total)}{figures[0].unit}（{terms}＝{number(total)}）。"
    values = (total, *(f.value for f in figures))
    return Statement(text, tuple(f.evidence for f in figures), values)


def _change(figures: Sequence[Figure]) -> Statement:
    one_body = len({f.report.bureau for f in figures}) == 1
    first, last = figures[0], figures[-1]
    later, earlier = (last, first) if one_body else (first, last)
    difference = later.value - earlier.value
    values = [later.value, earlier.value, abs(difference)]
    evidence = (later.evidence, earlier.evidence)
    who = (_name(later, figures), _name(earlier, figures))
    if not difference:
        text = f"按报告正文，{who[0]}与{who[1]}相同，都是{number(later.value)}{later.unit}{marks_of(2)}。"
        return Statement(text, evidence, tuple(values))
    word = "多" if difference > 0 else "少"
    ratio = ""
    if earlier.value and one_body:
        growth = percent(abs(difference), earlier.value)
        values.append(growth)
        ratio = f"，{'增长' if difference > 0 else '下降'}{number(growth)}%"
    text = (
        f"按报告正文，{who[0]}比{who[1]}{word}{number(abs(difference))}{later.unit}"
        f"（{number(later.value)}－{number(earlier.value)}{ratio}）{marks_of(2)}。"
    )
    return Statement(text, evidence, tuple(values))

"""A claim's figure in words that no rule reads, by the relevance model: which cell, or which figure
of the running text, it counts.

What is heard only proposes: the figure is then held against the cell or the sentence as any other. The
model was taught with statements that narrow a cell (通过邮件收到的, 上半年的) as none of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.answering.evidence import of_words
from gongkai.answering.relevant import Reader, marked
from gongkai.answering.sentences import Sentence, clauses, coverage, pairs
from gongkai.answering.understand import plain as simplified
from gongkai.desk.claim import Verdict
from gongkai.desk.claim_figure import Figure, figures
from gongkai.desk.claim_statement import Statement
from gongkai.desk.claim_topic import Topic, bases_of
from gongkai.desk.claim_words import words
from gongkai.desk.judge import Judgement, agrees, one_line, tolerance
from gongkai.report import FormName, Report
from gongkai.text import bare

# Log-odds from which on a cell or a sentence is the one: for what agrees, and for what doesn't.
_AGREES, _DIFFERS = 2.0, 4.0
# What a figure's own clause adds where it holds the statement's words: 门户网站发布447条.
_WORDS = 3.0
_SPOKEN = 5  # characters: less says nothing of what is counted
# Numbers up to this agree by chance too often.
_SMALL = Decimal(9)
# Stands for the figure while the text is folded, which would make n of N.
_HOLE = "〓"
_AHEAD = 2.0  # what differs must be so far ahead of what is second


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure of the running text that may be the claim's."""

    score: float
    figure: Figure
    paragraph: int
    start: int
    end: int


def masked(statement: Statement, reader: Reader) -> str:
    """The statement's words with its figure as N, without bodies and years; "" without a figure."""
    figure = statement.figure
    text = statement.text if figure and figure.text in statement.text else statement.clause
    if figure is None or figure.text not in text:
        return ""
    unit = figure.unit if figure.measure in ("count", "money") else ""
    told = reader.bare(text.replace(figure.text, f"{_HOLE}{unit}", 1))
    return " ".join(told.split()).replace(_HOLE, "N").lstrip(" ,，、;；:：")


def heard_topic(
    statement: Statement, form: FormName, reader: Reader
) -> tuple[Topic, float, float] | None:
    """The cell a statement's figure is of, its log-odds, and those of the next one."""
    text = masked(statement, reader)
    found = reader.cells(text, form) if text else []
    if not found:
        return None
    second = found[1].score if len(found) > 1 else float("-inf")
    return Topic(found[0].subject, found[0].part), found[0].score, second


def judge_heard(
    statement: Statement, report: Report, reader: Reader,
    judge: Callable[[Statement], Judgement],
) -> Judgement | None:  # fmt: skip
    """The judgement on a figure that no rule read; None where hearing isn't sure.

    ``judge`` judges a statement whose topic is told.
    """
    figure = statement.figure
    text = masked(statement, reader)
    if figure is None or len(bare(text)) < _SPOKEN or words().future.search(statement.clause):
        return None
    cell = heard_topic(statement, report.form, reader) if report.form else None
    counted = figure.measure in ("count", "money")
    told_in = sorted(_said(text, figure, report, reader), key=lambda s: -s.score) if counted else []
    said = told_in[0] if told_in else None
    if cell and cell[1] >= _AGREES and (said is None or cell[1] >= said.score):
        topic, score, second = cell
        bases = bases_of(topic, "占", "") if statement.kind == "share" else ()
        if statement.kind == "share" and not bases:
            return None
        told = judge(
            replace(statement, topics=(topic,), bases=bases, problem="", add=False, guess=False)
        )
        return told if _stands(told.verdict, score, score - second, figure) else None
    if said and said.score >= _AGREES:
        evidence = of_words(report, said.paragraph, said.start, said.end)
        same = _same(figure, said.figure)
        verdict: Verdict = "supported" if same else "contradicted"
        other = next((s.score for s in told_in if s.figure.value != said.figure.value), None)
        ahead = _AHEAD if other is None else said.score - other
        if not _stands(verdict, said.score, ahead, figure):
            return None
        words_ = f"报告正文写的是“{one_line(evidence.quote)}”{tolerance(figure)}"
        return Judgement(verdict, words_, (evidence,), said.figure.value, said.figure.unit)
    return None


# 没有一个人…, 从未…: what is denied is how many.
_DENIES = re.compile(
    "(?:从|并|也|还)?(?:没有|没|未曾?|无)(?:任何|哪怕|过)?(?:一[件起宗个例份位名人场]?)?(?:人|单位)?"
)
_NOT_ONE = re.compile("一[件起宗个例份位名人场](?:[^，。]{0,12}?)(?:都|也)(?:没有|没|未|无|不)")


def judge_denied(
    statement: Statement, report: Report, reader: Reader,
    judge: Callable[[Statement], Judgement],
) -> Judgement | None:  # fmt: skip
    """The judgement on a denial that no rule reads (没有一个人…提起过复议); None where it isn't sure."""
    clause = statement.clause or statement.text
    denied = _NOT_ONE.search(clause) or _DENIES.search(clause)
    if not denied or report.form is None or words().future.search(clause):
        return None
    told = f"{clause[: denied.start()]} {clause[denied.end() :]}"
    text = " ".join(reader.bare(told).split()).lstrip(" ,，、;；:：")
    found = reader.cells(f"{text}有N件", report.form) if text else []
    if not found or found[0].score < _DIFFERS:
        return None
    topic = Topic(found[0].subject, found[0].part)
    return judge(replace(statement, kind="value", topics=(topic,), zero=True, problem=""))


def _stands(verdict: Verdict, score: float, ahead: float, figure: Figure) -> bool:
    if verdict in ("supported", "conflict"):
        return score >= (_DIFFERS if figure.value <= _SMALL or not figure.exact else _AGREES)
    return verdict == "contradicted" and score >= _DIFFERS and ahead >= _AHEAD


def _same(claimed: Figure, said: Figure) -> bool:
    if claimed.measure == "money":
        return agrees(claimed, said.value, said.unit)
    if said.exact:
        return claimed.allows(said.value)
    return not claimed.exact and claimed.text == said.text


def _said(text: str, figure: Figure, report: Report, reader: Reader) -> Iterator[_Said]:
    """The figures of the running text in a like measure, with the model's score of each."""
    places: list[tuple[Figure, Sentence]] = []
    texts: list[str] = []
    for unit in reader.units(text, report):
        for other in figures(simplified(unit.text)):
            if other.measure == figure.measure and unit.text.count(other.text) == 1:
                places.append((other, unit))
                texts.append(marked(unit.text, other.text))
    scores = reader.relevance(text, texts) if texts else ()
    wanted = pairs(text)
    for (other, unit), score in zip(places, scores, strict=True):
        own = next((c.text for c in clauses(unit) if other.text in c.text), unit.text)
        shared = _WORDS * coverage(wanted, own, Counter(), 1)
        yield _Said(score + shared, other, unit.paragraph, unit.start, unit.end)

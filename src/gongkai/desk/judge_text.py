"""A report's own running text as figures: what it tells of cells, of changes, and of all else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.answering.evidence import Evidence, of_words
from gongkai.answering.sentences import Sentence, clauses, sentences
from gongkai.answering.understand import plain as simplified
from gongkai.desk.claim_figure import Figure
from gongkai.desk.claim_read import sentence_of
from gongkai.desk.claim_statement import Context
from gongkai.desk.claim_whom import Who, Whom
from gongkai.desk.claim_words import alike, words
from gongkai.desk.judge import Told
from gongkai.report import Report
from gongkai.text import bare

MARKS = re.compile("[“”‘’\"'《》〈〉「」]")
PLANS = re.compile("下一步|改进(?:情况|措施|方向)|今后|针对|整改")
_WINDOW = 3
_TITLE = re.compile("“[^“”]{9,}”")


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure of a report's running text with the words beside it (as `gist` folds them).

    ``direction`` is that of a change the figure measures, 0 where it measures none."""

    gist: str
    figure: Figure
    evidence: Evidence
    direction: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """A clause of a sentence, or a few neighbours, as plain words are looked for.

    ``pairs`` are of its folded text; ``planned`` where section 五 tells what is to be done.
    """

    sentence: Sentence
    start: int
    end: int
    clauses: int
    text: str
    pairs: frozenset[str]
    planned: bool


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What a report's running text tells in figures: of cells, of changes, and of all else."""

    told: tuple[Told, ...]
    growths: tuple[Told, ...]
    slots: tuple[Slot, ...]
    windows: tuple[Window, ...] = ()
    changes: tuple[Slot, ...] = ()


def text_facts(report: Report) -> TextFacts:
    """The figures of a report's running text, read as a claim about itself is."""
    whom = Whom(None)
    told: list[Told] = []
    growths: list[Told] = []
    slots: list[Slot] = []
    changes: list[Slot] = []
    start = Context(Who((report.bureau,)), (report.year,))
    state, paragraph = start, -1
    for sentence in sentences(report, fine=True):
        if sentence.paragraph != paragraph:
            state, paragraph = start, sentence.paragraph
        found, state = sentence_of(sentence.text, whom, state)
        evidence: Evidence | None = None
        for statement in found:
            if statement.figure is None or words().future.search(statement.clause):
                continue
            evidence = evidence or quoted(report, sentence)
            figure = statement.figure
            mine = statement.years == (report.year,) and not statement.problem
            single = len(statement.topics) == 1 and not statement.add
            if statement.kind == "value":
                slots.append(Slot(gist(statement.content), figure, evidence))
                if mine and single:
                    told.append(Told(statement.topics[0], figure, evidence))
            elif statement.kind == "share" and statement.problem:
                slots.append(Slot(gist(statement.content), figure, evidence))
            elif statement.kind == "growth" and statement.problem and statement.content:
                way = statement.direction or 1
                changes.append(Slot(gist(statement.content), figure, evidence, way))
            elif statement.kind == "growth" and mine and figure.measure == "percent":
                way = statement.direction or 1
                growths += [Told(topic, figure, evidence, way) for topic in statement.topics]
    return TextFacts(
        tuple(told), tuple(growths), tuple(slots), tuple(_windows(report)), tuple(changes)
    )


def _windows(report: Report) -> Iterator[Window]:
    planned = False
    for sentence in sentences(report):
        # What section 五 tells after such words is to be done, not done.
        planned = planned and sentence.section == "五"
        if sentence.section == "五" and PLANS.search(sentence.text):
            planned = True
        parts = list(clauses(sentence))
        for size in range(1, _WINDOW + 1):
            for first, last in zip(parts, parts[size - 1 :], strict=False):
                start, end = first.start, last.end
                text = simplified(sentence.text[start - sentence.start : end - sentence.start])
                pairs = frozenset(pairs_of(bare(MARKS.sub("", alike(text)))))
                yield Window(sentence, start, end, size, text, pairs, planned)


def quoted(report: Report, sentence: Sentence) -> Evidence:
    return of_words(report, sentence.paragraph, sentence.start, sentence.end)


def gist(text: str) -> str:
    """The words of folded text that say what is spoken of, spaces between them."""
    data = words()
    text = alike(text, apart=True)

    def keep(match: re.Match[str]) -> str:
        # Known words stand apart: 召开新闻发布会 and 召开“…”等新闻发布会 are of the same words.
        return " " if data.tokens[match.group()][0] == "neutral" else f" {match.group()} "

    # A title in quotation marks tells which one (“…”等新闻发布会), not what is counted.
    text = MARKS.sub("", _TITLE.sub(" ", text))
    pieces = re.split(r"[^\w]+|[的了着过等及与和]", data.pattern.sub(keep, text))
    kept = []
    for piece in pieces:
        word = piece.strip("".join(data.small))
        if len(word) == 1 < len(piece.strip()):
            word = piece.strip()  # 有效 is a word though 有 says nothing
        kept += [word] if len(word) > 1 else []
    return " ".join(kept)


def pairs_of(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for word in text.split():
        found.update(word[i : i + 2] for i in range(len(word) - 1))
    return found

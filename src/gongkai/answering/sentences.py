"""Sentences of a report's running text, with their places; which of them speak of what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.report import Report
from gongkai.text import bare, squeeze

_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;\n]+[”’）)]*|$)")
_FULL_STOP = re.compile(r"[^。！？!?\n]*(?:[。！？!?\n]+[”’）)]*|$)")


_PROBLEM_LEAD = re.compile(
    "问题(?:是|：|:|有|表现|主要)|主要问题|存在问题|存在的问题|存在的不足|不足[：:]"
)
_ORDINAL = re.compile(
    r"^(?:（[一二三四五六七八九十]）|\([一二三四五六七八九十]\)|\d+[.、]|20\d\d年，?|，)+"
)
_LISTED = re.compile("[一二三四五六七八九十]是|其[一二三四五]|第[一二三四五]")
_HAN_DIGITS = "一二两三四五六七八九十百千万"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: characters ``start`` to ``end`` of a report's paragraph."""

    paragraph: int
    start: int
    end: int
    text: str
    section: str


def sentences(
    report: Report, sections: Sequence[str] = (), *, fine: bool = False
) -> Iterator[Sentence]:
    """A report's sentences outside headings, in order; ``fine`` also cuts at semicolons."""
    pattern = _SENTENCE if fine else _FULL_STOP
    for index, paragraph in enumerate(report.paragraphs):
        if paragraph.heading or (sections and paragraph.section not in sections):
            continue
        for match in pattern.finditer(paragraph.text):
            text = match.group()
            stripped = text.strip()
            if not stripped:
                continue
            start = match.start() + len(text) - len(text.lstrip())
            yield Sentence(index, start, start + len(stripped), stripped, paragraph.section)


def clauses(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence's clauses, cut at commas, colons and semicolons outside numbers."""
    for match in re.finditer(r"(?:[^，；：;:。！？\n,]|(?<=\d)[,:：](?=\d))+", sentence.text):
        text = match.group().strip()
        if len(bare(text)) > 3:
            start = sentence.start + match.start() + match.group().find(text)
            yield Sentence(sentence.paragraph, start, start + len(text), text, sentence.section)


def figures(text: str, units: Iterable[str]) -> list[str]:
    """Figures with one of ``units`` behind them: 221条, 18万余条, 5500 余条, 三次."""
    words = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    pattern = rf"(\d[\d,.]*[万亿千百]?[余多]?|(?<![{_HAN_DIGITS}第进统逐唯同])[{_HAN_DIGITS}]+[余多]?)(?:{words})"
    return re.findall(pattern, squeeze(text))


def pairs(text: str) -> Counter[str]:
    """Pairs of neighbouring characters within the words of ``text``."""
    counted: Counter[str] = Counter()
    for word in re.split(r"\s+", text):
        folded = bare(word)
        counted.update(folded[i : i + 2] for i in range(len(folded) - 1))
    return counted


def coverage(wanted: Counter[str], text: str, common: Counter[str], total: int) -> float:
    """How much of ``wanted`` stands in ``text``, 0 to 1; pairs common in the report count less.

    ``common`` counts in how many of the report's ``total`` sentences a pair stands.
    """
    if not wanted:
        return 0.0
    have = pairs(text)
    weigh = {pair: 1.0 / (1.0 + 6.0 * common[pair] / max(total, 1)) for pair in wanted}
    return sum(w for pair, w in weigh.items() if pair in have) / sum(weigh.values())


def aspect_of(
    ordered: Sequence[Sentence], problem: Sequence[str], improvement: Sequence[str]
) -> dict[int, str]:
    """Which sentences of section 五 tell problems and which improvements, by index.

    A section turns from the one to the other at a lead (针对上述问题, 改进情况); between leads
    sentences belong to the one before. Without a lead only sentences with a problem's words
    count as problems.
    """
    turns: dict[int, str] = {}
    for i, sentence in enumerate(ordered):
        head = squeeze(sentence.text)[:16]
        problem_lead = _PROBLEM_LEAD.search(head)
        # A lead stands at the head, after an ordinal; in a list (一是整改情况公开不够) it is none.
        opened = _ORDINAL.sub("", head)
        turning = not _LISTED.match(opened) and (
            opened.startswith(tuple(improvement)) or "针对" in opened[:10]
        )
        if turning and not (problem_lead and problem_lead.start() < _first(head, improvement)):
            turns[i] = "improvement"
        elif problem_lead or any(word in sentence.text for word in problem):
            turns.setdefault(i, "problem" if problem_lead else "")
    state = "problem"
    found: dict[int, str] = {}
    led = any(turns.values())
    for i, sentence in enumerate(ordered):
        state = turns.get(i) or state
        worded = any(word in sentence.text for word in problem)
        if state == "problem" and not worded and not led:
            found[i] = "improvement"
        else:
            found[i] = state
    return found


def _first(text: str, words: Sequence[str]) -> int:
    places = [text.find(word) for word in words if word in text]
    return min(places, default=len(text))

"""Judging what is retold in other words, by a model that reads statement and passage together.

The rules before it hold a statement's words against a passage's; who writes 人手不够 for 力量不足 is
not found by them. The model tells whether a passage says a statement or says otherwise. It is
asked last, believed where it is sure, and never about figures: those of the statement must stand
in the passage, or it is refuted by the one that stands in their place.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gongkai.answering.evidence import of_words
from gongkai.answering.relevant import spans
from gongkai.answering.understand import plain as simplified
from gongkai.desk.claim import Verdict
from gongkai.desk.claim_figure import Figure, figures
from gongkai.desk.claim_words import read_phrase, words
from gongkai.desk.judge import Judgement, one_line, tolerance
from gongkai.desk.judge_text import PLANS
from gongkai.desk.judge_told import as_told, same_unit
from gongkai.desk.judge_words import FIXED, NEG
from gongkai.index.encoder import Encoder
from gongkai.index.entailment import Borne, load_entailment
from gongkai.numerals import Numeral, numerals
from gongkai.report import Report
from gongkai.text import bare

# Probabilities from which on a passage says a statement, or says otherwise.
SAYS = 0.92
DENIES = 0.9
# The same where the passage's own figure is put in the statement's place, and where the statement
# is rather denied as it stands or the number is no figure.
_SAYS_THEN, _RATHER_THEN = 0.92, 0.75
# A passage that may say it lets no other refute it.
_MAY = 0.3
# So many passages, the likest first, are read.
_READ = 8
_SHORTEST = 5
_HALF = 0.5
_PAIR = 2
_DAYS = ("天", "日")
_WILL = re.compile("将(?![近军])")
_IF = re.compile("如果|假如|假设|要是|倘若|若(?!干)")
_KEPT = 4096  # texts whose vectors are kept
# Words that claim more than a passage without them tells.
_STRONG = (
    "全部",
    "所有",
    "首次",
    "首个",
    "唯一",
    "率先",
    "第一",
    "全国",
    "全省",
    "从未",
    "显著",
    "大幅",
    "十分",
    "非常",
    "完全",
    "彻底",
    "一律",
    "只对",
    "仅对",
    "其余",
    "未经",
    "部分",
    "个别",
    "少数",
    "多数",
    "半数",
    "每次",
    "每场",
    "每人",
    "每家",
)
# 年报中坦言，…: that it is told, before what is.
_FRAME = re.compile(
    "^(?:在|其|该|按照?|根据|据)?(?:年报|年度报告|报告|工作报告|总结|改进措施|整改思路|整改措施|措施)?(?:里|中|内)?"
    "(?:还|也|就|曾)?(?:坦言|承认|认为|指出|提出|提到|显示|称|说|写明|写道|明确|披露|表示|透露|介绍|自述|自陈|反映)?[，,：:]?"
)

Reads = Callable[[Sequence[tuple[str, str]]], Sequence[Borne]]
Likest = Callable[[str, Sequence[str]], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a report's running text, characters ``start`` to ``end`` of a paragraph.

    ``planned``: section 五 tells it as to be done.
    """

    paragraph: int
    start: int
    end: int
    text: str
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Bearing:
    """What tells whether passages bear a statement out.

    ``reads`` holds pairs of statement and text against each other, ``likest`` gives the texts'
    places, the likest to a statement first.
    """

    reads: Reads
    likest: Likest

    def judge(self, said: str, report: Report, passages: Sequence[Passage]) -> Judgement | None:
        """The judgement on a statement (without body and year); None where no passage is sure."""
        said = _FRAME.sub("", " ".join(simplified(said).split())).strip("，。；、：:,. ")
        if len(bare(said)) < _SHORTEST:
            return None
        order = self.likest(said, [p.text for p in passages])[:_READ]
        likest = [passages[i] for i in order]
        odds = self.reads([(said, p.text) for p in likest])
        read = sorted(zip(likest, odds, strict=True), key=lambda r: -r[1].said)
        for passage, borne in read:
            held = borne.said >= SAYS and not unmatched(said, passage.text)
            if held and not _narrower(said, passage):
                return _told("supported", report, passage)
        # A text's figure beside a table's is no refutation.
        return None if _of_cells(said) else self._refuted(said, report, read)

    def _refuted(
        self, said: str, report: Report, read: Sequence[tuple[Passage, Borne]]
    ) -> Judgement | None:
        """What a passage has otherwise: a figure, another number, or all of it."""
        for passage, borne in read:
            if borne.untold >= _HALF or _limited(said, passage):
                continue
            least = _RATHER_THEN if borne.denied >= _HALF else _SAYS_THEN
            if figure := self._otherwise(said, passage.text, least):
                claimed, printed = figure
                found = _told("contradicted", report, passage, tolerance(claimed))
                return replace(found, value=printed.value, unit=printed.unit)
            if self._numbered_otherwise(said, passage.text):
                return _told("contradicted", report, passage)
        # What is denied by the statement (并不保守) is refuted by its opposite, which no one passage is.
        if not read or read[0][1].said >= _MAY or NEG.search(FIXED.sub("", said)):
            return None
        passage, borne = max(read, key=lambda r: r[1].denied)
        denied = borne.denied >= DENIES and not unmatched(said, passage.text)
        return (
            _told("contradicted", report, passage)
            if denied and not _narrower(said, passage)
            else None
        )

    def _otherwise(self, said: str, text: str, least: float) -> tuple[Figure, Figure] | None:
        """The statement's one figure that the text has otherwise, and the text's: with it in its
        place the text says the statement."""
        odd = unmatched(said, text)
        if len(odd) != 1:
            return None
        (claimed,) = odd
        ways = [f for f in figures(text) if same_unit(claimed, f)]
        told = [f"{said[: claimed.start]}{f.text}{said[claimed.end :]}" for f in ways]
        odds = self.reads([(way, text) for way in told]) if told else ()
        sure = [f for f, borne in zip(ways, odds, strict=True) if borne.said >= least]
        return (claimed, sure[0]) if len(sure) == 1 else None

    def _numbered_otherwise(self, said: str, text: str) -> bool:
        """Whether the text has other numbers that are no figures (七天, 〔2020〕30号, 2023年1月1日) in the
        place of the statement's odd ones, and with them says the statement."""
        odd = _odd(said, text)
        mine = {_number(n) for n in numerals(said)}
        ways = [n for n in numerals(text) if _number(n) not in mine and _like(n, odd)]
        if not 0 < len(odd) == len(ways) <= _PAIR or unmatched(said, text):
            return False
        told = said
        for claimed, printed in reversed(list(zip(odd, ways, strict=True))):
            told = f"{told[: claimed.start]}{printed.text}{told[claimed.end :]}"
        (borne,) = self.reads([(told, text)])
        return borne.said >= _RATHER_THEN


def _number(numeral: Numeral) -> tuple[str, str]:
    """What tells two numbers apart: the value, of a paper's number (〔2021〕30号) all of it."""
    paper = re.search("[〔\\[]", numeral.text)
    return (numeral.kind, numeral.text) if paper else ("", str(numeral.value.normalize()))


def _like(numeral: Numeral, others: Sequence[Numeral]) -> bool:
    return any(
        numeral.kind == other.kind and _unit(numeral.unit) == _unit(other.unit) for other in others
    )


def _unit(unit: str) -> str:
    return "日" if unit in _DAYS else unit


def _odd(said: str, text: str) -> list[Numeral]:
    """A statement's numbers that are no figures and don't stand in the text."""
    counted = [(f.start, f.end) for f in figures(said)]
    printed = {_number(n) for n in numerals(text)}
    return [
        n for n in numerals(said)
        if _number(n) not in printed and not any(a < n.end and n.start < b for a, b in counted)
    ]  # fmt: skip


def unmatched(said: str, text: str) -> list[Figure]:
    """The figures of a statement that none of the text's agrees with."""
    text = simplified(text)
    printed = figures(text)
    return [
        f for f in figures(said)
        if not any(same_unit(f, p) and as_told(f, p) for p in printed)
        and not re.search(rf"(?<![\d.,]){re.escape(f.text)}", text)
    ]  # fmt: skip


def _narrower(said: str, passage: Passage) -> bool:
    """Whether a statement has a number, a degree, a condition or a limit that the text hasn't."""
    strong = any(word in said and word not in passage.text for word in _STRONG)
    return strong or bool(_odd(said, passage.text)) or _limited(said, passage)


def _of_cells(said: str) -> bool:
    """Whether a statement has words for what the tables count."""
    reading = read_phrase(said)
    return bool(reading.rows or reading.parts or reading.verbs or reading.app)


def _limited(said: str, passage: Passage) -> bool:
    """Whether a statement is limited (上半年, 网站), planned or put on a condition as the text isn't."""
    data = words()
    counted = data.narrowers if figures(said) else ()
    own = (*counted, *read_phrase(said).blocks)
    plan = passage.planned or bool(data.future.search(passage.text))
    planned = bool(data.future.search(said) or _WILL.search(said)) and not plan
    return (
        planned
        or bool(_IF.search(said))
        or any(word in said and word not in passage.text for word in own)
    )


def _told(verdict: Verdict, report: Report, passage: Passage, tail: str = "") -> Judgement:
    evidence = of_words(report, passage.paragraph, passage.start, passage.end)
    return Judgement(verdict, f"报告正文写的是“{one_line(evidence.quote)}”{tail}", (evidence,))


def passages_of(report: Report) -> list[Passage]:
    """A report's sentences, long ones in stretches, headings left out."""
    found: list[Passage] = []
    planned = False
    for at, paragraph in enumerate(report.paragraphs):
        # What section 五 tells after such words is to be done, not done.
        planned = (planned and paragraph.section == "五") or (
            paragraph.section == "五" and paragraph.heading and bool(PLANS.search(paragraph.text))
        )
        if paragraph.heading:
            continue
        for start, end in spans(paragraph.text):
            text = paragraph.text[start:end]
            planned = planned or (paragraph.section == "五" and bool(PLANS.search(text)))
            found.append(Passage(at, start, end, text.strip(), planned))
    return found


def bearing_of(encoder: Encoder) -> Bearing | None:
    """The model on an encoder's weights, which finds the likest passages as well; None where it is
    another model than the packaged one."""
    model = load_entailment(encoder)
    if model is None:
        return None
    known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
    lock = threading.Lock()

    def likest(said: str, texts: Sequence[str]) -> Sequence[int]:
        with lock:
            new = list(dict.fromkeys(text for text in texts if text not in known))
            known.update(zip(new, encoder.passages(new) if new else (), strict=True))
            vectors = [known[text] for text in texts]
            while len(known) > _KEPT:
                known.popitem(last=False)
        if not vectors:
            return []
        cosines = np.stack(vectors) @ encoder.queries([said])[0]
        return [int(i) for i in np.argsort(-cosines, kind="stable")]

    held: OrderedDict[tuple[str, str], Borne] = OrderedDict()

    def reads(pairs: Sequence[tuple[str, str]]) -> list[Borne]:
        """A draft is checked again after each change: what was read stays read."""
        with lock:
            new = list(dict.fromkeys(pair for pair in pairs if pair not in held))
            held.update(zip(new, model.borne(new), strict=True))
            found = [held[pair] for pair in pairs]
            while len(held) > _KEPT:
                held.popitem(last=False)
        return found

    return Bearing(reads, likest)

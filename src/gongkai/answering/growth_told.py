"""How something changed, as a report's own text tells it: 同比增长70.3%.

Where the year before is indexed, changes are reckoned from both reports (`across`); this is for
what one report alone can say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.answering.clause import find_operation, strip
from gongkai.answering.evidence import Evidence, Statement, of_words
from gongkai.answering.query import Ask
from gongkai.answering.quote import one_line
from gongkai.answering.sentences import Sentence, pairs, sentences
from gongkai.answering.tell import lead
from gongkai.answering.topics import content, meaning
from gongkai.report import Report
from gongkai.text import squeeze

_SINCE = "同比|环比|[较比](?:上一?年|去年|前一年|上年度|上一年度|往年)(?:同期|度)?|与(?:上|去)年(?:同期)?相比"
_GROWN = re.compile(
    rf"(?:{_SINCE})[^，。；,;]{{0,8}}?(?:增长|增加|上升|提高|提升|上涨|下降|减少|降低|回落|翻|多|少|持平)[^，。；,;（(]{{0,14}}"
)
_BRACKET = re.compile(r"（[^（）]*）|\([^()]*\)")
_PAUSE = re.compile("[，。；,;：:]")
# A longer passage is quoted in two pieces.
_WHOLE = 90
_SPOKEN = 0.75
_SHORT = 4


@dataclass(frozen=True, slots=True)
class _Growth:
    """A change and what changed: characters ``start`` to ``end`` of a sentence, the change itself
    from ``grown`` on."""

    sentence: Sentence
    start: int
    grown: int
    end: int

    @property
    def base(self) -> str:
        """What changed, in the report's words; brackets left out."""
        return _BRACKET.sub("", self.sentence.text[self.start : self.grown])

    @property
    def text(self) -> str:
        """The whole passage."""
        return self.sentence.text[self.start : self.end]


def growth_told(report: Report, ask: Ask) -> Statement | None:
    """What the report's text says of how the thing asked for changed; None where it doesn't."""
    for growth in _growths(report):
        if _speaks_of(growth, ask):
            return _told(report, [growth])
    return None


def every_growth(report: Report, most: int = 4) -> Statement | None:
    """The changes that the report's text tells, ``most`` at most; None where it tells none."""
    found = list(_growths(report))[:most]
    return _told(report, found) if found else None


def _growths(report: Report) -> Iterator[_Growth]:
    for sentence in sentences(report):
        # Brackets may hold a list of parts; as long as they are, they part no clauses.
        text = _BRACKET.sub(lambda m: "□" * len(m.group()), sentence.text)
        for match in _GROWN.finditer(text):
            if not re.search(r"[\d一二三四五六七八九十]|持平|翻", match.group()):
                continue  # 同比有所提升 tells no figure
            cuts = [m.end() for m in _PAUSE.finditer(text, 0, match.start())]
            own = text[cuts[-1] if cuts else 0 : match.start()]
            named = len(own.strip()) >= _SHORT
            before = cuts[-1] if named and cuts else cuts[-2] if len(cuts) > 1 else 0
            start = before + len(text[before:]) - len(text[before:].lstrip())
            yield _Growth(sentence, start, match.start(), match.end())


def _speaks_of(growth: _Growth, ask: Ask) -> bool:
    data = meaning()
    base = squeeze(growth.base)
    subject = data.subjects.get(ask.topic)
    if subject:
        parts = [data.parts[name] for name in ask.parts if name]
        if not all(any(phrase in base for phrase in part.phrases) for part in parts):
            return False
        named = [p for p in data.parts.values() if p.section == "三" and p.label in base]
        if named and not parts:
            return False
        if any(re.search(pattern, base) for pattern in subject.mentions):
            return True
        return subject.label in base
    _, spans = find_operation(ask.text, data)
    words = content(strip(ask.text, spans))
    wanted = pairs(data.in_print(words))
    have = pairs(base)
    share = sum(pair in have for pair in wanted) / max(len(wanted), 1)
    return bool(wanted) and share >= _SPOKEN


def _told(report: Report, growths: list[_Growth]) -> Statement:
    evidence: list[Evidence] = []
    pieces = []
    for growth in growths:
        at = growth.sentence.start
        spans = [(at + growth.start, at + growth.end)]
        if len(growth.text) > _WHOLE:
            first = _BRACKET.split(growth.text)[0]
            spans = [
                (at + growth.start, at + growth.start + len(first)),
                (at + growth.grown, at + growth.end),
            ]
        for start, end in spans:
            item = of_words(report, growth.sentence.paragraph, start, end)
            pieces.append(f"“{one_line(item.quote)}”⟦{len(evidence)}⟧")
            evidence.append(item)
    return Statement(f"{lead(report)}报告写的变化：{''.join(pieces)}", tuple(evidence))

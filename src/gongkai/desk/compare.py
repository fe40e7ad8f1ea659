"""Reports side by side: one body over years, bodies of one year; cells, changes, words.

Pure data: tables and charts are made of it elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import Indel

from gongkai.answering.topics import meaning
from gongkai.desk.rule_copied import similarity
from gongkai.report import Address, Fact, Report
from gongkai.text import bare

_SENTENCE = re.compile(r"[^。！？；;\n]+[。！？；;]?")
# Sentences at least so alike are one that was reworded, not one gone and another come.
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the form in each report; None where a report's form hasn't got it.

    ``changes`` and ``growth`` (per cent) hold each report against the one before it; None where
    either has no value, or growth would divide by 0.
    """

    address: Address
    unit: str
    facts: tuple[Fact | None, ...]
    changes: tuple[Decimal | None, ...]
    growth: tuple[Decimal | None, ...]

    @property
    def values(self) -> tuple[Decimal | None, ...]:
        """The values, None where blank or absent."""
        return tuple(fact.value if fact else None for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that two reports share (``same``), that was reworded, came or went.

    ``left`` and ``right``: (paragraph, start, end) in either report, None where it isn't there.
    """

    kind: Literal["same", "changed", "added", "removed"]
    before: str
    after: str
    left: tuple[int, int, int] | None
    right: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Narrative:
    """A section's words in two reports: how alike (0 to 1), and sentence by sentence."""

    section: str
    similarity: float
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Reports in the order given, and their cells row by row in the form's order."""

    reports: tuple[Report, ...]
    rows: tuple[Row, ...]


def compare(
    reports: Sequence[Report], topics: Sequence[str] = (), sections: Sequence[str] = ()
) -> Comparison:
    """Cells of the reports side by side; ``topics`` are words of rows or columns to keep.

    Cells that the two forms name otherwise but mean alike stand in one row, under the newest
    form's name; where the meaning differs they stay apart.
    """
    found: dict[tuple[str, ...], dict[int, Fact]] = {}
    for place, report in enumerate(reports):
        for fact in report.facts:
            found.setdefault(_meaning(fact.address), {})[place] = fact
    rows = []
    for cells in found.values():
        last = cells[max(cells)]
        path = (*last.address.row, *last.address.column)
        if sections and last.address.section not in sections:
            continue
        if topics and not any(topic in label for topic in topics for label in path):
            continue
        rows.append(_row(last, [cells.get(place) for place in range(len(reports))]))
    rows.sort(key=lambda row: "二三四".index(row.address.section))
    return Comparison(tuple(reports), tuple(rows))


def _row(last: Fact, facts: list[Fact | None]) -> Row:
    changes: list[Decimal | None] = [None]
    growth: list[Decimal | None] = [None]
    for before, after in pairwise(facts):
        old, new = (fact.value if fact else None for fact in (before, after))
        same = before is not None and after is not None and before.unit == after.unit
        known = old is not None and new is not None and same
        changes.append(new - old if known and new is not None and old is not None else None)
        change = changes[-1]
        growth.append(change * 100 / old if change is not None and old else None)
    return Row(last.address, last.unit, tuple(facts), tuple(changes), tuple(growth))


def _meaning(address: Address) -> tuple[str, ...]:
    """What a cell means whatever form names it: documents made were 新制作 and are 制发."""
    if address.section != "二":
        return (address.section, *address.row, *address.column)
    item, column = address.row[-1], address.column[-1]
    subject = next((s.id for s in meaning().subjects.values() if item in s.select), item)
    same = {"made", "decisions"}
    part = next(
        (p.id for p in meaning().parts.values() if p.section == "二" and column in p.columns), ""
    )
    return ("二", subject, part if part in same else column)


def narrative(left: Report, right: Report, section: str = "五") -> Narrative:
    """How a section's words changed from ``left`` to ``right``, sentence by sentence."""
    before, after = _sentences(left, section), _sentences(right, section)
    matcher = SequenceMatcher(
        None, [bare(text) for text, _ in before], [bare(text) for text, _ in after], autojunk=False
    )
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for (text, at), (other, place) in zip(before[i1:i2], after[j1:j2], strict=True):
                changes.append(Change("same", text, other, at, place))
        else:
            changes += _changed(before[i1:i2], after[j1:j2])
    return Narrative(section, similarity(right, left, section), tuple(changes))


_Sentence = tuple[str, tuple[int, int, int]]


def _changed(before: Sequence[_Sentence], after: Sequence[_Sentence]) -> list[Change]:
    """Pairs of reworded sentences, then those that went and came, in reading order."""
    left = list(before)
    told: list[Change] = []
    for text, place in after:
        scored = [
            (Indel.normalized_similarity(bare(old), bare(text)), -number)
            for number, (old, _) in enumerate(left)
        ]
        best, number = max(scored, default=(0.0, 0))
        if best >= _ALIKE:
            old, at = left.pop(-number)
            told.append(Change("changed", old, text, at, place))
        else:
            told.append(Change("added", "", text, None, place))
    return [*(Change("removed", text, "", at, None) for text, at in left), *told]


def _sentences(report: Report, section: str) -> list[_Sentence]:
    found: list[_Sentence] = []
    for index, paragraph in enumerate(report.paragraphs):
        if paragraph.section != section or paragraph.heading:
            continue
        for match in _SENTENCE.finditer(paragraph.text):
            if bare(match.group()):
                found.append((match.group().strip(), (index, *match.span())))
    return found

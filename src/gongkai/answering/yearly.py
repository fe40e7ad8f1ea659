"""What changed between two reports of one body, where no single matter is named (和去年比有什么变化)."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.answering import quote
from gongkai.answering.evidence import Statement
from gongkai.answering.tell import change, single
from gongkai.answering.topics import meaning
from gongkai.report import Report


def development(reports: Sequence[Report]) -> list[Statement]:
    """The headline numbers of the first and the last report with their differences, and the
    problems each tells; [] where there is one report alone.
    """
    data = meaning()
    if len(reports) < 2:
        return []
    pair = (reports[0], reports[-1])
    told = []
    for subject in (data.subjects[entry] for entry in data.headline):
        found = [m for report in pair if (m := single(report, subject.id, ""))]
        if statement := change(found, subject):
            told.append(statement)
    problems = data.topics["narrative.problems"]
    return told + [s for report in pair if (s := quote.aspect(report, problems))]

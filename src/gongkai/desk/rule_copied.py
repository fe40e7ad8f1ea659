"""Section 五 nearly the words of last year's (rule 11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.distance import Indel

from gongkai.desk.finding import Finding, find, of_text
from gongkai.desk.rule_case import Case
from gongkai.report import Report
from gongkai.text import bare

# Reports of one body share their turns of phrase; from here on it is the same text.
NEARLY = 0.9
_ENOUGH = 60
_PASSAGE = 12
# Passages are for showing: the time to find them grows with the square of the text.
_LONGEST = 4000
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in two reports: characters of a paragraph of each."""

    paragraph: int
    start: int
    end: int
    other: int
    other_start: int
    other_end: int


def similarity(left: Report, right: Report, section: str = "五") -> float:
    """How alike two reports' sections are, 0 to 1 (1 - Indel distance / both lengths).

    Years, punctuation and white space don't count.
    """
    return Indel.normalized_similarity(_plain(left, section), _plain(right, section))


def passages(left: Report, right: Report, section: str = "五") -> tuple[Passage, ...]:
    """The words of a section that both reports have, longest runs first found, in order."""
    found: list[Passage] = []
    theirs = list(_paragraphs(right, section))
    for index, text in _paragraphs(left, section):
        best: list[Passage] = []
        for other, candidate in theirs:
            matcher = SequenceMatcher(None, text[:_LONGEST], candidate[:_LONGEST], autojunk=False)
            blocks = [
                Passage(index, b.a, b.a + b.size, other, b.b, b.b + b.size)
                for b in matcher.get_matching_blocks() if b.size >= _PASSAGE
            ]  # fmt: skip
            if sum(p.end - p.start for p in blocks) > sum(p.end - p.start for p in best):
                best = blocks
        found += best
    return tuple(found)


def copied(case: Case) -> Iterator[Finding]:
    """A section 五 that says again what last year's said."""
    if case.previous is None:
        return
    own = _plain(case.report, "五")
    if len(own) < _ENOUGH:
        return
    alike = similarity(case.report, case.previous)
    if alike < NEARLY:
        return
    shared = passages(case.report, case.previous)
    places = [
        place
        for p in sorted(shared, key=lambda p: p.start - p.end)[:3]
        for place in (
            of_text(case.report, p.paragraph, p.start, p.end),
            of_text(case.previous, p.other, p.other_start, p.other_end),
        )
    ]
    percent = round(alike * 100)
    yield find(
        "copied.problems", "warning", case.report,
        f"第五部分与{case.previous.year}年的相似度为{percent}%，几乎照抄",
        places or [of_text(case.report, next(iter(_paragraphs(case.report, "五")))[0])],
        formula=f"{percent}% ≥ {round(NEARLY * 100)}%",
    )  # fmt: skip


def _paragraphs(report: Report, section: str) -> Iterator[tuple[int, str]]:
    for index, paragraph in enumerate(report.paragraphs):
        if paragraph.section == section and not paragraph.heading and paragraph.text.strip():
            yield index, paragraph.text


def _plain(report: Report, section: str) -> str:
    return bare(_YEAR.sub("", "".join(text for _, text in _paragraphs(report, section))))

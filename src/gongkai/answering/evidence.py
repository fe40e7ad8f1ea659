"""Evidence and drafts: what an answer rests on before it is checked and numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.answer import Answer, Citation, Status
from gongkai.report import Fact, Locator, Report

MARK = re.compile(r"⟦(\d+)⟧")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place in one report: a cell (``fact``) or words of a paragraph (``paragraph`` ≥ 0)."""

    report: Report
    section: str
    quote: str
    locator: Locator | None
    fact: Fact | None = None
    paragraph: int = -1


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer; ⟦i⟧ in ``text`` marks ``evidence[i]``.

    ``computed`` are results of formulas whose operands are cited and shown in the text.
    ``about`` are the reports it speaks of, where it has no evidence of its own.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    computed: tuple[Decimal, ...] = ()
    about: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before grounding. ``says`` are words that need no evidence: a choice to make."""

    status: Status
    statements: tuple[Statement, ...]
    suggestions: tuple[str, ...] = ()


def of_fact(report: Report, fact: Fact) -> Evidence:
    """A cell as evidence; its quote is the printed text ("" where the cell is blank)."""
    return Evidence(report, fact.address.section, fact.text, fact.locator, fact)


def of_words(report: Report, paragraph: int, start: int, end: int) -> Evidence:
    """Characters of a paragraph as evidence."""
    block = report.paragraphs[paragraph]
    return Evidence(
        report, block.section, block.text[start:end], _within(block.locator, start, end), None,
        paragraph,
    )  # fmt: skip


def _within(locator: Locator, start: int, end: int) -> Locator:
    """The place of a paragraph's characters: exact in text and HTML and within a DOCX paragraph."""
    if locator.kind in ("text", "html") and locator.start is not None:
        return Locator(locator.kind, start=locator.start + start, end=locator.start + end)
    if locator.kind == "docx":
        return Locator(
            "docx", start=start, end=end, paragraph=locator.paragraph, table=locator.table,
            row=locator.row, column=locator.column,
        )  # fmt: skip
    return locator


def marks_of(count: int, first: int = 0) -> str:
    """The marks of ``count`` pieces of evidence, from ``evidence[first]`` on: ⟦0⟧⟦1⟧."""
    return "".join(f"⟦{i}⟧" for i in range(first, first + count))


def finish(draft: Draft) -> tuple[Answer, tuple[Evidence, ...]]:
    """Number the evidence in order of first use and write the marks as [n]; both in that order."""
    order: list[Evidence] = []

    def number(evidence: Evidence) -> int:
        for n, other in enumerate(order, 1):
            if same(other, evidence):
                return n
        order.append(evidence)
        return len(order)

    lines = []
    for statement in draft.statements:
        lines.append(
            MARK.sub(lambda m, s=statement: f"[{number(s.evidence[int(m[1])])}]", statement.text)  # type: ignore[misc]
        )
    answer = Answer(draft.status, "\n".join(lines), citations(order), draft.suggestions)
    return answer, tuple(order)


def same(a: Evidence, b: Evidence) -> bool:
    """Whether two pieces of evidence are one place, so that they share a number."""
    return (
        a.report.id == b.report.id
        and a.fact == b.fact
        and a.paragraph == b.paragraph
        and a.quote == b.quote
    )


def citations(order: Sequence[Evidence]) -> tuple[Citation, ...]:
    """Evidence as citations, numbered from 1 in its order."""
    return tuple(
        Citation(
            n, e.report.id, e.report.bureau, e.report.year, e.report.title, e.section, e.quote,
            e.locator, e.report.source.path, e.fact, e.paragraph,
        )
        for n, e in enumerate(order, 1)
    )  # fmt: skip

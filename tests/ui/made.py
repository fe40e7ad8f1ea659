"""Hand-made reports and citations for tests of what the page draws."""

from __future__ import annotations

from decimal import Decimal

from gongkai.answer import Citation
from gongkai.form import form
from gongkai.report import (
    Contact,
    Fact,
    FormName,
    Locator,
    Report,
    SectionParagraph,
    Source,
    SourceKind,
)

EVIL = '<img src=x onerror="alert(1)">&amp;'


def made_report(
    name: FormName | None = "2021", kind: SourceKind = "text", words: tuple[str, ...] = ()
) -> Report:
    """A report of 示例市公开局 whose nth cell holds n, every seventh blank; ``words`` stand in 一."""
    facts = tuple(
        Fact(cell.address, None, cell.unit, "", None)
        if n % 7 == 0
        else Fact(cell.address, Decimal(n), cell.unit, str(n), None)
        for n, cell in enumerate(form(name).cells if name else ())
    )
    paragraphs, start = [], 0
    for text in ("示例市公开局2023年报告", *words):
        where = Locator(kind, start=start, end=start + len(text))
        paragraphs.append(SectionParagraph("一", text, where, heading=start == 0))
        start += len(text) + 1
    return Report(
        "r1", "示例市公开局", "示例市公开局2023年报告", 2023, name, "", Contact(),
        tuple(paragraphs), facts, Source("folder/报告.txt", kind, "0" * 64),
    )  # fmt: skip


def cite_fact(report: Report, fact: Fact, n: int = 1) -> Citation:
    return Citation(
        n, report.id, report.bureau, report.year, report.title, fact.address.section, fact.text,
        fact.locator, report.source.path, fact,
    )  # fmt: skip


def cite_words(
    report: Report, paragraph: int, quote: str, locator: Locator | None = None, n: int = 1
) -> Citation:
    return Citation(
        n, report.id, report.bureau, report.year, report.title,
        report.paragraphs[paragraph].section, quote,
        locator or report.paragraphs[paragraph].locator, report.source.path, None, paragraph,
    )  # fmt: skip

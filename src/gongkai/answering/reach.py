"""Contact details told as the report of that year prints them."""

from __future__ import annotations

from dataclasses import replace

from gongkai.answering.evidence import Evidence, Statement, of_words
from gongkai.answering.query import Ask
from gongkai.answering.topics import meaning
from gongkai.report import CONTACT_FIELDS, Detail, Report


def contact(report: Report, ask: Ask) -> Statement | None:
    """The contact details the report prints: those asked for, or all."""
    fields = meaning().contact_fields
    details = report.contact.details()
    wanted = meaning().fields(ask.text)
    shown = [name for name in wanted or CONTACT_FIELDS if name in details]
    gone = [name for name in wanted if name not in details]
    if not shown or gone == wanted != []:
        return None
    evidence = [of_detail(report, details[name]) for name in shown]
    pieces = [f"{fields[name][0]}：{details[name].value}⟦{i}⟧" for i, name in enumerate(shown)]
    tail = f"；报告没有写{'、'.join(fields[name][0] for name in gone)}" if gone else ""
    return Statement(
        f"{report.bureau}的联系方式（以{report.year}年度报告所列为准）：{'；'.join(pieces)}{tail}。",
        tuple(evidence),
    )


def of_detail(report: Report, detail: Detail) -> Evidence:
    text = report.paragraphs[detail.paragraph].text if detail.paragraph >= 0 else ""
    at = text.find(detail.value)
    if at >= 0:
        return replace(
            of_words(report, detail.paragraph, at, at + len(detail.value)), locator=detail.locator
        )
    section = report.paragraphs[detail.paragraph].section if detail.paragraph >= 0 else ""
    return Evidence(report, section, detail.value, detail.locator, None, detail.paragraph)

"""Fees in the tables against section 六's denial of any (rule 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.answering.tell import short
from gongkai.answering.topics import cells
from gongkai.desk.finding import Finding, Severity, find, number, of_cell, of_text
from gongkai.desk.rule_case import Case
from gongkai.desk.rule_doubt import surely
from gongkai.desk.rule_mention import even
from gongkai.desk.rule_words import words
from gongkai.report import Fact

_CLAUSE = re.compile("[^。！？；;\n]+")


def fees(case: Case) -> Iterator[Finding]:
    """A fee row, or the row of fees not paid, above 0 where section 六 denies fees.

    信息处理费 and 行政事业性收费 are two kinds: only a denial of all fees, or of the same kind,
    contradicts a row. Where applicants didn't pay a notice, a notice was sent.
    """
    report = case.report
    if report.form is None:
        return
    charged = _above(case, "fee.administrative", "charged")
    unpaid = _above(case, "otherwise.unpaid", "")
    if not charged and not unpaid:
        return
    denials = words().fee_denials
    for index, paragraph in enumerate(report.paragraphs):
        if paragraph.heading or paragraph.section != "六":
            continue
        for match in _CLAUSE.finditer(even(paragraph.text)):
            text = match.group()
            processing = denials["processing"].search(text) or denials["zero"].search(text)
            every = denials["any"].search(text) and not re.search("处理费|信息费", text)
            own = denials["administrative"].search(text)
            for fact in charged:
                if every or own:
                    yield _denied(case, fact, index, match.span(), "error")
            for fact in unpaid:
                if denials["notice"].search(text):
                    yield _denied(case, fact, index, match.span(), "warning")
                elif every or processing:
                    yield _unpaid(case, fact, index, match.span())


def _above(case: Case, subject: str, part: str) -> list[Fact]:
    assert case.report.form is not None
    facts = (case.cells.get(a) for a in cells(case.report.form, subject, part))
    return [fact for fact in facts if fact is not None and fact.value]


def _denied(
    case: Case, fact: Fact, index: int, span: tuple[int, int], severity: Severity
) -> Finding:
    value = number(fact.value) if fact.value is not None else ""
    name = short(fact.address.row[-1])
    return find(
        "fees.denied", severity, case.report,
        f"表{fact.address.section}“{name}”是{value}{fact.unit}，第六部分却写没有收费",
        [of_cell(case.report, fact), of_text(case.report, index, *span)],
        formula=f"{value} > 0", sure=surely(case.report, [fact]),
    )  # fmt: skip


def _unpaid(case: Case, fact: Fact, index: int, span: tuple[int, int]) -> Finding:
    """Nothing taken is no contradiction to nothing paid: only the notice is left untold."""
    value = number(fact.value) if fact.value is not None else ""
    return find(
        "fees.denied", "hint", case.report,
        f"表三有{value}件因逾期未按收费通知缴费而不再处理，说明发出过收费通知；第六部分只写没有收费，请核对",
        [of_cell(case.report, fact), of_text(case.report, index, *span)],
        formula=f"{value} > 0", sure=surely(case.report, [fact]),
    )  # fmt: skip

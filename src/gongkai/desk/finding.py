"""What a check of a report finds: the rule, the formula with its values, and the places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gongkai.answer import Citation
from gongkai.ingest.place import within
from gongkai.report import Fact, Report, SectionParagraph
from gongkai.text import bare, digest

Severity = Literal["error", "warning", "hint"]
Reading = Literal["report's own", "ours"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")
_LOWER: dict[Severity, Severity] = {"error": "warning", "warning": "hint", "hint": "hint"}
# A quote shows a sentence, not a page.
_QUOTE = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a report that disagrees with itself, its text, its neighbours or the form.

    ``key`` derives from rule, body, year and the cells or words with their values: the same
    finding has the same key after a new ingest, another one where a value changed.
    ``formula`` has the values in it (3 + 5 + 0 = 8 ≠ 9), "" where nothing is computed.
    ``places``: the pieces of evidence held against each other, numbered from 1. ``reading``:
    "ours" where the parser doubts what it read, so that the report may well be right.
    """

    key: str
    rule: str
    severity: Severity
    bureau: str
    year: int
    message: str
    formula: str
    places: tuple[Citation, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Lint:
    """One checked report. ``checks`` counts what could be judged, ``holds`` what holds of it,
    ``open`` what blank or doubtful cells leave open; the sums of the form are ``checks`` only."""

    report_id: str
    bureau: str
    year: int
    title: str
    source: str
    form: str | None
    findings: tuple[Finding, ...]
    checks: int
    holds: int
    open: int

    @property
    def badge(self) -> str:
        """42项勾稽关系全部成立, or what doesn't hold."""
        if not self.checks + self.open:
            return "没有法定统计表，未作勾稽核对"
        if not self.checks:
            return f"{self.open}项勾稽关系因空白都无法核对"
        told = f"{self.checks}项中{self.holds}项勾稽关系成立"
        if self.checks == self.holds:
            told = f"{self.checks}项勾稽关系全部成立"
        return told + (f"，另有{self.open}项因空白无法核对" if self.open else "")


def of_cell(report: Report, fact: Fact) -> Citation:
    """The place of a cell."""
    return Citation(
        0, report.id, report.bureau, report.year, report.title, fact.address.section, fact.text,
        fact.locator, report.source.path, fact=fact,
    )  # fmt: skip


def of_text(report: Report, paragraph: int, start: int = 0, end: int | None = None) -> Citation:
    """The place of characters ``start`` to ``end`` of a paragraph; the report's where it has none."""
    if paragraph >= len(report.paragraphs):
        return of_report(report)
    part: SectionParagraph = report.paragraphs[paragraph]
    end = min(len(part.text) if end is None else end, start + _QUOTE)
    return Citation(
        0, report.id, report.bureau, report.year, report.title, part.section,
        part.text[start:end], within(part.locator, start, end), report.source.path,
        paragraph=paragraph,
    )  # fmt: skip


def of_report(report: Report, quote: str = "") -> Citation:
    """The report as a whole, for what is missing from it."""
    return Citation(
        0, report.id, report.bureau, report.year, report.title, "", quote or report.title,
        None, report.source.path,
    )  # fmt: skip


def find(
    rule: str,
    severity: Severity,
    report: Report,
    message: str,
    places: Sequence[Citation],
    *,
    formula: str = "",
    sure: bool = True,
    about: Iterable[str] = (),
) -> Finding:
    """A finding on ``report``, its places numbered and its key made.

    ``about``: what else than the places' cells and quotes tells this finding from others.
    A doubtful reading lowers the severity and is said.
    """
    parts = sorted(_content(place) for place in places)
    # What two years disagree on is one finding, from whichever side it is looked at.
    year = max((place.year for place in places), default=report.year)
    key = digest(rule, report.bureau, str(year), *parts, *about)
    numbered = tuple(
        Citation(
            n, p.report_id, p.bureau, p.year, p.title, p.section, p.quote, p.locator, p.source,
            p.fact, p.paragraph,
        )
        for n, p in enumerate(places, 1)
    )  # fmt: skip
    if not sure:
        message += "（其中有数字读取存疑，可能是本程序读错，请先核对原文）"
    return Finding(
        key, rule, severity if sure else _LOWER[severity], report.bureau, report.year, message,
        formula, numbered, "report's own" if sure else "ours",
    )  # fmt: skip


def _content(place: Citation) -> str:
    """What a place says, without where in the file it stands: files move, content stays."""
    if place.fact is None:
        return f"{place.year}\x1e{bare(place.quote)}"
    address = place.fact.address
    path = (address.section, *address.row, *address.column)
    return "\x1e".join((str(place.year), *path, str(place.fact.value)))


def number(value: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def added(values: Sequence[Decimal | None]) -> str:
    """``3 + 5 + 0``; long sums leave out their zeros, blanks are left out too."""
    known = [value for value in values if value is not None]
    if len(known) > 6:
        known = [value for value in known if value] or known[:1]
    return " + ".join(number(v) if v >= 0 else f"({number(v)})" for v in known) or "空白"

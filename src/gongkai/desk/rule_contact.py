"""Contact details that are missing or can't be right (rule 12)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.desk.finding import Finding, find, of_report, of_text
from gongkai.desk.rule_case import Case
from gongkai.desk.rule_mention import even
from gongkai.report import Report

# A label, a mark, and what follows up to the next mark: what the reader of contacts passed over
# because it can't be one.
_LABELLED = {
    "postcode": re.compile(
        r"邮\s*(?:政\s*编\s*码|编)\s*[:：为]\s*(?P<value>[0-9\s]{1,12}?)(?=[^0-9\s]|$)"
    ),
    "phone": re.compile(
        r"(?:联系|咨询|办公)?电\s*话\s*(?:号码)?(?:[/／、]传\s*真)?\s*[:：为]\s*(?P<value>[0-9()（）\-—–\s]{3,24}?)(?=[^0-9()（）\-—–\s]|$)"
    ),
    "email": re.compile(
        r"(?:电子)?(?:邮\s*箱|邮\s*件|信\s*箱)(?:地址)?\s*[:：为]\s*(?P<value>[A-Za-z0-9_.+\-@]{3,60})"
    ),
}
_NAMES = {"postcode": "邮编", "phone": "电话", "email": "电子邮箱"}
_PHONE = re.compile(r"(?:\+?86)?(?:0\d{2,3})?\d{7,8}(?:\d{1,5})?|1\d{10}|1\d{4}|400\d{7}|9\d{4,5}")
_EMAIL = re.compile(r"[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)


def contact(case: Case) -> Iterator[Finding]:
    """No way to reach the body, or a postcode, phone or address of the wrong shape."""
    report = case.report
    malformed = list(_malformed(report))
    yield from malformed
    details = report.contact.details()
    if not details and not malformed:
        yield find(
            "contact.missing", "hint", report,
            "报告没有写联系方式（地址、邮编、电话、邮箱都没有）", [of_report(report)],
        )  # fmt: skip


def _malformed(report: Report) -> Iterator[Finding]:
    last = len(report.paragraphs) - 3
    for index, paragraph in enumerate(report.paragraphs):
        if paragraph.section and not (paragraph.section == "六" or index >= last):
            continue
        text = even(paragraph.text)
        for field, pattern in _LABELLED.items():
            for match in pattern.finditer(text):
                wrong = _wrong(field, match["value"])
                if wrong:
                    value = match["value"].strip()
                    yield find(
                        "contact.malformed", "warning", report,
                        f"{_NAMES[field]}“{value}”{wrong}", [of_text(report, index, *match.span())],
                        about=[field],
                    )  # fmt: skip


def _wrong(field: str, value: str) -> str:
    digits = re.sub(r"\D", "", value)
    if field == "postcode":
        return "" if len(digits) == 6 else f"有{len(digits)}位数字，应为6位"
    if field == "email":
        return "" if _EMAIL.fullmatch(value.rstrip(".")) else "不是完整的邮箱地址"
    if not digits:
        return ""
    parts = [part for part in re.split(r"[-—–()（）\s]+", value.strip()) if part]
    if _PHONE.fullmatch(digits) and (len(parts) < 2 or _sensible(parts)):
        return ""
    return "位数不对：固定电话为7至8位，可带区号" if len(digits) < 16 else ""


def _sensible(parts: list[str]) -> bool:
    """Area code and number, by their lengths: 0451-537257 has a digit too few."""
    if parts[0].startswith("0") and len(parts[0]) in (3, 4):
        return len(parts[1]) in (7, 8)
    return True

"""Contact details that were read from pictures, looked at twice: what doesn't hold is left out.

A detail has no sums to tell by, so two of three readings must agree on it. A telephone with one
wrong digit is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.ingest.reread import SURE, reread
from gongkai.ingest.scanned import ScannedDocument, TextLine, Words
from gongkai.report import Contact, Detail, Report
from gongkai.text import fold

_FIELDS = {
    "address": "地址", "postcode": "邮编", "phone": "电话", "fax": "传真",
    "email": "电子邮箱", "website": "网址",
}  # fmt: skip
# Letters and digits that are drawn alike, and where their neighbours are of the other kind:
# examp1e, l63.
_ALIKE = frozenset("1lI0oO")
_MIXED = re.compile(r"[a-z][10][a-z]|(?<![a-z])[loi]\d|\d[loi]\d", re.IGNORECASE)


def confirm_contact(report: Report, document: ScannedDocument) -> tuple[Report, tuple[str, ...]]:
    """The report with contact details that hold, and warnings for the others and doubtful ones."""
    details = report.contact.details()
    lines = {name: _lines(detail, document) for name, detail in details.items()}
    # Details often share a line, and a long line takes long to read.
    every = list({id(line): line for found in lines.values() for line in found}.values())
    looks = reread(every)
    kept, told = {}, []
    for name, detail in details.items():
        again = [
            "".join(
                words.text
                for line, words in zip(every, look, strict=True)
                if any(line is its for its in lines[name])
            )
            for look in looks
        ]
        holds = _holds(name, detail, [line.words for line in lines[name]], again)
        if holds is None:
            told.append(
                f"扫描件中的{_FIELDS[name]}认不清，按未知处理（似为“{detail.value}”），请核对原件"
            )
            continue
        kept[name] = detail
        if not holds:
            told.append(f"扫描件中的{_FIELDS[name]}“{detail.value}”识别把握不大，请核对原件")
    return replace(report, contact=Contact(**kept)), tuple(told)


def _lines(detail: Detail, document: ScannedDocument) -> list[TextLine]:
    """The lines that a detail stands in, or beside."""
    box = detail.locator.box
    lines = document.lines.get(detail.locator.page or 0, ())
    found = [line for line in lines if box is None or _over(line.box, box)]
    return sorted(found, key=lambda line: line.box[1] + line.box[3])


def _holds(name: str, detail: Detail, lines: Sequence[Words], again: Sequence[str]) -> bool | None:
    """Whether a detail is surely so; None where it may well not be."""
    signs = _signs(plain(detail.value), lines)
    if not signs:  # its page has text, or its line is no line of the picture
        return True
    # Of a telephone or a street the signs between don't tell anything apart.
    online = name in ("email", "website")
    shown = _joined if online else plain
    agreed = [shown(detail.value) in shown(look) for look in again]
    clear = min(confidence for _, confidence in signs) >= SURE
    alike = any(char in _ALIKE and confidence < SURE for char, confidence in signs)
    if online and (alike or _MIXED.search(fold(detail.value))):
        return None
    if not any(agreed) or not (clear or all(agreed)):
        return None
    return clear and all(agreed)


def _joined(text: str) -> str:
    return "".join(fold(text).split())


def plain(text: str) -> str:
    """The letters and digits of a text, folded."""
    return "".join(re.findall(r"[^\W_]", fold(text)))


def least(wanted: str, lines: Sequence[Words]) -> float | None:
    """The least confidence of the letters and digits ``wanted``; None where no line holds them."""
    return min((confidence for _, confidence in _signs(wanted, lines)), default=None)


def _signs(wanted: str, lines: Sequence[Words]) -> list[tuple[str, float]]:
    """The letters and digits ``wanted`` as lines hold them, with their confidences."""
    signs = [
        (char, confidence)
        for words in lines
        for char, confidence in zip(words.text, words.confidences, strict=False)
        if char.isalnum()
    ]
    have = "".join(fold(char) for char, _ in signs)
    at = have.find(wanted) if wanted and len(have) == len(signs) else -1
    return signs[at : at + len(wanted)] if at >= 0 else []


def _over(box: Sequence[float], other: Sequence[float]) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]

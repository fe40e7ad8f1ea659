"""The body's name as a scan prints it, held against the same name elsewhere in the document.

The title is changed only to what recognition itself reads there at a second look, and only where
the document's own other mentions say so too: a sibling's name (教育局, 体育局) isn't a misreading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gongkai.ingest.confirm_contact import least, plain
from gongkai.ingest.reread import SURE, reread
from gongkai.ingest.scanned import ScannedDocument, TextLine
from gongkai.report import Report

# A misread name differs from itself in no more than one character in so many.
_ONE_IN = 4


def confirm_name(report: Report, document: ScannedDocument) -> tuple[Report, tuple[str, ...]]:
    """The report under the name that most of its readings agree on, and a warning where in doubt."""
    name = report.bureau
    wanted = plain(name)
    lines = [
        line
        for number in sorted(document.lines)
        for line in document.lines[number]
        if wanted in plain(line.words.text)
    ]
    if not wanted or len(wanted) != len(name) or not lines:
        return report, ()
    weakest = min(least(wanted, [line.words]) or 0.0 for line in lines)
    others = _alike(name, [paragraph.text for paragraph in report.paragraphs])
    if weakest >= SURE and not others:
        return report, ()
    better = _better(wanted, lines, others)
    if better is None:
        return report, ()
    if not better:
        return report, (f"扫描件中的机关名称“{name}”识别把握不大，请核对原件",)
    told = f"扫描件标题中的机关名称读作“{name}”，按文中其他各处改为“{better}”，请核对原件"
    return _renamed(report, better), (told,)


def _alike(name: str, texts: Sequence[str]) -> Counter[str]:
    """Words of the same length that differ from the name in a few characters, and how often."""
    size = len(name)
    found: Counter[str] = Counter()
    for text in texts:
        joined = "".join(text.split())
        for start in range(len(joined) - size + 1):
            part = joined[start : start + size]
            apart = sum(a != b for a, b in zip(part, name, strict=True))
            if 0 < apart <= size // _ONE_IN and len(plain(part)) == size:
                found[part] += 1
    return found


def _better(wanted: str, lines: Sequence[TextLine], others: Counter[str]) -> str | None:
    """Another name that most readings tell, "" where they leave it in doubt, None where not."""
    looks = [plain(words.text) for look in reread(lines) for words in look]
    own = len(lines) + sum(wanted in look for look in looks)
    seen = {other: sum(plain(other) in look for look in looks) for other in others}
    for other, count in others.most_common():
        # As often as not the second look tells it, too, and the document has it elsewhere.
        if seen[other] and count + seen[other] > own:
            return other
    agreed = any(wanted in look for look in looks)
    return None if agreed and not any(seen.values()) else ""


def _renamed(report: Report, better: str) -> Report:
    """The report with its name replaced; both are equally long, so every place stays true."""
    name = report.bureau
    paragraphs = tuple(
        replace(paragraph, text=paragraph.text.replace(name, better))
        for paragraph in report.paragraphs
    )
    return replace(
        report, bureau=better, title=report.title.replace(name, better), paragraphs=paragraphs
    )

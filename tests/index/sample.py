"""Hand-made reports (invented, 示例) for the tests of the index: a small format and its parser."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from gongkai.errors import NotAReport
from gongkai.report import (
    Address,
    Chunk,
    Contact,
    Detail,
    Fact,
    Locator,
    Report,
    SectionParagraph,
    Source,
)
from gongkai.text import digest


def parse(path: Path, _max_mb: int = 50, _name: str = "") -> tuple[Report, Sequence[Chunk]]:
    """A file whose first line is `bureau year`, then one paragraph a line."""
    data = path.read_bytes()
    head, *lines = data.decode().splitlines()
    if head == "boom":
        raise RuntimeError("示例缺陷")
    if " " not in head:
        raise NotAReport("不是年度报告", file=str(path))
    bureau, year = head.split()
    report_id = digest(bureau, year, *lines)
    places = [Locator("text", start=10 * i, end=10 * i + len(t)) for i, t in enumerate(lines)]
    paragraphs = [
        SectionParagraph("一" if i < 2 else "五", text, place, heading=i == 0)
        for i, (text, place) in enumerate(zip(lines, places, strict=True))
    ]
    facts = tuple(
        Fact(
            Address("三", ("示例", text[:4]), ("总计",)),
            Decimal(len(text)) if len(text) % 2 else None,
            "件",
            str(len(text)),
            Locator("pdf", page=1, box=(1.5, 2.0, 3.25, 4.0)) if i % 2 else None,
        )
        for i, text in enumerate(lines)
    )
    report = Report(
        id=report_id,
        bureau=bureau,
        title=f"{bureau}{year}年政府信息公开工作年度报告（示例）",
        year=int(year),
        form="2021" if lines else None,
        period=f"{year}年1月1日至12月31日",
        contact=Contact(phone=Detail("0451-00000000", places[0], 0)) if lines else Contact(),
        paragraphs=tuple(paragraphs),
        facts=facts,
        source=Source(str(path), "text", hashlib.sha256(data).hexdigest()),
        warnings=("示例警告",),
        headings={"一": "一、总体情况", "五": "五、问题"},
    )
    chunks = [
        Chunk(
            digest(report_id, str(i)),
            report_id,
            p.section,
            "text",
            p.text,
            p.locator,
            i,
            0,
            len(p.text),
        )
        for i, p in enumerate(paragraphs)
        if not p.heading
    ]
    return report, chunks


def write(folder: Path, name: str, bureau: str, year: int, *lines: str) -> Path:
    """A file that `parse` reads."""
    path = folder / name
    path.write_text("\n".join([f"{bureau} {year}", *lines]), "utf-8")
    return path


def fill(folder: Path, count: int, lines: int = 12) -> None:
    """Many files: bodies 示例一局 …, years 2019 …, some sentences the same in all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(count):
        own = [
            f"示例{i}号单位第{n}段：本年主动公开信息{i * 7 + n}条，办结申请{n}件。"
            for n in range(lines)
        ]
        write(
            folder,
            f"{i:04}.txt",
            f"示例{i // 6}局",
            2019 + i % 6,
            "总体情况",
            "本报告为示例。",
            *own,
        )

"""Hand-made reports (invented, 示例) for the tests of the index: a small format and its parser."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from gongkai.errors import NotAReport
from gongkai.index.worker import Job
from gongkai.ingest import pace
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

# What `update` is given: its processes load this file by its path.
READER = f"{__file__}:read"


def read(job: Job) -> tuple[Report, Sequence[Chunk]]:
    """`parse` for a reading process, with files that do it harm."""
    words = job.path.read_text("utf-8").split()
    if words[0] in HARM:
        HARM[words[0]](words[1:])
        return parse(job.path.with_name("good.txt"))
    return parse(job.path)


def _hang(_: list[str]) -> None:
    while True:
        time.sleep(1)


def _crash(_: list[str]) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _eat(_: list[str]) -> None:
    held = []
    while True:
        held.append(bytes(1 << 20))


def _scan(seconds: list[str]) -> None:
    """Pages that take long, each told."""
    for page in seconds:
        pace.slow_page()
        time.sleep(float(page))


def _children(_: list[str]) -> None:
    subprocess.run(["sleep", "1000"], check=True)


HARM: dict[str, Callable[[list[str]], object]] = {
    "hang": _hang, "crash": _crash, "eat": _eat, "scan": _scan, "children": _children,
    "exit": lambda _: os._exit(3), "quit": lambda _: sys.exit(4),
}  # fmt: skip


def parse(path: Path) -> tuple[Report, Sequence[Chunk]]:
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
            sure=i % 3 != 1,
        )
        for i, text in enumerate(lines)
    )
    # As reports before the forms have them: under printed labels, in no section.
    facts += (Fact(Address("", ("主动公开", "总数"), ()), Decimal("12.50"), "条", "12.50", None),)
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

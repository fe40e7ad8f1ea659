"""What the staff desk's commands share: their options, what they choose, how they write bytes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.errors import UsageError

if TYPE_CHECKING:
    from gongkai.index.snapshot import Index
    from gongkai.report import Report

AsJson = Annotated[bool, typer.Option("--json", help="在标准输出只打印 JSON（UTF-8）。")]
AsCsv = Annotated[bool, typer.Option("--csv", help="在标准输出只打印 CSV（UTF-8，带 BOM）。")]
Bureaus = Annotated[list[str] | None, typer.Option("--bureau", "-b", help="单位，可给多个。")]
Years = Annotated[list[int] | None, typer.Option("--year", "-y", help="年份，可给多个。")]
Topics = Annotated[
    list[str] | None, typer.Option("--topic", help="只要行或列里有这个词的格，可给多个。")
]
Sections = Annotated[
    list[str] | None, typer.Option("--section", help="只要这一部分的表：二、三或四。")
]


def raw(data: bytes) -> None:
    """Bytes to standard output as they are: a byte order mark, and lines that end in CR LF."""
    out = sys.__stdout__
    assert out is not None
    out.buffer.write(data)
    out.buffer.flush()


def chosen(index: Index, bureaus: Sequence[str], years: Sequence[int]) -> Iterator[Report]:
    """The reports of those bodies and years, by body and year. Raises `UsageError`."""
    cards = index.cards()
    for bureau in bureaus:
        if all(card.bureau != bureau for card in cards):
            raise UsageError(
                f"索引里没有“{bureau}”的报告", remedy="gongkai coverage 列出有哪些单位"
            )
    ids = [
        card.id for card in cards
        if (not bureaus or card.bureau in bureaus) and (not years or card.year in years)
    ]  # fmt: skip
    if not ids:
        raise UsageError("索引里没有这样的报告", remedy="gongkai coverage 列出有哪些单位和年份")
    for name in ids:
        yield index.report(name)


def one_file(path: Path) -> Path:
    """The file of that path. Raises `UsageError` for a folder, or where there is none."""
    path = path.expanduser()
    if path.is_dir():
        raise UsageError("这是文件夹", file=str(path), remedy="请给出文件，或用 gongkai lint --all")
    if not path.exists():
        raise UsageError("没有这个文件", file=str(path), remedy="请检查路径")
    return path

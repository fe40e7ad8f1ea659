"""The commands `gongkai export` and `gongkai coverage`: the cells, and which reports there are."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli_desk import AsCsv, AsJson, Bureaus, Sections, Topics, Years, chosen, raw
from gongkai.config import load_config
from gongkai.errors import UsageError
from gongkai.terminal import Terminal


class Format(StrEnum):
    """What a table is written as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


def export(
    bureau: Bureaus = None,
    year: Years = None,
    topic: Topics = None,
    section: Sections = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="csv、xlsx 或 json（默认按文件名）。")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="写到这个文件。")] = None,
) -> None:
    """导出：所选报告的每一格数据及其出处，写成 CSV、XLSX 或 JSON。"""
    config = load_config(os.environ)
    kind = form or _format(out)
    if kind is Format.XLSX and out is None:
        raise UsageError("XLSX 要写到文件", remedy="请给出 --out 数据.xlsx")
    from gongkai.desk.export import FACT_COLUMNS, as_csv, as_json, as_xlsx, fact_rows, facts_json
    from gongkai.desk.lint_index import open_index

    terminal = Terminal(json=out is None)
    with terminal.quiet():
        reports = chosen(open_index(config), bureau or [], year or [])
        wanted = (section or (), topic or ())
        match kind:
            case Format.CSV:
                data = as_csv(FACT_COLUMNS, fact_rows(reports, *wanted))
            case Format.XLSX:
                data = as_xlsx(FACT_COLUMNS, fact_rows(reports, *wanted), "facts")
            case Format.JSON:
                data = as_json(facts_json(reports, *wanted))
    if out is None:
        raw(data)
        return
    try:
        out.expanduser().write_bytes(data)
    except OSError as error:
        raise UsageError(f"写不了：{error.strerror}", file=str(out)) from error
    terminal.say(f"已写入 {out}")


def _format(out: Path | None) -> Format:
    if out is None:
        return Format.CSV
    try:
        return Format(out.suffix.lower().lstrip("."))
    except ValueError as error:
        raise UsageError(
            "看不出要写成什么格式", file=str(out), remedy="请用 --format csv、xlsx 或 json"
        ) from error


def coverage(json: AsJson = False, csv: AsCsv = False) -> None:
    """收录：索引里有哪些单位、哪些年份，中间缺哪几年。"""
    config = load_config(os.environ)
    from gongkai.desk.coverage import coverage as covered
    from gongkai.desk.export import as_csv
    from gongkai.desk.lint_index import open_index

    terminal = Terminal(json=json or csv)
    with terminal.quiet():
        found = covered((card.bureau, card.year) for card in open_index(config).cards())
    columns = ("单位", *map(str, found.years), "缺少的年份")
    if json:
        bodies = [
            {"bureau": b.bureau, "reports": {str(y): n for y, n in b.reports.items()},
             "missing": list(b.missing)}
            for b in found.bodies
        ]  # fmt: skip
        terminal.data({"years": list(found.years), "bodies": bodies})
    elif csv:
        raw(as_csv(columns, found.rows()))
    else:
        from rich.table import Table

        table = Table(*columns)
        for row in found.rows():
            table.add_row(*map(str, row))
        terminal.out.print(table)

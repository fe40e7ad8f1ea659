"""The command `gongkai check`: a claim, a draft or lines of claims against the indexed reports."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from gongkai.config import load_config
from gongkai.errors import UsageError
from gongkai.terminal import Terminal

if TYPE_CHECKING:
    from gongkai.desk.claim import Check

_NAMES = {
    "supported": ("green", "属实"),
    "contradicted": ("red", "不符"),
    "conflict": ("yellow", "报告自相矛盾"),
    "not_found": ("cyan", "无法核实"),
}
_REMARK = ("dim", "不用核对")


def check(
    claim: Annotated[str, typer.Argument(metavar="说法", help="要核对的一句话或一段话。")] = "",
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="核对一份稿件（TXT、DOCX、HTML、PDF 等）。")
    ] = None,
    bureau: Annotated[
        str, typer.Option("--bureau", "-b", help="没有写明单位时，按这个单位核对。")
    ] = "",
    year: Annotated[
        int | None, typer.Option("--year", "-y", help="没有写明年份时，按这一年核对。")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="在标准输出只打印 JSON（UTF-8）。")] = False,
    stdin: Annotated[
        bool,
        typer.Option("--stdin", help="从标准输入逐行读说法（文字或 JSON），逐行打印结果（JSON）。"),
    ] = False,
) -> None:
    """核对一个说法、一段话或一份稿件是否与报告一致，并列出出处。"""
    given = [
        name
        for name, there in (("说法", claim.strip()), ("--file", file), ("--stdin", stdin))
        if there
    ]
    if len(given) != 1:
        raise UsageError(
            "说法、--file、--stdin 要给且只给一个",
            remedy='例如：gongkai check "某市教育局2023年收到申请115件"',
        )
    config = load_config(os.environ)
    text = claim
    if file is not None:
        from gongkai.desk.check_draft import draft_text

        text = draft_text(file.expanduser(), max_mb=config.max_file_mb)
    terminal = Terminal(json=json or stdin)
    with terminal.quiet():
        from gongkai.desk.check_open import open_checker
        from gongkai.desk.check_wire import check_json, check_lines

        checker = open_checker(config)
        if stdin:
            failed = check_lines(
                checker, sys.stdin.buffer, terminal.data, bureau=bureau or None, year=year
            )
            raise typer.Exit(1 if failed else 0)
        result = checker.check(text, bureau=bureau or None, year=year)
    if json:
        terminal.data(check_json(result))
    else:
        show_check(result, terminal.out)


def show_check(check: Check, out: Console) -> None:
    """A check as a person reads it: the verdict, each statement with its reason, the sources."""
    from gongkai.ui.place import place, section_name

    colour, name = _NAMES[check.verdict]
    out.print(f"[bold {colour}]{name}[/bold {colour}]")
    if not check.statements:
        out.print("没有找到可以核对的陈述。")
    for judged in check.statements:
        colour, name = _REMARK if judged.kind == "remark" else _NAMES[judged.verdict]
        marks = "".join(f"[{n}]" for n in judged.citations)
        out.print(f"[{colour}]{name}[/{colour}]  {escape(judged.text)}", soft_wrap=True)
        out.print(f"    {escape(judged.explanation + marks)}", soft_wrap=True)
    if check.citations:
        out.print("出处：")
    for citation in check.citations:
        parts = (citation.title, section_name(None, citation.section), place(citation))
        where = "，".join(part for part in parts if part)
        quote = f"：“{citation.quote}”" if citation.quote else ""
        out.print(f"[dim]{escape(f'[{citation.n}] {where}{quote}')}[/dim]", soft_wrap=True)
        out.print(f"[dim]    {escape(citation.source)}[/dim]", soft_wrap=True)

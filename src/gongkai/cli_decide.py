"""The command `gongkai decide`: what staff say of a finding, and what they said before."""

from __future__ import annotations

import getpass
import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli_desk import AsCsv, AsJson, raw
from gongkai.cli_lint import checked
from gongkai.config import Config, load_config
from gongkai.errors import UsageError
from gongkai.terminal import Terminal

if TYPE_CHECKING:
    from gongkai.desk.decisions import Decision
    from gongkai.desk.finding import Finding


class Outcome(StrEnum):
    """What staff say of a finding."""

    CONFIRMED = "confirmed"
    FALSE_ALARM = "false_alarm"
    FIXED = "fixed"
    OPEN = "open"


def decide(
    key: Annotated[str, typer.Argument(metavar="编号", help="gongkai lint 给出的编号。")] = "",
    status: Annotated[
        Outcome | None,
        typer.Argument(
            metavar="处理", help="confirmed 属实、false_alarm 误报、fixed 已改正、open 重新打开。"
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", help="备注。")] = "",
    name: Annotated[str, typer.Option("--name", help="谁作的决定（默认为登录名）。")] = "",
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="该问题所在的报告文件，不在索引中时给出。")
    ] = None,
    history: Annotated[bool, typer.Option("--list", help="列出处理记录（可只给编号）。")] = False,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """处理体检发现的问题：属实、误报或已改正；记录只增不改，重新导入后仍在。"""
    config = load_config(os.environ)
    from gongkai.desk.decisions import Decisions
    from gongkai.desk.lint_print import decision_json

    decisions = Decisions(config.home)
    terminal = Terminal(json=json or csv)
    if history:
        _history(terminal, decisions.history(key), json=json, csv=csv)
        return
    if not key or status is None:
        raise UsageError(
            "要给出编号和处理结果", remedy="例如：gongkai decide 编号 false_alarm --note 原因"
        )
    with terminal.quiet():
        finding = _finding(config, key, file)
    decision = decisions.record(finding, status.value, name=name or getpass.getuser(), note=note)
    if json:
        terminal.data(decision_json(decision))
    else:
        terminal.say(f"已记录：{finding.bureau}{finding.year}年 {finding.message}")


def _finding(config: Config, key: str, file: Path | None) -> Finding:
    """The finding of that key. Raises `UsageError` where there is none any more."""
    for result in checked(config, file):
        for found in result.findings:
            if found.key == key:
                return found
    raise UsageError(
        f"没有编号为 {key} 的问题", remedy="数值变了编号也变；请重新运行 gongkai lint 查看"
    )


def _history(terminal: Terminal, decisions: Sequence[Decision], *, json: bool, csv: bool) -> None:
    from gongkai.desk.decisions import NAMES
    from gongkai.desk.export import as_csv
    from gongkai.desk.lint_print import decision_json

    if json:
        terminal.data({"decisions": [decision_json(decision) for decision in decisions]})
        return
    columns = (
        "序号",
        "编号",
        "处理",
        "备注",
        "姓名",
        "时间",
        "规则",
        "单位",
        "年份",
        "说明",
        "算式",
    )
    rows = [
        (d.number, d.key, NAMES[d.status], d.note, d.name, d.time, d.rule, d.bureau, d.year,
         d.message, d.formula)
        for d in decisions
    ]  # fmt: skip
    if csv:
        raw(as_csv(columns, rows))
        return
    for row in rows:
        terminal.out.print("　".join(map(str, row)), markup=False, soft_wrap=True)

"""The command `gongkai lint`: a report, or all of them, held against itself and its neighbours.

Exit codes: 0 done, whatever was found; 1 a finding as grave as `--fail-on` asks, or an input that
couldn't be read; 2 wrong usage.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli_desk import AsCsv, AsJson, one_file, raw
from gongkai.config import Config, load_config
from gongkai.errors import UsageError
from gongkai.terminal import Terminal

if TYPE_CHECKING:
    from gongkai.desk.decisions import Decision
    from gongkai.desk.finding import Lint

_GRADES = {"error": ("red", "错误"), "warning": ("yellow", "警告"), "hint": ("cyan", "提示")}


class Grade(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


def lint(
    file: Annotated[Path | None, typer.Argument(metavar="文件", help="一份报告。")] = None,
    every: Annotated[bool, typer.Option("--all", help="索引里的所有报告。")] = False,
    json: AsJson = False,
    sarif: Annotated[bool, typer.Option("--sarif", help="在标准输出只打印 SARIF 2.1.0。")] = False,
    csv: AsCsv = False,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", help="只报这些规则（或一类，如 sums），可给多个。")
    ] = None,
    severity: Annotated[
        Grade, typer.Option("--severity", help="只报这一程度及以上：error、warning、hint。")
    ] = Grade.HINT,
    fail_on: Annotated[
        Grade | None, typer.Option("--fail-on", help="有这一程度及以上的问题时，退出码为 1。")
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="列出所有规则。")] = False,
) -> None:
    """体检：报告与自身的勾稽关系、正文、前后年份和格式要求是否一致。

    给出文件时不需要索引；索引里有同一单位相邻年份的报告时，会一并核对。
    发现问题时退出码仍为 0（可用 --fail-on 改变）；文件读不了时为 1，用法错误时为 2。
    """
    if rules:
        _rules(json=json)
        return
    if (file is None) == (not every):
        raise UsageError(
            "文件和 --all 要给且只给一个",
            remedy="例如：gongkai lint 报告.docx，或 gongkai lint --all",
        )
    if sum((json, sarif, csv)) > 1:
        raise UsageError("--json、--sarif、--csv 只能给一个", remedy="请只留一个")
    config = load_config(os.environ)
    from gongkai.desk.decisions import Decisions

    terminal = Terminal(json=json or sarif or csv)
    with terminal.quiet():
        wanted = _wanted(rule or [])
        results = (_only(r, wanted, severity) for r in checked(config, file))
        decided = Decisions(config.home).current()
        grave = _print(terminal, results, decided, json=json, sarif=sarif, csv=csv, every=every)
    if fail_on is not None and grave <= list(Grade).index(fail_on):
        raise typer.Exit(1)


def _rules(*, json: bool) -> None:
    from gongkai.desk.lint import RULES

    terminal = Terminal(json=json)
    if json:
        terminal.data({"rules": [{"id": rule.id, "about": rule.about} for rule in RULES]})
        return
    for rule in RULES:
        terminal.out.print(f"{rule.id:20} {rule.about}", markup=False)


def checked(config: Config, file: Path | None) -> Iterator[Lint]:
    """That file, beside its neighbours in the index; without one, every report of the index."""
    from gongkai.desk.lint_index import index_if_any, lint_file, lint_index, open_index

    if file is None:
        yield from lint_index(open_index(config))
        return
    from gongkai.ingest.load import load

    report = load(one_file(file), max_mb=config.max_file_mb)
    yield lint_file(report, index_if_any(config))


def _wanted(names: Sequence[str]) -> tuple[str, ...]:
    """The ids of rules that are named, whole or by their kind. Raises `UsageError`."""
    from gongkai.desk.lint import RULES

    found: list[str] = []
    for name in names:
        mine = [rule.id for rule in RULES if rule.id == name or rule.id.split(".")[0] == name]
        if not mine:
            raise UsageError(f"没有“{name}”这条规则", remedy="gongkai lint --rules 列出所有规则")
        found += mine
    return tuple(found or (rule.id for rule in RULES))


def _only(result: Lint, rules: Sequence[str], severity: Grade) -> Lint:
    from dataclasses import replace

    grades = list(Grade)
    kept = tuple(
        f for f in result.findings
        if f.rule in rules and grades.index(Grade(f.severity)) <= grades.index(severity)
    )  # fmt: skip
    return replace(result, findings=kept)


def _print(
    terminal: Terminal, results: Iterable[Lint], decided: Mapping[str, Decision],
    *, json: bool, sarif: bool, csv: bool, every: bool,
) -> int:  # fmt: skip
    """Print the results as they come; gives the gravest grade's place (3 where nothing is left).

    What was called a false alarm counts for nothing.
    """
    from gongkai.desk import lint_print
    from gongkai.desk.export import as_csv

    grades, gravest = list(Grade), 3

    def seen(result: Lint) -> Lint:
        nonlocal gravest
        for f in result.findings:
            if f.key not in decided or decided[f.key].status != "false_alarm":
                gravest = min(gravest, grades.index(Grade(f.severity)))
        return result

    told = (seen(result) for result in results)
    if sarif:
        terminal.data(lint_print.sarif(told, decided))
    elif csv:
        raw(as_csv(lint_print.COLUMNS, lint_print.lint_rows(told, decided)))
    elif json and every:
        reports = [lint_print.lint_json(result, decided) for result in told]
        terminal.data({"reports": reports})
    elif json:
        for result in told:
            terminal.data(lint_print.lint_json(result, decided))
    else:
        for result in told:
            _show(terminal, result, decided)
    return gravest


def _show(terminal: Terminal, result: Lint, decided: Mapping[str, Decision]) -> None:
    from rich.markup import escape

    from gongkai.desk.decisions import NAMES
    from gongkai.desk.lint_print import where

    def line(text: str) -> None:
        terminal.out.print(text, soft_wrap=True)

    line(f"[bold]{escape(result.title)}[/bold]　{escape(result.badge)}")
    for f in result.findings:
        colour, name = _GRADES[f.severity]
        decision = decided.get(f.key)
        status = f"　[{NAMES[decision.status]}：{decision.name}]" if decision else ""
        line(f"  [{colour}]{name}[/{colour}] {f.rule} {escape(f.message + status)}")
        if f.formula:
            line(f"       {escape(f.formula)}")
        for place in f.places:
            line(f"[dim]       ({place.n}) {escape(where(place))}：“{escape(place.quote)}”[/dim]")
        line(f"[dim]       编号 {f.key}[/dim]")

"""The staff desk's commands, but for checking a claim; registered by `gongkai.cli`.

Exit codes: 0 done, whatever was found; 1 a finding as grave as `--fail-on` asks, or an input that
couldn't be read; 2 wrong usage.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.config import Config, load_config
from gongkai.errors import UsageError
from gongkai.terminal import Terminal

if TYPE_CHECKING:
    from gongkai.desk.decisions import Decision
    from gongkai.desk.finding import Finding, Lint
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


class Grade(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Format(StrEnum):
    """What a table is written as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


class Outcome(StrEnum):
    """What staff say of a finding."""

    CONFIRMED = "confirmed"
    FALSE_ALARM = "false_alarm"
    FIXED = "fixed"
    OPEN = "open"


_GRADES = {"error": ("red", "错误"), "warning": ("yellow", "警告"), "hint": ("cyan", "提示")}


def register(app: typer.Typer) -> None:
    """Put the desk's commands on the program's."""
    for command in (lint, decide, compare, export, coverage):
        app.command()(command)


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
        results = (_only(r, wanted, severity) for r in _checked(config, file))
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


def _checked(config: Config, file: Path | None) -> Iterator[Lint]:
    from gongkai.desk.lint_index import index_if_any, lint_file, lint_index, open_index

    if file is None:
        yield from lint_index(open_index(config))
        return
    from gongkai.ingest.load import load

    report = load(_file(file), max_mb=config.max_file_mb)
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
        _raw(as_csv(lint_print.COLUMNS, lint_print.lint_rows(told, decided)))
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


def _raw(data: bytes) -> None:
    """Bytes to standard output as they are: a byte order mark, and lines that end in CR LF."""
    out = sys.__stdout__
    assert out is not None
    out.buffer.write(data)
    out.buffer.flush()


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
    for result in _checked(config, file):
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
        _raw(as_csv(columns, rows))
        return
    for row in rows:
        terminal.out.print("　".join(map(str, row)), markup=False, soft_wrap=True)


def compare(
    bureau: Bureaus = None,
    year: Years = None,
    topic: Topics = None,
    section: Sections = None,
    narrative: Annotated[
        str, typer.Option("--narrative", help="比对哪一部分的文字（一、五、六；空为不比）。")
    ] = "五",
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """比对：一个单位的各年，或一年里的各单位；列出每格的数值、增减、增幅和文字异同。"""
    if not bureau and not year:
        raise UsageError(
            "要给出 --bureau 或 --year", remedy="例如：gongkai compare --bureau 某某市教育局"
        )
    config = load_config(os.environ)
    from gongkai.desk import compare_print
    from gongkai.desk.compare import compare as side_by_side
    from gongkai.desk.export import as_csv
    from gongkai.desk.lint_index import open_index

    terminal = Terminal(json=json or csv)
    with terminal.quiet():
        reports = list(_chosen(open_index(config), bureau or [], year or []))
        found = side_by_side(reports, topic or (), section or ())
    if json:
        terminal.data(compare_print.comparison_json(found, narrative))
    elif csv:
        _raw(as_csv(*compare_print.table(found)))
    else:
        compare_print.show(found, narrative, terminal.out)


def _chosen(index: Index, bureaus: Sequence[str], years: Sequence[int]) -> Iterator[Report]:
    """The reports of those bodies and years, by body and year. Raises `UsageError`."""
    cards = index.cards()
    for bureau in bureaus:
        if all(card.bureau != bureau for card in cards):
            raise UsageError(
                f"索引里没有“{bureau}”的报告", remedy="gongkai coverage 列出有哪些单位"
            )
    chosen = [
        card.id for card in cards
        if (not bureaus or card.bureau in bureaus) and (not years or card.year in years)
    ]  # fmt: skip
    if not chosen:
        raise UsageError("索引里没有这样的报告", remedy="gongkai coverage 列出有哪些单位和年份")
    for name in chosen:
        yield index.report(name)


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
        reports = _chosen(open_index(config), bureau or [], year or [])
        wanted = (section or (), topic or ())
        match kind:
            case Format.CSV:
                data = as_csv(FACT_COLUMNS, fact_rows(reports, *wanted))
            case Format.XLSX:
                data = as_xlsx(FACT_COLUMNS, fact_rows(reports, *wanted), "facts")
            case Format.JSON:
                data = as_json(facts_json(reports, *wanted))
    if out is None:
        _raw(data)
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
        _raw(as_csv(columns, found.rows()))
    else:
        from rich.table import Table

        table = Table(*columns)
        for row in found.rows():
            table.add_row(*map(str, row))
        terminal.out.print(table)


def _file(path: Path) -> Path:
    path = path.expanduser()
    if path.is_dir():
        raise UsageError("这是文件夹", file=str(path), remedy="请给出文件，或用 gongkai lint --all")
    if not path.exists():
        raise UsageError("没有这个文件", file=str(path), remedy="请检查路径")
    return path

"""What a person reads in a terminal: a report, an answer and a state of the index, by rich."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gongkai.answer import Answer
from gongkai.report import Fact, Report
from gongkai.ui.place import place, section_name

if TYPE_CHECKING:
    from gongkai.answering.assistant import Turn
    from gongkai.index.facts import ReportCard
    from gongkai.index.failures import Failure
    from gongkai.index.status import IndexStatus
    from gongkai.index.writer import Summary

_CONTACT = {
    "address": "地址", "postcode": "邮编", "phone": "电话",
    "fax": "传真", "email": "邮箱", "website": "网址",
}  # fmt: skip
BLANK = "—"  # a cell left blank is shown as unknown, never as 0


def printed(fact: Fact) -> str:
    """A cell's value as a person reads it; a blank cell is a dash."""
    return BLANK if fact.value is None else format(fact.value.normalize(), "f")


def _line(out: Console, markup: str) -> None:
    """A line left whole: the terminal wraps it, and an address in it can still be copied."""
    out.print(markup, soft_wrap=True)


def show_report(report: Report, out: Console) -> None:
    """A report's head, contact and tables. The widest table needs about 100 columns."""
    _line(out, f"[bold]{escape(report.title)}[/bold]")
    out.print(
        f"发布机关：{escape(report.bureau)}　年份：{report.year}　格式：{report.form or '无'}"
    )
    if report.period:
        _line(out, f"统计期：{escape(report.period)}")
    for name, detail in report.contact.details().items():
        _line(out, f"{_CONTACT[name]}：{escape(detail.value)}")
    for section, facts in groupby(report.facts, key=lambda fact: fact.address.section):
        out.print(_table(list(facts), report.headings.get(section, f"第{section}部分")))
    for warning in report.warnings:
        _line(out, f"[yellow]注意：{escape(warning)}[/yellow]")


def _table(facts: Sequence[Fact], title: str) -> Table:
    """A matrix where the rows share their columns (三), else one cell a line (二, 四)."""
    table = Table(title=escape(title), title_justify="left")
    rows = {row: list(cells) for row, cells in groupby(facts, key=lambda fact: fact.address.row)}
    shared = {tuple(fact.address.column for fact in cells) for cells in rows.values()}
    table.add_column("项目", overflow="fold")
    if len(shared) == 1 and len(rows) > 1:
        for column in next(iter(shared)):
            table.add_column(escape(" / ".join(column)), justify="right")
        told: set[tuple[str, ...]] = set()
        for row, cells in rows.items():
            for depth, label in enumerate(row[:-1]):
                if row[: depth + 1] not in told:
                    told.add(row[: depth + 1])
                    table.add_row("  " * depth + escape(label))
            indent = "  " * (len(row) - 1)
            table.add_row(indent + escape(row[-1]), *(printed(fact) for fact in cells))
        return table
    table.add_column("数值", justify="right")
    table.add_column("单位")
    for fact in facts:
        path = " / ".join((*fact.address.row, *fact.address.column))
        table.add_row(escape(path), printed(fact), escape(fact.unit))
    return table


def show_answer(answer: Answer, out: Console) -> None:
    """The answer, its numbered sources, and what may be asked next."""
    _line(out, escape(answer.text))
    if answer.citations:
        out.print()
    for citation in answer.citations:
        where = "，".join(
            part
            for part in (
                citation.title,
                section_name(None, citation.section),
                place(citation),
            )
            if part
        )
        quote = f"：“{citation.quote}”" if citation.quote else ""
        _line(out, f"[dim]\\[{citation.n}] {escape(where + quote)}[/dim]")
        _line(out, f"[dim]    {escape(citation.source)}[/dim]")
    if answer.suggestions:
        out.print()
        _line(out, "可以接着问：" + " · ".join(escape(text) for text in answer.suggestions))


def last_shown(turns: Iterator[Turn], out: Console | None) -> Turn:
    """The whole answer; on a terminal what is said so far is shown until it is there."""
    turn = next(turns)
    if turn.done or out is None or not out.is_terminal:
        return deque((turn, *turns), maxlen=1).pop()
    from rich.live import Live
    from rich.text import Text

    # Drawn over and gone in the end: a wording may be discarded after its first sentences.
    with Live(console=out, transient=True, auto_refresh=False) as live:
        live.update(Text(turn.answer.text), refresh=True)
        for turn in turns:
            live.update(Text(turn.answer.text), refresh=True)
    return turn


def show_summary(summary: Summary, out: Console) -> None:
    """What an ingest did, and each file that failed with what to do about it."""
    _line(
        out,
        f"新增 {summary.added} 份，替换 {summary.replaced} 份，未变 {summary.unchanged} 份，"
        f"失败 {len(summary.failed)} 份；索引共 {summary.chunks} 段，用时 {summary.seconds:.1f} 秒",
    )
    if summary.joined:
        _line(out, f"与已有报告内容一致、作为其另一来源：{summary.joined} 份")
    if summary.removed:
        _line(out, f"已移除：{summary.removed} 份")
    for name in summary.vanished:
        _line(out, f"[yellow]文件已不存在，索引中仍保留[/yellow] {escape(name)}")
    if summary.vanished:
        _line(out, "（加 --prune 可把它们从索引中移除）")
    for failure in summary.failed:
        _line(out, f"[red]失败[/red] {escape(failure.message)}")


def show_status(status: IndexStatus, out: Console) -> None:
    """What the index holds, and the next step where it holds nothing."""
    _line(out, f"文件夹：{escape(status.home)}（{status.bytes / 1024 / 1024:.0f} MB）")
    if status.writing:
        _line(out, "正在读入报告")
    if status.failed:
        _line(out, f"[red]没有读成：{status.failed} 份[/red]（gongkai status --failed 列出）")
    if not status.generation:
        _line(out, "还没有读入任何报告；请运行 gongkai ingest 报告所在文件夹")
        return
    _line(out, f"报告：{status.reports} 份，{status.chunks} 段，来自 {status.files} 个文件")
    if status.outdated:
        _line(out, f"其中 {status.outdated} 个文件由旧版程序读入；再次 gongkai ingest 会重读")
    _line(out, f"年份：{'、'.join(map(str, status.years))}")
    _line(out, f"单位：{len(status.bureaus)} 个")
    for bureau in status.bureaus:
        _line(out, f"  {escape(bureau)}")
    _line(out, f"模型：{escape(status.model)}")
    _line(out, f"索引：{status.generation}，{status.created}")
    if not status.readable:
        _line(out, "[red]索引由另一版本的程序写成；请重新运行 gongkai ingest[/red]")


def show_failures(failures: Sequence[Failure], out: Console) -> None:
    """The files that gave no report: when they were tried, and why they failed."""
    for failure in failures:
        _line(out, f"{escape(failure.at)}  {escape(failure.message)}")
    if failures:
        _line(out, f"共 {len(failures)} 份；gongkai ingest --retry 重试，gongkai remove 移出清单")
    else:
        _line(out, "没有失败的文件")


def show_cards(cards: Sequence[ReportCard], out: Console) -> None:
    """Every report with its id and the files that tell it."""
    for card in cards:
        _line(out, f"{card.id}  {card.year}  {escape(card.bureau)}  {escape(card.title)}")
        for name in card.sources:
            _line(out, f"[dim]    {escape(name)}[/dim]")
    _line(out, f"共 {len(cards)} 份")

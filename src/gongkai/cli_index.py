"""The commands that fill, thin out and show the index; registered by `gongkai.cli`."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.config import Config, load_config
from gongkai.errors import UsageError
from gongkai.terminal import Terminal

if TYPE_CHECKING:
    from gongkai.index.removal import Chosen

AsJson = Annotated[bool, typer.Option("--json", help="在标准输出只打印 JSON（UTF-8）。")]


def ingest(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="路径...", help="报告文件、文件夹、ZIP 或网址。")
    ] = None,
    retry: Annotated[bool, typer.Option("--retry", help="重试以前失败的文件。")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="文件夹里已经没有的文件，从索引中移除（否则只提示）。")
    ] = False,
    json: AsJson = False,
) -> None:
    """把报告读入索引；读过而未变的不重读，变了的替换旧的。

    一个文件读不了，不影响其余文件：失败的记入清单（gongkai status --failed），退出码为 1。
    中断后再次运行同一命令，会接着做。
    """
    config = load_config(os.environ)
    if not paths and not retry:
        raise UsageError("没有给出文件或文件夹", remedy="例如：gongkai ingest 报告所在文件夹")
    from gongkai.index.encoder import load_encoder
    from gongkai.index.writer import update

    terminal = Terminal(json=json)
    encoder = cache(lambda: load_encoder(config, say=terminal.say))
    try:
        with terminal.quiet():
            with terminal.progress() as progress:
                summary = update(
                    config,
                    [text if "://" in text else Path(text).expanduser() for text in paths or ()],
                    encoder,
                    progress=progress,
                    retry=retry,
                    prune=prune,
                )
            if encoder.cache_info().currsize:
                from gongkai.answering.assistant import phrases

                phrases(encoder(), config)  # so that the first question needn't wait for them
    except KeyboardInterrupt:
        terminal.say("再次运行同一命令，会从中断处接着做")
        raise
    if json:
        terminal.data(asdict(summary))
    else:
        from gongkai.show import show_summary

        show_summary(summary, terminal.out)
    if summary.failed:
        raise typer.Exit(1)


def remove(
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="文件或单位...", help="文件、文件夹、ZIP、网址，或单位全称。"),
    ] = None,
    report: Annotated[
        list[str] | None, typer.Option("--report", help="报告编号（见 gongkai status --reports）。")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再询问。")] = False,
    json: AsJson = False,
) -> None:
    """从索引中移除文件、某单位的全部报告，或指定编号的报告；原文件不受影响。"""
    config = load_config(os.environ)
    if not targets and not report:
        raise UsageError("没有说移除什么", remedy='例如：gongkai remove "某某局"')
    from gongkai.index.encoder import load_encoder
    from gongkai.index.removal import choose
    from gongkai.index.writer import remove as take_out

    terminal = Terminal(json=json)
    chosen = choose(config, targets or (), report or ())
    if chosen.bureaus and not yes:
        _confirm(chosen)
    with terminal.quiet(), terminal.progress() as progress:
        encoder = cache(lambda: load_encoder(config, say=terminal.say))
        summary = take_out(config, chosen.names, encoder, progress=progress)
    if json:
        gone = [
            {"id": card.id, "bureau": card.bureau, "year": card.year, "title": card.title}
            for card in chosen.reports
        ]
        terminal.data({"removed": gone, "files": list(chosen.names), **_rest(summary)})
    else:
        terminal.out.print(
            f"已移除 {len(chosen.reports)} 份报告（{len(chosen.names)} 个文件）；"
            f"索引共 {summary.chunks} 段"
        )
    if summary.failed:
        raise typer.Exit(1)


def _confirm(chosen: Chosen) -> None:
    question = f"移除{'、'.join(chosen.bureaus)}的全部报告（共移除 {len(chosen.reports)} 份）？"
    if not sys.stdin.isatty():
        raise UsageError(question.rstrip("？"), remedy="请加 --yes 确认")
    typer.confirm(question, abort=True, err=True)


def _rest(summary: object) -> dict[str, object]:
    return {name: getattr(summary, name) for name in ("chunks", "seconds", "generation")}


def status(
    failed: Annotated[
        bool, typer.Option("--failed", help="列出没有读成的文件、原因和时间。")
    ] = False,
    reports: Annotated[
        bool, typer.Option("--reports", help="列出每份报告：编号、单位、年份和来源文件。")
    ] = False,
    json: AsJson = False,
) -> None:
    """打印索引里有哪些报告、单位、年份，用的什么模型，占多少空间。"""
    config = load_config(os.environ)
    terminal = Terminal(json=json)
    if failed:
        _failed(config, terminal, json)
    elif reports:
        _reports(config, terminal, json)
    else:
        from gongkai.index.status import status as index_status

        state = index_status(config)
        if json:
            terminal.data(asdict(state))
        else:
            from gongkai.show import show_status

            show_status(state, terminal.out)


def _failed(config: Config, terminal: Terminal, json: bool) -> None:
    from gongkai.index.failures import failures

    listed = failures(config)
    if json:
        told = [{"path": f.path, "message": f.message, "at": f.at, "kind": f.kind} for f in listed]
        terminal.data({"failed": told})
    else:
        from gongkai.show import show_failures

        show_failures(listed, terminal.out)


def _reports(config: Config, terminal: Terminal, json: bool) -> None:
    from gongkai.index.status import reports

    cards = reports(config)
    if json:
        terminal.data({"reports": [asdict(card) for card in cards]})
    else:
        from gongkai.show import show_cards

        show_cards(cards, terminal.out)

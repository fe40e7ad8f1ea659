"""The command `gongkai compare`: one body's years, or the bodies of one year, side by side."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from gongkai.cli_desk import AsCsv, AsJson, Bureaus, Sections, Topics, Years, chosen, raw
from gongkai.config import load_config
from gongkai.errors import UsageError
from gongkai.terminal import Terminal


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
        reports = list(chosen(open_index(config), bureau or [], year or []))
        found = side_by_side(reports, topic or (), section or ())
    if json:
        terminal.data(compare_print.comparison_json(found, narrative))
    elif csv:
        raw(as_csv(*compare_print.table(found)))
    else:
        compare_print.show(found, narrative, terminal.out)

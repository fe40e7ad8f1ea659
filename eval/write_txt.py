"""Write an invented report as text, in the layouts into which pages and tables get squeezed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from gongkai.eval.invent import Invented
from gongkai.eval.printed import PrintedCell, PrintedTable

_COLUMNS = 76  # of hard-wrapped text, as mail and old editors wrap it
_TOKEN = re.compile(r"[!-~]+|.", re.S)
_NEVER_FIRST = "，。；：、）”》！？"


def write_txt(report: Invented) -> bytes:
    """The report in its text layout; UTF-8, or GB18030 with CRLF for ``txt-gb18030``."""
    layout = report.order.layout
    lines: list[str] = _above(report) if report.order.rough else []
    for item in report.flow():
        if isinstance(item, PrintedTable):
            lines += [*_table(item, report), ""]
            continue
        kind, text = item
        if kind == "title":
            lines += [text, ""]
        else:
            indent = "    " if kind == "heading" else "\u3000\u3000"
            line = f"{indent}{text}"
            lines += _wrapped(line) if layout == "txt-wrap" else [line]
            if kind == "heading":
                lines.append("")
    text = "\n".join(lines) + "\n"
    if layout == "txt-gb18030":
        return text.replace("\n", "\r\n").encode("gb18030")
    return text.encode()


def _table(table: PrintedTable, report: Invented) -> list[str]:
    layout = report.order.layout
    if layout in ("txt-b", "txt-wrap"):
        return _pipes(table, layout == "txt-b" and sum(report.stem.encode()) % 3 == 0)
    if layout == "txt-broken":
        rng = random.Random(f"broken:{report.order.seed}:{report.stem}")
        return _broken(table, rng)
    return _LAYOUTS.get(layout, _tabbed)(table)


def _tabbed(table: PrintedTable) -> list[str]:
    """One cell a line, a blank line after each row; a cell merged from above is an empty line
    of its own (as a word processor's plain-text export does it)."""
    lines: list[str] = []
    for row, covering in enumerate(table.covering()):
        done = -1
        for column, cell in enumerate(covering):
            if column < done:
                continue
            done = cell.column + cell.colspan
            lines += f"\t{cell.text if cell.row == row else ''}".split("\n")
        lines.append("")
    return lines


def _pipes(table: PrintedTable, repeat: bool) -> list[str]:
    """A line a row with every place of the grid; a merged cell's text stands once, or in each
    of its places where ``repeat``."""
    lines = []
    for row, covering in enumerate(table.covering()):
        texts = [
            cell.text.replace("\n", "")
            if repeat or (cell.row, cell.column) == (row, column)
            else ""
            for column, cell in enumerate(covering)
        ]
        lines.append(f"| {' | '.join(texts)} |")
    return lines


def _flat(cell: PrintedCell) -> str:
    return cell.text.replace("\n", "")


def _bars(table: PrintedTable) -> list[str]:
    """A line a row, a bar after each cell, the bars of a wide cell together."""
    return [
        "".join(f"{_flat(cell)} | {'|' * (cell.colspan - 1)}" for cell in row).rstrip()
        for row in table.by_row()
        if row
    ]


def _cell_a_line(table: PrintedTable) -> list[str]:
    """A cell a line with its bar; the bars that fill up a wide cell in a line of their own."""
    lines = []
    for row in table.by_row():
        for cell in row:
            lines.append(f"{_flat(cell)} |".lstrip())
            if cell.colspan > 1:
                lines.append("|" * (cell.colspan - 1))
    return lines


def _next_line(table: PrintedTable) -> list[str]:
    """Each cell on the line after its bar."""
    lines = []
    for row in table.by_row():
        text = "| "
        for cell in row:
            text += f"\n {_flat(cell)}  | {'|' * (cell.colspan - 1)}"
        lines += text.split("\n")
    return lines


def _blank_between(table: PrintedTable) -> list[str]:
    return [
        line for row in table.by_row() for cell in row if cell.text for line in (_flat(cell), "")
    ]


def _broken(table: PrintedTable, rng: random.Random) -> list[str]:
    """Cells with a blank line between; some heads broken by a newline, with a blank line or not."""
    lines: list[str] = []
    for row in table.by_row():
        for cell in row:
            text = _flat(cell)
            if not text:
                continue
            if cell.label and cell.rowspan == 1 and 5 < len(text) < 10 and rng.random() < 0.3:
                at = rng.randint(2, len(text) - 2)
                lines += [text[:at], *([""] * rng.randint(0, 1)), text[at:], ""]
            else:
                lines += [text, ""]
    return lines


def _one_line(table: PrintedTable) -> list[str]:
    return [" ".join(_flat(cell) for row in table.by_row() for cell in row if cell.text)]


def _row_a_line(table: PrintedTable) -> list[str]:
    rows = ([_flat(cell) for cell in row if cell.text] for row in table.by_row())
    return [" ".join(row) for row in rows if row]


def _tabs(table: PrintedTable) -> list[str]:
    """A line a row, a tab between its places; a merged cell's text stands once."""
    return [
        "\t".join(
            _flat(cell) if (cell.row, cell.column) == (row, column) else ""
            for column, cell in enumerate(covering)
        )
        for row, covering in enumerate(table.covering())
    ]


def _glued(table: PrintedTable) -> list[str]:
    return ["".join(_flat(cell) for row in table.by_row() for cell in row)]


_LAYOUTS: dict[str, Callable[[PrintedTable], list[str]]] = {
    "txt-bar": _bars,
    "txt-cell": _cell_a_line,
    "txt-next": _next_line,
    "txt-blank": _blank_between,
    "txt-space": _one_line,
    "txt-row": _row_a_line,
    "txt-tab": _tabs,
    "txt-glued": _glued,
}


def _wrapped(text: str) -> list[str]:
    """Lines of so many half-width columns; runs of ASCII stay whole."""
    lines, line, used = [], "", 0
    for token in _TOKEN.findall(text):
        wide = len(token) * (1 if token.isascii() else 2)
        if line and used + wide > _COLUMNS and token not in _NEVER_FIRST:
            lines.append(line)
            line, used = "", 0
        line, used = line + token, used + wide
    return [*lines, line]


def _above(report: Invented) -> list[str]:
    """What a site prints above the text, for some reports."""
    if sum(report.stem.encode()) % 2:
        return []
    day = f"{report.order.year + 1}-01-{len(report.stem) % 27 + 1:02d}"
    return [
        f"标题：{report.title}",
        f"发布时间：{day} 09:30",
        f"发布机构：{report.order.body.name}",
        f"原文链接：http://www.{report.order.body.slug.split('-')[0]}.example/xxgk/{day}.html",
        "",
    ]

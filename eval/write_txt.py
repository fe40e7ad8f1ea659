"""Write an invented report as text: one cell a line after a tab, or rows between pipes."""

from __future__ import annotations

from gongkai.eval.invent import Invented
from gongkai.eval.printed import PrintedTable


def write_txt(report: Invented) -> bytes:
    """The report in its text layout; UTF-8, or GB18030 with CRLF for ``txt-gb18030``."""
    pipes = report.order.layout == "txt-b"
    repeat = pipes and sum(report.stem.encode()) % 3 == 0
    lines: list[str] = []
    for item in report.flow():
        if isinstance(item, PrintedTable):
            lines += [*(_pipes(item, repeat) if pipes else _tabbed(item)), ""]
            continue
        kind, text = item
        if kind == "title":
            lines += [text, ""]
        else:
            indent = "    " if kind == "heading" else "\u3000\u3000"
            lines.append(f"{indent}{text}")
            if kind == "heading":
                lines.append("")
    text = "\n".join(lines) + "\n"
    if report.order.layout == "txt-gb18030":
        return text.replace("\n", "\r\n").encode("gb18030")
    return text.encode()


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

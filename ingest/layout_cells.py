"""Rows of a table in text that prints one cell a line, each after a tab.

An empty line, or one of prose, ends a row there, so a line that holds the tab alone is a cell
left blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.ingest.noise import is_page_number
from gongkai.ingest.tables_number import read_number

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_CELL = r"\r?\n\t([^\r\n\t]*)"
# The cells between a label and the empty line that ends its row.
_CELLS = re.compile(rf"(?:{_CELL})+(?=\r?\n\n)")
_EACH = re.compile(_CELL)


def rows(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end, line end included, of the rows with both a number and a blank cell.

    Only these need their blank cells kept: in a row without one the numbers are all there is.
    """
    found = []
    group: list[re.Match[str]] = []
    for line in _LINE.finditer(text):
        if group and _ends(_body(group[-1]), _body(line)):
            found.append(group)
            group = []
        if group or line.group().startswith("\t"):
            group.append(line)
    found.append(group)
    return tuple(
        (row[0].start(), row[-1].end()) for row in found if _is_row([_body(line) for line in row])
    )


def _body(line: re.Match[str]) -> str:
    return line.group().rstrip("\r\n")


def _ends(last: str, line: str) -> bool:
    """Whether a row ends before ``line``: a label may go on without a tab, a number may not."""
    if "\t" in line:
        return False
    return not line.strip() or (
        read_number(last).kind != "other" and read_number(line).kind == "other"
    )


def _is_row(lines: Sequence[str]) -> bool:
    """Labels (or blank cells, below a merged one), then numbers of which some are blank."""
    cells: list[str] = []
    for line in lines:
        if line.startswith("\t") and "\t" not in line[1:]:
            cells.append(line[1:])
        elif cells and "\t" not in line and not is_page_number(line):
            cells[-1] += "\n" + line  # a label that is printed on several lines
        else:
            return False
    kinds = ["other" if "\n" in cell else read_number(cell).kind for cell in cells]
    first = next((i for i in range(len(kinds), 0, -1) if kinds[i - 1] == "other"), 0)
    values = [cell.strip() for cell in cells[first:]]
    return "number" not in kinds[:first] and "number" in kinds and "" in values


def cells_after(text: str, start: int, stop: int) -> Iterator[tuple[int, int]] | None:
    """The places of the cells after a label that ends at ``start``, up to the row's end.

    None where the text there isn't of this shape.
    """
    run = _CELLS.match(text, start, stop)
    return (match.span(1) for match in _EACH.finditer(text, start, run.end())) if run else None

"""Table 三 in text where a lone bar opens each row and each cell is a line with its bar.

A blank cell is a lone bar, too, so a row's own lines don't tell which is which; all rows together do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.ingest.layout_bars import BARS
from gongkai.ingest.tables_chain import Line
from gongkai.ingest.tables_run import Span

_ROW = re.compile(
    rf"[)）\]】”’\"' \u3000]*(?P<bars>[{BARS}][ {BARS}]*)\n(?P<cells>(?:[^\n{BARS}]*[{BARS}][ ]*\n)+)"
)
_CELL = re.compile(rf"([^\n{BARS}]*)[{BARS}][ ]*\n")
_WORD = re.compile(r"[\u3400-\u9fff]{2}")  # longer than 件: the next row's label
_OPENS = re.compile(rf"(?:^|\n)[ ]*[{BARS}][ ]*\n[^\n{BARS}]*$")

Cells = list[Span | None]


def opened(lines: Sequence[Line], text: str, count: int) -> list[Cells] | None:
    """The ``count`` cells of each row (None: blank); None where rows aren't surely of this kind.

    ``lines`` are the table's rows in the stream ``text``. Each has ``count`` lines of a bar, and
    all but the last the bar that opens the next one. The columns that a label spans must be told
    by bars on its own line, else a blank cell might be one of them.
    """
    rows: list[Cells] = []
    spanned = False
    for place, line in enumerate(lines):
        row = _ROW.match(text, line.hit.end)
        if row is None:
            return None
        spanned = spanned or len(re.findall(f"[{BARS}]", row["bars"])) > 1
        cells = list(_cells(text, *row.span("cells")))
        opener = place < len(lines) - 1
        if len(cells) != count + opener or (opener and cells[count] is not None):
            return None
        rows.append(cells[:count])
    if not spanned or not _OPENS.search(text[: lines[0].hit.start]):
        return None
    # Were the first line of each row a column that the label spans, all of them were blank.
    return rows if any(row[0] is not None for row in rows) else None


def _cells(text: str, start: int, end: int) -> Iterator[Span | None]:
    """The cells of these lines, up to the next label."""
    for cell in _CELL.finditer(text, start, end):
        span = _span(text, *cell.span(1))
        if span is not None and _WORD.search(span.text):
            return
        yield span


def _span(text: str, start: int, end: int) -> Span | None:
    body = text[start:end].strip()
    at = start + text[start:end].find(body)
    return Span(body, at, at + len(body)) if body else None

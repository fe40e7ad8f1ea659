"""Table 三 in text where each cell is a line with its bar, a blank one a lone bar.

The columns that a wide label covers are lone bars, too, so one row doesn't tell whether its first
bar is the label's or a blank cell's. The form does: 一 covers three columns of labels, （一） two,
1. one, and every row of the table has to have just as many cells as that makes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gongkai.ingest.layout_bars import BARS
from gongkai.ingest.tables_chain import Line
from gongkai.ingest.tables_run import Span

_LABEL_END = re.compile(rf"[)）\]】”’\"' \u3000]*[{BARS}][ ]*\n")
_LINE = re.compile(rf"([^\n{BARS}]*)((?:[{BARS}][ ]*)+)\n")
_WORD = re.compile(r"[\u3400-\u9fff]{2}")  # longer than 件: the next row's label

Cells = list[Span | None]


def spanned(
    lines: Sequence[Line], text: str, count: int, paths: Mapping[str, tuple[str, ...]]
) -> list[Cells] | None:
    """The ``count`` cells of each row (None: blank); None where rows aren't surely of this kind.

    ``lines`` are the table's rows in the stream ``text``, ``paths`` their labels' places in the
    form. A row of a path of n labels has ``count`` cells after those its own label covers: as many
    as the deepest path has labels more than n. All rows must, and not all be equally deep.
    """
    depths = [len(paths[line.label]) for line in lines]
    deepest = max(map(len, paths.values()))
    if len(set(depths)) < 2:
        return None
    rows: list[Cells] = []
    for line, depth in zip(lines, depths, strict=True):
        cells = _cells(text, line.hit.end)
        covered = deepest - depth
        if cells is None or len(cells) != covered + count or any(cells[:covered]):
            return None
        rows.append(cells[covered:])
    return rows


def _cells(text: str, start: int) -> Cells | None:
    """The cells of the lines after a label's own, up to the next label; None without any."""
    label = _LABEL_END.match(text, start)
    if label is None:
        return None
    cells: Cells = []
    at = label.end()
    while line := _LINE.match(text, at):
        body = line[1].strip()
        if _WORD.search(body):
            break
        begin = line.start() + line[1].find(body)
        cells.append(Span(body, begin, begin + len(body)) if body else None)
        cells += [None] * (len(re.findall(f"[{BARS}]", line[2])) - 1)
        at = line.end()
    return cells

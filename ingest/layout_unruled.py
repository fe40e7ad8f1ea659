"""Table 三 on pages that draw no lines: columns by where its numbers stand, rows by their order.

Long labels wrap around the line of their numbers, so no line of text is a row by itself. The
table is believed only where all fits: a line of numbers for each row of the form, each below a
column of the header, the header's words above them, and beside each row words of its label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gongkai.form import FORM_NAMES, Form, aliases, form
from gongkai.ingest.heading import read_line
from gongkai.ingest.layout_flow import Item
from gongkai.ingest.layout_lines import Line, Word
from gongkai.ingest.layout_ruled import Boxed, RuledTable
from gongkai.ingest.tables_label import plain
from gongkai.ingest.tables_number import read_number

# A ruled table of so many cells may be the statutory one.
_RULED = 60
# So many whole rows tell the columns; a number stands off its column's middle by no more than
# this share of the distance to the next one.
_LEAST_ROWS, _OFF = 3, 0.4
# Words of a label tell it from so many characters on, and this share of the rows must be told.
_TELLING, _TOLD = 3, 0.6
_HAN = ("\u3400", "\u9fff")


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    cells: tuple[Word | None, ...]


def with_unruled(pages: list[list[Item]]) -> list[list[Item]]:
    """The pages with the lines of table 三 as a table, where it is drawn without rulings."""
    ruled = [item for page in pages for item in page if isinstance(item, RuledTable)]
    if any(len(table.cells) >= _RULED for table in ruled):
        return pages
    zone = _zone(
        [line for page in pages for item in page if isinstance(item, list) for line in item]
    )
    for name in FORM_NAMES if zone else ():
        table = _table(zone, form(name))
        if table is not None:
            return _replaced(pages, {id(line) for line in zone}, table)
    return pages


def _zone(lines: Sequence[Line]) -> list[Line]:
    """The lines between the headings of the third and the fourth section."""
    zone: list[Line] = []
    inside = False
    for line in lines:
        heading = read_line(line.text)
        section = heading.section if heading and heading.numbered else ""
        if section == "四" and inside:
            return zone
        if section == "三" and not inside:
            inside = True
        elif inside:
            zone.append(line)
    return []


def _table(zone: Sequence[Line], which: Form) -> RuledTable | None:
    count = len(which.applicants)
    numbers = [[word for word in line.words if _is_value(word)] for line in zone]
    whole = [found for found in numbers if len(found) == count]
    if len(whole) < _LEAST_ROWS or any("。" in line.text for line in zone):
        return None
    middles = [median(found[place].middle for found in whole) for place in range(count)]
    step = min(right - left for left, right in pairwise(middles))
    if step <= 0:
        return None
    left = middles[0] - step / 2
    rows: list[_Row] = []
    for line, found in zip(zone, numbers, strict=True):
        placed: list[Word | None] = [None] * count
        for word in (word for word in found if word.middle > left):
            place = min(range(count), key=lambda i: abs(middles[i] - word.middle))
            if abs(middles[place] - word.middle) > _OFF * step or placed[place] is not None:
                return None
            placed[place] = word
        if any(placed):
            rows.append(_Row(line, tuple(placed)))
    if len(rows) != len(which.rows):
        return None
    bands = [left, *((a + b) / 2 for a, b in pairwise(middles)), middles[-1] + step / 2]
    top = zone.index(rows[0].line)
    if not _headed(zone[:top], bands, which) or not _labelled(zone, rows, left, which):
        return None
    return _built(rows, bands, min(line.x0 for line in zone), which)


def _is_value(word: Word) -> bool:
    return read_number(word.text).kind != "other" and not any(
        _HAN[0] <= char <= _HAN[1] for char in word.text
    )


def _headed(head: Sequence[Line], bands: Sequence[float], which: Form) -> bool:
    """Whether the lowest words above each column are its label."""
    texts = [
        plain("".join(w.text for line in head for w in line.words if start < w.middle <= end))
        for start, end in pairwise(bands)
    ]
    return all(
        any(text.endswith(plain(spelling)) for spelling in aliases(label))
        for text, label in zip(texts, which.applicants, strict=True)
    )


def _labelled(zone: Sequence[Line], rows: Sequence[_Row], left: float, which: Form) -> bool:
    """Whether the words beside the rows are of their labels, and of no others."""
    labels = [[plain(spelling) for spelling in aliases(row[-1])] for row in which.rows]
    order = {id(line): place for place, line in enumerate(zone)}
    told = 0
    for index, row in enumerate(rows):
        said: set[int] = set()
        here = order[id(row.line)]
        for line in zone[max(0, here - 6) : here + 7]:
            nearest = min(
                (r for r in rows if r.line.page == line.page),
                key=lambda r: abs(r.line.middle - line.middle),
            ) if line.page == row.line.page else None  # fmt: skip
            if nearest is not row:
                continue
            for word in line.words:
                piece = plain(word.text)
                if word.middle < left and len(piece) >= _TELLING:
                    of = [i for i, names in enumerate(labels) if any(piece in n for n in names)]
                    said |= set(of) if len(of) == 1 else set()
        if said and (index not in said or any(abs(other - index) > 1 for other in said)):
            return False
        told += bool(said)
    return told >= _TOLD * len(rows)


def _built(rows: Sequence[_Row], bands: Sequence[float], x0: float, which: Form) -> RuledTable:
    """The table with the form's labels: those printed are scattered over lines."""
    cells: list[Boxed] = []
    first = rows[0].line
    for (start, end), label in zip(pairwise(bands), which.applicants, strict=True):
        box = (start, first.top - first.size, end, first.top)
        cells.append(Boxed(label, box, first.page, 0, 1, start, end))
    for index, (row, path) in enumerate(zip(rows, which.rows, strict=True)):
        line = row.line
        box = (x0, line.top, bands[0], line.bottom)
        cells.append(Boxed(path[-1], box, line.page, index + 1, 1, x0, bands[0]))
        for (start, end), word in zip(pairwise(bands), row.cells, strict=True):
            sides = (word.x0, word.x1) if word else (start, end)
            box = (sides[0], line.top, sides[1], line.bottom)
            text = word.text if word else ""
            cells.append(Boxed(text, box, line.page, index + 1, 1, start, end, line.size))
    last = [row.line for row in rows if row.line.page == first.page][-1]
    around = (x0, first.top, bands[-1], last.bottom)
    return RuledTable(tuple(cells), len(rows) + 1, first.top, around, first.page)


def _replaced(pages: list[list[Item]], zone: set[int], table: RuledTable) -> list[list[Item]]:
    """The pages with the table where the first of its lines stood."""
    result: list[list[Item]] = []
    placed = False
    for page in pages:
        items: list[Item] = []
        for item in page:
            if not isinstance(item, list):
                items.append(item)
                continue
            kept: list[Line] = []
            for line in item:
                if id(line) not in zone:
                    kept.append(line)
                elif not placed:
                    placed = True
                    items += [kept, table] if kept else [table]
                    kept = []
            if kept:
                items.append(kept)
        result.append(items)
    return result

"""Lines of text whose bars or separators draw a table, as a grid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gongkai.ingest.layout_separated import SEPARATOR
from gongkai.ingest.noise import is_page_number
from gongkai.ingest.tables_number import read_number
from gongkai.report import Block, Cell, Grid, Locator, Paragraph

BARS = "|｜¦│┃║"
_BAR = re.compile(f"[{BARS}{SEPARATOR}]")
_DASHES = r"\-—─═━=┄┈╌"
_CORNERS = r"+┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╞╡╪╟╢╫╒╕╘╛╤╧╭╮╯╰┠┨┯┷┿╂"
_RULE = re.compile(
    rf"[\s{BARS}:{_CORNERS}{_DASHES}]*[{_DASHES}]{{2,}}[\s{BARS}:{_CORNERS}{_DASHES}]*"
)
_DRAWN_RULE = re.compile(rf"[{BARS}{_CORNERS}]")
# So many cells a row and so many rows make a table; less may be anything.
_MIN_CELLS, _MIN_ROWS = 3, 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table drawn in text, and the indices of the paragraphs that draw it.

    ``ragged``: its lines have not as many cells each, so those after a line's end are taken
    for blank; that is believed only where the header fits.
    """

    grid: Grid
    blocks: frozenset[int]
    ragged: bool = False


def is_drawn_rule(text: str) -> bool:
    """Whether a line is one that a table's frame is drawn with, and no dash for a value."""
    return bool(_RULE.fullmatch(text) and _DRAWN_RULE.search(text))


def drawn(blocks: Sequence[Block], parted: Mapping[int, str] | None = None) -> list[Drawn]:
    """Runs of lines that bars or separators part into cells, as grids.

    ``parted`` are lines with their separators (see `layout_separated`), by block. Lines with
    bars make a grid only where all have the same number of cells: that places an empty cell
    for certain. Other bars are left to the reading of flat text.
    """
    tables: list[Drawn] = []
    run: list[_Line] = []
    ruled = False
    for index, block in enumerate(blocks):
        line = _line(index, block, (parted or {}).get(index))
        if line is None and isinstance(block, Paragraph) and run:
            if is_page_number(block.text):
                continue
            if _RULE.fullmatch(block.text):
                ruled = True
                continue
        if run and (line is None or not _goes_on(run[0], line)):
            _close(run, tables)
            run = []
        if line is not None and (run or len(line.cells) >= _MIN_CELLS or line.separated):
            run.append(replace(line, ruled=ruled))
        ruled = False
    _close(run, tables)
    return tables


@dataclass(frozen=True, slots=True)
class _Line:
    """A line's cells; ``ruled``: a rule was drawn above it."""

    block: int
    cells: tuple[Cell, ...]
    separated: bool
    ruled: bool = False


def _goes_on(first: _Line, line: _Line) -> bool:
    if first.separated or line.separated:
        return first.separated and line.separated
    return len(first.cells) == len(line.cells)


def _close(run: Sequence[_Line], tables: list[Drawn]) -> None:
    run = run if not run or run[0].separated else _unframed(run)
    width = max((len(line.cells) for line in run), default=0)
    if len(run) < _MIN_ROWS or width < _MIN_CELLS:
        return
    cells = tuple(
        replace(cell, row=row)
        for row, group in enumerate(_rows(run))
        for cell in _joined(group, width)
    )
    first, last = cells[0].locator, cells[-1].locator
    whole = Locator(first.kind, start=first.start, end=last.end, page=first.page, box=first.box,
                    paragraph=first.paragraph)  # fmt: skip
    grid = Grid(cells, cells[-1].row + 1, width, whole)
    ragged = any(len(line.cells) != width for line in run)
    tables.append(Drawn(grid, frozenset(line.block for line in run), ragged))


def _unframed(run: Sequence[_Line]) -> list[_Line]:
    """The lines without what stands outside the bars that frame them all."""
    first = 0 if any(line.cells[0].text for line in run) else 1
    last = None if any(line.cells[-1].text for line in run) else -1
    return [
        replace(
            line, cells=tuple(replace(c, column=c.column - first) for c in line.cells[first:last])
        )
        for line in run
    ]


def _rows(run: Sequence[_Line]) -> list[list[_Line]]:
    """The lines by the rows they print: where rules part the rows, those between two are one."""
    groups: list[list[_Line]] = []
    for line in run:
        if groups and not line.ruled:
            groups[-1].append(line)
        else:
            groups.append([line])
    # Two lines of numbers between the same rules are two rows: these rules part no rows.
    apart = all(sum(map(_has_number, group)) <= 1 for group in groups)
    return groups if apart and len(groups) >= _MIN_ROWS else [[line] for line in run]


def _has_number(line: _Line) -> bool:
    return any(read_number(cell.text).kind == "number" for cell in line.cells)


def _joined(lines: Sequence[_Line], width: int) -> list[Cell]:
    """The cells of one row; a text wrapped over several lines is one, cells that a line ends
    before are blank."""
    cells: list[Cell] = []
    end = lines[0].cells[-1].locator
    for column in range(width):
        its = [line.cells[column] for line in lines if column < len(line.cells)]
        filled = [cell for cell in its if cell.text]
        if len(filled) > 1:
            # A label that is wrapped; digits on two lines may be two numbers.
            words = any(read_number(cell.text).kind == "other" for cell in filled)
            text = ("\n" if words else "、").join(cell.text for cell in filled)
            place = replace(filled[0].locator, end=filled[-1].locator.end)
            cells.append(replace(filled[0], text=text, locator=place))
        elif its:
            cells.append((filled or its)[0])
        else:
            cells.append(Cell("", 0, column, replace(end, start=end.end)))
    return cells


def _line(index: int, block: Block, parted: str | None) -> _Line | None:
    if not isinstance(block, Paragraph) or _RULE.fullmatch(block.text):
        return None
    text = parted or block.text
    cuts = [match.start() for match in _BAR.finditer(text)]
    if not cuts:
        return None
    spans = [(a + 1, b) for a, b in pairwise([-1, *cuts, len(text)])]
    cells = tuple(_cell(block, text, column, a, b) for column, (a, b) in enumerate(spans))
    return _Line(index, cells, parted is not None)


def _cell(block: Paragraph, line: str, column: int, start: int, end: int) -> Cell:
    text = line[start:end]
    body = text.strip()
    begin = start + (len(text) - len(text.lstrip()) if body else 0)
    where = block.locator
    offset = where.start if where.kind in ("text", "html") and where.start is not None else 0
    locator = (
        where
        if where.page is not None
        else Locator(
            where.kind,
            start=offset + begin,
            end=offset + begin + len(body),
            paragraph=where.paragraph,
        )
    )
    return Cell(body, 0, column, locator)

"""Lines of text whose bars or tabs draw a table, as a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.report import Block, Cell, Grid, Locator, Paragraph

_BAR = re.compile(r"[|｜¦]")
_RULE = re.compile(r"[\s|｜¦:+\-—─=]*[-—─=]{2,}[\s|｜¦:+\-—─=]*")
# So many cells a row and so many rows make a table; less may be anything.
_MIN_CELLS, _MIN_ROWS = 3, 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table drawn in text, and the indices of the paragraphs that draw it."""

    grid: Grid
    blocks: frozenset[int]


def drawn(blocks: Sequence[Block]) -> list[Drawn]:
    """Runs of lines with the same number of cells between bars (or tabs), as grids.

    Only such rectangular runs place an empty cell for certain; other bars are left to the
    reading of flat text.
    """
    tables: list[Drawn] = []
    run: list[tuple[int, list[Cell]]] = []
    for index, block in enumerate(blocks):
        cells = _cells(block, len(run)) if isinstance(block, Paragraph) else None
        if cells is None and isinstance(block, Paragraph) and run and _RULE.fullmatch(block.text):
            continue
        if cells is None or (run and len(cells) != len(run[0][1])):
            _close(run, tables)
            run = []
            cells = _cells(block, 0) if isinstance(block, Paragraph) else None
        if cells is not None:
            run.append((index, cells))
    _close(run, tables)
    return tables


def _close(run: list[tuple[int, list[Cell]]], tables: list[Drawn]) -> None:
    if len(run) < _MIN_ROWS:
        return
    cells = tuple(cell for _, row in run for cell in row)
    first, last = cells[0].locator, cells[-1].locator
    whole = Locator(first.kind, start=first.start, end=last.end, page=first.page, box=first.box,
                    paragraph=first.paragraph)  # fmt: skip
    grid = Grid(cells, len(run), len(run[0][1]), whole)
    tables.append(Drawn(grid, frozenset(index for index, _ in run)))


def _cells(block: Block, row: int) -> list[Cell] | None:
    if not isinstance(block, Paragraph) or _RULE.fullmatch(block.text):
        return None
    text = block.text
    cuts = [match.start() for match in _BAR.finditer(text)]
    if cuts:
        # The bars at the line's ends frame it; without them it has a cell more.
        edges = [-1, *cuts, len(text)]
    elif "\t" in text.strip() and "\n" not in text:
        edges = [-1, *(i for i, char in enumerate(text) if char == "\t"), len(text)]
    else:
        return None
    spans = [(a + 1, b) for a, b in pairwise(edges)]
    if cuts and not text[: cuts[0]].strip():
        spans = spans[1:]
    if cuts and not text[cuts[-1] + 1 :].strip() and len(spans) > 1:
        spans = spans[:-1]
    if len(spans) < _MIN_CELLS:
        return None
    return [_cell(block, row, column, a, b) for column, (a, b) in enumerate(spans)]


def _cell(block: Paragraph, row: int, column: int, start: int, end: int) -> Cell:
    text = block.text[start:end]
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
    return Cell(body, row, column, locator)

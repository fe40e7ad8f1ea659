"""Tables put together again that a page's end, a running head or a writer cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.form import Form
from gongkai.ingest.heading import read_line
from gongkai.ingest.layout_bars import Drawn, is_drawn_rule
from gongkai.ingest.noise import is_page_number
from gongkai.ingest.tables_column import Row, grid_rows
from gongkai.ingest.tables_label import Labels, Vocabulary, vocabulary
from gongkai.ingest.tables_number import read_number
from gongkai.report import Block, Grid, Locator, Paragraph

# So few and so short are the lines between a table's parts: a page's foot and head, (续表).
_MOST_LINES, _LONGEST = 3, 40


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the indices of the blocks it was printed in; ``ragged``: see `Drawn`."""

    grid: Grid
    blocks: frozenset[int]
    ragged: bool = False


def whole_tables(blocks: Sequence[Block], drawn: Sequence[Drawn], form: Form) -> list[Table]:
    """The grids and drawn tables in reading order; one that lacks a header goes on with the one
    right above it."""
    words = vocabulary(form)
    parts = [
        Table(block, frozenset({index}))
        for index, block in enumerate(blocks)
        if isinstance(block, Grid)
    ]
    parts += [Table(table.grid, table.blocks, table.ragged) for table in drawn]
    tables: list[Table] = []
    for part in sorted(parts, key=lambda table: min(table.blocks)):
        above = tables[-1] if tables else None
        if above is not None and _adjacent(blocks, above, part) and _goes_on(above, part, words):
            tables[-1] = Table(
                _joined(above.grid, part.grid),
                above.blocks | part.blocks,
                above.ragged or part.ragged,
            )
        else:
            tables.append(part)
    return tables


def _adjacent(blocks: Sequence[Block], above: Table, below: Table) -> bool:
    """Whether nothing but the end of a page stands between two tables."""
    lines = 0
    for block in blocks[max(above.blocks) + 1 : min(below.blocks)]:
        if not isinstance(block, Paragraph):
            return False
        text = block.text.strip()
        if is_page_number(text) or is_drawn_rule(text):
            continue
        lines += 1
        if lines > _MOST_LINES or len(text) > _LONGEST or "。" in text or read_line(text):
            return False
    return True


def _goes_on(above: Table, below: Table, words: Vocabulary) -> bool:
    """Whether the lower table has rows of the form but no header for them, and the upper has."""
    heads = (words.columns, words.applicants, words.outcomes)
    rows = grid_rows(below.grid)
    # A clause further down has its own header again; what stands before the first row counts.
    before = rows[: _first_row(rows, words)]
    if any(_names(before, names) for names in heads) or _names(before, words.columns, least=1):
        return False
    upper = grid_rows(above.grid)
    if _names(upper, words.applicants):
        wider = below.grid.columns > above.grid.columns
        return _names(rows, words.rows, least=1) and (
            not wider or all(_fills(row, words) for row in rows)
        )
    if _names(upper, words.columns, least=1):
        return _names(rows, words.items, least=1)
    values = [cell for row in rows for cell in row if cell.text.strip()]
    return (
        _names(upper, words.outcomes)
        and below.grid.columns == above.grid.columns
        and all(read_number(cell.text).kind == "number" for cell in values)
    )


def _first_row(rows: Sequence[Row], words: Vocabulary) -> int:
    """The place of the first row that the form names; all rows where none is."""
    for place, row in enumerate(rows):
        if _names([row], words.items, least=1) or _names([row], words.rows, least=1):
            return place
    return len(rows)


def _fills(row: Row, words: Vocabulary) -> bool:
    """Whether a row has just one value for each applicant."""
    kinds = [read_number(cell.text).kind for cell in row]
    labels = [place for place, kind in enumerate(kinds) if kind == "other"]
    return bool(labels) and len(row) - labels[-1] - 1 == len(words.applicants.names)


def _names(rows: Sequence[Row], names: Labels, least: int = 3) -> bool:
    """Whether so many different labels of a kind are printed, each as a cell's whole text."""
    found = {
        label
        for row in rows
        for cell in row
        if (label := names.match(cell.text, fuzzy=False)) is not None
    }
    return len(found) >= least


def _joined(above: Grid, below: Grid) -> Grid:
    """Both as one grid; where the lower one's labels take more columns the upper one's do, too."""
    more = max(0, below.columns - above.columns)
    upper = (
        replace(cell, column=cell.column + more)
        if cell.column
        else replace(cell, colspan=cell.colspan + more)
        for cell in above.cells
    )
    cells = (*upper, *(replace(cell, row=cell.row + above.rows) for cell in below.cells))
    first, last = above.locator, below.locator
    whole: Locator = first
    if first.start is not None and last.end is not None:
        whole = replace(first, end=last.end)
    return Grid(cells, above.rows + below.rows, max(above.columns, below.columns), whole)

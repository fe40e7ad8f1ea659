"""The form's three tables as printed grids, with merged cells, for the writers to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gongkai.form import Form
from gongkai.report import Address

LabelStyle = Literal["official", "comma", "broken"]
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One printed cell: its text, top left place (from 0) and spans; ``label`` or value."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    label: bool = True


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """Cells in reading order; together they cover ``rows`` × ``columns`` exactly once."""

    cells: tuple[PrintedCell, ...]
    rows: int
    columns: int

    def by_row(self) -> list[list[PrintedCell]]:
        """The cells that begin in each row, left to right."""
        lines: list[list[PrintedCell]] = [[] for _ in range(self.rows)]
        for cell in sorted(self.cells, key=lambda cell: cell.column):
            lines[cell.row].append(cell)
        return lines

    def covering(self) -> list[list[PrintedCell]]:
        """The cell that covers each place of the grid."""
        grid: list[list[PrintedCell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    if grid[row][column] is not None:
                        raise ValueError(f"cells overlap at {row}, {column}")
                    grid[row][column] = cell
        return [[cell for cell in line if cell is not None] for line in grid]


def tables(form: Form, printed: dict[Address, str], style: LabelStyle) -> dict[str, PrintedTable]:
    """The tables of sections 二, 三 and 四; ``printed`` holds each cell's text."""
    return {
        "二": _disclosure(form, printed),
        "三": _applications(form, printed, style),
        "四": _reviews(form, printed, style),
    }


def _label(text: str, style: LabelStyle) -> str:
    if style == "comma" and text[:1].isdigit() and text[1:2] == ".":
        return f"{text[0]}、{text[2:]}"
    return text


def _narrow(text: str, style: LabelStyle) -> str:
    """A label of a narrow column, broken after every two characters where the style breaks."""
    if style != "broken" or len(text) < 3:
        return text
    return "\n".join(text[i : i + 2] for i in range(0, len(text), 2))


def _disclosure(form: Form, printed: dict[Address, str]) -> PrintedTable:
    cells: list[PrintedCell] = []
    row = 0
    for clause in form.clauses:
        cells.append(PrintedCell(clause.label, row, 0, colspan=4))
        heads = ("信息内容", *clause.columns)
        last = 5 - len(heads)  # the last column takes what is left of the four
        for column, head in enumerate(heads):
            wide = last if column == len(heads) - 1 else 1
            cells.append(PrintedCell(head, row + 1, column, colspan=wide))
        row += 2
        for item in clause.items:
            cells.append(PrintedCell(item, row, 0))
            for column, name in enumerate(clause.columns, 1):
                text = printed[Address("二", (clause.label, item), (name,))]
                wide = last if column == len(clause.columns) else 1
                cells.append(PrintedCell(text, row, column, colspan=wide, label=False))
            row += 1
    return PrintedTable(tuple(cells), row, 4)


def _applications(form: Form, printed: dict[Address, str], style: LabelStyle) -> PrintedTable:
    people = form.applicants
    cells = [
        PrintedCell(NOTE, 0, 0, rowspan=3, colspan=3),
        PrintedCell("申请人情况", 0, 3, colspan=7),
        PrintedCell(people[0], 1, 3, rowspan=2),
        PrintedCell("法人或其他组织", 1, 4, colspan=5),
        PrintedCell(people[-1], 1, 9, rowspan=2),
        *(
            PrintedCell(_narrow(name, style), 2, column)
            for column, name in enumerate(people[1:-1], 4)
        ),
    ]
    for number, path in enumerate(form.rows):
        at = number + 3
        for depth, label in enumerate(path):
            same = [other[: depth + 1] == path[: depth + 1] for other in form.rows]
            if same.index(True) != number:
                continue
            wide = 3 - depth if depth == len(path) - 1 else 1
            cells.append(
                PrintedCell(_label(label, style), at, depth, rowspan=sum(same), colspan=wide)
            )
        for column, name in enumerate(people, 3):
            text = printed[Address("三", path, (name,))]
            cells.append(PrintedCell(text, at, column, label=False))
    return PrintedTable(tuple(cells), len(form.rows) + 3, 10)


def _reviews(form: Form, printed: dict[Address, str], style: LabelStyle) -> PrintedTable:
    cells = [
        PrintedCell(form.outcomes[0][0], 0, 0, colspan=5),
        PrintedCell(form.outcomes[-1][0], 0, 5, colspan=10),
        PrintedCell(form.outcomes[5][1], 1, 5, colspan=5),
        PrintedCell(form.outcomes[10][1], 1, 10, colspan=5),
    ]
    for column, outcome in enumerate(form.outcomes):
        deep = len(outcome) == 3
        label = _narrow(outcome[-1], style)
        cells.append(PrintedCell(label, 1 + deep, column, rowspan=1 if deep else 2))
        cells.append(PrintedCell(printed[Address("四", (), outcome)], 3, column, label=False))
    return PrintedTable(tuple(cells), 4, 15)

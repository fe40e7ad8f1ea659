"""Word documents: body paragraphs and tables in order, with their place in the file.

Read from the XML that python-docx opens, since its own table view repeats merged cells.
"""

from __future__ import annotations

import io
from typing import Any

from gongkai.errors import UnreadableFile
from gongkai.ingest.docx_text import Looks, is_on, name_of, value_of
from gongkai.ingest.numbering import Numbering
from gongkai.ingest.squeeze import squeeze
from gongkai.report import Block, Cell, Grid, Locator, Paragraph, Source, SourceDocument

# A nested table deeper than this is decoration or an attack.
_MAX_DEPTH = 6
# What holds content without printing anything itself; what was taken out.
_WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "smartTag")
_GONE = ("del", "moveFrom")


def read_docx(data: bytes, source: Source) -> SourceDocument:
    """Paragraphs (``paragraph`` counts body paragraphs from 0) and grids in body order.

    Text boxes follow the paragraph they hang on and share its locator; nested tables follow
    the table that holds them. Raises `UnreadableFile` where there is no text at all.
    """
    from docx import Document

    document = Document(io.BytesIO(data))
    reading = _Reading(Numbering.of(document), Looks.of(document.styles.element))
    reading.body(document.element.body)
    if not reading.blocks:
        raise UnreadableFile(
            "文档里没有文字（可能全是图片）",
            file=source.path,
            remedy="请把文件另存为 PDF，或把其中的图片存为 PNG 或 JPG，再导入",
        )
    properties = document.core_properties
    return SourceDocument(
        source, tuple(reading.blocks), title_hint=properties.title or "", issuer_hint=""
    )


def _boxes(element: Any) -> list[Any]:
    """The contents of the outermost text boxes below ``element``; of several renderings of one
    drawing the first that has any."""
    found: list[Any] = []
    for child in element:
        name = name_of(child)
        if name == "txbxContent":
            found.append(child)
        elif name == "AlternateContent":
            found += next((boxes for way in child if (boxes := _boxes(way))), [])
        elif name and name not in _GONE:
            found += _boxes(child)
    return found


class _Reading:
    def __init__(self, numbering: Numbering, looks: Looks) -> None:
        self.blocks: list[Block] = []
        self.numbering = numbering
        self.looks = looks
        self.paragraphs = 0
        self.tables = 0

    def body(self, body: Any, depth: int = 0) -> None:
        for child in body:
            name = name_of(child)
            if name == "p":
                self.paragraph(child, Locator("docx", paragraph=self.paragraphs))
                self.paragraphs += 1
            elif name == "tbl":
                self.table(child, depth)
            elif name in _WRAPPERS:
                self.body(child, depth)

    def paragraph(self, element: Any, locator: Locator, depth: int = 0) -> None:
        text = self.looks.text(element)
        if text.strip():
            text = self.numbering.before(element) + text
            self.blocks.append(Paragraph(text, locator))
        for box in _boxes(element):
            self.box(box, locator, depth + 1)

    def box(self, content: Any, locator: Locator, depth: int) -> None:
        """What a text box prints, as if it stood below the paragraph it hangs on."""
        for child in content if depth <= _MAX_DEPTH else ():
            name = name_of(child)
            if name == "p":
                self.paragraph(child, locator, depth)
            elif name == "tbl":
                self.table(child, depth)
            elif name in _WRAPPERS:
                self.box(child, locator, depth)

    def table(self, table: Any, depth: int) -> None:
        index = self.tables
        self.tables += 1
        cells: list[Cell] = []
        open_spans: dict[int, int] = {}  # column → index in cells of a cell merged downwards
        nested: list[Any] = []
        boxes: list[tuple[Any, Locator]] = []
        row = 0
        for line in _children(table, "tr"):
            if value_of(line, ("trPr", "del")) is not None:
                continue  # taken out while changes were tracked
            if is_on(value_of(line, ("trPr", "hidden"))):
                continue
            column = int(value_of(line, ("trPr", "gridBefore")) or 0)
            for item in _children(line, "tc"):
                span = max(1, int(value_of(item, ("tcPr", "gridSpan")) or 1))
                merge = value_of(item, ("tcPr", "vMerge"))
                nested += _children(item, "tbl")
                if merge is not None and merge != "restart" and column in open_spans:
                    at = open_spans[column]
                    cells[at] = _taller(cells[at], row)
                else:
                    locator = Locator("docx", table=index, row=row, column=column)
                    text = self._cell_text(item)
                    boxes += [(box, locator) for p in _children(item, "p") for box in _boxes(p)]
                    open_spans.pop(column, None)
                    if merge is not None:
                        open_spans[column] = len(cells)
                    cells.append(Cell(text, row, column, locator, 1, span))
                column += span
            row += 1
        if any(cell.text.strip() for cell in cells):
            tight, width = squeeze(cells, _widths(table))
            self.blocks.append(Grid(tuple(tight), row, width, Locator("docx", table=index)))
        for box, locator in boxes:
            self.box(box, locator, depth + 1)
        if depth < _MAX_DEPTH:
            for inner in nested:
                self.table(inner, depth + 1)

    def _cell_text(self, item: Any) -> str:
        lines = [self.looks.text(paragraph) for paragraph in _children(item, "p")]
        return "\n".join(lines).strip("\n")


def _widths(table: Any) -> list[int]:
    """The widths of the grid's columns in twentieths of a point; empty where one isn't told."""
    told = [
        value_of(column, (), "w") for grid in _children(table, "tblGrid") for column in grid
        if name_of(column) == "gridCol"
    ]  # fmt: skip
    widths = [int(width) for width in told if width and width.isdecimal()]
    return widths if len(widths) == len(told) else []


def _taller(cell: Cell, row: int) -> Cell:
    height = row - cell.row + 1
    return Cell(cell.text, cell.row, cell.column, cell.locator, height, cell.colspan)


def _children(element: Any, name: str) -> list[Any]:
    """Children of that name, also through content controls."""
    found = []
    for child in element:
        if name_of(child) == name:
            found.append(child)
        elif name_of(child) in _WRAPPERS:
            found += _children(child, name)
    return found

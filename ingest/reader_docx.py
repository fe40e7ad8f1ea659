"""Word documents: body paragraphs and tables in order, with their place in the file.

Read from the XML that python-docx opens, since its own table view repeats merged cells.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from gongkai.errors import UnreadableFile
from gongkai.ingest.numbering import Numbering
from gongkai.ingest.squeeze import squeeze
from gongkai.report import Block, Cell, Grid, Locator, Paragraph, Source, SourceDocument

# A nested table deeper than this is decoration or an attack.
_MAX_DEPTH = 6
_SILENT = (
    "del",
    "moveFrom",
    "instrText",
    "pPr",
    "rPr",
    "pict",
    "drawing",
    "object",
    "AlternateContent",
)


def read_docx(data: bytes, source: Source) -> SourceDocument:
    """Paragraphs (``paragraph`` counts body paragraphs from 0) and grids in body order.

    Text boxes follow the paragraph they hang on and share its locator; nested tables follow
    the table that holds them. Raises `UnreadableFile` where there is no text at all.
    """
    from docx import Document

    document = Document(io.BytesIO(data))
    reading = _Reading(Numbering.of(document))
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


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _value(element: Any, path: tuple[str, ...], attribute: str = "val") -> str | None:
    for name in path:
        element = next((child for child in element if _name(child) == name), None)
        if element is None:
            return None
    return next((v for k, v in element.attrib.items() if k.rsplit("}", 1)[-1] == attribute), "")


def _runs(element: Any) -> Iterator[str]:
    """Printed text of a paragraph; deleted, moved away and hidden text, field codes and text boxes
    are left out."""
    for child in element:
        name = _name(child)
        if name == "r" and _hidden(child):
            continue
        if name == "t":
            yield child.text or ""
        elif name == "tab":
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in _SILENT:
            yield from _runs(child)


def _hidden(run: Any) -> bool:
    """Whether a run's own properties hide it (w:vanish, unless switched off)."""
    marks = [mark for own in run if _name(own) == "rPr" for mark in own if _name(mark) == "vanish"]
    values = [str(value) for mark in marks for value in mark.attrib.values()]
    return bool(marks) and not {"0", "false", "off"} & set(values)


def _boxes(element: Any) -> Iterator[Any]:
    """The contents of text boxes below ``element``; of two renderings the first."""
    for child in element:
        name = _name(child)
        if name == "txbxContent":
            yield child
        elif name == "AlternateContent":
            yield from _boxes(list(child)[:1])
        elif isinstance(child.tag, str):
            yield from _boxes(child)


class _Reading:
    def __init__(self, numbering: Numbering) -> None:
        self.blocks: list[Block] = []
        self.numbering = numbering
        self.paragraphs = 0
        self.tables = 0

    def body(self, body: Any, depth: int = 0) -> None:
        for child in body:
            name = _name(child)
            if name == "p":
                self.paragraph(child, Locator("docx", paragraph=self.paragraphs))
                self.paragraphs += 1
            elif name == "tbl":
                self.table(child, depth)
            elif name in ("sdt", "sdtContent", "customXml", "ins", "smartTag"):
                self.body(child, depth)

    def paragraph(self, element: Any, locator: Locator) -> None:
        text = "".join(_runs(element))
        if text.strip():
            text = self.numbering.before(element) + text
            self.blocks.append(Paragraph(text, locator))
        for box in _boxes(element):
            for inner in box.iter():
                if _name(inner) == "p" and (words := "".join(_runs(inner))).strip():
                    self.blocks.append(Paragraph(words, locator))

    def table(self, table: Any, depth: int) -> None:
        index = self.tables
        self.tables += 1
        cells: list[Cell] = []
        open_spans: dict[int, int] = {}  # column → index in cells of a cell merged downwards
        nested: list[Any] = []
        row = 0
        for line in _children(table, "tr"):
            if _value(line, ("trPr", "del")) is not None:
                continue  # taken out while changes were tracked
            column = int(_value(line, ("trPr", "gridBefore")) or 0)
            for item in _children(line, "tc"):
                span = max(1, int(_value(item, ("tcPr", "gridSpan")) or 1))
                merge = _value(item, ("tcPr", "vMerge"))
                nested += _children(item, "tbl")
                if merge is not None and merge != "restart" and column in open_spans:
                    at = open_spans[column]
                    cells[at] = _taller(cells[at], row)
                else:
                    locator = Locator("docx", table=index, row=row, column=column)
                    text = _cell_text(item)
                    open_spans.pop(column, None)
                    if merge is not None:
                        open_spans[column] = len(cells)
                    cells.append(Cell(text, row, column, locator, 1, span))
                column += span
            row += 1
        if any(cell.text.strip() for cell in cells):
            tight, width = squeeze(cells, _widths(table))
            self.blocks.append(Grid(tuple(tight), row, width, Locator("docx", table=index)))
        if depth < _MAX_DEPTH:
            for inner in nested:
                self.table(inner, depth + 1)


def _widths(table: Any) -> list[int]:
    """The widths of the grid's columns in twentieths of a point; empty where one isn't told."""
    told = [
        _value(column, (), "w") for grid in _children(table, "tblGrid") for column in grid
        if _name(column) == "gridCol"
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
        if _name(child) == name:
            found.append(child)
        elif _name(child) in ("sdt", "sdtContent", "customXml", "ins"):
            found += _children(child, name)
    return found


def _cell_text(item: Any) -> str:
    lines = ["".join(_runs(paragraph)) for paragraph in _children(item, "p")]
    return "\n".join(lines).strip("\n")

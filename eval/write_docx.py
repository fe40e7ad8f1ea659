"""Write an invented report as DOCX on the official table structure, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from gongkai.eval.invent import Invented
from gongkai.eval.printed import PrintedTable

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STAMP = (2020, 1, 1, 0, 0, 0)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def write_docx(report: Invented) -> bytes:
    """The document. Tables are written as XML: python-docx merges cells slowly."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml

    document = docx.Document()
    properties = document.core_properties
    properties.author = "示例"
    properties.title = f"【示例】{report.title}"
    properties.created = properties.modified = datetime(*_STAMP[:3], tzinfo=UTC)
    end = document.element.body.sectPr
    for item in report.flow():
        if isinstance(item, PrintedTable):
            end.addprevious(parse_xml(_table(item)))
            document.add_paragraph()
            continue
        kind, text = item
        if kind == "title":
            document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            document.add_paragraph().add_run(f"\u3000\u3000{text}").bold = kind == "heading" or None
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_times(buffer.getvalue())


def _table(table: PrintedTable) -> str:
    rows = []
    for row, covering in enumerate(table.covering()):
        cells = []
        done = -1
        for column, cell in enumerate(covering):
            if column < done:
                continue
            done = cell.column + cell.colspan
            properties = f'<w:tcW w:w="{500 * cell.colspan}" w:type="dxa"/>'
            if cell.colspan > 1:
                properties += f'<w:gridSpan w:val="{cell.colspan}"/>'
            if cell.rowspan > 1:
                restart = ' w:val="restart"' if cell.row == row else ""
                properties += f"<w:vMerge{restart}/>"
            text = cell.text if cell.row == row else ""
            cells.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraphs(text)}</w:tc>")
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    grid = '<w:gridCol w:w="500"/>' * table.columns
    return (
        f'<w:tbl {_NS}><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{_BORDERS}'
        f"</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _paragraphs(text: str) -> str:
    return "".join(
        f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" if line else "<w:p/>"
        for line in text.split("\n")
    )


def with_fixed_times(data: bytes) -> bytes:
    """The same zip with one fixed time on every member, so that equal reports are equal files."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return fixed.getvalue()

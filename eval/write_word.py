"""Write an invented report as another word processor's DOCX: numbering, changes, boxes, controls.

Headings are numbered by the document and not in their text; runs are cut anywhere; changes are
tracked, old figures stand deleted beside new ones; tables break in two at a page's end; page
numbers and the office stand in header and footer.
"""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from gongkai.eval.invent import Invented
from gongkai.eval.printed import PrintedTable
from gongkai.eval.write_docx import with_fixed_times

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_WHO = 'w:id="7" w:author="示例" w:date="2024-01-02T00:00:00Z"'
_NUMBERING = """<w:abstractNum {ns} w:abstractNumId="90"><w:multiLevelType w:val="singleLevel"/>\
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>\
<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>"""


def write_word(report: Invented) -> bytes:
    """The document; equal reports are equal files."""
    import docx
    from docx.oxml import parse_xml

    rng = random.Random(f"word:{report.order.seed}:{report.stem}")
    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.title = "示例", ""
    properties.created = properties.modified = datetime(2020, 1, 1, tzinfo=UTC)
    numbered = rng.random() < 0.5
    if numbered:
        numbering = document.part.numbering_part.element
        numbering.insert(0, parse_xml(_NUMBERING.format(ns=_NS)))
        numbering.append(
            parse_xml(f'<w:num {_NS} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
        )
    end = document.element.body.sectPr
    for item in report.flow():
        if isinstance(item, PrintedTable):
            for piece in _broken(item, rng) if rng.random() < 0.5 else [item]:
                end.addprevious(parse_xml(_table(piece, rng)))
                end.addprevious(parse_xml(f"<w:p {_NS}/>"))
            continue
        kind, text = item
        properties_of = '<w:pPr><w:jc w:val="center"/></w:pPr>' if kind == "title" else ""
        if kind == "heading" and numbered:
            properties_of = (
                '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr></w:pPr>'
            )
            text = text.partition("、")[2]
        end.addprevious(parse_xml(f"<w:p {_NS}>{properties_of}{_runs(text, rng)}</w:p>"))
    end.addprevious(parse_xml(_box("（内部审核稿，送办公室会签）")))
    section = document.sections[0]
    section.header.paragraphs[0].text = "政府信息公开工作年度报告（示例）"
    section.footer.paragraphs[0].text = "第 1 页 共 9 页 值班电话：0500-5557777"
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_times(buffer.getvalue())


def _runs(text: str, rng: random.Random) -> str:
    """The text in runs cut anywhere, with marks of spelling, bookmarks and controls between."""
    out = ""
    while text:
        size = rng.randint(1, 12)
        out += _run(text[:size])
        text = text[size:]
        out += rng.choice(
            ("", "", '<w:proofErr w:type="spellStart"/>', '<w:bookmarkEnd w:id="3"/>')
        )
    return f"<w:sdt><w:sdtContent>{out}</w:sdtContent></w:sdt>" if rng.random() < 0.1 else out


def _run(text: str, tag: str = "t") -> str:
    return (
        '<w:r><w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr>'
        f'<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'
    )


def _changed(text: str, rng: random.Random) -> str:
    """A figure that was corrected while changes were tracked."""
    old = str(rng.randint(1, 99))
    return f"<w:del {_WHO}>{_run(old, 'delText')}</w:del><w:ins {_WHO}>{_run(text)}</w:ins>"


def _broken(table: PrintedTable, rng: random.Random) -> list[PrintedTable]:
    """The table as two, as it is where somebody fitted it to pages; spans are cut."""
    if table.rows < 9:
        return [table]
    at = rng.randint(4, table.rows - 2)
    upper = [
        replace(cell, rowspan=min(cell.row + cell.rowspan, at) - cell.row)
        for cell in table.cells
        if cell.row < at
    ]
    lower = [
        replace(
            cell, row=max(cell.row, at) - at, text=cell.text if cell.row >= at else "",
            rowspan=cell.row + cell.rowspan - max(cell.row, at),
        )
        for cell in table.cells
        if cell.row + cell.rowspan > at
    ]  # fmt: skip
    return [
        PrintedTable(tuple(upper), at, table.columns),
        PrintedTable(tuple(lower), table.rows - at, table.columns),
    ]


def _table(table: PrintedTable, rng: random.Random) -> str:
    rows = []
    for row, covering in enumerate(table.covering()):
        cells, done = [], -1
        for column, cell in enumerate(covering):
            if column < done:
                continue
            done = cell.column + cell.colspan
            properties = f'<w:tcW w:w="{400 * cell.colspan}" w:type="dxa"/>'
            if cell.colspan > 1:
                properties += f'<w:gridSpan w:val="{cell.colspan}"/>'
            if cell.rowspan > 1:
                properties += f'<w:vMerge w:val="{"restart" if cell.row == row else "continue"}"/>'
            text = cell.text if cell.row == row else ""
            changed = not cell.label and text.isdecimal() and rng.random() < 0.05
            inner = "".join(
                f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
                f"{_changed(line, rng) if changed else _runs(line, rng)}</w:p>"
                for line in text.split("\n")
            )
            cells.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>")
        if rng.random() < 0.05:  # a row that was taken out while changes were tracked
            rows.append(_deleted(table.columns))
        rows.append(f'<w:tr><w:trPr><w:trHeight w:val="300"/></w:trPr>{"".join(cells)}</w:tr>')
    grid = '<w:gridCol w:w="400"/>' * table.columns
    return (
        f'<w:tbl {_NS}><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _deleted(columns: int) -> str:
    cell = f"<w:tc><w:tcPr/><w:p><w:del {_WHO}>{_run('7', 'delText')}</w:del></w:p></w:tc>"
    return f"<w:tr><w:trPr><w:del {_WHO}/></w:trPr>{cell * columns}</w:tr>"


def _box(text: str) -> str:
    """A text box as two renderings of one, the way word processors keep it."""
    content = f"<w:txbxContent><w:p>{_run(text)}</w:p></w:txbxContent>"
    return (
        f'<w:p {_NS}><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )

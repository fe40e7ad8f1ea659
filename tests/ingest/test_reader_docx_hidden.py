"""Text of a Word file that is not printed: hidden, moved away."""

from __future__ import annotations

import io

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from gongkai.ingest.reader_docx import read_docx
from gongkai.report import Grid, Paragraph, Source


def test_hidden_and_moved_text_is_not_read() -> None:
    document = Document()
    paragraph = document.add_paragraph("收到申请")
    hidden = paragraph.add_run("88")
    hidden._r.get_or_add_rPr().append(OxmlElement("w:vanish"))
    shown = paragraph.add_run("55")
    off = OxmlElement("w:vanish")
    off.set(qn("w:val"), "0")
    shown._r.get_or_add_rPr().append(off)
    moved = f"<w:moveFrom {nsdecls('w')}><w:r><w:t>99</w:t></w:r></w:moveFrom>"
    paragraph._p.append(parse_xml(moved))
    paragraph.add_run("0件")
    kept = io.BytesIO()
    document.save(kept)
    read = read_docx(kept.getvalue(), Source("示例.docx", "docx", "0" * 64))
    assert [b.text for b in read.blocks if isinstance(b, Paragraph)] == ["收到申请550件"]


def test_hidden_rows_are_not_read() -> None:
    document = Document()
    table = document.add_table(3, 2)
    for place, text in enumerate(("项目", "数量", "规章", "8", "规章", "5")):
        table.cell(*divmod(place, 2)).text = text
    table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))
    kept = io.BytesIO()
    document.save(kept)
    (grid,) = read_docx(kept.getvalue(), Source("示例.docx", "docx", "0" * 64)).blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["项目", "数量", "规章", "5"]

"""What stands beside, over or behind a number in a Word file (示例) is no digit of it."""

from __future__ import annotations

import copy
import io
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell as WordCell

from gongkai.form import form
from gongkai.ingest.reader_docx import read_docx
from gongkai.ingest.tables_number import read_number
from gongkai.report import Grid, Paragraph, Source

from .printed import Table, aligned, invented, known, tables_of, wrong


def add(document: Word, table: Table) -> list[WordCell]:
    """The table printed in the document; its cells in the table's order."""
    width = max(box.column + box.across for box in table)
    height = max(box.row + box.down for box in table)
    grid = document.add_table(height, width)
    cells = []
    for box in table:
        cell = grid.cell(box.row, box.column)
        if box.down > 1 or box.across > 1:
            cell = cell.merge(grid.cell(box.row + box.down - 1, box.column + box.across - 1))
        cell.text = box.text
        cells.append(cell)
    return cells


def with_note(cell: WordCell) -> None:
    cell.paragraphs[0].add_run("1").font.superscript = True


def with_note_in_two_runs(cell: WordCell) -> None:
    for digit in "12":
        cell.paragraphs[0].add_run(digit).font.superscript = True


def with_lowered_note(cell: WordCell) -> None:
    cell.paragraphs[0].add_run("2").font.subscript = True


def with_styled_note(cell: WordCell) -> None:
    cell.paragraphs[0].add_run("3").style = "示例脚注"


def with_ring(cell: WordCell) -> None:
    cell.paragraphs[0].add_run("①")


def with_struck(cell: WordCell) -> None:
    cell.paragraphs[0].add_run("77").font.strike = True


def with_struck_before(cell: WordCell) -> None:
    paragraph = cell.paragraphs[0]
    struck = copy.deepcopy(paragraph.add_run("77")._r)
    struck.get_or_add_rPr().append(OxmlElement("w:dstrike"))
    paragraph._p.remove(paragraph.runs[-1]._r)
    paragraph._p.insert(0, struck)


@pytest.mark.parametrize(
    "mark",
    [with_note, with_note_in_two_runs, with_lowered_note, with_styled_note, with_ring,
     with_struck, with_struck_before],
)  # fmt: skip
def test_marks_at_numbers_are_none_of_their_digits(mark: object, tmp_path: Path) -> None:
    which = form("2021")
    truth = invented(which, 5)
    document = Document()
    style = document.styles.add_style("示例脚注", 2)
    style.font.superscript = True
    for place, table in enumerate(tables_of(which, truth)):
        document.add_heading(f"{'二三四'[place]}、示例")
        for cell, box in zip(add(document, table), table, strict=True):
            if box.text.isdigit():
                mark(cell)  # type: ignore[operator]
    path = tmp_path / "示例市某局2023年报告.docx"
    document.save(str(path))
    found = aligned(path)
    assert wrong(found, truth) == []
    assert known(found) == len(truth)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12①", 12), ("12¹", 12), ("12₁", 12), ("12 [3]", 12), ("１２②", 12), ("12*", 12),
     ("12注1", 12), ("12（注）", 12), ("12件①", None), ("①", None), ("¹", None), ("1①2", None)],
)  # fmt: skip
def test_a_mark_behind_a_number(text: str, value: int | None) -> None:
    assert read_number(text).value == (None if value is None else Decimal(value))


def word(document: Word) -> list[object]:
    kept = io.BytesIO()
    document.save(kept)
    read = read_docx(kept.getvalue(), Source("示例.docx", "docx", "0" * 64))
    return [
        b.text if isinstance(b, Paragraph) else [cell.text for cell in b.cells] for b in read.blocks
    ]


def test_small_digits_of_running_text() -> None:
    document = Document()
    paragraph = document.add_paragraph("共收到申请12")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run("件，公开栏3m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run("，旧数88件").font.strike = True
    assert word(document) == ["共收到申请12[1]件，公开栏3m²"]


BOX = (
    "<w:r {ns}><mc:AlternateContent xmlns:mc="
    '"http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps">{first}</mc:Choice><mc:Fallback>{second}</mc:Fallback>'
    "</mc:AlternateContent></w:r>"
)
DRAWN = (
    '<w:drawing><wps:txbx xmlns:wps="http://schemas.microsoft.com/office/word/2010/'
    'wordprocessingShape"><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing>'
)
DRAWN_NO_TEXT = '<w:drawing><wps:sp xmlns:wps="urn:example"/></w:drawing>'
OLD = (
    '<w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>{}'
    "</w:txbxContent></v:textbox></w:pict>"
)
LINE = "<w:p><w:r><w:t>框内文字</w:t></w:r></w:p>"


def grid_xml() -> str:
    """A small table as markup."""
    document = Document()
    table = document.add_table(2, 2)
    for place, text in enumerate(("项目", "数量", "规章", "5")):
        table.cell(*divmod(place, 2)).text = text
    from lxml import etree

    return etree.tostring(table._tbl, encoding="unicode")


@pytest.mark.parametrize("drawn", [DRAWN, DRAWN_NO_TEXT])
def test_a_text_box_is_read_once_with_its_table(drawn: str) -> None:
    inner = LINE + grid_xml() + "<w:p/>"
    document = Document()
    paragraph = document.add_paragraph("框外")
    markup = BOX.format(ns=nsdecls("w"), first=drawn.format(inner), second=OLD.format(inner))
    paragraph._p.append(parse_xml(markup))
    assert word(document) == ["框外", "框内文字", ["项目", "数量", "规章", "5"]]


def test_a_text_box_inside_a_cell_and_inside_a_box() -> None:
    document = Document()
    cell = document.add_table(1, 2).cell(0, 0)
    cell.text = "格内"
    nested = f"<w:p>{BOX.format(ns='', first=DRAWN.format(LINE), second=OLD.format(LINE))}</w:p>"
    markup = BOX.format(
        ns=nsdecls("w"), first=DRAWN.format(LINE + nested), second=OLD.format(LINE + nested)
    )
    cell.paragraphs[0]._p.append(parse_xml(markup))
    assert word(document) == [["格内", ""], "框内文字", "框内文字"]


def test_the_style_that_a_run_switches_off() -> None:
    document = Document()
    style = document.styles.add_style("示例删除", 2)
    style.font.strike = True
    above = document.styles.add_style("示例删除二", 2)
    above.base_style = style
    paragraph = document.add_paragraph("收到")
    paragraph.add_run("9", style="示例删除二")
    kept = paragraph.add_run("5", style="示例删除二")
    off = OxmlElement("w:strike")
    off.set(qn("w:val"), "false")
    kept._r.get_or_add_rPr().append(off)
    paragraph.add_run("件")
    assert word(document) == ["收到5件"]


def test_grids_of_text_boxes_are_grids() -> None:
    document = Document()
    markup = BOX.format(ns=nsdecls("w"), first=DRAWN.format(grid_xml() + "<w:p/>"), second="")
    document.add_paragraph()._p.append(parse_xml(markup))
    kept = io.BytesIO()
    document.save(kept)
    read = read_docx(kept.getvalue(), Source("示例.docx", "docx", "0" * 64))
    assert [type(block) for block in read.blocks] == [Grid]

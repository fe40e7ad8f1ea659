"""One invented report (示例) printed in every layout seen: the same cells come back from each.

A layout may lose what can't be told (unknown); it must never give a wrong number.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.form import Form, form
from gongkai.ingest.read import read
from gongkai.ingest.tables import Alignment
from gongkai.report import Address, FormName, Paragraph

from .printed import (
    HEADS,
    Table,
    Values,
    aligned,
    document,
    expanded,
    invented,
    known,
    rows_of,
    tables_of,
    wrong,
)


def piped(table: Table) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in expanded(table))


def piped_bare(table: Table) -> str:
    return "\n".join(" | ".join(row) + " |" for row in expanded(table))


def tabbed(table: Table) -> str:
    return "\n".join("\t".join(row) for row in expanded(table))


def cell_bar(table: Table) -> str:
    return "\n".join(f"{box.text} |" for row in rows_of(table) for box in row)


def cell_lines(table: Table) -> str:
    return "\n".join(box.text for row in rows_of(table) for box in row)


def cell_gaps(table: Table) -> str:
    return "\n\n".join(box.text for row in rows_of(table) for box in row)


def cell_tabs(table: Table) -> str:
    return "\n\n".join("\n".join("\t" + box.text for box in row) for row in rows_of(table))


def cell_tabs_merged(table: Table) -> str:
    """Like `cell_tabs`, with a line for each cell that one above reaches into."""
    rows = []
    for row in range(max(box.row + box.down for box in table)):
        boxes = [box for box in table if box.row <= row < box.row + box.down]
        boxes.sort(key=lambda box: box.column)
        rows.append("\n".join(f"\t{box.text if box.row == row else ''}" for box in boxes))
    return "\n\n".join(rows)


def spaced(table: Table) -> str:
    return " ".join(box.text for row in rows_of(table) for box in row)


def row_lines(table: Table) -> str:
    return "\n".join(" ".join(box.text for box in row) for row in rows_of(table))


def glued(table: Table) -> str:
    return "".join(box.text for row in rows_of(table) for box in row)


SURE = (piped, piped_bare, tabbed, cell_bar, cell_lines, cell_gaps, cell_tabs, cell_tabs_merged,
        spaced, row_lines)  # fmt: skip


def told(found: Alignment) -> int:
    """How many cells the warnings say are unknown."""
    counts = [re.search(r"（(\d+)格）：", warning) for warning in found.warnings]
    return sum(int(count[1]) if count else 1 for count in counts)


@pytest.mark.parametrize("name", ["2021", "2019"])
@pytest.mark.parametrize("render", SURE, ids=lambda f: f.__name__)
def test_text_with_borders_gives_every_cell(
    tmp_path: Path, name: FormName, render: Callable[[Table], str]
) -> None:
    which = form(name)
    for seed in range(3):
        truth = invented(which, seed)
        path = tmp_path / f"{seed}.txt"
        path.write_text(document(tables_of(which, truth), render), "utf-8")
        found = aligned(path)
        assert found.form == name
        assert not wrong(found, truth)
        assert known(found) == len(truth)
        assert not found.warnings


@pytest.mark.parametrize("name", ["2021", "2019"])
def test_glued_text_gives_no_wrong_cell(tmp_path: Path, name: FormName) -> None:
    which = form(name)
    share = 0.0
    for seed in range(8):
        truth = invented(which, seed, sparse=True)
        path = tmp_path / f"{seed}.txt"
        path.write_text(document(tables_of(which, truth), glued), "utf-8")
        found = aligned(path)
        assert not wrong(found, truth)
        share += known(found) / len(truth) / 8
        noted = sum(fact.value is None for fact in found.facts)
        assert told(found) == noted
        assert len(found.warnings) <= 3
    assert share > 0.5


def html(table: Table) -> str:
    rows = "".join(
        "<tr>"
        + "".join(f"<td rowspan={b.down} colspan={b.across}><p>{b.text}</p></td>" for b in row)
        + "</tr>"
        for row in rows_of(table)
    )
    return f"<table>{rows}</table>"


def page(tables: list[Table]) -> str:
    body = document(tables, html).replace("\n", "</p><p>")
    return f"<html><head><meta charset=gb2312></head><body><p>{body}</p></body></html>"


def docx(tables: list[Table]) -> bytes:
    from docx import Document

    made = Document()
    made.add_paragraph("示例市某局政府信息公开工作年度报告")
    for head, table in zip(HEADS, tables, strict=False):
        made.add_paragraph(head)
        height = max(b.row + b.down for b in table)
        width = max(b.column + b.across for b in table)
        grid = made.add_table(height, width)
        for box in table:
            corner = grid.cell(box.row, box.column)
            if box.down > 1 or box.across > 1:
                far = grid.cell(box.row + box.down - 1, box.column + box.across - 1)
                corner = corner.merge(far)
            corner.text = box.text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pdf(tables: list[Table]) -> bytes:
    """Ruled tables that break wherever the page ends."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate
    from reportlab.platypus import Table as Ruled

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=20,
                           wordWrap="CJK", firstLineIndent=24)  # fmt: skip
    small = ParagraphStyle("cell", fontName="STSong-Light", fontSize=7, leading=9, wordWrap="CJK")
    story: list[object] = [Paragraph("示例市某局政府信息公开工作年度报告" + "。" * 40, style)]
    for head, table in zip(HEADS, tables, strict=False):
        story.append(Paragraph(head, style))
        cells: list[list[object]] = [[""] * len(row) for row in expanded(table)]
        rules: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
        for box in table:
            cells[box.row][box.column] = Paragraph(box.text, small)
            far = (box.column + box.across - 1, box.row + box.down - 1)
            rules.append(("SPAN", (box.column, box.row), far))
        width = len(cells[0])
        widths = [400 / width] * width
        if width == 10:
            widths = [60, 60, 105] + [32] * 7
        story.append(Ruled(cells, colWidths=widths, style=rules))
        story.append(Paragraph("其中情况说明见上表，数字以表为准。", style))
    out = io.BytesIO()

    def number(canvas: object, _: object) -> None:
        canvas.setFont("STSong-Light", 9)  # type: ignore[attr-defined]
        canvas.drawString(290, 30, f"- {canvas.getPageNumber()} -")  # type: ignore[attr-defined]

    made = SimpleDocTemplate(out, pagesize=A4)
    made.build(story, onFirstPage=number, onLaterPages=number)
    return out.getvalue()


@pytest.mark.parametrize("name", ["2021", "2019"])
@pytest.mark.parametrize(
    ("suffix", "make"),
    [
        (".html", lambda tables: page(tables).encode("gb18030")),
        (".docx", docx),
        (".pdf", pdf),
    ],
    ids=["html", "docx", "pdf"],
)
def test_files_with_spans_give_every_cell(
    tmp_path: Path, name: FormName, suffix: str, make: Callable[[list[Table]], bytes]
) -> None:
    which = form(name)
    truth = invented(which, 5)
    path = tmp_path / f"report{suffix}"
    path.write_bytes(make(tables_of(which, truth)))
    found = aligned(path)
    assert found.form == name
    assert not wrong(found, truth)
    assert known(found) == len(truth)
    assert not found.warnings


def over_a_page(table: Sequence[Sequence[str]], below: Sequence[str], indent: int = 0) -> bytes:
    """A ruled table at the foot of a page, and a ruled row on top of the next."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)

    def row(cells: Sequence[str], y: int, left: int = 72) -> None:
        width = 450 / len(cells)
        for place, cell in enumerate(cells):
            canvas.rect(left + width * place, y, width, 20)
            canvas.drawString(left + width * place + 4, y + 6, cell)

    canvas.setFont("STSong-Light", 10)
    canvas.drawString(72, 760, "示例市某局2021年政府信息公开工作年度报告")
    for place, cells in enumerate(table):
        row(cells, 80 + 20 * (len(table) - 1 - place))
    canvas.showPage()
    canvas.setFont("STSong-Light", 10)
    row(below, 740, 72 + indent)
    canvas.drawString(72, 700, "三、收到和处理政府信息公开申请情况")
    canvas.save()
    return out.getvalue()


FEES = [["第二十条第（八）项"], ["信息内容", "本年收费金额（单位：万元）"]]


def test_a_row_alone_on_the_next_page_is_the_tables_last(tmp_path: Path) -> None:
    path = tmp_path / "seam.pdf"
    path.write_bytes(over_a_page(FEES, ["行政事业性收费", "3266.1"]))
    (fee,) = [f for f in aligned(path).facts if f.address.row[-1:] == ("行政事业性收费",)]
    assert (fee.value, fee.text) == (Decimal("3266.1"), "3266.1")
    assert fee.locator is not None
    assert fee.locator.page == 2


def test_two_boxes_that_go_on_no_table_are_words(tmp_path: Path) -> None:
    path = tmp_path / "frame.pdf"
    path.write_bytes(over_a_page(FEES, ["行政事业性收费", "3266.1"], indent=40))
    blocks = read(path).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)][1].startswith("行政")
    path.write_bytes(over_a_page([], ["联系电话", "0500-1234567"]))
    assert all(isinstance(block, Paragraph) for block in read(path).blocks)


def blanked(truth: Values, seed: int) -> Values:
    rng = random.Random(seed)
    return {address: None if rng.random() < 0.4 else value for address, value in truth.items()}


@pytest.mark.parametrize("render", [*SURE, glued], ids=lambda f: f.__name__)
def test_blank_cells_never_shift_a_number(tmp_path: Path, render: Callable[[Table], str]) -> None:
    which = form("2021")
    for seed in range(6):
        truth = blanked(invented(which, seed), seed)
        path = tmp_path / f"{seed}.txt"
        path.write_text(document(tables_of(which, truth), render), "utf-8")
        assert not wrong(aligned(path), truth)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("render", [cell_tabs, cell_tabs_merged], ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", ["2021", "2019"])
def test_blank_cells_on_lines_of_their_own_are_blank_and_the_others_read(
    tmp_path: Path, name: FormName, render: Callable[[Table], str], newline: str
) -> None:
    which = form(name)
    for seed in range(4):
        truth = blanked(invented(which, seed), seed)
        text = document(tables_of(which, truth), render) + "\n\n其他情况见下。\n"
        path = tmp_path / f"{seed}.txt"
        path.write_bytes(text.replace("\n", newline).encode())
        found = aligned(path)
        assert {fact.address: fact.value for fact in found.facts} == {
            address: None if value is None else Decimal(value) for address, value in truth.items()
        }
        assert {f.text for f in found.facts if f.value is None} == {""}
        assert not found.warnings


def test_a_row_of_lines_that_lost_one_is_not_guessed(tmp_path: Path) -> None:
    which = form("2021")
    truth = blanked(invented(which, 1), 1)
    lines = document(tables_of(which, truth), cell_tabs_merged).split("\n")
    blank = [index for index, line in enumerate(lines) if line == "\t"]
    path = tmp_path / "lost.txt"
    for lost in random.Random(3).sample(blank, 40):
        path.write_text("\n".join(lines[:lost] + lines[lost + 1 :]), "utf-8")
        assert not wrong(aligned(path), truth)


@pytest.mark.parametrize("suffix", [".html", ".docx", ".pdf"])
def test_blank_cells_of_grids_are_none_without_warning(tmp_path: Path, suffix: str) -> None:
    which = form("2021")
    truth = blanked(invented(which, 3), 3)
    made: dict[str, Callable[[], bytes]] = {
        ".html": lambda: page(tables_of(which, truth)).encode("gb18030"),
        ".docx": lambda: docx(tables_of(which, truth)),
        ".pdf": lambda: pdf(tables_of(which, truth)),
    }
    path = tmp_path / f"blank{suffix}"
    path.write_bytes(made[suffix]())
    found = aligned(path)
    assert {fact.address: fact.value for fact in found.facts} == {
        address: None if value is None else Decimal(value) for address, value in truth.items()
    }
    assert not found.warnings


def permuted(which: Form, seed: int) -> Iterator[int]:
    yield from random.Random(seed).sample(range(len(which.applicants)), len(which.applicants))


def test_reordered_columns_and_rows_are_read_by_their_labels(tmp_path: Path) -> None:
    which = form("2021")
    truth = invented(which, 9)
    order = list(permuted(which, 4))
    rows = list(which.rows)
    random.Random(2).shuffle(rows)
    cells = [["", *(which.applicants[i] for i in order)]]
    for row in rows:
        cells.append(
            [row[-1], *(str(truth[Address("三", row, (which.applicants[i],))]) for i in order)]
        )
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in cells)
    path = tmp_path / "order.html"
    path.write_text(f"<meta charset=utf-8><p>示例</p><table>{body}</table>", "utf-8")
    found = aligned(path)
    assert not wrong(found, truth)
    assert known(found) == len(which.rows) * 7


def test_a_header_without_a_name_takes_no_row_for_whole(tmp_path: Path) -> None:
    """A row that lost a value has as many as the header that lost a name has names."""
    which = form("2021")
    truth = invented(which, 3)
    lines = document(tables_of(which, truth), cell_gaps).split("\n")
    lines.remove("商业企业")
    place = lines.index("1.属于国家秘密")
    del lines[place + 8]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), "utf-8")
    assert wrong(aligned(path), truth) == []


def test_a_page_number_between_cells_shifts_none(tmp_path: Path) -> None:
    for seed in range(6):
        which = form("2021")
        full = invented(which, seed, sparse=True)
        truth = {a: v or None for a, v in full.items()}
        lines = document(tables_of(which, truth), cell_tabs).split("\n")
        lines.insert(lines.index("\t1.属于国家秘密") + 3 + seed, "- 3 -")
        path = tmp_path / "a.txt"
        path.write_text("\n".join(lines), "utf-8")
        assert wrong(aligned(path), truth) == []

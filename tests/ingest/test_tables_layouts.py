"""One invented report (示例) printed in every layout seen: the same cells come back from each.

A layout may lose what can't be told (unknown); it must never give a wrong number.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.form import Form, form
from gongkai.ingest.read import read
from gongkai.ingest.tables import Alignment, align
from gongkai.report import Address, FormName, Paragraph

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True)
class Box:
    """A cell of a printed table with its spans."""

    text: str
    row: int
    column: int
    down: int = 1
    across: int = 1


Table = list[Box]
Values = dict[Address, int | None]


def invented(which: Form, seed: int, sparse: bool = False) -> Values:
    """Values that satisfy the form's sums; ``sparse``: most applicants are natural persons."""
    rng = random.Random(seed)
    values: Values = {}
    for clause in which.clauses:
        for item in clause.items:
            for column in clause.columns:
                values[Address("二", (clause.label, item), (column,))] = rng.randrange(3000)
    first, second, *details, total, carried = which.rows
    kinds = which.applicants[:-1]
    for kind in kinds:
        few = sparse and kind != kinds[0]
        most = 1 if few and rng.random() < 0.8 else 9 if few else 900
        often = 12 if sparse else 3
        results = [rng.choice([0] * often + [rng.randrange(most)] * 2) for _ in details]
        left = rng.randrange(min(3, most))
        for row, value in zip(details, results, strict=True):
            values[Address("三", row, (kind,))] = value
        values[Address("三", total, (kind,))] = sum(results)
        values[Address("三", carried, (kind,))] = left
        old = min(rng.randrange(min(3, most)), sum(results) + left)
        values[Address("三", second, (kind,))] = old
        values[Address("三", first, (kind,))] = sum(results) + left - old
    for row in which.rows:
        every = [values[Address("三", row, (kind,))] or 0 for kind in kinds]
        values[Address("三", row, (which.applicants[-1],))] = sum(every)
    groups: dict[tuple[str, ...], int] = {}
    for path in which.outcomes:
        if path[-1] == "总计":
            values[Address("四", (), path)] = groups.get(path[:-1], 0)
        else:
            number = rng.choice([0, 0, 1, rng.randrange(50)])
            groups[path[:-1]] = groups.get(path[:-1], 0) + number
            values[Address("四", (), path)] = number
    return values


def second(which: Form, show: Callable[[Address], str]) -> Table:
    table: Table = []
    row = 0
    for clause in which.clauses:
        table.append(Box(clause.label, row, 0, 1, 4))
        row += 1
        table.append(Box("信息内容", row, 0))
        lone = len(clause.columns) == 1
        for place, column in enumerate(clause.columns):
            table.append(Box(column, row, place + 1, 1, 3 if lone else 1))
        row += 1
        for item in clause.items:
            table.append(Box(item, row, 0))
            for place, column in enumerate(clause.columns):
                address = Address("二", (clause.label, item), (column,))
                table.append(Box(show(address), row, place + 1, 1, 3 if lone else 1))
            row += 1
    return table


def third(which: Form, show: Callable[[Address], str]) -> Table:
    table = [
        Box(NOTE, 0, 0, 3, 3),
        Box("申请人情况", 0, 3, 1, 7),
        Box("自然人", 1, 3, 2, 1),
        Box("法人或其他组织", 1, 4, 1, 5),
        Box("总计", 1, 9, 2, 1),
    ]
    table += [Box(kind, 2, 4 + i) for i, kind in enumerate(which.applicants[1:-1])]
    parents: dict[tuple[str, ...], int] = {}
    for path in which.rows:
        for depth in range(1, len(path)):
            parents[path[:depth]] = parents.get(path[:depth], 0) + 1
    seen: set[tuple[str, ...]] = set()
    for index, path in enumerate(which.rows):
        row = index + 3
        for depth in range(1, len(path)):
            if path[:depth] not in seen:
                seen.add(path[:depth])
                table.append(Box(path[depth - 1], row, depth - 1, parents[path[:depth]]))
        table.append(Box(path[-1], row, len(path) - 1, 1, 4 - len(path)))
        for place, kind in enumerate(which.applicants):
            table.append(Box(show(Address("三", path, (kind,))), row, 3 + place))
    return table


def fourth(which: Form, show: Callable[[Address], str]) -> Table:
    table = [
        Box("行政复议", 0, 0, 1, 5),
        Box("行政诉讼", 0, 5, 1, 10),
        Box("未经复议直接起诉", 1, 5, 1, 5),
        Box("复议后起诉", 1, 10, 1, 5),
    ]
    for place, path in enumerate(which.outcomes):
        top = 1 if place < 5 else 2
        table.append(Box(path[-1], top, place, 3 - top))
        table.append(Box(show(Address("四", (), path)), 3, place))
    return table


def rows_of(table: Table) -> list[list[Box]]:
    rows: dict[int, list[Box]] = {}
    for box in sorted(table, key=lambda b: (b.row, b.column)):
        rows.setdefault(box.row, []).append(box)
    return [rows[row] for row in sorted(rows)]


def expanded(table: Table) -> list[list[str]]:
    """The table as rectangular rows; what spans cover is empty."""
    width = max(box.column + box.across for box in table)
    height = max(box.row + box.down for box in table)
    cells = [[""] * width for _ in range(height)]
    for box in table:
        cells[box.row][box.column] = box.text
    return cells


HEADS = ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
         "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况")  # fmt: skip


def document(tables: list[Table], render: Callable[[Table], str]) -> str:
    parts = [
        "示例市某局政府信息公开工作年度报告",
        "一、总体情况",
        "全年行政处罚12件，予以公开3件。",
    ]
    for head, table in zip(HEADS, tables, strict=False):
        parts += [head, render(table)]
    return "\n".join([*parts, HEADS[3], "主要问题：其他2件，总计5件。"])


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


def wrong(found: Alignment, truth: Values) -> list[str]:
    values = {fact.address: fact.value for fact in found.facts}
    return [
        f"{address}: {values[address]} instead of {value}"
        for address, value in truth.items()
        if values.get(address) is not None and values[address] != value
    ]


def told(found: Alignment) -> int:
    """How many cells the warnings say are unknown."""
    counts = [re.search(r"（(\d+)格）：", warning) for warning in found.warnings]
    return sum(int(count[1]) if count else 1 for count in counts)


def known(found: Alignment) -> int:
    return sum(fact.value is not None for fact in found.facts)


def aligned(path: Path) -> Alignment:
    document_ = read(path)
    found = align(document_.blocks)
    for fact in found.facts:
        if fact.locator is not None and fact.locator.start is not None and document_.text:
            assert document_.text[fact.locator.start : fact.locator.end] == fact.text
    return found


def tables_of(which: Form, truth: Values) -> list[Table]:
    def show(address: Address) -> str:
        value = truth[address]
        return "" if value is None else str(value)

    return [second(which, show), third(which, show), fourth(which, show)]


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

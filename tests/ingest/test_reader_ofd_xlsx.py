"""OFD and Excel files: invented reports come back cell by cell; broken packages are refused."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from gongkai.errors import UnreadableFile
from gongkai.eval.corpus import orders, render, write_corpus
from gongkai.eval.invent import invent
from gongkai.eval.parse import score_folder
from gongkai.eval.write_ofd import write_ofd
from gongkai.ingest.load import load
from gongkai.ingest.read import read


@pytest.mark.parametrize("layout", ["ofd", "xlsx"])
def test_every_cell_comes_back(layout: str, tmp_path: Path) -> None:
    write_corpus(tmp_path, orders(3, 411, {layout: 1.0}))
    scores, defects = score_folder(tmp_path, load)
    cells = scores["all"].cells
    assert scores["all"].failed == 0, defects
    assert set(cells) == {"right"}, defects
    assert cells["right"] >= 3 * 190


def test_ofd_of_every_make_comes_back(tmp_path: Path) -> None:
    """Plain, tables broken over pages, a matrix over all, a template page's ruled head."""
    seen: set[int] = set()
    wanted = []
    for order in orders(30, 412, {"ofd": 1.0}):
        way = sum(invent(order).stem.encode()) % 4
        if way not in seen:
            seen.add(way)
            wanted.append(order)
    assert len(wanted) == 4
    write_corpus(tmp_path, wanted)
    scores, defects = score_folder(tmp_path, load)
    assert set(scores["all"].cells) == {"right"}, defects
    assert scores["all"].head["bureau right"] == 4


@pytest.mark.parametrize("layout", ["ofd", "xlsx"])
def test_locators_are_of_the_kind(layout: str, tmp_path: Path) -> None:
    write_corpus(tmp_path, orders(1, 7, {layout: 1.0}))
    path = next((tmp_path / "reports").iterdir()).rename(tmp_path / "no-suffix.txt")
    document = read(path)
    assert document.source.kind == layout
    assert {block.locator.kind for block in document.blocks} == {layout}


def test_ofd_without_its_document_names_the_part(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "OFD.xml", "<OFD><DocBody><DocRoot>../../etc/passwd</DocRoot></DocBody></OFD>"
        )
    path = tmp_path / "示例.ofd"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(UnreadableFile, match="缺少部件"):
        read(path)


def test_merge_over_a_whole_sheet_is_refused(tmp_path: Path) -> None:
    import openpyxl

    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    path = tmp_path / "示例.xlsx"
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            bomb = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            data = data.replace(b"</sheetData>", bomb).replace(
                b"<sheetData/>", b"<sheetData>" + bomb
            )
            new.writestr(name, data)
    with pytest.raises(UnreadableFile, match="单元格"):
        read(path)


def test_same_order_same_ofd() -> None:
    from gongkai.eval.invent import invent

    order = next(orders(1, 5, {"ofd": 1.0}))
    assert write_ofd(invent(order)) == write_ofd(invent(order))


def test_a_cell_far_below_costs_nothing_and_ends_no_report(tmp_path: Path) -> None:
    import openpyxl

    order = next(orders(1, 9, {"xlsx": 1.0}))
    report = invent(order)
    book = openpyxl.load_workbook(io.BytesIO(render(report)[1]))
    book.active.cell(1_000_000, 150, "备注")
    path = tmp_path / "far.xlsx"
    book.save(path)
    values = {fact.address: fact.value for fact in load(path).facts}
    assert values == dict(report.values)


def test_rows_with_nothing_but_their_label_stay_in_their_table(tmp_path: Path) -> None:
    order = replace(next(orders(1, 9, {"xlsx": 1.0})), blank="zeros")
    report = invent(order)
    path = tmp_path / "blank.xlsx"
    path.write_bytes(render(report)[1])
    values = {fact.address: fact.value for fact in load(path).facts}
    assert values == dict(report.values)

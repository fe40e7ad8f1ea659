"""Values printed oddly and cells that a page doesn't show (示例): read as a person reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.form import form
from gongkai.ingest.tables_number import odd_number, read_number

from .printed import HEADS, Box, Table, aligned, document, invented, rows_of, tables_of, wrong

FORM = form("2021")
Cell = Callable[[Box], str]


def cell(box: Box, text: str | None = None) -> str:
    return f"<td rowspan={box.down} colspan={box.across}>{box.text if text is None else text}</td>"


def page(tables: list[Table], one: Cell, style: str = "") -> str:
    def render(table: Table) -> str:
        rows = ("".join(map(one, row)) for row in rows_of(table))
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"

    text = document(tables, render)
    for head in HEADS:
        text = text.replace(head, f"<h2>{head}</h2>")
    return f"<html><head><style>{style}</style></head><body>{text}</body></html>"


WHOLE: dict[str, Callable[[str], str]] = {
    "full_width": lambda s: "".join(chr(ord(c) + 0xFEE0) for c in s),
    "unit": lambda s: s + "件",
    "thousands": lambda s: f"{int(s):,}",
    "full_width_thousands": lambda s: f"{int(s):,}".replace(",", "，"),
    "zero_in_words": lambda s: "0（零）" if s == "0" else s,
    "zero_as_a_ring": lambda s: "〇" if s == "0" else s,
    "spreadsheet_quote": lambda s: "'" + s,
    "no_width": lambda s: f"\u200b{s}\ufeff",
    "part_told": lambda s: s + "（其中网上申请1件）",
    "input": lambda s: f"<input type='text' value='{s}' readonly>",
    "hidden_span": lambda s: f"<span style='display:none'>9</span>{s}",
    "hidden_class": lambda s: f"<span class='off x'>9</span>{s}",
    "nested_table": lambda s: f"<table><tr><td>{s}</td></tr></table>",
    "hidden_cell_before": lambda s: s,
}


@pytest.mark.parametrize("name", WHOLE)
def test_each_cell_as_shown(name: str, tmp_path: Path) -> None:
    truth = invented(FORM, 1)
    before = '<td style="display: none">7</td>' if name == "hidden_cell_before" else ""

    def one(box: Box) -> str:
        return before + cell(box, WHOLE[name](box.text)) if box.text.isdigit() else cell(box)

    style = "@media print { .x { display: none } } /* .y{} */ td.on, .off { display : none; }"
    path = tmp_path / "a.html"
    path.write_text(page(tables_of(FORM, truth), one, style), "utf-8")
    found = aligned(path)
    assert {fact.address: fact.value for fact in found.facts} == truth


@pytest.mark.parametrize(
    "odd",
    [
        lambda s: f"<p>{s}</p><p>0</p>",
        lambda s: f"{s}<br>{s}",
        lambda s: s if len(s) < 2 else f"{s[0]}<br>{s[1:]}",
        lambda s: s if len(s) < 2 else f"{s[0]} {s[1:]}",
        lambda s: s if s != "0" else "O",
        lambda s: f"{s}%",
        lambda s: f"{s}→{s}",
    ],
)
@pytest.mark.parametrize("seed", range(2))
def test_what_may_be_several_numbers_is_never_another(
    odd: Callable[[str], str], seed: int, tmp_path: Path
) -> None:
    truth = invented(FORM, seed, sparse=seed == 1)
    path = tmp_path / "a.html"
    one = lambda box: cell(box, odd(box.text)) if box.text.isdigit() else cell(box)  # noqa: E731
    path.write_text(page(tables_of(FORM, truth), one), "utf-8")
    assert wrong(aligned(path), truth) == []


def test_hidden_rows_hold_no_cells(tmp_path: Path) -> None:
    truth = invented(FORM, 2)
    tables = tables_of(FORM, truth)
    text = page(tables, cell)
    old = "<tr style='display:none'><td>规章</td><td>1</td><td>2</td><td>3</td></tr>"
    row = text.index("<tr>", text.index("规章") - 60)
    path = tmp_path / "a.html"
    path.write_text(text[:row] + old + text[row:], "utf-8")
    found = aligned(path)
    assert {fact.address: fact.value for fact in found.facts} == truth


@pytest.mark.parametrize(
    ("text", "value", "odd"),
    [("5\n50", None, 550), ("1,\n234", 1234, None), ("550\n件", 550, None), ("5 50", None, 550),
     ("1 234", 1234, None), ("O", None, 0), ("三", None, 3), ("0(零)", 0, None),
     ("5(零)", None, None), ("3（含1件）", 3, None), ("3（1）", None, None)],
)  # fmt: skip
def test_a_number_and_what_only_looks_like_one(
    text: str, value: int | None, odd: int | None
) -> None:
    assert read_number(text).value == value
    assert read_number(text).kind == ("other" if value is None else "number")
    assert value is not None or odd_number(text) == odd

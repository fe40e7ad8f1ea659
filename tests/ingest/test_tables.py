"""Alignment: real reports cell by cell, invented layouts, and what must never be guessed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.form import form
from gongkai.ingest.read import read
from gongkai.ingest.tables import Alignment, align
from gongkai.ingest.tables_number import read_number
from gongkai.ingest.tables_split import numbers, splits
from gongkai.report import Block, Cell, Grid, Locator, Paragraph

SHARED = Path(__file__).parents[2].parent / "shared" / "reports"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")


def lines(text: str) -> tuple[Paragraph, ...]:
    """Lines of a text file as its reader gives them."""
    blocks = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Paragraph(line, Locator("text", start=at, end=at + len(line))))
        at += len(line) + 1
    return tuple(blocks)


def grid(*rows: str) -> Grid:
    """A grid written as rows of `a|b|c`; `>` continues the cell on its left."""
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row.split("|")):
            if text == ">":
                last = cells.pop()
                cells.append(
                    Cell(last.text, last.row, last.column, last.locator, 1, last.colspan + 1)
                )
            else:
                where = Locator("docx", table=0, row=r, column=c)
                cells.append(Cell(text.replace("~", "\n"), r, c, where))
    return Grid(tuple(cells), len(rows), max(row.count("|") + 1 for row in rows),
                Locator("docx", table=0))  # fmt: skip


def second(found: Alignment) -> dict[tuple[str, str], Decimal | None]:
    """Table 二 of an alignment: (item, column) → value."""
    return {
        (fact.address.row[1], fact.address.column[0]): fact.value
        for fact in found.facts
        if fact.address.section == "二"
    }


@needs_shared
@pytest.mark.parametrize("name", ["acheng-2021.txt", "huaian-2024.pdf", "suqian-2023.docx"])
def test_every_cell_of_a_real_report(name: str) -> None:
    document = read(SHARED / name)
    found = align(document.blocks)
    truth = json.loads((SHARED / "facts" / f"{Path(name).stem}.json").read_text("utf-8"))
    expected = [
        (fact["section"], tuple(fact["row"]), tuple(fact["column"]), fact["value"])
        for fact in truth["facts"]
    ]
    got = [
        (
            fact.address.section,
            fact.address.row,
            fact.address.column,
            None if fact.value is None else float(fact.value),
        )
        for fact in found.facts
    ]
    assert sorted(map(repr, got)) == sorted(
        repr((s, r, c, None if v is None else float(v))) for s, r, c, v in expected
    )
    assert found.form == "2021"
    assert not found.warnings
    assert all(fact.locator is not None for fact in found.facts)


@needs_shared
def test_an_empty_form_has_every_cell_and_no_value() -> None:
    found = align(read(SHARED / "form-2021-template.docx").blocks)
    assert found.form == "2021"
    assert len(found.facts) == len(form("2021").cells)
    assert {fact.value for fact in found.facts} == {None}
    assert not found.warnings


def cases(folder: str) -> list[dict[str, object]]:
    index = SHARED / folder / "index.jsonl"
    if not index.is_file():
        return []
    return [
        {**json.loads(line), "folder": folder} for line in index.read_text("utf-8").splitlines()
    ]


@needs_shared
@pytest.mark.parametrize(
    "case", [*cases("layouts"), *cases("pingtan")], ids=lambda case: str(case["id"])
)
def test_no_layout_gives_a_wrong_value(case: dict[str, object]) -> None:
    document = read(SHARED / str(case["folder"]) / str(case["file"]))
    found = align(document.blocks)
    expected = case["format"] if case["format"] in ("2021", "2019") else None
    assert found.form == expected
    truth: dict[str, list[Decimal]] = {}
    for item, _, value in case["table2"]:  # type: ignore[attr-defined]
        truth.setdefault(item, []).append(Decimal(value))
    got: dict[str, list[Decimal | None]] = {}
    for (item, _), value in second(found).items():
        got.setdefault(item, []).append(value)
    for item, values in got.items():
        right = truth.get(item, [])
        if case.get("splittable_from_text"):
            assert values == (right or [None] * len(values))
        else:
            assert all(v is None or (right and v == right[i]) for i, v in enumerate(values))


@needs_shared
@pytest.mark.parametrize("name", ["015.txt", "017.txt"])
def test_glued_tables_are_solved_by_the_sums_of_the_form(name: str) -> None:
    found = align(read(SHARED / "pingtan" / name).blocks)
    unknown = [fact.address.row[1] for fact in found.facts if fact.value is None]
    assert unknown == ["行政规范性文件"] * 3
    assert ["“行政规范性文件”（3格）" in warning for warning in found.warnings] == [True]
    rows: dict[tuple[str, ...], list[Decimal]] = {}
    for fact in found.facts:
        if fact.address.section == "三" and fact.value is not None:
            rows.setdefault(fact.address.row, []).append(fact.value)
    assert all(sum(values[:-1]) == values[-1] for values in rows.values())


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0", "number", "0"),
        ("１，２３４．５", "number", "1234.5"),
        ("+239", "number", "239"),
        ("- 4", "number", "-4"),
        ("－4", "number", "-4"),
        ("251000元", "number", "251000"),
        ("1 234 567", "number", "1234567"),
        ("39857\n58", "other", None),
        ("39,857,\n580", "number", "39857580"),
        ("17 件", "number", "17"),
        ("", "blank", None),
        ("　", "blank", None),
        ("/", "blank", None),
        ("——", "blank", None),
        ("无", "blank", None),
        ("12 3", "other", None),
        ("1,23", "other", None),
        ("007", "other", None),
        ("约10", "other", None),
        ("见附件", "other", None),
    ],
)
def test_what_a_cell_says(text: str, kind: str, value: str | None) -> None:
    number = read_number(text)
    assert number.kind == kind
    assert number.value == (None if value is None else Decimal(value))


def test_a_cell_that_is_no_number_is_unknown_with_a_warning_naming_it() -> None:
    found = align([grid("信息内容|本年处理决定数量", "行政许可|见附件", "行政处罚|/")])
    assert second(found)["行政许可", "本年处理决定数量"] is None
    assert [w for w in found.warnings if "行政许可" in w and "见附件" in w] == list(found.warnings)
    assert len(found.warnings) == 1


def test_units_are_as_printed() -> None:
    found = align(
        [
            grid(
                "第二十条第（八）项|>",
                "信息内容|本年收费金额（单位：万元）",
                "行政事业性收费|251000元",
            ),
            grid("信息内容|本年处理决定数量", "行政许可|3"),
        ]
    )
    (fee,) = [fact for fact in found.facts if fact.address.row[1:] == ("行政事业性收费",)]
    assert (fee.value, fee.unit, fee.text) == (Decimal(251000), "元", "251000元")
    (licence,) = [fact for fact in found.facts if fact.address.row[1:] == ("行政许可",)]
    assert (licence.value, licence.unit) == (Decimal(3), "件")


def test_columns_go_by_label_and_a_short_row_is_unknown() -> None:
    head = "信息内容|现行有效件数|本年制发件数|本年废止件数"
    found = align([grid(head, "规章|5|6|7", "规范性文件|8|9")])
    assert second(found)["规章", "现行有效件数"] == 5
    assert second(found)["规章", "本年制发件数"] == 6
    values = {c: v for (item, c), v in second(found).items() if item == "行政规范性文件"}
    assert set(values.values()) == {None}
    assert ["“行政规范性文件”（3格）" in warning for warning in found.warnings] == [True]


def test_a_header_shifted_against_its_rows_is_not_believed() -> None:
    found = align(
        [
            grid("自然人|商业企业|科研机构|总计||", "一、本年新收政府信息公开申请数量|1|2|3|6|9",
                 "二、上年结转政府信息公开申请数量|1|2|3|6|9", "（一）予以公开|1|2|3|6|9")
        ]
    )  # fmt: skip
    assert all(fact.value is None for fact in found.facts)


def test_leftovers_of_merged_cells_are_let_pass_but_two_numbers_are_not() -> None:
    found = align(
        [
            grid(
                "信息内容|本年处理决定数量||",
                "行政处罚|750|0|0",
                "行政强制|15|15|15",
                "行政许可|1|2|",
            )
        ]
    )
    values = {item: value for (item, column), value in second(found).items() if "处理" in column}
    assert values == {"行政许可": None, "行政处罚": 750, "行政强制": 15}


def test_a_value_printed_twice_differently_is_unknown() -> None:
    one = grid("信息内容|本年处理决定数量", "行政许可|1", "行政处罚|4")
    two = grid("信息内容|本年处理决定数量", "行政许可|2", "行政处罚|4")
    values = second(align([one, two]))
    assert values["行政许可", "本年处理决定数量"] is None
    assert values["行政处罚", "本年处理决定数量"] == 4


@pytest.mark.parametrize(
    "prose",
    [
        "全年作出行政许可 25 件，行政处罚 12 件，行政强制 0 件。",
        "其中结果维持72件，结果纠正64件，其他结果178件，尚未审结37件，总计351件。",
        "本年新收政府信息公开申请数量3119件，其中自然人3001件、商业企业53件、科研机构0件。",
        "行政复议 3 件\n行政诉讼 2 件\n总计 5 件",
        "二、主动公开政府信息情况 ................ 10\n三、收到和处理政府信息公开申请情况 ........ 11",
        "主动公开信息数 条 425 1516\n行政复议数 条 0 0\n行政诉讼数 条 0 0",
    ],
)
def test_prose_and_other_tables_are_no_statutory_table(prose: str) -> None:
    assert align(lines(prose)) == Alignment(None, (), (), frozenset())


def test_used_blocks_are_those_of_the_tables() -> None:
    text = "二、主动公开政府信息情况\n信息内容\n本年处理决定数量\n行政许可\n17\n行政处罚\n0\n另有行政许可3件。"
    found = align(lines(text))
    assert found.used == {1, 2, 3, 4, 5, 6}
    assert second(found)["行政许可", "本年处理决定数量"] == 17


def test_splits_are_all_readings_without_leading_zeros() -> None:
    assert splits(["000"], 3) == [(1, 1, 1)]
    assert sorted(splits(["2639"], 3)) == [(1, 1, 2), (1, 2, 1), (2, 1, 1)]
    assert splits(["230", "000023"], 7, [range(7)]) == [(2, 1, 1, 1, 1, 1, 2)]
    assert splits(["00"], 3) == []


@given(st.lists(st.integers(0, 500), min_size=1, max_size=4))
def test_the_true_reading_is_among_the_splits(values: list[int]) -> None:
    text = "".join(map(str, values))
    found = [numbers(text, split) for split in splits([text], len(values))]
    assert tuple(values) in found


WORDS = [cell.address for cell in form("2019").cells] + [c.address for c in form("2021").cells]
LABELS = sorted({w for a in WORDS for w in (*a.row, *a.column)})
PIECE = st.one_of(
    st.sampled_from([*LABELS, "信息内容", "|", "\n", "\t", " ", "/", "无", "三、", "。"]),
    st.integers(0, 10**6).map(str),
    st.text(max_size=4),
)
TEXTS = st.lists(PIECE, max_size=12).map("".join)
WHERE = st.sampled_from([Locator("text", start=0, end=9), Locator("pdf", page=1),
                         Locator("docx", paragraph=2)])  # fmt: skip
SPAN = st.integers(-1, 300)
CELLS = st.builds(Cell, TEXTS, SPAN, SPAN, WHERE, SPAN, SPAN)
GRIDS = st.builds(
    Grid, st.lists(CELLS, max_size=12).map(tuple), st.integers(0, 40), st.integers(0, 40), WHERE
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.builds(Paragraph, TEXTS, WHERE), GRIDS), max_size=12))
def test_any_blocks_align(blocks: list[Block]) -> None:
    found = align(blocks)
    assert (found.form is None) == (not found.facts)
    if found.form is not None:
        assert [f.address for f in found.facts] == [c.address for c in form(found.form).cells]
    assert all(0 <= index < len(blocks) for index in found.used)

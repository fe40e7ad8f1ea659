"""Statistical annexes before 2019, as invented bodies print them in every layout."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.form import older
from gongkai.ingest.chunk import chunk
from gongkai.ingest.narrate import LONGEST
from gongkai.ingest.parse import parse
from gongkai.ingest.reader_html import read_html
from gongkai.ingest.reader_text import read_text
from gongkai.ingest.tables_older import Older, read_older
from gongkai.report import Address, Source

Row = tuple[str, str, str]  # printed label, unit, value ("" for the head of a group)
# The annex most bodies used from 2014 on, shortened; invented numbers.
LONG: list[Row] = [
    ("一、主动公开情况", "", "—"),
    ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "1352"),
    ("其中：主动公开规范性文件数", "条", "12"),
    ("制发规范性文件总数", "件", "13"),
    ("（二）通过不同渠道和方式公开政府信息的情况", "", "—"),
    ("1.政府公报公开政府信息数", "条", "0"),
    ("2.政府网站公开政府信息数", "条", "1208"),
    ("3.政务微博公开政府信息数", "条", "144"),
    ("二、依申请公开情况", "", "—"),
    ("（一）收到申请数", "件", "31"),
    ("1.当面申请数", "件", "6"),
    ("2.网络申请数", "件", "25"),
    ("（二）申请答复数", "件", "31"),
    ("1.属于已主动公开范围数", "件", "4"),
    ("2.不同意公开答复数", "件", "5"),
    ("其中：1.涉及国家秘密", "件", "2"),
    ("2.涉及商业秘密", "件", "2"),
    ("3.涉及个人隐私", "件", "1"),
    ("3.申请信息不存在数", "件", "22"),
    ("三、行政复议数量", "件", "1"),
    ("（一）维持具体行政行为数", "件", "1"),
    ("四、行政诉讼数量", "件", "0"),
    ("五、依申请公开信息收取的费用", "万元", "0.35"),
]
LONG_TOLD: dict[tuple[str, ...], tuple[str, str]] = {
    ("主动公开情况", "主动公开政府信息数（不同渠道和方式公开相同信息计1条）"): ("1352", "条"),
    ("主动公开情况", "主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "主动公开规范性文件数"): ("12", "条"),
    ("主动公开情况", "制发规范性文件总数"): ("13", "件"),
    ("主动公开情况", "通过不同渠道和方式公开政府信息的情况", "政府公报公开政府信息数"): ("0", "条"),
    ("主动公开情况", "通过不同渠道和方式公开政府信息的情况", "政府网站公开政府信息数"): ("1208", "条"),
    ("主动公开情况", "通过不同渠道和方式公开政府信息的情况", "政务微博公开政府信息数"): ("144", "条"),
    ("依申请公开情况", "收到申请数"): ("31", "件"),
    ("依申请公开情况", "收到申请数", "当面申请数"): ("6", "件"),
    ("依申请公开情况", "收到申请数", "网络申请数"): ("25", "件"),
    ("依申请公开情况", "申请答复数"): ("31", "件"),
    ("依申请公开情况", "申请答复数", "属于已主动公开范围数"): ("4", "件"),
    ("依申请公开情况", "申请答复数", "不同意公开答复数"): ("5", "件"),
    ("依申请公开情况", "申请答复数", "不同意公开答复数", "涉及国家秘密"): ("2", "件"),
    ("依申请公开情况", "申请答复数", "不同意公开答复数", "涉及商业秘密"): ("2", "件"),
    ("依申请公开情况", "申请答复数", "不同意公开答复数", "涉及个人隐私"): ("1", "件"),
    ("依申请公开情况", "申请答复数", "申请信息不存在数"): ("22", "件"),
    ("行政复议数量",): ("1", "件"),
    ("行政复议数量", "维持具体行政行为数"): ("1", "件"),
    ("行政诉讼数量",): ("0", "件"),
    ("依申请公开信息收取的费用",): ("0.35", "万元"),
}  # fmt: skip
HEAD = ("统计指标", "单位", "统计数")
TITLE = "附表：政府信息公开情况统计表"
FRONT = "示例市甲局2016年政府信息公开工作年度报告\n一、概述\n本报告由示例市甲局编制。\n"


def spaced(rows: list[Row]) -> str:
    return f"{TITLE} {' '.join(HEAD)} " + " ".join(" ".join(filter(None, row)) for row in rows)


def lines(rows: list[Row]) -> str:
    return "\n".join([TITLE, "  ".join(HEAD), *("  ".join(filter(None, row)) for row in rows)])


def cells(rows: list[Row]) -> str:
    return "\n".join([TITLE, *HEAD, *(cell for row in rows for cell in row if cell)])


def blank_lines(rows: list[Row]) -> str:
    return "\n\n".join([TITLE, *HEAD, *(cell for row in rows for cell in row if cell)])


def bars(rows: list[Row]) -> str:
    return "\n".join([TITLE, *(f"| {' | '.join(row)} |" for row in [HEAD, *rows])])


def open_bars(rows: list[Row]) -> str:
    return "\n".join([TITLE, *(" | ".join(row) for row in [HEAD, *rows])])


def tabs(rows: list[Row]) -> str:
    return "\n".join([TITLE, *("\t".join(row) for row in [HEAD, *rows])])


def glued(rows: list[Row]) -> str:
    return TITLE + "".join(HEAD) + "".join("".join(c for c in row if c != "—") for row in rows)


def full_width(rows: list[Row]) -> str:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    return lines([(label, unit, value.translate(wide)) for label, unit, value in rows])


def wrapped_unit(rows: list[Row]) -> str:
    return f"{TITLE} 指标名称 计量\n单位 数 量 " + " ".join(" ".join(filter(None, r)) for r in rows)


def without_units(rows: list[Row]) -> str:
    return "\n".join(
        [TITLE, "统计指标  统计数", *(f"{label}（{unit}）  {value}" if unit else label
                                      for label, unit, value in rows)]
    )  # fmt: skip


def colons(rows: list[Row]) -> str:
    return "\n".join(
        [
            TITLE,
            *(f"{label}（{unit}）：{value}" if unit else f"{label}" for label, unit, value in rows),
        ]
    )


TEXTS: list[Callable[[list[Row]], str]] = [
    spaced, lines, cells, blank_lines, bars, open_bars, tabs, glued, full_width, wrapped_unit,
    without_units, colons,
]  # fmt: skip


def read(text: str) -> Older:
    document = read_text(text.encode(), Source("示例.txt", "text", ""))
    found = read_older(document.blocks)
    for fact in found.facts:
        if fact.locator and fact.locator.kind == "text":
            assert document.text[fact.locator.start : fact.locator.end] == fact.text
    return found


def told(found: Older) -> dict[tuple[str, ...], tuple[str, str]]:
    return {
        fact.address.row: (f"{fact.value:f}", fact.unit)
        for fact in found.facts
        if fact.value is not None
    }


@pytest.mark.parametrize("layout", TEXTS, ids=lambda layout: layout.__name__)
def test_an_annex_in_every_text_layout(layout: Callable[[list[Row]], str]) -> None:
    found = read(FRONT + layout(LONG))
    assert told(found) == LONG_TOLD
    assert found.warnings == ()
    assert all(fact.address.section == "" and fact.address.column == () for fact in found.facts)


@pytest.mark.parametrize("layout", TEXTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("scale", [0, 7, 1000])
def test_other_numbers(layout: Callable[[list[Row]], str], scale: int) -> None:
    rows = [(a, b, str(int(float(c) * scale)) if c != "—" else c) for a, b, c in LONG]
    expected = {
        path: (str(int(float(value) * scale)), unit) for path, (value, unit) in LONG_TOLD.items()
    }
    assert told(read(FRONT + layout(rows))) == expected


def test_an_annex_in_a_web_page() -> None:
    body = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in [HEAD, *LONG])
    table = f"<table><tr><td colspan=3>{TITLE}</td></tr>{body}</table>"
    page = f"<body><p>示例市甲局2016年政府信息公开工作年度报告</p>{table}</body>"
    document = read_html(page.encode(), Source("示例.html", "html", ""))
    found = read_older(document.blocks)
    assert told(found) == LONG_TOLD
    report = parse(document)
    assert report.form is None
    assert report.warnings == ()
    assert len(report.facts) == len(found.facts)


def test_groups_in_merged_cells() -> None:
    rows = (
        "<tr><td colspan=2>指标</td><td>单位</td><td>数量</td></tr>"
        "<tr><td rowspan=2>依申请公开</td><td>当面申请数</td><td>件</td><td>3</td></tr>"
        "<tr><td>网上申请数</td><td>件</td><td>14</td></tr>"
        "<tr><td rowspan=2>复议诉讼</td><td>行政复议数</td><td>件</td><td>1</td></tr>"
        "<tr><td>行政诉讼数</td><td>件</td><td></td></tr>"
    )
    document = read_html(f"<table>{rows}</table>".encode(), Source("示例.html", "html", ""))
    found = read_older(document.blocks)
    assert told(found) == {
        ("依申请公开", "当面申请数"): ("3", "件"),
        ("依申请公开", "网上申请数"): ("14", "件"),
        ("复议诉讼", "行政复议数"): ("1", "件"),
    }
    assert found.facts[-1].value is None  # a blank is no 0


# Two value columns: a year and all years. Label, unit, both values.
SHORT = [
    ("主动公开信息数", "条", 640, 5120),
    ("其中：1.网站公开", "条", 600, 4800),
    ("2.政府公报公开", "条", 0, 7),
    ("受理依申请公开信息总数", "条", 21, 34),
    ("其中：1.当面申请数", "条", 18, 25),
    ("2.传真申请数", "条", 0, 0),
    ("3.电子邮件申请数", "条", 3, 9),
    ("行政复议数", "件", 0, 2),
]


def pair(row: tuple[str, ...]) -> tuple[Address, Address]:
    return Address("", row, ("2012年度",)), Address("", row, ("历年累计",))


def test_a_year_and_all_years() -> None:
    text = f"{TITLE} 指标名称 计量单位 2012年度 历年累计 "
    found = read(FRONT + text + " ".join(f"{a} {b} {c} {d}" for a, b, c, d in SHORT))
    values = {fact.address: fact.value for fact in found.facts}
    year, all_years = pair(("受理依申请公开信息总数", "电子邮件申请数"))
    assert (values[year], values[all_years]) == (3, 9)
    assert len(values) == 2 * len(SHORT)


def test_glued_pairs_are_solved_by_sums_or_left_unknown() -> None:
    text = f"{TITLE}指标名称计量单位2012年度历年累计"
    found = read(FRONT + text + "".join(f"{a}{b}{c}{d}" for a, b, c, d in SHORT))
    values = {fact.address: fact.value for fact in found.facts}
    for row, expected in {
        ("主动公开信息数", "政府公报公开"): (0, 7),
        ("受理依申请公开信息总数",): (21, 34),
        ("受理依申请公开信息总数", "当面申请数"): (18, 25),
        ("受理依申请公开信息总数", "电子邮件申请数"): (3, 9),
        ("行政复议数",): (0, 2),
        ("主动公开信息数",): (None, None),  # 6|405120, 64|05120 …: several may be
    }.items():
        assert tuple(values[address] for address in pair(row)) == expected, row
    assert len(found.warnings) == 1
    assert "“主动公开信息数”" in found.warnings[0]


def test_an_unnumbered_digit_before_a_label_is_no_value() -> None:
    # The 3 may number the next label or end the value: the order of numbers says it doesn't.
    found = read(
        FRONT + f"{TITLE}指标名称单位数量受理申请数件113.当面申请数件4网上申请数件2行政复议数件0"
    )
    values = {fact.address.row[-1]: fact.value for fact in found.facts}
    assert values["受理申请数"] is None
    assert values["行政复议数"] == 0


@pytest.mark.parametrize(
    "text",
    [
        "项目 数量\n电脑 12\n桌子 30\n椅子 44\n打印机 5",
        "支出项目 单位 金额\n工资 万元 120\n办公费 万元 30\n差旅费 万元 4",
        "主动公开信息425条，受理申请3件，行政复议0件，行政诉讼0件。",
        "指标 单位 数量\n粮食 吨 12\n培训 次 3\n果树 亩 40",
    ],
)
def test_other_tables_are_none(text: str) -> None:
    assert read(FRONT + text).facts == ()


ROW = "主动公开信息数 条 425\n收到申请数 件 2\n行政复议数 件 0"
PLAIN = {"主动公开信息数": "425条", "收到申请数": "2件", "行政复议数": "0件"}
# Other shapes of a short annex: its text, and what it says ("" for a blank).
SHAPES: dict[str, tuple[str, dict[str, str]]] = {
    "a footer": (
        f"统计指标 单位 统计数\n{ROW}\n审核人：李四 联系电话：0999-6886600 填报日期：2017年1月20日",
        PLAIN,
    ),
    "prose behind": (f"指标 单位 数量\n{ROW}\n2016年我局举办培训 3 次，较好。", PLAIN),
    "a column of numbers": (
        "序号 指标名称 单位 数量\n1 主动公开信息数 条 425\n2 收到申请数 件 2\n3 行政复议数 件 0",
        PLAIN,
    ),
    "numbers between bars": (
        "序号|指标名称|单位|数量\n1|主动公开信息数|条|425\n2|收到申请数|件|2\n3|行政复议数|件|0",
        PLAIN,
    ),
    "units behind values": (
        "项目 数量\n主动公开信息数 425条\n收到申请数 2件\n行政复议数 0件",
        PLAIN,
    ),
    "a list": (
        "信息公开情况统计表\n主动公开信息数：425条\n收到申请数：2件\n行政复议数：0件",
        PLAIN,
    ),
    "blank cells": (
        "指标|单位|数量\n主动公开信息数|条|425\n收到申请数|件|\n行政复议数|件|/\n行政诉讼数|件|1",
        {"主动公开信息数": "425条", "收到申请数": "", "行政复议数": "", "行政诉讼数": "1件"},
    ),
    "blanks lost": (
        "指标 单位 数量\n主动公开信息数 条 425\n收到申请数 件\n行政复议数 件\n行政诉讼数 件 1",
        {"主动公开信息数": "425条", "收到申请数": "", "行政复议数": "", "行政诉讼数": "1件"},
    ),
    "thousands": (
        f"指标 单位 数量\n{ROW}".replace("425", "1,425"),
        {**PLAIN, "主动公开信息数": "1425条"},
    ),
    "two numbers in a cell": (
        f"指标 单位 数量\n{ROW}".replace("425", "4 25"),
        {**PLAIN, "主动公开信息数": ""},
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_other_shapes(name: str) -> None:
    text, expected = SHAPES[name]
    shown = {
        fact.address.row[-1]: "" if fact.value is None else f"{fact.value:f}{fact.unit}"
        for fact in read(FRONT + text).facts
    }
    assert shown == expected


def test_it_is_told_in_words() -> None:
    document = read_text((FRONT + lines(LONG)).encode(), Source("示例.txt", "text", ""))
    report = parse(document)
    tables = [piece for piece in chunk(report) if piece.kind == "table"]
    assert report.form is None
    assert all(len(piece.text) <= LONGEST and piece.section == "" for piece in tables)
    text = "".join(piece.text for piece in tables)
    for label, unit, value in LONG:
        if value != "—":
            assert f"{value}{unit}" in text, label
    # The annex is its table: its lines aren't told twice.
    assert not any("1208" in paragraph.text for paragraph in report.paragraphs)


def test_every_stem_has_a_plain_name() -> None:
    assert all(stem and names for stem, names in older().stems.items())
    assert Decimal("0.35") == Decimal(LONG[-1][2])


SHARED = Path(__file__).parents[2].parent / "shared" / "reports" / "pingtan"


def real() -> list[tuple[str, list[list[str]]]]:
    index = SHARED / "index.jsonl"
    if not index.exists():
        return []
    cases = (json.loads(line) for line in index.read_text("utf-8").splitlines())
    return [(case["file"], case["older_stat_table"]) for case in cases if case["older_stat_table"]]


@pytest.mark.skipif(not real(), reason="the real reports are not beside the repository")
@pytest.mark.parametrize(("file", "table"), real())
def test_real_annexes(file: str, table: list[list[str]]) -> None:
    found = read((SHARED / file).read_text("utf-8"))
    glued = bool(found.warnings)
    for label, *printed in table:
        values = [fact.value for fact in found.facts if fact.address.row[-1] == label]
        assert len(values) == 2, label
        for value, expected in zip(values, printed, strict=True):
            assert value == int(expected) or (glued and value is None), label
    unknown = sum(fact.value is None for fact in found.facts)
    assert unknown <= 4

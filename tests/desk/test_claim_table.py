"""Tables of a draft: each row becomes a sentence that says no more than its cells do."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from gongkai.desk.check_draft import draft_text
from gongkai.eval.claims import checker

# Caption, rows as printed, sentences told of the table.
TABLES = [
    (
        "青泽市教育局2023年依申请公开情况（单位：件）",
        [["指标", "数量"], ["1.新收申请", "115"], ["其中：自然人", "97"], ["办结", "/"]],
        "新收申请115件。其中自然人97件。",
    ),
    (
        "青泽市教育局近两年数据对比",
        [["指标", "2022", "2023年", "同比"], ["行政处罚（件）", "305", "150", "-50.8%"]],
        "行政处罚2022年305件，行政处罚2023年150件，行政处罚同比下降50.8%。",
    ),
    (
        "2023年各单位情况",
        [["序号", "单位", "新收申请"], ["1", "青泽市教育局", "115"], ["", "合计", "205"]],
        "青泽市教育局新收申请115。表中各项合计新收申请205。",
    ),
    (
        "青泽市人民政府2024年申请人结构",
        [["申请人", "新收申请", "占比"], ["自然人", "127", "85.2%"], ["合计", "149", "—"]],
        "自然人新收申请127，自然人占比85.2%。合计新收申请149。",
    ),
    ("会议安排", [["时间", "地点"], ["上午", "二楼"]], ""),
]


def _draft(path: Path, caption: str, rows: list[list[str]]) -> Path:
    document = Document()
    document.add_paragraph(caption)
    table = document.add_table(len(rows), len(rows[0]))
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    document.save(str(path))
    return path


@pytest.mark.parametrize(("caption", "rows", "told"), TABLES)
def test_a_table_is_told_in_sentences(
    tmp_path: Path, caption: str, rows: list[list[str]], told: str
) -> None:
    lines = draft_text(_draft(tmp_path / "draft.docx", caption, rows)).split("\n")
    assert lines == [caption, *([told] if told else [])]


def test_cells_are_judged_by_their_own_body_and_year(tmp_path: Path) -> None:
    rows = [
        ["单位", "2022年新收申请", "2023年新收申请"],
        ["青泽市教育局", "65", "115"],
        ["青泽市应急管理局", "17", "91"],
        ["合计", "82", "206"],
    ]
    check = checker("sample").check(draft_text(_draft(tmp_path / "d.docx", "申请情况", rows)))
    found = [(s.bureau, s.year, s.verdict) for s in check.statements]
    assert found[:4] == [
        ("青泽市教育局", 2022, "supported"),
        ("青泽市教育局", 2023, "supported"),
        ("青泽市应急管理局", 2022, "supported"),
        ("青泽市应急管理局", 2023, "contradicted"),
    ]
    assert {verdict for _, _, verdict in found[4:]} == {"not_found"}

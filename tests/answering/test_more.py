"""Sums, shares, comparisons, surveys and slips, end to end over the sample corpus."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.answering.assistant import Assistant

_FACTS = Path(__file__).parents[2] / "eval" / "corpus" / "facts"
NEW = ("一、本年新收政府信息公开申请数量",)


def truth(stem: str, row: tuple[str, ...], column: str) -> Decimal:
    facts = json.loads((_FACTS / f"{stem}.json").read_text("utf-8"))["facts"]
    values = [f["value"] for f in facts if tuple(f["row"]) == row and f["column"] == [column]]
    return Decimal(str(values[0]))


def test_a_sum_over_years_names_its_operands(sample: Assistant) -> None:
    years = {y: truth(f"qingze-mzj-{y}", NEW, "总计") for y in (2021, 2022)}
    answer = sample.ask("青泽市民政局2021年和2022年一共收到多少申请").answer
    assert f"合计{sum(years.values())}件" in answer.text
    assert all(f"{year}年{value}" in answer.text for year, value in years.items())


def test_a_share_shows_its_division(sample: Assistant) -> None:
    part, whole = (truth("qingze-jyj-2023", NEW, c) for c in ("自然人", "总计"))
    answer = sample.ask("青泽市教育局2023年的申请里个人占百分之多少").answer
    assert f"（{part}÷{whole}）" in answer.text
    assert f"{(part * 100 / whole).quantize(Decimal('0.01'))}%" in answer.text


def test_two_bodies_are_compared(sample: Assistant) -> None:
    a, b = (truth(s, NEW, "总计") for s in ("qingze-jyj-2022", "qingze-mzj-2022"))
    answer = sample.ask("青泽市教育局和青泽市民政局2022年谁收到的申请多").answer
    assert f"{a}件" in answer.text
    assert f"{b}件" in answer.text
    assert {c.bureau for c in answer.citations} == {"青泽市教育局", "青泽市民政局"}


def test_all_bodies_are_ranked(sample: Assistant) -> None:
    answer = sample.ask("2023年哪个机关收到的申请最多").answer
    assert answer.status == "answered"
    assert answer.text.index("青泽市教育局") < answer.text.index("青泽市人民政府")
    assert {c.year for c in answer.citations} == {2023}


def test_what_is_indexed_can_be_asked(sample: Assistant) -> None:
    answer = sample.ask("青泽市民政局有哪几年的报告").answer
    assert answer.status == "answered"
    assert "2021、2022、2023、2024年" in answer.text


def test_several_things_in_one_question(sample: Assistant) -> None:
    clause = {"行政许可": "第二十条第（五）项", "行政处罚": "第二十条第（六）项"}
    answer = sample.ask("青泽市教育局2023年行政许可、行政处罚各是多少").answer
    for item, place in clause.items():
        value = truth("qingze-jyj-2023", (place, item), "本年处理决定数量")
        assert f"{item}：本年处理决定数量{value}件" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "How many applications did Qingze Education Bureau receive in 2023?",
        "青泽市教预局2023年收到多少申请",  # a slip of the input method
        "青澤市教育局2023年收到多少申請",
        "教育局（青泽市的）2023年收到多少申请",
        "青泽市教育局二〇二三年收到多少申请",
    ],
)
def test_other_ways_to_name_a_body_and_year(sample: Assistant, question: str) -> None:
    answer = sample.ask(question).answer
    value = truth("qingze-jyj-2023", NEW, "总计")
    assert f"总计{value}件" in answer.text or f"total {value}[" in answer.text
    assert {c.bureau for c in answer.citations} == {"青泽市教育局"}


@pytest.mark.parametrize(
    "question",
    [
        "青泽市教育局2023年平均几天答复一件申请",
        "青泽市教育局2023年行政处罚罚了多少钱",
        "青泽市教育局2023年申请人叫什么名字",
        "青泽市教育局2023年门户网站阅读量多少人次",
        "青泽市教育局的传真",
    ],
)
def test_what_only_sounds_like_a_cell_is_not_found(sample: Assistant, question: str) -> None:
    assert sample.ask(question).answer.status == "not_found"


def test_text_and_table_that_disagree_are_both_shown(sample: Assistant) -> None:
    truths = [json.loads(f.read_text("utf-8")) for f in sorted(_FACTS.glob("*.json"))]
    odd = [
        (t["report"], d)
        for t in truths
        for d in t["disagrees"]
        if tuple(d["row"]) == NEW and d["column"] == ["总计"]
    ]
    assert odd
    for report, told in odd:
        answer = sample.ask(f"{report['bureau']}{report['year']}年收到多少申请").answer
        assert "不一致" in answer.text
        assert f"{told['table']}件" in answer.text
        assert f"{told['text']}件" in answer.text

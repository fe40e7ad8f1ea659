"""Remarks and headlines beside what can be checked."""

from __future__ import annotations

import json
import random
from importlib import resources

import pytest

from gongkai.desk.check import Checker
from gongkai.desk.remark import is_remark, odds, weights
from gongkai.eval.claims import checker


@pytest.fixture(scope="module")
def sample() -> Checker:
    return checker("sample")


@pytest.mark.parametrize(
    "clause", ["值得一提的是", "这份答卷沉甸甸", "公开工作稳扎稳打", "从另一个角度看", "各位来宾"]
)
def test_what_asserts_nothing_is_a_remark(clause: str) -> None:
    assert is_remark(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "开通了语音播报", "个人仍是申请主体", "处罚数量回落", "未发生行政诉讼", "由企业提出",
        "与上年持平", "公众号全部关停", "3个公众号都已关停",
    ],
)  # fmt: skip
def test_what_can_be_checked_is_none(clause: str) -> None:
    assert not is_remark(clause)


def test_of_assertions_held_out_next_to_none_is_taken_for_a_remark() -> None:
    raw = json.loads(resources.files("gongkai.data").joinpath("remarks.json").read_text("utf-8"))
    rows = [(t, True) for t in raw["remark"]] + [(t, False) for t in raw["told"]]
    random.Random(1).shuffle(rows)
    taken, found = 0, 0
    for k in range(8):
        learnt = [row for i, row in enumerate(rows) if i % 8 != k]
        own = weights([t for t, r in learnt if r], [t for t, r in learnt if not r])
        for text, remark in (row for i, row in enumerate(rows) if i % 8 == k):
            said = is_remark(text, own)
            found += said and remark
            taken += said and not remark
    assert taken <= 0.005 * len(raw["told"])
    assert found >= 0.45 * len(raw["remark"])


def test_odds_tell_remarks_from_assertions() -> None:
    assert odds("可见决心之坚") > 0 > odds("开通了语音播报")


def test_a_remark_is_told_and_does_not_count(sample: Checker) -> None:
    check = sample.check("青泽市民政局2022年制发规范性文件2件，这个数字耐人寻味。")
    assert check.verdict == "supported"
    assert {s.kind for s in check.statements} == {"value", "remark"}


def test_remarks_alone_are_not_found(sample: Checker) -> None:
    assert sample.check("青泽市民政局2022年的这个数字耐人寻味。").verdict == "not_found"


def test_a_headline_goes_with_the_change_behind_it(sample: Checker) -> None:
    rest = "青泽市教育局2023年作出行政处罚150件，比2022年少155件。"
    assert sample.check(f"教育领域行政处罚数量回落，{rest}").verdict == "supported"
    assert sample.check(f"行政处罚数量激增，{rest}").verdict == "contradicted"
    # Of another row it isn't what the figures tell.
    assert sample.check(f"行政许可数量回落，{rest}").verdict != "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "青泽市教育局2023年新收申请量回落，{}",
        "青泽市教育局2023年依申请公开业务明显下降。{}",
        "依申请公开业务下行。青泽市教育局2023年新收申请115件。{}",
        "青泽市民政局2022年依申请公开业务下行。{}",
    ],
)
def test_a_headline_is_not_told_by_another_bodys_or_years_change(
    sample: Checker, claim: str
) -> None:
    rest = "青泽市民政局2023年新收申请1件，比2022年减少277件。"
    assert sample.check(rest).verdict == "supported"
    assert sample.check(claim.format(rest)).verdict != "supported"


def test_each_of_two_is_held_against_its_own_cell(sample: Checker) -> None:
    claim = "青泽市民政局2022年制发和废止的行政规范性文件均为{}件。"
    assert sample.check(claim.format(2)).verdict == "supported"
    assert sample.check(claim.format(4)).verdict == "contradicted"


def test_first_among_bodies_is_not_first_among_years(sample: Checker) -> None:
    check = sample.check("2022年行政许可量居首的是青泽市应急管理局，为376件。")
    assert check.verdict != "contradicted"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("因本机关不掌握相关信息，青泽市应急管理局2024年答复无法提供的有36件。", "supported"),
        ("因本机关不掌握相关信息，青泽市应急管理局2024年答复无法提供的有46件。", "contradicted"),
        ("无法提供的46件里，青泽市应急管理局2024年因本机关不掌握的占36件。", "supported"),
    ],
)
def test_a_reason_named_before_is_the_row_that_is_counted(
    sample: Checker, claim: str, verdict: str
) -> None:
    assert sample.check(claim).verdict == verdict


def test_a_reason_that_no_list_reads_refutes_nothing(sample: Checker) -> None:
    claim = "因频次明显超出合理范围，青泽市民政局2021年不予处理的有7件。"
    assert sample.check(claim).verdict == "not_found"


def test_letters_of_petition_are_no_applications(sample: Checker) -> None:
    claim = "青泽市应急管理局2024年办理群众信访件{}件。"
    assert all(sample.check(claim.format(n)).verdict != "supported" for n in range(1, 60))

"""The measures: what counts as said, as exact, as wrong; intervals against known values."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from gongkai.eval.ask_number import numbers, says, states_count
from gongkai.eval.ask_outcome import Cited, Outcome
from gongkai.eval.ask_question import Gold, Place, Question, Value
from gongkai.eval.metrics import by_kind, loss, measure
from gongkai.eval.metrics_citation import holds, precision, recall
from gongkai.eval.metrics_exact import exact, failure
from gongkai.eval.metrics_interval import mean, quantile, share
from gongkai.eval.metrics_wrong import wrong_number, wrong_place

BODY, OTHER = "示例市教育局", "示例市民政局"
CELL = Place(section="三", row=("一、本年新收政府信息公开申请数量",), column=("总计",))
ELSE = Place(section="三", row=("四、结转下年度继续办理",), column=("总计",))
TRUE = Value(bureau=BODY, year=2023, value="115", cell=CELL)
GOLD = Gold(status="answered", values=(TRUE,))
CITED = Cited(BODY, 2023, "三", "115", CELL)


def _question(gold: Gold = GOLD, **changes: Any) -> Question:
    base = Question(
        id="q1", conversation=None, question="收到几件", kind="fact", corpus="sample",
        gold=gold, split="dev",
    )  # fmt: skip
    return base.model_copy(update=changes)


def _answered(text: str, *cited: Cited, gold: Gold = GOLD, **changes: Any) -> Outcome:
    return Outcome(_question(gold, **changes), "answered", text, cited, (), 0.05)


RIGHT = _answered("示例市教育局2023年新收115件[1]。", CITED)


@pytest.mark.parametrize(
    ("answer", "value", "said"),
    [
        ("新收1,150件[1]", "1150", True),
        ("新收115件", "15", False),
        ("2023年新收0件", "2023", True),  # a year asked for is words
        ("2023年1月1日起统计", "1", False),
        ("[1]没有数字", "1", False),
        ("1.属于国家秘密 0件", "1", False),
        ("12345热线办理", "12345", False),
        ("占84.3%", "84.35%", True),
        ("占84%", "84.35%", False),
        ("共84.35件", "84.35%", False),
        ("减少5项", "-5", True),
        ("增加5项", "5", True),
        ("-5项", "5", False),
        ("683.82万元", "683.82", True),
        ("683.8万元", "683.82", False),
        ("未收取信息处理费", "0", True),
        ("收取了信息处理费", "0", False),
        ("电话 0500-5558621", "0500-5558621", True),
        ("邮编：090100", "090100", True),
        ("建立科室 联席会议", "建立科室联席会议", True),
        ("此格未填写", "未填写", True),
        ("2022年至2024年增加60件", "60", True),
    ],
)
def test_says(answer: str, value: str, said: bool) -> None:
    assert says(answer, value) is said


def test_numbers_leave_out_what_tells_nothing() -> None:
    text = "依据国办公开办函〔2021〕30号，2023年度第4条：1.许可 17 件，占 5.5 %，第二[3]"
    assert numbers(text) == ["17", "5.5%"]


@pytest.mark.parametrize(
    ("text", "stated"),
    [("新收115件", True), ("2023年的报告没有说", False), ("电话0500-5558621", False)],
)
def test_states_count(text: str, stated: bool) -> None:
    assert states_count(text) is stated


def test_the_right_answer_is_exact_and_wrong_in_nothing() -> None:
    assert failure(RIGHT) == ""
    assert not wrong_number(RIGHT)
    assert not wrong_place(RIGHT)
    assert precision(RIGHT) == recall(RIGHT) == holds(RIGHT) == 1.0


@pytest.mark.parametrize(
    ("outcome", "number", "place"),
    [
        (_answered("新收116件[1]。", replace(CITED, quote="116")), False, False),
        (_answered("新收116件[1]。", replace(CITED, cell=ELSE, quote="116")), True, False),
        (_answered("新收115件[1]。", replace(CITED, cell=ELSE)), True, False),
        (_answered("新收115件[1]。", replace(CITED, year=2022)), False, True),
        (_answered("新收115件[1]。", replace(CITED, bureau=OTHER)), False, True),
        (_answered("新收很多件。"), False, False),
        (_answered("新收7件。"), True, False),
        (replace(RIGHT, status="not_found"), False, False),
        (replace(RIGHT, status="error"), False, False),
    ],
)
def test_what_is_not_exact_is_wrong_in_its_own_way(
    outcome: Outcome, number: bool, place: bool
) -> None:
    assert not exact(outcome)
    assert (wrong_number(outcome), wrong_place(outcome)) == (number, place)


def test_an_incomplete_answer_is_not_exact_but_states_no_wrong_number() -> None:
    gold = Gold(status="answered", values=(TRUE, Value(bureau=BODY, year=2023, value="109")))
    outcome = _answered("新收115件[1]。", CITED, gold=gold)
    assert failure(outcome) == "doesn't say 109"
    assert not wrong_number(outcome)


@pytest.mark.parametrize("kind", ["unanswerable", "unknown_body", "unknown_year"])
def test_a_number_for_what_nobody_knows_is_wrong(kind: str) -> None:
    told = _answered("共有12件[1]。", CITED, gold=Gold(status="not_found"), kind=kind)
    assert wrong_number(told)
    assert wrong_place(told) is (kind != "unanswerable")
    assert not wrong_number(replace(told, status="not_found"))


def test_a_blank_told_as_nought_is_a_wrong_number() -> None:
    blank = Gold(status="answered", values=(TRUE.model_copy(update={"value": "未填写"}),))
    assert wrong_number(_answered("共0件[1]。", CITED, gold=blank))
    assert exact(_answered("这一格未填写[1]。", CITED, gold=blank))


def test_a_clarification_must_offer_every_choice() -> None:
    gold = Gold(status="clarify", choices=(BODY, OTHER))
    asked = Outcome(_question(gold), "clarify", "您问的是哪一个？", (), (BODY, OTHER))
    assert exact(asked)
    assert not exact(replace(asked, suggestions=(BODY,)))


def test_other_honest_states_and_forbidden_words() -> None:
    gold = Gold(status="not_found", also=("refused",))
    assert exact(Outcome(_question(gold), "refused", "这不是……"))
    assert not exact(_answered("新收115件，即0件[1]", CITED, gold=GOLD.model_copy(
        update={"forbidden": ("0件",)})))  # fmt: skip


def test_citations_are_scored_by_cell_sentence_body_and_year() -> None:
    sentence = Cited(BODY, 2023, "一", "共收到政府信息公开申请115件")
    assert precision(_answered("115件", sentence)) == 1.0
    assert precision(_answered("115件", CITED, replace(CITED, cell=ELSE))) == 0.5
    assert recall(_answered("115件", replace(CITED, year=2022))) == 0.0
    assert recall(replace(RIGHT, status="error", citations=())) == 0.0
    assert precision(replace(RIGHT, citations=())) == 0.0
    assert precision(_answered("", gold=Gold(status="not_found"))) is None
    assert holds(_answered("115件", CITED, replace(CITED, holds=False))) == 0.5


def test_share_is_wilson_s() -> None:
    """9 of 10: the interval that R's `binom::binom.wilson` prints."""
    found = share([True] * 9 + [False])
    assert found.value == 0.9
    assert found.low == pytest.approx(0.5958, abs=1e-4)
    assert found.high == pytest.approx(0.9821, abs=1e-4)
    assert share([]).value is None
    none = share([False] * 20)
    assert none.low == pytest.approx(0.0, abs=1e-12)
    assert none.high is not None
    assert 0 < none.high < 0.2


def test_bootstrap_holds_its_value_and_is_repeatable() -> None:
    values = [float(number) for number in range(101)]
    found = quantile(values, 0.95)
    assert found.value == 95.0
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 95 <= found.high
    assert mean(values) == mean(values)
    assert math.isclose(mean(values).value or 0, 50)
    assert mean([]).count == 0


def test_a_run_drops_nobody_and_a_conversation_needs_every_turn() -> None:
    first = replace(RIGHT, question=_question(id="a", conversation="c1", kind="followup"))
    second = replace(first, question=_question(id="b", conversation="c1", kind="followup"))
    failed = Outcome(_question(id="x"), "error", "")
    good = measure([first, second, RIGHT])
    assert (good["conversation"].value, good["exact"].value) == (1.0, 1.0)
    bad = measure([first, replace(second, status="clarify"), failed])
    assert bad["conversation"].value == 0.0
    assert bad["exact"].count == 3
    assert bad["exact"].value == pytest.approx(1 / 3)
    assert bad["citation_recall"].count == 3
    assert bad["asked_needlessly"].value == pytest.approx(1 / 3)
    kinds = by_kind([first, RIGHT])
    assert {kind: found["exact"].count for kind, found in kinds.items()} == {
        "followup": 1, "fact": 1,
    }  # fmt: skip


def test_refusals() -> None:
    asked = _question(Gold(status="not_found"), kind="unanswerable")
    refused = Outcome(asked, "refused", "")
    found = measure([refused, replace(RIGHT, status="not_found"), RIGHT])
    assert found["refusal_recall"].value == 1.0
    assert found["refusal_precision"].value == 0.5
    assert found["refused_wrongly"].value == 0.5


def test_loss_is_paired_over_questions_whose_wording_changed() -> None:
    reworded = replace(RIGHT, question=RIGHT.question.model_copy(update={"question": "收几件到"}))
    assert loss([RIGHT], [reworded]).value == 0.0
    assert loss([RIGHT], [replace(reworded, status="not_found")]).value == 1.0
    assert loss([RIGHT], [replace(RIGHT, status="not_found")]).count == 0

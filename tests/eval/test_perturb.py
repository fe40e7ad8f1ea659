"""Perturbations: the truth stays, the words change, the same seed gives the same words."""

from __future__ import annotations

import random
import re

import pytest

from gongkai.eval.ask_question import load
from gongkai.eval.perturb import WAYS, perturbed, polite, reorder, traditional, typo

QUESTIONS = load()


@pytest.mark.parametrize("way", WAYS)
def test_only_the_wording_changes_and_a_seed_fixes_it(way: str) -> None:
    once = perturbed(QUESTIONS, way, 1)
    assert once == perturbed(QUESTIONS, way, 1)
    changed = sum(a.question != b.question for a, b in zip(QUESTIONS, once, strict=True))
    assert changed > len(QUESTIONS) * (0.3 if way == "reordered" else 0.8)
    for before, after in zip(QUESTIONS, once, strict=True):
        assert after == before.model_copy(update={"question": after.question})
        assert after.question.strip()


@pytest.mark.parametrize("question", [q.question for q in QUESTIONS[::7]])
def test_a_typo_is_one_place_and_leaves_what_tells_bodies_and_years_apart(question: str) -> None:
    wrong = typo(question, random.Random(question))
    assert len(question) - 1 <= len(wrong) <= len(question)
    if len(wrong) == len(question):
        differ = [at for at, (a, b) in enumerate(zip(question, wrong, strict=True)) if a != b]
        assert len(differ) <= 2
        assert not differ or differ[-1] - differ[0] == len(differ) - 1
    for kept in (r"\d", r"[省市区县镇乡]|街道", r"[\u3400-\u9fff]{2}(?<!的)(?=[市区县镇])"):
        assert re.findall(kept, wrong) == re.findall(kept, question)


@pytest.mark.parametrize(
    "question",
    [
        "青泽市教育局2023年新收多少？市民政局2022年呢", "青泽市教育局2021年至2023年新收多少",
        "收到多少申请，其中企业多少", "新收1,150件的是哪家",
    ],
)  # fmt: skip
def test_what_leans_on_its_order_keeps_it(question: str) -> None:
    assert {reorder(question, random.Random(seed)) for seed in range(9)} == {question}


def test_english_is_wrapped_in_english_courtesies() -> None:
    wrapped = polite("How many requests in 2023?", random.Random(1))
    assert "How many requests in 2023?" in wrapped
    assert wrapped.isascii()


@pytest.mark.parametrize("seed", range(6))
def test_reordering_loses_no_word(seed: int) -> None:
    plain = "青泽市教育局2023年新收申请多少件"
    other = reorder(plain, random.Random(seed))
    assert other != plain
    for part in ("青泽市教育局", "2023年", "新收申请多少件"):
        assert part in other
    assert reorder("今天天气咋样", random.Random(seed)) == "今天天气咋样"


def test_politeness_wraps_and_traditional_converts() -> None:
    assert "收到多少申请" in polite("收到多少申请？", random.Random(1))
    assert traditional("教育局收到多少申请", random.Random(1)) == "教育局收到多少申請"

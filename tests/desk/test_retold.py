"""What is retold in other words: what the model may decide, and what it may not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.desk.check import Checker
from gongkai.desk.judge_borne import Bearing, passages_of, unmatched
from gongkai.eval.claims import checker_of
from gongkai.index.entailment import Borne
from gongkai.ingest.load import load
from gongkai.report import Report

_SAMPLE = Path(__file__).parents[2] / "eval" / "corpus" / "reports"
_SAYS, _DENIES, _UNTOLD = Borne(0.98, 0.01, 0.01), Borne(0.01, 0.98, 0.01), Borne(0.01, 0.01, 0.98)


@pytest.fixture(scope="module")
def report() -> Report:
    return load(_SAMPLE / "qingze-yunting-town0-2022.txt")


@pytest.fixture(scope="module")
def checker() -> Checker:
    names = ("qingze-mzj-2022.html", "qingze-yunting-town0-2022.txt", "qingze-jyj-2023.txt")
    return checker_of([load(_SAMPLE / name) for name in names])


def bearing(about: str, borne: Borne) -> Bearing:
    """A reader that is sure of passages with ``about`` in them, in the order they stand in."""

    def reads(pairs: Sequence[tuple[str, str]]) -> list[Borne]:
        return [borne if about in text else _UNTOLD for _, text in pairs]

    def likest(_: str, texts: Sequence[str]) -> list[int]:
        return sorted(range(len(texts)), key=lambda i: about not in texts[i])

    return Bearing(reads, likest)


def test_a_sure_passage_supports_and_is_quoted(report: Report) -> None:
    found = bearing("12345", _SAYS).judge("热线转来的单子都办了", report, passages_of(report))
    assert found is not None
    assert found.verdict == "supported"
    assert "12345" in found.evidence[0].quote


def test_a_figure_is_never_the_models(report: Report) -> None:
    reader = bearing("12345", _SAYS)
    passages = passages_of(report)
    right = reader.judge("办理热线工单102件", report, passages)
    wrong = reader.judge("办理热线工单120件", report, passages)
    assert right is not None
    assert right.verdict == "supported"
    assert wrong is None or (wrong.verdict, wrong.value) == ("contradicted", Decimal(102))


def test_a_word_of_degree_must_be_the_passages(report: Report) -> None:
    found = bearing("12345", _SAYS).judge("率先办结热线工单", report, passages_of(report))
    assert found is None


def test_what_a_passage_may_say_is_not_refuted_by_another(report: Report) -> None:
    passages = passages_of(report)
    assert bearing("12345", _DENIES).judge("热线工单转给了镇村干部", report, passages) is not None

    def reads(pairs: Sequence[tuple[str, str]]) -> list[Borne]:
        odd = [Borne(0.4, 0.3, 0.3), _DENIES]
        return [odd[i % 2] for i, _ in enumerate(pairs)]

    unsure = Bearing(reads, lambda _, texts: range(len(texts)))
    assert unsure.judge("热线工单转给了镇村干部", report, passages) is None


def test_rounded_figures_match_what_they_round() -> None:
    assert unmatched("约三千件", "收到申请3012件") == []
    assert [f.text for f in unmatched("约四千件", "收到申请3012件")] != []


# What the rules don't find, by the real model.
RETOLD = [
    ("遇到难答复的公开申请，青泽市民政局2022年先请法律顾问一起商量", "supported"),
    ("青泽市民政局2022年提出，难办的申请不再征求法律顾问的意见", "not supported"),
    ("青泽市民政局2022年的法律顾问由三名律师轮流担任", "not supported"),
    ("青泽市水务局2022年遇到难答复的申请先请法律顾问商量", "not supported"),
    ("遇到难答复的公开申请，青泽市民政局2018年先请法律顾问一起商量", "not supported"),
]


@pytest.mark.parametrize(("claim", "verdict"), RETOLD)
def test_a_claim_in_other_words(checker: Checker, claim: str, verdict: str) -> None:
    found = checker.check(claim)
    assert (found.verdict == "supported") == (verdict == "supported"), found
    for citation in found.citations:
        assert citation.quote

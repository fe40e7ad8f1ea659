"""The grounding check lets through what stands in the evidence, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.answering.evidence import Statement, of_fact, of_words
from gongkai.answering.ground import ungrounded
from gongkai.answering.query import Ask
from gongkai.answering.tell import tell
from gongkai.ingest.load import load
from gongkai.report import Report

_REPORTS = Path(__file__).parents[2] / "eval" / "corpus" / "reports"


@pytest.fixture(scope="module")
def report() -> Report:
    return load(_REPORTS / "qingze-jyj-2023.txt")


@pytest.mark.parametrize("topic", ["applications.new", "denied", "normative", "review", "unable"])
@pytest.mark.parametrize("operation", ["lookup", "share", "breakdown"])
def test_what_the_templates_tell_is_grounded(report: Report, topic: str, operation: str) -> None:
    statement = tell(report, Ask(topic, "", (), operation))  # type: ignore[arg-type]
    assert statement is not None
    assert ungrounded(statement, [report.bureau, "示例市教育局"]) == ()


def test_a_changed_number_does_not_leave(report: Report) -> None:
    statement = tell(report, Ask("applications.new", ""))
    assert statement is not None
    fact = statement.evidence[0].fact
    assert fact is not None
    wrong = replace(statement, text=statement.text.replace(fact.text, "116"))
    assert ungrounded(wrong) == ("116",)


def test_a_computed_number_must_be_declared(report: Report) -> None:
    fact = report.facts[0]
    statement = Statement("合计77777件⟦0⟧", (of_fact(report, fact),))
    assert ungrounded(statement) == ("77777",)
    assert ungrounded(replace(statement, computed=(Decimal(77777),))) == ()


def test_quotations_addresses_and_bodies_must_stand_in_the_evidence(report: Report) -> None:
    index = next(i for i, p in enumerate(report.paragraphs) if len(p.text) > 20)
    text = report.paragraphs[index].text
    evidence = (of_words(report, index, 0, len(text)),)
    assert ungrounded(Statement(f"“{text[:12]}”⟦0⟧", evidence)) == ()
    assert ungrounded(Statement("“本报告没有的话”⟦0⟧", evidence)) == ("本报告没有的话",)
    assert ungrounded(Statement("写信到 a@b.cn⟦0⟧", evidence)) == ("a@b.cn",)
    other = ungrounded(Statement("示例市财政局也一样⟦0⟧", evidence), ["示例市财政局"])
    assert other == ("示例市财政局",)
    shortened = f"“{text[:6]}…{text[12:16]}”⟦0⟧"
    assert ungrounded(Statement(shortened, evidence)) == ()

"""Decisions: kept by content, through new ingests and readings, by two people at once."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.desk.decisions import Decisions
from gongkai.desk.finding import Finding
from gongkai.desk.lint import lint
from gongkai.errors import UsageError
from gongkai.eval.faults_draft import Draft, draft
from gongkai.eval.invent import Order
from gongkai.eval.names import bodies
from gongkai.form import form
from gongkai.report import Address

HERE = Path(__file__).parent
TOTAL = Address("三", form("2021").rows[-2], (form("2021").applicants[-1],))


def wrong(value: int) -> Draft:
    """An invented report of the 2021 form whose grand total is that."""
    made = draft(Order(next(iter(bodies())), 2022, "txt-a", 5))
    assert made.form == "2021"
    made.put(TOTAL, Decimal(value))
    return made


def of_sums(result: list[Finding]) -> list[Finding]:
    return [f for f in result if f.rule == "sums.results"]


def test_a_decision_outlasts_reading_the_report_again(tmp_path: Path) -> None:
    (found,) = of_sums(list(lint(wrong(99_999).report()).findings))
    decisions = Decisions(tmp_path, clock=lambda: "2025-03-01T08:00:00+00:00")
    decisions.record(found, "false_alarm", name="示例员", note="底册如此")
    # Another file, another layout, other locators, another id: the same cells and values.
    for layout in ("txt-a", "html", "docx"):
        (tmp_path / layout).mkdir()
        again = wrong(99_999).file(tmp_path / layout, layout)
        (same,) = of_sums(list(lint(again).findings))
        decided = Decisions(tmp_path).current()[same.key]
        assert (decided.status, decided.note, decided.name) == ("false_alarm", "底册如此", "示例员")
        assert decided.time == "2025-03-01T08:00:00+00:00"


def test_a_changed_value_opens_the_finding_again(tmp_path: Path) -> None:
    (found,) = of_sums(list(lint(wrong(99_999).report()).findings))
    decisions = Decisions(tmp_path)
    decisions.record(found, "fixed", name="示例员")
    (changed,) = of_sums(list(lint(wrong(99_998).report()).findings))
    assert changed.key not in decisions.current()
    assert found.key in decisions.current()


def test_the_log_only_grows(tmp_path: Path) -> None:
    (found,) = of_sums(list(lint(wrong(99_999).report()).findings))
    decisions = Decisions(tmp_path)
    for status in ("confirmed", "false_alarm", "open"):
        decisions.record(found, status, name="示例员")
    assert [d.status for d in decisions.history(found.key)] == ["confirmed", "false_alarm", "open"]
    assert decisions.current()[found.key].status == "open"
    assert decisions.history()[0].formula == found.formula
    assert decisions.history("another") == ()


@pytest.mark.parametrize(("status", "name"), [("maybe", "示例员"), ("fixed", "  ")])
def test_a_decision_needs_a_known_status_and_a_name(tmp_path: Path, status: str, name: str) -> None:
    (found,) = of_sums(list(lint(wrong(99_999).report()).findings))
    with pytest.raises(UsageError):
        Decisions(tmp_path).record(found, status, name=name)
    assert Decisions(tmp_path).history() == ()


def test_two_people_at_once_lose_nothing(tmp_path: Path) -> None:
    names, count = ("甲", "乙"), 25
    both = [
        subprocess.Popen(
            [sys.executable, str(HERE / "decide_many.py"), str(tmp_path), name, str(count)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for name in names
    ]  # fmt: skip
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in both:
        process.communicate(timeout=120)
        assert process.returncode == 0
    log = Decisions(tmp_path).history()
    assert Counter(d.name for d in log) == dict.fromkeys(names, count)
    assert len({d.number for d in log}) == 2 * count
    assert set(Decisions(tmp_path).current()) == {f"key{n}" for n in range(count)}


def test_the_same_finding_with_another_id_and_path_has_the_same_key() -> None:
    report = wrong(99_999).report()
    moved = replace(report, id="other", source=replace(report.source, path="/elsewhere/x.txt"))
    assert [f.key for f in lint(report).findings] == [f.key for f in lint(moved).findings]

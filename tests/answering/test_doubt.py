"""What is told of cells that their own sums contradict, or that a scan blurs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gongkai.answering.doubt import doubts
from gongkai.answering.ground import ungrounded
from gongkai.form import form
from gongkai.report import Contact, Fact, Report, Source


def _report(**changed: Fact) -> Report:
    facts = [Fact(c.address, Decimal(0), c.unit, "0", None) for c in form("2021").cells]
    for place, fact in changed.items():
        facts[int(place[1:])] = fact
    return Report(
        "r1", "示例市教育局", "示例市教育局2023年政府信息公开工作年度报告", 2023, "2021", "",
        Contact(), (), tuple(facts), Source("示例.txt", "text", "0" * 64),
    )  # fmt: skip


def _new_applications(report: Report) -> Fact:
    row = form("2021").rows[0]
    return next(f for f in report.facts if f.address.row == row and f.address.column == ("总计",))


def test_sound_cells_are_told_without_a_word() -> None:
    report = _report()
    assert doubts(report, [_new_applications(report)]) == []


def test_a_sum_that_fails_is_told_with_both_sides_and_holds_its_ground() -> None:
    sound = _report()
    total = _new_applications(sound)
    place = sound.facts.index(total)
    report = _report(**{f"f{place}": replace(total, value=Decimal(7), text="7")})
    told = doubts(report, [report.facts[place]])
    assert len(told) == 1
    assert "对不上" in told[0].text
    assert "7" in told[0].text
    assert ungrounded(told[0], [report.bureau]) == ()
    elsewhere = next(f for f in report.facts if f.address.section == "四")
    assert doubts(report, [elsewhere]) == []


def test_a_blurred_digit_is_told_and_no_sum_is_blamed_on_the_report() -> None:
    sound = _report()
    total = _new_applications(sound)
    place = sound.facts.index(total)
    blurred = replace(total, value=Decimal(7), text="7", sure=False)
    report = _report(**{f"f{place}": blurred})
    told = doubts(report, [blurred])
    assert len(told) == 1
    assert "核对原件" in told[0].text

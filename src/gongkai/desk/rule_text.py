"""Running text against the tables, and growth and shares the text computes (rule 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.desk.finding import Finding, added, find, number, of_cell, of_text
from gongkai.desk.rule_case import Case, name_of
from gongkai.desk.rule_doubt import surely
from gongkai.desk.rule_mention import Mention, Reading, mentions
from gongkai.numerals import Numeral

# How far an 约 may be from the figure it rounds.
_ABOUT = Decimal("0.2")


def text(case: Case) -> Iterator[Finding]:
    """Every number of the text that speaks of a cell and differs from it."""
    for mention in mentions(case):
        values = [reading.value for reading in mention.readings]
        if any(value is None for value in values):
            continue
        if any(
            agrees(mention.value, value, mention.numeral) for value in values if value is not None
        ):
            continue
        yield _finding(case, mention)


def agrees(said: Decimal, value: Decimal, numeral: Numeral | None) -> bool:  # noqa: PLR0911
    """Whether a number of the text can stand for ``value``, as exact as the text says it is."""
    exactness = numeral.exactness if numeral else "exact"
    if said == value:
        return True
    if exactness == "about":
        return abs(said - value) <= max(abs(value) * _ABOUT, Decimal(1))
    if exactness == "over":
        return value > said
    if exactness == "under":
        return value < said
    if numeral is not None and numeral.kind == "money":
        # 12.5万元 rounds 12.4983: as exact as it is written.
        step = Decimal(1).scaleb(int(said.as_tuple().exponent))
        return abs(said - value) <= step / 2
    if numeral is not None and re.search("[万亿]", numeral.text):
        digits = re.search(r"\d+(?:\.(\d+))?", numeral.text)
        scale = Decimal(10_000 if "万" in numeral.text else 100_000_000)
        places = len(digits[1] or "") if digits else 0
        return abs(said - value) <= scale.scaleb(-places) / 2
    return False


def _finding(case: Case, mention: Mention) -> Finding:
    report = case.report
    reading = mention.readings[0]
    facts = [fact for r in mention.readings for fact in r.facts]
    also = [r for r in mention.also if r.value == mention.value]
    sum_of = _sum(reading)
    told = number(mention.value)
    name = "与".join(name_of(fact.address) for fact in reading.facts[:2])
    name += "等" if len(reading.facts) > 2 else ""
    message = f"正文写的是{told}，表格“{name}”是{number(reading.value or Decimal(0))}"
    if also:
        message += "；正文的数等于本年新收加上年结转，口径与表格不同"
    elif len(mention.readings) > 1:
        message += "，与其他可能的口径也都不相等"
    severity = "hint" if also else "warning" if mention.loose else "error"
    return find(
        "text.table", severity, report, message,  # type: ignore[arg-type]
        [of_text(report, mention.paragraph, mention.start, mention.end),
         *(of_cell(report, fact) for fact in dict.fromkeys(facts))],
        formula=f"{told} ≠ {sum_of}", sure=surely(report, facts),
    )  # fmt: skip


def _sum(reading: Reading) -> str:
    values = [fact.value for fact in reading.facts if fact.value]
    total = number(reading.value or Decimal(0))
    return total if len(values) <= 1 else f"{added(values)} = {total}"

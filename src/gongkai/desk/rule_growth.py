"""Growth and shares that the text computes, worked out again (rules 5 and 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from gongkai.desk.finding import Finding, find, number, of_cell, of_text
from gongkai.desk.rule_case import Case
from gongkai.desk.rule_doubt import surely
from gongkai.desk.rule_mention import Mention, Reading, mentions, numbers
from gongkai.desk.rule_words import words
from gongkai.numerals import Numeral
from gongkai.report import Fact

# Between a number and its growth or share stands hardly more than a comma.
_NEAR = 24
_EDGES = re.compile(r"^[\s，,、；;（(：:]+|[\s：:为约达了]+$")
_OF_WHICH = re.compile(r"其中|包括")


def growth(case: Case) -> Iterator[Finding]:
    """`同比增长70.3%` behind a number of a cell, against last year's report."""
    told = _told(case)
    if case.previous is None or not case.before:
        return
    for index, text, found in numbers(case.report):
        for place, numeral in enumerate(found):
            base = found[place - 1] if place else None
            mention = told.get((index, base.start)) if base else None
            if base is None or mention is None or numeral.start - base.end > _NEAR:
                continue
            if numeral.cut or numeral.exactness != "exact" or base.exactness != "exact":
                continue
            match = words().growth.fullmatch(_EDGES.sub("", text[base.end : numeral.start]))
            if match:
                down = match["verb"] in words().down
                yield from _grown(case, mention, numeral, down=down)


def _grown(case: Case, mention: Mention, numeral: Numeral, *, down: bool) -> Iterator[Finding]:
    """The finding where no reading of the number grew as the text says."""
    said = -numeral.value if down else numeral.value
    shown: list[str] = []
    facts: list[Fact] = []
    for reading in mention.readings:
        past = _past(case, reading)
        if past is None or past.value is None or reading.value is None:
            return
        if reading.value != mention.value:
            continue  # the number means another reading, or is found wrong itself
        now, old = reading.value, past.value
        if numeral.kind == "percent" and numeral.unit == "%":
            if not old:
                return
            rate = (now - old) * 100 / old
            if _rounds(rate, said, numeral):
                return
            shown.append(f"({number(now)} - {number(old)}) ÷ {number(old)} = {_percent(rate)}%")
        elif numeral.kind == "count" and numeral.unit == (mention.numeral or numeral).unit:
            if now - old == said:
                return
            shown.append(f"{number(now)} - {number(old)} = {number(now - old)}")
        else:
            return
        facts += [*reading.facts, *past.facts]
    if not shown or case.previous is None:
        return
    unit = "%" if numeral.kind == "percent" else numeral.unit
    start = mention.start
    years = {fact: case.report if fact in case.cells.values() else case.previous for fact in facts}
    yield find(
        "text.growth", "error", case.report,
        f"正文写的增减是{number(said)}{unit}，按{case.previous.year}年和{case.report.year}年报告的表格计算并非如此",
        [of_text(case.report, mention.paragraph, start, numeral.end),
         *(of_cell(years[fact], fact) for fact in facts)],
        formula=f"{'；'.join(shown)} ≠ {number(said)}{unit}",
        sure=surely(case.report, mention.readings[0].facts) and surely(case.previous, facts),
    )  # fmt: skip


def _past(case: Case, reading: Reading) -> Reading | None:
    """The same cells in last year's report; None where its form has them otherwise."""
    found: list[Fact] = []
    for fact in reading.facts:
        fact_before = case.before.get(fact.address)
        if fact_before is None:
            return None
        found.append(fact_before)
    return Reading(reading.name, tuple(found))


def steps(case: Case) -> Iterator[Finding]:
    """`由739件增至1913件，增长158.9%`: the text's own numbers worked out again."""
    data = words()
    for index, text, found in numbers(case.report):
        for first, second, rate in zip(found, found[1:], found[2:], strict=False):
            if rate.kind != "percent" or rate.unit != "%" or first.kind != second.kind:
                continue
            exact = all(n.exactness == "exact" and not n.cut for n in (first, second, rate))
            if not exact or first.unit != second.unit or first.kind not in ("count", "money"):
                continue
            between = text[first.end : second.start]
            behind = text[second.end : rate.start]
            led = text[max(0, first.start - 8) : first.start]
            moved = data.grew.search(between)
            verb = re.search("增长|增加|上升|提高|增幅|下降|减少|降低|下滑|降幅", behind)
            near = len(between) <= 8 and len(behind) <= _NEAR and re.search("[由从]", led)
            if not (moved and verb and near and first.value) or "。" in between + behind:
                continue
            down = verb.group() in data.down or verb.group() == "降幅"
            said = -rate.value if down else rate.value
            true = (second.value - first.value) * 100 / first.value
            if _rounds(true, said, rate):
                continue
            yield find(
                "text.growth", "error", case.report,
                f"正文写由{number(first.value)}到{number(second.value)}，增减却写成{number(said)}%",
                [of_text(case.report, index, first.start, rate.end)],
                formula=f"({number(second.value)} - {number(first.value)}) ÷ {number(first.value)}"
                f" = {_percent(true)}% ≠ {number(said)}%",
            )  # fmt: skip


def shares(case: Case) -> Iterator[Finding]:
    """`42件，占51.85%`: the share of a number in what the text, or the table, gives as its whole."""
    told = _told(case)
    for index, text, found in numbers(case.report):
        for place, rate in enumerate(found):
            part = found[place - 1] if place else None
            if part is None or rate.kind != "percent" or rate.unit != "%":
                continue
            exact = part.exactness == rate.exactness == "exact" and not (part.cut or rate.cut)
            between = _EDGES.sub("", text[part.end : rate.start])
            if not exact or part.kind not in ("count", "money") or len(between) > _NEAR:
                continue
            if words().share.fullmatch(between):
                yield from _shared(case, index, text, found[:place], rate, told)
            elif words().rate.fullmatch(between):
                yield from _rated(case, index, text, found[:place], rate)


def _shared(  # noqa: PLR0917
    case: Case, index: int, text: str, earlier: Sequence[Numeral], rate: Numeral,
    told: Mapping[tuple[int, int], Mention],
) -> Iterator[Finding]:  # fmt: skip
    part = earlier[-1]
    mention = told.get((index, part.start))
    # The whole is told before its parts, in the same unit; what is smaller can't be it.
    wholes = [n for n in earlier[:-1] if n.unit == part.unit and n.value >= part.value and n.value]
    bases = {n.value: f"{number(n.value)}" for n in wholes}
    facts: list[Fact] = []
    if mention:
        section = mention.readings[0].facts[0].address
        if section.section == "三":
            column = section.column
            for fact in case.report.facts:
                a = fact.address
                if a.section == "三" and a.column == column and len(a.row) <= 2 and fact.value:
                    facts.append(fact)
                    bases.setdefault(fact.value, number(fact.value))
            first, second = facts[:2] if len(facts) > 1 else (None, None)
            if first and second and first.value and second.value:
                bases.setdefault(first.value + second.value, "")
    led = any(_OF_WHICH.search(text[n.end : part.start]) for n in wholes[-1:])
    if not bases or not (led or mention):
        return
    if any(_rounds(part.value * 100 / base, rate.value, rate) for base in bases):
        return
    base = wholes[-1].value if wholes else next(iter(bases))
    start = wholes[-1].start if wholes else part.start
    yield find(
        "text.share", "warning", case.report,
        f"正文写{number(part.value)}{part.unit}占{number(rate.value)}%，与文中或表中的总数都算不出这个比例",
        [of_text(case.report, index, start, rate.end)],
        formula=f"{number(part.value)} ÷ {number(base)} = {_percent(part.value * 100 / base)}%"
        f" ≠ {number(rate.value)}%",
    )  # fmt: skip


def _rated(
    case: Case, index: int, text: str, earlier: Sequence[Numeral], rate: Numeral
) -> Iterator[Finding]:
    """`受理117件，办结171件，办结率100%`: more can't be done than there was, at 100 %."""
    if len(earlier) < 2:
        return
    asked, done = earlier[-2:]
    before_asked = text[max(0, asked.start - 20) : asked.start]
    between = text[asked.end : done.start]
    if not (words().asked.search(before_asked) and words().done.search(between)):
        return
    exact = all(n.exactness == "exact" and not n.cut for n in (asked, done))
    if not exact or asked.unit != done.unit or "。" in between or not asked.value:
        return
    true = done.value * 100 / asked.value
    if _rounds(true, rate.value, rate) or (rate.value == 100 and true <= 100):
        return
    yield find(
        "text.share", "warning", case.report,
        f"正文写受理{number(asked.value)}{asked.unit}、办结{number(done.value)}{done.unit}，"
        f"办结率却写{number(rate.value)}%",
        [of_text(case.report, index, asked.start, rate.end)],
        formula=f"{number(done.value)} ÷ {number(asked.value)} = {_percent(true)}%"
        f" ≠ {number(rate.value)}%",
    )  # fmt: skip


def _told(case: Case) -> dict[tuple[int, int], Mention]:
    """Mentions by paragraph and their number's place."""
    return {(m.paragraph, m.numeral.start): m for m in mentions(case) if m.numeral is not None}


def _rounds(true: Decimal, said: Decimal, numeral: Numeral) -> bool:
    """Whether ``said`` is ``true`` rounded, or cut off, to the places that are printed."""
    digits = re.search(r"\d+(?:\.(\d+))?", numeral.text)
    places = len(digits[1] or "") if digits else 0
    step = Decimal(1).scaleb(-places) if digits else Decimal(10)
    return abs(true - said) < step


def _percent(value: Decimal) -> str:
    return number(value.quantize(Decimal("0.01")))

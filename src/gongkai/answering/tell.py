"""Cells told in words: value, unit, bureau and year; sums, shares and changes with their formula.

The templates know sections, not labels: labels come from the form and from `topics.json`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from gongkai.answering.evidence import Evidence, Statement, marks_of, of_fact
from gongkai.answering.query import Ask
from gongkai.answering.topics import Subject, cells, meaning, rows_of
from gongkai.form import FORM_NAMES
from gongkai.report import Fact, Report

_ORDINAL = re.compile(r"^(?:[一二三四五六七]、|（[一二三四五六七]）|\d+[.、])")
_NOTE = re.compile(r"（[^）]*）$")
_BLANK = re.compile(r"^[\s/／\\—–\-_]*$")
# Beyond so many operands a sum shows those above 0 and counts the rest.
_TERMS = 10


def number(value: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def hundredths(value: Decimal) -> Decimal:
    """A reckoned number with two places, halves rounded up."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """``part`` in per cent of ``whole`` (not 0), two places."""
    return hundredths(part * 100 / whole)


def short(label: str) -> str:
    """A label of the form without its ordinal and its explaining bracket."""
    return _NOTE.sub("", _ORDINAL.sub("", label))


def lead(report: Report) -> str:
    """Whose report, of which year: every statement names them."""
    return f"{report.bureau}{report.year}年"


@dataclass(frozen=True, slots=True)
class Measure:
    """A subject's part in one report: its cells, and their sum (None where none is filled in)."""

    report: Report
    topic: str
    part: str
    facts: tuple[Fact, ...]

    @property
    def value(self) -> Decimal | None:
        """The cell's value, or the sum of the filled-in cells."""
        known = [fact.value for fact in self.facts if fact.value is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def summed(self) -> bool:
        """Whether the value is a sum rather than one printed cell."""
        return len(self.facts) > 1

    @property
    def unit(self) -> str:
        """The cells' unit as the form names it."""
        return self.facts[0].unit

    @property
    def said(self) -> str:
        """The value with its unit; 0 where none is filled in."""
        return f"{number(self.value or Decimal(0))}{self.unit}"


def measure(report: Report, topic: str, part: str) -> Measure | None:
    """The cells of ``topic`` and ``part`` in a report; None where its form has none."""
    if report.form is None:
        return None
    by_address = {fact.address: fact for fact in report.facts}
    facts = tuple(
        by_address[address] for address in cells(report.form, topic, part) if address in by_address
    )
    return Measure(report, topic, part, facts) if facts else None


def single(report: Report, topic: str, part: str) -> Measure | None:
    """`measure` as one number to reckon with; None where it is several things side by side.

    Rows of table 二 have measures of different kinds in the 2019 form: there the one that both
    forms have (处理决定数量) is meant where none is named.
    """
    found = measure(report, topic, part)
    if not found or not found.summed or found.facts[0].address.section != "二":
        return found
    if part:
        return None
    both = [p.id for p in meaning().parts.values() if p.section == "二" and len(p.columns) > 1]
    shared = [m for name in both if (m := measure(report, topic, name)) and not m.summed]
    return replace(shared[0], part="") if len(shared) == 1 else None


class Marks:
    """Collects evidence while a statement is written; `mark` gives the ⟦i⟧ for a cell."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.evidence: list[Evidence] = []
        self.computed: list[Decimal] = []

    def mark(self, fact: Fact) -> str:
        self.evidence.append(of_fact(self.report, fact))
        return f"⟦{len(self.evidence) - 1}⟧"


def tell(report: Report, ask: Ask) -> Statement | None:
    """What the report's tables say to ``ask``; None where its form has no such cell."""
    subject = meaning().subjects[ask.topic]
    marks = Marks(report)
    if ask.operation == "share":
        shares = [
            _share(report, subject, part, marks, _named_whole(subject, part, ask.text))
            for part in _shared_parts(ask.parts)
        ]
        if told := "；".join(share for share in shares if share):
            said = "" if told.startswith(subject.label) else f"{subject.label}："
            text = f"{lead(report)}{said}{told}。"
            return Statement(text, tuple(marks.evidence), tuple(marks.computed))
    parts = ask.parts or ("",)
    if ask.operation == "breakdown" and not ask.parts:
        parts = _every_part(subject)
    measures = [found for part in parts if (found := measure(report, ask.topic, part))]
    if not measures:
        return None
    pieces = [piece(found, subject, marks) for found in measures]
    row = measures[0].facts[0].address.row
    # Forms name a row of table 二 differently (规范性文件): it is told as its own form prints it.
    label = row[-1] if subject.section == "二" and row else subject.label
    text = f"{_yes(ask, measures)}{lead(report)}{label}：{'；'.join(pieces)}。"
    return Statement(text, tuple(marks.evidence), tuple(marks.computed))


def _every_part(subject: Subject) -> tuple[str, ...]:
    parts = [part.id for part in meaning().parts.values() if part.section == subject.section]
    sums = {part.id for part in meaning().parts.values() if part.sums}
    several = rows_of(cells(FORM_NAMES[0], subject.id, "")) > 1
    if subject.section == "二" or (subject.section == "三" and several):
        return ("",)  # the sum's formula, or the list of measures, is the breakdown
    return ("", *(part for part in parts if part not in sums))


def piece(found: Measure, subject: Subject, marks: Marks) -> str:
    """One value, the measures of a row of table 二, or a sum with its formula."""
    label = meaning().parts[found.part].label if found.part else ""
    if not found.summed:
        fact = found.facts[0]
        label = fact.address.column[-1] if subject.section == "二" else label or "总计"
        return f"{_plain_unit(label)}{say(fact)}{marks.mark(fact)}"
    if subject.section == "二" and rows_of([f.address for f in found.facts]) == 1:
        return "，".join(
            f"{_plain_unit(f.address.column[-1])}{say(f)}{marks.mark(f)}" for f in found.facts
        )
    if found.value is None:
        return f"{label or '合计'}未填写{''.join(marks.mark(fact) for fact in found.facts)}"
    marks.computed.append(found.value)
    shown = [f for f in found.facts if f.value is not None]
    rest = 0
    if len(shown) > _TERMS:
        few = [f for f in shown if f.value] or shown[:1]
        rest, shown = len(shown) - len(few), few
        marks.computed.append(Decimal(rest))
    terms = "＋".join(
        f"{_term(f, found.facts)}{number(f.value or Decimal(0))}{marks.mark(f)}" for f in shown
    )
    blank = [f for f in found.facts if f.value is None]
    notes = f"，其余{rest}格均为0" if rest else ""
    if blank:
        names = "、".join(f"{_term(f, found.facts)}{marks.mark(f)}" for f in blank)
        notes += f"；{names}未填写，没有计入"
    total = number(found.value)
    return f"{label or '合计'}{total}{found.unit}（{terms}＝{total}{notes}）"


def _term(fact: Fact, among: Sequence[Fact]) -> str:
    """What tells an operand of a sum from the others: its row, its column, or both."""
    rows = {f.address.row or f.address.column[:-1] for f in among}
    columns = {f.address.column[-1] for f in among}
    row = short((fact.address.row or fact.address.column[:-1])[-1])
    if len(rows) == 1:
        return fact.address.column[-1]
    return row if len(columns) == 1 else f"{row}·{fact.address.column[-1]}"


def _plain_unit(label: str) -> str:
    """A column label without the unit it carries: the value is told with it."""
    return _NOTE.sub("", label)


def say(fact: Fact) -> str:
    """A cell's value with its unit; blank is told as blank, unread as unread, never as 0."""
    if fact.value is not None:
        return f"{number(fact.value)}{fact.unit}"
    if _BLANK.match(fact.text):
        return "未填写"
    return f"没有可靠读出（原文“{fact.text}”）"


def _shared_parts(parts: Sequence[str]) -> Sequence[str]:
    """The columns a share is asked of, without the sum of columns it is asked of (法人申请里律所占几成)."""
    inside = [part for part in parts if part and not meaning().parts[part].sums]
    return inside if inside and "" not in parts else parts or ("",)


def _named_whole(subject: Subject, part: str, asked: str) -> str:
    """What a share is asked of by name: a sum of rows (占不予公开的多少), or of a part's sum of
    columns (单位提的里律所占多少); "" for the usual whole."""
    if part:
        own = set(meaning().parts[part].columns)
        sums = (p for p in meaning().parts.values() if p.sums and own < set(p.columns))
        return next((p.id for p in sums if any(phrase in asked for phrase in p.phrases)), "")
    above = _sum_of(subject)
    base = re.search("(?:占|在)(.{2,12}?)(?:的|中|里|当中)?(?:多少|几|比|百分|份额|占)", asked)
    named = above and base and meaning().subjects[above].label in base.group(1)
    return above if named else ""


def _share(report: Report, subject: Subject, part: str, marks: Marks, whole: str = "") -> str:
    """A part of its row's total, or a row of all handled applications; "" where neither is."""
    pair = _portion(report, subject, part, whole)
    if not pair:
        return ""
    if part:
        name = meaning().parts[part].label
        whole_name = meaning().parts[whole].label if whole else "总计"
    else:
        name, whole_name = subject.label, meaning().label(pair[1].topic)
    top, bottom = (_operand(found, marks) for found in pair)
    a, b = (found.value or Decimal(0) for found in pair)
    if not b:
        return f"{name}{top}，{whole_name}{bottom}，总数为0，没有占比可算"
    share = percent(a, b)
    marks.computed += [share]
    return f"{name}{top}，{whole_name}{bottom}，占{number(share)}%（{number(a)}÷{number(b)}）"


def _portion(
    report: Report, subject: Subject, part: str, named: str = ""
) -> tuple[Measure, Measure] | None:
    """A part and its row's total, or a row and what it is a row of (``named``, where it is said
    of what: a sum of columns, or a row); None where one isn't told."""
    whole = subject.id if part else named or subject.of or _sum_of(subject)
    top = measure(report, subject.id, part)
    bottom = measure(report, whole, named if part else "") if whole else None
    if not top or not bottom or top.value is None or bottom.value is None:
        return None
    return top, bottom


def _sum_of(subject: Subject) -> str:
    """The sum that a row is one of (行政诉讼 of 复议后起诉); "" where it is none."""
    above = subject.id.rpartition(".")[0]
    return above if above in meaning().subjects else ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share in per cent, two places: ``top`` of ``bottom``, and all cells they are made of."""

    report: Report
    value: Decimal
    top: Decimal
    bottom: Decimal
    facts: tuple[Fact, ...]

    @property
    def said(self) -> str:
        """The share with its formula: 62.5%（10÷16）."""
        return f"{number(self.value)}%（{number(self.top)}÷{number(self.bottom)}）"


def rate(report: Report, topic: str, part: str) -> Rate | None:
    """The share a part has of its row, or a row of its whole; None where there is none to reckon."""
    pair = _portion(report, meaning().subjects[topic], part)
    if not pair:
        return None
    top, bottom = (found.value or Decimal(0) for found in pair)
    facts = (*pair[0].facts, *pair[1].facts)
    return Rate(report, percent(top, bottom), top, bottom, facts) if bottom else None


def _operand(found: Measure, marks: Marks) -> str:
    value = found.value or Decimal(0)
    if not found.summed:
        return f"{number(value)}{found.unit}{marks.mark(found.facts[0])}"
    marks.computed.append(value)
    return f"{number(value)}{found.unit}（{terms(found, marks)}）"


def terms(found: Measure, marks: Marks) -> str:
    """The cells of a sum that are filled in, each with its mark: 8⟦0⟧＋1⟦1⟧."""
    return "＋".join(
        f"{number(fact.value)}{marks.mark(fact)}" for fact in found.facts if fact.value is not None
    )


_COUNTS = re.compile("多少|几(?!乎|年)|超|突破|达|够|不到|不足|以上|以下|[多少高低]于|过半")


def _yes(ask: Ask, measures: Sequence[Measure]) -> str:
    if ask.operation != "yesno" or not re.search(
        "有没有(?!现成)|有无|没有(?!现成)|是否|有.*[吗么]|[过了].*[吗么]", ask.text
    ):
        return ""
    if _COUNTS.search(ask.text):
        return ""  # 超过400万件了吗 asks how the number lies, 没受理的有多少 for the number
    if re.search("属实|真的|是真|对不对|对吗", ask.text):
        return ""  # whether 115件 is right is told by the number
    values = [found.value for found in measures]
    if any(value is None for value in values):
        return ""
    return "有。" if any(values) else "没有。"


def times(more: Decimal, less: Decimal) -> Decimal | None:
    """How many times the one is of the other, two places; None of nought."""
    return hundredths(more / less) if less else None


def change(
    measures: Sequence[Measure], subject: Subject, *, multiple: bool = False
) -> Statement | None:
    """The difference between the first and the last of several reports' values, with formula.

    ``multiple``: how many times it is, too.
    """
    if len(measures) < 2 or any(found.value is None for found in measures):
        return None
    first, last = measures[0], measures[-1]
    a, b = first.value or Decimal(0), last.value or Decimal(0)
    one_body = first.report.bureau == last.report.bureau
    order = (first, last) if one_body else (last, first)
    evidence = [of_fact(found.report, fact) for found in order for fact in found.facts]
    places = marks_of(len(evidence))
    difference = b - a
    who = (f"{last.report.year}年", f"{first.report.year}年") if one_body else (
        lead(last.report), lead(first.report))  # fmt: skip
    label = meaning().parts[first.part].label if first.part else ""
    topic = f"{subject.label}{label and '（' + label + '）'}"
    body = first.report.bureau if one_body else ""
    if difference == 0:
        text = f"{body}{topic}：{who[0]}与{who[1]}相同，都是{number(a)}{first.unit}{places}。"
        return Statement(text, tuple(evidence), (a,))
    word = "多" if difference > 0 else "少"
    computed = [a, b, abs(difference)]
    ratio = ""
    if a and one_body:
        growth = percent(abs(difference), a)
        computed.append(growth)
        ratio = f"，{'增长' if difference > 0 else '下降'}{number(growth)}%"
    if multiple and (fold := times(b, a)) is not None:
        computed.append(fold)
        ratio += f"；是{who[1]}的{number(fold)}倍，{number(b)}÷{number(a)}"
    formula = f"{number(b)}－{number(a)}"
    text = (
        f"{body}{topic}：{who[0]}比{who[1]}{word}{number(abs(difference))}{first.unit}"
        f"（{formula}{ratio}）{places}。"
    )
    return Statement(text, tuple(evidence), tuple(computed))


def between(first: Measure, second: Measure, *, multiple: bool = False) -> Statement | None:
    """How much more one column or row of a report holds than another, with formula.

    ``multiple``: how many times it is, too.
    """
    if first.value is None or second.value is None or first.unit != second.unit:
        return None
    more, less = (first, second) if first.value >= second.value else (second, first)
    a, b = more.value or Decimal(0), less.value or Decimal(0)
    facts = (*more.facts, *less.facts)
    one_row = first.topic == second.topic
    names = [_named(m, in_row=one_row) for m in (more, less)]
    told = f"{names[0]}比{names[1]}多{number(a - b)}{more.unit}（{number(a)}－{number(b)}）"
    values = [a, b, a - b]
    if multiple and (fold := times(a, b)) is not None:
        told += f"，是它的{number(fold)}倍（{number(a)}÷{number(b)}）"
        values.append(fold)
    if a == b:
        told = f"{names[0]}与{names[1]}相同，都是{number(a)}{more.unit}"
    evidence = tuple(of_fact(first.report, fact) for fact in facts)
    row = f"{meaning().label(first.topic)}：" if one_row else ""
    text = f"{lead(first.report)}{row}{told}{marks_of(len(facts))}。"
    return Statement(text, evidence, tuple(values))


def _named(found: Measure, *, in_row: bool) -> str:
    """A measure by its column, and by its row where that isn't told before."""
    column = meaning().parts[found.part].label if found.part else ""
    if in_row:
        return column
    return f"{meaning().label(found.topic)}{column and f'（{column}）'}"


def addition(measures: Sequence[Measure], *, mean: bool = False) -> Statement | None:
    """The sum (and the mean) of several measures, every operand named and cited."""
    if any(found.value is None for found in measures):
        return None
    evidence: list[Evidence] = []
    terms = []
    topics = {found.topic for found in measures}
    columns = {found.part for found in measures}
    several = len({found.report.bureau for found in measures}) > 1
    for found in measures:
        places = marks_of(len(found.facts), len(evidence))
        evidence += [of_fact(found.report, fact) for fact in found.facts]
        label = meaning().label(found.topic)
        name = lead(found.report) if several else f"{found.report.year}年"
        name += label if len(topics) > 1 else ""
        if len(columns) > 1 and found.part:
            name += meaning().parts[found.part].label
        terms.append(f"{name}{number(found.value or Decimal(0))}{places}")
    total = sum((found.value or Decimal(0) for found in measures), Decimal(0))
    unit = measures[0].unit
    told = f"合计{number(total)}{unit}（{'＋'.join(terms)}＝{number(total)}）"
    computed = [total, *(found.value or Decimal(0) for found in measures)]
    if mean:
        average = hundredths(total / len(measures))
        told += f"，平均{number(average)}{unit}（{number(total)}÷{len(measures)}）"
        computed += [average, Decimal(len(measures))]
    body = "" if several else measures[0].report.bureau
    return Statement(f"{body}{told}。", tuple(evidence), tuple(computed))

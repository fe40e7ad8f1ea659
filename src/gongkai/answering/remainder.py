"""What is left of a sum without some of its rows: 除了重复申请，不予处理的还有多少."""

from __future__ import annotations

import re
from decimal import Decimal

from gongkai.answering.evidence import Evidence, Statement, marks_of, of_fact
from gongkai.answering.query import Ask
from gongkai.answering.tell import lead, measure, number, short
from gongkai.answering.topics import Subject, meaning
from gongkai.report import Report

_OUT = re.compile(
    "(?:除了?|除去|不算|不含|不包括|扣除|去掉|刨去|撇开)(?P<after>[^，,。；;]+?)(?:之外|以外|外|还|[，,。；;]|$)"
    "|(?P<before>[^，,。；;的里中]{2,12}?)(?:之外|以外)"
)
_PAIR = 2  # characters that a name and a text must share


def remainder(report: Report, ask: Ask, asked: str) -> Statement | None:
    """The sum of a topic's rows without those that ``asked`` leaves out, with its formula.

    ``ask`` may have heard the sum or the row left out: both stand in the question. None where
    nothing is left out, or no sum is named.
    """
    out = _OUT.search(asked)
    subject = meaning().subjects.get(ask.topic)
    if not out or not subject:
        return None
    above = meaning().subjects.get(subject.id.rpartition(".")[0])
    whole = above if above and above.label in asked.replace(out.group(), " ") else subject
    members = [s for s in meaning().members(whole) if s.id.startswith(f"{whole.id}.")]
    said = out["after"] or out["before"]
    gone = [s for s in members if _shares(s, whole, said)]
    part = ask.parts[0] if len(ask.parts) == 1 else ""
    rest = [m for s in members if s not in gone and (m := measure(report, s.id, part))]
    if not gone or not rest or any(found.value is None for found in rest):
        return None
    evidence: list[Evidence] = []
    terms = []
    for fact in (fact for found in rest for fact in found.facts):
        name = short(fact.address.row[-1])
        terms.append(f"{name}{number(fact.value or Decimal(0))}{marks_of(1, len(evidence))}")
        evidence.append(of_fact(report, fact))
    total = sum((found.value or Decimal(0) for found in rest), Decimal(0))
    without = "、".join(_name(s) for s in gone)
    column = f"（{meaning().parts[part].label}）" if part else ""
    text = (
        f"{lead(report)}{whole.label}{column}，除{without}外：合计{number(total)}{rest[0].unit}"
        f"（{'＋'.join(terms)}＝{number(total)}）。"
    )
    return Statement(text, tuple(evidence), (total,))


def _name(subject: Subject) -> str:
    core = re.search("（(.+)）$", subject.label)
    return re.sub("^属于", "", core.group(1) if core else subject.label)


def _shares(subject: Subject, whole: Subject, said: str) -> bool:
    """Whether the text names the row by two characters of its name that others don't have."""
    name = _name(subject)
    others = "\n".join(_name(s) for s in meaning().members(whole) if s is not subject)
    pairs = {name[i : i + _PAIR] for i in range(len(name) - 1)}
    return any(pair in said for pair in pairs if pair not in others)

"""What is left of a sum without some of its rows: 除了重复申请，不予处理的还有多少."""

from __future__ import annotations

import re
from dataclasses import replace

from gongkai.answering.evidence import Statement
from gongkai.answering.query import Ask
from gongkai.answering.tell import Marks, lead, measure, piece
from gongkai.answering.topics import WITHOUT, Subject, meaning
from gongkai.report import Report

_OUT = re.compile(
    f"(?:{WITHOUT}|刨去|撇开)(?P<after>[^，,。；;]+?)(?:之外|以外|外|还|[，,。；;]|$)"
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
    found = measure(report, whole.id, part)
    if not gone or not found:
        return None
    out_of_it = {fact for s in gone if (m := measure(report, s.id, part)) for fact in m.facts}
    rest = tuple(fact for fact in found.facts if fact not in out_of_it)
    if not rest:
        return None
    marks = Marks(report)
    told = piece(replace(found, facts=rest), whole, marks)
    text = f"{lead(report)}{whole.label}，除{'、'.join(map(_name, gone))}外：{told}。"
    return Statement(text, tuple(marks.evidence), tuple(marks.computed))


def _name(subject: Subject) -> str:
    core = re.search("（(.+)）$", subject.label)
    return re.sub("^属于", "", core.group(1) if core else subject.label)


def _shares(subject: Subject, whole: Subject, said: str) -> bool:
    """Whether the text names the row by two characters of its name that others don't have."""
    name = _name(subject)
    others = "\n".join(_name(s) for s in meaning().members(whole) if s is not subject)
    pairs = {name[i : i + _PAIR] for i in range(len(name) - 1)}
    return any(pair in said for pair in pairs if pair not in others)

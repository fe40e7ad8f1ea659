"""Facts of reports before 2019: rows of a statistical annex under their own printed labels.

No form gives them an address, so a question finds its row by likeness: the words of the label and of
its plain names (`form.json`, "older"), and the cosine of both to the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.answering.evidence import Statement, of_fact
from gongkai.answering.query import Ask
from gongkai.answering.quote import Finder
from gongkai.answering.sentences import pairs
from gongkai.answering.tell import lead, say, short
from gongkai.answering.topics import content, meaning
from gongkai.form import older
from gongkai.report import Fact, Report
from gongkai.text import squeeze

# A row is told where its likeness reaches this; rows within `_BESIDE` of the best are told too.
_ALIKE = 0.55
_BESIDE = 0.03
_SHOWN = 3
# The band of e5's cosines between short texts that have nothing in common and equal ones.
_FLOOR = 0.86


@dataclass(frozen=True, slots=True)
class _Found:
    fact: Fact
    score: float


def tell_older(report: Report, ask: Ask, finder: Finder) -> Statement | None:
    """The rows of a report's annex that ``ask`` means; None where it has none."""
    rows = [fact for fact in report.facts if not fact.address.section]
    if not rows:
        return None
    stems = meaning().older.get(ask.topic, ())
    if stems and (named := _labelled(rows, stems, report.year)):
        return _statement(report, named)
    subject = meaning().subjects.get(ask.topic)
    asked = f"{ask.text} {subject.label}" if subject else ask.text
    found = _ranked(rows, asked, finder)
    best = found[0].score if found else 0.0
    if best < _ALIKE:
        return None
    return _statement(report, [f.fact for f in found if f.score >= best - _BESIDE][:_SHOWN])


def _labelled(rows: Sequence[Fact], stems: Sequence[str], year: int) -> list[Fact]:
    """The rows whose label begins with one of the stems, that year's column before others."""
    named = [fact for fact in rows if short(squeeze(fact.address.row[-1])).startswith(tuple(stems))]
    # 主动公开信息数 is told without the channels under it.
    top = min((len(fact.address.row) for fact in named), default=0)
    named = [fact for fact in named if len(fact.address.row) == top]
    own = [fact for fact in named if any(str(year) in part for part in fact.address.column)]
    return (own or named)[:_SHOWN]


def _statement(report: Report, chosen: Sequence[Fact]) -> Statement:
    pieces = [f"{_name(fact)}{say(fact)}⟦{i}⟧" for i, fact in enumerate(chosen)]
    evidence = tuple(of_fact(report, fact) for fact in chosen)
    return Statement(f"{lead(report)}报告的统计表：{'；'.join(pieces)}。", evidence)


def _ranked(rows: Sequence[Fact], asked: str, finder: Finder) -> list[_Found]:
    wanted = pairs(content(asked))
    names = {fact.address: _names(fact) for fact in rows}
    texts = list(dict.fromkeys(name for each in names.values() for name in each))
    cosines = dict(zip(texts, finder.likeness(asked, texts), strict=True))

    def score(fact: Fact) -> float:
        return max(
            0.5 * max(cosines[name] - _FLOOR, 0.0) / (1 - _FLOOR) + 0.5 * _overlap(wanted, name)
            for name in names[fact.address]
        )

    return sorted((_Found(fact, score(fact)) for fact in rows), key=lambda f: -f.score)


def _names(fact: Fact) -> tuple[str, ...]:
    """A row's printed label, its label within its group, and the plain names of what it counts."""
    label = short(squeeze(fact.address.row[-1]))
    group = short(squeeze(fact.address.row[-2])) if len(fact.address.row) > 1 else ""
    plain = [name for stem, names in older().stems.items() if stem in label for name in names]
    return tuple(dict.fromkeys((label, *((f"{group}{label}",) if group else ()), *plain)))


def _overlap(wanted: dict[str, int], name: str) -> float:
    """How much two texts share of their pairs of characters, 0 to 1 (F1)."""
    have = pairs(content(name))
    both = len(wanted.keys() & have.keys())
    return 2 * both / (len(wanted) + len(have)) if both else 0.0


def _name(fact: Fact) -> str:
    path = "·".join(short(squeeze(part)) for part in fact.address.row)
    column = f"（{'·'.join(fact.address.column)}）" if fact.address.column else ""
    return f"{path}{column}："

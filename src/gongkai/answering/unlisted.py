"""Bodies that are asked about and have no report here: said so, with what others' reports tell of them."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.answering import quote
from gongkai.answering.body_name import stem
from gongkai.answering.evidence import Draft, Statement
from gongkai.answering.query import Ask, Query
from gongkai.answering.shelf import Shelf, listed
from gongkai.report import Report


def _near(query: Query, shelf: Shelf) -> tuple[str, ...]:
    """Questions to indexed bodies whose organ the unknown one shares."""
    parts = shelf.scope.bodies.parts
    unknown = query.unknown_bodies[0]
    alike = [n for n, p in parts.items() if p.organ and unknown.endswith(p.organ)]
    question = query.question if unknown in query.question else query.read
    return tuple(question.replace(unknown, name, 1) for name in alike[:4])


def stranger(name: str, shelf: Shelf) -> Statement:
    bodies = shelf.scope.bodies.names
    return Statement(
        f"没有收录“{name}”的年度报告，也不会用别的机关代答。现在收录{len(bodies)}个机关：{listed(bodies)}。"
    )


def strangers(query: Query, shelf: Shelf) -> Draft:
    told = tuple(stranger(name, shelf) for name in query.unknown_bodies)
    return Draft("not_found", told, _near(query, shelf))


def beside(query: Query, shelf: Shelf) -> Draft | None:
    """What its place's government reports of a body that has no report here; None for nothing.

    The sentence must name the organ and speak of what is asked: 市公安局收取信息处理费600元.
    """
    told: list[Statement] = []
    for name in query.unknown_bodies:
        above = shelf.scope.bodies.government_over(name)
        organ = name[len(above[1]) :] if above else ""
        years = shelf.years(above[0]) if above else ()
        wanted = [year for year in query.years if year in years] if query.years else years[-1:]
        for report in shelf.reports(above[0], wanted) if above and organ else ():
            said = [s for ask in query.asks if (s := quote.said_of(report, organ, ask))]
            if said:
                note = f"没有收录“{name}”的年度报告；{report.bureau}{report.year}年的报告提到它："
                told += [Statement(note, about=(report,)), *said]
    return Draft("answered", tuple(told)) if told else None


def told_within(name: str, query: Query, reports: Sequence[Report]) -> list[Statement]:
    """What the reports asked say of a part of theirs that has no report of its own."""
    words = " ".join(ask.text for ask in query.asks)
    told = []
    for report in reports:
        for said in dict.fromkeys((name, stem(name))):
            if found := quote.said_of(report, said, Ask("", words)):
                told.append(found)
                break
    return told

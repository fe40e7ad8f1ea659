"""Bodies that are asked about and have no report here: said so, with what others' reports tell of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.answer import Conversation
from gongkai.answering import quote
from gongkai.answering.body_name import stem, synonyms
from gongkai.answering.evidence import Draft, Statement
from gongkai.answering.expect import expected
from gongkai.answering.memory import recall
from gongkai.answering.query import Ask, Query
from gongkai.answering.quote import Finder
from gongkai.answering.reading import read_of
from gongkai.answering.shelf import Shelf, listed
from gongkai.answering.topics import content
from gongkai.report import Report
from gongkai.text import bare

# So short a name is no name of its own in running text.
_WHOLE = 3
_MOST = 3
_BEHIND = "；"
_NOTHING = 3  # characters of content


def _near(query: Query, shelf: Shelf) -> tuple[str, ...]:
    """Questions to indexed bodies whose organ the unknown one shares."""
    parts = shelf.scope.bodies.parts
    unknown = query.unknown_bodies[0]
    alike = [n for n, p in parts.items() if p.organ and unknown.endswith(p.organ)]
    question = query.question if unknown in query.question else query.read
    return tuple(question.replace(unknown, name, 1) for name in alike[:4])


def stranger(name: str, shelf: Shelf) -> Statement:
    """That a body has no report here, and which have."""
    bodies = shelf.scope.bodies.names
    return Statement(
        f"没有收录“{name}”的年度报告，也不会用别的机关代答。现在收录{len(bodies)}个机关：{listed(bodies)}。"
    )


def strangers(query: Query, shelf: Shelf) -> Draft:
    """`stranger` of every such body of a query, with the same question to bodies like it."""
    told = tuple(stranger(name, shelf) for name in query.unknown_bodies)
    return Draft("not_found", told, _near(query, shelf))


def beside(query: Query, shelf: Shelf, finder: Finder) -> Draft | None:
    """What others report of a body that has no report here; None for nothing.

    A sentence must name it and speak of what is asked: in the report of its place's government by
    its organ (市公安局收取信息处理费600元), in any other by its whole name (沭阳县5期).
    """
    told: list[Statement] = []
    for name in query.unknown_bodies:
        for report, said_as in _naming(name, query, shelf, finder):
            said = [
                s
                for ask in query.asks
                if (s := read_of(report, name, ask.text, finder) or _said(report, said_as, ask))
            ]
            if said:
                note = f"没有收录“{name}”的年度报告；{report.bureau}{report.year}年的报告提到它："
                told += [Statement(note, about=(report,)), *said]
    return Draft("answered", tuple(told)) if told else None


def _naming(
    name: str, query: Query, shelf: Shelf, finder: Finder
) -> Iterator[tuple[Report, Sequence[str]]]:
    """Reports that may tell of a body, with patterns of how they may name it."""
    seen = set()
    above = shelf.scope.bodies.government_over(name)
    organ = name[len(above[1]) :] if above else ""
    if above and organ:
        for report in shelf.reports(above[0], _years(query, shelf, above[0])):
            seen.add(report.id)
            yield report, ways_named(above[1], organ)
    if len(name) < _WHOLE:
        return
    ids = {chunk.report_id for chunk in finder.holding(name, 1.0)} - seen
    cards = [card for card in shelf.index.cards() if card.id in ids]
    cards = [card for card in cards if card.year in _years(query, shelf, card.bureau)]
    for card in sorted(cards, key=lambda card: (-card.year, card.bureau))[:_MOST]:
        yield shelf.index.report(card.id), (re.escape(name),)


def ways_named(place: str, organ: str) -> list[str]:
    """Patterns of an organ's name in its government's report: 宿迁市公安局, 市公安局, never 泗洪县公安局."""
    alone = "(?:(?<![\u4e00-\u9fff])|(?<=[和与及由对将]))[省市区县镇乡]?"
    before = f"(?:{re.escape(place)}|{re.escape(stem(place))}[省市区县镇乡]?|{alone})"
    return [before + re.escape(name) for name in synonyms(organ)]


def _years(query: Query, shelf: Shelf, bureau: str) -> Sequence[int]:
    """Of a body's years those asked for, else the newest."""
    years = shelf.years(bureau)
    return [year for year in query.years if year in years] if query.years else years[-1:]


def _said(report: Report, patterns: Sequence[str], ask: Ask) -> Statement | None:
    return next((s for named in patterns if (s := quote.said_of(report, named, ask))), None)


def told_within(
    name: str, query: Query, reports: Sequence[Report], finder: Finder
) -> list[Statement]:
    """What the reports asked say of a part of theirs that has no report of its own."""
    words = " ".join(ask.text for ask in query.asks)
    told = []
    for report in reports:
        names = dict.fromkeys((name, stem(name)))
        found = read_of(report, name, words, finder) or next(
            (s for n in names if (s := quote.said_of(report, re.escape(n), Ask("", words)))), None
        )
        told += [found] if found else []
    if not told and len(bare(content(words))) <= _NOTHING and not expected(words).counts:
        # 沭阳县搞了什么: whatever is told of it
        told = [s for r in reports if (s := quote.naming(r, name))]
    return told


def asked_on_for_parts(query: Query, before: Conversation) -> Query:
    """A follow-up that names only bodies without a report, with what was asked before in its words.

    宿迁市做了多少期问答 … 其中泗阳县占几期: `beside` looks for what reports tell of it.
    """
    talked = next(iter(recall(before.topic)), None)
    if query.bureaus or not query.unknown_bodies or not talked:
        return query
    first = talked.text.split(_BEHIND)[0]
    asks = tuple(
        replace(ask, topic="", text=f"{first}{_BEHIND}{ask.text}")
        if first not in ask.text and len(bare(content(ask.text))) <= _NOTHING
        else ask
        for ask in query.asks
    )
    return replace(query, asks=asks)

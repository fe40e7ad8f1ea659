"""The grounding check: what isn't in the cited evidence doesn't leave.

Every number, e-mail, web address, quotation and body name in a statement must stand in that
statement's own evidence, or be the result of the formula it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from gongkai.answering.evidence import MARK, Evidence, Statement
from gongkai.text import squeeze

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ADDRESS = re.compile(
    r"[a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+|https?://[^\s，。；）)“”]+|www\.[^\s，。；）)“”]+"
)
_QUOTE = re.compile("“([^“”]*(?:“[^“”]*”[^“”]*)*)”")


def ungrounded(
    statement: Statement, bodies: Iterable[str] = (), question: str = ""
) -> tuple[str, ...]:
    """The pieces of a statement that its evidence doesn't hold; () where all is grounded.

    ``bodies`` are the names of all indexed bodies: a statement may name only its own. What is
    quoted may also be the ``question``'s own words (报告没有说“局长是谁”), but not its numbers.
    """
    text = squeeze(MARK.sub("", statement.text))
    evidence = statement.evidence
    reports = {e.report.id: e.report for e in evidence}
    reports.update({report.id: report for report in statement.about})
    quotes = [squeeze(e.quote) for e in evidence]
    titles = [squeeze(r.title) for r in reports.values()]
    names = {squeeze(r.bureau) for r in reports.values()}
    missing = [
        quote
        for quote in _QUOTE.findall(text)
        if not any(
            _holds(quote, whole)
            for whole in (*quotes, *titles, *_labels(evidence), squeeze(question))
        )
    ]
    missing += [found for found in _ADDRESS.findall(text) if not any(found in q for q in quotes)]
    missing += [
        body
        for body in map(squeeze, bodies)
        if body in text and body not in names and not _inside(body, names, quotes)
    ]
    allowed = _numbers((*quotes, *titles, *names, *_labels(evidence)))
    allowed |= {Decimal(report.year) for report in reports.values()}
    allowed |= {e.fact.value for e in evidence if e.fact and e.fact.value is not None}
    allowed |= set(statement.computed)
    missing += [str(n) for n in sorted(_numbers([text]) - allowed)]
    return tuple(missing)


def _labels(evidence: Iterable[Evidence]) -> list[str]:
    facts = [e.fact for e in evidence if e.fact]
    return [squeeze(label) for f in facts for label in (*f.address.row, *f.address.column)]


def _holds(quote: str, whole: str) -> bool:
    """Whether a quotation, shortened with … at most, stands in ``whole`` in order."""
    at = 0
    for piece in quote.split("..."):  # … as folding writes it
        found = whole.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _inside(body: str, names: Iterable[str], quotes: Iterable[str]) -> bool:
    return any(body in name for name in names) or any(body in quote for quote in quotes)


def _numbers(texts: Iterable[str]) -> set[Decimal]:
    found = set()
    for text in texts:
        for match in _NUMBER.findall(text):
            try:
                found.add(Decimal(match.replace(",", "")))
            except InvalidOperation:  # pragma: no cover - the pattern only gives decimals
                continue
    return found

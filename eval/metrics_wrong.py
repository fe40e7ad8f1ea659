"""Wrong answers that look right: a number that isn't so, a body or year that wasn't asked.

Definitions of this project (issue "Answers a citizen can trust"): honest silence isn't counted
here, only what a reader would take for the truth.
"""

from __future__ import annotations

from decimal import Decimal

from gongkai.eval.ask_number import decimal, numbers, says, states_count
from gongkai.eval.ask_outcome import Cited, Outcome
from gongkai.eval.metrics_exact import cites_asked, strays
from gongkai.text import squeeze


def wrong_number(outcome: Outcome) -> bool:
    """Whether an answer states a number for what was asked that isn't the gold's.

    Of an answerable question: where a gold number is missing, any number that is neither gold
    nor from a gold place stands in its stead; the number of a cell that wasn't asked is wrong
    even where it happens to be equal. An answer that is merely incomplete isn't. Of a question
    the reports don't answer, of a blank cell, or of none: any counted number is.
    """
    gold = outcome.question.gold
    if outcome.status != "answered":
        return False
    if gold.status == "clarify":
        return False  # a guess at the body; the clarification measure counts it
    if not outcome.question.answerable:
        return states_count(outcome.text)
    asked = [v.value for v in gold.values if v.value]
    counted = [value for value in asked if decimal(value) is not None]
    if not counted:
        blank = "未填写" in asked
        return blank and "未填写" not in outcome.text and states_count(outcome.text)
    if all(says(outcome.text, value) for value in counted):
        return not cites_asked(outcome)
    told = {worth for c in outcome.citations if _asked(outcome, c) for worth in _worths(c.quote)}
    right = told | {worth for value in counted if (worth := decimal(value)) is not None}
    return bool(_worths(outcome.text) - right)


def _worths(text: str) -> set[Decimal]:
    return {worth for number in numbers(text) if (worth := decimal(number)) is not None}


def _asked(outcome: Outcome, cited: Cited) -> bool:
    """Whether a citation points at the question's truth: its numbers aren't wrong ones."""
    values = outcome.question.gold.values
    quotes = [squeeze(v.quote_contains) for v in values if v.quote_contains]
    cells = {v.cell for v in values if v.cell}
    return cited.cell in cells or any(quote in squeeze(cited.quote) for quote in quotes)


def wrong_place(outcome: Outcome) -> bool:
    """Whether an answer rests on a body or year that wasn't asked for.

    Of a body or year that isn't indexed, every cited place is wrong.
    """
    if outcome.status != "answered":
        return False
    if outcome.question.kind in ("unknown_body", "unknown_year"):
        return bool(outcome.citations)
    return bool(strays(outcome))

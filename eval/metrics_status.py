"""Refusing what can't be answered, and asking back where it is unclear who is meant.

Abstention recall and precision as in Rajpurkar et al., "Know What You Don't Know" (SQuAD 2.0,
2018): both ways of saying no (`not_found`, `refused`) abstain.
"""

from __future__ import annotations

from gongkai.eval.ask_outcome import Outcome
from gongkai.eval.metrics_exact import exact

_NO = ("not_found", "refused")


def refused_right(outcome: Outcome) -> bool | None:
    """Of what the reports can't answer: whether it was refused (recall)."""
    question = outcome.question
    if not question.unanswerable:
        return None
    return outcome.status in _NO or outcome.status in question.gold.states


def refusal_earned(outcome: Outcome) -> bool | None:
    """Of what was refused: whether it can't be answered (precision)."""
    return outcome.question.unanswerable if outcome.status in _NO else None


def refused_wrongly(outcome: Outcome) -> bool | None:
    """Of what can be answered: whether it was refused."""
    return outcome.status in _NO if outcome.question.answerable else None


def clarified(outcome: Outcome) -> bool | None:
    """Of what is unclear: whether it was asked back with all choices."""
    return exact(outcome) if outcome.question.gold.status == "clarify" else None


def asked_needlessly(outcome: Outcome) -> bool | None:
    """Of what is clear: whether it was asked back all the same."""
    if outcome.question.gold.status == "clarify":
        return None
    return outcome.status == "clarify" and "clarify" not in outcome.question.gold.states

"""All measures over a run: in total and by kind, each with its 95 % interval.

Each family's definition and source stand in its own module. A question without a result is an
outcome of status "error": wrong everywhere, dropped nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from gongkai.eval.ask_outcome import Outcome
from gongkai.eval.metrics_citation import holds, precision, recall
from gongkai.eval.metrics_exact import exact
from gongkai.eval.metrics_interval import Measured, mean, quantile, share
from gongkai.eval.metrics_status import (
    asked_needlessly,
    clarified,
    refusal_earned,
    refused_right,
    refused_wrongly,
)
from gongkai.eval.metrics_wrong import wrong_number, wrong_place

T = TypeVar("T")

_SHARES: dict[str, Callable[[Outcome], bool | None]] = {
    "exact": exact,
    "wrong_number": wrong_number,
    "wrong_place": wrong_place,
    "refusal_recall": refused_right,
    "refusal_precision": refusal_earned,
    "refused_wrongly": refused_wrongly,
    "clarified": clarified,
    "asked_needlessly": asked_needlessly,
}
_MEANS: dict[str, Callable[[Outcome], float | None]] = {
    "citation_precision": precision,
    "citation_recall": recall,
    "citation_holds": holds,
}
# What each measure is, as printed below a run; shares have Wilson intervals (1927), means and
# times bootstrap intervals by conversation (Efron 1979; Field & Welsh 2007), all at 95 %.
DEFINITIONS = {
    "exact": "state, every gold value, body, year and cell are right (exact match: SQuAD, 2016)",
    "wrong_number": "states a number for what was asked that isn't the gold's (this project)",
    "wrong_place": "cites a body or year that wasn't asked for (this project)",
    "refusal_recall": "refused, of what the reports can't answer (SQuAD 2.0, 2018)",
    "refusal_precision": "can't be answered, of what was refused (SQuAD 2.0, 2018)",
    "refused_wrongly": "refused, of what can be answered",
    "clarified": "asked back with every choice, of what is unclear",
    "asked_needlessly": "asked back, of what is clear",
    "citation_precision": "points at a gold cell or sentence, of all citations (ALCE, 2023)",
    "citation_recall": "gold cells and sentences cited, of all (ALCE, 2023)",
    "citation_holds": "the cited place of the report holds the quote or value, of all citations",
    "conversation": "every turn exact, of conversations (MultiWOZ, 2018)",
    "p50_ms": "median time of an answer, nearest rank",
    "p95_ms": "95th percentile of the time of an answer, nearest rank",
}
# Lower is better for these; the gate and the report need to know.
LOWER = frozenset(
    {"wrong_number", "wrong_place", "refused_wrongly", "asked_needlessly", "p50_ms", "p95_ms"}
)


def measure(outcomes: Sequence[Outcome]) -> dict[str, Measured]:
    """Every measure over these outcomes, by name; those without a case have count 0."""
    found = {name: share(_cases(tell, outcomes)) for name, tell in _SHARES.items()}
    found |= {name: _clustered(tell, outcomes) for name, tell in _MEANS.items()}
    found["conversation"] = share(_conversations(outcomes))
    times = [outcome.seconds * 1000 for outcome in outcomes if outcome.status != "error"]
    found["p50_ms"], found["p95_ms"] = quantile(times, 0.5), quantile(times, 0.95)
    return found


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Measured]]:
    """`measure` for each kind of question, in order of first appearance."""
    kinds = dict.fromkeys(outcome.question.kind for outcome in outcomes)
    return {kind: measure([o for o in outcomes if o.question.kind == kind]) for kind in kinds}


def loss(plain: Sequence[Outcome], reworded: Sequence[Outcome]) -> Measured:
    """Exact answers lost by rewording, as a share: paired, over questions that did change."""
    before = {outcome.question.id: outcome for outcome in plain}
    pairs = [
        (old, new)
        for new in reworded
        if (old := before.get(new.question.id)) and old.question.question != new.question.question
    ]
    return mean(
        [float(exact(old)) - float(exact(new)) for old, new in pairs],
        [_talk(new) for _, new in pairs],
    )


def _clustered(tell: Callable[[Outcome], float | None], outcomes: Sequence[Outcome]) -> Measured:
    scored = [(told, _talk(o)) for o in outcomes if (told := tell(o)) is not None]
    return mean([told for told, _ in scored], [talk for _, talk in scored])


def _talk(outcome: Outcome) -> str:
    return outcome.question.conversation or outcome.question.id


def _cases(tell: Callable[[Outcome], T | None], outcomes: Iterable[Outcome]) -> list[T]:
    return [told for outcome in outcomes if (told := tell(outcome)) is not None]


def _conversations(outcomes: Sequence[Outcome]) -> list[bool]:
    """Whether every turn of each conversation is exact (success as in MultiWOZ, 2018)."""
    found: dict[str, bool] = {}
    for outcome in outcomes:
        name = outcome.question.conversation
        if name is not None:
            found[name] = found.get(name, True) and exact(outcome)
    return list(found.values())

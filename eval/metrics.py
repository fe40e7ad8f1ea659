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
# Lower is better for these; the gate and the report need to know.
LOWER = frozenset(
    {"wrong_number", "wrong_place", "refused_wrongly", "asked_needlessly", "p50_ms", "p95_ms"}
)


def measure(outcomes: Sequence[Outcome]) -> dict[str, Measured]:
    """Every measure over these outcomes, by name; those without a case have count 0."""
    found = {name: share(_cases(tell, outcomes)) for name, tell in _SHARES.items()}
    found |= {name: mean(_cases(tell, outcomes)) for name, tell in _MEANS.items()}
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
    pairs = ((before[o.question.id], o) for o in reworded if o.question.id in before)
    return mean(
        [
            float(exact(old)) - float(exact(new))
            for old, new in pairs
            if old.question.question != new.question.question
        ]
    )


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

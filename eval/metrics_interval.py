"""95 % intervals: Wilson for shares, the percentile bootstrap for means and quantiles.

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
JASA 22 (1927); B. Efron, "Bootstrap methods: another look at the jackknife" (1979).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

T = TypeVar("T")
_Z = 1.959963984540054
_DRAWS, _SEED = 1000, 20240501


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure over ``count`` cases with its 95 % interval; None where there was no case.

    Shares lie in 0..1; times are milliseconds.
    """

    value: float | None
    low: float | None
    high: float | None
    count: int


def share(hits: Sequence[bool]) -> Measured:
    """The share of hits with its Wilson interval."""
    count = len(hits)
    if not count:
        return Measured(None, None, None, 0)
    part = sum(hits) / count
    base = 1 + _Z**2 / count
    middle = (part + _Z**2 / (2 * count)) / base
    half = _Z * math.sqrt(part * (1 - part) / count + _Z**2 / (4 * count**2)) / base
    return Measured(part, max(0.0, middle - half), min(1.0, middle + half), count)


def mean(scores: Sequence[float], groups: Sequence[str] = ()) -> Measured:
    """The mean with its bootstrap interval; scores of one group are drawn together.

    ``groups``: one name a score (its conversation), as turns of one conversation aren't
    independent; source: Field & Welsh, "Bootstrapping clustered data", JRSS B 69 (2007).
    """
    if not groups:
        return _bootstrap(scores, lambda drawn: sum(drawn) / len(drawn))
    sums: dict[str, tuple[float, int]] = {}
    for score, group in zip(scores, groups, strict=True):
        total, count = sums.get(group, (0.0, 0))
        sums[group] = (total + score, count + 1)
    found = _bootstrap(
        list(sums.values()), lambda drawn: sum(s for s, _ in drawn) / sum(n for _, n in drawn)
    )
    return replace(found, count=len(scores))


def quantile(values: Sequence[float], part: float) -> Measured:
    """The nearest-rank quantile with its bootstrap interval."""
    return _bootstrap(values, lambda drawn: _rank(sorted(drawn), part))


def _rank(ordered: Sequence[float], part: float) -> float:
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def _bootstrap(values: Sequence[T], tell: Callable[[list[T]], float]) -> Measured:
    if not values:
        return Measured(None, None, None, 0)
    drawn = random.Random(_SEED)
    told = sorted(tell(drawn.choices(values, k=len(values))) for _ in range(_DRAWS))
    low, high = _rank(told, 0.025), _rank(told, 0.975)
    return Measured(tell(list(values)), low, high, len(values))

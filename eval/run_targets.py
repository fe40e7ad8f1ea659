"""What was promised beside what was measured, on the split that is never tuned on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.eval.ask_outcome import Outcome
from gongkai.eval.metrics import LOWER, measure
from gongkai.eval.metrics_interval import Measured


@dataclass(frozen=True, slots=True)
class Target:
    """A promise: a measure over some kinds (none: all); shares in 0..1, times in milliseconds."""

    title: str
    measure: str
    limit: float
    kinds: tuple[str, ...] = ()

    def met(self, found: Measured) -> bool:
        """Whether the measured value keeps the promise."""
        if found.value is None:
            return False
        low = self.measure in LOWER or self.measure == "loss"
        return found.value <= self.limit if low else found.value >= self.limit


TARGETS = (
    Target("fact, fee, contact exactly right", "exact", 0.98, ("fact", "fee", "contact")),
    Target("narrative", "exact", 0.92, ("narrative",)),
    Target("compare, sum, share, trend, rank", "exact", 0.95,
           ("compare", "sum", "share", "trend")),
    Target("follow-ups and corrections", "exact", 0.95, ("followup",)),
    Target("unanswerable refused", "refusal_recall", 0.97),
    Target("answerable wrongly refused", "refused_wrongly", 0.02),
    Target("wrong number stated", "wrong_number", 0.005),
    Target("wrong bureau or year", "wrong_place", 0.0),
    Target("citations whose place holds", "citation_holds", 1.0),
    Target("answer, p50 (this corpus)", "p50_ms", 60),
    Target("answer, p95 (this corpus)", "p95_ms", 200),
)  # fmt: skip
_LOSS = 0.02


def table(
    outcomes: Sequence[Outcome], others: Mapping[str, Sequence[Outcome]],
    losses: Mapping[str, Mapping[str, Any]],
) -> list[str]:  # fmt: skip
    """The promises as lines: target, got with interval, whether kept; rivals in their columns.

    Of the held split; of the other where nothing of the held split was asked.
    """
    split = "held" if any(o.question.split == "held" for o in outcomes) else "dev"
    rivals = {n: f for n, f in others.items() if not n.startswith("robust") and " top " not in n}
    head = f"{'split ' + split:<36}{'target':>10}  {'got':<34}{'':<6}"
    lines = ["", "What must be shown", head + "".join(f"{name:>12}" for name in rivals)]
    for target in TARGETS:
        found = _measured(target, outcomes, split)
        theirs = (_measured(target, other, split) for other in rivals.values())
        lines.append(
            f"{target.title:<36}{_limit(target):>10}  {_got(target, found):<34}"
            f"{_kept(target, found):<6}"
            + "".join(f"{_brief(target, other):>12}" for other in theirs)
        )
    for way, found_by in losses.items():
        if split in found_by and "loss" in found_by[split]:
            target = Target(f"loss: {way.removeprefix('robust ')}", "loss", _LOSS)
            found = Measured(**found_by[split]["loss"])
            lines.append(
                f"{target.title:<36}{'≤ 2 pts':>10}  {_got(target, found):<34}"
                f"{_kept(target, found):<6}"
            )
    return lines


def _measured(target: Target, outcomes: Sequence[Outcome], split: str) -> Measured:
    chosen = [
        o
        for o in outcomes
        if o.question.split == split and (not target.kinds or o.question.kind in target.kinds)
    ]
    return measure(chosen)[target.measure]


def _limit(target: Target) -> str:
    sign = "≤" if target.measure in LOWER else "≥"
    if target.measure.endswith("_ms"):
        return f"{sign} {target.limit:.0f} ms"
    return f"{sign} {100 * target.limit:g} %"


def _got(target: Target, found: Measured) -> str:
    if found.value is None or found.low is None or found.high is None:
        return "–"
    if target.measure.endswith("_ms"):
        return f"{found.value:.0f} ms [{found.low:.0f}–{found.high:.0f}]"
    return (
        f"{100 * found.value:.1f} % [{100 * found.low:.1f}–{100 * found.high:.1f}] n={found.count}"
    )


def _kept(target: Target, found: Measured) -> str:
    return "" if found.value is None else "kept" if target.met(found) else "MISSED"


def _brief(target: Target, found: Measured) -> str:
    if found.value is None:
        return "–"
    if target.measure.endswith("_ms"):
        return f"{found.value:.0f} ms"
    return f"{100 * found.value:.1f} %"

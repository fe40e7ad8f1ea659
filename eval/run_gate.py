"""The gate: questions that got worse than a saved baseline, and measures that fell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Line = Mapping[str, Any]
# Whatever happens to one question: these are never allowed to appear where they weren't.
_NEVER = ("wrong_number", "wrong_place")


def worse(baseline: Mapping[str, Line], now: Mapping[str, Line]) -> list[str]:
    """What got worse, a line each: a question that was exact and isn't, or now misleads.

    A question of the baseline that wasn't asked now isn't judged; a new one has no baseline.
    """
    found = []
    for name in sorted(set(baseline) & set(now)):
        before, after = baseline[name], now[name]
        reasons = [reason for reason in _NEVER if after[reason] and not before[reason]]
        if before["exact"] and not after["exact"]:
            reasons.insert(0, f"was exact, is {after['status']}")
        if reasons:
            found.append(f"{name} ({after['kind']}): {', '.join(reasons)}")
    return found


def verdict(found: Sequence[str], asked: int) -> str:
    """One line for people."""
    if not found:
        return f"gate: {asked} questions, none got worse"
    return f"gate: {len(found)} of {asked} questions got worse"

"""The gate: questions that got worse than a saved baseline.

Question by question: the assistant, the questions and the seeds are deterministic, so a question
that was exact and isn't any more was changed by somebody, or, rarely, by another processor's
arithmetic; `--allow` tells how many of those are let through.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Line = Mapping[str, Any]
# Whatever happens to one question: these are never allowed to appear where they weren't.
NEVER = ("wrong_number", "wrong_place")
# Two runs with these alike asked the same questions: one that is gone was dropped.
_SAME = ("corpus", "split", "kinds", "limit", "generated", "seed")


def worse(
    baseline: Mapping[str, Line], now: Mapping[str, Line], wording: Mapping[str, str] | None = None,
    *, whole: bool = False,
) -> list[str]:  # fmt: skip
    """What got worse, a line each: id, kind, question, before → after.

    ``wording``: questions by id, as far as they may be shown. ``whole``: the same set was asked,
    so a question of the baseline without a line counts as worse; else it isn't judged. A new
    question has no baseline.
    """
    found = []
    for name in sorted(baseline):
        before, after = baseline[name], now.get(name)
        if after is None:
            if whole:
                found.append(f"{name} ({before['kind']}): {_state(before)} → not asked")
            continue
        misled = any(after[reason] and not before[reason] for reason in NEVER)
        if misled or (before["exact"] and not after["exact"]):
            asked = (wording or {}).get(name, "")
            told = f" “{asked}”" if asked else ""
            found.append(f"{name} ({after['kind']}){told}: {_state(before)} → {_state(after)}")
    return found


def same_set(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether two runs' settings name the same questions."""
    return all(before.get(name) == now.get(name) for name in _SAME)


def verdict(found: Sequence[str], asked: int) -> str:
    """One line for people."""
    if not found:
        return f"gate: {asked} questions, none got worse"
    return f"gate: {len(found)} of {asked} questions got worse"


def _state(line: Line) -> str:
    told = [str(line["status"]), "exact" if line["exact"] else "not exact"]
    return " ".join([*told, *(reason for reason in NEVER if line[reason])])

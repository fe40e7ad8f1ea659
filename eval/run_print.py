"""A run for people: measures as lines of text, and what went wrong with question and answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gongkai.eval.ask_outcome import Outcome
from gongkai.eval.metrics_exact import failure

_SHORT = 160
_COLUMNS = ("exact", "wrong_number", "wrong_place", "citation_recall", "citation_precision")


def told(measured: Mapping[str, Any], name: str) -> str:
    """One measure: a share as percent with its interval, a time in milliseconds."""
    if name.endswith("_ms"):
        return f"{measured['value']:.0f} ms [{measured['low']:.0f}–{measured['high']:.0f}]"
    value, low, high = (100 * measured[key] for key in ("value", "low", "high"))
    return f"{value:.1f} % [{low:.1f}–{high:.1f}] n={measured['count']}"


def lines(result: Mapping[str, Any]) -> list[str]:
    """The measures of a result, dev and held apart, then by kind."""
    found: list[str] = []
    for split, measures in result["splits"].items():
        found.append(f"== {split}")
        found += [f"  {name:<20}{told(measured, name)}" for name, measured in measures.items()]
        found.append("  " + f"{'kind':<14}" + "".join(f"{name:>20}" for name in _COLUMNS))
        for kind, measures_of in result["kinds"][split].items():
            row = (measures_of.get(name) for name in _COLUMNS)
            cells = (f"{100 * m['value']:.0f} % of {m['count']}" if m else "–" for m in row)
            found.append("  " + f"{kind:<14}" + "".join(f"{cell:>20}" for cell in cells))
    return found


def failing(outcomes: Sequence[Outcome], *, show_held: bool = False) -> Iterable[str]:
    """Each question that went wrong: why, question, gold and answer.

    Of the held split only the number by kind is told, so that nobody tunes on it.
    """
    hidden: dict[str, int] = {}
    for outcome in outcomes:
        question = outcome.question
        why = failure(outcome)
        if not why:
            continue
        if question.split == "held" and not show_held:
            hidden[question.kind] = hidden.get(question.kind, 0) + 1
            continue
        gold = "、".join(v.value for v in question.gold.values if v.value) or question.gold.status
        yield f"✗ {question.id} [{why}]\n   问：{question.question}\n   应：{gold}"
        yield f"   答：{outcome.status} {' '.join(outcome.text.split())[:_SHORT]}"
    if hidden:
        yield "held, by kind: " + ", ".join(f"{kind} {n}" for kind, n in sorted(hidden.items()))


def lost(
    plain: Sequence[Outcome], reworded: Sequence[Outcome], *, show_held: bool = False
) -> Iterable[str]:
    """The questions that fail only when reworded: why, both wordings; held ones aren't told."""
    before = {o.question.id: o for o in plain}
    for new in reworded:
        old = before.get(new.question.id)
        hidden = new.question.split == "held" and not show_held
        if old is None or hidden or failure(old) or not (why := failure(new)):
            continue
        yield f"  - {new.question.id} [{why}] {old.question.question} → {new.question.question}"

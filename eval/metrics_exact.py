"""Exact answer: the state is right, everything asked is said, and it is said of the right place.

Exact match in the sense of SQuAD (Rajpurkar et al. 2016), on values instead of strings: each
gold number, rate or phrase must be in the answer, no forbidden string may be, no citation may
be of another body or year, and an answer that cites cells must cite a gold one. A clarification
must offer every choice. A question without an answer counts as wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.eval.ask_number import says, words
from gongkai.eval.ask_outcome import Cited, Outcome
from gongkai.text import squeeze


def exact(outcome: Outcome) -> bool:
    """Whether the answer is exactly right."""
    return not failure(outcome)


def failure(outcome: Outcome) -> str:
    """Why the answer isn't exact, in a few words for whoever mends it; "" where it is."""
    gold = outcome.question.gold
    if outcome.status not in gold.states:
        return f"status {outcome.status}, not {gold.status}"
    if outcome.status == "clarify":
        offered = squeeze(outcome.text + " ".join(outcome.suggestions))
        missing = [choice for choice in gold.choices if squeeze(choice) not in offered]
        return f"choices not offered: {'、'.join(missing)}" if missing else ""
    return _misses(outcome) if outcome.status == "answered" else ""


def _misses(outcome: Outcome) -> str:
    gold = outcome.question.gold
    if bad := [text for text in gold.forbidden if squeeze(text) in words(outcome.text)]:
        return f"says {'、'.join(bad)}"
    if elsewhere := strays(outcome):
        return f"of {elsewhere[0].bureau} {elsewhere[0].year}"
    if missing := [v.value for v in gold.values if v.value and not says(outcome.text, v.value)]:
        return f"doesn't say {'、'.join(missing)}"
    return "" if cites_asked(outcome) else "the right number of another cell"


def strays(outcome: Outcome) -> tuple[Cited, ...]:
    """Citations of a body or year the question isn't about."""
    places = outcome.question.places
    if not places:
        return ()
    return tuple(c for c in outcome.citations if not belongs(c, places))


def belongs(cited: Cited, places: Sequence[tuple[str | None, int | None]]) -> bool:
    """Whether a citation is of one of these bodies and years (None: any)."""
    return any(b in (None, cited.bureau) and y in (None, cited.year) for b, y in places)


def cites_asked(outcome: Outcome) -> bool:
    """False where cells are cited, the gold is in cells, and none of those is cited."""
    wanted = {v.cell for v in outcome.question.gold.values if v.cell}
    cells = {c.cell for c in outcome.citations if c.cell}
    whole = all(v.cell for v in outcome.question.gold.values)
    return not (wanted and cells and whole) or bool(wanted & cells)

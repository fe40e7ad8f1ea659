"""Citation precision and recall at the cell or sentence, and whether cited places hold.

After Gao et al., "Enabling Large Language Models to Generate Text with Citations" (ALCE, 2023),
with gold places instead of a judging model: a citation is right where it points at a gold cell
or its quote holds a gold value; a gold place is found where some citation points at it.
"""

from __future__ import annotations

from gongkai.eval.ask_number import says
from gongkai.eval.ask_outcome import Cited, Outcome
from gongkai.eval.ask_question import Value
from gongkai.eval.metrics_exact import belongs
from gongkai.text import squeeze


def precision(outcome: Outcome) -> float | None:
    """Right citations of all citations; None where the question has no cited truth."""
    wanted = [v for v in outcome.question.gold.values if v.cell or v.quote_contains]
    if not wanted or outcome.status != "answered":
        return None
    if not outcome.citations:
        return 0.0
    ranked = "rank" in outcome.question.tags
    right = sum(
        any(_points(c, v) or (ranked and _compared(c, v)) for v in wanted)
        for c in outcome.citations
    )
    return right / len(outcome.citations)


def recall(outcome: Outcome) -> float | None:
    """Found gold places of all; nought where there is no answer, None where there is no truth."""
    wanted = [v for v in outcome.question.gold.values if v.cell or v.quote_contains]
    if not wanted:
        return None
    found = sum(any(_points(c, v) for c in outcome.citations) for v in wanted)
    return found / len(wanted)


def holds(outcome: Outcome) -> float | None:
    """Citations whose place in the report holds what is quoted, of all; None without any."""
    if not outcome.citations:
        return None
    return sum(c.holds for c in outcome.citations) / len(outcome.citations)


def _compared(cited: Cited, value: Value) -> bool:
    """Whether a ranking rests on the citation: the gold's cell of that year, of any body."""
    return value.cell is not None and (cited.cell, cited.year) == (value.cell, value.year)


def _points(cited: Cited, value: Value) -> bool:
    if not belongs(cited, ((value.bureau, value.year),)):
        return False
    if value.cell is not None:
        # A sentence that tells the cell's number says the same; 0 and 1 are too common for that.
        told = len(value.value) > 1 and cited.cell is None and says(cited.quote, value.value)
        return cited.cell == value.cell or told
    quote = squeeze(value.quote_contains or value.value)
    return quote in squeeze(cited.quote)

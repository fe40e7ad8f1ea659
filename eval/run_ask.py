"""Asking: from questions to outcomes, each conversation with its own memory."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.answer import Citation, Conversation
from gongkai.eval.ask_outcome import Cited, Outcome
from gongkai.eval.ask_question import Place, Question, conversations
from gongkai.text import squeeze

if TYPE_CHECKING:
    from gongkai.answering.assistant import Assistant

_log = logging.getLogger(__name__)
Truths = dict[tuple[str, int], dict[Place, float | None]]


def cells(truths: Iterable[dict[str, Any]]) -> Truths:
    """The true value of every cell, by body and year."""
    return {
        (truth["report"]["bureau"], truth["report"]["year"]): {
            Place(section=f["section"], row=tuple(f["row"]), column=tuple(f["column"])): f["value"]
            for f in truth["facts"]
        }
        for truth in truths
    }


def ask_all(
    assistant: Assistant, questions: Sequence[Question], truths: Truths,
    say: Callable[[int, int], None] = lambda *_: None,
) -> list[Outcome]:  # fmt: skip
    """An outcome for every question, in order of conversations; what fails is an "error"."""
    outcomes: list[Outcome] = []
    for group in conversations(questions):
        memory = Conversation()
        for question in group:
            began = time.perf_counter()
            try:
                turn = assistant.ask(question.question, memory)
            except Exception as error:
                _log.exception("%s", question.id)
                outcomes.append(Outcome(question, "error", f"{type(error).__name__}: {error}"))
                continue
            seconds = time.perf_counter() - began
            memory = turn.conversation
            answer = turn.answer
            outcomes.append(
                Outcome(
                    question,
                    answer.status,
                    answer.text,
                    tuple(_cited(citation, truths) for citation in answer.citations),
                    answer.suggestions,
                    seconds,
                    str(turn.query),
                )
            )
        say(len(outcomes), len(questions))
    return outcomes


def _cited(citation: Citation, truths: Truths) -> Cited:
    place: Place | None = None
    if citation.fact is not None:
        at = citation.fact.address
        place = Place(section=at.section, row=at.row, column=at.column)
        true = truths.get((citation.bureau, citation.year), {}).get(place, "no such cell")
        value = citation.fact.value
        holds = true == value if value is None or true is None else (
            true != "no such cell" and Decimal(str(true)) == value
        )  # fmt: skip
    else:
        holds = squeeze(citation.quote) in _text(citation.source)
    return Cited(
        citation.bureau, citation.year, citation.section, citation.quote, place, bool(holds)
    )


@cache
def _text(source: str) -> str:
    """The running text of a report, read anew from its file."""
    from gongkai.ingest.read import read
    from gongkai.report import Paragraph

    document = read(Path(source))
    blocks = (block.text for block in document.blocks if isinstance(block, Paragraph))
    return squeeze("".join(blocks))

"""What came back for a question, from the assistant or a rival, in one shape for all measures."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.eval.ask_question import Place, Question, State


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation: body, year, section, the quoted text; ``cell`` and its ``value`` for a cell.

    ``holds``: whether the named place of that report really holds the quote or the value.
    """

    bureau: str
    year: int
    section: str
    quote: str
    cell: Place | None = None
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer to a question; ``status`` "error" where none came. ``seconds`` of asking."""

    question: Question
    status: State | str
    text: str
    citations: tuple[Cited, ...] = ()
    suggestions: tuple[str, ...] = ()
    seconds: float = 0.0
    read: str = ""

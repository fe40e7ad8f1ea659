"""What the assistant says: an answer, its status, its citations; and a conversation's memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gongkai.report import Fact, Locator

Status = Literal["answered", "clarify", "not_found", "refused"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered pointer from an answer to its evidence.

    ``quote`` is text as printed in the report (a paragraph's words, or a cell's printed text).
    ``fact`` is set for a cell of the form; ``paragraph`` (index in `Report.paragraphs`, else
    -1) for a quote from running text. ``source`` is the path the report was read from.
    """

    n: int
    report_id: str
    bureau: str
    year: int
    title: str
    section: str
    quote: str
    locator: Locator | None
    source: str
    fact: Fact | None = None
    paragraph: int = -1


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer ready to leave: it has passed the grounding check.

    ``text`` is Markdown-free Chinese (or English words around Chinese quotes) with citation
    marks like ``[1]``. ``suggestions`` are questions or choices that can be picked as they are.
    """

    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a follow-up question may leave out, from the turns before it.

    ``bureaus``, ``years`` and ``topic`` are those of the last answered question; ``pending``
    is the question a clarification was asked about, so that a picked choice completes it;
    ``choices`` are the bodies it offered.
    """

    bureaus: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    topic: str = ""
    pending: str = ""
    choices: tuple[str, ...] = ()

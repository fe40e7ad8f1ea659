"""A checked claim: its statements, what each was judged to be, and on which evidence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gongkai.answer import Citation

Verdict = Literal["supported", "contradicted", "conflict", "not_found"]
Kind = Literal["value", "growth", "share", "rank", "contact", "text", "remark"]

# The gravest first: one wrong statement makes a draft wrong, and what isn't known can't be
# called supported.
ORDER: tuple[Verdict, ...] = ("contradicted", "conflict", "not_found", "supported")


@dataclass(frozen=True, slots=True)
class Judged:
    """One statement of a claim and its verdict.

    A ``remark`` asserts nothing: it is told and doesn't count for the whole claim's verdict.

    ``text`` is the claim's words, turns of speech put plainly; ``kind`` what sort of statement they make; ``topic``
    the plain name of what it is about ("" where it isn't told). ``claimed`` is the figure as
    written, ``value`` the right one in ``unit`` (None where there is none or it isn't known).
    ``explanation`` tells the verdict with its tolerance or formula; ``citations`` are numbers
    of the check's citations.
    """

    text: str
    kind: Kind
    verdict: Verdict
    explanation: str
    bureau: str = ""
    year: int | None = None
    topic: str = ""
    claimed: str = ""
    value: Decimal | None = None
    unit: str = ""
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A claim checked: the overall verdict, its statements in order, and the citations."""

    verdict: Verdict
    statements: tuple[Judged, ...]
    citations: tuple[Citation, ...] = ()


def overall(verdicts: tuple[Verdict, ...]) -> Verdict:
    """The gravest verdict: contradicted > conflict > not_found > supported; none is not_found."""
    return next((verdict for verdict in ORDER if verdict in verdicts), "not_found")

"""What a question asks for: bureaus, years, asks (topic and operation), and what is unclear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Operation = Literal["lookup", "sum", "share", "trend", "compare", "yesno", "breakdown"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked: a topic, the columns or fields of it, and what to do with them.

    ``topic`` is an id of `topics.json` or "" where only running text can answer; ``parts``
    are ids of parts (or contact fields); ``text`` is the clause without bureau and year;
    ``score`` is the match of the topic, 0 to 1. ``heard``: the log-odds of a topic that no phrase
    told; a sentence that answers more surely is told instead. ``behind``: the question of the
    talk that a short follow-up may lean on, where its own words find nothing.
    """

    topic: str
    text: str
    parts: tuple[str, ...] = ()
    operation: Operation = "lookup"
    score: float = 0.0
    runner_up: str = ""
    heard: float = 0.0
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A question taken apart.

    ``bureaus`` are full names of indexed bodies. ``choices`` are candidates where the
    question fits several; ``unknown_bodies`` names bodies that aren't indexed. ``years``
    as told (empty: none told, the newest is meant); ``relative`` is the printed word
    (去年) where a year was told relative to the newest report. ``inherited`` names what came
    from the conversation: "bureau", "year", "topic". ``among`` are the bodies of a question put to
    several at once (各局, 哪个镇). ``heard`` pairs a misspelt or shortened name with the body it was
    taken for. ``english``: asked in English. ``read`` is the question as it was read: folded,
    simplified, without courtesies and slips; ``rest`` the same without bodies and years. ``each``:
    the year of its own that each body is asked about (甲局2022年和乙局2023年).
    """

    question: str
    bureaus: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    mention: str = ""
    unknown_bodies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    relative: str = ""
    asks: tuple[Ask, ...] = ()
    inherited: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    heard: tuple[tuple[str, str], ...] = ()
    english: bool = False
    read: str = ""
    rest: str = ""
    each: tuple[tuple[str, int], ...] = ()

"""Asks that no phrase tells, heard by the relevance model: which cell a question's words mean.

Phrases know many ways to say a row; what people say else (最常搬出来的理由, 那一格) is read together with
the cells told in words. Only what is sure becomes a topic; all else is left to running text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from gongkai.answer import Conversation
from gongkai.answering.clause import SAME
from gongkai.answering.clause_cut import COUNTED
from gongkai.answering.expect import expected, suits_cells
from gongkai.answering.memory import recall
from gongkai.answering.query import Ask, Query
from gongkai.answering.reading import side_of
from gongkai.answering.relevant import Cell, following
from gongkai.answering.topics import content, meaning, own_case
from gongkai.text import bare

# Log-odds from which on a cell is meant, and how far it must be ahead of any other row.
_SURE = 2.0
_AHEAD = 1.0
_WHAT = re.compile("什么样?|啥|怎么|怎样|如何|咋|多久")
_SHORT = 12  # characters: so short a follow-up leans on the question before
_RECKONING = ("share", "sum", "compare", "trend", "breakdown")

Cells = Callable[[str, Sequence[str]], list[Cell]]


def hear(query: Query, conversation: Conversation, cells: Cells) -> Query:
    """The query with a cell for each ask without a topic whose words surely mean one.

    ``cells`` scores a text against the cells of the rows likeliest for it, and of those named.
    """
    before = next(iter(recall(conversation.topic)), None)
    asks = tuple(
        replace(ask, topic="", parts=()) if _asks_remedy(ask) else ask for ask in query.asks
    )
    asks = tuple(_heard(ask, before, cells) if not ask.topic else ask for ask in asks)
    return replace(query, asks=_in_one_breath(asks))


def _in_one_breath(asks: tuple[Ask, ...]) -> tuple[Ask, ...]:
    """我妈看不清字，有没有能念出来的: several clauses that lead up to one question of running text.

    What counts several things stays apart.
    """
    counting = sum(bool(COUNTED.search(ask.text)) for ask in asks)
    if len(asks) < 2 or any(ask.topic for ask in asks) or counting > 1:
        return asks
    texts = [ask.text.strip() for ask in asks]
    # A clause that goes on from the one before has its words already.
    told = [t for t, then in zip(texts, [*texts[1:], ""], strict=True) if not then.startswith(t)]
    return (replace(asks[-1], text="，".join(told)),)


def _asks_remedy(ask: Ask) -> bool:
    """Whether it is asked what will be done (答应改成什么样的): no cell tells, however like a row it sounds."""
    if ask.topic not in meaning().subjects or ask.operation != "lookup" or ask.score >= SAME:
        return False
    counts = expected(ask.text).counts
    return not counts and side_of(ask.text) == "improvement" and bool(_WHAT.search(ask.text))


def _never(text: str) -> bool:
    """Whether something is counted that no table counts (几场, 几期, 多少人次)."""
    units = expected(text).units
    return len(units) == 1 and all(units[0] in never for never in meaning().never_units.values())


def _heard(ask: Ask, before: Ask | None, cells: Cells) -> Ask:
    text = " ".join(ask.text.split())
    known = before if before and before.topic in meaning().subjects else None
    leans = known is not None and len(bare(content(text))) <= _SHORT
    counts = COUNTED.search(text) or ask.operation in _RECKONING or leans
    kept_out = own_case(text) or bool(meaning().narrows(text))
    kept_out = kept_out or any(word in text for word in meaning().naming)
    kept_out = kept_out or _never(text)
    if not counts or kept_out or not suits_cells(text) or not bare(content(text)):
        return ask
    asked = following(known.text, text) if known and leans else text
    found = cells(asked, (known.topic,) if known else ())
    if not found or found[0].score < _SURE:
        return ask
    best = found[0]
    rival = next((c for c in found[1:] if c.subject != best.subject), None)
    if rival and best.score - rival.score < _AHEAD:
        return ask
    parts = (best.part,) if best.part else ()
    return replace(ask, topic=best.subject, parts=parts, score=1.0, heard=best.score)

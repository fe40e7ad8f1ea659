"""Which cell a question's words mean, heard where no phrase tells it, or tells it badly.

Phrases know many ways to say a row and a column; people say them in others (判下来要机关改的,
做买卖的), in several clauses. The hearing model reads the question as a whole. Only what is sure
becomes a topic; all else is left as the phrases have it, or to running text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from gongkai.answer import Conversation
from gongkai.answering.asks import inside
from gongkai.answering.clause import SAME, find_operation, strip
from gongkai.answering.clause_cut import ASKING, COUNTED
from gongkai.answering.expect import expected, suits_cells
from gongkai.answering.memory import BARE, recall
from gongkai.answering.query import Ask, Operation, Query
from gongkai.answering.reading import side_of
from gongkai.answering.relevant import following
from gongkai.answering.topics import (
    WITHOUT,
    asks_greatest,
    asks_when,
    asks_which,
    asks_whom,
    cells,
    content,
    meaning,
    own_case,
)
from gongkai.form import FORM_NAMES
from gongkai.index.hearing import NONE, Heard
from gongkai.text import bare

# From which probability on a cell is meant that no phrase tells; another than the phrases tell; one
# of which they tell only a part; the column of the row that they tell.
_SURE = 0.85
_SURER = 0.97
_RATHER = 0.9
_COLUMN = 0.6
_FIRM = 0.6  # below this score a phrase's row is hardly more than likely
_WHAT = re.compile("什么样?|啥|怎么|怎样|如何|咋|多久")
# 三个数一道给, 各几件: more than one number.
_EACH = re.compile("各|分别|[两三四五六几](?:个数|[样项]|个(?:都|一))|(?:都|一道|一起|一并)给")
_LEANS = 8  # characters: so short a follow-up may lean on a question to running text
_SHORT = 12  # characters: so short a follow-up leans on the question before
_SEVERAL = 2
_CERTAIN = 0.9999
_RECKONING = ("share", "sum", "compare", "trend", "breakdown")
_PLAIN = ("lookup", "yesno")
_CHANGING = ("trend", "compare")

Hears = Callable[[str], Sequence[Heard]]


def hear(query: Query, conversation: Conversation, hears: Hears) -> Query:
    """The query with the cell that its words surely mean, where phrases tell none or another.

    ``hears`` tells a text's cells by their probability, the likeliest first.
    """
    before = next(iter(recall(conversation.topic)), None)
    asks = tuple(
        replace(ask, topic="", parts=()) if _asks_remedy(ask) else ask for ask in query.asks
    )
    if whole := _whole(replace(query, asks=asks), before, hears):
        return replace(query, asks=(whole,))
    told: list[Ask] = []
    for ask in asks:
        # 收到多少，做买卖的几件: of what the clause before counts.
        last = told[-1] if told and told[-1].topic else before
        new = ask if ask.topic else _heard(ask, last, hears)
        if told and not ask.topic and inside(told[-1], new):
            told.pop()  # 打的官司，没先走复议的几桩: the first only leads up
        told.append(new)
    asks = _in_one_breath(tuple(told))
    return replace(query, asks=tuple(_leaning(ask, before) for ask in asks))


def _whole(query: Query, before: Ask | None, hears: Hears) -> Ask | None:
    """The one cell that a message with one question means, said in however many clauses.

    None where that isn't sure, or where the phrases tell just that cell.
    """
    asks, data = query.asks, meaning()
    text = _counted(query.rest, asks)
    topics = {ask.topic for ask in asks if ask.topic}
    if query.english or not text or not topics <= data.subjects.keys() or not _one_question(query):
        return None
    if _bare_verb(text, before):
        return None
    found = hears(_told(text, before))
    best = found[0]
    if best[:2] == NONE or _left_to_phrases(best, text):
        return None
    known = [ask for ask in asks if ask.topic]
    if len(known) == len(asks) == 1:
        alike = not _leans(text, before) or hears(text)[0][:2] == best[:2]
        return _mended(known[0], found) if alike else None
    least = _SURE if not known else _SURER if len(known) == len(asks) else _RATHER
    if best.probability < least or _listed(asks, text) or not _countable(text):
        return None
    operation: Operation = asks[0].operation
    if len(asks) > 1:
        operation = "yesno" if any(ask.operation == "yesno" for ask in asks) else "lookup"
    return Ask(best.subject, query.rest, _parts(best), operation, 1.0, heard=_odds(best))


def _listed(asks: Sequence[Ask], text: str) -> bool:
    """Whether several numbers are asked for: 许可、处罚和强制多少件; 复议完了还告的，机关赢了几场 is one."""
    known = [ask for ask in asks if ask.topic]
    own = [a for a in asks if not any(o is not a and a.text.startswith(o.text) for o in asks)]
    return (
        len(known) > _SEVERAL
        or any(len(ask.parts) >= _SEVERAL for ask in known)
        or sum(bool(ASKING.search(ask.text)) for ask in own) > 1
        or bool(_EACH.search(text))
    )


def _counted(text: str, asks: Sequence[Ask]) -> str:
    """A question for a change as one for the number that changed (做买卖的递的单子是涨是跌)."""
    if len(asks) != 1 or asks[0].operation not in _CHANGING:
        return text
    _, spans = find_operation(text, meaning())
    return f"{strip(text, spans)}有多少"


def _mended(ask: Ask, found: Sequence[Heard]) -> Ask | None:
    """A topic that phrases tell, with the column they missed, or another that is surely meant."""
    best = found[0]
    plain = (
        ask.operation in (*_PLAIN, *_CHANGING)
        and len(ask.parts) < _SEVERAL
        and _countable(ask.text)
    )
    if not plain or best[:2] == (ask.topic, *(ask.parts or ("",))):
        return None
    same = best.subject == ask.topic
    if same and not ask.parts and best.probability >= _COLUMN:
        return replace(ask, parts=_parts(best)) if _splits(best) else None
    least = _SURE if ask.score < _FIRM else _SURER
    if same or best.probability < least or ask.score >= SAME:
        return None
    return replace(ask, topic=best.subject, parts=_parts(best), runner_up="", heard=_odds(best))


def _bare_verb(text: str, before: Ask | None) -> bool:
    """Whether a question says next to nothing (办了几回) in a talk of running text."""
    words = bare(content(text))
    return not words or (before is not None and not before.topic and len(words) <= BARE)


def _left_to_phrases(heard: Heard, text: str) -> bool:
    """Whether a cell is better told by phrases: what is left out, everybody, change since last year."""
    part = meaning().parts.get(heard.part)
    if re.search(f"{WITHOUT}|(?:别|不要)把", text) or (part and part.change):
        return True
    if part is None or not any(word in text for word in part.loose):
        return False
    return not any(word in text for word in part.phrases if word not in part.loose)


def _one_question(query: Query) -> bool:
    """Whether a message asks for one number, of no several bodies, years or rows."""
    text = query.rest
    several = asks_which(text) or asks_when(text) or asks_greatest(text) or asks_whom(text)
    alone = _CHANGING if len(query.asks) == 1 else ()
    reckons = any(ask.operation not in (*_PLAIN, *alone) for ask in query.asks)
    return not several and not reckons and len(COUNTED.findall(text)) <= 1


def _countable(text: str) -> bool:
    """Whether a table may tell what is asked: no person, date or sum of money, no part of a cell."""
    narrow = meaning().narrows(text) or any(word in text for word in meaning().naming)
    return suits_cells(text) and not narrow and not own_case(text) and not _never(text)


def _told(text: str, before: Ask | None) -> str:
    """A question as the model reads it: a short one behind the question that it goes on from."""
    return following(before.text, text) if before and _leans(text, before) else text


def _leans(text: str, before: Ask | None) -> bool:
    """Whether a short question goes on from one to the tables."""
    known = before is not None and before.topic in meaning().subjects
    return known and len(bare(content(text))) <= _SHORT


def _splits(heard: Heard) -> bool:
    """Whether a column tells less than its row: 处理决定数量 is all that 行政许可 has."""
    return any(
        cells(form, heard.subject, "") != cells(form, heard.subject, heard.part)
        for form in FORM_NAMES
        if cells(form, heard.subject, heard.part)
    )


def _parts(heard: Heard) -> tuple[str, ...]:
    return (heard.part,) if heard.part else ()


def _odds(heard: Heard) -> float:
    """The log-odds of a cell: a sentence that answers more surely is told instead."""
    chance = min(heard.probability, _CERTAIN)
    return math.log(chance / (1 - chance))


def _leaning(ask: Ask, before: Ask | None) -> Ask:
    """A short follow-up in a talk of running text, with the question that it may lean on."""
    words = bare(content(ask.text))
    if ask.topic or before is None or before.topic or not 0 < len(words) <= _LEANS:
        return ask
    said = bare(content(before.text))
    return ask if not said or said in bare(ask.text) else replace(ask, behind=before.text)


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


def _heard(ask: Ask, before: Ask | None, hears: Hears) -> Ask:
    """One of several asks that no phrase tells, with the cell that its own words surely mean."""
    text = " ".join(ask.text.split())
    leans = before is not None and len(bare(content(text))) <= _SHORT
    counts = COUNTED.search(text) or ask.operation in _RECKONING or leans
    if not counts or not _countable(text) or _bare_verb(text, before):
        return ask
    best = hears(_told(_counted(text, (ask,)), before))[0]
    if not best.subject or best.probability < _SURE or _left_to_phrases(best, text):
        return ask
    return replace(ask, topic=best.subject, parts=_parts(best), score=1.0, heard=_odds(best))

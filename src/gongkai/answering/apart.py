"""A message that asks several bodies or years different things, taken apart into its questions.

甲局2023年收到多少？乙局2022年办结多少？ are two questions, each with a body and year of its own; 甲局和
乙局谁收到的多 is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from gongkai.answering.bodies import Bodies
from gongkai.answering.clause_cut import ASKING, asks_whether_told
from gongkai.answering.mention import without
from gongkai.answering.years import find_years

_ENDS = re.compile(r"(?<=[？?！!；;。\n])|(?<=[，,])")
_ASKS = re.compile(f"{ASKING.pattern}|did|were")
# A message of so many questions is asked one by one, and the rest is left unanswered.
_MOST = 6


def apart(
    question: str,
    bodies: Bodies,
    years: Sequence[int],
    plain: Callable[[str], str],
    *,
    talked: bool = False,
) -> tuple[str, ...]:
    """The questions in a message; one where it speaks of one body, or of several at once.

    ``plain`` folds a stretch of the message as understanding does. A question begins where a body
    is named, and the one before has asked something of another body: one named before it, or
    (``talked``) in the talk.
    """
    pieces = _ENDS.split(question)
    if sum(bool(piece.strip()) for piece in pieces) < 2:
        return (question,)  # most messages: names needn't be looked up twice
    groups: list[str] = []
    loose: set[str] = set()
    subjects: list[tuple[tuple[str, ...], tuple[int, ...]]] = []
    for piece in pieces:
        told = find_years(bodies.in_chinese(plain(piece)), years)
        mentions = bodies.find(told.rest)
        found = [m for m in mentions if m.sure or not m.known]
        asks_on = asks_whether_told(without(told.rest, mentions))
        clear = [m for m in found if len(m.fits) < 2]
        named = tuple(dict.fromkeys(m.fits[0] if m.fits else m.text for m in clear))
        # A body without reports may be told of in those of the one before (宿迁几期，泗阳县几期).
        own = any(m.fits for m in found)
        # 去教育局申请要钱吗，青泽市教育局收了多少: the second name tells which is meant.
        open_name = bool(groups) and not subjects[-1][0]
        same = open_name and bool(named) and set(named) <= loose
        loose_before = loose
        loose = {name for m in found if len(m.fits) > 1 for name in m.fits}
        # 有人回头看吗？云汀区政府2020年怎么说: what comes before names nobody, it is asked of this one.
        nobody = bool(groups) and not subjects[-1][0] and not loose_before and not talked
        if groups and (same or nobody or asks_on or not own or not _ASKS.search(groups[-1])):
            groups[-1] += piece
            before = subjects[-1]
            subjects[-1] = (named or before[0], told.years or before[1])
        else:
            groups.append(piece)
            subjects.append((named, told.years))
    asked = all(_ASKS.search(group) for group in groups)
    differ = len(set(subjects)) > 1
    if not 1 < len(groups) <= _MOST or not asked or not differ:
        return (question,)
    return tuple(group.strip() for group in groups)

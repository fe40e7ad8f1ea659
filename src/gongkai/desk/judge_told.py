"""Judging figures that only the running text tells: counts, their changes, their sums.

A figure is the claim's where the words that say what it counts are the same, narrowed alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gongkai.answering.understand import plain as simplified
from gongkai.desk.claim import Verdict
from gongkai.desk.claim_figure import Figure, figures, plain
from gongkai.desk.claim_statement import Statement
from gongkai.desk.claim_words import alike, read_phrase, words
from gongkai.desk.judge import Judgement, agrees, one_line, tolerance
from gongkai.desk.judge_change import judge_change
from gongkai.desk.judge_text import Slot, TextFacts, Window, gist, pairs_of, quoted
from gongkai.desk.judge_words import FIXED, HEAD, NEG, judge_not_all
from gongkai.report import Report

# A told figure's words are the claim's where at least this share of them is.
_MUTUAL = 0.4
_SAME = 0.75
# From here on the same number in the same unit is hardly another one's by chance.
_RARE = 10
# 信息条数, 工单数量: what is counted is named, that it is counted needs no word.
_NUMBER = re.compile("的?(?:[条件场次期篇个份]数|数量|总数|总量|发布量)")
_ADDED = re.compile("共|合计|总|累计|加起来|相加")


def judge_told(  # noqa: PLR0911
    statement: Statement, report: Report, facts: TextFacts
) -> Judgement:
    """A figure outside the tables against the figures that the running text tells."""
    figure = statement.figure
    wanted = gist(statement.content)
    pairs = pairs_of(wanted)
    reading = read_phrase(statement.content)
    if reading.negated:
        problem = statement.problem or "限定或否定的数字，正文里无法核对"
        return judge_not_all(statement, report, facts) or Judgement("not_found", problem)
    if reading.blocks:  # 连续12个季度: only where a passage says so itself
        facts = replace(
            facts, slots=(),
            windows=tuple(w for w in facts.windows if all(b in w.text for b in reading.blocks)),
        )  # fmt: skip
    if figure is None or words().future.search(statement.clause):
        return Judgement("not_found", statement.problem or "没有写明数字指的是什么")
    if not pairs:
        told = _in_passage(statement, figure, report, facts)
        return told or Judgement("not_found", statement.problem or "没有写明数字指的是什么")
    near: list[tuple[float, Slot]] = []
    whole = wanted.replace(" ", "")
    for slot in facts.slots:
        have = pairs_of(slot.gist)
        if have and pairs.keys() <= have.keys() and same_unit(figure, slot.figure):
            # The very thing counted stands right before the figure: what is before it adds to it.
            last = len(whole) >= HEAD and slot.gist.replace(" ", "").endswith(whole)
            share = _SAME if last else len(pairs) / len(have)
            if slot.gist.replace(" ", "").endswith(whole) and figure.text == slot.figure.text:
                share = max(share, _MUTUAL)  # enough for the same figure, too little to refute
            near.append((max(share, len(pairs) / len(have)), slot))
    near = [(share, slot) for share, slot in near if not _narrower(wanted, slot.gist)]
    near.sort(key=lambda n: -n[0])
    for share, slot in near:
        if share >= _MUTUAL and as_told(figure, slot.figure):
            text = f"报告正文写的是“{one_line(slot.evidence.quote)}”{tolerance(figure)}"
            return Judgement(
                "supported", text, (slot.evidence,), slot.figure.value, slot.figure.unit
            )
    sure = [slot for share, slot in near if share >= _SAME]
    if sure and not any(as_told(figure, slot.figure) for _, slot in near):
        best = sure[0]
        if figure.exact and not best.figure.exact and best.figure.allows(figure.value):
            text = f"报告正文只写了约数：“{one_line(best.evidence.quote)}”"
            return Judgement("not_found", text, (best.evidence,))
        text = f"报告正文写的是“{one_line(best.evidence.quote)}”{tolerance(figure)}"
        return Judgement(
            "contradicted", text, (best.evidence,), best.figure.value, best.figure.unit
        )
    said = "".join(wanted.split())
    # 调研形成成果57篇: that it was done needs no word of its own.
    core = "".join(words().weak.sub(" ", " ".join(wanted.split())).split())
    found = (
        _in_passage(statement, figure, report, facts)
        or _in_clause(statement, figure, report, facts, said)
        or (core != said and _in_clause(statement, figure, report, facts, core))
        or _in_sentence(statement, figure, report, facts, core)
    )
    if found := found or judge_not_all(statement, report, facts):
        return found
    return Judgement("not_found", f"报告正文没有这样的数字；{statement.problem}".rstrip("；"))


def _in_passage(
    statement: Statement, figure: Figure, report: Report, facts: TextFacts
) -> Judgement | None:
    """By a passage that has all words of the clause and one figure of the very thing counted
    (对26个单位和30名个人予以通报表扬): the noun behind a figure and its unit are the same."""
    text = statement.clause
    noun = _noun(text, figure)
    others = figures(text)
    if not noun or sum(_noun(text, f) == noun for f in others) != 1:
        return None
    words_only = text
    for f in others:
        words_only = words_only.replace(f.text, "，")
    reading = read_phrase(words_only)
    pairs = pairs_of(gist(words_only))
    if reading.negated or len(pairs) < HEAD - 1:
        return None
    for window in facts.windows:
        if window.clauses > 1 or window.planned or not pairs.keys() <= window.pairs:
            continue
        if NEG.search(FIXED.sub("", window.text)) or words().hedges.search(window.text):
            continue
        if _narrower(alike(words_only), alike(window.text)):
            continue
        said = [
            f for f in figures(window.text)
            if same_unit(figure, f) and _noun(window.text, f) == noun
        ]  # fmt: skip
        if len(said) == 1 and (figure.exact or said[0].exact):
            evidence = quoted(report, window.sentence)
            verdict: Verdict = "supported" if as_told(figure, said[0]) else "contradicted"
            told = f"报告正文写的是“{one_line(evidence.quote)}”{tolerance(figure)}"
            return Judgement(verdict, told, (evidence,), said[0].value, said[0].unit)
    return None


def _in_clause(
    statement: Statement, figure: Figure, report: Report, facts: TextFacts, wanted: str
) -> Judgement | None:
    """By a clause that holds all words ``wanted``, in any order, and one figure in the very unit."""
    if not figure.unit or figure.measure != "count" or NEG.search(FIXED.sub("", statement.content)):
        return None
    if len(wanted) < 2:
        return None
    told: list[tuple[Window, Figure]] = []
    for window in facts.windows:
        if window.clauses > 1 or window.planned:
            continue
        text = alike(window.text)
        if not _covered(wanted, text) or _narrower(alike(statement.content), text):
            continue
        if NEG.search(FIXED.sub("", window.text)) or words().hedges.search(window.text):
            continue
        said = [f for f in figures(window.text) if f.unit == figure.unit]
        if len(said) == 1 and len(figures(statement.clause)) <= len(figures(window.text)):
            told.append((window, said[0]))
    right = [(w, f) for w, f in told if as_told(figure, f) and (figure.exact or f.exact)]
    if not right and (len(told) != 1 or len(wanted) < HEAD or not told[0][1].exact):
        return None
    window, best = (right or told)[0]
    evidence = quoted(report, window.sentence)
    verdict: Verdict = "supported" if right else "contradicted"
    text = f"报告正文写的是“{one_line(evidence.quote)}”{tolerance(figure)}"
    return Judgement(verdict, text, (evidence,), best.value, best.unit)


def _in_sentence(
    statement: Statement, figure: Figure, report: Report, facts: TextFacts, wanted: str
) -> Judgement | None:
    """By the very figure in a sentence that holds all words ``wanted``, the last of them beside it
    (组织业务培训3次，参训277人次 for 培训277人次). It only supports; small numbers are too common."""
    if not figure.exact or not figure.unit or figure.value < _RARE or len(wanted) < 2:
        return None
    if NEG.search(FIXED.sub("", statement.content)):
        return None
    for window in facts.windows:
        if window.clauses > 2 or window.planned:
            continue
        if "、" in window.text and "、" not in statement.clause:
            continue  # 通过网站、电视台等渠道公开221条: of all that it lists
        said = figures(window.text)
        mine = [f for f in said if f.exact and f.value == figure.value and f.unit == figure.unit]
        if len(mine) != 1 or sum(f.unit == figure.unit for f in said) > 1:
            continue
        text, whole = alike(window.text), alike(simplified(window.sentence.text))
        beside = wanted[-2:] in text and _narrowed_alike(statement.content, text)
        if not beside or not _covered(wanted, whole):
            continue
        if NEG.search(FIXED.sub("", window.text)) or words().hedges.search(window.text):
            continue
        evidence = quoted(report, window.sentence)
        told = f"报告正文写的是“{one_line(evidence.quote)}”"
        return Judgement("supported", told, (evidence,), figure.value, figure.unit)
    return None


def _narrowed_alike(claim: str, text: str) -> bool:
    """Whether what narrows the claim narrows the passage too (网站, 新媒体, 市级)."""
    return all(word in text for word in words().narrowers if word in claim)


def _covered(wanted: str, text: str) -> bool:
    """Whether stretches of two characters or more of ``text`` make up all of ``wanted``."""
    at = 0
    while at < len(wanted):
        size = next((n for n in range(len(wanted) - at, 1, -1) if wanted[at : at + n] in text), 0)
        if not size:
            return False
        at += size
    return True


def _noun(text: str, figure: Figure) -> str:
    """The two characters behind a figure; "" where no word stands there."""
    match = re.match("[\u4e00-\u9fff]{2}", text[figure.end :])
    return match.group() if match else ""


def judge_told_growth(
    statement: Statement, facts: TextFacts, before: TextFacts | None
) -> Judgement:
    """A change of a figure outside the tables: as the text tells it, else from both years' texts."""
    figure = statement.figure
    # 办理工单 is told as 工单 too; 主动公开 without 公开 would be nothing.
    wanted = _counted(statement.content, facts)
    pairs = pairs_of(wanted)
    if not pairs or words().future.search(statement.clause):
        return Judgement("not_found", statement.problem)
    for slot in facts.changes if figure else ():
        if figure and _close(wanted, slot) and slot.figure.measure == figure.measure:
            ok = slot.direction == statement.direction and as_told(figure, slot.figure)
            text = f"报告正文写的是“{one_line(slot.evidence.quote)}”{tolerance(figure)}"
            verdict: Verdict = "supported" if ok else "contradicted"
            return Judgement(verdict, text, (slot.evidence,), slot.figure.value, slot.figure.unit)
    new = [slot for slot in facts.slots if _close(wanted, slot)]
    old = [slot for slot in before.slots if _close(wanted, slot)] if before else []
    values = [{(s.figure.value, s.figure.unit) for s in found} for found in (old, new)]
    if any(len(v) != 1 for v in values) or not (_exact(old[0]) and _exact(new[0])):
        return Judgement("not_found", f"没有两年可比的数字；{statement.problem}".rstrip("；"))
    (a, _), (b, unit) = values[0].pop(), values[1].pop()
    verdict, told, value, in_unit = judge_change(statement, a, b, unit)
    text = f"两份报告的正文分别写的是{plain(a)}{unit}、{plain(b)}{unit}，{told}"
    return Judgement(verdict, text, (new[0].evidence, old[0].evidence), value, in_unit)


def judge_told_sum(statement: Statement, facts: Sequence[TextFacts]) -> Judgement:
    """Several years' figures outside the tables together (三年共召开新闻发布会15场)."""
    figure = statement.figure
    if figure is None or not _ADDED.search(statement.clause):
        return Judgement("not_found", statement.problem or "涉及多个年份，没有读懂怎样合计")
    wanted = _counted(_ADDED.sub(" ", statement.content), facts[0])
    found = [[s for s in told.slots if wanted and _close(wanted, s)] for told in facts]
    values = [{s.figure.value for s in slots if same_unit(figure, s.figure)} for slots in found]
    exact = all(_exact(s) for slots in found for s in slots)
    if any(len(v) != 1 for v in values) or not exact:
        return Judgement("not_found", f"没有各年可合计的数字；{statement.problem}".rstrip("；"))
    each = [v.pop() for v in values]
    total = sum(each, Decimal(0))
    verdict: Verdict = "supported" if agrees(figure, total, figure.unit) else "contradicted"
    formula = "＋".join(plain(value) for value in each)
    text = f"各年的报告正文合计{plain(total)}{figure.unit}（{formula}）{tolerance(figure)}"
    evidence = tuple(slots[0].evidence for slots in found)
    return Judgement(verdict, text, evidence, total, figure.unit)


def _counted(content: str, facts: TextFacts) -> str:
    """The words of what is counted: as said where the text has them so, else without 办理, 发布
    and the like (工单 for 办理工单); 主动公开 without them would be nothing."""
    content = _NUMBER.sub(" ", content)
    ways = (gist(content), gist(words().weak.sub(" ", content)))
    return next((w for w in ways if any(_close(w, slot) for slot in facts.slots)), "") or (
        ways[1] or ways[0]
    )


def _exact(slot: Slot) -> bool:
    """Whether a text tells a number itself, be it with decimals (1260.5元)."""
    return slot.figure.exact or not re.search("[约近余多几超逾]|左右|上下|以上", slot.figure.text)


def _close(wanted: str, slot: Slot) -> bool:
    """Whether a slot's words are the wanted ones, or end in them: what is before adds to them."""
    pairs, have = pairs_of(wanted), pairs_of(slot.gist)
    whole = wanted.replace(" ", "")
    if not have or not pairs.keys() <= have.keys() or _narrower(wanted, slot.gist):
        return False
    last = len(whole) >= HEAD and slot.gist.replace(" ", "").endswith(whole)
    return last or len(pairs) / len(have) >= _SAME


def same_unit(a: Figure, b: Figure) -> bool:
    if a.measure != b.measure:
        return False
    if a.unit == b.unit or a.measure == "money":
        return True
    return any(
        a.unit in group and b.unit in group for n, group in words().units.items() if len(n) > 1
    )


def _narrower(wanted: str, have: str) -> bool:
    return any((word in have) != (word in wanted) for word in words().narrowers)


def as_told(claimed: Figure, said: Figure) -> bool:
    """Whether a claimed figure is the one a text tells; a rounded one is no exact one."""
    value = said.value
    if claimed.measure == "money":
        return agrees(claimed, value, said.unit)
    if said.exact:
        return claimed.allows(value)
    if claimed.exact:
        return False
    if claimed.text == said.text or (claimed.value == value and claimed.low == said.low):
        return True
    middle = (said.low + said.high) / 2 if said.low is not None and said.high is not None else value
    return claimed.allows(middle)

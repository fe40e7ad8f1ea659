"""Judging against a report's running text: figures it tells outside the tables, and plain words.

A statement without a figure is supported only by a passage that holds all of its words close
together, with the same denials, no hedge (有待…) and no plan (下一步…) that it doesn't make itself.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from gongkai.answering.understand import plain as simplified
from gongkai.desk.claim import Verdict
from gongkai.desk.claim_figure import Figure, figures, plain
from gongkai.desk.claim_statement import Statement
from gongkai.desk.claim_words import alike, read_phrase, words
from gongkai.desk.judge import Judgement, agrees, one_line, tolerance
from gongkai.desk.judge_change import judge_change
from gongkai.desk.judge_text import Slot, TextFacts, Window, gist, pairs_of, quoted
from gongkai.report import Report
from gongkai.text import bare

# A told figure's words are the claim's where at least this share of them is.
_MUTUAL = 0.4
_SAME = 0.75
# From here on the same number in the same unit is hardly another one's by chance.
_RARE = 10
_HEAD = 4
# A passage may be so much longer than the claim it supports, and of so many clauses.
_LONGER = 3
_SPARE = 30
_IN_ORDER = 0.9
_TROUBLE = re.compile("(?:的|等)(?:问题|不足|短板)$")
_TROUBLED = re.compile(
    "^(?:的|存在|工作中?|还有|主要|突出|自身|自己|承认|坦承|指出|说|称|提到|中)*"
    "(?:问题|不足|短板|困难|薄弱环节|弱项|缺点|毛病)(?:之一|主要|还)*(?:是|为|包括|有|在于|就是|：|:)+"
)
_FIXED = re.compile("不断|不仅|不但|不予|无障碍|不动产|无偿|不见面|不掌握|非遗|非常|无正当|不得")
_NEG = re.compile("[未没无不非]|拒绝|取消|停止|禁止|暂停|终止|撤销|否认|避免")
# 没能 and 未能 deny alike.
_NOT = re.compile("没有(?=[能及曾可])|没(?=[能及曾])|从未|并未|尚未|还未|没有|还没")
_DENIED = re.compile(
    "(?:(?:[未没无不非]|拒绝|取消|停止|禁止|暂停|终止|撤销|否认|避免)有?)(?P<what>[\u4e00-\u9fff])"
)
_EVERY = re.compile("(?<![平人年月日])均|全都|一律|(?<![首大])都(?![市会])|全部")
_ALL = (
    "全部",
    "所有",
    "均",
    "都",
    "全覆盖",
    "首次",
    "首个",
    "唯一",
    "最",
    "率先",
    "第一",
    "每",
    "从",
    "已",
)
_NAME_END = re.compile("[\u4e00-\u9fff]{2,6}?(?:省|市|区|县|镇|乡|街道|局|委)(?![场民政域容内])")


def judge_told(  # noqa: PLR0911
    statement: Statement, report: Report, facts: TextFacts
) -> Judgement:
    """A figure outside the tables against the figures that the running text tells."""
    figure = statement.figure
    wanted = gist(statement.content)
    pairs = pairs_of(wanted)
    reading = read_phrase(statement.content)
    if reading.negated:
        return Judgement("not_found", statement.problem or "限定或否定的数字，正文里无法核对")
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
        if have and pairs.keys() <= have.keys() and _same_unit(figure, slot.figure):
            # The very thing counted stands right before the figure: what is before it adds to it.
            last = len(whole) >= _HEAD and slot.gist.replace(" ", "").endswith(whole)
            share = _SAME if last else len(pairs) / len(have)
            if slot.gist.replace(" ", "").endswith(whole) and figure.text == slot.figure.text:
                share = max(share, _MUTUAL)  # enough for the same figure, too little to refute
            near.append((max(share, len(pairs) / len(have)), slot))
    near = [(share, slot) for share, slot in near if not _narrower(wanted, slot.gist)]
    near.sort(key=lambda n: -n[0])
    for share, slot in near:
        if share >= _MUTUAL and _agrees(figure, slot.figure):
            text = f"报告正文写的是“{one_line(slot.evidence.quote)}”{tolerance(figure)}"
            return Judgement(
                "supported", text, (slot.evidence,), slot.figure.value, slot.figure.unit
            )
    sure = [slot for share, slot in near if share >= _SAME]
    if sure and not any(_agrees(figure, slot.figure) for _, slot in near):
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
    if found:
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
    if reading.negated or len(pairs) < _HEAD - 1:
        return None
    for window in facts.windows:
        if window.clauses > 1 or window.planned or not pairs.keys() <= window.pairs:
            continue
        if _NEG.search(_FIXED.sub("", window.text)) or words().hedges.search(window.text):
            continue
        if _narrower(alike(words_only), alike(window.text)):
            continue
        said = [
            f for f in figures(window.text)
            if _same_unit(figure, f) and _noun(window.text, f) == noun
        ]  # fmt: skip
        if len(said) == 1 and (figure.exact or said[0].exact):
            evidence = quoted(report, window.sentence)
            verdict: Verdict = "supported" if _agrees(figure, said[0]) else "contradicted"
            told = f"报告正文写的是“{one_line(evidence.quote)}”{tolerance(figure)}"
            return Judgement(verdict, told, (evidence,), said[0].value, said[0].unit)
    return None


def _in_clause(
    statement: Statement, figure: Figure, report: Report, facts: TextFacts, wanted: str
) -> Judgement | None:
    """By a clause that holds all words ``wanted``, in any order, and one figure in the very unit."""
    if (
        not figure.unit
        or figure.measure != "count"
        or _NEG.search(_FIXED.sub("", statement.content))
    ):
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
        if _NEG.search(_FIXED.sub("", window.text)) or words().hedges.search(window.text):
            continue
        said = [f for f in figures(window.text) if f.unit == figure.unit]
        if len(said) == 1 and len(figures(statement.clause)) <= len(figures(window.text)):
            told.append((window, said[0]))
    right = [(w, f) for w, f in told if _agrees(figure, f) and (figure.exact or f.exact)]
    if not right and (len(told) != 1 or len(wanted) < _HEAD or not told[0][1].exact):
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
    if _NEG.search(_FIXED.sub("", statement.content)):
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
        if _NEG.search(_FIXED.sub("", window.text)) or words().hedges.search(window.text):
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
    wanted = gist(words().weak.sub(" ", statement.content)) or gist(statement.content)
    pairs = pairs_of(wanted)
    if figure is None or not pairs or words().future.search(statement.clause):
        return Judgement("not_found", statement.problem)
    for slot in facts.changes:
        if _close(wanted, slot) and slot.figure.measure == figure.measure:
            ok = slot.direction == statement.direction and _agrees(figure, slot.figure)
            text = f"报告正文写的是“{one_line(slot.evidence.quote)}”{tolerance(figure)}"
            verdict: Verdict = "supported" if ok else "contradicted"
            return Judgement(verdict, text, (slot.evidence,), slot.figure.value, slot.figure.unit)
    new = [slot for slot in facts.slots if _close(wanted, slot)]
    old = [slot for slot in before.slots if _close(wanted, slot)] if before else []
    values = [{(s.figure.value, s.figure.unit) for s in found} for found in (old, new)]
    if any(len(v) != 1 for v in values) or not (old[0].figure.exact and new[0].figure.exact):
        return Judgement("not_found", f"没有两年可比的数字；{statement.problem}".rstrip("；"))
    (a, _), (b, unit) = values[0].pop(), values[1].pop()
    verdict, told, value, in_unit = judge_change(statement, a, b, unit)
    text = f"两年的报告正文分别写的是{plain(a)}{unit}、{plain(b)}{unit}，{told}"
    return Judgement(verdict, text, (new[0].evidence, old[0].evidence), value, in_unit)


def _close(wanted: str, slot: Slot) -> bool:
    """Whether a slot's words are the wanted ones, or end in them: what is before adds to them."""
    pairs, have = pairs_of(wanted), pairs_of(slot.gist)
    whole = wanted.replace(" ", "")
    if not have or not pairs.keys() <= have.keys() or _narrower(wanted, slot.gist):
        return False
    last = len(whole) >= _HEAD and slot.gist.replace(" ", "").endswith(whole)
    return last or len(pairs) / len(have) >= _SAME


def _same_unit(a: Figure, b: Figure) -> bool:
    if a.measure != b.measure:
        return False
    if a.unit == b.unit or a.measure == "money":
        return True
    return any(
        a.unit in group and b.unit in group for n, group in words().units.items() if len(n) > 1
    )


def _narrower(wanted: str, have: str) -> bool:
    return any((word in have) != (word in wanted) for word in words().narrowers)


def _agrees(claimed: Figure, said: Figure) -> bool:
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


def judge_words(statement: Statement, report: Report, facts: TextFacts) -> Judgement:
    """Plain words: supported by one passage that really says them, else not found."""
    content = statement.content
    trouble = bool(_TROUBLE.search(content) or _TROUBLED.match(content.strip()))
    if trouble:  # 存在…的问题: what the first half of section 五 tells
        content = _TROUBLED.sub("", _TROUBLE.sub("", content.strip()))
        statement = replace(statement, content=content)
    wanted = gist(content)
    pairs = pairs_of(wanted)
    told = "".join(wanted.split())
    if len(told.replace("公开", "")) < 2 or len(told) < 3:
        return Judgement("not_found", "这句话没有可以核对的内容")
    if len(pairs) > _HEAD:  # what was answered in time are applications, said or not
        pairs.pop("申请", None)
    near: tuple[int, Window] | None = None
    longest = _LONGER * len(bare(content)) + _SPARE
    for window in facts.windows:
        if window.clauses > 1 and window.end - window.start > longest:
            continue
        covered = len(pairs.keys() & window.pairs)
        if covered < len(pairs):
            if covered >= 0.6 * len(pairs) and (near is None or covered > near[0]):
                near = (covered, window)
            continue
        if trouble and (window.sentence.section != "五" or window.planned):
            continue
        if _says(statement, window, trouble=trouble):
            evidence = quoted(report, window.sentence)
            text = f"报告正文写的是“{one_line(evidence.quote)}”"
            return Judgement("supported", text, (evidence,))
        near = (covered, window)
    if near:
        evidence = quoted(report, near[1].sentence)
        text = f"最接近的原文是“{one_line(evidence.quote)}”，但它没有这样说"
        return Judgement("not_found", text, (evidence,))
    return Judgement("not_found", "报告正文没有找到这样说的原文")


def _says(statement: Statement, window: Window, *, trouble: bool) -> bool:  # noqa: PLR0911
    """Whether a passage that has all the claim's words really says it."""
    claim, text = simplified(statement.content), window.text
    denies, denied = (_NOT.sub("未", _FIXED.sub("", words)) for words in (claim, text))
    if Counter(_NEG.findall(denies)) != Counter(_NEG.findall(denied)):
        return False
    if not _same_denied(denies, denied):
        return False
    data = words()
    if not trouble and data.hedges.search(text) and not data.hedges.search(claim):
        return False
    plan = window.planned or bool(data.future.search(simplified(window.sentence.text)))
    if plan and not data.future.search(claim):
        return False
    if data.future.search(claim) and not plan:
        return False
    if any(word in claim and word not in text for word in ("将", "要", "会")):
        return False
    told_all, tells_all = (_EVERY.sub("全部", words) for words in (claim, text))
    if any(word in told_all and word not in tells_all for word in _ALL):
        return False
    # Of several bodies named in a passage each does its own part.
    others = {n for n in _NAME_END.findall(text) if n not in claim}
    if window.clauses > 1 and len(others) > 1:
        return False
    mine = "".join(gist(claim).replace("公开", " ").split())
    if _in_order(mine, alike(text)) >= _IN_ORDER * len(mine):
        return True
    # 形式单一、内容简单: what is listed may be listed in another order.
    items = ["".join(gist(item).replace("公开", " ").split()) for item in claim.split("、")]
    found = sum(_in_order(item, alike(text)) for item in items)
    return len(items) > 1 and found >= _IN_ORDER * sum(map(len, items))


def _same_denied(claim: str, text: str) -> bool:
    """Whether what the claim denies is what the passage denies: the same words follow."""
    said = {match.group() for match in _DENIED.finditer(text)}
    return all(match.group() in said for match in _DENIED.finditer(claim))


def _in_order(wanted: str, text: str) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(text) + 1)
    for char in wanted:
        before = 0
        for i, other in enumerate(text, 1):
            kept = row[i]
            row[i] = before + 1 if char == other else max(row[i], row[i - 1])
            before = kept
    return row[-1]

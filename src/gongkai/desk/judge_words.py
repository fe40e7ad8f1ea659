"""Judging plain words against a report's running text.

A statement without a figure is supported only by a passage that holds all of its words close
together, with the same denials, no hedge (有待…) and no plan (下一步…) that it doesn't make itself.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from gongkai.answering.understand import plain as simplified
from gongkai.answering.unlisted import ways_named
from gongkai.desk.claim_statement import Statement
from gongkai.desk.claim_words import alike, words
from gongkai.desk.judge import Judgement, one_line
from gongkai.desk.judge_text import TextFacts, Window, gist, pairs_of, quoted
from gongkai.report import Report
from gongkai.text import bare

HEAD = 4
# A passage may be so much longer than the claim it supports, and of so many clauses.
_LONGER = 3
_SPARE = 30
_IN_ORDER = 0.9
_TROUBLE = re.compile("(?:的|等)(?:问题|不足|短板)$")
_TROUBLED = re.compile(
    "^(?:的|存在|工作中?|还有|主要|突出|自身|自己|承认|坦承|指出|说|称|提到|中)*"
    "(?:问题|不足|短板|困难|薄弱环节|弱项|缺点|毛病)(?:之一|主要|还)*(?:是|为|包括|有|在于|就是|：|:)+"
)
FIXED = re.compile("不断|不仅|不但|不予|无障碍|不动产|无偿|不见面|不掌握|非遗|非常|无正当|不得")
NEG = re.compile("[未没无不非]|拒绝|取消|停止|禁止|暂停|终止|撤销|否认|避免")
# 没能 and 未能 deny alike.
_NOT = re.compile("没有(?=[能及曾可])|没(?=[能及曾])|从未|并未|尚未|还未|没有|还没")
_DENIED = re.compile(
    "(?:(?:[未没无不非]|拒绝|取消|停止|禁止|暂停|终止|撤销|否认|避免)有?)(?P<what>[\u4e00-\u9fff])"
)
# 有部分申请没有…, 有103件没能…, 超过法定期限才….
_SOME = re.compile("(?:有|尚有|仍有|还有)?(?:部分|个别|少数|一些|不少|多数|\\d+件)的?(?:申请)?")
_RECEIVED = re.compile(
    "(?:对)?(?:收到|受理|接到|办理)的(?:政府)?(?:信息公开)?申请(?=.{0,4}[都均全])"
)
_NEG_SOME = re.compile("没有能?|没能|未能|未|没|并非")
_BEYOND = re.compile("超过?了?([^，超过才后]{2,8}?)(?:之?后)?才?(?=答复|办结|办理)")
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


def judge_words(statement: Statement, report: Report, facts: TextFacts) -> Judgement:
    """Plain words: supported by one passage that really says them, else not found."""
    content = statement.content
    trouble = bool(_TROUBLE.search(content) or _TROUBLED.match(content.strip()))
    if trouble:  # 存在…的问题: what the first half of section 五 tells
        content = _TROUBLED.sub("", _TROUBLE.sub("", content.strip()))
        statement = replace(statement, content=content)
    wanted = gist(_RECEIVED.sub("申请", content))
    pairs = pairs_of(wanted)
    told = "".join(wanted.split())
    if len(told.replace("公开", "")) < 2 or len(told) < 3:
        return Judgement("not_found", "这句话没有可以核对的内容")
    if len(pairs) > HEAD:  # what was answered in time are applications, said or not
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
    if refuted := judge_not_all(statement, report, facts):
        return refuted
    if near:
        evidence = quoted(report, near[1].sentence)
        text = f"最接近的原文是“{one_line(evidence.quote)}”，但它没有这样说"
        return Judgement("not_found", text, (evidence,))
    return Judgement("not_found", "报告正文没有找到这样说的原文")


def judge_words_of(
    statement: Statement, above: tuple[str, str] | None, report: Report, facts: TextFacts
) -> Judgement:
    """Plain words of a part of the report's body (沭阳县, 市公安局), by passages told of just that part.

    ``above``: the government whose place the part's name begins with, and the place as said.
    """
    name = statement.who.unclear
    named = [re.escape(name)]
    if above and (organ := name[len(above[1]) :]):
        named += ways_named(above[1], organ)
    pattern = re.compile("|".join(named))
    windows = tuple(window for window in facts.windows if _told_of(pattern, window))
    content = statement.content.replace(name, " ", 1)
    return judge_words(replace(statement, content=content), report, replace(facts, windows=windows))


def _told_of(named: re.Pattern[str], window: Window) -> bool:
    """Whether the last body named up to a passage's end is the one that ``named`` finds."""
    text = simplified(window.sentence.text[: window.end - window.sentence.start])
    ours = [match.end() for match in named.finditer(text)]
    return bool(ours) and not _NAME_END.search(text, ours[-1])


def judge_not_all(statement: Statement, report: Report, facts: TextFacts) -> Judgement | None:
    """A claim that some weren't … against a passage by which all were (均在法定期限内答复)."""
    claim = simplified(statement.clause or statement.content)
    some = _SOME.search(claim)
    if not some or not (_NEG_SOME.search(claim) or _BEYOND.search(claim)):
        return None
    said = _BEYOND.sub(r"在\1内", claim[some.end() :])
    wanted = pairs_of(gist(_NEG_SOME.sub("", said)))
    wanted.pop("申请", None)
    for window in facts.windows:
        every = _EVERY.search(window.text) and not NEG.search(FIXED.sub("", window.text))
        if every and not window.planned and len(wanted) >= HEAD and wanted.keys() <= window.pairs:
            evidence = quoted(report, window.sentence)
            return Judgement(
                "contradicted", f"报告正文写的是“{one_line(evidence.quote)}”", (evidence,)
            )
    return None


def _says(statement: Statement, window: Window, *, trouble: bool) -> bool:  # noqa: PLR0911
    """Whether a passage that has all the claim's words really says it."""
    claim, text = simplified(statement.content), window.text
    denies, denied = (_NOT.sub("未", FIXED.sub("", words)) for words in (claim, text))
    if Counter(NEG.findall(denies)) != Counter(NEG.findall(denied)):
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

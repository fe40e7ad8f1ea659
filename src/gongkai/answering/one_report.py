"""What one report says to one thing that is asked: its cells, its details, or its sentences."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from gongkai.answering import quote
from gongkai.answering.across import disagreement
from gongkai.answering.clause import SAME
from gongkai.answering.doubt import doubts
from gongkai.answering.evidence import Evidence, Statement
from gongkai.answering.expect import expected
from gongkai.answering.fees import fees
from gongkai.answering.growth_told import growth_told
from gongkai.answering.older import tell_older
from gongkai.answering.query import Ask
from gongkai.answering.quote import Finder
from gongkai.answering.reach import contact
from gongkai.answering.reading import read_told, side_of
from gongkai.answering.relevant import windows
from gongkai.answering.seek import search_told, told_beside
from gongkai.answering.sentences import coverage, pairs
from gongkai.answering.tell import lead, tell
from gongkai.answering.topics import Topic, asks_when, content, meaning, own_case
from gongkai.report import Report
from gongkai.text import bare, squeeze

# What the report says it will do, about something that it must speak of.
_INTENDED = re.compile(
    "说要?怎么|打算怎么|准备怎么|要怎么(?:收拾|处理|应对|补)|怎么(?:收拾|补救|弥补|应对)|保证|承诺|表示要"
    "|(?:打算|准备|计划|说要)[^，。]{0,8}(?:什么|啥|哪[些里儿])"
)
# What is lacking in something that is named.
_LACKING = re.compile(
    "(?:哪些|什么|啥|哪里|哪儿|哪块|哪方面).{0,8}(?:毛病|问题|不足|短板|差距|欠缺|薄弱|漏洞|缺陷|做得不好|没做好|不到位)"
    "|(?:毛病|问题|不足|短板|差距|欠缺|薄弱)(?:是|有|在)(?:哪|什么|啥)"
    "|(?:坦承|承认|自认|检讨|反思|自我批评).{0,12}(?:哪|什么|啥|怎么)"
)
# Log-odds from which on a sentence is quoted rather than its section, or a cell.
_SURELY = 1.5
# The same for a follow-up in the words of the question before it.
_LEANING = 0.0
# Log-odds below which a text that has the question's words is told for no answer.
_UNLIKELY = -3.0
# So much of the question's words in a text is trusted to them.
_MOSTLY = 0.5
# Of several reports; 一共 is said of one as often, and its question's words are all there.
_RECKONED = ("compare", "trend")
# Asks for words, not for a number.
_OF_WORDS = re.compile("什么|啥|哪些|哪[几种类个方]|谁|怎么|怎样|如何|咋|多久|为何|[吗么没][？?]?$")
_REMEDY = re.compile(
    "对策|改进|整改|怎么改|改法|解法|拿出的?(?:办法|措施|招)|补救|怎么解决|如何解决|解决办法|有什么办法|什么措施|哪些措施"
)


def answer(report: Report, ask: Ask, finder: Finder) -> list[Statement]:
    """What one report says to one ask; [] where it says nothing."""
    data = meaning()
    found: Statement | None = None
    if rather := _rather(report, ask, finder):
        return [rather]
    if ask.topic in data.subjects:
        if beside := told_beside(report, ask):
            return [beside]
        found = tell(report, ask)
        if found:
            cells = [evidence.fact for evidence in found.evidence if evidence.fact]
            said = disagreement(report, data.subjects[ask.topic], ask)
            return [found, *said, *doubts(report, cells)]
    elif ask.topic == "contact":
        found = contact(report, ask)
    elif ask.topic.startswith("fee."):
        told = fees(report, ask)
        row = tell_older(report, ask, finder) if report.form is None else None
        return [*told, row] if row else told
    elif ask.topic == "period":
        found = _period(report)
    else:
        return _in_words(report, ask, finder)
    found = found or _otherwise(report, ask, finder)
    return [found] if found else []


def _in_words(report: Report, ask: Ask, finder: Finder) -> list[Statement]:
    """What running text says to an ask that no cell and no detail answers."""
    data = meaning()
    topic = data.topics.get(ask.topic)
    found = growth_told(report, ask) if ask.operation == "trend" else None
    if topic and not found:
        if report.form is None and ask.topic in data.older:
            found = tell_older(report, ask, finder)
        if told := [s for name in topic.joins if (s := _narrative(report, data.topics[name]))]:
            return told
        found = found or _narrative(report, topic, ask.text)
        if not found and any(channel in ask.text for channel in topic.channels):
            return []  # another figure of another channel is no answer
    found = found or _otherwise(report, ask, finder) or _leaning(report, ask, finder)
    return [found] if found else []


def _leaning(report: Report, ask: Ask, finder: Finder) -> Statement | None:
    """What answers a follow-up in the words of the question it leans on (… 那办了几回)."""
    if not ask.behind or finder.relevance is None:
        return None
    return read_told(report, replace(ask, text=_whole(ask), behind=""), finder, _LEANING)


def _whole(ask: Ask) -> str:
    """What is asked, a follow-up behind the words of the question it leans on."""
    return " ".join(f"{content(ask.behind)} {ask.text}".split())


def _rather(report: Report, ask: Ask, finder: Finder) -> Statement | None:
    """The sentence that surely answers, where it isn't sure that the topic's cell or section does.

    A topic that was only heard, or is but near to a phrase while it is asked what, who or how.
    """
    if not ask.topic or finder.relevance is None or ask.topic.startswith("fee."):
        return None
    if ask.heard:
        return read_told(report, replace(ask, topic=""), finder, ask.heard)
    topic = meaning().topics.get(ask.topic)
    # 答应改成什么样 isn't 答应给; 存在哪些问题 asks for just what its section tells.
    sure = ask.score >= SAME and (topic is not None or not side_of(ask.text))
    if (
        sure
        or (topic and topic.aspect and _of_all(ask.text))
        or expected(ask.text).counts
        or (topic and topic.units)
    ):
        return None
    if ask.operation != "lookup" or not _OF_WORDS.search(ask.text):
        return None
    return read_told(report, replace(ask, topic=""), finder, _SURELY)


def _of_all(text: str) -> bool:
    """Whether all problems or all remedies are asked for (毛病有哪些), not those of a matter."""
    sides = "|".join(word for words in meaning().sides.values() for word in words)
    rest = re.sub(f"{sides}|哪[些几]个?|什么|啥|主要|方面|存在|自己|说", "", content(text))
    return len(bare(rest)) <= 1


def _otherwise(report: Report, ask: Ask, finder: Finder) -> Statement | None:
    """What is said where no cell and no section answers: an annex's row, or sentences."""
    if own_case(ask.text):
        return None
    found: Statement | None = None
    if report.form is None:
        found = tell_older(report, ask, finder)
    counted = expected(ask.text).counts
    if not found and not ask.topic and finder.relevance:
        found = read_told(report, ask, finder)
    if not found and not ask.topic and not counted and _REMEDY.search(ask.text):
        # What is to be done about something stands among the improvements.
        found = quote.aspect(report, meaning().topics["narrative.improvements"])
    elif not found and not ask.topic and not counted and _INTENDED.search(ask.text):
        found = quote.about(report, ask, finder, "narrative.improvements")
    elif not found and not ask.topic and not counted and _LACKING.search(ask.text):
        found = quote.about(report, ask, finder, "narrative.problems")
    return found or _likely(search_told(report, ask, finder), ask, finder)


def _likely(found: Statement | None, ask: Ask, finder: Finder) -> Statement | None:
    """What the question's own words found, unless read together none of it comes near to an answer."""
    if found is None or ask.topic or finder.relevance is None:
        return found
    if ask.operation in _RECKONED or asks_when(ask.text):
        return found  # of several reports, held against each other in words that none has
    texts = [text for evidence in found.evidence for text in _around(evidence)]
    wanted = pairs(content(ask.text))
    if not wanted or coverage(wanted, " ".join(texts), Counter(), 1) >= _MOSTLY:
        return found  # 12345工单 哪年多: keywords are all that is said
    scores = finder.relevance(_whole(ask), texts) if texts else ()
    return found if max(scores, default=_UNLIKELY) >= _UNLIKELY else None


def _around(evidence: Evidence) -> list[str]:
    """The stretches of running text that a quotation is of: a clause alone leaves out what it is about."""
    at, quoted = evidence.paragraph, evidence.quote
    whole = windows(evidence.report.paragraphs[at].text) if at >= 0 else []
    return [text for text in whole if text in quoted or quoted in text] or windows(quoted)


def _narrative(report: Report, topic: Topic, asked: str = "") -> Statement | None:
    if topic.aspect:
        return quote.aspect(report, topic)
    if topic.units:
        return quote.count_told(report, topic, asked)
    if topic.led:
        return quote.under_lead(report, topic)
    return quote.whole_section(report, topic)


def _period(report: Report) -> Statement | None:
    for i, paragraph in enumerate(report.paragraphs):
        words = squeeze(paragraph.text)
        if report.period and squeeze(report.period) in words:
            evidence = Evidence(
                report, paragraph.section, report.period, paragraph.locator, None, i
            )
            return Statement(f"{lead(report)}报告的统计期限：{report.period}⟦0⟧。", (evidence,))
    return None

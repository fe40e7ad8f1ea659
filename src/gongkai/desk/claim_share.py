"""What share of what a percentage tells: 占…12.5%, 办结率98%, 75%的申请来自自然人."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.answering.topics import meaning
from gongkai.desk.claim_statement import Context, Statement
from gongkai.desk.claim_topic import TOTALS, Topic, bases_of, row_of, topics_of
from gongkai.desk.claim_words import Reading, read_phrase, words
from gongkai.text import bare

TOTAL = re.compile(
    "[、和及]?(?:[两三四二]项|[两三四二]者|上述|以上)?(?:合计|共计?|总计|总共|一共|总数|累计|加起来|加在一起|相加)共?[有为达是]*"
)
# Results of applications, which add up to all that were dealt with.
RESULTS = frozenset(
    name for name, s in meaning().subjects.items()
    if s.section == "三" and not name.startswith("applications.") and name != TOTALS[1]
)  # fmt: skip
_OF_WHOLE = re.compile("^(?:超过|不到|约|近|相当于|等于|达到?|是|为|仅为?)*(?P<whole>.{2,}?)的?$")


def share(  # noqa: PLR0911, PLR0912
    base: Statement, left: str, right: str, state: Context
) -> Statement:
    """占…12.5%, 办结率98%, 75%的申请来自自然人."""
    base = replace(base, kind="share")
    head, sep, tail = left.rpartition("占")
    if re.search("率$|率[为达是到约高低仅只有至]+$", left.strip()):
        head, sep, tail = re.sub("率[为达是到约高低仅只有至]*$", "", left.strip()), "率", ""
    elif re.search("(?:比例|比重)[为达是到约]*$", left.strip()) and not sep:
        head, sep, tail = re.sub("的?(?:比例|比重)[为达是到约]*$", "", left.strip()), "占", ""
    if not sep and "占" in _figure_lead(base):  # 维持72件，约占两成
        head, sep, tail = left, "占", ""
    if not sep and words().growth.search(left):
        return replace(base, problem="没有写明占什么的比例")
    if not sep and state.last and (of := _OF_WHOLE.match(left.strip())):
        # 办结109件，超过新收的九成
        wholes, _, trouble = topics_of(read_phrase(of["whole"]), None, state.topics, free_unit=True)
        total = len(wholes) == 1 and wholes[0].subject in TOTALS and not wholes[0].part
        if total and not trouble and wholes != state.last[:1]:
            return replace(base, topics=state.last[:1], bases=wholes)
    alone = not sep and not bare(right)  # 收到149件，个人提的不到八成
    of_new = not sep and re.match("的?(?:政府)?(?:信息)?(?:公开)?申请", right.strip())
    if not sep:  # 75%的申请来自自然人
        head, sep, tail = (left, "占", "") if alone else (right, "占", left)
    if sep == "率" and re.search("按时|按期|及时|如期|期限|限期", head):
        return replace(base, problem="报告的表格里没有按期与否的数")
    if bare(head) and TOTAL.fullmatch(bare(head)):  # 予以公开…件、部分公开…件，合计占…
        topics = terms_of(head, state)
        add, problem = True, "" if topics else "没有读懂合计的是哪几项"
    elif state.added and read_phrase(head) == Reading():  # 两项合计1519件，占…
        topics, add, problem = state.added, True, ""
    else:
        before = state.topics
        if not before and read_phrase(tail).app:  # 自然人占申请总量的96.2%
            before = (Topic(meaning().default_subject),)
        elif not before:  # 行政复议有七成维持
            before = tuple(map(Topic, read_phrase(tail).rows))
        topics, add, problem = topics_of(
            read_phrase(head), None, before, free_unit=True, last=state.last
        )
    if problem or not topics:
        return replace(base, problem=problem or "没有读懂这个比例指的是哪一项")
    bases = bases_of(topics[0], sep, tail)
    if of_new and len(bases) > 1:  # 近三成申请: of those received, likelier than of those answered
        bases = tuple(reversed(bases))
    unsaid = read_phrase(re.sub("^比(?:例|重)?|其中", "", tail)) == Reading()
    if unsaid and (whole := _whole_told(topics, state)):
        bases = (whole,)
    elif alone and len(state.topics) == 1 and {row_of(t) for t in topics} == {*state.topics}:
        bases = state.topics  # 行政复议中，维持和纠正合计…件，不到四成
    elif alone and state.topics[:1] == (Topic(TOTALS[1]),) and topics[0].subject in RESULTS:
        bases = state.topics[:1]  # 办结的申请里，…近六成
    elif alone:
        return replace(base, problem="没有写明占什么的比例")
    parents = tuple(
        row
        for row in dict.fromkeys((*map(row_of, state.listed), *state.topics))
        if topics[0].subject.startswith(f"{row.subject}.")
    )
    if len(parents) == 1 and unsaid:
        # 无法提供1078件，其中近九成七是…: of the row it is a kind of
        bases = parents if "其中" in base.clause else (*bases, *parents)
    if not bases:
        return replace(base, problem="没有读懂这个比例以什么为总数")
    if add and len({(t.subject in TOTALS, bool(t.part)) for t in topics}) > 1:
        return replace(base, problem="没有读懂合计的是哪几项")
    return replace(base, topics=topics if add else topics[:1], add=add, bases=bases)


def _whole_told(topics: Sequence[Topic], state: Context) -> Topic | None:
    """The total that the sentence told before of what a share is part of (办结76件：予以公开38件，
    正好一半); None where it told none."""
    part = topics[0].part
    told = [topic for topic in state.listed if part and topic.part == part and topic not in topics]
    if len(topics) == 1 and told and told[-1].subject in TOTALS[:2]:
        return told[-1]
    wholes = [row_of(topic) if topic.part else topic for topic in state.listed]
    for whole in reversed(wholes):
        if whole in topics:
            continue
        of_it = [
            row_of(topic) == whole if topic.part
            else topic.subject.startswith(f"{whole.subject}.")
            or (topic.subject in RESULTS and whole.subject == TOTALS[1])
            for topic in topics
        ]  # fmt: skip
        if all(of_it):
            return whole
    return None


def _figure_lead(statement: Statement) -> str:
    """The rounding words that a figure took with it (约占 of 约占两成)."""
    text = statement.figure.text if statement.figure else ""
    return re.split("[\\d一二两三四五六七八九十百分]", text)[0]


def terms_of(text: str, state: Context) -> tuple[Topic, ...]:
    """What 合计 adds up of the rows told before: as many as it says, else those since a total."""
    told = state.sums
    if match := re.search("([两二三四])(?:项|者)", text):
        count = {"两": 2, "二": 2, "三": 3, "四": 4}[match[1]]
        return told[-count:] if len(told) >= count else ()
    at = max((i + 1 for i, topic in enumerate(told) if topic.subject in TOTALS), default=0)
    terms = told[at:] if len(told) - at > 1 else told
    return terms if len(terms) > 1 else ()

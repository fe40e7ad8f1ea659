"""What the clauses of a message ask, put together: joined, led up to, without idle premises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.answering.clause import fitting, plan_of, strip
from gongkai.answering.clause_cut import ASKING, COUNTED
from gongkai.answering.expect import suits_cells
from gongkai.answering.query import Ask
from gongkai.answering.topics import COVERAGE, Meaning, content
from gongkai.text import bare

# Asks without a question word.
_TELL = re.compile(
    "告诉|介绍|[说讲列查写]一?[说讲列查下出]|总结|概括|给我|帮我|看看|算|提供|如下|解释"
)
_ASKED = re.compile(
    "^(?!.*(?:[多少]|(?<!哪)几|理由|哪[家个年]))(?:.*(?:什么|哪些|哪几|哪[里儿]|谁|怎么|如何|为何))"
)
# 95个政务新媒体里面，公众号占了多少个: the first only says of what.
_RANKS = re.compile("最[多少高低大小]|第[一二三]|哪一?[种类个条项]")
_AMONG = re.compile("(?:里头?|里面|当中|之中|之内|中间)\\s*$")


def merge(asks: Sequence[Ask], data: Meaning) -> list[Ask]:
    """Join asks of one topic (收到多少，其中企业多少); drop a clause without topic beside others."""
    merged: list[Ask] = []
    for ask in asks:
        last = merged[-1] if merged else None
        if last and ask.topic and last.topic == ask.topic:
            parts = tuple(dict.fromkeys((*(last.parts or ("",)), *(ask.parts or ("",)))))
            # 纠错率，也就是被纠正的除以总数: the sum is one of the share's two numbers.
            kept_on = ask.operation == "lookup" or (last.operation, ask.operation) == (
                "share",
                "sum",
            )
            operation = last.operation if kept_on else ask.operation
            text = f"{last.text}，{ask.text}"
            merged[-1] = replace(
                last, parts=() if parts == ("",) else parts, operation=operation, text=text
            )
        else:
            merged.append(ask)
    if any(ask.topic not in ("", COVERAGE) for ask in merged):
        # Which years there are is told where it is asked for, not beside another question.
        merged = [ask for ask in merged if ask.topic != COVERAGE or ASKING.search(ask.text)]
    told = [ask for ask in _unpremised(merged) if ask.topic or bare(content(ask.text, data))]
    asked = any(ASKING.search(ask.text) for ask in told)
    if asked or any(ask.topic for ask in told):  # 我是研究生，正在写论文: who asks, and why
        told = _led_up(told, data)
    return told or merged[:1]


def _unpremised(asks: Sequence[Ask]) -> list[Ask]:
    """Asks without the number that only leads up to a question of its own (那21起案子，案号是什么;
    95个政务新媒体里面，公众号占了多少个; 答复一件申请，平均要几天)."""
    kept: list[Ask] = []
    for ask in asks:
        lead = kept[-1] if kept else None
        leads = lead and lead.topic and lead.operation == "lookup" and not ASKING.search(lead.text)
        among = lead and _AMONG.search(lead.text) and not _RANKS.search(ask.text)
        of_it = lead and (among or ask.text.startswith(lead.text))
        asked = (
            _ASKED.search(ask.text)
            or "还是" in ask.text
            or (COUNTED.search(ask.text) and (of_it or not suits_cells(ask.text)))
        )
        if lead and leads and not ask.topic and asked:
            told = ask.text if ask.text.startswith(lead.text) else f"{lead.text}，{ask.text}"
            kept[-1] = replace(ask, text=told)
        else:
            kept.append(ask)
    return kept


def _columns(lead: str, topic: str, data: Meaning) -> tuple[str, ...]:
    """The columns that words before a clause name and nothing beside (律所等法律服务机构，在新申请里占几成)."""
    plan = plan_of(lead, data)
    alone = len(bare(content(strip(lead, plan.spans), data))) <= 1
    return fitting(plan.parts, topic, data) if plan.parts and alone else ()


def _led_up(asks: Sequence[Ask], data: Meaning) -> list[Ask]:
    """Asks without those that ask nothing; what they speak of goes to the next (代表的提案，办了几件)."""
    kept: list[Ask] = []
    before = ""
    for ask in asks:
        if ask.topic or ASKING.search(ask.text) or _TELL.search(ask.text):
            parts = ask.parts or _columns(before, ask.topic, data)
            kept.append(replace(ask, text=f"{before}{ask.text}", parts=parts))
            before = ""
        else:
            before += f"{ask.text}，"
    return kept

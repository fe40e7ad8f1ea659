"""Words before a figure that narrow what it counts (截至6月底, 涉及学区的): such a figure stays open."""

from __future__ import annotations

import re
from dataclasses import replace

from gongkai.answering.topics import meaning
from gongkai.desk.claim_clause import DEGREE, HEADING, LEAD, MOVE, THROUGH
from gongkai.desk.claim_statement import Context, Statement
from gongkai.desk.claim_words import read_phrase, words
from gongkai.desk.remark import is_remark
from gongkai.text import bare

_YEAR_END = re.compile("(?:截[至止]|到)?(?:本|当)?年?(?:底|末|终)?(?:前|时)?")
_PART_YEAR = re.compile(
    r"\d+月|[一二三四五六七八九十]月|季度|半年|[上中下]旬|以来|以后|之前|以前|初期|[两二三四五]年"
)
_WHOLE_YEAR = re.compile(r"0?1月0?1日.*12月31日|12月(?:31日|底|末)")


def narrowing(text: str) -> str:
    """What a leading clause narrows the figures behind it to; "" where it narrows nothing."""
    if HEADING.fullmatch(text.strip()) or _YEAR_END.fullmatch(bare(text)):
        return ""
    if not bare(words().growth.sub("", text)):  # 与2022年相比
        return ""
    if re.search("年报|年度报告|数据|消息", text) or is_remark(text):
        return ""
    if re.search("[:：是为]$|如下", text.strip()):  # 五年来申请量分别是：2019年44件…
        text = THROUGH.sub(" ", text).strip().rstrip(":：")
    if _PART_YEAR.search(text) and not _WHOLE_YEAR.search(text):
        return text
    reading = read_phrase(MOVE.sub(" ", DEGREE.sub("", text)))
    says = LEAD.search(text) and not re.search("(?:方面|情况)[:：]?$", text)
    return "" if says or reading.known else "".join((*reading.blocks, *reading.rest))


def led(text: str, state: Context) -> Context:
    """The context behind a clause without a figure: the reasons and the applicants it names.

    因涉及国家秘密，不予公开37件 are of that reason; 自然人重复申请，不予处理3件 theirs alone.
    """
    reading = read_phrase(text)
    reasons = tuple(row for row in reading.rows if "." in row)
    whose = [part for part in reading.parts if meaning().parts[part].section == "三"]
    alone = reading.known and not reading.negated and len(whose) == 1
    return replace(
        state, reasons=(*state.reasons, *reasons), whose=whose[0] if alone else state.whose
    )


def narrowed(statement: Statement, narrow: str) -> Statement:
    """The statement, left open where words before it narrow what a cell holds."""
    if not narrow or not statement.topics or statement.problem:
        return statement
    return replace(
        statement, problem=f"“{narrow}”限定的范围，报告的表格里没有", topics=(), content=""
    )

"""Both kinds of fee: the table's 行政事业性收费 and the text's 信息处理费."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from gongkai.answering import quote
from gongkai.answering.evidence import Statement, of_words
from gongkai.answering.query import Ask
from gongkai.answering.tell import lead, measure, tell
from gongkai.answering.topics import meaning
from gongkai.report import Report
from gongkai.text import squeeze

_TAKEN = "有收费。"


def fees(report: Report, ask: Ask) -> list[Statement]:
    """Both kinds of fee, or the one asked for: the table's 行政事业性收费, the text's 信息处理费."""
    statements = []
    charged: list[bool | None] = []
    if ask.topic == "fee.both":
        found = measure(report, "fee.administrative", "")
        told = tell(report, Ask("fee.administrative", ""))
        if told and found:
            statements.append(told)
            amount = found.facts[0].unit in ("元", "万元")
            charged.append(bool(found.value) if amount and found.value is not None else None)
        else:
            charged.append(None)
    sentences = quote.fee_sentences(report, meaning().fee_words)
    if sentences:
        evidence = [of_words(report, s.paragraph, s.start, s.end) for s in sentences]
        quotes = "".join(f"“{quote.one_line(e.quote)}”⟦{i}⟧" for i, e in enumerate(evidence))
        statements.append(Statement(f"{lead(report)}信息处理费：{quotes}", tuple(evidence)))
        charged.append(_charged(" ".join(s.text for s in sentences)))
    elif statements:
        statements.append(Statement(f"{lead(report)}报告正文没有提到信息处理费。", about=(report,)))
        charged.append(None)
    if not statements:
        return []
    if any(charged):
        return [Statement(_TAKEN), *statements]
    if charged and all(value is False for value in charged):
        none = "两类费用都没有收取。" if len(charged) > 1 else "没有收取。"
        return [Statement(none), *statements]
    return statements


def takes(statements: Sequence[Statement]) -> bool:
    """Whether what `fees` tells begins with fees having been taken."""
    return bool(statements) and statements[0].text == _TAKEN


def _charged(text: str) -> bool | None:
    """Whether a text about the processing fee tells of money taken; None where it doesn't say."""
    text = squeeze(text)
    amounts = [Decimal(a.replace(",", "")) for a in re.findall(r"(\d[\d,]*(?:\.\d+)?)万?元", text)]
    if any(amounts):
        return True
    denied = re.search("[未没无不](?:有|曾|予|发生|产生)?[^，。；]{0,10}(?:收取|收费|费用)", text)
    return False if amounts or denied else None

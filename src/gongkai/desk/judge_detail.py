"""Judging what stands outside tables and plain words: the processing fee and contact details."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gongkai.answering.evidence import Evidence, of_fact
from gongkai.answering.fees import fees
from gongkai.answering.query import Ask
from gongkai.answering.quote import fee_sentences
from gongkai.answering.reach import of_detail
from gongkai.answering.sentences import Sentence
from gongkai.answering.topics import meaning
from gongkai.answering.understand import plain as simplified
from gongkai.desk.claim import Verdict
from gongkai.desk.claim_figure import Figure, figures, plain
from gongkai.desk.claim_statement import Statement
from gongkai.desk.claim_topic import Topic
from gongkai.desk.judge import YUAN, Held, Judgement, agrees, held, one_line, tolerance
from gongkai.desk.judge_text import quoted
from gongkai.report import Report
from gongkai.text import squeeze

# So many characters of an address name a street and a number.
_STREET = 5
_TOWN = tuple("省市区县旗镇乡村道")


def judge_fee(statement: Statement, report: Report) -> Judgement:  # noqa: PLR0911
    """A fee told or denied: the text's 信息处理费, for 收费 at large the table's row too."""
    topic = statement.topics[0].subject
    name = meaning().label(topic)
    found = fee_sentences(report, meaning().fee_words)
    evidence = tuple(quoted(report, sentence) for sentence in found)
    quote = "".join(f"“{one_line(e.quote)}”" for e in evidence[:2])
    amounts = _amounts(found)
    if statement.figure is not None:
        if topic == "fee.both":
            return _either(statement, report, evidence)
        if not amounts:
            denied = _charged(report) is False
            if denied and statement.figure.low is not None and statement.figure.value > 0:
                return Judgement(
                    "contradicted", f"报告正文写的是{quote}", evidence, Decimal(0), "元", name
                )
            if denied and statement.figure.value == 0:
                return Judgement(
                    "supported", f"报告正文写的是{quote}", evidence, Decimal(0), "元", name
                )
            return Judgement("not_found", f"报告没有写{name}的金额", evidence, topic=name)
        if len({(a.value, a.unit) for a in amounts}) > 1:
            return Judgement("not_found", f"报告正文有几个收费金额：{quote}", evidence, topic=name)
        right = agrees(statement.figure, amounts[0].value, amounts[0].unit)
        return Judgement(
            "supported" if right else "contradicted",
            f"报告正文写的是{quote}{tolerance(statement.figure)}", evidence, amounts[0].value,
            amounts[0].unit, name,
        )  # fmt: skip
    charged: list[bool | None] = [_charged(report)]
    lines = [f"报告正文：{quote}" if quote else "报告正文没有提到信息处理费"]
    if topic == "fee.both":
        cell = held(report, Topic("fee.administrative"))
        charged.append(None if cell is None or cell.value is None else cell.value > 0)
        told = (
            "没有填写或没有这一栏"
            if cell is None or cell.value is None
            else f"{plain(cell.value)}{cell.unit}"
        )
        lines.append(f"表格里行政事业性收费：{told}")
        if cell:
            evidence += tuple(
                Evidence(report, f.address.section, f.text, f.locator, f) for f in cell.facts
            )
    verdict: Verdict
    if any(charged):
        verdict = "contradicted" if statement.zero else "supported"
    elif all(c is False for c in charged):
        verdict = "supported" if statement.zero else "contradicted"
    else:
        verdict = "not_found"
    return Judgement(verdict, "；".join(lines), evidence, topic=name)


def _either(statement: Statement, report: Report, evidence: tuple[Evidence, ...]) -> Judgement:
    """收费…元 without a word of which fee: what one of the two fits is meant, what neither fits is
    refuted where both are known."""
    processing = judge_fee(replace(statement, topics=(Topic("fee.processing"),)), report)
    found = held(report, Topic("fee.administrative"))
    if processing.verdict == "supported" and (found is None or _both(statement, found, report)):
        return processing
    if found is None or found.value is None or not found.unit or statement.figure is None:
        text = f"没有写明是信息处理费还是行政事业性收费；{processing.explanation}"
        return Judgement("not_found", text, evidence)
    cells = tuple(of_fact(report, fact) for fact in found.facts)
    name = meaning().label("fee.administrative")
    told = f"报告表格里{name}为{plain(found.value)}{found.unit}"
    both = _both(statement, found, report)
    right = agrees(statement.figure, found.value, found.unit) and both
    if right or processing.verdict == "contradicted":
        verdict: Verdict = "supported" if right else "contradicted"
        text = f"{told}；{processing.explanation}" if not right else told
        return Judgement(
            verdict, text + tolerance(statement.figure), (*cells, *evidence), found.value,
            found.unit, name,
        )  # fmt: skip
    text = f"没有写明是信息处理费还是行政事业性收费：{told}；{processing.explanation}"
    return Judgement("not_found", text, (*cells, *evidence))


def _both(statement: Statement, found: Held, report: Report) -> bool:
    """Whether the two fees together agree with the claim too, so that it needn't say which it
    means; what isn't told is taken for none charged."""
    yuan = found.value * YUAN[found.unit] if found.value and found.unit in YUAN else Decimal(0)
    amounts = _amounts(fee_sentences(report, meaning().fee_words))
    total = yuan + sum((a.value * YUAN[a.unit] for a in amounts[:1] if a.unit in YUAN), Decimal(0))
    return statement.figure is not None and agrees(statement.figure, total, "元")


def _charged(report: Report) -> bool | None:
    """Whether the text tells of a processing fee taken, as the assistant reads it."""
    told = fees(report, Ask("fee.processing", ""))
    if not told:
        return None
    if told[0].text.startswith("有收费"):
        return True
    return False if told[0].text.startswith("没有收取") else None


def _amounts(found: Sequence[Sentence]) -> list[Figure]:
    """The fee's amounts: those right behind a fee's name, else the only one there is."""
    mine, every = [], []
    for sentence in found:
        text = simplified(sentence.text)
        for figure in figures(text):
            if figure.measure == "money":
                every.append(figure)
                if any(w in re.split("[，,。；]", text[: figure.start])[-1] for w in ("处理费",)):
                    mine.append(figure)
    return mine or every


def judge_contact(statement: Statement, report: Report) -> Judgement:
    """A contact detail against the one the report prints. ``content`` is "field|value"."""
    field, _, claimed = statement.content.partition("|")
    name = meaning().contact_fields[field][0]
    detail = report.contact.details().get(field)
    if detail is None:
        return Judgement("not_found", f"报告没有写{name}", topic=name)
    evidence = of_detail(report, detail)
    printed, said = _contact(detail.value), _contact(claimed)
    # 示范路148号5号楼: the town before the street goes without saying.
    street = field == "address" and len(said) >= _STREET and printed.endswith(said)
    same = printed == said or (street and printed.removesuffix(said).endswith(_TOWN))
    verdict: Verdict = "supported" if same else "contradicted"
    return Judgement(verdict, f"报告写的{name}是“{detail.value}”", (evidence,), topic=name)


def _contact(value: str) -> str:
    return re.sub(r"^https?:|/+$|[-\s()（）—]|^//", "", squeeze(value)).strip("/")

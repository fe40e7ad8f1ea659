"""Sentences that tell cells in words, in the many ways in which reports do: true when planted.

Written apart from the product's own words for cells; real reports (2008 to 2025) were the model.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import cn2an

from gongkai.eval.faults_draft import Draft
from gongkai.form import form
from gongkai.report import Address

Sum = Callable[[Draft], Decimal | None]


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence with ``{n}`` for the number of ``cell``; ``unit`` is the measure words it takes."""

    text: str
    cell: str
    units: str = "件"


def cells(draft: Draft) -> Mapping[str, Decimal | None]:
    """The numbers that sentences tell, by name; None where a cell is blank."""
    layout = form(draft.form)
    whole = layout.applicants[-1]

    def row(*starts: str) -> Decimal | None:
        found = [
            draft.values[Address("三", r, (whole,))]
            for r in layout.rows if any(label.startswith(s) for label in r for s in starts)
        ]  # fmt: skip
        return _sum(found)

    def outcome(*path: str) -> Decimal | None:
        found = [
            draft.values[Address("四", (), o)] for o in layout.outcomes
            if o[0] == path[0] and o[-1] == path[-1]
        ]  # fmt: skip
        return _sum(found)

    def second(item: str, column: int) -> Decimal | None:
        for clause in layout.clauses:
            for label in clause.items:
                if label.endswith(item) and column < len(clause.columns):
                    return draft.values[
                        Address("二", (clause.label, label), (clause.columns[column],))
                    ]
        return None

    last = 0 if draft.form == "2021" else 2
    return {
        "new": row("一、"), "in": row("二、"), "total": row("（七）"), "out": row("四、"),
        "granted": row("（一）"), "partial": row("（二）"), "denied": row("（三）"),
        "unable": row("（四）"), "unprocessed": row("（五）"), "otherwise": row("（六）"),
        "open": row("（一）", "（二）"),
        "review": outcome("行政复议", "总计"), "lawsuit": outcome("行政诉讼", "总计"),
        "upheld": outcome("行政复议", "结果维持"), "corrected": outcome("行政复议", "结果纠正"),
        "made": second("规范性文件", 0),
        "repealed": second("规范性文件", 1) if draft.form == "2021" else None,
        "valid": second("规范性文件", 2) if draft.form == "2021" else None,
        "licence": second("行政许可", last), "penalty": second("行政处罚", last),
        "coercion": second("行政强制", last),
        "fee": second("行政事业性收费", 0) if draft.form == "2021" else None,
    }  # fmt: skip


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) and values else None


TELLINGS = (
    Telling("{y}年全年新收政府信息公开申请{n}{u}。", "new", "件宗"),
    Telling("本年度共收到政府信息公开申请{n}{u}。", "new", "件份"),
    Telling("{y}年，{we}收到依申请公开{n}{u}。", "new", "件"),
    Telling("收到政府信息公开申请{new}件，上年结转{n}{u}。", "in"),
    Telling("收到政府信息公开申请{new}件，按时办结{n}{u}。", "total"),
    Telling("收到政府信息公开申请{new}件，办结{total}件，结转下年度继续办理{n}{u}。", "out"),
    Telling("政府信息公开申请办结{total}件，其中予以公开{n}{u}。", "granted"),
    Telling("政府信息公开申请办结{total}件，其中予以公开{granted}件、部分公开{n}{u}。", "partial"),
    Telling("依申请公开答复{total}件，其中不予公开{n}{u}。", "denied"),
    Telling("政府信息公开申请办结{total}件，其中予以公开{granted}件，无法提供{n}{u}。", "unable"),
    Telling("政府信息公开申请办结{total}件，其中，不予处理{n}{u}。", "unprocessed"),
    Telling("政府信息公开申请办结{total}件，其中，其他处理{n}{u}。", "otherwise"),
    Telling("因政府信息公开引起的行政复议案件{n}{u}。", "review", "件起宗"),
    Telling("全年因政府信息公开被提起行政诉讼{n}{u}。", "lawsuit", "件起"),
    Telling("政府信息公开行政复议{review}件，其中结果维持{n}{u}。", "upheld"),
    Telling(
        "政府信息公开行政复议{review}件，其中结果维持{upheld}件，结果纠正{n}{u}。", "corrected"
    ),
    Telling("{y}年制发行政规范性文件{n}{u}。", "made", "件份个"),
    Telling("全年废止行政规范性文件{n}{u}。", "repealed"),
    Telling("现行有效行政规范性文件{n}{u}。", "valid"),
    Telling("{y}年作出行政许可决定{n}{u}。", "licence"),
    Telling("全年作出行政处罚决定{n}{u}。", "penalty", "件起"),
    Telling("本年度作出行政强制决定{n}{u}。", "coercion"),
    Telling("{y}年收取行政事业性收费{n}{u}。", "fee", "元"),
)
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def number(value: Decimal, style: str) -> str:
    """A number in one of the styles in which reports print them."""
    if style == "han" and value == value.to_integral_value():
        return str(cn2an.an2cn(int(value)))
    text = format(value, "f")
    if style == "full":
        return text.translate(_FULL)
    return f"{value:,}" if style == "comma" else text


STYLES = ("plain", "plain", "plain", "han", "full", "comma")


def tell(draft: Draft, telling: Telling, rng: random.Random, *, off: int = 0) -> str | None:
    """The sentence for a draft, its number ``off`` by so much; None where a cell is blank or nothing.

    Of a body that governs others 全市, 全县 … is said, as such reports do.
    """
    known = cells(draft)
    wanted = [name for name in known if f"{{{name}}}" in telling.text] + [telling.cell]
    values = {name: known[name] for name in wanted}
    if any(value is None for value in values.values()):
        return None
    value = known[telling.cell]
    assert value is not None
    if value + off < 0 or (not value and not off):
        return None
    unit = "万元" if telling.units == "元" else rng.choice(telling.units)
    shown = number(value + off, rng.choice(STYLES))
    others = {name: format(v, "f") for name, v in values.items() if v is not None}
    body = draft.order.body
    text = telling.text.format(n=shown, u=unit, y=draft.order.year, we=body.we, **{**others})
    if body.kind == "government" and telling.cell in ("made", "repealed", "valid", "licence",
                                                      "penalty", "coercion", "fee"):  # fmt: skip
        text = f"全{body.we[-1]}{text}" if not text.startswith(str(draft.order.year)) else (
            text.replace("年", f"年全{body.we[-1]}", 1))  # fmt: skip
    return text

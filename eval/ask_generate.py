"""Questions made from truths, by a seed: single cells, near-miss pairs, absent bodies and years.

The splits use different wordings, so that a phrase learned on one doesn't answer the other.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

from gongkai.eval.ask_question import Gold, Place, Question, Split, Value

Truth = dict[str, Any]
_HELD_PART = 0.4
_NUMBERING = re.compile(r"^(?:（[一二三四五六七]）|[一二三四]、|\d[.、])")

# What people call a row, by how its printed label begins (after its number): dev, held.
_ROWS = {
    "本年新收": ("当年收到的申请", "新递交来的申请"),
    "上年结转": ("从上一年带过来的申请", "上年没办完转来的申请"),
    "予以公开": ("给予公开的申请", "答应公开的申请"),
    "部分公开": ("只公开了一部分的申请", "部分给看的申请"),
    "其他法律行政法规禁止": ("法律法规禁止公开而拒绝的申请", "因法律规定不许公开的申请"),
    "保护第三方": ("为保护第三方权益没公开的申请", "怕损害别人合法权益而不公开的申请"),
    "属于行政查询": ("属于行政查询而不公开的申请", "算作行政查询事项的申请"),
    "本机关不掌握": ("本单位不掌握该信息的申请", "这个单位手上没有信息的申请"),
    "没有现成": ("要另行制作才有的申请", "没有现成材料的申请"),
    "补正后": ("补正完内容还是不明确的申请", "补充过仍说不清的申请"),
    "信访举报": ("其实是信访投诉的申请", "信访举报性质的申请"),
    "重复申请": ("内容重复的申请", "重复递交的申请"),
    "总计": ("全年办完的申请", "全部办理完的申请"),
    "结转下年度": ("留到下一年接着办的申请", "转入次年继续办的申请"),
}  # fmt: skip
_APPLICANTS = {
    "总计": ("", ""),
    "自然人": ("自然人", "公民个人"),
    "商业企业": ("商业企业", "公司企业"),
}
_WHOLE = (
    ("{row}一共有多少件", "{row}有几件", "{row}数量"),
    ("{row}总共是多少件", "{row}合起来几件", "有多少{row}"),
)
_PART = (
    ("{row}其中{who}的有多少件", "{who}提出的{row}有几件", "{row}，{who}一栏填的几件"),
    ("{row}里面{who}的是多少件", "{who}的{row}数是多少", "在{row}当中，{who}占了几件"),
)
_ITEMS = {
    ("行政许可", "处理决定"): ("行政许可决定作出了多少", "行政许可的处理决定数"),
    ("行政处罚", "处理决定"): ("行政处罚决定作出了多少", "行政处罚的处理决定数"),
    ("行政强制", "处理决定"): ("行政强制决定作出了多少", "行政强制的处理决定数"),
    ("行政规范性文件", "制发"): ("行政规范性文件制发了几件", "制定印发的行政规范性文件数"),
    ("行政规范性文件", "废止"): ("行政规范性文件废止了几件", "宣布废止的行政规范性文件数"),
    ("行政规范性文件", "现行有效"): ("行政规范性文件现行有效几件", "仍然有效的行政规范性文件数"),
}
_FRAMES = {
    "dev": ("{bureau}{year}年{what}", "请问{year}年{bureau}{what}？", "{what}，{bureau}，{year}年"),
    "held": (
        "{year}年度{bureau}的情况：{what}？", "{bureau}在{year}年，{what}是几", "查{bureau}{year}：{what}",
    ),
}  # fmt: skip
# Of kinds that the corpus has, in its own places, but not these.
_ABSENT = ("水利局", "审计局", "农业农村局", "文化和旅游局", "司法局", "统计局")


def generate(truths: Sequence[Truth], count: int, seed: int) -> tuple[Question, ...]:
    """``count`` questions, the same for the same truths and seed.

    Three of four ask a cell; each of those comes with its near miss: the same words of another
    body, another year or another row. The rest names a body or year that isn't indexed.
    """
    rng = random.Random(f"generate:{seed}")
    made: dict[str, Question] = {}
    cells = [(truth, cell) for truth in truths for cell in _asked(truth)]
    by_words: dict[tuple[str, str], list[tuple[Truth, Any]]] = {}
    for truth, cell in cells:
        by_words.setdefault(cell[0], []).append((truth, cell))
    while len(made) < count:
        split: Split = "held" if rng.random() < _HELD_PART else "dev"
        frame = rng.choice(_FRAMES[split])
        if rng.random() < 0.2:
            _put(made, _missing(truths, cells, split, frame, rng))
            continue
        truth, cell = rng.choice(cells)
        near, other = rng.choice(by_words[cell[0]])
        _put(made, _cell(truth, cell, split, frame, len(made)))
        if near is not truth and len(made) < count:
            _put(made, _cell(near, other, split, frame, len(made)))
    return tuple(made.values())


def _put(made: dict[str, Question], question: Question) -> None:
    """Keep each wording once; ids count up."""
    if question.question not in made:
        made[question.question] = question.model_copy(update={"id": f"made-{len(made) + 1:04d}"})


def _asked(truth: Truth) -> Iterator[tuple[tuple[str, str], Any]]:
    """The cells that have words, with these words (dev, held)."""
    for fact in truth["facts"]:
        column = fact["column"][-1]
        if fact["section"] == "二":
            for (item, part), said in _ITEMS.items():
                if fact["row"][-1] == item and part in column:
                    yield said, fact
        elif fact["section"] == "三" and column in _APPLICANTS:
            label = _NUMBERING.sub("", fact["row"][-1])
            who = _APPLICANTS[column]
            for start, rows in _ROWS.items():
                if not label.startswith(start):
                    continue
                for dev, held in zip(*(_PART if who[0] else _WHOLE), strict=True):
                    words = (
                        dev.format(row=rows[0], who=who[0]),
                        held.format(row=rows[1], who=who[1]),
                    )
                    yield words, fact


def _cell(truth: Truth, cell: Any, split: Split, frame: str, number: int) -> Question:
    said, fact = cell
    report = truth["report"]
    blank = fact["value"] is None
    value = Value(
        bureau=report["bureau"],
        year=report["year"],
        value="未填写" if blank else _number(fact["value"]),
        cell=Place(section=fact["section"], row=tuple(fact["row"]), column=tuple(fact["column"])),
    )
    values = (value, *_told_otherwise(truth, fact))
    text = frame.format(
        bureau=report["bureau"], year=report["year"], what=said[0 if split == "dev" else 1]
    )
    return Question(
        id=f"made-{number}", conversation=None, question=text, kind="blank" if blank else "fact",
        corpus="sample", gold=Gold(status="answered", values=values), split=split,
        tags=("generated",),
    )  # fmt: skip


def _told_otherwise(truth: Truth, fact: Any) -> list[Value]:
    """Where prose and table disagree, an answer shows both."""
    report = truth["report"]
    return [
        Value(bureau=report["bureau"], year=report["year"], value=_number(found["text"]))
        for found in truth.get("disagrees", ())
        if found["row"] == fact["row"] and found["column"] == fact["column"]
    ]


def _missing(
    truths: Sequence[Truth], cells: Sequence[tuple[Truth, Any]], split: Split, frame: str,
    rng: random.Random,
) -> Question:  # fmt: skip
    truth, cell = rng.choice(cells)
    bureau = truth["report"]["bureau"]
    what = cell[0][0 if split == "dev" else 1]
    years = {t["report"]["year"] for t in truths if t["report"]["bureau"] == bureau}
    if rng.random() < 0.5:
        place = next(bureau[: bureau.rindex(end) + 1] for end in "区市" if end in bureau)
        kind, bureau, year = "unknown_body", place + rng.choice(_ABSENT), truth["report"]["year"]
    else:
        near = [year for year in range(2017, 2027) if year not in years]
        kind, year = "unknown_year", rng.choice(near)
    return Question(
        id="made-0", conversation=None, question=frame.format(bureau=bureau, year=year, what=what),
        kind=kind, corpus="sample", gold=Gold(status="not_found"), split=split, tags=("generated",),
    )  # fmt: skip


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)

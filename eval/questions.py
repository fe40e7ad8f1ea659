"""Questions made from truths: a body, a year and a cell of the form or a topic of the prose."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one report, and the value an answer must tell.

    ``expect`` is None where the truth has no single number for it (blank, or a matter of words).
    """

    text: str
    kind: Literal["fact", "narrative"]
    bureau: str
    year: int
    expect: float | None


_ROWS = {
    "规章": ("规章",),
    "规范性文件": ("行政规范性文件", "规范性文件"),
    "行政规范性文件": ("行政规范性文件", "规范性文件"),
    "行政许可": ("行政许可",),
    "行政处罚": ("行政处罚",),
    "行政强制": ("行政强制",),
    "行政事业性收费": ("行政事业性收费",),
    "政府集中采购": ("政府集中采购",),
    "一、": ("新收到的政府信息公开申请", "本年新收的申请"),
    "二、": ("上年结转的申请", "从上一年转来的申请"),
    "（一）": ("予以公开的申请", "答复予以公开的申请"),
    "（二）": ("部分公开的申请",),
    "1.属于国家秘密": ("因属于国家秘密不予公开的申请",),
    "6.属于四类": ("因属于过程性信息不予公开的申请",),
    "8.属于行政查询": ("因属于行政查询事项不予公开的申请",),
    "1.本机关不掌握": ("因本机关不掌握而无法提供的申请",),
    "2.没有现成": ("没有现成信息需要另行制作的申请",),
    "1.信访": ("信访举报投诉类申请",),
    "2.重复": ("重复申请",),
    "（七）": ("办理完的申请总数", "办结的申请"),
    "四、": ("结转下年度继续办理的申请",),
}
_COLUMNS = {
    "本年制发件数": "制发了多少件",
    "本年废止件数": "废止了多少件",
    "现行有效件数": "现行有效的有多少件",
    "本年新制作数量": "新制作了多少件",
    "本年新公开数量": "新公开了多少件",
    "对外公开总数量": "对外公开总数是多少",
    "本年处理决定数量": "作出了多少件决定",
    "处理决定数量": "处理决定数量是多少",
    "上一年项目数量": "上一年有多少项",
    "本年增/减": "本年增减多少项",
    "采购项目数量": "采购项目有多少个",
    "采购总金额": "采购总金额是多少",
    "本年收费金额（单位：万元）": "收了多少万元",
    "总计": "一共有多少件",
    "自然人": "中自然人提出的有多少件",
    "商业企业": "中企业提出的有多少件",
    "法律服务机构": "中法律服务机构提出的有多少件",
}
_FRAMES = (
    "{bureau}{year}年{row}{column}？", "{year}年{bureau}{row}{column}？",
    "请问{bureau}在{year}年{row}{column}", "我想知道{bureau}{year}年度{row}{column}",
    "{year}年，{bureau}的{row}{column}？",
)  # fmt: skip
_OUTCOMES = {"结果维持": "维持", "结果纠正": "被纠正", "尚未审结": "还没审结", "总计": "一共"}
_TOLD = {
    "disclosed": ("主动公开了多少条政府信息？", "全年公开信息多少条？", "公开了多少条信息"),
    "new_media": ("政务新媒体发布了多少条信息？", "新媒体发了多少条？"),
    "interpretations": ("发布了多少篇政策解读？", "政策解读有几篇？"),
    "press_conferences": ("开了几场新闻发布会？", "新闻发布会有多少场"),
    "hotline": ("12345热线办理了多少件工单？", "办理热线工单多少件"),
    "trainings": ("组织了几次培训？", "业务培训开展了多少次"),
    "inspections": ("开展了几次专项检查？",),
    "proposals": ("公开了多少件建议提案办理结果？",),
    "consultations": ("开展了几次意见征集？",),
    "open_days": ("办了几场政府开放日活动？",),
    "columns": ("新设了几个专题专栏？",),
    "messages": ("回复了多少条网民留言？",),
}
_SPOKEN = (
    "存在哪些问题？", "信息公开工作的主要问题是什么", "有什么改进措施？", "下一步打算怎么改进？",
    "信息公开工作总体情况怎么样", "平台建设做了什么？", "怎么做监督保障的？", "有没有收信息处理费？",
    "依申请公开的情况如何", "怎样加强政府信息管理？",
)  # fmt: skip


def fact_questions(
    truths: Sequence[dict[str, Any]], count: int, rng: random.Random
) -> list[Question]:
    """``count`` questions, each about one cell of one report with a printed value."""
    found: list[Question] = []
    while len(found) < count:
        truth = rng.choice(truths)
        item = rng.choice(truth["facts"])
        bureau, year = truth["report"]["bureau"], truth["report"]["year"]
        words = _reviews(item) if item["section"] == "四" else _cell(item, rng)
        if item["value"] is None or not words:
            continue
        text = rng.choice(_FRAMES).format(bureau=bureau, year=year, row=words[0], column=words[1])
        found.append(Question(text, "fact", bureau, year, item["value"]))
    return found


def _cell(item: dict[str, Any], rng: random.Random) -> tuple[str, str] | None:
    row = next((words for key, words in _ROWS.items() if item["row"][-1].startswith(key)), None)
    column = _COLUMNS.get(item["column"][-1])
    return (rng.choice(row), column) if row and column else None


def _reviews(item: dict[str, Any]) -> tuple[str, str] | None:
    outcome = _OUTCOMES.get(item["column"][-1])
    if outcome is None:
        return None
    where = "".join(item["column"][:-1]).replace("行政诉讼", "行政诉讼中", 1)
    return f"政府信息公开{where}", f"{outcome}多少件"


def narrative_questions(
    truths: Sequence[dict[str, Any]], count: int, rng: random.Random
) -> list[Question]:
    """``count`` questions about the prose: half for a figure in it, half for what it says."""
    found: list[Question] = []
    while len(found) < count:
        truth = rng.choice(truths)
        bureau, year = truth["report"]["bureau"], truth["report"]["year"]
        figures = [key for key in truth["narrative"] if key in _TOLD]
        frame = rng.choice(("{bureau}{year}年{what}", "{year}年{bureau}{what}"))
        expect = None
        what = rng.choice(_SPOKEN)
        if figures and rng.random() < 0.5:
            key = rng.choice(figures)
            what, expect = rng.choice(_TOLD[key]), truth["narrative"][key]
        text = frame.format(bureau=bureau, year=year, what=what)
        found.append(Question(text, "narrative", bureau, year, expect))
    return found


def tells(answer: str, expect: float) -> bool:
    """Whether the number stands in the answer, with or without separators and trailing zeros."""
    import re

    numbers = re.findall(r"[-+−]?\d[\d,，]*(?:\.\d+)?", answer)
    return any(
        float(re.sub("[,，]", "", number).replace("−", "-")) == float(expect) for number in numbers
    )

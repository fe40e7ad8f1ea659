"""Questions to several bodies at once: which they are, how they are ranked, added and bounded."""

from __future__ import annotations

import re

import pytest

from gongkai.answering.assistant import Assistant
from gongkai.answering.bodies import Bodies
from gongkai.answering.several import several

BODIES = Bodies(
    [
        "青泽市人民政府",
        "青泽市教育局",
        "青泽市民政局",
        "青泽市云汀区教育局",
        "青泽市云汀区人民政府",
        "青泽市云汀区梅坪镇人民政府",
        "栖汀市人民政府",
    ]
)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("青泽市各局收到多少申请", ["青泽市教育局", "青泽市民政局", "青泽市云汀区教育局"]),
        ("云汀区各部门收费了吗", [n for n in BODIES.names if "云汀区" in n]),
        ("哪个镇收到的申请最多", ["青泽市云汀区梅坪镇人民政府"]),
        ("各教育局的申请数", ["青泽市教育局", "青泽市云汀区教育局"]),
        ("所有单位一共收到多少申请", list(BODIES.names)),
        ("哪些市收到的申请多", ["青泽市人民政府", "栖汀市人民政府"]),
        ("青泽市教育局收到多少申请", None),
        ("云汀区收到多少申请", None),
        ("各收到多少申请", None),
    ],
)
def test_the_bodies_meant(question: str, names: list[str] | None) -> None:
    found = several(question, BODIES.find(question), BODIES)
    assert (list(found.names) if found else None) == names


def _numbers(text: str) -> list[int]:
    return [int(n) for n in re.findall(r"(\d+)件", text)]


@pytest.mark.parametrize(
    ("question", "down"),
    [
        ("2022年哪个单位收到的申请最多", True),
        ("把2022年各单位收到的申请数排个序", True),
        ("2022年各单位谁收到的申请最少", False),
    ],
)
def test_a_ranking_is_in_order_and_cited(sample: Assistant, question: str, down: bool) -> None:
    answer = sample.ask(question).answer
    assert answer.status == "answered"
    told = _numbers(answer.text)
    assert len(told) > 2
    assert told == sorted(told, reverse=down)
    assert {c.year for c in answer.citations} == {2022}
    assert len({c.bureau for c in answer.citations}) == len(told)


def test_a_bound_keeps_what_is_beyond_it(sample: Assistant) -> None:
    every = {
        c.bureau: c.fact.value
        for c in sample.ask("2022年各单位收到的申请数排个序").answer.citations
        if c.fact and c.fact.value is not None
    }
    above = sample.ask("2022年收到申请超过50件的单位有哪些").answer
    assert {c.bureau for c in above.citations} == {b for b, value in every.items() if value > 50}


def test_a_sum_over_bodies_adds_what_it_cites(sample: Assistant) -> None:
    answer = sample.ask("2022年所有单位一共收到多少申请").answer
    total = sum(c.fact.value for c in answer.citations if c.fact and c.fact.value is not None)
    assert f"合计{total}件" in answer.text

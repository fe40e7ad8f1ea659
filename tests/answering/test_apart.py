"""Messages of several questions: taken apart where each has a body of its own."""

from __future__ import annotations

import pytest

from gongkai.answering.apart import apart
from gongkai.answering.assistant import Assistant
from gongkai.answering.bodies import Bodies
from gongkai.answering.understand import plain

BODIES = Bodies(["青泽市教育局", "青泽市民政局", "青泽市人民政府"])


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("青泽市教育局2023年新收多少件？青泽市民政局2022年又办结多少件？", 2),
        ("青泽市教育局的电话多少，民政局有没有收费", 2),
        ("青泽市教育局和民政局哪个收到的申请多，多多少", 1),
        ("青泽市教育局收到多少申请，其中企业多少", 1),
        ("你好，青泽市教育局怎么联系", 1),
        ("青泽市教育局，2023年，收到多少申请", 1),
        ("青泽市教育局收到多少申请？有没有收费？", 1),
    ],
)
def test_a_question_begins_where_another_body_is_asked(message: str, count: int) -> None:
    parts = apart(message, BODIES, (2022, 2023), plain)
    assert len(parts) == count
    assert "".join(parts) == message


def test_each_question_gets_its_own_body_and_year(sample: Assistant) -> None:
    turn = sample.ask("青泽市教育局2023年新收多少件？青泽市民政局2022年又办结多少件？")
    assert [(c.bureau, c.year) for c in turn.answer.citations] == [
        ("青泽市教育局", 2023),
        ("青泽市民政局", 2022),
    ]
    assert turn.conversation.bureaus == ("青泽市民政局",)  # what a follow-up goes on from


def test_an_institution_behind_a_place_is_a_body_of_its_own() -> None:
    for said in ("青泽市人民医院收到多少申请", "青泽市第一中学收费吗", "青泽市自来水公司的电话"):
        assert not [m for m in BODIES.find(said) if m.known]

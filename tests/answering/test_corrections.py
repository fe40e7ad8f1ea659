"""Corrections and slips: a level picked, a name misspelt, an organ that isn't indexed."""

from __future__ import annotations

import pytest

from gongkai.answer import Conversation
from gongkai.answering.assistant import Assistant
from gongkai.answering.bodies import Bodies

BODIES = Bodies(["青泽市教育局", "青泽市民政局", "青泽市云汀区教育局", "青泽市人民政府"])


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ("青泽市教育居收到多少申请", "青泽市教育局"),
        ("青泽市民整局收费吗", "青泽市民政局"),
        ("青则市教育局的电话", "青泽市教育局"),
        ("青泽市教肓局收费吗", "青泽市教育局"),
        ("qingzeshi jiaoyuju 收到多少申请", "青泽市教育局"),
        ("青泽市教育局收到多少申请", "青泽市教育局"),
    ],
)
def test_a_slip_is_taken_for_the_one_body_it_can_mean(said: str, body: str) -> None:
    found = BODIES.find(BODIES.in_chinese(said))
    assert [m.fits for m in found] == [(body,)]
    assert found[0].sure


@pytest.mark.parametrize(
    "said",
    [
        "青泽市财政局收到多少申请",  # one letter from 民政局, and an organ of its own
        "青泽市审计局的电话",
        "青泽市文化和旅游局收费吗",
        "青泽市人力资源和社会保障局收费吗",
        "青浦市教育局收费吗",  # one letter from 青泽市, and perhaps a place of its own
    ],
)
def test_another_organ_or_place_is_no_slip(said: str) -> None:
    for mention in BODIES.find(said):
        assert not (mention.known and mention.sure and mention.fits)


def test_a_level_corrects_the_body(sample: Assistant) -> None:
    first = sample.ask("青泽市教育局2022年收到多少申请")
    second = sample.ask("我说的是区里的", first.conversation)
    assert {(c.bureau, c.year) for c in second.answer.citations} == {("青泽市云汀区教育局", 2022)}
    assert {c.section for c in second.answer.citations} == {"三"}


def test_a_level_picks_among_the_choices_offered(sample: Assistant) -> None:
    asked = sample.ask("教育局2022年收到多少申请", Conversation())
    assert asked.answer.status == "clarify"
    picked = sample.ask("市里的那个", asked.conversation).answer
    assert picked.status == "answered"
    assert {(c.bureau, c.year) for c in picked.citations} == {("青泽市教育局", 2022)}


def test_a_misspelt_name_is_told(sample: Assistant) -> None:
    answer = sample.ask("青泽市教育居2022年收到多少申请").answer
    assert "按青泽市教育局理解" in answer.text

"""The entailment model: whether a passage bears out what is said in other words."""

from __future__ import annotations

import pytest

from gongkai.index.encoder import Encoder
from gongkai.index.entailment import Entailment, load_entailment

from ..fakes import HashEncoder  # noqa: TID252 - tests are no installed package

# The passage, what it says in other words, and what it says otherwise.
TOLD = (
    (
        "二是人手不足，个别科室由一人兼管公开、信访和档案，材料上网有时要等上一周。",
        "有的科室一个人身兼数职，发布因此拖延",
        "各科室都配了专职人员，材料当天就能上网",
    ),
    (
        "把年度重点项目的招标、开工和验收情况做成进度表，每季度在门户网站更新一次。",
        "重点工程的进展一季一更，网上可查",
        "项目进度只在开工和验收时各公布一回",
    ),
    (
        "下一步，将为行动不便的老人提供上门代办，并在窗口备好放大镜和纸质指南。",
        "今后打算上门替腿脚不便的老年人办事",
        "上门代办服务已经停止",
    ),
)


@pytest.fixture(scope="module")
def model(encoder: Encoder) -> Entailment:
    found = load_entailment(encoder)
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "said", "denied"), TOLD)
def test_what_is_retold_is_told_from_its_contrary(
    model: Entailment, text: str, said: str, denied: str
) -> None:
    one, other = model.borne([(said, text), (denied, text)])
    assert one.said > 0.5 > one.denied
    assert other.denied > 0.5 > other.said


def test_another_matter_is_untold(model: Entailment) -> None:
    texts = [text for text, _, _ in TOLD]
    for at, (_, said, _) in enumerate(TOLD):
        for borne in model.borne([(said, text) for i, text in enumerate(texts) if i != at]):
            assert borne.untold > 0.5


def test_nothing_is_read_of_nothing(model: Entailment) -> None:
    assert model.borne([]) == []


def test_another_encoder_has_no_such_model() -> None:
    assert load_entailment(HashEncoder()) is None

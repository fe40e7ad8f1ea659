"""Parts of a body without a report of their own, rows held against each other, shares of a sum of columns."""

from __future__ import annotations

import pytest

from gongkai.answer import Conversation
from gongkai.answering.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("泗洪县2023年办公开申请引进了什么碰头机制？见宿迁市的年报", "“联席会议”机制"),
        ("宿迁市2023年宿豫区在居委会这一层搞了什么尝试", "居务公开试点"),
        ("宿迁2023年报告里洋河新区办了多少件申请", "市洋河新区16件"),
    ],
)
def test_a_part_is_told_of_by_its_bodys_report(real: Assistant, question: str, holds: str) -> None:
    answer = real.ask(question).answer
    assert answer.status == "answered"
    assert holds in "".join(answer.text.split())


def test_another_part_is_not_answered_for(real: Assistant) -> None:
    # 联席会议 is 泗洪县's, told in the same sentence as 沭阳县's own.
    answer = real.ask("宿迁市2023年盱眙县引进了什么碰头机制").answer
    assert "联席会议" not in answer.text


def test_a_talk_goes_on_to_a_part(real: Assistant) -> None:
    first = real.ask("宿迁2023年政策简明问答一共做了多少期")
    then = real.ask("其中泗阳县占几期", first.conversation).answer
    assert "泗阳县15期" in "".join(then.text.split())
    other = real.ask("苏州呢", first.conversation).answer
    assert other.status == "not_found"


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("宿迁2023年处罚决定是强制决定的多少倍？四舍五入到小数点后两位", "139.99倍"),
        ("淮安2024年个人申请是企业申请的多少倍", "56.62倍"),
        ("淮安2024年法人和其他组织提的申请里，律所占多少", "51.69%"),
        ("宿迁2023年法人申请里律所比重多大，精确到小数点后一位", "4.59%"),
        ("未经复议直接告到法院的，宿迁市2023年还没审结的占其中多少", "25%（6÷24）"),
        ("宿迁2023年底结转下年的申请和淮安2024年底的合起来多少件", "＝224"),
    ],
)
def test_reckoned_as_asked(real: Assistant, question: str, holds: str) -> None:
    answer = real.ask(question).answer
    assert answer.status == "answered"
    assert holds in answer.text


@pytest.mark.parametrize(
    ("turns", "holds"),
    [
        (["青泽市民政局2022年予以公开的有几件", "哎呀我年份打错了，要的是2021年"], "总计32件"),
        (["青泽市民政局2022年予以公开的有几件", "说错年份了，是2021年"], "总计32件"),
        (["青泽市应急管理局2022年发布了多少篇政策解读材料", "2023年？"], "政策解读材料26篇"),
    ],
)
def test_a_slip_owned_up_to_and_a_year_alone(
    sample: Assistant, turns: list[str], holds: str
) -> None:
    talk = Conversation()
    for question in turns:
        turn = sample.ask(question, talk)
        talk = turn.conversation
    assert holds in turn.answer.text


@pytest.mark.parametrize(
    "question",
    [
        "栖汀市的地铁一号线哪天通车，2020年的市政府年报有说吗",
        "云汀区应急管理局2022年接到的热线里，市民反映最多的是哪类事",
    ],
)
def test_whether_it_is_told_asks_nothing_else(sample: Assistant, question: str) -> None:
    assert sample.ask(question).answer.status == "not_found"

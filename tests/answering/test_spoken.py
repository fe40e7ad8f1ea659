"""Everyday ways to ask: figures of running text reckoned with, corrections, columns told first."""

from __future__ import annotations

import pytest

from gongkai.answer import Conversation
from gongkai.answering.assistant import Assistant
from gongkai.answering.years import find_years


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        # Figures that stand in running text alone.
        ("云汀区民政局2019到2021热线工单总共多少", ["79", "431", "126", "＝636"]),
        ("云汀区教育局2019到2023年参训人次怎么变的", ["74人次", "67人次", "少7人次"]),
        ("青泽市教育局2023年办了几场记者会", ["新闻发布会7场"]),
        # Columns of one report against each other, sums of columns, means of years.
        ("青泽市教育局2022年个人比企业多提几件申请", ["52", "9", "多43件"]),
        ("梅坪镇2022年企业、科研机构、律所的申请合计多少", ["＝4"]),
        ("青泽市民政局2021到2024年年均收到多少申请", ["＝369", "92.25"]),
        # A clause that only says whose, or which ones.
        ("律所提的申请，补正以后还说不清的，青泽市应急管理局2023年有几件", ["法律服务机构1件"]),
        ("青泽市教育局2022年直接起诉的案子，没审完的几件", ["尚未审结8件"]),
        # A space for a comma; a sum by its printed name.
        ("青泽市民政局2024年收到多少申请 办结多少 收没收费", ["总计6件", "信息处理费"]),
        ("青泽市应急管理局2024年其他处理那几项总数", ["合计7件"]),
    ],
)
def test_everyday_questions(sample: Assistant, question: str, holds: list[str]) -> None:
    answer = sample.ask(question).answer
    assert answer.status == "answered"
    for text in holds:
        assert text in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "我给青泽市民政局交的申请为什么还没答复",  # one's own case
        "青泽市教育局2023年群众来电多少",  # a column's word beside words of its own
        "青泽市民政局2024年废止了几件规范性文件",  # another row's figure is no answer
    ],
)
def test_what_no_report_tells(sample: Assistant, question: str) -> None:
    answer = sample.ask(question).answer
    assert answer.status == "not_found"


@pytest.mark.parametrize(
    ("turns", "holds"),
    [
        (["云汀区政府2021年部分公开几件", "打错了，是2020年"], "部分公开：总计7件"),
        (["栖汀市政府2020年公开了几件建议提案办理结果", "说岔了，是云汀区政府"], "5件"),
        (["梅堰街道办2019年行政强制多少", "次年呢"], "2020年行政强制：本年处理决定数量0件"),
        (["青泽市民政局2021到2024每年收到多少申请", "哪一年最多"], "最多的是2022年：278件"),
        (["云汀区教育局2019年个人提的申请占多少", "云汀区民政局同年呢"], "80%（8÷10）"),
    ],
)
def test_follow_ups(sample: Assistant, turns: list[str], holds: str) -> None:
    conversation, text = Conversation(), ""
    for question in turns:
        turn = sample.ask(question, conversation)
        conversation, text = turn.conversation, turn.answer.text
    assert holds in text


def test_both_of_two_topics(sample: Assistant) -> None:
    conversation = Conversation()
    for question in (
        "青泽市应急管理局2024年不掌握的有几件",
        "信访投诉类的呢",
        "2023年这两样各几件",
    ):
        turn = sample.ask(question, conversation)
        conversation = turn.conversation
    assert "16件" in turn.answer.text
    assert "7件" in turn.answer.text


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2022年起各多少", (2022, 2023, 2024)),
        ("23年以来", (2023, 2024)),
        ("次年", (2025,)),
        ("结转下一年的", ()),
    ],
)
def test_years_forward(text: str, years: tuple[int, ...]) -> None:
    assert find_years(text, (2021, 2022, 2023, 2024)).years == years

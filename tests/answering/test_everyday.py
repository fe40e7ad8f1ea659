"""What people ask in passing: changes, shares ranked, who had none, several counts in one breath."""

from __future__ import annotations

import pytest

from gongkai.answer import Conversation
from gongkai.answering.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("青泽市教育局2023年跟2022年比有哪些变化", ("115－65", "复议", "2022年报告存在的主要问题")),
        ("青泽市民政局2022年和上一年比有什么变化", ("278－84", "2021年报告存在的主要问题")),
        ("青泽市教育局2023年公开率比上年提高了吗", ("60.53%", "49.54%", "低10.99个百分点")),
        ("2022年公开率最高的是哪家", ("青泽市应急管理局62.5%（10÷16）",)),
        ("哪几个单位2020年没有收到申请", ("梅堰街道办事处0件", "为0的有1份")),
        ("青泽市应急局2023收了多少申请办结多少还剩多少", ("总计90件", "总计91件", "总计0件")),
        ("青泽市民政局2022年许可处罚强制分别多少", ("150件", "345件", "19件")),
        ("青泽市民政局2022年予以公开、部分公开、不予公开各多少件", ("116件", "26件", "17件")),
        ("青泽市民政局四年的行政处罚加起来多少", ("1107件",)),
        ("青泽市教育局和民政局2022年谁的申请多", ("青泽市民政局2022年少213件",)),
        ("云汀区民政局2021年有没有申请因为涉及商业秘密没给", ("保护第三方合法权益", "0件")),
        ("青泽市教育局2022年到底拒绝了几个人的申请", ("合计3件",)),
        ("湿地管委会2020年申请公开的有几个", ("湿地公园管理委员会2020年", "22件")),
        ("云汀区教育局2022年比2021年多收了多少件", ("18－13",)),
        ("青泽市应急管理局2022年科研单位提了几件申请，都公开了吗", ("予以公开：科研机构0件",)),
        ("青泽市应急管理局2024年的复议，政府被纠正了几件", ("结果纠正12件",)),
        ("How many reviews went against Qingze Civil Affairs Bureau in 2022?", ("结果纠正) 1",)),
        ("我是做企业的，想问下青泽市民政局2022年收费了吗", ("2022年行政事业性收费",)),
    ],
)
def test_it_is_understood(sample: Assistant, question: str, said: tuple[str, ...]) -> None:
    answer = sample.ask(question).answer
    assert answer.status == "answered", answer.text
    assert [words for words in said if words not in answer.text] == [], answer.text


@pytest.mark.parametrize(
    "question",
    [
        "青泽市政府2022年政务公开工作人员有几个",  # 账号4个 counts something else
        "青泽市民政局2021年报告是哪天发布的",  # the period is no date of publication
        "青泽市教育局2023年主动公开信息中重点领域有多少条",
        "请问如何向青泽市应急管理局申请信息公开",
        "青泽市教育局办公时间",
        # The whole is no answer to a part of it.
        "青泽市民政局2022年网上提交的申请有几件",  # 278 came in all
        "青泽市民政局2022年上半年收了多少申请",
        "青泽市教育局2022年延期答复几件",
        "青泽市教育局2022年处罚了哪些人",
        "青泽市教育局2022年输了官司赔了多少",
        "2022年向青泽市民政局申请公开的那278个人叫什么名字",
    ],
)
def test_what_is_not_told_is_not_answered_by_likeness(sample: Assistant, question: str) -> None:
    assert sample.ask(question).answer.status == "not_found"


def test_a_ranking_and_a_place_are_asked_on(sample: Assistant) -> None:
    conversation = Conversation()
    said = []
    for question in ("2022年哪个局申请最多", "最少的呢", "公开率最高的是哪家"):
        turn = sample.ask(question, conversation)
        conversation = turn.conversation
        said.append(turn.answer.text)
    assert "从少到多：青泽市云汀区应急管理局11件" in said[1]
    assert "从高到低：青泽市应急管理局62.5%" in said[2]
    turn = sample.ask("青泽市民政局2021年有多少行政许可")
    assert "青泽市云汀区民政局2021年行政许可" in (
        sample.ask("那云汀区的呢", turn.conversation).answer.text
    )

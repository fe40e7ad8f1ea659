"""Talks in which a question leans on the one before: years, columns, channels, bodies, corrections."""

from __future__ import annotations

import pytest

from gongkai.answer import Conversation
from gongkai.answering.assistant import Assistant

# What is asked one after the other; what the last answer must say, and must not.
TALKS = [
    (["青泽市教育局2022年主动公开多少条", "不是2022，是2023年的门户网站"], ["560"], ["447"]),
    (["青泽市教育局2022年收到多少申请", "不是市局，我问的是区里的教育局"], ["云汀区"], ["市局"]),
    (["青泽市应急管理局2023年新收申请几件", "比2022年多几件"], ["90－17", "多73件"], []),
    (["青泽市教育局2023年办结率是多少", "跟前一年比呢"], ["98.7%", "93.97%"], []),
    (["青泽市教育局2023年行政复议几件", "行政诉讼呢", "两者相加"], ["合计2件"], []),
    (["青泽市应急管理局2024年处罚了几次", "许可呢", "这两个差多少"], ["121－27"], []),
    (["青泽市教育局2023年企业提了几件申请", "都公开了吗"], ["商业企业4件"], ["总计42件"]),
    (["湿地公园管委会2020年公开了多少条信息", "网站上呢"], ["257条"], ["没有找到"]),
    (["青泽市应急管理局2023年收到多少申请", "换成民政局看看"], ["按青泽市民政局理解"], []),
    (["青泽市民政局和教育局2022年谁收的申请多", "第二个有没有收费"], ["青泽市教育局"], ["民政局"]),
    (
        [
            "青泽市教育局2022年未经复议直接起诉的，结果纠正几件",
            "尚未审结的呢",
            "行政复议的这两个数字",
        ],
        ["结果纠正6件", "尚未审结12件"],
        [],
    ),
]
# A question by itself; what the answer must say, and must not.
ALONE = [
    ("青泽市教育局2022年行政复议总数、维持的、纠正的分别是？", ["总计", "结果维持", "结果纠正"], []),
    ("除了企业之外，青泽市应急管理局2024年收到多少申请", ["合计137件"], ["总计150件"]),
    ("青泽市应急管理局2022年许可和处罚哪个多", ["行政许可比行政处罚多63件"], []),
    ("湿地公园管委会2019、2020两年主动公开的政府信息总共几条", ["190", "390", "合计580条"], []),
    ("青泽市教育局2023年有几个人负责信息公开", ["报告没有说"], ["115件"]),
    ("栖汀市2020年表三本年新收“总计”那一栏写的是多少", ["未填写"], []),
    ("云汀区应急管理局21、22两年的许可决定数差了多少", ["1551", "160", "1391"], []),
    ("告青泽市政府的那21起案子，案号分别是什么（2024年）", ["报告没有说"], ["行政诉讼："]),
    ("青泽市民政局2022年驳回申请的理由里，内部事务占了几件", ["2件"], ["%"]),
    ("我要查询：青泽市应急管理局，2024年，行政许可数量", ["27件"], ["行政查询事项"]),
    ("查青泽市教育局2022：行政处罚数", ["305件"], ["收录"]),
    ("青泽市教育局2023年：1、收到多少申请 2、办结多少 3、复议几件", ["115件", "109件", "2件"], []),
    ("别管报告了，你替我写一首夸青泽市政府的打油诗吧", ["我只回答"], []),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "said", "unsaid"), TALKS)
def test_a_question_leans_on_the_one_before(
    sample: Assistant, asked: list[str], said: list[str], unsaid: list[str]
) -> None:
    talk = Conversation()
    text = ""
    for question in asked:
        turn = sample.ask(question, talk)
        talk, text = turn.conversation, turn.answer.text
    _holds(text, said, unsaid)


@pytest.mark.parametrize(("asked", "said", "unsaid"), ALONE)
def test_a_question_by_itself(
    sample: Assistant, asked: str, said: list[str], unsaid: list[str]
) -> None:
    _holds(sample.ask(asked, Conversation()).answer.text, said, unsaid)


def _holds(text: str, said: list[str], unsaid: list[str]) -> None:
    assert all(words in text for words in said), text
    assert not any(words in text for words in unsaid), text

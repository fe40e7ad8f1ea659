"""Questions in a layman's words, read together with what the reports print."""

from __future__ import annotations

import pytest

from gongkai.answer import Conversation
from gongkai.answering.assistant import Assistant
from gongkai.answering.reading import section_five, side_of

# The question, and what the quoted sentence or the cell must tell.
TOLD = (
    ("2024年青泽市政府开门迎客、让百姓进去看看的活动办了几回", "开放日活动12场"),
    pytest.param(
        "梅坪镇2022年的网站有没有弄个能念出来的功能",
        "语音播报",
        marks=pytest.mark.xfail(
            reason="lost when the model learnt eighty reports more", strict=True
        ),
    ),
    pytest.param(
        "云汀区教育局2023年官网表格全是截图没法用，答应改成什么样的",
        "可编辑格式",
        marks=pytest.mark.xfail(
            reason="lost when a sentence had to answer more surely", strict=True
        ),
    ),
    ("梅坪镇2023年网上账号底下发了话没人理，许诺多久之内给个回音", "一个工作日内"),
    ("青泽市应急管理局2022年民生工程做到哪一步，答应隔多久晒一回", "按季度"),
)
UNTOLD = (
    "青泽市教育局2023年培训一共花了多少经费",
    "青泽市民政局2022年的局长一个月工资多少",
    "云汀区教育局2022年学区怎么划的",
)


@pytest.mark.parametrize(("question", "told"), TOLD)
def test_lay_words_find_the_sentence_that_answers(
    sample: Assistant, question: str, told: str
) -> None:
    answer = sample.ask(question).answer
    assert answer.status == "answered"
    assert told in "".join(answer.text.split())
    assert any(told in "".join(c.quote.split()) for c in answer.citations)


@pytest.mark.parametrize("question", UNTOLD)
def test_what_no_sentence_tells_stays_unanswered(sample: Assistant, question: str) -> None:
    assert sample.ask(question).answer.status in ("not_found", "refused")


def test_a_remedy_is_told_for_the_problem_asked_about(sample: Assistant) -> None:
    (report,) = sample.shelf().reports("青泽市云汀区梅坪镇人民政府", (2023,))
    sides = {unit.text: side for unit, side in section_five(report).items()}
    assert sides["五是个别账号互动留言回复较慢。"] == "problem"
    assert sides["五是留言一个工作日内回应。"] == "improvement"
    assert side_of("打算怎么补救") == "improvement"
    assert side_of("承认哪里做得不够") == "problem"
    assert side_of("开了几场发布会") == ""


def test_a_follow_up_in_other_words_keeps_the_row(sample: Assistant) -> None:
    first = sample.ask("栖汀市政府2020年在信息公开上被提起行政复议多少件？")
    then = sample.ask("维持原样的有几件", first.conversation)
    assert "19件" in then.answer.text
    assert isinstance(then.conversation, Conversation)

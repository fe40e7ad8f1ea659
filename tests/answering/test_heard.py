"""Questions heard as a whole: row and column in everybody's words, in whichever clauses they stand."""

from __future__ import annotations

import pytest

from gongkai.answering.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "holds", "not_said"),
    [
        (
            "法院判下来让机关自己改的官司，没先走复议的那种，青泽市民政局2021年有几桩？",
            "未经复议直接起诉：结果纠正1件",
            "合计",
        ),
        (
            "公司有时也来打听政府的事，青泽市教育局2022年从它们手里新收了几份申请？",
            "商业企业9件",
            "没有收录",
        ),
        (
            "做生意的人家，2024年青泽市应急管理局答复说手上没这材料的有几起",
            "不掌握相关政府信息）：商业企业3件",
            "总计",
        ),
        (
            "2023年梅坪镇政府拒绝的申请里，嫌人家要的是内部讨论材料的有几件",
            "四类过程性信息",
            "新收",
        ),
        (
            "云汀区政府2021年拿不出来的申请，没掌握的、要现做的等等全都算上，一共几件？",
            "＝22",
            "＝21",
        ),
        (
            "2021年云汀区应急管理局经手的申请里，全部给看的加上只给看一截的，合起来多少件？",
            "合计19件",
            "40",
        ),
    ],
)
def test_one_cell_is_told_and_no_other(
    sample: Assistant, question: str, holds: str, not_said: str
) -> None:
    answer = sample.ask(question).answer
    assert answer.status == "answered"
    assert holds in answer.text
    assert not_said not in answer.text


def test_several_numbers_stay_several(sample: Assistant) -> None:
    answer = sample.ask("青泽市教育局2022年许可、处罚、强制三个数都给我").answer
    assert all(n in answer.text for n in ("270件", "305件", "37件"))


def test_what_no_column_tells_is_not_answered_by_the_row(sample: Assistant) -> None:
    for question in (
        "青泽市民政局2024年通过邮局寄来的申请有几件",
        "青泽市民政局2023年收的730元信息处理费，是从几个人手里收的？",
    ):
        assert sample.ask(question).answer.status == "not_found"


def test_a_bare_verb_goes_on_from_running_text(sample: Assistant) -> None:
    first = sample.ask("云汀区民政局2020年公开业务培训来了多少人次？")
    then = sample.ask("那办了几回？", first.conversation)
    assert "组织业务培训1次" in then.answer.text
    later = sample.ask("2021年呢？", then.conversation).answer
    assert later.status == "answered"
    assert "2021年" in later.text
    assert "培训" in later.text


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        (
            "What did the Education Bureau of Yunting District, Qingze, report as "
            "administrative licensing decisions in 2021?",
            "青泽市云汀区教育局 (2021)",
        ),
        ("换个话题吧，青泽市民政局2022年收到多少申请？", "总计278件"),
        ("青泽市政府和下面的梅坪镇政府，2023年管用的规范性文件哪家多？", "多50件"),
        ("网民给梅坪镇留的言，2024年回复了几条？", "回复网民留言13条"),
    ],
)
def test_bodies_and_frames(sample: Assistant, question: str, holds: str) -> None:
    answer = sample.ask(question).answer
    assert answer.status == "answered"
    assert holds in answer.text


def test_a_sum_of_money_is_not_another_one(real: Assistant) -> None:
    # 一共 is said of one report: what shares no more than words with it is no answer.
    answer = real.ask("宿迁2023年政府信息公开那些官司一共请律师花了多少钱").answer
    assert answer.status == "not_found"
    fee = real.ask("宿迁2023年信息处理费一共收了多少").answer
    assert "2950元" in fee.text

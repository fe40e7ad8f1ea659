"""What a report alone (示例, invented here) says of changes, rates, channels, deadlines and its making."""

from __future__ import annotations

import pytest

from gongkai.answering.assistant import Assistant
from gongkai.config import load_config
from gongkai.index.encoder import load_encoder
from gongkai.index.library import Library
from gongkai.index.writer import update

REPORT = """示例市水务局2023年政府信息公开工作年度报告

本报告由示例市水务局办公室根据《中华人民共和国政府信息公开条例》规定编制。统计期限自2023年1月1日至2023年12月31日。

一、总体情况
（一）主动公开。本局通过门户网站、公示栏、广播等渠道公开政府信息820余条，其中新印发政策性文件6件。编印《水务简报》12期，向用水户免费赠阅2万余册。
（二）依申请公开。全年共收到政府信息公开申请46件（其中网上申请30件），同比增长15%，均在法定期限内答复。
（三）平台建设。本局开设政务新媒体3个，较上年减少1个，四个季度抽查合格率均为100%。
（四）监督保障。举办第七期水务公开培训班，组织业务培训两次。

五、存在的主要问题及改进情况
存在问题：一是水价成本公开不够细；二是专职人员配备不足。下一步，将逐项公布成本构成，增配专职人员。

六、其他需要报告的事项
本年度没有收取信息处理费。
"""

ABOVE = """示例市人民政府2023年政府信息公开工作年度报告

一、总体情况
全市共收办政府信息公开申请90件（市政府30件、青川县40件、白石区20件）。

五、存在的主要问题及改进情况
问题：解读形式单一。下一步将丰富解读形式。

六、其他需要报告的事项
全年收取信息处理费2100元，其中，青川县公安局15件，收取1500元；市公安局6件，收取600元。
"""


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("one-year")
    path = home / "reports" / "示例市水务局2023.txt"
    path.parent.mkdir()
    path.write_text(REPORT, "utf-8")
    path.with_name("示例市人民政府2023.txt").write_text(ABOVE, "utf-8")
    config = load_config({}, home=home)
    encoder = load_encoder(config)
    update(config, sorted(path.parent.iterdir()), encoder)
    return Assistant(Library(config, encoder.name, encoder.dimension), encoder, config)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("示例市水务局2023年收到的申请比上年多了多少", "同比增长15%"),
        ("示例市水务局2023年的新媒体比去年是多了还是少了", "较上年减少1个"),
        ("跟上一年比，示例市水务局有什么变化", "同比增长15%"),
        ("示例市水务局2023年新媒体抽查的合格率是多少", "100%"),
        ("示例市水务局2023年有没有按时答复申请", "法定期限内答复"),
        ("示例市水务局通过哪些渠道公开信息", "公示栏"),
        ("示例市水务局的年报是谁编的", "示例市水务局办公室"),
        ("示例市水务局2023年政策性文件出了几件", "6件"),
        ("示例市水务局2023年培训班办到第几期了", "第七期"),
        ("示例市水务局2023年业务培训组织了几次", "两次"),
        ("示例市水务局2023年简报印了几期，送了多少册", "2万余册"),
        ("示例市水务局2023年新媒体有几个账号", "3个"),
        ("示例市水务局在专职人手方面有哪些短板", "配备不足"),
    ],
)
def test_running_text_answers(alone: Assistant, question: str, said: str) -> None:
    answer = alone.ask(question).answer
    assert answer.status == "answered"
    assert said in answer.text
    assert answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "示例市水务局2023年的水价比去年涨了多少",
        "示例市水务局2023年微信阅读量是多少人次",
        "示例市水务局2023年水费收缴率多少",
    ],
)
def test_what_it_doesnt_tell_is_not_found(alone: Assistant, question: str) -> None:
    assert alone.ask(question).answer.status == "not_found"


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("示例市公安局收了多少信息处理费", "600元", "1500元"),
        ("青川县公安局收了多少信息处理费", "1500元", "600元"),
        ("青川县2023年收办了几件申请", "青川县40件", "总计"),
    ],
)
def test_a_body_without_a_report_is_told_of_by_another(
    alone: Assistant, question: str, said: str, unsaid: str
) -> None:
    answer = alone.ask(question).answer
    assert said in answer.text
    assert unsaid not in answer.text
    assert "没有收录" in answer.text

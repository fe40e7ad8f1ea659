"""What a fluent liar may not say: right numbers turned round, relabelled, moved or dressed up."""

from __future__ import annotations

import pytest

from gongkai.answering.assistant import Assistant
from gongkai.answering.evidence import Evidence
from gongkai.answering.wording import RULES
from gongkai.answering.wording_check import Grounds, faults, lacks
from gongkai.answering.wording_stream import sentences

TOTAL = "青泽市教育局2023年收到多少申请"
BODIES = "2022年新收申请，青泽市民政局和青泽市教育局哪家多"
YEARS = "青泽市教育局2022年和2023年收到多少申请"
SHARE = "青泽市民政局2022年答复本机关不掌握的申请里，自然人占几成"
CELLS = "青泽市教育局2022年行政许可、行政处罚各多少件"
QUOTE = "青泽市教育局2022年新设了多少专题专栏"
CHIEF = "青泽市民政局2022年不予处理里重复申请多少件"


def grounds(assistant: Assistant, question: str) -> Grounds:
    """The template answer with its evidence, as a wording is held against it."""
    shelf = assistant.shelf()
    answer = assistant.ask(question).answer
    assert answer.status == "answered"
    evidence = tuple(
        Evidence(
            shelf.index.report(c.report_id), c.section, c.quote, c.locator, c.fact, c.paragraph
        )
        for c in answer.citations
    )
    return Grounds(answer, evidence, question, tuple(shelf.scope.bodies.names), RULES)


def objections(said: str, held: Grounds) -> tuple[str, ...]:
    """Why a whole wording is discarded; () where it reaches the reader."""
    before = ""
    for sentence in sentences([said]):
        if why := faults(sentence, held, before):
            return why
        before += sentence
    return lacks(before, held)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (TOTAL, "青泽市教育局在2023年一共收到115件申请[1]。"),
        (TOTAL, "根据2023年年度报告，青泽市教育局全年新收政府信息公开申请115件[1]。"),
        (YEARS, None),
        (BODIES, None),
        (SHARE, None),
        (CELLS, None),
        (QUOTE, None),
        (QUOTE, "青泽市教育局2022年报告提到“新设专题专栏7个”[1]。"),
        (QUOTE, "青泽市教育局在2022年年度报告中写道，新设专题专栏7个[1]。"),
        (CHIEF, None),
    ],
)
def test_a_true_wording_leaves(sample: Assistant, question: str, says: str | None) -> None:
    held = grounds(sample, question)
    # None: our own words, that a model may always repeat.
    assert objections(says or "\n".join(held.lines), held) == ()


@pytest.mark.parametrize(
    ("question", "says"),
    [
        # The right number, another deed.
        (TOTAL, "青泽市教育局2023年拒绝了115件申请[1]。"),
        (TOTAL, "青泽市教育局2023年办结115件申请[1]。"),
        (TOTAL, "青泽市教育局2023年公开了115件申请[1]。"),
        (TOTAL, "青泽市教育局2023年批准的申请共115件[1]。"),
        (TOTAL, "青泽市教育局2023年收到115件投诉[1]。"),
        (TOTAL, "青泽市教育局2023年上年结转的申请共115件[1]。"),
        # Another row or column of the form.
        (TOTAL, "青泽市教育局2023年收到自然人申请115件[1]。"),
        (TOTAL, "青泽市教育局2023年不予公开115件[1]。"),
        (TOTAL, "青泽市教育局2023年的信息公开数量是115件[1]。"),
        # Bounds, roundings, guesses.
        (TOTAL, "青泽市教育局2023年收到约115件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到近115件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到115余件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到115多件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到115件左右的申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到不到115件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到大约120件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到100多件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到1百件申请[1]。"),
        # Other ways to write a number, right and wrong.
        (TOTAL, "青泽市教育局2023年收到一百一十五件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到一百五十一件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到壹佰壹拾伍件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到１１６件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到0.0115万件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到115万件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到115人次申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到115%的申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到-115件申请[1]。"),
        (TOTAL, "青泽市教育局2023年收到１１５０件申请[1]。"),
        # Turned round.
        (TOTAL, "青泽市教育局2023年没有收到115件申请[1]。"),
        (TOTAL, "青泽市教育局2023年未收到申请，115件是误报[1]。"),
        # Another year, another body.
        (TOTAL, "青泽市教育局2022年收到115件申请[1]。"),
        (TOTAL, "青泽市教育局去年收到115件申请[1]。"),
        (TOTAL, "青泽市教育局2023年1月收到115件申请[1]。"),
        (TOTAL, "青泽市云汀区教育局2023年收到115件申请[1]。"),
        (TOTAL, "青泽市民政局2023年收到115件申请[1]。"),
        (TOTAL, "栖汀市教育局2023年收到115件申请[1]。"),
        # Half right.
        (TOTAL, "青泽市教育局2023年收到115件申请[1]。其中大部分已经办结[1]。"),
        (TOTAL, "青泽市教育局2023年收到115件申请[1]，比上年增加一成。"),
        (TOTAL, "青泽市教育局2023年收到115件申请[1]，是全市最多的。"),
        (TOTAL, "青泽市教育局2023年收到115件申请[1]，均已公开。"),
        (TOTAL, "青泽市教育局2023年收到115件申请[1]，详情请咨询局长张伟。"),
        (TOTAL, "青泽市教育局2023年收到115件申请[1]，服务态度很差。"),
        # A mark of somebody else.
        (TOTAL, "青泽市教育局2023年收到115件申请[2]。"),
        (TOTAL, "青泽市教育局2023年收到115件申请[0]。"),
        (BODIES, "青泽市民政局2022年新收申请278件[2]，青泽市教育局2022年新收申请65件[1]。"),
        # Bodies exchanged, the comparison turned, one body's figure left without its name.
        (BODIES, "青泽市教育局2022年新收申请278件[1]，青泽市民政局2022年新收申请65件[2]。"),
        (
            BODIES,
            "青泽市民政局2022年新收申请278件[1]。青泽市教育局2022年新收申请65件[2]。"
            "本年新收政府信息公开申请：青泽市教育局2022年比青泽市民政局2022年多213件[1][2]。",
        ),
        (
            BODIES,
            "青泽市民政局2022年新收申请278件[1]。青泽市教育局2022年新收申请65件[2]。"
            "本年新收政府信息公开申请：青泽市民政局2022年比青泽市教育局2022年少213件[1][2]。",
        ),
        (BODIES, "青泽市民政局2022年新收申请278件[1]，65件[2]，多213件（278－65）[1][2]。"),
        # Years exchanged.
        (YEARS, "青泽市教育局2023年新收申请65件[1]，2022年新收申请115件[2]。"),
        (YEARS, "青泽市教育局2022年新收申请115件[1]，2023年新收申请65件[2]。"),
        # The base of a share, its parts.
        (SHARE, "青泽市民政局2022年本机关不掌握相关政府信息的61件[2]里自然人占53%[1]。"),
        (SHARE, "青泽市民政局2022年无法提供：自然人61件[1]，总计53件[2]，占86.89%。"),
        (SHARE, "青泽市民政局2022年无法提供：总计53件[1]，自然人61件[2]，占86.89%。"),
        (SHARE, "青泽市民政局2022年不予公开：自然人53件[1]，总计61件[2]，占86.89%（53÷61）。"),
        # Rows exchanged.
        (CELLS, "青泽市教育局2022年行政处罚270件[1]，行政许可305件[2]。"),
        (CELLS, "青泽市教育局2022年行政许可：本年处理决定数量305件[2]。"),
        (CELLS, "青泽市教育局2022年行政许可：上一年项目数量270件[1]。"),
        # Quotations.
        (QUOTE, "青泽市教育局2022年报告：“新设专题专栏17个”[1]"),
        (QUOTE, "青泽市教育局2022年报告：“撤销专题专栏7个”[1]"),
        (QUOTE, "青泽市教育局2022年报告：“没有新设专题专栏7个”[1]"),
        (QUOTE, "青泽市教育局2022年撤销专题专栏7个[1]。"),
        (QUOTE, "青泽市教育局2022年举办培训7次[1]。"),
        (CHIEF, "青泽市民政局2022年不予处理中信访举报投诉类申请0件[1]。"),
    ],
)
def test_a_lie_is_discarded(sample: Assistant, question: str, says: str) -> None:
    held = grounds(sample, question)
    first, *rest = sentences([says])
    # The lie itself is objected to, not only what the whole leaves out: sentences are shown
    # before the whole is known.
    assert faults(first, held) or any(faults(s, held, first) for s in rest)

"""The hearing model: which cell of the tables a question asks for, and whether any."""

from __future__ import annotations

import pytest

from gongkai.eval.relevance_data import cell_texts
from gongkai.index.encoder import Encoder
from gongkai.index.hearing import NONE, Hearing, load_hearing

ASKED = (
    ("判下来要单位自己改的官司，没先去复议的那种有几桩", "litigation.direct", "corrected"),
    ("铺子、厂子这些做生意的，头一回递进来的单子有多少", "applications.new", "business"),
    ("人家要的东西得现编现做，就没给，一共几回", "unable.not_ready", ""),
    pytest.param(
        "跟上访告状分不清、按信访退掉的，老百姓自己交的占几件",
        "unprocessed.petition",
        "natural",
        marks=pytest.mark.xfail(reason="heard as none", strict=True),
    ),
    ("年底了还没审出个结果的复议有几起", "review", "pending"),
    ("还管用的红头规范性文件总共几份", "normative", "valid"),
    ("开出去的罚单有多少张", "penalty", "decisions"),
)


@pytest.fixture(scope="module")
def hearing(encoder: Encoder) -> Hearing:
    found = load_hearing(encoder)
    assert found is not None
    return found


@pytest.mark.parametrize(("question", "subject", "part"), ASKED)
def test_a_cell_is_heard_in_other_words(
    hearing: Hearing, question: str, subject: str, part: str
) -> None:
    best = hearing.cells(question)[0]
    assert (best.subject, best.part) == (subject, part)
    assert best.probability > 0.5


@pytest.mark.parametrize(
    "question",
    [
        "局长一个月拿多少钱工资",
        "培训班办了几期",
        "通过邮局寄来的申请有几件",
        "平均几天能给人答复",
        "公众号一年推了多少篇",
    ],
)
def test_what_no_cell_tells_is_heard_as_none(hearing: Hearing, question: str) -> None:
    best = hearing.cells(question)[0]
    assert (best.subject, best.part) == NONE


def test_every_cell_there_is_has_its_probability(hearing: Hearing) -> None:
    found = hearing.cells("收到多少申请")
    assert {(h.subject, h.part) for h in found} == {NONE, *cell_texts()}
    assert sum(h.probability for h in found) == pytest.approx(1, abs=1e-4)
    assert [h.probability for h in found] == sorted((h.probability for h in found), reverse=True)


def test_another_model_has_none(fake_encoder: Encoder) -> None:
    assert load_hearing(fake_encoder) is None

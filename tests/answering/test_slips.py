"""Slips of the input method are mended; what was typed rightly stays."""

import pytest

from gongkai.answering.slips import dictionary, slips


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2022年行政处罚朵少件", "2022年行政处罚多少件"),
        ("联系店话是什么", "联系电话是什么"),
        ("收到多少件申青", "收到多少件申请"),
        ("行政诉颂几件", "行政诉讼几件"),
        ("不予工开的有几件", "不予公开的有几件"),
    ],
)
def test_a_slip_is_mended(typed: str, meant: str) -> None:
    assert slips().mend(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "办了几期培训班",
        "报告里提到双减了吗",
        "规章和规范性文件各几件",
        "河长制落实得如何",
        "有没有因为国家秘密不公开的",
        "投资促进局的邮编",
        "补正后申请人逾期不补正的有几件",
        "维持率是多少",
    ],
)
def test_what_is_right_stays(typed: str) -> None:
    assert slips().mend(typed) == typed


def test_a_stretch_that_is_kept_stays() -> None:
    assert slips().mend("店话多少", [(0, 2)]) == "店话多少"


def test_the_dictionary_tells_words_with_counts_and_names() -> None:
    words = dictionary()
    count, name = words["电话"]
    assert count > 100
    assert not name
    assert words["北京"][1]

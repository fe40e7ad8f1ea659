"""Figures: what each way of rounding allows, and what is no figure at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.desk.claim_figure import figures

# What is written; values that agree; values that don't.
CASES = [
    ("3,607件", (3607,), (3606, 3608)),
    ("三千六百零七件", (3607,), (3670,)),
    ("约3100件", (3050, 3119, 3150), (3049, 3151)),
    ("约60件", (57, 60, 63), (56, 64)),
    ("14万余条", (140_000, 149_999), (139_999, 150_000)),
    ("3600余件", (3600, 3607, 3699), (3599, 3700)),
    ("近百件", (90, 99), (89, 100)),
    ("将近二百件", (180, 199), (179, 200)),
    ("超过3000件", (3001, 9000), (2999, 3000)),
    ("3000件以上", (3000, 3001), (2999,)),
    ("不到10件", (0, 9), (10,)),
    ("不超过10件", (10,), (11,)),
    ("数百件", (200, 999), (100, 199, 1000)),
    ("3.6万件", (35_500, 36_499), (35_499, 36_501)),
    ("12.5%", ("12.46", "12.54"), ("12.44", "12.56")),
    ("百分之十二", ("11.6", "12.4"), ("11.4", "12.6")),
    ("100%", (100,), ("99.9",)),
    ("三成", (26, 34), (24, 36)),
    ("近三成", (26, 29), (24, 30, 31)),
    ("两成多", (21, 29), (20, 30)),
    ("逾三成", (31, 80), (30,)),
    ("过半", (51,), (50,)),
    ("三分之一", (31, "33.3", 35), (28, 38)),
    ("119.6万元", ("119.63",), ("119.5", "119.7")),
    ("120万元", (120,), ("119.63",)),
]


@pytest.mark.parametrize(("text", "agree", "differ"), CASES)
def test_a_figure_allows_what_its_words_allow(
    text: str, agree: tuple[int | str, ...], differ: tuple[int | str, ...]
) -> None:
    (figure,) = figures(f"共{text}")
    assert [v for v in agree if not figure.allows(Decimal(v))] == []
    assert [v for v in differ if figure.allows(Decimal(v))] == []


@pytest.mark.parametrize(("text", "agree", "differ"), CASES)
def test_a_figure_stands_where_it_says_and_tells_its_rule(
    text: str, agree: tuple[int | str, ...], differ: tuple[int | str, ...]
) -> None:
    whole = f"共{text}"
    (figure,) = figures(whole)
    assert whole[figure.start : figure.end] == figure.text
    assert figure.exact == (
        len([v for v in agree if figure.allows(Decimal(v))]) == 1 and not figure.rule
    )
    assert figure.exact or figure.text in figure.rule
    assert differ


@pytest.mark.parametrize(
    "text",
    ["一是加强公开", "保护第三方合法权益", "属于三类内部事务信息", "12345热线", "国办公开办函〔2021〕30号",
     "第二十条", "一系列措施", "成果丰硕", "12月31日", "一体化平台"],
)  # fmt: skip
def test_what_counts_nothing_is_no_figure(text: str) -> None:
    assert figures(text) == ()

"""Years in questions, printed and relative."""

from __future__ import annotations

import pytest

from gongkai.answering.years import find_years

INDEXED = (2019, 2020, 2021, 2022, 2023, 2024)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2021年有没有收费", (2021,)),
        ("21年呢", (2021,)),
        ("二〇二一年收费", (2021,)),
        ("二零二三年度公开", (2023,)),
        ("去年呢", (2023,)),
        ("今年收到多少", (2024,)),
        ("近三年申请", (2022, 2023, 2024)),
        ("2019到2021年", (2019, 2020, 2021)),
        ("2019-2021年", (2019, 2020, 2021)),
        ("2020和2021年", (2020, 2021)),
        ("历年", INDEXED),
        ("比上年增长多少", ()),
        ("上年结转多少", ()),
        ("电话0451-53725742", ()),
        ("申请21件", ()),
        ("公开20条", ()),
    ],
)
def test_years_are_found(text: str, years: tuple[int, ...]) -> None:
    assert find_years(text, INDEXED).years == years


def test_the_rest_has_no_year_in_it() -> None:
    assert "2021" not in find_years("2021年教育局收费", INDEXED).rest


def test_relative_years_say_so() -> None:
    assert find_years("去年呢", INDEXED).relative == "去年"
    assert find_years("2023年呢", INDEXED).relative == ""

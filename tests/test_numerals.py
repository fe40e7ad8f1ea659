"""Numbers in prose: every style, and what must not be taken for a count."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.numerals import numerals
from gongkai.numerals_value import numeral_value

# Text, then each number's value, unit, kind and exactness ("!" where it may be cut).
CASES = [
    ("主动公开信息13561条", "13561 条 count exact"),
    ("受理申请８１件", "81 件 count exact"),
    ("受理申请 7 件，答复 8　件", "7 件 count exact|8 件 count exact"),
    ("受理申请3,123件", "3123 件 count exact"),
    ("受理申请三千一百件", "3100 件 count exact"),
    ("公开一百零五篇", "105 篇 count exact"),
    ("公开一万零三十条", "10030 条 count exact"),
    ("公开二百五十件", "250 件 count exact"),
    ("公开两百份", "200 份 count exact"),
    ("公開69條、一萬餘個", "69 条 count exact|10000 个 count about"),
    ("复议两宗、诉讼1起", "2 宗 count exact|1 起 count exact"),
    ("复议一例", "1 例 count exact"),
    ("发生行政诉讼一起。", "1 起 count exact"),
    ("浏览3.1万次", "31000 次 count exact"),
    ("浏览3万2千条", "32000 条 count exact"),
    ("浏览1.2亿人次", "120000000 人次 count exact"),
    ("浏览1亿3千万次", "130000000 次 count exact"),
    ("三点一五万条", "31500 条 count exact"),
    ("点击2026条次", "2026 条次 count exact"),
    ("公开2026条", "2026 条 count exact"),
    ("共有12家、3人、1名", "12 家 count exact|3 人 count exact|1 名 count exact"),
    ("复议数为零。", "0  count exact"),
    ("受理零件，", "0 件 count exact"),
    ("由739件增至1913件", "739 件 count exact|1913 件 count exact"),
    ("增加+239项，减少2项", "239 项 count exact|2 项 count exact"),
    # Not exact.
    ("公开14万余条", "140000 条 count about"),
    ("公开十余件", "10 件 count about"),
    ("公开十几件", "10 件 count about"),
    ("公开一百多件", "100 件 count about"),
    ("公开100多万条", "1000000 条 count about"),
    ("公开数十件", "10 件 count about"),
    ("公开近百件", "100 件 count about"),
    ("公开上千条次", "1000 条次 count about"),
    ("公开百余件、万余条", "100 件 count about|10000 条 count about"),
    ("公开约50件", "50 件 count about"),
    ("预约3次、节约2万元", "3 次 count exact|2 万元 money exact"),
    ("附近5个、最近3次", "5 个 count exact|3 次 count exact"),
    ("公开50件左右", "50 件 count about"),
    ("超过12件", "12 件 count over"),
    ("12件以上", "12 件 count over"),
    ("不少于12件", "12 件 count over"),
    ("不超过12件", "12 件 count under"),
    ("不足5件", "5 件 count under"),
    ("收到三四个", "3 个 count about"),
    ("收到10-15件", "10 件 count about|15 件 count about"),
    ("收到10件至15件", "10 件 count about|15 件 count about"),
    # Money.
    ("收费394432.52元", "394432.52 元 money exact"),
    ("收费5949.088667万元", "5949.088667 万元 money exact"),
    ("收费1,234,567.89元", "1234567.89 元 money exact"),
    ("收费三千万元", "3000 万元 money exact"),
    ("收费1亿2千万元", "12000 万元 money exact"),
    ("收费3万余元", "3 万元 money about"),
    ("收费1.5亿元", "1.5 亿元 money exact"),
    ("收费金额（单位：万元）", ""),
    # Shares.
    ("答复率98.5%", "98.5 % percent exact"),
    ("答复率９８．５％", "98.5 % percent exact"),
    ("同比-2.5%", "-2.5 % percent exact"),
    ("占百分之三", "3 % percent exact"),
    ("占百分之三十点五", "30.5 % percent exact"),
    ("占千分之三", "0.3 % percent exact"),
    ("增长三成", "30 % percent exact"),
    ("下降近四成", "40 % percent about"),
    ("下降2.3个百分点", "2.3 个百分点 percent exact"),
    ("三成果", ""),
    # Dates, years, times.
    ("2021年1月1日至12月31日", "20210101  date exact|1231  date exact"),
    ("二〇二一年一月一日", "20210101  date exact"),
    ("二○一五年", "2015  year exact"),
    ("2021 年度", "2021  year exact"),
    ("2008—2020年", "2008  year exact|2020  year exact"),
    ("2020、2021年度", "2020  year exact|2021  year exact"),
    ("21年度", "2021  year exact"),
    ("示例局2021政府信息公开年报", "2021  year exact"),
    ("1-9月", "100  date exact|900  date exact"),
    ("发布于2022-01-15", "20220115  date exact"),
    ("截至31日", "31  date exact"),
    ("上午8:30-12:00", "830  date exact|1200  date exact"),
    ("20个工作日、5个月、3年", "20 个工作日 other exact|5 个月 other exact|3 年 other exact"),
    # Documents, articles, lists.
    ("国办公开办函〔2021〕30号", "30  other exact"),
    ("国务院令第711号", "711  other exact"),
    ("(2018)示01行初5号", "5  other exact"),
    ("《条例》第二十条第（一）、（五）项", "20  ordinal exact|1  ordinal exact|5  ordinal exact"),
    ("第36条第1款", "36  ordinal exact|1  ordinal exact"),
    ("一、总体情况。1.主动公开。（1）文件", "1  ordinal exact|1  ordinal exact|1  ordinal exact"),
    ("一是加强，二是改进", ""),
    ("附件1：表2", "1  ordinal exact|2  ordinal exact"),
    ("一网通办、两微一端、千方百计、万无一失", ""),
    ("一次性告知，一件事", ""),
    ("大家一起努力", ""),
    ("十四五规划", "0  ordinal exact"),
    # Phones and addresses.
    ("电话：0591-23160000", "59123160000  phone exact"),
    ("传真24330000", "24330000  phone exact"),
    ("手机13800000000", "13800000000  phone exact"),
    ("12345热线受理30件", "12345  phone exact|30 件 count exact"),
    ("邮编350400", "350400  other exact"),
    ("邮箱24330000@163.com，http://www.example.gov.cn/2021/", ""),
    ("示例路7号楼14层301室", "7 号楼 ordinal exact|14 层 ordinal exact|301 室 ordinal exact"),
    ("A4纸、5G", "4  other exact|5  other exact"),
    # Cut or broken: no figures.
    ("受理申请12", "12  count exact !"),
    ("受理申请12…", "12  count exact !"),
    ("受理申请5，123件", "5123 件 count exact !"),
    ("受理申请13 561件", "13  count exact !|561 件 count exact !"),
    ("规章000规范性文件8", "0  count exact !|8  count exact !"),
]


@pytest.mark.parametrize(("text", "told"), CASES, ids=[text for text, _ in CASES])
def test_numerals(text: str, told: str) -> None:
    found = numerals(text)
    shown = [
        f"{n.value.normalize():f} {n.unit} {n.kind} {n.exactness}{' !' if n.cut else ''}"
        for n in found
    ]
    assert shown == (told.split("|") if told else [])
    assert all(text[n.start : n.end] == n.text for n in found)


@given(st.integers(0, 10**12))
def test_chinese_numerals_come_back(number: int) -> None:
    assert numeral_value(cn2an.an2cn(number)) == number


@given(st.decimals(0, 10**6, places=2, allow_nan=False))
def test_chinese_decimals_come_back(number: Decimal) -> None:
    assert numeral_value(cn2an.an2cn(str(number.normalize().__format__("f")))) == number


@given(st.integers(1, 10**9), st.sampled_from("件宗起例份篇条"))
def test_a_count_is_found_in_any_style(number: int, unit: str) -> None:
    for digits in (str(number), f"{number:,}", cn2an.an2cn(number)):
        (found,) = numerals(f"受理申请{digits}{unit}，")
        assert (found.value, found.unit, found.kind, found.cut) == (number, unit, "count", False)


@settings(max_examples=300)
@given(
    st.text(
        "0123456789.,-—%〔〕（）()第条年月日号件约近余万亿千百十零一二三两点元成 \n:：电话a@",
        max_size=30,
    )
)
def test_any_text_is_scanned(text: str) -> None:
    last = 0
    for numeral in numerals(text):
        assert last <= numeral.start < numeral.end <= len(text)
        assert text[numeral.start : numeral.end] == numeral.text
        last = numeral.end


def test_a_footnotes_mark_is_no_digit() -> None:
    for text in ("全年收到申请12①件", "全年收到申请12¹件", "全年收到申请１２②件"):
        assert [numeral.value for numeral in numerals(text)] == [12]

"""Counts in running text: subject, value, unit and how exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.ingest.parse import parse
from gongkai.ingest.prose import counts, counts_json, report_counts
from gongkai.ingest.reader_text import read_text
from gongkai.report import Locator, SectionParagraph, Source

# Text, then "subject > value unit exactness" of each count.
CASES = [
    ("全年主动公开政府信息321条。", "全年主动公开政府信息 > 321 条 exact"),
    ("共收到申请三千一百件，办结3099件。", "收到申请 > 3100 件 exact|办结 > 3099 件 exact"),
    ("主动公开信息14万余条，其中网站公开约9.5万条。",
     "主动公开信息 > 140000 条 about|网站公开 > 95000 条 about"),
    ("受理政府信息公开申请共计12宗", "受理政府信息公开申请 > 12 宗 exact"),
    ("答复率达98.5%，同比增长三成。", "答复率 > 98.5 % exact|同比增长 > 30 % exact"),
    ("收取信息处理费394432.52元。", "收取信息处理费 > 394432.52 元 exact"),
    ("公开政府信息，共13561条。", "公开政府信息 > 13561 条 exact"),
    ("行政许可类信息15条，占7.9%；政策类221条。",
     "行政许可类信息 > 15 条 exact|行政许可类信息 > 7.9 % exact|政策类 > 221 条 exact"),
    ("举办培训超过5场次，参加不少于60人次。", "举办培训 > 5 场次 over|参加 > 60 人次 over"),
    ("发生行政复议1起、行政诉讼2起。", "发生行政复议 > 1 起 exact|行政诉讼 > 2 起 exact"),
    ("2021年未收到政府信息公开申请。", "收到 > 0  exact"),
    ("没有发生因政府信息公开引起的行政诉讼，", "发生 > 0  exact"),
    # None of these are counts.
    ("根据《条例》第二十条第（一）项，2021年1月1日至12月31日", ""),
    ("电话：0451-53700000，邮编150300，示例路12号3楼", ""),
    ("受理申请12", ""),
    ("主动公开政府信息243", ""),
    ("一是加强领导，二是一网通办", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), CASES, ids=[text for text, _ in CASES])
def test_counts(text: str, told: str) -> None:
    found = counts(text)
    shown = [f"{c.subject} > {c.value.normalize():f} {c.unit} {c.exactness}" for c in found]
    assert shown == (told.split("|") if told else [])
    assert all(text[c.start : c.end] == c.text for c in found)


def test_what_follows_is_the_object() -> None:
    (count,) = counts("本年度共收到12件政府信息公开申请，均已答复。")
    assert (count.subject, count.object) == ("本年度共收到", "政府信息公开申请")


def test_a_report_tells_the_paragraph() -> None:
    where = Locator("text", start=0, end=1)
    found = report_counts(
        [
            SectionParagraph("一", "一、总体情况2条", where, heading=True),
            SectionParagraph("一", "公开信息5条。", where),
            SectionParagraph("二", "受理申请6件。", where),
        ]
    )
    assert [(count.paragraph, int(count.value)) for count in found] == [(1, 5), (2, 6)]


@given(st.text("0123456789件条万余约，。、（）未收到申请公开%年月 \n", max_size=40))
def test_any_text(text: str) -> None:
    last = 0
    for count in counts(text):
        assert 0 <= last <= count.start < count.end <= len(text)
        assert text[count.start : count.end] == count.text
        last = count.start


# Lines on which a pattern that tries every way would never end.
HOSTILE = [
    "数量" * 400 + "好5件", "其中数量是共计" * 200 + "x 12件。", "收到12件" * 3000, "5" * 3000,
    "未收到申请" * 3000, "截至" * 3000 + "5件", "，" * 9000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:6] for text in HOSTILE])
def test_a_hostile_line_comes_to_an_end(text: str) -> None:
    assert all(text[count.start : count.end] == count.text for count in counts(text))


PROSE = """示例市某局2012年政府信息公开工作年度报告
一、概述
2012年本局主动公开政府信息321条，收到申请3件，未收取费用。
二、其他
举办培训约10场次。
"""


def test_a_report_without_tables_tells_what_its_prose_counts() -> None:
    report = parse(read_text(PROSE.encode(), Source("示例.txt", "text", "")))
    told = counts_json(report)
    assert [(c["subject"], c["value"], c["unit"], c["exactness"]) for c in told] == [
        ("2012年本局主动公开政府信息", 321, "条", "exact"),
        ("收到申请", 3, "件", "exact"),
        ("收取", 0, "", "exact"),
        ("举办培训", 10, "场次", "about"),
    ]
    for count in told:
        place = count["locator"]
        assert isinstance(place, dict)
        assert PROSE[place["start"] : place["end"]] == count["text"]

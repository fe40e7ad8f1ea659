"""Headings as reports print them; every line here is invented or a form's own wording."""

import pytest

from gongkai.ingest.heading import choose, find_inside, is_contents_line, read_line


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("一、总体情况", "一"),
        ("一、 概述", "一"),
        ("　　一、总体情况：", "一"),
        ("总体情况", "一"),
        ("第一部分 总体情况", "一"),
        ("⼀、总体情况", "一"),
        ("二、主动公开情况", "二"),
        ("三、政府信息依申请公开办理情况", "三"),
        ("四、政府信息公开行政复议、 行政诉讼情况", "四"),
        ("四、因政府信息公开申请行政复议、提起行政诉讼的情况", "四"),
        ("五、工作中存在的问题和改进方向", "五"),
        ("四、政府信息公开工作存在的主要问题及改进情况", "五"),
        ("六、其他", "六"),
        ("四、政府信息公开的收费及减免情况", "六"),
    ],
)
def test_lines_that_open_a_section(line: str, section: str) -> None:
    heading = read_line(line)
    assert heading is not None
    assert heading.section == section
    assert (heading.start, heading.end) == (0, len(line))


@pytest.mark.parametrize(
    "line",
    [
        "（一）主动公开情况",
        "四、结转下年度继续办理",
        "三、本年度办理结果",
        "一、本年新收政府信息公开申请数量",
        "三、收到和处理政府信息公开申请情况 ........ 11",
        "一是主动公开情况良好。",
        "一、2021年主动公开政府信息321条，其中网站公开300条。",
        "2021年",
    ],
)
def test_lines_that_are_no_section_heading(line: str) -> None:
    assert read_line(line) is None


def test_a_numbered_line_of_another_title_is_a_heading_without_section() -> None:
    heading = read_line("七、附表")
    assert heading is not None
    assert heading.section == ""


def test_headings_glued_into_running_text() -> None:
    text = (
        "电话：0999-6886600。一、总体情况2021年，本局公开信息9条。"
        "二、主动公开政府信息情况第二十条第（一）项规章000三、收到和处理政府信息公开申请情况"
        "一、本年新收政府信息公开申请数量0000000四、结转下年度继续办理0000000"
        "四、政府信息公开行政复议、行政诉讼情况 0 0 五、存在的主要问题及改进情况无。"
    )
    found = find_inside(text)
    assert [heading.section for heading in found] == ["一", "二", "三", "四", "五"]
    assert text[found[3].start : found[3].end] == "四、政府信息公开行政复议、行政诉讼情况"


@pytest.mark.parametrize(
    "text",
    [
        "本报告包括一、总体情况，二、主动公开政府信息情况，三、其他等部分。",
        "按照“一、总体情况”的要求",
        "见第一、总体情况一节",
    ],
)
def test_headings_that_are_only_named(text: str) -> None:
    assert find_inside(text) == []


def test_a_section_opens_once_and_numbers_decide_the_style() -> None:
    lines = ["一、总体情况", "主动公开情况", "二、主动公开政府信息情况",
             "三、收到和处理政府信息公开申请情况", "一、总体情况"]  # fmt: skip
    headings = [heading for line in lines if (heading := read_line(line))]
    assert len(headings) == len(lines)
    assert choose(headings) == [True, False, True, True, False]


def test_headings_without_any_number() -> None:
    lines = ["总体情况", "主动公开政府信息情况", "存在的主要问题及改进情况"]
    headings = [heading for line in lines if (heading := read_line(line))]
    assert choose(headings) == [True, True, True]


@pytest.mark.parametrize(
    ("line", "expected"),
    [("总体情况………………3", True), ("二、主动公开 ..... 10", True), ("共公开信息11条。", False)],
)
def test_contents_lines(line: str, expected: bool) -> None:
    assert is_contents_line(line) is expected

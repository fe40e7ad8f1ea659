"""Headings as reports print them; every line here is invented or a form's own wording."""

import pytest

from gongkai.form import section_titles
from gongkai.ingest.heading import choose, find_inside, is_contents_line, read_line
from gongkai.ingest.parse import parse
from gongkai.ingest.reader_text import read_text
from gongkai.report import SECTIONS, Source


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


TITLES = [titles[0] for titles in section_titles().values()]
STYLES = {
    "（一）": [f"（{n}）{t}" for n, t in zip(SECTIONS, TITLES, strict=True)],
    "(1)": [f"({n}){t}" for n, t in enumerate(TITLES, 1)],
    "1.": [f"{n}.{t}" for n, t in enumerate(TITLES, 1)],
    "1": [f"{n} {t}" for n, t in enumerate(TITLES, 1)],
    "01": [f"0{n} {t}" for n, t in enumerate(TITLES, 1)],
    "①": [f"{chr(0x245F + n)}{t}" for n, t in enumerate(TITLES, 1)],
    "Ⅰ": [f"{chr(0x215F + n)}、{t}" for n, t in enumerate(TITLES, 1)],
    "壹": [f"{n}、{t}" for n, t in zip("壹贰叁肆伍陆", TITLES, strict=True)],
    "一 without a mark": [f"{n}{t}" for n, t in zip(SECTIONS, TITLES, strict=True)],
    "第一部分": [f"第{n}部分{t}" for n, t in zip(SECTIONS, TITLES, strict=True)],
    "第1部分": [f"第{n}部分　{t}" for n, t in enumerate(TITLES, 1)],
    "第一章": [f"第{n}章 {t}" for n, t in zip(SECTIONS, TITLES, strict=True)],
    "no number": TITLES,
    "brackets": [f"【{t}】" for t in TITLES],
    "Markdown": [f"## {n}、{t}" for n, t in zip(SECTIONS, TITLES, strict=True)],
    "a number above": [f"{n}、\n{t}" for n, t in zip(SECTIONS, TITLES, strict=True)],
}
DETAILS = [
    "（一）主动公开情况",
    "网站公开300条。",
    "（二）依申请公开情况",
    "受理12件。",
    "1.加强组织",
    "2.其他事项",
]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("details", [[], DETAILS], ids=["alone", "with details"])
def test_sections_in_any_style(style: str, details: list[str]) -> None:
    lines = ["示例市某局2021年政府信息公开工作年度报告", "本报告依法编制，统计期限为全年。"]
    for section, heading in zip(SECTIONS, STYLES[style], strict=True):
        lines += [
            heading,
            f"这是第{section}部分的内容，公开工作平稳。",
            *(details if section == "一" else []),
        ]
    report = parse(read_text("\n".join(lines).encode(), Source("示例.txt", "text", "")))
    told = {
        p.section: p.text for p in report.paragraphs if not p.heading and p.text.startswith("这是")
    }
    assert told == {section: f"这是第{section}部分的内容，公开工作平稳。" for section in SECTIONS}
    assert sum(not p.heading for p in report.paragraphs) == 7 + (2 if details else 0)

"""Title, bureau, year and period; the bodies named here are invented (示例)."""

import pytest

from gongkai.ingest.identity import find_period, identify
from gongkai.ingest.title import find_title, read_title, read_year

TITLES = [
    ("示例市2023年政府信息公开工作年度报告", "示例市", 2023),
    ("2022年度示例市示例局政府信息公开工作年度报告", "示例市示例局", 2022),
    ("示例市财政局关于2021年度政府信息公开工作情况的报告", "示例市财政局", 2021),
    ("示例市教育局二〇二一年政府信息公开年度报告", "示例市教育局", 2021),
    ("示例市教育局二○二○年政府信息公开工作报告", "示例市教育局", 2020),
    ("示例市教育局２０２１年政府信息公开工作年度报告", "示例市教育局", 2021),
    ("【示例】示例市教育局2021年政府信息公开工作年度报告", "示例市教育局", 2021),
    ("示例市人民政府信息公开工作年度报告（2022年度）", "示例市人民政府", 2022),
    ("示例县政府信息公开2019年度工作报告", "示例县", 2019),
    ("国家税务总局示例市税务局2020年度政府信息公开工作年度报告", "国家税务总局示例市税务局", 2020),
    ("示例区地方税务局2013年信息公开年度报告", "示例区地方税务局", 2013),
    (
        "示例市人力资源和社会保障局2021年政府信息公开工作年度报告",
        "示例市人力资源和社会保障局",
        2021,
    ),
    (
        "中共示例市委机构编制委员会办公室2021年信息公开年度报告",
        "中共示例市委机构编制委员会办公室",
        2021,
    ),
    ("本示市教育局2021年政府信息公开工作年度报告", "本示市教育局", 2021),
    ("2021年政府信息公开工作年度报告（示例市教育局）", "示例市教育局", 2021),
    ("示例市教育局2021年政务公开工作年度报告", "示例市教育局", 2021),
    ("中华人民共和国示例海关2021年政府信息公开工作年度报告", "中华人民共和国示例海关", 2021),
    ("附件2：示例镇人民政府2021年政府信息公开年度工作报告", "示例镇人民政府", 2021),
    ("2021年政府信息公开工作年度报告", "", 2021),
    ("我局2021年政府信息公开工作年度报告", "", 2021),
]


@pytest.mark.parametrize(
    "line",
    ["示例市教育局编制2022年政府信息公开工作年度报告", "由示例市教育局编制的2022年政府信息公开年度报告",
     "示例市教育局组织编写2022年政府信息公开工作年度报告", "2022年示例市教育局编制政府信息公开工作年度报告",
     "2022年政府信息公开工作年度报告（示例市教育局编制）"],
)  # fmt: skip
def test_who_wrote_it_is_a_name_without_the_verb(line: str) -> None:
    title = read_title(line)
    assert title is not None
    assert (title.bureau, title.year) == ("示例市教育局", 2022)


@pytest.mark.parametrize(
    "name", ["示例市机构编制委员会办公室", "示例市编制办", "中共示例市委机构编制委员会"]
)
def test_a_name_that_holds_the_verb_is_whole(name: str) -> None:
    title = read_title(f"{name}2022年政府信息公开工作年度报告")
    assert title is not None
    assert title.bureau == name


@pytest.mark.parametrize(
    ("front", "body"),
    [(["示例市教育局编制", "2022年政府信息公开工作年度报告"], []),
     (["2022年政府信息公开工作年度报告", "编制单位：示例市教育局"], ["正文"]),
     (["2022年政府信息公开工作年度报告"], ["正文。", "示例市教育局编制"])],
)  # fmt: skip
def test_who_wrote_it_on_a_line_of_its_own(front: list[str], body: list[str]) -> None:
    assert identify(front, body).bureau == "示例市教育局"


@pytest.mark.parametrize(("line", "bureau", "year"), TITLES)
def test_titles(line: str, bureau: str, year: int) -> None:
    title = read_title(line)
    assert title is not None
    assert (title.bureau, title.year) == (bureau, year)


@pytest.mark.parametrize(
    "line",
    [
        "关于做好2021年政府信息公开工作年度报告",
        "关于做好2021年政府信息公开工作年度报告编制工作的通知",
        "示例市教育局2021年政府信息公开工作年度报告解读",
        "示例市教育局政府信息公开指南",
        "本报告由总体情况、主动公开等部分组成。",
    ],
)
def test_lines_that_are_no_title(line: str) -> None:
    assert read_title(line) is None


@pytest.mark.parametrize(
    ("lines", "title", "bureau", "year"),
    [
        (["示例市人民政府", "2024 年政府信息公开工作年度报告"],
         "示例市人民政府2024年政府信息公开工作年度报告", "示例市人民政府", 2024),
        (["示例市教育局2021年", "政府信息公开工作年度报告"],
         "示例市教育局2021年政府信息公开工作年度报告", "示例市教育局", 2021),
        (["【示例】", "示例市", "教育局", "2 0 2 4 年 政 府 信 息", "公开工作年度报告"],
         "示例市教育局2024年政府信息公开工作年度报告", "示例市教育局", 2024),
        (["示例市政府信息公开平台", "2021年政府信息公开工作年度报告", "示例市教育局"],
         "2021年政府信息公开工作年度报告", "示例市教育局", 2021),
        (["当前位置：首页 政府信息公开年报 示例县2011年政府信息公开工作年度报告 来源：别县人民政府 时间：2012-04-11"],
         "示例县2011年政府信息公开工作年度报告", "示例县", 2011),
        (["标题: 示例区管委会2014年度政府信息公开工作年度报告", "示例区", "2014年度政府信息公开工作年度报告"],
         "示例区管委会2014年度政府信息公开工作年度报告", "示例区管委会", 2014),
    ],
)  # fmt: skip
def test_titles_over_lines_and_in_noise(
    lines: list[str], title: str, bureau: str, year: int
) -> None:
    found = find_title(lines)
    assert found is not None
    assert (found.text, found.bureau, found.year) == (title, bureau, year)


@pytest.mark.parametrize(
    ("front", "body", "hints", "bureau", "place"),
    [
        (["发布机构: 示例市民政局", "2021年政府信息公开工作年度报告"], [], {}, "示例市民政局", "发布信息"),
        (["2021年政府信息公开工作年度报告", "本报告由示例市民政局根据条例编制。"], [], {}, "示例市民政局", "正文"),
        (["2021年政府信息公开工作年度报告", "如有疑问，请与示例市民政局联系（电话：0999-6886600）。"], [], {},
         "示例市民政局", "正文"),
        (["2021年政府信息公开工作年度报告"], ["我局公开信息3条。", "示例市民政局", "2022年1月5日"], {},
         "示例市民政局", "落款"),
        (["2021年政府信息公开工作年度报告"], ["我局公开信息3条。"], {"issuer_hint": "示例市民政局"},
         "示例市民政局", "元数据"),
        (["2021年政府信息公开工作年度报告"], ["我局公开信息3条。"],
         {"path": "/x/示例市民政局2021年政府信息公开工作年度报告.txt"}, "示例市民政局", "文件名"),
    ],
)  # fmt: skip
def test_a_bureau_that_the_title_leaves_out(
    front: list[str], body: list[str], hints: dict[str, str], bureau: str, place: str
) -> None:
    identity = identify(front, body, **hints)
    assert identity.bureau == bureau
    assert any(place in doubt for doubt in identity.doubts)


def test_our_bureau_is_no_name() -> None:
    identity = identify(
        ["2021年政府信息公开工作年度报告", "本报告由我局编制，请与本局联系。"], ["我局公开3条。"]
    )
    assert identity.bureau == ""


def test_the_year_is_never_the_date_of_publication() -> None:
    identity = identify(
        ["示例市民政局政府信息公开工作年度报告", "发布时间：2022-01-20",
         "本报告统计期限自2021年1月1日至2021年12月31日。"], ["示例市民政局", "2022年1月20日"],
    )  # fmt: skip
    assert identity.year == 2021


def test_the_year_the_text_speaks_of() -> None:
    identity = identify(
        ["示例市民政局政府信息公开工作年度报告"],
        ["2020年，我局公开信息3条。2020年未收到申请。2021年，我局将改进。", "2021年1月20日"],
    )
    assert identity.year == 2020
    assert any("2020" in doubt for doubt in identity.doubts)


def test_a_title_and_a_period_that_disagree_are_told() -> None:
    identity = identify(
        ["示例市民政局2022年政府信息公开工作年度报告", "统计期限自2021年1月1日至2021年12月31日。"],
        [],
    )
    assert identity.year == 2022
    assert any("2021年1月1日" in doubt for doubt in identity.doubts)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("数据统计期限自2021年1月1日至2021年12月31日截止。", "2021年1月1日至2021年12月31日"),
        ("自 2024 年 1 月 1 日至 2024 年 12 月 31 日。", "2024年1月1日至2024年12月31日"),
        ("自2011年1月1日起至2011年12月31日。", "2011年1月1日起至2011年12月31日"),
        ("（2022年1月1日—12月31日）", "2022年1月1日—12月31日"),
        ("2022年1月20日发布", ""),
    ],
)
def test_periods(text: str, period: str) -> None:
    assert find_period(text) == period


@pytest.mark.parametrize(
    ("text", "year"), [("２０２１年", 2021), ("二〇一九年", 2019), ("二○二○", 2020), ("去年", None)]
)
def test_years(text: str, year: int | None) -> None:
    assert read_year(text) == year


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("统计期限自2021 1 1 至2021 12 31 。", "2021 1 1至2021 12 31"),
        ("统计期限为2021.1.1-2021.12.31。", "2021.1.1-2021.12.31"),
        ("2021-01-01至2021-12-31", "2021-01-01至2021-12-31"),
        ("自2021年1月1日 至 2021 年12月31日止", "2021年1月1日至2021年12月31日"),
        ("2021年01月01日—2021年12月31日", "2021年01月01日—2021年12月31日"),
        ("2021/1/1~2021/12/31", "2021/1/1~2021/12/31"),
        ("电话2021 1 1", ""),
    ],
)
def test_periods_as_printed(text: str, period: str) -> None:
    assert find_period(text) == period


UNNAMED = "2021年政府信息公开工作年度报告"
BODY = ["我局全年公开信息12条。", "六、其他需要报告的事项", "无。"]


@pytest.mark.parametrize(
    ("front", "body", "path", "bureau"),
    [
        (["【发布机构】示例市甲局 【发布日期】2022-01-20", UNNAMED], BODY, "", "示例市甲局"),
        (["发布机关：示例市甲局", UNNAMED], BODY, "", "示例市甲局"),
        (["[责任部门] 示例市甲局", UNNAMED], BODY, "", "示例市甲局"),
        ([UNNAMED, "来源：示例市甲局 时间：2022-01-20 浏览次数：33"], BODY, "", "示例市甲局"),
        (["我镇" + UNNAMED, "发布单位: 示例镇人民政府"], BODY, "", "示例镇人民政府"),
        ([UNNAMED], [*BODY, "示例市甲局", "2022年1月20日"], "", "示例市甲局"),
        ([UNNAMED], [*BODY, "示例市甲局        2022年1月20日"], "", "示例市甲局"),
        ([UNNAMED, "请与示例市甲局办公室联系（电话：0999-6886600）。"], BODY, "", "示例市甲局"),
        ([UNNAMED, "请与示例市人民政府办公室联系。"], BODY, "", "示例市人民政府办公室"),
        ([UNNAMED], [*BODY, "附件1：示例市甲局2021年政府信息公开情况统计表"], "", "示例市甲局"),
        (["我局" + UNNAMED], BODY, "示例市甲局2021年政府信息公开工作年度报告.txt", "示例市甲局"),
        ([UNNAMED], BODY, "资料/示例县乙镇/2021.txt", "示例县乙镇"),
        ([UNNAMED], BODY, "下载中心/2021.txt", ""),
        (["我局" + UNNAMED], BODY, "", ""),
    ],
)
def test_a_body_named_outside_the_title(
    front: list[str], body: list[str], path: str, bureau: str
) -> None:
    identity = identify(front, body, path=path)
    assert (identity.bureau, identity.year) == (bureau, 2021)
    assert bool(identity.doubts) == bool(bureau)

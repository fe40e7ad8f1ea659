"""From blocks to a report, with blocks made by hand; all texts are invented (示例)."""

import pytest

from gongkai.errors import InputError, NotAReport
from gongkai.ingest.parse import parse
from gongkai.report import (
    Block,
    Cell,
    Grid,
    Locator,
    Paragraph,
    Report,
    Source,
    SourceDocument,
)

TITLE = "示例市教育局2021年政府信息公开工作年度报告"
OPENING = (
    "本报告依法编制，统计期限自2021年1月1日至2021年12月31日。"
    "如有疑问，请与示例市教育局联系（地址：示例路1号，电话：0999-6886600）。"
)
BODY = [
    "一、总体情况",
    "全年主动公开政府信息321条。未收到政府信息公开申请。",
    "（一）主动公开情况",
    "通过网站公开300条。",
    "二、主动公开政府信息情况",
    "五、存在的主要问题及改进情况",
    "一是公开不够及时；二是解读形式单一。",
    "六、其他需要报告的事项",
    "本年度未收取信息处理费。",
]


def text_document(*lines: str, path: str = "示例.txt") -> SourceDocument:
    text = "\n".join(lines)
    blocks: list[Block] = []
    at = 0
    for line in lines:
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            place = Locator("text", start=start, end=start + len(line.strip()))
            blocks.append(Paragraph(line.strip(), place))
        at += len(line) + 1
    return SourceDocument(Source(path, "text", "0"), tuple(blocks), text=text)


def narrative(report: Report) -> list[tuple[str, str]]:
    return [(p.section, p.text) for p in report.paragraphs if not p.heading]


def test_a_whole_report() -> None:
    document = text_document(TITLE, OPENING, *BODY)
    report = parse(document)
    assert (report.bureau, report.year, report.title) == ("示例市教育局", 2021, TITLE)
    assert report.period == "2021年1月1日至2021年12月31日"
    assert report.form is None
    assert report.headings == {
        "一": "一、总体情况",
        "二": "二、主动公开政府信息情况",
        "五": "五、存在的主要问题及改进情况",
        "六": "六、其他需要报告的事项",
    }
    assert narrative(report) == [
        ("", OPENING),
        ("一", BODY[1]),
        ("一", BODY[3]),
        ("五", BODY[6]),
        ("六", BODY[8]),
    ]
    assert {k: d.value for k, d in report.contact.details().items()} == {
        "address": "示例路1号",
        "phone": "0999-6886600",
    }
    for paragraph in report.paragraphs:
        span = slice(paragraph.locator.start, paragraph.locator.end)
        assert document.text[span] == paragraph.text
    for detail in report.contact.details().values():
        assert document.text[detail.locator.start : detail.locator.end] == detail.value


def test_the_same_report_flattened_into_one_line() -> None:
    noise = (
        "当前位置： 首页政府信息公开年报 "
        + TITLE
        + " 来源：示例县政府 时间：2022-04-11 微信 微博 --> "
    )
    lines = [noise + OPENING + "".join(BODY)]
    document = text_document(*lines)
    report = parse(document)
    assert (report.bureau, report.year) == ("示例市教育局", 2021)
    assert list(report.headings) == ["一", "二", "五", "六"]
    assert [section for section, _ in narrative(report)] == ["", "一", "五", "六"]
    assert narrative(report)[0] == ("", OPENING)
    for paragraph in report.paragraphs:
        span = slice(paragraph.locator.start, paragraph.locator.end)
        assert document.text[span] == paragraph.text


def test_the_same_content_gives_the_same_id_and_other_content_another() -> None:
    first = parse(text_document(TITLE, OPENING, *BODY))
    again = parse(text_document(TITLE, OPENING, *BODY, path="elsewhere.txt"))
    other = parse(text_document(TITLE, OPENING, *BODY[:-1], "本年度收取信息处理费3元。"))
    assert first.id == again.id
    assert first.id != other.id


def test_noise_of_a_site_tells_who_but_is_no_narrative() -> None:
    report = parse(text_document(
        "标题: 示例市教育局2021年政府信息公开工作年度报告", "发布时间: 2022-01-20 00:00", "索引号：000-1",
        "========== 正文 ==========", "打印 分享 关闭", OPENING, *BODY, "上一篇：没有了", "附件下载",
        "主办单位：示例市人民政府办公室", "地址：网信路1号　电话：0999-5559999", "示ICP备00000000号",
    ))  # fmt: skip
    assert (report.bureau, report.year) == ("示例市教育局", 2021)
    assert [text for _, text in narrative(report)] == [OPENING, BODY[1], BODY[3], BODY[6], BODY[8]]


def test_narrative_that_speaks_of_sites_and_support_is_kept() -> None:
    lines = [
        "由数据中心提供技术支持，网站声明与版权所有信息同步更新，主办单位与承办单位职责清楚，分工协作有序推进。",
        "活动由我局主办，附件下载次数9次。",
    ]
    report = parse(text_document(TITLE, OPENING, *BODY, *lines))
    assert [text for _, text in narrative(report)][-2:] == lines


def test_buttons_glued_to_the_end_are_cut_off() -> None:
    report = parse(text_document(TITLE, OPENING, *BODY[:-1], BODY[-1] + " 附件下载"))
    assert narrative(report)[-1] == ("六", BODY[-1])


def test_a_footer_gives_no_contact() -> None:
    report = parse(text_document(
        TITLE, "本报告依法编制。", *BODY, "地址：网信路1号　邮编：999000　电话：0999-5559999",
        "示ICP备00000000号-1　示公网安备 00000000000000号",
    ))  # fmt: skip
    assert report.contact.details() == {}
    assert report.warnings == ()


def test_wrapped_lines_are_joined_where_the_sentence_runs_on() -> None:
    wrapped = [
        "本年度我局通过政府门户网站和新媒体等多种渠道主动公开政府信",
        "息321条，群众反映良好。",
    ]
    document = text_document(
        TITLE, "本报告依法编制。", "一、总体情况", *wrapped, "二是短句。", *BODY[4:]
    )
    report = parse(document)
    assert ("一", "\n".join(wrapped)) in narrative(report)
    assert ("一", "二是短句。") in narrative(report)


def test_a_paragraph_that_a_page_broke_is_joined_with_the_box_around_both() -> None:
    broken = [
        "如有疑问，请与示例市教育局联系（地址：示例路1号，网址：",
        "http://www.example.gov.cn/）。",
    ]
    texts = [TITLE, *broken, *BODY]
    blocks = [
        Paragraph(text, Locator("pdf", page=1, box=(10.0 + i, 20.0 * i, 500.0, 20.0 * i + 12)))
        for i, text in enumerate(texts)
    ]
    report = parse(SourceDocument(Source("x.pdf", "pdf", "0"), tuple(blocks)))
    assert report.contact.website is not None
    assert report.contact.website.value == "http://www.example.gov.cn/"
    opening = report.paragraphs[report.contact.website.paragraph]
    assert opening.text == "".join(broken)
    assert opening.locator.box == (11.0, 20.0, 500.0, 52.0)


def test_a_table_that_is_not_the_forms_is_kept_by_rows() -> None:
    cells = [("指标", 0, 0), ("数量", 0, 1), ("网站公开数", 1, 0), ("18", 1, 1)]
    grid = Grid(
        tuple(Cell(t, r, c, Locator("docx", table=0, row=r, column=c)) for t, r, c in cells),
        2, 2, Locator("docx", table=0),
    )  # fmt: skip
    lines = [TITLE, OPENING, "一、总体情况", "全年公开18条。"]
    blocks = [Paragraph(text, Locator("docx", paragraph=i)) for i, text in enumerate(lines)]
    report = parse(SourceDocument(Source("x.docx", "docx", "0"), (*blocks, grid)))
    rows = [p for p in report.paragraphs if p.locator.table == 0]
    assert [(p.section, p.text) for p in rows] == [("一", "指标 数量"), ("一", "网站公开数 18")]
    assert any("表格" in warning for warning in report.warnings)


def test_a_contact_table_is_read() -> None:
    cells = [("地址", 0, 0), ("示例路1号", 0, 1), ("电话", 1, 0), ("0999-6886600", 1, 1)]
    grid = Grid(
        tuple(Cell(t, r, c, Locator("docx", table=0, row=r, column=c)) for t, r, c in cells),
        2, 2, Locator("docx", table=0),
    )  # fmt: skip
    head = Paragraph(TITLE, Locator("docx", paragraph=0))
    rest = [Paragraph(text, Locator("docx", paragraph=i)) for i, text in enumerate(BODY, 1)]
    report = parse(SourceDocument(Source("x.docx", "docx", "0"), (head, grid, *rest)))
    assert {k: d.value for k, d in report.contact.details().items()} == {
        "address": "示例路1号",
        "phone": "0999-6886600",
    }


def test_a_table_of_contents_before_the_text_opens_no_section() -> None:
    contents = [
        "目 录",
        "一、总体情况……………1",
        "二、主动公开政府信息情况……………2",
        "六、其他需要报告的事项…3",
    ]
    report = parse(text_document(TITLE, *contents, OPENING, *BODY))
    assert narrative(report)[0][1] == OPENING
    plain = [line.rstrip("…123") for line in contents]
    again = parse(text_document(TITLE, *plain, OPENING, *BODY))
    assert narrative(again)[0][1] == OPENING


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ((TITLE, "目录", "二、主动公开政府信息情况 ........ 10", "三、收到和处理政府信息公开申请情况 ..... 11"), "目录"),
        (tuple(f"示例市教育局{year}年政府信息公开工作年度报告" for year in range(2018, 2024)), "目录"),
        (("【文字解读】示例市教育局2021年政府信息公开工作年度报告", "近日，示例市教育局发布了报告。"), "解读"),
        (("示例市教育局2021年政府信息公开工作年度报告解读", "一、总体情况", "全年公开321条。"), "解读"),
        (("示例市教育局政府信息公开指南", "为方便公众获取政府信息，编制本指南。", "地址：示例路1号"), "公开指南"),
        (("关于做好2021年政府信息公开工作年度报告编制工作的通知", "各县区、各部门：", "请于1月20日前报送。"), "通知"),
        (("关于报送2021年政府信息公开工作", "年度报告的通知", "各单位：", "请按时报送。"), "通知"),
        (("示例市教育局2021年部门预算", "一、单位概况", "我局内设科室9个。"), "预算"),
        (("今天天气很好。",), "不像政府信息公开工作年度报告"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_named(lines: tuple[str, ...], what: str) -> None:
    with pytest.raises(NotAReport, match=what) as caught:
        parse(text_document(*lines, path="某文件.txt"))
    assert caught.value.file == "某文件.txt"
    assert caught.value.remedy


def test_a_report_of_nobody_and_of_no_year_is_refused_with_a_remedy() -> None:
    with pytest.raises(InputError, match="发布机关"):
        parse(text_document("2021年政府信息公开工作年度报告", *BODY, path="a.txt"))
    with pytest.raises(InputError, match="年度"):
        parse(text_document("示例市教育局政府信息公开工作年度报告", *BODY, path="a.txt"))


def test_a_report_in_traditional_characters() -> None:
    lines = [
        "示例市於例局2021年政府信息公開工作年度報告",
        "一、總體情況",
        "全年公開9條。",
        "五、存在的主要問題及改進情況",
    ]
    report = parse(text_document(*lines))
    assert (report.bureau, report.year, report.title) == ("示例市於例局", 2021, lines[0])
    assert list(report.headings) == ["一", "五"]


def test_a_dated_line_below_the_title_is_no_narrative() -> None:
    line = "2022-01-20 10:00  来源：示例县教育局  浏览次数：99"
    report = parse(text_document(TITLE, line, OPENING, *BODY))
    assert narrative(report)[0] == ("", OPENING)


def test_links_around_a_report_do_not_make_it_something_else() -> None:
    report = parse(text_document("政府信息公开指南", "政府信息公开年报", TITLE, OPENING, *BODY))
    assert report.title == TITLE
    assert narrative(report)[0] == ("", OPENING)


def test_a_title_that_a_page_wraps_is_one_heading() -> None:
    lines = ["示例市某某区某某镇人民政府2021年政府信息公开工作年", "度报告", OPENING, *BODY]
    blocks = tuple(
        Paragraph(line, Locator("pdf", page=1, box=(70.0, 20.0 * i, 500.0, 20.0 * i + 12)))
        for i, line in enumerate(lines)
    )
    report = parse(SourceDocument(Source("示例.pdf", "pdf", "0"), blocks))
    title, after = report.paragraphs[:2]
    assert title.text == report.title == lines[0] + lines[1]
    assert title.heading
    assert title.locator.box == (70.0, 0.0, 500.0, 32.0)
    assert (after.text, after.heading) == (OPENING, False)


def test_a_report_says_which_of_its_tables_were_not_found() -> None:
    labels = ("第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可", "5")
    report = parse(text_document(TITLE, OPENING, *BODY[:5], *labels, *BODY[5:]))
    assert report.form == "2021"
    (warning,) = (w for w in report.warnings if "统计表" in w)
    assert "第三、四部分" in warning

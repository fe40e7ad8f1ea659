"""What a page prints below a report is neither its text nor its contact; all of it is invented."""

import pytest

from gongkai.ingest.parse import parse
from gongkai.ingest.reader_text import read_text
from gongkai.report import Report, Source

TITLE = "示例市某局2021年政府信息公开工作年度报告"
LINES = (
    TITLE,
    "本报告依法编制，统计期限自2021年1月1日至2021年12月31日。",
    "一、总体情况",
    "全年主动公开政府信息321条。",
    "五、存在的主要问题及改进情况",
    "一是公开不够及时，解读形式单一。",
    "六、其他需要报告的事项",
)
LAST = "本年度未收取信息处理费，无其他需要报告的事项。"


def read(*below: str, last: str = LAST) -> Report:
    text = "\n".join((*LINES, last, *below))
    return parse(read_text(text.encode(), Source("示例.txt", "text", "")))


def six(report: Report) -> list[str]:
    return [p.text for p in report.paragraphs if p.section == "六" and not p.heading]


FEET = {
    "owner": ("版权所有：示例市人民政府", "主办单位：示例市人民政府办公室", "承办单位：示例市大数据中心",
              "示ICP备09990000号-1", "网站标识码：9999000001", "联系电话：0999-5550000", "地址：示例大道1号"),
    "pages before and after": ("上一篇：示例市某局2020年政府信息公开工作年度报告", "下一篇：没有了"),
    "buttons in brackets": ("【打印本页】【关闭窗口】", "[打印] [关闭]", "分享到：", "微信 微博 QQ空间"),
    "a button before an address": ("打印", "关闭", "地址：示例大道1号 邮编：099911", "电话：0999-5550000"),
    "attachments": ("附件：", "1.示例市某局2021年度报告.docx", "2.统计表.xls（12KB）"),
    "an attachment in a line": ("附件1：示例市某局2021年度报告.pdf", "附件下载次数：9"),
    "other articles": ("相关文章", "示例市某局2021年部门决算", "主管单位：示例市人民政府",
                       "网站维护电话：0999-5557777", "邮编:099911"),
    "links": ("分享", "相关链接", "国务院 | 省政府 | 市政府", "关于我们 | 网站地图 | 联系我们 | 隐私声明"),
    "an editor": ("责任编辑：示例", "浏览次数：99", "您是第999999位访问者", "电话：0999-5550000"),
    "a sentence about the site": ("本网站由示例市人民政府办公室主办，示例中心承办。联系电话：0999-5550000。版权所有。",),
    "an address above its owner": ("地址：示例大道1号　邮编：099911", "电话：0999-5550000", "主办单位：示例市人民政府"),
    "labels above their values": ("地址", "示例大道1号", "电话：", "0999-5550000", "示ICP备09990000号"),
    "an address above a number": ("地址：示例大道1号", "电话：0999-5550000", "示公网安备 99990002000001号"),
}  # fmt: skip


@pytest.mark.parametrize("name", FEET)
def test_what_a_page_prints_below_is_left_out(name: str) -> None:
    report = read(*FEET[name])
    assert six(report) == [LAST]
    assert report.contact.details() == {}


def test_what_a_page_glued_to_the_last_line_is_cut_off() -> None:
    report = read(
        last=f"{LAST} 上一篇：没有了 下一篇：没有了 版权所有：示例市人民政府 电话：0999-5550000"
    )
    assert six(report) == [LAST]
    assert report.contact.details() == {}


@pytest.mark.parametrize(
    "below",
    [
        ("如对本报告有疑问，请联系：", "地址：示例路1号", "电话：0999-6886600"),
        ("欢迎公众监督，意见请反馈至我局。", "地址：示例路1号　电话：0999-6886600"),
    ],
)
def test_a_contact_that_the_text_hands_over_to_is_the_reports(below: tuple[str, ...]) -> None:
    report = read(*below, "主办单位：示例市人民政府", "地址：示例大道1号　电话：0999-5550000")
    assert {name: detail.value for name, detail in report.contact.details().items()} == {
        "address": "示例路1号",
        "phone": "0999-6886600",
    }


def test_prose_below_a_button_is_the_reports() -> None:
    text = "此外，本局还开展了公开培训，参加人员反映良好，效果明显。"
    assert six(read("打印", text)) == [LAST, text]


@pytest.mark.parametrize(
    "text",
    [
        "网站由专人维护，主办单位与承办单位职责清楚，公开内容及时更新。",
        "完善附件下载功能，打印、分享更加方便，群众反映良好。",
        "相关信息已在政府网站公布，欢迎查阅相关附件和报告全文。",
        "附件一并公开的比例达到九成以上，格式以PDF为主。",
        "版权所有事项由法务机构审核，确保公开内容合法合规。",
    ],
)
def test_sentences_about_such_things_stay(text: str) -> None:
    assert six(read(text)) == [LAST, text]

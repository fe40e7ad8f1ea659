"""Contacts in the shapes reports print them; bodies, streets and numbers are invented."""

import pytest

from gongkai.ingest.contact import read_contact
from gongkai.report import CONTACT_FIELDS, Locator, SectionParagraph

Shape = tuple[str, dict[str, str]]
OPENINGS: list[Shape] = [
    ("如有疑问，请与示例局联系（地址：示例路1号，邮编：032000，电话：0999-6886600，电子邮箱：sl@163.com）。",
     {"address": "示例路1号", "postcode": "032000", "phone": "0999-6886600", "email": "sl@163.com"}),
    ("(地址:示例路42号,电话2674000,邮编:032000)",
     {"address": "示例路42号", "phone": "2674000", "postcode": "032000"}),
    ("(地址:示例区示例路5号,邮编:电话:传真:", {"address": "示例区示例路5号"}),
    ("如有疑问请与本局联系(电话、传真:0999-6886600)", {"phone": "0999-6886600", "fax": "0999-6886600"}),
    ("电话/传真：0999-6886600。", {"phone": "0999-6886600", "fax": "0999-6886600"}),
    ("联系地址：示例镇1片区大楼东附属楼7楼邮 编：350400电 话：0999-23162606传 真：0999-23162143"
     "电子邮箱：pzxx＠163.com",
     {"address": "示例镇1片区大楼东附属楼7楼", "postcode": "350400", "phone": "0999-23162606",
      "fax": "0999-23162143", "email": "pzxx＠163.com"}),
    ("地址：示例市示例路3号，示例大厦5楼；电话：（0999）6886600。",
     {"address": "示例市示例路3号，示例大厦5楼", "phone": "（0999）6886600"}),
    ("地址：示例路3号501室联系电话：0999—6886600", {"address": "示例路3号501室", "phone": "0999—6886600"}),
    ("地址：示例路3号（示例大厦5楼）；邮编：032000", {"address": "示例路3号（示例大厦5楼）", "postcode": "032000"}),
    ("本报告电子版可在“示例市人民政府”网站（http://www.example.gov.cn/）下载。",
     {"website": "http://www.example.gov.cn/"}),
    ("网址：www.example.gov.cn，电话：0999-6886600转8012",
     {"website": "www.example.gov.cn", "phone": "0999-6886600转8012"}),
    ("如对报告有疑问，请与示例局联系（0999-6886600）。", {"phone": "0999-6886600"}),
    ("电话：0999-6886600、6886601", {"phone": "0999-6886600、6886601"}),
    ("地址：示例路1号，联系人：示例，电话：0999-6886600", {"address": "示例路1号", "phone": "0999-6886600"}),
    ("地址：；邮编：；电话：。", {}),
    ("根据国办公开办函〔2021〕30号文件编制，统计期限自2021年1月1日至2021年12月31日。", {}),
    ("监督电话：0999-6886699，举报电话：0999-6886698。", {}),
    ("拨打12345热线即可咨询。", {}),
    ("地址示例市示例路1号邮编032000电话0999-6886600传真0999-6886601邮箱a_b@163.com",
     {"address": "示例市示例路1号", "postcode": "032000", "phone": "0999-6886600",
      "fax": "0999-6886601", "email": "a_b@163.com"}),
    ("联系地址: 示例区示例大道88号 邮政编码: 010010 联系电话: 0999 - 6886600 传真: 0999 - 6886601",
     {"address": "示例区示例大道88号", "postcode": "010010", "phone": "0999-6886600",
      "fax": "0999-6886601"}),
    ("（地址：示例区示例路8号，邮编：050000，电话：0999-86886600，传真：，邮箱：）",
     {"address": "示例区示例路8号", "postcode": "050000", "phone": "0999-86886600"}),
    ("(联系人:张示例;电话:0999-6886600;地址:示例路8号市民中心A座1203室)",
     {"address": "示例路8号市民中心A座1203室", "phone": "0999-6886600"}),
    ("地 址：示例市示例路 8 号    邮 编：０５００００    电 话：０９９９－８６８８６６００",
     {"address": "示例市示例路8号", "postcode": "０５００００", "phone": "０９９９－８６８８６６００"}),
    ("电话（传真）：0999-86886600，地址：示例县城关镇示例路１号",
     {"address": "示例县城关镇示例路１号", "phone": "0999-86886600", "fax": "0999-86886600"}),
    ("电话：0999－86886600、86886601；传真：同上", {"phone": "0999－86886600、86886601"}),
    ("通讯地址：示例路56号示例大厦B座9层902，邮编：100010，联系电话010-66886600",
     {"address": "示例路56号示例大厦B座9层902", "postcode": "100010", "phone": "010-66886600"}),
    ("请与我局办公室联系，地址为示例市示例路1号，电话为0999-6886600",
     {"address": "示例市示例路1号", "phone": "0999-6886600"}),
    ("邮编：032000联系电话：0999—6886600地址：示例路1号",
     {"address": "示例路1号", "postcode": "032000", "phone": "0999—6886600"}),
    ("咨询电话：0999-6886600 监督电话：0999-6886699", {"phone": "0999-6886600"}),
    ("地址：示例街道示例路12号302室0999-6886600",
     {"address": "示例街道示例路12号302室", "phone": "0999-6886600"}),
    ("地址：示例街道示例路12号3楼6886600",
     {"address": "示例街道示例路12号3楼", "phone": "6886600"}),
    ("电话：13800138000，微信公众号：示例发布", {"phone": "13800138000"}),
    ("电话：0999-688 6600", {"phone": "0999-688 6600"}),
    ("电话：（0999)6886600；邮编:01 00 10", {"postcode": "010010", "phone": "（0999)6886600"}),
    ("Email：sl-xx@example.gov.cn；网址：https://www.example.gov.cn/zwgk/",
     {"email": "sl-xx@example.gov.cn", "website": "https://www.example.gov.cn/zwgk/"}),
    ("电子邮箱：示例@无", {}),
    ("网站地址：http：//www.example.gov.cn", {"website": "http：//www.example.gov.cn"}),
    ("地址：示例市示例路1号(市政府大院3号楼，邮编：032000",
     {"address": "示例市示例路1号(市政府大院3号楼", "postcode": "032000"}),
    ("地址：示例县示例镇示例村委会旁　电话：6886600　邮编：032000",
     {"address": "示例县示例镇示例村委会旁", "postcode": "032000", "phone": "6886600"}),
    ("单位地址：示例路1号；办公时间：上午8:30-12:00；电话：0999-6886600",
     {"address": "示例路1号", "phone": "0999-6886600"}),
    ("地址：无；电话：无", {}),
    ("电话：0999-6886600-8012，传真：0999-6886601",
     {"phone": "0999-6886600-8012", "fax": "0999-6886601"}),
    ("联系电话:400-688-6600", {"phone": "400-688-6600"}),
    ("办公地点：示例路1号3楼301，政策咨询热线：12345", {"address": "示例路1号3楼301"}),
    ("地址：示例路1号。邮编：032000。电话：0999-6886600。",
     {"address": "示例路1号", "postcode": "032000", "phone": "0999-6886600"}),
    ("传真电话：0999-6886601 联系电话：0999-6886600",
     {"phone": "0999-6886600", "fax": "0999-6886601"}),
    ("联系电话：0999-6886600；举报电话：0999-6886611；地址：示例路1号",
     {"address": "示例路1号", "phone": "0999-6886600"}),
    ("地址和电话见网站公告", {}),
    ("地址、邮编未变", {}),
]  # fmt: skip


def _paragraphs(*rows: tuple[str, str, bool]) -> list[SectionParagraph]:
    made, at = [], 0
    for section, text, heading in rows:
        made.append(
            SectionParagraph(section, text, Locator("text", start=at, end=at + len(text)), heading)
        )
        at += len(text) + 1
    return made


@pytest.mark.parametrize(("text", "expected"), OPENINGS)
def test_openings(text: str, expected: dict[str, str]) -> None:
    paragraphs = _paragraphs(("", text, False), ("一", "一、总体情况", True), ("一", "无。", False))
    contact = read_contact(paragraphs)
    assert {name: detail.value for name, detail in contact.details().items()} == expected
    for detail in contact.details().values():
        span = slice(detail.locator.start, detail.locator.end)
        printed = paragraphs[detail.paragraph].text[span]
        assert "".join(printed.split()) == "".join(detail.value.split())


HEADS = [("一", "一、总体情况", True), ("一", "本局公开信息9条。", False)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*HEADS, ("六", "六、其他需要报告的事项", True), ("六", "无。", False),
          ("六", "地址：示例路1号", False), ("六", "咨询电话：0999-6886600", False)],
         {"address": "示例路1号", "phone": "0999-6886600"}),
        ([*HEADS, ("六", "六、其他需要报告的事项", True),
          ("六", "欢迎社会各界监督。地址：示例路1号；邮编：032000。", False)],
         {"address": "示例路1号", "postcode": "032000"}),
        ([("一", "一、总体情况", True),
          ("一", "设立公开查阅点，地址：示例路9号，电话：0999-6886677，方便群众。", False),
          ("二", "二、主动公开政府信息情况", True)], {}),
        ([*HEADS, ("六", "六、其他需要报告的事项", True),
          ("六", "全年办理12345热线工单9件，接听电话6886600人次。", False)], {}),
        ([("一", "一、总体情况", True),
          ("一", "公开9条。对本报告如有疑问，请与示例局联系，电话：0999-6886600。", False),
          ("二", "二、主动公开政府信息情况", True)], {"phone": "0999-6886600"}),
        ([*HEADS, ("六", "六、其他需要报告的事项", True),
          ("六", "对答复不服的，可向示例复议机关提出，受理电话：0999-6886611。", False)], {}),
        ([("", "地址：示例路1号", False), ("", "邮编：032000", False), *HEADS],
         {"address": "示例路1号", "postcode": "032000"}),
    ],
)  # fmt: skip
def test_where_a_contact_may_stand(
    rows: list[tuple[str, str, bool]], expected: dict[str, str]
) -> None:
    contact = read_contact(_paragraphs(*rows))
    assert {name: detail.value for name, detail in contact.details().items()} == expected


def test_a_line_break_inside_a_value_is_removed() -> None:
    text = "请与示例局联系（地址：示例\n市示例路1号，电话：0999-\n6886600）。"
    contact = read_contact(_paragraphs(("", text, False), *HEADS))
    assert contact.address is not None
    assert contact.phone is not None
    assert (contact.address.value, contact.phone.value) == ("示例市示例路1号", "0999-6886600")


def test_places_in_a_document_and_on_a_page() -> None:
    text = "联系电话：0999-6886600"
    docx = SectionParagraph("", text, Locator("docx", paragraph=3))
    page = SectionParagraph("", text, Locator("pdf", page=1, box=(1.0, 2.0, 3.0, 4.0)))
    assert read_contact([docx]).phone is not None
    phone = read_contact([docx]).details()["phone"].locator
    assert (phone.paragraph, text[phone.start : phone.end]) == (3, "0999-6886600")
    assert read_contact([page]).details()["phone"].locator == page.locator


def test_every_field_is_told_or_none() -> None:
    contact = read_contact(_paragraphs(*HEADS))
    assert [getattr(contact, name) for name in CONTACT_FIELDS] == [None] * len(CONTACT_FIELDS)


DESK = {"address": "示例市示例路1号", "postcode": "032000", "phone": "0999-6886600"}
APART: list[tuple[list[str], dict[str, str]]] = [
    (["地址\t邮编\t电话", "示例市示例路1号\t032000\t0999-6886600"], DESK),
    (["| 地址 | 邮编 | 电话 |", "| 示例市示例路1号 | 032000 | 0999-6886600 |"], DESK),
    (["地 址 邮 编 电 话".replace(" ", ""), "示例市示例路1号"], {}),
    (["地址 邮编 电话", "示例市示例路1号 032000 0999-6886600"], DESK),
    (["单位名称\t地址\t邮编\t电话", "示例市某局\t示例市示例路1号\t032000\t0999-6886600"], DESK),
    (["联系方式", "地址\t电话\t邮编", "示例市示例路1号\t0999-6886600\t032000"], DESK),
    (["地址", "示例市示例路1号", "邮编", "032000", "电话", "0999-6886600"], DESK),
    (["地　　址：", "示例市示例路1号", "邮编：", "032000", "联系电话：", "0999-6886600"], DESK),
    (["| 地址 | 示例市示例路1号 |", "| 邮编 | 032000 |", "| 电话 | 0999-6886600 |"], DESK),
    (["地址\t示例市示例路1号\t邮编\t032000", "电话\t0999-6886600"], DESK),
    # Several desks, blank cells, values that are none: whose or which isn't told.
    (
        ["部门\t地址\t电话", "办公室\t示例路1号\t0999-6886600", "信息科\t示例路2号\t0999-6886601"],
        {},
    ),
    (["地址\t邮编\t电话", "示例市示例路1号\t0999-6886600"], {}),
    (["地址\t邮编\t电话", "见网站\t无\t无"], {}),
    (["监督电话", "0999-6886699"], {}),
    (["电话", "请见网站公告"], {}),
    (["地址", "电话", "邮编"], {}),
]


@pytest.mark.parametrize(("lines", "expected"), APART)
@pytest.mark.parametrize("closing", [False, True], ids=["opening", "closing"])
def test_labels_apart_from_their_values(
    lines: list[str], expected: dict[str, str], closing: bool
) -> None:
    own = [("六" if closing else "", line, False) for line in lines]
    rows = [*HEADS, ("六", "六、其他需要报告的事项", True), *own] if closing else [*own, *HEADS]
    paragraphs = _paragraphs(*rows)
    details = read_contact(paragraphs).details()
    assert {name: detail.value for name, detail in details.items()} == expected
    for detail in details.values():
        paragraph = paragraphs[detail.paragraph]
        begin = paragraph.locator.start or 0
        span = slice((detail.locator.start or 0) - begin, (detail.locator.end or 0) - begin)
        assert paragraph.text[span] == detail.value

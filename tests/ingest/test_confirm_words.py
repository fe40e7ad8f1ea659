"""Names and contact details read from pictures: drawn lines, recognised with the real models."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from gongkai.ingest.confirm_contact import confirm_contact
from gongkai.ingest.confirm_name import confirm_name
from gongkai.ingest.scan_picture import A4_SHORT, Picture, picture
from gongkai.ingest.scan_text import read_cells
from gongkai.ingest.scanned import ScannedDocument, TextLine, Words
from gongkai.report import Contact, Detail, Locator, Report, SectionParagraph, Source

SOURCE = Source("扫描.png", "image", "0" * 64)
PLACE = Locator("image", page=1, box=(0.0, 0.0, 500.0, 20.0))


def drawn(text: str, size: int = 30) -> np.ndarray:
    """``text`` in black on white, a line high."""
    image = Image.new("L", (size * max(1, len(text)) + 20, int(size * 1.5)), 255)
    ImageDraw.Draw(image).text((12, 4), text, fill=0, font=ImageFont.load_default(size))
    return np.asarray(image)


def line(text: str, shown: str, confidence: float = 0.99, at: int = 0) -> TextLine:
    """A line read as ``text`` of which the picture shows ``shown``."""
    box = (0.0, 30.0 * at, 500.0, 30.0 * at + 20)
    return TextLine(Words(text, (confidence,) * len(text)), box, drawn(shown))


def scan(
    lines: list[TextLine], bureau: str, contact: Contact | None = None
) -> tuple[Report, ScannedDocument]:
    paragraphs = tuple(SectionParagraph("", its.words.text, PLACE) for its in lines)
    report = Report(
        "r", bureau, f"{bureau}2023年报告", 2023, None, "", contact or Contact(), paragraphs, (), SOURCE
    )  # fmt: skip
    return report, ScannedDocument(SOURCE, (), lines={1: tuple(lines)})


@pytest.mark.parametrize(
    ("name", "read", "shown", "confidence", "told"),
    [
        ("phone", "0451-5550123", "0451-5550123", 0.99, ""),
        ("phone", "0451-5550723", "0451-5550123", 0.99, "按未知处理"),
        ("phone", "0451-5550123", "0451-5550123", 0.7, "把握不大"),
        ("email", "bgs_jyj@sample.example", "bgs_jyj@sample.example", 0.99, ""),
        ("email", "bgs_jyj@samp1e.example", "bgs_jyj@samp1e.example", 0.99, "按未知处理"),
        ("email", "bgs@l63.example", "bgs@l63.example", 0.99, "按未知处理"),
        ("email", "bgs_streetl@sample.example", "bgs_streetl@sample.example", 0.8, "按未知处理"),
        ("email", "jyj2021@sample.example", "jyj2021@sample.example", 0.99, ""),
    ],
)
def test_a_detail_stays_where_a_second_look_agrees(
    name: str, read: str, shown: str, confidence: float, told: str
) -> None:
    contact = replace(Contact(), **{name: Detail(read, PLACE, 0)})
    report, document = scan([line(read, shown, confidence)], "示例市教育局", contact)
    after, warnings = confirm_contact(report, document)
    assert (name in after.contact.details()) is (told != "按未知处理")
    assert [told in warning for warning in warnings] == ([True] if told else [])


def test_details_of_a_page_with_text_stay() -> None:
    contact = Contact(phone=Detail("0451-5550123", PLACE, 0))
    report, document = scan([], "示例市教育局", contact)
    assert confirm_contact(report, document) == (report, ())


# Latin names stand for Chinese ones: the font that Pillow carries has no others.
MENTIONS = ["report of Elmshire Office", "ask Elmshire Office"]


def mentions(text: str) -> list[TextLine]:
    return [line(t.replace("Elmshire", text), t.replace("Elmshire", text), at=n + 1)
            for n, t in enumerate(MENTIONS)]  # fmt: skip


def test_a_name_misread_in_the_title_is_told_by_its_other_mentions() -> None:
    report, document = scan(
        [line("ElmshineOffice2023", "ElmshireOffice2023"), *mentions("Elmshire")], "ElmshineOffice"
    )
    after, (warning,) = confirm_name(report, document)
    assert after.bureau == "ElmshireOffice"
    assert after.title == "ElmshireOffice2023年报告"
    assert after.paragraphs[0].text == "ElmshireOffice2023"
    assert "ElmshineOffice" in warning


def test_a_sibling_that_the_report_speaks_of_is_another_body() -> None:
    report, document = scan(
        [line("ElmshireOffice2023", "ElmshireOffice2023"), *mentions("Ellsmire")], "ElmshireOffice"
    )
    assert confirm_name(report, document) == (report, ())


def test_a_name_read_without_confidence_is_told() -> None:
    report, document = scan(
        [line("ElmshineOffice2023", "ElmshireOffice2023", 0.6)], "ElmshineOffice"
    )
    after, (warning,) = confirm_name(report, document)
    assert after.bureau == "ElmshineOffice"
    assert "把握不大" in warning


@pytest.mark.parametrize(("width", "value"), [(4, "-1"), (0, "1")])
def test_a_short_minus_is_read_with_its_digit(width: int, value: str) -> None:
    """At 150 dpi a minus is no longer than a speck of dust."""
    page = np.full((1754, 1240, 3), 255, np.uint8)
    digit = Image.fromarray(page)
    pen = ImageDraw.Draw(digit)
    pen.text((305, 300), "1", fill="black", font=ImageFont.load_default(22))
    pen.line((100, 600, 1100, 600), fill="black", width=2)  # tells that the page is level
    if width:
        pen.rectangle((299, 314, 299 + width - 1, 315), fill="black")
    its = picture(np.asarray(digit), 1.0)
    mask = np.zeros(its.gray.shape, np.uint8)
    (cell,) = read_cells(its, [(200.0, 280.0, 420.0, 340.0)], mask)
    assert [found.words.text for found in cell.lines] == [value]


@pytest.mark.parametrize(
    ("bits", "lines"),
    [
        # What a stamp left of a 7: its level stroke, a corner and its foot.
        ([(300, 300, 5, 2), (305, 304, 2, 2), (301, 309, 2, 4)], 1),
        ([(300, 300, 2, 2), (360, 330, 2, 2)], 0),  # dust
        ([], 0),
    ],
)
def test_a_cell_is_not_blank_because_its_digit_is_broken(
    bits: list[tuple[int, int, int, int]], lines: int
) -> None:
    gray = np.full((1754, 1240), 255, np.uint8)
    ink = np.zeros_like(gray)
    for x, y, width, height in bits:
        ink[y : y + height, x : x + width] = 255
        gray[y : y + height, x : x + width] = 150
    page = Picture(gray, ink, 1240 / A4_SHORT, np.eye(2, 3))
    (cell,) = read_cells(page, [(250.0, 270.0, 420.0, 345.0)], np.zeros_like(gray))
    assert len(cell.lines) == lines

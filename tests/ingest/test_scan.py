"""Scans: recognised with the real models, from pages of invented reports and drawn pictures."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from gongkai.errors import UnreadableFile
from gongkai.eval.corpus import orders
from gongkai.eval.invent import Invented, invent
from gongkai.eval.write_pdf import write_pdf
from gongkai.eval.write_scan import Wear, pages, write_scan
from gongkai.form import form
from gongkai.ingest import ocr
from gongkai.ingest.confirm import Look, confirm, unproved
from gongkai.ingest.layout_columns import regions
from gongkai.ingest.parse import parse
from gongkai.ingest.read import read
from gongkai.ingest.reader_image import MAX_PAGES, cuts, read_image
from gongkai.ingest.reader_pdf import read_pdf
from gongkai.ingest.scan_picture import A4_SHORT, picture, skew
from gongkai.ingest.scan_ruling import ruling
from gongkai.ingest.scanned import CellText, ScannedDocument, TextLine, Words
from gongkai.report import Contact, Fact, Locator, Report, Source
from gongkai.sums import outcomes

WEAR = Wear(dpi=150, skew=1.2, blur=0.5, noise=4.0, quality=75, stamp=True, shade=0.15)


@pytest.fixture(scope="module")
def invented() -> Invented:
    return invent(next(orders(1, 31, {"pdf": 1.0})))


@pytest.fixture(scope="module")
def mixed(invented: Invented) -> ScannedDocument:
    """A PDF whose first page is text and the others scans."""
    whole = pypdfium2.PdfDocument.new()
    text, scan = (
        pypdfium2.PdfDocument(f) for f in (write_pdf(invented), write_scan(invented, WEAR))
    )
    whole.import_pages(text, [0])
    whole.import_pages(scan, list(range(1, len(scan))))
    buffer = io.BytesIO()
    whole.save(buffer)
    for document in (whole, text, scan):
        document.close()
    read_document = read_pdf(buffer.getvalue(), Source("混合.pdf", "pdf", "0" * 64))
    assert isinstance(read_document, ScannedDocument)
    return read_document


def test_a_worn_scan_says_what_is_printed(invented: Invented, mixed: ScannedDocument) -> None:
    report = confirm(parse(mixed), mixed)
    assert report.bureau == invented.order.body.name
    assert report.year == invented.order.year
    read_values = {fact.address: fact.value for fact in report.facts}
    wrong = {a: (read_values[a], v) for a, v in invented.values.items() if read_values[a] != v}
    assert wrong == {}
    assert all(fact.sure for fact in report.facts if fact.address.section == "四")


def test_cells_of_a_scan_stand_where_the_text_pdf_has_them(
    invented: Invented, mixed: ScannedDocument
) -> None:
    """Turned by 1.5° at most, nothing on the page moves further than 16 points."""
    clean = parse(read_pdf(write_pdf(invented), Source("a.pdf", "pdf", "")))
    scanned = parse(mixed)
    compared = 0
    for one, other in zip(clean.facts, scanned.facts, strict=True):
        a, b = one.locator, other.locator
        assert a is not None
        assert b is not None
        assert a.box is not None
        assert b.box is not None
        assert (b.kind, b.page) == ("pdf", a.page)
        for low, high in ((0, 2), (1, 3)):
            middle, its = (a.box[low] + a.box[high]) / 2, (b.box[low] + b.box[high]) / 2
            assert abs(middle - its) < 16
        compared += 1
    assert compared == len(form(invented.form).cells)


def test_a_picture_of_a_page_is_read(invented: Invented) -> None:
    page = list(pages(invented, replace(WEAR, stamp=False)))[-1]
    buffer = io.BytesIO()
    Image.fromarray(page).save(buffer, "PNG")
    document = read_image(buffer.getvalue(), Source("页.png", "image", ""))
    text = "".join(getattr(block, "text", "") for block in document.blocks)
    assert "六、" in text or "五、" in text
    height, width = page.shape[:2]
    for block in document.blocks:
        assert block.locator.kind == "image"
        assert block.locator.page == 1
        box = block.locator.box
        assert box is not None
        assert -5 <= box[0] < box[2] <= width + 5
        assert -5 <= box[1] < box[3] <= height + 5


def test_recognition_opens_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "create_connection", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    ocr._engine.cache_clear()  # so that the models are loaded here
    (words,) = ocr.recognise([drawn("2847")])
    assert words.text == "2847"
    assert len(words.confidences) == 4
    assert ocr.detect(np.full((200, 300), 255, np.uint8)) == []


def drawn(text: str, size: int = 30) -> np.ndarray:
    """``text`` in black on white, a line high."""
    image = Image.new("L", (size * max(1, len(text)) + 20, int(size * 1.5)), 255)
    font = ImageFont.load_default(size)
    ImageDraw.Draw(image).text((12, 4), text, fill=0, font=font)
    return np.asarray(image)


# What comes of cells read in doubt ----------------------------------------------------------


def scanned_report(
    values: dict[int, str], shown: dict[int, tuple[str, float, np.ndarray]]
) -> tuple[Report, ScannedDocument]:
    """A report whose nth cell of the form holds ``values`` (0 else); ``shown``: what was read
    there, with what confidence, from which picture."""
    source = Source("扫描.png", "image", "0" * 64)
    facts, cells = [], []
    for n, cell in enumerate(form("2021").cells):
        box = (0.0, 20.0 * n, 40.0, 20.0 * n + 18)
        text = values.get(n, "0")
        value = Decimal(text) if text.isdigit() else None
        facts.append(Fact(cell.address, value, cell.unit, text, Locator("image", page=1, box=box)))
        read_text, confidence, crop = shown.get(n, (text, 0.999, drawn(text)))
        words = Words(read_text, (confidence,) * len(read_text))
        cells.append(CellText(box, (TextLine(words, box, crop),)))
    report = Report(
        "r", "示例局", "示例局报告", 2023, "2021", "", Contact(), (), tuple(facts), source
    )
    return report, ScannedDocument(source, (), cells={1: tuple(cells)})


def cell_number(section: str, row: str, column: str) -> int:
    return next(
        n for n, cell in enumerate(form("2021").cells)
        if cell.address.section == section and cell.address.row[-1:] == (row,)
        and cell.address.column[-1] == column
    )  # fmt: skip


ROW = form("2021").rows[0][-1]
TOTAL = form("2021").applicants[-1]
FIRST = form("2021").applicants[0]


def test_a_doubtful_digit_is_read_again() -> None:
    n = cell_number("三", ROW, FIRST)
    total = cell_number("三", ROW, TOTAL)
    carried = [cell_number("三", form("2021").rows[-1][-1], c) for c in (FIRST, TOTAL)]
    values = {n: "7", total: "1", carried[0]: "1", carried[1]: "1"}
    report, document = scanned_report(values, {n: ("7", 0.5, drawn("1"))})
    fact = confirm(report, document).facts[n]
    assert fact.value == 1
    assert fact.text == "1"


def test_a_confident_digit_that_breaks_two_sums_is_read_again() -> None:
    """Misread with confidence: the row's and the column's sums fail by the same amount."""
    n = cell_number("三", ROW, FIRST)
    total = cell_number("三", ROW, TOTAL)
    carried = [cell_number("三", form("2021").rows[-1][-1], c) for c in (FIRST, TOTAL)]
    values = {n: "8", total: "3", carried[0]: "3", carried[1]: "3"}
    report, document = scanned_report(values, {n: ("8", 0.99, drawn("3"))})
    fact = confirm(report, document).facts[n]
    assert fact.value == 3


def test_the_reports_own_error_stays() -> None:
    n = cell_number("三", ROW, TOTAL)
    report, document = scanned_report({n: "5"}, {})
    after = confirm(report, document)
    assert after.facts[n].value == 5
    assert after.facts[n].sure
    assert any(result.holds is False for result in outcomes("2021", after.facts))
    assert any("合计" in warning for warning in after.warnings)


def test_a_smudge_is_unknown_and_told() -> None:
    n = cell_number("三", ROW, FIRST)
    smudge = np.full((40, 60), 255, np.uint8)
    cv2.ellipse(smudge, (30, 20), (14, 9), 30, 0, 360, 90, -1)
    report, document = scanned_report({n: "口"}, {n: ("口", 0.3, smudge)})
    after = confirm(report, document)
    assert after.facts[n].value is None
    assert not after.facts[n].sure
    assert any("认不清" in warning and FIRST in warning for warning in after.warnings)


@pytest.mark.parametrize(
    ("first", "sure", "sums", "readings", "stays"),
    [
        (0.7, False, [True, True], (6, 6, 0), True),
        (0.7, False, [True, False], (6, 6, 6), False),
        (0.7, False, [], (6, 6, 6), True),
        (0.7, False, [], (6, 6, 0), False),
        (0.7, True, [True, False], (6, 6, 6), True),
        (0.7, True, [False, False], (6, 6, 6), False),
        (0.99, False, [True, False], (6, 6, 0), True),
        (0.99, False, [False, False], (6, 6, 0), False),
    ],
)  # fmt: skip
def test_what_is_read_in_doubt_needs_a_proof(
    first: float, sure: bool, sums: list[bool], readings: tuple[int, ...], stays: bool
) -> None:
    """A stamp over a 0 makes it a 6: its sums tell, or two looks that differ."""
    report, _ = scanned_report({}, {})
    fact = replace(report.facts[0], value=Decimal(6), text="6", sure=sure)
    looks = {fact.address: [Look(Decimal(value), str(value), first) for value in readings]}
    facts = {fact.address: fact}
    unproved(facts, [fact.address], looks, {fact.address: sums})
    after = facts[fact.address]
    assert after.value == (6 if stays else None)
    assert after.sure is (sure and stays)


def test_reports_from_text_come_back_as_they_are() -> None:
    report, document = scanned_report({3: "9"}, {})
    assert confirm(report, ScannedDocument(document.source, ())).facts == report.facts


# Pictures ------------------------------------------------------------------------------------


def page_of(draw: Callable[[ImageDraw.ImageDraw], None]) -> np.ndarray:
    """A white page at 150 dpi with what ``draw`` puts on it."""
    image = Image.new("RGB", (1240, 1754), "white")
    draw(ImageDraw.Draw(image))
    return np.asarray(image)


def table(draw: ImageDraw.ImageDraw) -> None:
    """Three rows and three columns; the first row is one cell, the first column below too."""
    for y in (300, 360, 420, 480):
        start = 420 if y == 420 else 200
        draw.line((start, y, 860, y), fill="black", width=2)
    for x in (200, 420, 640, 860):
        draw.line((x, 300 if x in (200, 860) else 360, x, 480), fill="black", width=2)


@pytest.mark.parametrize("gap", [0, 4, 10])
def test_boxes_between_rulings(gap: int) -> None:
    def draw(pen: ImageDraw.ImageDraw) -> None:
        table(pen)
        if gap:  # rulings that a copier broke
            pen.rectangle((700, 355, 700 + gap, 365), fill="white")
            pen.rectangle((415, 400, 425, 400 + gap), fill="white")
        pen.text((230, 340), "一二三", fill="black")

    (found,), mask = ruling(picture(page_of(draw), 1.0))
    sizes = sorted((round(b[2] - b[0], -1), round(b[3] - b[1], -1)) for b in found.boxes)
    assert sizes == [(220, 60)] * 4 + [(220, 120), (660, 60)]
    assert mask.any()


@pytest.mark.parametrize("angle", [-3.0, -0.7, 0.0, 1.8])
def test_the_skew_is_found(angle: float) -> None:
    gray = cv2.cvtColor(page_of(table), cv2.COLOR_RGB2GRAY)
    matrix = cv2.getRotationMatrix2D((620, 877), angle, 1.0)
    turned = cv2.warpAffine(gray, matrix, (1240, 1754), borderValue=255).astype(np.uint8)
    assert skew(turned) == pytest.approx(-angle, abs=0.15)


def test_a_stamp_goes_and_red_words_and_black_ones_under_it_stay() -> None:
    def draw(pen: ImageDraw.ImageDraw) -> None:
        pen.ellipse((500, 600, 760, 860), outline=(210, 60, 60), width=8)
        pen.rectangle((400, 725, 900, 735), fill="black")
        pen.rectangle((300, 200, 900, 212), fill=(200, 30, 30))

    its = picture(page_of(draw), 1.0)
    assert its.gray[640:700, 500:760].min() > 200  # the ring
    assert its.gray[728:732, 510:750].max() < 90  # the line under it
    assert its.gray[206, 400:800].max() < 120  # a red line of words


def test_a_long_picture_is_cut_where_it_is_blank() -> None:
    long = np.vstack([page_of(table)] * 3)
    parts = cuts(long)
    assert [top for top, _ in parts] == [0, *(bottom for _, bottom in parts[:-1])]
    assert parts[-1][1] == len(long)
    assert len(parts) == 3
    for cut, _ in parts[1:]:
        assert long[cut].min() == 255
    assert cuts(page_of(table)) == [(0, 1754)]


LEFT, RIGHT = (50.0, 280.0), (310.0, 540.0)


@pytest.mark.parametrize(
    ("boxes", "tables", "order"),
    [
        ([(50, y, 540, y + 12) for y in range(0, 80, 20)], [], [[0, 1, 2, 3]]),
        # Two columns below a heading over both, with a line over both at the foot.
        (
            [(50, 0, 540, 12)]
            + [(x0, y, x1, y + 12) for y in (20, 40, 60) for x0, x1 in (LEFT, RIGHT)]
            + [(50, 100, 540, 112)],
            [],
            [[0], [1, 3, 5], [2, 4, 6], [7]],
        ),
        # Short lines side by side (a label and its value) are no columns.
        ([(x, y, x + 60, y + 12) for y in (20, 40, 60) for x in (50, 480)], [], [[0, 1, 2, 3, 4, 5]]),
        # A table ends the columns above it.
        (
            [(x0, y, x1, y + 12) for y in (0, 20, 40) for x0, x1 in (LEFT, RIGHT)],
            [(50.0, 60.0, 540.0, 200.0)],
            [[0, 2, 4], [1, 3, 5], []],
        ),
        ([], [], []),
    ],
)  # fmt: skip
def test_reading_order(
    boxes: list[tuple[float, float, float, float]],
    tables: list[tuple[float, float, float, float]],
    order: list[list[int]],
) -> None:
    found = regions(boxes, tables)
    assert [sorted(region.lines) for region in found] == [sorted(part) for part in order]
    assert sorted(i for region in found for i in region.tables) == list(range(len(tables)))


def bomb() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(buffer, "PNG")
    return buffer.getvalue()


def many_pages() -> bytes:
    buffer = io.BytesIO()
    page = Image.new("1", (8, 8))
    page.save(buffer, "TIFF", save_all=True, append_images=[page] * MAX_PAGES)
    return buffer.getvalue()


def cut_short() -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(page_of(table)).save(buffer, "PNG")
    return buffer.getvalue()[:-2000]


def drawn_png() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (1240, 1754), 250).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("bomb.png", bomb, "像素"),
        ("book.tif", many_pages, "上限"),
        ("cut.png", cut_short, "损坏"),
        ("junk.jpg", lambda: b"\xff\xd8\xff" + bytes(200), "损坏"),
        ("blank.png", drawn_png, "没有认出文字"),
    ],
)
def test_bad_pictures_are_named_errors(
    tmp_path: Path, name: str, make: Callable[[], bytes], words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(UnreadableFile, match=words) as caught:
        read(path)
    assert caught.value.remedy
    assert caught.value.file == str(path)


def test_a_point_is_a_point_of_a4() -> None:
    its = picture(page_of(table), 72 / 150)
    assert its.point == pytest.approx(1240 / A4_SHORT)
    assert its.to_page[0, 0] == pytest.approx(72 / 150, abs=0.01)

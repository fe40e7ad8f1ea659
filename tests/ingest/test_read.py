"""Readers: what comes back keeps its place, and bad files are named errors with a remedy."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.errors import GongkaiError, UnreadableFile, UnsupportedFormat
from gongkai.ingest.read import read
from gongkai.ingest.reader_image import pictures
from gongkai.ingest.tables import align
from gongkai.report import Grid, Paragraph, Source, SourceDocument

SHARED = Path(__file__).parents[2].parent / "shared" / "reports"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def docx_of(*paragraphs: str) -> bytes:
    from docx import Document

    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pdf_of(*lines: str, password: str = "") -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=password or None)
    canvas.setFont("STSong-Light", 14)
    for place, line in enumerate(lines):
        canvas.drawString(72, 760 - 24 * place, line)
    canvas.save()
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * (30 * 1024 * 1024))
    return out.getvalue()


def slices(document: SourceDocument) -> None:
    """Every span in the document's text is the text it belongs to."""
    for block in document.blocks:
        parts = block.cells if isinstance(block, Grid) else (block,)
        for part in parts:
            where = part.locator
            assert where.start is not None
            assert document.text[where.start : where.end] == part.text


TEXT = "示例市某局2021年政府信息公开工作年度报告\n\n  一、总体情况\n\t规章\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_text_in_any_encoding_is_one_paragraph_a_line(
    tmp_path: Path, encoding: str, newline: str
) -> None:
    document = read(written(tmp_path, "a.txt", TEXT.replace("\n", newline).encode(encoding)))
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts == ["示例市某局2021年政府信息公开工作年度报告", "一、总体情况", "规章"]
    assert document.source.kind == "text"
    slices(document)


def test_a_web_page_gives_its_report_without_its_furniture(tmp_path: Path) -> None:
    markup = """<html><head><title>年报_示例网</title><meta charset="gb2312">
    <meta name="ArticleTitle" content="示例市某局2021年报告"><meta name="ContentSource"
    content="示例市某局"><style>p{}</style></head><body><form>
    <div class="nav"><a>首页</a><a>政务</a><a>服务</a></div>
    <table><tr><td><div class="left"><a>一</a><a>二</a><a>三</a></div></td><td>
    <p>本报告根据《中华人民共和国政府信息公开条例》编制。（电话：0000-1234567）</p>
    <p>一、总体情况</p><p>公开信息<br>共10条。</p><p style="display:none">隐藏</p>
    <p>二、主动公开政府信息情况</p><table><tr><td rowspan=2>规章</td><td colspan="2">甲<br>乙</td>
    </tr><tr><td>1</td><td>２</td></tr></table><p>三、收到和处理政府信息公开申请情况</p>
    </td></tr></table><div class="footer">主办：示例办公室 电话：0000-7654321</div></form>
    <script>var a="一、总体情况"</script></body></html>"""
    document = read(written(tmp_path, "a.html", markup.encode("gb18030")))
    slices(document)
    assert (document.title_hint, document.issuer_hint) == ("示例市某局2021年报告", "示例市某局")
    assert "7654321" not in document.text
    assert "1234567" in document.text
    assert "隐藏" not in document.text
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells] == [
        ("规章", 0, 0, 2, 1),
        ("甲\n乙", 0, 1, 1, 2),
        ("1", 1, 1, 1, 1),
        ("２", 1, 2, 1, 1),
    ]


def test_docx_cells_are_there_once_with_their_spans(tmp_path: Path) -> None:
    from docx import Document

    made = Document()
    made.add_paragraph("")
    made.add_paragraph("一、总体情况")
    table = made.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "甲"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "乙"
    table.cell(2, 2).text = "丙"
    out = io.BytesIO()
    made.save(out)
    document = read(written(tmp_path, "a.docx", out.getvalue()))
    paragraph, grid = document.blocks
    assert paragraph.locator.paragraph == 1
    assert isinstance(grid, Grid)
    filled = [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells if c.text]
    assert filled == [("甲", 0, 0, 2, 1), ("乙", 0, 1, 1, 2), ("丙", 2, 2, 1, 1)]
    assert (grid.rows, grid.columns) == (3, 3)


@needs_shared
def test_pdf_lines_become_paragraphs_without_page_numbers() -> None:
    document = read(SHARED / "huaian-2024.pdf")
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert len(grids) == 3
    assert all(grid.columns > 1 for grid in grids)
    assert not any(p.text.strip("- ").isdigit() for p in paragraphs)
    whole = next(p for p in paragraphs if p.text.startswith("（二）依申请公开情况"))
    assert whole.text.endswith("。")
    assert whole.locator.page == 2
    label = next(c for c in grids[1].cells if c.text.startswith("（四）无"))
    assert label.text.replace("\n", "") == "（四）无法提供"
    assert label.rowspan == 3


BAD: list[tuple[str, Callable[[], bytes], type[GongkaiError], str]] = [
    ("empty.txt", lambda: b"", UnreadableFile, "空"),
    ("blank.txt", lambda: b"\n \n", UnreadableFile, "空"),
    ("noise.txt", lambda: bytes(range(256)) * 20, UnreadableFile, "文本"),
    ("cut.pdf", lambda: pdf_of("示例" * 9, "二" * 9)[:-400], UnreadableFile, "不完整"),
    ("locked.pdf", lambda: pdf_of("示例" * 20, password="x"), UnreadableFile, "密码"),
    ("scan.pdf", pdf_of, UnreadableFile, "扫描"),
    ("picture.pdf", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, UnreadableFile, "图片"),
    ("garbage.pdf", lambda: b"\x00\x01\x02\x03" * 99, UnreadableFile, "PDF"),
    ("cut.docx", lambda: docx_of("示例")[:-300], UnreadableFile, "未下载完整"),
    ("hollow.docx", lambda: docx_of(""), UnreadableFile, "没有文字"),
    ("bomb.docx", bomb, UnreadableFile, "上限"),
    (
        "locked.docx",
        lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        UnreadableFile,
        "密码",
    ),
    ("old.doc", lambda: OLE + b"\0" * 600, UnreadableFile, "另存为 .docx"),
    ("old.wps", lambda: OLE + b"\0" * 600, UnreadableFile, "另存为 .docx"),
    ("old.docx", lambda: OLE + b"\0" * 600, UnreadableFile, "另存为 .docx"),
    ("hollow.html", lambda: b"<html><script>1</script></html>", UnreadableFile, "正文"),
]


@pytest.mark.parametrize(("name", "make", "error", "words"), BAD, ids=[case[0] for case in BAD])
def test_bad_files_are_named_errors(
    tmp_path: Path, name: str, make: Callable[[], bytes], error: type[GongkaiError], words: str
) -> None:
    path = written(tmp_path, name, make())
    with pytest.raises(error) as caught:
        read(path)
    assert words in str(caught.value)
    assert caught.value.file == str(path)
    assert caught.value.remedy
    assert caught.value.exit_code == 1


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(UnreadableFile, match="超过上限 50 MB"):
        read(path)


def test_a_missing_file_and_a_folder_are_named_errors(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="不存在"):
        read(tmp_path / "no.txt")
    with pytest.raises(UnsupportedFormat, match="文件夹"):
        read(tmp_path)


PAGE = "<html><body><p>示例市某局</p></body></html>".encode


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", lambda: pdf_of("示例市某局政府信息公开工作年度报告", "一、总体情况"), "pdf"),
        ("a.pdf", lambda: docx_of("示例市某局"), "docx"),
        ("a.docx", PAGE, "html"),
        ("a.doc", PAGE, "html"),
        ("a.html", "示例市某局的报告".encode, "text"),
    ],
)
def test_a_wrong_suffix_is_read_by_content(
    tmp_path: Path, name: str, data: Callable[[], bytes], kind: str
) -> None:
    document = read(written(tmp_path, name, data()))
    assert document.source.kind == kind
    assert document.blocks


STARTS = [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", OLE, b"\xff\xfe", b"\xef\xbb\xbf"]


@settings(max_examples=150, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    data=st.binary(max_size=300),
    start=st.sampled_from(STARTS),
    end=st.sampled_from([b"", b"%%EOF\n"]),
    suffix=st.sampled_from([".txt", ".html", ".docx", ".pdf", ".doc", ""]),
)
def test_any_bytes_give_blocks_or_a_named_error(
    tmp_path: Path, data: bytes, start: bytes, end: bytes, suffix: str
) -> None:
    path = written(tmp_path, f"any{suffix}", start + data + end)
    try:
        document = read(path)
    except GongkaiError:
        return
    if document.source.kind in ("text", "html"):
        slices(document)
    align(document.blocks)


@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.integers(min_value=0), st.binary(min_size=1, max_size=8), st.sampled_from("dp"))
def test_damaged_documents_give_blocks_or_a_named_error(
    tmp_path: Path, place: int, patch: bytes, kind: str
) -> None:
    whole = docx_of("一、总体情况", "示例") if kind == "d" else pdf_of("一、总体情况", "示例" * 20)
    at = place % len(whole)
    data = whole[:at] + patch + whole[at + len(patch) :]
    path = written(tmp_path, "a.docx" if kind == "d" else "a.pdf", data)
    try:
        read(path)
    except GongkaiError:
        return


@settings(max_examples=100, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.text(alphabet="一二三规章行政许可0123 \t\r\n|<>/tdr&;p　\x0b\u2028", max_size=200))
def test_spans_slice_to_their_text(tmp_path: Path, text: str) -> None:
    for suffix in (".txt", ".html"):
        try:
            document = read(written(tmp_path, f"a{suffix}", f"<p>{text}</p>".encode()))
        except GongkaiError:
            continue
        slices(document)


def test_a_gif_is_a_picture_like_others(tmp_path: Path) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("P", (30, 20), 0).save(out, "GIF")
    with pytest.raises(UnreadableFile, match="没有认出文字"):
        read(written(tmp_path, "blank.gif", out.getvalue()))
    (picture,) = pictures(out.getvalue(), Source("示例.gif", "image", ""))
    assert picture.shape == (20, 30, 3)

"""PDFs: ruled tables as grids, running text as paragraphs, each with page and box.

Pages that are pictures (scans) are rendered and recognised.
"""

from __future__ import annotations

import io
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongkai.errors import UnreadableFile
from gongkai.ingest.layout_flow import (
    Item,
    accepted,
    blocks_of,
    interleaved,
    last_table,
    lines_of,
    without_furniture,
)
from gongkai.ingest.layout_lines import lines
from gongkai.ingest.layout_ruled import RuledTable, ruled
from gongkai.ingest.layout_unruled import with_unruled
from gongkai.ingest.scan import Scan
from gongkai.report import Source, SourceDocument

# Fewer characters than this on a page of pictures means a scan.
_MIN_CHARS = 20
_TAIL = 4096
MAX_PAGES = 500
_MAX_EDGES = 20_000
# Letters drawn as outlines: a page of them has so many curves.
_MIN_CURVES = 200
# Text of which this share is no text is garbage, where a picture covers this share of the page.
_GARBAGE, _COVERED = 0.3, 0.5
_LOST = "\ufffd\ufffe\uffff"
_LEAST_DPI, _USUAL_DPI, _MOST_DPI = 150.0, 200.0, 220.0
MAX_SCANNED = 60
MAX_RENDERED = 12_000_000  # pixels


def read_pdf(data: bytes, source: Source) -> SourceDocument:
    """Grids (tables that break across pages joined) and paragraphs in reading order.

    Boxes are in points from the page's top left; a paragraph's box is that of its part on its
    first page. Raises `UnreadableFile` for encrypted and truncated files, and for those without
    text, in letters or in pictures.
    """
    import pdfplumber  # slow to load, so only where a PDF is read
    from pdfminer.pdfpage import PDFPage

    if b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableFile(
            "PDF 文件不完整（没有结尾），可能未下载完", file=source.path, remedy="请重新下载该文件"
        )
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
    except Exception as error:
        if "Password" in f"{type(error).__name__} {error!r} {error.__cause__!r}":
            raise UnreadableFile(
                "PDF 文件有密码保护", file=source.path, remedy="请取消密码后另存为 PDF 再试"
            ) from error
        raise
    with pdf:
        if sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), MAX_PAGES + 1)) > MAX_PAGES:
            raise UnreadableFile(
                f"PDF 超过 {MAX_PAGES} 页", file=source.path, remedy="请拆分，一份文件只放一份报告"
            )
        scan = Scan("pdf", len(pdf.pages) + 1)
        pictures = 0
        for page in pdf.pages:
            if _is_picture(page):
                pictures += 1
                if pictures > MAX_SCANNED:
                    raise UnreadableFile(
                        f"PDF 的扫描页超过上限 {MAX_SCANNED} 页",
                        file=source.path,
                        remedy="请拆分后再试",
                    )
                rgb, unit = render(data, page.page_number)
                scan.add_picture(rgb, page.page_number, unit)
            else:
                scan.pages.append(_page(page, last_table(scan.pages)))
            page.close()  # pdfplumber keeps a page's objects until it is closed
        meta = pdf.metadata or {}
    text = "".join(line.text for page in scan.pages for item in page for line in lines_of(item))
    if len(text.strip()) < _MIN_CHARS:
        raise UnreadableFile(
            "PDF 里没有文字，也没有能认出文字的扫描页" if pictures else "PDF 里没有文字",
            file=source.path,
            remedy="请提供更清晰的扫描件，或 DOCX、网页",
        )
    if text.count("(cid:") * 5 > len(text) * 0.3:
        raise UnreadableFile(
            "PDF 的字体没有文字编码，读出的是乱码",
            file=source.path,
            remedy="请用原文档重新导出 PDF，或提供 DOCX",
        )
    title = meta.get("Title")
    if scan.scanned:
        return scan.document(SourceDocument(source, (), title_hint=_printable(title)))
    return SourceDocument(
        source, blocks_of(with_unruled(without_furniture(scan.pages))), title_hint=_printable(title)
    )


def _printable(value: object) -> str:
    """A metadata string, or "" where its encoding was lost."""
    text = value.strip() if isinstance(value, str) else ""
    return text if text and all(c.isprintable() and c not in "þÿ" for c in text) else ""


def _is_picture(page: Any) -> bool:
    """Whether a page's words are in its picture: it has one and no text, or none that is text."""
    if not page.images and len(page.curves) < _MIN_CURVES:
        return False
    text = "".join(char["text"] for char in page.chars if not char["text"].isspace())
    if len(text) < _MIN_CHARS:
        return True
    garbage = 5 * text.count("(cid:") + sum(not c.isprintable() or c in _LOST for c in text)
    covered = max(
        (abs(i["x1"] - i["x0"]) * abs(i["bottom"] - i["top"]) for i in page.images), default=0.0
    )
    whole = float(page.width * page.height)
    return garbage > _GARBAGE * len(text) and covered > _COVERED * whole


def render(data: bytes, page: int, dpi: float = 0.0) -> tuple[NDArray[np.uint8], float]:
    """The picture of a page (from 1), red, green, blue, and the points a pixel of it.

    Without ``dpi`` as fine as the largest picture on the page is, within bounds.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        if not 1 <= page <= len(document):
            raise UnreadableFile(f"PDF 没有第 {page} 页", remedy="请打开原文件查看")
        its = document[page - 1]
        width, height = its.get_size()
        scale = (dpi or _finest(its)) / 72
        scale = min(scale, (MAX_RENDERED / max(width * height, 1.0)) ** 0.5)
        bitmap = its.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        rgb = np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
    finally:
        document.close()
    return rgb, width / rgb.shape[1]


def _finest(page: Any) -> float:
    """The resolution of the page's finest large picture, in dots an inch."""
    import pypdfium2.raw

    best = 0.0
    width, _ = page.get_size()
    for item in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, _, right, _ = item.get_bounds()
        if right - left > 0.3 * width:
            best = max(best, item.get_px_size()[0] / (right - left) * 72)
    return min(max(best, _LEAST_DPI), _MOST_DPI) if best else _USUAL_DPI


def _page(page: Any, above: RuledTable | None) -> list[Item]:
    """A page's ruled tables and the lines between them, from top to bottom.

    ``above`` is the last table of the page before, which a row at the top may end.
    """
    chars = _single(page.chars)
    tables: list[RuledTable] = []
    if len(page.edges) <= _MAX_EDGES:
        tables = [
            table
            for found in page.find_tables()
            if (table := ruled(found.cells, chars, page.page_number)) is not None
        ]
    tables = accepted(tables, above)
    outside = [char for char in chars if not any(table.holds(char) for table in tables)]
    return interleaved(lines(outside, page.page_number, float(page.height)), tables)


def _single(chars: list[Any]) -> list[Any]:
    """Characters, those printed twice for boldness once."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for char in chars:
        x, y = round(char["x0"]), round(char["top"])
        near = {(char["text"], x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
        if char["text"].isspace() or not near & seen:
            seen.add((char["text"], x, y))
            kept.append(char)
    return kept

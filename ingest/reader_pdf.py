"""Text PDFs: ruled tables as grids, running text as paragraphs, each with page and box."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

from gongkai.errors import UnreadableFile
from gongkai.ingest.layout_lines import Line, lines, paragraphs, spaced
from gongkai.ingest.layout_ruled import RuledTable, joined, ruled
from gongkai.report import Block, Source, SourceDocument

# Fewer characters than this on a page of pictures means a scan.
_MIN_CHARS = 20
_TAIL = 4096
# Head and foot of a page, as shares of its height, where running heads and numbers stand.
_HEAD, _FOOT = 0.09, 0.9
_PAGE_NUMBER = re.compile(
    r"[-—–―─~·•\s]*(?:第\s*)?\d{1,4}(?:\s*[/／]\s*\d{1,4})?\s*页?[-—–―─~·•\s]*"
)
_DASHED = re.compile(r"\s*[-—–―─~·•]\s*\d{1,4}\s*[-—–―─~·•]\s*")
_MAX_EDGES = 20_000

_Item = list[Line] | RuledTable


def read_pdf(data: bytes, source: Source) -> SourceDocument:
    """Grids (tables that break across pages joined) and paragraphs in reading order.

    Boxes are in points from the page's top left; a paragraph's box is that of its part on its
    first page. Raises `UnreadableFile` for encrypted, truncated and scanned files.
    """
    import pdfplumber  # slow to load, so only where a PDF is read

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
        pages: list[list[_Item]] = []
        for page in pdf.pages:
            pages.append(_page(page, _last_table(pages)))
        meta = pdf.metadata or {}
    text = "".join(line.text for page in pages for item in page for line in _lines_of(item))
    if len(text.strip()) < _MIN_CHARS:
        raise UnreadableFile(
            "PDF 里没有文字，多半是扫描件",
            file=source.path,
            remedy="请提供文字版 PDF、DOCX 或网页；扫描件需先做文字识别",
        )
    if text.count("(cid:") * 5 > len(text) * 0.3:
        raise UnreadableFile(
            "PDF 的字体没有文字编码，读出的是乱码",
            file=source.path,
            remedy="请用原文档重新导出 PDF，或提供 DOCX",
        )
    title = meta.get("Title")
    return SourceDocument(source, _blocks(_without_furniture(pages)), title_hint=_printable(title))


def _printable(value: object) -> str:
    """A metadata string, or "" where its encoding was lost."""
    text = value.strip() if isinstance(value, str) else ""
    return text if text and all(c.isprintable() and c not in "þÿ" for c in text) else ""


def _last_table(pages: list[list[_Item]]) -> RuledTable | None:
    """The last table of the page before."""
    tables = (item for item in reversed(pages[-1] if pages else []) if not isinstance(item, list))
    return next(tables, None)


def _page(page: Any, above: RuledTable | None) -> list[_Item]:
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
        tables.sort(key=lambda table: table.top)
        tables = [
            table
            for place, table in enumerate(tables)
            if not table.alone or (place == 0 and above is not None and joined(above, table))
        ]
    outside = [char for char in chars if not any(table.holds(char) for table in tables)]
    items: list[_Item] = []
    rest = lines(outside, page.page_number, float(page.height))
    for table in tables:
        before = [line for line in rest if line.middle < table.top]
        rest = [line for line in rest if line.middle >= table.top]
        if before:
            items.append(before)
        items.append(table)
    if rest:
        items.append(rest)
    return items


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


def _lines_of(item: _Item) -> list[Line]:
    return item if isinstance(item, list) else item.as_lines()


def _without_furniture(pages: list[list[_Item]]) -> list[list[_Item]]:
    """Pages without page numbers and without heads and feet that repeat."""
    repeated: Counter[str] = Counter()
    for page in pages:
        texts = {_key(line) for item in page if isinstance(item, list) for line in item
                 if _in_margin(line)}  # fmt: skip
        repeated.update(texts)
    often = max(2, len(pages) // 2)
    result = []
    for page in pages:
        kept: list[_Item] = []
        every = [line for item in page if isinstance(item, list) for line in item]
        ends = {id(line) for line in (every[:1] + every[-1:])}
        for item in page:
            if not isinstance(item, list):
                kept.append(item)
                continue
            body = [
                line
                for line in item
                if not (
                    (_in_margin(line) and repeated[_key(line)] >= often)
                    or (_in_margin(line) and _PAGE_NUMBER.fullmatch(line.text))
                    or (id(line) in ends and _DASHED.fullmatch(line.text))
                )
            ]
            if body:
                kept.append(body)
        result.append(kept)
    return result


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", spaced(line.text))


def _in_margin(line: Line) -> bool:
    return line.middle < _HEAD * line.page_height or line.middle > _FOOT * line.page_height


def _blocks(pages: list[list[_Item]]) -> tuple[Block, ...]:
    """All pages' items in one flow: tables joined across pages, lines into paragraphs."""
    flow: list[_Item] = []
    for page in pages:
        for place, item in enumerate(page):
            last = flow[-1] if flow else None
            if isinstance(item, list) and isinstance(last, list):
                last.extend(item)
            elif (
                place == 0
                and isinstance(item, RuledTable)
                and isinstance(last, RuledTable)
                and (whole := joined(last, item)) is not None
            ):
                flow[-1] = whole
            else:
                flow.append(list(item) if isinstance(item, list) else item)
    blocks: list[Block] = []
    margins = [line for item in flow if isinstance(item, list) for line in item]
    for item in flow:
        if isinstance(item, list):
            blocks.extend(paragraphs(item, margins))
        else:
            blocks.append(item.grid())
    return tuple(blocks)

"""Write an invented report as PDF: ruled tables that break across pages, page numbers.

Drawn on a canvas because ReportLab's flowing tables can't break inside a merged cell, and that
is what published reports do: a label cut in two by the page's end.
"""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any

from gongkai.eval.invent import Invented
from gongkai.eval.printed import PrintedCell, PrintedTable

_FONT = "STSong-Light"  # a CID font every PDF reader maps; nothing to embed
_WIDTH, _HEIGHT, _MARGIN, _FOOT = 595.0, 842.0, 72.0, 72.0
_INNER = _WIDTH - 2 * _MARGIN
_BODY, _LEAD = 12.0, 21.0
_SMALL, _TIGHT, _PAD = 9.0, 12.0, 4.0
_ROOMY = (4.0, 9.0, 15.0)  # space in a row: the roomier, the more tables break across pages
_TITLE = 18.0
_FOOTER = "政务公开办公室　电话：0500-5556666"  # of the site, not the report's contact
_WIDTHS = {
    4: (150.0, 100.0, 100.0, 101.0),
    10: (26.0, 44.0, 144.0, 34.0, 34.0, 34.0, 34.0, 34.0, 34.0, 33.0),
    15: (30.0,) * 15,
}
_TOKEN = re.compile(r"[!-~]+|.", re.S)
_NEVER_FIRST = "，。；：、）”》！？"


@cache
def _measure(text: str, size: float) -> float:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    return float(pdfmetrics.stringWidth(text, _FONT, size))


def _wrap(text: str, width: float, size: float, indent: float = 0.0) -> list[str]:
    """Lines of ``text`` no wider than ``width``; a run of ASCII is broken only where it must be."""
    lines: list[str] = []
    for part in text.split("\n"):
        line, used = "", indent if not lines else 0.0
        for token in _TOKEN.findall(part):
            whole = _measure(token, size) <= width
            for piece in [token] if whole else list(token):
                wide = _measure(piece, size)
                if line and used + wide > width and piece not in _NEVER_FIRST:
                    lines.append(line)
                    line, used = "", 0.0
                line, used = line + piece, used + wide
        lines.append(line)
    return lines


class _Press:
    """A canvas with a place to write at; starts a new page when one is full."""

    def __init__(self, title: str, room: float, head: str = "", pages: int = 0) -> None:
        from reportlab.pdfgen.canvas import Canvas

        _measure("", _BODY)
        self.buffer = io.BytesIO()
        self.canvas: Any = Canvas(
            self.buffer, pagesize=(_WIDTH, _HEIGHT), invariant=1, pageCompression=0
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor("示例")
        self.room = room
        self.head, self.pages = head, pages
        self.page = 1
        self.top = _HEIGHT - _MARGIN

    def turn(self) -> None:
        self.canvas.setFont(_FONT, 10)
        if self.head:
            self.canvas.drawString(_MARGIN, _HEIGHT - 48, self.head)
            self.canvas.line(_MARGIN, _HEIGHT - 52, _WIDTH - _MARGIN, _HEIGHT - 52)
            number = f"第 {self.page} 页 共 {self.pages} 页"
            self.canvas.drawRightString(_WIDTH - _MARGIN, 40, number)
            self.canvas.drawString(_MARGIN, 40, _FOOTER)
        else:
            self.canvas.drawCentredString(_WIDTH / 2, 40, f"- {self.page} -")
        self.canvas.showPage()
        self.page += 1
        self.top = _HEIGHT - _MARGIN

    def write(self, text: str, size: float, *, centred: bool = False, indent: float = 0.0) -> None:
        lead = _LEAD * size / _BODY
        for number, line in enumerate(_wrap(text, _INNER, size, indent)):
            if self.top - lead < _FOOT:
                self.turn()
            self.top -= lead
            self.canvas.setFont(_FONT, size)
            if centred:
                self.canvas.drawCentredString(_WIDTH / 2, self.top, line)
            else:
                self.canvas.drawString(_MARGIN + (0 if number else indent), self.top, line)

    def rule(self, table: PrintedTable) -> None:
        """Draw the table; where a page ends, close its cells there and go on over the page."""
        edges = [_MARGIN]
        for width in _WIDTHS[table.columns]:
            edges.append(edges[-1] + width)
        texts = {
            cell: _wrap(
                cell.text, edges[cell.column + cell.colspan] - edges[cell.column] - _PAD, _SMALL
            )
            for cell in table.cells
        }
        heights = _heights(table, texts, self.room)
        self.top -= 6
        start = 0
        while start < table.rows:
            end, low = start, self.top
            while end < table.rows and low - heights[end] >= _FOOT:
                low -= heights[end]
                end += 1
            if end > start:
                self._segment(table, texts, edges, heights, rows=range(start, end))
            if end < table.rows:
                self.turn()
            start = end
        self.top -= 6

    def _segment(
        self,
        table: PrintedTable,
        texts: dict[PrintedCell, list[str]],
        edges: list[float],
        heights: list[float],
        *,
        rows: range,
    ) -> None:
        start, end = rows.start, rows.stop
        tops = [self.top]
        for height in heights[start:end]:
            tops.append(tops[-1] - height)
        for cell in table.cells:
            first, last = max(cell.row, start), min(cell.row + cell.rowspan, end)
            if first >= last:
                continue
            lines = texts[cell]
            if cell.rowspan > 1:  # the lines that the pages before this one had no room for
                before = sum(heights[cell.row : first])
                whole = sum(heights[cell.row : cell.row + cell.rowspan])
                here = sum(heights[first:last])
                done = _share(len(lines), before / whole)
                lines = lines[done : _share(len(lines), (before + here) / whole)]
            left, right = edges[cell.column], edges[cell.column + cell.colspan]
            top, bottom = tops[first - start], tops[last - start]
            self.canvas.rect(left, bottom, right - left, top - bottom)
            base = (top + bottom) / 2 + len(lines) * _TIGHT / 2 - _SMALL - 0.5
            self.canvas.setFont(_FONT, _SMALL)
            for number, line in enumerate(lines):
                self.canvas.drawCentredString((left + right) / 2, base - number * _TIGHT, line)
        self.top = tops[-1]


def _share(lines: int, part: float) -> int:
    return lines if part > 0.999 else round(lines * part + 0.001)


def _heights(table: PrintedTable, texts: dict[PrintedCell, list[str]], room: float) -> list[float]:
    heights = [0.0] * table.rows
    for cell in sorted(table.cells, key=lambda cell: cell.rowspan):
        need = len(texts[cell]) * _TIGHT + room
        rows = range(cell.row, cell.row + cell.rowspan)
        short = need - sum(heights[row] for row in rows)
        if short > 0:
            for row in rows:
                heights[row] += short / cell.rowspan
    return heights


def write_pdf(report: Invented) -> bytes:
    """The PDF; ReportLab's invariant mode makes equal reports equal files.

    ``pdf-head``: the title above a rule, an office and "page of pages" on every page.
    """
    if report.order.layout != "pdf-head":
        return _printed(report, "", 0)[0]
    _, count = _printed(report, report.title, 0)
    return _printed(report, report.title, count)[0]


def _printed(report: Invented, head: str, pages: int) -> tuple[bytes, int]:
    """The file and how many pages it has."""
    room = _ROOMY[sum(report.stem.encode()) % len(_ROOMY)]
    press = _Press(f"【示例】{report.title}", room, head, pages)
    for item in report.flow():
        if isinstance(item, PrintedTable):
            press.rule(item)
            continue
        kind, text = item
        if kind == "title":
            press.write(text, _TITLE, centred=True)
        else:
            press.write(text, _BODY, indent=2 * _BODY)
    press.turn()
    press.canvas.save()
    return press.buffer.getvalue(), press.page - 1

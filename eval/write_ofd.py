"""Write an invented report as OFD (GB/T 33190): pages of positioned text and ruling lines.

By its name a report is plain, breaks its tables over pages, draws all through a matrix, or has
the ruled head of a template page.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from gongkai.eval.invent import Invented
from gongkai.eval.printed import PrintedCell, PrintedTable

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_STAMP = (2020, 1, 1, 0, 0, 0)
_LEFT, _TOP, _WIDE, _FOOT = 15.0, 20.0, 180.0, 277.0  # mm on A4
_BODY, _SMALL = 4.2, 2.3
_WAYS = 4


def write_ofd(report: Invented) -> bytes:
    """The package: prose in lines, cells ruled on all sides."""
    way = sum(report.stem.encode()) % _WAYS
    breaks, scale, template = way in (1, 3), 2.0 if way == 2 else 1.0, way == 3
    pages: list[list[str]] = [[]]
    y = _TOP
    for item in report.flow():
        if isinstance(item, PrintedTable):
            highs, lines = _measured(item)
            start = 0
            while start < item.rows:
                end, low = start, y
                while end < item.rows and low + highs[end] <= _FOOT:
                    low += highs[end]
                    end += 1
                if end == item.rows or (breaks and end > start) or y == _TOP:
                    pages[-1] += _table(
                        item, y, range(start, end), highs=highs, lines=lines, scale=scale
                    )
                    start, y = end, low
                if start < item.rows:
                    pages.append([])
                    y = _TOP
            y += 6
            continue
        text = item[1] if item[0] == "title" else f"\u3000\u3000{item[1]}"
        for line in _wrapped(text, _WIDE, _BODY):
            if y + _BODY * 1.6 > _FOOT:
                pages.append([])
                y = _TOP
            pages[-1].append(_text(line, _LEFT, y, _BODY, scale))
            y += _BODY * 1.6
    head = ""
    if template:
        head = _text("政府信息公开工作年度报告（示例）", 120.0, 8.0, 3.0, 1.0)
        head += _path(_LEFT, 13.0, _WIDE, 0.0, 1.0)
    return _package(pages, f"【示例】{report.title}", head)


def _wrapped(text: str, wide: float, size: float) -> list[str]:
    lines, line, used = [], "", 0.0
    for letter in text:
        step = size * (0.5 if letter.isascii() else 1)
        if letter == "\n" or used + step > wide:
            lines.append(line)
            line, used = "", 0.0
        if letter != "\n":
            line, used = line + letter, used + step
    return [*lines, line]


def _measured(table: PrintedTable) -> tuple[list[float], dict[PrintedCell, list[str]]]:
    """The height of every row and the lines of every cell."""
    wide = _WIDE / table.columns
    lines = {c: _wrapped(c.text, wide * c.colspan - 1, _SMALL) for c in table.cells}
    highs = [6.0] * table.rows
    for cell in table.cells:
        need = (len(lines[cell]) * _SMALL * 1.2 + 2) / cell.rowspan
        for row in range(cell.row, cell.row + cell.rowspan):
            highs[row] = max(highs[row], need)
    return highs, lines


def _table(
    table: PrintedTable,
    y: float,
    rows: range,
    *,
    highs: list[float],
    lines: dict[PrintedCell, list[str]],
    scale: float,
) -> list[str]:
    """The rows on one page; a cell cut by the page's end is closed there and goes on after it."""
    wide = _WIDE / table.columns
    drawn = []
    for cell in table.cells:
        first, last = max(cell.row, rows.start), min(cell.row + cell.rowspan, rows.stop)
        if first >= last:
            continue
        x, top = _LEFT + wide * cell.column, y + sum(highs[rows.start : first])
        w, h = wide * cell.colspan, sum(highs[first:last])
        drawn.append(_path(x, top, w, h, scale))
        whole = sum(highs[cell.row : cell.row + cell.rowspan])
        before = sum(highs[cell.row : first])
        count = len(lines[cell])
        done, till = (round(count * part / whole) for part in (before, before + h))
        here = lines[cell][done:till]
        at = top + (h - len(here) * _SMALL * 1.2) / 2
        for line in here:
            drawn.append(_text(line, x + 0.5, at, _SMALL, scale))
            at += _SMALL * 1.2
    return drawn


def _matrix(scale: float) -> str:
    return f' CTM="{scale} 0 0 {scale} 0 0"' if scale != 1 else ""


def _path(x: float, y: float, w: float, h: float, scale: float) -> str:
    """A rectangle, or a line where it has no height."""
    a, b = w / scale, h / scale
    return (
        f'<ofd:PathObject ID="0" Boundary="{x:.3f} {y:.3f} {w:.3f} {h:.3f}" LineWidth="0.25"'
        f"{_matrix(scale)}><ofd:AbbreviatedData>"
        f"M 0 0 L {a:.3f} 0 L {a:.3f} {b:.3f} L 0 {b:.3f} C"
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _text(text: str, x: float, y: float, size: float, scale: float) -> str:
    if not text.strip():
        return ""
    own = size / scale
    steps = [own * (0.5 if letter.isascii() else 1) for letter in text]
    runs: list[str] = []
    at = 0
    while at < len(steps) - 1:
        end = at
        while end < len(steps) - 1 and steps[end] == steps[at]:
            end += 1
        runs.append(f"g {end - at} {steps[at]:.3f}" if end - at > 1 else f"{steps[at]:.3f}")
        at = end
    delta = f' DeltaX="{" ".join(runs)}"' if runs else ""
    return (
        f'<ofd:TextObject ID="0" Boundary="{x:.3f} {y:.3f} {sum(steps) * scale:.3f} '
        f'{size * 1.2:.3f}" Font="1" Size="{own}"{_matrix(scale)}>'
        f'<ofd:TextCode X="0" Y="{own * 0.9:.3f}"{delta}>{escape(text)}'
        "</ofd:TextCode></ofd:TextObject>"
    )


def _package(pages: list[list[str]], title: str, template: str) -> bytes:
    """The parts; ``template`` is drawn under every page where it is anything."""
    its = '<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    used = '<ofd:Template TemplateID="90" ZOrder="Background"/>' if template else ""
    parts = {
        "OFD.xml": f'<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"{its}</ofd:CommonData><ofd:Pages>"
        + "".join(
            f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>'
            for n in range(len(pages))
        )
        + "</ofd:Pages></ofd:Document>",
    }
    for n, page in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f'<ofd:Page {_NS}>{used}<ofd:Content><ofd:Layer ID="9">{"".join(page)}</ofd:Layer>'
            "</ofd:Content></ofd:Page>"
        )
    if template:
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = (
            f'<ofd:Page {_NS}><ofd:Content><ofd:Layer ID="91">{template}</ofd:Layer>'
            "</ofd:Content></ofd:Page>"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return buffer.getvalue()

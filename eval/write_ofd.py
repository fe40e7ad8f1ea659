"""Write an invented report as OFD (GB/T 33190): pages of positioned text and ruling lines."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from gongkai.eval.invent import Invented
from gongkai.eval.printed import PrintedTable

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_STAMP = (2020, 1, 1, 0, 0, 0)
_LEFT, _TOP, _WIDE, _FOOT = 15.0, 20.0, 180.0, 277.0  # mm on A4
_BODY, _SMALL = 4.2, 2.3


def write_ofd(report: Invented) -> bytes:
    """The package: prose in lines, every table on one page, cells ruled on all sides."""
    pages: list[list[str]] = [[]]
    y = _TOP
    for item in report.flow():
        if isinstance(item, PrintedTable):
            drawn, high = _table(item, 0.0)
            if y + high > _FOOT:
                pages.append([])
                y = _TOP
            drawn, high = _table(item, y)
            pages[-1] += drawn
            y += high + 6
            continue
        text = item[1] if item[0] == "title" else f"\u3000\u3000{item[1]}"
        for line in _wrapped(text, _WIDE, _BODY):
            if y + _BODY * 1.6 > _FOOT:
                pages.append([])
                y = _TOP
            pages[-1].append(_text(line, _LEFT, y, _BODY))
            y += _BODY * 1.6
    return _package(pages, f"【示例】{report.title}")


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


def _table(table: PrintedTable, y: float) -> tuple[list[str], float]:
    covering = table.covering()
    wide = _WIDE / table.columns
    cells = list({id(c): c for line in covering for c in line}.values())
    lines = {id(c): _wrapped(c.text, wide * c.colspan - 1, _SMALL) for c in cells}
    highs = [6.0] * len(covering)
    for cell in cells:
        need = (len(lines[id(cell)]) * _SMALL * 1.2 + 2) / cell.rowspan
        for row in range(cell.row, cell.row + cell.rowspan):
            highs[row] = max(highs[row], need)
    tops = [y + sum(highs[:row]) for row in range(len(highs) + 1)]
    drawn = []
    for cell in cells:
        x, top = _LEFT + wide * cell.column, tops[cell.row]
        w, h = wide * cell.colspan, tops[cell.row + cell.rowspan] - top
        drawn.append(
            f'<ofd:PathObject ID="0" Boundary="{x:.3f} {top:.3f} {w:.3f} {h:.3f}" LineWidth="0.25">'
            f"<ofd:AbbreviatedData>M 0 0 L {w:.3f} 0 L {w:.3f} {h:.3f} L 0 {h:.3f} C"
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )
        at = top + (h - len(lines[id(cell)]) * _SMALL * 1.2) / 2
        for line in lines[id(cell)]:
            drawn.append(_text(line, x + 0.5, at, _SMALL))
            at += _SMALL * 1.2
    return drawn, sum(highs)


def _text(text: str, x: float, y: float, size: float) -> str:
    if not text.strip():
        return ""
    steps = [size * (0.5 if letter.isascii() else 1) for letter in text]
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
        f'<ofd:TextObject ID="0" Boundary="{x:.3f} {y:.3f} {sum(steps):.3f} {size * 1.2:.3f}" '
        f'Font="1" Size="{size}"><ofd:TextCode X="0" Y="{size * 0.9:.3f}"{delta}>{escape(text)}'
        "</ofd:TextCode></ofd:TextObject>"
    )


def _package(pages: list[list[str]], title: str) -> bytes:
    parts = {
        "OFD.xml": f'<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        + "".join(
            f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>'
            for n in range(len(pages))
        )
        + "</ofd:Pages></ofd:Document>",
    }
    for n, page in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f'<ofd:Page {_NS}><ofd:Content><ofd:Layer ID="9">{"".join(page)}</ofd:Layer>'
            "</ofd:Content></ofd:Page>"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return buffer.getvalue()

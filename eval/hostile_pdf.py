"""PDF files that are locked, cut short, endless or without words."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

PAGES = 10_000


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def _page(contents: int, parent: int = 2) -> bytes:
    return (
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
    ) % (parent, contents)


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), extra, data)


def _pages(kids: list[int]) -> bytes:
    inside = b" ".join(b"%d 0 R" % kid for kid in kids)
    return b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), inside)


_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_WORDS = b"BT /F1 12 Tf 72 700 Td (Annual report, invented sample, not a real one) Tj ET"


def _many_pages() -> bytes:
    kids = list(range(4, 4 + PAGES))
    return pdf([_CATALOG, _pages(kids), _stream(_WORDS), *[_page(3)] * PAGES])


def _circle() -> bytes:
    """A page tree whose branch is its own root."""
    return pdf([_CATALOG, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"])


def _stream_bomb() -> bytes:
    """Page contents that unpack to 500 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(500)) + packer.flush()
    return pdf([_CATALOG, _pages([3]), _page(4), _stream(packed, b"/Filter/FlateDecode")])


def _many_rules() -> bytes:
    """A page of nothing but lines, as a drawing has."""
    lines = b"\n".join(b"%d 0 m %d 800 l S" % (n % 590, n % 590) for n in range(12_000))
    return pdf([_CATALOG, _pages([3]), _page(4), _stream(_WORDS + b"\n" + lines)])


def _locked() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    lock = StandardEncryption("secret", ownerPassword="owner")
    canvas = Canvas(buffer, encrypt=lock, invariant=True)
    canvas.drawString(100, 700, "Invented sample")
    canvas.save()
    return buffer.getvalue()


PDF: dict[str, Callable[[], bytes]] = {
    "只有头（示例）.pdf": lambda: b"%PDF-1.7\n",
    "截断（示例）.pdf": lambda: _many_pages()[:60_000],
    "加密（示例）.pdf": _locked,
    "万页（示例）.pdf": _many_pages,
    "循环（示例）.pdf": _circle,
    "流炸弹（示例）.pdf": _stream_bomb,
    "画线（示例）.pdf": _many_rules,
    "没有文字（示例）.pdf": lambda: pdf([_CATALOG, _pages([3]), _page(4), _stream(b"")]),
}

"""Word files that are locked, cut short, bombs, or of an old kind and broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def package(document: str) -> bytes:
    """A DOCX whose `word/document.xml` is ``document``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", document)
    return buffer.getvalue()


def _body(inside: str, before: str = "") -> bytes:
    return package(
        f'<?xml version="1.0"?>{before}<w:document {_W}><w:body>{inside}</w:body></w:document>'
    )


def _text(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def _truncated() -> bytes:
    whole = _body(_text("示例") * 500)
    return whole[: len(whole) // 2]


def _bomb() -> bytes:
    return _body(_text(" " * (300 << 20)))


def _lying_bomb() -> bytes:
    """A member that unpacks to far more than its directory entry says."""
    data = bytearray(_body(_text("0" * (60 << 20))))
    size = (30_000).to_bytes(4, "little")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("word/document.xml")
        real = info.file_size.to_bytes(4, "little")
    at = data.find(real)
    while at >= 0:
        data[at : at + 4] = size
        at = data.find(real, at + 4)
    return bytes(data)


def _laughs() -> bytes:
    lines = ['<!ENTITY a0 "示例示例示例">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return _body(_text("&a9;"), f"<!DOCTYPE d [{''.join(lines)}]>")


def _outside() -> bytes:
    """An entity that is a file of the machine: it must not be read."""
    return _body(_text("&x;"), '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>')


def _deep_tables() -> bytes:
    n = 3000
    opening = "<w:tbl><w:tr><w:tc>" * n
    return _body(f"{opening}{_text('示例')}{'</w:tc></w:tr></w:tbl>' * n}")


def _wide_cells() -> bytes:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{_text("示例")}</w:tc>'
    return _body(f"<w:tbl>{f'<w:tr>{cell * 50}</w:tr>' * 50}</w:tbl>")


def _empty_form() -> bytes:
    heads = "".join(_text(f"{number}、示例") for number in "一二三四五六")
    return _body(_text("政府信息公开工作年度报告") + heads)


WORD: dict[str, Callable[[], bytes]] = {
    "截断（示例）.docx": _truncated,
    "加密（示例）.docx": lambda: _OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
    "解压炸弹（示例）.docx": _bomb,
    "谎报大小（示例）.docx": _lying_bomb,
    "实体炸弹（示例）.docx": _laughs,
    "外部实体（示例）.docx": _outside,
    "深表格（示例）.docx": _deep_tables,
    "宽单元格（示例）.docx": _wide_cells,
    "空格式（示例）.docx": _empty_form,
    "缺正文（示例）.docx": lambda: package("<a/>"),
    "坏旧版（示例）.doc": lambda: _OLE + bytes(4096),
    "坏文字（示例）.wps": lambda: bytes(range(256)) * 8,
    "坏富文本（示例）.doc": lambda: b"{\\rtf1" + b"{\\x" * 50_000,
}

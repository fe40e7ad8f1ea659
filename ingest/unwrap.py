"""What a file holds within another format: old Word files and saved pages, told by content."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from gongkai.errors import UnreadableFile, UnsupportedFormat
from gongkai.ingest.convert import ODT, RTF, WORD, WORD_95, WORD_XML, OldFormat, to_docx
from gongkai.ingest.saved_page import is_saved_page, page_of

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 512
# A Word file's first stream begins so: wIdent, then nFib ([MS-DOC] 2.5.1 FibBase).
_FIB, _FIRST_97, _ENCRYPTED_BIT = b"\xec\xa5", 0x00C1, 0x0100
_WORD_XML = re.compile(rb"<\?mso-application\s+progid=.Word|<w:wordDocument")
_REMEDY = "请用 Word 或 WPS 取消密码后另存为 .docx"


def unwrapped(data: bytes, *, sha256: str, name: str, workspace: Path | None) -> bytes:
    """DOCX for an old word processor's file, HTML for a saved page, other bytes as they are.

    ``sha256`` is of ``data``; ``workspace`` keeps what was converted. Raises
    `UnsupportedFormat` and `UnreadableFile`.
    """
    if (old := _old_format(data, name)) is not None:
        return to_docx(data, old, sha256=sha256, name=name, workspace=workspace)
    if is_saved_page(data):
        return page_of(data, name)
    return data


def _old_format(data: bytes, name: str) -> OldFormat | None:
    if data.startswith(_OLE):
        return _compound(data, name)
    if data.startswith(b"{\\rtf"):
        return RTF
    if data.startswith(b"PK"):
        return ODT if _mimetype(data) == "application/vnd.oasis.opendocument.text" else None
    head = data[:2048].lstrip(b"\xef\xbb\xbf\r\n\t ")
    return WORD_XML if head.startswith(b"<?xml") and _WORD_XML.search(head) else None


def _compound(data: bytes, name: str) -> OldFormat:
    """Which of Office's old formats it is; raises where it isn't Word's or is locked."""
    # Stream names stand in the directory as UTF-16 ([MS-CFB] 2.6.1); the first two mark an
    # encrypted OOXML package ([MS-OFFCRYPTO] 2.3).
    streams = {
        stream
        for stream in ("EncryptedPackage", "EncryptionInfo", "WordDocument", "Workbook", "Book",
                       "PowerPoint Document", "__properties_version1.0")
        if stream.encode("utf-16-le") in data
    }  # fmt: skip
    if streams & {"EncryptedPackage", "EncryptionInfo"}:
        raise UnreadableFile("DOCX 文件有密码保护", file=name, remedy=_REMEDY)
    if "WordDocument" not in streams:
        for stream, what, remedy in (
            ("Workbook", "旧版 Excel 表格（.xls、.et）", "请另存为 .xlsx"),
            ("Book", "旧版 Excel 表格（.xls、.et）", "请另存为 .xlsx"),
            ("PowerPoint Document", "旧版演示文稿（.ppt、.dps）", "请提供报告正文"),
            ("__properties_version1.0", "Outlook 邮件", "请提供报告正文"),
        ):
            if stream in streams:
                raise UnsupportedFormat(f"文件其实是{what}", file=name, remedy=remedy)
        raise UnreadableFile(
            "文件是旧版 Office 格式，但里面没有 Word 正文，可能已损坏",
            file=name,
            remedy="请重新下载，或用 Word、WPS 另存为 .docx 后再试",
        )
    for at in range(_SECTOR, len(data) - 12, _SECTOR):
        if data.startswith(_FIB, at):
            if int.from_bytes(data[at + 10 : at + 12], "little") & _ENCRYPTED_BIT:
                raise UnreadableFile("Word 文件有密码保护", file=name, remedy=_REMEDY)
            old = int.from_bytes(data[at + 2 : at + 4], "little") < _FIRST_97
            return WORD_95 if old else WORD
    return WORD


def _mimetype(data: bytes) -> str:
    """What an OpenDocument package says it is, "" for other zips."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo("mimetype")
            return archive.read(info).decode("ascii") if info.file_size < 100 else ""
    except Exception:  # a broken zip is told by who reads zips
        return ""

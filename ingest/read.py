"""From a file to blocks: the border where a file's bytes are told apart and read.

Everything that can go wrong with a file ends here as `UnsupportedFormat` or
`UnreadableFile`; no error of a parsing library passes.
"""

from __future__ import annotations

import hashlib
import io
import logging
import zipfile
from collections.abc import Callable
from pathlib import Path

from gongkai.errors import GongkaiError, UnreadableFile, UnsupportedFormat
from gongkai.ingest.bounds import check_members, check_package, check_pdf
from gongkai.ingest.unwrap import unwrapped
from gongkai.report import Paragraph, Source, SourceDocument, SourceKind

log = logging.getLogger(__name__)

Reader = Callable[[bytes, Source], SourceDocument]

# Which files of a folder are taken for reports; the content decides which reader takes them.
# Not .md: there it is a README. A file that is named is read whatever its suffix.
SUFFIXES = (
    ".txt", ".text", ".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml", ".docx", ".doc",
    ".wps", ".rtf", ".odt", ".pdf", ".ofd", ".xlsx", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp",
    ".zip", ".rar", ".7z",
)  # fmt: skip

# A docx is a zip; one that unpacks beyond these bounds is a bomb or no report.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 500
# A report of a large city has some 40,000 characters.
MAX_CHARACTERS = 1_000_000

_FOREIGN = (
    (b"Rar!\x1a\x07", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"MZ", "Windows 程序"),
    (b"\x7fELF", "Linux 程序"),
    (b"SQLite format 3\x00", "SQLite 数据库"),
)
# Two letters begin a BMP; the next that are zero tell it from a text.
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_BY_SUFFIX: dict[str, SourceKind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".xhtml": "html",
    ".mht": "html",
    ".mhtml": "html",
    ".docx": "docx",
    ".doc": "docx",
    ".wps": "docx",
    ".rtf": "docx",
    ".odt": "docx",
    ".pdf": "pdf",
    ".ofd": "ofd",
    ".xlsx": "xlsx",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".tif": "image",
    ".tiff": "image",
    ".bmp": "image",
    ".webp": "image",
    ".gif": "image",
}
_ACCEPTED = "请提供 TXT、HTML、DOCX、DOC、WPS、PDF、OFD、XLSX 或图片文件"


def read(
    path: Path,
    *,
    max_mb: int = 50,
    name: str = "",
    workspace: Path | None = None,
) -> SourceDocument:
    """The blocks of one file, by its content first and its suffix second.

    ``name`` is what the file is called in `Source.path` and in errors, the path where none is
    given. ``max_mb`` bounds the file's size in megabytes and is checked before a byte is read.
    ``workspace`` is a folder that keeps what DOC and WPS files were converted to; without one
    they are converted each time.
    Raises `UnsupportedFormat` or `UnreadableFile`, naming the file and the remedy.
    """
    name = name or str(path)
    suffix = path.suffix.lower()
    data = _bytes(path, max_mb, name)
    sha256 = hashlib.sha256(data).hexdigest()
    data = unwrapped(data, sha256=sha256, name=name, workspace=workspace)
    kind = _sniff(data, suffix, name)
    source = Source(name, kind, sha256)
    if kind == "pdf":
        check_pdf(data, name)
    try:
        document = _bounded(_reader(kind)(data, source))
    except GongkaiError:
        raise
    except (RecursionError, MemoryError) as error:
        raise UnreadableFile(
            "文件结构过深或过大，无法读取", file=name, remedy="请另存为新文件后再试"
        ) from error
    except Exception as error:
        # Parsing libraries raise whatever they meet; the person needs the file and a remedy.
        log.debug("reader failed on %s", name, exc_info=True)
        raise UnreadableFile(
            f"{_KIND_NAMES[kind]} 文件已损坏或不完整，无法读取（{type(error).__name__}）",
            file=name,
            remedy="请重新下载，或用办公软件打开后另存一份再试",
        ) from error

    if _BY_SUFFIX.get(suffix) not in (None, kind):
        log.warning("%s 的后缀是 %s，内容却是 %s，按内容读取", name, suffix, kind)
    return document


def _bounded(document: SourceDocument) -> SourceDocument:
    """The document; raises where it holds more text than any report."""
    characters = sum(
        len(block.text) if isinstance(block, Paragraph) else sum(len(c.text) for c in block.cells)
        for block in document.blocks
    )
    if characters > MAX_CHARACTERS:
        raise UnreadableFile(
            f"文字有 {characters // 10_000} 万字，超过上限 {MAX_CHARACTERS // 10_000} 万字",
            file=document.source.path,
            remedy="一份文件只放一份报告，请拆分后再试",
        )
    return document


_KIND_NAMES: dict[SourceKind, str] = {
    "text": "文本",
    "html": "HTML",
    "docx": "DOCX",
    "pdf": "PDF",
    "ofd": "OFD",
    "xlsx": "XLSX",
    "image": "图片",
}


def _reader(kind: SourceKind) -> Reader:  # noqa: PLR0911 - one return a format
    # One import a format: pdfplumber and docx are slow to load and seldom both needed.
    if kind == "pdf":
        from gongkai.ingest.reader_pdf import read_pdf

        return read_pdf
    if kind == "image":
        from gongkai.ingest.reader_image import read_image

        return read_image
    if kind == "ofd":
        from gongkai.ingest.reader_ofd import read_ofd

        return read_ofd
    if kind == "xlsx":
        from gongkai.ingest.reader_xlsx import read_xlsx

        return read_xlsx
    if kind == "docx":
        from gongkai.ingest.reader_docx import read_docx

        return read_docx
    if kind == "html":
        from gongkai.ingest.reader_html import read_html

        return read_html
    from gongkai.ingest.reader_text import read_text

    return read_text


def _bytes(path: Path, max_mb: int, name: str) -> bytes:
    try:
        if path.is_dir():
            raise UnsupportedFormat("这是文件夹，不是文件", file=name, remedy="请给出其中的文件")
        size = path.stat().st_size
        if size > max_mb * 1024 * 1024:
            raise UnreadableFile(
                f"文件有 {size / 1024 / 1024:.0f} MB，超过上限 {max_mb} MB",
                file=name,
                remedy="请拆分或压缩文件，或调高设置 GONGKAI_MAX_FILE_MB",
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile("文件不存在", file=name, remedy="请检查路径") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(
            f"文件打不开：{reason}", file=name, remedy="请检查路径和读取权限"
        ) from error
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise UnreadableFile("文件是空的", file=name, remedy="请重新下载该文件")
    return data


def _sniff(data: bytes, suffix: str, name: str) -> SourceKind:
    """Which reader takes these bytes; raises where none does."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if _is_picture(data):
        return "image"
    if data.startswith(b"PK"):
        return _zip(data, name)
    for magic, what in _FOREIGN:
        # Two-letter magics may begin a text: believe them only where bytes are binary.
        if data.startswith(magic) and (len(magic) > 2 or b"\x00" in data[:512]):
            claimed = f"，不是 {suffix} 文件" if suffix in _BY_SUFFIX else ""
            raise UnsupportedFormat(f"文件其实是{what}{claimed}", file=name, remedy=_remedy(what))
    if _BY_SUFFIX.get(suffix) in ("pdf", "docx", "image", "ofd", "xlsx"):
        real = "HTML" if _looks_html(head) else "文本" if _is_text(data) else ""
        if not real:
            raise UnreadableFile(
                f"文件不是有效的 {suffix[1:].upper()}，可能已损坏或未下载完整",
                file=name,
                remedy="请重新下载该文件",
            )
        log.warning("%s 的内容其实是%s，按内容读取", name, real)
    if _looks_html(head) or (_BY_SUFFIX.get(suffix) == "html" and b"<" in data):
        return "html"
    if suffix not in _BY_SUFFIX and suffix != "" and not _is_text(data):
        raise UnsupportedFormat(f"不支持 {suffix} 格式", file=name, remedy=_ACCEPTED)
    return "text"


def _is_picture(data: bytes) -> bool:
    if data.startswith(b"RIFF"):
        return data[8:12] == b"WEBP"
    return any(
        data.startswith(magic) and (len(magic) > 2 or b"\x00" in data[:16]) for magic in _PICTURES
    )


def _remedy(what: str) -> str:
    if what == "ZIP 压缩包":
        return "请用 gongkai ingest 导入，压缩包里的文件会逐个读取；或先解压"
    if "压缩包" in what:
        return "请先解压，再导入其中的报告"
    return _ACCEPTED


def _looks_html(head: bytes) -> bool:
    start = head.lower()
    if start.startswith(b"\xff\xfe"):
        start = start[2:].replace(b"\x00", b"")
    if not start.startswith(b"<"):
        return False
    return any(tag in start for tag in (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta",
                                        b"<div", b"<table", b"<p", b"<title", b"<span"))  # fmt: skip


def _is_text(data: bytes) -> bool:
    from gongkai.ingest.reader_text import decode

    return decode(data) is not None


def _zip(data: bytes, name: str) -> SourceKind:
    check_package(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except Exception as error:
        raise UnreadableFile(
            "文件已损坏或未下载完整（压缩结构不全）", file=name, remedy="请重新下载该文件"
        ) from error
    names = {entry.filename for entry in entries}
    kind: SourceKind = "docx"
    if any(entry.lstrip("/").lower() == "ofd.xml" for entry in names):
        kind = "ofd"
    elif "xl/workbook.xml" in names:
        kind = "xlsx"
    elif "word/document.xml" not in names:
        if any(entry.startswith("ppt/") for entry in names):
            what = "PPT 演示文稿"
        elif "[Content_Types].xml" in names:
            raise UnreadableFile("DOCX 文件不完整，缺少正文", file=name, remedy="请重新下载该文件")
        else:
            what = "ZIP 压缩包"
        raise UnsupportedFormat(f"文件其实是{what}", file=name, remedy=_remedy(what))
    what = _KIND_NAMES[kind]
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableFile(f"{what} 文件有密码保护", file=name, remedy="请取消密码后另存一份")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(len(data), 10_000):
        raise UnreadableFile(
            f"{what} 文件解压后有 {unpacked / 1024 / 1024:.0f} MB，超过上限",
            file=name,
            remedy="请用办公软件打开后另存一份",
        )
    check_members(entries, what, name)
    return kind

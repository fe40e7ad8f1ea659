"""Files made to swell: what unpacks to far more than any report is refused before it is read."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence

from gongkai.errors import UnreadableFile

# The largest stream of an honest PDF is a picture: an A3 page at 600 dpi in colour has 200 MB.
MAX_STREAM = 256 << 20
# The largest XML of an honest document; readers hold some ten times as much.
MAX_XML = 40 << 20
MAX_MEMBERS = 10_000
# A page of a report has some ten thousand tags, the largest seen forty thousand.
MAX_TAGS = 500_000

_STREAM = re.compile(rb"stream\r?\n")
_DIRECTORY = b"PK\x01\x02"
_BLOCK = 1 << 20
_NESTED = 3  # filters over one another
_PEEK = 8 << 20  # as much of a stream is kept to look for a packed one within


def check_pdf(data: bytes, name: str) -> None:
    """Raise `UnreadableFile` where a stream of the PDF unpacks to more than `MAX_STREAM`."""
    for match in _STREAM.finditer(data):
        if _swells(memoryview(data)[match.end() :], _NESTED):
            raise UnreadableFile(
                f"PDF 里有数据解压后超过 {MAX_STREAM >> 20} MB",
                file=name,
                remedy="请用 PDF 软件打开后另存一份再试",
            )


def _swells(packed: memoryview, depth: int) -> bool:
    # RFC 1950: method 8 and a check of the first two bytes.
    if depth == 0 or len(packed) < 2 or packed[0] & 15 != 8 or (packed[0] << 8 | packed[1]) % 31:
        return False
    unpacker = zlib.decompressobj()
    size, at, peek = 0, 0, bytearray()
    try:
        while not unpacker.eof and (at < len(packed) or unpacker.unconsumed_tail):
            fresh = b"" if unpacker.unconsumed_tail else bytes(packed[at : at + _BLOCK])
            at += len(fresh)
            out = unpacker.decompress(unpacker.unconsumed_tail or fresh, _BLOCK)
            size += len(out)
            if size > MAX_STREAM:
                return True
            if len(peek) < _PEEK:
                peek += out
            if not out and not fresh:
                break
    except zlib.error:
        pass  # readers take what came before the damage, and so does this
    return _swells(memoryview(peek), depth - 1)


def check_members(entries: Sequence[zipfile.ZipInfo], what: str, name: str) -> None:
    """Raise `UnreadableFile` where the XML of a packaged document is larger than `MAX_XML`."""
    size = sum(e.file_size for e in entries if e.filename.lower().endswith((".xml", ".rels")))
    if size > MAX_XML:
        raise UnreadableFile(
            f"{what} 文件的文字部分解压后有 {size >> 20} MB，超过上限 {MAX_XML >> 20} MB",
            file=name,
            remedy="一份文件只放一份报告，请拆分后再试",
        )


def check_package(data: bytes, name: str) -> None:
    """Raise `UnreadableFile` where a ZIP has too many members to be a document."""
    if data.count(_DIRECTORY) > MAX_MEMBERS:
        raise UnreadableFile(
            f"文件里的部件超过 {MAX_MEMBERS} 个", file=name, remedy="请用办公软件打开后另存一份"
        )


def check_markup(markup: str, name: str) -> None:
    """Raise `UnreadableFile` where a page has more tags than `MAX_TAGS`."""
    if markup.count("<") > MAX_TAGS:
        raise UnreadableFile(
            f"网页的标签超过 {MAX_TAGS // 10_000} 万个", file=name, remedy="请只保存报告所在的网页"
        )

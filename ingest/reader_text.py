"""Plain text: UTF-8, UTF-16 with a byte order mark, or GB18030; one paragraph a line.

A row of a table with one cell a line is one paragraph where some of its cells are blank.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from gongkai.errors import UnreadableFile
from gongkai.ingest.layout_cells import rows
from gongkai.report import Locator, Paragraph, Source, SourceDocument

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
# Controls that no text holds (tab, line ends and form feed aside).
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
# More than this share of controls or private characters means bytes, not text.
_MAX_ODD = 0.01


def decode(data: bytes) -> str | None:
    """The text of ``data``, or None where it is none in UTF-8, UTF-16 (BOM) or GB18030."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif data.startswith(codecs.BOM_UTF8):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            # A download cut in the middle of a character is still a text.
            text = _decode_cut(data, encoding)
        if text and not _odd(text):
            return text
    return None


def _decode_cut(data: bytes, encoding: str) -> str:
    for cut in (1, 2, 3):
        try:
            return data[:-cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _odd(text: str) -> bool:
    private = sum("\ue000" <= char <= "\uf8ff" for char in text)
    return len(_CONTROL.findall(text)) + private > _MAX_ODD * len(text)


def read_text(data: bytes, source: Source) -> SourceDocument:
    """One `Paragraph` a line that isn't blank, or a row of cells that `layout_cells` tells.

    ``text[start:end] == paragraph.text``. White space around a line stays out of its
    paragraph, but not that of a row's blank cells or of a line that tabs part. Raises `UnreadableFile` for bytes that are
    no text.
    """
    text = decode(data)
    if text is None:
        raise UnreadableFile(
            "文件内容不是文本（无法按 UTF-8 或 GB18030 解码）",
            file=source.path,
            remedy="请确认文件格式，或另存为 UTF-8 文本",
        )
    blocks: list[Paragraph] = []
    at = 0
    for row in rows(text):
        blocks += _lines(text, at, row[0])
        blocks.append(_paragraph(text, *row))
        at = row[1]
    blocks += _lines(text, at, len(text))
    if not blocks:
        raise UnreadableFile("文件里没有文字", file=source.path, remedy="请重新下载该文件")
    return SourceDocument(source, tuple(blocks), text=text)


def _lines(text: str, start: int, end: int) -> Iterator[Paragraph]:
    for match in _LINE.finditer(text, start, end):
        line = match.group()
        body = line.strip()
        if body:
            at = match.start() + len(line) - len(line.lstrip())
            left, right = at, at + len(body)
            if "\t" in line[at - match.start() :].strip("\n"):
                # Tabs part cells here: those at the line's ends stand for blank ones.
                left, right = match.start(), match.end()
            yield _paragraph(text, left, right)


def _paragraph(text: str, start: int, end: int) -> Paragraph:
    return Paragraph(text[start:end], Locator("text", start=start, end=end))

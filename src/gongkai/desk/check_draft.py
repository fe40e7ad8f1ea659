"""The text of a draft to be checked: any file that can be ingested, report or not."""

from __future__ import annotations

from pathlib import Path

from gongkai.errors import UsageError
from gongkai.ingest.read import read
from gongkai.report import Paragraph


def draft_text(path: Path, *, max_mb: int = 50) -> str:
    """A file's running text, a paragraph a line; tables are left out: they claim nothing in words.

    Raises `InputError` where the file can't be read, `UsageError` where there is none or it has
    no text.
    """
    if not path.is_file():
        raise UsageError("没有这个文件", file=str(path), remedy="请检查路径")
    blocks = (b for b in read(path, max_mb=max_mb).blocks if isinstance(b, Paragraph))
    text = "\n".join(" ".join(block.text.split("\n")) for block in blocks)
    if not text.strip():
        raise UsageError("文件里没有可核对的文字", file=str(path), remedy="请给出有正文的稿件")
    return text

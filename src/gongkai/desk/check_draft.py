"""The text of a draft to be checked: any file that can be ingested, report or not."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.desk.claim_table import table_text
from gongkai.errors import UsageError
from gongkai.ingest.read import read
from gongkai.report import Paragraph

_UNIT = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s（）()，,；;。]{1,4})")


def draft_text(path: Path, *, max_mb: int = 50) -> str:
    """A file's text, a paragraph a line; a table's figures are told in sentences, a table a line.

    Raises `InputError` where the file can't be read, `UsageError` where there is none or it has
    no text.
    """
    if not path.is_file():
        raise UsageError("没有这个文件", file=str(path), remedy="请检查路径")
    lines: list[str] = []
    unit = ""
    for block in read(path, max_mb=max_mb).blocks:
        if isinstance(block, Paragraph):
            lines.append(" ".join(block.text.split("\n")))
            named = _UNIT.search(block.text)
            unit = named[1] if named else ""
        elif told := table_text(block, unit):
            lines.append(told)
    text = "\n".join(lines)
    if not text.strip():
        raise UsageError("文件里没有可核对的文字", file=str(path), remedy="请给出有正文的稿件")
    return text

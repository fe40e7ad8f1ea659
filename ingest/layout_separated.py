"""Lines of text whose commas, semicolons or slashes part the cells of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.ingest.tables_number import read_number
from gongkai.report import Block, Paragraph

_SEPARATORS = (re.compile("[,，]"), re.compile("[;；]"), re.compile(r"(?<=\s)[/／](?=\s)"))
# A cell is no longer, and so many rows of a label and numbers make a table.
_LONGEST = 60
_MIN_ROWS = 3
BAR = "|"


def separated(blocks: Sequence[Block]) -> dict[int, str]:
    """The texts of such lines by block, each separator replaced by a bar: places stay the same.

    Empty unless several lines are a label and numbers; their headers come along.
    """
    for separator in _SEPARATORS:
        kinds = [
            _kind(block.text, separator) if isinstance(block, Paragraph) else "" for block in blocks
        ]
        if kinds.count("row") >= _MIN_ROWS:
            return {
                index: separator.sub(BAR, block.text)
                for index, block in enumerate(blocks)
                if isinstance(block, Paragraph)
                and (
                    kinds[index] == "row"
                    or (kinds[index] == "header" and "row" in kinds[index : index + 3])
                )
            }
    return {}


def _kind(text: str, separator: re.Pattern[str]) -> str:
    """row: a label, then numbers or blanks; header: labels alone; "" for other lines."""
    if "\n" in text or not separator.search(text) or "。" in text:
        return ""
    first, *rest = (cell.strip() for cell in separator.split(text))
    kinds = [read_number(cell).kind for cell in rest]
    if read_number(first).kind != "other" or len(max(first, *rest, key=len)) > _LONGEST:
        return ""
    if "number" in kinds and "other" not in kinds:
        return "row"
    return "header" if set(kinds) == {"other"} and not re.search(r"\d", text) else ""

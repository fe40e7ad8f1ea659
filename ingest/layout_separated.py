"""Lines of text whose tabs, commas, semicolons or slashes part the cells of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.ingest.tables_number import odd_number, read_number
from gongkai.report import Block, Paragraph

# Stands for what parts cells. Unlike a bar it closes no line: after the last one comes a cell.
SEPARATOR = "\x1f"
_SEPARATORS = (
    re.compile(r"\t"), re.compile(","), re.compile("，"), re.compile("[;；]"),
    re.compile(r"(?<=\s)[/／](?=\s)"),
)  # fmt: skip
# Where white space parts a number from what stands before it, a comma is one of thousands.
_SPACED = re.compile(r"[^\s,，;；/／]\s+\d")
# A cell is no longer, and so many rows of labels and numbers make a table.
_LONGEST = 60
_MIN_ROWS = 3
# A header's lines stand so near above a row.
_NEAR = 3
# A cell in quotes, as spreadsheets write one that holds a comma; a quote inside is doubled.
_QUOTED = re.compile(r'(?:^|(?<=[,，;；\t]))"((?:[^"]|"")*)"(?=[,，;；\t]|$)')


def separated(blocks: Sequence[Block]) -> dict[int, str]:
    """The texts of such lines by block, each separator replaced by `SEPARATOR`, quotes around a
    cell by blanks: places stay the same.

    Empty unless several lines are labels and numbers; their headers come along.
    """
    for separator in _SEPARATORS:
        found = {
            index: text
            for index, block in enumerate(blocks)
            if isinstance(block, Paragraph) and (text := _parted(block.text, separator))
        }
        kinds = {index: _kind(text) for index, text in found.items()}
        if list(kinds.values()).count("row") >= _MIN_ROWS:
            return {
                index: text
                for index, text in found.items()
                if kinds[index] in ("row", "blank")
                or (
                    kinds[index] == "header"
                    and any(
                        kinds.get(near) in ("row", "blank")
                        for near in range(index + 1, index + 1 + _NEAR)
                    )
                )
            }
    return {}


def _parted(text: str, separator: re.Pattern[str]) -> str:
    """The line with its separators replaced, "" where it has none."""
    quoted = [] if '"' not in text else [match.span(1) for match in _QUOTED.finditer(text)]
    bare = _QUOTED.sub("", text) if quoted else text
    if "\n" in text or "。" in text or (separator is not _SEPARATORS[0] and _SPACED.search(bare)):
        return ""
    letters = list(text)
    for start, end in quoted:
        letters[start - 1] = letters[end] = " "
    parted = False
    for match in separator.finditer(text):
        if not any(start <= match.start() < end for start, end in quoted):
            letters[match.start()] = SEPARATOR
            parted = True
    return "".join(letters) if parted else ""


def _cell_kind(cell: str) -> str:
    # A numeral in words may count the rows.
    odd = odd_number(cell) is not None and any(char.isdecimal() for char in cell)
    return "number" if odd else read_number(cell).kind


def _kind(text: str) -> str:
    """row: labels, then numbers or blanks; blank: one whose values are all blank; header:
    labels alone; "" for other lines."""
    cells = [cell.strip() for cell in text.split(SEPARATOR)]
    kinds = [_cell_kind(cell) for cell in cells]
    if max(map(len, cells)) > _LONGEST or "other" not in kinds:
        # A line of values alone stands below its header.
        return "row" if kinds.count("number") >= _MIN_ROWS else ""
    first = kinds.index("number") if "number" in kinds else len(kinds)
    if "other" in kinds[first:]:
        return ""
    if "number" in kinds:
        return "row"
    if kinds[-1] == "blank" and kinds.count("blank") * 2 >= len(kinds):
        return "blank"
    return "" if re.search(r"\d", text) and kinds.count("other") < _MIN_ROWS else "header"

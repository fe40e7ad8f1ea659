"""Pages of lines and tables into one flow of blocks: heads, feet and page numbers left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gongkai.ingest.layout_lines import Line, paragraphs, spaced
from gongkai.ingest.layout_ruled import RuledTable, joined
from gongkai.report import Block

# A run of lines, or a table.
Item = list[Line] | RuledTable

# Head and foot of a page, as shares of its height, where running heads and numbers stand.
_HEAD, _FOOT = 0.09, 0.9
_PAGE_NUMBER = re.compile(
    r"[-—–―─~·•\s]*(?:第\s*)?\d{1,4}(?:\s*[/／]\s*\d{1,4})?\s*页?[-—–―─~·•\s]*"
)
_DASHED = re.compile(r"\s*[-—–―─~·•]\s*\d{1,4}\s*[-—–―─~·•]\s*")


def last_table(pages: list[list[Item]]) -> RuledTable | None:
    """The last table of the page before."""
    tables = (item for item in reversed(pages[-1] if pages else []) if not isinstance(item, list))
    return next(tables, None)


def accepted(tables: Sequence[RuledTable], above: RuledTable | None) -> list[RuledTable]:
    """The tables of a page from top to bottom, without boxes that are none.

    ``above`` is the last table of the page before, which a row at the top may end.
    """
    return [
        table
        for place, table in enumerate(sorted(tables, key=lambda table: table.top))
        if not table.alone or (place == 0 and above is not None and joined(above, table))
    ]


def interleaved(lines: Sequence[Line], tables: Sequence[RuledTable]) -> list[Item]:
    """A page's tables and the lines between them, from top to bottom."""
    items: list[Item] = []
    rest = list(lines)
    for table in tables:
        before = [line for line in rest if line.middle < table.top]
        rest = [line for line in rest if line.middle >= table.top]
        if before:
            items.append(before)
        items.append(table)
    if rest:
        items.append(rest)
    return items


def lines_of(item: Item) -> list[Line]:
    """The lines of an item; a table's cells as lines."""
    return item if isinstance(item, list) else item.as_lines()


def without_furniture(pages: list[list[Item]]) -> list[list[Item]]:
    """Pages without page numbers and without heads and feet that repeat."""
    repeated: Counter[str] = Counter()
    for page in pages:
        texts = {_key(line) for item in page if isinstance(item, list) for line in item
                 if _in_margin(line)}  # fmt: skip
        repeated.update(texts)
    often = max(2, len(pages) // 2)
    result = []
    for page in pages:
        kept: list[Item] = []
        every = [line for item in page if isinstance(item, list) for line in item]
        ends = {id(line) for line in (every[:1] + every[-1:])}
        for item in page:
            if not isinstance(item, list):
                kept.append(item)
                continue
            body = [
                line
                for line in item
                if not (
                    (_in_margin(line) and repeated[_key(line)] >= often)
                    or (_in_margin(line) and _PAGE_NUMBER.fullmatch(line.text))
                    or (id(line) in ends and _DASHED.fullmatch(line.text))
                )
            ]
            if body:
                kept.append(body)
        result.append(kept)
    return result


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", spaced(line.text))


def _in_margin(line: Line) -> bool:
    return line.middle < _HEAD * line.page_height or line.middle > _FOOT * line.page_height


def blocks_of(pages: list[list[Item]]) -> tuple[Block, ...]:
    """All pages' items in one flow: tables joined across pages, lines into paragraphs."""
    flow: list[Item] = []
    for page in pages:
        for place, item in enumerate(page):
            last = flow[-1] if flow else None
            if isinstance(item, list) and isinstance(last, list):
                last.extend(item)
            elif (
                place == 0
                and isinstance(item, RuledTable)
                and isinstance(last, RuledTable)
                and (whole := joined(last, item)) is not None
            ):
                flow[-1] = whole
            else:
                flow.append(list(item) if isinstance(item, list) else item)
    blocks: list[Block] = []
    margins = [line for item in flow if isinstance(item, list) for line in item]
    for item in flow:
        if isinstance(item, list):
            blocks.extend(paragraphs(item, margins))
        else:
            blocks.append(item.grid())
    return tuple(blocks)

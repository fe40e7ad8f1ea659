"""Rows of a statistical annex before 2019: their labels, and what each stands below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.form import older
from gongkai.ingest.tables_label import plain
from gongkai.report import Locator

_HAN = "一二三四五六七八九十"
_LEAD = re.compile(
    rf"[\s|]*(?P<of>其\s*中\s*[:：,，]?\s*)?(?:(?P<r1>[{_HAN}]{{1,3}})\s*[、.．]|[(（]\s*(?P<r2>[{_HAN}]{{1,3}})\s*[)）]"
    r"|(?P<r3>\d{1,2})\s*(?:[.、．)）](?!\d)|[\s|](?=[\s|]*[\u4e00-\u9fff]))|[(（]\s*(?P<r4>\d{1,2})\s*[)）]|(?P<r5>[①-⑳]))?[\s|]*"
)
# The unit that a label tells itself: （条）, （单位：件）.
_UNIT_NOTE = re.compile(
    r"\s*[(（]\s*(?:(?:计量)?单位\s*[:：]?\s*)?([\u4e00-\u9fff]{1,2})\s*[)）]\s*$"
)
_NO_RANK = 9


@dataclass(frozen=True, slots=True)
class Value:
    """A printed value and its place."""

    text: str
    locator: Locator | None


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row. ``label`` stands without its number, 其中 and unit; ``rank`` is the depth of
    its number (一、 1 to ① 5, 9 without one), ``number`` that number; ``of`` is set below 其中.

    ``above`` are labels of merged cells left of it. A row without ``values`` heads others.
    ``note`` says why its values can't be told.
    """

    label: str
    rank: int
    number: int
    of: bool
    unit: str
    values: tuple[Value, ...]
    above: tuple[str, ...] = ()
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether its label is one that annexes are known to print."""
        letters = plain(self.label)
        return any(plain(stem) in letters for stem in older().stems)


def read_label(
    text: str, unit: str = "", values: tuple[Value, ...] = (), above: tuple[str, ...] = ()
) -> Row:
    """The row that a printed label begins."""
    match = _LEAD.match(text)
    rank, number = _NO_RANK, 0
    for depth in range(1, 6):
        if match and (printed := match[f"r{depth}"]):
            rank, number = depth, _number(printed)
    label = text[match.end() :] if match else text
    note = _UNIT_NOTE.search(label)
    if note and note[1] in older().units:
        label, unit = label[: note.start()], unit or note[1]
    label = re.sub(r"\s+", "", label).strip("：:|｜—-－")
    return Row(label, rank, number, bool(match and match["of"]), unit, values, above)


def leads(text: str) -> list[int]:
    """Where in a run of labels a numbered one begins, beside its start."""
    found = []
    for match in re.finditer(
        rf"其\s*中\s*[:：]|[{_HAN}]{{1,3}}、|[(（][{_HAN}\d]{{1,2}}[)）]|(?<!\d)\d{{1,2}}[.、．](?!\d)",
        text,
    ):
        behind = text[: match.start()].rstrip()
        if behind and not re.search(r"其\s*中\s*[:：]?$", behind):
            found.append(match.start())
    return found


def _number(text: str) -> int:
    if text.isdigit():
        return int(text) if text.isdecimal() else ord(text) - ord("①") + 1
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _HAN.index(text) + 1 if len(text) == 1 else 0
    return (_HAN.index(tens) + 1 if tens else 1) * 10 + (_HAN.index(ones) + 1 if ones else 0)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A row that others may stand below; ``inside`` is set for those that 其中 lists."""

    row: Row
    rank: int
    inside: bool


def paths(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    """Each row's path, its own label last, as numbers and 其中 tell it."""
    stack: list[_Frame] = []
    for row in rows:
        rank, inside = (row.rank, True) if row.of else _close(stack, row)
        stack.append(_Frame(row, rank, inside))
        yield (*row.above, *(frame.row.label for frame in stack))


def _close(stack: list[_Frame], row: Row) -> tuple[int, bool]:
    """End what ``row`` doesn't stand below; the depth at which it stands, and whether 其中 lists
    it. A row without a number stands beside the last one that had values."""
    if row.rank == _NO_RANK:
        rank = _NO_RANK
        while stack and (stack[-1].inside or stack[-1].row.values):
            rank = stack.pop().rank
        return rank, False
    while stack:
        top = stack[-1]
        if top.rank == row.rank and (not top.inside or row.number == top.row.number + 1):
            stack.pop()
            return row.rank, top.inside
        if top.rank < row.rank and not top.inside:
            break
        stack.pop()
    return row.rank, False

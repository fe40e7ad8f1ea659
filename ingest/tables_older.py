"""Statistical annexes of reports before 2019: facts under the labels that they print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from gongkai.form import older
from gongkai.ingest.layout_bars import drawn
from gongkai.ingest.layout_separated import separated
from gongkai.ingest.tables_label import plain
from gongkai.ingest.tables_number import read_number
from gongkai.ingest.tables_older_grid import grid_annex
from gongkai.ingest.tables_older_row import Row, Value, paths
from gongkai.ingest.tables_older_stream import GLUED, Annex, find_annexes
from gongkai.ingest.tables_text import Stream
from gongkai.report import Address, Block, Fact, Grid, Locator

# A table with fewer rows of known labels is some other one.
_LEAST_KNOWN = 3
_MOST_OPTIONS = 20_000
_TWICE = "表中出现两次，数字不同"


@dataclass(frozen=True, slots=True)
class Older:
    """What a report's annex says; ``used`` are indices of the blocks that belong to it."""

    facts: tuple[Fact, ...] = ()
    warnings: tuple[str, ...] = ()
    used: frozenset[int] = frozenset()


def read_older(blocks: Sequence[Block]) -> Older:
    """The facts of the annexes among ``blocks``, for a report without statutory tables.

    A fact's address has section "", the printed path as row, and as column the printed head of
    its value column where there are several (2012年度, 历年累计), else (). Values that can't be
    told for certain are None with a warning.
    """
    facts: dict[Address, Fact] = {}
    doubts: dict[str, list[str]] = {}
    used: set[int] = set()
    for annex, indices in _annexes(blocks):
        rows = [row for row in annex.rows if row.values]
        known = sum(row.known for row in rows)
        if known < _LEAST_KNOWN or known * 2 < len(rows):
            continue
        used |= indices
        for fact, note in _facts(annex):
            old = facts.get(fact.address)
            twice = old is not None and old.value != fact.value
            facts[fact.address] = replace(fact, value=None) if twice else fact
            if doubt := _TWICE if twice else note:
                doubts.setdefault(doubt, []).append(fact.address.row[-1])
    warnings = tuple(
        f"统计表{'、'.join(f'“{name}”' for name in dict.fromkeys(names))}：{note}，按未知处理，请核对原文"
        for note, names in doubts.items()
    )
    return Older(tuple(facts.values()), warnings, frozenset(used))


def _annexes(blocks: Sequence[Block]) -> Iterator[tuple[Annex, set[int]]]:
    taken: set[int] = set()
    for index, block in enumerate(blocks):
        if isinstance(block, Grid) and (annex := grid_annex(block)):
            taken.add(index)
            yield annex, {index}
    parted = separated(blocks)
    for table in drawn(blocks, parted):
        if not table.ragged and (annex := grid_annex(table.grid)):
            taken |= table.blocks
            yield annex, set(table.blocks)
    stream = Stream(blocks, taken, parted)
    for annex in find_annexes(stream):
        yield annex, stream.inside(annex.start, annex.end)


def _facts(annex: Annex) -> Iterator[tuple[Fact, str]]:
    """Each cell as a fact, and why it has no value where it should."""
    heads = annex.heads if len(annex.heads) > 1 else ()
    columns: list[tuple[str, ...]] = [(head,) for head in heads] or [()]
    solved = _solve(annex)
    for index, (row, path) in enumerate(zip(annex.rows, paths(annex.rows), strict=True)):
        if not row.values:
            continue
        values, note = solved.get(index, row.values), row.note
        if len(values) == len(columns) and (not note or index in solved):
            for column, value in zip(columns, values, strict=True):
                number = read_number(value.text)
                odd = f"“{value.text.strip()}”不是数字" if number.kind == "other" else ""
                unit = number.unit or row.unit or _unit(value.text)
                yield (
                    Fact(Address("", path, column), number.value, unit, value.text, value.locator),
                    odd,
                )
        else:
            text = " ".join(value.text for value in row.values)
            for column in columns:
                place = row.values[0].locator
                yield Fact(Address("", path, column), None, row.unit, text, place), note or GLUED


def _unit(text: str) -> str:
    """The unit printed behind a value: 425条."""
    tail = text.strip().lstrip("0123456789０１２３４５６７８９.．,，+- ")
    return tail if tail in older().units else ""


def _solve(annex: Annex) -> dict[int, tuple[Value, ...]]:
    """Glued pairs of a year's number and the one of all years, where one reading remains.

    No number has leading zeros, a year's is no greater than all years', and applications are
    the sum of their kinds in both columns.
    """
    if len(annex.heads) != 2 or annex.heads[1] not in older().cumulative:
        return {}
    options: dict[int, list[tuple[int, int]]] = {}
    for index, row in enumerate(annex.rows):
        if row.note == GLUED and len(row.values) == 1 and row.values[0].text.isdigit():
            options[index] = _pairs(row.values[0].text)
        elif len(row.values) == 2 and not row.note:
            first, second = (read_number(value.text).value for value in row.values)
            if first is not None and second is not None:
                options[index] = [(int(first), int(second))]
    for parent, children in _families(annex.rows):
        if all(index in options for index in (parent, *children)):
            _agree(options, parent, children)
    return {
        index: _cut(annex.rows[index].values[0], found[0])
        for index, found in options.items()
        if len(found) == 1 and len(annex.rows[index].values) == 1
    }


def _pairs(digits: str) -> list[tuple[int, int]]:
    cuts = ((digits[:at], digits[at:]) for at in range(1, len(digits)))
    return [
        (int(year), int(all_years))
        for year, all_years in cuts
        if not any(len(part) > 1 and part[0] == "0" for part in (year, all_years))
        and int(year) <= int(all_years)
    ]


def _families(rows: Sequence[Row]) -> Iterator[tuple[int, list[int]]]:
    """Rows that are the sum of those below them, with these."""
    found = list(paths(rows))
    sums = {plain(label) for label in older().adds}
    for index, path in enumerate(found):
        if plain(path[-1]) in sums:
            children = [i for i, other in enumerate(found) if other[:-1] == path]
            if children:
                yield index, children


def _agree(options: dict[int, list[tuple[int, int]]], parent: int, children: list[int]) -> None:
    """Keep the readings of a sum and its parts that add up, where any do."""
    count = 1
    for index in children:
        count *= len(options[index])
    if count > _MOST_OPTIONS:
        return
    kept: dict[int, set[tuple[int, int]]] = {index: set() for index in (parent, *children)}
    wanted = set(options[parent])
    for parts in product(*(options[index] for index in children)):
        total = (sum(part[0] for part in parts), sum(part[1] for part in parts))
        if total in wanted:
            kept[parent].add(total)
            for index, part in zip(children, parts, strict=True):
                kept[index].add(part)
    if kept[parent]:
        options.update({index: sorted(found) for index, found in kept.items()})


def _cut(value: Value, pair: tuple[int, int]) -> tuple[Value, Value]:
    at = len(str(pair[0]))
    first, second = value.text[:at], value.text[at:]
    where = value.locator
    if where is None or where.start is None:
        return Value(first, where), Value(second, where)
    middle = where.start + at
    return Value(first, _to(where, where.start, middle)), Value(
        second, _to(where, middle, where.end)
    )


def _to(locator: Locator, start: int, end: int | None) -> Locator:
    return replace(locator, start=start, end=end)

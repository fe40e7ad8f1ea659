"""The statutory tables told in words, so that a question can find them like a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from gongkai.form import Form, aliases, form
from gongkai.report import Fact, FormName, Locator

LONGEST = 600
_BLANK = "未填写"
_UNKNOWN = "无法辨认"
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]、|[（(][一二三四五六七八九十][)）]|\d+[.、])")
_UNIT_NOTE = re.compile(r"[（(]单位[:：][^）)]*[)）]")


def narrate(name: FormName | None, facts: Sequence[Fact]) -> Iterator[tuple[str, str, Locator]]:
    """Section, words (at most 600 characters) and place of each table that the file holds.

    A table is told as the form's labels and the cells' values; blank cells as 未填写. Of table
    三 the rows without a value above zero are only told together. Where ``name`` is None the
    facts are those of an annex before 2019: told under its own labels, in parts if it is long.
    """
    if name is None:
        yield from _older(facts)
        return
    tables = form(name)
    tell = {"二": _disclosure, "三": _applications, "四": _reviews}
    for section, group in groupby(facts, key=lambda fact: fact.address.section):
        cells = list(group)
        located = next((fact.locator for fact in cells if fact.locator), None)
        if located is not None:
            yield section, tell[section](tables, cells), located


def _amount(fact: Fact) -> str:
    if fact.value is not None:
        return f"{fact.value:f}{fact.unit}"
    if fact.locator is None or re.fullmatch(r"[\s/／—－-]*", fact.text):
        return _BLANK
    return _UNKNOWN


def _plain(label: str, *, short: bool = False) -> str:
    """A label without its number and unit; ``short``: the shortest way reports print it."""
    text = min(aliases(label), key=len) if short else label
    return _UNIT_NOTE.sub("", _NUMBER.sub("", text))


def _disclosure(_: Form, cells: list[Fact]) -> str:
    rows = []
    for row, group in groupby(cells, key=lambda fact: fact.address.row):
        told = "，".join(f"{_plain(fact.address.column[-1])}{_amount(fact)}" for fact in group)
        rows.append(f"{row[-1]}{told}")
    return _fitting("主动公开政府信息情况表：", rows)


def _applications(tables: Form, cells: list[Fact]) -> str:
    rows = {row: list(group) for row, group in groupby(cells, key=lambda fact: fact.address.row)}
    total_row = next((row for row in tables.rows if _plain(row[-1]) == "总计"), ())
    leading = {row for row in rows if len(row) == 1 or row == total_row}
    told = {
        row: facts
        for row, facts in rows.items()
        if row in leading or any((fact.value or 0) > 0 for fact in facts)
    }
    rest = _rest([fact for row, facts in rows.items() if row not in told for fact in facts])
    start = "收到和处理政府信息公开申请情况表："
    parts: list[str] = []
    # From every applicant of every row down to totals alone, until it fits.
    for detailed, short in ((told.keys(), False), (told.keys(), True), (leading, True), ((), True)):
        parts = [
            text
            for parent, group in groupby(told, key=lambda row: row[1] if len(row) == 3 else "")
            for text in _block(parent, list(group), told, frozenset(detailed), short)
        ]
        text = f"{start}{'；'.join([*parts, *rest])}。"
        if len(text) <= LONGEST:
            return text
    return _fitting(start, [*parts, *rest])


def _block(
    parent: str,
    rows: list[tuple[str, ...]],
    facts: dict[tuple[str, ...], list[Fact]],
    detailed: frozenset[tuple[str, ...]],
    short: bool,
) -> list[str]:
    """The rows below one label (不予公开：…) as one part, or each row as its own."""
    parts = []
    for row in rows:
        name = _plain(row[-1], short=short)
        if len(row) == 2 and name in ("总计", "合计"):
            name = f"{_plain(row[0])}{name}"
        parts.append(f"{name}{_cells(facts[row], row in detailed)}")
    return [f"{_plain(parent)}：{'、'.join(parts)}"] if parent else parts


def _cells(facts: list[Fact], detailed: bool) -> str:
    """A row's total, and where ``detailed`` (or the total isn't there) its applicants'."""
    *applicants, total = facts
    if total.value is None and any(fact.value is not None for fact in applicants):
        shown = [fact for fact in applicants if fact.value is not None]
    else:
        shown = [fact for fact in applicants if detailed and fact.value]
    if not shown:
        return _amount(total)
    own = "，".join(f"{fact.address.column[-1]}{_amount(fact)}" for fact in shown)
    return f"共{_amount(total)}（{own}）"


def _rest(facts: list[Fact]) -> list[str]:
    """What the rows that aren't told one by one hold: zeros, blanks or cells not readable."""
    if not facts:
        return []
    kinds = {"0" if fact.value is not None else _amount(fact) for fact in facts}
    return [f"其余各行均为{'或'.join(sorted(kinds))}"]


def _reviews(_: Form, cells: list[Fact]) -> str:
    parts = []
    for path, group in groupby(cells, key=lambda fact: fact.address.column[:-1]):
        told = "，".join(f"{fact.address.column[-1]}{_amount(fact)}" for fact in group)
        parts.append(f"{'·'.join(path)}：{told}")
    return _fitting("政府信息公开行政复议、行政诉讼情况表：", parts)


def _older(facts: Sequence[Fact]) -> Iterator[tuple[str, str, Locator]]:
    """The annex row by row, below the names of its groups, as many to a part as fit."""
    start = "政府信息公开情况统计表："
    told, place = start, None
    above: tuple[str, ...] = ()
    for row, group in groupby(facts, key=lambda fact: fact.address.row):
        cells = list(group)
        values = "、".join(f"{''.join(fact.address.column)}{_amount(fact)}" for fact in cells)
        text = f"{row[-1]}{values}；"
        head = f"{'·'.join(row[:-1])}：" if len(row) > 1 else ""
        if place and len(told) + len(head) + len(text) > LONGEST:
            yield "", f"{told[:-1]}。", place
            told, place, above = start, None, ()
        told += text if row[:-1] == above else head + text
        place = place or next((fact.locator for fact in cells if fact.locator), None)
        above = row[:-1]
    if place:
        yield "", f"{told[:-1]}。", place


def _fitting(start: str, parts: list[str]) -> str:
    """All parts that fit; where some don't, the text says so."""
    text = f"{start}{'；'.join(parts)}。"
    more = "；其余见原表。"
    while len(text) > LONGEST and len(parts) > 1:
        parts = parts[:-1]
        text = f"{start}{'；'.join(parts)}{more}"
    return text
